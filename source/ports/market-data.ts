/** Where market data comes from. Every provider keeps this promise; none of them knows the others. */

import type {Candles} from '#domain/candles.js';
import type {Interval} from '#domain/interval.js';
import type {
	AssetId,
	Exchange,
	Market,
	MarketRow,
	Pair,
	PricePoint,
	Rate,
	SourceName,
	Ticker,
} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import type {Range} from '#domain/range.js';

/** The origin of an answer, kept with everything loaded from it. */
export type Provenance = {
	readonly source: SourceName;
	/** Template of the path, e.g. `/coins/markets`: the unit of contracts, drift and statistics. */
	readonly endpoint: string;
	/** Path and query as sent, without host and secrets. */
	readonly path: string;
	readonly fetchedAt: number;
	/** The server's own clock when it answered (`Date` header), or our clock where it gave none. */
	readonly serverNow: number;
	/** SHA-256 of the body, hex: its name in the raw archive. */
	readonly payload: string;
	/** False when the answer came out of the cache. */
	readonly fresh: boolean;
};

/** One answer, checked against its contract; nothing is stored yet. */
export type Answer<Rows> = Parsed<Rows> & {
	readonly provenance: Provenance;
	readonly expected: ExpectedShape;
	/** Asked for by name and not in the answer; sources drop unknown names without a word. Absent when none is missing. */
	readonly missing?: readonly AssetId[];
};

/** Asks by size of the market or by name. */
export type SnapshotRequest = {readonly top: number} | {readonly assets: readonly AssetId[]};

/** Gives market snapshots: CoinGecko, or CoinCap with a key. */
export interface SnapshotSource {
	readonly source: SourceName;
	/** One answer a page, in rank order; ends early when the source has no more rows. */
	snapshot(request: SnapshotRequest, signal?: AbortSignal): AsyncIterable<Answer<readonly MarketRow[]>>;
	/** How many requests `snapshot` will send. */
	snapshotRequests(request: SnapshotRequest): number;
}

/** Gives the prices of one asset: CoinGecko market_chart, CoinCap history. No OHLC. */
export interface PriceSource {
	readonly source: SourceName;
	/** The prices of `range`, ascending, at the finest step that serves candles of `interval`. One request. */
	prices(
		asset: AssetId,
		interval: Interval,
		range: Range,
		signal?: AbortSignal,
	): Promise<Answer<readonly PricePoint[]>>;
	/** Cuts a range into what single requests can serve at a resolution fit for `interval`, oldest first; [] when it cannot. */
	priceWindows(interval: Interval, range: Range, now: number): readonly Range[];
	/** The oldest instant the plan serves at `now`, or null when there is no limit. */
	historyLimit(now: number): number | null;
}

/** Gives exchange candles: Binance. */
export interface CandleSource {
	readonly source: SourceName;
	/** Most candles in one answer. */
	readonly pageSize: number;
	/** Rate weight of one `candles` request. */
	readonly candlesWeight: number;
	/** The oldest candles of `range` (by opening time), at most `pageSize`; the unfinished one is included and flagged. */
	candles(pair: string, interval: Interval, range: Range, signal?: AbortSignal): Promise<Answer<Candles>>;
	pairs(signal?: AbortSignal): Promise<Answer<readonly Pair[]>>;
	tickers(pairs: readonly string[], signal?: AbortSignal): Promise<Answer<readonly Ticker[]>>;
}

/** Gives venues: CoinCap. */
export interface VenueSource {
	readonly source: SourceName;
	exchanges(signal?: AbortSignal): Promise<Answer<readonly Exchange[]>>;
	/** Whether the source is known to carry this asset; asking about another one is a fault. */
	lists(asset: AssetId): boolean;
	/** Markets of one asset, page by page. */
	markets(asset: AssetId, limit: number, signal?: AbortSignal): AsyncIterable<Answer<readonly Market[]>>;
	rates(signal?: AbortSignal): Promise<Answer<readonly Rate[]>>;
}

/** Gives currency rates where no venue source does: CoinGecko. */
export interface RateSource {
	readonly source: SourceName;
	/** Rates of every common currency, and of these (codes in any case) where the source knows them. One request. */
	currencyRates(also: readonly string[], signal?: AbortSignal): Promise<Answer<readonly Rate[]>>;
}

/** What the archive needs to read an answer again without a request. */
export type ArchivedAnswer =
	| {readonly kind: 'snapshot'; readonly answer: Answer<readonly MarketRow[]>}
	| {
			readonly kind: 'candles';
			readonly pair: string;
			readonly interval: Interval;
			readonly answer: Answer<Candles>;
	  }
	| {readonly kind: 'prices'; readonly asset: AssetId; readonly answer: Answer<readonly PricePoint[]>};
