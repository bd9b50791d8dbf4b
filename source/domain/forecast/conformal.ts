/**
 * Prediction intervals whose coverage holds by measurement: split conformal on the newest scores (Vovk et al. 2005),
 * scaled by a volatility forecast, with the target level adapted after every outcome (ACI: Gibbs and Candès 2021,
 * arXiv 2106.00170).
 */

import {coverageLevels, type CoverageLevel, type ForecastInterval} from './model.js';

/** How many scores are kept: about six weeks of hours, or eight months of days. */
export const calibrationSize = {'1h': 1000, '1d': 250} as const satisfies Record<ForecastInterval, number>;

/** How fast the level adapts. */
const gamma = 0.005;

/** Outcomes remembered per level, for the measured coverage. */
const heldWindow = 500;

/**
 * What is kept between candles. A score is |log return - forecast| / forecast scale, oldest first. `alphas` are the miss
 * rates now aimed at, one per level of {@link coverageLevels}. `held` tells for the newest outcomes, oldest first,
 * whether each level's interval contained them (1) or not (0).
 */
export type ConformalState = {
	readonly scores: Float64Array;
	readonly alphas: readonly number[];
	readonly held: readonly Uint8Array[];
};

/** Half-widths in log price, in units of the forecast scale, one per level; NaN without a score. */
type Reach = readonly number[];

export interface Conformal {
	/** The reach of the next intervals. */
	reach(): Reach;
	/** Takes the outcome of the forecast that was made with the present {@link Conformal.reach}. */
	learn(score: number): void;
	state(): ConformalState;
}

/** Where a score belongs among sorted ones. */
function placeOf(sorted: Float64Array, length: number, score: number): number {
	let low = 0;
	let high = length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (sorted[middle]! < score) low = middle + 1;
		else high = middle;
	}

	return low;
}

/** The state before the first outcome: calibrated on scores of out-of-sample forecasts, oldest first. */
export const calibrated = (scores: Float64Array, size: number): ConformalState => ({
	scores: scores.slice(-size),
	alphas: coverageLevels.map(level => 1 - level),
	held: coverageLevels.map(() => new Uint8Array(0)),
});

/** Goes on from a state; `size` is the number of scores to keep. */
export function createConformal(from: ConformalState, size: number): Conformal {
	const recent = new Float64Array(size);
	const sorted = new Float64Array(size + 1);
	const start = from.scores.slice(-size);
	recent.set(start);
	sorted.set(start.toSorted());
	let count = start.length;
	let oldest = count === size ? 0 : -1;
	const alphas = [...from.alphas];
	const held = from.held.map(hits => [...hits]);

	const reachOf = (alpha: number): number => {
		if (count === 0) return Number.NaN;
		const rank = Math.ceil((count + 1) * (1 - alpha));
		// Beyond the largest score nothing is known; it is the widest that can be said.
		return sorted[Math.max(0, Math.min(count, rank) - 1)]!;
	};
	const reach = (): Reach => alphas.map(reachOf);
	const insert = (score: number): void => {
		if (count === size) {
			const gone = placeOf(sorted, count, recent[oldest]!);
			sorted.copyWithin(gone, gone + 1, count);
			count--;
		} else {
			oldest = -1;
		}

		const place = placeOf(sorted, count, score);
		sorted.copyWithin(place + 1, place, count);
		sorted[place] = score;
		recent[oldest < 0 ? count : oldest] = score;
		count++;
		oldest = count < size ? -1 : (oldest + 1) % size;
	};

	return {
		reach,
		learn(score) {
			const widths = reach();
			for (const [i, level] of coverageLevels.entries()) {
				const missed = score > widths[i]! ? 1 : 0;
				if (Number.isNaN(widths[i]!)) continue;
				held[i]!.push(1 - missed);
				alphas[i] = Math.max(0, Math.min(1, alphas[i]! + gamma * (1 - level - missed)));
			}

			insert(score);
		},
		state() {
			const begin = Math.max(0, oldest);
			const scores = new Float64Array(count);
			for (let i = 0; i < count; i++) scores[i] = recent[(begin + i) % size]!;
			return {scores, alphas: [...alphas], held: held.map(hits => Uint8Array.from(hits.slice(-heldWindow)))};
		},
	};
}

/** The interval around a centre, in the unit of `lastClose`: `centre` and `reach * scale` are log returns. */
export const intervalOf = (
	lastClose: number,
	centre: number,
	scale: number,
	reach: number,
): readonly [low: number, high: number] => [
	lastClose * Math.exp(centre - reach * scale),
	lastClose * Math.exp(centre + reach * scale),
];

/** The place of a level in the lists of a state. */
export const levelIndex = (level: CoverageLevel): number => coverageLevels.indexOf(level);
