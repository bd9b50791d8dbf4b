/** One price line in rounded box drawing, made by asciichart; holes break it. */

import asciichart, {type PlotConfig} from 'asciichart';
import type {Grid, Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import {rowOf} from './axes.js';
import type {ValueScale} from './scale.js';
import {columnOf, isApart, type Slots} from './slots.js';

type Symbols = NonNullable<PlotConfig['symbols']>;

/** asciichart's order: axis crossing, axis, two ends, flat, four corners, upright. */
const asciiSymbols: Symbols = ['-', ' ', '-', '-', '-', "'", '.', '.', "'", '|'];
const unicodeSymbols: Symbols = ['─', ' ', '╶', '╴', '─', '╰', '╭', '╮', '╯', '│'];

/** Draws the closes of candles that open at `ts` through the middles of their slots. */
export function drawCloseLine(
	grid: Grid,
	rect: Rect,
	ts: ArrayLike<number>,
	close: ArrayLike<number>,
	{
		slots,
		scale,
		style,
		glyphs,
	}: {slots: Slots; scale: ValueScale; style: StyleId; glyphs: Pick<Glyphs, 'ascii'>},
): void {
	if (rect.height <= 0 || rect.width <= 0) return;
	const symbols = glyphs.ascii ? asciiSymbols : unicodeSymbols;
	for (const {column, heights} of runsOf(heightsOf(ts, close, slots, scale), rect.width)) {
		for (const [row, line] of plotted(heights, rect.height, symbols).entries()) {
			for (let x = 0; x < line.length; x++) {
				const glyph = line.codePointAt(x)!;
				if (glyph !== 32) grid.set(rect.x + column + x, rect.y + row, glyph, style);
			}
		}
	}
}

/** Rows above the lowest one for every column; NaN where no line goes. */
function heightsOf(
	ts: ArrayLike<number>,
	close: ArrayLike<number>,
	slots: Slots,
	scale: ValueScale,
): Float64Array {
	const heights = new Float64Array(slots.width).fill(Number.NaN);
	let before = -1;
	for (let i = 0; i < ts.length; i++) {
		const column = columnOf(slots, ts[i]!);
		const height = scale.rows - 1 - rowOf(scale, close[i]!);
		const joined = before >= 0 && !isApart(slots, ts[before]!, ts[i]!);
		const start = joined ? columnOf(slots, ts[before]!) : column;
		const from = joined ? scale.rows - 1 - rowOf(scale, close[before]!) : height;
		for (let x = Math.max(0, start); x <= Math.min(slots.width - 1, column); x++) {
			heights[x] = Math.round(from + ((height - from) * (x - start)) / Math.max(1, column - start));
		}

		before = i;
	}

	return heights;
}

type Run = {readonly column: number; readonly heights: readonly number[]};

/** Neighbouring columns with a height. */
function runsOf(heights: Float64Array, width: number): readonly Run[] {
	const runs: {column: number; heights: number[]}[] = [];
	for (let x = 0; x < width; x++) {
		const height = heights[x]!;
		if (Number.isNaN(height)) continue;
		const last = runs.at(-1);
		if (last && last.column + last.heights.length === x) last.heights.push(height);
		else runs.push({column: x, heights: [height]});
	}

	return runs;
}

/** The rows of a run from the top, one character per column. */
function plotted(heights: readonly number[], rows: number, symbols: Symbols): readonly string[] {
	// The first column of the plot is its axis and is cut off; the first height twice starts the line in the second.
	const series = [heights[0]!, ...heights];
	const options = {min: 0, max: Math.max(1, rows - 1), height: Math.max(1, rows - 1), offset: 1};
	return asciichart
		.plot(series, {...options, symbols, format: () => ' '})
		.split('\n')
		.slice(-rows)
		.map(line => line.slice(1));
}
