/** A frame as a file: plain text, text with escape sequences, or a picture. */

import {ansiLine} from '../cells/ansi-text.js';
import type {Grid} from '../cells/grid.js';
import {palettes, type ThemeName} from '../theme/palettes.js';
import {svgOf} from './svg.js';

export const pictureKinds = ['svg', 'txt', 'ansi'] as const;
export type PictureKind = (typeof pictureKinds)[number];

/** Every row with its styles, in 24-bit colours. */
const ansiOf = (grid: Grid): string =>
	Array.from({length: grid.height}, (_, y) => `${ansiLine(grid, y, 'truecolor')}\n`).join('');

/** The text of the file. */
export function pictureOf(grid: Grid, kind: PictureKind, theme: ThemeName, title: string): string {
	switch (kind) {
		case 'txt':
			return `${grid.lines().join('\n')}\n`;
		case 'ansi':
			return ansiOf(grid);
		case 'svg':
			return svgOf(grid, palettes[theme].assumed, title);
	}
}
