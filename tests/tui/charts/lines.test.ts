import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {drawLines} from '#tui/charts/lines.js';
import {createScale} from '#tui/charts/scale.js';
import {blank, Grid} from '#tui/cells/grid.js';
import {asciiGlyphs, unicodeGlyphs} from '#tui/theme/glyphs.js';

function drawn(values: readonly number[], width: number, height: number, ascii = false): Grid {
	const grid = new Grid(width, height);
	const scale = createScale('linear', 0, 4, height);
	const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
	drawLines(grid, {x: 0, y: 0, width, height}, [{values, style: 3}], scale, {glyphs});
	return grid;
}

const emptyColumn = (grid: Grid, x: number): boolean =>
	Array.from({length: grid.height}, (_, y) => grid.code(x, y)).every(code => code === blank);

describe('drawLines', () => {
	test('draws a slope in braille from edge to edge', () => {
		expect(drawn([0, 4], 4, 2).lines()).toEqual(['  ⡠⠊', '⡠⠊']);
	});

	test('marks one cell per column in ASCII', () => {
		expect(drawn([0, 4], 4, 4, true).lines()).toEqual(['   *', '  *', ' *', '*']);
	});

	test('keeps to cells that are empty', () => {
		const grid = new Grid(4, 1);
		grid.text(1, 0, '#', 1);
		const scale = createScale('linear', 0, 1, 1);
		const lines = [{values: [0, 0], style: 3}];
		drawLines(grid, {x: 0, y: 0, width: 4, height: 1}, lines, scale, {glyphs: asciiGlyphs});
		expect(grid.line(0)).toBe('*#**');
		expect(grid.style(1, 0)).toBe(1);
	});

	test('gives a shared cell to the later line', () => {
		const grid = new Grid(3, 1);
		const scale = createScale('linear', 0, 1, 1);
		const lines = [
			{values: [0, 0], style: 3},
			{values: [1, 1], style: 4},
		];
		drawLines(grid, {x: 0, y: 0, width: 3, height: 1}, lines, scale, {glyphs: unicodeGlyphs});
		expect(grid.style(1, 0)).toBe(4);
	});

	test('shows a single value as a dot', () => {
		expect(drawn([Number.NaN, 2, Number.NaN], 3, 1).line(0).trim()).toHaveLength(1);
	});

	test('shows the last of the values that share a column of dots', () => {
		const grid = new Grid(2, 2);
		const scale = createScale('linear', 0, 4, 2);
		const options = {glyphs: unicodeGlyphs, x: (index: number) => index / 4};
		const values = [4, 0, 4, 0, 4, 0, 4, 0];
		drawLines(grid, {x: 0, y: 0, width: 2, height: 2}, [{values, style: 3}], scale, options);
		expect(grid.lines()).toEqual(['', '⣀⣀']);
	});

	test('never crosses a hole', () => {
		const known = fc.double({min: -10, max: 20, noNaN: true});
		const run = fc.array(known, {minLength: 1, maxLength: 10});
		fc.assert(
			fc.property(run, fc.integer({min: 1, max: 8}), run, fc.boolean(), (before, gap, after, ascii) => {
				const values = [...before, ...Array.from({length: gap}, () => Number.NaN), ...after];
				const grid = new Grid(values.length, 6);
				const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
				const rect = {x: 0, y: 0, width: values.length, height: 6};
				drawLines(grid, rect, [{values, style: 3}], createScale('linear', 0, 4, 6), {
					glyphs,
					x: index => index + 0.5,
				});
				for (let x = before.length; x < before.length + gap; x++) expect(emptyColumn(grid, x)).toBe(true);
			}),
		);
	});

	test('never leaves its rectangle', () => {
		const values = fc.array(fc.double({min: -100, max: 100}), {maxLength: 40});
		const size = fc.tuple(fc.integer({min: 0, max: 12}), fc.integer({min: 0, max: 6}));
		fc.assert(
			fc.property(values, size, (values, [width, height]) => {
				const grid = new Grid(16, 10);
				const scale = createScale('linear', 0, 4, height);
				const rect = {x: 2, y: 2, width, height};
				drawLines(grid, rect, [{values, style: 3}], scale, {glyphs: unicodeGlyphs});
				for (let y = 0; y < height; y++) grid.text(2, 2 + y, ' '.repeat(width), 0, width);
				expect(grid.lines().join('')).toBe('');
			}),
		);
	});
});
