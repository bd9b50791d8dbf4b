/** Random search of the scale forest's parameters, with folds that only ever grow forward in time. */

import {binColumns} from './bins.js';
import {predictRow, type ForestParams} from './forest.js';
import {growTrees} from './grow-trees.js';
import {rSquared} from './metrics.js';
import {pickRows, type Material} from './rows.js';
import {createSeededRandom, type SeededRandom} from './seeded-random.js';
import {featureSetsOf, scaleParams, Stopped, type ScaleChoice} from './trained.js';

/** One configuration and its scores: R2 of the next log range, per fold. */
export type Experiment = {
	readonly params: ScaleChoice;
	readonly folds: readonly number[];
	readonly mean: number;
	/** Standard error of the mean. */
	readonly error: number;
};

export type SearchResult = {
	readonly experiments: readonly Experiment[];
	readonly chosen: Experiment;
	/** R2 of the chosen configuration on the last block, which no fold has seen. */
	readonly untouched: number;
};

const unlimited = 1_000_000;
const space = {
	minLeaf: [5, 10, 20, 40, 80, 160, 400],
	maxFeatures: [0.2, 1 / 3, 0.5, 0.75, 1],
	maxDepth: [4, 6, 8, 12, unlimited],
	extra: [true, false],
} as const;
const trees = 60;
/** Folds train on these shares of the rows before the untouched block and are scored on the next fifth. */
const folds = [0.4, 0.6, 0.8] as const;
const untouchedShare = 0.15;

const oneOf = <Value>(random: SeededRandom, values: readonly Value[]): Value =>
	values[random.below(values.length)]!;

type Block = {readonly train: Int32Array; readonly test: Int32Array};

function scoreOn(
	{matrix, ranges}: Material,
	{train, test}: Block,
	params: ForestParams,
	shouldStop?: () => boolean,
): number {
	const {columns} = matrix(...featureSetsOf.scale);
	const set = {
		columns: binColumns(pickRows(columns, train)),
		target: Float64Array.from(train, row => ranges[row + 1]!),
	};
	const grown = growTrees(set, params, shouldStop ? {shouldStop} : {});
	if (grown.length < params.trees) throw new Stopped('The search was stopped.');
	const forest = {features: columns.length, trees: grown};
	return rSquared(
		Float64Array.from(test, row => ranges[row + 1]!),
		Float64Array.from(test, row => predictRow(forest, columns, row)),
	);
}

/** The simplest configuration within one standard error of the best: the one with the largest leaves. */
function simplest(experiments: readonly Experiment[]): Experiment {
	const best = experiments.reduce((a, b) => (b.mean > a.mean ? b : a));
	const near = experiments.filter(({mean}) => mean >= best.mean - best.error);
	return near.reduce((a, b) =>
		b.params.minLeaf > a.params.minLeaf || (b.params.minLeaf === a.params.minLeaf && b.mean > a.mean) ? b : a,
	);
}

/**
 * Tries `count` configurations on the given rows and no others; the same seed tries the same ones. Throws
 * {@link Stopped} when told to.
 */
export function search(
	material: Material,
	rows: Int32Array,
	count: number,
	seed: number,
	{
		shouldStop,
		onProgress,
	}: {shouldStop?: () => boolean; onProgress?: (done: number, of: number) => void} = {},
): SearchResult {
	const open = rows.slice(0, Math.floor(rows.length * (1 - untouchedShare)));
	const blocks = folds.map(share => {
		const end = Math.floor(open.length * share);
		// One row of embargo between training and test.
		return {train: open.slice(0, end - 1), test: open.slice(end, Math.floor(open.length * (share + 0.2)))};
	});
	const random = createSeededRandom(seed, 0xface);
	const experiments: Experiment[] = [];
	for (let i = 0; i < count; i++) {
		const params = {
			minLeaf: oneOf(random, space.minLeaf),
			maxFeatures: oneOf(random, space.maxFeatures),
			maxDepth: oneOf(random, space.maxDepth),
			extra: oneOf(random, space.extra),
		};
		const whole = {...scaleParams(material.interval, seed), ...params, trees};
		const scores = blocks.map(block => scoreOn(material, block, whole, shouldStop));
		const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
		const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / (scores.length - 1);
		experiments.push({params, folds: scores, mean, error: Math.sqrt(variance / scores.length)});
		onProgress?.(i + 1, count);
	}

	const chosen = simplest(experiments);
	const untouched = scoreOn(
		material,
		{train: open.slice(0, -1), test: rows.slice(open.length)},
		{...scaleParams(material.interval, seed), ...chosen.params},
		shouldStop,
	);
	return {experiments, chosen, untouched};
}
