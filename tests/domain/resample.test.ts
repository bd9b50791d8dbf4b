import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {candleAt, candlesFrom, noCandles, pickCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {isSeries} from '#domain/clean.js';
import {floorTo, intervals, stepOf, type Interval} from '#domain/interval.js';
import {candleFlag, type Candle, type PricePoint} from '#domain/market.js';
import {ohlcFromPrices, resample} from '#domain/resample.js';
import {describeRecordings, recording} from '../support/recordings.js';
import {candlesAt, complete, holed, newYear} from './arbitraries.js';
import {recordedSeries} from './recorded-series.js';

const {open, cut, partial} = candleFlag;
const hour = stepOf['1h'];
const day = stepOf['1d'];

const pairs = intervals.flatMap((from, i) => intervals.slice(i + 1).map(to => [from, to] as const));

/** The definition, row by row. `due` are the openings that are over by `now`. */
function bucketsOf(series: Candles, from: Interval, to: Interval, now: number): Candle[] {
	const rows = Array.from({length: series.length}, (_, i) => candleAt(series, i)!);
	const starts = [...new Set(rows.map(({ts}) => floorTo(to, ts)))];
	return starts.map(start => {
		const end = start + stepOf[to];
		const inside = rows.filter(({ts}) => start <= ts && ts < end);
		const seen = inside.reduce((bits, {flags}) => bits | flags, 0);
		let missing = false;
		for (let ts = start; ts < end; ts += stepOf[from]) {
			if (ts + stepOf[from] <= now && !inside.some(row => row.ts === ts)) missing = true;
		}

		return {
			ts: start,
			open: inside[0]!.open,
			high: Math.max(...inside.map(({high}) => high)),
			low: Math.min(...inside.map(({low}) => low)),
			close: inside.at(-1)!.close,
			volume: inside.reduce<number | null>(
				(sum, {volume}) => (sum === null || volume === null ? null : sum + volume),
				0,
			),
			flags:
				(end > now || seen & open ? open : 0) |
				(missing || seen & (partial | cut) ? partial : 0) |
				(inside.at(-1)!.flags & cut),
		};
	});
}

const twoDays = (): Candles => complete('1h', 48);

const without = (index: number, series: Candles): Candles =>
	pickCandles(
		series,
		[...Array(series.length).keys()].filter(i => i !== index),
	);

function flagged(index: number, bits: number, series: Candles): Candles {
	series.flags[index] = bits;
	return series;
}

const dayFlags = (hours: Candles, now?: number): number[] =>
	Array.from(resample(hours, {from: '1h', to: '1d', now}).flags);

const total = ({volume}: Candles): number => volume.reduce((sum, traded) => sum + traded, 0);

const point = (minutes: number, price: number): PricePoint => ({ts: newYear + minutes * 60_000, price});

const recordedPrices = (path: string): PricePoint[] =>
	(recording(path) as {prices: [number, number][]}).prices.map(([ts, price]) => ({ts, price}));

describe('resampling', () => {
	test('a bucket has the first open, the highest high, the lowest low, the last close and all volume', () => {
		const rows: Candle[] = [
			{ts: newYear, open: 10, high: 12, low: 9, close: 11, volume: 1, flags: 0},
			{ts: newYear + hour, open: 11, high: 20, low: 10, close: 15, volume: 2, flags: 0},
			{ts: newYear + 2 * hour, open: 15, high: 16, low: 5, close: 6, volume: 3, flags: 0},
			{ts: newYear + 3 * hour, open: 6, high: 8, low: 6, close: 7, volume: 4, flags: 0},
		];
		expect(candleAt(resample(candlesFrom(rows), {from: '1h', to: '4h'}), 0)).toEqual({
			ts: newYear,
			open: 10,
			high: 20,
			low: 5,
			close: 7,
			volume: 10,
			flags: 0,
		});
	});

	test('weeks begin on Monday, over the end of a year', () => {
		const days = complete('1d', 14, Date.UTC(2024, 11, 30));
		const weeks = resample(days, {from: '1d', to: '1w'});
		expect(Array.from(weeks.ts, ts => new Date(ts).toISOString().slice(0, 10))).toEqual([
			'2024-12-30',
			'2025-01-06',
		]);
		expect(Array.from(weeks.flags)).toEqual([0, 0]);
	});

	test.each(pairs)('from %s to %s it follows the definition, with holes, flags and a clock', (from, to) => {
		const most = Math.min(300, (3 * stepOf[to]) / stepOf[from]);
		fc.assert(
			fc.property(holed(from, most), fc.integer({min: -50, max: 50}), (series, late) => {
				const now = (series.ts.at(-1) ?? newYear) + late * (stepOf[from] / 4);
				const known = sliceCandles(series, 0, Array.from(series.ts).filter(ts => ts <= now).length);
				expect(resample(known, {from, to, now})).toEqual(candlesFrom(bucketsOf(known, from, to, now)));
				expect(resample(series, {from, to})).toEqual(
					candlesFrom(bucketsOf(series, from, to, Number.POSITIVE_INFINITY)),
				);
			}),
			{numRuns: 25},
		);
	});

	test('volume is kept', () => {
		fc.assert(
			fc.property(holed('1h'), fc.constantFrom('4h', '12h', '1d', '1w'), (series, to) => {
				expect(total(resample(series, {from: '1h', to}))).toEqual(total(series));
			}),
		);
	});

	test('over a step between, the result is the same', () => {
		fc.assert(
			fc.property(holed('1h', 600), fc.constantFrom('4h', '12h', '1d'), (series, between) => {
				const twice = resample(resample(series, {from: '1h', to: between}), {from: between, to: '1w'});
				expect(twice).toEqual(resample(series, {from: '1h', to: '1w'}));
			}),
			{numRuns: 50},
		);
		const whole = complete('1h', 24 * 28, Date.UTC(2024, 11, 30));
		const weeks = resample(whole, {from: '1h', to: '1w'});
		expect(resample(resample(whole, {from: '1h', to: '1d'}), {from: '1d', to: '1w'})).toEqual(weeks);
		expect(Array.from(weeks.flags)).toEqual([0, 0, 0, 0]);
	});

	test('a missing, partial or cut hour makes the day partial, and a cut at its end cuts the day', () => {
		expect(dayFlags(twoDays())).toEqual([0, 0]);
		expect(dayFlags(without(5, twoDays()))).toEqual([partial, 0]);
		expect(dayFlags(flagged(30, partial, twoDays()))).toEqual([0, partial]);
		expect(dayFlags(flagged(30, cut, twoDays()))).toEqual([0, partial]);
		expect(dayFlags(flagged(23, cut, twoDays()))).toEqual([partial | cut, 0]);
		expect(dayFlags(sliceCandles(twoDays(), 1))).toEqual([partial, 0]);
		expect(dayFlags(sliceCandles(twoDays(), 0, 47))).toEqual([0, partial]);
	});

	test('a bucket still being built is open, and partial only if a closed candle is missing', () => {
		const hours = complete('1h', 30);
		const now = newYear + 30 * hour + 1;
		expect(dayFlags(hours, now)).toEqual([0, open]);
		expect(dayFlags(without(26, hours), now)).toEqual([0, open | partial]);
		expect(dayFlags(hours, newYear + 2 * day - 1)).toEqual([0, open | partial]);
		expect(dayFlags(hours, newYear + 2 * day)).toEqual([0, partial]);
		hours.flags[29] = open;
		expect(dayFlags(hours)).toEqual([0, open]);
		expect(dayFlags(hours, now - hour)).toEqual([0, open]);
	});

	test('one unknown volume makes that of its bucket unknown', () => {
		const hours = complete('1h', 48);
		hours.volume[3] = Number.NaN;
		const days = resample(hours, {from: '1h', to: '1d'});
		expect([Number.isNaN(days.volume[0]!), Number.isNaN(days.volume[1]!)]).toEqual([true, false]);
	});

	test('the same interval and no candles come back as they are; a finer one is refused', () => {
		const hours = complete('1h', 3);
		expect(resample(hours, {from: '1h', to: '1h'})).toBe(hours);
		expect(resample(noCandles, {from: '1h', to: '1d'})).toHaveLength(0);
		expect(() => resample(hours, {from: '1h', to: '30m'})).toThrow('1h candles cannot be resampled to 30m');
	});
});

describe('OHLC from prices', () => {
	test('takes first, highest, lowest and last of each hour, in any order of input', () => {
		const points = [point(65, 7), point(0.4, 5), point(30, 9), point(59, 6), point(31, 2)];
		const candles = ohlcFromPrices(points, {interval: '1h', now: newYear + day});
		expect(candles).toHaveLength(2);
		expect(candleAt(candles, 0)).toEqual({
			ts: newYear,
			open: 5,
			high: 9,
			low: 2,
			close: 6,
			volume: null,
			flags: 0,
		});
		expect(candleAt(candles, 1)).toMatchObject({open: 7, high: 7, low: 7, close: 7});
	});

	test('columns give what points give', () => {
		const points = [point(3, 5), point(1, 6), point(200, 4)];
		const columns = {
			ts: Float64Array.from(points, ({ts}) => ts),
			price: Float64Array.from(points, ({price}) => price),
		};
		const steps = {interval: '30m', now: newYear + day} as const;
		expect(ohlcFromPrices(columns, steps)).toEqual(ohlcFromPrices(points, steps));
		expect(ohlcFromPrices([], steps)).toHaveLength(0);
	});

	test('of two prices with one stamp the last that came counts', () => {
		const points = [point(1, 5), point(2, 99), point(2, 6), point(2, 6), point(3, 7)];
		const candles = ohlcFromPrices(points, {interval: '1h', now: newYear + day});
		expect(candleAt(candles, 0)).toMatchObject({open: 5, high: 7, close: 7});
	});

	test('hours without prices are absent', () => {
		const candles = ohlcFromPrices([point(5, 1), point(185, 2)], {interval: '1h', now: newYear + day});
		expect(Array.from(candles.ts)).toEqual([newYear, newYear + 3 * hour]);
	});

	test('the hour that is not over is open, even when its last price is from before', () => {
		const points = [point(5, 1), point(65, 2)];
		const hourFlags = (now: number): number[] =>
			Array.from(ohlcFromPrices(points, {interval: '1h', now}).flags);
		expect(hourFlags(newYear + 65 * 60_000)).toEqual([0, open]);
		expect(hourFlags(newYear + 2 * hour - 1)).toEqual([0, open]);
		expect(hourFlags(newYear + 2 * hour)).toEqual([0, 0]);
	});

	test('a candle that sticks out of what was asked for is partial', () => {
		const points = [point(40, 1), point(65, 2), point(125, 3)];
		const steps = {interval: '1h', now: newYear + day} as const;
		const range = {from: newYear + hour / 2, to: newYear + 2.5 * hour};
		expect(Array.from(ohlcFromPrices(points, {...steps, range}).flags)).toEqual([partial, 0, partial]);
		expect(Array.from(ohlcFromPrices(points, steps).flags)).toEqual([0, 0, 0]);
	});

	test('a price stamped on a boundary opens the next candle, or closes the one before when asked', () => {
		const points = [point(0, 1), point(60, 2), point(61, 3)];
		const steps = {interval: '1h', now: newYear + day} as const;
		expect(Array.from(ohlcFromPrices(points, steps).open)).toEqual([1, 2]);
		const closing = ohlcFromPrices(points, {...steps, boundary: 'closes'});
		expect(Array.from(closing.ts)).toEqual([newYear - hour, newYear, newYear + hour]);
		expect(Array.from(closing.close)).toEqual([1, 2, 3]);
	});

	test('for any points the candles are a series that holds all prices and nothing else', () => {
		const points = fc.array(
			fc.record({
				ts: fc.integer({min: newYear, max: newYear + 2 * day}),
				price: fc.integer({min: 1, max: 99}),
			}),
			{maxLength: 60},
		);
		fc.assert(
			fc.property(points, fc.constantFrom('opens', 'closes'), (points, boundary) => {
				const candles = ohlcFromPrices(points, {interval: '1h', now: newYear + 3 * day, boundary});
				const shift = boundary === 'closes' ? 1 : 0;
				const last = new Map(points.map(({ts, price}) => [ts, price]));
				expect(isSeries(candles)).toBe(true);
				expect(new Set(candles.ts)).toEqual(new Set(points.map(({ts}) => floorTo('1h', ts - shift))));
				for (let i = 0; i < candles.length; i++) {
					const inside = [...last]
						.filter(([ts]) => floorTo('1h', ts - shift) === candles.ts[i])
						.toSorted(([a], [b]) => a - b)
						.map(([, price]) => price);
					expect(candleAt(candles, i)).toEqual({
						ts: candles.ts[i],
						open: inside[0],
						high: Math.max(...inside),
						low: Math.min(...inside),
						close: inside.at(-1),
						volume: null,
						flags: 0,
					});
				}
			}),
		);
	});
});

describeRecordings('real data', () => {
	test('the exchange makes the same days of its hours as we do', () => {
		const days = resample(recordedSeries('BTCUSDT_1h_binance_2022-01_2025.csv'), {from: '1h', to: '1d'});
		const theirs = recordedSeries('BTCUSDT_1d_binance_2022-01_2025.csv');
		const partials: string[] = [];
		const shared = Math.min(days.length, theirs.length) - 1;
		expect(shared).toBeGreaterThan(1_400);
		for (let i = 0; i < shared; i++) {
			if (days.flags[i] !== 0) partials.push(new Date(days.ts[i]!).toISOString().slice(0, 10));
			const {volume, flags: _, ...prices} = candleAt(days, i)!;
			expect(candleAt(theirs, i)).toMatchObject(prices);
			expect(volume! / theirs.volume[i]!).toBeCloseTo(1, 9);
		}

		expect(partials).toEqual(['2023-03-24']);
	});

	test('daily points of CoinGecko, taken as closes, agree with the closes of the exchange', () => {
		const points = recordedPrices('coingecko/market_chart_bitcoin_usd_1000d_daily_2023-06-10.json');
		const theirs = recordedSeries('BTCUSDT_1d_binance_2022-01_2025.csv');
		const closes = new Map(Array.from(theirs.ts, (ts, i) => [ts, theirs.close[i]!]));
		const medianGap = (boundary: 'opens' | 'closes'): number => {
			const candles = ohlcFromPrices(points, {interval: '1d', now: points.at(-1)!.ts, boundary});
			const distances = Array.from(candles.ts, (ts, i) => Math.abs(candles.close[i]! / closes.get(ts)! - 1))
				.filter(Number.isFinite)
				.toSorted((a, b) => a - b);
			expect(distances.length).toBeGreaterThan(200);
			return distances[distances.length >>> 1]!;
		};

		expect(medianGap('closes')).toBeLessThan(0.0015);
		expect(medianGap('opens')).toBeGreaterThan(0.005);
	});

	test('a recording whose last stamp steps back gives an ascending series with one open candle at its end', () => {
		const points = recordedPrices('coingecko/market_chart_bitcoin_usd_1d_5min_2021-05-15.json');
		expect(points.at(-1)!.ts).toBeLessThan(points.at(-2)!.ts);
		const candles = ohlcFromPrices(points, {interval: '1h', now: points.at(-2)!.ts});
		expect(isSeries(candles)).toBe(true);
		expect(candles.length).toBe(25);
		expect(Array.from(candles.flags)).toEqual([...Array(24).fill(0), open]);
		expect(candles.close.at(-1)).toBe(points.at(-2)!.price);
	});
});

describe('a year of hours', () => {
	test('holds 53 weeks, of which the first and the last are partial', () => {
		const year = complete('1h', 365 * 24);
		const weeks = resample(year, {from: '1h', to: '1w'});
		expect(weeks).toHaveLength(53);
		expect([...weeks.flags.entries()].filter(([, bits]) => bits !== 0)).toEqual([
			[0, partial],
			[52, partial],
		]);
	});

	test('candles that lie apart keep their own buckets', () => {
		const days = resample(candlesAt([newYear, newYear + 40 * day]), {from: '1h', to: '1d'});
		expect(Array.from(days.ts)).toEqual([newYear, newYear + 40 * day]);
	});
});
