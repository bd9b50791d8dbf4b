/** Where the table is right now: its layout, its rows and its cursor, the same for drawing, keys and mouse. */

import {layoutTable, tableRows, type TableLayout} from '../../components/table.js';
import type {Size} from '../../cells/grid.js';
import type {Context, Tools} from '../../screen.js';
import {moveTo, type ListState} from '../../state/list.js';
import {layoutMarket, type MarketLayout} from './layout.js';
import {shownOf, type Shown} from './shown.js';
import type {MarketAction, MarketState} from './state.js';
import {hintRows} from './status.js';
import {tableColumns, type CellData, type MarketRow} from './table-columns.js';

export type MarketTools = Tools<MarketState, MarketAction>;

type TableWindow = {
	readonly shown: Shown;
	readonly layout: MarketLayout;
	/** The row of the selected asset, or where it last was. */
	readonly list: ListState;
	/** The selected asset is among the rows. */
	readonly hasCursor: boolean;
	/** Rows that fit. */
	readonly visible: number;
};

/** The window for a state: it follows the selection, wherever that was changed. */
export function windowOf(
	state: MarketState,
	context: Pick<Context, 'shared' | 'format'>,
	size: Size,
): TableWindow {
	const shown = shownOf(state, context);
	const layout = layoutMarket(size, hintRows(state));
	const visible = tableRows(layout.table.height);
	const {selected} = context.shared;
	const row = selected === null ? undefined : shown.rowOf.get(selected);
	return {
		shown,
		layout,
		list: moveTo(state.list, row ?? state.list.cursor, shown.entries.length, visible),
		hasCursor: row !== undefined,
		visible,
	};
}

/** The window of the screen as it is now. */
export const windowNow = (tools: MarketTools): TableWindow =>
	windowOf(tools.state(), tools.context(), tools.size());

/** The columns in the width they have. */
export const columnsIn = (
	state: Pick<MarketState, 'columns' | 'skip'>,
	context: Pick<Context, 'look' | 'format' | 'language'>,
	width: number,
	data: CellData | null = null,
): TableLayout<MarketRow> => layoutTable(tableColumns(state.columns, context, data), width, state.skip);

/** Puts the cursor on a row and makes its asset the selected one. */
export function goTo(tools: MarketTools, {shown}: Pick<TableWindow, 'shown'>, list: ListState): void {
	tools.dispatch({type: 'moved', list});
	const entry = shown.entries[list.cursor];
	if (entry) tools.change({type: 'select', asset: entry.quote.asset});
}

/** After the user narrowed the rows: when the selected asset is no longer among them, the best row is selected. */
export function keepSelectionShown(tools: MarketTools): void {
	const now = windowNow(tools);
	if (now.shown.entries.length === 0 || now.hasCursor) return;
	const best = now.shown.found?.best ?? null;
	const row = (best === null ? undefined : now.shown.rowOf.get(best)) ?? now.list.cursor;
	goTo(tools, now, moveTo(now.list, row, now.shown.entries.length, now.visible));
}
