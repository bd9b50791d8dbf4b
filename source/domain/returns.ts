/** Returns of a candle series and what is measured on them: volatility, change, drawdown. */

import type {Candles} from './candles.js';
import {over} from './indicators/stream.js';
import {Deviation} from './indicators/volatility.js';
import {stepOf, type Interval} from './interval.js';
import {candleFlag} from './market.js';

const day = stepOf['1d'];

/**
 * Whether a return leads from candle `index - 1` to candle `index`: the two are neighbours on the grid, and the first
 * was not cut short by a suspension, after which another price level, or another coin, may follow.
 */
function hasReturn({ts, flags}: Candles, index: number, step: number): boolean {
	return index > 0 && ts[index] === ts[index - 1]! + step && (flags[index - 1]! & candleFlag.cut) === 0;
}

/** Simple close-to-close returns as fractions (0.01 is 1 %); NaN where no return exists, so always at row 0. */
export function simpleReturns(candles: Candles, interval: Interval): Float64Array {
	const {length, close} = candles;
	const returns = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		returns[i] = hasReturn(candles, i, stepOf[interval]) ? close[i]! / close[i - 1]! - 1 : Number.NaN;
	}

	return returns;
}

/** Close-to-close log returns; NaN where no return exists, so always at row 0. */
export function logReturns(candles: Candles, interval: Interval): Float64Array {
	const {length, close} = candles;
	const returns = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		returns[i] = hasReturn(candles, i, stepOf[interval]) ? Math.log(close[i]! / close[i - 1]!) : Number.NaN;
	}

	return returns;
}

/**
 * Sample standard deviation of the last `period` (at least 2) returns, per candle. NaN until that many returns follow
 * each other without a hole.
 */
export function rollingVolatility(returns: Float64Array, period: number): Float64Array {
	return over(returns, new Deviation(period));
}

/** Candles in a year of 365 days: these markets never close. */
export function candlesPerYear(interval: Interval): number {
	return (365 * day) / stepOf[interval];
}

/** Volatility per candle scaled to a year. */
export function annualised(volatility: Float64Array, interval: Interval): Float64Array {
	const factor = Math.sqrt(candlesPerYear(interval));
	return volatility.map(value => value * factor);
}

/** Change from `before` to `after` in percent (1.5 is 1.5 %); NaN when there is no base to compare with. */
export function percentChange(before: number, after: number): number {
	return before === 0 ? Number.NaN : (after / before - 1) * 100;
}

/** The worst fall from a peak: `depth` as a fraction of the peak, and the rows of peak and trough. */
export type Drawdown = {readonly depth: number; readonly peakAt: number; readonly troughAt: number};

/** The first of the deepest falls; depth 0 when prices never fell, null without a price. Holes are passed over. */
export function maxDrawdown(prices: Float64Array): Drawdown | null {
	let worst: Drawdown | null = null;
	let peakAt = -1;
	for (let i = 0; i < prices.length; i++) {
		const price = prices[i]!;
		if (Number.isNaN(price)) continue;
		if (peakAt < 0 || price > prices[peakAt]!) peakAt = i;
		const depth = 1 - price / prices[peakAt]!;
		if (worst === null || depth > worst.depth) worst = {depth, peakAt, troughAt: i};
	}

	return worst;
}
