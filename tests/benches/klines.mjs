#!/usr/bin/env node
/**
 * 1,000,000 klines from parsed JSON through the contract (zod) and the store's upsert into the candle table, one
 * transaction, CPU seconds of this process, against the sqlite3 shell importing the same candles from CSV into the same
 * table in one transaction. Gate: at most 0.7 of its CPU, under 400 MB.
 * Also against the default `pandas.to_sql` of the same rows, DataFrame in memory: at least 4 times faster.
 * `chunked`: the same rows as a backfill stores them, 1000 transactions with comparison, ledger, daily roll-up.
 */
import {execFileSync, spawnSync} from 'node:child_process';
import {mkdtempSync, openSync, closeSync, rmSync, writeSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';

const seriesCount = 250;
const perSeries = 4000;
const pageSize = 1000;
const step = 3_600_000;
const begin = Date.UTC(2024, 0, 1);

const text = value => value.toFixed(8);

/** A page as JSON.parse leaves it: strings for numbers, 8 decimals. */
function page(series, number) {
	const rows = [];
	let price = 100 + series;
	for (let i = 0; i < pageSize; i++) {
		const ts = begin + (number * pageSize + i) * step;
		const close = price * (1 + 0.002 * Math.sin(i * 12.9898 + series));
		const high = Math.max(price, close) * 1.001;
		const low = Math.min(price, close) * 0.999;
		rows.push([
			ts,
			text(price),
			text(high),
			text(low),
			text(close),
			text(1000 + i),
			ts + step - 1,
			text(1e6),
			500,
			text(500),
			text(5e5),
			'0',
		]);
		price = close;
	}

	return rows;
}

const cpuOf = ({user, system}) => (user + system) / 1e6;

export async function run() {
	const {parseKlines} = await import('../../dist/contracts/binance.js');
	const {openStorage} = await import('../../dist/adapters/storage/open.js');
	const {systemClock} = await import('../../dist/adapters/system-clock.js');
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	try {
		const storage = await openStorage({
			dataDir: folder,
			busyTimeoutMs: 5000,
			clock: systemClock,
			readOnly: false,
		});
		const now = Date.now();
		const run = 'bench';
		await storage.runs.start({
			run,
			kind: 'backfill',
			startedAt: now,
			args: [],
			pid: process.pid,
			host: 'bench',
		});
		const rows = Array.from({length: seriesCount}, (_, i) => marketRow(`asset-${i}`, i + 1, now));
		const provenance = {
			source: 'coingecko',
			endpoint: '/coins/markets',
			path: '/',
			fetchedAt: now,
			serverNow: now,
			payload: '0'.repeat(64),
			fresh: true,
		};
		await storage.quotes.saveSnapshot({
			run,
			source: 'coingecko',
			capturedAt: now,
			expected: seriesCount,
			rows,
			provenance: [provenance],
			contract: 'bench@1',
		});

		const csv = openSync(join(folder, 'candles.csv'), 'w');
		let chunked = 0;
		let parse = 0;
		let peak = 0;
		for (let series = 0; series < seriesCount; series++) {
			for (let number = 0; number < perSeries / pageSize; number++) {
				const json = page(series, number);
				const start = process.cpuUsage();
				const parsed = parseKlines(json, {now, interval: '1h'});
				const afterParse = process.cpuUsage(start);
				const {ts} = parsed.rows;
				await storage.candles.saveBatch({
					run,
					series: {
						source: 'binance',
						asset: `asset-${series}`,
						quote: 'USDT',
						interval: '1h',
						origin: 'exchange',
					},
					answered: {from: ts[0], to: ts[pageSize - 1] + step},
					candles: parsed.rows,
					provenance: {...provenance, source: 'binance', endpoint: '/klines'},
					contract: parsed.contract,
				});
				chunked += cpuOf(process.cpuUsage(start));
				parse += cpuOf(afterParse);
				peak = Math.max(peak, process.memoryUsage.rss());
				const {open, high, low, close, volume} = parsed.rows;
				const lines = [];
				for (let i = 0; i < pageSize; i++)
					lines.push(`${series + 1},${ts[i]},${open[i]},${high[i]},${low[i]},${close[i]},${volume[i]},0\n`);
				writeSync(csv, lines.join(''));
			}
		}

		closeSync(csv);
		const stored = (await storage.candles.list({interval: '1h'})).reduce((sum, {count}) => sum + count, 0);
		await storage.close();
		const cpu = await upsertAtOnce(folder);
		peak = Math.max(peak, process.memoryUsage.rss());
		const shell = importWithShell(folder);
		const frame = importWithPandas(folder);
		const result = {
			bench: 'klines',
			rows: stored,
			cpuSeconds: round(cpu),
			contractSeconds: round(parse),
			chunkedCpuSeconds: round(chunked),
			shellCpuSeconds: shell === null ? null : round(shell),
			ratio: shell === null ? null : round(cpu / shell),
			chunkedRatio: shell === null ? null : round(chunked / shell),
			gate: 0.7,
			pandasCpuSeconds: frame === null ? 'skipped: python3 has no pandas with SQLAlchemy' : round(frame),
			timesFasterThanPandas: frame === null ? null : round(frame / cpu),
			pandasGate: 4,
			peakMb: Math.round(peak / 2 ** 20),
			peakGateMb: 400,
		};
		const pass =
			shell === null
				? undefined
				: cpu / shell <= 0.7 && peak < 400 * 2 ** 20 && (frame === null || frame / cpu >= 4);
		return {...result, ...(shell === null ? {skipped: 'sqlite3 is not installed'} : {pass})};
	} finally {
		rmSync(folder, {recursive: true, force: true});
	}
}

/** CPU seconds of contract and upsert alone: the store's own statement, one transaction, an empty table of ours. */
async function upsertAtOnce(folder) {
	const {parseKlines} = await import('../../dist/contracts/binance.js');
	const {openStorage} = await import('../../dist/adapters/storage/open.js');
	const {Connections, configure, connect} = await import('../../dist/adapters/storage/connections.js');
	const {bulkUpsert} = await import('../../dist/adapters/storage/bulk-upsert.js');
	const {candleColumns, fillCandles} = await import('../../dist/adapters/storage/candle-rows.js');
	const {systemClock: clock} = await import('../../dist/adapters/system-clock.js');
	const dataDir = join(folder, 'once');
	await (await openStorage({dataDir, busyTimeoutMs: 5000, clock, readOnly: false})).close();
	const file = join(dataDir, 'crypto-tui.db');
	const writer = connect(file);
	configure(writer);
	writer.exec("insert into asset (id, coin) values (1, 'bench')");
	const addSeries = writer.prepare(
		"insert into series (id, asset_id, source, quote, interval, origin) values (?, 1, 'binance', ?, '1h', 'exchange')",
	);
	for (let i = 1; i <= seriesCount; i++) addSeries.run(i, `Q${i}`);
	const connections = new Connections({file, writer, clock, busyTimeoutMs: 5000});
	const save = bulkUpsert({
		table: 'candle',
		columns: ['series_id', ...candleColumns],
		key: ['series_id', 'ts'],
		rows: 500,
	});
	const indices = Array.from({length: pageSize}, (_, i) => i);
	const now = Date.now();
	let cpu = 0;
	let start = process.cpuUsage();
	await connections.write(async session => {
		for (let series = 0; series < seriesCount; series++) {
			for (let number = 0; number < perSeries / pageSize; number++) {
				cpu += cpuOf(process.cpuUsage(start));
				const json = page(series, number);
				start = process.cpuUsage();
				const {rows} = parseKlines(json, {now, interval: '1h'});
				await save(session.db, pageSize, fillCandles(series + 1, rows, indices));
			}
		}
	});
	cpu += cpuOf(process.cpuUsage(start));
	const count = writer.prepare('select count(*) from candle').pluck().get();
	await connections.close();
	if (count !== seriesCount * perSeries) throw new Error(`stored ${String(count)} candles`);
	return cpu;
}

const pandas = `
import sys, time
import pandas as pd
from sqlalchemy import create_engine
columns = ['series_id', 'ts', 'open', 'high', 'low', 'close', 'volume', 'flags']
frame = pd.read_csv(sys.argv[1], names=columns)
start = time.process_time()
frame.to_sql('candle', create_engine('sqlite:///' + sys.argv[2]), index=False)
print(time.process_time() - start)
`;

/** CPU seconds of the default `to_sql`, or null where no Python here has pandas. */
function importWithPandas(folder) {
	for (const python of ['python3', '/usr/bin/python3']) {
		const done = spawnSync(python, ['-c', pandas, join(folder, 'candles.csv'), join(folder, 'pandas.db')], {
			encoding: 'utf8',
		});
		if (done.status === 0) return Number(done.stdout);
	}

	return null;
}

/** CPU seconds of `sqlite3 .import` into an empty copy of our own candle table, pragmas as ours. */
function importWithShell(folder) {
	if (spawnSync('sqlite3', ['--version']).status !== 0) return null;
	const [database] = execFileSync(
		'sh',
		['-c', `ls ${folder}/*.db ${folder}/*.sqlite 2>/dev/null | head -n 1`],
		{encoding: 'utf8'},
	).split('\n');
	const schema = execFileSync(
		'sqlite3',
		[database, "select sql || ';' from sqlite_schema where name in ('candle')"],
		{encoding: 'utf8'},
	);
	// The same table under the same rules: foreign keys are checked there too.
	const script = [
		'pragma journal_mode=wal; pragma synchronous=normal; pragma foreign_keys=on;',
		'create table series (id integer primary key) strict;',
		`attach '${database}' as ours; insert into series select id from ours.series; detach ours;`,
		schema,
		'.mode csv',
		`.import ${folder}/candles.csv candle`,
		'',
	].join('\n');
	const child = spawnSync('bash', ['-c', `TIMEFORMAT='%U %S'; time sqlite3 ${folder}/shell.db`], {
		input: script,
		encoding: 'utf8',
	});
	if (child.status !== 0) throw new Error(child.stderr);
	const [user, system] = child.stderr.trim().split('\n').at(-1).split(' ').map(Number);
	return user + system;
}

export function marketRow(id, rank, now) {
	const asset = {id, symbol: id.toUpperCase(), name: id, rank};
	const quote = {
		asset: id,
		price: 100 + rank,
		rank,
		marketCap: 1e9,
		fullyDilutedValuation: null,
		volume24h: 1e6,
		high24h: 101 + rank,
		low24h: 99 + rank,
		change24h: 1,
		changePercent1h: 0.1,
		changePercent24h: 1,
		changePercent7d: 2,
		changePercent30d: 3,
		changePercent1y: 4,
		marketCapChangePercent24h: 1,
		circulatingSupply: 1e7,
		totalSupply: 2e7,
		maxSupply: null,
		ath: 200,
		athChangePercent: -50,
		athAt: now - 1e9,
		atl: 1,
		updatedAt: now,
	};
	return {asset, quote, sparkline: null};
}

const round = value => Math.round(value * 1000) / 1000;

if (import.meta.url === pathToFileURL(process.argv[1]).href) console.log(JSON.stringify(await run()));
