/** Box drawing, block and braille characters as shapes, so that a picture looks the same with any font. */

import {textOf} from '../cells/cell-text.js';

/** A cell in the picture, px. */
export type Cell = {readonly x: number; readonly y: number; readonly width: number; readonly height: number};

/** Arms of a box drawing character: up, right, down, left; 0 none, 1 light, 2 heavy. */
type Weight = 0 | 1 | 2;
type Arms = readonly [up: Weight, right: Weight, down: Weight, left: Weight];

const arms: Readonly<Record<string, Arms>> = {
	'─': [0, 1, 0, 1],
	'━': [0, 2, 0, 2],
	'│': [1, 0, 1, 0],
	'┃': [2, 0, 2, 0],
	'┌': [0, 1, 1, 0],
	'┐': [0, 0, 1, 1],
	'└': [1, 1, 0, 0],
	'┘': [1, 0, 0, 1],
	'├': [1, 1, 1, 0],
	'┤': [1, 0, 1, 1],
	'┬': [0, 1, 1, 1],
	'┴': [1, 1, 0, 1],
	'┼': [1, 1, 1, 1],
	'┿': [1, 2, 1, 2],
	'╂': [2, 1, 2, 1],
	'╋': [2, 2, 2, 2],
	'╴': [0, 0, 0, 1],
	'╵': [1, 0, 0, 0],
	'╶': [0, 1, 0, 0],
	'╷': [0, 0, 1, 0],
	'╸': [0, 0, 0, 2],
	'╹': [2, 0, 0, 0],
	'╺': [0, 2, 0, 0],
	'╻': [0, 0, 2, 0],
	'╽': [1, 0, 2, 0],
	'╿': [2, 0, 1, 0],
	'┝': [1, 2, 1, 0],
	'┥': [1, 0, 1, 2],
	'┠': [2, 1, 2, 0],
	'┨': [2, 0, 2, 1],
	'╎': [1, 0, 1, 0],
	'╌': [0, 1, 0, 1],
	'┄': [0, 1, 0, 1],
	'┆': [1, 0, 1, 0],
	'┊': [1, 0, 1, 0],
	'┈': [0, 1, 0, 1],
};
/** By weight, px. */
const thickness = [0, 1.2, 2.6] as const;
const dashed = new Set(['╎', '╌', '┄', '┆', '┊', '┈']);

const round = (value: number): string => String(Math.round(value * 100) / 100);

const rect = (x: number, y: number, width: number, height: number, fill: string): string =>
	`<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;

function boxLines(character: string, {x, y, width, height}: Cell, fill: string): string {
	const [up, right, down, left] = arms[character]!;
	const centreX = x + width / 2;
	const centreY = y + height / 2;
	const dash = dashed.has(character) ? ' stroke-dasharray="2.4 2.4"' : '';
	const line = (toX: number, toY: number, weight: Arms[number]): string =>
		weight === 0
			? ''
			: `<path d="M${round(centreX)} ${round(centreY)}L${round(toX)} ${round(toY)}" stroke="${fill}" stroke-width="${thickness[weight]}" stroke-linecap="${dash === '' ? 'square' : 'butt'}"${dash}/>`;
	return [
		line(centreX, y, up),
		line(x + width, centreY, right),
		line(centreX, y + height, down),
		line(x, centreY, left),
	].join('');
}

/** Corner: which way it opens, right and down are 1. */
const corners: Readonly<Record<string, readonly [right: 1 | -1, down: 1 | -1]>> = {
	'╭': [1, 1],
	'╮': [-1, 1],
	'╰': [1, -1],
	'╯': [-1, -1],
};

function corner(character: string, {x, y, width, height}: Cell, fill: string): string {
	const [right, down] = corners[character]!;
	const centreX = x + width / 2;
	const centreY = y + height / 2;
	const endX = right === 1 ? x + width : x;
	const endY = down === 1 ? y + height : y;
	return `<path d="M${round(endX)} ${round(centreY)}Q${round(centreX)} ${round(centreY)} ${round(centreX)} ${round(endY)}" stroke="${fill}" stroke-width="1.2" fill="none"/>`;
}

const shadeOpacity: Readonly<Record<string, number>> = {'░': 0.25, '▒': 0.5, '▓': 0.75};

/** Quadrants of a cell: upper left, upper right, lower left, lower right. */
const quadrants: Readonly<Record<string, string>> = {
	'▘': '1000',
	'▝': '0100',
	'▖': '0010',
	'▗': '0001',
	'▚': '1001',
	'▞': '0110',
	'▛': '1110',
	'▜': '1101',
	'▙': '1011',
	'▟': '0111',
};

function block(code: number, {x, y, width, height}: Cell, fill: string): string | null {
	if (code === 0x2580) return rect(x, y, width, height / 2, fill);
	if (code > 0x2580 && code <= 0x2588) {
		const part = ((code - 0x2580) / 8) * height;
		return rect(x, y + height - part, width, part, fill);
	}

	if (code > 0x2588 && code <= 0x258f) return rect(x, y, ((0x2590 - code) / 8) * width, height, fill);
	if (code === 0x2590) return rect(x + width / 2, y, width / 2, height, fill);
	if (code === 0x2594) return rect(x, y, width, height / 8, fill);
	if (code === 0x2595) return rect(x + (width * 7) / 8, y, width / 8, height, fill);
	const character = String.fromCodePoint(code);
	const opacity = shadeOpacity[character];
	if (opacity !== undefined) {
		return rect(x, y, width, height, fill).replace('/>', ` fill-opacity="${opacity}"/>`);
	}

	const parts = quadrants[character];
	if (parts === undefined) return null;
	return Array.from(parts)
		.map((part, i) =>
			part === '1'
				? rect(x + ((i % 2) * width) / 2, y + ((i >> 1) * height) / 2, width / 2, height / 2, fill)
				: '',
		)
		.join('');
}

/** Bit of each dot: column, row. */
const brailleDots: readonly (readonly [column: number, row: number])[] = [
	[0, 0],
	[0, 1],
	[0, 2],
	[1, 0],
	[1, 1],
	[1, 2],
	[0, 3],
	[1, 3],
];

function braille(code: number, {x, y, width, height}: Cell, fill: string): string {
	return brailleDots
		.map(([column, row], bit) =>
			((code - 0x2800) >> bit) & 1
				? `<circle cx="${round(x + ((column + 0.5) * width) / 2)}" cy="${round(y + ((row + 0.5) * height) / 4)}" r="1.2" fill="${fill}"/>`
				: '',
		)
		.join('');
}

/** The shapes of a character in a cell, or null for one that a font draws. */
export function glyphShapes(code: number, cell: Cell, fill: string): string | null {
	if (code >= 0x2800 && code <= 0x28ff) return braille(code, cell, fill);
	if (code >= 0x2580 && code <= 0x259f) return block(code, cell, fill);
	const character = textOf(code);
	if (arms[character]) return boxLines(character, cell, fill);
	if (corners[character]) return corner(character, cell, fill);
	if (character === '╱' || character === '╲') {
		const {x, y, width, height} = cell;
		const [from, to] = character === '╱' ? [y + height, y] : [y, y + height];
		return `<path d="M${round(x)} ${round(from)}L${round(x + width)} ${round(to)}" stroke="${fill}" stroke-width="1.2"/>`;
	}

	return null;
}
