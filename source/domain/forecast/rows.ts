/** Which rows of a series a model may learn from or be judged on. */

import type {Candles} from '../candles.js';
import {stepOf} from '../interval.js';
import {candleFlag} from '../market.js';
import type {Columns} from './bins.js';
import {featureMatrix, logRange, warmUpRows, type FeatureMatrix, type FeatureSetId} from './features.js';
import type {ForecastInterval} from './model.js';

/** Candles with every matrix a model may read; columns are as long as the candles. */
export type Material = {
	readonly candles: Candles;
	readonly interval: ForecastInterval;
	readonly ranges: Float64Array;
	readonly matrix: (...sets: readonly FeatureSetId[]) => FeatureMatrix;
};

/** Computes features on demand and once. */
export function materialOf(candles: Candles, interval: ForecastInterval): Material {
	const made = new Map<string, FeatureMatrix>();
	return {
		candles,
		interval,
		ranges: logRange(candles),
		matrix(...sets) {
			const key = sets.join();
			const known = made.get(key) ?? featureMatrix(sets, candles, interval);
			made.set(key, known);
			return known;
		},
	};
}

const isClosed = ({flags}: Candles, row: number): boolean => (flags[row]! & candleFlag.open) === 0;

/**
 * Rows after the warm-up whose next candle is stored, closed and follows without a hole. A candle that was cut short by
 * a suspension leads nowhere: what comes after it is another market.
 */
export function usableRows({candles, interval}: Material): Int32Array {
	const step = stepOf[interval];
	const rows: number[] = [];
	for (let row = warmUpRows; row + 1 < candles.length; row++) {
		const follows = candles.ts[row + 1] === candles.ts[row]! + step;
		const cut = (candles.flags[row]! & candleFlag.cut) !== 0;
		if (follows && !cut && isClosed(candles, row) && isClosed(candles, row + 1)) rows.push(row);
	}

	return Int32Array.from(rows);
}

/** The given rows of a matrix. */
export const pickRows = (columns: Columns, rows: Int32Array): Columns =>
	columns.map(column => Float64Array.from(rows, row => column[row]!));
