/** Plain words on a screen: a message in its middle, and notes below its numbers. */

import type {Grid} from '../cells/grid.js';
import {wrapped} from '../frame/wrap.js';
import type {Look} from '../theme/look.js';

const noteIndent = 1;
/** Longer lines in the middle of a wide screen are hard to read. */
const widest = 66;

/** Notes as lines that fit into a grid of `width`. */
export const noteLines = (notes: readonly string[], width: number): readonly string[] =>
	notes.flatMap(note => wrapped(note, Math.max(1, width - 2 * noteIndent)));

/** Draws as many lines as the grid has rows. */
export function drawNotes(grid: Grid, lines: readonly string[], {theme}: Look): void {
	for (const [y, line] of lines.entries()) grid.text(noteIndent, y, line, theme.paint('muted'));
}

/** Draws lines in the middle of the grid, the first one as a title. */
export function drawMessage(grid: Grid, message: readonly string[], {theme}: Look): void {
	const lines = message.flatMap((text, i) =>
		wrapped(text, Math.max(1, Math.min(widest, grid.width - 2))).map(
			line => ({line, role: i === 0 ? 'title' : 'muted'}) as const,
		),
	);
	const top = Math.max(0, (grid.height - lines.length) >> 1);
	for (const [i, {line, role}] of lines.entries()) {
		grid.text(0, top + i, line, theme.paint(role), grid.width, 'center');
	}
}
