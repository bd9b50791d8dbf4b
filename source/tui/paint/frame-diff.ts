/** What a terminal must be sent so that it shows one frame instead of another. */

import {rightHalf, textOf} from '../cells/cell-text.js';
import {blank, type Grid} from '../cells/grid.js';
import {groundOf, sgrBetween, sgrOf, type ColourDepth, type StyleId} from '../cells/style.js';

export type DiffOptions = {
	readonly depth: ColourDepth;
	/** Leaves the last cell blank: some consoles scroll when it is written. */
	readonly sparesCorner: boolean;
};

const erase = '\u001B[2J';
const eraseTwo = '\u001B[2X';
/** Re-emitting so many unchanged cells costs less than moving the cursor over them. */
const shortGap = 3;
/** Where nothing is known about the cursor. */
const lost = -1;

const moveTo = (x: number, y: number): string => `\u001B[${y + 1};${x + 1}H`;
const moveToColumn = (x: number): string => `\u001B[${x + 1}G`;
const moveRight = (by: number): string => `\u001B[${by === 1 ? '' : by}C`;

/** The text of a cell; never a control character, whoever drew it. */
function cellText(code: number): string {
	return code < 32 || (code > 126 && code < 160) ? ' ' : textOf(code);
}

/** Columns on which all terminals agree: one character that is neither wide nor made of several. */
const isSimple = (text: string): boolean => text.length === 1;

/** Whether a cell looks the same in both styles. */
const looksSame = (code: number, a: StyleId, b: StyleId): boolean =>
	a === b || (code === blank && groundOf(a) === groundOf(b));

/**
 * The sequences from `before` (null for an unknown screen, which is erased first) to `next`, of the same size; empty
 * when they look the same. Ends in the plain style.
 */
export function frameDiff(next: Grid, before: Grid | null, {depth, sparesCorner}: DiffOptions): string {
	const {width, height, codes, styles} = next;
	let text = '';
	let pen = 0;

	const isSame = (at: number): boolean => {
		const code = codes[at]!;
		return before === null
			? code === blank && groundOf(styles[at]!) === 0
			: code === before.codes[at] && looksSame(code, styles[at]!, before.styles[at]!);
	};
	const isWide = (x: number, at: number): boolean => x + 1 < width && codes[at + 1] === rightHalf;
	/** The cells between the cursor and `to`, where repeating them is the shortest way. */
	const gapText = (row: number, from: number, to: number): string | null => {
		if (to - from > shortGap) return null;
		let gap = '';
		for (let at = row + from; at < row + to; at++) {
			const cell = cellText(codes[at]!);
			if (codes[at] === rightHalf || !looksSame(codes[at]!, styles[at]!, pen) || !isSimple(cell)) return null;
			gap += cell;
		}

		return gap;
	};

	for (let y = 0; y < height; y++) {
		const row = y * width;
		let touched = false;
		/** Column of the cursor, as far as it is known. */
		let cursor = lost;
		for (let x = 0; x < width; x++) {
			const at = row + x;
			const wide = isWide(x, at);
			if (isSame(at) && (!wide || isSame(at + 1))) continue;
			if (sparesCorner && y === height - 1 && x + (wide ? 1 : 0) === width - 1) continue;
			if (!touched) text += moveTo(x, y);
			else if (cursor === lost) text += moveToColumn(x);
			else if (cursor < x) text += gapText(row, cursor, x) ?? moveRight(x - cursor);
			touched = true;
			if (!looksSame(codes[at]!, styles[at]!, pen)) {
				text += sgrBetween(pen, styles[at]!, depth);
				pen = styles[at]!;
			}

			const cell = cellText(codes[at]!);
			// Where a terminal thinks it narrow, nothing old may stay beside it.
			text += wide ? eraseTwo + cell : cell;
			cursor = !wide && isSimple(cell) ? x + 1 : lost;
			if (wide) x++;
		}
	}

	if (text === '' && before !== null) return '';
	const plain = sgrOf(0, depth);
	return `${before === null ? plain + erase : ''}${text}${pen === 0 ? '' : plain}`;
}
