import {describe, expect, test} from 'vitest';
import {drawBars} from '#tui/charts/bars.js';
import {createScale} from '#tui/charts/scale.js';
import {createSlots} from '#tui/charts/slots.js';
import {Grid} from '#tui/cells/grid.js';
import {styleOf} from '#tui/cells/style.js';
import {asciiGlyphs, unicodeGlyphs, type Glyphs} from '#tui/theme/glyphs.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

function drawn(values: readonly number[], low: number, high: number, glyphs: Glyphs = unicodeGlyphs): Grid {
	const width = values.length;
	const grid = new Grid(width, 4);
	const slots = createSlots({interval: '1h', end: noon, span: width * hour, width});
	const ts = values.map((_, i) => noon - (width - i) * hour);
	drawBars(grid, {x: 0, y: 0, width, height: 4}, ts, values, {
		slots,
		scale: createScale('linear', low, high, 4),
		base: 0,
		style: () => 0,
		glyphs,
	});
	return grid;
}

describe('drawBars', () => {
	test('stands on the base in eighths', () => {
		expect(drawn([4, 2.5, 1], 0, 4).lines()).toEqual(['█', '█▄', '██', '███']);
	});

	test('hangs from the base below it', () => {
		const grid = drawn([2, -1.5], -2, 2);
		expect(grid.lines()).toEqual(['█', '█', ' █', ' ▄']);
		expect(styleOf(grid.style(1, 3)).inverse).toBe(true);
	});

	test('shows the smallest value and leaves unknown ones out', () => {
		expect(drawn([4, 0.000_01, Number.NaN, 0], 0, 4).line(3)).toBe('█▁');
	});

	test('is of colons in ASCII', () => {
		expect(drawn([4, 2], 0, 4, asciiGlyphs).lines()).toEqual([':', ':', '::', '::']);
	});
});
