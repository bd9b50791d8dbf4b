/** Random forests for regression: what they are, and what they say. */

import type {Columns} from './bins.js';
import {drawRows, randomOf} from './bootstrap.js';

export type ForestParams = {
	readonly trees: number;
	/** Fewest different rows in a leaf. */
	readonly minLeaf: number;
	/** Share of the features tried at each split. */
	readonly maxFeatures: number;
	/** Deepest level below the root. */
	readonly maxDepth: number;
	/** Draw thresholds at random instead of searching the best one; trees then see all rows. */
	readonly extra: boolean;
	readonly seed: number;
};

/**
 * One tree, node by node, the root first. `feature` is -1 in a leaf; a row goes to `left` when its value is at most
 * `threshold`, else to `left + 1`. `value` is the mean target of the node.
 */
export type Tree = {
	readonly feature: Int16Array;
	readonly threshold: Float64Array;
	readonly left: Int32Array;
	readonly value: Float64Array;
};

export type Forest = {readonly features: number; readonly trees: readonly Tree[]};

function walk({feature, threshold, left, value}: Tree, columns: Columns, row: number): number {
	let node = 0;
	for (let split = feature[0]!; split >= 0; split = feature[node]!) {
		node = columns[split]![row]! <= threshold[node]! ? left[node]! : left[node]! + 1;
	}

	return value[node]!;
}

/** The forecast for one row of a matrix. */
export function predictRow({trees}: Forest, columns: Columns, row: number): number {
	let sum = 0;
	for (const tree of trees) sum += walk(tree, columns, row);
	return sum / trees.length;
}

/** The forecasts for all rows of a matrix. */
export function predictRows(forest: Forest, columns: Columns): Float64Array {
	return Float64Array.from({length: columns[0]?.length ?? 0}, (_, row) => predictRow(forest, columns, row));
}

/**
 * The forecast of each training row by the trees that never saw it; NaN where every tree did (always for extra-trees).
 * Summed in order of the trees, so that it does not depend on how they were sharded.
 */
export function outOfBag({trees}: Forest, columns: Columns, {seed, extra}: ForestParams): Float64Array {
	const rows = columns[0]?.length ?? 0;
	const sums = new Float64Array(rows);
	const counts = new Uint32Array(rows);
	for (const [index, tree] of trees.entries()) {
		const drawn = drawRows(randomOf(seed, index), rows, extra);
		for (let row = 0; row < rows; row++) {
			if (drawn[row] !== 0) continue;
			sums[row]! += walk(tree, columns, row);
			counts[row]!++;
		}
	}

	return sums.map((sum, row) => sum / counts[row]!);
}
