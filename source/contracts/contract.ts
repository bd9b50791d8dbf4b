/** What every contract shares: the rules and their sentences, rejected rows, and the shape of a payload. */

import type {SourceName} from '#domain/market.js';
import type {
	DriftNotice,
	ExpectedField,
	ExpectedShape,
	Parsed,
	Rejection,
	RejectionKind,
	Shape,
} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';

/**
 * Every rule a row can break, with the sentence shown to the user. The order of the checks inside a contract is
 * fixed: types first, then the identity, then what is known to be missing, then impossible values, then copies.
 */
export const rules = {
	'wrong-type': {
		kind: 'violation',
		says: 'The value has another type or format than the provider promises.',
	},
	'missing-field': {kind: 'violation', says: 'A field the provider always sends is absent.'},
	'too-many-rows': {kind: 'violation', says: 'The answer has more rows than any real one.'},
	'bad-id': {
		kind: 'violation',
		says: 'The identifier is empty, or holds characters that no identifier has (controls, quotes, slashes).',
	},
	'not-finite': {kind: 'violation', says: 'The number is too large to be one.'},
	'price-positive': {kind: 'violation', says: 'A price is zero, negative or not finite.'},
	'high-below-low': {kind: 'violation', says: 'The high is below the low.'},
	'outside-range': {kind: 'violation', says: 'The open or the close lies outside of [low, high].'},
	'negative-amount': {
		kind: 'violation',
		says: 'An amount that cannot be negative (a volume, a market cap, a supply, a count) is.',
	},
	'future-timestamp': {
		kind: 'violation',
		says: 'The time lies more than two minutes after the clock of the server.',
	},
	'ancient-timestamp': {
		kind: 'violation',
		says: 'The time lies before 2009, when there was no market; perhaps seconds were sent for milliseconds.',
	},
	'off-grid': {kind: 'violation', says: 'The candle does not open on a boundary of its interval.'},
	'duplicate-conflict': {
		kind: 'violation',
		says: 'The same key occurs twice in one answer with different values; which one is true cannot be known.',
	},
	'no-price': {kind: 'incomplete', says: 'The provider knows no price, as for a dead coin.'},
	'no-time': {kind: 'incomplete', says: 'The provider does not say when the price was last refreshed.'},
	'unknown-asset': {
		kind: 'incomplete',
		says: 'No CoinGecko id is known for this asset, so the row cannot be filed.',
	},
	'unknown-step': {kind: 'incomplete', says: 'A candle alone in its answer does not tell how long it is.'},
} as const satisfies Record<string, {kind: RejectionKind; says: string}>;

export type RuleName = keyof typeof rules;

/** How far (ms) a time may lie after the server's clock before it counts as the future. */
export const futureTolerance = 2 * 60_000;

/** 2009-01-01: no market of any coin is older. */
export const oldestTime = 1_230_768_000_000;

/** No real answer has more rows; what has is not worth reading. */
export const mostRows = 100_000;

/** What a contract needs to know of the moment: `now` is the server's clock in ms UTC, given by the caller. */
export type ContractContext = {readonly now: number};

/** A broken rule, at a field, with the value that broke it. A contract returns it in place of a row. */
export class Finding {
	readonly rule: RuleName;
	readonly field: string;
	readonly value: unknown;

	constructor(rule: RuleName, field: string, value: unknown) {
		this.rule = rule;
		this.field = field;
		this.value = value;
	}
}

const longestRaw = 20_000;
const longestSample = 200;
const longestKey = 100;

// What JSON leaves as it is although a terminal obeys it: C1 controls, separators, direction overrides.
// eslint-disable-next-line no-control-regex
const notDrawable = /[\u007F-\u009F\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** A value as JSON that is safe to draw, cut to `limit` characters. Never throws, however deep the value is. */
function jsonOf(value: unknown, limit: number): string {
	if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
	let text: string;
	try {
		text = JSON.stringify(value) ?? 'undefined';
	} catch {
		text = '"(nested too deeply to be shown)"';
	}

	const safe = text
		.slice(0, limit)
		.replaceAll(notDrawable, unit => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
	const cut = safe.slice(0, limit);
	return /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/** Sets a row aside. `key` names it inside its payload: an id, a time, or its index. */
export function reject(finding: Finding, key: unknown, row: unknown): Rejection {
	return {
		kind: rules[finding.rule].kind,
		rule: finding.rule,
		field: cleanText(finding.field, longestKey),
		sample: jsonOf(finding.value, longestSample),
		key: cleanText(String(key), longestKey),
		raw: jsonOf(row, longestRaw),
	};
}

/** The answer of a contract to a payload that is wrong as a whole: it counts as one row, which is rejected. */
export function rejectPayload<Rows>(
	contract: string,
	payload: unknown,
	rows: Rows,
	finding = new Finding('wrong-type', '$', payload),
): Parsed<Rows> {
	return {
		contract,
		extracted: 1,
		duplicates: 0,
		rows,
		rejections: [reject(finding, '$', payload)],
		shape: {},
	};
}

const jsonTypes = ['string', 'number', 'boolean', 'null', 'array', 'object'] as const;

/** The bit of a value's JSON type in a set of types: bit n is `jsonTypes[n]`. */
function typeBit(value: unknown): number {
	if (typeof value === 'string') return 1;
	if (typeof value === 'number') return 2;
	if (typeof value === 'boolean') return 4;
	if (value === null) return 8;
	return Array.isArray(value) ? 16 : 32;
}

/** A payload with more different fields than this is not described further. */
const mostFields = 200;

/** The JSON types seen per field over all rows; places of a tuple are `[0]`, `[1]`…, a bare value is `$`. */
export function shapeOf(rows: readonly unknown[]): Shape {
	const seen = new Map<string, number>();
	const note = (field: string, value: unknown) => {
		const before = seen.get(field);
		const bit = typeBit(value);
		if (before === undefined) {
			if (seen.size < mostFields) seen.set(field, bit);
		} else if ((before & bit) === 0) {
			seen.set(field, before | bit);
		}
	};

	for (const row of rows) {
		if (Array.isArray(row)) {
			for (let i = 0; i < row.length && i < mostFields; i++) note(`[${i}]`, row[i]);
		} else if (typeof row === 'object' && row !== null) {
			const fields = row as Record<string, unknown>;
			for (const field in fields) note(field, fields[field]);
		} else {
			note('$', row);
		}
	}

	const shape: [string, readonly string[]][] = [];
	for (const [field, bits] of seen) {
		shape.push([cleanText(field, longestKey), jsonTypes.filter((_, n) => (bits & (1 << n)) !== 0)]);
	}

	return Object.fromEntries(shape);
}

/** A field that every row carries, with the JSON types it may have. */
export const always = (...types: readonly string[]): ExpectedField => ({types, required: true});

/** A field that is sent only when asked for, or only by some versions or rows. */
export const sometimes = (...types: readonly string[]): ExpectedField => ({types, required: false});

/**
 * How a payload differs from what its contract expects: fields never seen, fields with a new type, and fields that
 * are always sent but are in no row. A payload without rows says nothing.
 */
export function driftOf(
	source: SourceName,
	endpoint: string,
	expected: ExpectedShape,
	seen: Shape,
): DriftNotice[] {
	const notices: DriftNotice[] = [];
	for (const [field, now] of Object.entries(seen)) {
		const known = Object.hasOwn(expected, field) ? expected[field] : undefined;
		if (known === undefined) {
			notices.push({source, endpoint, field, change: 'added', before: [], now});
		} else if (now.some(type => !known.types.includes(type))) {
			notices.push({source, endpoint, field, change: 'retyped', before: known.types, now});
		}
	}

	if (Object.keys(seen).length === 0) return notices;
	for (const [field, {types, required}] of Object.entries(expected)) {
		if (required && !Object.hasOwn(seen, field)) {
			notices.push({source, endpoint, field, change: 'gone', before: types, now: []});
		}
	}

	return notices;
}

/** What a provider says went wrong: its own code, where it has one, and its text made safe to show. */
export type ErrorBody = {readonly code: string | number | null; readonly message: string};
