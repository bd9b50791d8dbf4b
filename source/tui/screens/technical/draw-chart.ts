/** The chart without what moves: candles, holes, overlays, panes and axes. */

import type {Grid, Rect} from '../../cells/grid.js';
import {axisLabel, drawGridLines, drawGuide, drawTimeAxis, drawValueAxis, rowOf} from '../../charts/axes.js';
import {drawBars} from '../../charts/bars.js';
import {drawCandles} from '../../charts/candlesticks.js';
import {drawCloseLine} from '../../charts/close-line.js';
import {drawOpenBand} from '../../charts/forecast-band.js';
import {drawHole} from '../../charts/holes.js';
import {drawLines, type Line} from '../../charts/lines.js';
import {ticksOf, type ValueScale} from '../../charts/scale.js';
import {columnOf, isApart, slotOf, xOf} from '../../charts/slots.js';
import type {Format} from '../../i18n/format.js';
import type {Look} from '../../theme/look.js';
import {seriesRoles} from '../../theme/roles.js';
import {overlayRole, studyFormat} from './read-out.js';
import {linesOf, paneScale, type Scene} from './scene.js';
import type {Mode} from './state.js';
import {shownOverlays, type Study} from './studies.js';

export type ChartDrawing = {
	readonly scene: Scene;
	readonly studies: readonly Study[];
	readonly mode: Mode;
	readonly look: Look;
	readonly format: Format;
};

/** Rows between the labels of a pane. */
const paneGap = 2;
/** Rows between the labels of prices: in a low chart they stand closer, so that there are some. */
const priceGap = ({rows}: ValueScale): number => (rows < 14 ? 2 : 3);
/** Lines at which an indicator is commonly read. */
const guides: Partial<Record<Study['id'], readonly number[]>> = {
	rsi: [30, 70],
	stochastic: [20, 80],
	adx: [25],
	macd: [0],
};

/** The part of a pane below its name. */
const paneBody = ({x, y, width, height}: Rect): Rect => ({
	x,
	y: y + 1,
	width,
	height: Math.max(0, height - 1),
});

/** Draws into a blank grid of the size of the chart. */
export function drawChart(grid: Grid, drawing: ChartDrawing): void {
	const {scene, look, format} = drawing;
	const {layout, slots} = scene;
	drawPrices(grid, drawing);
	for (const {study, rect} of layout.panes) drawPane(grid, study, paneBody(rect), drawing);
	if (layout.timeRow === null) return;
	const {theme} = look;
	drawTimeAxis(grid, {x: 0, y: layout.timeRow, width: slots.width, height: 1}, slots, {
		format,
		styles: {label: theme.paint('axis'), strong: theme.paint('strong')},
		// In the middle of the candle that is under way at that time.
		columnAt: at => columnOf(slots, slotOf(slots, at)),
	});
}

function drawPrices(grid: Grid, drawing: ChartDrawing): void {
	const {scene, studies, mode, look, format} = drawing;
	const {price: scale, answer, slots} = scene;
	const {theme, glyphs} = look;
	const {candles} = answer;
	const rect = scene.layout.price;
	if (rect.height <= 0 || rect.width <= 0) return;
	if (scale !== null && mode === 'candles') {
		const styles = {up: theme.paint('candleUp'), down: theme.paint('candleDown')};
		drawCandles(grid, rect, candles, {slots, scale, styles, glyphs, hollow: theme.name === 'mono'});
	} else if (scale !== null) {
		const style = theme.paint('accent');
		drawCloseLine(grid, rect, candles.ts, candles.close, {slots, scale, style, glyphs});
	}

	drawHoles(grid, rect, drawing);
	if (scale === null) return;
	drawForecast(grid, rect, scale, drawing);
	const overlays = shownOverlays(studies).flatMap(({id}, order): readonly Line[] =>
		linesOf(answer, id).map(values => ({values, style: theme.paint(overlayRole(order))})),
	);
	drawOver(grid, rect, overlays, scale, drawing);
	const gap = priceGap(scale);
	drawGridLines(grid, rect, scale, {glyphs, style: theme.paint('gridLine'), gap});
	const axis = {x: scene.layout.axis.x, y: rect.y, width: scene.layout.axis.width, height: rect.height};
	const label = axisLabel(ticksOf(scale, gap), format);
	drawValueAxis(grid, axis, scale, {label, style: theme.paint('axis'), gap});
}

/** The band in which the newest candle, or the next one, is to close. */
function drawForecast(grid: Grid, rect: Rect, scale: ValueScale, {scene, look}: ChartDrawing): void {
	if (scene.forecast === null) return;
	const {for: at, predicted: centre, interval50: narrow, interval80: wide} = scene.forecast;
	const {theme, glyphs} = look;
	const styles = {centre: theme.paint('accent'), band: theme.paint('series2')};
	drawOpenBand(grid, rect, {at, centre, narrow, wide}, {slots: scene.slots, scale, styles, glyphs});
}

function drawHoles(grid: Grid, rect: Rect, {scene, look}: ChartDrawing): void {
	const style = look.theme.paint('hole');
	for (const gap of scene.answer.gaps) {
		drawHole(grid, rect, gap, {slots: scene.slots, style, glyphs: look.glyphs});
	}
}

/** Lines through the middles of slots, broken where candles are missing. */
function drawOver(
	grid: Grid,
	rect: Rect,
	lines: readonly Line[],
	scale: ValueScale,
	{scene: {answer, slots, first, end}, look}: ChartDrawing,
): void {
	// One more on either side leads off the edge.
	const from = Math.max(0, first - 1);
	const to = Math.min(answer.candles.length, end + 1);
	const ts = answer.candles.ts.subarray(from, to);
	const shown = lines.map(({values, style}) => ({
		style,
		values: Float64Array.from({length: to - from}, (_, i) => values[from + i] ?? Number.NaN),
	}));
	drawLines(grid, rect, shown, scale, {
		glyphs: look.glyphs,
		x: index => xOf(slots, ts[index]! + slots.step / 2),
		broken: index => isApart(slots, ts[index - 1]!, ts[index]!),
	});
}

function drawPane(grid: Grid, study: Study, rect: Rect, drawing: ChartDrawing): void {
	const {scene, look, format} = drawing;
	const {theme, glyphs} = look;
	const {answer, slots, layout} = scene;
	const scale = paneScale(scene, study, rect.height);
	if (scale === null || rect.height <= 0 || rect.width <= 0) {
		drawHoles(grid, rect, drawing);
		return;
	}

	const {ts, volume} = answer.candles;
	const lines = linesOf(answer, study.id);
	if (study.id === 'volume') {
		const style = theme.paint('volume');
		drawBars(grid, rect, ts, volume, {slots, scale, base: 0, style: () => style, glyphs});
	} else if (study.id === 'macd' && lines[2]) {
		const style = (value: number): number => theme.paint(value < 0 ? 'candleDown' : 'candleUp');
		drawBars(grid, rect, ts, lines[2], {slots, scale, base: 0, style, glyphs});
	}

	drawHoles(grid, rect, drawing);
	const drawn = (study.id === 'macd' ? lines.slice(0, 2) : lines).map((values, i) => ({
		values,
		style: theme.paint(seriesRoles[i % seriesRoles.length]!),
	}));
	drawOver(grid, rect, drawn, scale, drawing);
	drawGuides(grid, rect, study, scale, drawing);
	const axis = {x: layout.axis.x, y: rect.y, width: layout.axis.width, height: rect.height};
	const label = paneLabel(study, scale, format);
	drawValueAxis(grid, axis, scale, {label, style: theme.paint('axis'), gap: paneGap});
}

function paneLabel({id}: Study, scale: ValueScale, format: Format): (value: number) => string {
	if (id === 'volatility') return studyFormat(id, format);
	return axisLabel(ticksOf(scale, paneGap), format, Math.max(scale.high, -scale.low) >= 1e5);
}

function drawGuides(
	grid: Grid,
	rect: Rect,
	{id}: Study,
	scale: ValueScale,
	{look: {theme, glyphs}}: ChartDrawing,
): void {
	const style = theme.paint('gridLine');
	for (const value of guides[id] ?? []) {
		if (value < scale.low || value > scale.high) continue;
		drawGuide(grid, rect, rowOf(scale, value), {glyphs, style});
	}
}
