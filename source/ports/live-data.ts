/** Prices and candles as they happen. What was missed while the line was down is told, so that it can be read again. */

import type {Fault} from '#domain/fault.js';
import type {Interval} from '#domain/interval.js';
import type {Candle, SourceName} from '#domain/market.js';

/** How the line is. `off`: nothing is asked for, or the source refuses this address for good (then with a fault). */
export type LiveState = {
	readonly state: 'off' | 'connecting' | 'live' | 'waiting';
	/** Since when, ms UTC. */
	readonly since: number;
	/** When the next attempt starts, ms UTC; null unless `waiting`. */
	readonly nextAt: number | null;
	/** Why it is not live; while `live`, what of it the source refused. */
	readonly fault: Fault | null;
};

/** The newest price of a pair. `at`: when the source said so, ms UTC by our clock. */
type LiveTicker = {readonly symbol: string; readonly price: number; readonly at: number};

/** Told in order, each at once. */
export type LiveEvent =
	| {readonly type: 'state'; readonly state: LiveState}
	/** Each pair at most once, only pairs asked for. */
	| {readonly type: 'tickers'; readonly tickers: readonly LiveTicker[]}
	/** The candle of the series asked for as it stands; `final` comes once, when it is closed for good. */
	| {
			readonly type: 'candle';
			readonly symbol: string;
			readonly interval: Interval;
			readonly candle: Candle;
			readonly final: boolean;
	  }
	/** The line is back. Nothing was heard in between (ms UTC): final candles of that time have to be read again. */
	| {readonly type: 'gap'; readonly from: number; readonly to: number}
	/** The first message that breaks the contract; later ones are only counted. */
	| {readonly type: 'invalid'; readonly fault: Fault};

export type LiveStats = {
	/** Messages so far, broken ones included. */
	readonly messages: number;
	/** Messages, and rows of messages, that broke the contract. */
	readonly invalid: number;
	/** Connections that were opened. */
	readonly connections: number;
};

/** A stream of one source. It connects while something is asked for, and connects again by itself until it is closed. */
export interface LiveSource {
	readonly source: SourceName;
	/** Begins; whatever was asked for before is remembered. Once. */
	start(listener: (event: LiveEvent) => void): void;
	/** The pairs whose prices are wanted, e.g. `BTCUSDT`, in place of those before. */
	setTickers(pairs: readonly string[]): void;
	/** The one series whose candle is wanted, in place of the one before; null for none. */
	setCandle(series: {readonly pair: string; readonly interval: Interval} | null): void;
	stats(): LiveStats;
	/** Ends the connection at once; nothing is told after `off`. */
	close(): Promise<void>;
}
