/** The forecast that continues the candles: which one belongs to a chart. */

import type {ChartAnswer} from '#desk/views/chart.js';
import type {ForecastSeries} from '#desk/views/forecast.js';
import {forecastIntervals} from '#domain/forecast/model.js';
import type {StoredForecast} from '#ports/forecasts.js';

/** The series whose forecast belongs to a chart; null where nothing of it is forecast. */
export function forecastSeriesOf({series, interval}: ChartAnswer): ForecastSeries | null {
	const forecast = forecastIntervals.find(known => known === interval);
	return series === null || forecast === undefined ? null : {asset: series.asset, interval: forecast};
}

/** The forecast of the newest candle of a chart, or of the one after it; null when it is of another chart or over. */
export function shownForecast(
	forecast: StoredForecast | null,
	{series, interval, candles}: ChartAnswer,
): StoredForecast | null {
	if (forecast === null || forecast.asset !== series?.asset || forecast.interval !== interval) return null;
	const newest = candles.ts[candles.length - 1] ?? Infinity;
	return forecast.state === 'open' && forecast.for >= newest ? forecast : null;
}
