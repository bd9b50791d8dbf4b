#!/usr/bin/env node
/**
 * A warm `--headless` cycle of 250 assets against the loopback exchange, wall time of the whole process, against
 * `node -e "import('better-sqlite3')"` plus the HTTP time: what the same request costs a bare process with the same
 * client (a process that only fetches it, less an empty one). Gate: under 1.5.
 */
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {pathToFileURL} from 'node:url';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
const root = new URL('../..', import.meta.url).pathname;
const exchangeScript = new URL('../support/exchange-process.mjs', import.meta.url).pathname;
const rounds = 15;

/** The snapshot request as the cycle sends it. */
const snapshotPath =
	'/coins/markets?vs_currency=usd&per_page=250&page=1&order=market_cap_desc&sparkline=true' +
	'&price_change_percentage=1h,24h,7d,30d,1y&precision=full';

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
		const path = `${urls.coingecko}${snapshotPath}`;
		const request = `const {request} = await import('undici'); await (await request('${path}')).body.json()`;
		const bare = [];
		const empty = [];
		const fetched = [];
		const ours = [];
		for (let i = 0; i < rounds; i++) {
			bare.push(time(['-e', "import('better-sqlite3')"]));
			empty.push(time(['-e', '']));
			fetched.push(time(['--input-type=module', '-e', request]));
			ours.push(time(cycle));
		}

		const http = median(fetched) - median(empty);
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

const round = value => Math.round(value * 1000) / 1000;

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(await run()));
