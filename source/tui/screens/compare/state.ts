/** What the comparison remembers while it is open, and the named ways that changes. */

import type {CompareAnswer} from '#desk/views/chart.js';
import type {AssetId} from '#domain/market.js';
import type {Edition} from '../../components/reading.js';
import {startOfList, type ListState} from '../../state/list.js';
import {isRange, type RangeId} from './ranges.js';

/** Which assets stand side by side: the largest ones, a watchlist as it is now, or those picked by hand. */
export type Chosen =
	| {readonly kind: 'top'}
	| {readonly kind: 'list'; readonly name: string}
	| {readonly kind: 'own'; readonly assets: readonly AssetId[]};

/** The state of the screen. */
export type CompareState = {
	readonly chosen: Chosen;
	/** Null lets the screen choose: the first few. */
	readonly highlighted: readonly AssetId[] | null;
	/** What the others are measured against; null is Bitcoin, or the first asset without it. */
	readonly benchmark: AssetId | null;
	readonly range: RangeId;
	readonly view: 'lines' | 'matrix';
	readonly list: ListState;
	/** The column of the matrix that has the cursor. */
	readonly column: number;
	readonly answer: CompareAnswer | null;
	readonly read: Edition | null;
	/** Why the closes could not be read. */
	readonly problem: string | null;
};

/** Every way it changes. */
export type CompareAction =
	| {readonly type: 'read'; readonly answer: CompareAnswer; readonly edition: Edition}
	| {readonly type: 'failed'; readonly problem: string; readonly edition: Edition}
	| {readonly type: 'moved'; readonly list: ListState}
	| {readonly type: 'column'; readonly column: number}
	| {readonly type: 'chosen'; readonly chosen: Chosen}
	| {readonly type: 'highlighted'; readonly assets: readonly AssetId[]}
	| {readonly type: 'benchmark'; readonly asset: AssetId}
	| {readonly type: 'range'; readonly range: RangeId}
	| {readonly type: 'view-toggled'};

type Kept = {readonly [Key in 'chosen' | 'highlighted' | 'benchmark' | 'range' | 'view']?: unknown};

const asTexts = (value: unknown): readonly string[] | null =>
	Array.isArray(value) && value.every(item => typeof item === 'string') ? value : null;

function asChosen(value: unknown): Chosen {
	const {kind, name, assets} = (typeof value === 'object' && value !== null ? value : {}) as {
		readonly kind?: unknown;
		readonly name?: unknown;
		readonly assets?: unknown;
	};
	if (kind === 'list' && typeof name === 'string') return {kind, name};
	const own = asTexts(assets);
	return kind === 'own' && own !== null ? {kind, assets: own} : {kind: 'top'};
}

/** Takes what an earlier version may have kept; anything odd is ignored. */
export function createCompareState(remembered: unknown): CompareState {
	const kept: Kept = typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		chosen: asChosen(kept.chosen),
		highlighted: asTexts(kept.highlighted),
		benchmark: typeof kept.benchmark === 'string' ? kept.benchmark : null,
		range: isRange(kept.range) ? kept.range : '1M',
		view: kept.view === 'matrix' ? 'matrix' : 'lines',
		list: startOfList,
		column: 0,
		answer: null,
		read: null,
		problem: null,
	};
}

/** What comes back at the next start. */
export const rememberCompare = ({chosen, highlighted, benchmark, range, view}: CompareState): unknown => ({
	chosen,
	highlighted,
	benchmark,
	range,
	view,
});

/** The only way it changes. */
export function reduceCompare(state: CompareState, action: CompareAction): CompareState {
	switch (action.type) {
		case 'read':
			return {...state, answer: action.answer, read: action.edition, problem: null};
		case 'failed':
			return {...state, problem: action.problem, read: action.edition};
		case 'moved':
			return state.list === action.list ? state : {...state, list: action.list};
		case 'column':
			return state.column === action.column ? state : {...state, column: action.column};
		case 'chosen':
			return {...state, chosen: action.chosen};
		case 'highlighted':
			return {...state, highlighted: action.assets};
		case 'benchmark':
			return {...state, benchmark: action.asset};
		case 'range':
			return state.range === action.range ? state : {...state, range: action.range};
		case 'view-toggled':
			return {...state, view: state.view === 'lines' ? 'matrix' : 'lines'};
	}
}
