/** A stored series: its name without its summary, and the time it spans. */

import {stepOf, type Interval} from './interval.js';
import type {SeriesKey} from './market.js';
import type {Range} from './range.js';

/** The name alone of anything that carries one. */
export const keyOf = ({source, asset, quote, interval, origin}: SeriesKey): SeriesKey => ({
	source,
	asset,
	quote,
	interval,
	origin,
});

/** The name as text, for maps. */
export const nameOf = ({source, asset, quote, interval, origin}: SeriesKey): string =>
	[source, asset, quote, interval, origin].join(' ');

/** From the opening of the first candle to the end of the last one. */
export const spanOf = ({
	from,
	to,
	interval,
}: {
	readonly from: number;
	readonly to: number;
	readonly interval: Interval;
}): Range => ({from, to: to + stepOf[interval]});

/** Days that were made of hours were asked for as hours. */
export const ledgerOf = (series: SeriesKey): SeriesKey =>
	series.origin === 'rollup' ? {...keyOf(series), interval: '1h', origin: 'exchange'} : keyOf(series);
