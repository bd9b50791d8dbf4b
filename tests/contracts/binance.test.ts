/** Binance's pages of candles: columns, flags, the grid, and the frames of the stream. */

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseExchangeInfo} from '#contracts/binance-market.js';
import {parseStreamFrame} from '#contracts/binance-stream.js';
import {parseKlines, readErrorBody} from '#contracts/binance.js';
import {candleAt} from '#domain/candles.js';
import {intervals, stepOf} from '#domain/interval.js';
import {candleFlag} from '#domain/market.js';
import {now} from './citizens.js';

const hour = 3_600_000;
const noon = Date.UTC(2026, 5, 15, 12);

const row = (open: number, more: Readonly<Record<number, unknown>> = {}) =>
	Object.assign(
		[open, '10.0', '12.0', '9.0', '11.0', '5.0', open + hour - 1, '50.0', 3, '1.0', '10.0', '0'],
		more,
	);
const hourly = (payload: unknown, at = now) => parseKlines(payload, {now: at, interval: '1h'});
const threeDays = (open: number) => parseKlines([row(open)], {now, interval: '3d'});

describe('klines', () => {
	test('become columns', () => {
		const {rows} = hourly([row(noon - 2 * hour, {4: '9.5'}), row(noon - hour)]);
		expect(candleAt(rows, 0)).toEqual({
			ts: noon - 2 * hour,
			open: 10,
			high: 12,
			low: 9,
			close: 9.5,
			volume: 5,
			flags: 0,
		});
		expect(rows.length).toBe(2);
	});

	test('are open until the moment after their closing time', () => {
		const closeTime = noon + hour - 1;
		expect(hourly([row(noon)], closeTime).rows.flags[0]).toBe(candleFlag.open);
		expect(hourly([row(noon)], closeTime + 1).rows.flags[0]).toBe(0);
	});

	test('are cut where they close before their time', () => {
		expect(hourly([row(noon - hour, {6: noon - 5})]).rows.flags[0]).toBe(candleFlag.cut);
	});

	test('in reverse order are sorted', () => {
		const {rows, rejections} = hourly([row(noon), row(noon - hour), row(noon - 2 * hour)]);
		expect(rejections).toEqual([]);
		expect([...rows.ts]).toEqual([noon - 2 * hour, noon - hour, noon]);
		expect([...rows.flags]).toEqual([0, 0, candleFlag.open]);
	});

	test.each(intervals)('of %s lie on the grid of that interval', interval => {
		const monday = Date.UTC(2026, 5, 8);
		const closeTime = monday + stepOf[interval] - 1;
		const parse = (open: number) =>
			parseKlines([row(open, {6: closeTime})], {now: Date.UTC(2026, 5, 20), interval});
		expect(parse(monday).rows.length).toBe(1);
		expect(parse(monday + 1000).rejections).toMatchObject([{rule: 'off-grid'}]);
	});

	test('of three days have a grid of their own', () => {
		expect([noon - 96 * hour, noon - 97 * hour].map(open => threeDays(open).rows.length)).toEqual([1, 1]);
		const reversed = parseKlines([row(noon - 24 * hour), row(noon - 97 * hour)], {now, interval: '3d'});
		expect([...reversed.rows.ts]).toEqual([noon - 97 * hour, noon - 24 * hour]);
		expect(threeDays(noon - 0.5).rejections).toMatchObject([{rule: 'wrong-type', field: '[0]'}]);
	});

	test('that an outage shifted in the winter of 2017 are put back on the grid', () => {
		const outage = Date.UTC(2018, 1, 9, 9);
		const {rows, rejections} = hourly([
			row(outage + 37 * 60_000, {6: outage + hour - 1}),
			row(outage + hour),
		]);
		expect(rejections).toEqual([]);
		expect([...rows.ts]).toEqual([outage, outage + hour]);
		expect([...rows.flags]).toEqual([0, 0]);
	});

	test('that an outage cut in two become one candle again', () => {
		const outage = Date.UTC(2018, 1, 9, 9);
		const {rows} = hourly([
			row(outage + 37 * 60_000, {6: outage + hour - 1, 1: '11.0', 2: '14.0', 3: '10.5', 4: '13.0', 5: '2.5'}),
			row(outage, {6: outage + 60_000}),
		]);
		expect(rows.length).toBe(1);
		expect(candleAt(rows, 0)).toEqual({
			ts: outage,
			open: 10,
			high: 14,
			low: 9,
			close: 13,
			volume: 7.5,
			flags: 0,
		});
	});

	test('read the same at once and row by row', () => {
		const text = fc.oneof(
			fc.constantFrom('10.0', '11', '9.00000000', '1e1', '0', '', ' 10', '10 ', '+10', '10.', '.5', '1e400'),
			fc.constantFrom('0x10', '0b1', '-1', 'Infinity', 'NaN', '1_0', '1e5', '5e-7', '12,5'),
			fc.double({noNaN: true}).map(String),
			fc.string({maxLength: 4}),
		);
		fc.assert(
			fc.property(fc.constantFrom(1, 2, 3, 4, 5, 7), text, (place, value) => {
				const page = [row(noon - hour, {[place]: value})];
				const twice = [...page, ...page];
				const alone = hourly(page);
				const again = hourly(twice);
				expect(again.rows).toEqual(alone.rows);
				expect(again.rejections.slice(alone.rejections.length)).toEqual(alone.rejections);
			}),
			{numRuns: 500},
		);
	});
});

const limit = (interval: string, intervalNum: number) => ({
	rateLimitType: 'RAW_REQUESTS',
	interval,
	intervalNum,
	limit: 61_000,
});

describe('exchange information', () => {
	test('tells limits, also of windows with unknown names', () => {
		const rateLimits = [limit('MINUTE', 5), limit('toString', 1)];
		expect(parseExchangeInfo({serverTime: now, rateLimits, symbols: []}).rows.rateLimits).toEqual([
			{type: 'RAW_REQUESTS', windowMs: 300_000, limit: 61_000},
			{type: 'RAW_REQUESTS', windowMs: null, limit: 61_000},
		]);
	});

	test('without pairs is a violation that names them', () => {
		const parsed = parseExchangeInfo({serverTime: now, rateLimits: []});
		expect(parsed.rejections).toMatchObject([{rule: 'missing-field', field: 'symbols'}]);
		expect(parsed.rows.pairs).toEqual([]);
	});

	test('keeps its pairs when limits, clock and permissions are gone', () => {
		const pair = {symbol: 'BTCUSDT', status: 'TRADING', baseAsset: 'BTC', quoteAsset: 'USDT'};
		const {rejections, rows} = parseExchangeInfo({
			symbols: [pair, {...pair, symbol: 'OLDUSDT', status: 'BREAK'}],
		});
		expect(rejections).toEqual([]);
		expect(rows.pairs.map(({symbol, trading}) => [symbol, trading])).toEqual([
			['BTCUSDT', true],
			['OLDUSDT', false],
		]);
		expect(rows.rateLimits).toEqual([]);
	});
});

const read = (payload: unknown) => parseStreamFrame(payload, {now});

describe('stream frames', () => {
	const k = {
		t: noon,
		T: noon + 59_999,
		s: 'BTCUSDT',
		i: '1m',
		f: -1,
		L: -1,
		o: '10.0',
		c: '11.0',
		h: '12.0',
		l: '9.0',
		v: '0.00000000',
		n: 0,
		x: false,
		q: '0.0',
		V: '0.0',
		Q: '0.0',
		B: '0',
	};
	const event = (more: object = {}) => ({e: 'kline', E: noon + 2000, s: 'BTCUSDT', k: {...k, ...more}});
	const ticker = {
		e: '24hrMiniTicker',
		E: noon,
		s: 'BNBBTC',
		c: '0.0025',
		o: '0.0010',
		h: '0.0025',
		l: '0.0010',
	};
	const volumes = {v: '10000', q: '18'};

	test('carry candles, open until their last message', () => {
		expect(read({stream: 'btcusdt@kline_1m', data: event()})).toEqual({
			type: 'candle',
			symbol: 'BTCUSDT',
			interval: '1m',
			candle: {ts: noon, open: 10, high: 12, low: 9, close: 11, volume: 0, flags: candleFlag.open},
			final: false,
			sentAt: noon + 2000,
		});
		expect(read(event({x: true}))).toMatchObject({final: true, candle: {flags: 0}});
		expect(read(event({x: true, T: noon + 5}))).toMatchObject({candle: {flags: candleFlag.cut}});
	});

	test('carry short tickers, one or many', () => {
		const expected = {symbol: 'BNBBTC', lastPrice: 0.0025, volume: 10_000, quoteVolume: 18, sentAt: noon};
		const one = {...ticker, ...volumes};
		expect(read(one)).toEqual({type: 'tickers', tickers: [expected], rejections: []});
		expect(read({stream: '!miniTicker@arr', data: [one, one]})).toEqual({
			type: 'tickers',
			tickers: [expected, expected],
			rejections: [],
		});
	});

	test('lose of a list only the rows that break a rule', () => {
		const good = {...ticker, ...volumes};
		const data = [good, {...good, s: 'ETHBTC', c: '-1'}, 7, {...good, s: 'SOLBTC'}];
		const frame = read({stream: '!miniTicker@arr', data});
		expect(frame).toMatchObject({
			tickers: [{symbol: 'BNBBTC'}, {symbol: 'SOLBTC'}],
			rejections: [
				{key: 'ETHBTC', rule: 'price-positive', field: 'c'},
				{key: '$', rule: 'wrong-type'},
			],
		});
	});

	test('pass over the pairs of a list that nobody wants, broken or not', () => {
		const good = {...ticker, ...volumes};
		const data = [good, {...good, s: 'ETHBTC', c: '-1'}, {...good, s: 'SOLBTC'}];
		const context = {now: noon, wants: (symbol: string) => symbol === 'SOLBTC'};
		expect(parseStreamFrame({stream: '!miniTicker@arr', data}, context)).toMatchObject({
			tickers: [{symbol: 'SOLBTC'}],
			rejections: [],
		});
	});

	test('announce the end of the connection', () => {
		expect(read({stream: '!serverShutdown', data: {e: 'serverShutdown', E: noon}})).toEqual({
			type: 'shutdown',
			sentAt: noon,
		});
	});

	test('answer requests', () => {
		expect(read({result: null, id: 1})).toEqual({type: 'answer', id: 1});
		expect(read({result: ['btcusdt@kline_1m'], id: 'x'})).toEqual({type: 'answer', id: 'x'});
		expect(read({code: 2, msg: 'Invalid request:\u0007 x', id: 3})).toEqual({
			type: 'refused',
			id: 3,
			code: 2,
			message: 'Invalid request: x',
		});
		expect(read({error: {code: 3, msg: 'Invalid JSON'}})).toEqual({
			type: 'refused',
			id: null,
			code: 3,
			message: 'Invalid JSON',
		});
	});

	test.each([
		[{e: 'aggTrade', E: noon, s: 'BTCUSDT'}, 'aggTrade'],
		[{stream: 'nknusdt@bookTicker', data: {u: 1, s: 'NKNUSDT'}}, 'nknusdt@bookTicker'],
		[{stream: '!ticker@arr', data: [{e: '24hrTicker'}]}, '!ticker@arr'],
		[event({i: '3m'}), 'kline'],
		[{result: null, id: {}}, ''],
		[{}, ''],
	])('nobody asked for are passed over: %j', (payload, name) => {
		expect(read(payload)).toEqual({type: 'passed-over', event: name});
	});

	test.each([
		[event({o: '-1.0'}), 'price-positive', 'k.o'],
		[event({o: '99.0'}), 'outside-range', 'k.o'],
		[event({v: '-1.0'}), 'negative-amount', 'k.v'],
		[event({t: now + hour}), 'future-timestamp', 'k.t'],
		[event({x: 'yes'}), 'wrong-type', 'k.x'],
		[event({c: undefined}), 'missing-field', 'k.c'],
		[{...event(), s: ''}, 'bad-id', 's'],
		[{...event(), E: now + hour}, 'future-timestamp', 'E'],
		[{...ticker, v: '1'}, 'missing-field', 'q'],
		[{...ticker, ...volumes, c: '0'}, 'price-positive', 'c'],
		[{...ticker, ...volumes, h: '0.0001'}, 'high-below-low', 'h'],
		[{...ticker, v: '-1', q: '1'}, 'negative-amount', 'v'],
		[{...ticker, v: '1', q: '-1'}, 'negative-amount', 'q'],
		[{...ticker, ...volumes, s: '"'}, 'bad-id', 's'],
		[{...ticker, ...volumes, E: now + hour}, 'future-timestamp', 'E'],
		[{e: 'serverShutdown'}, 'missing-field', 'E'],
		['<html>', 'wrong-type', '$'],
		[null, 'wrong-type', '$'],
	])('that break a rule are invalid as a whole: %j', (payload, rule, field) => {
		expect(read(payload)).toMatchObject({type: 'invalid', rejection: {kind: 'violation', rule, field}});
	});

	test('never make the reader throw', () => {
		fc.assert(
			fc.property(fc.jsonValue(), fc.jsonValue(), (data, inner) => {
				expect(read(data)).toHaveProperty('type');
				expect(read({stream: 'x', data: {e: 'kline', k: inner}})).toHaveProperty('type');
			}),
		);
	});
});

describe('error bodies', () => {
	test('have a number and a text', () => {
		expect(readErrorBody({code: -1003, msg: 'Too\u001B[2J much'})).toEqual({
			code: -1003,
			message: 'Too much',
		});
		expect([{code: 'x', msg: 'y'}, {msg: 'y'}, [], null, 'text'].map(readErrorBody)).toEqual(
			Array.from({length: 5}, () => null),
		);
	});
});
