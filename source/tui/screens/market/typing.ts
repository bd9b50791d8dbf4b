/** Keys while a line is typed or the column dialog is open. */

import {chosenColumns, editorKey} from './column-editor.js';
import {edited, inserted, type LineEdit} from './line-edit.js';
import {isReadable, type MarketState, type Prompt} from './state.js';
import {goTo, keepSelectionShown, windowNow, type MarketTools} from './table-window.js';
import {moveBy, moveTo} from '../../state/list.js';

/** Keys belong to a line or a dialog. */
export const isTyping = ({prompt, editor}: MarketState): boolean => prompt !== null || editor !== null;

/** A typed search moves the cursor to the best match. */
function selectBest(tools: MarketTools): void {
	const now = windowNow(tools);
	const row = now.shown.rowOf.get(now.shown.found?.best ?? '');
	if (row !== undefined) goTo(tools, now, moveTo(now.list, row, now.shown.entries.length, now.visible));
	else keepSelectionShown(tools);
}

function typeLine(tools: MarketTools, {of}: Prompt, line: LineEdit): void {
	tools.dispatch({type: 'typed', line});
	if (of === 'search' && line.text.trim() !== '') selectBest(tools);
}

const steps: Readonly<Record<string, number>> = {down: 1, up: -1};

function typeInPrompt(tools: MarketTools, prompt: Prompt, key: string): void {
	const step = steps[key];
	if (key === 'enter') {
		// The caret on screen says what is wrong.
		if (prompt.of === 'filter' && !isReadable(prompt.line.text)) return;
		tools.dispatch({type: 'kept'});
		keepSelectionShown(tools);
	} else if (key === 'escape') {
		tools.dispatch({type: 'dismissed'});
		if (prompt.selectedBefore !== null) tools.change({type: 'select', asset: prompt.selectedBefore});
	} else if (step === undefined) {
		const line = edited(prompt.line, key);
		if (line) typeLine(tools, prompt, line);
	} else {
		const now = windowNow(tools);
		goTo(tools, now, moveBy(now.list, step, now.shown.entries.length, now.visible));
	}
}

/** A key for the line or the dialog. */
export function typeKey(key: string, tools: MarketTools): void {
	const {prompt, editor} = tools.state();
	if (editor !== null) {
		if (key === 'enter') tools.dispatch({type: 'editor-closed', columns: chosenColumns(editor)});
		else if (key === 'escape' || key === 'q') tools.dispatch({type: 'editor-closed', columns: null});
		else tools.dispatch({type: 'edited', editor: editorKey(editor, key) ?? editor});
	} else if (prompt !== null) {
		typeInPrompt(tools, prompt, key);
	}
}

/** Pasted text goes into the line; without one it starts a search. */
export function pasteText(text: string, tools: MarketTools): void {
	if (tools.state().editor !== null) return;
	if (tools.state().prompt === null) {
		tools.dispatch({type: 'prompted', of: 'search', selected: tools.shared().selected});
	}

	const {prompt} = tools.state();
	if (prompt !== null) typeLine(tools, prompt, inserted(prompt.line, text.trim()));
}
