/** Hands every event to everybody who listens, in the order of subscription. */

import type {PipelineEvent} from '#domain/event.js';
import type {EventSink} from '#ports/world.js';

export type Bus = EventSink & {
	/** Returns the function that ends the subscription. */
	subscribe(listener: (event: PipelineEvent) => void): () => void;
};

export function createBus(): Bus {
	const listeners = new Set<(event: PipelineEvent) => void>();
	return {
		emit(event) {
			for (const listener of listeners) listener(event);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
