import fc from 'fast-check';
import {expect, test} from 'vitest';
import {thinnings} from '#domain/retention.js';

const day = 86_400_000;
const now = Date.UTC(2026, 10, 21, 12, 20);

test('old quotes become hourly, older ones daily', () => {
	expect(thinnings({hourlyAfterDays: 30, dailyAfterDays: 365}, now)).toEqual([
		{from: 0, to: Date.UTC(2025, 10, 21), stepMs: day},
		{from: Date.UTC(2025, 10, 21), to: Date.UTC(2026, 9, 22), stepMs: day / 24},
	]);
});

test('nothing is thinned unless asked for', () => {
	expect(thinnings({hourlyAfterDays: 0, dailyAfterDays: 0}, now)).toEqual([]);
});

test('stretches follow each other and never reach what is young', () => {
	fc.assert(
		fc.property(fc.nat(1000), fc.nat(1000), (hourlyAfterDays, dailyAfterDays) => {
			let end = 0;
			for (const {from, to, stepMs} of thinnings({hourlyAfterDays, dailyAfterDays}, now)) {
				expect(from).toBe(end);
				expect(to % stepMs).toBe(0);
				const days = stepMs === day ? dailyAfterDays : Math.min(hourlyAfterDays, 1e9);
				expect(to).toBeLessThanOrEqual(now - days * day);
				end = to;
			}
		}),
	);
});
