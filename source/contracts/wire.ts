/** Reading single values off the wire: identifiers, texts, times, decimals, and the checks they have in common. */

import * as z from 'zod';
import {cleanText} from '#domain/text.js';
import {Finding, futureTolerance, oldestTime} from './contract.js';

const plainId = /^[A-Za-z0-9_-]{1,100}$/;

// Words of anything but controls, unassigned characters, white space, and what has a meaning in URLs, paths, shells
// and SQL; single spaces between words exist ("1move token").
const possibleId = /^[^\p{C}\s'"`\\/<>;%?#,&|]+(?: [^\p{C}\s'"`\\/<>;%?#,&|]+)*$/u;
const longestId = 100;

/** Whether a text can be the identifier of an asset, a pair or an exchange. */
export function isId(text: string): boolean {
	if (plainId.test(text)) return true;
	return text.length <= longestId && possibleId.test(text) && !/^\.+$/.test(text);
}

/** Complains about a text that cannot be an identifier. */
export const badId = (field: string, text: string): Finding | null =>
	isId(text) ? null : new Finding('bad-id', field, text);

const plainText = /^[!-~]+(?: [!-~]+)*$/;

/** A name made safe; one that consists of controls only becomes `fallback`. */
export function readName(text: string, fallback: string): string {
	if (text.length <= 200 && plainText.test(text)) return text;
	return cleanText(text) || fallback;
}

/** A ticker symbol made safe, in upper case. It can be empty: some coins have none. */
export const readSymbol = (text: string): string => readName(text, '').toUpperCase();

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})$/;

/** An ISO 8601 time with its zone as ms UTC; NaN for anything else. */
export function readTime(text: string): number {
	return isoTime.test(text) ? Date.parse(text) : Number.NaN;
}

/** A number written as a string. */
export const decimal = z.string().check(z.regex(/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/));

/** A number written as a string, or null or the empty string where the provider does not know it. */
export const nullableDecimal = z.nullable(
	z.string().check(z.regex(/^(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)?$/)),
);

/** A {@link nullableDecimal} that may be absent. */
export const maybeDecimal = z.optional(nullableDecimal);

/**
 * The number a decimal string means, rounded to 15 significant digits: what follows is the noise of a binary
 * fraction printed in full. Null for null and the empty string.
 */
export function readDecimal(text: string | null | undefined): number | null {
	if (text === null || text === undefined || text === '') return null;
	return Number(Number(text).toPrecision(15));
}

/** Complains about a price that is zero, negative or not finite. */
export const badPrice = (field: string, price: number, value: unknown = price): Finding | null =>
	price > 0 && price < Infinity ? null : new Finding('price-positive', field, value);

/** Complains about an amount that is negative or not finite; an unknown one is fine. */
export function badAmount(
	field: string,
	amount: number | null | undefined,
	value: unknown = amount,
): Finding | null {
	if (amount === null || amount === undefined || (amount >= 0 && amount < Infinity)) return null;
	return new Finding(amount < 0 ? 'negative-amount' : 'not-finite', field, value);
}

/** Complains about a rank or a number of things that is negative or not whole; an unknown one is fine. */
export function badCount(
	field: string,
	count: number | null | undefined,
	value: unknown = count,
): Finding | null {
	if (count === null || count === undefined || (count >= 0 && Number.isSafeInteger(count))) return null;
	return new Finding(count < 0 ? 'negative-amount' : 'wrong-type', field, value);
}

/** Complains about a time (ms UTC) in the future of `now`, before the first market, or not in whole milliseconds. */
export function badTime(field: string, ts: number, now: number, value: unknown = ts): Finding | null {
	if (!Number.isSafeInteger(ts)) return new Finding('wrong-type', field, value);
	if (ts > now + futureTolerance) return new Finding('future-timestamp', field, value);
	return ts < oldestTime ? new Finding('ancient-timestamp', field, value) : null;
}

/** The names of the four prices of a candle in a payload: `open` or `[1]`. */
export type PriceFields = Readonly<Record<'open' | 'high' | 'low' | 'close', string>>;

/** Complains about four prices that cannot belong to one candle. */
export function badCandle(
	{open, high, low, close}: Readonly<Record<'open' | 'high' | 'low' | 'close', number>>,
	fields: PriceFields,
): Finding | null {
	const notPrice =
		badPrice(fields.open, open) ??
		badPrice(fields.high, high) ??
		badPrice(fields.low, low) ??
		badPrice(fields.close, close);
	if (notPrice) return notPrice;
	if (high < low) return new Finding('high-below-low', fields.high, {high, low});
	if (open < low || open > high) return new Finding('outside-range', fields.open, {open, low, high});
	if (close < low || close > high) return new Finding('outside-range', fields.close, {close, low, high});
	return null;
}

/** Zero where a provider means "not known": market cap and supply of coins it cannot count. */
export const zeroIsUnknown = (amount: number | null | undefined): number | null => amount || null;
