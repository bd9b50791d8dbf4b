import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {axisLabel, drawGridLines, drawTimeAxis, drawValueAxis, timeTicks} from '#tui/charts/axes.js';
import {createScale, ticksOf} from '#tui/charts/scale.js';
import {Grid} from '#tui/cells/grid.js';
import {createFormat, dollars} from '#tui/i18n/format.js';
import type {Language} from '#tui/i18n/language.js';
import {unicodeGlyphs} from '#tui/theme/glyphs.js';

const day = 86_400_000;
const formatOf = (timeZone: string, language: Language = 'en') =>
	createFormat({language, timeZone, currency: dollars, none: '—', ascii: false});
const utc = formatOf('UTC');
const noon = Date.UTC(2026, 10, 21, 12);

const labels = (from: number, to: number, width: number, format = utc): string[] =>
	timeTicks(from, to, width, format).map(({label}) => label);

describe('timeTicks', () => {
	test('are hours within a day, with the name of the day at midnight', () => {
		expect(labels(noon - day, noon, 80)).toEqual([
			'12:00',
			'15:00',
			'18:00',
			'21:00',
			'Nov 21',
			'03:00',
			'06:00',
			'09:00',
		]);
	});

	test('are days, weeks, months or years over longer times', () => {
		expect(labels(noon - 7 * day, noon, 90)).toEqual([
			'Nov 15',
			'Nov 16',
			'Nov 17',
			'Nov 18',
			'Nov 19',
			'Nov 20',
			'Nov 21',
		]);
		expect(labels(noon - 60 * day, noon, 90)[0]).toBe('Sep 28');
		expect(labels(noon - 365 * day, noon, 60)).toEqual(['Jan 2026', 'Apr 2026', 'Jul 2026', 'Oct 2026']);
		expect(labels(noon - 8 * 365 * day, noon, 60)).toEqual(['Jan 2020', 'Jan 2022', 'Jan 2024', 'Jan 2026']);
	});

	test('begin days at midnight of the user, not of UTC', () => {
		const ticks = timeTicks(noon - 2 * day, noon, 60, formatOf('America/Sao_Paulo'));
		const midnights = ticks.filter(({strong}) => strong);
		expect(midnights.map(({at}) => new Date(at).toISOString())).toEqual([
			'2026-11-20T03:00:00.000Z',
			'2026-11-21T03:00:00.000Z',
		]);
		expect(midnights.map(({label}) => label)).toEqual(['Nov 20', 'Nov 21']);
	});

	test('begin days at midnight on both sides of a change of the clocks', () => {
		const from = Date.UTC(2026, 9, 30);
		const days = timeTicks(from, from + 4 * day, 60, formatOf('America/New_York'));
		expect(days.map(({at}) => new Date(at).toISOString().slice(0, 16))).toEqual([
			'2026-10-30T04:00',
			'2026-10-31T04:00',
			'2026-11-01T04:00',
			'2026-11-02T05:00',
		]);
	});

	test('speak the language of the user', () => {
		expect(labels(noon - day, noon, 110, formatOf('UTC', 'pt-BR'))).toContain('21 nov');
	});

	test('are none in no time or no room', () => {
		expect(timeTicks(noon, noon, 80, utc)).toEqual([]);
		expect(timeTicks(noon - day, noon, 0, utc)).toEqual([]);
	});
});

describe('drawTimeAxis', () => {
	test('never cuts a label and keeps labels apart', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 600_000, max: 4000 * day}),
				fc.integer({min: 1, max: 200}),
				(span, width) => {
					const grid = new Grid(width, 1);
					const styles = {label: 1, strong: 2};
					drawTimeAxis(
						grid,
						{x: 0, y: 0, width, height: 1},
						{from: noon - span, to: noon},
						{format: utc, styles},
					);
					for (const label of grid.line(0).trim().split(/ {2,}/).filter(Boolean)) {
						expect(label).toMatch(
							/^(\d\d:\d\d|[A-Z][a-z]{2} (\d\d|\d{4}))( (\d\d:\d\d|[A-Z][a-z]{2} (\d\d|\d{4})))*$/,
						);
					}
				},
			),
		);
	});
});

const axis = (low: number, high: number, rows: number): string[] => {
	const grid = new Grid(12, rows);
	const scale = createScale('linear', low, high, rows);
	const label = axisLabel(ticksOf(scale), utc);
	drawValueAxis(grid, {x: 0, y: 0, width: 12, height: rows}, scale, {label, style: 1});
	return grid.lines().filter(Boolean);
};

describe('value axis', () => {
	test('has the decimals that its distances need', () => {
		expect(axis(57_321, 64_890, 12)).toEqual(['64,000', '62,000', '60,000', '58,000']);
		expect(axis(1.00012, 1.00049, 9)).toEqual(['1.0004', '1.0002']);
		expect(axis(0.5, 10.5, 12)).toEqual(['10.0', '7.5', '5.0', '2.5']);
	});

	test('shows prices of many zeros', () => {
		expect(axis(0.000_000_012, 0.000_000_019, 9).join()).not.toMatch(/(^|,)0(,|$)/);
	});

	test('draws its grid behind what is there', () => {
		const grid = new Grid(6, 4);
		grid.text(0, 0, '######', 1);
		drawGridLines(grid, {x: 0, y: 0, width: 6, height: 4}, createScale('linear', 0, 4, 4), {
			glyphs: unicodeGlyphs,
			style: 2,
			gap: 1,
		});
		expect(grid.lines()).toEqual(['######', '· · ·', '· · ·', '· · ·']);
	});
});
