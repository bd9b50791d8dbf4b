/**
 * What only real processes can show of the store: two that open a new folder at once, one that is locked out, one that
 * is killed (SIGKILL) at random instants. `CRYPTO_TUI_KILLS` sets how often.
 */

import {spawn, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {createInterface} from 'node:readline';
import {setTimeout as sleep} from 'node:timers/promises';
import Database from 'better-sqlite3';
import {expect, onTestFinished, test} from 'vitest';
import {databaseName, openStorage} from '#adapters/storage/open.js';
import {systemClock} from '#adapters/system-clock.js';
import {resample} from '#domain/resample.js';
import type {StoredQuote} from '#ports/storage.js';

const kills = Number(process.env['CRYPTO_TUI_KILLS'] ?? 10);
const dist = new URL('../../dist/', import.meta.url).href;

const assets = 250;
const perBatch = 1000;
const hour = 3_600_000;

function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'built-storage-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** Runs a script against the built store; `open` and `dataDir` are given. */
function runScript(dataDir: string, script: string): ChildProcess {
	const prelude = `
import {openStorage} from ${JSON.stringify(`${dist}adapters/storage/open.js`)};
import {systemClock} from ${JSON.stringify(`${dist}adapters/system-clock.js`)};
const dataDir = ${JSON.stringify(dataDir)};
const open = busyTimeoutMs => openStorage({dataDir, busyTimeoutMs, clock: systemClock});
const code = async work => { try { await work(); return 'done'; } catch (error) { return error.code ?? String(error); } };
`;
	const child = spawn(process.execPath, ['--input-type=module', '--eval', prelude + script], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	return child;
}

const linesOf = (child: ChildProcess) => createInterface({input: child.stdout!})[Symbol.asyncIterator]();

async function outputOf(child: ChildProcess): Promise<string> {
	let text = '';
	child.stdout!.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
	await once(child, 'close');
	return text.trim();
}

const openBuilt = async (dataDir: string, busyTimeoutMs = 5000) => {
	const storage = await openStorage({dataDir, busyTimeoutMs, clock: systemClock});
	onTestFinished(async () => storage.close());
	return storage;
};

test('several processes that open a new folder at once all succeed, on one database', async () => {
	for (let round = 0; round < 3; round++) {
		const dataDir = join(temporaryFolder(), 'new');
		const children = Array.from({length: 4}, (_, i) =>
			runScript(
				dataDir,
				`
await new Promise(resolve => { process.stdin.once('data', resolve); console.log('ready'); });
console.log(await code(async () => {
	const storage = await open(10000);
	await storage.budgets.charge('binance', ${10 ** i}, 0);
	await storage.close();
}));
process.exit();`,
			),
		);
		const lines = children.map(linesOf);
		for (const line of lines) expect((await line.next()).value).toBe('ready');
		for (const child of children) child.stdin!.write('go\n');
		for (const line of lines) expect((await line.next()).value).toBe('done');
		const storage = await openBuilt(dataDir);
		const allowance = {perMinute: 1, perMonth: 1};
		expect((await storage.budgets.state('binance', allowance, 0)).usedThisMonth).toBe(1111);
		expect((await storage.info()).integrity).toBe('ok');
	}
});

test('a database locked by another process is waited for, and told as busy after that', async () => {
	const dataDir = temporaryFolder();
	const storage = await openBuilt(dataDir, 300);
	const child = runScript(
		dataDir,
		`
const {default: Sqlite} = await import(${JSON.stringify(import.meta.resolve('better-sqlite3'))});
const db = new Sqlite(dataDir + '/${databaseName}');
process.stdin.on('data', data => {
	const word = String(data).trim();
	db.exec(word);
	console.log(word);
});
console.log('ready');`,
	);
	const lines = linesOf(child);
	const tell = async (word: string) => {
		child.stdin!.write(`${word}\n`);
		expect((await lines.next()).value).toBe(word);
	};

	await lines.next();
	await tell('begin immediate');
	await expect(storage.budgets.charge('binance', 1, 0)).rejects.toMatchObject({code: 'storage-busy'});
	// Reading goes on, and so does opening: it has nothing to write.
	expect(await storage.candles.list()).toEqual([]);
	const patient = await openBuilt(dataDir, 60_000);
	const charge = patient.budgets.charge('binance', 1, 0);
	// The event loop is free while the write waits.
	await sleep(150);
	await tell('commit');
	await charge;
	expect((await storage.budgets.state('binance', {perMinute: 1, perMonth: 9}, 0)).usedThisMonth).toBe(1);
});

test('opening is refused as busy while another process holds the whole database', async () => {
	const dataDir = temporaryFolder();
	const db = new Database(join(dataDir, databaseName));
	onTestFinished(() => {
		db.close();
	});
	db.exec('begin exclusive');
	const child = runScript(dataDir, `console.log(await code(async () => open(200)));`);
	expect(await outputOf(child)).toBe('storage-busy');
	db.exec('commit');
	await expect(openBuilt(dataDir)).resolves.toBeDefined();
});

/** Writes snapshots and candle chunks for ever, and says so after each. */
const writer = `
const storage = await open(5000);
const hour = ${hour};
const rows = cycle => Array.from({length: ${assets}}, (_, i) => {
	const id = 'asset-' + i;
	const quote = {asset: id, price: 1 + (i % 3 === 0 ? cycle : 0), updatedAt: cycle};
	for (const field of ['rank', 'marketCap', 'fullyDilutedValuation', 'volume24h', 'high24h', 'low24h', 'change24h',
		'changePercent1h', 'changePercent24h', 'changePercent7d', 'changePercent30d', 'changePercent1y',
		'marketCapChangePercent24h', 'circulatingSupply', 'totalSupply', 'maxSupply', 'ath', 'athChangePercent', 'athAt',
		'atl']) quote[field] = null;
	if (i % 3 !== 0) quote.updatedAt = 0;
	return {asset: {id, symbol: id, name: id, rank: i + 1}, quote,
		sparkline: {asset: id, endAt: cycle, stepMs: hour, prices: new Float64Array(168).fill(cycle)}};
});
const candles = from => {
	const n = ${perBatch};
	const column = value => Float64Array.from({length: n}, (_, i) => value(i));
	return {length: n, ts: column(i => (from + i) * hour), open: column(() => 2), high: column(() => 4),
		low: column(() => 1), close: column(i => 2 + i % 2), volume: column(() => 5), flags: new Uint8Array(n)};
};
const provenance = {source: 'binance', endpoint: '/', path: '/', fetchedAt: 0, serverNow: 0, payload: 'p', fresh: true};
const known = await storage.quotes.stats();
const stored = new Map((await storage.candles.list({interval: '1h'})).map(({asset, count}) => [asset, count]));
console.log('ready');
for (let turn = 1; ; turn++) {
	const cycle = (known.latestAt ?? 0) + turn;
	await storage.quotes.saveSnapshot({run: 'run', source: 'coingecko', capturedAt: cycle, expected: ${assets},
		rows: rows(cycle), provenance: [provenance], contract: 'c@1'});
	console.log('cycle ' + cycle);
	const asset = 'asset-' + turn % 5;
	const from = stored.get(asset) ?? 0;
	const answered = {from: from * hour, to: (from + ${perBatch}) * hour};
	await storage.candles.saveBatch({run: 'run', answered, candles: candles(from), provenance, contract: 'c@1',
		series: {source: 'binance', asset, quote: 'USDT', interval: '1h', origin: 'exchange'}});
	stored.set(asset, from + ${perBatch});
	console.log('candles ' + asset + ' ' + stored.get(asset));
}`;

test(`after each of ${kills} kills the store holds whole snapshots and whole chunks, and all it acknowledged`, async () => {
	const dataDir = temporaryFolder();
	let lastCycle = 0;
	const acknowledged = new Map<string, number>();
	for (let kill = 0; kill < kills; kill++) {
		const child = runScript(dataDir, writer);
		const lines = createInterface({input: child.stdout!});
		lines.on('line', line => {
			const [what, name, count] = line.split(' ');
			if (what === 'cycle') lastCycle = Number(name);
			else if (what === 'candles') acknowledged.set(name!, Number(count));
		});
		await once(lines, 'line');
		// Anywhere in a commit: the instant is what chance makes of it.
		await sleep(Math.random() * 120);
		child.kill('SIGKILL');
		await once(lines, 'close');

		const storage = await openStorage({dataDir, busyTimeoutMs: 5000, clock: systemClock});
		expect((await storage.info()).integrity).toBe('ok');
		await checkQuotes(dataDir, storage.quotes.stream({}));
		expect((await storage.quotes.stats()).latestAt ?? 0).toBeGreaterThanOrEqual(lastCycle);
		for (const {asset, count, gaps, ...series} of await storage.candles.list({interval: '1h'})) {
			const key = {...series, asset};
			expect(count % perBatch, 'whole chunks').toBe(0);
			expect(gaps).toBe(0);
			expect(count).toBeGreaterThanOrEqual(acknowledged.get(asset) ?? 0);
			expect(await storage.candles.answered(key)).toEqual([{from: 0, to: count * hour}]);
			const all = {from: 0, to: Number.MAX_SAFE_INTEGER};
			const hours = await storage.candles.read(key, all);
			expect(hours.length, 'the summary is in step').toBe(count);
			expect(await storage.candles.read({...key, interval: '1d', origin: 'rollup'}, all)).toEqual(
				resample(hours, {from: '1h', to: '1d', now: count * hour}),
			);
		}

		await storage.close();
	}

	expect(lastCycle).toBeGreaterThan(0);
	expect(acknowledged.size).toBeGreaterThan(0);
});

/** Every snapshot has all its rows, and its sparklines are those of the last one. */
async function checkQuotes(dataDir: string, pages: AsyncIterable<readonly StoredQuote[]>): Promise<void> {
	const perCycle = new Map<number, number>();
	for await (const page of pages) {
		for (const {capturedAt} of page) perCycle.set(capturedAt, (perCycle.get(capturedAt) ?? 0) + 1);
	}

	const db = new Database(join(dataDir, databaseName), {readonly: true});
	try {
		const cycles = db
			.prepare('select captured_at, stored, length(unchanged) / 4 as unchanged from cycle')
			.all() as {captured_at: number; stored: number; unchanged: number}[];
		for (const {captured_at, stored, unchanged} of cycles) {
			expect(stored + unchanged, 'a whole snapshot').toBe(assets);
			expect(perCycle.get(captured_at)).toBe(stored);
		}

		const newest = Math.max(0, ...cycles.map(({captured_at}) => captured_at));
		const ends = db.prepare('select distinct end_ts from spark').pluck().all();
		expect(ends).toEqual(newest === 0 ? [] : [newest]);
	} finally {
		db.close();
	}
}
