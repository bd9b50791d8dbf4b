/** The market screen on the terminal: status, table, totals, detail, and the column dialog over them. */

import type {ReactElement} from 'react';
import {drawTable, type DrawnRows} from '../../components/table.js';
import {Panel} from '../../components/panel.js';
import {useRested} from '../../components/rested.js';
import type {Context, ViewProps} from '../../screen.js';
import {drawEditor, editorRect} from './column-editor.js';
import {marketColumns, type ColumnId} from './columns.js';
import {drawDetail} from './detail.js';
import type {MarketEntry} from './entries.js';
import {useFlashes} from './flashes.js';
import {lastKept} from './memo.js';
import {drawNotice, noticeOf} from './notice.js';
import type {MarketAction, MarketState} from './state.js';
import {drawFilterHints, drawStatus} from './status.js';
import {createCellTexts, rowOf, type CellData} from './table-columns.js';
import {columnsIn, windowOf} from './table-window.js';
import {drawTotals, totalsOf, totalsParts} from './totals.js';

type MarketProps = ViewProps<MarketState, MarketAction>;

const second = 1000;
const minute = 60 * second;

/** The clock as far as it matters: nothing has to be drawn more often for it alone. */
const whole = (at: number, unit: number): number => Math.floor(at / unit) * unit;

const textsIn = lastKept(createCellTexts);
const sumsOf = lastKept(totalsOf);

/** The columns with all that their cells depend on: a new layout means that the table has to be drawn. */
const columnsNow = lastKept(
	(
		columns: MarketState['columns'],
		skip: number,
		width: number,
		look: Context['look'],
		format: Context['format'],
		language: Context['language'],
		now: number,
		matches: CellData['matches'],
	) => {
		const data = {texts: textsIn(format, look.glyphs), now, matches};
		const drawn: DrawnRows = new WeakMap();
		return {layout: columnsIn({columns, skip}, {look, format, language}, width, data), drawn};
	},
);

/** Ages are told in seconds where they have a column; elsewhere only old rows look old. */
const clockUnit = lastKept(
	(
		columns: MarketState['columns'],
		skip: number,
		width: number,
		look: Context['look'],
		format: Context['format'],
		language: Context['language'],
	) => {
		const {placed} = columnsIn({columns, skip}, {look, format, language}, width);
		return placed.some(({column}) => marketColumns[column.id as ColumnId].timed) ? second : minute;
	},
);

export function MarketView({state, size, shared, look, format, language}: MarketProps): ReactElement {
	const context = {shared, look, format, language};
	const {shown, layout, list, hasCursor, visible} = windowOf(state, context, size);
	const {table, status, hints, totals, border, detail} = layout;
	const now = whole(shared.now, second);
	const inWindow = shown.entries.slice(list.top, list.top + visible);
	const flashes = useFlashes(inWindow, look.reducedMotion);
	const rows = inWindow.map(entry => rowOf(entry, flashes.get(entry.quote.asset) ?? null));
	const {layout: columns, drawn} = columnsNow(
		state.columns,
		state.skip,
		table.width,
		look,
		format,
		language,
		whole(shared.now, clockUnit(state.columns, state.skip, table.width, look, format, language)),
		shown.found?.matches ?? null,
	);
	const sums = sumsOf(shown.entries);
	const groups = totalsParts(sums, context);
	const notice = noticeOf(state, shown, context);
	const selected = selectedEntry(shown.entries, list.cursor, hasCursor, shown.all, shared.selected);
	const rested = useRested(selected?.quote.asset ?? null);
	const told = shown.all.find(({quote}) => quote.asset === rested) ?? selected;
	const pair = told === null ? null : (shared.market.pairs[told.quote.asset] ?? null);
	const {prompt, editor} = state;
	const editorAt = editorRect(size);
	const summary = [shown.entries.length, shown.all.length];

	return (
		<>
			<Panel
				rect={status}
				inputs={[
					state.watchlist,
					shared.watchlists,
					state.search,
					state.filter,
					state.sort,
					prompt,
					...summary,
					columns.hidden,
					look,
					format,
				]}
				draw={grid => drawStatus(grid, {state, shown, hiddenColumns: columns.hidden}, context)}
			/>
			<Panel
				rect={hints}
				inputs={[prompt, shown.entries.length, status.width, look, format]}
				draw={grid => {
					if (prompt === null) return;
					drawFilterHints(grid, {prompt, matching: shown.entries.length, status: status.width}, context);
				}}
			/>
			<Panel
				rect={table}
				inputs={[
					columns,
					...(notice === null ? rows : notice.map(({text}) => text)),
					list.cursor,
					list.top,
					hasCursor,
					state.sort,
				]}
				draw={grid => {
					const rect = {x: 0, y: 0, width: grid.width, height: grid.height};
					const {column, descending} = state.sort;
					drawTable(grid, rect, {
						layout: columns,
						rows,
						list: {cursor: list.cursor - list.top, top: 0},
						look,
						drawn,
						sort: {column, descending},
						cursorHidden: !hasCursor,
					});
					if (notice) drawNotice(grid, {...rect, y: 1, height: rect.height - 1}, notice, look);
				}}
			/>
			<Panel
				rect={totals}
				inputs={[look, ...groups.flat().map(({text}) => text)]}
				draw={grid => drawTotals(grid, groups, look)}
			/>
			<Panel
				rect={border}
				inputs={[look]}
				draw={grid => {
					const line = look.glyphs.vertical;
					for (let y = 0; y < grid.height; y++) grid.text(0, y, line, look.theme.paint('border'));
				}}
			/>
			<Panel
				rect={detail}
				inputs={[told, pair, hasCursor, now, look, format]}
				draw={grid => {
					if (told) drawDetail(grid, {entry: told, pair, isShown: hasCursor, now}, context);
				}}
			/>
			{editor !== null && (
				<Panel
					rect={editorAt}
					inputs={[editor, look, language]}
					draw={grid => drawEditor(grid, editor, context)}
				/>
			)}
		</>
	);
}

/** The selected asset, among the rows or hidden by list, filter or search. */
function selectedEntry(
	entries: readonly MarketEntry[],
	cursor: number,
	hasCursor: boolean,
	all: readonly MarketEntry[],
	selected: string | null,
): MarketEntry | null {
	if (hasCursor) return entries[cursor] ?? null;
	return all.find(({quote}) => quote.asset === selected) ?? null;
}
