/** Which stored series serves a question about an asset, and at which interval. */

import {floorTo, intervals, stepOf, type Interval} from '#domain/interval.js';
import {seriesOrigins, type SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import {spanOf} from '#domain/series.js';
import {candleOrder} from '#domain/source-policy.js';
import type {SeriesSummary} from '#ports/storage.js';

/** How candles of `interval` can be had: as stored in `base`, or made of its finer ones. */
type Serving = {readonly base: SeriesSummary; readonly interval: Interval};

/** A question about time: what is asked for, and the most candles that help. */
export type Wish = {
	/** Null is the beginning, or the end, of what is stored. */
	readonly from: number | null;
	readonly to: number | null;
	readonly interval: Interval | 'auto';
	readonly bars: number;
	/** Ms UTC: an open candle reaches no further, however long its interval. */
	readonly now: number;
};

export type Choice = Serving & {
	/** What is asked for, with both ends known. */
	readonly range: Range;
	/** From the first stored candle of this source to the end of the last one, or to the present. */
	readonly stored: Range;
	/** Everything that could be shown instead, finest first. */
	readonly intervals: readonly Interval[];
};

/** Resampling more candles than this takes longer than anybody wants to wait: a coarser interval is shown instead. */
const mostCandles = 20_000;

/** Series that cover at least this share of what the best one covers are as good as it. */
const goodCover = 0.9;

const overlap = (a: Range, b: Range): number => Math.max(0, Math.min(a.to, b.to) - Math.max(a.from, b.from));

const originRank = ({origin}: SeriesKey): number => seriesOrigins.indexOf(origin);
const sourceRank = ({source}: SeriesKey): number => candleOrder.findIndex(row => row.source === source);

/** The series of one asset by source and quote, the preferred source first: prices of two sources are never mixed. */
function familiesOf(series: readonly SeriesSummary[]): readonly (readonly SeriesSummary[])[] {
	const families = new Map<string, SeriesSummary[]>();
	for (const one of series) {
		const name = `${one.source} ${one.quote}`;
		families.set(name, [...(families.get(name) ?? []), one]);
	}

	return [...families.values()].toSorted((a, b) => sourceRank(a[0]!) - sourceRank(b[0]!));
}

/** The part of a series that has happened. */
const pastOf = (series: SeriesSummary, now: number): Range => {
	const {from, to} = spanOf(series);
	return {from, to: Math.max(from, Math.min(to, now))};
};

const wholeSpan = (family: readonly SeriesSummary[], now: number): Range => ({
	from: Math.min(...family.map(({from}) => from)),
	to: Math.max(...family.map(series => pastOf(series, now).to)),
});

/** Every interval that can be had from a series. */
const servingsOf = (base: SeriesSummary): readonly Serving[] =>
	intervals.filter(interval => stepOf[interval] >= stepOf[base.interval]).map(interval => ({base, interval}));

/** Best first, for one interval: stored as such, else made of the coarsest; real candles before derived ones. */
const byQuality = (a: Serving, b: Serving): number =>
	stepOf[b.base.interval] - stepOf[a.base.interval] || originRank(a.base) - originRank(b.base);

/** The best way to answer a wish out of the stored series of one asset; null when nothing is stored. */
export function chooseSeries(series: readonly SeriesSummary[], wish: Wish): Choice | null {
	const families = familiesOf(series.filter(({count}) => count > 0));
	const [first] = families;
	if (!first) return null;
	const reaching = families.find(family => overlap(wholeSpan(family, wish.now), rangeOf(wish, family)) > 0);
	const family = reaching ?? first;
	const range = rangeOf(wish, family);
	const servings = family.flatMap(servingsOf);
	const cover = ({base}: Serving): number => overlap(pastOf(base, wish.now), range);
	const bestCover = Math.max(...servings.map(cover));
	const good = servings.filter(serving => cover(serving) >= bestCover * goodCover);
	const interval = pickInterval(good, servings, wish, range);
	const fitting = (list: readonly Serving[]): Serving | undefined =>
		list.filter(serving => serving.interval === interval).toSorted(byQuality)[0];
	const serving = fitting(good) ?? fitting(servings);
	if (!serving) return null;
	return {...serving, range, stored: wholeSpan(family, wish.now), intervals: shown(servings)};
}

function rangeOf({from, to, now}: Wish, family: readonly SeriesSummary[]): Range {
	const span = wholeSpan(family, now);
	return {from: from ?? span.from, to: to ?? span.to};
}

const shown = (servings: readonly Serving[]): readonly Interval[] => {
	const names = new Set(servings.map(({interval}) => interval));
	return intervals.filter(interval => names.has(interval));
};

/** The interval asked for, or the finest one that fits. Asked for one that is not there, the next coarser one. */
function pickInterval(
	good: readonly Serving[],
	all: readonly Serving[],
	{interval: asked, bars}: Wish,
	range: Range,
): Interval {
	const auto = asked === 'auto';
	const most = auto ? bars : mostCandles;
	const length = range.to - range.from;
	const offered = shown(auto ? good : all).filter(interval => auto || stepOf[interval] >= stepOf[asked]);
	return offered.find(interval => length / stepOf[interval] <= most) ?? '1w';
}

/** The range widened to whole candles. */
export const wholeCandles = (interval: Interval, {from, to}: Range): Range => ({
	from: floorTo(interval, from),
	to: Math.max(floorTo(interval, to - 1) + stepOf[interval], floorTo(interval, from)),
});
