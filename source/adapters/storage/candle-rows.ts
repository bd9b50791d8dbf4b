/** Candles between typed arrays and the rows of the `candle` table. */

import {allocateCandles, copyCandle, sliceCandles, sameCandle, type Candles} from '#domain/candles.js';
import {candleFlag} from '#domain/market.js';
import type {FillRow} from './bulk-upsert.js';

/** The columns of a candle in the order of {@link CandleRow}. */
export const candleColumns = ['ts', 'open', 'high', 'low', 'close', 'volume', 'flags'] as const;

export type CandleRow = readonly [
	ts: number,
	open: number,
	high: number,
	low: number,
	close: number,
	volume: number | null,
	flags: number,
];

export function candlesFromRows(rows: readonly CandleRow[]): Candles {
	const candles = allocateCandles(rows.length);
	const {ts, open, high, low, close, volume, flags} = candles;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		ts[i] = row[0];
		open[i] = row[1];
		high[i] = row[2];
		low[i] = row[3];
		close[i] = row[4];
		volume[i] = row[5] ?? Number.NaN;
		flags[i] = row[6];
	}

	return candles;
}

/** The numbers of candle `i`, from place `at` on; an unknown volume as null. */
export function putCandle(candles: Candles, i: number, values: unknown[], at: number): void {
	const volume = candles.volume[i]!;
	values[at] = candles.open[i];
	values[at + 1] = candles.high[i];
	values[at + 2] = candles.low[i];
	values[at + 3] = candles.close[i];
	values[at + 4] = Number.isNaN(volume) ? null : volume;
	values[at + 5] = candles.flags[i];
}

/** Fills rows of `[series_id, ...candleColumns]` with the candles at `indices`. */
export const fillCandles =
	(seriesId: number, candles: Candles, indices: readonly number[]): FillRow =>
	(row, values, at) => {
		const i = indices[row]!;
		values[at] = seriesId;
		values[at + 1] = candles.ts[i];
		putCandle(candles, i, values, at + 2);
	};

export type Merge = {
	/** Indices into the incoming candles: absent so far, and present with other values. */
	readonly inserted: readonly number[];
	readonly updated: readonly number[];
	/** Index pairs `[stored, incoming]` of closed candles whose numbers changed. */
	readonly revised: readonly (readonly [number, number])[];
	/** What the store held in this stretch, and what it holds afterwards. */
	readonly stored: Candles;
	readonly merged: Candles;
};

/**
 * Compares incoming candles with the stored ones of the same stretch, both ascending and unique. With `keepClosed` an
 * open candle never replaces a closed one.
 */
export function mergeIncoming(stored: Candles, incoming: Candles, keepClosed: boolean): Merge {
	const inserted: number[] = [];
	const updated: number[] = [];
	const revised: (readonly [number, number])[] = [];
	const merged = allocateCandles(stored.length + incoming.length);
	let at = 0;
	let s = 0;
	for (let i = 0; i < incoming.length; i++) {
		const ts = incoming.ts[i]!;
		if (i > 0 && ts <= incoming.ts[i - 1]!)
			throw new RangeError('Candles to store must be ascending and unique');
		while (s < stored.length && stored.ts[s]! < ts) copyCandle(stored, s++, merged, at++);
		if (s >= stored.length || stored.ts[s] !== ts) {
			inserted.push(i);
			copyCandle(incoming, i, merged, at++);
			continue;
		}

		const wasClosed = (stored.flags[s]! & candleFlag.open) === 0;
		const isOpen = (incoming.flags[i]! & candleFlag.open) !== 0;
		if (sameCandle(stored, s, incoming, i) || (keepClosed && wasClosed && isOpen)) {
			copyCandle(stored, s++, merged, at++);
			continue;
		}

		updated.push(i);
		if (wasClosed && !sameNumbers(stored, s, incoming, i)) revised.push([s, i]);
		copyCandle(incoming, i, merged, at++);
		s++;
	}

	while (s < stored.length) copyCandle(stored, s++, merged, at++);
	return {inserted, updated, revised, stored, merged: sliceCandles(merged, 0, at)};
}

function sameNumbers(a: Candles, i: number, b: Candles, j: number): boolean {
	return (
		a.open[i] === b.open[j] &&
		a.high[i] === b.high[j] &&
		a.low[i] === b.low[j] &&
		a.close[i] === b.close[j] &&
		Object.is(a.volume[i], b.volume[j])
	);
}

/** The same candles without negative zeros: SQLite stores 0 for -0, and a repeated write must find itself equal. */
export function withoutNegativeZero(candles: Candles): Candles {
	if (!candles.volume.some(volume => Object.is(volume, -0))) return candles;
	return {...candles, volume: candles.volume.map(volume => volume + 0)};
}
