/** The exchange's Binance streams: live prices and candles over WebSocket, as `/stream` and `/ws` give them. */

import type {IncomingMessage} from 'node:http';
import type {Duplex} from 'node:stream';
import {WebSocketServer, type WebSocket} from 'ws';
import {grids, type Grid} from './binance-wire.js';
import {createLivePrices, type LivePrices} from './live-prices.js';
import type {Instrument, Market} from './market.js';
import {createStreamFaultPlan, faultOf, garbage, type StreamFault} from './stream-faults.js';

export type StreamOptions = {
	/** Time between two messages of a stream of prices, ms (default 1000). */
	readonly everyMs?: number;
	/** Most pairs in one list of prices; the others wait for their turn. All that changed when left out. */
	readonly rows?: number;
	/** Time between two pings, ms (default 20,000). */
	readonly pingMs?: number;
};

/** The streams of one exchange. */
export type StreamWire = {
	/** Takes over a request to upgrade; `path` is below the root. */
	upgrade(request: IncomingMessage, path: string, query: URLSearchParams, socket: Duplex, head: Buffer): void;
	/** Replaces all faults; they strike connections from now on. */
	setFaults(faults: readonly StreamFault[]): void;
	/** Connections that are open. */
	connections(): number;
	close(): void;
};

const allTickers = '!miniTicker@arr';
/** As documented: messages a client may send in a second, and streams of one connection. */
const mostRequests = 5;
const mostStreams = 1024;
/** Whoever reads slower than this (bytes waiting) misses messages. */
const mostWaiting = 4 * 1024 * 1024;
/** Candles are sent less often than prices can be. */
const klineMs = 1000;

type KlineStream = {
	readonly pair: Instrument;
	readonly interval: string;
	readonly grid: Grid;
	/** Opening time of the candle told last. */
	open: number;
	toldAt: number;
};

/** One connection. */
type Client = {
	readonly socket: WebSocket;
	readonly faults: readonly StreamFault[];
	/** Messages come as `{stream, data}`. */
	readonly combined: boolean;
	readonly streams: Set<string>;
	readonly klines: Map<string, KlineStream>;
	/** Price in ticks that was told last, by pair. */
	readonly told: Map<Instrument, number>;
	/** Where the next list begins when not all pairs fit. */
	turn: number;
	sent: number;
	readonly requestsAt: number[];
};

export function createStreamWire(market: Market, clock: () => number, options: StreamOptions): StreamWire {
	const {everyMs = 1000, rows = Infinity, pingMs = 20_000} = options;
	const prices = createLivePrices(market);
	const clients = new Set<Client>();
	/** Connections whose handshake is left unanswered on purpose. */
	const waiting = new Set<Duplex>();
	const server = new WebSocketServer({noServer: true, maxPayload: 64 * 1024});
	let plan = createStreamFaultPlan([]);
	let ticking: NodeJS.Timeout | undefined;
	let pinging: NodeJS.Timeout | undefined;
	server.on('headers', headers => headers.push(`Date: ${new Date(clock()).toUTCString()}`));

	function admit(
		socket: WebSocket,
		faults: readonly StreamFault[],
		streams: readonly string[],
		combined: boolean,
	): void {
		const client: Client = {
			socket,
			faults,
			combined,
			streams: new Set(),
			klines: new Map(),
			told: new Map(),
			turn: 0,
			sent: 0,
			requestsAt: [],
		};
		clients.add(client);
		ticking ??= setInterval(tick, everyMs);
		pinging ??= setInterval(ping, pingMs);
		socket.on('error', () => socket.terminate());
		socket.on('close', () => {
			clients.delete(client);
			if (clients.size === 0) stop();
		});
		socket.on('message', data => request(client, (data as Buffer).toString('utf8')));
		subscribe(client, streams);
	}

	function stop(): void {
		clearInterval(ticking);
		clearInterval(pinging);
		ticking = undefined;
		pinging = undefined;
	}

	function subscribe(client: Client, streams: readonly string[]): void {
		for (const stream of streams) {
			client.streams.add(stream);
			const kline = klineOf(market, stream);
			if (kline) client.klines.set(stream, kline);
		}
	}

	function request(client: Client, text: string): void {
		const now = Date.now();
		client.requestsAt.push(now);
		while (client.requestsAt[0]! <= now - 1000) client.requestsAt.shift();
		if (client.requestsAt.length > mostRequests) {
			client.socket.close(1008, 'Too many requests');
			return;
		}

		if (isSilent(client)) return;
		client.socket.send(JSON.stringify(answer(client, text)));
	}

	function answer(client: Client, text: string): unknown {
		const asked = readRequest(text);
		if (asked === null) return {code: 3, msg: 'Invalid JSON: expected value at line 1 column 1'};
		const {method, params, id} = asked;
		if (faultOf(client.faults, 'refuse-requests')) {
			return {code: 2, msg: 'Invalid request: request was refused on purpose', id};
		}

		if (method === 'LIST_SUBSCRIPTIONS') return {result: [...client.streams], id};
		if (params === null) return {code: 2, msg: 'Invalid request: params must be a list of streams', id};
		if (method === 'UNSUBSCRIBE') {
			for (const stream of params) {
				client.streams.delete(stream);
				client.klines.delete(stream);
			}

			return {result: null, id};
		}

		if (method !== 'SUBSCRIBE') return {code: 2, msg: 'Invalid request: unknown variant', id};
		if (new Set([...client.streams, ...params]).size > mostStreams) {
			return {code: 2, msg: 'Invalid request: too many streams', id};
		}

		subscribe(client, params);
		return {result: null, id};
	}

	function tick(): void {
		const now = clock();
		let trading: readonly Instrument[] | null = null;
		for (const client of clients) {
			if (client.socket.bufferedAmount > mostWaiting) continue;
			if (client.streams.has(allTickers)) {
				trading ??= prices.trading(now);
				const data = newsOf(client, trading, now);
				if (data.length > 0) send(client, allTickers, data);
			}

			for (const stream of client.streams) {
				const pair = tickerPair(market, stream);
				const data = pair && newsOf(client, [pair], now)[0];
				if (data) send(client, stream, data);
			}

			for (const [stream, kline] of client.klines) {
				for (const data of klineNews(prices, kline, now)) send(client, stream, data);
			}
		}
	}

	/** The rows of the pairs whose price is another than the client was told. */
	function newsOf(client: Client, pairs: readonly Instrument[], now: number): unknown[] {
		const news: unknown[] = [];
		for (let i = 0; i < pairs.length && news.length < rows; i++) {
			const place = pairs.length > rows ? (client.turn + i) % pairs.length : i;
			const pair = pairs[place]!;
			const ticks = prices.ticks(pair, now);
			if (client.told.get(pair) === ticks) continue;
			const row = prices.miniTicker(pair, now);
			if (row === null) continue;
			client.told.set(pair, ticks);
			news.push(row);
			if (news.length >= rows) client.turn = place + 1;
		}

		return news;
	}

	function send(client: Client, stream: string, data: unknown): void {
		const {socket, faults, combined} = client;
		if (isSilent(client) || socket.readyState !== socket.OPEN) return;
		socket.send(JSON.stringify(combined ? {stream, data} : data));
		client.sent++;
		const noise = faultOf(faults, 'garbage');
		if (noise && client.sent % noise.everyMessages === 0) {
			socket.send(garbage[(client.sent / noise.everyMessages) % garbage.length]!);
		}

		if (faultOf(faults, 'shutdown')?.afterMessages === client.sent) {
			socket.send(JSON.stringify({stream: '!serverShutdown', data: {e: 'serverShutdown', E: clock()}}));
		}

		if (faultOf(faults, 'drop')?.afterMessages === client.sent) socket.terminate();
	}

	function ping(): void {
		for (const client of clients) if (!isSilent(client)) client.socket.ping(String(clock()));
	}

	return {
		upgrade(upgrading, path, query, socket, head) {
			socket.on('error', () => socket.destroy());
			const streams = streamsIn(path, query);
			const faults = plan.strike();
			const refusal = faultOf(faults, 'refuse');
			if (streams === null) refuse(socket, 404);
			else if (refusal) refuse(socket, refusal.status, refusal.retryAfter);
			else if (faultOf(faults, 'hang')) waiting.add(socket.on('close', () => waiting.delete(socket)));
			else {
				server.handleUpgrade(upgrading, socket, head, webSocket => {
					admit(webSocket, faults, streams, path === '/stream');
				});
			}
		},
		setFaults(faults) {
			plan = createStreamFaultPlan(faults);
		},
		connections: () => clients.size,
		close() {
			stop();
			for (const {socket} of clients) socket.terminate();
			for (const socket of waiting) socket.destroy();
			server.close();
		},
	};
}

/** The streams named by an address: `/stream?streams=a/b`, `/ws/a`, `/ws`; null for another path. */
function streamsIn(path: string, query: URLSearchParams): readonly string[] | null {
	if (path === '/stream') return (query.get('streams') ?? '').split('/').filter(Boolean);
	if (path !== '/ws' && !path.startsWith('/ws/')) return null;
	return path.slice('/ws/'.length).split('/').filter(Boolean);
}

function refuse(socket: Duplex, status: number, retryAfter?: number): void {
	const wait = retryAfter === undefined ? '' : `retry-after: ${retryAfter}\r\n`;
	socket.end(`HTTP/1.1 ${status} Refused\r\n${wait}content-length: 0\r\nconnection: close\r\n\r\n`);
}

/** Whether a connection has fallen silent on purpose. */
const isSilent = ({faults, sent}: Client): boolean =>
	(faultOf(faults, 'silent')?.afterMessages ?? Infinity) <= sent;

type StreamRequest = {
	readonly method: unknown;
	readonly params: readonly string[] | null;
	readonly id: unknown;
};

function readRequest(text: string): StreamRequest | null {
	try {
		const {method, params, id = null} = JSON.parse(text) as Record<string, unknown>;
		const isList = Array.isArray(params) && params.every(name => typeof name === 'string');
		return {method, params: isList ? params : null, id};
	} catch {
		return null;
	}
}

/** The pair of `btcusdt@miniTicker`. */
function tickerPair(market: Market, stream: string): Instrument | undefined {
	const [name, kind] = stream.split('@');
	return kind === 'miniTicker' ? market.symbols.get(name!.toUpperCase()) : undefined;
}

/** The series of `btcusdt@kline_1m`. */
function klineOf(market: Market, stream: string): KlineStream | null {
	const [, name, interval] = /^([^@]+)@kline_(\w+)$/.exec(stream) ?? [];
	const pair = market.symbols.get((name ?? '').toUpperCase());
	if (pair === undefined || interval === undefined || !Object.hasOwn(grids, interval)) return null;
	return {pair, interval, grid: grids[interval]!(pair), open: Number.NaN, toldAt: -Infinity};
}

/** The candle as it stands, and before it the one that has closed since the last time. */
function klineNews(prices: LivePrices, kline: KlineStream, now: number): unknown[] {
	const {pair, interval, grid, open: before} = kline;
	const open = grid.floor(now);
	const turned = before < open;
	if (!turned && now - kline.toldAt < klineMs) return [];
	kline.open = open;
	kline.toldAt = now;
	const opens = turned ? [before, open] : [open];
	return opens.map(ts => prices.kline(pair, interval, grid, ts, now)).filter(row => row !== null);
}
