/** The promises of `ports/market-data.ts` as laws: every provider, real or fake, passes them. */

import {describe, expect, test} from 'vitest';
import {floorTo, type Interval} from '#domain/interval.js';
import {sourceNames} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {Answer, CandleSource, PriceSource, SnapshotSource, VenueSource} from '#ports/market-data.js';

/** A provider set up for one test, with a count of the requests it sent. */
export type Setup<Source> = {readonly source: Source; readonly requests: () => number};

const checkAnswer = (answer: Answer<unknown>): void => {
	const {provenance, extracted, duplicates, rejections, contract, expected} = answer;
	expect(sourceNames).toContain(provenance.source);
	expect(provenance.endpoint).toMatch(/^\//);
	expect(provenance.path).toMatch(/^\//);
	expect(provenance.path, 'no host').not.toContain('://');
	expect(provenance.payload).toMatch(/^[\da-f]{64}$/);
	expect(Number.isFinite(provenance.fetchedAt) && Number.isFinite(provenance.serverNow)).toBe(true);
	expect(contract).toMatch(/^[a-z]+\.[a-z\d_]+@\d+$/);
	expect(Object.keys(expected).length).toBeGreaterThan(0);
	expect(duplicates + rejections.length).toBeLessThanOrEqual(extracted);
};

const all = async <Row>(
	pages: AsyncIterable<Answer<readonly Row[]>>,
): Promise<readonly Answer<readonly Row[]>[]> => {
	const answers: Answer<readonly Row[]>[] = [];
	for await (const answer of pages) answers.push(answer);
	return answers;
};

const aborted = (): AbortSignal => AbortSignal.abort(new Error('left before it began'));

/** Laws of market snapshots. The source knows at least `top` assets, among them `known`, and not `unknown`. */
export function describeSnapshotSource(
	name: string,
	open: () => Promise<Setup<SnapshotSource>>,
	{top, known, unknown}: {readonly top: number; readonly known: readonly string[]; readonly unknown: string},
): void {
	describe(`${name} as a source of snapshots`, () => {
		test('gives the largest assets, each with its quote, in as many requests as announced', async () => {
			const {source, requests} = await open();
			const answers = await all(source.snapshot({top}));
			for (const answer of answers) checkAnswer(answer);
			const rows = answers.flatMap(({rows}) => rows);
			expect(rows.length).toBeGreaterThan(0);
			expect(rows.length).toBeLessThanOrEqual(top + answers.length);
			for (const {asset, quote, sparkline} of rows) {
				expect(quote.asset).toBe(asset.id);
				expect(quote.price).toBeGreaterThan(0);
				expect(sparkline?.asset ?? asset.id).toBe(asset.id);
			}

			expect(requests()).toBe(source.snapshotRequests({top}));
			expect(answers.length).toBe(requests());
		});

		test('gives assets by name and tells which it does not know', async () => {
			const {source, requests} = await open();
			const assets = [...known, unknown];
			const answers = await all(source.snapshot({assets}));
			const ids = answers.flatMap(({rows}) => rows.map(({asset}) => asset.id));
			expect(ids.toSorted()).toEqual([...known].toSorted());
			expect(answers.flatMap(({missing = []}) => missing)).toEqual([unknown]);
			expect(requests()).toBe(source.snapshotRequests({assets}));
		});

		test('asks nothing for a caller who has left', async () => {
			const {source, requests} = await open();
			const signal = aborted();
			await expect(all(source.snapshot({top}, signal))).rejects.toBe(signal.reason);
			expect(requests()).toBe(0);
		});
	});
}

/** Laws of price charts. `range` lies in what the plan serves at `now` and begins and ends on the grid of `interval`. */
export function describePriceSource(
	name: string,
	open: () => Promise<Setup<PriceSource>>,
	facts: {
		readonly asset: string;
		readonly interval: Interval;
		readonly range: Range;
		readonly now: number;
	},
): void {
	const {asset, interval, range, now} = facts;
	describe(`${name} as a source of prices`, () => {
		test('cuts a range into windows that cover it without overlap, oldest first', async () => {
			const {source} = await open();
			const windows = source.priceWindows(interval, range, now);
			expect(windows[0]?.from).toBe(range.from);
			expect(windows.at(-1)?.to).toBe(range.to);
			for (const [i, window] of windows.entries()) {
				expect(window.to).toBeGreaterThan(window.from);
				expect(floorTo(interval, window.from)).toBe(window.from);
				if (i > 0) expect(window.from).toBe(windows[i - 1]!.to);
			}

			expect(source.priceWindows(interval, {from: range.from, to: range.from}, now)).toEqual([]);
		});

		test('gives ascending prices of one window with one request', async () => {
			const {source, requests} = await open();
			const window = source.priceWindows(interval, range, now)[0]!;
			const answer = await source.prices(asset, interval, window);
			checkAnswer(answer);
			expect(requests()).toBe(1);
			expect(answer.rows.length).toBeGreaterThan(0);
			let previous = -Infinity;
			for (const {ts, price} of answer.rows) {
				expect(ts).toBeGreaterThan(previous);
				// A daily point may be stamped with the midnight that ends its day.
				expect(ts >= window.from && ts <= window.to).toBe(true);
				expect(price).toBeGreaterThan(0);
				previous = ts;
			}
		});

		test('asks nothing for a caller who has left', async () => {
			const {source, requests} = await open();
			const signal = aborted();
			await expect(source.prices(asset, interval, range, signal)).rejects.toBe(signal.reason);
			expect(requests()).toBe(0);
		});
	});
}

/** Laws of exchange candles. `range` holds more than one page of candles of `pair`. */
export function describeCandleSource(
	name: string,
	open: () => Promise<Setup<CandleSource>>,
	facts: {readonly pair: string; readonly interval: Interval; readonly range: Range},
): void {
	const {pair, interval, range} = facts;
	describe(`${name} as a source of candles`, () => {
		test('gives the oldest page of a range, and goes on where it ended', async () => {
			const {source, requests} = await open();
			const first = await source.candles(pair, interval, range);
			checkAnswer(first);
			expect(first.rows.length).toBe(source.pageSize);
			expect(first.rows.ts[0]).toBe(range.from);
			const last = first.rows.ts[first.rows.length - 1]!;
			const second = await source.candles(pair, interval, {from: last + 1, to: range.to});
			expect(second.rows.ts[0]).toBeGreaterThan(last);
			for (const {rows} of [first, second]) {
				for (let i = 0; i < rows.length; i++) {
					expect(rows.ts[i]! >= range.from && rows.ts[i]! < range.to).toBe(true);
					if (i > 0) expect(rows.ts[i]!).toBeGreaterThan(rows.ts[i - 1]!);
				}
			}

			expect(requests()).toBe(2);
			expect(source.candlesWeight).toBeGreaterThan(0);
		});

		test('lists pairs, and tickers only of those asked for that are alive', async () => {
			const {source} = await open();
			const pairs = await source.pairs();
			checkAnswer(pairs);
			expect(pairs.rows.find(({symbol}) => symbol === pair)).toMatchObject({trading: true});
			const tickers = await source.tickers([pair]);
			checkAnswer(tickers);
			expect(tickers.rows.map(({symbol}) => symbol)).toEqual([pair]);
			expect(tickers.rows[0]!.lastPrice).toBeGreaterThan(0);
		});

		test('asks nothing for a caller who has left', async () => {
			const {source, requests} = await open();
			const signal = aborted();
			await expect(source.candles(pair, interval, range, signal)).rejects.toBe(signal.reason);
			expect(requests()).toBe(0);
		});
	});
}

/** Laws of venues. */
export function describeVenueSource(
	name: string,
	open: () => Promise<Setup<VenueSource>>,
	{asset}: {readonly asset: string},
): void {
	describe(`${name} as a source of venues`, () => {
		test('gives exchanges and rates with one request each', async () => {
			const {source, requests} = await open();
			const exchanges = await source.exchanges();
			const rates = await source.rates();
			checkAnswer(exchanges);
			checkAnswer(rates);
			expect(exchanges.rows.length).toBeGreaterThan(0);
			expect(rates.rows.every(({rateUsd}) => rateUsd > 0)).toBe(true);
			expect(requests()).toBe(2);
		});

		test('gives no more markets of an asset than asked for', async () => {
			const {source} = await open();
			const answers = await all(source.markets(asset, 3));
			for (const answer of answers) checkAnswer(answer);
			const rows = answers.flatMap(({rows}) => rows);
			expect(rows.length).toBeGreaterThan(0);
			expect(rows.length).toBeLessThanOrEqual(3);
			expect(rows.every(row => row.asset === asset)).toBe(true);
		});
	});
}
