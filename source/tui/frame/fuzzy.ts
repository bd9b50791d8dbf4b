/** Finding by a few letters, in any order of words and with a letter wrong: the best first. */

import UFuzzy from '@leeoniya/ufuzzy';

let made: UFuzzy | null = null;

/** Its expressions take milliseconds to compile, so it is made with the first search. */
const finder = (): UFuzzy =>
	// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- SingleError: the enum exists in its types only
	(made ??= new UFuzzy({intraMode: 1 as UFuzzy.IntraMode}));

const mostWords = 4;

/** Numbers of the texts that fit, best first; all of them in order for an empty query. Accents do not matter. */
export function fuzzyOrder(query: string, texts: readonly string[]): readonly number[] {
	const needle = UFuzzy.latinize(query.trim());
	if (needle === '') return texts.map((_, i) => i);
	const haystack = UFuzzy.latinize([...texts]);
	const [found, info, order] = finder().search(haystack, needle, mostWords, Number.MAX_SAFE_INTEGER);
	const ranked = info && order ? order.map(i => info.idx[i]!) : (found ?? []);
	const plain = needle.toLowerCase();
	const isExact = (i: number): boolean => haystack[i]!.toLowerCase().split(' ').includes(plain);
	// Of those that have the very word, the first ones are the greatest: Ethereum before Ethereum Classic.
	return [...ranked.filter(isExact).toSorted((a, b) => a - b), ...ranked.filter(i => !isExact(i))];
}
