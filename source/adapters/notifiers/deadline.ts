/** An end for whatever may never end by itself: work that gets a signal, and a fault when time is up. */

import {Fault} from '#domain/fault.js';

/** Runs `work` with a signal that fires after `ms`, or with `outer`; its own failure to listen does not matter. */
export async function within<T>(
	ms: number,
	outer: AbortSignal | undefined,
	work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
	const late = new AbortController();
	const timer = setTimeout(() => late.abort(), ms);
	const signal = outer ? AbortSignal.any([outer, late.signal]) : late.signal;
	let stop: (() => void) | undefined;
	const end = new Promise<never>((_, reject) => {
		stop = () =>
			reject(
				late.signal.aborted
					? new Fault('timeout', `no end within ${ms / 1000} s`)
					: new Fault('interrupted', 'Interrupted.'),
			);
		signal.addEventListener('abort', stop, {once: true});
		if (signal.aborted) stop();
	});
	try {
		return await Promise.race([work(signal), end]);
	} finally {
		clearTimeout(timer);
		signal.removeEventListener('abort', stop!);
	}
}
