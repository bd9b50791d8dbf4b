/** How complete what is stored is, and where it has holes. */

import type {Range} from '#domain/range.js';
import type {MissingCandles, MissingCause} from '#pipeline/doctor/gap-causes.js';
import type {SeriesSummary} from '#ports/storage.js';

/** Coverage of one series over time: for each of equal buckets of `range`, the share of expected candles stored, 0 to 1. */
export type CoverageRow = SeriesSummary & {
	readonly symbol: string;
	/** NaN where nothing is expected (before the first, after the last closed candle). */
	readonly buckets: Float64Array;
	readonly expected: number;
};

export type CoverageView = {readonly range: Range; readonly rows: readonly CoverageRow[]};

export type SeriesGap = MissingCandles;

/** Why candles are missing. */
export type GapCause = MissingCause;
