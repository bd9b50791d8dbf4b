/** The state of the market screen and the named ways it changes. */

import {readFilter} from '#domain/filter/filter.js';
import type {AssetId} from '#domain/market.js';
import {startOfList, type ListState} from '../../state/list.js';
import {createEditor, type ColumnEditor} from './column-editor.js';
import {columnIds, marketColumns, type ColumnId} from './columns.js';
import {filterFields} from './filter-fields.js';
import {lineOf, type LineEdit} from './line-edit.js';

export type Sort = {readonly column: ColumnId; readonly descending: boolean};

/** A line at the top that is being typed; escape goes back to what was before. */
export type Prompt = {
	readonly of: 'search' | 'filter';
	readonly line: LineEdit;
	readonly before: string;
	readonly selectedBefore: AssetId | null;
};

export type MarketState = {
	/** The window; the cursor itself is the shared selection, this one is where it was last. */
	readonly list: ListState;
	readonly columns: readonly ColumnId[];
	/** Columns scrolled out at the left. */
	readonly skip: number;
	readonly sort: Sort;
	/** Name of the shown list; null shows all assets. */
	readonly watchlist: string | null;
	/** An expression that can be read; empty lets all pass. */
	readonly filter: string;
	readonly search: string;
	readonly prompt: Prompt | null;
	readonly editor: ColumnEditor | null;
};

export type MarketAction =
	| {readonly type: 'moved'; readonly list: ListState}
	| {readonly type: 'scrolled'; readonly skip: number}
	| {readonly type: 'sorted'; readonly sort: Sort}
	| {readonly type: 'listed'; readonly watchlist: string | null}
	| {readonly type: 'prompted'; readonly of: Prompt['of']; readonly selected: AssetId | null}
	| {readonly type: 'typed'; readonly line: LineEdit}
	/** Ends typing; an expression that cannot be read is not kept. */
	| {readonly type: 'kept'}
	| {readonly type: 'dismissed'}
	| {readonly type: 'cleared'}
	| {readonly type: 'editor-opened'}
	| {readonly type: 'edited'; readonly editor: ColumnEditor}
	| {readonly type: 'editor-closed'; readonly columns: readonly ColumnId[] | null};

const byRank: Sort = {column: 'rank', descending: false};

/** Names and grammar do not depend on the currency. */
export const isReadable = (filter: string): boolean => readFilter(filter, filterFields(1)).problem === null;

const isColumn = (value: unknown): value is ColumnId => columnIds.some(id => id === value);

function sortFrom(value: unknown): Sort {
	if (typeof value !== 'object' || value === null) return byRank;
	const {column, descending} = value as Partial<Record<keyof Sort, unknown>>;
	return isColumn(column)
		? {column, descending: typeof descending === 'boolean' ? descending : marketColumns[column].descending}
		: byRank;
}

/** The first state; what was remembered is taken as far as it makes sense. */
export function createState(remembered: unknown): MarketState {
	const {columns, sort, watchlist, filter}: Partial<Record<keyof MarketState, unknown>> =
		typeof remembered === 'object' && remembered !== null ? remembered : {};
	const chosen = Array.isArray(columns) ? [...new Set(columns.filter(isColumn))] : [];
	return {
		list: startOfList,
		columns: chosen.length > 0 ? chosen : columnIds,
		skip: 0,
		sort: sortFrom(sort),
		watchlist: typeof watchlist === 'string' ? watchlist : null,
		filter: typeof filter === 'string' && isReadable(filter) ? filter : '',
		search: '',
		prompt: null,
		editor: null,
	};
}

/** What the next start begins with. */
export const rememberState = ({columns, sort, watchlist, filter}: MarketState): unknown => ({
	columns,
	sort,
	watchlist,
	filter,
});

/** While a filter is typed, the last readable one applies. */
function typed(state: MarketState, prompt: Prompt, line: LineEdit): MarketState {
	const next = {...state, prompt: {...prompt, line}};
	if (prompt.of === 'search') return {...next, search: line.text};
	return isReadable(line.text) ? {...next, filter: line.text.trim()} : next;
}

/** The only way this state changes. */
export function reduceState(state: MarketState, action: MarketAction): MarketState {
	switch (action.type) {
		case 'moved':
			return state.list === action.list ? state : {...state, list: action.list};
		case 'scrolled':
			return state.skip === action.skip ? state : {...state, skip: action.skip};
		case 'sorted':
			return {...state, sort: action.sort};
		case 'listed':
			return {...state, watchlist: action.watchlist};
		case 'prompted': {
			const before = state[action.of];
			return {
				...state,
				prompt: {of: action.of, line: lineOf(before), before, selectedBefore: action.selected},
			};
		}

		case 'typed':
			return state.prompt === null ? state : typed(state, state.prompt, action.line);
		case 'kept':
			return {...state, prompt: null};
		case 'dismissed':
			if (state.prompt === null) return state;
			return state.prompt.of === 'search'
				? {...state, prompt: null, search: ''}
				: {...state, prompt: null, filter: state.prompt.before};
		case 'cleared':
			return {...state, search: '', filter: '', prompt: null};
		case 'editor-opened':
			return {...state, editor: createEditor(state.columns)};
		case 'edited':
			return state.editor === null ? state : {...state, editor: action.editor};
		case 'editor-closed':
			return {...state, editor: null, columns: action.columns ?? state.columns, skip: 0};
	}
}
