/** How amounts and money of the portfolio read, masked while balances are hidden. */

import type {Format} from '../../i18n/format.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {KnownCurrency} from './currencies.js';
import {amountText, moneyDigits, zero, type Decimal} from './decimal.js';

/** Unknown (null) reads as unknown, hidden or not. */
export type Texts = {
	/** Units of an asset, every digit. */
	readonly amount: (amount: Decimal) => string;
	/** An amount or money in few digits, for columns that are too narrow for all of them. */
	readonly short: (value: Decimal | null) => string;
	/** Money with its symbol. */
	readonly money: (value: Decimal | null) => string;
	/** Money with its symbol and always with a sign. */
	readonly change: (value: Decimal | null) => string;
	/** Money without its symbol, for columns that name the currency. */
	readonly cell: (value: Decimal | null) => string;
	readonly cellChange: (value: Decimal | null) => string;
	/** A cost without its symbol; the mark tells that it was converted. */
	readonly cost: (value: Decimal | null, converted: boolean) => string;
	/** The price of one unit: never masked. */
	readonly price: (value: Decimal | null) => string;
	readonly percent: (value: number | null) => string;
};

const isAscii = (text: string): boolean => /^[\u0020-\u007E]*$/.test(text);

const plus = (value: Decimal | null, sign: string): string => (value?.gt(zero) === true ? '+' : sign);

/** The texts for one currency. */
export function textsOf(
	currency: KnownCurrency,
	hidden: boolean,
	format: Format,
	glyphs: Pick<Glyphs, 'ascii' | 'bullet'>,
): Texts {
	const mask = glyphs.bullet.repeat(5);
	const symbol = glyphs.ascii && !isAscii(currency.symbol) ? `${currency.code} ` : currency.symbol;
	const shown = (value: Decimal | null, write: (digits: string, sign: string) => string): string => {
		if (value === null) return format.none;
		if (hidden) return mask;
		return write(moneyDigits(value.abs(), currency.decimals, format), value.lt(zero) ? '-' : '');
	};
	return {
		amount: amount => (hidden ? mask : amountText(amount, format)),
		short: value =>
			hidden && value !== null ? mask : format.short(value === null ? null : value.toNumber()),
		money: value => shown(value, (digits, sign) => `${sign}${symbol}${digits}`),
		change: value => shown(value, (digits, sign) => `${plus(value, sign)}${symbol}${digits}`),
		cell: value => shown(value, (digits, sign) => `${sign}${digits}`),
		cellChange: value => shown(value, (digits, sign) => `${plus(value, sign)}${digits}`),
		cost: (value, converted) =>
			shown(value, (digits, sign) => `${converted ? (glyphs.ascii ? '~' : '≈') : ''}${sign}${digits}`),
		price: value => format.number(value === null ? null : value.toNumber()),
		percent: value => format.change(value),
	};
}
