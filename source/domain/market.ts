/** The facts of a market: assets, quotes, candles, venues. Times are ms since the epoch, UTC. */

import type {Interval} from './interval.js';

/** Every provider the program knows. */
export const sourceNames = ['coingecko', 'binance', 'coincap'] as const;
export type SourceName = (typeof sourceNames)[number];

/** The identity of an asset is its CoinGecko id, e.g. `bitcoin`. Symbols are not unique. */
export type AssetId = string;

export type Asset = {
	readonly id: AssetId;
	/** Upper case, for people only: never a key. */
	readonly symbol: string;
	readonly name: string;
	/** Rank by market capitalisation, 1 is the largest; null when the source gives none. */
	readonly rank: number | null;
};

/**
 * One asset in one market snapshot, in US dollars. Null means "the source does not know", never zero.
 * Percentages are percents (1.5 is 1.5 %), not fractions.
 */
export type Quote = {
	readonly asset: AssetId;
	readonly price: number;
	readonly rank: number | null;
	readonly marketCap: number | null;
	readonly fullyDilutedValuation: number | null;
	/** Rolling 24 h volume, US dollars. */
	readonly volume24h: number | null;
	readonly high24h: number | null;
	readonly low24h: number | null;
	/** Absolute price change in 24 h, US dollars. */
	readonly change24h: number | null;
	readonly changePercent1h: number | null;
	readonly changePercent24h: number | null;
	readonly changePercent7d: number | null;
	readonly changePercent30d: number | null;
	readonly changePercent1y: number | null;
	readonly marketCapChangePercent24h: number | null;
	readonly circulatingSupply: number | null;
	readonly totalSupply: number | null;
	readonly maxSupply: number | null;
	readonly ath: number | null;
	readonly athChangePercent: number | null;
	readonly athAt: number | null;
	readonly atl: number | null;
	/** When the source last refreshed this asset: the age of the number. */
	readonly updatedAt: number;
};

/** The last seven days of one asset as the snapshot gives them: evenly spaced prices, oldest first. */
export type Sparkline = {
	readonly asset: AssetId;
	readonly endAt: number;
	readonly stepMs: number;
	readonly prices: Float64Array;
};

/** One asset of a market snapshot with everything that came with it. */
export type MarketRow = {
	readonly asset: Asset;
	readonly quote: Quote;
	readonly sparkline: Sparkline | null;
};

/**
 * What is known of a candle beyond its numbers; combined as bits.
 * `open`: still being built, will be replaced. `cut`: the exchange closed it early (a suspension follows).
 * `partial`: built from an incomplete set of finer data.
 */
export const candleFlag = {open: 1, cut: 2, partial: 4} as const;

/** One OHLCV candle. `ts` is the opening time. Volume is in the base asset; null when the source has none. */
export type Candle = {
	readonly ts: number;
	readonly open: number;
	readonly high: number;
	readonly low: number;
	readonly close: number;
	readonly volume: number | null;
	/** Bits of {@link candleFlag}; 0 is a plain closed candle. */
	readonly flags: number;
};

/** Where the candles of a series come from: the exchange itself, prices made into OHLC, or finer candles of ours. */
export const seriesOrigins = ['exchange', 'prices', 'rollup'] as const;
export type SeriesOrigin = (typeof seriesOrigins)[number];

/** What names a candle series. `derived` in reports is `origin !== 'exchange'`. */
export type SeriesKey = {
	readonly source: SourceName;
	readonly asset: AssetId;
	/** Quote currency in upper case: `USDT` on Binance, `USD` elsewhere. */
	readonly quote: string;
	readonly interval: Interval;
	readonly origin: SeriesOrigin;
};

/** A single price observation: input of OHLC resampling. */
export type PricePoint = {readonly ts: number; readonly price: number};

/** An exchange (venue) as CoinCap lists it. */
export type Exchange = {
	readonly id: string;
	readonly name: string;
	readonly rank: number | null;
	readonly volumeUsd: number | null;
	readonly volumePercent: number | null;
	readonly tradingPairs: number | null;
	readonly url: string | null;
	readonly updatedAt: number | null;
};

/** One market of an asset on one exchange. */
export type Market = {
	readonly exchange: string;
	readonly asset: AssetId;
	readonly baseSymbol: string;
	readonly quoteSymbol: string;
	readonly price: number | null;
	readonly volumeUsd24h: number | null;
	readonly volumePercent: number | null;
	readonly updatedAt: number | null;
};

/** US dollars for one unit of a currency: EUR is about 1.1. */
export type Rate = {
	readonly id: string;
	readonly symbol: string;
	readonly currencySymbol: string | null;
	readonly type: 'fiat' | 'crypto';
	readonly rateUsd: number;
};

/** A tradable pair of an exchange. */
export type Pair = {
	readonly symbol: string;
	readonly base: string;
	readonly quote: string;
	/** Trading right now on the spot market. */
	readonly trading: boolean;
};

/** Rolling 24 h statistics of a pair. */
export type Ticker = {
	readonly symbol: string;
	readonly lastPrice: number;
	/** When the last trade window ended; far behind the newest one means a dead pair. */
	readonly closeAt: number;
	readonly volume: number;
	readonly quoteVolume: number;
	readonly trades: number;
};
