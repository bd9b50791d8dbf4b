/** Layer: gives a source up for the rest of the run when it is clear that it will not answer. */

import {Fault, type FaultCode} from '#domain/fault.js';
import type {Layer} from './send.js';

/** Faults that no further call of this run can escape. */
const final: ReadonlySet<FaultCode> = new Set([
	'restricted',
	'unauthorized',
	'banned',
	'key-missing',
	'budget-spent',
]);

export type Circuit = {
	readonly layer: Layer;
	/** Aborted with the fault when the source is given up, to wake whoever waits for it. */
	readonly givenUp: AbortSignal;
	/** The fault that took the source out, or the one it failed with last; null while it answers. */
	fault(): Fault | null;
};

/** Opens after `limit` calls in a row failed with a fault of the whole source (retries included), or at once for some. */
export function createCircuit(limit = 3): Circuit {
	const opened = new AbortController();
	let failures = 0;
	let last: Fault | null = null;

	const note = (error: unknown): void => {
		if (!(error instanceof Fault) || opened.signal.aborted) return;
		if (!error.ofSource) {
			// It answered, if only to refuse.
			failures = 0;
			last = null;
			return;
		}

		failures++;
		last = error;
		if (failures >= limit || final.has(error.code)) opened.abort(error);
	};

	return {
		givenUp: opened.signal,
		fault: () => last,
		layer: next => async call => {
			opened.signal.throwIfAborted();
			try {
				const reply = await next(call);
				if (!opened.signal.aborted) {
					failures = 0;
					last = null;
				}

				return reply;
			} catch (error) {
				note(error);
				throw error;
			}
		},
	};
}
