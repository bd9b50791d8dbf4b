/** What moves over a finished chart: the last price, names and values of panes, the crosshair, causes of holes. */

import {blank, type Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import {rowOf} from '../../charts/axes.js';
import {drawCrosshair, drawLevel} from '../../charts/crosshair.js';
import {drawHoleCause} from '../../charts/holes.js';
import {columnOf} from '../../charts/slots.js';
import type {Format} from '../../i18n/format.js';
import type {Look} from '../../theme/look.js';
import {indicatorOf} from './studies.js';
import {isAmount, studyName, studyValues, timeText} from './read-out.js';
import {candleIndex, readTime, type Scene} from './scene.js';
import type {Crosshair} from './state.js';
import type {Words} from './words.js';

export type OverlayDrawing = {
	readonly scene: Scene;
	readonly crosshair: Crosshair | null;
	readonly last: {readonly price: number; readonly rising: boolean} | null;
	/** The unit of volumes. */
	readonly symbol: string;
	readonly look: Look;
	readonly format: Format;
	readonly words: Words;
};

/** Draws over a copy of the chart. */
export function drawOverlay(grid: Grid, drawing: OverlayDrawing): void {
	drawPaneNames(grid, drawing);
	drawLastPrice(grid, drawing);
	drawCross(grid, drawing);
	drawCauses(grid, drawing);
}

/** On top of everything: a line through words makes them unreadable. */
function drawCauses(grid: Grid, {scene, look, words}: OverlayDrawing): void {
	const style = look.theme.paint('hole');
	for (const gap of scene.answer.gaps) {
		const cause = words.causes[gap.cause];
		drawHoleCause(grid, scene.layout.price, gap, {slots: scene.slots, style, cause});
	}
}

function drawPaneNames(grid: Grid, drawing: OverlayDrawing): void {
	const {scene, crosshair, symbol, look, format, words} = drawing;
	const {theme, glyphs} = look;
	const ts = readTime(scene, crosshair);
	for (const {study, rect} of scene.layout.panes) {
		grid.text(rect.x, rect.y, glyphs.horizontal.repeat(rect.width), theme.paint('border'), rect.width);
		const names = indicatorOf(study)?.lines ?? [];
		const name = ` ${studyName(study, words)} `;
		const used = grid.text(rect.x + 1, rect.y, name, theme.paint('title'), rect.width - 1);
		const unit = isAmount(study.id) ? ` ${symbol}` : '';
		const values = `${studyValues(scene, study, ts, words, format, names)}${unit} `;
		grid.text(rect.x + 1 + used, rect.y, values, theme.paint('muted'), rect.width - 1 - used);
	}
}

function drawLastPrice(grid: Grid, {scene, last, look, format}: OverlayDrawing): void {
	const {price: scale, layout} = scene;
	if (scale === null || last === null || last.price < scale.low || last.price > scale.high) return;
	const {theme, glyphs} = look;
	const role = last.rising ? 'candleUp' : 'candleDown';
	const y = layout.price.y + rowOf(scale, last.price);
	drawLevel(grid, layout.price, y, theme.paint(role), glyphs);
	const label = `${last.rising ? glyphs.up : glyphs.down}${format.number(last.price)}`;
	drawLabel(grid, layout.axis.x - 1, y, label, {
		width: layout.axis.width + 1,
		style: theme.paint(role, 'bar'),
	});
}

function drawLabel(
	grid: Grid,
	x: number,
	y: number,
	label: string,
	{width, style}: {width: number; style: number},
): void {
	if (width <= 1) return;
	grid.text(x, y, ' '.repeat(width), style, width);
	grid.text(x, y, label, style, width);
}

function drawCross(grid: Grid, {scene, crosshair, look, format}: OverlayDrawing): void {
	if (crosshair === null) return;
	const {theme, glyphs} = look;
	const {layout, slots, price: scale} = scene;
	const ts = readTime(scene, crosshair)!;
	const x = columnOf(slots, ts);
	const index = candleIndex(scene, ts);
	const price = crosshair.price ?? (index < 0 ? null : scene.answer.candles.close[index]!);
	const y = scale === null || price === null ? null : layout.price.y + rowOf(scale, price);
	drawCrosshair(grid, layout.plot, {x, y}, theme.paint('crosshair'), glyphs);
	const style = theme.paint('strong', 'selected');
	if (y !== null && price !== null) {
		drawLabel(grid, layout.axis.x - 1, y, ` ${format.number(price)}`, {
			width: layout.axis.width + 1,
			style,
		});
	}

	if (layout.timeRow === null) return;
	const text = ` ${timeText(scene, ts, format)} `;
	const width = Math.min(widthOf(text), grid.width);
	const left = Math.max(0, Math.min(slots.width - width, x - (width >> 1)));
	clearHalves(grid, layout.timeRow, left, left + width);
	drawLabel(grid, left, layout.timeRow, text, {width, style});
}

/** Takes away what a label over columns `from` to `to` would leave of the labels beside it; two blanks part labels. */
function clearHalves(grid: Grid, y: number, from: number, to: number): void {
	const isBlank = (x: number): boolean => x < 0 || x >= grid.width || grid.code(x, y) === blank;
	const clear = (start: number, step: 1 | -1): void => {
		const isParted = (x: number): boolean => isBlank(x) && isBlank(x + step);
		if ([start - 2 * step, start - step].some(isParted)) return;
		for (let x = start; !isParted(x); x += step) grid.set(x, y, blank, grid.style(x, y));
	};
	clear(from - 1, -1);
	clear(to, 1);
}
