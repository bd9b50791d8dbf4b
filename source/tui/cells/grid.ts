/** A rectangle of cells, and the few ways to draw into it. Nothing ever lands outside. */

import {cellsOf, rightHalf, textOf} from './cell-text.js';
import type {StyleId} from './style.js';

export type Rect = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};
export type Size = {readonly width: number; readonly height: number};
export type Align = 'left' | 'right' | 'center';

export const blank = 32;

export class Grid {
	readonly width: number;
	readonly height: number;
	/** Cell codes, row by row; see cell-text.ts. */
	readonly codes: Uint32Array;
	readonly styles: Uint16Array;

	constructor(width: number, height: number) {
		this.width = Math.max(0, Math.floor(width));
		this.height = Math.max(0, Math.floor(height));
		this.codes = new Uint32Array(this.width * this.height).fill(blank);
		this.styles = new Uint16Array(this.width * this.height);
	}

	/** Blanks everything, in one style. */
	clear(style: StyleId = 0): void {
		this.codes.fill(blank);
		this.styles.fill(style);
	}

	/** Puts one narrow character code into a cell. */
	set(x: number, y: number, code: number, style: StyleId): void {
		if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
		const at = y * this.width + x;
		this.heal(x, y);
		this.codes[at] = code;
		this.styles[at] = style;
	}

	/** The code of a cell; a blank outside. */
	code(x: number, y: number): number {
		return x < 0 || y < 0 || x >= this.width || y >= this.height ? blank : this.codes[y * this.width + x]!;
	}

	style(x: number, y: number): StyleId {
		return x < 0 || y < 0 || x >= this.width || y >= this.height ? 0 : this.styles[y * this.width + x]!;
	}

	/** Changes the look of cells and leaves their text. */
	restyle({x, y, width, height}: Rect, change: (style: StyleId) => StyleId): void {
		const right = Math.min(this.width, x + width);
		const bottom = Math.min(this.height, y + height);
		for (let row = Math.max(0, y); row < bottom; row++) {
			for (let column = Math.max(0, x); column < right; column++) {
				const at = row * this.width + column;
				this.styles[at] = change(this.styles[at]!);
			}
		}
	}

	/** Fills a rectangle with one character. */
	fill({x, y, width, height}: Rect, style: StyleId, code = blank): void {
		const left = Math.max(0, x);
		const right = Math.min(this.width, x + width);
		const bottom = Math.min(this.height, y + height);
		if (right <= left) return;
		for (let row = Math.max(0, y); row < bottom; row++) {
			this.heal(left, row);
			this.heal(right - 1, row);
			this.codes.fill(code, row * this.width + left, row * this.width + right);
			this.styles.fill(style, row * this.width + left, row * this.width + right);
		}
	}

	/**
	 * Writes text into at most `width` columns (to the right edge by default); what does not fit ends in `…`.
	 * Returns the columns written. With `align` other than left the whole width is filled.
	 */
	text(
		x: number,
		y: number,
		text: string,
		style: StyleId,
		width = this.width - x,
		align: Align = 'left',
	): number {
		if (y < 0 || y >= this.height || width <= 0) return 0;
		const cells = fit(cellsOf(text), width);
		const room = width - cells.length;
		const left = align === 'left' ? 0 : align === 'right' ? room : room >> 1;
		const row: Rect = {x, y, width, height: 1};
		if (align !== 'left') this.fill(row, style);
		this.cells(x + left, y, cells, style);
		return align === 'left' ? cells.length : width;
	}

	/** Writes prepared cells. */
	cells(x: number, y: number, cells: readonly number[], style: StyleId): void {
		if (y < 0 || y >= this.height) return;
		for (let i = 0; i < cells.length; i++) {
			const column = x + i;
			if (column < 0 || column >= this.width) continue;
			const code = cells[i]!;
			const wide = cells[i + 1] === rightHalf;
			// Half a wide character at an edge would push the line out of place.
			const halved = (wide && column + 1 >= this.width) || (code === rightHalf && column === 0);
			if (code !== rightHalf || halved) this.heal(column, y);
			if (wide && !halved) this.heal(column + 1, y);
			const at = y * this.width + column;
			this.codes[at] = halved ? blank : code;
			this.styles[at] = style;
		}
	}

	/** Copies another grid into this one, as far as it lies within `clip`. */
	blit(
		from: Grid,
		x: number,
		y: number,
		clip: Rect = {x: 0, y: 0, width: this.width, height: this.height},
	): void {
		const left = Math.max(0, -x, clip.x - x);
		const right = Math.min(from.width, this.width - x, clip.x + clip.width - x);
		if (right <= left) return;
		const top = Math.max(0, -y, clip.y - y);
		const bottom = Math.min(from.height, this.height - y, clip.y + clip.height - y);
		for (let row = top; row < bottom; row++) {
			const target = y + row;
			this.heal(x + left, target);
			this.heal(x + right - 1, target);
			const start = row * from.width;
			const at = target * this.width + x;
			this.codes.set(from.codes.subarray(start + left, start + right), at + left);
			this.styles.set(from.styles.subarray(start + left, start + right), at + left);
			if (this.codes[at + left] === rightHalf) this.codes[at + left] = blank;
			// A wide character cut by the right edge.
			if (right < from.width && from.codes[start + right] === rightHalf) this.codes[at + right - 1] = blank;
		}
	}

	/** One row as text, trailing blanks cut. */
	line(y: number): string {
		let text = '';
		for (let x = 0; x < this.width; x++) text += textOf(this.codes[y * this.width + x]!);
		return text.trimEnd();
	}

	/** All rows as text. */
	lines(): string[] {
		return Array.from({length: this.height}, (_, y) => this.line(y));
	}

	/** Blanks the other half of a wide character that is about to be overwritten. */
	private heal(x: number, y: number): void {
		const at = y * this.width + x;
		if (this.codes[at] === rightHalf && x > 0) this.codes[at - 1] = blank;
		else if (x + 1 < this.width && this.codes[at + 1] === rightHalf) this.codes[at + 1] = blank;
	}
}

const ellipsis = 0x2026;

/** Cells cut to a width; where something is missing the last one is an ellipsis. */
function fit(cells: readonly number[], width: number): readonly number[] {
	if (cells.length <= width) return cells;
	const kept = cells.slice(0, Math.max(0, width));
	if (width <= 0) return kept;
	// The ellipsis must not leave half a wide character before it.
	if (kept.at(-1) === rightHalf) kept[kept.length - 2] = blank;
	kept[kept.length - 1] = ellipsis;
	return kept;
}
