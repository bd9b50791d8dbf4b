/** Text broken into lines of a width, at spaces where there are any. */

import {widthOf} from '../cells/cell-text.js';

/** Cuts a word that is wider than a line. */
function pieces(word: string, width: number): readonly string[] {
	if (widthOf(word) <= width) return [word];
	const parts: string[] = [];
	let part = '';
	for (const character of word) {
		if (part !== '' && widthOf(part + character) > width) {
			parts.push(part);
			part = '';
		}

		part += character;
	}

	return [...parts, part];
}

/** Lines no wider than `width` (at least 1). Indentation of the text is repeated on every line. */
export function wrapped(text: string, width: number): readonly string[] {
	const indent = /^ */.exec(text)![0];
	const room = Math.max(1, width - indent.length);
	const lines: string[] = [];
	let line = '';
	for (const word of text
		.trim()
		.split(/\s+/)
		.flatMap(word => pieces(word, room))) {
		if (line !== '' && widthOf(line) + 1 + widthOf(word) > room) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}

	return [...lines, line].map(one => indent + one);
}
