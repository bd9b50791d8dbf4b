import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {ceilTo, floorTo, intervals, isInterval, stepOf} from '#domain/interval.js';

const time = fc.integer({min: Date.UTC(1960, 0, 1), max: Date.UTC(2100, 0, 1)});
const interval = fc.constantFrom(...intervals);

describe('intervals', () => {
	test('are named, shortest first, and each is a multiple of every shorter one', () => {
		for (const [i, finer] of intervals.entries()) {
			for (const coarser of intervals.slice(i)) expect(stepOf[coarser] % stepOf[finer]).toBe(0);
		}

		expect(isInterval('4h')).toBe(true);
		expect(isInterval('3d')).toBe(false);
	});

	test.each([
		['1m', '2025-03-05T14:37:00.000Z'],
		['5m', '2025-03-05T14:35:00.000Z'],
		['15m', '2025-03-05T14:30:00.000Z'],
		['30m', '2025-03-05T14:30:00.000Z'],
		['1h', '2025-03-05T14:00:00.000Z'],
		['4h', '2025-03-05T12:00:00.000Z'],
		['12h', '2025-03-05T12:00:00.000Z'],
		['1d', '2025-03-05T00:00:00.000Z'],
		['1w', '2025-03-03T00:00:00.000Z'],
	] as const)('the %s candle of Wednesday 14:37:42 opens at %s', (interval, opening) => {
		expect(new Date(floorTo(interval, Date.UTC(2025, 2, 5, 14, 37, 42))).toISOString()).toBe(opening);
	});

	test('weeks open on Mondays at 00:00 UTC, also before 1970', () => {
		fc.assert(
			fc.property(time, ts => {
				const opening = new Date(floorTo('1w', ts));
				expect([opening.getUTCDay(), opening.getTime() % stepOf['1d']].map(Math.abs)).toEqual([1, 0]);
			}),
		);
	});

	test('a time lies in the candle that opens at its floor, and boundaries stay where they are', () => {
		fc.assert(
			fc.property(interval, time, (interval, ts) => {
				const opening = floorTo(interval, ts);
				expect(opening <= ts && ts < opening + stepOf[interval]).toBe(true);
				expect(floorTo(interval, opening)).toBe(opening);
				expect(ceilTo(interval, opening)).toBe(opening);
				expect(ceilTo(interval, opening + 1)).toBe(opening + stepOf[interval]);
			}),
		);
	});
});
