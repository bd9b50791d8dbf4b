/** How good forecasts were: errors, skill, significance, hit rates, coverage. All inputs are out of sample. */

import type {CoverageLevel, IntervalScore, PointScore, Share} from './model.js';

/** 97.5 % point of the normal distribution. */
const z = 1.959963984540054;

/** A share with its 95 % interval after Wilson 1927. */
export function wilson(hits: number, n: number): Share {
	if (n === 0) return {value: Number.NaN, n: 0, low: 0, high: 1};
	const share = hits / n;
	const centre = (share + (z * z) / (2 * n)) / (1 + (z * z) / n);
	const half = (z / (1 + (z * z) / n)) * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n));
	return {value: share, n, low: Math.max(0, centre - half), high: Math.min(1, centre + half)};
}

const meanOf = (values: ArrayLike<number>): number => {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i]!;
	return sum / values.length;
};

/**
 * Diebold-Mariano statistic of squared errors, model against baseline, with a Newey-West variance of `n^(1/3)` lags
 * (Diebold and Mariano 1995; Newey and West 1987). Negative: the model errs less. NaN when the two never differ.
 */
export function dieboldMariano(model: Float64Array, baseline: Float64Array): number {
	const n = model.length;
	const difference = model.map((error, i) => error ** 2 - baseline[i]! ** 2);
	const mean = meanOf(difference);
	const lags = Math.floor(Math.cbrt(n));
	let variance = 0;
	for (let lag = 0; lag <= lags; lag++) {
		let covariance = 0;
		for (let i = lag; i < n; i++) covariance += (difference[i]! - mean) * (difference[i - lag]! - mean);
		variance += ((lag === 0 ? 1 : 2 * (1 - lag / (lags + 1))) * covariance) / n;
	}

	return variance > 0 ? mean / Math.sqrt(variance / n) : Number.NaN;
}

/** 1 - sum of squared errors / sum of squares around the mean; NaN for a constant. */
export function rSquared(actual: Float64Array, predicted: Float64Array): number {
	const mean = meanOf(actual);
	let errors = 0;
	let total = 0;
	for (let i = 0; i < actual.length; i++) {
		errors += (actual[i]! - predicted[i]!) ** 2;
		total += (actual[i]! - mean) ** 2;
	}

	return total > 0 ? 1 - errors / total : Number.NaN;
}

/** Share of forecasts that named the sign of the move; moves or forecasts of zero say nothing and are left out. */
export function directionOf(moves: Float64Array, forecasts: Float64Array): Share | null {
	let n = 0;
	let hits = 0;
	for (let i = 0; i < moves.length; i++) {
		if (moves[i] === 0 || forecasts[i] === 0) continue;
		n++;
		if (moves[i]! > 0 === forecasts[i]! > 0) hits++;
	}

	return n === 0 ? null : wilson(hits, n);
}

/** Forecasts and what became of them, row by row. Prices; `returns` are the log returns that were forecast. */
export type Scored = {
	readonly lastClose: Float64Array;
	readonly actual: Float64Array;
	readonly predicted: Float64Array;
};

/** Scores of point forecasts, beside persistence on the same rows. `sign` are the forecast moves for the hit rate. */
export function pointScore({lastClose, actual, predicted}: Scored, sign?: Float64Array): PointScore {
	const n = actual.length;
	const errors = new Float64Array(n);
	const naive = new Float64Array(n);
	const moves = new Float64Array(n);
	const forecasts = new Float64Array(n);
	let absolute = 0;
	let relative = 0;
	let squares = 0;
	let naiveSquares = 0;
	let returnSquares = 0;
	let moveSquares = 0;
	for (let i = 0; i < n; i++) {
		errors[i] = predicted[i]! - actual[i]!;
		naive[i] = lastClose[i]! - actual[i]!;
		moves[i] = Math.log(actual[i]! / lastClose[i]!);
		forecasts[i] = Math.log(predicted[i]! / lastClose[i]!);
		absolute += Math.abs(errors[i]!);
		relative += Math.abs(errors[i]! / actual[i]!);
		squares += errors[i]! ** 2;
		naiveSquares += naive[i]! ** 2;
		returnSquares += (moves[i]! - forecasts[i]!) ** 2;
		moveSquares += moves[i]! ** 2;
	}

	return {
		n,
		rmse: Math.sqrt(squares / n),
		mae: absolute / n,
		mape: (relative / n) * 100,
		r2: rSquared(actual, predicted),
		returnRmse: Math.sqrt(returnSquares / n),
		returnR2: 1 - returnSquares / moveSquares,
		skill: 1 - squares / naiveSquares,
		dieboldMariano: dieboldMariano(errors, naive),
		direction: directionOf(moves, sign ?? forecasts),
	};
}

/** Exponentially weighted volatility of log returns with decay 0.94 (RiskMetrics 1996), known before each row. */
export function ewmaVolatility(moves: Float64Array): Float64Array {
	const volatility = new Float64Array(moves.length);
	let variance = moves.length > 0 ? moves[0]! ** 2 : 0;
	for (let i = 0; i < moves.length; i++) {
		volatility[i] = Math.sqrt(variance);
		variance = 0.94 * variance + 0.06 * moves[i]! ** 2;
	}

	return volatility;
}

/** Intervals and outcomes row by row, ascending in time. */
export type ScoredIntervals = {
	readonly level: CoverageLevel;
	readonly lastClose: Float64Array;
	readonly actual: Float64Array;
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** What was known of the volatility before each row. */
	readonly volatility: Float64Array;
	/** Rows of the moving window whose worst coverage is told. */
	readonly window: number;
};

/** Coverage, width and interval score (Winkler 1972) of intervals of one level. */
export function intervalScore({
	level,
	lastClose,
	actual,
	low,
	high,
	volatility,
	window,
}: ScoredIntervals): IntervalScore {
	const n = actual.length;
	const alpha = 1 - level;
	const ranked = volatility.toSorted();
	const terciles = [ranked[Math.floor(n / 3)]!, ranked[Math.floor((2 * n) / 3)]!] as const;
	const hitsOf = [0, 0, 0];
	const rowsOf = [0, 0, 0];
	let hits = 0;
	let inWindow = 0;
	let worst = 1;
	let width = 0;
	let score = 0;
	const inside = new Uint8Array(n);
	for (let i = 0; i < n; i++) {
		const held = actual[i]! >= low[i]! && actual[i]! <= high[i]!;
		inside[i] = held ? 1 : 0;
		const wide = ((high[i]! - low[i]!) / lastClose[i]!) * 1e4;
		const miss = (Math.max(0, low[i]! - actual[i]!, actual[i]! - high[i]!) / lastClose[i]!) * 1e4;
		width += wide;
		score += wide + (2 / alpha) * miss;
		hits += inside[i]!;
		const tercile = volatility[i]! < terciles[0] ? 0 : volatility[i]! < terciles[1] ? 1 : 2;
		rowsOf[tercile]!++;
		hitsOf[tercile]! += inside[i]!;
		inWindow += inside[i]! - (i >= window ? inside[i - window]! : 0);
		if (i + 1 >= window) worst = Math.min(worst, inWindow / window);
	}

	return {
		level,
		coverage: wilson(hits, n),
		widthBp: width / n,
		winklerBp: score / n,
		byVolatility: [hitsOf[0]! / rowsOf[0]!, hitsOf[1]! / rowsOf[1]!, hitsOf[2]! / rowsOf[2]!],
		worstWindow: n >= window ? worst : Number.NaN,
	};
}
