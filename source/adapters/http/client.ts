/** The HTTP client of one source for one run: behaviours as a visible list around one GET. */

import type {SourceName} from '#domain/market.js';
import type {RunId, SourceReport} from '#domain/run.js';
import type {Provenance} from '#ports/market-data.js';
import type {Allowance, BudgetStore, RawArchive, ResponseCache} from '#ports/storage.js';
import type {Clock, EventSink, Random} from '#ports/world.js';
import type {HttpAgent} from './agent.js';
import {pathOf, readRoot, type Query} from './base-url.js';
import {createCircuit} from './circuit.js';
import {noCounters, observe} from './observe.js';
import {rateLimit} from './rate-limit.js';
import {rawArchive} from './raw-archive.js';
import {responseCache} from './response-cache.js';
import {defaultRetryPolicy, retry, type RetryPolicy} from './retry.js';
import {compose, provenanceOf, type Call} from './send.js';
import {defaultMaxBytes, defaultTimeouts, transport, type Timeouts} from './transport.js';
import {verdict, type ErrorBody, type VendorVerdict} from './verdict.js';

/** What a client shares with the rest of its run, whatever the source. */
export type HttpWorld = {
	readonly run: RunId;
	/** Shared and closed by its creator. */
	readonly agent: HttpAgent;
	readonly budgets: BudgetStore;
	readonly archive: RawArchive;
	readonly cache: ResponseCache;
	readonly clock: Clock;
	readonly random: Random;
	readonly events: EventSink;
	readonly timeouts?: Partial<Timeouts>;
	readonly retries?: Partial<RetryPolicy>;
	/** Longest body read, after decompression. */
	readonly maxBytes?: number;
};

/** What a client knows of its source. */
export type HttpClientOptions = HttpWorld & {
	readonly source: SourceName;
	/** The whole root, version included; a trailing slash does not matter. */
	readonly baseUrl: string;
	/** Name of the setting behind `baseUrl`, for complaints about it. */
	readonly baseUrlKey: string;
	/** Sent with every request. Every value is treated as a secret. */
	readonly headers: Readonly<Record<string, string>>;
	readonly allowance: Allowance;
	readonly readErrorBody: (payload: unknown) => ErrorBody | null;
	readonly vendorVerdict?: VendorVerdict;
};

/** One question to a source. */
export type HttpQuestion = {
	/** Template of the path, e.g. `/coins/{id}/market_chart`. */
	readonly endpoint: string;
	/** The path with its places filled in and encoded. */
	readonly path: string;
	readonly query?: Query;
	/** Cost in the minute's allowance; 1 unless said otherwise. */
	readonly weight?: number;
	/** Cost of an HTTP 200 in the month's allowance, by body bytes; none unless said otherwise. */
	readonly credits?: (bytes: number) => number;
	/** Enough to read the archived body again. */
	readonly question: Readonly<Record<string, unknown>>;
	/** Serve the last answer without asking for this long. */
	readonly ttlMs?: number;
	/** False where the same URL will hardly be asked again: then no validators are remembered. */
	readonly revalidate?: boolean;
};

export type HttpAnswer = {readonly json: unknown; readonly provenance: Provenance; readonly status: number};

export interface HttpClient {
	/** Rejects with a Fault of the source, or with the signal's reason. */
	getJson(question: HttpQuestion, signal?: AbortSignal): Promise<HttpAnswer>;
	/** What was done so far. */
	stats(): SourceReport;
}

/** Header values, and what follows a scheme such as `Bearer`. Longest first, so that a part does not spoil the whole. */
const secretsIn = (headers: Readonly<Record<string, string>>): string[] =>
	Object.values(headers)
		.flatMap(value => [value].concat(value.split(' ').slice(1)))
		.filter(value => value.length >= 4)
		.toSorted((a, b) => b.length - a.length);

/** A client without state of its own beyond this run. Throws `invalid-config` for a base URL that cannot be used. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
	const {source, run, agent, budgets, archive, cache, clock, random, events, headers, allowance} = options;
	const root = readRoot(options.baseUrl, options.baseUrlKey);
	const policy = {...defaultRetryPolicy, ...options.retries};
	const counters = noCounters();
	const circuit = createCircuit();
	const {givenUp} = circuit;

	const send = compose(
		[
			circuit.layer,
			responseCache({source, origin: root.origin, run, cache, archive, clock, counters}),
			retry({source, budgets, clock, random, events, counters, givenUp, policy}),
			rawArchive({source, run, archive}),
			verdict({
				source,
				readErrorBody: options.readErrorBody,
				vendorVerdict: options.vendorVerdict,
				secrets: secretsIn(headers),
			}),
			rateLimit({source, allowance, budgets, clock, events, givenUp, patienceMs: policy.patienceMs}),
			observe({source, clock, events, counters}),
		],
		transport({
			source,
			origin: root.origin,
			agent,
			clock,
			headers,
			timeouts: {...defaultTimeouts, ...options.timeouts},
			maxBytes: options.maxBytes ?? defaultMaxBytes,
		}),
	);

	return {
		async getJson(
			{endpoint, path, query, question, weight = 1, credits, ttlMs = 0, revalidate = true},
			signal,
		) {
			const call: Call = {
				endpoint,
				path: pathOf(root, path, query),
				weight,
				credits: credits ?? (() => 0),
				question,
				ttlMs,
				revalidate,
				headers: {},
				attempt: 1,
				signal,
			};
			const reply = await send(call);
			const {json, payload, status} = reply;
			if (payload === null) throw new Error(`The answer of ${source} ${endpoint} passed by the archive.`);
			return {json, status, provenance: provenanceOf(source, call, reply, payload)};
		},
		stats() {
			const {requests, retries, rateLimited, bytes, served} = counters;
			const unused = requests + served === 0 ? 'unused' : 'ok';
			return {source, state: circuit.fault()?.code ?? unused, requests, retries, rateLimited, bytes};
		},
	};
}
