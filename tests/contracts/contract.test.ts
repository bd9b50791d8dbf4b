/** What all contracts share: rejected rows, shapes and drift, single values, and the error bodies of the others. */

import {describe, expect, test} from 'vitest';
import {readErrorBody as readCoincapError} from '#contracts/coincap.js';
import {parseMarketChart, parseMarkets, readErrorBody as readCoingeckoError} from '#contracts/coingecko.js';
import {always, driftOf, Finding, reject, shapeOf, sometimes} from '#contracts/contract.js';
import {badTime, isId, readDecimal, readTime} from '#contracts/wire.js';
import {citizen, now} from './citizens.js';

const bad = (value: unknown, row: unknown = {}) => reject(new Finding('bad-id', 'id', value), 'key', row);

describe('a rejected row', () => {
	test('is kept as JSON that reads back to the same and is safe to draw', () => {
		const row = {name: 'a\u0007\u009B2J\u202Eb\u2028\uD800', list: [1, null]};
		const {raw} = bad('x', row);
		expect(JSON.parse(raw)).toEqual(row);
		expect(raw).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/u);
	});

	test('is cut when it is long, never inside a character', () => {
		const {raw, sample} = bad('x'.repeat(500), {text: 'y'.repeat(30_000)});
		expect([raw.length, sample.length]).toEqual([20_000, 200]);
		expect(bad('🐶'.repeat(300)).sample).toMatch(/^"(?:🐶)+$/u);
	});

	test('is told even when it cannot be written', () => {
		const deep: unknown = JSON.parse('['.repeat(50_000) + ']'.repeat(50_000));
		expect(bad(deep).sample).toBe('"(nested too deeply to be shown)"');
		expect(parseMarkets([deep], {now}).rejections).toHaveLength(1);
		expect([bad(undefined).sample, bad(Infinity).sample]).toEqual(['undefined', 'Infinity']);
	});

	test('has a key and a field that are safe to draw', () => {
		const rejection = reject(new Finding('wrong-type', 'a\u001B[2Jb', 1), 'k\u0007', null);
		expect(rejection).toMatchObject({field: 'ab', key: 'k'});
	});
});

describe('the shape of a payload', () => {
	test('is the JSON types of each field over all rows', () => {
		expect(
			shapeOf([
				{a: 1, b: null, c: [1]},
				{a: 'x', b: true, d: {}},
			]),
		).toEqual({a: ['string', 'number'], b: ['boolean', 'null'], c: ['array'], d: ['object']});
	});

	test('names the places of tuples and bare values', () => {
		expect(shapeOf([[1, 'a'], [2]])).toEqual({'[0]': ['number'], '[1]': ['string']});
		expect(shapeOf(['usd', null])).toEqual({$: ['string', 'null']});
	});

	test('ends after 200 fields and survives any name', () => {
		const wide = Object.fromEntries(Array.from({length: 500}, (_, i) => [`f${i}`, i]));
		expect(Object.keys(shapeOf([wide]))).toHaveLength(200);
		const odd = shapeOf([JSON.parse('{"__proto__": 1, "constructor": 2, "a\\u0007b": 3}')]);
		expect(Object.keys(odd).toSorted()).toEqual(['__proto__', 'a b', 'constructor']);
	});
});

describe('drift', () => {
	const expected = {id: always('string'), price: always('number', 'null'), spark: sometimes('object')};
	const drift = (seen: Record<string, readonly string[]>) =>
		driftOf('coingecko', '/coins/markets', expected, seen);

	test('is nothing while a payload is as expected, or empty', () => {
		expect(drift({id: ['string'], price: ['number']})).toEqual([]);
		expect(drift({})).toEqual([]);
	});

	test('is a new field, a lost one, and one of another type', () => {
		const notice = {source: 'coingecko', endpoint: '/coins/markets'};
		expect(drift({price: ['number', 'string'], vip: ['boolean'], toString: ['null']})).toEqual([
			{...notice, field: 'price', change: 'retyped', before: ['number', 'null'], now: ['number', 'string']},
			{...notice, field: 'vip', change: 'added', before: [], now: ['boolean']},
			{...notice, field: 'toString', change: 'added', before: [], now: ['null']},
			{...notice, field: 'id', change: 'gone', before: ['string'], now: []},
		]);
	});

	test('of a renamed field is told beside the violation', () => {
		const {rows, parse} = citizen('coingecko.markets@1');
		const renamed = rows.map(row =>
			Object.fromEntries(
				Object.entries(row).map(([field, value]) => [field === 'current_price' ? 'price' : field, value]),
			),
		);
		const parsed = parse(renamed);
		expect(parsed.rows).toEqual([]);
		expect(new Set(parsed.rejections.map(({rule, field}) => `${rule} ${field}`))).toEqual(
			new Set(['missing-field current_price']),
		);
		expect(Object.keys(parsed.shape)).toContain('price');
		expect(Object.keys(parsed.shape)).not.toContain('current_price');
	});

	test('of a chart is seen in its arrays too', () => {
		const payload = {prices: [[now, 1]], market_caps: [[now, null]], total_volumes: 5, more: [[1]]};
		expect(parseMarketChart(payload, {now}).shape).toEqual({
			prices: ['array'],
			market_caps: ['array'],
			total_volumes: ['number'],
			more: ['array'],
			'prices[0]': ['number'],
			'prices[1]': ['number'],
			'market_caps[0]': ['number'],
			'market_caps[1]': ['null'],
		});
	});

	test('of a chart without its prices names them', () => {
		expect(parseMarketChart({price: [], market_caps: [], total_volumes: []}, {now}).rejections).toMatchObject(
			[{rule: 'missing-field', field: 'prices', kind: 'violation'}],
		);
	});

	test('of a chart with a negative volume names the point and keeps the others', () => {
		const prices = [
			[now - 2000, 1],
			[now - 1000, 1],
		];
		const {rows, rejections} = parseMarketChart(
			{prices, market_caps: prices, total_volumes: prices.map(([ts], i) => [ts, i === 0 ? -5 : 5])},
			{now},
		);
		expect(rejections).toMatchObject([
			{rule: 'negative-amount', field: 'total_volumes[1]', sample: '-5', key: String(now - 2000)},
		]);
		expect(rows).toEqual([{ts: now - 1000, price: 1}]);
	});

	test('of a chart without prices is a violation that names them', () => {
		expect(parseMarketChart({prices: null}, {now}).rejections).toMatchObject([
			{rule: 'wrong-type', field: 'prices', key: '$'},
		]);
	});
});

describe('single values', () => {
	test('are identifiers or not', () => {
		const good = [
			'bitcoin',
			'_',
			'-4',
			'1move token',
			'boringdao-[old]',
			'bitCNY',
			'são-tomé-(pre-2018)',
			'币安',
		];
		const bad = [
			'',
			'.',
			'..',
			'a/b',
			"a'b",
			'a"b',
			'a\\b',
			'a;b',
			'a%00',
			'a\nb',
			' a',
			'a ',
			'\u202Ea',
			'a?b',
		];
		expect(good.filter(text => !isId(text))).toEqual([]);
		expect([...bad, 'x'.repeat(101)].filter(isId)).toEqual([]);
	});

	test('are times in ISO 8601 with a zone', () => {
		expect(readTime('2026-06-15T12:00:00.123Z')).toBe(Date.UTC(2026, 5, 15, 12, 0, 0, 123));
		expect(readTime('2026-06-15T14:00+02:00')).toBe(Date.UTC(2026, 5, 15, 12));
		expect(['2026-06-15', '2026-06-15T12:00:00', '15/06/2026', '2026-13-45T99:00:00Z'].map(readTime)).toEqual(
			Array.from({length: 4}, () => Number.NaN),
		);
		expect(badTime('t', 2 ** 60, Infinity)?.rule).toBe('wrong-type');
	});

	test('are decimals without the noise of binary fractions', () => {
		expect(['69704.779999999998835847', '0.0000000000000000', '', null, undefined].map(readDecimal)).toEqual([
			69_704.78,
			0,
			null,
			null,
			null,
		]);
	});
});

describe('error bodies of CoinGecko', () => {
	test.each([
		[{error: 'coin not found'}, null, 'coin not found'],
		[{status: {error_code: 429, error_message: 'slow\u0007 down'}}, 429, 'slow down'],
		[
			{status: {timestamp: 'x', error_code: 10_002, error_message: 'API Key Missing.'}},
			10_002,
			'API Key Missing.',
		],
		[{error: {status: {error_code: 10_012, error_message: 'past 365 days'}}}, 10_012, 'past 365 days'],
		[{status: 500, error: 'Internal Server Error'}, 500, 'Internal Server Error'],
		[{error_code: 10_010, status: {error_message: 'wrong root'}}, 10_010, 'wrong root'],
		[{error_code: 10_005}, 10_005, ''],
	])('%j is read', (payload, code, message) => {
		expect(readCoingeckoError(payload)).toEqual({code, message});
	});

	test.each([{status: {usd: 0.02}}, {error: {usd: 1}}, {bitcoin: {}}, [], '<html>', null, {prices: []}])(
		'%j is none, though assets may be called "status" and "error"',
		payload => {
			expect(readCoingeckoError(payload)).toBeNull();
		},
	);
});

describe('error bodies of CoinCap', () => {
	test.each([
		[{error: 'asdf not found', timestamp: 1}, 'asdf not found'],
		[{message: 'missing\u001B[2J interval'}, 'missing interval'],
		[{error: {message: 'no credits'}}, 'no credits'],
		[{data: {message: 'We are deprecating'}, timestamp: 1}, 'We are deprecating'],
	])('%j is read', (payload, message) => {
		expect(readCoincapError(payload)).toEqual({code: null, message});
	});

	test.each([{data: []}, {data: {id: 'bitcoin', message: 'x'}}, [], '<html>', null])(
		'%j is none',
		payload => {
			expect(readCoincapError(payload)).toBeNull();
		},
	);
});
