#!/usr/bin/env node
/**
 * Runs every bench, or those named as arguments, one after the other, each in a process of its own so that none inherits
 * the heap of another, and passes on its JSON lines. Ratios are taken inside one run on one machine; a gate that is
 * missed sets the exit status, a skipped bench does not.
 */
import {spawnSync} from 'node:child_process';

const benches = ['indicators', 'klines', 'cycle', 'storage', 'backfill', 'snapshot', 'start', 'forecast'];

const chosen = process.argv.slice(2);
const unknown = chosen.filter(name => !benches.includes(name));
if (unknown.length > 0) {
	console.error(`Unknown bench ${unknown.join(', ')}; there are ${benches.join(', ')}.`);
	process.exit(2);
}

let missed = 0;
for (const name of benches) {
	if (chosen.length > 0 && !chosen.includes(name)) continue;
	const file = new URL(`${name}.mjs`, import.meta.url).pathname;
	const {status, stdout} = spawnSync(process.execPath, [file], {
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	process.stdout.write(stdout);
	const results = stdout
		.split('\n')
		.filter(line => line.startsWith('{'))
		.map(line => JSON.parse(line));
	// The indicator bench sets its own exit status for a missed gate; without a result the status means a crash.
	if (results.length === 0 && status !== 0) missed++;
	missed += results.filter(({pass}) => pass === false).length;
}

process.exitCode = missed === 0 ? 0 : 1;
