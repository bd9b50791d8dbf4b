/** A lot as a person types it, checked field by field, and back. */

import {isDecimal, longestNote} from '#domain/lot.js';
import {toIso} from '#domain/time.js';
import type {NewLot} from '#ports/storage.js';
import type {Language} from '../../i18n/language.js';
import type {Answers} from '../../screen.js';
import {assetsNamed} from '../../state/named-assets.js';
import type {Market} from '../../state/view-state.js';
import type {Words} from './words.js';

const currencyCode = /^[A-Z0-9]{2,10}$/;

/** Typed decimal text as it is kept, or null. A comma is the point where Portuguese is spoken; nothing separates thousands. */
export function readDecimal(typed: string, language: Language): string | null {
	const text = typed.trim().replace(/^\+/, '');
	const pointed = language === 'pt-BR' && !text.includes('.') ? text.replace(',', '.') : text;
	const whole = pointed.replace(/^(-?)\./, '$10.');
	return isDecimal(whole) ? whole : null;
}

/** Decimal text as a person of that language types it. */
export const typedDecimal = (text: string, language: Language): string =>
	language === 'pt-BR' ? text.replace('.', ',') : text;

/** The start of a typed day in UTC; undefined when it cannot be read, null when left empty. */
export function readDay(typed: string): number | null | undefined {
	const text = typed.trim();
	if (text === '') return null;
	const [, year, month, day] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
	if (year === undefined || month === undefined || day === undefined) return undefined;
	const at = Date.UTC(Number(year), Number(month) - 1, Number(day));
	const padded = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
	// The 31st of February would become the 3rd of March.
	return at >= 0 && toIso(at).slice(0, 10) === padded ? at : undefined;
}

/** What is wrong with each field as typed, or null. */
export const checksOf = (
	market: Pick<Market, 'rows' | 'byId'>,
	language: Language,
	{form}: Pick<Words, 'form'>,
) =>
	({
		asset(typed: string): string | null {
			const named = assetsNamed(typed, market);
			if (named.length === 1) return null;
			return named.length === 0
				? form.noAsset
				: form.manyAssets(typed.trim().toUpperCase(), named.slice(0, 5).join(', '));
		},
		amount(typed: string): string | null {
			const amount = readDecimal(typed, language);
			return amount === null ? form.badAmount : /[1-9]/.test(amount) ? null : form.zeroAmount;
		},
		cost: (typed: string): string | null =>
			typed.trim() === '' || readDecimal(typed, language) !== null ? null : form.badCost,
		currency: (typed: string): string | null =>
			currencyCode.test(typed.trim().toUpperCase()) ? null : form.badCurrency,
		date: (typed: string): string | null => (readDay(typed) === undefined ? form.badDate : null),
		note: (typed: string): string | null => (typed.length > longestNote ? form.longNote : null),
	}) as const;

/** The lot of checked answers; null while a field is wrong. */
export function readLot(
	answers: Answers,
	market: Pick<Market, 'rows' | 'byId'>,
	language: Language,
	words: Words,
): NewLot | null {
	const checks = checksOf(market, language, words);
	const fields = Object.entries(checks);
	if (fields.some(([id, check]) => check(answers[id] ?? '') !== null)) return null;
	const {asset = '', amount = '', cost = '', currency = '', date = '', note = ''} = answers;
	return {
		asset: assetsNamed(asset, market)[0]!,
		amount: readDecimal(amount, language)!,
		cost: cost.trim() === '' ? null : readDecimal(cost, language),
		currency: currency.trim().toUpperCase(),
		at: readDay(date) ?? null,
		note: note.trim(),
	};
}
