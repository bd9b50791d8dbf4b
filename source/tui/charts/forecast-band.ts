/** The interval of a forecast in the slot of its candle: filled while its outcome is open, dotted edges afterwards. */

import {blank, type Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import type {ValueScale} from './scale.js';
import {xOf, type Slots} from './slots.js';

type Bounds = readonly [low: number, high: number];

type Place = {readonly slots: Slots; readonly scale: ValueScale};

/** What is known of a candle that is not closed yet. */
export type OpenBand = {
	/** Opening time of the candle. */
	readonly at: number;
	readonly centre: number;
	/** The interval that is more likely left than the other. */
	readonly narrow: Bounds | null;
	readonly wide: Bounds | null;
};

/** The columns `[left, right)` of a slot that are visible; none for a slot outside. */
function columnsOf(slots: Slots, at: number): {readonly left: number; readonly right: number} {
	const left = Math.floor(xOf(slots, at) + 1e-6);
	const right = Math.max(left + 1, Math.floor(xOf(slots, at + slots.step) + 1e-6));
	return {left: Math.max(0, left), right: Math.min(slots.width, right)};
}

/** Puts a glyph into the empty cells of a slot, from one value down to another, as far as the scale shows them. */
function fill(
	grid: Grid,
	rect: Rect,
	at: number,
	[low, high]: Bounds,
	{slots, scale, glyph, style}: Place & {readonly glyph: string; readonly style: StyleId},
): void {
	const {left, right} = columnsOf(slots, at);
	const top = Math.max(0, Math.floor(scale.y(high)));
	const bottom = Math.min(rect.height - 1, Math.floor(scale.y(low)));
	const code = glyph.codePointAt(0)!;
	for (let row = top; row <= bottom; row++) {
		for (let x = left; x < right; x++) {
			if (grid.code(rect.x + x, rect.y + row) === blank) grid.set(rect.x + x, rect.y + row, code, style);
		}
	}
}

/** Fills the empty cells of a band: its centre, the narrow interval dense, the wide one light. */
export function drawOpenBand(
	grid: Grid,
	rect: Rect,
	{at, centre, narrow, wide}: OpenBand,
	{
		slots,
		scale,
		styles,
		glyphs: {shades, horizontal},
	}: Place & {
		readonly styles: {readonly centre: StyleId; readonly band: StyleId};
		readonly glyphs: Pick<Glyphs, 'shades' | 'horizontal'>;
	},
): void {
	fill(grid, rect, at, [centre, centre], {slots, scale, glyph: horizontal, style: styles.centre});
	if (narrow) fill(grid, rect, at, narrow, {slots, scale, glyph: shades[2]!, style: styles.band});
	if (wide) fill(grid, rect, at, wide, {slots, scale, glyph: shades[1]!, style: styles.band});
}

/** Dots in the empty cells at both bounds of a slot. */
export function drawBandEdges(
	grid: Grid,
	rect: Rect,
	at: number,
	[low, high]: Bounds,
	{
		slots,
		scale,
		style,
		glyphs: {dot},
	}: Place & {readonly style: StyleId; readonly glyphs: Pick<Glyphs, 'dot'>},
): void {
	for (const bound of [low, high]) fill(grid, rect, at, [bound, bound], {slots, scale, glyph: dot, style});
}
