/** The window that shows every setting and changes it at once. */

import type {SettingEntry} from '#desk/views/settings.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Grid} from '../../cells/grid.js';
import {aboutSetting, allowedValues} from '../../i18n/settings.js';
import type {Context} from '../../screen.js';
import {moveBy, moveTo, startOfList, type ListState} from '../../state/list.js';
import type {OverlayHandle, OverlayKind} from '../../state/overlay.js';
import {fuzzyOrder} from '../fuzzy.js';
import {drawLine, edit, insert, lineOf, suggested, type LineEditor} from '../line-editor.js';
import type {OverlayStack} from '../overlay-stack.js';
import {wrapped} from '../wrap.js';
import {overlayWords} from './words.js';

export type SettingsSurrounding = {
	/** Checks and stores a value, null for the default; rejects with what is wrong. */
	readonly save: (key: string, text: string | null) => Promise<void>;
	/** An error in words. */
	readonly explain: (error: unknown) => readonly string[];
	/** The value this start chose over the stored one, or undefined. */
	readonly chosen: (key: string) => string | undefined;
	/** What is wrong with a value although it could be stored: keys that collide. */
	readonly remarks: (key: string) => readonly string[];
};

type SettingsState = {
	readonly list: ListState;
	readonly query: LineEditor;
	readonly searching: boolean;
	readonly editing: LineEditor | null;
	/** Values on their way to be stored, by key: the next choice goes on from them. */
	readonly saving: Readonly<Record<string, Saving>>;
	/** What is wrong with what was tried last. */
	readonly problem: readonly string[];
};

type Saving = {readonly text: string};

type Row =
	| {readonly type: 'group'; readonly title: string}
	| {readonly type: 'entry'; readonly entry: SettingEntry};

/** What is told of the setting under the cursor, below the list. */
const aboutRows = 5;
const widest = 92;

/** Values a file or the screen may change; a flag or the environment is stronger than both. */
const isFixed = ({origin}: SettingEntry): boolean =>
	origin === 'flag' || origin === 'environment' || origin === '.env';

const groupOf = ({key}: SettingEntry): string => (key.includes('.') ? key.slice(0, key.indexOf('.')) : '');

const entryRow = (entry: SettingEntry): Row => ({type: 'entry', entry});

function rowsOf({query}: SettingsState, {shared, language}: Context): readonly Row[] {
	const {groups} = overlayWords[language];
	const entries =
		query.text.trim() === ''
			? shared.settings
			: fuzzyOrder(
					query.text,
					shared.settings.map(({key, about}) => `${key} ${aboutSetting(key, about, language)}`),
				).map(i => shared.settings[i]!);
	// The settings of the screen come first: they are changed most.
	const names = [...new Set(['ui', ...entries.map(groupOf)])];
	return names.flatMap((name): readonly Row[] => {
		const members = entries.filter(entry => groupOf(entry) === name).map(entryRow);
		const title: Row = {type: 'group', title: groups[name] ?? name};
		return members.length === 0 ? [] : [title, members].flat();
	});
}

/** The entry the cursor is on; the cursor steps over titles. */
function currentRow(rows: readonly Row[], {cursor}: ListState): number {
	const after = rows.findIndex((row, i) => i >= cursor && row.type === 'entry');
	return after === -1 ? rows.findLastIndex(({type}) => type === 'entry') : after;
}

const entryAt = (rows: readonly Row[], list: ListState): SettingEntry | null => {
	const row = rows[currentRow(rows, list)];
	return row?.type === 'entry' ? row.entry : null;
};

function shownValue(entry: SettingEntry, text: string, {language}: Context): string {
	const words = overlayWords[language];
	if (entry.secret) return entry.given ? words.secretSet : words.secretUnset;
	return text || words.empty;
}

/** What is typed, as others may see it. */
const shownLine = ({secret}: SettingEntry, line: LineEditor, {look}: Context): LineEditor =>
	secret ? {...line, text: look.glyphs.bullet.repeat(Array.from(line.text).length)} : line;

function aboutLines(
	entry: SettingEntry,
	{chosen, remarks}: SettingsSurrounding,
	{language}: Context,
): readonly string[] {
	const words = overlayWords[language];
	return [
		`${aboutSetting(entry.key, entry.about, language)} ${words.allowed(allowedValues(entry.allowed, language))}`,
		chosen(entry.key) !== undefined
			? words.sessionOnly
			: isFixed(entry)
				? words.settingsFixed(entry.place)
				: words.from(entry.origin === 'default' ? words.unset : entry.place),
		...(entry.problem === null ? [] : [entry.problem]),
		...remarks(entry.key),
	];
}

const visibleOf = (height: number): number => Math.max(1, height - aboutRows - 1);

/** Opens the window. */
export function openSettings(stack: OverlayStack, surrounding: SettingsSurrounding): void {
	const {save, explain, chosen} = surrounding;
	const put = (handle: OverlayHandle<SettingsState>, entry: SettingEntry, text: string | null): void => {
		save(entry.key, text).then(
			() => handle.set({...handle.state(), editing: null, problem: []}),
			(error: unknown) => handle.set({...handle.state(), problem: explain(error)}),
		);
	};
	/** The value to show and to go on from: on its way, of this start only, or stored. */
	const textOf = ({saving}: SettingsState, {key, text}: SettingEntry): string =>
		saving[key]?.text ?? chosen(key) ?? text;
	const choose = (handle: OverlayHandle<SettingsState>, entry: SettingEntry, text: string): void => {
		const {key} = entry;
		const one: Saving = {text};
		const settled = (problem: readonly string[]): void => {
			const state = handle.state();
			const {[key]: newest, ...others} = state.saving;
			handle.set({...state, problem, saving: newest === one ? others : state.saving});
		};
		handle.set({...handle.state(), saving: {...handle.state().saving, [key]: one}});
		save(key, text).then(
			() => settled([]),
			(error: unknown) => settled(explain(error)),
		);
	};
	/** The entry to change, or null after telling why it cannot be changed here. */
	const changeable = (handle: OverlayHandle<SettingsState>): SettingEntry | null => {
		const context = handle.context();
		const state = handle.state();
		const entry = entryAt(rowsOf(state, context), state.list);
		if (!entry || !isFixed(entry) || chosen(entry.key) !== undefined) return entry;
		handle.set({...state, problem: [overlayWords[context.language].settingsFixed(entry.place)]});
		return null;
	};
	const cycled = (handle: OverlayHandle<SettingsState>, by: number): void => {
		const entry = changeable(handle);
		if (!entry?.choices) return;
		const at = entry.choices.indexOf(textOf(handle.state(), entry));
		choose(handle, entry, entry.choices[(at + by + entry.choices.length) % entry.choices.length]!);
	};
	const moved = (handle: OverlayHandle<SettingsState>, by: number): void => {
		const state = handle.state();
		const rows = rowsOf(state, handle.context());
		const visible = visibleOf(handle.size().height);
		const step = Math.sign(by);
		let target = Math.max(0, Math.min(rows.length - 1, currentRow(rows, state.list) + by));
		while (rows[target]?.type === 'group' && rows[target + step]) target += step;
		if (rows[target]?.type === 'group') target = currentRow(rows, {cursor: target, top: 0});
		const list = moveTo(state.list, target, rows.length, visible);
		// The title above the first entry comes along.
		handle.set({
			...state,
			problem: [],
			list: list.cursor === 1 ? {cursor: 1, top: 0} : list,
		});
	};
	const startEditing = (handle: OverlayHandle<SettingsState>): void => {
		const entry = changeable(handle);
		if (!entry) return;
		if (entry.choices) return cycled(handle, 1);
		const text = entry.secret ? '' : (chosen(entry.key) ?? entry.text);
		handle.set({...handle.state(), editing: suggested(text), problem: []});
	};
	const editKey = (key: string, line: LineEditor, handle: OverlayHandle<SettingsState>): void => {
		const state = handle.state();
		if (key === 'escape') return handle.set({...state, editing: null, problem: []});
		if (key === 'enter') {
			const entry = entryAt(rowsOf(state, handle.context()), state.list);
			return entry ? put(handle, entry, line.text) : undefined;
		}

		const editing = edit(line, key);
		if (editing) handle.set({...state, editing, problem: []});
	};
	const searchKey = (key: string, handle: OverlayHandle<SettingsState>): void => {
		const state = handle.state();
		if (key === 'escape')
			return handle.set({...state, query: lineOf(''), searching: false, list: startOfList});
		if (key === 'enter') return handle.set({...state, searching: false});
		const query = edit(state.query, key);
		if (query) handle.set({...state, query, list: startOfList});
	};

	const drawRow = (
		grid: Grid,
		y: number,
		row: Row,
		isCurrent: boolean,
		state: SettingsState,
		context: Context,
	): void => {
		const {theme, glyphs} = context.look;
		if (row.type === 'group') {
			grid.text(0, y, row.title, theme.paint('title', 'overlay'));
			return;
		}

		const {entry} = row;
		const surface = isCurrent ? 'overlaySelected' : 'overlay';
		const left = Math.min(26, grid.width >> 1);
		grid.fill({x: 0, y, width: grid.width, height: 1}, theme.paint('text', surface));
		grid.text(0, y, isCurrent ? glyphs.pointer : ' ', theme.paint('accent', surface), 1);
		grid.text(2, y, entry.key, theme.paint(isCurrent ? 'strong' : 'text', surface), left - 3);
		if (isCurrent && state.editing) {
			drawLine(grid, {x: left, y, width: grid.width - left}, shownLine(entry, state.editing, context), {
				text: theme.paint('text', 'input'),
				cursor: theme.paint('text', 'cursor'),
			});
			return;
		}

		const value = shownValue(entry, textOf(state, entry), context);
		const isChoice = isCurrent && entry.choices !== null && !isFixed(entry);
		const role = entry.problem === null ? (entry.origin === 'default' ? 'muted' : 'strong') : 'bad';
		const used = grid.text(
			left,
			y,
			isChoice ? `< ${value} >` : value,
			theme.paint(role, surface),
			grid.width - left,
		);
		const place = entry.origin === 'default' ? '' : entry.place;
		const room = grid.width - left - used - 2;
		if (room >= widthOf(place))
			grid.text(left + used + 2, y, place, theme.paint('muted', surface), room, 'right');
	};

	const kind: OverlayKind<SettingsState> = {
		title: (_, {language}) => overlayWords[language].settings,
		foot: ({editing, searching}, {language}) => {
			const words = overlayWords[language];
			return editing ? words.settingsEditFoot : searching ? words.searchFoot : words.settingsFoot;
		},
		size: (state, context) => ({
			width: widest,
			height: Math.max(12, rowsOf(state, context).length + aboutRows + 1),
		}),
		draw(grid, state, context) {
			const {theme, glyphs} = context.look;
			const words = overlayWords[context.language];
			const rows = rowsOf(state, context);
			const visible = visibleOf(grid.height);
			const current = currentRow(rows, state.list);
			const {top} = moveTo(state.list, current, rows.length, visible);
			for (const [y, row] of rows.slice(top, top + visible).entries()) {
				drawRow(grid, y, row, top + y === current, state, context);
			}

			const below = Math.min(visible, grid.height - 1);
			grid.text(0, below, glyphs.horizontal.repeat(grid.width), theme.paint('border', 'overlay'));
			if (state.searching || state.query.text !== '') {
				grid.text(0, below, '/', theme.paint('key', 'overlay'));
				drawLine(grid, {x: 1, y: below, width: Math.min(30, grid.width - 1)}, state.query, {
					text: theme.paint('text', 'input'),
					cursor: state.searching ? theme.paint('text', 'cursor') : null,
				});
			}

			const entry = entryAt(rows, state.list);
			const told =
				state.problem.length > 0
					? state.problem
					: entry
						? aboutLines(entry, surrounding, context)
						: [context.shared.settings.length === 0 ? words.settingsNone : words.nothingFound];
			const role = state.problem.length > 0 ? 'bad' : 'muted';
			for (const [i, line] of told.flatMap(text => wrapped(text, grid.width)).entries()) {
				grid.text(0, below + 1 + i, line, theme.paint(role, 'overlay'));
			}
		},
		lines: (state, context) => {
			const rows = rowsOf(state, context);
			const current = currentRow(rows, state.list);
			return [
				...state.problem,
				...rows.map((row, i) =>
					row.type === 'group'
						? row.title
						: `${i === current ? '> ' : '  '}${row.entry.key}: ${
								i === current && state.editing
									? shownLine(row.entry, state.editing, context).text
									: shownValue(row.entry, textOf(state, row.entry), context)
							}`,
				),
			];
		},
		key(key, handle) {
			const state = handle.state();
			if (state.editing) return editKey(key, state.editing, handle);
			if (state.searching) return searchKey(key, handle);
			const page = visibleOf(handle.size().height);
			const steps: Readonly<Record<string, number>> = {
				down: 1,
				j: 1,
				tab: 1,
				up: -1,
				k: -1,
				'shift+tab': -1,
				pagedown: page,
				'ctrl+f': page,
				pageup: -page,
				'ctrl+b': -page,
				home: -10_000,
				end: 10_000,
				G: 10_000,
			};
			const by = steps[key];
			if (by !== undefined) return moved(handle, by);
			switch (key) {
				case 'escape':
				case 'q':
				case ',':
					return handle.close();
				case 'enter':
					return startEditing(handle);
				case 'space':
				case 'right':
				case 'l':
					return cycled(handle, 1);
				case 'left':
				case 'h':
					return cycled(handle, -1);
				case '/':
					return handle.set({...state, searching: true, problem: []});
				case 'backspace':
				case 'delete': {
					const entry = changeable(handle);
					if (entry) put(handle, entry, null);
				}
			}
		},
		paste(text, handle) {
			const state = handle.state();
			if (state.editing) handle.set({...state, editing: insert(state.editing, text)});
			else if (state.searching) handle.set({...state, query: insert(state.query, text)});
		},
		mouse(event, handle) {
			const state = handle.state();
			const {width, height} = handle.size();
			const {x, y, kind} = event;
			if (kind === 'wheel') return moved(handle, event.wheel * 3);
			if (kind !== 'press' || state.editing) return;
			if (x < -2 || x >= width + 2 || y < -1 || y > height) return handle.close();
			const rows = rowsOf(state, handle.context());
			const visible = visibleOf(height);
			const {top} = moveTo(state.list, currentRow(rows, state.list), rows.length, visible);
			const index = top + y;
			if (y < 0 || y >= visible || rows[index]?.type !== 'entry') return;
			const isCurrent = index === currentRow(rows, state.list);
			handle.set({...state, problem: [], list: moveBy({cursor: index, top}, 0, rows.length, visible)});
			if (isCurrent) startEditing(handle);
		},
	};
	stack.open(kind, {
		list: startOfList,
		query: lineOf(''),
		searching: false,
		editing: null,
		saving: {},
		problem: [],
	});
}
