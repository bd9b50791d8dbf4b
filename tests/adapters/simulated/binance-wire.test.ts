/** The Binance face over HTTP: which rows a page holds, and what is refused. */

import fc from 'fast-check';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {createDigits} from '#adapters/simulated/digits.js';
import {decimal} from '#adapters/simulated/answer.js';
import {startExchange, type Exchange} from '#adapters/simulated/exchange.js';
import {marketNow} from '../../support/exchange.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const lastHour = Math.floor(marketNow / hour) * hour;

let exchange: Exchange;
beforeAll(async () => {
	exchange = await startExchange({seed: 7, clock: () => marketNow});
});
afterAll(async () => exchange.close());

type Kline = readonly [
	number,
	string,
	string,
	string,
	string,
	string,
	number,
	string,
	number,
	string,
	string,
	string,
];

async function get(path: string, query: Record<string, string | number> = {}) {
	const parameters = new URLSearchParams();
	for (const [key, value] of Object.entries(query)) parameters.set(key, String(value));
	const response = await fetch(`${exchange.urls.binance}${path}?${parameters.toString()}`);
	return {status: response.status, headers: response.headers, body: await response.json()};
}

async function klines(query: Record<string, string | number>): Promise<readonly Kline[]> {
	const {status, body} = await get('/klines', {symbol: 'BTCUSDT', interval: '1h', ...query});
	expect(status).toBe(200);
	return body as readonly Kline[];
}

const opens = (rows: readonly Kline[]): number[] => rows.map(([open]) => open);
const hours = (from: number, count: number): number[] =>
	Array.from({length: count}, (_, i) => from + i * hour);

describe('klines', () => {
	test('without bounds gives the latest 500, the last one still open', async () => {
		const rows = await klines({});
		expect(opens(rows)).toEqual(hours(lastHour - 499 * hour, 500));
		expect(rows.at(-1)![6]).toBe(lastHour + hour - 1);
	});

	test('startTime alone gives the oldest from it, and is inclusive', async () => {
		const from = lastHour - 50 * hour;
		expect(opens(await klines({startTime: from, limit: 3}))).toEqual(hours(from, 3));
		expect(opens(await klines({startTime: from + 1, limit: 3}))).toEqual(hours(from + hour, 3));
	});

	test('endTime alone gives the latest up to it, and is inclusive', async () => {
		const end = lastHour - 50 * hour;
		expect(opens(await klines({endTime: end, limit: 3}))).toEqual(hours(end - 2 * hour, 3));
		expect(opens(await klines({endTime: end - 1, limit: 3}))).toEqual(hours(end - 3 * hour, 3));
	});

	test('both bounds give the oldest from the start, not beyond the end', async () => {
		const from = lastHour - 50 * hour;
		expect(opens(await klines({startTime: from, endTime: from + 2 * hour}))).toEqual(hours(from, 3));
		expect(opens(await klines({startTime: from, endTime: from + 9 * hour, limit: 4}))).toEqual(
			hours(from, 4),
		);
		expect(await klines({startTime: from, endTime: from - hour})).toEqual([]);
	});

	test('endTime before the open candle leaves it out', async () => {
		expect(opens(await klines({endTime: lastHour - 1, limit: 1}))).toEqual([lastHour - hour]);
	});

	test('pages that follow each other hold every candle once', async () => {
		const seen: number[] = [];
		let startTime = lastHour - 2500 * hour;
		for (;;) {
			const rows = await klines({startTime, limit: 1000});
			if (rows.length === 0) break;
			seen.push(...opens(rows));
			startTime = rows.at(-1)![0] + 1;
		}

		const hole = hours(Date.UTC(2026, 2, 24, 13), 3);
		expect(seen).toEqual(hours(lastHour - 2500 * hour, 2501).filter(open => !hole.includes(open)));
	});

	test('the future is empty', async () => {
		expect(await klines({startTime: marketNow + hour})).toEqual([]);
	});

	test('a limit above 1000 is capped', async () => {
		expect(await klines({limit: 5000})).toHaveLength(1000);
	});

	test('the candle before the maintenance closes early, and those inside are absent', async () => {
		const rows = await klines({startTime: Date.UTC(2026, 2, 24, 11), limit: 3});
		expect(opens(rows)).toEqual([11, 12, 16].map(h => Date.UTC(2026, 2, 24, h)));
		expect(rows.map(row => row[6])).toEqual([
			Date.UTC(2026, 2, 24, 12) - 1,
			Date.UTC(2026, 2, 24, 12, 40) - 1,
			Date.UTC(2026, 2, 24, 17) - 1,
		]);
	});

	test('a delisted pair ends for good, its last candle cut short', async () => {
		const rows = await klines({symbol: 'XMRUSDT', limit: 2});
		const [last] = rows.slice(-1);
		expect(last![6] - last![0]).toBe(25 * minute - 1);
		expect(last![6]).toBeLessThan(marketNow - 150 * day);
		expect(await klines({symbol: 'XMRUSDT', startTime: last![0] + 1})).toEqual([]);
	});

	test('startTime 0 finds the listing of a young pair about 120 days ago', async () => {
		const [first] = await klines({symbol: 'NWDUSDT', startTime: 0, limit: 1});
		const age = (marketNow - first![0]) / day;
		expect(age).toBeGreaterThan(100);
		expect(age).toBeLessThan(140);
	});

	test('there are at least three years of hours and days', async () => {
		expect(opens(await klines({startTime: lastHour - 3 * 365 * day, limit: 1}))).toEqual([
			lastHour - 3 * 365 * day,
		]);
		expect(await klines({interval: '1d', limit: 1000})).toHaveLength(1000);
	});

	test('weeks begin on Monday and months on the first', async () => {
		const weeks = await klines({interval: '1w', limit: 20});
		expect(new Set(opens(weeks).map(open => new Date(open).toISOString().slice(10)))).toEqual(
			new Set(['T00:00:00.000Z']),
		);
		expect(new Set(opens(weeks).map(open => new Date(open).getUTCDay()))).toEqual(new Set([1]));
		const months = await klines({interval: '1M', limit: 20});
		expect(new Set(opens(months).map(open => new Date(open).getUTCDate()))).toEqual(new Set([1]));
		expect(months[0]![6] + 1).toBe(months[1]![0]);
	});

	test.each('1s 1m 3m 5m 15m 30m 1h 2h 4h 6h 8h 12h 1d 3d 1w 1M'.split(' '))(
		'%s is served',
		async interval => {
			const rows = await klines({interval, limit: 3});
			expect(rows).toHaveLength(3);
			expect(rows.every(row => row.length === 12)).toBe(true);
		},
	);

	test('the open candle grows and is then final', async () => {
		let now = marketNow;
		await using moving = await startExchange({seed: 7, clock: () => now});
		const last = async (): Promise<Kline> => {
			const response = await fetch(
				`${moving.urls.binance}/klines?symbol=BTCUSDT&interval=1h&startTime=${lastHour}&limit=1`,
			);
			return ((await response.json()) as Kline[])[0]!;
		};
		const early = await last();
		now += 10 * minute;
		const later = await last();
		now = lastHour + hour;
		const closed = await last();
		now += 5 * day;
		expect(later[1]).toBe(early[1]);
		expect(Number(later[5])).toBeGreaterThan(Number(early[5]));
		expect(Number(closed[5])).toBeGreaterThan(Number(later[5]));
		expect(Number(closed[2])).toBeGreaterThanOrEqual(Number(later[2]));
		expect(await last()).toEqual(closed);
	});

	test('an open candle consists of the seconds that have passed', async () => {
		const [candle] = await klines({startTime: lastHour});
		const minutes = await klines({interval: '1m', startTime: lastHour});
		expect(minutes).toHaveLength(21);
		expect(candle![5]).toBe(
			decimal(
				minutes.reduce((sum, row) => sum + Math.round(Number(row[5]) * 1e5), 0),
				5,
			),
		);
		expect(candle![4]).toBe(minutes.at(-1)![4]);
	});

	test('two exchanges of one seed answer with the same bytes', async () => {
		await using twin = await startExchange({seed: 7, clock: () => marketNow});
		for (const path of ['/klines?symbol=ETHUSDT&interval=5m', '/ticker/24hr', '/exchangeInfo']) {
			const [a, b] = await Promise.all(
				[exchange, twin].map(async ({urls}) => (await fetch(urls.binance + path)).text()),
			);
			expect(a).toBe(b);
		}
	});
});

describe('refusals', () => {
	test.each([
		[{symbol: 'NOPEUSDT', interval: '1h'}, -1121],
		[{symbol: 'ÄÖÜUSDT', interval: '1h'}, -1121],
		[{symbol: 'BTCUSDT', interval: '1H'}, -1120],
		[{symbol: 'BTCUSDT', interval: 'constructor'}, -1120],
		[{symbol: 'BTCUSDT', interval: '1h', startTime: 'x'}, -1100],
		[{symbol: 'BTCUSDT', interval: '1h', limit: 0}, -1130],
		[{symbol: 'BTCUSDT'}, -1102],
		[{symbol: '', interval: '1h'}, -1105],
		[{symbol: 'BTCUSDT', interval: '1h', buster: '1'}, -1104],
	])('%j is refused with %i', async (query, code) => {
		const {status, body} = await get('/klines', query);
		expect(status).toBe(400);
		expect(body).toMatchObject({code});
	});

	test('one unknown symbol fails the whole list, and so does a symbol given twice', async () => {
		expect((await get('/ticker/24hr', {symbols: '["BTCUSDT","NOPE"]'})).body).toMatchObject({code: -1121});
		expect((await get('/ticker/24hr', {symbols: '["BTCUSDT","BTCUSDT"]'})).body).toMatchObject({code: -1151});
		expect((await get('/ticker/24hr', {symbols: 'BTCUSDT'})).body).toMatchObject({code: -1100});
		expect((await get('/ticker/24hr', {symbol: 'BTCUSDT', symbols: '["ETHUSDT"]'})).body).toMatchObject({
			code: -1128,
		});
	});
});

describe('exchangeInfo and tickers', () => {
	test('dead pairs stay listed with BREAK', async () => {
		const {body} = await get('/exchangeInfo');
		const symbols = (body as {symbols: {symbol: string; status: string; quoteAsset: string}[]}).symbols;
		expect(symbols.find(({symbol}) => symbol === 'XMRUSDT')!.status).toBe('BREAK');
		expect(
			symbols.filter(({status, quoteAsset}) => status === 'TRADING' && quoteAsset === 'USDT').length,
		).toBeGreaterThan(150);
		expect(symbols.some(({symbol}) => symbol === '星海USDT')).toBe(true);
	});

	test('showPermissionSets=false empties the sets', async () => {
		const {body} = await get('/exchangeInfo', {symbol: 'BTCUSDT', showPermissionSets: 'false'});
		expect(body).toMatchObject({symbols: [{symbol: 'BTCUSDT', status: 'TRADING', permissionSets: []}]});
	});

	test('one symbol gives an object, a list gives an array', async () => {
		expect((await get('/ticker/24hr', {symbol: 'BTCUSDT'})).body).toMatchObject({symbol: 'BTCUSDT'});
		expect((await get('/ticker/24hr', {symbols: '["BTCUSDT"]', type: 'MINI'})).body).toMatchObject([
			{symbol: 'BTCUSDT'},
		]);
		expect((await get('/ticker/price', {symbol: '星海USDT'})).body).toMatchObject({symbol: '星海USDT'});
	});

	test('of the dead pairs one looks alive but for its closeTime, and old ones show zeros', async () => {
		const rows = (await get('/ticker/24hr')).body as {
			symbol: string;
			count: number;
			closeTime: number;
			lastPrice: string;
		}[];
		const frozen = rows.find(({symbol}) => symbol === 'XMRUSDT')!;
		expect(frozen.count).toBeGreaterThan(0);
		expect(frozen.closeTime).toBeLessThan(marketNow - 150 * day);
		expect(rows.find(({symbol}) => symbol === 'ETHTUSD')).toMatchObject({
			count: 0,
			lastPrice: '0.00000000',
			firstId: -1,
		});
	});

	test('the 24 h ticker sums up the last day of minutes', async () => {
		const ticker = (await get('/ticker/24hr', {symbol: 'ETHUSDT'})).body as Record<string, string>;
		const rows = await klines({
			symbol: 'ETHUSDT',
			interval: '1m',
			startTime: marketNow - day + minute,
			limit: 1000,
		});
		expect(Number(ticker['highPrice'])).toBeGreaterThanOrEqual(Math.max(...rows.map(row => Number(row[2]))));
		expect(Number(ticker['lowPrice'])).toBeLessThanOrEqual(Math.min(...rows.map(row => Number(row[3]))));
	});

	test('the weight used so far is told in a header', async () => {
		let meter = 60_000_000;
		await using counted = await startExchange({seed: 7, clock: () => marketNow, meterClock: () => meter});
		const used = async (path: string): Promise<string | null> =>
			(await fetch(counted.urls.binance + path)).headers.get('x-mbx-used-weight-1m');
		expect(await used('/ping')).toBe('1');
		expect(await used('/exchangeInfo?symbol=BTCUSDT')).toBe('21');
		expect(await used('/klines?symbol=BTCUSDT&interval=1h')).toBe('23');
		expect(await used('/ticker/24hr')).toBe('103');
		meter += 60_000;
		expect(await used('/ticker/price')).toBe('4');
		expect(counted.requests.map(({weight}) => weight)).toEqual([1, 20, 2, 80, 4]);
	});
});

describe('decimals', () => {
	test('both writers agree with exact arithmetic', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 0, max: Number.MAX_SAFE_INTEGER}),
				fc.integer({min: 0, max: 8}),
				(value, decimals) => {
					const digits = String(value).padStart(decimals + 1, '0');
					const point = digits.length - decimals;
					const expected = `${digits.slice(0, point)}.${digits.slice(point).padEnd(8, '0')}`;
					const page = createDigits();
					page.decimal(value, decimals);
					expect(page.take()).toBe(expected);
					expect(decimal(value, decimals)).toBe(expected);
				},
			),
			{seed: 3},
		);
	});

	test('a page longer than the writer keeps is written whole', () => {
		const page = createDigits();
		for (let i = 0; i < 100_000; i++) page.whole(1_234_567_890_123_456);
		expect(page.take()).toBe('1234567890123456'.repeat(100_000));
		expect(page.take()).toBe('');
	});
});
