/** Every fault, seen through a real client. */

import {request} from 'undici';
import {describe, expect, test} from 'vitest';
import {createFaultPlan, hostileName, spoil, type FaultRule} from '#adapters/simulated/faults.js';
import {marketNow, openExchange} from '../../support/exchange.js';

const day = 86_400_000;
const klinesPath = '/klines?symbol=BTCUSDT&interval=1h&limit=9';
const marketsPath = '/coins/markets?vs_currency=usd&per_page=9';

async function ask(rule: FaultRule, path = klinesPath) {
	const exchange = await openExchange({faults: [rule]});
	const root = path.startsWith('/coins') ? exchange.urls.coingecko : exchange.urls.binance;
	const response = await fetch(root + path);
	return {exchange, response, text: await response.text()};
}

type Kline = (string | number | null)[];
type Coin = Record<string, unknown>;
const klines = async (rule: FaultRule): Promise<Kline[]> => JSON.parse((await ask(rule)).text) as Kline[];
const coins = async (rule: FaultRule): Promise<Coin[]> =>
	JSON.parse((await ask(rule, marketsPath)).text) as Coin[];

describe('refusals', () => {
	test.each([
		[{kind: 'rate-limited', retryAfter: 7}, 429, '7'],
		[{kind: 'rate-limited'}, 429, null],
		[{kind: 'banned', retryAfter: 120}, 418, '120'],
		[{kind: 'restricted'}, 451, null],
		[{kind: 'unauthorized'}, 401, null],
		[{kind: 'not-found'}, 404, null],
		[{kind: 'server-error', status: 503}, 503, null],
	] as const)('%j is seen as %i with Retry-After %s', async (rule, status, retryAfter) => {
		for (const path of [klinesPath, marketsPath]) {
			const {response, text} = await ask(rule, path);
			expect(response.status).toBe(status);
			expect(response.headers.get('retry-after')).toBe(retryAfter);
			expect(typeof JSON.parse(text)).toBe('object');
		}
	});

	test('forbidden-page is HTML with 403, page is HTML with 200', async () => {
		const forbidden = await ask({kind: 'forbidden-page'});
		expect(forbidden.response.status).toBe(403);
		const page = await ask({kind: 'page'});
		expect(page.response.status).toBe(200);
		for (const {response, text} of [forbidden, page]) {
			expect(response.headers.get('content-type')).toContain('text/html');
			expect(text).toContain('<html>');
		}
	});
});

describe('connections', () => {
	test('reset ends the connection before the answer, or in the middle of the body', async () => {
		await expect(ask({kind: 'reset'})).rejects.toThrow('fetch failed');
		await expect(ask({kind: 'reset', afterBytes: 100})).rejects.toThrow('terminated');
	});

	test('hang never answers', async () => {
		const exchange = await openExchange({faults: [{kind: 'hang'}]});
		await expect(fetch(`${exchange.urls.binance}/ping`, {signal: AbortSignal.timeout(150)})).rejects.toThrow(
			'timeout',
		);
		expect(exchange.requests).toMatchObject([{status: 0, faults: ['hang']}]);
	});

	test('trickle sends the headers at once and then a byte at a time', async () => {
		const exchange = await openExchange({faults: [{kind: 'trickle', everyMs: 20}]});
		const {statusCode, body} = await request(`${exchange.urls.binance}/klines?symbol=BTCUSDT&interval=1h`);
		expect(statusCode).toBe(200);
		let bytes = 0;
		for await (const part of body) {
			bytes += (part as Buffer).length;
			if (bytes >= 5) break;
		}

		expect(bytes).toBeLessThan(20);
	});

	test('truncated by length ends early, truncated by json parses badly', async () => {
		await expect(ask({kind: 'truncated', how: 'content-length'})).rejects.toThrow('terminated');
		const {text} = await ask({kind: 'truncated', how: 'json'});
		expect(() => {
			JSON.parse(text);
		}).toThrow(SyntaxError);
	});

	test('huge sends as much as asked, and does not hold it in memory', async () => {
		const bytes = 256 * 1024 * 1024;
		const exchange = await openExchange({faults: [{kind: 'huge', bytes}]});
		const before = process.memoryUsage().rss;
		const {body} = await request(`${exchange.urls.binance}/ping`);
		let seen = 0;
		for await (const part of body) seen += (part as Buffer).length;
		expect(Math.abs(seen - bytes)).toBeLessThanOrEqual(1);
		// What was sent already is garbage that may lie around for a while.
		expect(process.memoryUsage().rss - before).toBeLessThan(bytes / 2);
	});

	test('huge stops when the caller hangs up, and the exchange serves on', async () => {
		const exchange = await openExchange({faults: [{kind: 'huge', bytes: 512 * 1024 * 1024, count: 1}]});
		const {body} = await request(`${exchange.urls.binance}/ping`);
		body.on('error', () => {});
		body.destroy();
		expect((await fetch(`${exchange.urls.binance}/ping`)).status).toBe(200);
	});

	test('delay answers late but honestly', async () => {
		const start = performance.now();
		const {text} = await ask({kind: 'delay', ms: 120});
		expect(performance.now() - start).toBeGreaterThanOrEqual(115);
		expect(JSON.parse(text)).toHaveLength(9);
	});
});

describe('data', () => {
	test('negative-price', async () => {
		expect(Number((await klines({kind: 'negative-price', row: 2}))[2]![4])).toBeLessThan(0);
		expect((await coins({kind: 'negative-price', row: 2}))[2]!['current_price']).toBeLessThan(0);
	});

	test('null-price', async () => {
		expect((await klines({kind: 'null-price'}))[4]![4]).toBeNull();
		expect((await coins({kind: 'null-price'}))[4]!['current_price']).toBeNull();
	});

	test('high-below-low', async () => {
		const row = (await klines({kind: 'high-below-low'}))[4]!;
		expect(Number(row[2])).toBeLessThan(Number(row[3]));
		const coin = (await coins({kind: 'high-below-low'}))[4]!;
		expect(Number(coin['high_24h'])).toBeLessThan(Number(coin['low_24h']));
	});

	test('duplicate-rows and conflicting-rows', async () => {
		const same = await klines({kind: 'duplicate-rows'});
		expect(same).toHaveLength(10);
		expect(same[4]).toEqual(same[5]);
		const other = await klines({kind: 'conflicting-rows'});
		expect(other[4]![0]).toBe(other[5]![0]);
		expect(other[4]![4]).not.toBe(other[5]![4]);
	});

	test('reversed-rows', async () => {
		const opens = (await klines({kind: 'reversed-rows'})).map(row => Number(row[0]));
		expect(opens).toEqual(opens.toSorted((a, b) => b - a));
	});

	test('renamed-field, added-field and retyped-field', async () => {
		const [renamed] = await coins({kind: 'renamed-field', field: 'current_price', to: 'price'});
		expect(renamed).not.toHaveProperty('current_price');
		expect(renamed).toHaveProperty('price');
		expect((await coins({kind: 'added-field', field: 'vip'}))[0]).toHaveProperty('vip');
		expect(typeof (await coins({kind: 'retyped-field', field: 'total_volume'}))[0]!['total_volume']).toBe(
			'string',
		);
		expect((await klines({kind: 'added-field', field: 'x'}))[0]).toHaveLength(13);
	});

	test('future-timestamp', async () => {
		expect((await klines({kind: 'future-timestamp'}))[4]![0]).toBe(marketNow + day);
		expect((await coins({kind: 'future-timestamp'}))[4]!['last_updated']).toBe(
			new Date(marketNow + day).toISOString(),
		);
	});

	test('empty', async () => {
		expect(await klines({kind: 'empty'})).toEqual([]);
		expect(JSON.parse(spoil('{"prices":[[1,2]],"market_caps":[[1,2]]}', [{kind: 'empty'}], 0))).toEqual({
			prices: [],
			market_caps: [],
		});
	});

	test('hostile-name', async () => {
		const {name} = (await coins({kind: 'hostile-name', row: 0}))[0]!;
		expect(name).toBe(hostileName);
		expect(name).toContain("'); DROP TABLE");
	});

	test.each([-600_000, 600_000])('a clock %i ms off shifts the Date header and the data', async ms => {
		const {response} = await ask({kind: 'clock-skew', ms});
		expect(Date.parse(response.headers.get('date')!)).toBe(Math.floor((marketNow + ms) / 1000) * 1000);
		const {text} = await ask({kind: 'clock-skew', ms}, '/time');
		expect(JSON.parse(text)).toEqual({serverTime: marketNow + ms});
	});

	test('a chart is spoilt in its prices', () => {
		const body = '{"prices":[[1,2],[2,3],[3,4]],"market_caps":[[1,9],[2,9],[3,9]],"total_volumes":[]}';
		expect(JSON.parse(spoil(body, [{kind: 'negative-price'}], 0))).toEqual({
			prices: [
				[1, 2],
				[2, -3],
				[3, 4],
			],
			market_caps: [
				[1, 9],
				[2, 9],
				[3, 9],
			],
			total_volumes: [],
		});
	});
});

/** How many of the rule's strikes hit each of a number of requests. */
const strikes = (rule: FaultRule, times: number): number[] => {
	const plan = createFaultPlan([rule], 1);
	return Array.from({length: times}, () => plan.strike('binance', klinesPath).length);
};

describe('aim', () => {
	test('count strikes the first, nth strikes that one, both strike from there', () => {
		expect(strikes({kind: 'server-error', count: 2}, 4)).toEqual([1, 1, 0, 0]);
		expect(strikes({kind: 'server-error', nth: 3}, 5)).toEqual([0, 0, 1, 0, 0]);
		expect(strikes({kind: 'server-error', nth: 2, count: 2}, 5)).toEqual([0, 1, 1, 0, 0]);
	});

	test('source and path narrow it, and misses are not counted', () => {
		expect(strikes({kind: 'empty', source: 'coingecko'}, 2)).toEqual([0, 0]);
		expect(strikes({kind: 'empty', path: 'symbol=ETHUSDT'}, 2)).toEqual([0, 0]);
		expect(strikes({kind: 'empty', path: '^/klines.*symbol=BTC'}, 2)).toEqual([1, 1]);
	});

	test('a probability strikes about that share, the same ones each time', () => {
		const rule: FaultRule = {kind: 'empty', probability: 0.3};
		const first = strikes(rule, 1000);
		expect(first).toEqual(strikes(rule, 1000));
		const share = first.reduce((sum, value) => sum + value, 0) / 1000;
		expect(share).toBeGreaterThan(0.25);
		expect(share).toBeLessThan(0.35);
	});

	test('a burst of errors is followed by honest answers', async () => {
		const exchange = await openExchange({faults: [{kind: 'server-error', source: 'binance', count: 2}]});
		const statuses: number[] = [];
		for (let i = 0; i < 3; i++) statuses.push((await fetch(exchange.urls.binance + klinesPath)).status);
		expect(statuses).toEqual([500, 500, 200]);
		expect(exchange.requests.map(({faults}) => faults)).toEqual([['server-error'], ['server-error'], []]);
	});
});

describe('control', () => {
	test('faults and the request log are reached over HTTP, but only where switched on', async () => {
		const exchange = await openExchange({control: true});
		const faults: FaultRule[] = [{kind: 'restricted'}];
		await fetch(`${exchange.origin}/__control/faults`, {method: 'POST', body: JSON.stringify(faults)});
		expect((await fetch(`${exchange.urls.binance}/ping`)).status).toBe(451);
		const log = async (method = 'GET') =>
			(await fetch(`${exchange.origin}/__control/requests`, {method})).json();
		expect(await log()).toMatchObject({
			counts: {total: 1, 'binance 451': 1},
			requests: [{path: '/ping', weight: 1}],
		});
		await log('DELETE');
		expect(await log()).toEqual({counts: {total: 0}, requests: []});
		const bad = await fetch(`${exchange.origin}/__control/faults`, {method: 'POST', body: '[{"path":"("}]'});
		expect(bad.status).toBe(400);

		const closed = await openExchange();
		expect((await fetch(`${closed.origin}/__control/requests`)).status).toBe(404);
	});

	test('an address that cannot be read is refused, and so is one outside the three roots', async () => {
		const exchange = await openExchange();
		expect((await fetch(`${exchange.urls.coingecko}/coins/%E0%A4%A/ohlc`)).status).toBe(400);
		expect((await fetch(`${exchange.origin}/api/v3/ping`)).status).toBe(404);
		expect(exchange.requests).toEqual([]);
	});

	test('large bodies are compressed for those who accept it, with the same content', async () => {
		const exchange = await openExchange();
		const url = `${exchange.urls.binance}/klines?symbol=BTCUSDT&interval=1h`;
		const compressed = await fetch(url);
		expect(compressed.headers.get('content-encoding')).toBe('gzip');
		const plain = await request(url);
		expect(plain.headers['content-encoding']).toBeUndefined();
		expect(await compressed.text()).toBe(await plain.body.text());
	});
});
