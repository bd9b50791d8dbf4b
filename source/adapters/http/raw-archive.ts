/** Layer: keeps every accepted body and what was asked for, so that a run can be replayed without a request. */

import type {SourceName} from '#domain/market.js';
import type {RunId} from '#domain/run.js';
import type {RawArchive} from '#ports/storage.js';
import {provenanceOf, type Layer} from './send.js';

export type RawArchiveOptions = {
	readonly source: SourceName;
	readonly run: RunId;
	readonly archive: RawArchive;
};

/** Sets `payload`. A 304 has no body and passes; whoever asked for it knows the old one. */
export function rawArchive({source, run, archive}: RawArchiveOptions): Layer {
	return next => async call => {
		const reply = await next(call);
		if (reply.status === 304) return reply;
		const payload = await archive.keep(reply.body);
		await archive.record({
			...provenanceOf(source, call, reply, payload),
			run,
			status: reply.status,
			bytes: reply.body.length,
			question: call.question,
		});
		return {...reply, payload};
	};
}
