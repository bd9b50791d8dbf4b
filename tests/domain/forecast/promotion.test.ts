import {describe, expect, test} from 'vitest';
import type {ModelMeta} from '#domain/forecast/model.js';
import {takesOver} from '#domain/forecast/promotion.js';
import {savedModel} from '../../support/trained-model.js';

type Numbers = {
	readonly seed?: number;
	readonly minLeaf?: number;
	readonly skill?: number;
	readonly dieboldMariano?: number;
	readonly r2?: number;
	readonly linearR2?: number;
	readonly scaleForest?: boolean;
};

const forest = {trees: 100, minLeaf: 20, maxFeatures: 1 / 3, maxDepth: 9, extra: false, seed: 2};

/** A model of which only these numbers matter. */
function modelOf({seed = 1, minLeaf = 20, ...numbers}: Numbers): ModelMeta {
	const {meta} = savedModel();
	const {evaluation} = meta;
	const {skill = 0.001, dieboldMariano = -1, r2 = 0.5, linearR2 = 0.49, scaleForest = true} = numbers;
	return {
		...meta,
		seed,
		params: {centre: forest, scale: {...forest, minLeaf}},
		evaluation: {
			...evaluation,
			model: {...evaluation.model, skill, dieboldMariano},
			scale: {...evaluation.scale, r2, linearR2},
			proven: {centre: skill > 0, scaleForest},
		},
	};
}

const holder = modelOf({seed: 9, skill: 0.002, dieboldMariano: -2});

describe('a model of another recipe takes over', () => {
	test.each<[string, Numbers, boolean]>([
		['when it is better', {skill: 0.003}, true],
		['when its skill is less by no more than the standard error of the other', {skill: 0.0011}, true],
		['not when it is less by more than that', {skill: 0.0009}, false],
		['not when its range is worse by more than a seed explains', {skill: 0.01, r2: 0.494}, false],
		['when its range is worse by what a seed explains', {skill: 0.002, r2: 0.496}, true],
		[
			'by the range it ships: the linear one, where the forest was left out',
			{skill: 0.002, r2: 0.4, linearR2: 0.5, scaleForest: false},
			true,
		],
	])('%s', (_, numbers, expected) => {
		expect(takesOver(modelOf(numbers), holder)).toBe(expected);
	});

	test('when nothing can be compared, because the series never moved', () => {
		const flat = modelOf({seed: 9, skill: Number.NaN, dieboldMariano: Number.NaN, r2: Number.NaN});
		expect(takesOver(modelOf({skill: Number.NaN}), flat)).toBe(true);
	});
});

describe('a model of the same recipe takes over', () => {
	test('whatever it measures: its verdict is the newer one', () => {
		expect(takesOver(modelOf({seed: 9, skill: -0.01, r2: 0.1}), holder)).toBe(true);
	});

	test('also where only the leaves of the centre have grown with the rows', () => {
		const grown = modelOf({seed: 9, skill: -0.01});
		const more = {...grown, params: {...grown.params!, centre: {...forest, minLeaf: 21}}};
		expect(takesOver(more, holder)).toBe(true);
	});

	test('but other leaves of the range are another recipe', () => {
		expect(takesOver(modelOf({seed: 9, skill: -0.01, minLeaf: 40}), holder)).toBe(false);
	});
});
