/** Who listens to a desk, and telling them. */

import type {DeskNews} from './desk.js';

export type NewsDesk = {
	readonly tell: (news: DeskNews) => void;
	/** Returns the function that ends the subscription. */
	readonly listen: (listener: (news: DeskNews) => void) => () => void;
};

export function createNewsDesk(): NewsDesk {
	const listeners = new Set<(news: DeskNews) => void>();
	return {
		tell(news) {
			for (const listener of listeners) listener(news);
		},
		listen(listener) {
			listeners.add(listener);
			return () => void listeners.delete(listener);
		},
	};
}
