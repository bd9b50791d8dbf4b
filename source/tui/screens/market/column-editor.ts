/** The dialog that chooses and orders columns: a list of all of them with a mark and a cursor. */

import type {Grid, Rect} from '../../cells/grid.js';
import {moveTo, startOfList, type ListState} from '../../state/list.js';
import type {Context} from '../../screen.js';
import {columnIds, type ColumnId} from './columns.js';
import {words} from './words.js';

export type ColumnEditor = {
	/** All columns; the shown ones in the order of the table. */
	readonly order: readonly ColumnId[];
	readonly shown: ReadonlySet<ColumnId>;
	readonly cursor: number;
};

/** Begins with the columns shown now; the others follow. */
export const createEditor = (columns: readonly ColumnId[]): ColumnEditor => ({
	order: [...columns, ...columnIds.filter(id => !columns.includes(id))],
	shown: new Set(columns),
	cursor: 0,
});

/** Columns to show, in order. At least one stays. */
export const chosenColumns = ({order, shown}: ColumnEditor): readonly ColumnId[] =>
	order.filter(id => shown.has(id));

const moved = (editor: ColumnEditor, by: number): ColumnEditor => ({
	...editor,
	cursor: Math.max(0, Math.min(editor.order.length - 1, editor.cursor + by)),
});

function carried(editor: ColumnEditor, by: number): ColumnEditor {
	const to = editor.cursor + by;
	if (to < 0 || to >= editor.order.length) return editor;
	const order = [...editor.order];
	[order[editor.cursor], order[to]] = [order[to]!, order[editor.cursor]!];
	return {...editor, order, cursor: to};
}

/** Shows or hides the column at a place; the last one shown cannot be hidden. */
export function toggled(editor: ColumnEditor, cursor = editor.cursor): ColumnEditor {
	const id = editor.order[cursor];
	if (id === undefined) return editor;
	const shown = new Set(editor.shown);
	if (!shown.delete(id)) shown.add(id);
	return shown.size === 0 ? {...editor, cursor} : {...editor, shown, cursor};
}

const edits: Readonly<Record<string, (editor: ColumnEditor) => ColumnEditor>> = {
	j: editor => moved(editor, 1),
	down: editor => moved(editor, 1),
	k: editor => moved(editor, -1),
	up: editor => moved(editor, -1),
	home: editor => ({...editor, cursor: 0}),
	end: editor => ({...editor, cursor: editor.order.length - 1}),
	J: editor => carried(editor, 1),
	K: editor => carried(editor, -1),
	'shift+down': editor => carried(editor, 1),
	'shift+up': editor => carried(editor, -1),
	space: editor => toggled(editor),
	' ': editor => toggled(editor),
	'0': () => createEditor(columnIds),
};

/** What a key does in the dialog; null when nothing. */
export const editorKey = (editor: ColumnEditor, key: string): ColumnEditor | null =>
	edits[key]?.(editor) ?? null;

/** The dialog in the middle of a view, as large as it may be. */
export function editorRect(size: {readonly width: number; readonly height: number}): Rect {
	const width = Math.min(46, size.width);
	const height = Math.min(columnIds.length + 4, size.height);
	return {
		x: (size.width - width) >> 1,
		y: (size.height - height) >> 1,
		width,
		height,
	};
}

/** Frame, and two lines of keys at the bottom. */
const chrome = 4;

const windowOf = ({cursor, order}: ColumnEditor, height: number): ListState =>
	moveTo(startOfList, cursor, order.length, height - chrome);

/** The column under a place of the dialog; null elsewhere. */
export function editorRowAt(editor: ColumnEditor, rect: Rect, x: number, y: number): number | null {
	if (x <= rect.x || x >= rect.x + rect.width - 1) return null;
	const row = y - rect.y - 1;
	if (row < 0 || row >= rect.height - chrome) return null;
	const index = windowOf(editor, rect.height).top + row;
	return index < editor.order.length ? index : null;
}

/** Draws the dialog over the whole grid. */
export function drawEditor(grid: Grid, editor: ColumnEditor, {look, language}: Context): void {
	const {theme, glyphs} = look;
	const {columns, editor: texts} = words[language];
	const {width, height} = grid;
	const paint = theme.paint;
	grid.clear(paint('text', 'overlay'));
	frame(grid, paint('borderFocus', 'overlay'), glyphs);
	grid.text(2, 0, ` ${texts.title} `, paint('title', 'overlay'), width - 4);
	const window = windowOf(editor, height);
	for (let row = 0; row < height - chrome; row++) {
		const index = window.top + row;
		const id = editor.order[index];
		if (id === undefined) break;
		const surface = index === editor.cursor ? 'overlaySelected' : 'overlay';
		const isShown = editor.shown.has(id);
		grid.restyle({x: 1, y: row + 1, width: width - 2, height: 1}, () => paint('text', surface));
		if (index === editor.cursor) grid.text(2, row + 1, glyphs.pointer, paint('accent', surface), 1);
		grid.text(4, row + 1, isShown ? glyphs.check : ' ', paint('good', surface), 1);
		grid.text(6, row + 1, columns[id].long, paint(isShown ? 'text' : 'muted', surface), width - 8);
	}

	const half = texts.keys.length >> 1;
	const separator = ` ${glyphs.dot} `;
	grid.text(2, height - 3, texts.keys.slice(0, half).join(separator), paint('muted', 'overlay'), width - 4);
	grid.text(2, height - 2, texts.keys.slice(half).join(separator), paint('muted', 'overlay'), width - 4);
}

function frame(grid: Grid, style: number, glyphs: Context['look']['glyphs']): void {
	const {width, height} = grid;
	const line = glyphs.horizontal.repeat(Math.max(0, width - 2));
	grid.text(0, 0, glyphs.topLeft + line + glyphs.topRight, style);
	for (let y = 1; y < height - 1; y++) {
		grid.text(0, y, glyphs.vertical, style, 1);
		grid.text(width - 1, y, glyphs.vertical, style, 1);
	}

	grid.text(0, height - 1, glyphs.bottomLeft + line + glyphs.bottomRight, style);
}
