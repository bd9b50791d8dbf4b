/** Which source serves what, in order of preference: data, so that a change of mind is a change of a row. */

import type {SeriesOrigin, SourceName} from './market.js';

/** Market snapshots: the first that answers. A source without its key is left out before this list is read. */
export const snapshotOrder: readonly SourceName[] = ['coingecko', 'coincap'];

export type CandlePolicy = {
	readonly source: SourceName;
	readonly origin: SeriesOrigin;
	/** Quote currency of the series. */
	readonly quote: string;
	/** Used without being asked for by name. */
	readonly automatic: boolean;
	/** Needs a trading pair whose price agrees with the snapshot. */
	readonly needsPair: boolean;
};

/** Candles: the first row that can serve the asset; rows that are not automatic only by `--source`. */
export const candleOrder: readonly CandlePolicy[] = [
	{source: 'binance', origin: 'exchange', quote: 'USDT', automatic: true, needsPair: true},
	{source: 'coingecko', origin: 'prices', quote: 'USD', automatic: true, needsPair: false},
	{source: 'coincap', origin: 'prices', quote: 'USD', automatic: false, needsPair: false},
];

/** Two prices of one asset may differ by this share; beyond it, the symbol belongs to another coin. */
const worstDisagreement = 0.05;

export function pricesAgree(ours: number, theirs: number): boolean {
	return Math.abs(ours - theirs) <= worstDisagreement * Math.max(ours, theirs);
}
