/** What the parts of a holding must keep to: exact decimals, a currency, a time that can be. */

import {Fault} from './fault.js';
import type {AssetId} from './market.js';
import {cleanText} from './text.js';

/** The fields of a lot that a person types. */
type TypedLot = {
	readonly asset: AssetId;
	readonly amount: string;
	readonly cost: string | null;
	readonly currency: string;
	readonly at: number | null;
	readonly note: string;
};

const decimalText = /^-?\d+(?:\.\d+)?$/;
const longestDecimal = 60;
/** Most characters of a note. */
export const longestNote = 500;
/** The last millisecond of the year 9999. */
const lastTime = 253_402_300_799_999;

/** Whether a text is an exact decimal as it is kept: `-0.125`, with a point, without exponent or separators. */
export const isDecimal = (text: string): boolean => text.length <= longestDecimal && decimalText.test(text);

const wrong = (message: string, hint: string): Fault => new Fault('usage', message, {hint});

function badDecimal(what: string, text: string): Fault {
	const shown = JSON.stringify(cleanText(text, longestDecimal));
	return wrong(
		`The ${what} ${shown} is not a decimal number.`,
		'Write it with a point and without separators, e.g. 1234.5; leave the cost empty when it is not known.',
	);
}

/** Throws a Fault `usage` for the first thing that is wrong with a lot. */
export function checkLot({asset, amount, cost, currency, at, note}: TypedLot): void {
	if (asset.trim() === '') throw wrong('The lot has no asset.', 'Choose an asset, e.g. "bitcoin".');
	if (!isDecimal(amount)) throw badDecimal('amount', amount);
	if (!/[1-9]/.test(amount)) {
		throw wrong(
			'The amount of a lot cannot be zero.',
			'Type what was bought, or a negative amount for a sale.',
		);
	}

	if (cost !== null && !isDecimal(cost)) throw badDecimal('cost', cost);
	if (!/^[A-Z0-9]{2,10}$/.test(currency)) {
		throw wrong(
			`The currency ${JSON.stringify(cleanText(currency, 20))} is not a code in capital letters.`,
			'Type a code such as USD, BRL or BTC.',
		);
	}

	if (at !== null && !(Number.isSafeInteger(at) && at >= 0 && at <= lastTime)) {
		throw wrong('The date of the lot cannot be read.', 'Type it as year-month-day, e.g. 2024-03-31.');
	}

	if (note.length > longestNote) {
		throw wrong(`The note is longer than ${longestNote} characters.`, 'Shorten the note.');
	}
}

/** A lot that is gone, or never was. */
export const unknownLot = (id: number): Fault =>
	wrong(
		`There is no lot ${id}.`,
		'It may have been removed from another window; look at the portfolio again.',
	);
