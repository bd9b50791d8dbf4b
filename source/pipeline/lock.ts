/** One process at a time: named locks in the store, waited for with patience and given back on every path. */

import {Fault} from '#domain/fault.js';
import type {RunId} from '#domain/run.js';
import type {LockHolder} from '#ports/storage.js';
import type {World} from './world.js';

/** A holder that has not renewed for this long is taken for dead, wherever it ran. */
const leaseMs = 5 * 60 * 1000;
const pollMs = 250;

/** What it takes to hold a lock. */
export type LockWorld = Pick<World, 'storage' | 'clock' | 'process' | 'isAlive'>;

/** Takes or renews a lock; null means it is ours, else who has it. */
export async function tryLock(world: LockWorld, run: RunId, name: string): Promise<LockHolder | null> {
	const now = world.clock.now();
	return world.storage.runs.lock(name, {...world.process, run, since: now}, leaseMs, now, world.isAlive);
}

/**
 * Waits for a lock up to `patienceMs`.
 * @throws Fault `busy` naming the holder and the age of its lock.
 */
export async function waitForLock(
	world: LockWorld,
	run: RunId,
	name: string,
	patienceMs: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const start = world.clock.monotonic();
	for (;;) {
		const holder = await tryLock(world, run, name);
		if (holder === null) return;
		if (world.clock.monotonic() - start >= patienceMs) throw busy(world, name, holder);
		await world.clock.sleep(pollMs, signal);
	}
}

const busy = (world: LockWorld, name: string, holder: LockHolder): Fault =>
	new Fault('busy', `${heldBy(world, name, holder)}.`);

/** Who has a lock, and for how long, as a sentence without its full stop. */
export function heldBy({clock}: Pick<LockWorld, 'clock'>, name: string, holder: LockHolder): string {
	const seconds = Math.round((clock.now() - holder.since) / 1000);
	return `"${name}" is held by process ${holder.pid} on ${holder.host} (run ${holder.run}) for ${seconds} s`;
}
