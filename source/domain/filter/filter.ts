/** Filter expressions such as `volume > 1e9 and not (change24h > -5)`, read into a test of rows. */

import {nearest} from '../nearest.js';
import {unreadable, UnreadableFilter, type FilterProblem} from './problem.js';
import {plainWord, tokensOf, type Operator, type Token} from './tokens.js';

/** Something of a row that can be asked about, by any of its names. Null is unknown. */
export type FilterField<Row> = {
	/** Lower case without accents; the first one is shown. */
	readonly names: readonly string[];
} & (
	| {readonly kind: 'number'; readonly of: (row: Row) => number | null}
	| {readonly kind: 'text'; readonly of: (row: Row) => string | null}
	| {readonly kind: 'flag'; readonly of: (row: Row) => boolean}
);

export type Filter<Row> =
	| {readonly matches: (row: Row) => boolean; readonly problem: null}
	| {readonly matches: null; readonly problem: FilterProblem};

/** Null is "not known": of unknown values neither a comparison nor its opposite holds. */
type Test<Row> = (row: Row) => boolean | null;
type Amount<Row> = (row: Row) => number | null;

/** Longer ones are not typed by people. */
const longest = 500;

/** Reads an expression; an empty one lets everything pass. */
export function readFilter<Row>(text: string, fields: readonly FilterField<Row>[]): Filter<Row> {
	if (text.trim() === '') return {matches: () => true, problem: null};
	try {
		if (text.length > longest) throw unreadable('shorter', {at: longest, length: 1, text: ''});
		const test = createReader(tokensOf(text), fields).whole();
		return {matches: row => test(row) === true, problem: null};
	} catch (error) {
		if (error instanceof UnreadableFilter) return {matches: null, problem: error.problem};
		throw error;
	}
}

const compareNumbers: Readonly<Record<Exclude<Operator, '~' | '!~'>, (a: number, b: number) => boolean>> = {
	'<': (a, b) => a < b,
	'<=': (a, b) => a <= b,
	'>': (a, b) => a > b,
	'>=': (a, b) => a >= b,
	'=': (a, b) => a === b,
	'!=': (a, b) => a !== b,
};

const compareTexts: Readonly<Partial<Record<Operator, (text: string, wanted: string) => boolean>>> = {
	'=': (text, wanted) => text === wanted,
	'!=': (text, wanted) => text !== wanted,
	'~': (text, wanted) => text.includes(wanted),
	'!~': (text, wanted) => !text.includes(wanted),
};

const isUnknown = (value: number | null): value is null => value === null || Number.isNaN(value);

function both<Row>(a: Test<Row>, b: Test<Row>): Test<Row> {
	return row => {
		const [left, right] = [a(row), b(row)];
		if (left === false || right === false) return false;
		return left === null || right === null ? null : true;
	};
}

function either<Row>(a: Test<Row>, b: Test<Row>): Test<Row> {
	return row => {
		const [left, right] = [a(row), b(row)];
		if (left === true || right === true) return true;
		return left === null || right === null ? null : false;
	};
}

function opposite<Row>(test: Test<Row>): Test<Row> {
	return row => {
		const held = test(row);
		return held === null ? null : !held;
	};
}

/** Or binds loosest, then and, then not. */
function createReader<Row>(tokens: readonly Token[], fields: readonly FilterField<Row>[]) {
	const byName = new Map(fields.flatMap(field => field.names.map(name => [name, field] as const)));
	let place = 0;
	const here = (): Token => tokens[Math.min(place, tokens.length - 1)]!;
	const isJoint = (joint: 'and' | 'or' | 'not'): boolean => {
		const token = here();
		return (token.kind === 'word' || token.kind === 'joint') && token.joint === joint;
	};
	const take = (): Token => {
		const token = here();
		place++;
		return token;
	};

	const fieldOf = (token: Token): FilterField<Row> => {
		const name = plainWord(token.text);
		const field = byName.get(name);
		if (!field) throw unreadable('name', token, nearest(name, [...byName.keys()]));
		return field;
	};
	const amount = (reason: 'value' | 'number'): Amount<Row> => {
		const token = take();
		if (token.kind === 'number') return () => token.value;
		if (token.kind !== 'word' || token.joint !== null) throw unreadable(reason, token);
		const field = fieldOf(token);
		if (field.kind !== 'number') throw unreadable('number', token);
		return field.of;
	};
	/** `1 < price < 10`: every pair of neighbours has to hold. */
	const chain = (): Test<Row> => {
		let left = amount('value');
		let test: Test<Row> | null = null;
		for (;;) {
			const token = here();
			if (token.kind !== 'operator') {
				if (test) return test;
				throw unreadable('comparison', token);
			}

			if (token.operator === '~' || token.operator === '!~') throw unreadable('comparison', token);
			place++;
			const right = amount('number');
			const link = linked(left, compareNumbers[token.operator], right);
			test = test ? both(test, link) : link;
			left = right;
		}
	};
	const text = (of: (row: Row) => string | null): Test<Row> => {
		const sign = take();
		if (sign.kind !== 'operator') throw unreadable('comparison', sign);
		const compare = compareTexts[sign.operator];
		if (!compare) throw unreadable('text-order', sign);
		const token = take();
		if (token.kind !== 'word' && token.kind !== 'number' && token.kind !== 'quoted')
			throw unreadable('text', token);
		const wanted = plainWord(token.text);
		return row => {
			const value = of(row);
			return value === null ? null : compare(plainWord(value), wanted);
		};
	};
	const one = (): Test<Row> => {
		if (isJoint('not')) {
			place++;
			return opposite(one());
		}

		const token = here();
		if (token.kind === '(') {
			place++;
			const inner = any();
			if (here().kind !== ')') throw unreadable(here().kind === 'end' ? 'closing' : 'joint', here());
			place++;
			return inner;
		}

		if (token.kind === 'word' && token.joint === null) {
			const field = fieldOf(token);
			if (field.kind === 'number') return chain();
			place++;
			return field.kind === 'flag' ? field.of : text(field.of);
		}

		return chain();
	};
	const all = (): Test<Row> => {
		let test = one();
		while (isJoint('and')) {
			place++;
			test = both(test, one());
		}

		return test;
	};
	const any = (): Test<Row> => {
		let test = all();
		while (isJoint('or')) {
			place++;
			test = either(test, all());
		}

		return test;
	};

	return {
		whole(): Test<Row> {
			const test = any();
			if (here().kind !== 'end') throw unreadable('joint', here());
			return test;
		},
	};
}

function linked<Row>(
	left: Amount<Row>,
	compare: (a: number, b: number) => boolean,
	right: Amount<Row>,
): Test<Row> {
	return row => {
		const [a, b] = [left(row), right(row)];
		return isUnknown(a) || isUnknown(b) ? null : compare(a, b);
	};
}
