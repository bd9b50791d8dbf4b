/** A window to pick one of many by a few letters: the palette, the asset selector, every choice. */

import type {Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Context} from '../../screen.js';
import {moveBy, moveTo, startOfList, type ListState} from '../../state/list.js';
import type {OverlayHandle, OverlayKind} from '../../state/overlay.js';
import {deferred} from '../deferred.js';
import {fuzzyOrder} from '../fuzzy.js';
import {drawLine, edit, insert, lineOf, type LineEditor} from '../line-editor.js';
import type {OverlayStack} from '../overlay-stack.js';
import {overlayWords} from './words.js';

export type PickerItem = {
	readonly label: string;
	/** Beside the label, fainter; found by the search too. */
	readonly detail?: string;
	/** At the right end: keys, a price. */
	readonly right?: string;
	/** Why it cannot be picked now. */
	readonly off?: string | null;
	/** More words the search finds it by. */
	readonly also?: string;
};

export type Picker = {
	readonly title: string;
	readonly items: readonly PickerItem[];
	/** Which one the cursor is on at first. */
	readonly current?: number;
};

type PickerState = {
	readonly query: LineEditor;
	readonly order: readonly number[];
	readonly list: ListState;
};

/** The search line and a blank one. */
const headRows = 2;
const mostRows = 18;
const widest = 76;
/** Labels up to this width make a column, where all have something beside them. */
const widestLabel = 12;

const rowsOf = (height: number): number => Math.max(1, height - headRows);

/** Columns of the labels; 0 where details just follow them. */
const labelColumn = (items: readonly PickerItem[]): number =>
	items.every(({detail}) => detail !== undefined)
		? Math.min(widestLabel, Math.max(0, ...items.map(({label}) => widthOf(label))))
		: 0;

function drawItem(
	grid: Grid,
	y: number,
	item: PickerItem,
	{isCurrent, labels}: {isCurrent: boolean; labels: number},
	{look}: Context,
): void {
	const {theme, glyphs} = look;
	const surface = isCurrent ? 'overlaySelected' : 'overlay';
	const isOff = typeof item.off === 'string';
	grid.fill({x: 0, y, width: grid.width, height: 1}, theme.paint('text', surface));
	grid.text(0, y, isCurrent ? glyphs.pointer : ' ', theme.paint('accent', surface), 1);
	const right = item.right ?? '';
	const rightWidth = Math.min(widthOf(right), grid.width >> 1);
	const room = grid.width - 2 - (rightWidth > 0 ? rightWidth + 1 : 0);
	const label = grid.text(2, y, item.label, theme.paint(isOff ? 'muted' : 'strong', surface), room);
	const used = Math.max(label, labels);
	const rest = item.off ?? item.detail ?? '';
	if (rest !== '' && room - used > 3) {
		grid.text(2 + used + 2, y, rest, theme.paint('muted', surface), room - used - 2);
	}

	if (rightWidth > 0) {
		grid.text(grid.width - rightWidth, y, right, theme.paint('key', surface), rightWidth);
	}
}

/** Opens the window; resolves to the number of the item, or null when the user closes it. */
export function openPicker(stack: OverlayStack, {title, items, current = 0}: Picker): Promise<number | null> {
	const texts = items.map(({label, detail = '', also = ''}) => `${label} ${detail} ${also}`);
	const labels = labelColumn(items);
	const widths = items.map(({label, detail = '', off, right = ''}) =>
		[off ?? detail, right].reduce(
			(sum, text) => sum + (text ? widthOf(text) + 2 : 0),
			Math.max(labels, widthOf(label)) + 4,
		),
	);
	const width = Math.min(widest, Math.max(36, widthOf(title) + 4, ...widths));
	const {promise, resolve} = deferred<number | null>();

	const searched = (query: LineEditor, state: PickerState): PickerState =>
		query.text === state.query.text
			? {...state, query}
			: {query, order: fuzzyOrder(query.text, texts), list: startOfList};
	const pick = (handle: OverlayHandle<PickerState>): void => {
		const {order, list} = handle.state();
		const index = order[list.cursor];
		if (index === undefined || items[index]!.off) return;
		resolve(index);
		handle.close();
	};
	const moved = (handle: OverlayHandle<PickerState>, by: number): void => {
		const state = handle.state();
		handle.set({
			...state,
			list: moveBy(state.list, by, state.order.length, rowsOf(handle.size().height)),
		});
	};

	const kind: OverlayKind<PickerState> = {
		title: () => title,
		foot: (_, {language}) => overlayWords[language].pickFoot,
		size: () => ({width, height: headRows + Math.max(1, Math.min(mostRows, items.length))}),
		draw(grid, {query, order, list}, context) {
			const {theme} = context.look;
			drawLine(grid, {x: 0, y: 0, width: grid.width}, query, {
				text: theme.paint('text', 'input'),
				cursor: theme.paint('text', 'cursor'),
			});
			const words = overlayWords[context.language];
			if (query.text === '') grid.text(2, 0, words.search, theme.paint('muted', 'input'), grid.width - 2);
			if (order.length === 0) grid.text(0, headRows, words.nothingFound, theme.paint('muted', 'overlay'));
			const visible = rowsOf(grid.height);
			const {cursor, top} = moveTo(list, list.cursor, order.length, visible);
			for (const [row, index] of order.slice(top, top + visible).entries()) {
				drawItem(grid, headRows + row, items[index]!, {isCurrent: top + row === cursor, labels}, context);
			}
		},
		lines: ({query, order, list}, {language}) => [
			`${overlayWords[language].search}: ${query.text}`,
			...order.map((index, row) => {
				const {label, detail = '', off, right = ''} = items[index]!;
				return [row === list.cursor ? '>' : ' ', label, off ?? detail, right].filter(Boolean).join(' ');
			}),
		],
		key(key, handle) {
			const page = rowsOf(handle.size().height);
			switch (key) {
				case 'escape':
					return handle.close();
				case 'enter':
					return pick(handle);
				case 'down':
				case 'ctrl+n':
				case 'tab':
					return moved(handle, 1);
				case 'up':
				case 'ctrl+p':
				case 'shift+tab':
					return moved(handle, -1);
				case 'pagedown':
					return moved(handle, page);
				case 'pageup':
					return moved(handle, -page);
				default: {
					const state = handle.state();
					const query = edit(state.query, key);
					if (query) handle.set(searched(query, state));
				}
			}
		},
		paste(text, handle) {
			const state = handle.state();
			handle.set(searched(insert(state.query, text), state));
		},
		mouse(event, handle) {
			const {height, width} = handle.size();
			if (event.kind === 'wheel') return moved(handle, event.wheel * 3);
			if (event.kind !== 'press') return;
			const isInside = event.x >= -2 && event.x < width + 2 && event.y >= -1 && event.y <= height;
			if (!isInside) return handle.close();
			const state = handle.state();
			const row = event.y - headRows;
			if (row < 0 || row >= rowsOf(height) || state.list.top + row >= state.order.length) return;
			handle.set({
				...state,
				list: moveTo(state.list, state.list.top + row, state.order.length, rowsOf(height)),
			});
			pick(handle);
		},
		closed: () => resolve(null),
	};
	const order = items.map((_, i) => i);
	stack.open(kind, {
		query: lineOf(''),
		order,
		list: moveTo(startOfList, current, items.length, Math.min(mostRows, items.length)),
	});
	return promise;
}
