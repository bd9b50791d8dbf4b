import {describe, expect, test} from 'vitest';
import {sparkline} from '#tui/charts/sparkline.js';
import {Grid} from '#tui/cells/grid.js';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '#tui/theme/glyphs.js';

function drawn(
	prices: readonly number[],
	width: number,
	height = 1,
	glyphs: Glyphs = unicodeGlyphs,
): readonly string[] {
	const grid = new Grid(width, height);
	sparkline(grid, {x: 0, y: 0, width, height}, prices, 1, glyphs);
	return grid.lines();
}

describe('sparkline', () => {
	test('goes from the lowest step to one below full', () => {
		expect(drawn([1, 2, 3, 4, 5, 6, 7], 7)).toEqual(['▁▂▃▄▅▆▇']);
	});

	test('averages more prices than columns and repeats fewer', () => {
		expect(drawn([1, 1, 7, 7], 2)).toEqual(['▁▇']);
		expect(drawn([1, 7], 4)).toEqual(['▁▁▇▇']);
	});

	test('leaves unknown prices empty', () => {
		expect(drawn([1, Number.NaN, 7], 3)).toEqual(['▁ ▇']);
		expect(drawn([Number.NaN], 3)).toEqual(['']);
		expect(drawn([], 3)).toEqual(['']);
	});

	test('is level for a price that never moves', () => {
		expect(drawn([5, 5, 5], 3)).toEqual(['▄▄▄']);
	});

	test('uses several rows when it has them', () => {
		expect(drawn([0, 7, 14], 3, 2)).toEqual(['  ▇', '▁██']);
	});

	test('knows ASCII', () => {
		expect(drawn([1, 7], 2, 1, asciiGlyphs)).toEqual(['_%']);
	});
});
