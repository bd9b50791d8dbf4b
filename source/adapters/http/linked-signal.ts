/** An abort signal that follows several others and can be let go again, so that long-lived signals keep no listeners. */

/** A signal that aborts with the first of its parents; `release` stops following them. */
export type LinkedSignal = {
	readonly signal: AbortSignal;
	abort(reason: unknown): void;
	release(): void;
};

/** Follows `parents`; call `release` when the work is over. */
export function linkSignals(...parents: readonly (AbortSignal | undefined)[]): LinkedSignal {
	const controller = new AbortController();
	const undo: (() => void)[] = [];
	for (const parent of parents) {
		if (!parent) continue;
		if (parent.aborted) {
			controller.abort(parent.reason);
			break;
		}

		const follow = (): void => controller.abort(parent.reason);
		parent.addEventListener('abort', follow, {once: true});
		undo.push(() => parent.removeEventListener('abort', follow));
	}

	return {
		signal: controller.signal,
		abort: reason => controller.abort(reason),
		release() {
			for (const step of undo) step();
		},
	};
}
