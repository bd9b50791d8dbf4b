/** Moves the screen's clock on exactly when an age on it reads differently: nothing ticks while nothing changes. */

import type {Store} from '../state/store.js';
import {shownTimes, untilNextAge} from './freshness.js';

type Options = {
	readonly store: Store;
	readonly now: () => number;
	readonly later: (work: () => void, ms: number) => () => void;
};

const nothing = (): void => {};

/** Starts the clock; returns what stops it. */
export function startAgeClock({store, now, later}: Options): () => void {
	let withdraw: () => void = nothing;
	let due: number | null = null;

	const tick = (): void => {
		due = null;
		store.change({type: 'clock', now: now()});
		plan();
	};
	const plan = (): void => {
		const {shared} = store.get();
		const at = now();
		const wait = untilNextAge(shownTimes(shared), at, shared.focused);
		if (wait === null) {
			withdraw();
			due = null;
			return;
		}

		const next = at + wait;
		// A timer that fires early enough plans the rest itself.
		if (due !== null && due <= next) return;
		withdraw();
		due = next;
		withdraw = later(tick, wait);
	};
	const unsubscribe = store.subscribe(plan);
	plan();
	return () => {
		unsubscribe();
		withdraw();
	};
}
