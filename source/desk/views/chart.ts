/** Candles as a chart asks for them: of one asset with its indicators, or of several on one grid. */

import type {Candles} from '#domain/candles.js';
import type {IndicatorId, Settings} from '#domain/indicators/catalog.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {SeriesGap} from './quality.js';

export type ChartQuestion = {
	readonly asset: AssetId;
	/** Visible time; null means the beginning (or the end) of what is stored. */
	readonly from: number | null;
	readonly to: number | null;
	/** The most candles the chart can draw: with `auto` the interval is the finest that fits. */
	readonly bars: number;
	readonly interval: Interval | 'auto';
	readonly indicators: readonly {readonly id: IndicatorId; readonly settings: Settings}[];
};

export type ChartAnswer = {
	/** The stored series behind the chart; null when there is none for this asset. */
	readonly series: SeriesKey | null;
	readonly interval: Interval;
	/** What was resampled into `interval`, or null when it is stored as such. */
	readonly resampledFrom: Interval | null;
	/** Visible candles, ascending, the open one included; holes are simply absent. */
	readonly candles: Candles;
	/** One column per line and indicator, each as long as `candles`, NaN where absent (warm-up uses earlier candles). */
	readonly indicators: readonly {readonly id: IndicatorId; readonly lines: readonly Float64Array[]}[];
	readonly gaps: readonly SeriesGap[];
	/** From the first stored candle to the end of the last one. */
	readonly stored: Range | null;
	/** Intervals that could be shown from what is stored. */
	readonly intervals: readonly Interval[];
};

export type CompareQuestion = {
	readonly assets: readonly AssetId[];
	readonly from: number;
	readonly to: number;
	readonly points: number;
};

/** One asset on the common grid of a comparison. */
export type ComparedSeries = {
	readonly asset: AssetId;
	readonly series: SeriesKey | null;
	/** Closes at each `ts` of the answer; NaN is a hole. */
	readonly close: Float64Array;
};

export type CompareAnswer = {
	readonly interval: Interval;
	readonly ts: Float64Array;
	readonly series: readonly ComparedSeries[];
};
