/** Which assets the table shows and in which order: list, filter, search and sort, each computed only when it changed. */

import {readFilter} from '#domain/filter/filter.js';
import type {AssetId} from '#domain/market.js';
import type {Watchlist} from '#ports/storage.js';
import type {Context} from '../../screen.js';
import {marketColumns} from './columns.js';
import {assetsOf, createEntries, type MarketEntry} from './entries.js';
import {filterFields} from './filter-fields.js';
import {lastKept} from './memo.js';
import {findAssets, type Found} from './search.js';
import type {MarketState, Sort} from './state.js';

export type Shown = {
	/** In the order of the table. */
	readonly entries: readonly MarketEntry[];
	/** Row of each asset. */
	readonly rowOf: ReadonlyMap<AssetId, number>;
	/** Every stored asset, by rank. */
	readonly all: readonly MarketEntry[];
	/** Before search and filter. */
	readonly listed: number;
	/** What the search found; null without a search. */
	readonly found: Found | null;
};

let collator: Intl.Collator | null = null;

/** Names in the order people look for them. */
function compareNames(a: string, b: string): number {
	collator ??= new Intl.Collator('en', {sensitivity: 'base', numeric: true});
	return collator.compare(a, b);
}

const isUnknown = (value: number | string | null): value is null => value === null || Number.isNaN(value);

/** Unknown values are last in both directions; equals stay by rank. */
function sorted(entries: readonly MarketEntry[], {column, descending}: Sort): readonly MarketEntry[] {
	const {value} = marketColumns[column];
	const sign = descending ? -1 : 1;
	return entries
		.map(entry => ({entry, value: value(entry, 0)}))
		.toSorted((a, b) => {
			if (isUnknown(a.value) || isUnknown(b.value))
				return Number(isUnknown(a.value)) - Number(isUnknown(b.value));
			return typeof a.value === 'string' || typeof b.value === 'string'
				? sign * compareNames(String(a.value), String(b.value))
				: sign * (a.value - b.value);
		})
		.map(({entry}) => entry);
}

const listOf = (
	entries: readonly MarketEntry[],
	watchlists: readonly Watchlist[],
	name: string | null,
): readonly MarketEntry[] => {
	const assets = name === null ? null : assetsOf(watchlists, name);
	if (assets === null) return entries;
	const members = new Set(assets);
	return entries.filter(({quote}) => members.has(quote.asset));
};

function createShown(): (state: MarketState, context: Pick<Context, 'shared' | 'format'>) => Shown {
	const entriesNow = createEntries();
	const inList = lastKept(listOf);
	const search = lastKept(findAssets);
	const filterOf = lastKept((text: string, perUsd: number) => readFilter(text, filterFields(perUsd)).matches);
	const passing = lastKept(
		(
			entries: readonly MarketEntry[],
			matches: ReturnType<typeof filterOf>,
			found: Found | null,
		): readonly MarketEntry[] =>
			entries.filter(
				entry => (matches?.(entry) ?? true) && (found === null || found.matches.has(entry.quote.asset)),
			),
	);
	const inOrder = lastKept(sorted);
	const whole = lastKept(
		(
			entries: readonly MarketEntry[],
			all: readonly MarketEntry[],
			listed: number,
			found: Found | null,
		): Shown => ({
			entries,
			rowOf: new Map(entries.map(({quote}, i) => [quote.asset, i])),
			all,
			listed,
			found,
		}),
	);
	return ({watchlist, filter, search: text, sort}, {shared, format}) => {
		const all = entriesNow(shared);
		const listed = inList(all, shared.watchlists, watchlist);
		const found = search(shared.market.rows, text);
		const entries = passing(listed, filterOf(filter, format.currency.perUsd), found);
		return whole(inOrder(entries, sort), all, listed.length, found);
	};
}

/** The one table there is; it remembers its last answer. */
export const shownOf = createShown();
