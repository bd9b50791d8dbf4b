/** Cells as text with escape sequences. */

import {textOf} from './cell-text.js';
import type {Grid} from './grid.js';
import {sgrOf, type ColourDepth, type StyleId} from './style.js';

/** One row with its styles as escape sequences; begins and ends in the plain style. */
export function ansiLine(grid: Grid, y: number, depth: ColourDepth): string {
	let line = '';
	let pen: StyleId = 0;
	for (let x = 0; x < grid.width; x++) {
		const at = y * grid.width + x;
		const style = grid.styles[at]!;
		if (style !== pen) line += sgrOf((pen = style), depth);
		line += textOf(grid.codes[at]!);
	}

	return pen === 0 ? line : `${line}${sgrOf(0, depth)}`;
}
