/** A table of which a window is drawn: columns as data, the least important leave when they do not fit. */

import {widthOf} from '../cells/cell-text.js';
import {Grid, type Align, type Rect} from '../cells/grid.js';
import type {ListState} from '../state/list.js';
import type {Look} from '../theme/look.js';
import type {Role, Surface} from '../theme/roles.js';

/** What one cell shows. A plain string is text in the role `text`. */
export type TableCell = string | RichCell;

export type RichCell = {
	readonly text: string;
	/** Says the same where the text does not fit; for numbers, of which nothing may be cut off. */
	readonly shorter?: string;
	readonly role?: Role;
	/** Instead of the surface of the row. */
	readonly surface?: Surface;
	/** Parts of `text` to bring out, as pairs of offsets `[from, to)`. */
	readonly marks?: readonly (readonly [from: number, to: number])[];
	/** Follows the text in a fainter voice; for cells aligned left. */
	readonly tail?: string;
	/** Draws the cell in place of `text`. */
	readonly draw?: (grid: Grid, rect: Rect, surface: Surface) => void;
};

export type TableColumn<Row> = {
	readonly id: string;
	readonly title: string;
	/** Least width in cells. */
	readonly width: number;
	/** Takes what is left over, up to this width. */
	readonly most?: number;
	/** Left by default. */
	readonly align?: Align;
	/** The highest number leaves first; 0 (the default) stays longest. */
	readonly priority?: number;
	/** Stays on the left while the others scroll. */
	readonly pinned?: boolean;
	readonly cell: (row: Row, index: number) => TableCell;
};

type SortMark = {readonly column: string; readonly descending: boolean};

/** Where the columns are, for drawing and for the mouse. */
export type TableLayout<Row> = {
	readonly width: number;
	readonly placed: readonly {readonly column: TableColumn<Row>; readonly x: number; readonly width: number}[];
	/** Columns that are not shown. */
	readonly hidden: number;
	/** Columns scrolled out at the left, never more than there are. */
	readonly skipped: number;
	/** The most columns that can be scrolled out; 0 when everything fits. */
	readonly mostSkipped: number;
};

export type TableDrawing<Row> = {
	readonly layout: TableLayout<Row>;
	readonly rows: readonly Row[];
	/** Which rows are in the window, and which one has the cursor. */
	readonly list: ListState;
	readonly look: Look;
	readonly sort?: SortMark | null;
	/** No row has the cursor. */
	readonly cursorHidden?: boolean;
	/** Surface of rows without the cursor; `base` by default. */
	readonly surface?: Surface;
	/**
	 * Rows as they were drawn before, to be copied. Only for tables whose cells follow from the row alone: begin a new
	 * one with every other layout or look.
	 */
	readonly drawn?: DrawnRows;
};

/** Drawn rows without the cursor, by the row. */
export type DrawnRows = WeakMap<object, Grid>;

const gap = 1;

/**
 * Chooses and places columns in a width. Those that fit stay, the most important first, in the order given. Once
 * `skip` of the columns that are not pinned are scrolled out, the rest follow in order.
 */
export function layoutTable<Row>(
	columns: readonly TableColumn<Row>[],
	width: number,
	skip = 0,
): TableLayout<Row> {
	const free = columns.filter(({pinned}) => !pinned);
	const pinned = columns.filter(column => column.pinned);
	const mostSkipped =
		totalOf(columns) <= width ? 0 : Math.max(0, free.length - lastThatFit(free, width - roomOf(pinned)));
	const skipped = Math.max(0, Math.min(mostSkipped, skip));
	const shown =
		skipped === 0 ? mostImportant(columns, width) : inOrder([...pinned, ...free.slice(skipped)], width);
	return {
		width,
		placed: place(shown, width),
		hidden: columns.length - shown.length,
		skipped,
		mostSkipped,
	};
}

/** Rows that fit below the header. */
export const tableRows = (height: number): number => Math.max(0, height - 1);

/** Draws header and window of rows into `rect`. */
export function drawTable<Row>(grid: Grid, rect: Rect, drawing: TableDrawing<Row>): void {
	if (rect.width <= 0 || rect.height <= 0) return;
	drawHeader(grid, {...rect, height: 1}, drawing);
	const {rows, list} = drawing;
	const visible = Math.min(tableRows(rect.height), rows.length - list.top);
	for (let i = 0; i < visible; i++) {
		const index = list.top + i;
		const place = {...rect, y: rect.y + 1 + i, height: 1};
		if (index === list.cursor && !drawing.cursorHidden) drawRow(grid, place, drawing, index, 'selected');
		else drawAgain(grid, place, drawing, index);
	}
}

/** Copies a row that was drawn before. */
function drawAgain<Row>(grid: Grid, rect: Rect, drawing: TableDrawing<Row>, index: number): void {
	const {rows, drawn, surface = 'base'} = drawing;
	const row = rows[index]!;
	if (drawn === undefined || typeof row !== 'object' || row === null) {
		drawRow(grid, rect, drawing, index, surface);
		return;
	}

	let strip = drawn.get(row);
	if (strip === undefined) {
		strip = new Grid(rect.width, 1);
		drawRow(strip, {x: 0, y: 0, width: rect.width, height: 1}, drawing, index, surface);
		drawn.set(row, strip);
	}

	grid.blit(strip, rect.x, rect.y);
}

/** What is under a place of the table drawn into `rect`; null where there is nothing. */
export function tableAt<Row>(
	layout: TableLayout<Row>,
	rect: Rect,
	list: ListState,
	count: number,
	x: number,
	y: number,
):
	| {readonly part: 'header'; readonly column: string}
	| {readonly part: 'row'; readonly index: number; readonly column: string | null}
	| null {
	if (x < rect.x || y < rect.y || x >= rect.x + rect.width || y >= rect.y + rect.height) return null;
	const inside = x - rect.x;
	const column =
		layout.placed.find(place => inside >= place.x && inside < place.x + place.width + gap)?.column.id ?? null;
	if (y === rect.y) return column === null ? null : {part: 'header', column};
	const index = list.top + y - rect.y - 1;
	return index < count ? {part: 'row', index, column} : null;
}

/** Width of columns with a gap after each. */
const roomOf = (columns: readonly {readonly width: number}[]): number =>
	columns.reduce((sum, {width}) => sum + width + gap, 0);

const totalOf = (columns: readonly {readonly width: number}[]): number => Math.max(0, roomOf(columns) - gap);

/** How many columns, counted from the last, fit in a width; at least one. */
function lastThatFit(columns: readonly {readonly width: number}[], width: number): number {
	let count = 0;
	while (count < columns.length && totalOf(columns.slice(-count - 1)) <= width) count++;
	return Math.max(1, count);
}

function mostImportant<Row>(
	columns: readonly TableColumn<Row>[],
	width: number,
): readonly TableColumn<Row>[] {
	const kept = [...columns];
	while (kept.length > 1 && totalOf(kept) > width) {
		let least = 0;
		for (const [i, {priority = 0}] of kept.entries()) {
			if (priority >= (kept[least]!.priority ?? 0)) least = i;
		}

		kept.splice(least, 1);
	}

	return kept;
}

function inOrder<Row>(columns: readonly TableColumn<Row>[], width: number): readonly TableColumn<Row>[] {
	let count = columns.length;
	while (count > 1 && totalOf(columns.slice(0, count)) > width) count--;
	return columns.slice(0, count);
}

/** Gives left-over width to the columns that want it, evenly, first ones first. */
function place<Row>(columns: readonly TableColumn<Row>[], width: number): TableLayout<Row>['placed'] {
	const widths = columns.map(column => column.width);
	let left = width - totalOf(columns);
	for (let grown = true; left > 0 && grown;) {
		grown = false;
		for (const [i, {most = 0}] of columns.entries()) {
			if (left <= 0 || widths[i]! >= most) continue;
			widths[i]!++;
			left--;
			grown = true;
		}
	}

	let x = 0;
	return columns.map((column, i) => {
		const placed = {column, x, width: Math.max(0, Math.min(widths[i]!, width - x))};
		x += placed.width + gap;
		return placed;
	});
}

function drawHeader<Row>(grid: Grid, rect: Rect, {layout, look, sort}: TableDrawing<Row>): void {
	const {theme, glyphs} = look;
	grid.fill(rect, theme.paint('muted', 'bar'));
	for (const {column, x, width} of layout.placed) {
		const sorted = sort?.column === column.id;
		const mark = sorted ? (sort.descending ? glyphs.sortDown : glyphs.sortUp) : '';
		const style = theme.paint(sorted ? 'accent' : 'muted', 'bar');
		const titleWidth = Math.min(widthOf(column.title), Math.max(0, width - mark.length));
		const used = titleWidth + mark.length;
		const left = aligned(column.align ?? 'left', width - used);
		grid.text(rect.x + x + left, rect.y, column.title, style, titleWidth);
		grid.text(rect.x + x + left + titleWidth, rect.y, mark, style, mark.length);
	}
}

function drawRow<Row>(
	grid: Grid,
	rect: Rect,
	{layout, rows, look}: TableDrawing<Row>,
	index: number,
	ground: Surface,
): void {
	if (ground !== 'base') grid.fill(rect, look.theme.paint('text', ground));
	const row = rows[index]!;
	for (const {column, x, width} of layout.placed) {
		const cell = column.cell(row, index);
		const place = {x: rect.x + x, y: rect.y, width: Math.min(width, rect.width - x), height: 1};
		drawCell(
			grid,
			place,
			typeof cell === 'string' ? {text: cell} : cell,
			ground,
			column.align ?? 'left',
			look,
		);
	}
}

function drawCell(grid: Grid, rect: Rect, cell: RichCell, ground: Surface, align: Align, look: Look): void {
	const surface = cell.surface ?? ground;
	if (cell.draw) {
		cell.draw(grid, rect, surface);
		return;
	}

	const style = look.theme.paint(cell.role ?? 'text', surface);
	if (surface !== ground) grid.fill(rect, style);
	const text = align === 'right' ? uncut(cell, rect.width, look) : cell.text;
	const width = Math.min(widthOf(text), rect.width);
	const left = rect.x + aligned(align, rect.width - width);
	grid.text(left, rect.y, text, style, width);
	for (const [from, to] of cell.marks ?? []) {
		const before = widthOf(cell.text.slice(0, from));
		const marked = Math.min(widthOf(cell.text.slice(from, to)), width - before);
		const place = {x: left + before, y: rect.y, width: marked, height: 1};
		grid.restyle(place, () => look.theme.paint('accent', surface));
	}

	if (cell.tail !== undefined && align === 'left') {
		const faint = look.theme.paint('faint', surface);
		grid.text(left + width, rect.y, cell.tail, faint, rect.width - width);
	}
}

/** Numbers stand at the right, and the beginning of a number is another number: only whole words are left out. */
function uncut({text, shorter = text}: RichCell, width: number, {glyphs}: Look): string {
	const fits = (one: string): boolean => widthOf(one) <= width;
	const words = shorter.split(' ');
	const parts = words.map((_, left) => `${words.slice(0, words.length - 1 - left).join(' ')}${glyphs.more}`);
	return [text, shorter, ...parts].find(fits) ?? glyphs.more;
}

const aligned = (align: Align, room: number): number =>
	align === 'left' ? 0 : align === 'right' ? room : room >> 1;
