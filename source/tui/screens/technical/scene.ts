/** What of a chart is visible and where: the one calculation behind drawing, read-outs, keys and mouse. */

import type {ChartAnswer} from '#desk/views/chart.js';
import type {SeriesGap} from '#desk/views/quality.js';
import {indexAt} from '#domain/grid.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import type {AssetId} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {StoredForecast} from '#ports/forecasts.js';
import type {Size} from '../../cells/grid.js';
import {createScale, extentOf, type ValueScale} from '../../charts/scale.js';
import {columnOf, createSlots, slotAt, slotOf, visible, type Slots} from '../../charts/slots.js';
import type {SharedState} from '../../state/view-state.js';
import {shownForecast} from './forecast.js';
import {grouped} from './grouped.js';
import {layoutOf, type Layout} from './layout.js';
import type {Failure, TechnicalState} from './state.js';
import {shownOverlays, shownPanes, type Study, type StudyId} from './studies.js';
import {endOf, finestInterval, snugInterval, visibleSpan, type WindowBounds} from './time-window.js';

export type Scene = {
	readonly layout: Layout;
	readonly answer: ChartAnswer;
	readonly slots: Slots;
	/** Indices of the visible candles: `[first, end)`. */
	readonly first: number;
	readonly end: number;
	/** Null when no candle is visible. */
	readonly price: ValueScale | null;
	/** What is forecast of the newest candle, or of the one after it, where its slot is one candle. */
	readonly forecast: StoredForecast | null;
};

/** What of the state decides what is where; the crosshair has no part in it. */
export type SceneState = Pick<
	TechnicalState,
	'window' | 'interval' | 'coarse' | 'scale' | 'mode' | 'studies' | 'venuesOpen' | 'forecast'
>;

/** The chart of this desk and asset; null while there is none. */
export function chartOf(
	state: TechnicalState,
	shared: Pick<SharedState, 'opening' | 'selected'>,
): ChartAnswer | null {
	const {chart, opening} = state;
	return opening === shared.opening && chart !== null && chart.asset === shared.selected
		? chart.answer
		: null;
}

/** What went wrong with this desk and asset, if it did. */
export const failureFor = (
	{opening}: TechnicalState,
	shared: Pick<SharedState, 'opening' | 'selected'>,
	failure: Failure | null,
): Failure | null =>
	opening === shared.opening && failure !== null && failure.asset === shared.selected ? failure : null;

/** The rectangles of a state. */
export const layoutFor = (
	{studies, venuesOpen}: Pick<TechnicalState, 'studies' | 'venuesOpen'>,
	size: Size,
): Layout => layoutOf(size, {overlays: shownOverlays(studies), panes: shownPanes(studies), venuesOpen});

/** What bounds zoom and pan of a chart. */
export function boundsOf(
	state: TechnicalState,
	answer: ChartAnswer,
	now: number,
	columns: number,
): WindowBounds {
	return {
		now,
		stored: answer.stored,
		interval: answer.interval,
		fixed: state.interval !== 'auto',
		columns,
	};
}

/** Values of a line of an indicator; empty when the answer has none yet. */
export const linesOf = ({indicators}: ChartAnswer, id: StudyId): readonly Float64Array[] =>
	indicators.find(indicator => indicator.id === id)?.lines ?? [];

/** What a chart of `columns` columns asks for: the interval that is expected to fit, and its slots. */
export function askedSlots(
	{window, interval: wanted, coarse}: Pick<TechnicalState, 'window' | 'interval' | 'coarse'>,
	{asset, stored, now, columns}: {asset: AssetId; stored: Range | null; now: number; columns: number},
): {readonly interval: Interval; readonly slots: Slots} {
	const fixed = wanted !== 'auto';
	const known =
		coarse !== null && coarse.asset === asset && coarse.span === window.span ? coarse.interval : null;
	const least = fixed ? wanted : (known ?? '1m');
	const span = visibleSpan(window, {now, stored, fixed, columns, interval: least});
	const exact = window.span === 'all';
	const fitting = exact ? finestInterval : snugInterval;
	const interval = fixed ? wanted : (known ?? fitting(span, columns));
	const end = endOf(window, floorTo(interval, now) + stepOf[interval]);
	return {interval, slots: createSlots({interval, end, span, width: columns, exact})};
}

/** The scene of a chart; `now` may be rounded down to the candle. */
export function sceneOf(state: SceneState, answer: ChartAnswer, now: number, size: Size): Scene {
	const layout = layoutFor(state, size);
	const {width, height} = layout.price;
	const asset = answer.series?.asset ?? '';
	const asked = askedSlots(state, {asset, stored: answer.stored, now, columns: width});
	// Another interval than expected: what was asked for is all that is known.
	const slots =
		asked.interval === answer.interval
			? asked.slots
			: createSlots({
					interval: answer.interval,
					end: asked.slots.to,
					span: asked.slots.to - asked.slots.from,
					width,
					exact: true,
				});
	const shown = grouped(answer, slots);
	const {first, end} = visible(slots, shown.candles.ts);
	const forecast = slots.candles === 1 ? shownForecast(state.forecast, answer) : null;
	const band = forecast !== null && forecast.for < slots.to ? (forecast.interval80 ?? []) : [];
	const price = priceScale(state, shown, {first, end}, band, height);
	return {layout, answer: shown, slots, first, end, price, forecast};
}

function priceScale(
	{mode, scale, studies}: SceneState,
	answer: ChartAnswer,
	{first, end}: {readonly first: number; readonly end: number},
	band: readonly number[],
	rows: number,
): ValueScale | null {
	const {candles} = answer;
	const [highs, lows] = mode === 'line' ? [candles.close, candles.close] : [candles.high, candles.low];
	const prices = extentOf(highs.subarray(first, end), lows.subarray(first, end));
	if (prices === null) return null;
	// Overlays may widen the scale a little; bands far away would flatten the candles.
	const room = (prices.high - prices.low) / 4;
	const overlays = shownOverlays(studies).flatMap(({id}) => linesOf(answer, id));
	const wide = extentOf(band, ...overlays.map(line => line.subarray(first, end))) ?? prices;
	const low = Math.min(prices.low, Math.max(wide.low, prices.low - room));
	const high = Math.max(prices.high, Math.min(wide.high, prices.high + room));
	return createScale(scale, low, high, rows);
}

/** The scale of a pane over `rows` rows; null when nothing in it is known. */
export function paneScale(
	{answer, first, end}: Pick<Scene, 'answer' | 'first' | 'end'>,
	{id}: Study,
	rows: number,
): ValueScale | null {
	const lines = (id === 'volume' ? [answer.candles.volume] : linesOf(answer, id)).map(line =>
		line.subarray(first, end),
	);
	const extent = extentOf(...lines);
	if (extent === null) return null;
	if (id === 'rsi' || id === 'stochastic') return createScale('linear', 0, 100, rows);
	const zero = id === 'volume' || id === 'macd' || id === 'adx';
	return createScale(
		'linear',
		zero ? Math.min(0, extent.low) : extent.low,
		zero ? Math.max(0, extent.high) : extent.high,
		rows,
	);
}

/** Index of the candle that opens at `ts`, or -1. */
export function candleIndex({answer: {candles}}: Pick<Scene, 'answer'>, ts: number): number {
	const index = indexAt(candles, ts);
	return candles.ts[index] === ts ? index : -1;
}

/** The hole at a time, or undefined. */
export const gapAt = ({gaps}: ChartAnswer, ts: number): SeriesGap | undefined =>
	gaps.find(gap => ts >= gap.from && ts < gap.to);

/** Moves a time by slots; it stays visible. */
export function stepped({slots}: Scene, ts: number, by: number): number {
	return inView(slots, slotOf(slots, ts) + by * slots.step);
}

/** The nearest visible slot. */
export function inView(slots: Slots, ts: number): number {
	const first = slotAt(slots, 0);
	return Math.max(
		columnOf(slots, first) < 0 ? first + slots.step : first,
		Math.min(slots.to - slots.step, ts),
	);
}

/** The candle that read-outs are about: under the crosshair, or the newest visible one; null when there is none. */
export function readTime(scene: Scene, crosshair: TechnicalState['crosshair']): number | null {
	if (crosshair !== null) return inView(scene.slots, slotOf(scene.slots, crosshair.ts));
	return scene.end > scene.first ? scene.answer.candles.ts[scene.end - 1]! : null;
}
