import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {candlesFrom} from '#domain/candles.js';
import type {Candle} from '#domain/market.js';
import {bodyWidth, drawCandles} from '#tui/charts/candlesticks.js';
import {createScale} from '#tui/charts/scale.js';
import {columnOf, createSlots} from '#tui/charts/slots.js';
import {blank, Grid} from '#tui/cells/grid.js';
import {asciiGlyphs, unicodeGlyphs} from '#tui/theme/glyphs.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 10, 21, 12);
const styles = {up: 1, down: 2};

/** Candles of four prices each, one per hour up to noon. */
const candlesOf = (...rows: readonly (readonly [open: number, high: number, low: number, close: number])[]) =>
	candlesFrom(
		rows.map(([open, high, low, close], i): Candle => ({
			ts: noon - (rows.length - i) * hour,
			open,
			high,
			low,
			close,
			volume: 1,
			flags: 0,
		})),
	);

function drawn(
	rows: readonly (readonly [number, number, number, number])[],
	{
		width,
		height,
		low,
		high,
		ascii = false,
	}: {width: number; height: number; low: number; high: number; ascii?: boolean},
): Grid {
	const grid = new Grid(width, height);
	const slots = createSlots({interval: '1h', end: noon, span: rows.length * hour, width, exact: true});
	drawCandles(grid, {x: 0, y: 0, width, height}, candlesOf(...rows), {
		slots,
		scale: createScale('linear', low, high, height),
		styles,
		glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
	});
	return grid;
}

describe('thin candles', () => {
	test('have wicks and bodies at half a cell', () => {
		const grid = drawn([[1, 4, 0, 3]], {width: 1, height: 4, low: 0, high: 4});
		expect(grid.lines()).toEqual(['│', '┃', '┃', '│']);
		const halves = drawn([[0.5, 3.5, 0.5, 2.5]], {width: 1, height: 4, low: 0, high: 4});
		expect(halves.lines()).toEqual(['╷', '╽', '┃', '╹']);
	});

	test('differ in style by direction', () => {
		const grid = drawn(
			[
				[1, 4, 0, 3],
				[3, 4, 0, 1],
			],
			{width: 2, height: 4, low: 0, high: 4},
		);
		expect([grid.style(0, 1), grid.style(1, 1)]).toEqual([styles.up, styles.down]);
	});

	test('show a doji as a crossed wick, and a price that never moved as a stroke', () => {
		expect(drawn([[2, 4, 0, 2]], {width: 1, height: 4, low: 0, high: 4}).lines()).toContain('┼');
		expect(drawn([[2, 4, 0, 2.1]], {width: 1, height: 4, low: 0, high: 4}).lines()).toContain('┿');
		expect(drawn([[2.2, 2.2, 2.2, 2.2]], {width: 1, height: 4, low: 0, high: 4}).lines()).toContain('━');
	});
});

/** A rising and a falling candle, each `width` columns apart. */
const hollow = (width: number): readonly string[] => {
	const grid = new Grid(width * 2, 4);
	const slots = createSlots({interval: '1h', end: noon, span: 2 * hour, width: width * 2});
	const candles = candlesOf([1, 4, 0, 3], [3, 4, 0, 1]);
	const scale = createScale('linear', 0, 4, 4);
	const rect = {x: 0, y: 0, width: width * 2, height: 4};
	drawCandles(grid, rect, candles, {slots, scale, styles, glyphs: unicodeGlyphs, hollow: true});
	return grid.lines();
};

describe('candles without colours', () => {
	test('are hollow when they rise', () => {
		expect(hollow(1)).toEqual(['││', '║┃', '║┃', '││']);
		expect(hollow(4)).toEqual(['  │   │', ' ░░░ ███', ' ░░░ ███', '  │   │']);
	});
});

describe('wide candles', () => {
	test('have bodies of eighths with the wick in the middle', () => {
		const grid = drawn([[1, 4, 0, 2.5]], {width: 4, height: 4, low: 0, high: 4});
		expect(grid.lines()).toEqual(['  │', ' ▄▄▄', ' ███', '  │']);
	});

	test('leave a column between bodies', () => {
		expect([1, 2, 3, 4, 5, 8].map(bodyWidth)).toEqual([1, 1, 2, 3, 3, 7]);
	});
});

describe('ASCII candles', () => {
	test('tell direction without colour', () => {
		const grid = drawn(
			[
				[1, 4, 0, 3],
				[3, 4, 0, 1],
				[2, 4, 0, 2],
			],
			{width: 3, height: 4, low: 0, high: 4, ascii: true},
		);
		expect(grid.lines()).toEqual(['|||', '#O|', '#O-', '|||']);
	});
});

describe('any candles', () => {
	const prices = fc.tuple(...[0, 1, 2, 3].map(() => fc.double({min: 1, max: 100, noNaN: true})));
	const candle = prices.map(four => {
		const [low, a, b, high] = four.toSorted((x, y) => x - y) as [number, number, number, number];
		return [a, high, low, b] as const;
	});
	const falling = candle.map(([open, high, low, close]) => [close, high, low, open] as const);

	test('reach the rows of their high and low, and nothing else is drawn', () => {
		fc.assert(
			fc.property(
				fc.array(fc.oneof(candle, falling), {minLength: 1, maxLength: 30}),
				fc.integer({min: 30, max: 90}),
				fc.integer({min: 1, max: 20}),
				fc.boolean(),
				(rows, width, height, ascii) => {
					const grid = new Grid(width + 4, height + 4);
					const rect = {x: 2, y: 2, width, height};
					const slots = createSlots({interval: '1h', end: noon, span: rows.length * hour, width});
					const candles = candlesOf(...rows);
					const low = Math.min(...rows.map(row => row[2]));
					const scale = createScale('linear', low, Math.max(...rows.map(row => row[1])), height);
					const glyphs = ascii ? asciiGlyphs : unicodeGlyphs;
					drawCandles(grid, rect, candles, {slots, scale, styles, glyphs});
					for (let y = 0; y < grid.height; y++) {
						for (let x = 0; x < grid.width; x++) {
							const inside = x >= 2 && x < 2 + width && y >= 2 && y < 2 + height;
							if (!inside) expect(grid.code(x, y)).toBe(blank);
						}
					}

					for (let i = 0; i < candles.length; i++) {
						const column = columnOf(slots, candles.ts[i]!);
						if (column < 0) continue;
						const top = Math.min(height - 1, Math.floor(scale.y(candles.high[i]!)));
						const bottom = Math.min(height - 1, Math.ceil(scale.y(candles.low[i]!)) - 1);
						expect(grid.code(2 + column, 2 + Math.max(0, top))).not.toBe(blank);
						expect(grid.code(2 + column, 2 + Math.max(0, top, bottom))).not.toBe(blank);
					}
				},
			),
		);
	});
});
