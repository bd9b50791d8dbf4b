/** "Did you mean …?": the known names closest to a mistyped one. */

/** Number of single-character edits (insert, delete, replace, swap of neighbours) between two words. */
function distance(a: string, b: string): number {
	let before: number[] = [];
	let previous = Array.from({length: b.length + 1}, (_, j) => j);
	for (let i = 1; i <= a.length; i++) {
		const current = [i];
		for (let j = 1; j <= b.length; j++) {
			const same = a[i - 1] === b[j - 1];
			let cost = Math.min(previous[j]! + 1, current[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
			if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
				cost = Math.min(cost, before[j - 2]! + 1);
			}

			current.push(cost);
		}

		before = previous;
		previous = current;
	}

	return previous[b.length]!;
}

/**
 * The known names that `word` may have meant, nearest first, at most `limit`: those that begin with it, and those at
 * most a third of its length away. Empty when nothing is near.
 */
export function nearest(word: string, known: readonly string[], limit = 3): string[] {
	const wanted = word.toLowerCase().slice(0, 64);
	if (wanted === '') return [];
	const tolerance = Math.max(1, Math.ceil(wanted.length / 3));
	return known
		.filter(name => Math.abs(name.length - wanted.length) <= tolerance || isPrefix(wanted, name))
		.map(name => ({name, far: isPrefix(wanted, name) ? 1 : distance(wanted, name.toLowerCase())}))
		.filter(({far}) => far <= tolerance)
		.toSorted((a, b) => a.far - b.far)
		.slice(0, limit)
		.map(({name}) => name);
}

const isPrefix = (wanted: string, name: string): boolean =>
	wanted.length >= 2 && name.toLowerCase().startsWith(wanted);
