/** Lines of a chart in braille: two by four dots per cell, one colour per cell; in ASCII one mark per column. */

import {blank, type Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import type {ValueScale} from './scale.js';

export type Line = {
	/** NaN is a hole: nothing is drawn there, nor across. */
	readonly values: ArrayLike<number>;
	readonly style: StyleId;
	/** What it is drawn with in ASCII, instead of the mark of its order. */
	readonly mark?: string;
};

export type LinesOptions = {
	readonly glyphs: Pick<Glyphs, 'ascii'>;
	/** Columns from the left edge of `rect`, fractions included, of the value at `index`; evenly spaced by default. */
	readonly x?: (index: number) => number;
	/** Whether something is missing between the value at `index` and the one before it. Never by default. */
	readonly broken?: (index: number) => boolean;
};

/** Marks of the lines in ASCII, by their order. */
const marks = ['*', '+', 'o', '.', 'x', '~', '@', '%'];

/** Bits of the dots of a braille character, by column and row. */
const dotBits = [
	[0x01, 0x02, 0x04, 0x40],
	[0x08, 0x10, 0x20, 0x80],
] as const;
const firstBraille = 0x2800;

/**
 * Draws lines into the empty cells of `rect`; where lines share a cell the later one gives the colour. What is outside
 * the scale is cut off at the edge.
 */
export function drawLines(
	grid: Grid,
	rect: Rect,
	lines: readonly Line[],
	scale: ValueScale,
	{glyphs, x, broken}: LinesOptions,
): void {
	if (rect.width <= 0 || rect.height <= 0) return;
	const dots = glyphs.ascii ? {across: 1, down: 1} : {across: 2, down: 4};
	const wide = rect.width * dots.across;
	const high = rect.height * dots.down;
	const canvas = {wide, high, ...dots, width: rect.width, bits: new Uint8Array(rect.width * rect.height)};
	const owners = new Uint8Array(canvas.bits.length);
	for (const [order, {values}] of lines.entries()) {
		const across =
			x ?? ((index: number) => (index * (rect.width - 1 / dots.across)) / Math.max(1, values.length - 1));
		const columnAt = (index: number): number => Math.floor(across(index) * dots.across);
		const plot = (column: number, row: number): void => {
			if (column < 0 || row < 0 || column >= wide || row >= high) return;
			const cell = Math.floor(row / dots.down) * rect.width + Math.floor(column / dots.across);
			canvas.bits[cell]! |= dotBits[column % dots.across === 1 ? 1 : 0][row % dots.down]!;
			owners[cell] = order + 1;
		};
		let before: Point | null = null;
		for (let i = 0; i < values.length; i++) {
			const y = scale.y(values[i]!) * dots.down;
			if (!Number.isFinite(y)) {
				before = null;
				continue;
			}

			// The lowest value of the scale lies on its lower edge: that is still the last row.
			const point: Point = {x: columnAt(i), y: y === high ? high - 1 : Math.floor(y)};
			// As with the close of a candle, the last of the values that share a column of dots stands for them.
			const isFollowed =
				i + 1 < values.length && Number.isFinite(scale.y(values[i + 1]!)) && !broken?.(i + 1);
			if (isFollowed && columnAt(i + 1) === point.x) continue;
			if (before === null || broken?.(i)) plot(point.x, point.y);
			else segment(before, point, high, plot);
			before = point;
		}
	}

	for (let row = 0; row < rect.height; row++) {
		for (let column = 0; column < rect.width; column++) {
			const cell = row * rect.width + column;
			const owner = owners[cell]!;
			if (owner === 0 || grid.code(rect.x + column, rect.y + row) !== blank) continue;
			const code = glyphs.ascii
				? (lines[owner - 1]!.mark ?? marks[(owner - 1) % marks.length]!).charCodeAt(0)
				: firstBraille + canvas.bits[cell]!;
			grid.set(rect.x + column, rect.y + row, code, lines[owner - 1]!.style);
		}
	}
}

type Point = {readonly x: number; readonly y: number};

/** A straight line of dots: one per column where it is flat, one per row (of those on the canvas) where it is steep. */
function segment(from: Point, to: Point, high: number, plot: (x: number, y: number) => void): void {
	const [dx, dy] = [to.x - from.x, to.y - from.y];
	if (Math.abs(dx) >= Math.abs(dy)) {
		const step = dx === 0 ? 0 : dy / Math.abs(dx);
		for (let i = 0; i <= Math.abs(dx); i++) plot(from.x + Math.sign(dx) * i, Math.round(from.y + step * i));
		return;
	}

	const top = Math.max(0, Math.min(from.y, to.y));
	const bottom = Math.min(high - 1, Math.max(from.y, to.y));
	for (let y = top; y <= bottom; y++) plot(Math.round(from.x + ((y - from.y) * dx) / dy), y);
}
