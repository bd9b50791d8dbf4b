/** Escape sequences of styles (SGR), read back into styles. */

import {plain, type Colour, type Style} from '../cells/style.js';

/** The usual colours 0 to 15, as xterm shows them. */
const sixteen = [
	0x000000, 0xcd0000, 0x00cd00, 0xcdcd00, 0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000,
	0x00ff00, 0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff,
] as const;
const cubeLevels = [0, 95, 135, 175, 215, 255] as const;

const distance = (a: number, b: number): number =>
	((a >> 16) - (b >> 16)) ** 2 + (((a >> 8) & 255) - ((b >> 8) & 255)) ** 2 + ((a & 255) - (b & 255)) ** 2;

function nearestOfSixteen(rgb: number): number {
	let best = 0;
	for (let i = 1; i < sixteen.length; i++) {
		if (distance(sixteen[i]!, rgb) < distance(sixteen[best]!, rgb)) best = i;
	}

	return best;
}

/** One of the 16 colours by its number. */
export const namedColour = (ansi: number): Colour => ({rgb: sixteen[ansi]!, ansi});

/** A colour with its nearest of the 16. */
export const rgbColour = (rgb: number): Colour => ({rgb, ansi: nearestOfSixteen(rgb)});

/** One of the 256 colours by its number. */
export function indexedColour(index: number): Colour {
	if (index < 16) return namedColour(Math.max(0, index));
	if (index >= 232) {
		const level = 8 + (Math.min(255, index) - 232) * 10;
		return rgbColour((level << 16) | (level << 8) | level);
	}

	const [red, green, blue] = [36, 6, 1].map(step => cubeLevels[Math.floor((index - 16) / step) % 6]!);
	return rgbColour((red! << 16) | (green! << 8) | blue!);
}

/** What follows 38 or 48: the colour and how many numbers it took. */
function extendedColour(numbers: readonly number[]): {readonly colour: Colour; readonly taken: number} {
	const [kind, a = 0, b = 0, c = 0] = numbers;
	return kind === 5
		? {colour: indexedColour(a), taken: 2}
		: {colour: rgbColour(((a & 255) << 16) | ((b & 255) << 8) | (c & 255)), taken: 4};
}

const attributes: Readonly<Record<number, Partial<Style>>> = {
	0: plain,
	1: {bold: true},
	2: {dim: true},
	3: {italic: true},
	4: {underline: true},
	7: {inverse: true},
	22: {bold: false, dim: false},
	23: {italic: false},
	24: {underline: false},
	27: {inverse: false},
	39: {fg: null},
	49: {bg: null},
};

/** The style after `CSI parameters m`. */
export function styleAfter(style: Style, parameters: string): Style {
	const numbers = parameters.split(/[;:]/).map(Number);
	let next = style;
	for (let i = 0; i < numbers.length; i++) {
		const code = numbers[i]!;
		if (code === 38 || code === 48) {
			const {colour, taken} = extendedColour(numbers.slice(i + 1));
			next = code === 38 ? {...next, fg: colour} : {...next, bg: colour};
			i += taken;
		} else if (code >= 30 && code <= 37) next = {...next, fg: namedColour(code - 30)};
		else if (code >= 90 && code <= 97) next = {...next, fg: namedColour(code - 90 + 8)};
		else if (code >= 40 && code <= 47) next = {...next, bg: namedColour(code - 40)};
		else if (code >= 100 && code <= 107) next = {...next, bg: namedColour(code - 100 + 8)};
		else next = {...next, ...attributes[code]};
	}

	return next;
}
