/** Forecasts of plain values for tests of screens: a series of bitcoin hours with a model, a record and an open forecast. */

import type {ForecastSeries, ForecastView, Training, TrainingRequest} from '#desk/views/forecast.js';
import {candlesFrom, noCandles} from '#domain/candles.js';
import {wilson} from '#domain/forecast/metrics.js';
import type {Evaluation, IntervalScore, ModelMeta, PointScore} from '#domain/forecast/model.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import type {Candle} from '#domain/market.js';
import type {ListedModel, StoredForecast} from '#ports/forecasts.js';

const hour = 3_600_000;

export const pointScore = (changes: Partial<PointScore> = {}): PointScore => ({
	n: 2000,
	rmse: 352.48,
	mae: 208.21,
	mape: 0.341,
	r2: 0.99865,
	returnRmse: 0.0052,
	returnR2: 0.0006,
	skill: 0.0003,
	dieboldMariano: -1.2,
	direction: wilson(1040, 2000),
	...changes,
});

const intervalScore = (level: IntervalScore['level'], held: number): IntervalScore => ({
	level,
	coverage: wilson(held, 1000),
	widthBp: 95,
	winklerBp: 160,
	byVolatility: [0.78, 0.8, 0.81],
	worstWindow: 0.77,
});

export const evaluation = (changes: Partial<Evaluation> = {}): Evaluation => ({
	folds: 3,
	trainRows: 8760,
	refitEvery: 720,
	range: {from: 0, to: hour},
	model: pointScore(),
	baselines: {
		persistence: pointScore({rmse: 352.59, skill: 0, dieboldMariano: Number.NaN, direction: null}),
		drift: pointScore({rmse: 352.63, skill: -0.0002, dieboldMariano: 0.97, direction: wilson(1010, 2000)}),
		reversal: pointScore({rmse: 352.59, skill: 0, dieboldMariano: Number.NaN, direction: wilson(1058, 2000)}),
	},
	intervals: [intervalScore(0.5, 500), intervalScore(0.8, 796), intervalScore(0.95, 949)],
	scale: {r2: 0.54, linearR2: 0.528, skill: 0.31},
	lambda: 0.24,
	proven: {centre: true, scaleForest: true},
	...changes,
});

/** A model in use; `changes` say otherwise. */
export function listedModel(changes: Partial<ModelMeta> = {}, current = true): ListedModel {
	return {
		current,
		bytes: 370_000,
		meta: {
			schema: 1,
			id: 'abc123def456',
			kind: 'standard',
			createdAt: '2026-11-20T08:00:00.000Z',
			asset: 'bitcoin',
			interval: '1h',
			seed: 1,
			data: {
				source: 'binance',
				quote: 'USDT',
				from: 0,
				to: hour,
				rows: 8760,
				gaps: 1,
				sha256: 'd0'.repeat(32),
			},
			features: [{set: 'returns@1', hash: 'feed', names: ['return', 'range']}],
			params: null,
			evaluation: evaluation(),
			modelSha256: 'e1'.repeat(32),
			parent: null,
			program: '0.0.0',
			...changes,
		},
	};
}

/** A forecast of the candle that opens at `target`, 60,950 to 61,530 around 61,240. */
export const storedForecast = (target: number, changes: Partial<StoredForecast> = {}): StoredForecast => ({
	id: target / hour,
	asset: 'bitcoin',
	interval: '1h',
	model: 'abc123def456',
	kind: 'standard',
	madeAt: target + 60_000,
	for: target,
	lastTs: target - hour,
	lastClose: 61_200,
	predicted: 61_240,
	interval50: [61_120, 61_360],
	interval80: [60_950, 61_530],
	interval95: [60_600, 61_880],
	data: 'd0'.repeat(32),
	state: 'open',
	outcome: null,
	settledAt: null,
	...changes,
});

/** Hours before `target` that rise and fall around 61,200, with a record of the last `count` of them. */
function record(target: number, count: number): readonly StoredForecast[] {
	return Array.from({length: count}, (_, i) => {
		const at = target - (count - i) * hour;
		if (i === 3) return storedForecast(at, {state: 'missed', settledAt: at + 2 * hour});
		const outcome = i % 5 === 4 ? 61_700 : 61_300;
		return storedForecast(at, {state: 'settled', outcome, settledAt: at + hour});
	});
}

function candles(target: number, count: number): readonly Candle[] {
	return Array.from({length: count}, (_, i) => {
		const open = 61_200 + 300 * Math.sin(i / 5);
		const close = 61_200 + 300 * Math.sin((i + 1) / 5);
		return {
			ts: target - (count - i) * hour,
			open,
			close,
			high: Math.max(open, close) + 60,
			low: Math.min(open, close) - 60,
			volume: 10,
			flags: 0,
		};
	});
}

/** The forecast of the hour that opens at `target`. */
export function forecastView(target: number, changes: Partial<ForecastView> = {}): ForecastView {
	const open = storedForecast(target);
	const history = [...record(target, 20), open];
	return {
		asset: 'bitcoin',
		interval: '1h',
		kind: 'standard',
		quote: 'USDT',
		now: {
			forecast: open,
			usesCentre: true,
			held80: wilson(398, 500),
			expectedRange: 0.009,
			typicalRange: 0.006,
		},
		fault: null,
		models: [listedModel()],
		history,
		scoreboard: scoreboardOf(
			history.flatMap(({outcome, ...forecast}) => (outcome === null ? [] : [{...forecast, outcome}])),
		),
		candles: candlesFrom(candles(target, 60)),
		collecting: null,
		...changes,
	};
}

/** A series without a model. */
export const emptyForecast = (series: ForecastSeries, usable: number, needed = 700): ForecastView => ({
	...series,
	kind: 'standard',
	quote: '',
	now: null,
	fault: {
		code: usable < needed ? 'too-few-candles' : 'model-missing',
		source: null,
		asset: series.asset,
		message: 'There is none.',
		hint: 'Make one.',
	},
	models: [],
	history: [],
	scoreboard: scoreboardOf([]),
	candles: noCandles,
	collecting: {usable, needed, ofPrices: false},
});

/** A training of bitcoin hours that runs. */
export const training = (
	request: Partial<TrainingRequest> = {},
	changes: Partial<Training> = {},
): Training => ({
	id: 1,
	request: {assets: ['bitcoin'], interval: '1h', kind: 'standard', search: 0, first: 'bitcoin', ...request},
	state: 'running',
	series: 1,
	results: [],
	progress: null,
	startedAt: 0,
	finishedAt: null,
	...changes,
});
