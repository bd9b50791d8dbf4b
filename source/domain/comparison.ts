/** What is measured when assets stand side by side: columns of closes on one common grid, NaN where there is none. */

import {candlesPerYear, maxDrawdown, percentChange} from './returns.js';
import {floorTo, stepOf, type Interval} from './interval.js';

/** Fewer common returns than this say nothing: two points always lie on a line. */
const leastPairs = 3;
/** A spread that is rounding noise beside the numbers it is of: such a column does not vary. */
const noise = 1e-12;

/** One asset over the rows of the grid. Everything unknown is NaN. */
export type Measures = {
	/** Rows of the first and the last close; -1 without any. */
	readonly first: number;
	readonly last: number;
	/** How many rows have a close. */
	readonly points: number;
	/** From the first to the last close, percent (1.5 is 1.5 %). */
	readonly change: number;
	/** Standard deviation of the log returns scaled to a year, percent. */
	readonly volatility: number;
	/** The worst fall from a peak, percent of the peak, never negative. */
	readonly drawdown: number;
};

/** Pearson correlation of the returns two columns share, and how many those are; NaN when that says nothing. */
export type Correlation = {readonly value: number; readonly pairs: number};

/**
 * The closes at the ends of the candles of a coarser interval, as a column on its grid: a series of days has one close
 * in 24 rows of hours, and what lies between is no hole. `ts` are the openings of the rows of interval `grid`.
 */
export function coarsened(
	close: Float64Array,
	ts: Float64Array,
	{grid, to}: {readonly grid: Interval; readonly to: Interval},
): Float64Array {
	if (stepOf[to] <= stepOf[grid]) return close;
	return close.filter((_, i) => {
		const end = ts[i]! + stepOf[grid];
		return floorTo(to, end) === end;
	});
}

/** Log returns between neighbouring rows; NaN beside a hole, so always at row 0. */
export function gridReturns(close: Float64Array): Float64Array {
	const returns = new Float64Array(close.length).fill(Number.NaN);
	for (let i = 1; i < close.length; i++) returns[i] = Math.log(close[i]! / close[i - 1]!);
	return returns;
}

/** Percent change since the first close of the column; holes stay holes. */
export function normalised(close: Float64Array): Float64Array {
	const base = close.find(price => !Number.isNaN(price)) ?? Number.NaN;
	return close.map(price => percentChange(base, price));
}

/** Sample standard deviation of the numbers there are; NaN for fewer than two. */
function deviation(values: Float64Array): number {
	const known = values.filter(value => !Number.isNaN(value));
	if (known.length < 2) return Number.NaN;
	const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
	return Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1));
}

/** Measures one column; returns across holes do not count. */
export function measure(close: Float64Array, interval: Interval): Measures {
	const first = close.findIndex(price => !Number.isNaN(price));
	const last = close.findLastIndex(price => !Number.isNaN(price));
	const drawdown = maxDrawdown(close);
	return {
		first,
		last,
		points: close.reduce((count, price) => count + (Number.isNaN(price) ? 0 : 1), 0),
		change: first === last ? Number.NaN : percentChange(close[first]!, close[last]!),
		volatility: deviation(gridReturns(close)) * Math.sqrt(candlesPerYear(interval)) * 100,
		drawdown: first === last || drawdown === null ? Number.NaN : drawdown.depth * 100,
	};
}

/** Correlates two columns of returns over the rows where both have one. */
export function correlation(a: Float64Array, b: Float64Array): Correlation {
	let pairs = 0;
	let meanA = 0;
	let meanB = 0;
	let squaresA = 0;
	let squaresB = 0;
	let products = 0;
	let sizeA = 0;
	let sizeB = 0;
	// Welford's recurrence: one pass, and no cancellation between large sums.
	for (let i = 0; i < Math.min(a.length, b.length); i++) {
		const x = a[i]!;
		const y = b[i]!;
		if (Number.isNaN(x) || Number.isNaN(y)) continue;
		pairs++;
		const fromA = x - meanA;
		const fromB = y - meanB;
		meanA += fromA / pairs;
		meanB += fromB / pairs;
		squaresA += fromA * (x - meanA);
		squaresB += fromB * (y - meanB);
		products += fromA * (y - meanB);
		sizeA = Math.max(sizeA, Math.abs(x));
		sizeB = Math.max(sizeB, Math.abs(y));
	}

	const varies = (squares: number, size: number): boolean => Math.sqrt(squares / pairs) > size * noise;
	if (pairs < leastPairs || !varies(squaresA, sizeA) || !varies(squaresB, sizeB)) {
		return {value: Number.NaN, pairs};
	}

	const value = products / Math.sqrt(squaresA * squaresB);
	return {value: Math.max(-1, Math.min(1, value)), pairs};
}
