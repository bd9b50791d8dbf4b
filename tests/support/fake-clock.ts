/** A clock that a test moves: sleeping takes no real time. */

import type {Clock, Random} from '#ports/world.js';

type Sleeper = {readonly until: number; readonly wake: () => void};

export type FakeClock = Clock & {
	/** Every sleep asked for so far, ms, in order. */
	readonly slept: readonly number[];
	/** Moves time forward, waking sleepers on the way in order of their alarms. */
	advance(ms: number): Promise<void>;
	/** How many are asleep. */
	asleep(): number;
};

/** Lets everything that is ready run, real I/O included. */
const settle = async (): Promise<void> => new Promise(resolve => setImmediate(resolve));

export type FakeClockOptions = {
	/** Time at the start, ms UTC. */
	readonly start?: number;
	/** `jump`: whoever sleeps makes time pass by itself, earliest alarm first. `stand`: only `advance` moves it. */
	readonly mode?: 'jump' | 'stand';
};

/** Starts at 2026-01-15 12:00:30 UTC unless told otherwise, away from the turn of a minute. */
export function createFakeClock({
	start = Date.UTC(2026, 0, 15, 12, 0, 30),
	mode = 'jump',
}: FakeClockOptions = {}): FakeClock {
	let now = start;
	let jumping = false;
	const slept: number[] = [];
	const sleepers = new Set<Sleeper>();

	const earliest = (): Sleeper | undefined => [...sleepers].toSorted((a, b) => a.until - b.until)[0];

	const wakeNext = (latest: number): boolean => {
		const next = earliest();
		if (!next || next.until > latest) return false;
		sleepers.delete(next);
		// A clock shows whole milliseconds, however long the sleep.
		now = Math.max(now, Math.ceil(next.until));
		next.wake();
		return true;
	};

	const jump = async (): Promise<void> => {
		jumping = true;
		do await settle();
		while (wakeNext(Infinity));
		jumping = false;
	};

	return {
		slept,
		now: () => now,
		monotonic: () => now - start,
		asleep: () => sleepers.size,
		async sleep(ms, signal) {
			signal?.throwIfAborted();
			slept.push(ms);
			await new Promise<void>((resolve, reject) => {
				const stop = (): void => {
					sleepers.delete(sleeper);
					reject(signal!.reason as Error);
				};

				const sleeper: Sleeper = {
					until: now + ms,
					wake() {
						signal?.removeEventListener('abort', stop);
						resolve();
					},
				};
				sleepers.add(sleeper);
				signal?.addEventListener('abort', stop, {once: true});
				if (mode === 'jump' && !jumping) void jump();
			});
		},
		async advance(ms) {
			const end = now + ms;
			await settle();
			while (wakeNext(end)) await settle();
			now = end;
			await settle();
		},
	};
}

/** Chance that always says the same. */
export const constantRandom = (value: number): Random => ({next: () => value});
