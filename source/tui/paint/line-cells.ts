/** One line of text with escape sequences, as cells. */

import {cellsOf} from '../cells/cell-text.js';
import {Grid} from '../cells/grid.js';
import {plain, styleId} from '../cells/style.js';
import {styleAfter} from './sgr.js';

/** CSI, a string with its terminator (hyperlinks), or an escape and one more character. */
const sequence =
	// oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
	/\u001B(?:\[(?<parameters>[\d;:<=>?]*)[ -/]*(?<final>[@-~])|[\]PX^_][^\u0007\u001B]*(?:\u0007|\u001B\\)|[^[\]PX^_])/g;

/** Texts stay on screen for long, and a screen holds few of them. */
const mostLines = 1024;
const known = new Map<string, Grid>();

function read(line: string): Grid {
	const codes: number[] = [];
	const styles: number[] = [];
	let style = plain;
	const put = (text: string): void => {
		const id = styleId(style);
		for (const code of cellsOf(text)) {
			codes.push(code);
			styles.push(id);
		}
	};
	let end = 0;
	for (const match of line.matchAll(sequence)) {
		put(line.slice(end, match.index));
		end = match.index + match[0].length;
		if (match.groups!['final'] === 'm') style = styleAfter(style, match.groups!['parameters']!);
	}

	put(line.slice(end));
	const grid = new Grid(codes.length, 1);
	grid.codes.set(codes);
	grid.styles.set(styles);
	return grid;
}

/** The line as a grid of one row, to read only. Styles become cells, other sequences are left out. */
export function lineCells(line: string): Grid {
	let grid = known.get(line);
	if (grid !== undefined) return grid;
	grid = read(line);
	if (known.size >= mostLines) known.delete(known.keys().next().value!);
	known.set(line, grid);
	return grid;
}
