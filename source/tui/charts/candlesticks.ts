/** Candlesticks: thin ones of box drawing at half-cell resolution, wide ones of eighth blocks, or ASCII. Without colours rising ones are hollow. */

import type {Candles} from '#domain/candles.js';
import type {Grid, Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import {drawBlock, type Block} from './blocks.js';
import type {ValueScale} from './scale.js';
import {columnOf, visible, type Slots} from './slots.js';

export type CandleStyles = {readonly up: StyleId; readonly down: StyleId};

/** From this many columns per candle on, bodies are blocks. */
const wideSpacing = 3;

/** What one half of a cell shows: nothing, wick or body; a cell is `upper * 3 + lower`. */
const halves = [' ', '╷', '╻', '╵', '│', '╽', '╹', '╿', '┃'].map(glyph => glyph.codePointAt(0)!);
const [none, wick, body] = [0, 1, 2];
const code = (glyph: string): number => glyph.codePointAt(0)!;
const dojiCodes = {thin: code('┿'), even: code('┼'), flat: code('━')};
const hollowBody = code('║');

/** Columns of a body: an odd number where it can be, so that the wick stands in the middle. */
export function bodyWidth(spacing: number): number {
	if (spacing < wideSpacing) return 1;
	const room = Math.floor(spacing) - 1;
	return room > 2 && room % 2 === 0 ? room - 1 : room;
}

/** Draws the visible candles into `rect`, which is as wide as the slots and as high as the scale. */
export function drawCandles(
	grid: Grid,
	rect: Rect,
	candles: Candles,
	{
		slots,
		scale,
		styles,
		glyphs,
		hollow = false,
	}: {
		slots: Slots;
		scale: ValueScale;
		styles: CandleStyles;
		glyphs: Glyphs;
		/** The styles have no colours: rising and falling bodies differ by glyph. */
		hollow?: boolean;
	},
): void {
	const {first, end} = visible(slots, candles.ts);
	const width = bodyWidth(slots.spacing);
	for (let i = first; i < end; i++) {
		const open = candles.open[i]!;
		const close = candles.close[i]!;
		const shape: Shape = {
			column: columnOf(slots, candles.ts[i]!),
			high: scale.y(candles.high[i]!),
			low: scale.y(candles.low[i]!),
			top: scale.y(Math.max(open, close)),
			bottom: scale.y(Math.min(open, close)),
			even: open === close,
			rising: close >= open,
			hollow: hollow && close >= open,
			style: close >= open ? styles.up : styles.down,
		};
		if (glyphs.ascii) drawAscii(grid, rect, shape, width);
		else if (width === 1) drawThin(grid, rect, shape);
		else drawWide(grid, rect, shape, width, glyphs);
	}
}

/** One candle in rows from the top. */
type Shape = {
	readonly column: number;
	readonly high: number;
	readonly low: number;
	readonly top: number;
	readonly bottom: number;
	readonly even: boolean;
	readonly rising: boolean;
	readonly hollow: boolean;
	readonly style: StyleId;
};

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));

/** First and last half row (`per` 2) or row (`per` 1) of wick and body; a body without any has `last < first`. */
function extents({high, low, top, bottom}: Shape, rows: number, per: 1 | 2) {
	const count = rows * per;
	const wickFirst = clamp(Math.floor(high * per), 0, count - 1);
	const wickLast = clamp(Math.ceil(low * per) - 1, wickFirst, count - 1);
	return {
		wickFirst,
		wickLast,
		bodyFirst: clamp(Math.round(top * per), wickFirst, wickLast + 1),
		bodyLast: clamp(Math.round(bottom * per) - 1, wickFirst - 1, wickLast),
		middle: clamp(Math.floor((top + bottom) / 2), 0, rows - 1),
	};
}

function drawThin(grid: Grid, rect: Rect, shape: Shape): void {
	const {wickFirst, wickLast, bodyFirst, bodyLast, middle} = extents(shape, rect.height, 2);
	const half = (at: number): number =>
		at >= bodyFirst && at <= bodyLast ? body : at >= wickFirst && at <= wickLast ? wick : none;
	const x = rect.x + shape.column;
	for (let row = wickFirst >> 1; row <= wickLast >> 1; row++) {
		const [upper, lower] = [half(row * 2), half(row * 2 + 1)];
		const isHollow = shape.hollow && (upper === body || lower === body);
		grid.set(x, rect.y + row, isHollow ? hollowBody : halves[upper * 3 + lower]!, shape.style);
	}

	if (bodyLast >= bodyFirst) return;
	const doji = wickFirst === wickLast ? dojiCodes.flat : shape.even ? dojiCodes.even : dojiCodes.thin;
	grid.set(x, rect.y + middle, doji, shape.style);
}

function drawWide(grid: Grid, rect: Rect, shape: Shape, width: number, glyphs: Glyphs): void {
	const {wickFirst, wickLast, middle} = extents(shape, rect.height, 2);
	const half = (at: number): number => (at >= wickFirst && at <= wickLast ? wick : none);
	const {column, top, bottom, style} = shape;
	for (let row = wickFirst >> 1; row <= wickLast >> 1; row++) {
		grid.set(rect.x + column, rect.y + row, halves[half(row * 2) * 3 + half(row * 2 + 1)]!, style);
	}

	const left = column - ((width - 1) >> 1);
	const floats = top > middle && bottom < middle + 1;
	const block = {x: left, width, top, bottom, style, ascii: '#'};
	if (shape.hollow && bottom - top >= 1) {
		fillHollow(grid, rect, block, glyphs);
		return;
	}

	if (!floats && drawBlock(grid, rect, block, glyphs) > 0) return;
	const hasWick = wickFirst !== wickLast;
	for (let x = Math.max(0, left); x < Math.min(rect.width, left + width); x++) {
		grid.set(rect.x + x, rect.y + middle, hasWick && x === column ? dojiCodes.thin : dojiCodes.flat, style);
	}
}

/** A body of shades instead of solid cells; at least one row of it. */
function fillHollow(grid: Grid, rect: Rect, {x, width, top, bottom, style}: Block, {shades}: Glyphs): void {
	const first = clamp(Math.round(top), 0, rect.height - 1);
	const last = clamp(Math.round(bottom) - 1, first, rect.height - 1);
	const left = Math.max(0, x);
	const right = Math.min(rect.width, x + width);
	const place = {
		x: rect.x + left,
		y: rect.y + first,
		width: right - left,
		height: last - first + 1,
	};
	grid.fill(place, style, code(shades[1]!));
}

function drawAscii(grid: Grid, rect: Rect, shape: Shape, width: number): void {
	const {wickFirst, wickLast, bodyFirst, bodyLast, middle} = extents(shape, rect.height, 1);
	const {column, style} = shape;
	for (let row = wickFirst; row <= wickLast; row++) grid.set(rect.x + column, rect.y + row, code('|'), style);
	const [first, last] = bodyLast >= bodyFirst ? [bodyFirst, bodyLast] : [middle, middle];
	const fill = shape.even ? code('-') : code(shape.rising ? '#' : 'O');
	const left = column - ((width - 1) >> 1);
	for (let row = first; row <= last; row++) {
		for (let x = Math.max(0, left); x < Math.min(rect.width, left + width); x++) {
			grid.set(rect.x + x, rect.y + row, fill, style);
		}
	}
}
