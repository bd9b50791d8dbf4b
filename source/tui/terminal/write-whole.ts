/** Writes to a terminal at once and to the end, even when it is slow: the last thing a process does. */

import {writeSync} from 'node:fs';

const pauseMs = 5;
/** A second and a half: a terminal that takes nothing for so long is stopped or gone. */
const mostPauses = 300;

const isBusy = (error: unknown): boolean =>
	error instanceof Error && 'code' in error && error.code === 'EAGAIN';

const pause = (): void => {
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
};

/** Returns when everything is written, or nothing more can be. Never throws: nobody is left to tell. */
export function writeWhole(descriptor: number, text: string): void {
	let rest: Uint8Array = Buffer.from(text);
	for (let pauses = 0; rest.length > 0 && pauses < mostPauses;) {
		try {
			rest = rest.subarray(writeSync(descriptor, rest));
		} catch (error) {
			if (!isBusy(error)) return;
			pause();
			pauses++;
		}
	}
}
