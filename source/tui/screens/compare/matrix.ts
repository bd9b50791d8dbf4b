/** The correlation matrix: every pair as a number in the colour of its strength, and a sentence for the pair under the cursor. */

import {stepOf} from '#domain/interval.js';
import type {Correlation} from '#domain/comparison.js';
import type {Grid, Rect} from '../../cells/grid.js';
import type {Context} from '../../screen.js';
import type {ListState} from '../../state/list.js';
import type {Role} from '../../theme/roles.js';
import {correlationText} from './columns.js';
import type {Row, Scene} from './scene.js';
import type {Words} from './words.js';

const nameWidth = 9;
const narrowCell = 7;
/** Room for the number of pairs as well: `0.87 (719)`. */
const wideCell = 13;

type MatrixLayout = {
	readonly cell: number;
	/** First column shown, and how many. */
	readonly left: number;
	readonly columns: number;
	/** Rows between the header and the sentence. */
	readonly visible: number;
};

/** Where cells are, so that the column under the cursor is among them. */
export function layoutMatrix(
	{width, height}: Pick<Rect, 'width' | 'height'>,
	count: number,
	column: number,
): MatrixLayout {
	const room = Math.max(0, width - nameWidth);
	const cell = count * wideCell <= room ? wideCell : narrowCell;
	const columns = Math.max(1, Math.min(count, Math.floor(room / cell)));
	const left = Math.max(0, Math.min(count - columns, column - columns + 1));
	return {cell, left, columns, visible: Math.max(0, height - 2)};
}

/** Below this size a correlation says little, above the other one much. */
const [weak, strong] = [0.3, 0.7];

/** Together or against each other: the stronger, the more visible. */
export function correlationRole(value: number): Role {
	if (Number.isNaN(value)) return 'faint';
	if (Math.abs(value) < weak) return 'muted';
	if (value < 0) return 'down';
	return value < strong ? 'text' : 'up';
}

/** What can be said of a pair. */
function pairSentence(
	scene: Pick<Scene, 'study'>,
	a: Row,
	b: Row,
	{format}: Pick<Context, 'format'>,
	words: Words,
): string {
	const {value, pairs} = scene.study?.correlation(a.asset, b.asset) ?? {value: Number.NaN, pairs: 0};
	if (Number.isNaN(value) || a.studied === null || b.studied === null) {
		return words.pairUnknown(a.symbol, b.symbol, pairs, format.count(pairs));
	}

	const [one, other] = [a.studied.interval, b.studied.interval];
	const interval = stepOf[one] > stepOf[other] ? one : other;
	return words.pair(
		a.symbol,
		b.symbol,
		correlationText(value, {format}),
		pairs,
		format.count(pairs),
		interval,
	);
}

function cellText({value, pairs}: Correlation, cell: number, {format}: Pick<Context, 'format'>): string {
	const text = correlationText(value, {format});
	return cell === wideCell ? `${text} (${format.count(pairs)})` : text;
}

const headerOf = ({width}: Grid): Rect => ({x: 0, y: 0, width, height: 1});

/** Draws a whole grid full. `column` has the cursor, as has the row of `list`. */
export function drawMatrix(
	grid: Grid,
	{rows, study}: Pick<Scene, 'rows' | 'study'>,
	{list, column}: {readonly list: ListState; readonly column: number},
	{format, look}: Pick<Context, 'format' | 'look'>,
	words: Words,
): void {
	if (study === null || rows.length === 0) return;
	const {theme} = look;
	const {cell, left, columns, visible} = layoutMatrix(grid, rows.length, column);
	const shown = rows.slice(left, left + columns);
	grid.fill(headerOf(grid), theme.paint('muted', 'bar'));
	for (const [i, {symbol}] of shown.entries()) {
		const style = theme.paint(left + i === column ? 'accent' : 'muted', 'bar');
		grid.text(nameWidth + i * cell, 0, symbol, style, cell - 1, 'right');
	}

	for (const [i, row] of rows.slice(list.top, list.top + visible).entries()) {
		const y = i + 1;
		const isCursor = list.top + i === list.cursor;
		grid.text(0, y, row.symbol, theme.paint(isCursor ? 'accent' : 'strong'), nameWidth - 1);
		for (const [j, other] of shown.entries()) {
			const pair = study.correlation(row.asset, other.asset);
			const isHere = isCursor && left + j === column;
			const style = theme.paint(correlationRole(pair.value), isHere ? 'selected' : 'base');
			grid.text(nameWidth + j * cell, y, cellText(pair, cell, {format}), style, cell - 1, 'right');
		}
	}

	const [a, b] = [rows[list.cursor], rows[column]];
	if (a && b && grid.height >= 3) {
		const below = Math.min(grid.height - 1, Math.min(visible, rows.length) + 2);
		grid.text(0, below, pairSentence({study}, a, b, {format}, words), theme.paint('text'));
	}
}

/** The pair under a place of the matrix, or null. */
export function matrixAt(
	rect: Rect,
	count: number,
	{list, column}: {readonly list: ListState; readonly column: number},
	{x, y}: {readonly x: number; readonly y: number},
): {readonly row: number; readonly column: number | null} | null {
	const {cell, left, columns, visible} = layoutMatrix(rect, count, column);
	const row = list.top + y - rect.y - 1;
	if (y <= rect.y || y > rect.y + visible || row >= count) return null;
	const place = Math.floor((x - rect.x - nameWidth) / cell);
	return {row, column: place >= 0 && place < columns ? left + place : null};
}
