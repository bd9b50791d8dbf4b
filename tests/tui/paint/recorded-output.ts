/** Outputs that are no terminal. */

import type {FrameOutput} from '#tui/paint/frame-output.js';

export type RecordedOutput = FrameOutput & {
	/** Every write so far. */
	readonly writes: string[];
	/** The terminal takes nothing until `drain`. */
	block(): void;
	drain(): void;
};

export function recordedOutput(): RecordedOutput {
	const writes: string[] = [];
	let isBlocked = false;
	let waiting: (() => void)[] = [];
	return {
		writes,
		write: text => void writes.push(text),
		waiting: () => (isBlocked ? 1 : 0),
		drained: work => void waiting.push(work),
		block() {
			isBlocked = true;
		},
		drain() {
			isBlocked = false;
			const works = waiting;
			waiting = [];
			for (const work of works) work();
		},
	};
}
