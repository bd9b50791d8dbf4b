/** Solid bars with edges at eighths of a cell: bodies of wide candles, volume, histograms. */

import type {Grid, Rect} from '../cells/grid.js';
import {styleId, styleOf, type StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';

const opposites = new Map<StyleId, StyleId>();

/** The same style with ink and ground exchanged. */
function inverted(style: StyleId): StyleId {
	let opposite = opposites.get(style);
	if (opposite === undefined) opposites.set(style, (opposite = styleId({...styleOf(style), inverse: true})));
	return opposite;
}

export type Block = {
	/** First column and columns, from the left edge of the chart. */
	readonly x: number;
	readonly width: number;
	/** Distance from the top in rows, fractions included. */
	readonly top: number;
	readonly bottom: number;
	readonly style: StyleId;
	/** What a filled cell is in ASCII. */
	readonly ascii: string;
};

/**
 * Draws a bar inside `rect`. Cells of which it covers less than a sixteenth stay as they are.
 * Returns the cells it filled, per column.
 */
export function drawBlock(
	grid: Grid,
	rect: Rect,
	{x, width, top, bottom, style, ascii}: Block,
	{levels, ascii: isAscii}: Pick<Glyphs, 'levels' | 'ascii'>,
): number {
	const high = Math.max(0, Math.min(rect.height, top));
	const low = Math.max(high, Math.min(rect.height, bottom));
	const left = Math.max(0, x);
	const right = Math.min(rect.width, x + width);
	let filled = 0;
	for (let row = Math.floor(high); row < low; row++) {
		const fromTop = Math.max(0, high - row);
		const toBottom = Math.min(1, low - row);
		const cell = isAscii
			? toBottom - fromTop >= 0.5
				? {code: ascii.charCodeAt(0), style}
				: null
			: eighths(fromTop, toBottom, style, levels);
		if (cell === null) continue;
		filled++;
		for (let column = left; column < right; column++) {
			grid.set(rect.x + column, rect.y + row, cell.code, cell.style);
		}
	}

	return filled;
}

/** One cell filled from `top` to `bottom` (0 to 1). What touches neither edge is drawn as if it lay on the lower one. */
function eighths(
	top: number,
	bottom: number,
	style: StyleId,
	levels: readonly string[],
): {readonly code: number; readonly style: StyleId} | null {
	const level = (count: number): number => levels[count - 1]!.codePointAt(0)!;
	// Hanging from the upper edge is the inverse of standing on the lower one.
	if (top === 0 && bottom < 1) {
		const empty = 8 - Math.round(bottom * 8);
		if (empty === 8) return null;
		return empty === 0 ? {code: level(8), style} : {code: level(empty), style: inverted(style)};
	}

	const full = Math.round((bottom - top) * 8);
	return full === 0 ? null : {code: level(full), style};
}
