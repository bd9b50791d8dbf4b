/** The lines of a comparison: highlighted ones in colour with their names at the right, the rest behind them. */

import {stepOf} from '#domain/interval.js';
import type {AssetId} from '#domain/market.js';
import {axisLabel, drawGridLines, drawTimeAxis, drawValueAxis, rowOf} from '../../charts/axes.js';
import {drawLines, type Line} from '../../charts/lines.js';
import {createScale, extentOf, ticksOf, type ValueScale} from '../../charts/scale.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Grid, Rect} from '../../cells/grid.js';
import type {Context} from '../../screen.js';
import {backgroundMark, type Row, type Scene} from './scene.js';
import type {StudiedAsset, Study} from './study.js';

/** Without colour of its own, the asset under the cursor still stands out. */
const selectedMark = '#';
const axisWidth = 9;
/** Rows between the labels of values: in a low chart they stand closer, so that there are some. */
const tickGap = ({rows}: ValueScale): number => (rows < 14 ? 2 : 3);

/** A row that has something to draw. */
type Drawn = Row & {readonly studied: StudiedAsset};

const isDrawn = (row: Row): row is Drawn => row.studied !== null && row.studied.measures.points > 0;

/**
 * The line with straight pieces between the closes of a coarser series that follow each other on its own grid: there
 * is nothing missing between them.
 */
export function joined(
	{line, interval}: Pick<StudiedAsset, 'line' | 'interval'>,
	{interval: grid}: Study,
): Float64Array {
	const rows = stepOf[interval] / stepOf[grid];
	if (rows <= 1) return line;
	const whole = line.slice();
	let before = -1;
	for (let i = 0; i < line.length; i++) {
		if (Number.isNaN(line[i]!)) continue;
		if (before >= 0 && i - before <= rows) {
			for (let j = before + 1; j < i; j++) {
				whole[j] = line[before]! + ((line[i]! - line[before]!) * (j - before)) / (i - before);
			}
		}

		before = i;
	}

	return whole;
}

/**
 * Rows for labels that want to stand at `wanted` (from 0, below `rows`): none twice, each as near as the order by
 * height allows. Null for those there is no room for; the first ones go first.
 */
export function spread(wanted: readonly number[], rows: number): readonly (number | null)[] {
	const placed: (number | null)[] = wanted.map(() => null);
	const order = wanted
		.map((at, index) => ({at, index}))
		.slice(0, Math.max(0, rows))
		.toSorted((a, b) => a.at - b.at || a.index - b.index);
	let free = 0;
	for (const [i, {at, index}] of order.entries()) {
		const row = Math.max(free, Math.min(at, rows - (order.length - i)));
		placed[index] = row;
		free = row + 1;
	}

	return placed;
}

function drawLabels(
	grid: Grid,
	rect: Rect,
	rows: readonly Drawn[],
	scale: ValueScale,
	{selected, format, look}: Pick<Context, 'format' | 'look'> & {readonly selected: AssetId | null},
): void {
	const ends = rows.map(({studied}) => rowOf(scale, studied.line[studied.measures.last]!));
	for (const [i, at] of spread(ends, rect.height).entries()) {
		if (at === null) continue;
		const {asset, symbol, colour, mark, studied} = rows[i]!;
		const isSelected = asset === selected;
		const style = look.theme.paint(colour ?? 'title');
		const sign = look.glyphs.ascii
			? colour === null
				? selectedMark
				: mark
			: isSelected
				? look.glyphs.pointer
				: '';
		const text = `${sign}${sign === '' ? '' : ' '}${symbol} ${format.percent(studied.line[studied.measures.last]!, 1)}`;
		grid.text(rect.x, rect.y + at, text, style, rect.width);
	}
}

/** Room for the longest label. */
function labelWidth(rows: readonly Drawn[], width: number): number {
	if (width < 50) return 0;
	const longest = Math.max(0, ...rows.map(({symbol}) => widthOf(symbol)));
	return Math.min(longest, 8) + 12;
}

/** Draws a whole grid full. */
export function drawChart(
	grid: Grid,
	{rows, study}: Pick<Scene, 'rows' | 'study'>,
	{selected, format, look}: Pick<Context, 'format' | 'look'> & {readonly selected: AssetId | null},
): void {
	const {theme, glyphs} = look;
	const drawn = rows.filter(isDrawn);
	if (study === null || drawn.length === 0) return;
	const front = drawn.filter(({asset, colour}) => colour !== null || asset === selected);
	const back = drawn.filter(row => !front.includes(row));
	const labels = labelWidth(front, grid.width);
	const timeRow = grid.height >= 6 ? 1 : 0;
	const axis = grid.width >= 40 ? axisWidth : 0;
	const plot: Rect = {
		x: axis,
		y: 0,
		width: Math.max(0, grid.width - axis - labels),
		height: Math.max(0, grid.height - timeRow),
	};
	const {low, high} = extentOf(...drawn.map(({studied}) => studied.line)) ?? {low: 0, high: 0};
	const scale = createScale('linear', low, high, plot.height);
	const lineOf = ({studied}: Drawn, style: number, mark: string): Line => ({
		values: joined(studied, study),
		style,
		mark,
	});
	const x = (index: number): number => ((index + 0.5) * plot.width) / study.ts.length;
	// Lines only take empty cells: the front first, the selected one before all.
	const ordered = front.toSorted((a, b) => Number(a.asset === selected) - Number(b.asset === selected));
	const frontLines = ordered.map(row =>
		lineOf(row, theme.paint(row.colour ?? 'title'), row.colour === null ? selectedMark : row.mark),
	);
	drawLines(grid, plot, frontLines, scale, {glyphs, x});
	const backLines = back.map(row => lineOf(row, theme.paint('background'), backgroundMark));
	drawLines(grid, plot, backLines, scale, {glyphs, x});
	const gap = tickGap(scale);
	drawGridLines(grid, plot, scale, {glyphs, style: theme.paint('gridLine'), gap});
	if (axis > 0) {
		const number = axisLabel(ticksOf(scale, gap), format);
		drawValueAxis(grid, {x: 0, y: 0, width: axis - 1, height: plot.height}, scale, {
			label: value => `${number(value)}%`.padStart(axis - 1),
			style: theme.paint('axis'),
			gap,
		});
	}

	if (labels > 0) {
		const rect = {x: plot.x + plot.width + 1, y: 0, width: labels - 1, height: plot.height};
		drawLabels(grid, rect, front, scale, {selected, format, look});
	}

	if (timeRow > 0) {
		const range = {from: study.ts[0]!, to: study.ts[study.ts.length - 1]! + stepOf[study.interval]};
		const rect = {x: plot.x, y: plot.height, width: plot.width, height: 1};
		const styles = {label: theme.paint('axis'), strong: theme.paint('muted')};
		drawTimeAxis(grid, rect, range, {format, styles});
	}
}
