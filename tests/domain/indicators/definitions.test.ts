import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {allocateCandles, type Candles} from '#domain/candles.js';
import {macd, rsi, stochastic} from '#domain/indicators/momentum.js';
import {ema, sma, wilder} from '#domain/indicators/moving-average.js';
import {adx} from '#domain/indicators/trend.js';
import {atr, bollinger, trueRange, volatility} from '#domain/indicators/volatility.js';
import {obv, vwap} from '#domain/indicators/volume.js';
import {walk} from '../../support/indicator-suite.js';

/*
 * Every indicator against its definition, written down as directly as possible: each value from scratch, with loops over
 * the whole past. TA-Lib's rules decide where a recursion begins.
 */

const none = Number.NaN;
const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

function smaOf(values: readonly number[], period: number): number[] {
	return values.map((_, i) => (i < period - 1 ? none : mean(values.slice(i - period + 1, i + 1))));
}

/** A recursive average with the given weight, seeded with the mean of the first `period` values that exist. */
function recursive(values: readonly number[], period: number, weight: number): number[] {
	const first = values.findIndex(value => !Number.isNaN(value));
	const averages: number[] = [];
	for (const [i, value] of values.entries()) {
		if (first < 0 || i < first + period - 1) averages.push(none);
		else if (i === first + period - 1) averages.push(mean(values.slice(first, i + 1)));
		else averages.push(weight * value + (1 - weight) * averages[i - 1]!);
	}

	return averages;
}

const emaOf = (values: readonly number[], period: number): number[] =>
	recursive(values, period, 2 / (period + 1));
const wilderOf = (values: readonly number[], period: number): number[] =>
	recursive(values, period, 1 / period);

const changes = (values: readonly number[]): number[] =>
	values.map((value, i) => (i === 0 ? none : value - values[i - 1]!));

function rsiOf(values: readonly number[], period: number): number[] {
	const gains = wilderOf(
		changes(values).map(change => Math.max(change, 0)),
		period,
	);
	const losses = wilderOf(
		changes(values).map(change => Math.max(-change, 0)),
		period,
	);
	return gains.map((gain, i) => 100 - 100 / (1 + gain / losses[i]!));
}

function trueRangesOf({high, low, close}: Candles): number[] {
	return Array.from(high, (top, i) => {
		if (i === 0) return none;
		const before = close[i - 1]!;
		return Math.max(top, before) - Math.min(low[i]!, before);
	});
}

/** Wilder's sum as TA-Lib begins it: `period - 1` values added up, then decaying. */
function wilderSumOf(values: readonly number[], period: number): number[] {
	const sums: number[] = [];
	let sum = 0;
	for (const [i, value] of values.entries()) {
		if (i > 0) sum = i < period ? sum + value : sum - sum / period + value;
		sums.push(i < period ? none : sum);
	}

	return sums;
}

function adxOf(candles: Candles, period: number): {adx: number[]; plus: number[]; minus: number[]} {
	const ups = changes(Array.from(candles.high));
	const downs = changes(Array.from(candles.low)).map(change => -change);
	const ranges = wilderSumOf(trueRangesOf(candles), period);
	const share = (own: number[], other: number[]): number[] =>
		wilderSumOf(
			own.map((move, i) => (move > 0 && move > other[i]! ? move : 0)),
			period,
		).map((sum, i) => (ranges[i] === 0 ? 0 : (100 * sum) / ranges[i]!));
	const plus = share(ups, downs);
	const minus = share(downs, ups);
	const dx = plus.map((value, i) => {
		const both = value + minus[i]!;
		return both === 0 ? 0 : (100 * Math.abs(value - minus[i]!)) / both;
	});
	return {adx: wilderOf(dx, period), plus, minus};
}

/**
 * The largest difference, relative to the larger of the value and `scale`; infinite where only one of the two lines is
 * present.
 */
function error(seen: Float64Array, expected: readonly number[], scale = 0): number {
	if (seen.length !== expected.length) return Number.POSITIVE_INFINITY;
	return expected.reduce((worst, value, i) => {
		if (Number.isNaN(value) && Number.isNaN(seen[i]!)) return worst;
		const distance = Math.abs(seen[i]! - value) / Math.max(Math.abs(value), scale, 1e-300);
		return Number.isNaN(distance) ? Number.POSITIVE_INFINITY : Math.max(worst, distance);
	}, 0);
}

/** Hides a line until another one exists. */
const until = (line: readonly number[], other: readonly number[]): number[] =>
	line.map((value, i) => (Number.isNaN(other[i]!) ? none : value));

const market = walk(400, 3);
const closes = Array.from(market.close);

describe('indicators equal their definitions', () => {
	test.each([1, 2, 20, 90])('SMA, EMA and Wilder of %d', period => {
		expect(error(sma(market.close, period), smaOf(closes, period))).toBeLessThanOrEqual(1e-11);
		expect(error(ema(market.close, period), emaOf(closes, period))).toBeLessThanOrEqual(1e-11);
		expect(error(wilder(market.close, period), wilderOf(closes, period))).toBeLessThanOrEqual(1e-11);
	});

	test.each([2, 14, 60])('RSI of %d', period => {
		expect(error(rsi(market.close, period), rsiOf(closes, period), 1)).toBeLessThanOrEqual(1e-11);
	});

	test.each([
		{fast: 12, slow: 26, signal: 9},
		{fast: 2, slow: 50, signal: 3},
	])('MACD of %j', ({fast, slow, signal}) => {
		// The fast average leaves out the first rows, so that its seed ends where that of the slow one does.
		const late = emaOf([...Array<number>(slow - fast).fill(none), ...closes.slice(slow - fast)], fast);
		const line = emaOf(closes, slow).map((value, i) => late[i]! - value);
		const average = emaOf(line, signal);
		const seen = macd(market.close, {fast, slow, signal});
		expect(error(seen.macd, until(line, average), 1)).toBeLessThanOrEqual(1e-11);
		expect(error(seen.signal, average, 1)).toBeLessThanOrEqual(1e-11);
		expect(
			error(
				seen.histogram,
				average.map((value, i) => line[i]! - value),
				1,
			),
		).toBeLessThanOrEqual(1e-11);
	});

	test.each([
		{period: 14, slowing: 3, signal: 3},
		{period: 5, slowing: 1, signal: 4},
	])('Stochastic of %j', ({period, slowing, signal}) => {
		const raw = closes.map((close, i) => {
			if (i < period - 1) return none;
			const highest = Math.max(...market.high.slice(i - period + 1, i + 1));
			const lowest = Math.min(...market.low.slice(i - period + 1, i + 1));
			return (100 * (close - lowest)) / (highest - lowest);
		});
		const slow = raw.map((_, i) => (i < slowing - 1 ? none : mean(raw.slice(i - slowing + 1, i + 1))));
		const d = slow.map((_, i) => (i < signal - 1 ? none : mean(slow.slice(i - signal + 1, i + 1))));
		const seen = stochastic(market, {period, slowing, signal});
		expect(error(seen.k, until(slow, d), 1)).toBeLessThanOrEqual(1e-11);
		expect(error(seen.d, d, 1)).toBeLessThanOrEqual(1e-11);
	});

	test.each([2, 20, 90])('Bollinger bands and volatility of %d', period => {
		const windows = closes.map((_, i) => (i < period - 1 ? null : closes.slice(i - period + 1, i + 1)));
		const width = windows.map(window => {
			if (window === null) return none;
			return 2 * Math.sqrt(mean(window.map(value => (value - mean(window)) ** 2)));
		});
		const seen = bollinger(market.close, {period, deviations: 2});
		const middle = smaOf(closes, period);
		expect(error(seen.middle, middle)).toBeLessThanOrEqual(1e-11);
		expect(
			error(
				seen.upper,
				middle.map((value, i) => value + width[i]!),
			),
		).toBeLessThanOrEqual(1e-11);
		expect(
			error(
				seen.lower,
				middle.map((value, i) => value - width[i]!),
			),
		).toBeLessThanOrEqual(1e-11);

		const logs = closes.map((close, i) => (i === 0 ? none : Math.log(close / closes[i - 1]!)));
		const deviation = logs.map((_, i) => {
			const window = logs.slice(Math.max(0, i - period + 1), i + 1);
			if (i < period) return none;
			const centre = mean(window);
			return Math.sqrt(window.reduce((sum, value) => sum + (value - centre) ** 2, 0) / (period - 1));
		});
		expect(error(volatility(market.close, period), deviation, 1e-6)).toBeLessThanOrEqual(1e-11);
	});

	test.each([1, 14, 90])('true range and ATR of %d', period => {
		const ranges = trueRangesOf(market);
		expect(error(trueRange(market), ranges, 1e-3)).toBeLessThanOrEqual(1e-11);
		expect(error(atr(market, period), wilderOf(ranges, period), 1e-3)).toBeLessThanOrEqual(1e-11);
	});

	test.each([2, 14, 60])('ADX of %d', period => {
		const expected = adxOf(market, period);
		const seen = adx(market, period);
		expect(error(seen.adx, expected.adx, 1)).toBeLessThanOrEqual(1e-11);
		expect(error(seen.plusDi, until(expected.plus, expected.adx), 1)).toBeLessThanOrEqual(1e-11);
		expect(error(seen.minusDi, until(expected.minus, expected.adx), 1)).toBeLessThanOrEqual(1e-11);
	});

	test('OBV', () => {
		let total = market.volume[0]!;
		const expected = closes.map((close, i) => {
			if (i > 0) total += Math.sign(close - closes[i - 1]!) * market.volume[i]!;
			return total;
		});
		expect(obv(market)).toEqual(Float64Array.from(expected));
	});

	test('VWAP since 00:00 UTC, and since the first candle', () => {
		const since = (start: (i: number) => number): number[] =>
			closes.map((_, i) => {
				let value = 0;
				let volume = 0;
				for (let j = start(i); j <= i; j++) {
					value += ((market.high[j]! + market.low[j]! + market.close[j]!) / 3) * market.volume[j]!;
					volume += market.volume[j]!;
				}

				return value / volume;
			});
		expect(
			error(
				vwap(market, 'day'),
				since(i => i - (i % 24)),
			),
		).toBeLessThanOrEqual(1e-11);
		expect(
			error(
				vwap(market, 'start'),
				since(() => 0),
			),
		).toBeLessThanOrEqual(1e-11);
	});
});

describe('edge cases', () => {
	test('a rise and a fall of the same size count as neither in ADX', () => {
		const outside = allocateCandles(8);
		for (let i = 0; i < 8; i++) {
			outside.high[i] = 100 + i;
			outside.low[i] = 50 - i;
			outside.close[i] = 75;
		}

		const {adx: line, plusDi, minusDi} = adx(outside, 2);
		expect([line.at(-1), plusDi.at(-1), minusDi.at(-1)]).toEqual([0, 0, 0]);
	});

	test('RSI of a price that only rises is 100, that only falls 0', () => {
		const rising = Float64Array.from({length: 30}, (_, i) => 10 + i);
		expect(
			rsi(rising, 14)
				.subarray(14)
				.every(value => value === 100),
		).toBe(true);
		expect(
			rsi(rising.toReversed(), 14)
				.subarray(14)
				.every(value => value === 0),
		).toBe(true);
	});

	test('VWAP is absent until something was traded in the session', () => {
		const candles = walk(26);
		candles.volume[0] = 0;
		candles.volume[24] = 0;
		const line = vwap(candles, 'day');
		expect([...line.entries()].filter(([, value]) => Number.isNaN(value)).map(([i]) => i)).toEqual([0, 24]);
		expect(vwap(candles, 'start')[24]).toBeGreaterThan(0);
	});

	test('for any prices RSI, %K and ADX stay between 0 and 100, and the bands keep their order', () => {
		const price = fc.double({min: 1e-9, max: 1e6, noNaN: true});
		fc.assert(
			fc.property(fc.array(fc.tuple(price, price, price), {maxLength: 60}), bars => {
				const candles = allocateCandles(bars.length);
				for (const [i, bar] of bars.entries()) {
					const [low, close, high] = bar.toSorted((a, b) => a - b);
					candles.low[i] = low!;
					candles.close[i] = close!;
					candles.high[i] = high!;
				}

				const periods = {period: 5, slowing: 2, signal: 2};
				const shares = [rsi(candles.close, 5), stochastic(candles, periods).k, adx(candles, 4).adx];
				for (const value of shares.flatMap(line => Array.from(line))) {
					expect(value >= -1e-9 && value <= 100 + 1e-9 ? Number.NaN : value).toBeNaN();
				}

				const {upper, middle, lower} = bollinger(candles.close, {period: 5, deviations: 2});
				for (const [i, value] of middle.entries()) {
					expect(Number.isNaN(value) || (lower[i]! <= value && value <= upper[i]!)).toBe(true);
				}
			}),
		);
	});
});
