/** What is stored of the next candle of a series: forecast, models, record, and why something is missing. Only reads. */

import type {Candles} from '#domain/candles.js';
import {Fault, toFault} from '#domain/fault.js';
import {leastRows, usableCount} from '#domain/forecast/build-model.js';
import {calibrationSize, createConformal, levelIndex} from '#domain/forecast/conformal.js';
import {wilson} from '#domain/forecast/metrics.js';
import {modelKinds, type ForecastInterval, type ModelKind} from '#domain/forecast/model.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import {closedCandles, isMadeOfPrices, marketOf, type Market} from '#pipeline/forecast/series.js';
import {hoursOfPrices} from '#pipeline/forecast/train.js';
import {faultReport} from '#pipeline/recorder.js';
import type {BrokenModel, ListedModel, SavedModel, StoredForecast} from '#ports/forecasts.js';
import type {App} from '#app.js';
import type {ForecastNow, ForecastSeries, ForecastView} from './views/forecast.js';

/** Forecasts of the record, and as many candles to hold them against. */
const recordSize = 500;
/** Candles of the last month: what size is typical. */
const typicalRows = {'1h': 720, '1d': 30} as const satisfies Record<ForecastInterval, number>;

/** The first kind, best first, that has a model in use, `broken` ones included; the standard one where there is none. */
function shownKind(models: readonly ListedModel[], broken: readonly BrokenModel[]): ModelKind {
	const inUse = models.filter(({current}) => current).map(({meta}) => meta.kind);
	const kinds = new Set(inUse.concat(broken.map(({kind}) => kind)));
	return modelKinds.find(kind => kinds.has(kind)) ?? 'standard';
}

/** One forecast per candle: where a retrained model spoke again before the outcome, its last word. */
const lastWords = (forecasts: readonly StoredForecast[]): readonly StoredForecast[] => [
	...new Map(forecasts.map(forecast => [forecast.for, forecast])).values(),
];

function typicalRange({length, high, low}: Candles, rows: number): number | null {
	if (length === 0) return null;
	const from = Math.max(0, length - rows);
	let sum = 0;
	for (let i = from; i < length; i++) sum += Math.log(high[i]! / low[i]!);
	return sum / (length - from);
}

/** The scale a forecast was made with: half its interval is the reach of the intervals at that time, in scales. */
function expectedRange(forecast: StoredForecast, saved: SavedModel): number | null {
	const {interval, interval80, model, lastTs} = forecast;
	// Intervals that have learned since reach elsewhere.
	if (interval80 === null || model !== saved.meta.id || saved.through > lastTs) return null;
	const reach = createConformal(saved.conformal, calibrationSize[interval]).reach()[levelIndex(0.8)]!;
	const scale = Math.log(interval80[1] / interval80[0]) / 2 / reach;
	return Number.isFinite(scale) ? scale : null;
}

function nowOf(forecast: StoredForecast, saved: SavedModel, candles: Candles): ForecastNow {
	const held = saved.conformal.held[levelIndex(0.8)] ?? new Uint8Array(0);
	const hits = held.reduce((sum, hit) => sum + hit, 0);
	return {
		forecast,
		usesCentre: forecast.predicted !== forecast.lastClose,
		held80: wilson(hits, held.length),
		expectedRange: expectedRange(forecast, saved),
		typicalRange: typicalRange(candles, typicalRows[forecast.interval]),
	};
}

type Collecting = NonNullable<ForecastView['collecting']>;

async function collectingOf(
	app: App,
	{asset, interval}: ForecastSeries,
	market: Market,
): Promise<Collecting> {
	const usable = usableCount(await closedCandles(app, market, interval), interval);
	return {usable, needed: leastRows, ofPrices: await isMadeOfPrices(app, asset, interval)};
}

function missing({asset, interval}: ForecastSeries, {usable, needed, ofPrices}: Collecting): Fault {
	if (usable >= needed) {
		return new Fault('model-missing', `There is no model of ${asset} for ${interval} candles yet.`, {
			asset,
			hint: 'Train one: m on the forecast screen, or "crypto-tui train".',
		});
	}

	if (ofPrices) return hoursOfPrices(asset);
	return new Fault(
		'too-few-candles',
		`${asset} has ${usable} usable ${interval} candles, ${needed} are needed.`,
		{
			asset,
			hint: 'Fetch more history: b on any screen, or "crypto-tui --headless --historical --days 365".',
		},
	);
}

/** Reads a series. Never rejects for want of a model, candles or a forecast: the answer says so. */
export async function readForecast(app: App, series: ForecastSeries): Promise<ForecastView> {
	const {storage} = app;
	const {asset, interval} = series;
	const [models, broken, market] = await Promise.all([
		storage.models.list(series),
		storage.models.broken({...series, current: true}),
		marketOf(app, asset, interval),
	]);
	const kind = shownKind(models, broken);
	const [history, candles] = await Promise.all([
		storage.forecasts.list({...series, kind}, recordSize).then(lastWords),
		closedCandles(app, market, interval, Math.max(recordSize, typicalRows[interval])),
	]);
	const saved = await app.forecasting.current({...series, kind}).catch((error: unknown) => toFault(error));
	const isFault = saved instanceof Fault;
	const collecting = saved === null ? await collectingOf(app, series, market) : null;
	const fault = isFault ? saved : collecting === null ? null : missing(series, collecting);
	const newest = history.at(-1);
	return {
		...series,
		kind,
		now: newest && saved !== null && !isFault ? nowOf(newest, saved, candles) : null,
		fault: fault === null ? null : faultReport(fault),
		quote: market[0]?.quote ?? '',
		models,
		history,
		scoreboard: scoreboardOf(
			history.flatMap(({outcome, ...forecast}) => (outcome === null ? [] : [{...forecast, outcome}])),
		),
		candles,
		collecting,
	};
}

/** Forecasts with every kind of model of the series, and reads what came of it. */
export async function forecastNow(app: App, series: ForecastSeries): Promise<ForecastView> {
	const {made, faults} = await app.forecasting.predict({names: [series.asset], intervals: [series.interval]});
	const [fault] = faults;
	if (made.length === 0 && fault) throw fault;
	return readForecast(app, series);
}
