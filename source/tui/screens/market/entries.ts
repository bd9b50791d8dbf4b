/** The assets of the table: the stored quote, the live price over it, and what follows from both. */

import type {LivePrice} from '#desk/views/market.js';
import type {AssetId, SourceName, Sparkline} from '#domain/market.js';
import type {StoredQuote, Watchlist} from '#ports/storage.js';
import {liveChange} from '../../state/day-change.js';
import {newerOf, type Market, type SharedState} from '../../state/view-state.js';

/** One asset as the table shows it. Keeps its identity until something of it changes. */
export type MarketEntry = {
	readonly quote: StoredQuote;
	/** The streamed price, where it is newer than the quote. */
	readonly live: LivePrice | null;
	/** Newest known price, US dollars. */
	readonly price: number;
	/** When that price was made. */
	readonly at: number;
	readonly source: SourceName;
	/** Percents; see {@link liveChange}. */
	readonly change24h: number | null;
	/** Percents from the all-time high to the price. */
	readonly athDistance: number | null;
	readonly favourite: boolean;
	/** Another stored asset has the same symbol. */
	readonly twin: boolean;
	readonly sparkline: Sparkline | null;
};

/** The name of the list that the favourite key fills. */
export const favourites = 'favourites';

/** Snapshot values older than this are shown as stale. */
const staleAfterMs = 600_000;
/** Older than ten minutes. */
export const isStale = ({at}: Pick<MarketEntry, 'at'>, now: number): boolean => now - at > staleAfterMs;

function entryOf(
	quote: StoredQuote,
	live: LivePrice | null,
	marks: Pick<MarketEntry, 'favourite' | 'twin' | 'sparkline'>,
): MarketEntry {
	return {
		quote,
		live,
		price: live?.price ?? quote.price,
		at: live?.at ?? quote.updatedAt,
		source: live?.source ?? quote.source,
		change24h: live ? liveChange(quote, live) : quote.changePercent24h,
		athDistance:
			live && quote.ath !== null && quote.ath > 0
				? (live.price / quote.ath - 1) * 100
				: quote.athChangePercent,
		...marks,
	};
}

/** Symbols that more than one asset has. */
function twinsOf(rows: Market['rows']): ReadonlySet<string> {
	const seen = new Set<string>();
	const twins = new Set<string>();
	for (const {symbol} of rows) {
		if (seen.has(symbol)) twins.add(symbol);
		seen.add(symbol);
	}

	return twins;
}

/** The assets of a named list; null when there is no such list (any more). */
export const assetsOf = (watchlists: readonly Watchlist[], name: string): readonly AssetId[] | null =>
	watchlists.find(list => list.name === name)?.assets ?? null;

/** The list that is really shown: all assets (null) once the chosen one is gone. */
export const listShown = (watchlists: readonly Watchlist[], name: string | null): string | null =>
	name !== null && assetsOf(watchlists, name) !== null ? name : null;

/** Makes entries by rank; those of which nothing changed since the last call are the same objects. */
export function createEntries(): (
	shared: Pick<SharedState, 'market' | 'live' | 'watchlists'>,
) => readonly MarketEntry[] {
	let known = new Map<AssetId, MarketEntry>();
	let entries: readonly MarketEntry[] = [];
	let rows: Market['rows'] = [];
	let twins: ReadonlySet<string> = new Set();
	return ({market, live, watchlists}) => {
		if (market.rows !== rows) {
			rows = market.rows;
			twins = twinsOf(rows);
		}

		const starred = new Set(assetsOf(watchlists, favourites));
		const next = rows.map(quote => {
			const before = known.get(quote.asset);
			const streamed = newerOf(quote, live.get(quote.asset));
			const favourite = starred.has(quote.asset);
			const twin = twins.has(quote.symbol);
			const sparkline = market.sparklines.get(quote.asset) ?? null;
			return before?.quote === quote &&
				before.live === streamed &&
				before.favourite === favourite &&
				before.twin === twin &&
				before.sparkline === sparkline
				? before
				: entryOf(quote, streamed, {favourite, twin, sparkline});
		});
		if (next.length !== entries.length || next.some((entry, i) => entry !== entries[i])) {
			entries = next;
			known = new Map(next.map(entry => [entry.quote.asset, entry]));
		}

		return entries;
	};
}
