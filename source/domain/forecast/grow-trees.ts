/**
 * Growing the trees of a forest on typed arrays (Breiman 2001; extremely randomised trees after Geurts et al. 2006).
 * Seeded: tree `i` depends on the seed, on `i` and on the data, never on which other trees were grown or where.
 */

import type {BinnedColumn} from './bins.js';
import {drawRows, randomOf} from './bootstrap.js';
import type {ForestParams, Tree} from './forest.js';
import type {SeededRandom} from './seeded-random.js';

/** What trees grow from: binned features and targets of the same rows, all finite. */
export type TrainingSet = {readonly columns: readonly BinnedColumn[]; readonly target: Float64Array};

/** Nodes of fewer rows are sorted instead of counted into bins. */
const smallNode = 48;

/** Halfway between two neighbours; the lower one where no number lies between them. */
function between(low: number, high: number): number {
	const middle = low + (high - low) / 2;
	return middle < high ? middle : low;
}

/** A boundary between two bins of a node; those in between are empty there. */
type Split = {feature: number; bin: number; next: number; score: number};

/** Grows trees one after another in buffers made once. */
class Grower {
	readonly #columns: readonly BinnedColumn[];
	readonly #target: Float64Array;
	readonly #params: ForestParams;
	readonly #tried: number;
	readonly #rows: Int32Array;
	readonly #moved: Int32Array;
	readonly #order: Int32Array;
	readonly #weights: Float64Array;
	readonly #sums: Float64Array;
	readonly #counts: Int32Array;
	readonly #sorted: Int32Array;
	readonly #best: Split = {feature: -1, bin: 0, next: 0, score: 0};
	#drawn = new Uint16Array(0);

	constructor({columns, target}: TrainingSet, params: ForestParams) {
		this.#columns = columns;
		this.#target = target;
		this.#params = params;
		this.#tried = Math.max(1, Math.floor(params.maxFeatures * columns.length + 1e-9));
		this.#rows = new Int32Array(target.length);
		this.#moved = new Int32Array(target.length);
		this.#order = new Int32Array(columns.length);
		const bins = Math.max(...columns.map(({lowest}) => lowest.length));
		this.#weights = new Float64Array(bins);
		this.#sums = new Float64Array(bins);
		this.#counts = new Int32Array(bins);
		this.#sorted = new Int32Array(smallNode);
	}

	grow(index: number): Tree {
		const {seed, extra, maxDepth, minLeaf} = this.#params;
		const random = randomOf(seed, index);
		this.#drawn = drawRows(random, this.#target.length, extra);
		// Reset for every tree: what an earlier one left behind would change this one.
		for (let i = 0; i < this.#order.length; i++) this.#order[i] = i;
		let count = 0;
		for (let row = 0; row < this.#drawn.length; row++) if (this.#drawn[row]! > 0) this.#rows[count++] = row;

		const feature: number[] = [-1];
		const threshold: number[] = [0];
		const left: number[] = [0];
		const value: number[] = [0];
		const waiting: {node: number; from: number; to: number; depth: number}[] = [
			{node: 0, from: 0, to: count, depth: 0},
		];
		for (let next = waiting.pop(); next; next = waiting.pop()) {
			const {node, from, to, depth} = next;
			value[node] = this.#mean(from, to);
			if (depth >= maxDepth || to - from < 2 * minLeaf || !this.#findSplit(random, from, to)) continue;
			const {feature: chosen, bin, next: after} = this.#best;
			const middle = this.#partition(chosen, bin, from, to);
			const child = feature.length;
			feature[node] = chosen;
			const {lowest, highest} = this.#columns[chosen]!;
			// Halfway across the gap: a row never seen belongs to the nearer side.
			threshold[node] = between(highest[bin]!, lowest[after]!);
			left[node] = child;
			feature.push(-1, -1);
			threshold.push(0, 0);
			left.push(0, 0);
			value.push(0, 0);
			waiting.push({node: child + 1, from: middle, to, depth: depth + 1});
			waiting.push({node: child, from, to: middle, depth: depth + 1});
		}

		return {
			feature: Int16Array.from(feature),
			threshold: Float64Array.from(threshold),
			left: Int32Array.from(left),
			value: Float64Array.from(value),
		};
	}

	#mean(from: number, to: number): number {
		let weight = 0;
		let sum = 0;
		for (let i = from; i < to; i++) {
			const row = this.#rows[i]!;
			weight += this.#drawn[row]!;
			sum += this.#drawn[row]! * this.#target[row]!;
		}

		return sum / weight;
	}

	/** Tries features in random order until enough of them could be split; true when one of them helps. */
	#findSplit(random: SeededRandom, from: number, to: number): boolean {
		const best = this.#best;
		best.feature = -1;
		best.score = -Infinity;
		let weight = 0;
		let sum = 0;
		for (let i = from; i < to; i++) {
			const row = this.#rows[i]!;
			weight += this.#drawn[row]!;
			sum += this.#drawn[row]! * this.#target[row]!;
		}

		const order = this.#order;
		for (let tried = 0; tried < order.length; tried++) {
			if (tried >= this.#tried && best.feature >= 0) break;
			const pick = tried + random.below(order.length - tried);
			const feature = order[pick]!;
			order[pick] = order[tried]!;
			order[tried] = feature;
			if (this.#params.extra) this.#tryRandomly(random, feature, from, to, weight, sum);
			else if (to - from <= smallNode) this.#trySorted(feature, from, to, weight, sum);
			else this.#tryBins(feature, from, to, weight, sum);
		}

		// A split must lower the squared error by more than rounding could.
		const parent = (sum * sum) / weight;
		return best.feature >= 0 && best.score > parent + Math.abs(parent) * 1e-12;
	}

	#offer(feature: number, bin: number, next: number, score: number): void {
		if (score <= this.#best.score) return;
		this.#best.feature = feature;
		this.#best.bin = bin;
		this.#best.next = next;
		this.#best.score = score;
	}

	/** Counts the node into bins and looks at every boundary. */
	#tryBins(feature: number, from: number, to: number, weight: number, sum: number): void {
		const {
			codes,
			lowest: {length: bins},
		} = this.#columns[feature]!;
		const weights = this.#weights;
		const sums = this.#sums;
		const counts = this.#counts;
		weights.fill(0, 0, bins);
		sums.fill(0, 0, bins);
		counts.fill(0, 0, bins);
		for (let i = from; i < to; i++) {
			const row = this.#rows[i]!;
			const code = codes[row]!;
			const times = this.#drawn[row]!;
			weights[code]! += times;
			sums[code]! += times * this.#target[row]!;
			counts[code]!++;
		}

		const {minLeaf} = this.#params;
		const all = to - from;
		let count = 0;
		let leftWeight = 0;
		let leftSum = 0;
		let last = 0;
		for (let bin = 0; bin < bins; bin++) {
			if (counts[bin] === 0) continue;
			if (count >= minLeaf) {
				if (all - count < minLeaf) return;
				this.#offer(feature, last, bin, scoreOf(leftWeight, leftSum, weight, sum));
			}

			count += counts[bin]!;
			leftWeight += weights[bin]!;
			leftSum += sums[bin]!;
			last = bin;
		}
	}

	/** The same for a handful of rows, without touching all bins. */
	#trySorted(feature: number, from: number, to: number, weight: number, sum: number): void {
		const {codes} = this.#columns[feature]!;
		const sorted = this.#sorted;
		const all = to - from;
		for (let i = 0; i < all; i++) {
			const row = this.#rows[from + i]!;
			let place = i;
			while (place > 0 && codes[sorted[place - 1]!]! > codes[row]!) {
				sorted[place] = sorted[place - 1]!;
				place--;
			}

			sorted[place] = row;
		}

		const {minLeaf} = this.#params;
		let leftWeight = 0;
		let leftSum = 0;
		for (let i = 0; i + 1 < all; i++) {
			const row = sorted[i]!;
			leftWeight += this.#drawn[row]!;
			leftSum += this.#drawn[row]! * this.#target[row]!;
			const next = codes[sorted[i + 1]!]!;
			if (codes[row] === next || i + 1 < minLeaf) continue;
			if (all - i - 1 < minLeaf) return;
			this.#offer(feature, codes[row]!, next, scoreOf(leftWeight, leftSum, weight, sum));
		}
	}

	/** One boundary drawn between the lowest and the highest bin of the node. */
	#tryRandomly(
		random: SeededRandom,
		feature: number,
		from: number,
		to: number,
		weight: number,
		sum: number,
	): void {
		const {codes} = this.#columns[feature]!;
		let low = codes[this.#rows[from]!]!;
		let high = low;
		for (let i = from + 1; i < to; i++) {
			const code = codes[this.#rows[i]!]!;
			if (code < low) low = code;
			if (code > high) high = code;
		}

		if (low === high) return;
		const bin = low + random.below(high - low);
		let count = 0;
		let leftWeight = 0;
		let leftSum = 0;
		for (let i = from; i < to; i++) {
			const row = this.#rows[i]!;
			if (codes[row]! > bin) continue;
			count++;
			leftWeight += this.#drawn[row]!;
			leftSum += this.#drawn[row]! * this.#target[row]!;
		}

		const {minLeaf} = this.#params;
		if (count < minLeaf || to - from - count < minLeaf) return;
		this.#offer(feature, bin, bin + 1, scoreOf(leftWeight, leftSum, weight, sum));
	}

	/** Puts the rows of the left child first, each side in its old order; returns where the right one begins. */
	#partition(feature: number, bin: number, from: number, to: number): number {
		const {codes} = this.#columns[feature]!;
		let left = from;
		let right = 0;
		for (let i = from; i < to; i++) {
			const row = this.#rows[i]!;
			if (codes[row]! <= bin) this.#rows[left++] = row;
			else this.#moved[right++] = row;
		}

		this.#rows.set(this.#moved.subarray(0, right), left);
		return left;
	}
}

/** What a split explains: the sum of squared sums over weights, larger is better. */
function scoreOf(leftWeight: number, leftSum: number, weight: number, sum: number): number {
	const rightWeight = weight - leftWeight;
	const rightSum = sum - leftSum;
	return (leftSum * leftSum) / leftWeight + (rightSum * rightSum) / rightWeight;
}

/**
 * Grows trees `first` to `first + count - 1` of a forest: shards of any size put together in order are the same forest.
 * `shouldStop` is asked before every tree; the answer true ends the work with what is there.
 */
export function growTrees(
	set: TrainingSet,
	params: ForestParams,
	{
		first = 0,
		count = params.trees,
		shouldStop,
	}: {first?: number; count?: number; shouldStop?: () => boolean} = {},
): readonly Tree[] {
	const grower = new Grower(set, params);
	const trees: Tree[] = [];
	for (let i = first; i < first + count; i++) {
		if (shouldStop?.()) break;
		trees.push(grower.grow(i));
	}

	return trees;
}
