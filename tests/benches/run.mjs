#!/usr/bin/env node
/**
 * Runs every bench, or those named as arguments, one after the other, and prints one JSON line each. Ratios are taken
 * inside one run on one machine; a gate that is missed sets the exit status, a skipped bench does not.
 */
const benches = {
	indicators: './indicators.mjs',
	klines: './klines.mjs',
	cycle: './cycle.mjs',
	storage: './storage.mjs',
	backfill: './backfill.mjs',
	start: './start.mjs',
};

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !(name in benches));
if (unknown.length > 0) {
	console.error(`Unknown bench ${unknown.join(', ')}; there are ${Object.keys(benches).join(', ')}.`);
	process.exit(2);
}

let missed = 0;
for (const [name, file] of Object.entries(benches)) {
	if (chosen.length > 0 && !chosen.includes(name)) continue;
	const {run} = await import(file);
	const results = [await run()].flat();
	for (const result of results) {
		console.log(JSON.stringify(result));
		if (result.pass === false) missed++;
	}
}

process.exitCode = missed === 0 ? 0 : 1;
