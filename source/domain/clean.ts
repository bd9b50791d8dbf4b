/** Candles as they arrive, made into a series: on the grid, ascending, each opening time once. */

import {
	allocateCandles,
	concatCandles,
	copyCandle,
	pickCandles,
	sameCandle,
	type Candles,
} from './candles.js';
import {floorTo, type Interval} from './interval.js';

/** Whether the candles are ascending and no opening time occurs twice. */
export function isSeries({length, ts}: Candles): boolean {
	for (let i = 1; i < length; i++) if (ts[i - 1]! >= ts[i]!) return false;
	return true;
}

/** The indices of the candles in ascending order of `ts`, equal times as they came; null when they are in order. */
function ascendingIndices({length, ts}: Candles): Uint32Array | null {
	let ordered = true;
	for (let i = 1; i < length && ordered; i++) ordered = ts[i - 1]! <= ts[i]!;
	if (ordered) return null;
	return Uint32Array.from({length}, (_, i) => i).toSorted((a, b) => ts[a]! - ts[b]! || a - b);
}

/** The candles by ascending time, equal times in the order they came; the same object when nothing moves. */
export function order(candles: Candles): Candles {
	const indices = ascendingIndices(candles);
	return indices ? pickCandles(candles, indices) : candles;
}

/** Two rows with the same opening time and different values, by their places in the input: the first one wins. */
type Conflict = readonly [kept: number, other: number];

export type Deduped = {
	/** One candle for each opening time: the first that came. */
	readonly candles: Candles;
	/** Identical copies that were dropped. */
	readonly duplicates: number;
	readonly conflicts: readonly Conflict[];
};

/** Keeps the first candle of each opening time; the input is ascending. Without copies its object is returned. */
export function dedupe(candles: Candles): Deduped {
	if (isSeries(candles)) return {candles, duplicates: 0, conflicts: []};
	const kept = new Uint32Array(candles.length);
	const conflicts: Conflict[] = [];
	let count = 0;
	let duplicates = 0;
	for (let i = 0; i < candles.length; i++) {
		const last = count === 0 ? -1 : kept[count - 1]!;
		if (last < 0 || candles.ts[last] !== candles.ts[i]) kept[count++] = i;
		else if (sameCandle(candles, last, candles, i)) duplicates++;
		else conflicts.push([last, i]);
	}

	return {candles: pickCandles(candles, kept.subarray(0, count)), duplicates, conflicts};
}

export type Aligned = {
	readonly candles: Candles;
	/** Candles that did not open on the grid. */
	readonly shifted: number;
};

/**
 * Moves every opening time down to the grid of the interval: Binance candles of 2017-12 to 2018-02 sometimes open
 * late. Their values stay. When all are on the grid the same object is returned.
 */
export function align(candles: Candles, interval: Interval): Aligned {
	let shifted = 0;
	for (let i = 0; i < candles.length; i++) {
		if (floorTo(interval, candles.ts[i]!) !== candles.ts[i]) shifted++;
	}

	if (shifted === 0) return {candles, shifted};
	return {candles: {...candles, ts: candles.ts.map(ts => floorTo(interval, ts))}, shifted};
}

export type Cleaned = Deduped & {
	/** Candles that did not open on the grid, and were moved to it. */
	readonly shifted: number;
	/** Whether the rows came in another order. */
	readonly reordered: boolean;
};

/**
 * Align, order and dedupe in one step; conflicts name places in the original input. A clean input is checked in one
 * pass and returned as it is, so cleaning twice changes nothing.
 */
export function clean(candles: Candles, interval: Interval): Cleaned {
	const aligned = align(candles, interval);
	const indices = ascendingIndices(aligned.candles);
	const ordered = indices ? pickCandles(aligned.candles, indices) : aligned.candles;
	const {conflicts, ...deduped} = dedupe(ordered);
	return {
		...deduped,
		conflicts: indices ? conflicts.map(([kept, other]) => [indices[kept]!, indices[other]!]) : conflicts,
		shifted: aligned.shifted,
		reordered: indices !== null,
	};
}

/** Both series as one; where both have a candle, that of `later` wins. Each input is ascending and without copies. */
export function merge(earlier: Candles, later: Candles): Candles {
	if (earlier.length === 0) return later;
	if (later.length === 0) return earlier;
	if (earlier.ts[earlier.length - 1]! < later.ts[0]!) return concatCandles([earlier, later]);
	if (later.ts[later.length - 1]! < earlier.ts[0]!) return concatCandles([later, earlier]);
	const merged = allocateCandles(earlier.length + later.length - commonTimes(earlier, later));
	let i = 0;
	let j = 0;
	for (let at = 0; at < merged.length; at++) {
		const before = i < earlier.length ? earlier.ts[i]! : Number.POSITIVE_INFINITY;
		const after = j < later.length ? later.ts[j]! : Number.POSITIVE_INFINITY;
		if (before <= after) i++;
		if (before < after) {
			copyCandle(earlier, i - 1, merged, at);
		} else {
			copyCandle(later, j++, merged, at);
		}
	}

	return merged;
}

function commonTimes(a: Candles, b: Candles): number {
	let common = 0;
	for (let i = 0, j = 0; i < a.length && j < b.length;) {
		const difference = a.ts[i]! - b.ts[j]!;
		if (difference === 0) common++;
		if (difference <= 0) i++;
		if (difference >= 0) j++;
	}

	return common;
}
