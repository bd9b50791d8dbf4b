/** Finding by a few letters, in any order of words and with a letter wrong: the best first. */

import UFuzzy from '@leeoniya/ufuzzy';

let made: UFuzzy | null = null;

/** Its expressions take milliseconds to compile, so it is made with the first search. */
const finder = (): UFuzzy =>
	// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- SingleError: the enum exists in its types only
	(made ??= new UFuzzy({intraMode: 1 as UFuzzy.IntraMode}));

const mostWords = 4;

/**
 * Numbers of the texts that fit, best first; `texts` begins with the greatest. All of them in order for an empty query.
 * Accents do not matter.
 */
export function fuzzyOrder(query: string, texts: readonly string[]): readonly number[] {
	const needle = UFuzzy.latinize(query.trim());
	if (needle === '') return texts.map((_, i) => i);
	const haystack = UFuzzy.latinize([...texts]);
	const [found, info, order] = finder().search(haystack, needle, mostWords, Number.MAX_SAFE_INTEGER);
	const ranked = info && order ? order.map(i => info.idx[i]!) : (found ?? []);
	const wanted = needle.toLowerCase();
	const closeness = ranked.map(i => closenessOf(haystack[i]!.toLowerCase(), wanted));
	const ofCloseness = (wished: number): number[] => ranked.filter((_, place) => closeness[place] === wished);
	// Of those that fit equally well the first ones are the greatest: Dogecoin before Marauder Dog.
	return [...ascending(ofCloseness(0)), ...ascending(ofCloseness(1)), ...ofCloseness(2)];
}

const ascending = (numbers: readonly number[]): number[] => numbers.toSorted((a, b) => a - b);

/** 0 where the text begins with the very word, 1 where any of its words begins with what is wanted, else 2. */
const closenessOf = (text: string, wanted: string): 0 | 1 | 2 =>
	`${text} `.startsWith(`${wanted} `) ? 0 : ` ${text}`.includes(` ${wanted}`) ? 1 : 2;
