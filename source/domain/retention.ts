/** What is kept of old quotes: every one, one an hour, or one a day. */

import {stepOf} from './interval.js';
import type {Range} from './range.js';

/** After how many days quotes are thinned; 0 never. */
export type QuoteRetention = {readonly hourlyAfterDays: number; readonly dailyAfterDays: number};

/** A stretch of time of which one quote per step stays. */
export type Thinning = Range & {readonly stepMs: number};

const day = stepOf['1d'];
const hour = stepOf['1h'];

/** What is to be thinned at `now`: disjoint, oldest first, whole steps only. */
export function thinnings(
	{hourlyAfterDays, dailyAfterDays}: QuoteRetention,
	now: number,
): readonly Thinning[] {
	const until = (days: number): number => (days === 0 ? 0 : Math.max(0, Math.floor(now / day - days) * day));
	const daily = until(dailyAfterDays);
	const hourly = Math.max(daily, until(hourlyAfterDays));
	return [
		{from: 0, to: daily, stepMs: day},
		{from: daily, to: hourly, stepMs: hour},
	].filter(({from, to}) => from < to);
}
