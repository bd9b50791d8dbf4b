/** Exact decimals: made from text, summed without rounding, shown with every digit they have. */

import {Big} from 'big.js';
import type {Format} from '../../i18n/format.js';

/** An exact decimal; only a division rounds, at forty places. */
export type Decimal = Big;

const Exact = Big();
Exact.DP = 40;
Exact.RM = Big.roundHalfEven;

/** Reads `-0.125` and numbers as they print. */
export const decimal = (value: string | number): Decimal => new Exact(value);

/** Nothing. */
export const zero: Decimal = decimal(0);

/** The exact sum; zero of none. */
export const sumOf = (values: readonly Decimal[]): Decimal =>
	values.reduce((sum, value) => sum.plus(value), zero);

/** A share or percentage for drawing: the nearest number. NaN where the base is zero. */
export const ratio = (part: Decimal, whole: Decimal): number =>
	whole.eq(zero) ? Number.NaN : part.div(whole).toNumber();

/** Decimal text as the user's language writes it, every digit kept: `-1,234.50000001`. */
export function localised(text: string, format: Format): string {
	const point = format.fixed(0.5, 1).charAt(1);
	const separator = format.count(1000).charAt(1);
	const [whole = '', fraction] = text.replace('-', '').split('.');
	const grouped = whole.replaceAll(/\B(?=(\d{3})+$)/g, separator);
	return `${text.startsWith('-') ? '-' : ''}${grouped}${fraction === undefined ? '' : `${point}${fraction}`}`;
}

/** An amount with all its digits. */
export const amountText = (amount: Decimal, format: Format): string => localised(amount.toFixed(), format);

/** Money rounded to `decimals` places; what would round to zero shows its first digits instead. */
export function moneyDigits(value: Decimal, decimals: number, format: Format): string {
	const rounded = value.round(decimals);
	return rounded.eq(zero) && !value.eq(zero)
		? format.number(value.toNumber())
		: localised(rounded.toFixed(decimals), format);
}
