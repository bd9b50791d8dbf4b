/** What a checkup finds: one line per thing looked at, with the way to put it right. */

/** `warn`: something works less well than it could. `fail`: something does not work. */
export type CheckState = 'ok' | 'warn' | 'fail';

export type Check = {
	/** Stable name, e.g. `disk` or `source.binance`. */
	readonly id: string;
	readonly state: CheckState;
	/** One sentence. */
	readonly message: string;
	/** What to do; null where nothing has to be done. */
	readonly fix: string | null;
};

/** All is well. */
export const passed = (id: string, message: string): Check => ({id, state: 'ok', message, fix: null});
/** Works, but wants attention. */
export const warned = (id: string, message: string, fix: string): Check => ({
	id,
	state: 'warn',
	message,
	fix,
});
/** Does not work. */
export const failed = (id: string, message: string, fix: string): Check => ({
	id,
	state: 'fail',
	message,
	fix,
});
