#!/usr/bin/env node
/**
 * A warm `--headless` cycle of 250 assets against the loopback exchange, wall time of the whole process, against
 * `node -e "import('better-sqlite3')"` plus the time its requests took on the wire. Gate: under 1.5.
 */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
const root = new URL('../..', import.meta.url).pathname;
const exchangeScript = new URL('../support/exchange-process.mjs', import.meta.url).pathname;
const rounds = 15;

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export async function run() {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	const child = spawn(process.execPath, [exchangeScript, '--tied'], {stdio: ['pipe', 'pipe', 'inherit']});
	const [line] = await once(createInterface(child.stdout), 'line');
	const {urls} = JSON.parse(line);
	const env = {
		...process.env,
		HOME: folder,
		XDG_CONFIG_HOME: folder,
		CRYPTO_TUI_DATA_DIR: folder,
		CRYPTO_TUI_COINGECKO_URL: urls.coingecko,
		CRYPTO_TUI_BINANCE_URL: urls.binance,
		CRYPTO_TUI_COINGECKO_RPM: '1e9',
		CRYPTO_TUI_BINANCE_WEIGHT: '1e9',
	};
	const time = args => {
		const start = performance.now();
		const done = spawnSync(process.execPath, args, {env, cwd: root, encoding: 'utf8'});
		if (done.status !== 0) throw new Error(done.stderr);
		return performance.now() - start;
	};

	const cycle = [bin, '--headless', '--json', '--quiet', '--source', 'coingecko', '--top', '1'];
	try {
		time(cycle);
		const bare = [];
		const ours = [];
		for (let i = 0; i < rounds; i++) {
			bare.push(time(['-e', "import('better-sqlite3')"]));
			ours.push(time(cycle));
		}

		const http = requestMs(join(folder, 'logs', 'pipeline.log'));
		const base = median(bare) + http;
		return {
			bench: 'start',
			cycleMs: round(median(ours)),
			bareMs: round(median(bare)),
			httpMs: round(http),
			ratio: round(median(ours) / base),
			gate: 1.5,
			pass: median(ours) / base < 1.5,
		};
	} finally {
		child.stdin.end();
		rmSync(folder, {recursive: true, force: true});
	}
}

/** Median over the logged runs of the time their requests took, ms. */
function requestMs(file) {
	const byRun = new Map();
	for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
		const {event, run: id, ms} = JSON.parse(line);
		if (event === 'request') byRun.set(id, (byRun.get(id) ?? 0) + ms);
	}

	return median([...byRun.values()].slice(1));
}

const round = value => Math.round(value * 1000) / 1000;

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(await run()));
