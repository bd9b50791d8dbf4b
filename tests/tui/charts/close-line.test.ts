import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {drawCloseLine} from '#tui/charts/close-line.js';
import {createScale} from '#tui/charts/scale.js';
import {columnOf, createSlots, slotAt} from '#tui/charts/slots.js';
import {blank, Grid} from '#tui/cells/grid.js';
import {asciiGlyphs, unicodeGlyphs} from '#tui/theme/glyphs.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);

/** Hourly closes up to noon; NaN is a candle that is missing. */
function drawn(
	closes: readonly number[],
	{width, height, ascii = false}: {width: number; height: number; ascii?: boolean},
) {
	const grid = new Grid(width, height);
	const slots = createSlots({interval: '1h', end: noon, span: closes.length * hour, width});
	const ts = closes.map((_, i) => noon - (closes.length - i) * hour);
	const known = closes.flatMap((close, i) => (Number.isNaN(close) ? [] : [i]));
	drawCloseLine(
		grid,
		{x: 0, y: 0, width, height},
		known.map(i => ts[i]!),
		known.map(i => closes[i]!),
		{
			slots,
			scale: createScale('linear', 0, 4, height),
			style: 1,
			glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
		},
	);
	return {grid, slots, ts};
}

const isEmpty = (grid: Grid, x: number): boolean =>
	Array.from({length: grid.height}, (_, y) => grid.code(x, y)).every(code => code === blank);

describe('drawCloseLine', () => {
	test('rounds its corners', () => {
		expect(drawn([0, 0, 4, 4], {width: 4, height: 4}).grid.lines()).toEqual(['  ╭─', '  │', '  │', '──╯']);
	});

	test('has corners in ASCII too', () => {
		const {grid} = drawn([4, 4, 0, 0], {width: 4, height: 4, ascii: true});
		expect(grid.lines().join('')).toMatch(/^[-.'| ]+$/);
		expect(grid.line(0)).toBe('--.');
	});

	test('joins candles that are several columns apart', () => {
		const {grid} = drawn([0, 2, 4], {width: 12, height: 5});
		const first = Array.from({length: 12}, (_, x) => x).find(x => !isEmpty(grid, x))!;
		for (let x = first; x < 10; x++) expect(isEmpty(grid, x)).toBe(false);
	});

	test('is level for a price that never moves', () => {
		expect(drawn([2, 2, 2], {width: 3, height: 3}).grid.line(1)).toBe('───');
	});

	test('has a value in the column of every candle and nothing in holes', () => {
		const close = fc.option(fc.double({min: 0, max: 4, noNaN: true}), {nil: Number.NaN});
		fc.assert(
			fc.property(
				fc.array(close, {minLength: 1, maxLength: 40}),
				fc.integer({min: 1, max: 80}),
				fc.integer({min: 1, max: 12}),
				(closes, width, height) => {
					fc.pre(width >= closes.length);
					const {grid, slots, ts} = drawn(closes, {width, height});
					for (const [i, at] of ts.entries()) {
						const isHole = Number.isNaN(closes[i]!);
						expect(isEmpty(grid, columnOf(slots, at))).toBe(isHole);
						if (isHole) expect(slotAt(slots, columnOf(slots, at))).toBe(at);
					}
				},
			),
		);
	});
});
