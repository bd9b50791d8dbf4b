/** A window to read in: help, messages, where a number comes from. Scrolls, searches, copies. */

import {widthOf} from '../../cells/cell-text.js';
import type {Size} from '../../cells/grid.js';
import type {OverlayHandle, OverlayKind} from '../../state/overlay.js';
import type {Role} from '../../theme/roles.js';
import {drawLine, edit, insert, lineOf, type LineEditor} from '../line-editor.js';
import type {OverlayStack} from '../overlay-stack.js';
import {wrapped} from '../wrap.js';
import {overlayWords} from './words.js';

/** One line; with `keys` it is a row of two columns. */
export type ReaderLine = {readonly text: string; readonly keys?: string; readonly role?: Role};

export type Reading = {readonly title: string; readonly lines: readonly ReaderLine[]};

type ReaderState = {
	readonly top: number;
	readonly query: LineEditor;
	/** Keys go to the search. */
	readonly searching: boolean;
};

const widest = 84;
const mostRows = 60;

const plainText = ({keys, text}: ReaderLine): string => (keys === undefined ? text : `${keys}  ${text}`);

/** Columns the keys take, of all lines, at most half of the window. */
const keysWidth = (lines: readonly ReaderLine[], width: number): number =>
	Math.min(width >> 1, Math.max(0, ...lines.map(({keys}) => (keys === undefined ? 0 : widthOf(keys) + 2))));

function rowsOf(lines: readonly ReaderLine[], query: string, width: number): readonly ReaderLine[] {
	const wanted = query.trim().toLowerCase();
	const left = keysWidth(lines, width);
	return lines
		.filter(line => wanted === '' || plainText(line).toLowerCase().includes(wanted))
		.flatMap(({text, keys, role = 'text'}): readonly ReaderLine[] => {
			if (keys === undefined) return wrapped(text, width).map(part => ({text: part, role}));
			return wrapped(text, Math.max(1, width - left)).map((part, i) => ({
				text: part,
				keys: i === 0 ? keys : '',
				role,
			}));
		});
}

/** How far a key scrolls, in pages or in rows. */
const scrollPages: Readonly<Record<string, number>> = {
	pagedown: 1,
	space: 1,
	'ctrl+f': 1,
	'ctrl+d': 0.5,
	pageup: -1,
	'ctrl+b': -1,
	'ctrl+u': -0.5,
};
const scrollRows: Readonly<Record<string, number>> = {
	down: 1,
	j: 1,
	up: -1,
	k: -1,
	home: -Infinity,
	g: -Infinity,
	end: Infinity,
	G: Infinity,
};

function scrollOf(key: string, page: number): number | null {
	const pages = scrollPages[key];
	return pages === undefined ? (scrollRows[key] ?? null) : Math.round(pages * page);
}

/** Opens the window. */
export function openReader(stack: OverlayStack, {title, lines}: Reading): void {
	const width = Math.min(widest, Math.max(40, ...lines.map(line => widthOf(plainText(line)) + 2)));

	const hasSearch = ({searching, query}: ReaderState): boolean => searching || query.text !== '';
	const roomOf = (state: ReaderState, {height}: Size): number =>
		Math.max(1, height - (hasSearch(state) ? 1 : 0));
	const scrolled = (handle: OverlayHandle<ReaderState>, top: number): void => {
		const state = handle.state();
		const size = handle.size();
		const lowest = Math.max(0, rowsOf(lines, state.query.text, size.width).length - roomOf(state, size));
		handle.set({...state, top: Math.max(0, Math.min(lowest, top))});
	};
	const searchKey = (key: string, handle: OverlayHandle<ReaderState>): void => {
		const state = handle.state();
		if (key === 'escape') return handle.set({top: 0, query: lineOf(''), searching: false});
		if (key === 'enter') return handle.set({...state, searching: false});
		const query = edit(state.query, key);
		if (query) handle.set({...state, query, top: 0});
	};

	const kind: OverlayKind<ReaderState> = {
		title: () => title,
		foot: ({searching}, {language}) =>
			searching ? overlayWords[language].searchFoot : overlayWords[language].readFoot,
		size: state => ({
			width,
			height: Math.min(mostRows, rowsOf(lines, '', width).length + (hasSearch(state) ? 1 : 0)),
		}),
		draw(grid, state, {look: {theme}, language}) {
			const rows = rowsOf(lines, state.query.text, grid.width);
			const left = keysWidth(lines, grid.width);
			const room = roomOf(state, grid);
			const top = Math.max(0, Math.min(state.top, rows.length - room));
			for (const [y, {keys, text, role}] of rows.slice(top, top + room).entries()) {
				const style = theme.paint(role ?? 'text', 'overlay');
				if (keys === undefined) {
					grid.text(0, y, text, style);
				} else {
					grid.text(0, y, keys, theme.paint('key', 'overlay'), left - 1);
					grid.text(left, y, text, style);
				}
			}

			if (rows.length === 0) {
				grid.text(0, 0, overlayWords[language].nothingFound, theme.paint('muted', 'overlay'));
			}

			if (!hasSearch(state)) return;
			const y = grid.height - 1;
			grid.text(0, y, '/', theme.paint('key', 'overlay'));
			drawLine(grid, {x: 1, y, width: grid.width - 1}, state.query, {
				text: theme.paint('text', 'input'),
				cursor: state.searching ? theme.paint('text', 'cursor') : null,
			});
		},
		lines: ({query}) => rowsOf(lines, query.text, widest).map(plainText),
		key(key, handle) {
			const state = handle.state();
			if (state.searching) return searchKey(key, handle);
			switch (key) {
				case 'escape':
				case 'q':
				case 'enter':
				case '?':
					return handle.close();
				case '/':
					return handle.set({...state, searching: true});
				case 'y':
					return handle.copy(lines.map(plainText).join('\n'));
				default: {
					const by = scrollOf(key, roomOf(state, handle.size()));
					if (by !== null) scrolled(handle, state.top + by);
				}
			}
		},
		paste(text, handle) {
			const state = handle.state();
			if (state.searching) handle.set({...state, query: insert(state.query, text), top: 0});
		},
		mouse(event, handle) {
			if (event.kind === 'wheel') return scrolled(handle, handle.state().top + event.wheel * 3);
			const {width: inside, height} = handle.size();
			const {x, y, kind} = event;
			const isOutside = x < -2 || x >= inside + 2 || y < -1 || y > height;
			if (kind === 'press' && isOutside) handle.close();
		},
	};
	stack.open(kind, {top: 0, query: lineOf(''), searching: false});
}
