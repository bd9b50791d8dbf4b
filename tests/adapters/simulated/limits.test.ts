/** The limits the exchange enforces, and what it says when they are reached. */

import fc from 'fast-check';
import {expect, test} from 'vitest';
import {createSlidingLimit, createWeightLimit} from '#adapters/simulated/limits.js';
import {openExchange} from '../../support/exchange.js';

test('the sliding limit never lets more than its number pass in any 60 s', () => {
	fc.assert(
		fc.property(
			fc.integer({min: 1, max: 20}),
			fc.array(fc.integer({min: 0, max: 15_000}), {maxLength: 200}),
			(limit, steps) => {
				const meter = createSlidingLimit(limit);
				const passed: number[] = [];
				let now = 0;
				for (const step of steps) {
					now += step;
					if (meter(now).pass) passed.push(now);
				}

				for (const [i, ts] of passed.entries())
					if (i >= limit) expect(ts - passed[i - limit]!).toBeGreaterThanOrEqual(60_000);
				expect(passed.length).toBeGreaterThanOrEqual(Math.min(limit, steps.length));
			},
		),
		{seed: 4},
	);
});

test('waiting as long as told is enough', () => {
	const meter = createSlidingLimit(2);
	meter(0);
	meter(30_500);
	const refusal = meter(45_000);
	expect(refusal).toMatchObject({pass: false, retryAfter: 15});
	expect(meter(60_000).pass).toBe(true);
});

test('weight counts by the minute of the clock', () => {
	const meter = createWeightLimit(100);
	expect(meter(59_000, 80)).toEqual({pass: true, used: 80});
	expect(meter(59_500, 40)).toEqual({pass: false, banned: false, retryAfter: 1, used: 80});
	expect(meter(60_000, 40)).toEqual({pass: true, used: 40});
});

test('who goes on after being refused is banned, longer each time', () => {
	const meter = createWeightLimit(1);
	meter(0, 1);
	const verdicts = Array.from({length: 12}, (_, i) => meter(100 + i, 1));
	expect(verdicts.slice(0, 10).every(verdict => !verdict.pass && !verdict.banned)).toBe(true);
	expect(verdicts.at(-1)).toMatchObject({pass: false, banned: true, retryAfter: 120});
	expect(meter(119_000, 1)).toMatchObject({pass: false, banned: true});
	expect(meter(121_000, 1).pass).toBe(true);
});

test('a CoinGecko caller over the limit gets 429 with Retry-After, then passes again', async () => {
	let meter = 1_000_000;
	const exchange = await openExchange({limits: {coingeckoPerMinute: 2}, meterClock: () => meter});
	const ping = async () => fetch(`${exchange.urls.coingecko}/ping`);
	expect([(await ping()).status, (await ping()).status]).toEqual([200, 200]);
	const refused = await ping();
	expect(refused.status).toBe(429);
	expect(refused.headers.get('retry-after')).toBe('60');
	expect(await refused.json()).toMatchObject({status: {error_code: 429}});
	meter += 60_000;
	expect((await ping()).status).toBe(200);
	expect(exchange.requests.map(({status}) => status)).toEqual([200, 200, 429, 200]);
});

test('a Binance caller over the weight gets 429, then 418, and exchangeInfo names the limit', async () => {
	const exchange = await openExchange({limits: {binanceWeightPerMinute: 25}, meterClock: () => 90_000});
	const root = exchange.urls.binance;
	const information = await fetch(`${root}/exchangeInfo?symbol=BTCUSDT`);
	expect(await information.json()).toMatchObject({
		rateLimits: [{rateLimitType: 'REQUEST_WEIGHT', limit: 25}, {}, {}, {}],
	});
	const statuses: number[] = [];
	for (let i = 0; i < 14; i++)
		statuses.push((await fetch(`${root}/klines?symbol=BTCUSDT&interval=1h&limit=1`)).status);
	expect(statuses).toEqual([200, 200, ...Array.from({length: 10}, () => 429), 418, 418]);
});

test('CoinCap has a limit of its own', async () => {
	const exchange = await openExchange({limits: {coincapPerMinute: 1}});
	const ask = async () => fetch(`${exchange.urls.coincap}/rates`, {headers: {authorization: 'Bearer k'}});
	expect([(await ask()).status, (await ask()).status]).toEqual([200, 429]);
	expect((await fetch(`${exchange.urls.coingecko}/ping`)).status).toBe(200);
});
