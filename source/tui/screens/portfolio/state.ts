/** What the portfolio screen remembers while it is open, and the named ways that changes. */

import type {DeskNews} from '#desk/desk.js';
import type {AssetId} from '#domain/market.js';
import type {Lot} from '#ports/storage.js';
import type {Edition} from '../../components/reading.js';
import {startOfList, type ListState} from '../../state/list.js';

/** The state of the screen. */
export type PortfolioState = {
	/** Null until they were read. */
	readonly lots: readonly Lot[] | null;
	readonly read: Edition | null;
	/** Counts up when the lots may have changed: they are read again. */
	readonly revision: number;
	/** Why the lots could not be read. */
	readonly problem: string | null;
	/** Positions whose lots are shown. */
	readonly expanded: ReadonlySet<AssetId>;
	readonly list: ListState;
	/** Amounts and values are masked. */
	readonly hidden: boolean;
	/** Null follows the settings. */
	readonly currency: string | null;
};

/** Every way it changes. */
export type PortfolioAction =
	| {readonly type: 'read'; readonly lots: readonly Lot[]; readonly edition: Edition}
	| {readonly type: 'failed'; readonly problem: string; readonly edition: Edition}
	| {readonly type: 'lots-changed'}
	| {readonly type: 'moved'; readonly list: ListState}
	| {readonly type: 'toggled'; readonly asset: AssetId}
	| {readonly type: 'expanded'; readonly assets: readonly AssetId[]}
	| {readonly type: 'hidden-toggled'}
	| {readonly type: 'currency'; readonly code: string};

/** Takes what an earlier version may have kept; anything odd is ignored. */
export function createPortfolioState(remembered: unknown): PortfolioState {
	const kept = (typeof remembered === 'object' && remembered !== null ? remembered : {}) as {
		readonly hidden?: unknown;
		readonly currency?: unknown;
	};
	return {
		lots: null,
		read: null,
		revision: 0,
		problem: null,
		expanded: new Set(),
		list: startOfList,
		hidden: kept.hidden === true,
		currency: typeof kept.currency === 'string' ? kept.currency : null,
	};
}

/** What comes back at the next start. */
export const rememberPortfolio = ({hidden, currency}: PortfolioState): unknown => ({hidden, currency});

function toggled(expanded: ReadonlySet<AssetId>, asset: AssetId): ReadonlySet<AssetId> {
	const next = new Set(expanded);
	if (!next.delete(asset)) next.add(asset);
	return next;
}

/** The only way it changes. */
export function reducePortfolio(state: PortfolioState, action: PortfolioAction): PortfolioState {
	switch (action.type) {
		case 'read':
			return {...state, lots: action.lots, read: action.edition, problem: null};
		case 'failed':
			return {...state, problem: action.problem, read: action.edition};
		case 'lots-changed':
			return {...state, revision: state.revision + 1};
		case 'moved':
			return state.list === action.list ? state : {...state, list: action.list};
		case 'toggled':
			return {...state, expanded: toggled(state.expanded, action.asset)};
		case 'expanded':
			return {...state, expanded: new Set(action.assets)};
		case 'hidden-toggled':
			return {...state, hidden: !state.hidden};
		case 'currency':
			return {...state, currency: action.code};
	}
}

/** Lots of another process, or of another database, are read. */
export const hearPortfolio = (state: PortfolioState, news: DeskNews): PortfolioState =>
	news.type === 'lots-stored' || news.type === 'reopened'
		? reducePortfolio(state, {type: 'lots-changed'})
		: state;
