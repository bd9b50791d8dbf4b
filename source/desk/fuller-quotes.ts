/** One row per asset out of what several sources said: the newest quote, with what only an older one of a better source tells. */

import type {AssetId, Quote} from '#domain/market.js';
import {snapshotOrder} from '#domain/source-policy.js';
import type {QuoteStore, StoredQuote} from '#ports/storage.js';

const hour = 3_600_000;
const day = 24 * hour;

/** How much older than the quote beside it a value may be, ms: a tenth of the time it tells of, and never above a day. */
const lasting = {
	rank: day,
	volume24h: day / 10,
	high24h: day / 10,
	low24h: day / 10,
	change24h: day / 10,
	changePercent1h: hour / 10,
	changePercent24h: day / 10,
	changePercent7d: (7 * day) / 10,
	changePercent30d: day,
	changePercent1y: day,
	marketCapChangePercent24h: day / 10,
	circulatingSupply: day,
	totalSupply: day,
	maxSupply: day,
	ath: day,
	athAt: day,
	atl: day,
} as const satisfies Partial<Record<keyof Quote, number>>;

/** A value that may come from an older quote. */
export type LastingField = keyof typeof lasting;

const fields = Object.keys(lasting) as readonly LastingField[];

/** An older quote beside the newest one, and what is taken from it. */
type Filling = {readonly from: StoredQuote; readonly fields: readonly LastingField[]};

/** What the newest quote takes from an older one. Ranks of two sources never mix: that of the better one counts. */
function fillingOf(newest: StoredQuote, older: StoredQuote): Filling {
	const age = newest.capturedAt - older.capturedAt;
	const taken = fields.filter(
		field => older[field] !== null && age <= lasting[field] && (newest[field] === null || field === 'rank'),
	);
	return {from: older, fields: taken};
}

function filled(newest: StoredQuote, {from, fields: taken}: Filling): StoredQuote {
	const quote = {...newest, ...Object.fromEntries(taken.map(field => [field, from[field]]))};
	const {ath, price} = quote;
	return newest.athChangePercent === null && ath !== null && ath > 0
		? {...quote, athChangePercent: (price / ath - 1) * 100}
		: quote;
}

/** Of several assets with one rank the one that was told last has it: the others have lost it since. */
function uniquelyRanked(quotes: readonly StoredQuote[]): readonly StoredQuote[] {
	const holders = new Map<number, StoredQuote>();
	for (const quote of quotes) {
		const holder = quote.rank === null ? undefined : holders.get(quote.rank);
		if (quote.rank !== null && (!holder || quote.updatedAt > holder.updatedAt))
			holders.set(quote.rank, quote);
	}

	const isHeld = (quote: StoredQuote): boolean => quote.rank === null || holders.get(quote.rank) === quote;
	return quotes
		.map(quote => (isHeld(quote) ? quote : {...quote, rank: null}))
		.toSorted((a, b) => (a.rank ?? Number.MAX_VALUE) - (b.rank ?? Number.MAX_VALUE));
}

/** The newest quotes and, by asset, the newest ones of sources that are better than theirs. */
async function readBoth(
	quotes: Pick<QuoteStore, 'latest'>,
	assets: readonly AssetId[] | undefined,
): Promise<readonly {readonly newest: StoredQuote; readonly filling: Filling | null}[]> {
	const filter = assets ? {assets} : {};
	const newest = await quotes.latest(filter);
	const needed = snapshotOrder.filter((_, i) => newest.some(({source}) => snapshotOrder.indexOf(source) > i));
	const better = await Promise.all(needed.map(async source => quotes.latest({...filter, source})));
	const bySource = better.map(rows => new Map(rows.map(row => [row.asset, row])));
	return newest.map(quote => {
		const older = bySource
			.slice(0, snapshotOrder.indexOf(quote.source))
			.map(rows => rows.get(quote.asset))
			.find(row => row !== undefined);
		const filling = older ? fillingOf(quote, older) : null;
		return {newest: quote, filling: filling && filling.fields.length > 0 ? filling : null};
	});
}

/** The newest quote of every asset as the screen shows it, by rank, unranked last. No rank comes twice. */
export async function readFullerQuotes(quotes: Pick<QuoteStore, 'latest'>): Promise<readonly StoredQuote[]> {
	const rows = await readBoth(quotes, undefined);
	return uniquelyRanked(rows.map(({newest, filling}) => (filling ? filled(newest, filling) : newest)));
}

/** What of an asset's row is from an older quote; null when all of it is from the newest. */
export async function readFilling(
	quotes: Pick<QuoteStore, 'latest'>,
	asset: AssetId,
): Promise<Filling | null> {
	const [row] = await readBoth(quotes, [asset]);
	return row?.filling ?? null;
}
