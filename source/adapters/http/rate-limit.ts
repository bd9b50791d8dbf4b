/** Layer: sends when the shared budget allows it, and learns from the answer what the source has counted. */

import {Fault} from '#domain/fault.js';
import type {SourceName} from '#domain/market.js';
import type {Allowance, BudgetStore} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {linkSignals} from './linked-signal.js';
import type {Layer, Reply} from './send.js';
import {neverSent} from './transport.js';

export type RateLimitOptions = {
	readonly source: SourceName;
	readonly allowance: Allowance;
	readonly budgets: BudgetStore;
	readonly clock: Clock;
	readonly events: EventSink;
	/** Aborted with a Fault when the source is given up: nobody keeps waiting for it. */
	readonly givenUp: AbortSignal;
	/** The longest block (ms) that is waited for. */
	readonly patienceMs: number;
};

const minute = 60_000;

/** Around the turn of a minute it is not certain which minute a count belongs to. */
const boundaryDoubt = 2_000;

/** A smaller difference is the time of travel and the one-second grain of the `Date` header. */
const clocksAgree = 5_000;

/** A wait shorter than this is pacing and not worth a word. */
const worthTelling = 1_000;

/** The minute (its start on our clock) that a count of the server belongs to, or null when that is not certain. */
function countedMinute({serverNow, receivedAt}: Pick<Reply, 'serverNow' | 'receivedAt'>): number | null {
	const into = ((serverNow % minute) + minute) % minute;
	if (into < boundaryDoubt || into > minute - boundaryDoubt) return null;
	const offset = receivedAt - serverNow;
	return serverNow - into + (Math.abs(offset) < clocksAgree ? 0 : offset);
}

const at = (ms: number): string => new Date(ms).toISOString();

/** Waits for the minute's budget; faults: `budget-spent`, or `rate-limited` when a block lasts longer than the patience. */
export function rateLimit(options: RateLimitOptions): Layer {
	const {source, allowance, budgets, clock, events, givenUp, patienceMs} = options;

	const wait = async (
		ms: number,
		reason: 'rate' | 'retry-after',
		signal: AbortSignal | undefined,
	): Promise<void> => {
		if (ms >= worthTelling) events.emit({type: 'request-waiting', source, waitMs: ms, reason});
		const either = linkSignals(signal, givenUp);
		try {
			await clock.sleep(ms, either.signal);
		} finally {
			either.release();
		}
	};

	/** Credits that the calls on their way will cost at least: charged when they are answered, spent already. */
	let underway = 0;

	/** Resolves when one booked request may go, after `ahead` credits of the calls before it, with the time it was booked for. */
	const turn = async (weight: number, ahead: number, signal: AbortSignal | undefined): Promise<number> => {
		const left = {...allowance, perMonth: allowance.perMonth - ahead};
		for (;;) {
			signal?.throwIfAborted();
			givenUp.throwIfAborted();
			const now = clock.now();
			const booking = await budgets.reserve(source, weight, left, now);
			if (!booking.ok) {
				const {reason, until} = booking;
				if (reason === 'month-spent') {
					throw new Fault('budget-spent', `The monthly credits of ${source} are spent until ${at(until)}.`, {
						source,
						retryAt: until,
					});
				}

				if (until - now > patienceMs) {
					throw new Fault('rate-limited', `${source} asked not to be called before ${at(until)}.`, {
						source,
						retryAt: until,
					});
				}

				await wait(until - now, 'retry-after', signal);
				continue;
			}

			try {
				if (booking.at > now) {
					await wait(booking.at - now, 'rate', signal);
					const {blockedUntil} = await budgets.state(source, allowance, clock.now());
					if (blockedUntil !== null && blockedUntil > clock.now()) {
						await budgets.release(source, weight, booking.at);
						continue;
					}
				}

				signal?.throwIfAborted();
				givenUp.throwIfAborted();
				return booking.at;
			} catch (error) {
				await budgets.release(source, weight, booking.at);
				throw error;
			}
		}
	};

	const learn = async (reply: Reply): Promise<void> => {
		const used = Number(reply.headers['x-mbx-used-weight-1m'] ?? Number.NaN);
		if (!Number.isFinite(used)) return;
		const minuteStart = countedMinute(reply);
		if (minuteStart !== null) await budgets.learn(source, used, minuteStart, clock.now());
	};

	return next => async call => {
		const ahead = underway;
		const least = call.credits(0);
		underway += least;
		try {
			const booked = await turn(call.weight, ahead, call.signal);
			const reply = await next(call).catch(async (error: unknown) => {
				// Without a connection nobody counted it: a cut cable must not spend the minute.
				if (neverSent(error)) await budgets.release(source, call.weight, booked);
				throw error;
			});
			await learn(reply);
			const credits = reply.status === 200 ? call.credits(reply.body.length) : 0;
			if (credits > 0) await budgets.charge(source, credits, clock.now());
			return reply;
		} finally {
			underway -= least;
		}
	};
}
