/** The colour names of Ink's components, as colours. */

import type {Colour} from '../cells/style.js';
import {indexedColour, namedColour, rgbColour} from './sgr.js';

const names = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'] as const;
const greys = new Set(['gray', 'grey']);

/** `red`, `redBright`, `gray`, `#ff8800`, `#f80`, `ansi256(208)`, `rgb(255, 136, 0)`; null for anything else. */
export function inkColour(text: string | undefined): Colour {
	if (text === undefined) return null;
	if (greys.has(text)) return namedColour(8);
	const named = names.findIndex(name => text === name || text === `${name}Bright`);
	if (named !== -1) return namedColour(text.endsWith('Bright') ? named + 8 : named);
	const hex = /^#(?:([\da-f]{6})|([\da-f])([\da-f])([\da-f]))$/i.exec(text);
	if (hex) {
		const [, whole, red, green, blue] = hex;
		return rgbColour(Number.parseInt(whole ?? `${red}${red}${green}${green}${blue}${blue}`, 16));
	}

	const [kind = '', inside = ''] = text.split('(');
	const numbers = inside.split(',').map(part => Number.parseInt(part, 10) || 0);
	if (kind === 'ansi256') return indexedColour(numbers[0]!);
	if (kind === 'rgb') return rgbColour((numbers[0]! << 16) | ((numbers[1] ?? 0) << 8) | (numbers[2] ?? 0));
	return null;
}
