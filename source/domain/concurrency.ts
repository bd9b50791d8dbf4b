/** Doing several things at once, but not all of them. */

/** Runs tasks with at most `limit` of them in flight, first come first served. */
export type Limiter = <T>(task: () => Promise<T>) => Promise<T>;

export function createLimiter(limit: number): Limiter {
	let running = 0;
	const waiting: (() => void)[] = [];
	return async task => {
		if (running >= limit) {
			await new Promise<void>(resolve => {
				waiting.push(resolve);
			});
		} else {
			running++;
		}

		try {
			return await task();
		} finally {
			// The place is handed on, so `running` stays as it is while somebody waits.
			const next = waiting.shift();
			if (next) next();
			else running--;
		}
	};
}

/** Waits for all; throws the first rejection, but only after every promise has settled. */
export async function settleAll(promises: readonly Promise<unknown>[]): Promise<void> {
	const failed = (await Promise.allSettled(promises)).find(result => result.status === 'rejected');
	if (failed) throw failed.reason;
}
