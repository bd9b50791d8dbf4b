/** Items on as few lines as they need. */

import {widthOf} from '../../cells/cell-text.js';

/** Fills lines of at most `width` cells with whole items; one that is longer has a line of its own. */
export function wrapped(items: readonly string[], width: number, between: string): readonly string[] {
	const lines: string[] = [];
	for (const item of items) {
		const line = lines.at(-1);
		if (line !== undefined && widthOf(line) + widthOf(between) + widthOf(item) <= width) {
			lines[lines.length - 1] = line + between + item;
		} else {
			lines.push(item);
		}
	}

	return lines;
}
