/** The outside world the pipeline may ask for: time, chance, listeners. */

import type {PipelineEvent} from '#domain/event.js';

export interface Clock {
	/** Now, ms since the epoch, UTC. */
	now(): number;
	/** Milliseconds that only ever grow, for durations. */
	monotonic(): number;
	/** Resolves after `ms`; rejects with the signal's reason when aborted. */
	sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export interface Random {
	/** A number in [0, 1). */
	next(): number;
}

export interface EventSink {
	emit(event: PipelineEvent): void;
}

/** Who is running: the mark a lock holder leaves. */
export type ProcessIdentity = {readonly pid: number; readonly host: string};
