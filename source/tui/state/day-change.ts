/** The change over a day that belongs to the price on the screen. */

import type {LivePrice} from '#desk/views/market.js';
import type {AssetId} from '#domain/market.js';
import type {StoredQuote} from '#ports/storage.js';
import {priceOf, type SharedState} from './view-state.js';

/** A live price this much newer than its snapshot says little about "24 hours ago" any more. */
const longestBaseMs = 3_600_000;

/**
 * The 24 h change of a live price, in percent. The price of 24 hours before the snapshot is its base: it lags by the age
 * of the snapshot, so after an hour nothing is said rather than something wrong.
 */
export function liveChange(quote: StoredQuote, live: LivePrice): number | null {
	const change = quote.changePercent24h;
	if (change === null || change <= -100 || live.at - quote.updatedAt > longestBaseMs) return null;
	const base = quote.price / (1 + change / 100);
	return base > 0 ? (live.price / base - 1) * 100 : null;
}

/** Percents over a day up to the newest known price of an asset; null when that is not known. */
export function dayChange(shared: Pick<SharedState, 'market' | 'live'>, asset: AssetId): number | null {
	const quote = shared.market.byId.get(asset);
	if (!quote) return null;
	const live = priceOf(shared, asset)?.live;
	return live ? liveChange(quote, live) : quote.changePercent24h;
}
