import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createScale, extentOf, ticksOf} from '#tui/charts/scale.js';

const price = fc.double({min: 1e-9, max: 1e9, noNaN: true});
const kind = fc.constantFrom('linear' as const, 'log' as const);

describe('createScale', () => {
	test('puts every value between low and high inside its rows', () => {
		fc.assert(
			fc.property(kind, price, price, price, fc.integer({min: 1, max: 60}), (kind, a, b, c, rows) => {
				const [low, middle, high] = [a, b, c].toSorted((x, y) => x - y) as [number, number, number];
				const scale = createScale(kind, low, high, rows);
				for (const value of [low, middle, high]) {
					expect(scale.y(value)).toBeGreaterThanOrEqual(-1e-6);
					expect(scale.y(value)).toBeLessThanOrEqual(rows + 1e-6);
				}

				expect(scale.y(high)).toBeLessThanOrEqual(scale.y(low));
			}),
		);
	});

	test('finds the value of a height again', () => {
		const scale = createScale('log', 10, 1000, 20);
		expect(scale.y(100)).toBeCloseTo(10);
		expect(scale.value(10)).toBeCloseTo(100);
	});

	test('puts a flat series in the middle', () => {
		expect(createScale('linear', 5, 5, 10).y(5)).toBeCloseTo(5);
		expect(createScale('log', 5, 5, 10).y(5)).toBeCloseTo(5, 1);
		expect(createScale('linear', 0, 0, 10).y(0)).toBeCloseTo(5);
	});

	test('is linear where logarithms do not exist', () => {
		expect(createScale('log', 0, 10, 10).kind).toBe('linear');
	});
});

describe('ticksOf', () => {
	test('gives round values', () => {
		expect(ticksOf(createScale('linear', 57_321, 64_890, 12))).toEqual([58_000, 60_000, 62_000, 64_000]);
		expect(ticksOf(createScale('linear', -3, 4, 12))).toEqual([-2, 0, 2, 4]);
	});

	test('goes by decades on a logarithmic scale', () => {
		expect(ticksOf(createScale('log', 0.5, 60_000, 20))).toEqual([1, 10, 100, 1000, 10_000]);
	});

	test('stays inside the scale and keeps its distance', () => {
		fc.assert(
			fc.property(kind, price, price, fc.integer({min: 1, max: 60}), (kind, a, b, rows) => {
				fc.pre(Math.abs(a - b) > Math.max(a, b) * 1e-6);
				const scale = createScale(kind, Math.min(a, b), Math.max(a, b), rows);
				const heights = ticksOf(scale).map(value => scale.y(value));
				for (const y of heights) expect(y).toBeGreaterThan(-1e-6 * rows);
				for (const y of heights) expect(y).toBeLessThan(rows * (1 + 1e-6));
				for (const [i, y] of heights.slice(1).entries()) {
					expect(heights[i]! - y).toBeGreaterThan(3 - 1e-6);
				}
			}),
		);
	});
});

describe('extentOf', () => {
	test('spans all known values of all series', () => {
		expect(extentOf([3, Number.NaN, 1], [7])).toEqual({low: 1, high: 7});
	});

	test('is null when nothing is known', () => {
		expect(extentOf([Number.NaN], [])).toBeNull();
	});
});
