/** Fuzzy search on symbols and names, blind to case and accents, with the places that matched. */

import uFuzzy from '@leeoniya/ufuzzy';
import type {AssetId} from '#domain/market.js';
import type {StoredQuote} from '#ports/storage.js';
import {lastKept} from './memo.js';

/** Pairs of offsets into a text. */
type Ranges = readonly (readonly [from: number, to: number])[];

/** Where an asset matched. */
export type Match = {readonly symbol: Ranges; readonly name: Ranges};

export type Found = {
	readonly matches: ReadonlyMap<AssetId, Match>;
	/** The best match; null when nothing matches. */
	readonly best: AssetId | null;
};

let made: uFuzzy | null = null;

/**
 * One wrong, missing or swapped letter is forgiven; letters of any script count. Its expressions take milliseconds to
 * compile, so it is made with the first search.
 */
const fuzzy = (): uFuzzy =>
	(made ??= new uFuzzy({
		unicode: true,
		interSplit: String.raw`[^\p{L}\d']+`,
		intraSplit: String.raw`\p{Ll}\p{Lu}`,
		intraBound: String.raw`\p{L}\d|\d\p{L}|\p{Ll}\p{Lu}`,
		intraChars: String.raw`[\p{L}\d']`,
		intraContr: String.raw`'\p{L}{1,2}\b`,
		// oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- the enum exists in its types only
		intraMode: 1 as uFuzzy.IntraMode,
		intraIns: 1,
	}));

/** Without case and accents, and just as long, so that places stay true. */
function plain(text: string): string {
	let result = '';
	for (const character of text) {
		const base = character.normalize('NFD').charAt(0).toLowerCase();
		result += base.length === character.length ? base : character;
	}

	return result;
}

/** What is searched: symbol, a space, name. */
const haystackOf = lastKept((rows: readonly StoredQuote[]): string[] =>
	rows.map(({symbol, name}) => `${plain(symbol)} ${plain(name)}`),
);

function split(ranges: readonly number[], {symbol, name}: StoredQuote): Match {
	const pairs = Array.from(
		{length: ranges.length >> 1},
		(_, i) => [ranges[2 * i]!, ranges[2 * i + 1]!] as const,
	);
	const start = symbol.length + 1;
	const within = (from: number, to: number): Ranges =>
		pairs
			.filter(pair => pair[0] < to && pair[1] > from)
			.map(pair => [Math.max(pair[0], from) - from, Math.min(pair[1], to) - from] as const);
	return {symbol: within(0, symbol.length), name: within(start, start + name.length)};
}

/** A whole symbol comes first, the beginning of a symbol or name next; then rank decides. */
function closeness({symbol, name}: StoredQuote, wanted: string): number {
	if (plain(symbol) === wanted) return 0;
	if (plain(name) === wanted) return 1;
	return plain(symbol).startsWith(wanted) || plain(name).startsWith(wanted) ? 2 : 3;
}

/** Forgiving mistakes takes long for long texts, and words in any order for many words. */
const longestFuzzy = 40;
const mostWordsInAnyOrder = 2;

type Hit = readonly [index: number, ranges: readonly number[]];

function hitsOf(haystack: string[], wanted: string): readonly Hit[] {
	if (wanted.length <= longestFuzzy) {
		const [indexes, info, order] = fuzzy().search(haystack, wanted, mostWordsInAnyOrder);
		if (info) return order.map(i => [info.idx[i]!, info.ranges[i]!] as const);
		if (indexes) return indexes.map(index => [index, []] as const);
	}

	// Signs and emoji are no words to the fuzzy search.
	return haystack.flatMap((hay, index): readonly Hit[] => {
		const at = hay.indexOf(wanted);
		return at === -1 ? [] : [[index, [at, at + wanted.length]]];
	});
}

/** Finds a text in rows; null when there is nothing to look for. */
export function findAssets(rows: readonly StoredQuote[], text: string): Found | null {
	const wanted = plain(text.trim());
	if (wanted === '') return null;
	const hits = hitsOf(haystackOf(rows), wanted);
	const best = hits
		.map(([index]) => rows[index]!)
		.toSorted((a, b) => closeness(a, wanted) - closeness(b, wanted))
		.at(0);
	return {
		matches: new Map(hits.map(([index, ranges]) => [rows[index]!.asset, split(ranges, rows[index]!)])),
		best: best?.asset ?? null,
	};
}
