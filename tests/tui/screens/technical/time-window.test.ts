import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {stepOf} from '#domain/interval.js';
import {
	endOf,
	finestInterval,
	neighbourRange,
	panned,
	rangeOf,
	ranges,
	snugInterval,
	visibleSpan,
	zoomed,
	type TimeWindow,
	type WindowBounds,
} from '#tui/screens/technical/time-window.js';

const day = 86_400_000;
const noon = Date.UTC(2026, 10, 21, 12);
const bounds: WindowBounds = {
	now: noon,
	stored: {from: noon - 1000 * day, to: noon},
	interval: '1h',
	fixed: false,
	columns: 100,
};
const anyWindow: fc.Arbitrary<TimeWindow> = fc.record({
	span: fc.oneof(fc.integer({min: day, max: 900 * day}), fc.constant('all' as const)),
	end: fc.option(fc.integer({min: noon - 900 * day, max: noon}), {nil: null}),
});

describe('ranges', () => {
	test('lead to their neighbours and stop at the ends', () => {
		const spans = ranges.map(({span}) => span);
		expect(spans.map(span => rangeOf(neighbourRange(span, 1)))).toEqual([
			'1w',
			'1m',
			'3m',
			'6m',
			'1y',
			'all',
			'all',
		]);
		expect(spans.map(span => rangeOf(neighbourRange(span, -1)))).toEqual([
			'1d',
			'1d',
			'1w',
			'1m',
			'3m',
			'6m',
			'1y',
		]);
	});

	test('are found again from a free zoom', () => {
		expect(rangeOf(10 * day)).toBeNull();
		expect(rangeOf(neighbourRange(10 * day, 1))).toBe('1m');
		expect(rangeOf(neighbourRange(10 * day, -1))).toBe('1w');
	});
});

describe('the length of a candle', () => {
	test.each([
		[109, 30, '1d'],
		[69, 30, '12h'],
		[189, 30, '4h'],
		[109, 1, '15m'],
		[109, 7, '4h'],
		[109, 182, '1w'],
	])('of %i columns for %i days is %s', (columns, days, interval) => {
		expect(snugInterval(days * day, columns)).toBe(interval);
	});

	test('is the finest that fits where none fills the columns with about the asked time', () => {
		expect(snugInterval(30 * day, 49)).toBe('1d');
		expect(snugInterval(30 * day, 49)).toBe(finestInterval(30 * day, 49));
	});

	test('gives no more candles than columns', () => {
		fc.assert(
			fc.property(
				fc.integer({min: day, max: 365 * day}),
				fc.integer({min: 53, max: 250}),
				(span, columns) => {
					expect(Math.ceil(span / stepOf[snugInterval(span, columns)])).toBeLessThanOrEqual(columns);
				},
			),
		);
	});
});

describe('zoom', () => {
	test('keeps what is in its middle where it is', () => {
		const window: TimeWindow = {span: 100 * day, end: noon - 200 * day};
		const around = noon - 230 * day;
		const next = zoomed(window, 0.5, around, '1m', bounds);
		const before = (endOf(window, noon) - around) / visibleSpan(window, bounds);
		const after = (endOf(next, noon) - around) / visibleSpan(next, bounds);
		expect(after).toBeCloseTo(before, 5);
	});

	test('comes back to where it began, also while the candles of the time before are still shown', () => {
		const shown = {...bounds, interval: '1d'} as const;
		const steps = [1 / 1.5, 1 / 1.5, 1 / 1.5, 1 / 1.5, 1.5, 1.5, 1.5, 1.5];
		const zoom = (window: TimeWindow, factor: number) => zoomed(window, factor, noon, '1h', shown);
		expect(steps.reduce(zoom, {span: 30 * day, end: null})).toEqual({span: 30 * day, end: null});
	});

	test('goes on following the clock when it does so', () => {
		expect(zoomed({span: 30 * day, end: null}, 0.5, noon, '1m', bounds)).toEqual({span: 15 * day, end: null});
	});

	test('stays between ten of the finest candles and everything stored', () => {
		fc.assert(
			fc.property(anyWindow, fc.double({min: 0.01, max: 100, noNaN: true}), (window, factor) => {
				const next = zoomed(window, factor, noon - 100 * day, '1h', bounds);
				const span = visibleSpan(next, bounds);
				expect(span).toBeGreaterThanOrEqual(10 * 3_600_000);
				expect(span).toBeLessThanOrEqual(Math.max(1000 * day, visibleSpan(window, bounds)));
				expect(endOf(next, noon)).toBeLessThanOrEqual(noon);
			}),
		);
	});

	test('never shows more candles of a fixed interval than there are columns', () => {
		const fixed = {...bounds, fixed: true};
		expect(visibleSpan({span: 'all', end: null}, fixed)).toBe(100 * 3_600_000);
		expect(visibleSpan({span: 60_000, end: null}, fixed)).toBe(10 * 3_600_000);
	});
});

describe('pan', () => {
	test('moves by a share of what is visible and back to the clock', () => {
		const earlier = panned({span: 100 * day, end: null}, -0.1, bounds);
		expect(earlier).toEqual({span: 100 * day, end: noon - 10 * day});
		expect(panned(earlier, 0.1, bounds)).toEqual({span: 100 * day, end: null});
	});

	test('stops where candles begin and where they end', () => {
		fc.assert(
			fc.property(anyWindow, fc.double({min: -1e4, max: 1e4, noNaN: true}), (window, share) => {
				const end = endOf(panned(window, share, bounds), noon);
				expect(end).toBeGreaterThan(bounds.stored!.from);
				expect(end).toBeLessThanOrEqual(noon);
			}),
		);
	});
});
