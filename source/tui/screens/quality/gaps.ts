/** Missing candles as every section tells them: when, how many, why, and what to do about them. */

import type {GapCause} from '#domain/doctor/gap.js';
import type {Range} from '#domain/range.js';
import type {Context} from '../../screen.js';
import {words} from './words.js';

/** A stretch without candles. */
type Missing = Range & {readonly candles: number; readonly cause: GapCause};

type Telling = Pick<Context, 'format' | 'language'>;

/** What to do where only the cause is known. */
export const nextOf = ({cause}: Missing, {language}: Telling): string =>
	words[language].gaps.causes[cause].next;

/** `24 candles`. */
export const countText = ({candles}: Missing, {format, language}: Telling): string =>
	words[language].gaps.candles(candles, format.count(candles));

/** When it begins and ends, to the minute. */
export const spanText = ({from, to}: Range, {format}: Telling): string =>
	`${format.dateTime(from)} - ${format.dateTime(to)}`;

/** A gap in one sentence. */
export function gapText(gap: Missing, next: string, telling: Telling): string {
	const {why} = words[telling.language].gaps.causes[gap.cause];
	return `${spanText(gap, telling)}: ${countText(gap, telling)}, ${why}; ${next}`;
}
