/** What is remembered of models and forecasts, and who trains them. */

import type {Candles} from '#domain/candles.js';
import type {BuiltModel} from '#domain/forecast/build-model.js';
import type {ConformalState} from '#domain/forecast/conformal.js';
import type {ForecastInterval, ModelKind, ModelMeta} from '#domain/forecast/model.js';
import type {Experiment, SearchResult} from '#domain/forecast/search.js';
import type {ScaleChoice} from '#domain/forecast/trained.js';
import type {AssetId} from '#domain/market.js';

/** The bounds of the three intervals, in quote currency; null where the state has no scores yet. */
type Bands = {
	readonly interval50: readonly [low: number, high: number] | null;
	readonly interval80: readonly [low: number, high: number] | null;
	readonly interval95: readonly [low: number, high: number] | null;
};

/** A forecast as it was written before its outcome existed. */
export type NewForecast = Bands & {
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	/** Id of the model. */
	readonly model: string;
	readonly kind: ModelKind;
	readonly madeAt: number;
	/** Opening time of the candle that is forecast. */
	readonly for: number;
	/** Opening time and close of the last closed candle the forecast saw. */
	readonly lastTs: number;
	readonly lastClose: number;
	readonly predicted: number;
	/** SHA-256 over the candles that were read. */
	readonly data: string;
};

/** `open`: the candle is not closed yet. `missed`: it should have closed, and there is no such candle. */
const forecastStates = ['open', 'settled', 'missed'] as const;
export type ForecastState = (typeof forecastStates)[number];

export type StoredForecast = NewForecast & {
	readonly id: number;
	readonly state: ForecastState;
	/** Close of the forecast candle. */
	readonly outcome: number | null;
	readonly settledAt: number | null;
};

export type ForecastFilter = {
	readonly asset?: AssetId;
	readonly interval?: ForecastInterval;
	readonly model?: string;
	readonly kind?: NewForecast['kind'];
	readonly state?: ForecastState;
	/** Target times, half-open. */
	readonly from?: number;
	readonly to?: number;
};

/**
 * The ledger: forecasts are only ever added, and get their outcome once. The database itself refuses every other
 * change (triggers), whoever asks.
 */
export interface ForecastStore {
	/**
	 * Stores what is not there yet: one forecast per series, model and target; returns how many were new.
	 * @throws Fault `candles-stale` where a stored candle shows that the target is over.
	 */
	add(forecasts: readonly NewForecast[]): Promise<number>;
	/** Attaches outcomes to open forecasts: the close, or null for a missed candle. Others are left alone. */
	settle(
		outcomes: readonly {readonly id: number; readonly outcome: number | null; readonly at: number}[],
	): Promise<void>;
	/** By target time, oldest first; with `newest` only that many of the latest. */
	list(filter?: ForecastFilter, newest?: number): Promise<StoredForecast[]>;
}

/** A model as it is loaded: its record, its numbers, and where its intervals stand. */
export type SavedModel = {
	readonly meta: ModelMeta;
	readonly bytes: Uint8Array;
	readonly conformal: ConformalState;
	/** Opening time of the last candle whose outcome the intervals have learned. */
	readonly through: number;
};

/** A model in the list; those pruned keep their record and have no bytes. */
export type ListedModel = {
	readonly meta: ModelMeta;
	readonly current: boolean;
	/** Bytes on disk; null when pruned. */
	readonly bytes: number | null;
};

/** A model whose record cannot be read; its numbers may be whole, but nobody knows what they mean. */
export type BrokenModel = {
	readonly id: string;
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
	readonly current: boolean;
};

export type ModelFilter = {
	readonly asset?: AssetId;
	readonly interval?: ForecastInterval;
	readonly kind?: ModelKind;
	/** Only those in use, or only the others. */
	readonly current?: boolean;
};

/** A search as it is kept, whatever becomes of the model. */
export type StoredSearch = SearchResult & {
	/** Id of the model that was trained with what the search chose. */
	readonly model: string;
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly at: number;
	readonly seed: number;
};

/** One configuration that a search tried; `untouched` is that of {@link SearchResult}, null for those not chosen. */
export type StoredExperiment = Experiment & {readonly untouched: number | null};

/** Immutable models under the hash of their content. Records and metrics are kept for ever. */
export interface ModelRegistry {
	/**
	 * Writes a model, file first; one that is there already is left as it is (`known`). `promote` makes it the current one
	 * of its series and kind, in the same transaction.
	 */
	save(model: SavedModel, promote: boolean): Promise<{readonly known: boolean}>;
	/**
	 * The current model of a series and kind; null when there is none.
	 * @throws Fault `model-unusable` when its file is gone or does not match its hash, or its record cannot be read.
	 */
	current(asset: AssetId, interval: ForecastInterval, kind: ModelKind): Promise<SavedModel | null>;
	/**
	 * Models whose id begins with `prefix`, at most two.
	 * @throws Fault `model-unusable` when the record of one of them cannot be read.
	 */
	find(prefix: string): Promise<readonly ListedModel[]>;
	/** Keeps where the intervals stand; only ever moves forward in time. */
	saveConformal(id: string, state: ConformalState, through: number): Promise<void>;
	/** Newest first; with `newest` only that many. Without those that {@link broken} names. */
	list(filter?: ModelFilter, newest?: number): Promise<readonly ListedModel[]>;
	/** Models whose record cannot be read. */
	broken(filter?: ModelFilter): Promise<readonly BrokenModel[]>;
	/** Deletes the files of all but the newest `keep` of every series and kind, never of a current one; returns the ids. */
	prune(keep: number): Promise<readonly string[]>;
	/** Stores what is not there yet of the search of a saved model: each configuration once. */
	saveExperiments(search: StoredSearch): Promise<void>;
	/** What the search of a model tried, in the order tried; empty without a search. */
	experiments(model: string): Promise<readonly StoredExperiment[]>;
}

/** One series to train. */
export type TrainingJob = {
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
	/** Closed candles only, ascending. */
	readonly candles: Candles;
	readonly seed: number;
	/** Configurations of a random search to begin with; 0 for none. */
	readonly search: number;
	/** Parameters of the scale forest without a search; null takes the standard ones. */
	readonly scale: ScaleChoice | null;
	/** Jobs with a lower number go first. */
	readonly priority: number;
};

export type TrainingStep = {
	readonly step: 'search' | 'evaluate' | 'train';
	readonly done: number;
	readonly of: number;
};

/** Trains in worker threads. A crashed worker is a Fault of its job; the others go on. */
export interface Trainer {
	/** How many jobs are trained at once. */
	readonly threads: number;
	/** Rejects with Fault `training-failed`, or `interrupted` when cancelled. */
	train(
		job: TrainingJob,
		onProgress: (step: TrainingStep) => void,
		signal?: AbortSignal,
	): Promise<BuiltModel>;
	close(): Promise<void>;
}
