/** One line of text being typed, with a cursor. */

import {widthOf} from '../cells/cell-text.js';
import type {Grid} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';

/** `at` counts characters (code points) before the cursor. */
export type LineEditor = {
	readonly text: string;
	readonly at: number;
	/** All of it is selected: what is typed takes its place. */
	readonly selected?: true;
};

export const lineOf = (text: string): LineEditor => ({text, at: Array.from(text).length});

/** A suggestion: typing replaces it, moving the cursor keeps it to be edited. */
export const suggested = (text: string): LineEditor =>
	text === '' ? lineOf(text) : {...lineOf(text), selected: true};

/** Longer input is a paste accident. */
const mostCharacters = 4000;

function replaced({text}: LineEditor, from: number, to: number, by: string): LineEditor {
	const characters = Array.from(text);
	const inserted = Array.from(by).slice(0, mostCharacters - characters.length + (to - from));
	return {
		text: [...characters.slice(0, from), ...inserted, ...characters.slice(to)].join(''),
		at: from + inserted.length,
	};
}

/** Where the word before `at` begins. */
function wordStart(text: string, at: number): number {
	const before = Array.from(text).slice(0, at).join('').trimEnd();
	return Array.from(before.slice(0, before.search(/\S+$/) === -1 ? 0 : before.search(/\S+$/))).length;
}

/** What pasted or typed text leaves in one line: no line ends, no controls. */
const oneLine = (text: string): string => text.replaceAll(/[\r\n\t]+/g, ' ').replaceAll(/\p{C}/gu, '');

export const insert = (line: LineEditor, text: string): LineEditor =>
	line.selected ? insert(lineOf(''), text) : replaced(line, line.at, line.at, oneLine(text));

/** Keys that take characters away; from a selected line they take all. */
const erasing: ReadonlySet<string> = new Set([
	'backspace',
	'delete',
	'ctrl+w',
	'alt+backspace',
	'ctrl+u',
	'ctrl+k',
]);

/** The line after a key, or null for a key that does not edit. */
export function edit(line: LineEditor, key: string): LineEditor | null {
	if (line.selected && erasing.has(key)) return lineOf('');
	const {text, at} = line;
	const length = Array.from(text).length;
	switch (key) {
		case 'left':
			return {text, at: Math.max(0, at - 1)};
		case 'right':
			return {text, at: Math.min(length, at + 1)};
		case 'home':
		case 'ctrl+a':
			return {text, at: 0};
		case 'end':
		case 'ctrl+e':
			return {text, at: length};
		case 'backspace':
			return at === 0 ? line : replaced(line, at - 1, at, '');
		case 'delete':
			return at === length ? line : {...replaced(line, at, at + 1, ''), at};
		case 'ctrl+w':
		case 'alt+backspace':
			return replaced(line, wordStart(text, at), at, '');
		case 'ctrl+u':
			return replaced(line, 0, at, '');
		case 'ctrl+k':
			return {...replaced(line, at, length, ''), at};
		case 'space':
			return insert(line, ' ');
		default:
			return Array.from(key).length === 1 ? insert(line, key) : null;
	}
}

/** Draws the part of the line around the cursor, and the cursor as a block where the line has the focus. */
export function drawLine(
	grid: Grid,
	{x, y, width}: {readonly x: number; readonly y: number; readonly width: number},
	{text, at, selected}: LineEditor,
	styles: {readonly text: StyleId; readonly cursor: StyleId | null},
): void {
	if (width <= 0) return;
	grid.fill({x, y, width, height: 1}, styles.text);
	const characters = Array.from(text);
	let from = 0;
	const columnsTo = (end: number): number => widthOf(characters.slice(from, end).join(''));
	while (from < at && columnsTo(at) >= width) from++;
	grid.text(x, y, characters.slice(from).join(''), styles.text, width);
	if (styles.cursor === null) return;
	if (selected) {
		grid.text(x, y, text, styles.cursor, width);
		return;
	}

	const column = columnsTo(at);
	if (column < width) grid.text(x + column, y, characters[at] ?? ' ', styles.cursor, width - column);
	// Only the character under the cursor is marked.
	const under = Math.max(1, widthOf(characters[at] ?? ' '));
	if (column + under < width) {
		grid.text(x + column + under, y, characters.slice(at + 1).join(''), styles.text, width - column - under);
	}
}
