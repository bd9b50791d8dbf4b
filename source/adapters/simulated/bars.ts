/** Bars in whole numbers (ticks, lots, quote units), and how one bar is cut into sixty that add up to it exactly. */

import type {Dice} from './dice.js';

/** Parallel columns of whole numbers. Prices in ticks, volume in lots, quote volume in quote units. */
export type Bars = {
	readonly open: Float64Array;
	readonly high: Float64Array;
	readonly low: Float64Array;
	readonly close: Float64Array;
	readonly volume: Float64Array;
	readonly quote: Float64Array;
	readonly trades: Float64Array;
};

/** One bar of {@link Bars}. */
export type Bar = {
	open: number;
	high: number;
	low: number;
	close: number;
	volume: number;
	quote: number;
	trades: number;
};

export function allocateBars(length: number): Bars {
	const memory = new Float64Array(7 * length);
	const column = (place: number): Float64Array => memory.subarray(place * length, (place + 1) * length);
	return {
		open: column(0),
		high: column(1),
		low: column(2),
		close: column(3),
		volume: column(4),
		quote: column(5),
		trades: column(6),
	};
}

export const barAt = (bars: Bars, i: number): Bar => ({
	open: bars.open[i]!,
	high: bars.high[i]!,
	low: bars.low[i]!,
	close: bars.close[i]!,
	volume: bars.volume[i]!,
	quote: bars.quote[i]!,
	trades: bars.trades[i]!,
});

/** Lengthens `bar` by bar `i` of `bars`, which follows it. */
export function extendBar(bar: Bar, bars: Bars, i: number): void {
	if (bars.high[i]! > bar.high) bar.high = bars.high[i]!;
	if (bars.low[i]! < bar.low) bar.low = bars.low[i]!;
	bar.close = bars.close[i]!;
	bar.volume += bars.volume[i]!;
	bar.quote += bars.quote[i]!;
	bar.trades += bars.trades[i]!;
}

/** Bars cut out of one: an hour into minutes, a minute into seconds. */
export const partsOfBar = 60;

/**
 * Cuts a bar into sixty. Exact: the first opens where the bar opens, each opens where the one before closes, the last
 * closes where the bar closes, the highest and lowest prices are those of the bar, and volume, quote volume and trades
 * add up. A part without trades is flat and has no volume.
 *
 * Construction: trades are dealt out first; among the parts that have some, one is chosen for the high and one for the
 * low; the closes wander between the fixed points (open, the two extremes, close) and are kept inside the bar.
 */
export function subdivide(bar: Bar, dice: Dice): Bars {
	const parts = allocateBars(partsOfBar);
	const {open, high, low, close} = bar;
	const offset = dice.share();
	deal(parts.trades, bar.trades, () => 0.1 + dice.share() ** 2, offset);
	const active: number[] = [];
	for (let i = 0; i < partsOfBar; i++) if (parts.trades[i]! > 0) active.push(i);

	const last = active.length - 1;
	const atHigh = Math.floor(dice.share() * active.length);
	const atLow = Math.floor(dice.share() * active.length);
	const wiggle = (high - low) * 0.12;
	const inside = (price: number): number => Math.min(high, Math.max(low, Math.round(price)));
	const fixed = [
		{at: -1, price: open},
		...(atHigh < last && atHigh !== atLow ? [{at: atHigh, price: high - wiggle * dice.share()}] : []),
		...(atLow < last && atHigh !== atLow ? [{at: atLow, price: low + wiggle * dice.share()}] : []),
		{at: last, price: close},
	].toSorted((a, b) => a.at - b.at);

	let price = open;
	let leg = 0;
	let k = 0;
	for (let i = 0; i < partsOfBar; i++) {
		parts.open[i] = price;
		if (parts.trades[i]! > 0) {
			while (fixed[leg + 1]!.at < k) leg++;
			const from = fixed[leg]!;
			const to = fixed[leg + 1]!;
			const along = (k - from.at) / (to.at - from.at);
			const straight = from.price + (to.price - from.price) * along;
			const next =
				k === last ? close : inside(straight + wiggle * dice.shock() * 2 * Math.sqrt(along * (1 - along)));
			const top = inside(Math.max(price, next) + wiggle * dice.share() ** 2);
			const bottom = inside(Math.min(price, next) - wiggle * dice.share() ** 2);
			parts.high[i] = k === atHigh ? high : top;
			parts.low[i] = k === atLow ? low : bottom;
			parts.close[i] = next;
			price = next;
			k++;
		} else {
			parts.high[i] = price;
			parts.low[i] = price;
			parts.close[i] = price;
		}
	}

	// Every trade moves at least one lot.
	const trades = parts.trades;
	deal(parts.volume, bar.volume - bar.trades, i => trades[i]! * (0.3 + dice.share()));
	for (let i = 0; i < partsOfBar; i++) parts.volume[i] = parts.volume[i]! + trades[i]!;
	deal(parts.quote, bar.quote, i => parts.volume[i]! * (parts.high[i]! + parts.low[i]!));
	return parts;
}

/**
 * Deals `total` whole things out in proportion to the weights; a weight of 0 gets none. `offset` (0 to 1) moves the
 * roundings, so that few things do not all land at the end.
 */
function deal(into: Float64Array, total: number, weight: (i: number) => number, offset = 0): void {
	let sum = 0;
	let lastWithWeight = -1;
	for (let i = 0; i < into.length; i++) {
		const share = weight(i);
		if (share > 0) lastWithWeight = i;
		sum += share;
		into[i] = sum;
	}

	let given = 0;
	for (let i = 0; i < into.length; i++) {
		const due = i >= lastWithWeight ? total : Math.min(total, Math.floor((total * into[i]!) / sum + offset));
		into[i] = due - given;
		given = due;
	}
}

/** The same bar with one price more at its end. */
export const extendPrice = (bar: Bar, ticks: number): Bar => ({
	...bar,
	high: Math.max(bar.high, ticks),
	low: Math.min(bar.low, ticks),
	close: ticks,
});
