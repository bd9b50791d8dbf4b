/** The UTC time grid of an interval: which candles should be there, and which are missing. */

import {sliceCandles, type Candles} from './candles.js';
import {ceilTo, floorTo, stepOf, type Interval} from './interval.js';
import type {Range} from './range.js';

/** Index of the first candle at or after `ts`; the length when there is none. The candles are ascending. */
export function indexAt(candles: Candles, ts: number): number {
	let low = 0;
	let high = candles.length;
	while (low < high) {
		const middle = (low + high) >>> 1;
		if (candles.ts[middle]! < ts) low = middle + 1;
		else high = middle;
	}

	return low;
}

/** The candles that open inside the range, as views on the same memory. The candles are ascending. */
export function within(candles: Candles, {from, to}: Range): Candles {
	return sliceCandles(candles, indexAt(candles, from), indexAt(candles, to));
}

/** How many candles open inside the range. */
export function expectedCount(interval: Interval, {from, to}: Range): number {
	return Math.max(0, (ceilTo(interval, to) - ceilTo(interval, from)) / stepOf[interval]);
}

/** From the opening of the first candle to the end of the last one; empty without candles. */
export function spanOf(candles: Candles, interval: Interval): Range {
	if (candles.length === 0) return {from: 0, to: 0};
	return {
		from: floorTo(interval, candles.ts[0]!),
		to: floorTo(interval, candles.ts[candles.length - 1]!) + stepOf[interval],
	};
}

/**
 * The missing candles among those that open inside `range` (by default between the first and the last one), as
 * ascending, disjoint ranges from the opening of the first missing candle to the end of the last, always on the grid.
 * The candles are ascending.
 */
export function gaps(
	candles: Candles,
	interval: Interval,
	range: Range = spanOf(candles, interval),
): Range[] {
	const step = stepOf[interval];
	const end = ceilTo(interval, range.to);
	const found: Range[] = [];
	let due = ceilTo(interval, range.from);
	for (let i = indexAt(candles, due); i < candles.length; i++) {
		const ts = candles.ts[i]!;
		if (ts >= end) break;
		if (ts !== due) {
			const opening = floorTo(interval, ts);
			if (opening < due) continue;
			if (opening > due) found.push({from: due, to: opening});
			due = opening;
		}

		due += step;
	}

	if (due < end) found.push({from: due, to: end});
	return found;
}

/** How many candles are missing; see {@link gaps}. */
export function missingCount(candles: Candles, interval: Interval, range?: Range): number {
	return gaps(candles, interval, range).reduce((sum, gap) => sum + (gap.to - gap.from) / stepOf[interval], 0);
}
