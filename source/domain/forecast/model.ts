/** What a model is: its kinds, what it was trained on, how good it was, and what it says. Plain data. */

import type {Interval} from '../interval.js';
import type {AssetId, SourceName} from '../market.js';
import type {Range} from '../range.js';
import type {ForestParams} from './forest.js';

/** Candle lengths that are forecast: the next one of each. */
export const forecastIntervals = ['1h', '1d'] as const satisfies readonly Interval[];
export type ForecastInterval = (typeof forecastIntervals)[number];

/**
 * `standard`: shrunk forest on returns as centre, mean of linear HAR and forest as scale, conformal intervals.
 * `linear`: last price as centre, linear HAR as scale. `seed-price`, `seed-price-short`: the old formulations, a forest
 * on price levels, kept for comparison.
 */
export const modelKinds = ['standard', 'linear', 'seed-price', 'seed-price-short'] as const;
export type ModelKind = (typeof modelKinds)[number];

/** Forests on price levels: kept for comparison, with their centre however bad it is. */
export const isOldFormulation = (kind: ModelKind): kind is 'seed-price' | 'seed-price-short' =>
	kind === 'seed-price' || kind === 'seed-price-short';

/** Rules that need no training and are always computed beside a model. */
const baselines = ['persistence', 'drift', 'reversal'] as const;
type Baseline = (typeof baselines)[number];

/** Coverage targets of the intervals. */
export const coverageLevels = [0.5, 0.8, 0.95] as const;
export type CoverageLevel = (typeof coverageLevels)[number];

/** A share with its sample size and Wilson 95 % interval. */
export type Share = {readonly value: number; readonly n: number; readonly low: number; readonly high: number};

/** How forecasts of one rule did against outcomes, all out of sample. Prices in quote currency, returns as log. */
export type PointScore = {
	readonly n: number;
	readonly rmse: number;
	readonly mae: number;
	/** Percent. */
	readonly mape: number;
	/** Of price levels; says nothing alone, shown beside that of persistence. */
	readonly r2: number;
	readonly returnRmse: number;
	/** Against a return of zero. */
	readonly returnR2: number;
	/** 1 - MSE / MSE(persistence). */
	readonly skill: number;
	/** Diebold-Mariano against persistence, Newey-West with n^(1/3) lags; below -1.96 is better at 5 %. NaN for itself. */
	readonly dieboldMariano: number;
	/** Share of correct signs; forecasts or outcomes of zero are left out. */
	readonly direction: Share | null;
};

/** How an interval of one level did. Widths and scores in basis points of the last close. */
export type IntervalScore = {
	readonly level: CoverageLevel;
	readonly coverage: Share;
	readonly widthBp: number;
	/** Width + 2/alpha * miss; lower is better. */
	readonly winklerBp: number;
	/** Coverage by tercile of EWMA volatility: calm, middle, wild. */
	readonly byVolatility: readonly [number, number, number];
	/** Worst coverage of any 30 (daily: 90) days. */
	readonly worstWindow: number;
};

/** Rolling walk-forward with embargo. */
export type Evaluation = {
	readonly folds: number;
	readonly trainRows: number;
	readonly refitEvery: number;
	readonly range: Range;
	readonly model: PointScore;
	readonly baselines: Readonly<Record<Baseline, PointScore>>;
	/** Of the model as it ships: with its centre and its forest only where {@link Proven} says so. */
	readonly intervals: readonly IntervalScore[];
	readonly scale: ScaleScore;
	/** Shrinkage of the centre, mean over folds; null for a kind that has none. */
	readonly lambda: number | null;
	readonly proven: Proven;
};

/** How the forecast of the next log range did. */
type ScaleScore = {
	/** R2 with the forest, where the kind has one. */
	readonly r2: number;
	/** R2 of the linear model alone. */
	readonly linearR2: number;
	/** 1 - MSE / MSE("same range as the last candle"). */
	readonly skill: number;
};

/** Which parts of a model were worth keeping: the others are left out of it. */
export type Proven = {
	/** The centre erred less than the last price. The old formulations keep theirs: they are shown as what they are. */
	readonly centre: boolean;
	/** Linear model and forest together erred no more than the linear model alone. */
	readonly scaleForest: boolean;
};

/** How the forests of a `standard` model were grown; the other kinds have nothing to choose. */
export type ModelParams = {readonly centre: ForestParams; readonly scale: ForestParams} | null;

/**
 * What is remembered of a model beside its numbers. Everything but `id`, `createdAt`, `parent` and `program` is part of
 * the hash: the same training gives the same id, whenever and by whichever version it was done.
 */
export type ModelMeta = {
	readonly schema: 1;
	/** First 12 hex digits of the SHA-256 of what is hashed. */
	readonly id: string;
	readonly kind: ModelKind;
	/** ISO 8601 UTC. */
	readonly createdAt: string;
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly seed: number;
	readonly data: {
		readonly source: SourceName;
		readonly quote: string;
		readonly from: number;
		readonly to: number;
		readonly rows: number;
		readonly gaps: number;
		/** SHA-256 over the little-endian Float64 ts, o, h, l, c, v columns. */
		readonly sha256: string;
	};
	readonly features: readonly {
		readonly set: string;
		readonly hash: string;
		readonly names: readonly string[];
	}[];
	readonly params: ModelParams;
	readonly evaluation: Evaluation;
	/** Of the model's bytes. */
	readonly modelSha256: string;
	/** The model that was in use when this one was trained. */
	readonly parent: string | null;
	/** Version of the program that trained it. */
	readonly program: string;
};
