/** From closed candles to a model with its verdict: what a training worker does. */

import type {Candles} from '../candles.js';
import {encodeModel} from './artefact.js';
import type {ConformalState} from './conformal.js';
import type {ForestParams} from './forest.js';
import type {Evaluation, ForecastInterval, ModelKind} from './model.js';
import {materialOf, usableRows} from './rows.js';
import {search, type SearchResult} from './search.js';
import {centreParams, scaleParams, train, type TrainOptions} from './trained.js';
import {judge, leastScored, leastTraining, scheduleFor, trainingRows} from './walk-forward.js';

export type BuildOptions = {
	readonly kind: ModelKind;
	readonly seed: number;
	/** Configurations to try first; 0 takes the standard parameters. */
	readonly search: number;
	readonly shouldStop?: () => boolean;
	readonly onProgress?: (step: 'search' | 'evaluate' | 'train', done: number, of: number) => void;
};

/** A model as bytes, with everything that is recorded about it. */
export type BuiltModel = {
	readonly bytes: Uint8Array;
	readonly evaluation: Evaluation;
	readonly conformal: ConformalState;
	readonly params: Readonly<Record<string, number>>;
	/** Rows it was trained on. */
	readonly rows: number;
	readonly search: SearchResult | null;
};

/** Usable rows a series needs before anything is trained. */
export const leastRows = leastTraining + leastScored;

/** How many rows of the candles a model could learn from or be judged on. */
export const usableCount = (candles: Candles, interval: ForecastInterval): number =>
	usableRows(materialOf(candles, interval)).length;

const flag = (value: boolean): number => (value ? 1 : 0);

function paramsOf(
	kind: ModelKind,
	interval: ForecastInterval,
	rows: number,
	seed: number,
	found: Partial<ForestParams>,
): Readonly<Record<string, number>> {
	if (kind !== 'standard') return {};
	const centre = centreParams(rows, seed);
	const scale = {...scaleParams(interval, seed), ...found};
	return {
		centreTrees: centre.trees,
		centreMinLeaf: centre.minLeaf,
		centreMaxFeatures: centre.maxFeatures,
		scaleTrees: scale.trees,
		scaleMinLeaf: scale.minLeaf,
		scaleMaxFeatures: scale.maxFeatures,
		scaleMaxDepth: scale.maxDepth,
		scaleExtra: flag(scale.extra),
	};
}

/** Searches if asked to, judges by walk-forward, then trains on the newest rows. The same input gives the same bytes. */
export function buildModel(candles: Candles, interval: ForecastInterval, options: BuildOptions): BuiltModel {
	const {kind, seed, shouldStop, onProgress} = options;
	const stop = shouldStop ? {shouldStop} : {};
	const material = materialOf(candles, interval);
	const all = usableRows(material);
	const found =
		options.search > 0 && kind === 'standard'
			? search(material, options.search, seed, {
					...stop,
					onProgress: (done, of) => onProgress?.('search', done, of),
				})
			: null;
	const how: TrainOptions = {kind, seed, ...stop, ...(found ? {scale: found.chosen.params} : {})};
	const judged = judge(material, how, scheduleFor(interval, all.length), (done, of) =>
		onProgress?.('evaluate', done, of),
	);
	onProgress?.('train', 0, 1);
	const rows = trainingRows(interval, all);
	const bytes = encodeModel(train(material, rows, how));
	onProgress?.('train', 1, 1);
	return {
		bytes,
		...judged,
		params: paramsOf(kind, interval, rows.length, seed, found?.chosen.params ?? {}),
		rows: rows.length,
		search: found,
	};
}
