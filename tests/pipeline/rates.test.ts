import {describe, expect, test} from 'vitest';
import {exitCodeOf} from '#domain/run.js';
import {day, openDesk} from '../support/desk.js';

const top1 = {choice: {by: 'top', count: 1}, onInvalid: 'block'} as const;

describe('currency rates without a key of CoinCap', () => {
	test('are not asked for while prices are shown in dollars or coins', async () => {
		const {app, another, asked} = await openDesk();
		expect((await app.pipeline.collect(top1)).status).toBe('done');
		for (const currency of ['USD', 'BTC', 'eth']) {
			await (await another({'ui.currency': currency})).pipeline.collect(top1);
		}

		expect(asked('/simple/price')).toEqual([]);
		expect(await app.storage.venues.rates()).toEqual([]);
	});

	test('come with the first cycle of a day when prices are shown in another currency', async () => {
		const {app, clock, asked} = await openDesk({settings: {'ui.currency': 'BRL'}});
		expect((await app.pipeline.collect(top1)).status).toBe('done');
		const rates = await app.storage.venues.rates();
		const real = rates.find(({symbol}) => symbol === 'BRL')!;
		expect(real).toMatchObject({source: 'coingecko', type: 'fiat'});
		expect(real.rateUsd).toBeCloseTo(0.1793, 6);
		expect(rates.map(({symbol}) => symbol)).toContain('EUR');
		await app.pipeline.collect(top1);
		expect(asked('/simple/price')).toHaveLength(1);
		await clock.advance(day);
		await app.pipeline.collect(top1);
		expect(asked('/simple/price')).toHaveLength(2);
	});

	test('come once a day to a screen, where a person may choose any currency', async () => {
		const {app, asked} = await openDesk();
		for (let cycle = 0; cycle < 2; cycle++) await app.pipeline.collect({...top1, rates: true});
		expect(asked('/simple/price')).toHaveLength(1);
		expect((await app.storage.venues.rates()).map(({symbol}) => symbol)).toContain('BRL');
	});

	test('are not asked of a source that just failed', async () => {
		const {app, exchange, asked} = await openDesk();
		exchange.setFaults([{kind: 'not-found', path: '^/coins/markets'}]);
		expect((await app.pipeline.collect({...top1, rates: true})).status).toBe('failed');
		expect(asked('/simple/price')).toEqual([]);
	});

	test('are not asked of CoinGecko when CoinCap gives them', async () => {
		const {app, asked} = await openDesk({coincap: true, settings: {'ui.currency': 'BRL'}});
		await app.pipeline.collect(top1);
		expect(asked('/simple/price')).toEqual([]);
		const rates = await app.storage.venues.rates();
		expect(rates.length).toBeGreaterThan(0);
		expect(rates.every(({source}) => source === 'coincap')).toBe(true);
	});

	test('are not asked for when another source is meant', async () => {
		const {app, asked} = await openDesk({settings: {'ui.currency': 'BRL'}});
		await app.pipeline.collect({...top1, source: 'binance'});
		expect(asked('/simple/price')).toEqual([]);
	});

	test.each([
		['an unknown path', {kind: 'not-found'}],
		['a page', {kind: 'page'}],
		['an error of the source', {kind: 'server-error'}],
		['a limit', {kind: 'rate-limited', retryAfter: 3600}],
		['a closed line', {kind: 'reset'}],
		['another format', {kind: 'retyped-field', field: 'bitcoin'}],
	] as const)('%s changes nothing about the cycle, and is told', async (_, fault) => {
		const {app, exchange, events} = await openDesk({settings: {'ui.currency': 'BRL'}});
		exchange.setFaults([{...fault, path: '^/simple/price'}]);
		const report = await app.pipeline.collect(top1);
		expect(report).toMatchObject({status: 'done', faults: []});
		expect(exitCodeOf(report)).toBe(0);
		expect(events.filter(event => event.type === 'notice')).toContainEqual(
			expect.objectContaining({
				level: 'warn',
				source: 'coingecko',
				message: expect.stringMatching(/^No currency rates: |no rate of BRL/),
			}),
		);
		expect(await app.storage.venues.rates()).toEqual([]);
	});

	test('a currency that nobody knows is told by name', async () => {
		const {app, events} = await openDesk({settings: {'ui.currency': 'XQZ'}});
		expect((await app.pipeline.collect(top1)).status).toBe('done');
		expect(events.filter(event => event.type === 'notice')).toContainEqual(
			expect.objectContaining({message: 'coingecko gave no rate of XQZ; prices stay in US dollars.'}),
		);
	});
});
