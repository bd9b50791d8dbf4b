/** Half-open time ranges `[from, to)` in milliseconds UTC, and their set arithmetic. */

export type Range = {
	/** First millisecond inside. */
	readonly from: number;
	/** First millisecond outside. */
	readonly to: number;
};

/** Joins overlapping and touching ranges; the result is ascending and disjoint. Empty ranges vanish. */
export function union(ranges: readonly Range[]): Range[] {
	const joined: Range[] = [];
	for (const range of ranges.filter(({from, to}) => from < to).toSorted((a, b) => a.from - b.from)) {
		const last = joined.at(-1);
		if (last && range.from <= last.to) {
			joined[joined.length - 1] = {from: last.from, to: Math.max(last.to, range.to)};
		} else {
			joined.push(range);
		}
	}

	return joined;
}

/** The parts of `wanted` that no range of `present` covers, ascending. */
export function subtract(wanted: Range, present: readonly Range[]): Range[] {
	const missing: Range[] = [];
	let cursor = wanted.from;
	for (const {from, to} of union(present)) {
		if (to <= cursor) continue;
		if (from >= wanted.to) break;
		if (from > cursor) missing.push({from: cursor, to: from});
		cursor = to;
	}

	if (cursor < wanted.to) missing.push({from: cursor, to: wanted.to});
	return missing;
}

/** Cuts a range into consecutive pieces of at most `length` milliseconds, oldest first. */
export function split({from, to}: Range, length: number): Range[] {
	const pieces: Range[] = [];
	for (let start = from; start < to; start += length) {
		pieces.push({from: start, to: Math.min(start + length, to)});
	}

	return pieces;
}
