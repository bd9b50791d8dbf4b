/** Numbers, money and time in the user's language, zone and currency. Only this file knows time zones. */

import type {Language} from './language.js';

/** What money is shown in. `perUsd` is how much of it one US dollar buys. */
export type Currency = {
	/** Upper case: `USD`, `BRL`, `BTC`. */
	readonly code: string;
	/** In front of an amount: `$`, `R$`, `₿`. */
	readonly symbol: string;
	readonly perUsd: number;
};

export const dollars: Currency = {code: 'USD', symbol: '$', perUsd: 1};

export type FormatOptions = {
	readonly language: Language;
	/** `system` or an IANA name. */
	readonly timeZone: string;
	readonly currency: Currency;
	/** For unknown values. */
	readonly none: string;
	/** No characters beyond ASCII. */
	readonly ascii: boolean;
};

/** Unknown values, null and NaN, read as `none` everywhere; never as 0. */
export type Format = {
	readonly language: Language;
	readonly currency: Currency;
	readonly none: string;
	/** A price given in US dollars, in the chosen currency, without symbol; decimals adapt so that no price reads 0. */
	readonly price: (usd: number | null) => string;
	/** The same with the symbol of the currency. */
	readonly money: (usd: number | null) => string;
	/** A large amount of US dollars, shortened: `$1.23T`. */
	readonly moneyShort: (usd: number | null) => string;
	/** A plain number with adaptive decimals. */
	readonly number: (value: number | null) => string;
	readonly fixed: (value: number | null, decimals: number) => string;
	/** A large plain number, shortened: `19.7M`. */
	readonly short: (value: number | null) => string;
	/** The same for the round values of an axis: `500K`, `2.5M`. */
	readonly compact: (value: number | null) => string;
	readonly count: (value: number | null) => string;
	/** Percents (1.5 is 1.5 %) with a sign. */
	readonly percent: (value: number | null, decimals?: number) => string;
	/** A change in percent with a sign; large ones lose their decimals: `+12.34%`, `+123.4%`, `+1,235%`. */
	readonly change: (value: number | null) => string;
	/** A share (0.5 is 50 %) without a sign. */
	readonly share: (value: number | null, decimals?: number) => string;
	/** `14:05`. */
	readonly clock: (at: number | null) => string;
	/** `14:05:09`. */
	readonly clockSeconds: (at: number | null) => string;
	/** `21/11/2026` or `21 Nov 2026`. */
	readonly date: (at: number | null) => string;
	/** Day and month: `21 Nov`. */
	readonly day: (at: number | null) => string;
	/** Month and year: `Nov 2026`. */
	readonly month: (at: number | null) => string;
	/** Date and time to the minute. */
	readonly dateTime: (at: number | null) => string;
	/** How long ago, in one unit: `12s`, `3m`, `2h`, `5d`. */
	readonly age: (ms: number | null) => string;
	/** A length of time in words: `3 min 20 s`. */
	readonly duration: (ms: number | null) => string;
	readonly bytes: (value: number | null) => string;
	/** How far the user's clocks are ahead of UTC at `at`, ms. */
	readonly zoneOffset: (at: number) => number;
};

const locales: Readonly<Record<Language, string>> = {en: 'en-US', 'pt-BR': 'pt-BR'};
const subscripts = '₀₁₂₃₄₅₆₇₈₉';

const isKnown = (value: number | null): value is number => value !== null && Number.isFinite(value);

/** Decimals that show a price to four or five significant digits and money to the cent. */
function decimalsOf(value: number): number {
	const size = Math.abs(value);
	if (size === 0 || size >= 1000) return 2;
	if (size >= 1) return size >= 100 ? 2 : size >= 10 ? 3 : 4;
	return Math.min(20, 3 - Math.floor(Math.log10(size)));
}

/** `system` as well as any name the machine does not know means its own zone. */
function zoneOptions(timeZone: string): {readonly timeZone?: string} {
	if (timeZone === 'system') return {};
	try {
		new Intl.DateTimeFormat('en', {timeZone}).format(0);
		return {timeZone};
	} catch {
		return {};
	}
}

/** Some locales put narrow no-break spaces, which terminals draw differently. */
const plainSpaces = (text: string): string => text.replaceAll(/[\u00A0\u202F]/g, ' ');

/** Formats for one set of choices; every Intl object is made on first use and kept. */
export function createFormat({language, timeZone, currency, none, ascii}: FormatOptions): Format {
	const locale = locales[language];
	const zone = zoneOptions(timeZone);
	const numbers = new Map<string, Intl.NumberFormat>();
	/** By decimals: the two that write nearly every number there is. */
	const fixedNumbers: Intl.NumberFormat[] = [];
	const signedNumbers: Intl.NumberFormat[] = [];
	const times = new Map<string, Intl.DateTimeFormat>();

	const numberOf = (options: Intl.NumberFormatOptions): Intl.NumberFormat => {
		const key = JSON.stringify(options);
		let made = numbers.get(key);
		if (!made) numbers.set(key, (made = new Intl.NumberFormat(locale, options)));
		return made;
	};
	const timeOf = (options: Intl.DateTimeFormatOptions) => {
		const key = JSON.stringify(options);
		return (at: number | null): string => {
			if (!isKnown(at)) return none;
			let made = times.get(key);
			if (!made) times.set(key, (made = new Intl.DateTimeFormat(locale, {...options, ...zone})));
			const text = plainSpaces(made.format(at));
			// `21 de nov. de 2026` is right and long; `21 nov 2026` is what axes and tables show in Brazil.
			return language === 'pt-BR' ? text.replaceAll(' de ', ' ').replaceAll('.', '') : text;
		};
	};
	const withDecimals = (decimals: number, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
		new Intl.NumberFormat(locale, {
			minimumFractionDigits: decimals,
			maximumFractionDigits: decimals,
			...options,
		});
	const fixed = (value: number | null, decimals: number): string =>
		isKnown(value) ? (fixedNumbers[decimals] ??= withDecimals(decimals)).format(value) : none;
	const signed = (value: number, decimals: number): string =>
		(signedNumbers[decimals] ??= withDecimals(decimals, {signDisplay: 'exceptZero'})).format(value);

	/** `0.0₇1234`: seven zeros, then digits. */
	const tiny = (value: number): string => {
		const zeros = -Math.floor(Math.log10(Math.abs(value))) - 1;
		const digits = Math.round(Math.abs(value) * 10 ** (zeros + 4));
		// Rounding 0.000000099999 up gives five digits: one zero less.
		const [shown, count] = digits >= 10_000 ? [digits / 10, zeros - 1] : [digits, zeros];
		const point = fixed(0.1, 1).charAt(1);
		const small = Array.from(String(count), digit => subscripts.charAt(Number(digit))).join('');
		return `${value < 0 ? '-' : ''}0${point}0${small}${shown}`;
	};
	const number = (value: number | null): string => {
		if (!isKnown(value)) return none;
		if (value !== 0 && Math.abs(value) < 1e-5) {
			return ascii || Math.abs(value) < 1e-90 ? value.toExponential(3) : tiny(value);
		}

		return fixed(value, decimalsOf(value));
	};
	const shortened = (value: number | null, least: number): string => {
		if (!isKnown(value)) return none;
		const size = Math.abs(value);
		if (size < 1000) return least === 0 ? numberOf({maximumFractionDigits: 2}).format(value) : number(value);
		// Beyond the last word there is for a size, digits pile up before the point.
		if (size >= 1e18) return value.toExponential(2);
		const most = size >= 1e15 ? 0 : 2;
		return plainSpaces(
			numberOf({
				notation: 'compact',
				minimumFractionDigits: Math.min(least, most),
				maximumFractionDigits: most,
			}).format(value),
		);
	};
	const short = (value: number | null): string => shortened(value, 2);
	const compact = (value: number | null): string => shortened(value, 0);
	const exchanged = (usd: number | null): number | null => (isKnown(usd) ? usd * currency.perUsd : null);
	const withSymbol = (text: string): string =>
		text === none
			? none
			: text.startsWith('-')
				? `-${currency.symbol}${text.slice(1)}`
				: `${currency.symbol}${text}`;

	const age = (ms: number | null): string => {
		if (!isKnown(ms)) return none;
		const seconds = Math.max(0, Math.floor(ms / 1000));
		if (seconds < 60) return `${seconds}s`;
		if (seconds < 3600) return `${Math.floor(seconds / 60)}m`;
		if (seconds < 172_800) return `${Math.floor(seconds / 3600)}h`;
		return `${Math.floor(seconds / 86_400)}d`;
	};
	const duration = (ms: number | null): string => {
		if (!isKnown(ms)) return none;
		if (ms < 1000) return `${Math.round(ms)} ms`;
		const seconds = Math.round(ms / 1000);
		if (seconds < 60) return ms < 10_000 ? `${fixed(ms / 1000, 1)} s` : `${seconds} s`;
		const minutes = Math.floor(seconds / 60);
		if (minutes < 60) return seconds % 60 === 0 ? `${minutes} min` : `${minutes} min ${seconds % 60} s`;
		const hours = Math.floor(minutes / 60);
		if (hours < 48) return `${hours} h ${minutes % 60} min`;
		return `${Math.floor(hours / 24)} d ${hours % 24} h`;
	};
	const bytes = (value: number | null): string => {
		if (!isKnown(value)) return none;
		const units = ['B', 'kB', 'MB', 'GB', 'TB'];
		let size = value;
		let unit = 0;
		while (size >= 1000 && unit < units.length - 1) {
			size /= 1000;
			unit++;
		}

		return `${fixed(size, unit === 0 || size >= 100 ? 0 : 1)} ${units[unit]}`;
	};

	let wallClock: Intl.DateTimeFormat | null = null;
	const zoneOffset = (at: number): number => {
		wallClock ??= new Intl.DateTimeFormat('en-US', {
			year: 'numeric',
			month: 'numeric',
			day: 'numeric',
			hour: 'numeric',
			minute: 'numeric',
			hourCycle: 'h23',
			...zone,
		});
		const parts = new Map(wallClock.formatToParts(at).map(({type, value}) => [type, Number(value)]));
		const part = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
		const shown = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
		return shown - Math.floor(at / 60_000) * 60_000;
	};

	const percent = (value: number | null, decimals = 2): string =>
		isKnown(value) ? `${signed(value, decimals)}%` : none;
	const change = (value: number | null): string => {
		const size = Math.abs(value ?? 0);
		return percent(value, size >= 1000 ? 0 : size >= 100 ? 1 : 2);
	};

	// With `hour12: false` midnight reads 24:00 in English.
	const hourCycle = 'h23';
	return {
		language,
		currency,
		none,
		price: usd => number(exchanged(usd)),
		money: usd => withSymbol(number(exchanged(usd))),
		moneyShort: usd => withSymbol(short(exchanged(usd))),
		number,
		fixed,
		short,
		compact,
		count: value => fixed(value, 0),
		percent,
		change,
		share: (value, decimals = 1) => (isKnown(value) ? `${fixed(value * 100, decimals)}%` : none),
		clock: timeOf({hour: '2-digit', minute: '2-digit', hourCycle}),
		clockSeconds: timeOf({hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle}),
		date: timeOf({day: '2-digit', month: language === 'en' ? 'short' : '2-digit', year: 'numeric'}),
		day: timeOf({day: '2-digit', month: 'short'}),
		month: timeOf({month: 'short', year: 'numeric'}),
		dateTime: timeOf({
			day: '2-digit',
			month: language === 'en' ? 'short' : '2-digit',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle,
		}),
		age,
		duration,
		bytes,
		zoneOffset,
	};
}
