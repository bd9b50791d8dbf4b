/** The CoinCap face over HTTP: keys, pages, strings for numbers, and holes in its history. */

import {afterAll, beforeAll, expect, test} from 'vitest';
import {startExchange, type Exchange} from '#adapters/simulated/exchange.js';
import {marketNow} from '../../support/exchange.js';

const day = 86_400_000;

let exchange: Exchange;
beforeAll(async () => {
	exchange = await startExchange({seed: 7, clock: () => marketNow, keys: {coincap: 'right'}});
});
afterAll(async () => exchange.close());

type Row = Record<string, string | null> & {time: number; date: string};

async function get(path: string, key: string | null = 'right') {
	const headers: Record<string, string> = key === null ? {} : {authorization: `Bearer ${key}`};
	const response = await fetch(exchange.urls.coincap + path, {headers});
	const body = (await response.json()) as {data: Row[]; timestamp: number; error?: string};
	return {status: response.status, ...body};
}

test('every call needs the key, as header or parameter', async () => {
	expect((await get('/assets', null)).status).toBe(401);
	expect((await get('/assets', 'wrong')).status).toBe(401);
	expect((await get('/assets?apiKey=right', null)).status).toBe(200);
});

test('pages by limit and offset hold every asset once, in rank order', async () => {
	const ranks: number[] = [];
	for (let offset = 0; ; offset += 70) {
		const {data} = await get(`/assets?limit=70&offset=${offset}`);
		if (data.length === 0) break;
		ranks.push(...data.map(({rank}) => Number(rank)));
	}

	expect(ranks).toEqual(ranks.map((_, i) => i + 1));
	expect(ranks.length).toBeGreaterThan(180);
	expect(await get('/assets?limit=2001')).toMatchObject({status: 400, error: 'limit exceeds 2000'});
});

test('quantities are strings, and the service has slugs of its own', async () => {
	const {data: rows, timestamp} = await get('/assets?ids=binance-coin');
	const data = rows[0]!;
	expect(timestamp).toBe(marketNow);
	expect(data['priceUsd']).toMatch(/^\d+\.\d{18}$/);
	expect(data).toMatchObject({id: 'binance-coin', symbol: 'BNB'});
	expect((await get('/assets/binancecoin')).status).toBe(404);
});

test('a d1 value is the mean of the 24 hours, without today and New Year', async () => {
	const {data} = await get('/assets/bitcoin/history?interval=d1');
	expect(data).toHaveLength(363);
	expect(data.at(-1)!.time).toBe(Math.floor(marketNow / day) * day - day);
	expect(data.some(({date}) => date.startsWith('2026-01-01'))).toBe(false);
	const {time, priceUsd} = data.at(-1)!;
	const response = await fetch(
		`${exchange.urls.binance}/klines?symbol=BTCUSDT&interval=1h&startTime=${time}&limit=24`,
	);
	const closes = ((await response.json()) as string[][]).map(row => Number(row[4]));
	expect(Math.abs(Number(priceUsd) / (closes.reduce((sum, close) => sum + close, 0) / 24) - 1)).toBeLessThan(
		0.002,
	);
});

test('m5 rows lie on the grid and end minutes ago', async () => {
	const {data} = await get('/assets/bitcoin/history?interval=m5');
	expect(data.every(({time}) => time % 300_000 === 0)).toBe(true);
	expect(marketNow - data.at(-1)!.time).toBeGreaterThan(5 * 60_000);
});

test('an interval is needed, both ends or none, and not too long a span', async () => {
	expect(await get('/assets/bitcoin/history')).toMatchObject({status: 400, error: 'missing interval'});
	expect((await get(`/assets/bitcoin/history?interval=h1&start=${marketNow - day}`)).status).toBe(400);
	expect(
		(await get(`/assets/bitcoin/history?interval=h1&start=${marketNow - 40 * day}&end=${marketNow}`)).status,
	).toBe(400);
	expect(
		(await get(`/assets/bitcoin/history?interval=h1&start=${marketNow - 30 * day}&end=${marketNow}`)).data,
	).toHaveLength(720);
});

test('markets can be filtered, and exchanges and rates hold nulls', async () => {
	const {data} = await get('/markets?exchangeId=rialto&limit=2000');
	expect(data.length).toBeGreaterThan(10);
	expect(new Set(data.map(({exchangeId}) => exchangeId))).toEqual(new Set(['rialto']));
	expect((await get('/assets/bitcoin/markets?limit=5&offset=2')).data).toHaveLength(5);
	expect((await get('/exchanges')).data.some(({volumeUsd}) => volumeUsd === null)).toBe(true);
	expect((await get('/rates')).data.some(({currencySymbol}) => currencySymbol === null)).toBe(true);
});
