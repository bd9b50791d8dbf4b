/** Which stored candles a forecast of an asset is made from. */

import {sliceCandles, type Candles} from '#domain/candles.js';
import {featurePrint, candlePrint} from '#domain/forecast/feature-print.js';
import type {FeatureSetId} from '#domain/forecast/features.js';
import type {ForecastInterval} from '#domain/forecast/model.js';
import {stepOf} from '#domain/interval.js';
import {candleFlag, seriesOrigins, type AssetId, type SeriesKey} from '#domain/market.js';
import type {ForecastWorld} from './world.js';

/** The newest candles a model looks at: two years of hours, or eight years of days. */
const longest = {'1h': 17_600, '1d': 3000} as const satisfies Record<ForecastInterval, number>;

/**
 * The series of an asset with candles of its own: from the exchange, or rolled up from those; days may be made of
 * prices, hours may not, because a candle of one price has no range. Null when there is none.
 */
export async function forecastSeries(
	{storage}: ForecastWorld,
	asset: AssetId,
	interval: ForecastInterval,
): Promise<SeriesKey | null> {
	const known = await storage.candles.list({asset, interval});
	const fit = known.filter(({origin}) => origin !== 'prices' || interval === '1d');
	const [best] = fit.toSorted(
		(a, b) => seriesOrigins.indexOf(a.origin) - seriesOrigins.indexOf(b.origin) || b.count - a.count,
	);
	if (!best) return null;
	const {source, quote, origin} = best;
	return {source, asset, quote, interval, origin};
}

/** Without the candle that is still open. */
function closedOnly(candles: Candles): Candles {
	let end = candles.length;
	while (end > 0 && (candles.flags[end - 1]! & candleFlag.open) !== 0) end--;
	return sliceCandles(candles, 0, end);
}

/** The newest closed candles of a series, as many as a model may use, and none that opens at `before` or later. */
export async function closedCandles(
	{storage, clock}: ForecastWorld,
	series: SeriesKey,
	interval: ForecastInterval,
): Promise<Candles> {
	const now = clock.now();
	const candles = await storage.candles.newest(series, longest[interval] + 1);
	const closed = closedOnly(candles);
	// A candle that nobody replaced since it was open, after an interruption, is not closed by the passing of time.
	let end = closed.length;
	while (end > 0 && closed.ts[end - 1]! + stepOf[interval] > now) end--;
	return sliceCandles(closed, 0, end);
}

/** The hash of a feature set as this version computes it. */
export const featureHash = ({sha256}: ForecastWorld, set: FeatureSetId, interval: ForecastInterval): string =>
	sha256(featurePrint(set, interval)).slice(0, 16);

/** The hash of the candles a model or a forecast has seen. */
export const dataHash = ({sha256}: ForecastWorld, candles: Candles): string => sha256(candlePrint(candles));
