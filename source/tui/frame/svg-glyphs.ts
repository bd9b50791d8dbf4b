/** Box drawing, block and braille characters as shapes, so that a picture looks the same with any font. */

import {textOf} from '../cells/cell-text.js';

/**
 * A part of a character: the path data of a filled area, or of a line of so many pixels. Parts with the same paint can
 * be drawn as one path: they do not overlap.
 */
export type Shape = {readonly d: string; readonly paint: keyof typeof shapePaints};

/** How shapes are painted: attributes of a path, with the ink in place of `{}`. */
export const shapePaints = {
	solid: 'fill="{}" shape-rendering="crispEdges"',
	light: 'fill="{}" fill-opacity="0.25" shape-rendering="crispEdges"',
	half: 'fill="{}" fill-opacity="0.5" shape-rendering="crispEdges"',
	dense: 'fill="{}" fill-opacity="0.75" shape-rendering="crispEdges"',
	thin: 'stroke="{}" stroke-width="1.2" stroke-linecap="square"',
	thick: 'stroke="{}" stroke-width="2.6" stroke-linecap="square"',
	dashed: 'stroke="{}" stroke-width="1.2" stroke-dasharray="2.4 2.4"',
	/** Lines of no length with round ends. */
	dots: 'stroke="{}" stroke-width="2.4" stroke-linecap="round"',
} as const;

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
const dashed = new Set(['╎', '╌', '┄', '┆', '┊', '┈']);

const round = (value: number): string => String(Math.round(value * 100) / 100);

const area = (x: number, y: number, width: number, height: number): string =>
	`M${round(x)} ${round(y)}h${round(width)}v${round(height)}h${round(-width)}z`;

const solid = (x: number, y: number, width: number, height: number): readonly Shape[] => [
	{d: area(x, y, width, height), paint: 'solid'},
];

function boxLines(character: string, {x, y, width, height}: Cell): readonly Shape[] {
	const [up, right, down, left] = arms[character]!;
	const centreX = x + width / 2;
	const centreY = y + height / 2;
	const line = (step: string, weight: Weight): readonly Shape[] =>
		weight === 0
			? []
			: [
					{
						d: `M${round(centreX)} ${round(centreY)}${step}`,
						paint: dashed.has(character) ? 'dashed' : weight === 2 ? 'thick' : 'thin',
					},
				];
	return [
		...line(`V${round(y)}`, up),
		...line(`H${round(x + width)}`, right),
		...line(`V${round(y + height)}`, down),
		...line(`H${round(x)}`, left),
	];
}

/** Corner: which way it opens, right and down are 1. */
const corners: Readonly<Record<string, readonly [right: 1 | -1, down: 1 | -1]>> = {
	'╭': [1, 1],
	'╮': [-1, 1],
	'╰': [1, -1],
	'╯': [-1, -1],
};

function corner(character: string, {x, y, width, height}: Cell): readonly Shape[] {
	const [right, down] = corners[character]!;
	const centreX = round(x + width / 2);
	const centreY = round(y + height / 2);
	const endX = round(right === 1 ? x + width : x);
	const endY = round(down === 1 ? y + height : y);
	return [{d: `M${endX} ${centreY}Q${centreX} ${centreY} ${centreX} ${endY}`, paint: 'thin'}];
}

const shades: Readonly<Record<string, Shape['paint']>> = {'░': 'light', '▒': 'half', '▓': 'dense'};

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

function block(code: number, {x, y, width, height}: Cell): readonly Shape[] | null {
	if (code === 0x2580) return solid(x, y, width, height / 2);
	if (code > 0x2580 && code <= 0x2588) {
		const part = ((code - 0x2580) / 8) * height;
		return solid(x, y + height - part, width, part);
	}

	if (code > 0x2588 && code <= 0x258f) return solid(x, y, ((0x2590 - code) / 8) * width, height);
	if (code === 0x2590) return solid(x + width / 2, y, width / 2, height);
	if (code === 0x2594) return solid(x, y, width, height / 8);
	if (code === 0x2595) return solid(x + (width * 7) / 8, y, width / 8, height);
	const character = String.fromCodePoint(code);
	const shade = shades[character];
	if (shade !== undefined) return [{d: area(x, y, width, height), paint: shade}];
	const parts = quadrants[character];
	if (parts === undefined) return null;
	return Array.from(parts).flatMap((part, i) =>
		part === '1' ? solid(x + ((i % 2) * width) / 2, y + ((i >> 1) * height) / 2, width / 2, height / 2) : [],
	);
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

const braille = (code: number, {x, y, width, height}: Cell): readonly Shape[] => [
	{
		d: brailleDots
			.filter((_, bit) => ((code - 0x2800) >> bit) & 1)
			.map(
				([column, row]) =>
					`M${round(x + ((column + 0.5) * width) / 2)} ${round(y + ((row + 0.5) * height) / 4)}h0`,
			)
			.join(''),
		paint: 'dots',
	},
];

/** The shapes of a character in a cell, or null for one that a font draws. */
export function glyphShapes(code: number, cell: Cell): readonly Shape[] | null {
	if (code >= 0x2800 && code <= 0x28ff) return braille(code, cell);
	if (code >= 0x2580 && code <= 0x259f) return block(code, cell);
	const character = textOf(code);
	if (arms[character]) return boxLines(character, cell);
	if (corners[character]) return corner(character, cell);
	if (character === '╱' || character === '╲') {
		const {x, y, width, height} = cell;
		const [from, to] = character === '╱' ? [y + height, y] : [y, y + height];
		return [{d: `M${round(x)} ${round(from)}L${round(x + width)} ${round(to)}`, paint: 'thin'}];
	}

	return null;
}
