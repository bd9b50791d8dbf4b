import {describe, expect, test} from 'vitest';
import {
	dieboldMariano,
	directionOf,
	ewmaVolatility,
	intervalScore,
	pointScore,
	rSquared,
	wilson,
} from '#domain/forecast/metrics.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import {normal} from './series.js';

const floats = (...values: number[]): Float64Array => Float64Array.from(values);

describe('a share', () => {
	test('has the interval of Wilson', () => {
		// Brown, Cai and DasGupta 2001 give the formula; the numbers are worked out by hand.
		const {value, low, high} = wilson(8, 10);
		expect(value).toBe(0.8);
		expect(low).toBeCloseTo(0.4901625, 6);
		expect(high).toBeCloseTo(0.9433178, 6);
	});

	test('of nothing says nothing', () => {
		expect(wilson(0, 0)).toEqual({value: NaN, n: 0, low: 0, high: 1});
	});

	test('never leaves 0 to 1', () => {
		expect(wilson(0, 5).low).toBe(0);
		expect(wilson(5, 5).high).toBe(1);
	});
});

describe('the test of Diebold and Mariano', () => {
	test('is the mean difference over its standard error where differences are independent', () => {
		// Of 7 rows one lag is used; differences 0, 2, 0, 2, ... have an autocovariance that is worked out here.
		const model = floats(...[0, 2, 0, 2, 0, 2, 0].map(Math.sqrt));
		const differences = [0, 2, 0, 2, 0, 2, 0];
		const mean = 6 / 7;
		const at = (lag: number): number =>
			differences.slice(lag).reduce((sum, value, i) => sum + (value - mean) * (differences[i]! - mean), 0) /
			7;
		const expected = mean / Math.sqrt((at(0) + at(1)) / 7);
		expect(dieboldMariano(model, new Float64Array(7))).toBeCloseTo(expected, 12);
	});

	test('is negative for the better one, and changes its sign with the sides', () => {
		const noise = normal(1);
		const good = Float64Array.from({length: 500}, () => noise());
		const bad = Float64Array.from({length: 500}, () => 2 * noise());
		expect(dieboldMariano(good, bad)).toBeLessThan(-1.96);
		expect(dieboldMariano(bad, good)).toBeCloseTo(-dieboldMariano(good, bad), 9);
	});

	test('says nothing of two that never differ', () => {
		expect(dieboldMariano(floats(1, 2, 3), floats(1, 2, 3))).toBeNaN();
	});

	test('is rarely beyond 1.96 for two that are equally good', () => {
		let beyond = 0;
		for (let seed = 0; seed < 200; seed++) {
			const noise = normal(seed);
			const errors = (): Float64Array => Float64Array.from({length: 300}, () => noise());
			if (Math.abs(dieboldMariano(errors(), errors())) > 1.96) beyond++;
		}

		expect(beyond).toBeLessThan(22);
	});
});

describe('point scores', () => {
	const lastClose = floats(100, 110, 100, 120);
	const actual = floats(110, 100, 120, 120);

	test('are what their definitions say', () => {
		const score = pointScore({lastClose, actual, predicted: floats(105, 105, 110, 126)});
		expect(score.n).toBe(4);
		expect(score.rmse).toBeCloseTo(Math.sqrt((25 + 25 + 100 + 36) / 4), 12);
		expect(score.mae).toBeCloseTo((5 + 5 + 10 + 6) / 4, 12);
		expect(score.mape).toBeCloseTo((5 / 110 + 5 / 100 + 10 / 120 + 6 / 120) * 25, 12);
		expect(score.skill).toBeCloseTo(1 - 186 / (100 + 100 + 400 + 0), 12);
		expect(score.r2).toBeCloseTo(1 - 186 / (4 * 68.75), 12);
		const moves = [Math.log(1.1), Math.log(100 / 110), Math.log(1.2), 0];
		const named = [Math.log(1.05), Math.log(105 / 110), Math.log(1.1), Math.log(1.05)];
		const errors = moves.reduce((sum, move, i) => sum + (move - named[i]!) ** 2, 0);
		expect(score.returnRmse).toBeCloseTo(Math.sqrt(errors / 4), 12);
		expect(score.returnR2).toBeCloseTo(1 - errors / moves.reduce((sum, move) => sum + move ** 2, 0), 12);
		expect(score.direction, 'a price that does not move has no direction').toMatchObject({value: 1, n: 3});
	});

	test('of the last price are no skill, and no direction', () => {
		const score = pointScore({lastClose, actual, predicted: lastClose});
		expect(score).toMatchObject({skill: 0, returnR2: 0, direction: null});
		expect(score.dieboldMariano).toBeNaN();
	});

	test('take the direction of a rule that names no price', () => {
		const sign = floats(-1, -1, 1, 1);
		expect(pointScore({lastClose, actual, predicted: lastClose}, sign).direction).toMatchObject({
			value: 2 / 3,
			n: 3,
		});
	});
});

test('R2 of a constant cannot be computed', () => {
	expect(rSquared(floats(1, 1), floats(1, 2))).toBeNaN();
	expect(rSquared(floats(1, 3), floats(2, 2))).toBe(0);
});

test('a direction without any move is none', () => {
	expect(directionOf(floats(0, 1), floats(1, 0))).toBeNull();
});

test('volatility is known before the move it is held against', () => {
	const moves = floats(0.1, 0, 0.2);
	const [first, second, third] = ewmaVolatility(moves);
	expect(first).toBeCloseTo(0.1, 12);
	expect(second).toBeCloseTo(0.1, 12);
	expect(third).toBeCloseTo(Math.sqrt(0.94) * 0.1, 12);
});

describe('interval scores', () => {
	const ones = new Float64Array(6).fill(100);
	const score = intervalScore({
		level: 0.8,
		lastClose: ones,
		actual: floats(100, 100, 103, 100, 95, 100),
		low: new Float64Array(6).fill(98),
		high: new Float64Array(6).fill(102),
		volatility: floats(1, 2, 3, 4, 5, 6),
		window: 3,
	});

	test('count what lies inside, by how wild the market was', () => {
		expect(score.coverage).toMatchObject({value: 4 / 6, n: 6});
		expect(score.byVolatility).toEqual([1, 0.5, 0.5]);
		expect(score.worstWindow).toBeCloseTo(1 / 3, 12);
	});

	test('add to the width what was missed, times two over the miss rate', () => {
		expect(score.widthBp).toBeCloseTo(400, 9);
		expect(score.winklerBp).toBeCloseTo(400 + ((2 / 0.2) * (100 + 300)) / 6, 9);
	});

	test('of fewer rows than the window have no worst one', () => {
		const short = intervalScore({
			level: 0.8,
			lastClose: floats(1),
			actual: floats(1),
			low: floats(1),
			high: floats(1),
			volatility: floats(1),
			window: 2,
		});
		expect(short.worstWindow).toBeNaN();
		expect(short.coverage.value, 'the ends belong to the interval').toBe(1);
	});
});

describe('the record of the ledger', () => {
	test('holds forecasts against the last price and against their bands', () => {
		const {score, held80} = scoreboardOf([
			{lastClose: 100, predicted: 104, interval80: [95, 105], outcome: 105},
			{lastClose: 105, predicted: 105, interval80: [100, 110], outcome: 111},
			{lastClose: 111, predicted: 110, interval80: null, outcome: 111},
		]);
		expect(score).toMatchObject({n: 3, skill: 1 - (1 + 36 + 1) / (25 + 36)});
		expect(held80).toMatchObject({value: 0.5, n: 2});
	});

	test('without an outcome is empty', () => {
		expect(scoreboardOf([])).toMatchObject({score: null, held80: {n: 0}});
	});
});
