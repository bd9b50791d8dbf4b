/** Lines over a finished chart: the crosshair, a column through all panes and a row through one, and the level of a price. */

import {blank, type Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';

export type CrosshairPlace = {
	/** Column and row of the grid. */
	readonly x: number;
	/** Null when it is in no pane. */
	readonly y: number | null;
};

/** Draws dots across a row of `rect`, where nothing is. */
export function drawLevel(
	grid: Grid,
	rect: Rect,
	y: number,
	style: StyleId,
	{dot}: Pick<Glyphs, 'dot'>,
): void {
	const soft = new Set([blank, dot.codePointAt(0)!]);
	for (let x = rect.x; x < rect.x + rect.width; x++) {
		if (soft.has(grid.code(x, y))) grid.set(x, y, dot.codePointAt(0)!, style);
	}
}

/** Draws the lines into what is empty or dotted inside `rect`; candles and lines of the chart stay readable. */
export function drawCrosshair(
	grid: Grid,
	rect: Rect,
	{x, y}: CrosshairPlace,
	style: StyleId,
	glyphs: Pick<Glyphs, 'vertical' | 'horizontal' | 'cross' | 'dot' | 'hole'>,
): void {
	const soft = new Set([blank, glyphs.dot.codePointAt(0)!, glyphs.hole.codePointAt(0)!]);
	const mark = (column: number, row: number, glyph: string): void => {
		if (soft.has(grid.code(column, row))) grid.set(column, row, glyph.codePointAt(0)!, style);
	};
	if (x >= rect.x && x < rect.x + rect.width) {
		for (let row = rect.y; row < rect.y + rect.height; row++) {
			mark(x, row, row === y ? glyphs.cross : glyphs.vertical);
		}
	}

	if (y === null || y < rect.y || y >= rect.y + rect.height) return;
	for (let column = rect.x; column < rect.x + rect.width; column++) mark(column, y, glyphs.horizontal);
}
