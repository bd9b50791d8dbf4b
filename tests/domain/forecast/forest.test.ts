import {describe, expect, test} from 'vitest';
import {binColumns, rankBins} from '#domain/forecast/bins.js';
import {outOfBag, predictRow, predictRows, type Forest, type ForestParams} from '#domain/forecast/forest.js';
import {growTrees} from '#domain/forecast/grow-trees.js';
import {createSeededRandom} from '#domain/forecast/seeded-random.js';
import {normal} from './series.js';

const params: ForestParams = {
	trees: 12,
	minLeaf: 5,
	maxFeatures: 1 / 3,
	maxDepth: 100,
	extra: false,
	seed: 7,
};

/** Friedman's first test function (Friedman 1991) with unit noise. */
function friedman(rows: number, seed: number) {
	const random = createSeededRandom(seed);
	const noise = normal(seed + 1);
	const columns = Array.from({length: 10}, () => Float64Array.from({length: rows}, () => random.next()));
	const [a, b, c, d, e] = columns as [Float64Array, Float64Array, Float64Array, Float64Array, Float64Array];
	const target = Float64Array.from(
		{length: rows},
		(_, i) =>
			10 * Math.sin(Math.PI * a[i]! * b[i]!) + 20 * (c[i]! - 0.5) ** 2 + 10 * d[i]! + 5 * e[i]! + noise(),
	);
	return {columns, target};
}

const data = friedman(600, 3);
const set = {columns: binColumns(data.columns), target: data.target};
const forestOf = (changes: Partial<ForestParams> = {}): Forest => ({
	features: 10,
	trees: growTrees(set, {...params, ...changes}),
});

function rmse(forecast: Float64Array, actual: Float64Array): number {
	let sum = 0;
	for (let i = 0; i < actual.length; i++) sum += (forecast[i]! - actual[i]!) ** 2;
	return Math.sqrt(sum / actual.length);
}

describe('a forest', () => {
	test('learns a function far better than its mean, and its own estimate of the error is honest', () => {
		const fresh = friedman(600, 99);
		const forest = forestOf({trees: 60, minLeaf: 1});
		const mean = data.target.reduce((sum, value) => sum + value, 0) / data.target.length;
		const error = rmse(predictRows(forest, fresh.columns), fresh.target);
		expect(error).toBeLessThan(
			0.6 *
				rmse(
					fresh.target.map(() => mean),
					fresh.target,
				),
		);
		const own = rmse(outOfBag(forest, data.columns, {...params, trees: 60, minLeaf: 1}), data.target);
		expect(own / error).toBeGreaterThan(0.85);
		expect(own / error).toBeLessThan(1.2);
	});

	test('is the same for the same seed, and another one for another seed', () => {
		expect(forestOf()).toEqual(forestOf());
		expect(forestOf({seed: 8})).not.toEqual(forestOf());
	});

	test.each([[[12]], [[5, 7]], [[4, 4, 4]]])('is the same in shards of %j trees', shards => {
		let first = 0;
		const trees = shards.flatMap(count => {
			const part = growTrees(set, params, {first, count});
			first += count;
			return part;
		});
		expect(trees).toEqual(forestOf().trees);
	});

	test('does not depend on what was grown before', () => {
		growTrees({columns: binColumns(friedman(900, 4).columns), target: friedman(900, 4).target}, params);
		const [, , third] = forestOf().trees;
		expect(growTrees(set, params, {first: 2, count: 1})).toEqual([third]);
	});

	test.each([5, 20, 100])('has no leaf of fewer than %i rows', minLeaf => {
		const {trees} = forestOf({minLeaf, extra: true, maxFeatures: 1});
		for (const {feature, threshold, left} of trees) {
			const rows = new Map<number, number>();
			for (let row = 0; row < data.target.length; row++) {
				let node = 0;
				while (feature[node]! >= 0) {
					const value = data.columns[feature[node]!]![row]!;
					node = value <= threshold[node]! ? left[node]! : left[node]! + 1;
				}

				rows.set(node, (rows.get(node) ?? 0) + 1);
			}

			expect(Math.min(...rows.values())).toBeGreaterThanOrEqual(minLeaf);
		}
	});

	test('has no node deeper than allowed', () => {
		const {trees} = forestOf({maxDepth: 3, minLeaf: 1});
		for (const {feature, left} of trees) {
			const depthBelow = (node: number): number =>
				feature[node]! < 0 ? 0 : 1 + Math.max(depthBelow(left[node]!), depthBelow(left[node]! + 1));
			expect(depthBelow(0)).toBeLessThanOrEqual(3);
		}
	});

	test('says the mean of a target that never changes', () => {
		const flat = {columns: set.columns, target: new Float64Array(600).fill(3.5)};
		const forest = {features: 10, trees: growTrees(flat, params)};
		expect(predictRow(forest, data.columns, 0)).toBe(3.5);
		expect(forest.trees.every(({feature}) => feature.length === 1)).toBe(true);
	});

	test('puts its thresholds halfway across a gap, whether a node is large or small', () => {
		for (const rows of [20, 400]) {
			const column = Float64Array.from({length: rows}, (_, i) => (i < rows / 2 ? i / rows : 10 + i / rows));
			const target = column.map(value => (value < 5 ? 0 : 1));
			const [tree] = growTrees(
				{columns: binColumns([column]), target},
				{...params, trees: 1, minLeaf: 1, maxFeatures: 1, extra: false},
			);
			expect(tree!.threshold[0]).toBeGreaterThan(5);
			expect(tree!.threshold[0]).toBeLessThan(6);
		}
	});

	test('cannot name a price outside of those it has seen: why levels are not forecast', () => {
		const rising = Float64Array.from({length: 200}, (_, i) => i);
		const trees = growTrees(
			{columns: binColumns([rising], rankBins), target: rising},
			{...params, maxFeatures: 1},
		);
		expect(predictRow({features: 1, trees}, [Float64Array.of(1000)], 0)).toBeLessThan(200);
	});

	test('of random thresholds learns too', () => {
		const forest = forestOf({extra: true, trees: 40, maxFeatures: 1, minLeaf: 2});
		const fresh = friedman(600, 98);
		expect(rmse(predictRows(forest, fresh.columns), fresh.target)).toBeLessThan(3);
		expect(outOfBag(forest, data.columns, {...params, extra: true}).every(Number.isNaN)).toBe(true);
	});

	test('stops between two trees when asked to', () => {
		let asked = 0;
		expect(growTrees(set, params, {shouldStop: () => ++asked > 3})).toHaveLength(3);
	});
});

describe('bins', () => {
	test('keep one bin per value as long as there are few', () => {
		const [column] = binColumns([Float64Array.of(3, 1, 2, 2, 3)]);
		expect([...column!.codes]).toEqual([2, 0, 1, 1, 2]);
		expect([...column!.lowest]).toEqual([1, 2, 3]);
		expect([...column!.highest]).toEqual([1, 2, 3]);
	});

	test('know the least and the greatest value they hold', () => {
		const values = Float64Array.from({length: 5000}, normal(11));
		const [column] = binColumns([values]);
		expect(column!.lowest).toHaveLength(255);
		for (const [i, code] of column!.codes.entries()) {
			expect(values[i]!).toBeGreaterThanOrEqual(column!.lowest[code]!);
			expect(values[i]!).toBeLessThanOrEqual(column!.highest[code]!);
		}
	});

	test('hold about the same number of rows each', () => {
		const [column] = binColumns([Float64Array.from({length: 25_500}, normal(12))]);
		const counts = new Uint32Array(255);
		for (const code of column!.codes) counts[code]!++;
		expect(Math.min(...counts)).toBeGreaterThan(50);
		expect(Math.max(...counts)).toBeLessThan(200);
	});

	test('never separate neighbours that no number lies between', () => {
		const [column] = binColumns([Float64Array.of(1, 1 + Number.EPSILON)]);
		expect([...column!.codes]).toEqual([0, 1]);
	});
});
