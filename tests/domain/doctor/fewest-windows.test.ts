import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fewestWindows} from '#domain/doctor/fewest-windows.js';
import {subtract, union, type Range} from '#domain/range.js';

/** A page holds so many candles. */
const page = 10;
const longest = ({from, to}: Range): Range => ({from, to: Math.min(to, from + page)});
const holes = fc
	.array(fc.tuple(fc.integer({min: 0, max: 200}), fc.integer({min: 1, max: 35})), {maxLength: 12})
	.map(pairs => pairs.map(([from, length]): Range => ({from, to: from + length})));

describe('the fewest windows', () => {
	test('cover every hole, and none is longer than a question may be', () => {
		fc.assert(
			fc.property(holes, list => {
				const windows = fewestWindows(list, longest);
				for (const hole of list) expect(subtract(hole, windows)).toEqual([]);
				for (const {from, to} of windows) expect(to - from).toBeLessThanOrEqual(page);
			}),
		);
	});

	test('are as few as can be: each begins with a candle that the one before could not have reached', () => {
		fc.assert(
			fc.property(holes, list => {
				const windows = fewestWindows(list, longest);
				for (const [i, {from}] of windows.entries()) {
					expect(union(list).some(hole => hole.from <= from && from < hole.to)).toBe(true);
					if (i > 0) expect(from).toBeGreaterThanOrEqual(windows[i - 1]!.from + page);
				}
			}),
		);
	});

	test('ask for nothing beyond the last hole they cover', () => {
		expect(
			fewestWindows(
				[
					{from: 0, to: 2},
					{from: 6, to: 7},
					{from: 40, to: 41},
				],
				longest,
			),
		).toEqual([
			{from: 0, to: 7},
			{from: 40, to: 41},
		]);
	});

	test('leave out what no question can serve', () => {
		expect(fewestWindows([{from: 0, to: 5}], () => null)).toEqual([]);
	});
});
