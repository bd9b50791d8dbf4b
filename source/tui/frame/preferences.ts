/** How the user wants the screen: the settings `ui.*`, what this start chose over them, and what the terminal can do. */

import type {SettingEntry} from '#desk/views/settings.js';
import {createFormat, dollars, type Currency, type Format} from '../i18n/format.js';
import {languageOf, languages, type Language} from '../i18n/language.js';
import type {Market} from '../state/view-state.js';
import {asciiGlyphs, unicodeGlyphs} from '../theme/glyphs.js';
import type {Look} from '../theme/look.js';
import {themeNames, type ThemeName} from '../theme/palettes.js';
import {createTheme} from '../theme/theme.js';

/** What the terminal and the environment tell. */
export type TerminalTraits = {
	readonly background: 'dark' | 'light';
	/** False where nothing may or can be coloured: only the theme that needs no colours is readable then. */
	readonly coloured: boolean;
	readonly unicode: boolean;
	/** POSIX locale such as `pt_BR.UTF-8`. */
	readonly locale: string | undefined;
};

/** Plain values, so that two of them are easily compared. */
export type Preferences = {
	readonly theme: ThemeName;
	readonly language: Language;
	/** Upper case. */
	readonly currency: string;
	readonly ascii: boolean;
	readonly mouse: boolean;
	readonly reducedMotion: boolean;
	readonly swapped: boolean;
	readonly linear: boolean;
	readonly timeZone: string;
	/** JSON. */
	readonly keys: string;
};

/** The value in force, as text: the choice of this start before the setting; null where neither is there. */
function chosenValue(
	key: string,
	settings: readonly SettingEntry[],
	chosen: Readonly<Record<string, string>>,
): string | null {
	const setting = settings.find(entry => entry.key === key);
	return chosen[key] ?? (setting && setting.problem === null ? setting.text : null);
}

const isTheme = (text: string | null): text is ThemeName => themeNames.some(name => name === text);
const isLanguage = (text: string | null): text is Language => languages.some(name => name === text);

export function preferencesOf(
	settings: readonly SettingEntry[],
	chosen: Readonly<Record<string, string>>,
	{background, coloured, unicode, locale}: TerminalTraits,
): Preferences {
	const value = (key: string): string | null => chosenValue(key, settings, chosen);
	const theme = value('ui.theme');
	const language = value('language');
	const ascii = value('ui.ascii');
	return {
		theme: coloured ? (isTheme(theme) ? theme : background) : 'mono',
		language: isLanguage(language) ? language : languageOf(locale),
		currency: (value('ui.currency') ?? 'USD').toUpperCase(),
		ascii: ascii === 'on' || (ascii !== 'off' && !unicode),
		mouse: value('ui.mouse') !== 'off',
		reducedMotion: value('ui.motion') === 'reduced',
		swapped: value('ui.swapColours') === 'on',
		linear: value('ui.linear') === 'on',
		timeZone: value('timeZone') ?? 'system',
		keys: value('ui.keys') ?? '',
	};
}

/** Coins that serve as money, where no source gives a rate for them. */
const coins: Readonly<Record<string, readonly [asset: string, symbol: string]>> = {
	BTC: ['bitcoin', '₿'],
	ETH: ['ethereum', 'Ξ'],
};

const symbols: Readonly<Record<string, string>> = {
	BRL: 'R$',
	EUR: '€',
	GBP: '£',
	JPY: '¥',
	...Object.fromEntries(Object.entries(coins).map(([code, [, symbol]]) => [code, symbol])),
};

/** The currency of a code at the rate of the newest snapshot; null while no rate is known. */
export function currencyOf(code: string, {byId, rates}: Market, ascii: boolean): Currency | null {
	if (code === dollars.code) return dollars;
	const coin = coins[code];
	const rate = rates.find(({symbol}) => symbol.toUpperCase() === code);
	const usd = (coin ? byId.get(coin[0])?.price : undefined) ?? rate?.rateUsd;
	if (usd === undefined || !Number.isFinite(usd) || usd <= 0) return null;
	const symbol = symbols[code] ?? rate?.currencySymbol ?? '';
	const isShown = symbol !== '' && symbol.length <= 3 && !(ascii && /[^\u0020-\u007E]/.test(symbol));
	return {code, symbol: isShown ? symbol : `${code} `, perUsd: 1 / usd};
}

export const lookOf = ({theme, ascii, reducedMotion, swapped}: Preferences): Look => ({
	theme: createTheme(theme, {swapped}),
	glyphs: ascii ? asciiGlyphs : unicodeGlyphs,
	reducedMotion,
});

export const formatOf = ({language, timeZone, ascii}: Preferences, currency: Currency): Format =>
	createFormat({
		language,
		timeZone,
		currency,
		none: (ascii ? asciiGlyphs : unicodeGlyphs).none,
		ascii,
	});
