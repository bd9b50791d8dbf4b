/** One bar per candle from a base line: volume, and histograms on both sides of zero. */

import type {Grid, Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Glyphs} from '../theme/glyphs.js';
import {drawBlock} from './blocks.js';
import {bodyWidth} from './candlesticks.js';
import type {ValueScale} from './scale.js';
import {columnOf, visible, type Slots} from './slots.js';

export type BarsOptions = {
	readonly slots: Slots;
	readonly scale: ValueScale;
	/** Where bars begin. */
	readonly base: number;
	readonly style: (value: number) => StyleId;
	readonly glyphs: Pick<Glyphs, 'levels' | 'ascii'>;
};

/** Draws a bar for each known value; a value other than the base always shows a little. */
export function drawBars(
	grid: Grid,
	rect: Rect,
	ts: ArrayLike<number>,
	values: ArrayLike<number>,
	{slots, scale, base, style, glyphs}: BarsOptions,
): void {
	const {first, end} = visible(slots, ts);
	const width = bodyWidth(slots.spacing);
	const zero = Math.max(0, Math.min(rect.height, scale.y(base)));
	const least = glyphs.ascii ? 0.5 : 1 / 8;
	for (let i = first; i < end; i++) {
		const value = values[i]!;
		if (!Number.isFinite(value) || value === base) continue;
		const y = scale.y(value);
		const [top, bottom] =
			value > base ? [Math.min(y, zero - least), zero] : [zero, Math.max(y, zero + least)];
		const x = columnOf(slots, ts[i]!) - ((width - 1) >> 1);
		drawBlock(grid, rect, {x, width, top, bottom, style: style(value), ascii: ':'}, glyphs);
	}
}
