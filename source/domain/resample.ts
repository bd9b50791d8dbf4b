/** Candles from finer candles, and candles from prices. */

import {allocateCandles, sliceCandles, type Candles} from './candles.js';
import {floorTo, stepOf, type Interval} from './interval.js';
import {candleFlag, type PricePoint} from './market.js';
import type {Range} from './range.js';

export type ResampleSteps = {
	readonly from: Interval;
	readonly to: Interval;
	/**
	 * The time at which the candles were known, ms UTC. Left out, an open last candle tells it; without one, all time
	 * has passed.
	 */
	readonly now?: number | undefined;
};

/**
 * Coarser candles from finer ones: first open, highest high, lowest low, last close, sum of the volumes (unknown when
 * any of them is). Buckets follow the UTC calendar, weeks begin on Monday; a bucket without candles is absent.
 *
 * - `open`: it holds an open candle, or ends after `now`.
 * - `partial`: a candle that was over by `now` is missing from it, or one of its candles is partial or cut.
 * - `cut`: its last candle is, so that no return is computed over its end.
 *
 * The input is a series (ascending, each time once) of `from` candles; throws a RangeError when `to` is finer.
 */
export function resample(candles: Candles, {from, to, now}: ResampleSteps): Candles {
	if (stepOf[to] < stepOf[from]) throw new RangeError(`${from} candles cannot be resampled to ${to}`);
	if (from === to || candles.length === 0) return candles;
	const {length, ts, open, high, low, close, volume, flags} = candles;
	const fine = stepOf[from];
	const coarse = stepOf[to];
	const last = length - 1;
	const clock = now ?? ((flags[last]! & candleFlag.open) !== 0 ? ts[last]! : Number.POSITIVE_INFINITY);
	const closedUntil = Number.isFinite(clock) ? floorTo(from, clock) : clock;

	const buckets = allocateCandles(countBuckets(ts, length, to));
	let i = 0;
	for (let at = 0; at < buckets.length; at++) {
		const start = floorTo(to, ts[i]!);
		const end = start + coarse;
		const dueUntil = Math.min(end, closedUntil);
		const first = i;
		let present = 0;
		let highest = high[i]!;
		let lowest = low[i]!;
		let traded = 0;
		let seen = 0;
		for (; i < length && ts[i]! < end; i++) {
			if (ts[i]! < dueUntil) present++;
			if (high[i]! > highest) highest = high[i]!;
			if (low[i]! < lowest) lowest = low[i]!;
			traded += volume[i]!;
			seen |= flags[i]!;
		}

		buckets.ts[at] = start;
		buckets.open[at] = open[first]!;
		buckets.high[at] = highest;
		buckets.low[at] = lowest;
		buckets.close[at] = close[i - 1]!;
		buckets.volume[at] = traded;
		const unfinished = end > clock || (seen & candleFlag.open) !== 0;
		const incomplete =
			present * fine < dueUntil - start || (seen & (candleFlag.partial | candleFlag.cut)) !== 0;
		buckets.flags[at] =
			(unfinished ? candleFlag.open : 0) |
			(incomplete ? candleFlag.partial : 0) |
			(flags[i - 1]! & candleFlag.cut);
	}

	return buckets;
}

function countBuckets(ts: Float64Array, length: number, interval: Interval): number {
	let count = 0;
	let end = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < length; i++) {
		if (ts[i]! < end) continue;
		count++;
		end = floorTo(interval, ts[i]!) + stepOf[interval];
	}

	return count;
}

/** Prices as parallel columns of one length; `ts` in ms UTC. */
export type PriceColumns = {readonly ts: Float64Array; readonly price: Float64Array};

export type PriceSteps = {
	readonly interval: Interval;
	/** The time at which the prices were known, ms UTC: a bucket that ends later is open. */
	readonly now: number;
	/** What was asked for: a bucket that sticks out of it was seen only in part, and is marked `partial`. */
	readonly range?: Range | undefined;
	/**
	 * Whether a price stamped exactly on a boundary opens the candle that begins there (the default) or closes the one
	 * that ends there. CoinGecko's daily points are closes: the one stamped day D 00:00 belongs to day D-1.
	 */
	readonly boundary?: 'opens' | 'closes' | undefined;
};

/**
 * OHLC from single prices, in any order: the open of a candle is the first price inside its time, the close the last.
 * Volume is unknown (NaN). Of several prices with one time stamp the last that came counts. A candle without prices is
 * absent. The last point of CoinGecko is "now" and falls into the open candle, which is marked `open`.
 */
export function ohlcFromPrices(points: readonly PricePoint[] | PriceColumns, steps: PriceSteps): Candles {
	const {interval, now, range, boundary = 'opens'} = steps;
	const {ts, price} = ascendingPrices('price' in points ? points : columnsOf(points));
	const step = stepOf[interval];
	// Whole milliseconds: one less moves a stamp on a boundary, and no other, into the candle before.
	const shift = boundary === 'closes' ? 1 : 0;
	const candles = allocateCandles(ts.length);
	let at = -1;
	let end = Number.NEGATIVE_INFINITY;
	for (let i = 0; i < ts.length; i++) {
		if (ts[i] === ts[i + 1]) continue;
		const value = price[i]!;
		if (ts[i]! - shift >= end) {
			const start = floorTo(interval, ts[i]! - shift);
			end = start + step;
			at++;
			candles.ts[at] = start;
			candles.open[at] = value;
			candles.high[at] = value;
			candles.low[at] = value;
			candles.volume[at] = Number.NaN;
			const outside = range !== undefined && (start < range.from || end > range.to);
			candles.flags[at] = (end > now ? candleFlag.open : 0) | (outside ? candleFlag.partial : 0);
		}

		if (value > candles.high[at]!) candles.high[at] = value;
		if (value < candles.low[at]!) candles.low[at] = value;
		candles.close[at] = value;
	}

	return sliceCandles(candles, 0, at + 1);
}

function columnsOf(points: readonly PricePoint[]): PriceColumns {
	return {ts: Float64Array.from(points, ({ts}) => ts), price: Float64Array.from(points, ({price}) => price)};
}

function ascendingPrices(columns: PriceColumns): PriceColumns {
	const {ts, price} = columns;
	if (ts.every((time, i) => i === 0 || ts[i - 1]! <= time)) return columns;
	const indices = Uint32Array.from(ts, (_, i) => i).toSorted((a, b) => ts[a]! - ts[b]! || a - b);
	return {ts: Float64Array.from(indices, i => ts[i]!), price: Float64Array.from(indices, i => price[i]!)};
}
