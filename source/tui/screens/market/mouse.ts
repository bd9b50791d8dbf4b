/** The mouse on the market screen. */

import {tableAt} from '../../components/table.js';
import type {ViewMouse} from '../../screen.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {chosenColumns, editorRect, editorRowAt, toggled, type ColumnEditor} from './column-editor.js';
import {columnIds} from './columns.js';
import {openAsset, sortBy} from './commands.js';
import {columnsIn, goTo, windowNow, type MarketTools} from './table-window.js';

const rowsPerWheelStep = 3;

/** Clicks toggle columns; a click beside the dialog keeps what was chosen. */
function onEditor({kind, button, x, y}: ViewMouse, editor: ColumnEditor, tools: MarketTools): void {
	if (kind !== 'press' || button !== 'left') return;
	const rect = editorRect(tools.size());
	const row = editorRowAt(editor, rect, x, y);
	const isInside = x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
	if (row !== null) tools.dispatch({type: 'edited', editor: toggled(editor, row)});
	else if (!isInside) tools.dispatch({type: 'editor-closed', columns: chosenColumns(editor)});
}

/** Click selects, a double click opens, a header sorts, the wheel scrolls. */
export function onMouse(event: ViewMouse, tools: MarketTools): void {
	const state = tools.state();
	if (state.editor !== null) {
		onEditor(event, state.editor, tools);
		return;
	}

	const now = windowNow(tools);
	const count = now.shown.entries.length;
	if (event.kind === 'wheel') {
		goTo(tools, now, scrollBy(now.list, event.wheel * rowsPerWheelStep, count, now.visible));
		return;
	}

	if (event.kind !== 'press' || event.button !== 'left') return;
	const {table} = now.layout;
	const columns = columnsIn(state, tools.context(), table.width);
	const target = tableAt(columns, table, now.list, count, event.x, event.y);
	if (target === null) return;
	if (target.part === 'header') {
		const column = columnIds.find(id => id === target.column);
		if (column !== undefined) sortBy(tools, column);
		return;
	}

	goTo(tools, now, moveTo(now.list, target.index, count, now.visible));
	if (event.double) openAsset(tools);
}
