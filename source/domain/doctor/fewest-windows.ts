/** The fewest questions that cover all holes of a series. */

import {union, type Range} from '../range.js';

/**
 * Windows that cover every hole, ascending, each no longer than one question may be. A window begins with the first hole
 * not covered yet and reaches as far as it may, over candles that are there already: no cover has fewer windows.
 * `longest` gives the window that one question from the beginning of a range can serve; null when none can.
 */
export function fewestWindows(
	holes: readonly Range[],
	longest: (range: Range) => Range | null,
): readonly Range[] {
	const windows: Range[] = [];
	let rest = union(holes);
	while (rest.length > 0) {
		const first = rest[0]!;
		const window = longest({from: first.from, to: rest.at(-1)!.to});
		const reach = window === null ? first.to : window.to;
		const covered = rest.filter(({from}) => from < reach);
		const to = Math.min(reach, covered.at(-1)!.to);
		if (window !== null) windows.push({from: Math.max(window.from, first.from), to});
		rest = rest.flatMap(hole => (hole.to <= to ? [] : [{from: Math.max(hole.from, to), to: hole.to}]));
	}

	return windows;
}
