/** Tells the user what happened: messages that go by themselves, failures with their next step, and thrown bugs. */

import {toldError} from '../i18n/faults.js';
import type {Context} from '../screen.js';
import type {Store} from '../state/store.js';
import type {Toast} from '../state/view-state.js';
import {stayMs} from './toasts.js';

export type Toaster = {
	readonly toast: (kind: Toast['kind'], text: string, hint?: string) => void;
	/** Tells a failure; work that was only cancelled is silent. */
	readonly fail: (error: unknown) => void;
	/** A failure as lines. */
	readonly explain: (error: unknown) => readonly string[];
	/** Runs work that may throw or reject, and tells it when it does. */
	readonly guard: (work: () => void | Promise<void>) => void;
	/** Puts every message away. */
	readonly dismiss: () => void;
};

type Options = {
	readonly store: Store;
	readonly context: () => Context;
	readonly now: () => number;
	readonly later: (work: () => void, ms: number) => () => void;
};

export function createToaster({store, context, now, later}: Options): Toaster {
	let told = 0;
	const toast = (kind: Toast['kind'], text: string, hint?: string): void => {
		const id = ++told;
		const shown = {id, kind, text, hint: hint ?? null, at: now()};
		store.change({type: 'toast', toast: shown});
		later(() => store.change({type: 'toast-gone', id}), stayMs(shown));
	};
	const fail = (error: unknown): void => {
		const why = toldError(error, context().language);
		if (why) toast('bad', why.text, why.hint);
	};
	return {
		toast,
		fail,
		explain(error) {
			const why = toldError(error, context().language);
			return why ? [why.text, why.hint] : [];
		},
		guard(work) {
			try {
				work()?.catch(fail);
			} catch (error) {
				fail(error);
			}
		},
		dismiss() {
			for (const {id} of store.get().shared.toasts) store.change({type: 'toast-gone', id});
		},
	};
}
