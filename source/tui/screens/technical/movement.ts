/** What keys and mouse do to the visible time, the crosshair and the asset. */

import {intervals} from '#domain/interval.js';
import {columnOf, slotAt} from '../../charts/slots.js';
import {rowOf} from '../../charts/axes.js';
import type {TechnicalTools} from './dialogs.js';
import {boundsOf, candleIndex, chartOf, inView, readTime, sceneOf, stepped, type Scene} from './scene.js';
import type {Crosshair} from './state.js';
import {endAt, endOf, neighbourRange, panned, visibleSpan, zoomed, type WindowBounds} from './time-window.js';

/** The scene as it is shown now; null without a chart. */
export function shownScene(tools: TechnicalTools): Scene | null {
	const answer = chartOf(tools.state(), tools.shared());
	if (answer === null || answer.series === null) return null;
	return sceneOf(tools.state(), answer, tools.shared().now, tools.size());
}

const boundsFor = (tools: TechnicalTools, {answer, layout}: Scene): WindowBounds =>
	boundsOf(tools.state(), answer, tools.shared().now, layout.price.width);

/** Pans by a share of the visible time; positive is later. */
export function pan(tools: TechnicalTools, share: number): void {
	const scene = shownScene(tools);
	if (scene === null) return;
	const window = panned(tools.state().window, share, boundsFor(tools, scene));
	tools.dispatch({type: 'window', window});
}

/** Zooms around a column, or the crosshair, or the newest time. */
export function zoom(tools: TechnicalTools, factor: number, column: number | null = null): void {
	const scene = shownScene(tools);
	const {window, crosshair} = tools.state();
	if (scene === null) return;
	const {slots, answer} = scene;
	const around =
		column !== null
			? slotAt(slots, column) + slots.step / 2
			: crosshair !== null
				? readTime(scene, crosshair)! + slots.step / 2
				: endOf(window, tools.shared().now);
	const finest = answer.intervals[0] ?? intervals[0];
	const next = zoomed(window, factor, around, finest, boundsFor(tools, scene));
	tools.dispatch({type: 'window', window: next});
}

/** The next shorter or longer named range, up to now. */
export function stepRange(tools: TechnicalTools, by: -1 | 1): void {
	tools.dispatch({
		type: 'window',
		window: {span: neighbourRange(tools.state().window.span, by), end: null},
	});
}

/** To the oldest time stored. */
export function toStart(tools: TechnicalTools): void {
	const scene = shownScene(tools);
	const stored = scene?.answer.stored;
	if (!scene || !stored) return;
	const bounds = boundsFor(tools, scene);
	const {window} = tools.state();
	const span = visibleSpan(window, bounds);
	tools.dispatch({type: 'window', window: endAt(window, stored.from + span, bounds)});
}

/** Back to following the clock. */
export function toNow(tools: TechnicalTools): void {
	tools.dispatch({type: 'window', window: {...tools.state().window, end: null}});
}

/** Shows the crosshair at the newest visible candle, or takes it away. */
export function toggleCrosshair(tools: TechnicalTools): void {
	const scene = shownScene(tools);
	const isOn = tools.state().crosshair !== null;
	const ts = isOn || scene === null ? null : (readTime(scene, null) ?? scene.slots.to - scene.slots.step);
	tools.dispatch({type: 'crosshair', crosshair: ts === null ? null : {ts, price: null}});
}

/** Moves the crosshair by candles; beyond the edge the chart moves instead. */
export function moveCrosshair(tools: TechnicalTools, by: number): void {
	const scene = shownScene(tools);
	const {crosshair, window} = tools.state();
	if (scene === null || crosshair === null) return;
	const {slots} = scene;
	const wanted = readTime(scene, crosshair)! + by * slots.step;
	const ts = stepped(scene, readTime(scene, crosshair)!, by);
	if (wanted !== ts) {
		const bounds = boundsFor(tools, scene);
		const end = endOf(window, tools.shared().now) + (wanted - ts);
		tools.dispatch({type: 'window', window: endAt(window, end, bounds)});
	}

	tools.dispatch({type: 'crosshair', crosshair: {ts: wanted, price: crosshair.price}});
}

/** Moves the crosshair by rows, down for positive; from then on it has a price of its own. */
export function liftCrosshair(tools: TechnicalTools, by: number): void {
	const scene = shownScene(tools);
	const {crosshair} = tools.state();
	if (scene === null || crosshair === null || scene.price === null) return;
	const {price: scale} = scene;
	const index = candleIndex(scene, readTime(scene, crosshair)!);
	const price =
		crosshair.price ?? (index < 0 ? (scale.low + scale.high) / 2 : scene.answer.candles.close[index]!);
	const row = Math.max(0, Math.min(scale.rows - 1, rowOf(scale, price) + by));
	tools.dispatch({type: 'crosshair', crosshair: {ts: crosshair.ts, price: scale.value(row + 0.5)}});
}

/** Puts the crosshair at a cell of the chart; the price follows the row when it is among the prices. */
export function setCrosshair(tools: TechnicalTools, scene: Scene, x: number, y: number): void {
	const {slots, price: scale, layout} = scene;
	const ts = inView(slots, slotAt(slots, x));
	if (columnOf(slots, ts) < 0) return;
	const isPrice = scale !== null && y >= layout.price.y && y < layout.price.y + layout.price.height;
	const crosshair: Crosshair = {ts, price: isPrice ? scale.value(y - layout.price.y + 0.5) : null};
	tools.dispatch({type: 'crosshair', crosshair});
}

/** Selects the asset so many ranks further down. */
export function stepAsset(tools: TechnicalTools, by: number): void {
	const {market, selected} = tools.shared();
	const at = market.rows.findIndex(({asset}) => asset === selected);
	const next = market.rows[Math.max(0, Math.min(market.rows.length - 1, at + by))];
	if (next) tools.change({type: 'select', asset: next.asset});
}
