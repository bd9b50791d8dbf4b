#!/usr/bin/env node
/**
 * Versions of a database of 1,000,000 candles while another process commits 1,000 market snapshots: how long the
 * writer's longest commit takes, and the longest gap between two turns of this process's event loop, which asked for
 * the version. Gate: both under 50 ms, without the time in which the thread could have run but the machine ran something
 * else; the whole times stand beside them, as do those without a version. CRYPTO_TUI_BENCH_CANDLES sets another number
 * of candles.
 */
import {fork} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';
import Sqlite from 'better-sqlite3';
import {marketRow} from './klines.mjs';
import {waitedMs} from './waited.mjs';

const candles = Number(process.env['CRYPTO_TUI_BENCH_CANDLES'] ?? 1_000_000);
const perSeries = 4000;
const assets = 250;
const cycles = 1000;
/** Between two commits: a thousand cycles outlast the making of a version. */
const pauseMs = 10;
const gateMs = 50;
const hour = 3_600_000;
const begin = Date.UTC(2024, 0, 1);

const openAt = async dataDir => {
	const {openStorage} = await import('../../dist/adapters/storage/open.js');
	const {systemClock} = await import('../../dist/adapters/system-clock.js');
	return openStorage({dataDir, busyTimeoutMs: 5000, clock: systemClock});
};

/** Counts the time from call to call: the whole, and the thread's own without what it waited for a processor. */
function createWatch() {
	let at = performance.now();
	let waited = waitedMs();
	return () => {
		const before = {at, waited};
		at = performance.now();
		waited = waitedMs();
		const whole = at - before.at;
		return {whole, own: Math.max(0, whole - (waited - before.waited))};
	};
}

/** Commits cycles and tells the longest; run in a process of its own. */
async function write(dataDir) {
	const storage = await openAt(dataDir);
	const watch = createWatch();
	const times = [];
	const ownTimes = [];
	process.send('ready');
	for (let cycle = 0; cycle < cycles; cycle++) {
		const at = begin + cycle * 60_000;
		const rows = Array.from({length: assets}, (_, i) => marketRow(`asset-${i}`, i + 1, at));
		watch();
		await storage.quotes.saveSnapshot({
			run: 'bench',
			source: 'coingecko',
			capturedAt: at,
			expected: assets,
			rows,
			provenance: [{endpoint: '/', path: '/', fetchedAt: at, payload: '0'.repeat(64)}],
			contract: 'bench@1',
		});
		const {whole, own} = watch();
		times.push(whole);
		ownTimes.push(own);
		await sleep(pauseMs);
	}

	await storage.close();
	times.sort((a, b) => a - b);
	const at = share => times[Math.floor((times.length - 1) * share)];
	process.send({medianMs: at(0.5), p99Ms: at(0.99), worstMs: at(1), ownMs: Math.max(...ownTimes)});
}

/** Watches the event loop; `end` gives the longest gap between two turns. */
function watchLoop() {
	const watch = createWatch();
	const worst = {whole: 0, own: 0};
	const timer = setInterval(() => {
		const {whole, own} = watch();
		worst.whole = Math.max(worst.whole, whole - 5);
		worst.own = Math.max(worst.own, own - 5);
	}, 5);
	return {
		end() {
			clearInterval(timer);
			return worst;
		},
	};
}

async function fill(dataDir) {
	const storage = await openAt(dataDir);
	await storage.close();
	const db = new Sqlite(join(dataDir, 'crypto-tui.db'));
	db.pragma('synchronous = OFF');
	const asset = db.prepare('insert into asset (coin) values (?) returning id').pluck();
	const series =
		db.prepare(`insert into series (asset_id, source, quote, interval, origin, candles, first_ts, last_ts)
		values (?, 'binance', 'USDT', '1h', 'exchange', ?, ?, ?)`);
	const candle = db.prepare('insert into candle values (?, ?, ?, ?, ?, ?, ?, 0)');
	for (let n = 0; n * perSeries < candles; n++) {
		db.transaction(() => {
			const last = begin + (perSeries - 1) * hour;
			const {lastInsertRowid} = series.run(asset.get(`asset-${n}`), perSeries, begin, last);
			for (let i = 0; i < perSeries; i++) {
				const price = 100 + Math.sin(i + n);
				candle.run(lastInsertRowid, begin + i * hour, price, price + 1, price - 1, price + 0.5, 1000.5 + i);
			}
		})();
	}

	db.pragma('wal_checkpoint(TRUNCATE)');
	db.close();
}

const rounded = value => Math.round(value * 10) / 10;

async function measure(dataDir, kind) {
	const {openVault} = await import('../../dist/app/vault.js');
	const vault = kind && openVault({dataDir, remote: join(dataDir, 'snapshots'), patienceMs: 0});
	const child = fork(new URL(import.meta.url).pathname, ['write', dataDir]);
	await once(child, 'message');
	const written = once(child, 'message');
	const loop = watchLoop();
	const start = performance.now();
	if (vault) await vault.create({kind, message: '', simulated: true});
	const seconds = rounded((performance.now() - start) / 1000);
	const [{medianMs, p99Ms, worstMs, ownMs}] = await written;
	const {whole, own} = loop.end();
	const writer = {medianMs: rounded(medianMs), p99Ms: rounded(p99Ms), worstMs: rounded(worstMs)};
	const stallMs = {writer: rounded(ownMs), loop: rounded(own)};
	const found = {writer, loopMs: rounded(whole), stallMs};
	if (!kind) return {bench: 'snapshot', of: 'nothing, for comparison', ...found};
	const pass = stallMs.writer < gateMs && stallMs.loop < gateMs;
	return {bench: 'snapshot', of: kind, seconds, ...found, gate: gateMs, pass};
}

export async function run() {
	const root = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	try {
		const results = [];
		for (const kind of [null, 'data', 'database']) {
			const dataDir = join(root, kind ?? 'none');
			await fill(dataDir);
			const megabytes = Math.round(statSync(join(dataDir, 'crypto-tui.db')).size / 2 ** 20);
			results.push({...(await measure(dataDir, kind)), megabytes});
			rmSync(dataDir, {recursive: true, force: true});
		}

		return results;
	} finally {
		rmSync(root, {recursive: true, force: true});
	}
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	if (process.argv[2] === 'write') await write(process.argv[3]);
	else for (const one of await run()) console.log(JSON.stringify(one));
}
