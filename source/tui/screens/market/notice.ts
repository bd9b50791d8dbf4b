/** What stands in place of rows when there are none: why, and which key helps. */

import type {Grid, Rect} from '../../cells/grid.js';
import {toldFault} from '../../i18n/faults.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import {assetsOf} from './entries.js';
import {listLabel} from './lists.js';
import type {Shown} from './shown.js';
import type {MarketState} from './state.js';
import {words} from './words.js';
import {wrapped} from './wrapped.js';

export type Notice = readonly {readonly text: string; readonly role: Role}[];

type NoticeContext = Pick<Context, 'shared' | 'format' | 'language'>;

/** Nothing was ever collected. */
function emptyStore({shared, format, language}: NoticeContext): Notice {
	const {notices} = words[language];
	const {loop, opening} = shared;
	const fault = loop.last?.status === 'failed' ? loop.last.faults[0] : undefined;
	const told = fault && toldFault(fault, language);
	return [
		{text: notices.empty, role: 'title'},
		...(loop.state === 'running' ? [{text: notices.fetching, role: 'info'} as const] : []),
		...(told
			? [
					{text: notices.lastFailed(told.text), role: 'bad'} as const,
					{text: told.hint, role: 'muted'} as const,
				]
			: []),
		...(loop.state === 'waiting' && loop.nextAt !== null
			? [{text: notices.nextTry(format.clock(loop.nextAt)), role: 'muted'} as const]
			: []),
		{text: notices.pressRefresh, role: 'text'},
		...(opening?.simulated ? [] : [{text: notices.pressDemo, role: 'text'} as const]),
	];
}

/** Why no row is shown; null when there are rows. */
export function noticeOf(
	state: Pick<MarketState, 'search' | 'filter' | 'watchlist'>,
	shown: Pick<Shown, 'entries' | 'all' | 'listed'>,
	context: NoticeContext,
): Notice | null {
	if (shown.entries.length > 0) return null;
	const {notices} = words[context.language];
	if (context.shared.opening === null) return [{text: notices.opening, role: 'muted'}];
	if (shown.all.length === 0) return emptyStore(context);
	if (shown.listed === 0 && assetsOf(context.shared.watchlists, state.watchlist ?? '') !== null) {
		return [
			{text: notices.emptyList(listLabel(state.watchlist, context.language)), role: 'title'},
			{text: notices.howToFill, role: 'text'},
		];
	}

	const search = state.search.trim();
	const reason =
		search !== '' && state.filter !== ''
			? notices.nothingBoth
			: search === ''
				? notices.nothingPasses(state.filter)
				: notices.nothingFound(search);
	return [
		{text: reason, role: 'title'},
		{text: notices.howToClear, role: 'text'},
	];
}

/** Draws a notice in the middle of `rect`. */
export function drawNotice(grid: Grid, rect: Rect, notice: Notice, {theme}: Context['look']): void {
	const width = Math.max(1, rect.width - 4);
	const all = notice.flatMap(({text, role}) =>
		wrapped(text.split(' '), width, ' ').map(line => ({line, role})),
	);
	const top = rect.y + Math.max(0, (rect.height - all.length) >> 1);
	for (const [i, {line, role}] of all.entries()) {
		if (i >= rect.height) return;
		grid.text(rect.x + 2, top + i, line, theme.paint(role), width, 'center');
	}
}
