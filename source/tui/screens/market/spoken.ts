/** The market screen as sentences for screen readers, and as rows for a spreadsheet. */

import {readFilter} from '#domain/filter/filter.js';
import type {Sheet} from '#desk/desk.js';
import type {Format} from '../../i18n/format.js';
import type {Context} from '../../screen.js';
import {marketColumns, type ColumnId} from './columns.js';
import {priceOrigin} from './detail.js';
import {listShown, type MarketEntry} from './entries.js';
import {filterFields, problemText} from './filter-fields.js';
import {listLabel} from './lists.js';
import {noticeOf} from './notice.js';
import {shownOf, type Shown} from './shown.js';
import type {MarketState} from './state.js';
import {totalsOf} from './totals.js';
import {words, type MarketWords} from './words.js';

/** `up 1.5%`: nothing hangs on a sign or an arrow. */
function spokenChange(change: number | null, format: Format, texts: MarketWords): string {
	if (change === null || Number.isNaN(change)) return texts.unknown;
	if (change === 0) return texts.unchanged;
	return `${change > 0 ? texts.up : texts.down} ${format.share(Math.abs(change) / 100, 2)}`;
}

/** A column of an asset in words; null where it is said elsewhere or has nothing to say. */
function spokenColumn(
	id: ColumnId,
	entry: MarketEntry,
	{shared, look, format, language}: Context,
): string | null {
	const texts = words[language];
	const {long} = texts.columns[id];
	switch (id) {
		case 'symbol':
		case 'name':
		case 'sparkline':
			return null;
		case 'star':
			return entry.favourite ? texts.favouriteMark : null;
		case 'price':
			return `${long} ${format.money(entry.price)}`;
		case 'change1h':
		case 'change24h':
		case 'change7d':
		case 'change30d':
		case 'change1y':
			return `${long}: ${spokenChange(marketColumns[id].value(entry, 0) as number | null, format, texts)}`;
		case 'rank':
		case 'volume':
		case 'marketCap':
		case 'supply':
		case 'athDistance':
		case 'source':
		case 'age': {
			const value = marketColumns[id].value(entry, shared.now);
			const text = marketColumns[id].text(entry, format, look.glyphs, shared.now);
			return `${long} ${value === null ? texts.unknown : text}`;
		}
	}
}

const spokenRow = (entry: MarketEntry, columns: readonly ColumnId[], context: Context): string =>
	`${entry.quote.name} (${entry.quote.symbol}): ${columns
		.map(id => spokenColumn(id, entry, context))
		.filter(text => text !== null)
		.join(', ')}.`;

function spokenState(
	state: MarketState,
	shown: Shown,
	{shared, format, language}: Context,
): readonly string[] {
	const texts = words[language];
	const {column, descending} = state.sort;
	const count = texts.shownOf(format.count(shown.entries.length), format.count(shown.all.length));
	const order = `${texts.by(texts.columns[column].long)}, ${descending ? texts.descending : texts.ascending}`;
	const typed = state.prompt?.of === 'filter' ? state.prompt.line.text : state.filter;
	const {problem} = readFilter(typed, filterFields(format.currency.perUsd));
	return [
		`${listLabel(listShown(shared.watchlists, state.watchlist), language)}: ${count}, ${order}.`,
		...(state.prompt?.of === 'search' || state.search !== '' ? [`${texts.search}: ${state.search}`] : []),
		...(state.prompt?.of === 'filter' || state.filter !== '' ? [`${texts.filter}: ${typed}`] : []),
		...(problem ? [problemText(problem, language)] : []),
	];
}

function spokenEditor({editor}: MarketState, texts: MarketWords): readonly string[] {
	if (editor === null) return [];
	return [
		`${texts.editor.title}: ${texts.editor.keys.join(', ')}.`,
		...editor.order.map((id, i) => {
			const cursor = i === editor.cursor ? `${texts.selected}: ` : '';
			return `${cursor}${texts.columns[id].long}, ${editor.shown.has(id) ? texts.editor.shown : texts.editor.hidden}.`;
		}),
	];
}

/** The whole screen: what is shown, the totals, the selected asset, then every row. */
export function marketLines(state: MarketState, context: Context): readonly string[] {
	const {shared, format, language} = context;
	const texts = words[language];
	const shown = shownOf(state, context);
	if (state.editor !== null) return spokenEditor(state, texts);
	const notice = noticeOf(state, shown, context);
	if (notice) return [...spokenState(state, shown, context), ...notice.map(({text}) => text)];
	const totals = totalsOf(shown.entries);
	const selected = shown.all.find(({quote}) => quote.asset === shared.selected);
	const pair = selected ? (shared.market.pairs[selected.quote.asset] ?? null) : null;
	const amount = (usd: number | null): string => (usd === null ? texts.unknown : format.moneyShort(usd));
	const share = (value: number | null): string => (value === null ? texts.unknown : format.share(value));
	return [
		...spokenState(state, shown, context),
		texts.totals.sentence({
			cap: amount(totals.cap.usd),
			volume: amount(totals.volume.usd),
			bitcoin: share(totals.bitcoin),
			ether: share(totals.ether),
			gainers: format.count(totals.gainers),
			losers: format.count(totals.losers),
		}),
		...(selected
			? [
					`${texts.selected}: ${selected.quote.name}, ${format.money(selected.price)}, ${priceOrigin({entry: selected, pair, now: shared.now}, context)}.`,
				]
			: []),
		...shown.entries.map(entry => spokenRow(entry, state.columns, context)),
	];
}

/** All rows shown and the chosen columns, raw: US dollars, percents, seconds. */
export function marketSheet(state: MarketState, context: Context): Sheet | null {
	const {entries} = shownOf(state, context);
	if (entries.length === 0) return null;
	const columns = state.columns.map(id => marketColumns[id]).filter(({heading}) => heading !== null);
	const cells: readonly ((entry: MarketEntry) => number | string | null)[] = [
		({quote}) => quote.asset,
		...columns.map(
			({value}) =>
				(entry: MarketEntry) =>
					value(entry, context.shared.now),
		),
	];
	return {
		name: 'market',
		columns: ['asset', ...columns.map(({heading}) => heading!)],
		rows: entries.map(entry => cells.map(cell => cell(entry))),
	};
}
