/** Many candles as columns: what the pipeline moves, the indicators read and the database stores. */

import type {Candle} from './market.js';

/**
 * Candles as parallel columns of one length, ascending by `ts` unless said otherwise.
 * `volume` is NaN where the source has none; every other number is finite. `flags` are bits of `candleFlag`.
 */
export type Candles = {
	readonly length: number;
	readonly ts: Float64Array;
	readonly open: Float64Array;
	readonly high: Float64Array;
	readonly low: Float64Array;
	readonly close: Float64Array;
	readonly volume: Float64Array;
	readonly flags: Uint8Array;
};

/** Columns for `length` candles, all zero, to be filled by the caller. */
export function allocateCandles(length: number): Candles {
	return {
		length,
		ts: new Float64Array(length),
		open: new Float64Array(length),
		high: new Float64Array(length),
		low: new Float64Array(length),
		close: new Float64Array(length),
		volume: new Float64Array(length),
		flags: new Uint8Array(length),
	};
}

export const noCandles: Candles = allocateCandles(0);

/** The candles of `[from, to)` by index, as views on the same memory. */
export function sliceCandles(candles: Candles, from: number, to = candles.length): Candles {
	return {
		length: Math.max(0, to - from),
		ts: candles.ts.subarray(from, to),
		open: candles.open.subarray(from, to),
		high: candles.high.subarray(from, to),
		low: candles.low.subarray(from, to),
		close: candles.close.subarray(from, to),
		volume: candles.volume.subarray(from, to),
		flags: candles.flags.subarray(from, to),
	};
}

/** Copies candle `index` of `from` to place `at` of `to`. */
export function copyCandle(from: Candles, index: number, to: Candles, at: number): void {
	to.ts[at] = from.ts[index]!;
	to.open[at] = from.open[index]!;
	to.high[at] = from.high[index]!;
	to.low[at] = from.low[index]!;
	to.close[at] = from.close[index]!;
	to.volume[at] = from.volume[index]!;
	to.flags[at] = from.flags[index]!;
}

/** The candles at the given indices, in that order, copied. */
export function pickCandles(candles: Candles, indices: ArrayLike<number>): Candles {
	const picked = allocateCandles(indices.length);
	for (let i = 0; i < indices.length; i++) copyCandle(candles, indices[i]!, picked, i);
	return picked;
}

export function concatCandles(parts: readonly Candles[]): Candles {
	if (parts.length === 1) return parts[0]!;
	const all = allocateCandles(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;
	for (const part of parts) {
		all.ts.set(part.ts, at);
		all.open.set(part.open, at);
		all.high.set(part.high, at);
		all.low.set(part.low, at);
		all.close.set(part.close, at);
		all.volume.set(part.volume, at);
		all.flags.set(part.flags, at);
		at += part.length;
	}

	return all;
}

export function candleAt(candles: Candles, index: number): Candle | undefined {
	if (index < 0 || index >= candles.length) return undefined;
	const volume = candles.volume[index]!;
	return {
		ts: candles.ts[index]!,
		open: candles.open[index]!,
		high: candles.high[index]!,
		low: candles.low[index]!,
		close: candles.close[index]!,
		volume: Number.isNaN(volume) ? null : volume,
		flags: candles.flags[index]!,
	};
}

export function candlesFrom(rows: readonly Candle[]): Candles {
	const candles = allocateCandles(rows.length);
	for (const [i, row] of rows.entries()) {
		candles.ts[i] = row.ts;
		candles.open[i] = row.open;
		candles.high[i] = row.high;
		candles.low[i] = row.low;
		candles.close[i] = row.close;
		candles.volume[i] = row.volume ?? Number.NaN;
		candles.flags[i] = row.flags;
	}

	return candles;
}

/** Whether two candles hold the same facts; two unknown volumes are equal. */
export function sameCandle(a: Candles, i: number, b: Candles, j: number): boolean {
	return (
		a.ts[i] === b.ts[j] &&
		a.open[i] === b.open[j] &&
		a.high[i] === b.high[j] &&
		a.low[i] === b.low[j] &&
		a.close[i] === b.close[j] &&
		a.flags[i] === b.flags[j] &&
		Object.is(a.volume[i], b.volume[j])
	);
}
