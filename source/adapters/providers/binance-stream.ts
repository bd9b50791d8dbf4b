/**
 * Binance's streams: live prices of the pairs of the table, and the live candle of the open chart.
 *
 * Few pairs are heard one by one. From about fifty on the list of all pairs costs less: it is one message a second,
 * holds only the pairs that changed, and rows nobody wants are passed over unread, while each pair alone sends a
 * message of its own every second, and a connection carries at most 1024 streams.
 */

import {parseStreamFrame, type StreamFrame} from '#contracts/binance-stream.js';
import {Fault} from '#domain/fault.js';
import type {Interval} from '#domain/interval.js';
import type {Rejection} from '#domain/quality.js';
import type {LiveEvent, LiveSource, LiveState, LiveStats} from '#ports/live-data.js';
import type {Clock, Random} from '#ports/world.js';
import {LastingSocket, type SocketTimings} from '../http/lasting-socket.js';

type BinanceStreamSettings = {
	/** Root of the streams, without a trailing slash, e.g. `wss://data-stream.binance.vision`. */
	readonly url: string;
	/** Only tests are in a hurry. */
	readonly timings?: Partial<BinanceStreamTimings>;
};

export type BinanceStreamTimings = SocketTimings & {
	/** Least time between two changes of what is subscribed, ms. */
	readonly changeMs: number;
};

/** The server pings every 20 s, cuts after 24 h, and takes 300 connections in 5 minutes and 5 messages a second. */
const usualTimings: BinanceStreamTimings = {
	openMs: 10_000,
	silenceMs: 60_000,
	lifetimeMs: 23.5 * 60 * 60 * 1000,
	firstWaitMs: 1000,
	longestWaitMs: 60_000,
	settledMs: 30_000,
	// Each change is at most two messages; pongs count as well.
	changeMs: 1000,
};

/** Pairs that are heard one by one; more of them come out of the list of all pairs. */
export const fewPairs = 50;
const allTickers = '!miniTicker@arr';

/** The list of all pairs is about half a megabyte. */
const maxBytes = 8 * 1024 * 1024;

/** A server clock this far from ours (ms) is more than the time the message took. */
const clockTolerance = 30_000;

const source = 'binance';

type StreamRequest = {
	readonly method: 'SUBSCRIBE' | 'UNSUBSCRIBE';
	readonly params: readonly string[];
};

type Series = {readonly pair: string; readonly interval: Interval};

/** The names of the streams that carry these pairs and this series. */
export function streamsOf(pairs: ReadonlySet<string>, series: Series | null): Set<string> {
	const tickers =
		pairs.size > fewPairs ? [allTickers] : [...pairs].map(pair => `${pair.toLowerCase()}@miniTicker`);
	const candle = series === null ? [] : [`${series.pair.toLowerCase()}@kline_${series.interval}`];
	return new Set([...tickers, ...candle]);
}

/** A stream of Binance; it connects when it is started and something is asked for. */
export function createBinanceStream(
	settings: BinanceStreamSettings,
	world: {readonly clock: Clock; readonly random: Random},
): LiveSource {
	return new BinanceStream(settings, world);
}

class BinanceStream implements LiveSource {
	readonly source = source;
	readonly #socket: LastingSocket;
	readonly #clock: Clock;
	readonly #changeMs: number;
	#listener: ((event: LiveEvent) => void) | null = null;
	#pairs: ReadonlySet<string> = new Set();
	#series: Series | null = null;
	/** What the server was asked to send on this connection. */
	#subscribed = new Set<string>();
	/** Requests without an answer yet, by their number. */
	readonly #asked = new Map<number, StreamRequest>();
	#lastRequest = 0;
	#changeTimer: ReturnType<typeof setTimeout> | null = null;
	#state: LiveState;
	/** How far the server's clock is ahead of ours, ms; 0 when they agree. */
	#ahead = 0;
	#messages = 0;
	#invalid = 0;
	#connections = 0;

	constructor(
		{url, timings}: BinanceStreamSettings,
		{clock, random}: {readonly clock: Clock; readonly random: Random},
	) {
		const all = {...usualTimings, ...timings};
		this.#clock = clock;
		this.#changeMs = all.changeMs;
		this.#state = {state: 'off', since: clock.now(), nextAt: null, fault: null};
		this.#socket = new LastingSocket(
			{source, url: () => this.#address(url), clock, random, timings: all, maxBytes},
			{
				state: state => this.#tellState(state),
				opened: (heardAt, serverNow) => this.#opened(heardAt, serverNow),
				message: data => this.#read(data),
			},
		);
	}

	start(listener: (event: LiveEvent) => void): void {
		this.#listener = listener;
		this.#change();
	}

	setTickers(pairs: readonly string[]): void {
		this.#pairs = new Set(pairs);
		this.#change();
	}

	setCandle(series: Series | null): void {
		this.#series = series;
		this.#change();
	}

	stats(): LiveStats {
		return {messages: this.#messages, invalid: this.#invalid, connections: this.#connections};
	}

	async close(): Promise<void> {
		this.#stopChanging();
		const ended = this.#socket.close();
		this.#listener = null;
		await ended;
	}

	/** The combined address; what is wanted now needs no request of its own. */
	#address(root: string): string {
		this.#stopChanging();
		this.#asked.clear();
		this.#subscribed = streamsOf(this.#pairs, this.#series);
		return `${root}/stream?streams=${encodeURI([...this.#subscribed].join('/'))}`;
	}

	#opened(heardAt: number | null, serverNow: number | null): void {
		const now = this.#clock.now();
		this.#connections++;
		const ahead = serverNow === null ? 0 : serverNow - now;
		this.#ahead = Math.abs(ahead) > clockTolerance ? ahead : 0;
		if (heardAt !== null) this.#tell({type: 'gap', from: heardAt, to: now});
		this.#change();
	}

	/** Brings what is subscribed in line with what is wanted: now, or when the last change is long enough ago. */
	#change(): void {
		if (this.#listener === null) return;
		const wanted = streamsOf(this.#pairs, this.#series);
		if (wanted.size === 0) {
			this.#stopChanging();
			void this.#socket.close();
		} else if (this.#state.state === 'off') {
			// Not served here is not served a minute later.
			if (this.#state.fault === null) this.#socket.open();
		} else if (this.#state.state === 'live' && this.#changeTimer === null) {
			this.#subscribe(wanted);
		}
	}

	#subscribe(wanted: Set<string>): void {
		const gone = [...this.#subscribed].filter(stream => !wanted.has(stream));
		const fresh = [...wanted].filter(stream => !this.#subscribed.has(stream));
		if (gone.length === 0 && fresh.length === 0) return;
		this.#subscribed = wanted;
		if (gone.length > 0) this.#request('UNSUBSCRIBE', gone);
		if (fresh.length > 0) this.#request('SUBSCRIBE', fresh);
		this.#changeTimer = setTimeout(() => {
			this.#changeTimer = null;
			this.#change();
		}, this.#changeMs);
		// What was refused before may no longer be wanted.
		if (this.#state.fault !== null) this.#tellState({...this.#state, fault: null});
	}

	#request(method: StreamRequest['method'], params: readonly string[]): void {
		const id = ++this.#lastRequest;
		this.#asked.set(id, {method, params});
		this.#socket.send(JSON.stringify({method, params, id}));
	}

	#stopChanging(): void {
		if (this.#changeTimer !== null) clearTimeout(this.#changeTimer);
		this.#changeTimer = null;
	}

	#read(data: string): void {
		this.#messages++;
		const now = this.#clock.now() + this.#ahead;
		const payload = parseJson(data);
		if (payload === undefined) {
			this.#wrong('it is not JSON');
			return;
		}

		this.#hear(parseStreamFrame(payload, {now, wants: symbol => this.#pairs.has(symbol)}));
	}

	#hear(frame: StreamFrame): void {
		switch (frame.type) {
			case 'tickers': {
				const tickers = frame.tickers
					.filter(({symbol}) => this.#pairs.has(symbol))
					.map(({symbol, lastPrice, sentAt}) => ({symbol, price: lastPrice, at: sentAt - this.#ahead}));
				if (tickers.length > 0) this.#tell({type: 'tickers', tickers});
				for (const rejection of frame.rejections) this.#wrong(whatBroke(rejection));
				return;
			}

			case 'candle': {
				const {symbol, interval, candle, final} = frame;
				const isWanted = this.#series?.pair === symbol && this.#series.interval === interval;
				if (isWanted) this.#tell({type: 'candle', symbol, interval, candle, final});
				return;
			}

			case 'shutdown':
				this.#socket.renew();
				return;
			case 'answer':
				if (typeof frame.id === 'number') this.#asked.delete(frame.id);
				return;
			case 'refused':
				this.#refused(typeof frame.id === 'number' ? frame.id : null, frame.message);
				return;
			case 'invalid':
				this.#wrong(whatBroke(frame.rejection));
				return;
			case 'passed-over':
		}
	}

	#refused(id: number | null, message: string): void {
		const request = id === null ? undefined : this.#asked.get(id);
		if (id !== null) this.#asked.delete(id);
		// What is sent on although nobody wants it any more is passed over.
		if (request?.method === 'UNSUBSCRIBE') return;
		const what = request?.params.slice(0, 3).join(', ') ?? 'a request';
		const fault = new Fault('bad-request', `binance stream: ${what} was refused: "${message}".`, {
			source,
			hint: 'The other prices stay live; choose another asset or interval.',
		});
		this.#tellState({...this.#state, fault});
	}

	/** Counts a broken message, and tells of the first. */
	#wrong(what: string): void {
		this.#invalid++;
		if (this.#invalid > 1) return;
		const fault = new Fault('contract-violated', `binance stream: a message cannot be used: ${what}.`, {
			source,
			hint: 'Such messages are passed over; if prices stand still, update crypto-tui.',
		});
		this.#tell({type: 'invalid', fault});
	}

	#tellState(state: LiveState): void {
		this.#state = state;
		this.#tell({type: 'state', state});
	}

	#tell(event: LiveEvent): void {
		this.#listener?.(event);
	}
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

const whatBroke = ({rule, field, key}: Rejection): string => `${key} breaks the rule ${rule} at ${field}`;
