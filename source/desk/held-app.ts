/** The app behind the desk: every call borrows it, and a changed setting replaces it as a whole. */

import type {App} from '#app.js';

/** Lends the app to `work`; waits while it is being replaced. */
export type Borrow = <Result>(work: (app: App) => Result | Promise<Result>) => Promise<Result>;

export type HeldApp = {
	readonly borrow: Borrow;
	/** Opens the app when there is none yet. A failed attempt may be repeated. */
	open(how: () => Promise<App>): Promise<App>;
	/** Waits until nobody has the app, closes it and opens the next one; when that fails, opens one as `fallback` says. */
	replace(how: () => Promise<App>, fallback: () => Promise<App>): Promise<void>;
	/** Waits for borrowers, then closes. Calls after this fail. */
	close(): Promise<void>;
};

export function createHeldApp(absent: () => Error): HeldApp {
	let current: Promise<App> | undefined;
	const borrowed = new Set<Promise<unknown>>();

	const settled = async (): Promise<void> => {
		while (borrowed.size > 0) await Promise.allSettled(borrowed);
	};

	return {
		async borrow(work) {
			if (!current) throw absent();
			const app = await current;
			const working = Promise.resolve(work(app));
			borrowed.add(working);
			try {
				return await working;
			} finally {
				borrowed.delete(working);
			}
		},
		async open(how) {
			current ??= how();
			const opening = current;
			opening.catch(() => {
				if (current === opening) current = undefined;
			});
			return opening;
		},
		async replace(how, fallback) {
			const before = current;
			let failure: unknown;
			current = (async () => {
				await settled();
				await (await before)?.close();
				try {
					return await how();
				} catch (error) {
					failure = error;
					return fallback();
				}
			})();
			await current;
			if (failure !== undefined) throw failure;
		},
		async close() {
			const last = current;
			current = undefined;
			await settled();
			await (await last?.catch(() => undefined))?.close();
		},
	};
}
