/** A real WebSocket server on loopback that behaves as a test says, and everything a stream told. */

import {createServer, type IncomingMessage} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {Duplex} from 'node:stream';
import {expect, onTestFinished} from 'vitest';
import {WebSocketServer, type WebSocket} from 'ws';
import {createBinanceStream, type BinanceStreamTimings} from '#adapters/providers/binance-stream.js';
import {systemClock} from '#adapters/system-clock.js';
import type {Clock} from '#ports/world.js';
import type {LiveEvent, LiveSource, LiveState} from '#ports/live-data.js';
import {constantRandom} from '../../support/fake-clock.js';

export type StreamServer = {
	readonly url: string;
	/** Paths and queries of all handshakes. */
	readonly handshakes: readonly string[];
	/** Texts received, in order. */
	readonly received: readonly string[];
	/** Connections that are open. */
	readonly open: ReadonlySet<WebSocket>;
	/** Answers a handshake that `upgrade` had taken over. */
	readonly handOver: (request: IncomingMessage, socket: Duplex) => void;
};

export type StreamScript = {
	/** Takes over the handshake; true when it did. */
	readonly upgrade?: (socket: Duplex, n: number, request: IncomingMessage) => boolean;
	/** A connection is there, counted from 1. */
	readonly connected?: (socket: WebSocket, n: number) => void;
	/** Answers a text; requests are accepted when left out. */
	readonly message?: (socket: WebSocket, text: string) => void;
};

const accept = (socket: WebSocket, text: string): void => {
	const {id} = JSON.parse(text) as {id: number};
	socket.send(JSON.stringify({result: null, id}));
};

/** Closed with the test, whatever hangs. */
export async function startStreamServer(script: StreamScript = {}): Promise<StreamServer> {
	const handshakes: string[] = [];
	const received: string[] = [];
	const open = new Set<WebSocket>();
	const raw = new Set<Duplex>();
	const server = createServer();
	const sockets = new WebSocketServer({noServer: true});
	let connections = 0;
	server.on('upgrade', (request, socket, head) => {
		raw.add(socket);
		socket.on('error', () => {});
		handshakes.push(request.url ?? '');
		if (script.upgrade?.(socket, handshakes.length, request) !== true) handOver(request, socket, head);
	});
	const handOver = (request: IncomingMessage, socket: Duplex, head: Buffer = Buffer.alloc(0)): void => {
		sockets.handleUpgrade(request, socket, head, webSocket => {
			open.add(webSocket);
			webSocket.on('error', () => {});
			webSocket.on('close', () => open.delete(webSocket));
			webSocket.on('message', data => {
				const text = (data as Buffer).toString();
				received.push(text);
				(script.message ?? accept)(webSocket, text);
			});
			script.connected?.(webSocket, ++connections);
		});
	};

	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		for (const socket of raw) socket.destroy();
		server.close();
	});
	return {
		url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
		handshakes,
		received,
		open,
		handOver,
	};
}

export type Heard = {
	readonly stream: LiveSource;
	readonly events: readonly LiveEvent[];
	/** Names of the states so far, in order. */
	readonly states: () => readonly LiveState['state'][];
	readonly last: () => LiveState | undefined;
	readonly of: <Type extends LiveEvent['type']>(type: Type) => readonly Extract<LiveEvent, {type: Type}>[];
	/** Waits until the stream is in this state. */
	readonly until: (state: LiveState['state']) => Promise<LiveState>;
};

/** Waits for these are short, chance always says one half. */
const quick: Partial<BinanceStreamTimings> = {
	openMs: 2000,
	firstWaitMs: 10,
	longestWaitMs: 80,
	settledMs: 10_000,
	changeMs: 20,
};

/** A started stream; closed with the test. */
export function listen(
	url: string,
	timings: Partial<BinanceStreamTimings> = {},
	clock: Clock = systemClock,
): Heard {
	const events: LiveEvent[] = [];
	const stream = createBinanceStream(
		{url, timings: {...quick, ...timings}},
		{clock, random: constantRandom(0.5)},
	);
	onTestFinished(async () => stream.close());
	stream.start(event => events.push(event));
	const of = <Type extends LiveEvent['type']>(type: Type) =>
		events.filter((event): event is Extract<LiveEvent, {type: Type}> => event.type === type);
	const states = () => of('state').map(({state}) => state.state);
	const last = () => of('state').at(-1)?.state;
	return {
		stream,
		events,
		states,
		last,
		of,
		async until(state) {
			await expect.poll(() => last()?.state, {timeout: 5000, interval: 5}).toBe(state);
			return last()!;
		},
	};
}

/** One price of a pair as the exchange sends it. */
export const tickerOf = (symbol: string, price: string, at = Date.now()): object => ({
	e: '24hrMiniTicker',
	E: at,
	s: symbol,
	c: price,
	o: '1',
	h: '1000000',
	l: '0.1',
	v: '5',
	q: '6',
});

/** One price of a pair, wrapped as the combined streams send it. */
export const tickerFrame = (symbol: string, price: string): string =>
	JSON.stringify({stream: `${symbol.toLowerCase()}@miniTicker`, data: tickerOf(symbol, price)});

/** The candle of a minute as the exchange sends it. */
export function klineFrame(symbol: string, interval: string, close: string, final = false): string {
	const open = Math.floor(Date.now() / 60_000) * 60_000;
	const k = {
		t: open,
		T: open + 59_999,
		s: symbol,
		i: interval,
		o: '10',
		c: close,
		h: '20',
		l: '5',
		v: '3',
		n: 1,
		x: final,
	};
	const data = {e: 'kline', E: Date.now(), s: symbol, k};
	return JSON.stringify({stream: `${symbol.toLowerCase()}@kline_${interval}`, data});
}
