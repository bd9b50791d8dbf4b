/** Candle intervals: their names, lengths and UTC calendar boundaries. */

/** Every interval the program stores, shortest first. Weeks start on Monday 00:00 UTC. */
export const intervals = ['1m', '5m', '15m', '30m', '1h', '4h', '12h', '1d', '1w'] as const;

/** Name of a candle interval, as typed by the user and stored. */
export type Interval = (typeof intervals)[number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Length of one candle in milliseconds. */
export const stepOf: Readonly<Record<Interval, number>> = {
	'1m': minute,
	'5m': 5 * minute,
	'15m': 15 * minute,
	'30m': 30 * minute,
	'1h': hour,
	'4h': 4 * hour,
	'12h': 12 * hour,
	'1d': day,
	'1w': 7 * day,
};

/** 1970-01-05 was the first Monday of the epoch: weekly candles are counted from it. */
const firstMonday = 4 * day;

const originOf = (interval: Interval): number => (interval === '1w' ? firstMonday : 0);

export function isInterval(text: string): text is Interval {
	return (intervals as readonly string[]).includes(text);
}

/** Opening time (ms UTC) of the candle that contains `ts`. */
export function floorTo(interval: Interval, ts: number): number {
	const step = stepOf[interval];
	const origin = originOf(interval);
	return Math.floor((ts - origin) / step) * step + origin;
}

/** First candle boundary (ms UTC) at or after `ts`. */
export function ceilTo(interval: Interval, ts: number): number {
	const floor = floorTo(interval, ts);
	return floor === ts ? ts : floor + stepOf[interval];
}
