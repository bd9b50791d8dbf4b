/** Training one model and asking it: the centre and the scale of the next log return. */

import {binColumns, rankBins, type Columns} from './bins.js';
import type {FeatureSetId} from './features.js';
import {outOfBag, predictRow, type Forest, type ForestParams} from './forest.js';
import {growTrees} from './grow-trees.js';
import {fitLinear, linearRow, type LinearModel} from './linear.js';
import {isOldFormulation, type ForecastInterval, type ModelKind, type Proven} from './model.js';
import {pickRows, type Material} from './rows.js';

/** The numbers of a trained model. What a kind does not have, or what did not prove itself, is null. */
export type Trained = {
	readonly kind: ModelKind;
	/** Forecasts the log return, shrunk by `lambda`: 0 means the last price, as does null. */
	readonly centre: {readonly forest: Forest; readonly lambda: number} | null;
	/** Forecasts the price itself: the old formulations. */
	readonly price: Forest | null;
	/** Forecasts the log range: the mean of the two, or the linear model alone. */
	readonly scale: {readonly linear: LinearModel; readonly forest: Forest | null};
};

/** Parameters of the scale forest that a search may choose. */
export type ScaleChoice = Pick<ForestParams, 'minLeaf' | 'maxFeatures' | 'maxDepth' | 'extra'>;

export type TrainOptions = {
	readonly kind: ModelKind;
	readonly seed: number;
	/** Parameters found by a search, instead of the standard ones. */
	readonly scale?: ScaleChoice;
	/** Asked often; true ends the training with {@link Stopped}. */
	readonly shouldStop?: () => boolean;
};

/** Training was asked to stop. */
export class Stopped extends Error {}

const unlimited = 1_000_000;
/** With fewer rows the linear model alone gives the scale. A window of 1,000 rows less the embargo is enough. */
const leastForForest = 999;

/** What each part of a model reads. */
export const featureSetsOf = {
	centre: ['returns'],
	linear: ['range'],
	scale: ['returns', 'range'],
	'seed-price': ['levels'],
	'seed-price-short': ['levels-short'],
} as const satisfies Record<string, readonly FeatureSetId[]>;

/** Everything a kind of model reads. */
export const setsOfKind: Readonly<Record<ModelKind, readonly FeatureSetId[]>> = {
	standard: ['returns', 'range'],
	linear: ['range'],
	'seed-price': ['levels', 'range'],
	'seed-price-short': ['levels-short', 'range'],
};

/** Parameters of the forest that forecasts returns: large leaves, because there is little to learn. */
export const centreParams = (rows: number, seed: number): ForestParams => ({
	trees: 200,
	minLeaf: Math.max(20, Math.round(rows * 0.011)),
	maxFeatures: 1 / 3,
	maxDepth: unlimited,
	extra: false,
	seed,
});

/** Parameters of the forest that forecasts the log range. */
export const scaleParams = (interval: ForecastInterval, seed: number): ForestParams => ({
	trees: 100,
	minLeaf: interval === '1h' ? 20 : 10,
	maxFeatures: 1 / 3,
	maxDepth: unlimited,
	extra: false,
	seed: seed + 1,
});

/** Parameters of the old formulations, as their library had them by default. */
const priceParams = (seed: number): ForestParams => ({
	trees: 100,
	minLeaf: 1,
	maxFeatures: 1,
	maxDepth: unlimited,
	extra: false,
	seed: seed + 2,
});

function grow(
	columns: Columns,
	target: Float64Array,
	params: ForestParams,
	shouldStop: (() => boolean) | undefined,
	bins?: number,
): Forest {
	const trees = growTrees(
		{columns: binColumns(columns, bins), target},
		params,
		shouldStop ? {shouldStop} : {},
	);
	if (trees.length < params.trees) throw new Stopped('The training was stopped.');
	return {features: columns.length, trees};
}

/** cov(forecast, outcome) / var(forecast) over the rows that have a forecast, within [0, 1]: how much of it to believe. */
function shrinkage(forecast: Float64Array, outcome: Float64Array): number {
	let n = 0;
	let sum = 0;
	let outcomes = 0;
	for (let i = 0; i < forecast.length; i++) {
		if (Number.isNaN(forecast[i]!)) continue;
		n++;
		sum += forecast[i]!;
		outcomes += outcome[i]!;
	}

	let covariance = 0;
	let variance = 0;
	for (let i = 0; i < forecast.length; i++) {
		if (Number.isNaN(forecast[i]!)) continue;
		covariance += (forecast[i]! - sum / n) * (outcome[i]! - outcomes / n);
		variance += (forecast[i]! - sum / n) ** 2;
	}

	return variance > 0 ? Math.max(0, Math.min(1, covariance / variance)) : 0;
}

/** Trains on the given rows (each with the candle after it). Throws {@link Stopped} when told to. */
export function train(material: Material, rows: Int32Array, options: TrainOptions): Trained {
	const {kind, seed, shouldStop} = options;
	if (shouldStop?.()) throw new Stopped('The training was stopped.');
	const {candles, interval, ranges, matrix} = material;
	const nextRange = Float64Array.from(rows, row => ranges[row + 1]!);
	const linear = fitLinear(pickRows(matrix(...featureSetsOf.linear).columns, rows), nextRange);
	if (isOldFormulation(kind)) {
		const columns = pickRows(matrix(...featureSetsOf[kind]).columns, rows);
		const nextClose = Float64Array.from(rows, row => candles.close[row + 1]!);
		const price = grow(columns, nextClose, priceParams(seed), shouldStop, rankBins);
		return {kind, centre: null, price, scale: {linear, forest: null}};
	}

	if (kind === 'linear') return {kind, centre: null, price: null, scale: {linear, forest: null}};
	const centreColumns = pickRows(matrix(...featureSetsOf.centre).columns, rows);
	const returns = Float64Array.from(rows, row => Math.log(candles.close[row + 1]! / candles.close[row]!));
	const params = centreParams(rows.length, seed);
	const forest = grow(centreColumns, returns, params, shouldStop);
	const lambda = shrinkage(outOfBag(forest, centreColumns, params), returns);
	const scaleForest =
		rows.length < leastForForest
			? null
			: grow(
					pickRows(matrix(...featureSetsOf.scale).columns, rows),
					nextRange,
					{...scaleParams(interval, seed), ...options.scale},
					shouldStop,
				);
	return {kind, centre: {forest, lambda}, price: null, scale: {linear, forest: scaleForest}};
}

/** The model without the parts that did not prove themselves. */
export const provenPart = (model: Trained, {centre, scaleForest}: Proven): Trained => ({
	...model,
	centre: centre ? model.centre : null,
	scale: {linear: model.scale.linear, forest: scaleForest ? model.scale.forest : null},
});

/** What a model says after a row. */
export type RowForecast = {
	/** Log return to the next close. */
	readonly centre: number;
	/** Expected log range (high over low) of the next candle: the unit of the intervals. */
	readonly scale: number;
	/** The logarithm of the scale as the linear model alone has it. */
	readonly linear: number;
};

/** Asks a model about the candle after `row`. */
export function forecastRow(
	{kind, centre, price, scale}: Trained,
	material: Material,
	row: number,
): RowForecast {
	const {candles, matrix} = material;
	const linear = linearRow(scale.linear, matrix(...featureSetsOf.linear).columns, row);
	const forest = scale.forest && predictRow(scale.forest, matrix(...featureSetsOf.scale).columns, row);
	const size = Math.exp(forest === null ? linear : (linear + forest) / 2);
	if (price !== null && isOldFormulation(kind)) {
		const next = predictRow(price, matrix(...featureSetsOf[kind]).columns, row);
		return {centre: Math.log(next / candles.close[row]!), scale: size, linear};
	}

	const move = centre
		? centre.lambda * predictRow(centre.forest, matrix(...featureSetsOf.centre).columns, row)
		: 0;
	return {centre: move, scale: size, linear};
}
