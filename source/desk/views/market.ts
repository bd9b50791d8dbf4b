/** The market: as it is stored, as it streams, and what became of it while nobody looked. */

import type {AssetId, Rate, SourceName, Sparkline} from '#domain/market.js';
import type {StoredQuote} from '#ports/storage.js';

/**
 * The newest quote of every stored asset, by rank, with its origin; what its source does not give comes from an older
 * quote of a better source, as long as it lasts. Empty when nothing was ever collected.
 */
export type MarketView = {
	readonly rows: readonly StoredQuote[];
	readonly sparklines: readonly Sparkline[];
	/** Pairs at Binance by asset, for live prices; only those found to be the same coin. */
	readonly pairs: Readonly<Record<AssetId, string>>;
	readonly rates: readonly (Rate & {readonly source: SourceName; readonly seenAt: number})[];
	/** When this was read. */
	readonly readAt: number;
};

/** A price from the stream, newer than the snapshot. */
export type LivePrice = {
	readonly asset: AssetId;
	readonly price: number;
	readonly at: number;
	readonly source: SourceName;
	/** What it is quoted in there: `USDT`. */
	readonly quote: string;
};

/** What happened since the user last looked. */
export type AwayView = {
	readonly since: number;
	readonly runs: number;
	readonly failedRuns: number;
	readonly movers: readonly {
		readonly asset: AssetId;
		readonly symbol: string;
		readonly before: number;
		readonly after: number;
		readonly changePercent: number;
	}[];
	readonly quarantined: number;
	readonly drift: number;
};
