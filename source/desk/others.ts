/** Notices what other processes store: cron beside an open screen, a backfill in another terminal. */

import {setTimeout as sleep} from 'node:timers/promises';
import type {Borrow} from './held-app.js';

/** Asking costs microseconds. */
const pollMs = 2000;

/** Calls `onChange` after commits of other processes, until aborted. */
export async function watchOthers(
	borrow: Borrow,
	onChange: () => void,
	signal: AbortSignal,
	every = pollMs,
): Promise<void> {
	let seen: number | undefined;
	while (!signal.aborted) {
		const now = await borrow(({storage}) => storage.changesByOthers()).catch(() => seen);
		if (seen !== undefined && now !== seen) onChange();
		seen = now;
		await sleep(every, undefined, {signal, ref: false}).catch(() => {});
	}
}
