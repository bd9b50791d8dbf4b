import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {coarsened, correlation, gridReturns, measure, normalised} from '#domain/comparison.js';
import {candlesPerYear} from '#domain/returns.js';
import {complete} from './arbitraries.js';

const none = Number.NaN;

/** Prices with holes. */
const closes = fc
	.array(fc.option(fc.integer({min: 1, max: 5000}), {nil: none}), {minLength: 1, maxLength: 60})
	.map(values => Float64Array.from(values));

describe('a normalised column', () => {
	test('starts at 0 % where its history starts, and keeps its holes', () => {
		expect(normalised(Float64Array.of(none, 50, none, 75, 25))).toEqual(
			Float64Array.of(none, 0, none, 50, -50),
		);
	});

	test('without a close has none either', () => {
		expect(normalised(Float64Array.of(none, none))).toEqual(Float64Array.of(none, none));
	});
});

describe('returns on a grid', () => {
	test('never lead across a hole', () => {
		const returns = gridReturns(Float64Array.of(100, 110, none, 121, 133.1));
		expect(Array.from(returns, Number.isNaN)).toEqual([true, false, true, true, false]);
		expect(returns[1]).toBeCloseTo(Math.log(1.1), 12);
		expect(returns[4]).toBeCloseTo(Math.log(1.1), 12);
	});
});

describe('a coarser column', () => {
	test('has the closes at the ends of its candles, on its own grid', () => {
		const grid = complete('1h', 24 * 3);
		const close = Float64Array.from(grid.ts, (_, i) => (i % 24 === 23 ? i : none));
		close[47] = none;
		expect(coarsened(close, grid.ts, {grid: '1h', to: '1d'})).toEqual(Float64Array.of(23, none, 71));
	});

	test('of the interval of the grid, or a finer one, is the column itself', () => {
		const {ts, close} = complete('1h', 5);
		expect(coarsened(close, ts, {grid: '1h', to: '1h'})).toBe(close);
		expect(coarsened(close, ts, {grid: '1h', to: '5m'})).toBe(close);
	});
});

describe('measures', () => {
	test('are of the closes there are', () => {
		const seen = measure(Float64Array.of(none, 100, 120, none, 60, 90), '1d');
		expect(seen).toMatchObject({first: 1, last: 5, points: 4});
		expect(seen.change).toBeCloseTo(-10, 12);
		expect(seen.drawdown).toBeCloseTo(50, 12);
		const [a, b] = [Math.log(1.2), Math.log(1.5)];
		const spread = Math.sqrt(((a - b) / 2) ** 2 * 2);
		expect(seen.volatility).toBeCloseTo(spread * Math.sqrt(candlesPerYear('1d')) * 100, 9);
	});

	test('of one close, or of none, are unknown and not zero', () => {
		for (const [close, points] of [
			[Float64Array.of(none, 5), 1],
			[Float64Array.of(none), 0],
			[new Float64Array(0), 0],
		] as const) {
			expect(measure(close, '1h')).toEqual({
				first: points === 1 ? 1 : -1,
				last: points === 1 ? 1 : -1,
				points,
				change: none,
				volatility: none,
				drawdown: none,
			});
		}
	});

	test('do not depend on what the asset is priced in', () => {
		fc.assert(
			fc.property(closes, fc.integer({min: 1, max: 64}), (close, factor) => {
				const one = measure(close, '4h');
				const other = measure(
					close.map(price => price * factor),
					'4h',
				);
				expect(other.points).toBe(one.points);
				for (const key of ['change', 'volatility', 'drawdown'] as const) {
					if (Number.isNaN(one[key])) expect(other[key]).toBeNaN();
					else expect(other[key]).toBeCloseTo(one[key], 6);
				}
			}),
		);
	});
});

describe('correlation', () => {
	test('equals a worked example', () => {
		// Means 2 and 4: products 2 + 0 + 1.5, squares 2 and 4 + 0.25 + 2.25.
		const {value, pairs} = correlation(Float64Array.of(1, 2, 3), Float64Array.of(2, 4.5, 5.5));
		expect(pairs).toBe(3);
		expect(value).toBeCloseTo(3.5 / Math.sqrt(2 * 6.5), 12);
	});

	test('is 1 with itself and -1 with its mirror', () => {
		const returns = Float64Array.of(none, 0.01, -0.02, 0.03);
		expect(correlation(returns, returns).value).toBeCloseTo(1, 12);
		expect(
			correlation(
				returns,
				returns.map(value => -value),
			).value,
		).toBeCloseTo(-1, 12);
	});

	test('counts only rows that both have, and says nothing of fewer than three', () => {
		const a = Float64Array.of(0.1, none, 0.2, 0.3);
		expect(correlation(a, Float64Array.of(0.1, 0.5, none, 0.2))).toEqual({value: none, pairs: 2});
	});

	test('of a column that never moves is unknown', () => {
		const flat = new Float64Array(5).fill(0.1);
		expect(correlation(flat, Float64Array.of(1, 2, 3, 4, 5))).toEqual({value: none, pairs: 5});
		expect(correlation(new Float64Array(5), Float64Array.of(1, 2, 3, 4, 5)).value).toBeNaN();
	});

	test('stays between -1 and 1 and does not mind the order', () => {
		fc.assert(
			fc.property(closes, closes, (one, other) => {
				const [a, b] = [gridReturns(one), gridReturns(other)];
				const forth = correlation(a, b);
				const back = correlation(b, a);
				expect(back.pairs).toBe(forth.pairs);
				if (Number.isNaN(forth.value)) {
					expect(back.value).toBeNaN();
				} else {
					expect(Math.abs(forth.value)).toBeLessThanOrEqual(1);
					expect(back.value).toBeCloseTo(forth.value, 9);
				}
			}),
		);
	});
});
