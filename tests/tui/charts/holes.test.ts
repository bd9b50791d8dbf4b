import {describe, expect, test} from 'vitest';
import {drawHole, drawHoleCause} from '#tui/charts/holes.js';
import {createSlots} from '#tui/charts/slots.js';
import {Grid} from '#tui/cells/grid.js';
import {unicodeGlyphs} from '#tui/theme/glyphs.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);
const slots = createSlots({interval: '1h', end: noon, span: 20 * hour, width: 20});

function drawn(fromHour: number, toHour: number, grid = new Grid(20, 3)): readonly string[] {
	const rect = {x: 0, y: 0, width: 20, height: 3};
	const hole = {from: slots.from + fromHour * hour, to: slots.from + toHour * hour};
	drawHole(grid, rect, hole, {slots, style: 1, glyphs: unicodeGlyphs});
	drawHoleCause(grid, rect, hole, {slots, style: 1, cause: 'no trades'});
	return grid.lines();
}

describe('drawHole', () => {
	test('hatches its columns and names its cause in the middle', () => {
		expect(drawn(2, 17)).toEqual(['  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱', '  ╱╱ no trades ╱╱', '  ╱╱╱╱╱╱╱╱╱╱╱╱╱╱╱']);
	});

	test('leaves the cause out where it has no room', () => {
		expect(drawn(2, 4)).toEqual(['  ╱╱', '  ╱╱', '  ╱╱']);
	});

	test('keeps what is drawn already', () => {
		const grid = new Grid(20, 3);
		grid.text(3, 0, '###', 2);
		expect(drawn(2, 17, grid)[0]).toBe('  ╱###╱╱╱╱╱╱╱╱╱╱╱');
	});

	test('is cut at the edges, and not drawn out of sight', () => {
		expect(drawn(-10, 1)).toEqual(['╱', '╱', '╱']);
		expect(drawn(19, 40).map(line => line.trim())).toEqual(['╱', '╱', '╱']);
		expect(drawn(30, 40)).toEqual(['', '', '']);
		expect(drawn(-9, 0)).toEqual(['', '', '']);
	});
});
