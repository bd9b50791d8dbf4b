/** The promises of `ports/storage.ts` as laws: every database behind the port passes them. */

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {candleAt, candlesFrom, concatCandles, noCandles, type Candles} from '#domain/candles.js';
import {stepOf} from '#domain/interval.js';
import {
	candleFlag,
	type Candle,
	type Exchange,
	type Market,
	type MarketRow,
	type Quote,
	type Rate,
	type SeriesKey,
	type SourceName,
} from '#domain/market.js';
import type {Rejection} from '#domain/quality.js';
import {resample} from '#domain/resample.js';
import type {RunReport} from '#domain/run.js';
import type {Provenance} from '#ports/market-data.js';
import type {
	ArchivedRequest,
	CandleBatch,
	LockHolder,
	NewLot,
	SnapshotBatch,
	Storage,
	StoredQuote,
	Written,
} from '#ports/storage.js';
import type {FakeClock} from './fake-clock.js';

/** A store of one test, empty at first. */
export type StorageSetup = {
	readonly storage: Storage;
	/** The clock of every store of this test. */
	readonly clock: FakeClock;
	/** Another store on the same data, as a second process would open it. */
	readonly another: () => Promise<Storage>;
	/** Damages an archived body where it is kept. */
	readonly spoil: (payload: string) => Promise<void>;
};

type Open = () => Promise<StorageSetup>;

/** What the user had the program keep. */
type UserStores = Pick<Storage, 'watchlists' | 'lots' | 'memory'>;

type OpenUserStores = () => Promise<{
	readonly storage: UserStores;
	readonly another: () => Promise<UserStores>;
}>;

const hour = stepOf['1h'];
const day = stepOf['1d'];
/** Wednesday 2025-01-01 00:00 UTC. */
const begin = Date.UTC(2025, 0, 1);

const written = (inserted: number, updated: number, unchanged: number): Written => ({
	inserted,
	updated,
	unchanged,
});

const provenance = (more: Partial<Provenance> = {}): Provenance => ({
	source: 'binance',
	endpoint: '/klines',
	path: '/klines?symbol=BTCUSDT',
	fetchedAt: begin,
	serverNow: begin,
	payload: 'a'.repeat(64),
	fresh: true,
	...more,
});

async function gather<T>(pages: AsyncIterable<T>): Promise<T[]> {
	const all: T[] = [];
	for await (const page of pages) all.push(page);
	return all;
}

/** The laws of a store. `open` makes an empty one and cleans up after the test. */
export function storageSuite(name: string, open: Open): void {
	describe(`${name} as a store`, () => {
		describe('quotes', () => {
			quoteLaws(open);
		});
		describe('candles', () => {
			candleLaws(open);
		});
		describe('days made of hours', () => {
			rollUpLaws(open);
		});
		describe('assets', () => {
			assetLaws(open);
		});
		describe('venues', () => {
			venueLaws(open);
		});
		describe('runs and locks', () => {
			runLaws(open);
		});
		describe('raw archive and response cache', () => {
			archiveLaws(open);
		});
		describe('quarantine and drift', () => {
			qualityLaws(open);
		});
		userStoreLaws(open);

		test('it notices what others store, and not what it stores itself', async () => {
			const {storage, another} = await open();
			const other = await another();
			const before = await storage.changesByOthers();
			await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1)]));
			expect(await storage.changesByOthers()).toBe(before);
			await other.quotes.saveSnapshot(snapshot(begin + hour, [rowOf('bitcoin', 2)]));
			expect(await storage.changesByOthers()).not.toBe(before);
		});

		test('it says what it is and that it is whole', async () => {
			const {storage} = await open();
			const info = await storage.info();
			expect(info.integrity).toBe('ok');
			expect(info.schemaVersion).toBeGreaterThan(0);
			expect(info.sizeBytes).toBeGreaterThan(0);
			expect(info.engine).toMatch(/\w+ \d/);
		});
	});
}

// --- quotes ---

const quoteOf = (asset: string, price: number, more: Partial<Quote> = {}): Quote => ({
	asset,
	price,
	rank: 1,
	marketCap: 1e9,
	fullyDilutedValuation: null,
	volume24h: 12_345.678,
	high24h: price * 1.1,
	low24h: price * 0.9,
	change24h: -0.5,
	changePercent1h: null,
	changePercent24h: -1.25,
	changePercent7d: 0,
	changePercent30d: 3,
	changePercent1y: 4,
	marketCapChangePercent24h: 1e-12,
	circulatingSupply: 19_876_543,
	totalSupply: 21e6,
	maxSupply: null,
	ath: 5e-324,
	athChangePercent: 1.7e308,
	athAt: begin - 5,
	atl: 0.1 + 0.2,
	updatedAt: begin,
	...more,
});

const rowOf = (asset: string, price: number, more: Partial<MarketRow> = {}): MarketRow => ({
	asset: {id: asset, symbol: asset.slice(0, 3).toUpperCase(), name: `The ${asset}`, rank: 1},
	quote: quoteOf(asset, price),
	sparkline: null,
	...more,
});

const snapshot = (
	capturedAt: number,
	rows: readonly MarketRow[],
	more: Partial<SnapshotBatch> = {},
): SnapshotBatch => ({
	run: 'run-1',
	source: 'coingecko',
	capturedAt,
	expected: rows.length,
	rows,
	provenance: [provenance({source: 'coingecko', endpoint: '/coins/markets'})],
	contract: 'coingecko.markets@1',
	...more,
});

const streamed = async (storage: Storage, filter = {}): Promise<StoredQuote[]> =>
	(await gather(storage.quotes.stream(filter))).flat();

/** What a source had said of an asset by `at`. */
const asOf = (quotes: readonly StoredQuote[], asset: string, at: number): number | undefined =>
	quotes.findLast(quote => quote.asset === asset && quote.capturedAt <= at)?.price;

const ranked = (id: string, rank: number | null, symbol = 'X'): MarketRow =>
	rowOf(id, 1, {asset: {id, symbol, name: id, rank}});

function quoteLaws(open: Open): void {
	test('a snapshot comes back exactly as it was', async () => {
		const {storage} = await open();
		const row = rowOf('bitcoin', 65_000.123_456_789);
		expect(await storage.quotes.saveSnapshot(snapshot(begin, [row]))).toEqual(written(1, 0, 0));
		expect(await storage.quotes.latest()).toEqual([
			{
				...row.quote,
				symbol: 'BIT',
				name: 'The bitcoin',
				source: 'coingecko',
				capturedAt: begin,
				run: 'run-1',
			},
		]);
	});

	test('a snapshot saved twice changes nothing', async () => {
		const {storage} = await open();
		const batch = snapshot(begin, [rowOf('bitcoin', 1), rowOf('ether', 2)]);
		await storage.quotes.saveSnapshot(batch);
		const before = [await storage.quotes.latest(), await streamed(storage), await storage.quotes.stats()];
		expect(await storage.quotes.saveSnapshot(batch)).toEqual(written(0, 0, 2));
		expect([await storage.quotes.latest(), await streamed(storage), await storage.quotes.stats()]).toEqual(
			before,
		);
	});

	test('unchanged quotes are not stored again, and still count as seen', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1), rowOf('ether', 2)]));
		const second = snapshot(begin + hour, [rowOf('bitcoin', 1), rowOf('ether', 3)]);
		expect(await storage.quotes.saveSnapshot(second)).toEqual(written(1, 0, 1));
		expect(await storage.quotes.stats()).toEqual({count: 3, latestAt: begin + hour});
		expect((await streamed(storage)).map(({asset, price, capturedAt}) => [asset, price, capturedAt])).toEqual(
			[
				['bitcoin', 1, begin],
				['ether', 2, begin],
				['ether', 3, begin + hour],
			],
		);
		expect(await storage.quotes.saveSnapshot(second)).toEqual(written(0, 0, 2));
	});

	test('a value that becomes unknown is a change', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1)]));
		const unknown = rowOf('bitcoin', 1, {quote: quoteOf('bitcoin', 1, {marketCap: null})});
		expect(await storage.quotes.saveSnapshot(snapshot(begin + 1, [unknown]))).toEqual(written(1, 0, 0));
		expect((await storage.quotes.latest())[0]?.marketCap).toBeNull();
	});

	test('the same snapshot with other values updates its rows', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1), rowOf('ether', 2)]));
		const corrected = snapshot(begin, [rowOf('bitcoin', 1.5), rowOf('ether', 2)]);
		expect(await storage.quotes.saveSnapshot(corrected)).toEqual(written(0, 1, 1));
		expect((await storage.quotes.stats()).count).toBe(2);
		expect((await storage.quotes.latest({assets: ['bitcoin']}))[0]?.price).toBe(1.5);
	});

	test('of an asset that comes twice in a snapshot the row refreshed last counts', async () => {
		const {storage} = await open();
		const older = rowOf('bitcoin', 1, {quote: quoteOf('bitcoin', 1, {updatedAt: begin - 1})});
		const result = await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 2), older]));
		expect(result).toEqual(written(1, 0, 0));
		expect((await storage.quotes.latest())[0]?.price).toBe(2);
	});

	test('a late snapshot tells of its own time and changes no later one', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1)]));
		await storage.quotes.saveSnapshot(snapshot(begin + 2 * hour, [rowOf('bitcoin', 1)]));
		expect(await storage.quotes.saveSnapshot(snapshot(begin + hour, [rowOf('bitcoin', 7)]))).toEqual(
			written(1, 0, 0),
		);
		const quotes = await streamed(storage);
		expect(asOf(quotes, 'bitcoin', begin)).toBe(1);
		expect(asOf(quotes, 'bitcoin', begin + hour)).toBe(7);
		expect(asOf(quotes, 'bitcoin', begin + 2 * hour)).toBe(1);
		expect((await storage.quotes.latest())[0]?.price).toBe(1);
	});

	test('a corrected old snapshot changes no later one', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1)]));
		await storage.quotes.saveSnapshot(snapshot(begin + hour, [rowOf('bitcoin', 1)]));
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 7)]));
		const quotes = await streamed(storage);
		expect(asOf(quotes, 'bitcoin', begin)).toBe(7);
		expect(asOf(quotes, 'bitcoin', begin + hour)).toBe(1);
		expect((await storage.quotes.latest())[0]?.price).toBe(1);
	});

	test('snapshots in any order, some corrected, give what was said as of every moment', async () => {
		const {storage} = await open();
		let round = 0;
		const moment = fc.record({
			at: fc.integer({min: 0, max: 6}),
			rows: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.integer({min: 1, max: 3})), {
				selector: ([asset]) => asset,
				minLength: 1,
			}),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(moment, {minLength: 1, maxLength: 12}), async moments => {
				// Other assets each time: one store serves all rounds.
				const prefix = `r${round++}-`;
				const base = begin + round * day;
				const said = new Map<number, Map<string, number>>();
				for (const {at, rows} of moments) {
					const result = await storage.quotes.saveSnapshot(
						snapshot(
							base + at,
							rows.map(([asset, price]) => rowOf(prefix + asset, price)),
						),
					);
					expect(result.inserted + result.updated + result.unchanged).toBe(rows.length);
					const known = said.get(at) ?? new Map<string, number>();
					for (const [asset, price] of rows) known.set(asset, price);
					said.set(at, known);
				}

				const quotes = await streamed(storage, {from: base, to: base + day});
				const latest = await storage.quotes.latest({assets: ['a', 'b', 'c'].map(asset => prefix + asset)});
				for (const asset of ['a', 'b', 'c']) {
					let price: number | undefined;
					for (let at = 0; at <= 6; at++) {
						price = said.get(at)?.get(asset) ?? price;
						expect(asOf(quotes, prefix + asset, base + at), 'as of every moment').toBe(price);
					}

					expect(latest.find(quote => quote.asset === prefix + asset)?.price, 'newest').toBe(price);
				}
			}),
			{numRuns: 60},
		);
		expect((await storage.quotes.stats()).count).toBe((await streamed(storage)).length);
	});

	test('the newest quote of an asset is that of the source that spoke last', async () => {
		const {storage} = await open();
		const from = (source: SourceName, at: number, price: number) =>
			storage.quotes.saveSnapshot(snapshot(at, [rowOf('bitcoin', price)], {source}));
		await from('coingecko', begin, 1);
		await from('coincap', begin + hour, 2);
		expect((await storage.quotes.latest()).map(({price}) => price)).toEqual([2]);
		expect((await storage.quotes.latest({source: 'coingecko'})).map(({price}) => price)).toEqual([1]);
		await from('coincap', begin - hour, 3);
		expect((await storage.quotes.latest()).map(({price}) => price)).toEqual([2]);
	});

	test('the newest quotes come by rank, unranked last, as many as asked for', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(
			snapshot(begin, [ranked('none', null), ranked('third', 3), ranked('first', 1), ranked('second', 2)]),
		);
		const names = async (limit?: number) => (await storage.quotes.latest({}, limit)).map(({asset}) => asset);
		expect(await names()).toEqual(['first', 'second', 'third', 'none']);
		expect(await names(2)).toEqual(['first', 'second']);
	});

	test('an older snapshot neither renames an asset nor turns back its sparkline', async () => {
		const {storage} = await open();
		const named = (at: number, label: string): MarketRow =>
			rowOf('bitcoin', 1, {
				asset: {id: 'bitcoin', symbol: label, name: label, rank: at === begin ? 1 : 2},
				sparkline: {asset: 'bitcoin', endAt: at, stepMs: hour, prices: Float64Array.of(at, 0.1)},
			});
		await storage.quotes.saveSnapshot(snapshot(begin, [named(begin, 'NEW')]));
		await storage.quotes.saveSnapshot(snapshot(begin - day, [named(begin - day, 'OLD')]));
		expect(await storage.assets.list()).toEqual([{id: 'bitcoin', symbol: 'NEW', name: 'NEW', rank: 1}]);
		expect((await storage.quotes.sparklines(['bitcoin']))[0]?.endAt).toBe(begin);
	});

	test('sparklines come back bit for bit, the newest of each asset', async () => {
		const {storage} = await open();
		const prices = Float64Array.of(0.1, 5e-324, 1.7e308, Math.PI);
		const spark = (endAt: number, values: Float64Array): MarketRow =>
			rowOf('bitcoin', 1, {sparkline: {asset: 'bitcoin', endAt, stepMs: hour, prices: values}});
		// A view that begins in the middle of its memory.
		await storage.quotes.saveSnapshot(
			snapshot(begin, [spark(begin, Float64Array.of(9, ...prices, 9).subarray(1, 5))]),
		);
		expect(await storage.quotes.sparklines(['bitcoin', 'nobody'])).toEqual([
			{asset: 'bitcoin', endAt: begin, stepMs: hour, prices},
		]);
		await storage.quotes.saveSnapshot(snapshot(begin + hour, [spark(begin + hour, Float64Array.of(1, 2))]));
		expect((await storage.quotes.sparklines(['bitcoin']))[0]?.prices).toEqual(Float64Array.of(1, 2));
	});

	test('the stream obeys its filter, half-open in time, and comes in pages', async () => {
		const {storage} = await open();
		for (let i = 0; i < 4; i++) {
			const rows = Array.from({length: 300}, (_, asset) => rowOf(`asset-${asset}`, i + 1));
			await storage.quotes.saveSnapshot(snapshot(begin + i * hour, rows));
		}

		const pages = await gather(storage.quotes.stream({}));
		expect(pages.length).toBeGreaterThan(1);
		const all = pages.flat();
		expect(all).toHaveLength(1200);
		expect(new Set(all.map(({asset, capturedAt}) => `${asset} ${capturedAt}`)).size).toBe(1200);
		expect(all.every((quote, i) => i === 0 || all[i - 1]!.capturedAt <= quote.capturedAt)).toBe(true);
		const some = await streamed(storage, {assets: ['asset-7'], from: begin + hour, to: begin + 3 * hour});
		expect(some.map(({price}) => price)).toEqual([2, 3]);
		expect(await streamed(storage, {source: 'coincap'})).toEqual([]);
	});

	test('the newest quote of an asset names the snapshot it came with', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1), rowOf('ethereum', 2)]));
		await storage.quotes.saveSnapshot(
			snapshot(begin + hour, [rowOf('bitcoin', 3), rowOf('ethereum', 2)], {
				run: 'run-2',
				provenance: [
					provenance({source: 'coingecko', path: '/coins/markets?page=1', fetchedAt: begin + hour}),
				],
			}),
		);
		expect(await storage.quotes.origin('bitcoin')).toEqual({
			run: 'run-2',
			source: 'coingecko',
			capturedAt: begin + hour,
			contract: 'coingecko.markets@1',
			answers: [
				{
					endpoint: '/klines',
					path: '/coins/markets?page=1',
					fetchedAt: begin + hour,
					payload: 'a'.repeat(64),
				},
			],
		});
		// Unchanged since the first snapshot.
		expect(await storage.quotes.origin('ethereum')).toMatchObject({run: 'run-1', capturedAt: begin});
		expect(await storage.quotes.origin('dogecoin')).toBeNull();
	});

	test('an empty store has no quotes and no newest one', async () => {
		const {storage} = await open();
		expect(await storage.quotes.stats()).toEqual({count: 0, latestAt: null});
		expect(await storage.quotes.latest()).toEqual([]);
	});
}

// --- candles ---

const series = (more: Partial<SeriesKey> = {}): SeriesKey => ({
	source: 'binance',
	asset: 'bitcoin',
	quote: 'USDT',
	interval: '1h',
	origin: 'exchange',
	...more,
});

const bar = (ts: number, close = 10, more: Partial<Candle> = {}): Candle => ({
	ts,
	open: 10,
	high: Math.max(10, close) + 1,
	low: Math.min(10, close) - 1,
	close,
	volume: 5,
	flags: 0,
	...more,
});

const bars = (from: number, count: number, close?: (i: number) => number): Candles =>
	candlesFrom(Array.from({length: count}, (_, i) => bar(from + i * hour, close?.(i))));

const batchOf = (candles: Candles, more: Partial<CandleBatch> = {}): CandleBatch => ({
	run: 'run-1',
	series: series(),
	answered:
		candles.length === 0
			? {from: begin, to: begin}
			: {from: candles.ts[0]!, to: candles.ts[candles.length - 1]! + hour},
	candles,
	provenance: provenance(),
	contract: 'binance.klines@1',
	...more,
});

const everything = {from: 0, to: Number.MAX_SAFE_INTEGER};

const rowsOf = (candles: Candles): Candle[] =>
	Array.from({length: candles.length}, (_, i) => candleAt(candles, i)!);

function candleLaws(open: Open): void {
	test('candles come back exactly, an unknown volume as unknown', async () => {
		const {storage} = await open();
		const candles = candlesFrom([
			bar(begin, 0.1 + 0.2, {low: 0.3, volume: null}),
			bar(begin + hour, 10, {volume: 0, flags: candleFlag.cut}),
			bar(begin + 2 * hour, 1e-9, {low: 5e-324, flags: candleFlag.open}),
		]);
		expect(await storage.candles.saveBatch(batchOf(candles))).toEqual(written(3, 0, 0));
		expect(await storage.candles.read(series(), everything)).toEqual(candles);
	});

	test('inserted, updated and unchanged are counted exactly', async () => {
		const {storage} = await open();
		const batch = batchOf(bars(begin, 10));
		expect(await storage.candles.saveBatch(batch)).toEqual(written(10, 0, 0));
		expect(await storage.candles.saveBatch(batch)).toEqual(written(0, 0, 10));
		const mixed = bars(begin + 5 * hour, 10, i => (i === 1 ? 11 : 10));
		expect(await storage.candles.saveBatch(batchOf(mixed))).toEqual(written(5, 1, 4));
		expect((await storage.candles.read(series(), everything)).length).toBe(15);
	});

	test('a volume of minus zero is zero, also the second time', async () => {
		const {storage} = await open();
		const batch = batchOf(candlesFrom([bar(begin, 10, {volume: -0})]));
		await storage.candles.saveBatch(batch);
		expect(await storage.candles.saveBatch(batch)).toEqual(written(0, 0, 1));
		expect((await storage.candles.read(series(), everything)).volume).toEqual(Float64Array.of(0));
	});

	test('a range is half-open and sees one series only', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 10)));
		await storage.candles.saveBatch(
			batchOf(
				bars(begin, 10, () => 12),
				{series: series({source: 'coingecko', quote: 'USD', origin: 'prices'})},
			),
		);
		const read = await storage.candles.read(series(), {from: begin + hour, to: begin + 3 * hour});
		expect([...read.ts]).toEqual([begin + hour, begin + 2 * hour]);
		expect([...read.close]).toEqual([10, 10]);
		expect(await storage.candles.read(series({asset: 'nobody'}), everything)).toEqual(noCandles);
	});

	test('a closed candle that changes keeps a revision with both values', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 3)));
		const changed = candlesFrom([bar(begin + hour, 12)]);
		const late = batchOf(changed, {run: 'run-2', provenance: provenance({fetchedAt: begin + day})});
		expect(await storage.candles.saveBatch(late)).toEqual(written(0, 1, 0));
		expect(await storage.candles.revisions(series())).toEqual([
			{
				ts: begin + hour,
				seenAt: begin + day,
				run: 'run-2',
				before: candlesFrom([bar(begin + hour)]),
				after: changed,
			},
		]);
		expect((await storage.candles.list({interval: '1h'}))[0]?.revisions).toBe(1);
		await storage.candles.saveBatch(late);
		expect(await storage.candles.revisions(series())).toHaveLength(1);
	});

	test('an open candle is replaced and closed without a revision', async () => {
		const {storage} = await open();
		const openBar = (close: number): Candles => candlesFrom([bar(begin, close, {flags: candleFlag.open})]);
		await storage.candles.saveBatch(batchOf(openBar(10), {answered: {from: begin, to: begin}}));
		expect(await storage.candles.newestClosed(series())).toBeNull();
		expect(
			await storage.candles.saveBatch(batchOf(openBar(11), {answered: {from: begin, to: begin}})),
		).toEqual(written(0, 1, 0));
		expect(await storage.candles.saveBatch(batchOf(candlesFrom([bar(begin, 12)])))).toEqual(written(0, 1, 0));
		expect(await storage.candles.revisions(series())).toEqual([]);
		expect(await storage.candles.newestClosed(series())).toBe(begin);
		expect([...(await storage.candles.read(series(), everything)).close]).toEqual([12]);
	});

	test('an open candle never replaces a closed one', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 2)));
		const stale = candlesFrom([bar(begin + hour, 11, {flags: candleFlag.open})]);
		expect(await storage.candles.saveBatch(batchOf(stale, {answered: {from: begin, to: begin}}))).toEqual(
			written(0, 0, 1),
		);
		expect(rowsOf(await storage.candles.newest(series(), 1))).toEqual([bar(begin + hour)]);
		expect(await storage.candles.revisions(series())).toEqual([]);
	});

	test('what was answered is told as ascending, disjoint ranges, holes and all', async () => {
		const {storage} = await open();
		const answer = (from: number, to: number) =>
			storage.candles.saveBatch(
				batchOf(noCandles, {answered: {from: begin + from * hour, to: begin + to * hour}}),
			);
		const answered = async () =>
			(await storage.candles.answered(series())).map(({from, to}) => [
				(from - begin) / hour,
				(to - begin) / hour,
			]);
		expect(await answered()).toEqual([]);
		await answer(10, 20);
		await answer(10, 20);
		expect(await answered()).toEqual([[10, 20]]);
		await answer(30, 40);
		await answer(15, 35);
		expect(await answered()).toEqual([[10, 40]]);
		await answer(0, 5);
		await answer(7, 7);
		expect(await answered()).toEqual([
			[0, 5],
			[10, 40],
		]);
	});

	test('whatever ranges are answered, the ledger is their union', async () => {
		const {storage} = await open();
		let round = 0;
		const range = fc.tuple(fc.integer({min: 0, max: 40}), fc.integer({min: 0, max: 12}));
		await fc.assert(
			fc.asyncProperty(fc.array(range, {maxLength: 12}), async ranges => {
				const key = series({asset: `asset-${round++}`});
				const hours = new Set<number>();
				for (const [from, length] of ranges) {
					const answered = {from: begin + from * hour, to: begin + (from + length) * hour};
					await storage.candles.saveBatch(batchOf(noCandles, {series: key, answered}));
					for (let i = 0; i < length; i++) hours.add(answered.from + i * hour);
				}

				const ledger = await storage.candles.answered(key);
				const covered = ledger.flatMap(({from, to}) =>
					Array.from({length: (to - from) / hour}, (_, i) => from + i * hour),
				);
				expect(covered).toEqual([...hours].toSorted((a, b) => a - b));
				expect(ledger.every(({from}, i) => i === 0 || ledger[i - 1]!.to < from)).toBe(true);
			}),
			{numRuns: 40},
		);
	});

	test('a batch out of order is refused whole, its ledger entry too', async () => {
		const {storage} = await open();
		const reversed = candlesFrom([bar(begin + hour), bar(begin)]);
		await expect(
			storage.candles.saveBatch(batchOf(reversed, {answered: {from: begin, to: begin + 2 * hour}})),
		).rejects.toThrow('ascending');
		expect(await storage.candles.answered(series())).toEqual([]);
		expect(await storage.candles.list()).toEqual([]);
	});

	test('a batch with one impossible candle leaves nothing behind', async () => {
		const {storage} = await open();
		const rows = Array.from({length: 1200}, (_, i) => bar(begin + i * hour));
		rows[1100] = bar(begin + 1100 * hour, 10, {high: 1});
		await expect(storage.candles.saveBatch(batchOf(candlesFrom(rows)))).rejects.toThrow(/constraint/i);
		expect(await storage.candles.answered(series())).toEqual([]);
		expect((await storage.candles.read(series(), everything)).length).toBe(0);
		expect(await storage.candles.saveBatch(batchOf(bars(begin, 3)))).toEqual(written(3, 0, 0));
	});

	test('the newest candles come ascending, the open one included', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 10)));
		await storage.candles.saveBatch(
			batchOf(candlesFrom([bar(begin + 10 * hour, 10, {flags: candleFlag.open})])),
		);
		const newest = await storage.candles.newest(series(), 3);
		expect([...newest.ts]).toEqual([begin + 8 * hour, begin + 9 * hour, begin + 10 * hour]);
		expect(newest.flags[2]).toBe(candleFlag.open);
		expect(await storage.candles.newestClosed(series())).toBe(begin + 9 * hour);
		expect((await storage.candles.newest(series(), 100)).length).toBe(11);
	});

	test('a long series streams in bounded pages without loss or repetition', async () => {
		const {storage} = await open();
		const candles = bars(begin, 21_000);
		await storage.candles.saveBatch(batchOf(candles));
		const pages = await gather(storage.candles.stream(series(), everything));
		expect(pages.length).toBeGreaterThan(2);
		expect(Math.max(...pages.map(({length}) => length))).toBeLessThanOrEqual(10_000);
		expect(concatCandles(pages)).toEqual(candles);
		expect(await gather(storage.candles.stream(series(), {from: 0, to: begin}))).toEqual([]);
	});

	test('a candle names the answer that settled it first; an open one has none yet', async () => {
		const {storage} = await open();
		const answered = {from: begin, to: begin + 2 * hour};
		await storage.candles.saveBatch(batchOf(bars(begin, 3), {answered}));
		await storage.candles.saveBatch(
			batchOf(bars(begin, 4), {run: 'run-2', provenance: provenance({fetchedAt: begin + day})}),
		);
		expect(await storage.candles.origin(series(), begin + hour)).toEqual({
			run: 'run-1',
			payload: 'a'.repeat(64),
			contract: 'binance.klines@1',
			answeredAt: begin,
		});
		expect(await storage.candles.origin(series(), begin + 2 * hour)).toMatchObject({
			run: 'run-2',
			answeredAt: begin + day,
		});
		expect(await storage.candles.origin(series(), begin + 4 * hour)).toBeNull();
		expect(await storage.candles.origin(series({asset: 'nobody'}), begin)).toBeNull();
	});

	test('candles are counted in equal parts of a range, each candle once', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 5)));
		await storage.candles.saveBatch(batchOf(bars(begin + 8 * hour, 2)));
		const range = {from: begin, to: begin + 10 * hour};
		expect(await storage.candles.counts(series(), range, 5)).toEqual([2, 2, 1, 0, 2]);
		const uneven = await storage.candles.counts(series(), range, 7);
		expect(uneven.reduce((sum, count) => sum + count, 0)).toBe(7);
		expect(await storage.candles.counts(series({asset: 'nobody'}), range, 2)).toEqual([0, 0]);
	});

	test('the summary of a series tells span, count, gaps and revisions', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin + 10 * hour, 5)));
		await storage.candles.saveBatch(batchOf(bars(begin, 5)));
		expect(await storage.candles.list({interval: '1h'})).toEqual([
			{...series(), from: begin, to: begin + 14 * hour, count: 10, gaps: 5, revisions: 0},
		]);
		await storage.candles.saveBatch(batchOf(bars(begin + 5 * hour, 5)));
		expect((await storage.candles.list({interval: '1h'}))[0]).toMatchObject({count: 15, gaps: 0});
	});

	test('series are listed by asset, interval and source', async () => {
		const {storage} = await open();
		const keys = [
			series(),
			series({asset: 'ether'}),
			series({source: 'coingecko', quote: 'USD', origin: 'prices'}),
			series({interval: '4h'}),
		];
		for (const key of keys) await storage.candles.saveBatch(batchOf(bars(begin, 1), {series: key}));
		const count = async (filter: Parameters<Storage['candles']['list']>[0]) =>
			(await storage.candles.list(filter)).length;
		expect(await count({asset: 'bitcoin', interval: '1h'})).toBe(2);
		expect(await count({source: 'coingecko'})).toBe(1);
		expect(await count({interval: '4h'})).toBe(1);
		expect(await count({asset: 'nobody'})).toBe(0);
	});

	test('restoring writes what differs and leaves ledger and revisions alone', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 1200)));
		const ledger = await storage.candles.answered(series());
		const restored = bars(begin, 1300, i => (i === 3 || i === 1100 ? 12 : 10));
		expect(await storage.candles.restore(series(), restored)).toEqual(written(100, 2, 1198));
		expect(await storage.candles.read(series(), everything)).toEqual(restored);
		expect(await storage.candles.answered(series())).toEqual(ledger);
		expect(await storage.candles.revisions(series())).toEqual([]);
		expect(await storage.candles.restore(series(), restored)).toEqual(written(0, 0, 1300));
	});

	test('restoring may put an open candle where a closed one was', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 1)));
		const reopened = candlesFrom([bar(begin, 11, {flags: candleFlag.open})]);
		expect(await storage.candles.restore(series(), reopened)).toEqual(written(0, 1, 0));
		expect(await storage.candles.read(series(), everything)).toEqual(reopened);
	});

	test('two stores that write the same series at once lose nothing', async () => {
		const {storage, another} = await open();
		const other = await another();
		const chunks = Array.from({length: 10}, (_, i) => bars(begin + i * 50 * hour, 60));
		await Promise.all(
			chunks.map((chunk, i) => (i % 2 === 0 ? storage : other).candles.saveBatch(batchOf(chunk))),
		);
		expect((await storage.candles.read(series(), everything)).length).toBe(510);
		expect((await other.candles.list({interval: '1h'}))[0]).toMatchObject({count: 510, gaps: 0});
		expect(await other.candles.answered(series())).toEqual([{from: begin, to: begin + 510 * hour}]);
	});
}

// --- days ---

const dayKey = series({interval: '1d', origin: 'rollup'});

/** The days that resampling all stored hours gives. */
async function daysOf(storage: Storage, key = series()): Promise<Candles> {
	const hours = await storage.candles.read(key, everything);
	const last = hours.length - 1;
	const isOpen = hours.length > 0 && (hours.flags[last]! & candleFlag.open) !== 0;
	return resample(hours, {
		from: '1h',
		to: '1d',
		now: hours.length === 0 ? undefined : hours.ts[last]! + (isOpen ? 0 : hour),
	});
}

function rollUpLaws(open: Open): void {
	test('a whole day of hours is a plain closed day', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 24, i => 10 + i)));
		expect(rowsOf(await storage.candles.read(dayKey, everything))).toEqual([
			{ts: begin, open: 10, high: 34, low: 9, close: 33, volume: 120, flags: 0},
		]);
	});

	test('the day in progress is open, and closes with its last hour', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 23)));
		const flags = async () => [...(await storage.candles.read(dayKey, everything)).flags];
		expect(await flags()).toEqual([candleFlag.open]);
		const last = bar(begin + 23 * hour, 10, {flags: candleFlag.open});
		await storage.candles.saveBatch(batchOf(candlesFrom([last])));
		expect(await flags()).toEqual([candleFlag.open]);
		await storage.candles.saveBatch(batchOf(candlesFrom([{...last, flags: 0}])));
		expect(await flags()).toEqual([0]);
	});

	test('a day with a hole is partial, and whole once it is filled', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 10)));
		await storage.candles.saveBatch(batchOf(bars(begin + 12 * hour, 24)));
		const flags = async () => [...(await storage.candles.read(dayKey, everything)).flags];
		expect(await flags()).toEqual([candleFlag.partial, candleFlag.open]);
		await storage.candles.saveBatch(batchOf(bars(begin + 10 * hour, 2)));
		expect(await flags()).toEqual([0, candleFlag.open]);
	});

	test('a day is not open for ever when its last hours never came', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 20)));
		await storage.candles.saveBatch(batchOf(bars(begin + 3 * day, 1)));
		expect(rowsOf(await storage.candles.read(dayKey, everything)).map(({flags}) => flags)).toEqual([
			candleFlag.partial,
			candleFlag.open,
		]);
	});

	test('a day whose last hour was cut is cut', async () => {
		const {storage} = await open();
		const hours = rowsOf(bars(begin, 24));
		hours[23] = bar(begin + 23 * hour, 10, {flags: candleFlag.cut});
		await storage.candles.saveBatch(batchOf(candlesFrom(hours)));
		const [first] = rowsOf(await storage.candles.read(dayKey, everything));
		expect(first!.flags & candleFlag.cut).toBe(candleFlag.cut);
		expect(first).toEqual(candleAt(await daysOf(storage), 0));
	});

	test('only exchange hours make days', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 24), {series: series({interval: '4h'})}));
		await storage.candles.saveBatch(batchOf(bars(begin, 24), {series: series({origin: 'prices'})}));
		expect(await storage.candles.list({interval: '1d'})).toEqual([]);
	});

	test('the days know no revisions and no ledger of their own', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 24)));
		await storage.candles.saveBatch(batchOf(candlesFrom([bar(begin, 13)])));
		expect(await storage.candles.revisions(dayKey)).toEqual([]);
		expect(await storage.candles.answered(dayKey)).toEqual([]);
		expect(await storage.candles.list({interval: '1d'})).toMatchObject([{count: 1, gaps: 0, revisions: 0}]);
	});

	test('in whatever order hours arrive, the days are what resampling them all gives', async () => {
		const {storage} = await open();
		let round = 0;
		const stretch = fc.record({
			from: fc.integer({min: 0, max: 110}),
			length: fc.integer({min: 1, max: 40}),
			close: fc.integer({min: 8, max: 12}),
			holes: fc.uniqueArray(fc.integer({min: 0, max: 39}), {maxLength: 5}),
			flag: fc.constantFrom(0, 0, candleFlag.open, candleFlag.cut, candleFlag.partial),
			restore: fc.boolean(),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(stretch, {minLength: 1, maxLength: 8}), async stretches => {
				const key = series({asset: `asset-${round++}`});
				const held = new Map<number, Candle>();
				let newest = Number.NEGATIVE_INFINITY;
				for (const {from, length, close, holes, flag, restore} of stretches) {
					const start = begin + from * hour;
					const all = rowsOf(bars(start, length, () => close)).filter((_, i) => !holes.includes(i));
					const last = all.at(-1);
					// Only the newest hour of a series can be open.
					if (last && (flag !== candleFlag.open || last.ts >= newest)) {
						all[all.length - 1] = {...last, flags: flag};
					}

					newest = Math.max(newest, last?.ts ?? newest);
					const candles = candlesFrom(all);
					if (restore) await storage.candles.restore(key, candles);
					else await storage.candles.saveBatch(batchOf(candles, {series: key}));
					for (const row of all) {
						const before = held.get(row.ts);
						const keeps =
							!restore && before && before.flags !== candleFlag.open && row.flags === candleFlag.open;
						if (!keeps) held.set(row.ts, row);
					}
				}

				const stored = await storage.candles.read(key, everything);
				expect(rowsOf(stored)).toEqual([...held.values()].toSorted((a, b) => a.ts - b.ts));
				const days = await storage.candles.read({...key, interval: '1d', origin: 'rollup'}, everything);
				expect(rowsOf(days)).toEqual(rowsOf(await daysOf(storage, key)));
				const [summary] = await storage.candles.list({asset: key.asset, interval: '1h'});
				expect(summary?.count ?? 0).toBe(stored.length);
			}),
			{numRuns: 60},
		);
	});
}

// --- assets and venues ---

const ids = (assets: readonly {readonly id: string}[]): string[] => assets.map(({id}) => id);

function assetLaws(open: Open): void {
	test('assets are found by id and by symbol, whatever its case, best rank first', async () => {
		const {storage} = await open();
		await storage.quotes.saveSnapshot(
			snapshot(begin, [ranked('copy', null, 'BTC'), ranked('bitcoin', 1, 'BTC'), ranked('ether', 2, 'ETH')]),
		);
		expect(ids(await storage.assets.list())).toEqual(['bitcoin', 'ether', 'copy']);
		expect(ids(await storage.assets.bySymbol('btc'))).toEqual(['bitcoin', 'copy']);
		expect(ids(await storage.assets.find(['ether', 'nobody', 'copy']))).toEqual(['ether', 'copy']);
		expect(await storage.assets.bySymbol('%')).toEqual([]);
	});

	test('an asset known only by its candles is not listed before a snapshot describes it', async () => {
		const {storage} = await open();
		await storage.candles.saveBatch(batchOf(bars(begin, 1)));
		expect(await storage.assets.list()).toEqual([]);
		await storage.quotes.saveSnapshot(snapshot(begin, [rowOf('bitcoin', 1)]));
		expect((await storage.assets.list()).map(({id}) => id)).toEqual(['bitcoin']);
	});

	test('a name full of quotes and SQL is just a name', async () => {
		const {storage} = await open();
		const name = `Robert'); DROP TABLE asset;-- " \\ \u{1F600}`;
		const evil = rowOf('evil', 1, {asset: {id: name, symbol: name, name, rank: 1}, quote: quoteOf(name, 1)});
		await storage.quotes.saveSnapshot(snapshot(begin, [evil]));
		expect(await storage.assets.find([name])).toEqual([{id: name, symbol: name, name, rank: 1}]);
		expect(await storage.assets.bySymbol(name)).toHaveLength(1);
	});

	test('links are kept per source, the last word counts', async () => {
		const {storage} = await open();
		const link = {
			asset: 'bitcoin',
			source: 'binance',
			externalId: 'BTCUSDT',
			verdict: 'agrees',
			ourPrice: 1.5,
			theirPrice: 1.6,
			checkedAt: begin,
		} as const;
		const absent = {...link, source: 'coincap', externalId: null, verdict: 'absent', ourPrice: null} as const;
		await storage.assets.saveLinks([link, absent]);
		expect(await storage.assets.links('binance')).toEqual([link]);
		expect(await storage.assets.links('coincap')).toEqual([absent]);
		const changed = {...link, verdict: 'disagrees', checkedAt: begin + 1} as const;
		await storage.assets.saveLinks([link, changed]);
		expect(await storage.assets.links('binance')).toEqual([changed]);
	});
}

const exchange = (id: string, more: Partial<Exchange> = {}): Exchange => ({
	id,
	name: id,
	rank: 1,
	volumeUsd: 1.5,
	volumePercent: null,
	tradingPairs: 7,
	url: null,
	updatedAt: begin,
	...more,
});

const market = (exchangeName: string, price: number, more: Partial<Market> = {}): Market => ({
	exchange: exchangeName,
	asset: 'bitcoin',
	baseSymbol: 'BTC',
	quoteSymbol: 'USDT',
	price,
	volumeUsd24h: 5,
	volumePercent: null,
	updatedAt: begin,
	...more,
});

function venueLaws(open: Open): void {
	test('exchanges are counted as new, changed and unchanged, and come by rank', async () => {
		const {storage} = await open();
		const rows = [exchange('b', {rank: null}), exchange('a', {rank: 2}), exchange('c', {rank: 1})];
		expect(await storage.venues.saveExchanges('run-1', rows, begin)).toEqual(written(3, 0, 0));
		expect(await storage.venues.saveExchanges('run-1', rows, begin)).toEqual(written(0, 0, 3));
		const changed = [exchange('a', {rank: 2, volumeUsd: null}), exchange('c'), exchange('d', {rank: 9})];
		expect(await storage.venues.saveExchanges('run-2', changed, begin + 1)).toEqual(written(1, 1, 1));
		expect(await storage.venues.exchanges()).toEqual([
			exchange('c'),
			exchange('a', {rank: 2, volumeUsd: null}),
			exchange('d', {rank: 9}),
			exchange('b', {rank: null}),
		]);
	});

	test('markets remember when they were last seen, changed or not', async () => {
		const {storage} = await open();
		const rows = [market('x', 1), market('y', 2, {volumeUsd24h: 50}), market('x', 1, {quoteSymbol: 'EUR'})];
		expect(await storage.venues.saveMarkets('run-1', 'bitcoin', rows, begin)).toEqual(written(3, 0, 0));
		const again = [market('x', 3), market('y', 2, {volumeUsd24h: 50})];
		expect(await storage.venues.saveMarkets('run-2', 'bitcoin', again, begin + hour)).toEqual(
			written(0, 1, 1),
		);
		expect(await storage.venues.markets({asset: 'bitcoin'})).toEqual([
			{...market('y', 2, {volumeUsd24h: 50}), seenAt: begin + hour},
			{...market('x', 1, {quoteSymbol: 'EUR'}), seenAt: begin},
			{...market('x', 3), seenAt: begin + hour},
		]);
		expect(await storage.venues.markets({asset: 'ether'})).toEqual([]);
	});

	test('rates keep the newest value, and when it was last seen, changed or not', async () => {
		const {storage} = await open();
		const rate: Rate = {id: 'euro', symbol: 'EUR', currencySymbol: '€', type: 'fiat', rateUsd: 1.1};
		const save = async (value: Rate, at: number) => storage.venues.saveRates('run-1', 'coincap', [value], at);
		expect(await save(rate, begin)).toEqual(written(1, 0, 0));
		const risen = {...rate, rateUsd: 1.2};
		expect(await save(risen, begin)).toEqual(written(0, 1, 0));
		expect(await save(risen, begin + day)).toEqual(written(0, 0, 1));
		expect(await storage.venues.rates()).toEqual([{...risen, source: 'coincap', seenAt: begin + day}]);
	});

	test('rates of one source leave those of another alone', async () => {
		const {storage} = await open();
		const rate = {id: 'eur', symbol: 'EUR', currencySymbol: null, type: 'fiat', rateUsd: 1.1} as const;
		await storage.venues.saveRates('run-1', 'coincap', [rate], begin);
		const other = {...rate, rateUsd: 1.3};
		expect(await storage.venues.saveRates('run-2', 'coingecko', [other], begin + 1)).toEqual(
			written(1, 0, 0),
		);
		expect(await storage.venues.rates()).toEqual([
			{...rate, source: 'coincap', seenAt: begin},
			{...other, source: 'coingecko', seenAt: begin + 1},
		]);
	});

	test('two stores that save the same exchanges at once count each row once', async () => {
		const {storage, another} = await open();
		const other = await another();
		const rows = Array.from({length: 20}, (_, i) => exchange(`e${i}`));
		const results = await Promise.all(
			[storage, other].map(async store => store.venues.saveExchanges('run', rows, begin)),
		);
		expect(results.reduce((sum, {inserted}) => sum + inserted, 0)).toBe(20);
	});
}

// --- runs ---

const report = (run: string, more: Partial<RunReport> = {}): RunReport =>
	({
		run,
		kind: 'collect',
		status: 'done',
		simulated: false,
		startedAt: new Date(begin).toISOString(),
		finishedAt: new Date(begin + hour).toISOString(),
		sources: [],
		faults: [],
		drift: [],
		...more,
	}) as unknown as RunReport;

const holder = (run: string, more: Partial<LockHolder> = {}): LockHolder => ({
	run,
	pid: 1000,
	host: 'here',
	since: begin,
	...more,
});

const alive = (): boolean => true;
const dead = (): boolean => false;

const start = async (storage: Storage, run: string, more: {pid?: number; host?: string} = {}) =>
	storage.runs.start({
		run,
		kind: 'collect',
		startedAt: begin,
		args: ['--headless'],
		pid: process.pid,
		host: 'elsewhere',
		...more,
	});

function runLaws(open: Open): void {
	test('a run is running until it ends, and keeps its report', async () => {
		const {storage} = await open();
		await start(storage, 'run-1');
		expect(await storage.runs.find('run-1')).toEqual({
			run: 'run-1',
			kind: 'collect',
			startedAt: begin,
			finishedAt: null,
			status: 'running',
			pid: process.pid,
			report: null,
		});
		await storage.runs.finish(report('run-1', {status: 'partial'}));
		expect(await storage.runs.find('run-1')).toMatchObject({
			status: 'partial',
			finishedAt: begin + hour,
			report: report('run-1', {status: 'partial'}),
		});
		expect(await storage.runs.find('nobody')).toBeNull();
	});

	test('runs come newest first, as many as asked for', async () => {
		const {storage} = await open();
		for (const run of ['run-1', 'run-3', 'run-2']) await start(storage, run);
		expect((await storage.runs.list(2)).map(({run}) => run)).toEqual(['run-3', 'run-2']);
	});

	test('a run whose process is gone without an end is lost, but only where that can be known', async () => {
		const {hostname} = await import('node:os');
		const {spawnSync} = await import('node:child_process');
		const {storage} = await open();
		const {pid} = spawnSync(process.execPath, ['--version']);
		await start(storage, 'gone', {pid, host: hostname()});
		await start(storage, 'here', {host: hostname()});
		await start(storage, 'far', {pid, host: 'elsewhere'});
		const status = async (run: string) => (await storage.runs.find(run))?.status;
		expect([await status('gone'), await status('here'), await status('far')]).toEqual([
			'lost',
			'running',
			'running',
		]);
		await storage.runs.finish(report('gone'));
		expect(await status('gone')).toBe('done');
	});

	test('a lock has one holder, who is named to the others', async () => {
		const {storage, another} = await open();
		const other = await another();
		expect(await storage.runs.lock('backfill', holder('a'), 1000, begin, alive)).toBeNull();
		expect(await other.runs.lock('backfill', holder('b'), 1000, begin + 999, alive)).toEqual(holder('a'));
		expect(await other.runs.lock('other', holder('b'), 1000, begin, alive)).toBeNull();
		await other.runs.unlock('backfill', 'b');
		expect(await other.runs.lock('backfill', holder('b'), 1000, begin, alive)).toEqual(holder('a'));
		await storage.runs.unlock('backfill', 'a');
		expect(await other.runs.lock('backfill', holder('b'), 1000, begin, alive)).toBeNull();
	});

	test('whoever holds a lock can be asked for without grasping for it, until it expired', async () => {
		const {storage, another} = await open();
		const other = await another();
		expect(await other.runs.holder('collect', begin)).toBeNull();
		await storage.runs.lock('collect', holder('a'), 1000, begin, alive);
		expect(await other.runs.holder('collect', begin + 999)).toEqual(holder('a'));
		expect(await other.runs.holder('collect', begin + 1000)).toBeNull();
		await storage.runs.unlock('collect', 'a');
		expect(await other.runs.holder('collect', begin)).toBeNull();
	});

	test('of many that grasp for a lock at once one gets it', async () => {
		const {storage, another} = await open();
		const stores = [storage, await another(), await another()];
		const results = await Promise.all(
			Array.from({length: 12}, async (_, i) =>
				stores[i % 3]!.runs.lock('backfill', holder(`run-${i}`), 1000, begin, alive),
			),
		);
		expect(results.filter(result => result === null)).toHaveLength(1);
		expect(new Set(results.map(result => result?.run).filter(Boolean)).size).toBe(1);
	});

	test('a holder renews its lock and keeps the time it took it', async () => {
		const {storage} = await open();
		await storage.runs.lock('backfill', holder('a'), 1000, begin, alive);
		expect(
			await storage.runs.lock('backfill', holder('a', {since: begin + 900}), 1000, begin + 900, alive),
		).toBeNull();
		expect(await storage.runs.lock('backfill', holder('b'), 1000, begin + 1500, alive)).toEqual(holder('a'));
	});

	test('a lock is taken over when it expired, or its holder on this host is dead', async () => {
		const {storage} = await open();
		await storage.runs.lock('expired', holder('a'), 1000, begin, alive);
		expect(await storage.runs.lock('expired', holder('b'), 1000, begin + 1000, alive)).toBeNull();
		expect(await storage.runs.lock('expired', holder('a'), 1000, begin + 1001, alive)).toMatchObject({
			run: 'b',
		});

		await storage.runs.lock('dead', holder('a'), 1000, begin, alive);
		expect(await storage.runs.lock('dead', holder('b', {host: 'far'}), 1000, begin, dead)).toEqual(
			holder('a'),
		);
		expect(await storage.runs.lock('dead', holder('b'), 1000, begin, dead)).toBeNull();
	});
}

// --- archive ---

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const request = (payload: string, more: Partial<ArchivedRequest> = {}): ArchivedRequest => ({
	...provenance({payload}),
	run: 'run-1',
	status: 200,
	bytes: 12,
	question: {kind: 'candles', pair: 'BTCUSDT', interval: '1h'},
	...more,
});

function archiveLaws(open: Open): void {
	test('a body is kept under its hash, once, and comes back whole', async () => {
		const {storage} = await open();
		const body = bytes(`{"price": 1.5, "name": "\u{1F600}"}`.repeat(1000));
		const payload = await storage.archive.keep(body);
		expect(payload).toMatch(/^[\da-f]{64}$/);
		expect(await storage.archive.keep(Uint8Array.from(body))).toBe(payload);
		expect(new Uint8Array((await storage.archive.read(payload))!)).toEqual(body);
		expect(await storage.archive.keep(bytes('{}'))).not.toBe(payload);
		const empty = await storage.archive.keep(new Uint8Array());
		expect((await storage.archive.read(empty))?.length).toBe(0);
	});

	test('a body that is gone or damaged reads as null, and is healed by keeping it again', async () => {
		const {storage, spoil, another} = await open();
		expect(await storage.archive.read('0'.repeat(64))).toBeNull();
		const body = bytes('{"ok": true}');
		const payload = await storage.archive.keep(body);
		await spoil(payload);
		expect(await storage.archive.read(payload)).toBeNull();
		const later = await another();
		await later.archive.keep(body);
		expect(await storage.archive.read(payload)).not.toBeNull();
	});

	test('the newest request that got a body is found by it', async () => {
		const {storage} = await open();
		const payload = await storage.archive.keep(bytes('{}'));
		await storage.archive.record(request(payload, {fetchedAt: begin + 5, path: '/newest'}));
		await storage.archive.record(request(payload, {fetchedAt: begin, path: '/older'}));
		expect(await storage.archive.find(payload)).toEqual(
			request(payload, {fetchedAt: begin + 5, path: '/newest'}),
		);
		expect(await storage.archive.find('0'.repeat(64))).toBeNull();
	});

	test('requests come in order of fetching, by run and by time, however many', async () => {
		const {storage} = await open();
		const payload = await storage.archive.keep(bytes('{}'));
		for (let i = 0; i < 600; i++) {
			// Several share a time, and the last recorded were fetched first.
			const fetchedAt = begin + Math.floor((599 - i) / 5);
			const run = i % 3 === 0 ? 'run-3' : 'run-1';
			await storage.archive.record(request(payload, {run, fetchedAt, path: `/${i}`}));
		}

		const all = await gather(storage.archive.requests({}));
		expect(all).toHaveLength(600);
		expect(new Set(all.map(({path}) => path)).size).toBe(600);
		expect(all.every((one, i) => i === 0 || all[i - 1]!.fetchedAt <= one.fetchedAt)).toBe(true);
		expect(await gather(storage.archive.requests({run: 'run-3'}))).toHaveLength(200);
		expect(await gather(storage.archive.requests({since: begin + 100}))).toHaveLength(100);
	});

	test('a request comes back as it was recorded', async () => {
		const {storage} = await open();
		const one = request('b'.repeat(64), {fresh: false, status: 304, bytes: 0});
		await storage.archive.record(one);
		expect(await gather(storage.archive.requests({}))).toEqual([one]);
	});

	test('pruning deletes what is old, and keeps what is young or shared with something young', async () => {
		const {storage, clock} = await open();
		const [old, shared] = [
			await storage.archive.keep(bytes('old')),
			await storage.archive.keep(bytes('shared')),
		];
		const then = clock.now();
		await storage.archive.record(request(old, {fetchedAt: then}));
		await storage.archive.record(request(shared, {fetchedAt: then}));
		await clock.advance(day);
		await storage.archive.record(request(shared, {fetchedAt: clock.now()}));
		expect(await storage.archive.prune(then)).toBe(0);
		expect(await storage.archive.prune(then + hour)).toBe(1);
		expect(await storage.archive.read(old)).toBeNull();
		expect(await storage.archive.read(shared)).not.toBeNull();
		expect((await gather(storage.archive.requests({}))).map(({payload}) => payload)).toEqual([shared]);
		expect(await storage.archive.prune(then + hour)).toBe(0);
	});

	test('pruning keeps what quarantine needs, body and question', async () => {
		const {storage, clock} = await open();
		const payload = await storage.archive.keep(bytes('bad'));
		const then = clock.now();
		await storage.archive.record(request(payload, {fetchedAt: then}));
		await storage.quarantine.add(held([rejection()], {provenance: provenance({payload})}));
		await clock.advance(day);
		expect(await storage.archive.prune(clock.now())).toBe(0);
		expect(await storage.archive.read(payload)).not.toBeNull();
		expect(await gather(storage.archive.requests({}))).toHaveLength(1);
	});

	test('pruning leaves a body alone whose request is not recorded yet', async () => {
		const {storage, clock, another} = await open();
		const other = await another();
		const before = await storage.archive.keep(bytes('seen long ago'));
		await clock.advance(40 * day);
		const fresh = await storage.archive.keep(bytes('just arrived'));
		const again = await storage.archive.keep(bytes('seen long ago'));
		expect(again).toBe(before);
		await other.archive.prune(clock.now() - 30 * day);
		expect(await storage.archive.read(fresh)).not.toBeNull();
		expect(await storage.archive.read(again)).not.toBeNull();
	});

	test('a body that another process pruned is kept anew', async () => {
		const {storage, clock, another} = await open();
		const other = await another();
		const payload = await storage.archive.keep(bytes('{}'));
		await clock.advance(40 * day);
		expect(await other.archive.prune(clock.now() - 30 * day)).toBe(1);
		await storage.archive.keep(bytes('{}'));
		expect(await other.archive.read(payload)).not.toBeNull();
	});

	test('a remembered answer is found by its key until the next one', async () => {
		const {storage, another} = await open();
		const entry = {
			key: 'GET /ping',
			etag: 'W/"1"',
			lastModified: null,
			payload: 'c'.repeat(64),
			storedAt: begin,
			freshUntil: begin + hour,
			serverNow: begin - 5,
		};
		expect(await storage.cache.get(entry.key)).toBeNull();
		await storage.cache.put(entry);
		expect(await (await another()).cache.get(entry.key)).toEqual(entry);
		const next = {...entry, etag: null, lastModified: 'now', freshUntil: begin + day};
		await storage.cache.put(next);
		expect(await storage.cache.get(entry.key)).toEqual(next);
	});
}

// --- quarantine and drift ---

const rejection = (more: Partial<Rejection> = {}): Rejection => ({
	kind: 'violation',
	rule: 'price-positive',
	field: 'current_price',
	sample: '-1',
	key: 'bitcoin',
	raw: '{"id":"bitcoin","current_price":-1}',
	...more,
});

const held = (
	rejections: readonly Rejection[],
	more: Partial<Parameters<Storage['quarantine']['add']>[0]> = {},
): Parameters<Storage['quarantine']['add']>[0] => ({
	run: 'run-1',
	contract: 'coingecko.markets@1',
	asset: null,
	provenance: provenance({source: 'coingecko', endpoint: '/coins/markets', fetchedAt: begin}),
	question: {kind: 'snapshot', page: 1},
	rejections,
	...more,
});

function qualityLaws(open: Open): void {
	test('a row set aside keeps everything needed to understand it', async () => {
		const {storage} = await open();
		await storage.quarantine.add(held([rejection()], {asset: 'bitcoin'}));
		const [row] = await storage.quarantine.list();
		expect(row).toEqual({
			...rejection(),
			id: row!.id,
			source: 'coingecko',
			endpoint: '/coins/markets',
			asset: 'bitcoin',
			contract: 'coingecko.markets@1',
			run: 'run-1',
			payload: 'a'.repeat(64),
			firstSeenAt: begin,
			lastSeenAt: begin,
			timesSeen: 1,
			state: 'held',
			question: {kind: 'snapshot', page: 1},
		});
		expect(await storage.quarantine.find(row!.id)).toEqual(row);
		expect(await storage.quarantine.find(row!.id + 1)).toBeNull();
	});

	test('the same row under the same rule is counted, not repeated', async () => {
		const {storage} = await open();
		await storage.quarantine.add(held([rejection()]));
		const later = provenance({source: 'coingecko', endpoint: '/coins/markets', fetchedAt: begin + day});
		await storage.quarantine.add(held([rejection({sample: '-2'})], {run: 'run-2', provenance: later}));
		expect(await storage.quarantine.list()).toMatchObject([
			{timesSeen: 2, sample: '-2', run: 'run-2', firstSeenAt: begin, lastSeenAt: begin + day},
		]);
		await storage.quarantine.add(
			held([rejection({rule: 'wrong-type'}), rejection({key: 'ether'}), rejection({kind: 'incomplete'})]),
		);
		expect(await storage.quarantine.list()).toHaveLength(4);
	});

	test('rows are listed by source, kind and state, and counted while held', async () => {
		const {storage} = await open();
		await storage.quarantine.add(
			held([rejection({key: 'a'}), rejection({key: 'b'}), rejection({key: 'c', kind: 'incomplete'})]),
		);
		expect(await storage.quarantine.count()).toEqual({violation: 2, incomplete: 1});
		const [first] = await storage.quarantine.list({kind: 'violation'}, 1);
		await storage.quarantine.markRetried([first!.id]);
		expect(await storage.quarantine.count()).toEqual({violation: 1, incomplete: 1});
		expect(await storage.quarantine.list({state: 'retried'})).toHaveLength(1);
		expect(await storage.quarantine.list({state: 'held'})).toHaveLength(2);
		expect(await storage.quarantine.list({source: 'binance'})).toEqual([]);
	});

	test('a retried row that comes again is held again', async () => {
		const {storage} = await open();
		await storage.quarantine.add(held([rejection()]));
		const [row] = await storage.quarantine.list();
		await storage.quarantine.markRetried([row!.id]);
		await storage.quarantine.add(held([rejection()]));
		expect(await storage.quarantine.find(row!.id)).toMatchObject({state: 'held', timesSeen: 2});
	});

	const expected = {
		price: {types: ['number'], required: true},
		name: {types: ['string'], required: false},
	};
	const observe = async (storage: Storage, shape: Record<string, readonly string[]>, rows = 1) =>
		storage.drift.observe('coingecko', '/coins/markets', expected, shape, rows, begin, 'run-1');

	test('a new field is told once, by whichever process sees it first', async () => {
		const {storage, another} = await open();
		const notice = {
			source: 'coingecko',
			endpoint: '/coins/markets',
			field: 'extra',
			change: 'added',
			before: [],
			now: ['number'],
		};
		expect(await observe(storage, {price: ['number']})).toEqual([]);
		expect(await observe(storage, {price: ['number'], extra: ['number']})).toEqual([notice]);
		expect(await observe(storage, {price: ['number'], extra: ['number']})).toEqual([]);
		expect(await observe(await another(), {price: ['number'], extra: ['number']})).toEqual([]);
		expect(await storage.drift.list(10)).toEqual([{...notice, seenAt: begin, run: 'run-1'}]);
	});

	test('of two processes that see a change at once one tells it', async () => {
		const {storage, another} = await open();
		const other = await another();
		const shape = {price: ['number'], extra: ['number']};
		const told = await Promise.all([storage, other].map(async store => observe(store, shape)));
		expect(told.flat()).toHaveLength(1);
		expect(await storage.drift.list(10)).toHaveLength(1);
	});

	test('a change is told again after it had settled, and each type once', async () => {
		const {storage} = await open();
		const fields = async (shape: Record<string, readonly string[]>) =>
			(await observe(storage, shape)).map(({field, change, now}) => [field, change, now]);
		expect(await fields({price: ['string']})).toEqual([['price', 'retyped', ['string']]]);
		expect(await fields({price: ['null']})).toEqual([['price', 'retyped', ['null']]]);
		expect(await fields({price: ['string']})).toEqual([]);
		expect(await fields({price: ['number']})).toEqual([]);
		expect(await fields({price: ['string']})).toEqual([['price', 'retyped', ['string']]]);
		expect(await fields({name: ['string']})).toEqual([['price', 'gone', []]]);
		expect(await storage.drift.list(2)).toHaveLength(2);
	});

	test('an empty answer says nothing about its fields', async () => {
		const {storage} = await open();
		expect(await observe(storage, {}, 0)).toEqual([]);
		await observe(storage, {price: ['number'], extra: ['number']});
		await observe(storage, {}, 0);
		expect(await observe(storage, {price: ['number'], extra: ['number']})).toEqual([]);
	});
}

// --- what the user keeps ---

const lotOf = (more: Partial<NewLot> = {}): NewLot => ({
	asset: 'bitcoin',
	amount: '0.12345678901234567890',
	cost: '1000.10',
	currency: 'USD',
	at: begin,
	note: '',
	...more,
});

const refused = (message: RegExp) => ({
	code: 'usage',
	message: expect.stringMatching(message),
	hint: expect.stringMatching(/\.$/),
});

/** The laws of watchlists, lots and memory, also for fakes. */
export function userStoreLaws(open: OpenUserStores): void {
	describe('watchlists', () => {
		watchlistLaws(open);
	});
	describe('lots', () => {
		lotLaws(open);
	});
	describe('memory', () => {
		memoryLaws(open);
	});
}

function watchlistLaws(open: OpenUserStores): void {
	test('favourites are there from the beginning, and first', async () => {
		const {storage} = await open();
		expect(await storage.watchlists.list()).toEqual([{name: 'favourites', assets: []}]);
		await storage.watchlists.save({name: 'a group', assets: ['ether']});
		await storage.watchlists.save({name: 'Zoo', assets: []});
		expect((await storage.watchlists.list()).map(({name}) => name)).toEqual(['favourites', 'Zoo', 'a group']);
	});

	test('a list keeps the order of the user, replaces what was there, and holds each asset once', async () => {
		const {storage} = await open();
		await storage.watchlists.save({name: 'favourites', assets: ['solana', 'bitcoin', 'solana', 'ether']});
		await storage.watchlists.save({name: ' defi ', assets: ['ether', 'bitcoin']});
		expect(await storage.watchlists.list()).toEqual([
			{name: 'favourites', assets: ['solana', 'bitcoin', 'ether']},
			{name: 'defi', assets: ['ether', 'bitcoin']},
		]);
		await storage.watchlists.save({name: 'favourites', assets: ['ether']});
		expect((await storage.watchlists.list())[0]).toEqual({name: 'favourites', assets: ['ether']});
	});

	test('a list goes with its assets; favourites stay', async () => {
		const {storage} = await open();
		await storage.watchlists.save({name: 'defi', assets: ['ether']});
		await storage.watchlists.remove('defi');
		await storage.watchlists.save({name: 'defi', assets: []});
		expect((await storage.watchlists.list())[1]).toEqual({name: 'defi', assets: []});
		await expect(storage.watchlists.remove('favourites')).rejects.toMatchObject(refused(/always there/));
		await expect(storage.watchlists.remove('nobody')).rejects.toMatchObject(refused(/no watchlist "nobody"/));
	});

	test.each([
		['', /no name/],
		['   ', /no name/],
		['x'.repeat(61), /longer than 60/],
		['line\nbreak', /control characters/],
	])('the name %j is refused, with what to do', async (name, message) => {
		const {storage} = await open();
		await expect(storage.watchlists.save({name, assets: []})).rejects.toMatchObject(refused(message));
		expect(await storage.watchlists.list()).toHaveLength(1);
	});

	test('a name may be 60 emoji long, and an asset needs an id', async () => {
		const {storage} = await open();
		const name = '\u{1F680}'.repeat(60);
		await storage.watchlists.save({name, assets: ['bitcoin']});
		expect((await storage.watchlists.list())[1]?.name).toBe(name);
		await expect(storage.watchlists.save({name: 'x', assets: ['']})).rejects.toMatchObject(
			refused(/without an id/),
		);
	});

	test('two programs that save the same lists at once leave whole lists', async () => {
		const {storage, another} = await open();
		const other = await another();
		const mine = {name: 'both', assets: ['a', 'b', 'c']};
		const theirs = {name: 'both', assets: ['x', 'y']};
		await Promise.all([
			...Array.from({length: 5}, () => storage.watchlists.save(mine)),
			...Array.from({length: 5}, () => other.watchlists.save(theirs)),
		]);
		expect([mine, theirs]).toContainEqual((await storage.watchlists.list())[1]);
	});
}

function lotLaws(open: OpenUserStores): void {
	test('amounts and costs come back to the last digit, by date, unknown dates first', async () => {
		const {storage} = await open();
		const lots = [
			lotOf({at: begin + day, note: 'a note; with "quotes"'}),
			lotOf({at: begin, amount: '-3', cost: null, currency: 'BRL'}),
			lotOf({at: null, amount: '100000000000000000000000000000.000000000000000001', asset: 'ether'}),
		];
		const added = await storage.lots.add(lots);
		expect(added).toMatchObject(lots);
		expect(new Set(added.map(({id}) => id)).size).toBe(3);
		expect(await storage.lots.list()).toEqual([added[2], added[1], added[0]]);
	});

	test('a lot changes and goes; an id is never given twice', async () => {
		const {storage} = await open();
		const [first] = await storage.lots.add([lotOf()]);
		const changed = {...lotOf({asset: 'ether', amount: '7', note: 'moved'}), id: first!.id};
		await storage.lots.change(changed);
		expect(await storage.lots.list()).toEqual([changed]);
		await storage.lots.remove(first!.id);
		expect(await storage.lots.list()).toEqual([]);
		const [second] = await storage.lots.add([lotOf()]);
		expect(second!.id).not.toBe(first!.id);
		await expect(storage.lots.change(changed)).rejects.toMatchObject(refused(/no lot/));
		await expect(storage.lots.remove(first!.id)).rejects.toMatchObject(refused(/no lot/));
		expect(await storage.lots.list()).toEqual([second]);
	});

	const wrongLots: readonly (readonly [string, Partial<NewLot>, RegExp])[] = [
		['no asset', {asset: ' '}, /no asset/],
		['an empty amount', {amount: ''}, /amount "" is not a decimal/],
		['an amount with a comma', {amount: '1,5'}, /"1,5" is not a decimal/],
		['an amount with an exponent', {amount: '1e5'}, /is not a decimal/],
		['a zero amount', {amount: '-0.000'}, /cannot be zero/],
		['a cost that is a word', {cost: 'cheap'}, /cost "cheap" is not a decimal/],
		['a currency in small letters', {currency: 'usd'}, /currency "usd"/],
		['a date that is no number', {at: Number.NaN}, /date .* cannot be read/],
		['an endless note', {note: 'x'.repeat(501)}, /note is longer/],
	];

	test.each(wrongLots)('%s is refused, and nothing of the batch is kept', async (_, wrong, message) => {
		const {storage} = await open();
		await expect(storage.lots.add([lotOf(), lotOf(wrong)])).rejects.toMatchObject(refused(message));
		expect(await storage.lots.list()).toEqual([]);
		const [good] = await storage.lots.add([lotOf()]);
		await expect(storage.lots.change({...lotOf(wrong), id: good!.id})).rejects.toMatchObject(
			refused(message),
		);
		expect(await storage.lots.list()).toEqual([good]);
	});

	test('two programs that add lots at once keep all of them', async () => {
		const {storage, another} = await open();
		const other = await another();
		await Promise.all([
			...Array.from({length: 10}, (_, i) => storage.lots.add([lotOf({amount: `${i + 1}`})])),
			...Array.from({length: 10}, (_, i) => other.lots.add([lotOf({amount: `${i + 11}`})])),
		]);
		const lots = await storage.lots.list();
		expect(new Set(lots.map(({id}) => id)).size).toBe(20);
		expect(lots.map(({amount}) => Number(amount)).toSorted((a, b) => a - b)).toEqual(
			Array.from({length: 20}, (_, i) => i + 1),
		);
	});
}

function memoryLaws(open: OpenUserStores): void {
	test('values come back as they were, the last one counts, undefined forgets', async () => {
		const {storage, another} = await open();
		const columns = {columns: ['price', 'é'], sort: null, deep: [{wide: 1.5}]};
		await storage.memory.put('market', columns);
		await storage.memory.put('screen', 'technical');
		await storage.memory.put('screen', 3);
		await storage.memory.put('__proto__', true);
		const all = await (await another()).memory.all();
		expect(new Map(Object.entries(all))).toEqual(
			new Map<string, unknown>([
				['__proto__', true],
				['market', columns],
				['screen', 3],
			]),
		);
		await storage.memory.put('screen', undefined);
		expect(new Set(Object.keys(await storage.memory.all()))).toEqual(new Set(['__proto__', 'market']));
	});
}
