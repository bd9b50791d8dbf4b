/** How complete the stored series are: one row per series, its share, and shades for each stretch of time. */

import type {CoverageRow, CoverageView} from '#desk/views/quality.js';
import type {SeriesKey} from '#domain/market.js';
import {heatRoles} from '../../theme/roles.js';

/** One text per series. */
export const seriesText = ({source, asset, quote, interval, origin}: SeriesKey): string =>
	[source, asset, quote, interval, origin].join('/');

/** Stored candles among the expected ones, 0 to 1; null where none are expected. */
export const completenessOf = ({count, expected}: CoverageRow): number | null =>
	expected === 0 ? null : Math.min(1, count / expected);

/** Expected candles that are not stored, the newest ones too. */
export const missingOf = ({count, expected}: CoverageRow): number => Math.max(0, expected - count);

/** Those that expect nothing cannot be bad. */
const badness = (row: CoverageRow): number => completenessOf(row) ?? 2;

/** Rows in the order of the desk, or the least complete first; those that expect nothing come last. */
export const orderedRows = (view: CoverageView | undefined, worstFirst: boolean): readonly CoverageRow[] => {
	const rows = view?.rows ?? [];
	return worstFirst ? rows.toSorted((a, b) => badness(a) - badness(b)) : rows;
};

/** From nothing (0) to all (4); null where nothing is expected. */
export type HeatLevel = 0 | 1 | 2 | 3 | 4;

/** The level of a share of candles. Only nothing is 0, and only all is 4. */
export function levelOf(share: number): HeatLevel | null {
	if (Number.isNaN(share)) return null;
	if (share <= 0) return 0;
	if (share >= 1) return 4;
	if (share < 0.5) return 1;
	return share < 0.95 ? 2 : 3;
}

/**
 * The buckets as `width` columns, for the moment between a change of width and the answer that fits it: a column shows
 * the worst of what it stands for.
 */
export function columnsOf(buckets: Float64Array, width: number): Float64Array {
	if (buckets.length === width) return buckets;
	return Float64Array.from({length: width}, (_, x) => {
		const from = Math.floor((x * buckets.length) / width);
		const to = Math.max(from + 1, Math.floor(((x + 1) * buckets.length) / width));
		const known = [...buckets.subarray(from, to)].filter(share => !Number.isNaN(share));
		return known.length === 0 ? Number.NaN : Math.min(...known);
	});
}

/** The role of a level. */
export const roleOf = (level: HeatLevel): (typeof heatRoles)[number] => heatRoles[level];
