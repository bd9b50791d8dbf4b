/** What a filter may ask of an asset, by the names of both languages, and what is wrong with one in words. */

import type {FilterField} from '#domain/filter/filter.js';
import {plainWord} from '#domain/filter/tokens.js';
import type {FilterProblem, FilterReason} from '#domain/filter/problem.js';
import type {Bilingual, Language} from '../../i18n/language.js';
import type {MarketEntry} from './entries.js';

type Names = Readonly<Record<Language, string>> & {
	/** The shortest form, where there is a shorter one. */
	readonly brief?: Readonly<Record<Language, string>>;
	readonly also?: readonly string[];
};

const briefly = (name: string): Readonly<Record<Language, string>> => ({en: name, 'pt-BR': name});

const known = {
	price: {en: 'price', 'pt-BR': 'preço', brief: briefly('p')},
	change1h: {en: 'change1h', 'pt-BR': 'variação1h', brief: briefly('1h'), also: ['var1h']},
	change24h: {
		en: 'change24h',
		'pt-BR': 'variação24h',
		brief: briefly('24h'),
		also: ['var24h', 'change', 'variação'],
	},
	change7d: {en: 'change7d', 'pt-BR': 'variação7d', brief: briefly('7d'), also: ['var7d']},
	change30d: {en: 'change30d', 'pt-BR': 'variação30d', brief: briefly('30d'), also: ['var30d']},
	change1y: {en: 'change1y', 'pt-BR': 'variação1a', brief: {en: '1y', 'pt-BR': '1a'}, also: ['var1a']},
	volume: {en: 'volume', 'pt-BR': 'volume', brief: briefly('vol'), also: ['v']},
	marketCap: {en: 'marketcap', 'pt-BR': 'valor', brief: briefly('cap'), also: ['mcap', 'capitalização']},
	rank: {en: 'rank', 'pt-BR': 'posição', brief: briefly('r')},
	supply: {en: 'supply', 'pt-BR': 'oferta'},
	ath: {en: 'ath', 'pt-BR': 'máxima'},
	athDistance: {en: 'fromath', 'pt-BR': 'distância', also: ['athdistance']},
	atl: {en: 'atl', 'pt-BR': 'mínima'},
	symbol: {en: 'symbol', 'pt-BR': 'símbolo', brief: briefly('s')},
	name: {en: 'name', 'pt-BR': 'nome', brief: briefly('n')},
	source: {en: 'source', 'pt-BR': 'fonte'},
	favourite: {en: 'favourite', 'pt-BR': 'favorito', brief: briefly('fav'), also: ['favorite', 'favorita']},
	live: {en: 'live', 'pt-BR': 'aovivo'},
} as const satisfies Readonly<Record<string, Names>>;

/** Every name a field answers to. */
const namesOf = ({en, 'pt-BR': pt, brief, also = []}: Names): readonly string[] => [
	...new Set([en, pt, ...also, ...Object.values(brief ?? {})].map(plainWord)),
];

type FieldName = keyof typeof known;

const number = (name: FieldName, of: (entry: MarketEntry) => number | null): FilterField<MarketEntry> => ({
	kind: 'number',
	names: namesOf(known[name]),
	of,
});
const text = (name: FieldName, of: (entry: MarketEntry) => string): FilterField<MarketEntry> => ({
	kind: 'text',
	names: namesOf(known[name]),
	of,
});
const flag = (name: FieldName, of: (entry: MarketEntry) => boolean): FilterField<MarketEntry> => ({
	kind: 'flag',
	names: namesOf(known[name]),
	of,
});

/** The fields of an asset; money is in the shown currency, of which one US dollar buys `perUsd`. */
export function filterFields(perUsd: number): readonly FilterField<MarketEntry>[] {
	const money = (name: FieldName, of: (entry: MarketEntry) => number | null): FilterField<MarketEntry> =>
		number(name, entry => {
			const usd = of(entry);
			return usd === null ? null : usd * perUsd;
		});
	return [
		money('price', ({price}) => price),
		number('change1h', ({quote}) => quote.changePercent1h),
		number('change24h', entry => entry.change24h),
		number('change7d', ({quote}) => quote.changePercent7d),
		number('change30d', ({quote}) => quote.changePercent30d),
		number('change1y', ({quote}) => quote.changePercent1y),
		money('volume', ({quote}) => quote.volume24h),
		money('marketCap', ({quote}) => quote.marketCap),
		number('rank', ({quote}) => quote.rank),
		number('supply', ({quote}) => quote.circulatingSupply),
		money('ath', ({quote}) => quote.ath),
		number('athDistance', entry => entry.athDistance),
		money('atl', ({quote}) => quote.atl),
		text('symbol', ({quote}) => quote.symbol),
		text('name', ({quote}) => quote.name),
		text('source', ({source}) => source),
		flag('favourite', ({favourite}) => favourite),
		flag('live', ({live}) => live !== null),
	];
}

/** The names to offer in a language, each with its shortest form: `volume (v)`. */
export const filterNames = (language: Language): readonly string[] =>
	Object.values<Names>(known).map(({[language]: name, brief}) =>
		brief ? `${name} (${brief[language]})` : name,
	);

type ProblemWords = {
	readonly expected: Readonly<Record<FilterReason, string>>;
	readonly at: (place: number, expected: string, found: string) => string;
	readonly end: string;
	readonly near: (names: string) => string;
};

const problemWords: Bilingual<ProblemWords> = {
	en: {
		expected: {
			value: 'expected a name or a number',
			comparison: 'expected a comparison such as < or =',
			joint: 'expected and, or, or the end',
			number: 'expected a number such as 1.5k, 20m or -5',
			text: 'expected a text such as btc or "Shiba Inu"',
			'text-order': 'a text compares with =, !=, ~ or !~ only',
			closing: 'expected a closing )',
			quote: 'expected the closing quote',
			name: 'this name is not known',
			character: 'this sign means nothing here',
			shorter: 'the filter is too long',
		},
		at: (place, expected, found) => `At ${place}: ${expected}${found === '' ? '' : `, found ${found}`}.`,
		end: 'the end',
		near: names => ` Did you mean ${names}?`,
	},
	'pt-BR': {
		expected: {
			value: 'falta um nome ou um número',
			comparison: 'falta uma comparação, como < ou =',
			joint: 'falta e, ou, ou o fim',
			number: 'falta um número, como 1.5k, 20mi ou -5',
			text: 'falta um texto, como btc ou "Shiba Inu"',
			'text-order': 'textos só se comparam com =, !=, ~ ou !~',
			closing: 'falta fechar com )',
			quote: 'falta fechar as aspas',
			name: 'este nome não é conhecido',
			character: 'este sinal não tem sentido aqui',
			shorter: 'o filtro é longo demais',
		},
		at: (place, expected, found) =>
			`Na posição ${place}: ${expected}${found === '' ? '' : `, mas há ${found}`}.`,
		end: 'o fim',
		near: names => ` Você quis dizer ${names}?`,
	},
};

/** One sentence that says where, what was expected, and what may have been meant. */
export function problemText({reason, at, found, near}: FilterProblem, language: Language): string {
	const words = problemWords[language];
	const what = reason === 'shorter' ? '' : found === '' ? words.end : `'${found}'`;
	const sentence = words.at(at + 1, words.expected[reason], what);
	return near.length === 0 ? sentence : sentence + words.near(near.join(', '));
}
