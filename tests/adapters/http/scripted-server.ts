/** A real HTTP server on a free port that answers as a test says, and a client's world around it. */

import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import {onTestFinished} from 'vitest';
import type {PipelineEvent} from '#domain/event.js';
import {createAgent} from '#adapters/http/agent.js';
import {
	createHttpClient,
	type HttpClient,
	type HttpClientOptions,
	type HttpWorld,
} from '#adapters/http/client.js';
import {constantRandom, createFakeClock, type FakeClock} from '../../support/fake-clock.js';
import {
	createMemoryArchive,
	createMemoryBudgets,
	createMemoryCache,
	type MemoryArchive,
	type MemoryBudgets,
	type MemoryCache,
} from '../../support/memory-stores.js';

type Seen = {
	readonly url: string;
	readonly headers: IncomingMessage['headers'];
	/** The fake clock when the request came in, where a world was made before. */
	readonly at: number;
};

/** Answers request number `n`, counted from 1. */
export type Script = (response: ServerResponse, n: number, request: IncomingMessage) => void;

export type ScriptedServer = {readonly url: string; readonly seen: readonly Seen[]};

/** Closed with the test, whatever is still in flight. */
export async function startServer(script: Script, now: () => number = () => 0): Promise<ScriptedServer> {
	const seen: Seen[] = [];
	const server = createServer((request, response) => {
		seen.push({url: request.url ?? '', headers: request.headers, at: now()});
		response.on('error', () => {});
		script(response, seen.length, request);
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});
	return {url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen};
}

/** An answer whose `Date` is the fake clock's. */
export function answer(
	response: ServerResponse,
	status: number,
	body: unknown,
	headers: Readonly<Record<string, string>> = {},
): void {
	response.writeHead(status, {'content-type': 'application/json', ...headers});
	response.end(typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body));
}

export type TestWorld = HttpWorld & {
	readonly clock: FakeClock;
	readonly budgets: MemoryBudgets;
	readonly archive: MemoryArchive;
	readonly cache: MemoryCache;
	readonly seen: PipelineEvent[];
};

/** A world in which waiting takes no time and chance always says 1. */
export function testWorld(changes: Partial<HttpWorld> & {readonly clock?: FakeClock} = {}): TestWorld {
	const seen: PipelineEvent[] = [];
	const agent = createAgent({connectTimeoutMs: 1_000});
	onTestFinished(async () => agent.close());
	return {
		run: 'run-1',
		agent,
		clock: createFakeClock(),
		random: constantRandom(1),
		events: {emit: event => seen.push(event)},
		budgets: createMemoryBudgets(),
		archive: createMemoryArchive(),
		cache: createMemoryCache(),
		timeouts: {headersMs: 2_000, idleMs: 2_000, totalMs: 4_000},
		seen,
		...(changes as Partial<TestWorld>),
	};
}

export const unlimited = {perMinute: Infinity, perMonth: Infinity};

/** A client of binance, unless the test wants another source. */
export const clientOf = (
	baseUrl: string,
	world: HttpWorld,
	changes: Partial<HttpClientOptions> = {},
): HttpClient =>
	createHttpClient({
		...world,
		source: 'binance',
		baseUrl,
		baseUrlKey: 'CRYPTO_TUI_BINANCE_URL',
		headers: {},
		allowance: unlimited,
		readErrorBody: () => null,
		...changes,
	});

export const question = {endpoint: '/klines', path: '/klines', question: {kind: 'candles'}} as const;
