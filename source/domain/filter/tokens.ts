/** The words of a filter expression: names, numbers, quoted text, comparisons and joints, each with its place. */

import {unreadable} from './problem.js';

/** How two values compare; `~` is "contains". */
export type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=' | '~' | '!~';

type Joint = 'and' | 'or' | 'not';

export type Token = {
	readonly at: number;
	/** As typed; without quotes where it was quoted. */
	readonly text: string;
	readonly length: number;
} & (
	| {readonly kind: 'word'; readonly joint: Joint | null}
	| {readonly kind: 'number'; readonly value: number}
	| {readonly kind: 'quoted' | '(' | ')' | 'end'}
	| {readonly kind: 'operator'; readonly operator: Operator}
	| {readonly kind: 'joint'; readonly joint: Joint}
);

const joints: Readonly<Record<string, Joint>> = {
	and: 'and',
	e: 'and',
	or: 'or',
	ou: 'or',
	not: 'not',
	nao: 'not',
};
const signs: Readonly<Record<string, Joint>> = {'&&': 'and', '&': 'and', '||': 'or', '|': 'or', '!': 'not'};
const operators: Readonly<Record<string, Operator>> = {
	'<': '<',
	'<=': '<=',
	'≤': '<=',
	'>': '>',
	'>=': '>=',
	'≥': '>=',
	'=': '=',
	'==': '=',
	'!=': '!=',
	'<>': '!=',
	'≠': '!=',
	'~': '~',
	'!~': '!~',
};
/** Short scale, in English and Portuguese. */
const scales: Readonly<Record<string, number>> = {
	k: 1e3,
	mil: 1e3,
	m: 1e6,
	mi: 1e6,
	b: 1e9,
	bi: 1e9,
	t: 1e12,
	tri: 1e12,
};

const space = /\s+/y;
const number = /([-+]?)(?=[.,]*\d)([\d.,]+)(e[-+]?\d+)?(mil|tri|mi|bi|k|m|b|t)?%?(?![\p{L}\p{N}_])/iuy;
const word = /[\p{L}\p{N}_$][\p{L}\p{N}\p{M}_.$+-]*/uy;
const sign = /<=|>=|==|!=|<>|!~|&&|\|\||[<>=~≤≥≠!&|]/y;

/** A word without accents and case, as names are compared. */
export const plainWord = (text: string): string =>
	text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase();

/** A point is the decimal sign; so is a comma, unless it may be meant to part thousands. */
function amountOf(digits: string): number {
	const decimal = /^\d+,(?:\d{1,2}|\d{4,})$/.test(digits) ? digits.replace(',', '.') : digits;
	return /^(?:\d+(?:\.\d+)?|\.\d+)$/.test(decimal) ? Number(decimal) : Number.NaN;
}

function tokenAt(text: string, at: number): Token {
	const read = (pattern: RegExp): RegExpExecArray | null => {
		pattern.lastIndex = at;
		return pattern.exec(text);
	};
	const amount = read(number);
	if (amount) {
		const [found, minus, digits, power = '', scale = ''] = amount;
		const value = amountOf(digits!) * Number(`1${power}`) * (scales[scale.toLowerCase()] ?? 1);
		if (!Number.isFinite(value)) throw unreadable('number', {at, length: found.length, text: found});
		return {kind: 'number', at, length: found.length, text: found, value: minus === '-' ? -value : value};
	}

	const name = read(word);
	if (name) {
		const joint = joints[plainWord(name[0])] ?? null;
		return {kind: 'word', at, length: name[0].length, text: name[0], joint};
	}

	const found = read(sign)?.[0];
	if (found !== undefined) {
		const place = {at, length: found.length, text: found};
		const operator = operators[found];
		return operator === undefined
			? {...place, kind: 'joint', joint: signs[found]!}
			: {...place, kind: 'operator', operator};
	}

	const character = String.fromCodePoint(text.codePointAt(at)!);
	const place = {at, length: character.length, text: character};
	if (character === '(' || character === ')') return {...place, kind: character};
	if (character === '"' || character === "'") {
		const end = text.indexOf(character, at + 1);
		if (end === -1) throw unreadable('quote', place);
		return {kind: 'quoted', at, length: end + 1 - at, text: text.slice(at + 1, end)};
	}

	throw unreadable('character', place);
}

/** All tokens of a text, the last one being its end. */
export function tokensOf(text: string): readonly Token[] {
	const tokens: Token[] = [];
	let at = 0;
	for (;;) {
		space.lastIndex = at;
		at += space.exec(text)?.[0].length ?? 0;
		if (at >= text.length) break;
		const token = tokenAt(text, at);
		tokens.push(token);
		at += token.length;
	}

	return [...tokens, {kind: 'end', at: text.trimEnd().length, length: 0, text: ''}];
}
