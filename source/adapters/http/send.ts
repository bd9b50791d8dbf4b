/** The one shape of HTTP behaviour: a `Layer` wraps a `Send`, so that behaviours are peers in a visible list. */

import type {SourceName} from '#domain/market.js';
import type {Provenance} from '#ports/market-data.js';

/** One GET on its way to a source. Layers hand it on, sometimes with something added. */
export type Call = {
	/** Template of the path, e.g. `/coins/{id}/market_chart`. */
	readonly endpoint: string;
	/** Path and query as sent: no host, no secrets. */
	readonly path: string;
	/** What the request costs of the minute's allowance. */
	readonly weight: number;
	/** What an HTTP 200 costs of the month's allowance, given its body bytes after decompression. */
	readonly credits: (bytes: number) => number;
	/** What the request is about, for the archive. */
	readonly question: Readonly<Record<string, unknown>>;
	/** How long the answer may be served without asking again, ms; 0 for never. */
	readonly ttlMs: number;
	/** Whether the same URL will be asked again, so that validators are worth remembering. */
	readonly revalidate: boolean;
	/** Headers added on the way, e.g. `if-none-match`. */
	readonly headers: Readonly<Record<string, string>>;
	/** 1 for the first try. */
	readonly attempt: number;
	readonly signal: AbortSignal | undefined;
};

/** What came back. Layers fill it from the inside out: `json` by the verdict, `payload` by the archive. */
export type Reply = {
	readonly status: number;
	/** Lower-case names; repeated headers are joined. */
	readonly headers: Readonly<Record<string, string>>;
	/** The whole body, decompressed. */
	readonly body: Uint8Array;
	/** Our clock when the answer was complete. */
	readonly receivedAt: number;
	/** The server's clock (`Date` header), or ours. */
	readonly serverNow: number;
	readonly json: unknown;
	/** Name of the body in the raw archive. */
	readonly payload: string | null;
	/** False when the body comes from the archive. */
	readonly fresh: boolean;
};

/** Sends a call; rejects with a Fault, or with the reason of the call's signal. */
export type Send = (call: Call) => Promise<Reply>;

/** One behaviour around a Send. */
export type Layer = (next: Send) => Send;

/** Wraps `send` in the layers; the first of the list is the outermost. */
export const compose = (layers: readonly Layer[], send: Send): Send =>
	layers.reduceRight((next, layer) => layer(next), send);

/** The origin of a reply whose body is in the archive as `payload`. */
export const provenanceOf = (source: SourceName, call: Call, reply: Reply, payload: string): Provenance => ({
	source,
	endpoint: call.endpoint,
	path: call.path,
	fetchedAt: reply.receivedAt,
	serverNow: reply.serverNow,
	payload,
	fresh: reply.fresh,
});
