/** Closes of several assets on one time grid, each from its best stored series; what is not stored is a hole. */

import type {App} from '#app.js';
import type {Candles} from '#domain/candles.js';
import {ceilTo, floorTo, intervals, stepOf, type Interval} from '#domain/interval.js';
import type {AssetId} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import {resample} from '#domain/resample.js';
import {keyOf} from '#domain/series.js';
import {chooseSeries, type Choice} from './best-series.js';
import type {CompareAnswer, CompareQuestion, ComparedSeries} from './views/chart.js';

export async function compareAssets(
	{storage, clock}: App,
	{assets, from, to, points}: CompareQuestion,
): Promise<CompareAnswer> {
	const now = clock.now();
	const choices: [AssetId, Choice | null][] = [];
	for (const asset of assets) {
		const series = await storage.candles.list({asset});
		choices.push([asset, chooseSeries(series, {from, to, bars: points, interval: 'auto', now})]);
	}

	const interval = commonInterval(choices, {from, to}, points);
	const step = stepOf[interval];
	const begin = floorTo(interval, from);
	const end = Math.max(begin, ceilTo(interval, to));
	const ts = Float64Array.from({length: (end - begin) / step}, (_, i) => begin + i * step);
	const series: ComparedSeries[] = [];
	for (const [asset, choice] of choices) {
		const close = new Float64Array(ts.length).fill(Number.NaN);
		series.push({asset, series: choice && keyOf(choice.base), close});
		if (!choice) continue;
		const shown = stepOf[choice.base.interval] > step ? choice.base.interval : interval;
		const lead = stepOf[shown];
		const candles = await storage.candles.read(keyOf(choice.base), {from: begin - lead, to: end});
		const grid = {from: begin, to: Math.min(end, floorTo(interval, now) + step)};
		place(resample(candles, {from: choice.base.interval, to: shown, now}), lead, grid, step, close);
	}

	return {interval, ts, series};
}

/** The finest interval that some asset has and that keeps to `points`. */
function commonInterval(
	choices: readonly (readonly [AssetId, Choice | null])[],
	{from, to}: Range,
	points: number,
): Interval {
	const stored = choices.flatMap(([, choice]) => (choice ? [stepOf[choice.interval]] : []));
	const finest = Math.min(...stored);
	const fits = (interval: Interval): boolean => (to - from) / stepOf[interval] <= Math.max(1, points);
	return (
		intervals.find(interval => fits(interval) && (stored.length === 0 || stepOf[interval] >= finest)) ?? '1w'
	);
}

/**
 * Puts each close where its candle ends: a day of a coarser series is the last hour of that day on an hourly grid. The
 * grid ends with the present, and so does a candle that is still open.
 */
function place(candles: Candles, length: number, grid: Range, step: number, close: Float64Array): void {
	for (let i = 0; i < candles.length; i++) {
		const at = Math.min(candles.ts[i]! + length, grid.to) - step;
		if (at >= grid.from && at < grid.to) close[Math.floor((at - grid.from) / step)] = candles.close[i]!;
	}
}
