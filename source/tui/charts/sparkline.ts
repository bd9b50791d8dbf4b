/** A price history as small bars: one row of a table, or a little chart in a panel. */

import type {Grid, Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';

/**
 * Draws prices, oldest first, over the whole of `rect`: the highest reaches the top, the lowest still shows. Unknown
 * prices (NaN) leave their column empty. More prices than columns are averaged, fewer are repeated.
 */
export function sparkline(
	grid: Grid,
	rect: Rect,
	prices: ArrayLike<number>,
	style: StyleId,
	{levels}: Pick<Glyphs, 'levels'>,
): void {
	if (rect.width <= 0 || rect.height <= 0 || prices.length === 0) return;
	const columns = columnsOf(prices, rect.width);
	let low = Infinity;
	let high = -Infinity;
	for (const value of columns) {
		if (value < low) low = value;
		if (value > high) high = value;
	}

	// A full block would fuse with the row above, so the topmost step is left out.
	const steps = levels.length;
	const top = rect.height * steps - 2;
	for (let x = 0; x < rect.width; x++) {
		const value = columns[x]!;
		if (Number.isNaN(value)) continue;
		const share = high > low ? (value - low) / (high - low) : 0.5;
		bar(grid, rect, rect.x + x, Math.round(share * top) + 1, style, levels);
	}
}

/** A bar of `steps` level steps, from the bottom of `rect` up. */
function bar(
	grid: Grid,
	rect: Rect,
	x: number,
	steps: number,
	style: StyleId,
	levels: readonly string[],
): void {
	let left = steps;
	for (let y = rect.y + rect.height - 1; y >= rect.y && left > 0; y--) {
		const level = Math.min(levels.length, left);
		grid.set(x, y, levels[level - 1]!.codePointAt(0)!, style);
		left -= level;
	}
}

/** One value per column: the mean of the known prices that fall into it, NaN when there are none. */
function columnsOf(prices: ArrayLike<number>, width: number): Float64Array {
	const columns = new Float64Array(width);
	for (let x = 0; x < width; x++) {
		const from = Math.floor((x * prices.length) / width);
		const to = Math.max(from + 1, Math.floor(((x + 1) * prices.length) / width));
		let sum = 0;
		let known = 0;
		for (let i = from; i < to; i++) {
			const price = prices[i]!;
			if (!Number.isFinite(price)) continue;
			sum += price;
			known++;
		}

		columns[x] = known > 0 ? sum / known : Number.NaN;
	}

	return columns;
}
