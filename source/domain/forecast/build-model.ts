/** From closed candles to a model with its verdict: what a training worker does. */

import type {Candles} from '../candles.js';
import {encodeModel} from './artefact.js';
import type {ConformalState} from './conformal.js';
import type {Evaluation, ForecastInterval, ModelKind, ModelParams} from './model.js';
import {materialOf, usableRows} from './rows.js';
import {search, type SearchResult} from './search.js';
import {
	centreParams,
	provenPart,
	scaleParams,
	train,
	type ScaleChoice,
	type TrainOptions,
} from './trained.js';
import {firstKnown, judge, leastScored, leastTraining, scheduleFor, trainingRows} from './walk-forward.js';

export type BuildOptions = {
	readonly kind: ModelKind;
	readonly seed: number;
	/** Configurations of the scale forest to try first. */
	readonly search: number;
	/** Parameters of the scale forest without a search; null takes the standard ones. */
	readonly scale: ScaleChoice | null;
	readonly shouldStop?: () => boolean;
	readonly onProgress?: (step: 'search' | 'evaluate' | 'train', done: number, of: number) => void;
};

/** A model as bytes, with everything that is recorded about it. */
export type BuiltModel = {
	readonly bytes: Uint8Array;
	readonly evaluation: Evaluation;
	readonly conformal: ConformalState;
	readonly params: ModelParams;
	/** Rows it was trained on. */
	readonly rows: number;
	readonly search: SearchResult | null;
};

/** Usable rows a series needs before anything is trained. */
export const leastRows = leastTraining + leastScored;

/** How many rows of the candles a model could learn from or be judged on. */
export const usableCount = (candles: Candles, interval: ForecastInterval): number =>
	usableRows(materialOf(candles, interval)).length;

/** The parameters of both forests; null for a kind without a choice. */
function paramsOf(interval: ForecastInterval, rows: number, how: TrainOptions): ModelParams {
	if (how.kind !== 'standard') return null;
	return {centre: centreParams(rows, how.seed), scale: {...scaleParams(interval, how.seed), ...how.scale}};
}

/**
 * Searches if asked to, judges by walk-forward, then trains on the newest rows. The search sees what the first fold is
 * trained on and nothing later: parameters chosen with a look at the rows to be judged would flatter the verdict. The
 * same input gives the same bytes.
 * Throws a RangeError for fewer than {@link leastRows} usable rows.
 */
export function buildModel(candles: Candles, interval: ForecastInterval, options: BuildOptions): BuiltModel {
	const {kind, seed, shouldStop, onProgress} = options;
	const stop = shouldStop ? {shouldStop} : {};
	const material = materialOf(candles, interval);
	const all = usableRows(material);
	if (all.length < leastRows) throw new RangeError(`${all.length} usable rows, ${leastRows} are needed`);
	const schedule = scheduleFor(interval, all.length);
	const found =
		options.search > 0 && kind === 'standard'
			? search(material, firstKnown(all, schedule), options.search, seed, {
					...stop,
					onProgress: (done, of) => onProgress?.('search', done, of),
				})
			: null;
	const scale = found?.chosen.params ?? options.scale;
	const how: TrainOptions = {kind, seed, ...stop, ...(scale ? {scale} : {})};
	const judged = judge(material, how, schedule, (done, of) => onProgress?.('evaluate', done, of));
	onProgress?.('train', 0, 1);
	const rows = trainingRows(interval, all);
	const bytes = encodeModel(provenPart(train(material, rows, how), judged.evaluation.proven));
	onProgress?.('train', 1, 1);
	return {
		bytes,
		...judged,
		params: paramsOf(interval, rows.length, how),
		rows: rows.length,
		search: found,
	};
}
