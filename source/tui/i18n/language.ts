/** The languages of the screen, and how a module keeps its own words in both. */

export const languages = ['en', 'pt-BR'] as const;
export type Language = (typeof languages)[number];

/** The same words in every language; a missing one does not compile. Values come in as arguments of functions. */
export type Bilingual<Words> = Readonly<Record<Language, Words>>;

/** One text in every language, for whoever learns the language later. */
export const inBoth = <Words>(words: Bilingual<Words>, pick: (of: Words) => string): Bilingual<string> => ({
	en: pick(words.en),
	'pt-BR': pick(words['pt-BR']),
});

/** The language of a POSIX locale such as `pt_BR.UTF-8`. */
export const languageOf = (locale: string | undefined): Language =>
	locale !== undefined && /^pt([_.@-]|$)/i.test(locale) ? 'pt-BR' : 'en';
