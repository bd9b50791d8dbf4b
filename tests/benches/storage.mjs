#!/usr/bin/env node
/**
 * The reads of the screen on a large database: 10,000,000 candles in 2,500 series (CRYPTO_TUI_BENCH_CANDLES sets
 * another number), through the stores as the program asks them. Medians in ms; gate: each under 5 ms.
 */
import {mkdtempSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import Sqlite from 'better-sqlite3';
import {marketRow} from './klines.mjs';

const candles = Number(process.env['CRYPTO_TUI_BENCH_CANDLES'] ?? 10_000_000);
const perSeries = 4000;
const yearOfHours = 8760;
const assets = 250;
const gate = 5;
const rounds = 101;
const hour = 3_600_000;
const begin = Date.UTC(2024, 0, 1);
const key = number => ({
	source: 'binance',
	asset: `asset-${number}`,
	quote: 'USDT',
	interval: '1h',
	origin: 'exchange',
});

const closeOf = i => 100 + Math.sin(i);

const expect = (length, wanted) => {
	if (length !== wanted) throw new Error(`${wanted} rows expected, ${length} read`);
};

export async function run() {
	const {openStorage} = await import('../../dist/adapters/storage/open.js');
	const {systemClock} = await import('../../dist/adapters/system-clock.js');
	const {resample} = await import('../../dist/domain/resample.js');
	const dataDir = mkdtempSync(join(tmpdir(), 'crypto-tui-bench-'));
	const open = () => openStorage({dataDir, busyTimeoutMs: 5000, clock: systemClock});
	try {
		const first = await open();
		await saveMarket(first);
		await saveYear(first);
		await first.close();
		const file = join(dataDir, 'crypto-tui.db');
		const stored = fill(file);
		const facts = {candles: stored, megabytes: Math.round(statSync(file).size / 2 ** 20)};

		const opened = [];
		for (let i = 0; i < rounds; i++) {
			const start = performance.now();
			const storage = await open();
			opened.push(performance.now() - start);
			await storage.close();
		}

		const storage = await open();
		const some = Array.from({length: assets}, (_, i) => `asset-${i}`);
		const year = {from: begin, to: begin + yearOfHours * hour};

		const measures = [
			[
				'last 500 candles of one asset',
				gate,
				async i => expect((await storage.candles.newest(key(i), 500)).length, 500),
			],
			[
				'latest quotes of 250 assets',
				gate,
				async () => expect((await storage.quotes.latest({}, assets)).length, assets),
			],
			[
				'250 sparklines of 168 points',
				gate,
				async () => expect((await storage.quotes.sparklines(some)).length, assets),
			],
			[
				'a year of hours as stored days',
				gate,
				async () =>
					expect(
						(await storage.candles.read({...key(0), interval: '1d', origin: 'rollup'}, year)).length,
						yearOfHours / 24,
					),
			],
			[
				'a year of hours read and resampled to days',
				null,
				async () => {
					const hours = await storage.candles.read(key(0), year);
					expect(resample(hours, {from: '1h', to: '1d'}).length, yearOfHours / 24);
				},
			],
		];
		const results = [result('open an existing database', gate, opened)];
		for (const [name, limit, measure] of measures) {
			const times = [];
			for (let i = 0; i < rounds; i++) {
				const start = performance.now();
				await measure(i);
				times.push(performance.now() - start);
			}

			results.push(result(name, limit, times));
		}

		await storage.close();
		return results.map(one => Object.assign({bench: 'storage'}, facts, one));
	} finally {
		rmSync(dataDir, {recursive: true, force: true});
	}
}

function result(name, limit, times) {
	const sorted = times.toSorted((a, b) => a - b);
	const at = share => Math.round(sorted[Math.floor((sorted.length - 1) * share)] * 100) / 100;
	const found = {query: name, medianMs: at(0.5), p95Ms: at(0.95)};
	return limit === null ? found : {...found, gate: limit, pass: at(0.5) < limit};
}

const provenance = {
	source: 'binance',
	endpoint: '/',
	path: '/',
	fetchedAt: begin,
	serverNow: begin,
	payload: '0'.repeat(64),
	fresh: true,
};

/** Ten snapshots of 250 assets, so that the newest quotes lie in several of them. */
async function saveMarket(storage) {
	for (let cycle = 0; cycle < 10; cycle++) {
		const at = begin + cycle * hour;
		const rows = Array.from({length: assets}, (_, i) => {
			const row = marketRow(`asset-${i}`, i + 1, begin + (i % 10 <= cycle ? cycle : 0));
			const prices = Float64Array.from({length: 168}, (_, point) => 100 + Math.sin(point + i + cycle));
			return {...row, sparkline: {asset: row.asset.id, endAt: at, stepMs: hour, prices}};
		});
		await storage.quotes.saveSnapshot({
			run: 'bench',
			source: 'coingecko',
			capturedAt: at,
			expected: assets,
			rows,
			provenance: [provenance],
			contract: 'bench@1',
		});
	}
}

/** A year of hours of the first asset, with the days that the store makes of them. */
async function saveYear(storage) {
	const column = value => Float64Array.from({length: yearOfHours}, (_, i) => value(i));
	await storage.candles.saveBatch({
		run: 'bench',
		series: key(0),
		answered: {from: begin, to: begin + yearOfHours * hour},
		candles: {
			length: yearOfHours,
			ts: column(i => begin + i * hour),
			open: column(closeOf),
			high: column(i => closeOf(i) + 1),
			low: column(i => closeOf(i) - 1),
			close: column(closeOf),
			volume: column(i => 1000.5 + i),
			flags: new Uint8Array(yearOfHours),
		},
		provenance,
		contract: 'bench@1',
	});
}

/** The rest of the candles, straight into the tables; returns how many there are in the end. */
function fill(file) {
	const db = new Sqlite(file);
	db.pragma('synchronous = OFF');
	const size = 500;
	const row = '(?, ?, ?, ?, ?, ?, ?, 0)';
	const insertAsset = db.prepare('insert into asset (coin) values (?) on conflict do nothing');
	const insertSeries = db.prepare(`
		insert into series (asset_id, source, quote, interval, origin, candles, first_ts, last_ts)
		select id, 'binance', 'USDT', '1h', 'exchange', ?, ?, ? from asset where coin = ?`);
	const insert = db.prepare(
		`insert into candle (series_id, ts, open, high, low, close, volume, flags) values ${Array.from({length: size}, () => row).join(', ')}`,
	);
	const values = Array.from({length: size * 7});
	const fillSeries = db.transaction(number => {
		const {asset} = key(number);
		insertAsset.run(asset);
		const last = begin + (perSeries - 1) * hour;
		const {lastInsertRowid} = insertSeries.run(perSeries, begin, last, asset);
		for (let from = 0; from < perSeries; from += size) {
			for (let i = 0; i < size; i++) {
				const price = 100 + Math.sin(from + i + number);
				const at = i * 7;
				values[at] = lastInsertRowid;
				values[at + 1] = begin + (from + i) * hour;
				values[at + 2] = price;
				values[at + 3] = price + 1;
				values[at + 4] = price - 1;
				values[at + 5] = price + 0.5;
				values[at + 6] = 1000.5 + i;
			}

			insert.run(values);
		}
	});
	for (let number = 1; number * perSeries < candles || number < rounds; number++) fillSeries(number);
	const count = db.prepare('select sum(candles) from series').pluck().get();
	db.close();
	return count;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
	for (const one of await run()) console.log(JSON.stringify(one));
