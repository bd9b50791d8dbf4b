/** The innermost Send: one GET over undici, with every way of hanging, breaking off or flooding given a name. */

import {constants, createGunzip} from 'node:zlib';
import type {Readable} from 'node:stream';
import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {Clock} from '#ports/world.js';
import type {HttpAgent} from './agent.js';
import {linkSignals} from './linked-signal.js';
import type {Call, Send} from './send.js';

/** Longest waits of one try, ms. `totalMs` ends a body that trickles. Connecting has its own limit in the agent. */
export type Timeouts = {readonly headersMs: number; readonly idleMs: number; readonly totalMs: number};

export const defaultTimeouts: Timeouts = {headersMs: 10_000, idleMs: 10_000, totalMs: 30_000};

/** No real answer comes near it. */
export const defaultMaxBytes = 32 * 1024 * 1024;

const spoken = {accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': 'crypto-tui'};

/** Of an error page only the beginning is of interest. */
const maxErrorBytes = 64 * 1024;

export type TransportOptions = {
	readonly source: SourceName;
	readonly origin: string;
	readonly agent: HttpAgent;
	readonly clock: Pick<Clock, 'now'>;
	/** Sent with every request: the key. */
	readonly headers: Readonly<Record<string, string>>;
	readonly timeouts: Timeouts;
	readonly maxBytes: number;
};

class BodyTooLarge extends Error {}

const codeOf = (error: unknown): string => {
	// undici's parser errors carry a code only for some complaints.
	if (error instanceof Error && error.name === 'HTTPParserError') return 'not HTTP';
	const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
	return typeof code === 'string' ? code : '';
};

const timeoutCodes: Readonly<Record<string, string>> = {
	UND_ERR_CONNECT_TIMEOUT: 'no connection in time',
	UND_ERR_HEADERS_TIMEOUT: 'no answer in time',
	UND_ERR_BODY_TIMEOUT: 'the answer stopped in the middle',
	ETIMEDOUT: 'no connection in time',
};

/** Collects at most `limit` bytes; what comes beyond is cut off (`cut`) or a BodyTooLarge. Leaving early ends the socket. */
async function collect(stream: AsyncIterable<Uint8Array>, limit: number, cut: boolean): Promise<Buffer> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of stream) {
		size += chunk.length;
		if (size > limit) {
			if (!cut) throw new BodyTooLarge();
			chunks.push(chunk.subarray(0, chunk.length - (size - limit)));
			break;
		}

		chunks.push(chunk);
	}

	return Buffer.concat(chunks, Math.min(size, limit));
}

async function readBody(body: Readable, gzipped: boolean, limit: number, cut: boolean): Promise<Buffer> {
	if (!gzipped) return collect(body, limit, cut);
	// A cut error page need not be a whole gzip file.
	const gunzip = createGunzip(cut ? {finishFlush: constants.Z_SYNC_FLUSH} : {});
	body.on('error', error => gunzip.destroy(error));
	try {
		return await collect(body.pipe(gunzip), limit, cut);
	} finally {
		gunzip.destroy();
	}
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
	const flat: Record<string, string> = {};
	for (const [name, value] of Object.entries(headers)) {
		if (value !== undefined) flat[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
	}

	return flat;
}

/** Failures to connect: nothing was sent, so the source cannot have counted it. */
const neverConnected = new Set([
	'ECONNREFUSED',
	'ENOTFOUND',
	'EAI_AGAIN',
	'EHOSTUNREACH',
	'ENETUNREACH',
	'ENETDOWN',
	'UND_ERR_CONNECT_TIMEOUT',
]);

/** Whether a fault means that the request never left this machine. */
export const neverSent = (error: unknown): boolean =>
	error instanceof Fault && neverConnected.has(codeOf(error.cause));

/**
 * Sends calls over `agent`. Resolves for every status. Faults: `unreachable`, `timeout`, `truncated`, `too-large`,
 * `not-json` (an encoding nobody asked for).
 */
export function transport({
	source,
	origin,
	agent,
	clock,
	headers,
	timeouts,
	maxBytes,
}: TransportOptions): Send {
	const about = (call: Call, what: string): string => `${source} ${call.endpoint}: ${what}.`;

	/** A library's error as a Fault; anything unknown is handed on as it is. */
	const named = (error: unknown, call: Call, inBody: boolean): unknown => {
		if (error instanceof Fault) return error;
		const context = {source, cause: error};
		if (error instanceof BodyTooLarge) {
			return new Fault(
				'too-large',
				about(call, `the answer is larger than ${Math.round(maxBytes / 1024 / 1024)} MiB and was not read`),
				context,
			);
		}

		const code = codeOf(error);
		if (code === '') return error;
		const late = timeoutCodes[code];
		if (late !== undefined) return new Fault('timeout', about(call, late), context);
		if (inBody) return new Fault('truncated', about(call, `the answer broke off (${code})`), context);
		return new Fault('unreachable', about(call, `no answer from ${origin} (${code})`), context);
	};

	return async call => {
		call.signal?.throwIfAborted();
		const guard = linkSignals(call.signal);
		const timer = setTimeout(() => {
			guard.abort(
				new Fault('timeout', about(call, `not finished within ${timeouts.totalMs / 1000} s`), {source}),
			);
		}, timeouts.totalMs);
		let body: Readable | undefined;
		try {
			const response = await agent.get({
				origin,
				path: call.path,
				headers: {...spoken, ...headers, ...call.headers},
				headersTimeout: timeouts.headersMs,
				bodyTimeout: timeouts.idleMs,
				signal: guard.signal,
			});
			body = response.body;
			// Leaving a body early makes it emit an error that somebody has to hear.
			body.on('error', () => {});
			const received = flatten(response.headers);
			const isError = response.statusCode >= 400;
			const limit = isError ? maxErrorBytes : maxBytes;
			const encoding = received['content-encoding']?.trim().toLowerCase() ?? 'identity';
			const gzipped = encoding === 'gzip' || encoding === 'x-gzip';
			if (!gzipped && encoding !== 'identity' && encoding !== '') {
				throw new Fault('not-json', about(call, 'the answer is packed in a way that was not asked for'), {
					source,
					status: response.statusCode,
				});
			}

			if (!isError && Number(received['content-length']) > limit) throw new BodyTooLarge();
			const bytes = await readBody(response.body, gzipped, limit, isError);
			const receivedAt = clock.now();
			const date = Date.parse(received['date'] ?? '');
			return {
				status: response.statusCode,
				headers: received,
				body: bytes,
				receivedAt,
				serverNow: Number.isFinite(date) ? date : receivedAt,
				json: undefined,
				payload: null,
				fresh: true,
			};
		} catch (error) {
			// The reason of the signal says more than the library's "aborted".
			throw guard.signal.aborted ? guard.signal.reason : named(error, call, body !== undefined);
		} finally {
			clearTimeout(timer);
			guard.release();
			body?.destroy();
		}
	};
}
