/** Which time the chart shows: named ranges, zoom and pan. */

import {intervals, stepOf, type Interval} from '#domain/interval.js';
import type {Range} from '#domain/range.js';

const day = 86_400_000;

/** The named ranges, shortest first; `all` is everything stored. */
export const ranges = [
	{id: '1d', span: day},
	{id: '1w', span: 7 * day},
	{id: '1m', span: 30 * day},
	{id: '3m', span: 91 * day},
	{id: '6m', span: 182 * day},
	{id: '1y', span: 365 * day},
	{id: 'all', span: 'all'},
] as const;
export type RangeId = (typeof ranges)[number]['id'];

export type Span = number | 'all';

export type TimeWindow = {
	/** Visible time, ms. */
	readonly span: Span;
	/** The right edge, ms UTC; null follows the clock. */
	readonly end: number | null;
};

/** What bounds a window: the clock, the stored time, the candles on offer and the columns for them. */
export type WindowBounds = {
	readonly now: number;
	readonly stored: Range | null;
	readonly interval: Interval;
	/** Whether the user insists on that interval. */
	readonly fixed: boolean;
	readonly columns: number;
};

/** As many candles are visible at least. */
export const fewestCandles = 10;
/** Nobody has candles from before. */
const longest = 30 * 365 * day;

/** The named range of a span; null when zoomed freely. */
export const rangeOf = (span: Span): RangeId | null => ranges.find(range => range.span === span)?.id ?? null;

/** The named range before (-1) or after (1) a span: the nearest shorter or longer one when it has no name. */
export function neighbourRange(span: Span, by: -1 | 1): Span {
	const length = (of: Span): number => (of === 'all' ? Infinity : of);
	const spans: readonly Span[] = ranges.map(range => range.span);
	const further =
		by > 0
			? spans.find(one => length(one) > length(span))
			: spans.findLast(one => length(one) < length(span));
	return further ?? (by > 0 ? spans.at(-1)! : spans[0]!);
}

/** How much time is really visible, ms: a fixed interval allows no more than a candle per column. */
export function visibleSpan(
	{span}: TimeWindow,
	{now, stored, interval, fixed, columns}: WindowBounds,
): number {
	const step = stepOf[interval];
	const asked = span === 'all' ? Math.max(step, now - (stored?.from ?? now)) : span;
	const least = Math.max(asked, fewestCandles * step);
	return fixed ? Math.min(least, Math.max(1, columns) * step) : least;
}

/** The right edge, ms UTC. */
export const endOf = ({end}: TimeWindow, now: number): number => end ?? now;

/** Puts the right edge at `end`: never before what is stored, and back to following the clock when it reaches it. */
export function endAt(window: TimeWindow, end: number, bounds: WindowBounds): TimeWindow {
	const span = visibleSpan(window, bounds);
	const first = bounds.stored === null ? bounds.now : bounds.stored.from + Math.min(span / 4, day * 365);
	const settled = Math.round(Math.max(first, end));
	// Everything cannot be panned: it is a fixed span from then on.
	if (settled >= bounds.now) return {...window, end: null};
	return {span: window.span === 'all' ? span : window.span, end: settled};
}

/** Moves the window by a share of its length; positive is later. */
export const panned = (window: TimeWindow, share: number, bounds: WindowBounds): TimeWindow =>
	endAt(window, endOf(window, bounds.now) + share * visibleSpan(window, bounds), bounds);

/** Makes the visible time `factor` times as long; what is at `around` stays where it is. */
export function zoomed(
	window: TimeWindow,
	factor: number,
	around: number,
	finest: Interval,
	bounds: WindowBounds,
): TimeWindow {
	// The candles on the screen may be those of the time before: what counts is how fine they can get.
	const interval = bounds.fixed ? bounds.interval : finest;
	const before = visibleSpan(window, {...bounds, interval});
	const shortest = fewestCandles * stepOf[interval];
	const most = bounds.stored === null ? longest : Math.max(day, bounds.now - bounds.stored.from);
	const limit = bounds.fixed ? Math.min(most, bounds.columns * stepOf[bounds.interval]) : most;
	const span = Math.round(Math.max(shortest, Math.min(Math.max(shortest, limit), before * factor)));
	if (span === before) return window;
	const edge = endOf(window, bounds.now);
	return endAt({span, end: window.end}, around + ((edge - around) * span) / before, bounds);
}

/** Fewer candles than these are no chart: more time than asked for is the lesser evil. */
const readableCandles = 20;
/** A range that shows more than a third more than its name says no longer means it. */
const mostOverlong = 4 / 3;

/** How many times the asked time is shown when every candle gets the same whole number of columns. */
function overlong(candles: number, columns: number): number {
	const spacing = Math.max(1, Math.floor(columns / candles));
	return columns / spacing / candles;
}

/** The finest interval of which no more than `columns` candles make up `span`. */
export const finestInterval = (span: number, columns: number): Interval =>
	intervals.find(interval => span / stepOf[interval] <= columns) ?? intervals.at(-1)!;

/** The finest interval whose candles fill `columns` columns with about the asked time; without one, the finest that fits. */
export function snugInterval(span: number, columns: number): Interval {
	const snug = intervals.find(interval => {
		const candles = Math.ceil(span / stepOf[interval]);
		return candles <= columns && candles >= readableCandles && overlong(candles, columns) <= mostOverlong;
	});
	return snug ?? finestInterval(span, columns);
}
