import {MessageChannel} from 'node:worker_threads';
import {expect, onTestFinished, test, vi} from 'vitest';
import type {DeskNews} from '#desk/desk.js';
import type {LivePrice} from '#desk/views/market.js';
import {createRemote} from '#desk/remote.js';
import {serveDesk} from '#desk/serve.js';
import {Fault} from '#domain/fault.js';
import {createFakeDesk, type FakeDesk} from '../support/fake-desk.js';

/** A fake desk at one end of a channel, and its remote at the other. */
function connected() {
	const {port1, port2} = new MessageChannel();
	onTestFinished(() => {
		port1.close();
		port2.close();
	});
	const fake: FakeDesk = createFakeDesk();
	serveDesk(fake, port2);
	const remote = createRemote(port1, async closed => {
		await closed;
	});
	const heard: DeskNews[] = [];
	remote.desk.listen(one => heard.push(one));
	return {fake, heard, ...remote};
}

const price = (asset: string, value: number): LivePrice => ({
	asset,
	price: value,
	at: 1,
	source: 'binance',
	quote: 'USDT',
});

test('columns arrive as columns', async () => {
	const {desk} = connected();
	const answer = await desk.chart({
		asset: 'bitcoin',
		from: null,
		to: null,
		bars: 100,
		interval: 'auto',
		indicators: [],
	});
	expect(answer.candles.ts).toBeInstanceOf(Float64Array);
	expect(answer.candles.close).toHaveLength(answer.candles.length);
});

test('a fault arrives as the fault it was', async () => {
	const {desk, fake} = connected();
	fake.world.failing = {
		market: new Fault('rate-limited', 'Too much.', {source: 'coingecko', retryAt: 5, hint: 'Wait.'}),
	};
	const error = await desk.market().catch((reason: unknown) => reason);
	expect(error).toBeInstanceOf(Fault);
	expect(error).toMatchObject({
		code: 'rate-limited',
		message: 'Too much.',
		source: 'coingecko',
		retryAt: 5,
		hint: 'Wait.',
		retryable: true,
	});
});

test('an error nobody expected arrives as a bug with the place where it happened', async () => {
	const {desk, fake} = connected();
	fake.world.failing = {market: new TypeError('x is not a function')};
	const error = await desk.market().catch((reason: unknown) => reason);
	expect(error).toMatchObject({code: 'bug', message: 'x is not a function'});
	expect(((error as Fault).cause as Error).stack).toContain('remote.test');
});

test('prices of one batch become one, the last of each asset; other news keep their order', async () => {
	const {fake, heard} = connected();
	fake.tell({type: 'market-stored'});
	fake.tell({type: 'prices', prices: [price('bitcoin', 1), price('ethereum', 7)]});
	fake.tell({type: 'candles-stored', assets: null});
	fake.tell({type: 'prices', prices: [price('bitcoin', 2)]});
	await vi.waitFor(() => expect(heard).toHaveLength(3));
	expect(heard).toEqual([
		{type: 'market-stored'},
		{type: 'candles-stored', assets: null},
		{type: 'prices', prices: [price('bitcoin', 2), price('ethereum', 7)]},
	]);
});

test('news told before an answer arrive before it', async () => {
	const {desk, fake, heard} = connected();
	fake.tell({type: 'market-stored'});
	await desk.market();
	expect(heard).toEqual([{type: 'market-stored'}]);
});

test('when the other end is lost, open calls and later ones fail, and listeners are told once', async () => {
	const {port1, port2} = new MessageChannel();
	onTestFinished(() => {
		port1.close();
		port2.close();
	});
	const {desk, lose} = createRemote(port1, async () => {});
	const heard: DeskNews[] = [];
	desk.listen(one => heard.push(one));
	const open = desk.market();
	const fault = new Fault('bug', 'The desk stopped working.');
	lose(fault);
	lose(fault);
	await expect(open).rejects.toBe(fault);
	await expect(desk.market()).rejects.toBe(fault);
	expect(heard.map(({type}) => type)).toEqual(['lost']);
	await desk.close();
});
