import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {joined, spread} from '#tui/screens/compare/draw-chart.js';
import {layoutOf} from '#tui/screens/compare/layout.js';
import {correlationRole, layoutMatrix} from '#tui/screens/compare/matrix.js';
import {studyOf} from '#tui/screens/compare/study.js';
import {newYear} from '../../../domain/arbitraries.js';

const none = Number.NaN;
const hour = 3_600_000;
const study = (rows: number) =>
	studyOf({interval: '1h', ts: Float64Array.from({length: rows}, (_, i) => newYear + i * hour), series: []});

describe('a line of a coarser series', () => {
	test('is joined between closes that follow each other on its own grid, and broken where one is missing', () => {
		const line = Float64Array.of(0, none, none, none, 4, none, none, none, none, none, none, none, 9);
		expect(joined({line, interval: '4h'}, study(13))).toEqual(
			Float64Array.of(0, 1, 2, 3, 4, none, none, none, none, none, none, none, 9),
		);
	});

	test('of the interval of the grid keeps every hole', () => {
		const line = Float64Array.of(0, none, 2);
		expect(joined({line, interval: '1h'}, study(3))).toBe(line);
	});
});

describe('labels at the ends of lines', () => {
	test('stand where their lines end when nothing is in the way', () => {
		expect(spread([7, 0, 3], 10)).toEqual([7, 0, 3]);
	});

	test('make room for each other in the order of the lines', () => {
		expect(spread([4, 4, 5], 10)).toEqual([4, 5, 6]);
		expect(spread([9, 9, 9], 10)).toEqual([7, 8, 9]);
	});

	test('that do not fit are left out, the last ones first', () => {
		expect(spread([0, 0, 0], 2)).toEqual([0, 1, null]);
		expect(spread([3], 0)).toEqual([null]);
	});

	test('never share a row and never leave the chart', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 20}),
				fc.array(fc.nat({max: 19}), {maxLength: 30}),
				(rows, wanted) => {
					const placed = spread(
						wanted.map(at => Math.min(at, rows - 1)),
						rows,
					).filter(at => at !== null);
					expect(placed).toHaveLength(Math.min(rows, wanted.length));
					expect(new Set(placed).size).toBe(placed.length);
					expect(placed.every(at => at >= 0 && at < rows)).toBe(true);
				},
			),
		);
	});
});

describe('the parts of the comparison', () => {
	test('fill the view without overlapping, whatever its size', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 80}),
				fc.integer({min: 0, max: 300}),
				fc.integer({min: 0, max: 6}),
				fc.constantFrom('lines' as const, 'matrix' as const),
				(height, assets, notes, view) => {
					const {matrix, ...parted} = layoutOf({width: 80, height}, view, {assets, notes});
					const parts = Object.values(parted);
					expect(matrix.width).toBe(0);
					expect(parts.every(part => part.height >= 0)).toBe(true);
					expect(parts.reduce((sum, part) => sum + part.height, 0)).toBe(height);
				},
			),
		);
	});

	test('give up the notes first and the chart next', () => {
		const shown = [24, 10, 6].map(height => {
			const {chart, table, notes} = layoutOf({width: 80, height}, 'lines', {assets: 10, notes: 2});
			return [chart.height > 0, table.height > 0, notes.height > 0];
		});
		expect(shown).toEqual([
			[true, true, true],
			[true, true, false],
			[false, true, false],
		]);
	});
});

describe('the matrix', () => {
	test('scrolls sideways so that the column under the cursor is shown', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 200}),
				fc.integer({min: 1, max: 300}),
				fc.nat({max: 299}),
				(width, count, at) => {
					const column = at % count;
					const {left, columns} = layoutMatrix({width, height: 10}, count, column);
					expect(left).toBeGreaterThanOrEqual(0);
					expect(column).toBeGreaterThanOrEqual(left);
					expect(column).toBeLessThan(left + columns);
					expect(left + columns).toBeLessThanOrEqual(count);
				},
			),
		);
	});

	test('shows strong pairs in colour, weak ones aside, and unknown ones hardly', () => {
		expect([-1, -0.5, 0, 0.5, 1, none].map(correlationRole)).toEqual([
			'down',
			'down',
			'muted',
			'text',
			'up',
			'faint',
		]);
	});
});
