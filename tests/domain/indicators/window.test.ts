import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {checkPeriod} from '#domain/indicators/stream.js';
import {WindowExtremes, WindowMoments, WindowSum} from '#domain/indicators/window.js';

const values = fc.array(
	fc.oneof(
		{weight: 6, arbitrary: fc.double({min: -1e3, max: 1e3, noNaN: true})},
		{weight: 2, arbitrary: fc.constantFrom(0, 1, 0.1)},
		{weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, 1e12)},
	),
	{maxLength: 60},
);
const period = fc.integer({min: 1, max: 12});

/** The last `period` values up to `end`, or nothing while there are too few since the last hole. */
function windowAt(all: readonly number[], end: number, period: number): readonly number[] | null {
	const window = all.slice(Math.max(0, end - period + 1), end + 1);
	return window.length === period && window.every(Number.isFinite) ? window : null;
}

const total = (window: readonly number[]): number => window.reduce((sum, value) => sum + value, 0);
const size = (window: readonly number[]): number => total(window.map(Math.abs));

describe('a window', () => {
	test('sums what its definition sums', () => {
		fc.assert(
			fc.property(values, period, (all, period) => {
				const sum = new WindowSum(period);
				for (const [end, value] of all.entries()) {
					const window = windowAt(all, end, period);
					const seen = sum.next(value);
					if (window === null) expect(seen).toBeNaN();
					else expect(Math.abs(seen - total(window))).toBeLessThanOrEqual(1e-14 * size(window) + 1e-300);
				}
			}),
		);
	});

	test('finds the highest and the lowest exactly', () => {
		fc.assert(
			fc.property(values, period, (all, period) => {
				const window = new WindowExtremes(period);
				for (const [end, value] of all.entries()) {
					const guess = window.peek(value + 1, value);
					window.push(value + 1, value);
					expect({highest: window.highest, lowest: window.lowest}).toEqual(guess);
					const inside = windowAt(all, end, period) ?? [Number.NaN];
					expect(guess).toEqual({highest: Math.max(...inside) + 1, lowest: Math.min(...inside)});
				}
			}),
		);
	});

	test('has the mean and the squares of the two-pass definition', () => {
		fc.assert(
			fc.property(values, period, (all, period) => {
				const moments = new WindowMoments(period);
				for (const [end, value] of all.entries()) {
					const guess = moments.peek(value);
					moments.push(value);
					expect({mean: moments.mean, squares: moments.squares}).toEqual(guess);
					const window = windowAt(all, end, period);
					if (window === null) {
						expect(guess).toEqual({mean: Number.NaN, squares: Number.NaN});
						continue;
					}

					const mean = total(window) / period;
					const squares = total(window.map(value => (value - mean) ** 2));
					const scale = Math.max(...window.map(Math.abs));
					expect(Math.abs(guess.mean - mean)).toBeLessThanOrEqual(1e-14 * scale + 1e-300);
					expect(guess.squares).toBeGreaterThanOrEqual(0);
					expect(Math.abs(guess.squares - squares)).toBeLessThanOrEqual(
						1e-12 * squares + (1e-14 * scale) ** 2 * period + 1e-300,
					);
				}
			}),
		);
	});

	test('an old spike leaves nothing behind', () => {
		const quiet = Array.from({length: 40}, (_, i) => 1 + (i % 3) * 1e-6);
		const sum = new WindowSum(5);
		const moments = new WindowMoments(5);
		for (const value of [1e15, -3e14, 7e15, ...quiet.slice(0, 5)]) {
			sum.next(value);
			moments.push(value);
		}

		expect(sum.peek(quiet[5]!)).toBeCloseTo(total(quiet.slice(1, 6)), 13);
		const mean = total(quiet.slice(0, 5)) / 5;
		const squares = total(quiet.slice(0, 5).map(value => (value - mean) ** 2));
		expect(moments.squares / squares).toBeCloseTo(1, 8);
	});

	test('does not drift over a million values', () => {
		const moments = new WindowMoments(20);
		const sum = new WindowSum(20);
		const last: number[] = [];
		let lastSum = 0;
		for (let i = 0; i < 1_000_000; i++) {
			const value = 1e6 + Math.sin(i) * 1e-3;
			moments.push(value);
			lastSum = sum.next(value);
			if (i >= 1_000_000 - 20) last.push(value);
		}

		const mean = total(last.map(value => value - 1e6)) / 20;
		const squares = total(last.map(value => (value - 1e6 - mean) ** 2));
		expect(lastSum / total(last)).toBeCloseTo(1, 14);
		expect(moments.squares / squares).toBeCloseTo(1, 6);
	});

	test('of equal values has exactly their mean and no spread', () => {
		const moments = new WindowMoments(7);
		for (let i = 0; i < 30; i++) moments.push(0.1);
		expect([moments.mean, moments.squares]).toEqual([0.1, 0]);
	});

	test.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses a period of %d', period => {
		expect(() => new WindowSum(period)).toThrow(RangeError);
		expect(() => new WindowExtremes(period)).toThrow(RangeError);
		expect(() => new WindowMoments(period)).toThrow(RangeError);
		expect(() => checkPeriod(period)).toThrow(`a period is a whole number of at least 1, not ${period}`);
	});
});
