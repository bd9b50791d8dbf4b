/** How much of what should be stored is stored, per series and over time. */

import type {App} from '#app.js';
import {noCandles} from '#domain/candles.js';
import {expectedCount, within} from '#domain/grid.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import type {SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import {keyOf, spanOf} from '#domain/series.js';
import {explainGaps} from '#pipeline/doctor/gap-causes.js';
import type {SeriesSummary, Storage} from '#ports/storage.js';
import type {CoverageRow, CoverageView, SeriesGap} from './views/quality.js';

/** Every stored series, the largest assets first, finer intervals before coarser ones. */
export async function readCoverage(
	{storage, clock}: App,
	filter: {readonly interval: Interval | null; readonly buckets: number},
): Promise<CoverageView> {
	const now = clock.now();
	const series = await storage.candles.list(filter.interval === null ? {} : {interval: filter.interval});
	const assets = await storage.assets.list();
	const place = new Map(assets.map(({id}, index) => [id, index]));
	const symbols = new Map(assets.map(({id, symbol}) => [id, symbol]));
	const range: Range = {
		from: series.length === 0 ? now : Math.min(...series.map(({from}) => from)),
		to: now,
	};
	const rows: CoverageRow[] = [];
	const sorted = series.toSorted(
		(a, b) =>
			(place.get(a.asset) ?? Infinity) - (place.get(b.asset) ?? Infinity) ||
			a.asset.localeCompare(b.asset) ||
			stepOf[a.interval] - stepOf[b.interval],
	);
	for (const summary of sorted) {
		const due = dueOf(summary, now);
		rows.push({
			...summary,
			symbol: symbols.get(summary.asset) ?? summary.asset,
			buckets: await sharesOf(storage, summary, range, due, Math.max(1, filter.buckets)),
			expected: expectedCount(summary.interval, due),
		});
	}

	return {range, rows};
}

/** What should be there: from the first candle to the present; the open candle only when it came. */
const dueOf = (summary: SeriesSummary, now: number): Range => ({
	from: summary.from,
	to: Math.max(spanOf(summary).to, floorTo(summary.interval, now)),
});

/** The share of every bucket that is stored; NaN where nothing is due. */
async function sharesOf(
	storage: Storage,
	summary: SeriesSummary,
	range: Range,
	due: Range,
	buckets: number,
): Promise<Float64Array> {
	const {interval} = summary;
	const width = (range.to - range.from) / buckets;
	// Candles longer than a bucket open in few buckets, but last through all of theirs.
	const isCoarse = stepOf[interval] > width;
	const ranges = Array.from({length: buckets}, (_, bucket): Range => {
		const begin = range.from + bucket * width;
		return {from: isCoarse ? floorTo(interval, begin) : Math.ceil(begin), to: Math.ceil(begin + width)};
	});
	const expected = ranges.map(bucket => expectedIn(interval, due, bucket));
	const stored = await storedIn(storage, summary, {range, ranges, isCoarse});
	return Float64Array.from(expected, (count, bucket) =>
		count === 0 ? Number.NaN : Math.min(1, stored[bucket]! / count),
	);
}

async function storedIn(
	storage: Storage,
	summary: SeriesSummary,
	{range, ranges, isCoarse}: {range: Range; ranges: readonly Range[]; isCoarse: boolean},
): Promise<readonly number[]> {
	// A series without holes need not be counted.
	if (summary.gaps === 0) {
		const span = spanOf(summary);
		return ranges.map(bucket => expectedIn(summary.interval, span, bucket));
	}

	if (!isCoarse) return storage.candles.counts(keyOf(summary), range, ranges.length);
	const candles = await storage.candles.read(keyOf(summary), {from: ranges[0]!.from, to: range.to});
	return ranges.map(bucket => within(candles, bucket).length);
}

const expectedIn = (interval: Interval, due: Range, bucket: Range): number =>
	expectedCount(interval, {from: Math.max(due.from, bucket.from), to: Math.min(due.to, bucket.to)});

/** Every missing candle of a series, from the first that was ever asked for to the present. */
export async function readGaps({storage, clock}: App, series: SeriesKey): Promise<readonly SeriesGap[]> {
	const {asset, interval, source} = series;
	const base = (await storage.candles.list({asset, interval, source})).find(
		({origin, quote}) => origin === series.origin && quote === series.quote,
	);
	if (!base) return [];
	const now = clock.now();
	const answered = await storage.candles.answered(series);
	const range = {from: Math.min(base.from, answered[0]?.from ?? base.from), to: floorTo(interval, now)};
	if (base.gaps > 0) {
		const candles = await storage.candles.read(series, range);
		return explainGaps({storage, base, candles, interval, range, now});
	}

	const ends = [
		{from: range.from, to: base.from},
		{from: spanOf(base).to, to: range.to},
	];
	const found: SeriesGap[] = [];
	for (const end of ends) {
		found.push(...(await explainGaps({storage, base, candles: noCandles, interval, range: end, now})));
	}

	return found;
}
