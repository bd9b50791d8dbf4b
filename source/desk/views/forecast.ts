/** Forecasts, models and trainings as plain data that may cross a thread. */

import type {Candles} from '#domain/candles.js';
import type {ForecastInterval, ModelKind, PointScore, Share} from '#domain/forecast/model.js';
import type {Scoreboard} from '#domain/forecast/scoreboard.js';
import type {AssetId} from '#domain/market.js';
import type {FaultReport} from '#domain/run.js';
import type {ListedModel, StoredForecast, TrainingStep} from '#ports/forecasts.js';

/** The next candle of one asset: the next hour, or the next day. */
export type ForecastSeries = {readonly asset: AssetId; readonly interval: ForecastInterval};

/** The newest forecast of a series, with what is known of its worth. */
export type ForecastNow = {
	readonly forecast: StoredForecast;
	/** False when the centre is the last price, because the model was no better. */
	readonly usesCentre: boolean;
	/** How often the 80 % interval held lately, candles without a stored forecast included. */
	readonly held80: Share;
	/** Expected size of the candle as a log range, high over low; null when the interval says nothing of it any more. */
	readonly expectedRange: number | null;
	/** Mean of that size lately; null without candles. */
	readonly typicalRange: number | null;
};

/** Everything known of the next candle of a series. */
export type ForecastView = ForecastSeries & {
	/** What is shown: the first kind of model that was trained, the best one first. */
	readonly kind: ModelKind;
	/** Null while there is none; `fault` tells why, unless a model is there and nobody asked it yet. */
	readonly now: ForecastNow | null;
	readonly fault: FaultReport | null;
	/** What prices are quoted in; empty without candles. */
	readonly quote: string;
	/** Every model of the series there ever was, of all kinds, the newest first. */
	readonly models: readonly ListedModel[];
	/** The newest forecasts of the shown kind with their outcomes, oldest first, the open one included. */
	readonly history: readonly StoredForecast[];
	/** The record of the settled ones among them. */
	readonly scoreboard: Scoreboard;
	/** The newest closed candles. */
	readonly candles: Candles;
	/**
	 * Usable candles, and how many a training needs; null once there is a model. `ofPrices`: hours that are made of prices
	 * alone, so that no history would help.
	 */
	readonly collecting: {
		readonly usable: number;
		readonly needed: number;
		readonly ofPrices: boolean;
	} | null;
};

export type TrainingRequest = {
	/** `all`: every asset that has candles. */
	readonly assets: readonly AssetId[] | 'all';
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
	/** Configurations of a random search; 0 takes the standard parameters. */
	readonly search: number;
	/** Trained before all others, of other trainings too: the asset on the screen. */
	readonly first: AssetId | null;
};

/** What became of one series; a fault where nothing did. */
export type TrainingResult =
	| {
			readonly asset: AssetId;
			readonly model: string;
			/** Whether it is in use now; it is not when it was worse than the one before. */
			readonly promoted: boolean;
			/** The same candles gave the same model as before. */
			readonly known: boolean;
			readonly score: PointScore;
			/** Coverage of the 80 % interval, out of sample. */
			readonly held80: Share | null;
	  }
	| {readonly asset: AssetId; readonly fault: FaultReport};

/** A training asked for from the screen. */
export type Training = {
	readonly id: number;
	readonly request: TrainingRequest;
	readonly state: 'running' | 'done' | 'partial' | 'failed' | 'cancelled';
	/** Series to train. */
	readonly series: number;
	/** Those that are done or refused, in the order in which they ended. */
	readonly results: readonly TrainingResult[];
	/** Where the series that told last is. */
	readonly progress: (TrainingStep & {readonly asset: AssetId}) | null;
	readonly startedAt: number;
	readonly finishedAt: number | null;
};
