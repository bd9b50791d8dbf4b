/** One chart: candles of the best stored series at an interval that fits, indicators with their warm-up, holes with their causes. */

import type {App} from '#app.js';
import {noCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {indexAt, within} from '#domain/grid.js';
import {floorTo, stepOf} from '#domain/interval.js';
import {findIndicator, type Indicator, type Settings} from '#domain/indicators/catalog.js';
import {resample} from '#domain/resample.js';
import {keyOf} from '#domain/series.js';
import {explainGaps} from '#pipeline/doctor/gap-causes.js';
import {chooseSeries, wholeCandles} from './best-series.js';
import type {ChartAnswer, ChartQuestion} from './views/chart.js';

/** Averages that remember everything forget their beginning to the last visible digit within so many warm-ups. */
const settling = 10;

/** The most candles read before the visible ones. */
const longestLead = 5000;

export async function readChart({storage, clock}: App, question: ChartQuestion): Promise<ChartAnswer> {
	const wanted = question.indicators.map(({id, settings}) => ({id, settings, ...warmUpOf(id, settings)}));
	const now = clock.now();
	const choice = chooseSeries(await storage.candles.list({asset: question.asset}), {...question, now});
	if (!choice) return nothingStored(question);

	const {base, interval, stored} = choice;
	const range = wholeCandles(interval, choice.range);
	const lead = Math.min(longestLead, Math.max(0, ...wanted.map(({candles}) => candles * settling)));
	const reach = Math.max(range.from - lead * stepOf[interval], floorTo(interval, base.from));
	const from = wanted.length === 0 ? range.from : Math.min(range.from, floorTo('1d', reach));
	const all = resample(await storage.candles.read(keyOf(base), {from, to: range.to}), {
		from: base.interval,
		to: interval,
		now,
	});
	const candles = within(all, range);
	return {
		series: keyOf(base),
		interval,
		resampledFrom: base.interval === interval ? null : base.interval,
		candles: copied(candles),
		indicators: wanted.map(({id, settings, indicator, candles: warmUp}) => ({
			id,
			lines: linesOf(indicator, settings, all, all.length - candles.length, warmUp),
		})),
		gaps: await explainGaps({storage, base, candles, interval, range, now}),
		stored,
		intervals: choice.intervals,
	};
}

function nothingStored({interval, indicators}: ChartQuestion): ChartAnswer {
	return {
		series: null,
		interval: interval === 'auto' ? '1d' : interval,
		resampledFrom: null,
		candles: noCandles,
		indicators: indicators.map(({id}) => ({
			id,
			lines: (findIndicator(id)?.lines ?? []).map(() => new Float64Array(0)),
		})),
		gaps: [],
		stored: null,
		intervals: [],
	};
}

/** The indicator with the rows it needs before its first value. Fault `usage` for parameters it refuses. */
function warmUpOf(id: string, settings: Settings): {indicator: Indicator; candles: number} {
	const indicator = findIndicator(id);
	if (!indicator) throw new Fault('usage', `There is no indicator "${id}".`, {hint: 'Choose another one.'});
	try {
		return {indicator, candles: indicator.warmUp(settings)};
	} catch (error) {
		if (!(error instanceof RangeError)) throw error;
		throw new Fault('usage', `${error.message}.`, {hint: 'Change the number in the indicator settings.'});
	}
}

/** The lines over the visible candles, computed from their warm-up on. Sums without one begin with what is visible. */
function linesOf(
	indicator: Indicator,
	settings: Settings,
	all: Candles,
	visible: number,
	warmUp: number,
): readonly Float64Array[] {
	const begin = indicator.id === 'vwap' ? dayOf(all, visible) : Math.max(0, visible - warmUp * settling);
	return indicator.compute(sliceCandles(all, begin), settings).map(line => line.slice(visible - begin));
}

/** Index of the first candle of the UTC day in which the visible ones begin: there the average of a day starts. */
const dayOf = (all: Candles, visible: number): number =>
	visible >= all.length ? visible : indexAt(all, floorTo('1d', all.ts[visible]!));

/** On memory of its own, since views would drag the warm-up across threads. */
const copied = ({length, ts, open, high, low, close, volume, flags}: Candles): Candles => ({
	length,
	ts: ts.slice(),
	open: open.slice(),
	high: high.slice(),
	low: low.slice(),
	close: close.slice(),
	volume: volume.slice(),
	flags: flags.slice(),
});
