import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {split, subtract, union, type Range} from '#domain/range.js';

const range = fc
	.tuple(fc.integer({min: 0, max: 60}), fc.integer({min: 0, max: 60}))
	.map(([from, to]) => ({from, to}));
const inside = (ranges: readonly Range[], ts: number): boolean =>
	ranges.some(({from, to}) => from <= ts && ts < to);
const all = Array.from({length: 61}, (_, i) => i);

describe('ranges', () => {
	test('a union holds what any of its ranges holds, ascending, disjoint and not touching', () => {
		fc.assert(
			fc.property(fc.array(range, {maxLength: 8}), ranges => {
				const joined = union(ranges);
				for (const ts of all) expect(inside(joined, ts)).toBe(inside(ranges, ts));
				for (const [i, {from, to}] of joined.entries()) {
					expect(from).toBeLessThan(to);
					if (i > 0) expect(joined[i - 1]!.to).toBeLessThan(from);
				}
			}),
		);
	});

	test('a difference holds what was wanted and is not present', () => {
		fc.assert(
			fc.property(range, fc.array(range, {maxLength: 8}), (wanted, present) => {
				const missing = subtract(wanted, present);
				for (const ts of all) {
					expect(inside(missing, ts)).toBe(inside([wanted], ts) && !inside(present, ts));
				}

				expect(union(missing)).toEqual(missing);
			}),
		);
	});

	test('pieces follow each other, fill the range, and none is longer than asked', () => {
		fc.assert(
			fc.property(range, fc.integer({min: 1, max: 20}), (whole, length) => {
				const pieces = split(whole, length);
				expect(union(pieces)).toEqual(union([whole]));
				expect(pieces).toHaveLength(Math.max(0, Math.ceil((whole.to - whole.from) / length)));
				for (const {from, to} of pieces) expect(to - from).toBeLessThanOrEqual(length);
			}),
		);
	});
});
