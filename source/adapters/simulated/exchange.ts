/** The simulated exchange: one loopback server with the three wire formats, their streams and limits, and faults on demand. */

import {once} from 'node:events';
import {createServer, type IncomingMessage, type Server, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {Refusal, type Answer, type Question} from './answer.js';
import {binanceWeight, createBinanceWire} from './binance-wire.js';
import {readCatalogue, type Catalogue} from './catalogue.js';
import {createCoinCapWire} from './coincap-wire.js';
import {createCoinGeckoWire} from './coingecko-wire.js';
import {
	createFaultPlan,
	isStatusFault,
	isTransportFault,
	limitAnswer,
	spoil,
	statusAnswer,
	type Face,
	type FaultRule,
} from './faults.js';
import {createSlidingLimit, createWeightLimit, noLimits, type Limits, type Verdict} from './limits.js';
import {createMarket} from './market.js';
import {createSnapshots} from './snapshot.js';
import type {StreamFault} from './stream-faults.js';
import {createStreamWire, type StreamOptions} from './stream-wire.js';
import {sendAnswer} from './transport.js';

export type ExchangeOptions = {
	/** Same seed, same market, byte for byte. */
	readonly seed: number;
	/** The present of the market, ms UTC. */
	readonly clock: () => number;
	/** Loopback port; 0 (the default) takes a free one. */
	readonly port?: number;
	readonly catalogue?: Catalogue;
	/** Infinite where left out. */
	readonly limits?: Partial<Limits>;
	/** Time that limits and the request log go by, ms; the real time by default, also when `clock` stands still. */
	readonly meterClock?: () => number;
	/** Keys that are checked. A CoinGecko `pro` key makes this the paid root; CoinCap wants some key in any case. */
	readonly keys?: {
		readonly coingeckoDemo?: string;
		readonly coingeckoPro?: string;
		readonly coincap?: string;
	};
	readonly faults?: readonly FaultRule[];
	readonly stream?: StreamOptions;
	readonly streamFaults?: readonly StreamFault[];
	/** Serve `/__control/faults`, `/__control/stream-faults` and `/__control/requests`. */
	readonly control?: boolean;
	/** Compress large bodies for callers that accept it (default true). */
	readonly gzip?: boolean;
};

/** One request as it was answered. */
type LoggedRequest = {
	/** By `meterClock`. */
	readonly at: number;
	readonly source: Face;
	/** Below the root of the provider, e.g. `/klines`. */
	readonly path: string;
	readonly query: string;
	/** HTTP status; 0 when there was no complete answer on purpose. */
	readonly status: number;
	/** Request weight on Binance, 1 elsewhere. */
	readonly weight: number;
	/** Kinds of the faults that struck. */
	readonly faults: readonly string[];
};

/** A running exchange. Close it, or use `await using`. */
export type Exchange = AsyncDisposable & {
	readonly origin: string;
	/** Roots up to and including the version; `binanceStream` is the root of the streams (`ws:`). */
	readonly urls: {
		readonly coingecko: string;
		readonly coincap: string;
		readonly binance: string;
		readonly binanceStream: string;
	};
	/** The last 100,000 requests, oldest first. */
	readonly requests: readonly LoggedRequest[];
	/** Replaces all faults and starts their counting anew. */
	setFaults(faults: readonly FaultRule[]): void;
	clearRequests(): void;
	/** Replaces the faults of the streams; they strike connections made from now on. */
	setStreamFaults(faults: readonly StreamFault[]): void;
	/** Stream connections that are open. */
	streamConnections(): number;
	/** Ends every connection, hanging ones too. */
	close(): Promise<void>;
};

const roots: readonly {readonly source: Face; readonly root: string}[] = [
	{source: 'coingecko', root: '/coingecko/api/v3'},
	{source: 'coincap', root: '/coincap/v3'},
	{source: 'binance', root: '/binance/api/v3'},
];

const streamRoot = '/binance-stream';

const keptRequests = 100_000;

/** Starts the exchange on 127.0.0.1. Rejects when the port is taken. */
export async function startExchange(options: ExchangeOptions): Promise<Exchange> {
	const {seed, clock, keys = {}} = options;
	const meter = options.meterClock ?? Date.now;
	const limits = {...noLimits, ...options.limits};
	const market = createMarket({seed, catalogue: options.catalogue ?? readCatalogue(), now: clock()});
	const snapshot = createSnapshots(market);
	const wires: Readonly<Record<Face, (question: Question) => Answer>> = {
		coingecko: createCoinGeckoWire(market, snapshot, {
			kind: keys.coingeckoPro !== undefined ? 'pro' : keys.coingeckoDemo !== undefined ? 'demo' : 'public',
			key: keys.coingeckoPro ?? keys.coingeckoDemo,
		}),
		coincap: createCoinCapWire(market, snapshot, keys.coincap),
		binance: createBinanceWire(market, limits.binanceWeightPerMinute),
	};
	const streams = createStreamWire(market, clock, options.stream ?? {});
	streams.setFaults(options.streamFaults ?? []);
	const coingeckoLimit = createSlidingLimit(limits.coingeckoPerMinute);
	const coincapLimit = createSlidingLimit(limits.coincapPerMinute);
	const weightLimit = createWeightLimit(limits.binanceWeightPerMinute);
	const requests: LoggedRequest[] = [];
	let plan = createFaultPlan(options.faults ?? [], seed);
	const setFaults = (faults: readonly FaultRule[]): void => {
		plan = createFaultPlan(faults, seed);
	};

	const spend = (source: Face, question: Question): {readonly weight: number; readonly verdict: Verdict} => {
		const at = meter();
		if (source === 'coingecko') return {weight: 1, verdict: coingeckoLimit(at)};
		if (source === 'coincap') return {weight: 1, verdict: coincapLimit(at)};
		const weight = binanceWeight(question);
		return {weight, verdict: weightLimit(at, weight)};
	};

	const server = createServer((request, response) => {
		response.on('error', () => response.destroy());
		handle(request, response).catch((error: unknown) => {
			if (response.headersSent) response.destroy();
			else response.writeHead(500).end(String(error));
		});
	});
	server.on('upgrade', (request, socket, head) => {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const isStream = url.pathname.startsWith(`${streamRoot}/`);
		const path = isStream ? url.pathname.slice(streamRoot.length) : '';
		streams.upgrade(request, path, url.searchParams, socket, head);
	});
	// Idle connections outlive every caller's own patience, so that reuse never meets a closing socket.
	server.keepAliveTimeout = 120_000;
	server.requestTimeout = 0;

	async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		if (options.control === true && url.pathname.startsWith('/__control/')) {
			await control(url.pathname, request, response);
			return;
		}

		const face = roots.find(({root}) => url.pathname.startsWith(`${root}/`));
		if (face === undefined || request.method !== 'GET') {
			response.writeHead(404, {'content-type': 'application/json'}).end('{"error":"Not Found"}');
			return;
		}

		const asked = readable(url.pathname + url.search);
		if (asked === null) {
			response.writeHead(400, {'content-type': 'application/json'}).end('{"error":"Bad Request"}');
			return;
		}

		const {source, root} = face;
		const path = url.pathname.slice(root.length);
		const struck = plan.strike(source, asked.slice(root.length));
		const skew = struck.reduce((sum, rule) => sum + (rule.kind === 'clock-skew' ? rule.ms : 0), 0);
		const now = clock() + skew;
		const question: Question = {path, query: url.searchParams, headers: request.headers, now};
		const {weight, verdict} = spend(source, question);

		let answer: Answer | null = verdict.pass
			? null
			: limitAnswer(source, verdict.banned, verdict.retryAfter, clock());
		for (const rule of struck.filter(isStatusFault)) answer ??= statusAnswer(rule, source, now);
		answer ??= honest(wires[source], question);
		if (answer.status === 200 && isJson(answer)) answer = {...answer, body: spoil(answer.body, struck, now)};

		const mute = struck.some(({kind}) => kind === 'hang' || kind === 'reset');
		requests.push({
			at: meter(),
			source,
			path,
			query: url.search.slice(1),
			status: mute ? 0 : answer.status,
			weight,
			faults: struck.map(({kind}) => kind),
		});
		if (requests.length > keptRequests) requests.splice(0, requests.length - keptRequests);

		const headers: Record<string, string> = {
			date: new Date(now).toUTCString(),
			'content-type': 'application/json; charset=utf-8',
			'cache-control': source === 'coingecko' ? 'public, max-age=30' : 'no-cache, no-store, must-revalidate',
			...(source === 'binance' ? {'x-mbx-used-weight-1m': String(verdict.used)} : {}),
			...answer.headers,
		};
		const faults = struck.filter(isTransportFault);
		await sendAnswer(request, response, {...answer, headers}, {faults, gzip: options.gzip !== false});
	}

	async function control(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
		const reply = (status: number, value: unknown): void => {
			response.writeHead(status, {'content-type': 'application/json'}).end(JSON.stringify(value));
		};
		const isStream = path === '/__control/stream-faults';
		if ((isStream || path === '/__control/faults') && request.method === 'POST') {
			const parts: Buffer[] = [];
			for await (const part of request) parts.push(part as Buffer);
			try {
				const faults: unknown = JSON.parse(Buffer.concat(parts).toString('utf8'));
				if (isStream) streams.setFaults(faults as StreamFault[]);
				else setFaults(faults as FaultRule[]);
				reply(200, {});
			} catch (error) {
				reply(400, {error: String(error)});
			}
		} else if (path === '/__control/requests' && request.method === 'GET') {
			reply(200, {counts: count(requests), requests});
		} else if (path === '/__control/requests' && request.method === 'DELETE') {
			requests.length = 0;
			reply(200, {});
		} else {
			reply(404, {error: 'Not Found'});
		}
	}

	server.listen(options.port ?? 0, '127.0.0.1');
	await once(server, 'listening');
	const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	const close = async (): Promise<void> => {
		streams.close();
		await closeServer(server);
	};
	return {
		origin,
		urls: {
			coingecko: origin + roots[0]!.root,
			coincap: origin + roots[1]!.root,
			binance: origin + roots[2]!.root,
			binanceStream: origin.replace('http:', 'ws:') + streamRoot,
		},
		requests,
		setFaults,
		setStreamFaults: faults => streams.setFaults(faults),
		streamConnections: () => streams.connections(),
		clearRequests: () => {
			requests.length = 0;
		},
		close,
		[Symbol.asyncDispose]: close,
	};
}

/** Path and query without percent signs; null when they cannot be read. */
function readable(text: string): string | null {
	try {
		return decodeURIComponent(text);
	} catch {
		return null;
	}
}

/** Requests by source and by status. */
function count(requests: readonly LoggedRequest[]): Record<string, number> {
	const counts: Record<string, number> = {total: requests.length};
	for (const {source, status} of requests) {
		counts[source] = (counts[source] ?? 0) + 1;
		counts[`${source} ${status}`] = (counts[`${source} ${status}`] ?? 0) + 1;
	}

	return counts;
}

async function closeServer(server: Server): Promise<void> {
	if (!server.listening) return;
	server.close();
	server.closeAllConnections();
	await once(server, 'close');
}

function honest(wire: (question: Question) => Answer, question: Question): Answer {
	try {
		return wire(question);
	} catch (error) {
		if (error instanceof Refusal) return error.answer;
		throw error;
	}
}

const isJson = ({headers}: Answer): boolean => !(headers?.['content-type'] ?? '').startsWith('text/html');
