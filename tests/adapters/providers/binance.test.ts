import {describe, expect, test} from 'vitest';
import {createBinance, type Binance} from '#adapters/providers/binance.js';
import {candleFlag} from '#domain/market.js';
import {describeCandleSource} from '../../support/market-data-suite.js';
import {describeRecordings, recording, recordingText} from '../../support/recordings.js';
import {faultOf, serve, unlimited, type Fixture, type Reply} from './world.js';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 0, 15, 12, 20, 30);

const open = ({url, world}: Fixture): Binance => createBinance({baseUrl: url, allowance: unlimited}, world);

const kline = (ts: number): readonly (number | string)[] => [
	ts,
	'100.0',
	'101.0',
	'99.0',
	'100.5',
	'10.0',
	ts + hour - 1,
	'1000.0',
	5,
	'1.0',
	'1.0',
	'0',
];

const ticker = (symbol: string, changes: Record<string, unknown> = {}): Record<string, unknown> => ({
	symbol,
	openPrice: '1.0',
	highPrice: '2.0',
	lowPrice: '0.5',
	lastPrice: '1.5',
	volume: '10.0',
	quoteVolume: '15.0',
	openTime: now - 24 * hour,
	closeTime: now - minute,
	firstId: 1,
	lastId: 9,
	count: 9,
	...changes,
});

const symbolInfo = (symbol: string, status = 'TRADING'): Record<string, unknown> => ({
	symbol,
	status,
	baseAsset: symbol.slice(0, 3),
	quoteAsset: 'USDT',
	isSpotTradingAllowed: true,
});

function speak({pathname, searchParams}: URL): Reply {
	if (pathname.endsWith('/klines')) {
		const start = Math.ceil(Number(searchParams.get('startTime')) / hour) * hour;
		const end = Math.min(Number(searchParams.get('endTime')), now);
		const rows = [];
		for (let ts = start; ts <= end && rows.length < Number(searchParams.get('limit')); ts += hour)
			rows.push(kline(ts));
		return {body: rows};
	}

	if (pathname.endsWith('/exchangeInfo')) {
		return {
			body: {
				serverTime: now,
				rateLimits: [{rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6000}],
				symbols: [symbolInfo('BTCUSDT'), symbolInfo('OLDUSDT', 'BREAK')],
			},
		};
	}

	const asked = searchParams.get('symbols');
	const symbols = asked === null ? ['BTCUSDT', 'ETHUSDT'] : (JSON.parse(asked) as string[]);
	return {body: symbols.map(symbol => ticker(symbol))};
}

describeCandleSource(
	'Binance',
	async () => {
		const fixture = await serve(now, speak);
		return {source: open(fixture), requests: () => fixture.server.seen.length};
	},
	{pair: 'BTCUSDT', interval: '1h', range: {from: Date.UTC(2025, 10, 1), to: Date.UTC(2026, 0, 1)}},
);

describe('candles', () => {
	test('of a half-open range are asked for with both ends inside, and cost weight 2', async () => {
		const fixture = await serve(now, speak);
		const range = {from: Date.UTC(2026, 0, 15), to: Date.UTC(2026, 0, 15, 6)};
		const {rows} = await open(fixture).candles('BTCUSDT', '1h', range);
		expect(fixture.server.seen[0]?.url).toBe(
			`/api/v3/klines?symbol=BTCUSDT&interval=1h&startTime=${range.from}&endTime=${range.to - 1}&limit=1000`,
		);
		expect([...rows.ts]).toEqual([0, 1, 2, 3, 4, 5].map(i => range.from + i * hour));
		expect(fixture.world.budgets.bookings('binance')).toMatchObject([{weight: 2}]);
	});

	test('include the unfinished one, flagged', async () => {
		const fixture = await serve(now, speak);
		const {rows} = await open(fixture).candles('BTCUSDT', '1h', {from: now - 3 * hour, to: now + hour});
		expect([...rows.flags]).toEqual([0, 0, candleFlag.open]);
	});

	test('that open outside of the range are left out', async () => {
		const from = Date.UTC(2026, 0, 15);
		const fixture = await serve(now, () => ({body: [-1, 0, 1, 2].map(i => kline(from + i * hour))}));
		const answer = await open(fixture).candles('BTCUSDT', '1h', {from, to: from + 2 * hour});
		expect([...answer.rows.ts]).toEqual([from, from + hour]);
		expect(answer.extracted).toBe(4);
	});
});

describe('pairs', () => {
	test('are fetched once in six hours, in the short form', async () => {
		const fixture = await serve(now, speak);
		const {rows} = await open(fixture).pairs();
		expect(rows).toEqual([
			{symbol: 'BTCUSDT', base: 'BTC', quote: 'USDT', trading: true},
			{symbol: 'OLDUSDT', base: 'OLD', quote: 'USDT', trading: false},
		]);
		expect((await open(fixture).pairs()).provenance.fresh).toBe(false);
		expect(fixture.server.seen.map(({url}) => url)).toEqual([
			'/api/v3/exchangeInfo?showPermissionSets=false',
		]);
		await fixture.world.clock.advance(6 * hour);
		expect((await open(fixture).pairs()).provenance.fresh).toBe(true);
		expect(fixture.world.budgets.bookings('binance').map(({weight}) => weight)).toEqual([20, 20]);
	});
});

describe('tickers', () => {
	test.each([
		[1, 2],
		[20, 2],
		[21, 40],
		[100, 40],
		[101, 80],
		[501, 80],
	])('of %i pairs are one request of weight %i', async (count, weight) => {
		const fixture = await serve(now, speak);
		const pairs = Array.from({length: count}, (_, i) => (i === 0 ? 'BTCUSDT' : `C${i}USDT`));
		const {rows} = await open(fixture).tickers(pairs);
		expect(fixture.server.seen).toHaveLength(1);
		expect(fixture.world.budgets.bookings('binance')).toMatchObject([{weight}]);
		expect(rows.map(({symbol}) => symbol)).toEqual(count > 500 ? ['BTCUSDT'] : pairs);
	});

	test('are asked for as one JSON list', async () => {
		const fixture = await serve(now, speak);
		await open(fixture).tickers(['BTCUSDT', 'ETHUSDT']);
		const url = new URL(fixture.server.seen[0]!.url, 'http://x');
		expect(url.searchParams.get('symbols')).toBe('["BTCUSDT","ETHUSDT"]');
	});

	test('of dead pairs are left out, also when they look alive', async () => {
		const fixture = await serve(now, () => ({
			body: [
				ticker('BTCUSDT'),
				ticker('SLOWUSDT', {closeTime: now - 10 * minute}),
				ticker('FROZENUSDT', {closeTime: now - 17 * minute}),
				ticker('NONEUSDT', {count: 0, lastPrice: '0.0', firstId: -1, lastId: -1}),
				ticker('STILLUSDT', {count: 0}),
			],
		}));
		const {rows} = await open(fixture).tickers([]);
		expect(rows.map(({symbol}) => symbol)).toEqual(['BTCUSDT', 'SLOWUSDT']);
	});

	test('that are all dead are left out by the clock of the server', async () => {
		const fixture = await serve(now, () => ({body: [ticker('BUSDUSDT', {closeTime: now - 21 * 24 * hour})]}));
		expect((await open(fixture).tickers(['BUSDUSDT'])).rows).toEqual([]);
	});
});

describeRecordings('recorded Binance answers', () => {
	test.each([
		['400_-1121_invalid_symbol.json', 400, 'not-found', 'Invalid symbol'],
		['403_cloudfront_waf.html', 403, 'forbidden', 'could not be satisfied'],
		['418_-1003_ip_banned.json', 418, 'banned', 'IP banned until'],
		['429_-1003_too_much_weight.json', 429, 'rate-limited', 'Too much request weight'],
		['451_restricted_location.json', 451, 'restricted', 'restricted location'],
	])('%s is named', async (file, status, code, text) => {
		const fixture = await serve(now, () => ({status, body: recordingText(`binance/errors/${file}`)}));
		const fault = await faultOf(open(fixture).candles('BTCUSDT', '1h', {from: now - hour, to: now}));
		expect(fault.code).toBe(code);
		expect(fault.message).toContain(text);
		if (code === 'banned') expect(fault.retryAt).toBe(1_785_050_129_644);
	});

	test('of 2,429 tickers 1,148 are alive', async () => {
		const body = recording('binance/ticker_24hr_all_2024-01-05.json') as {closeTime: number}[];
		const newest = Math.max(...body.map(({closeTime}) => closeTime));
		const fixture = await serve(Math.ceil(newest / 1000) * 1000, () => ({body}));
		const answer = await open(fixture).tickers([]);
		expect(answer.extracted).toBe(2429);
		expect(answer.rows).toHaveLength(1148);
	});
});
