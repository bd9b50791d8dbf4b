/** Settings of the screen that options and keys of this start decide, until the stored ones say the same. */

import type {Store} from '../state/store.js';

/** Lets a choice hold; null goes back to the stored setting. */
export function choose(store: Store, key: string, value: string | null): void {
	store.frame(frame => {
		const {[key]: _, ...others} = frame.chosen;
		return {...frame, chosen: value === null ? others : {...others, [key]: value}};
	});
}

/** Forgets the choices that the stored settings have caught up with. */
export function dropSettledChoices(store: Store): void {
	const {shared, frame} = store.get();
	for (const [key, value] of Object.entries(frame.chosen)) {
		if (shared.settings.some(entry => entry.key === key && entry.text === value)) choose(store, key, null);
	}
}
