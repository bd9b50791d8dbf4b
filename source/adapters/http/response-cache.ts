/** Layer: serves rarely changing answers from the archive, and asks for the others only "if it changed". */

import type {SourceName} from '#domain/market.js';
import type {RunId} from '#domain/run.js';
import type {RawArchive, ResponseCache} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';
import type {Counters} from './observe.js';
import {provenanceOf, type Call, type Layer, type Reply} from './send.js';

export type ResponseCacheOptions = {
	readonly source: SourceName;
	/** Told apart from other roots of the same source, e.g. the simulated one. */
	readonly origin: string;
	readonly run: RunId;
	readonly cache: ResponseCache;
	readonly archive: RawArchive;
	readonly clock: Clock;
	readonly counters: Counters;
};

type Circumstances = Pick<Reply, 'status' | 'headers' | 'receivedAt' | 'serverNow'>;

/** A reply made of a remembered body. */
const revive = (
	body: Uint8Array,
	payload: string,
	{status, headers, receivedAt, serverNow}: Circumstances,
): Reply => ({
	status,
	headers,
	receivedAt,
	serverNow,
	body,
	json: JSON.parse(new TextDecoder().decode(body)),
	payload,
	fresh: false,
});

/**
 * Within `ttlMs` an answer is served without a request. Otherwise the validators of the last answer are sent along and
 * a 304 gives its body again. `Cache-Control` is not obeyed: the schedule of a market monitor is its own.
 */
export function responseCache(options: ResponseCacheOptions): Layer {
	const {source, origin, run, cache, archive, clock, counters} = options;

	const remember = async (key: string, call: Call, reply: Reply, payload: string): Promise<void> => {
		const etag = reply.headers['etag'] ?? null;
		const lastModified = reply.headers['last-modified'] ?? null;
		const hasValidator = call.revalidate && (etag !== null || lastModified !== null);
		if (call.ttlMs <= 0 && !hasValidator) return;
		await cache.put({
			key,
			etag,
			lastModified,
			payload,
			storedAt: reply.receivedAt,
			freshUntil: reply.receivedAt + call.ttlMs,
			serverNow: reply.serverNow,
		});
	};

	return next => async call => {
		const ask = async (headers: Readonly<Record<string, string>>): Promise<Reply> =>
			next({...call, headers: {...call.headers, ...headers}});
		if (call.ttlMs <= 0 && !call.revalidate) return ask({});

		const key = `${source} ${origin}${call.path}`;
		const known = await cache.get(key);
		if (known && call.ttlMs > 0 && clock.now() < known.freshUntil) {
			const body = await archive.read(known.payload);
			if (body) {
				counters.served++;
				const {storedAt: receivedAt, serverNow, payload} = known;
				return revive(body, payload, {status: 200, headers: {}, receivedAt, serverNow});
			}
		}

		let reply = await ask({
			...(known?.etag !== null && known !== null && {'if-none-match': known.etag}),
			...(known?.lastModified !== null && known !== null && {'if-modified-since': known.lastModified}),
		});
		if (reply.status === 304) {
			const body = known && (await archive.read(known.payload));
			if (body) {
				const validators = {etag: known.etag ?? '', 'last-modified': known.lastModified ?? ''};
				const same = revive(body, known.payload, reply);
				await archive.record({
					...provenanceOf(source, call, same, known.payload),
					run,
					status: 304,
					bytes: 0,
					question: call.question,
				});
				await remember(
					key,
					call,
					{...same, headers: withoutBlanks({...validators, ...reply.headers})},
					known.payload,
				);
				return same;
			}

			// The archive let go of the body: ask for it as if for the first time.
			reply = await ask({});
		}

		if (reply.payload !== null) await remember(key, call, reply, reply.payload);
		return reply;
	};
}

const withoutBlanks = (headers: Readonly<Record<string, string>>): Record<string, string> =>
	Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''));
