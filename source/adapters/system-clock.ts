/** Clock and Random of the real world. */

import type {Clock, Random} from '#ports/world.js';

/** Timers overflow beyond this; longer sleeps are taken in pieces. */
const longestTimer = 2 ** 31 - 1;

const nap = async (ms: number, signal: AbortSignal | undefined): Promise<void> =>
	new Promise((resolve, reject) => {
		const onAbort = (): void => {
			clearTimeout(timer);
			reject(signal!.reason as Error);
		};

		const timer = setTimeout(() => {
			signal?.removeEventListener('abort', onAbort);
			resolve();
		}, ms);
		signal?.addEventListener('abort', onAbort, {once: true});
	});

/** The machine's clock. `sleep` rejects with the signal's reason. */
export const systemClock: Clock = {
	now: () => Date.now(),
	monotonic: () => performance.now(),
	async sleep(ms, signal) {
		signal?.throwIfAborted();
		for (let left = ms; left > 0; left -= longestTimer) await nap(Math.min(left, longestTimer), signal);
	},
};

/** Chance as the engine gives it: for jitter, not for secrets. */
export const systemRandom: Random = {next: () => Math.random()};
