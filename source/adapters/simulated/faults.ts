/** Faults as data: what can be made to go wrong with an answer, for which requests, and how often. */

import type {Answer} from './answer.js';
import {Dice} from './dice.js';

/** The provider a request was meant for. */
export type Face = 'coingecko' | 'coincap' | 'binance';

/** Which requests a fault strikes. Everything left out matches. */
export type FaultTarget = {
	readonly source?: Face;
	/** Regular expression over path and query below the root, e.g. `^/klines.*symbol=BTCUSDT`. */
	readonly path?: string;
	/** First matching request that is struck, counted from 1. On its own it strikes that one only. */
	readonly nth?: number;
	/** How many requests are struck at most. */
	readonly count?: number;
	/** Chance to strike a matching request, 0 to 1; repeatable. */
	readonly probability?: number;
};

/** Refusals with a status of their own. `retryAfter` in seconds; left out, the header is left out. */
export type StatusFault =
	| {readonly kind: 'rate-limited'; readonly retryAfter?: number}
	| {readonly kind: 'banned'; readonly retryAfter?: number}
	| {readonly kind: 'restricted'}
	| {readonly kind: 'forbidden-page'}
	| {readonly kind: 'unauthorized'}
	| {readonly kind: 'not-found'}
	| {readonly kind: 'server-error'; readonly status?: number}
	/** A web page with status 200. */
	| {readonly kind: 'page'};

/** What happens to the connection or to the bytes. */
export type TransportFault =
	/** The connection is reset before the answer, or after some bytes of its body. */
	| {readonly kind: 'reset'; readonly afterBytes?: number}
	/** No answer at all until the caller gives up. */
	| {readonly kind: 'hang'}
	/** Headers at once, then one byte every so many milliseconds. */
	| {readonly kind: 'trickle'; readonly everyMs: number}
	/** Half of the body: the connection closes before the promised length, or the JSON just stops. */
	| {readonly kind: 'truncated'; readonly how: 'content-length' | 'json'}
	/** A body of that many bytes, made while it is sent; `declared` also promises the length. */
	| {readonly kind: 'huge'; readonly bytes: number; readonly declared?: boolean}
	| {readonly kind: 'delay'; readonly ms: number};

/** What is wrong with the data. `row` is the row spoilt, counted from 0; the middle one when left out. */
type DataFault =
	| {readonly kind: 'negative-price'; readonly row?: number}
	| {readonly kind: 'null-price'; readonly row?: number}
	| {readonly kind: 'high-below-low'; readonly row?: number}
	/** A row twice, the same or with another price. */
	| {readonly kind: 'duplicate-rows'; readonly row?: number}
	| {readonly kind: 'conflicting-rows'; readonly row?: number}
	| {readonly kind: 'reversed-rows'}
	/** In every row; for rows without names the place is moved, dropped or added. */
	| {readonly kind: 'renamed-field'; readonly field: string; readonly to: string}
	| {readonly kind: 'added-field'; readonly field: string}
	| {readonly kind: 'retyped-field'; readonly field: string}
	/** A row stamped a day after the present. */
	| {readonly kind: 'future-timestamp'; readonly row?: number}
	/** No rows. */
	| {readonly kind: 'empty'}
	/** A name with terminal escapes, control characters and SQL in it. */
	| {readonly kind: 'hostile-name'; readonly row?: number}
	/** The clock of the exchange is off by that much: its `Date` header and all its times. */
	| {readonly kind: 'clock-skew'; readonly ms: number};

export type FaultRule = FaultTarget & (StatusFault | TransportFault | DataFault);
type FaultKind = FaultRule['kind'];

const statusKinds = new Set<FaultKind>([
	'rate-limited',
	'banned',
	'restricted',
	'forbidden-page',
	'unauthorized',
	'not-found',
	'server-error',
	'page',
] satisfies StatusFault['kind'][]);

const transportKinds = new Set<FaultKind>([
	'reset',
	'hang',
	'trickle',
	'truncated',
	'huge',
	'delay',
] satisfies TransportFault['kind'][]);

export const isStatusFault = (rule: FaultRule): rule is FaultTarget & StatusFault =>
	statusKinds.has(rule.kind);
export const isTransportFault = (rule: FaultRule): rule is FaultTarget & TransportFault =>
	transportKinds.has(rule.kind);

/** The name that `hostile-name` gives: escapes, controls, a bidirectional override and SQL. */
export const hostileName =
	"\u001B[2J\u001B]0;owned\u0007Evil\u0000\u202E Coin\r\n'); DROP TABLE asset;--\u009B31m";

/** Rules in force. `strike` says which of them hit a request, in their order, and counts. */
export type FaultPlan = {
	readonly strike: (source: Face, pathAndQuery: string) => readonly FaultRule[];
};

export function createFaultPlan(rules: readonly FaultRule[], seed: number): FaultPlan {
	const armed = rules.map((rule, i) => ({
		rule,
		pattern: rule.path === undefined ? null : new RegExp(rule.path, 'u'),
		dice: new Dice(seed + i),
		most: rule.count ?? (rule.nth === undefined ? Infinity : 1),
		met: 0,
		struck: 0,
	}));
	return {
		strike: (source, pathAndQuery) =>
			armed
				.filter(state => {
					const {rule, pattern} = state;
					if (rule.source !== undefined && rule.source !== source) return false;
					if (pattern !== null && !pattern.test(pathAndQuery)) return false;
					state.met++;
					if (state.met < (rule.nth ?? 1) || state.struck >= state.most) return false;
					if (rule.probability !== undefined && state.dice.share() >= rule.probability) return false;
					state.struck++;
					return true;
				})
				.map(({rule}) => rule),
	};
}

const pageHeaders = {'content-type': 'text/html; charset=utf-8'};

/** What a proxy, a firewall or a hotel shows instead of data. */
const webPage = (title: string): string =>
	`<!DOCTYPE html>\n<html><head><title>${title}</title></head><body><h1>${title}</h1><p>Request blocked.</p></body></html>\n`;

/** The body with which a provider says that its limit is reached. */
export function limitAnswer(
	source: Face,
	banned: boolean,
	retryAfter: number | undefined,
	now: number,
): Answer {
	const headers: Record<string, string> = retryAfter === undefined ? {} : {'retry-after': String(retryAfter)};
	if (source === 'coingecko') {
		const status = {error_code: 429, error_message: "You've exceeded the Rate Limit."};
		return {status: banned ? 418 : 429, headers, body: JSON.stringify({status})};
	}

	if (source === 'coincap') {
		return {
			status: banned ? 418 : 429,
			headers,
			body: JSON.stringify({error: 'You exceeded your limit', timestamp: now}),
		};
	}

	const msg = banned
		? `Way too much request weight used; IP banned until ${now + (retryAfter ?? 120) * 1000}.`
		: 'Too much request weight used; current limit is reached.';
	return {status: banned ? 418 : 429, headers, body: JSON.stringify({code: -1003, msg})};
}

/** The answer of a fault that refuses with a status or shows a page. */
export function statusAnswer(rule: StatusFault, source: Face, now: number): Answer {
	const refuse = (status: number, message: string, code: number): Answer => ({
		status,
		body: JSON.stringify(
			source === 'binance'
				? {code, msg: message}
				: source === 'coingecko'
					? {status: {timestamp: new Date(now).toISOString(), error_code: status, error_message: message}}
					: {error: message, timestamp: now},
		),
	});
	switch (rule.kind) {
		case 'rate-limited':
			return limitAnswer(source, false, rule.retryAfter, now);
		case 'banned':
			return limitAnswer(source, true, rule.retryAfter, now);
		case 'restricted':
			return refuse(451, 'Service unavailable from a restricted location.', 0);
		case 'forbidden-page':
			return {status: 403, headers: pageHeaders, body: webPage('403 Forbidden')};
		case 'unauthorized':
			return refuse(401, 'API Key Missing.', -2015);
		case 'not-found':
			return source === 'coingecko'
				? {status: 404, body: '{"error":"coin not found"}'}
				: refuse(404, 'Not found.', -1000);
		case 'server-error': {
			const status = rule.status ?? 500;
			return source === 'coingecko'
				? {status, body: `{"status":${status},"error":"Internal Server Error"}`}
				: refuse(status, 'Internal error; unable to process your request. Please try again.', -1000);
		}

		case 'page':
			return {status: 200, headers: pageHeaders, body: webPage('Sign in to the network')};
	}
}

type Row = unknown[] | Record<string, unknown>;

/** Places and names of what the mutations touch, by the shape of a row. */
type Fields = {
	readonly price: string | number;
	readonly high: string | number | null;
	readonly low: string | number | null;
	readonly time: string | number | null;
	readonly name: string | null;
};

function fieldsOf(row: Row): Fields {
	if (Array.isArray(row)) {
		// A kline has 12 places, an OHLC row 5, a chart point 2.
		return row.length > 2
			? {price: 4, high: 2, low: 3, time: 0, name: null}
			: {price: 1, high: null, low: null, time: 0, name: null};
	}

	const first = (...names: string[]): string | null => names.find(name => name in row) ?? null;
	return {
		price: first('current_price', 'priceUsd', 'lastPrice', 'price', 'rateUsd', 'usd', 'volumeUsd') ?? 'price',
		high: first('high_24h', 'highPrice'),
		low: first('low_24h', 'lowPrice'),
		time: first('last_updated', 'time', 'closeTime', 'updated'),
		name: first('name', 'symbol', 'baseAsset', 'baseSymbol'),
	};
}

const cells = (row: Row): Record<string | number, unknown> => row as Record<string | number, unknown>;

/** Number in, number out; text in, text out. */
const like = (sample: unknown, value: number): unknown =>
	typeof sample === 'string' ? String(value) : value;

/** The lists of rows in a body: one for most answers, three for a chart. */
function rowLists(body: unknown): Row[][] {
	if (Array.isArray(body)) return [body as Row[]];
	if (typeof body !== 'object' || body === null) return [];
	const object = body as Record<string, unknown>;
	const names = ['data', 'symbols', 'prices', 'market_caps', 'total_volumes', 'coins'];
	const lists = names.flatMap(name => (Array.isArray(object[name]) ? [object[name] as Row[]] : []));
	if (lists.length > 0) return lists;
	const single = object['data'];
	return [[(typeof single === 'object' && single !== null ? single : object) as Row]];
}

const isDataFault = (rule: FaultRule): boolean => mutations[rule.kind] !== undefined;

/** Applies the data faults among `rules` to an honest body, on its parsed JSON. */
export function spoil(body: string, rules: readonly FaultRule[], now: number): string {
	const faults = rules.filter(isDataFault);
	if (faults.length === 0) return body;
	const parsed: unknown = JSON.parse(body);
	for (const rule of faults) {
		const lists = rowLists(parsed);
		// What is wrong with a price is wrong with the first list only; the rest concerns all of them.
		const touched = rule.kind.endsWith('-price') ? lists.slice(0, 1) : lists;
		for (const rows of touched) mutations[rule.kind]!(rows, rule, now);
	}

	return JSON.stringify(parsed);
}

type Mutation = (rows: Row[], rule: FaultRule, now: number) => void;

function chosen(rows: Row[], rule: FaultRule): number {
	const asked = 'row' in rule ? rule.row : undefined;
	return asked === undefined ? Math.floor(rows.length / 2) : Math.min(asked, rows.length - 1);
}

/** A change of one row; nothing happens to an empty list. */
const inRow =
	(change: (row: Record<string | number, unknown>, fields: Fields, now: number) => void): Mutation =>
	(rows, rule, now) => {
		const row = rows[chosen(rows, rule)];
		if (row !== undefined) change(cells(row), fieldsOf(row), now);
	};

const inEveryRow =
	(change: (row: Row, rule: FaultRule) => void): Mutation =>
	(rows, rule) => {
		for (const row of rows) change(row, rule);
	};

const day = 86_400_000;

const mutations: Partial<Record<FaultKind, Mutation>> = {
	'negative-price': inRow((row, {price}) => {
		row[price] = like(row[price], -Math.abs(Number(row[price])));
	}),
	'null-price': inRow((row, {price}) => {
		row[price] = null;
	}),
	'high-below-low': inRow((row, {high, low}) => {
		if (high === null || low === null) return;
		row[high] = like(row[high], Number(row[low]) * 0.99);
	}),
	'duplicate-rows': (rows, rule) => {
		const i = chosen(rows, rule);
		if (rows[i] !== undefined) rows.splice(i, 0, structuredClone(rows[i]));
	},
	'conflicting-rows': (rows, rule) => {
		const i = chosen(rows, rule);
		if (rows[i] === undefined) return;
		const copy = structuredClone(rows[i]);
		const {price, high} = fieldsOf(copy);
		const row = cells(copy);
		row[price] = like(row[price], Number(row[price]) * 1.02);
		if (high !== null) row[high] = like(row[high], Number(row[high]) * 1.03);
		rows.splice(i + 1, 0, copy);
	},
	'reversed-rows': rows => {
		rows.reverse();
	},
	'renamed-field': inEveryRow((row, rule) => {
		if (rule.kind !== 'renamed-field') return;
		if (Array.isArray(row)) {
			const [value] = row.splice(Number(rule.field), 1);
			row.splice(Number(rule.to), 0, value);
		} else if (rule.field in row) {
			row[rule.to] = row[rule.field];
			delete row[rule.field];
		}
	}),
	'added-field': inEveryRow((row, rule) => {
		if (rule.kind !== 'added-field') return;
		if (Array.isArray(row)) row.push(rule.field);
		else row[rule.field] = 'new';
	}),
	'retyped-field': inEveryRow((row, rule) => {
		if (rule.kind !== 'retyped-field') return;
		const value = cells(row)[rule.field];
		cells(row)[rule.field] = typeof value === 'number' ? String(value) : {value};
	}),
	'future-timestamp': inRow((row, {time}, now) => {
		if (time === null) return;
		row[time] = typeof row[time] === 'string' ? new Date(now + day).toISOString() : now + day;
		// A kline also names its end.
		if (time === 0 && typeof row[6] === 'number') row[6] = now + day + 60_000;
	}),
	empty: rows => {
		rows.length = 0;
	},
	'hostile-name': inRow((row, {name}) => {
		if (name !== null) row[name] = hostileName;
	}),
};
