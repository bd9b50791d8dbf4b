/** A share of something as a horizontal bar, readable without colour: eighths of a cell, or `#` and `.` in ASCII. */

import type {Grid} from '../cells/grid.js';
import type {Role, Surface} from '../theme/roles.js';
import type {Look} from '../theme/look.js';

/** How full a cell is, from nothing to all, for a bar of `width` cells; NaN and null are an empty bar. */
export function fillOf(
	share: number | null,
	width: number,
): {readonly full: number; readonly eighths: number} {
	const known = share !== null && Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : 0;
	const eighths = Math.floor(known * width * 8 + 1e-9);
	return {full: eighths >> 3, eighths: eighths & 7};
}

type GaugeOptions = {
	readonly look: Look;
	readonly role: Role;
	readonly surface?: Surface;
};

/** Draws a bar of `width` cells; returns the columns written. */
export function drawGauge(
	grid: Grid,
	x: number,
	y: number,
	width: number,
	share: number | null,
	{look, role, surface = 'base'}: GaugeOptions,
): number {
	if (width <= 0) return 0;
	const {glyphs, theme} = look;
	const {full, eighths} = fillOf(share, width);
	const solid = glyphs.shades.at(-1)!;
	const part = glyphs.ascii || eighths === 0 ? '' : glyphs.bars[eighths - 1]!;
	const rest = Math.max(0, width - full - (part === '' ? 0 : 1));
	const empty = glyphs.shades[1]!.repeat(rest);
	grid.text(x, y, solid.repeat(full) + part, theme.paint(role, surface), width);
	grid.text(x + width - rest, y, empty, theme.paint('faint', surface), rest);
	return width;
}
