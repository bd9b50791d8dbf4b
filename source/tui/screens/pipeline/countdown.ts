/** Time that is left or has passed, in whole seconds: what is told again every second must not flicker. */

import type {Format} from '../../i18n/format.js';

/** `9 s`, `3 min 20 s`; never below zero. */
export function countdown(ms: number, format: Format): string {
	const seconds = Math.max(0, Math.ceil(ms / 1000));
	return seconds < 60 ? `${seconds} s` : format.duration(seconds * 1000);
}
