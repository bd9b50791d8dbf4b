/** Forecasts against outcomes: candles, the band each was to close in, the centre as a line, and a mark for each verdict. */

import type {ForecastView} from '#desk/views/forecast.js';
import {gaps} from '#domain/grid.js';
import {stepOf} from '#domain/interval.js';
import type {StoredForecast} from '#ports/forecasts.js';
import {axisLabel, drawTimeAxis, drawValueAxis} from '../../charts/axes.js';
import {drawCandles} from '../../charts/candlesticks.js';
import {drawBandEdges, drawOpenBand} from '../../charts/forecast-band.js';
import {drawHole} from '../../charts/holes.js';
import {drawLines} from '../../charts/lines.js';
import {createScale, extentOf, ticksOf, type ValueScale} from '../../charts/scale.js';
import {columnOf, createSlots, isApart, slotOf, visible, xOf, type Slots} from '../../charts/slots.js';
import type {Grid, Rect} from '../../cells/grid.js';
import type {Context} from '../../screen.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role} from '../../theme/roles.js';
import {verdictOf, type Verdict} from './verdict.js';

type Drawing = Pick<Context, 'format' | 'look'>;

const axisWidth = 11;
const leastPlot = 12;

/** The rectangles of the chart inside its grid. */
function placesOf({width, height}: Grid): {
	readonly plot: Rect;
	readonly axis: Rect;
	readonly marks: number;
	readonly time: number;
} {
	const labels = width - axisWidth >= leastPlot ? axisWidth : 0;
	const time = height >= 5 ? 1 : 0;
	const marks = height >= 4 ? 1 : 0;
	const plot = {x: 0, y: 0, width: width - labels, height: height - time - marks};
	return {
		plot,
		axis: {x: plot.width + 1, y: 0, width: Math.max(0, labels - 1), height: plot.height},
		marks: marks === 0 ? -1 : plot.height,
		time: time === 0 ? -1 : plot.height + marks,
	};
}

/** Slots that end with the candle that is forecast, or the newest one; never more than there are columns. */
function slotsOf({interval, candles, history}: ForecastView, span: number, width: number): Slots {
	const step = stepOf[interval];
	const newest = Math.max(history.at(-1)?.for ?? 0, candles.ts[candles.length - 1] ?? 0);
	return createSlots({interval, end: newest + step, span: Math.min(span, width) * step, width});
}

function scaleOf(
	{candles}: ForecastView,
	forecasts: readonly StoredForecast[],
	slots: Slots,
	rows: number,
): ValueScale | null {
	const {first, end} = visible(slots, candles.ts);
	const bands = forecasts.flatMap(({interval80, predicted}) => [...(interval80 ?? []), predicted]);
	const extent = extentOf(candles.high.subarray(first, end), candles.low.subarray(first, end), bands);
	return extent === null ? null : createScale('linear', extent.low, extent.high, rows);
}

const marks = (glyphs: Glyphs): Readonly<Record<Verdict, readonly [glyph: string, role: Role]>> => ({
	held: [glyphs.dot, 'faint'],
	outside: ['!', 'warning'],
	missed: ['x', 'bad'],
	open: [glyphs.pointer, 'accent'],
});

/** Draws a whole grid full: the newest `span` candles. */
export function drawChart(
	grid: Grid,
	{view, span}: {readonly view: ForecastView; readonly span: number},
	{format, look}: Drawing,
): void {
	const {theme, glyphs} = look;
	const {plot, axis, marks: marksRow, time} = placesOf(grid);
	if (plot.width <= 0 || plot.height <= 0) return;
	const slots = slotsOf(view, span, plot.width);
	const shown = view.history.filter(({for: at}) => at >= slots.from && at < slots.to);
	const scale = scaleOf(view, shown, slots, plot.height);
	if (scale === null) return;
	const {candles, interval} = view;
	drawCandles(grid, plot, candles, {
		slots,
		scale,
		styles: {up: theme.paint('candleUp'), down: theme.paint('candleDown')},
		glyphs,
	});
	const missed = shown
		.filter(({state}) => state === 'missed')
		.map(({for: at}) => ({from: at, to: at + stepOf[interval]}));
	for (const hole of [...gaps(candles, interval), ...missed]) {
		drawHole(grid, plot, hole, {slots, style: theme.paint('hole'), glyphs});
	}

	for (const forecast of shown) {
		const {for: at, interval80: wide, interval50: narrow, predicted: centre, state} = forecast;
		if (state === 'open') {
			const styles = {centre: theme.paint('accent'), band: theme.paint('series2')};
			drawOpenBand(grid, plot, {at, centre, narrow, wide}, {slots, scale, styles, glyphs});
		} else if (wide) {
			drawBandEdges(grid, plot, at, wide, {slots, scale, style: theme.paint('series2'), glyphs});
		}
	}

	drawCentres(grid, plot, shown, {slots, scale}, {look});
	drawMarks(grid, marksRow, shown, slots, {look});
	const label = axisLabel(ticksOf(scale), format);
	drawValueAxis(grid, axis, scale, {label, style: theme.paint('axis')});
	if (time < 0) return;
	drawTimeAxis(grid, {x: 0, y: time, width: plot.width, height: 1}, slots, {
		format,
		styles: {label: theme.paint('axis'), strong: theme.paint('strong')},
		columnAt: at => columnOf(slots, slotOf(slots, at)),
	});
}

/** The forecast closes as a line, interrupted where a candle was not forecast. */
function drawCentres(
	grid: Grid,
	plot: Rect,
	shown: readonly StoredForecast[],
	{slots, scale}: {readonly slots: Slots; readonly scale: ValueScale},
	{look: {theme, glyphs}}: Pick<Drawing, 'look'>,
): void {
	const line = {values: shown.map(({predicted}) => predicted), style: theme.paint('accent'), mark: '*'};
	drawLines(grid, plot, [line], scale, {
		glyphs,
		x: index => xOf(slots, shown[index]!.for + slots.step / 2),
		broken: index => isApart(slots, shown[index - 1]!.for, shown[index]!.for),
	});
}

function drawMarks(
	grid: Grid,
	y: number,
	shown: readonly StoredForecast[],
	slots: Slots,
	{look: {theme, glyphs}}: Pick<Drawing, 'look'>,
): void {
	for (const forecast of shown) {
		const [glyph, role] = marks(glyphs)[verdictOf(forecast)];
		grid.text(columnOf(slots, forecast.for), y, glyph, theme.paint(role), 1);
	}
}
