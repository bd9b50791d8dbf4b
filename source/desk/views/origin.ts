/** Where a number on the screen comes from. */

import type {Interval} from '#domain/interval.js';
import type {AssetId, SeriesKey, SourceName} from '#domain/market.js';
import type {RunId} from '#domain/run.js';
import type {StoredForecast} from '#ports/forecasts.js';
import type {LastingField} from '../fuller-quotes.js';

export type OriginQuestion =
	| {readonly of: 'quote'; readonly asset: AssetId}
	| {
			readonly of: 'candle';
			readonly series: SeriesKey;
			readonly ts: number;
			/** What is shown, where that was made of several candles of the series. */
			readonly shownAs?: Interval;
	  }
	/** The last close that a forecast was made of. */
	| {
			readonly of: 'forecast';
			readonly forecast: Pick<
				StoredForecast,
				'asset' | 'interval' | 'model' | 'madeAt' | 'for' | 'lastTs' | 'lastClose' | 'data'
			>;
	  };

/** Where a number comes from. */
export type Origin = {
	readonly source: SourceName;
	readonly endpoint: string;
	readonly url: string | null;
	readonly fetchedAt: number | null;
	/** When the source itself last refreshed it. */
	readonly updatedAt: number | null;
	readonly run: RunId | null;
	/** Hash of the archived answer; null when it was never archived or is gone. */
	readonly payload: string | null;
	readonly contract: string | null;
	/** How the number was made from the answer, where it was: `resampled from 1h`, `rolled up`. */
	readonly derived: string | null;
	/** What of a quote is from an older one of another source. */
	readonly filled?: {
		readonly source: SourceName;
		readonly updatedAt: number;
		readonly fields: readonly LastingField[];
	};
};
