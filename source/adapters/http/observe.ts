/** Layer: counts what goes over the wire and tells the listeners. */

import type {SourceName} from '#domain/market.js';
import type {Clock, EventSink} from '#ports/world.js';
import type {Layer} from './send.js';

/** What a client did so far in its run. */
export type Counters = {
	/** Requests sent, answered or not. */
	requests: number;
	retries: number;
	/** Answers 429 or 418. */
	rateLimited: number;
	/** Body bytes after decompression. */
	bytes: number;
	/** Answers served without a request. */
	served: number;
};

export const noCounters = (): Counters => ({requests: 0, retries: 0, rateLimited: 0, bytes: 0, served: 0});

export type ObserveOptions = {
	readonly source: SourceName;
	readonly clock: Clock;
	readonly events: EventSink;
	readonly counters: Counters;
};

/** Emits `request` for every answer; a request without an answer is told by the retry or the fault that follows. */
export function observe({source, clock, events, counters}: ObserveOptions): Layer {
	return next => async call => {
		const startedAt = clock.monotonic();
		counters.requests++;
		const reply = await next(call);
		const {status, body} = reply;
		counters.bytes += body.length;
		if (status === 429 || status === 418) counters.rateLimited++;
		events.emit({
			type: 'request',
			source,
			endpoint: call.endpoint,
			status,
			ms: clock.monotonic() - startedAt,
			bytes: body.length,
			attempt: call.attempt,
		});
		return reply;
	};
}
