/** Holes of a series, noticed while its candles go by. */

import {stepOf, type Interval} from '../interval.js';
import type {Range} from '../range.js';

/** The missing candles between two that follow each other; null when none are missing. */
export function gapsBetween(before: number, after: number, interval: Interval): Range | null {
	const due = before + stepOf[interval];
	return after > due ? {from: due, to: after} : null;
}
