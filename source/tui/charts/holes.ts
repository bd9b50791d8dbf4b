/** Missing candles as what they are: hatched columns with the cause written into them. */

import type {Range} from '#domain/range.js';
import {cellsOf} from '../cells/cell-text.js';
import {blank, type Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import {xOf, type Slots} from './slots.js';

/** The columns `[left, right)` of a range that are visible. */
function columnsOf(slots: Slots, {from, to}: Range): {readonly left: number; readonly right: number} {
	const left = Math.max(0, Math.floor(xOf(slots, from) + 1e-6));
	return {left, right: Math.min(slots.width, Math.max(left + 1, Math.floor(xOf(slots, to) + 1e-6)))};
}

/** Hatches the empty cells of a hole. */
export function drawHole(
	grid: Grid,
	rect: Rect,
	hole: Range,
	{slots, style, glyphs}: {slots: Slots; style: StyleId; glyphs: Pick<Glyphs, 'hole'>},
): void {
	if (hole.to <= slots.from || hole.from >= slots.to) return;
	const {left, right} = columnsOf(slots, hole);
	const hatch = glyphs.hole.codePointAt(0)!;
	for (let y = rect.y; y < rect.y + rect.height; y++) {
		for (let x = rect.x + left; x < rect.x + right; x++) {
			if (grid.code(x, y) === blank) grid.set(x, y, hatch, style);
		}
	}
}

/** Writes the cause of a hole into its middle, over everything, where it has room. */
export function drawHoleCause(
	grid: Grid,
	rect: Rect,
	hole: Range,
	{slots, style, cause}: {slots: Slots; style: StyleId; cause: string},
): void {
	if (hole.to <= slots.from || hole.from >= slots.to || rect.height <= 0) return;
	const {left, right} = columnsOf(slots, hole);
	const label = cellsOf(` ${cause} `);
	const room = right - left;
	if (label.length > room) return;
	grid.cells(rect.x + left + ((room - label.length) >> 1), rect.y + (rect.height >> 1), label, style);
}
