/** Cells for terminals that only have ASCII: whatever reaches the grid from words and providers, in plain characters. */

import {rightHalf, textOf} from './cell-text.js';
import {blank, type Grid} from './grid.js';

const lastAscii = 0x7e;
const unknown = 0x3f;

/** What stands for characters that have no plain letter inside them. */
const plainForms: Readonly<Record<string, string>> = {
	'…': '~',
	'·': '.',
	'•': '*',
	'×': 'x',
	'–': '-',
	'—': '-',
	'−': '-',
	'‘': "'",
	'’': "'",
	'“': '"',
	'”': '"',
	'\u00A0': ' ',
	'\u202F': ' ',
	'≤': '<',
	'≥': '>',
	ª: 'a',
	º: 'o',
};

const known = new Map<number, number>();

/** `é` becomes `e`; what has no plain form becomes `?`. */
function plainCode(code: number): number {
	let plain = known.get(code);
	if (plain === undefined) {
		const text = textOf(code);
		const [first] = (plainForms[text] ?? text).normalize('NFD');
		const candidate = first?.codePointAt(0) ?? unknown;
		plain = candidate <= lastAscii ? candidate : unknown;
		known.set(code, plain);
	}

	return plain;
}

/** Replaces every character beyond ASCII, in place. A wide one becomes a question mark and a blank. */
export function toAscii({codes}: Grid): void {
	for (let at = 0; at < codes.length; at++) {
		const code = codes[at]!;
		if (code === rightHalf) codes[at] = blank;
		else if (code > lastAscii) codes[at] = plainCode(code);
	}
}
