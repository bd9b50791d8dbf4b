/** The CoinGecko face over HTTP: the facts a client has to cope with. */

import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startExchange, type Exchange} from '#adapters/simulated/exchange.js';
import {marketNow, openExchange} from '../../support/exchange.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

let exchange: Exchange;
beforeAll(async () => {
	exchange = await startExchange({seed: 7, clock: () => marketNow});
});
afterAll(async () => exchange.close());

async function get(path: string, headers: Record<string, string> = {}, root = exchange.urls.coingecko) {
	const response = await fetch(root + path, {headers});
	return {status: response.status, headers: response.headers, body: await response.json()};
}

type Row = Record<string, number | string | null> & {
	id: string;
	market_cap_rank: number | null;
	current_price: number | null;
};
type Chart = Record<'prices' | 'market_caps' | 'total_volumes', [number, number][]>;

const markets = async (query: string): Promise<Row[]> =>
	(await get(`/coins/markets?vs_currency=usd&${query}`)).body as Row[];
const chart = async (query: string, id = 'bitcoin'): Promise<Chart> =>
	(await get(`/coins/${id}/market_chart?vs_currency=usd&${query}`)).body as Chart;

describe('coins/markets', () => {
	test('250 fit on a page, more are on the next, and nothing follows the end', async () => {
		const [first, second, third] = await Promise.all(
			[1, 2, 9].map(async page => markets(`per_page=250&page=${page}`)),
		);
		expect(first).toHaveLength(250);
		expect(second!.length).toBeGreaterThanOrEqual(50);
		expect(third).toEqual([]);
		const ids = [...first!, ...second!].map(({id}) => id);
		expect(new Set(ids).size).toBe(ids.length);
		expect(first!.map(({market_cap_rank}) => market_cap_rank)).toEqual(
			Array.from({length: 250}, (_, i) => i + 1),
		);
	});

	test('exactly one coin of the first page has no price, and it was left behind days ago', async () => {
		const dead = (await markets('per_page=250')).filter(({current_price}) => current_price === null);
		expect(dead.map(({id}) => id)).toEqual(['kestrel-cash']);
		expect(Date.parse(String(dead[0]!['last_updated']))).toBeLessThan(marketNow - 5 * day);
	});

	test('coins of unknown supply come last, without rank and with market cap 0', async () => {
		const last = (await markets('per_page=250&page=2')).slice(-2);
		expect(last.map(({market_cap_rank, market_cap}) => [market_cap_rank, market_cap])).toEqual([
			[null, 0],
			[null, 0],
		]);
	});

	test('no number is negative but a change, and nothing is from the future', async () => {
		const rows = await markets('per_page=250&precision=full');
		const fields = rows.flatMap(row =>
			Object.entries(row).map(([field, value]) => ({id: row.id, field, value})),
		);
		expect(
			fields.filter(({field, value}) => typeof value === 'number' && value < 0 && !field.includes('change')),
		).toEqual([]);
		const dates = fields.filter(({field, value}) => /date$|updated$/.test(field) && value !== null);
		expect(dates.length).toBeGreaterThan(700);
		expect(dates.filter(({value}) => !(Date.parse(String(value)) <= marketNow))).toEqual([]);
		expect(rows.filter(row => row.current_price !== null && Number(row['ath']) < row.current_price)).toEqual(
			[],
		);
	});

	test('ids select, a space makes an id unknown, unknown ones are dropped silently', async () => {
		expect((await markets('ids=ethereum,bitcoin,nope')).map(({id}) => id)).toEqual(['bitcoin', 'ethereum']);
		expect((await markets('ids=ethereum,%20bitcoin')).map(({id}) => id)).toEqual(['ethereum']);
	});

	test('sparkline and price changes come only when asked for', async () => {
		const [plain] = await markets('ids=bitcoin');
		const [rich] = await markets('ids=bitcoin&sparkline=true&price_change_percentage=1h,7d,1y');
		expect(Object.keys(plain!)).toHaveLength(26);
		expect(Object.keys(rich!)).toHaveLength(30);
		expect(rich).toMatchObject({
			sparkline_in_7d: {price: expect.any(Array)},
			price_change_percentage_7d_in_currency: expect.any(Number),
		});
	});

	test('names hold emoji, right-to-left and accented letters', async () => {
		const list = (await get('/coins/list')).body as {name: string}[];
		const names = list.map(({name}) => name).join('\n');
		expect(names).toMatch(/\p{Emoji_Presentation}/u);
		expect(names).toMatch(/\p{Script=Arabic}/u);
		expect(names).toMatch(/\p{Script=Hebrew}/u);
		expect(names).toContain('Café Crème');
	});

	test('the currency is required and must be known', async () => {
		expect(await get('/coins/markets')).toMatchObject({
			status: 422,
			body: {error: 'Missing parameter vs_currency'},
		});
		expect((await get('/coins/markets?vs_currency=nope')).status).toBe(400);
		const [euro] = (await get('/coins/markets?vs_currency=eur&ids=bitcoin')).body as Row[];
		const [dollar] = await markets('ids=bitcoin');
		expect(euro!.current_price!).toBeLessThan(dollar!.current_price!);
	});
});

describe('market_chart', () => {
	test.each([
		['days=1', 5 * minute, 280, 290],
		['days=30', hour, 715, 722],
		['days=90', hour, 2150, 2162],
		['days=91', day, 92, 92],
		['days=365', day, 366, 366],
		['days=90&interval=daily', day, 91, 91],
	])('%s gives steps of about %i ms and between %i and %i points', async (query, step, least, most) => {
		const {prices, market_caps, total_volumes} = await chart(query);
		expect(prices.length).toBeGreaterThanOrEqual(least);
		expect(prices.length).toBeLessThanOrEqual(most);
		const gaps = prices.slice(1, -2).map(([ts], i) => ts - prices[i]![0]);
		expect(Math.abs(gaps.reduce((sum, gap) => sum + gap, 0) / gaps.length / step - 1)).toBeLessThan(0.02);
		expect(market_caps.map(([ts]) => ts)).toEqual(prices.map(([ts]) => ts));
		expect(total_volumes.map(([ts]) => ts)).toEqual(prices.map(([ts]) => ts));
	});

	test('daily points are midnights, the last element is now', async () => {
		const {prices} = await chart('days=100');
		expect(prices.slice(0, -1).every(([ts]) => ts % day === 0)).toBe(true);
		expect(prices.at(-1)![0]).toBe(marketNow - 500);
	});

	test('fine stamps drift off the grid, and the last may be earlier than the one before', async () => {
		const {prices} = await chart('days=1', 'ethereum');
		expect(prices.filter(([ts]) => ts % (5 * minute) === 0).length).toBeLessThan(5);
		expect(prices.at(-1)![0]).toBeLessThan(prices.at(-2)![0]);
	});

	test('a midnight point is the close of the day before on the exchange, not of its own day', async () => {
		const {prices} = await chart('days=100');
		const response = await fetch(`${exchange.urls.binance}/klines?symbol=BTCUSDT&interval=1d&limit=200`);
		const rows = (await response.json()) as [number, string, string, string, string][];
		const closes = new Map(rows.map(row => [row[0], Number(row[4])]));
		const medianGap = (shift: number): number => {
			const gaps = prices.slice(0, -1).map(([ts, price]) => Math.abs(price / closes.get(ts - shift)! - 1));
			return gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)]!;
		};
		expect(medianGap(day)).toBeLessThan(0.0012);
		expect(medianGap(0)).toBeGreaterThan(0.005);
	});

	test('more than 365 days is beyond the plan, except with a pro key', async () => {
		for (const path of [
			'/coins/bitcoin/market_chart?vs_currency=usd&days=366',
			'/coins/bitcoin/market_chart?vs_currency=usd&days=max',
			`/coins/bitcoin/market_chart/range?vs_currency=usd&from=${Math.floor(marketNow / 1000) - 366 * 86_400}&to=${Math.floor(marketNow / 1000)}`,
		]) {
			expect(await get(path)).toMatchObject({status: 401, body: {error: {status: {error_code: 10012}}}});
		}

		const pro = await openExchange({keys: {coingeckoPro: 'k'}});
		const {status, body} = await get(
			'/coins/bitcoin/market_chart?vs_currency=usd&days=1000',
			{'x-cg-pro-api-key': 'k'},
			pro.urls.coingecko,
		);
		expect(status).toBe(200);
		expect((body as Chart).prices).toHaveLength(1001);
	});

	test('a range takes seconds or dates and stays inside', async () => {
		const from = Date.UTC(2026, 4, 1);
		const to = Date.UTC(2026, 4, 11);
		const path = '/coins/solana/market_chart/range?vs_currency=usd';
		const body = (await get(`${path}&from=${from / 1000}&to=${to / 1000}`)).body as Chart;
		expect(body.prices.length).toBeGreaterThan(235);
		expect(body.prices.every(([ts]) => ts >= from && ts <= to)).toBe(true);
		expect((await get(`${path}&from=2026-05-01&to=2026-05-11`)).body).toEqual(body);
	});

	test('an unknown coin is not found, a dead one has no points', async () => {
		expect(await get('/coins/nope/market_chart?vs_currency=usd&days=1')).toMatchObject({
			status: 404,
			body: {error: 'coin not found'},
		});
		expect(await chart('days=30', 'kestrel-cash')).toEqual({prices: [], market_caps: [], total_volumes: []});
	});
});

describe('ohlc', () => {
	test.each([
		[7, 4 * hour, 42],
		[30, 4 * hour, 180],
		[365, 4 * day, 92],
	])('%i days give candles stamped with their end, the last one in the future', async (days, step, rows) => {
		const body = (await get(`/coins/bitcoin/ohlc?vs_currency=usd&days=${days}`)).body as number[][];
		expect(body).toHaveLength(rows);
		expect(body.at(-1)![0]).toBeGreaterThan(marketNow);
		expect(body.every(([ts]) => ts! % step === 0)).toBe(true);
		expect(
			body.every(
				([, open, high, low, close]) => high! >= Math.max(open!, close!) && low! <= Math.min(open!, close!),
			),
		).toBe(true);
	});

	test('other numbers of days fail, and so does a call without parameters', async () => {
		expect((await get('/coins/bitcoin/ohlc?vs_currency=usd&days=4')).status).toBe(400);
		expect(await get('/coins/bitcoin/ohlc')).toMatchObject({status: 500, body: {status: 500}});
	});
});

describe('keys and the rest', () => {
	test('a configured key is checked, and its kind must match the root', async () => {
		const demo = await openExchange({keys: {coingeckoDemo: 'right'}});
		const ask = async (headers: Record<string, string>, root = demo) =>
			get('/ping', headers, root.urls.coingecko);
		expect((await ask({'x-cg-demo-api-key': 'right'})).status).toBe(200);
		expect(await ask({})).toMatchObject({status: 401, body: {status: {error_code: 10002}}});
		expect(await ask({'x-cg-demo-api-key': 'wrong'})).toMatchObject({
			status: 401,
			body: {status: {error_code: 10002}},
		});
		expect(await ask({'x-cg-pro-api-key': 'right'})).toMatchObject({
			status: 401,
			body: {status: {error_code: 10010}},
		});
		const pro = await openExchange({keys: {coingeckoPro: 'right'}});
		expect(await ask({'x-cg-demo-api-key': 'right'}, pro)).toMatchObject({
			status: 401,
			body: {status: {error_code: 10011}},
		});
		expect((await get('/key', {'x-cg-pro-api-key': 'right'}, pro.urls.coingecko)).body).toMatchObject({
			plan: 'Analyst',
		});
	});

	test('simple/price leaves out what it does not know', async () => {
		expect((await get('/simple/price?ids=nope&vs_currencies=usd')).body).toEqual({});
		expect((await get('/simple/price?ids=bitcoin&vs_currencies=nope')).body).toEqual({bitcoin: {}});
	});

	test('search writes symbols in upper case, sorted by rank', async () => {
		const {coins} = (await get('/search?query=eth')).body as {
			coins: {symbol: string; market_cap_rank: number}[];
		};
		expect(coins[0]!.symbol).toBe('ETH');
		expect(coins.map(({market_cap_rank}) => market_cap_rank)).toEqual(
			coins.map(({market_cap_rank}) => market_cap_rank).toSorted((a, b) => a - b),
		);
	});

	test('exchanges are paged by headers', async () => {
		const {headers, body} = await get('/exchanges?per_page=10');
		expect(body).toHaveLength(10);
		expect(headers.get('per-page')).toBe('10');
		expect(headers.get('link')).toContain('rel="next"');
	});
});
