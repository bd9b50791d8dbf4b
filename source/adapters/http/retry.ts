/** Layer: asks again what may succeed, later and later, and never sooner than the source wants. */

import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {BudgetStore} from '#ports/storage.js';
import type {Clock, EventSink, Random} from '#ports/world.js';
import {linkSignals} from './linked-signal.js';
import type {Counters} from './observe.js';
import type {Layer} from './send.js';

/** How retries are spaced, ms. */
export type RetryPolicy = {
	/** Tries after the first one. */
	readonly retries: number;
	readonly baseMs: number;
	readonly capMs: number;
	/** First wait after a 429 that names no time; doubles with each further one. */
	readonly tooManyMs: number;
	/** Waits asked for by the source that together are longer than this are not sat out. */
	readonly patienceMs: number;
	/** How long a ban lasts that names no end. */
	readonly banMs: number;
};

export const defaultRetryPolicy: RetryPolicy = {
	retries: 3,
	baseMs: 500,
	capMs: 8_000,
	tooManyMs: 30_000,
	patienceMs: 120_000,
	banMs: 120_000,
};

export type RetryOptions = {
	readonly source: SourceName;
	readonly budgets: BudgetStore;
	readonly clock: Clock;
	readonly random: Random;
	readonly events: EventSink;
	readonly counters: Counters;
	/** Aborted with a Fault when the source is given up. */
	readonly givenUp: AbortSignal;
	readonly policy: RetryPolicy;
};

/** The same fault, naming the time from which on calling again makes sense. */
const until = (fault: Fault, retryAt: number): Fault => {
	const {message, source, asset, status, hint, cause} = fault;
	const time = new Date(retryAt).toISOString();
	const told = message.includes(time) ? message : `${message} Not before ${time}.`;
	return new Fault(fault.code, told, {source, asset, status, hint, cause, retryAt});
};

/** A wait between half and all of `base * 2^n`, so that processes which failed together do not come back together. */
function backOff(n: number, {baseMs, capMs}: RetryPolicy, random: Random): number {
	return Math.min(capMs, baseMs * 2 ** n) * (0.5 + random.next() / 2);
}

/**
 * Retries what `Fault.retryable` says. A limit or a ban blocks the source in the shared budget, so that every other
 * call and process holds back as well; the last fault is thrown with `retryAt` where the time is known.
 */
export function retry(options: RetryOptions): Layer {
	const {source, budgets, clock, random, events, counters, givenUp, policy} = options;

	/** How long to wait after a fault, having told everybody; throws it when there is no sense in waiting. */
	const waitAfter = async (
		fault: Fault,
		attempt: number,
		limits: number,
		waitedMs: number,
	): Promise<number> => {
		const now = clock.now();
		if (fault.code === 'banned') {
			const end = fault.retryAt ?? now + policy.banMs;
			await budgets.block(source, end);
			throw until(fault, end);
		}

		if (!fault.retryable) throw fault;
		const isLimit = fault.code === 'rate-limited';
		const end = fault.retryAt ?? (isLimit ? now + policy.tooManyMs * 2 ** (limits - 1) : undefined);
		if (end !== undefined && (isLimit || end - now > policy.patienceMs)) await budgets.block(source, end);
		const told = end === undefined ? fault : until(fault, end);
		const asked = end === undefined ? 0 : end - now;
		if (attempt > policy.retries || asked > policy.patienceMs - waitedMs) throw told;
		return Math.max(asked, isLimit && asked > 0 ? 0 : backOff(attempt - 1, policy, random));
	};

	return next => async call => {
		let limits = 0;
		let waitedMs = 0;
		for (let attempt = 1; ; attempt++) {
			try {
				return await next({...call, attempt});
			} catch (error) {
				if (!(error instanceof Fault) || call.signal?.aborted === true) throw error;
				givenUp.throwIfAborted();
				if (error.code === 'rate-limited') limits++;
				const waitMs = await waitAfter(error, attempt, limits, waitedMs);
				if (error.code === 'rate-limited') waitedMs += waitMs;
				counters.retries++;
				events.emit({
					type: 'request-retried',
					source,
					endpoint: call.endpoint,
					attempt,
					waitMs,
					reason: error.code,
				});
				const either = linkSignals(call.signal, givenUp);
				try {
					await clock.sleep(waitMs, either.signal);
				} finally {
					either.release();
				}
			}
		}
	};
}
