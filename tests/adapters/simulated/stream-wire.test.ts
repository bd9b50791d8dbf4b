import {describe, expect, onTestFinished, test} from 'vitest';
import {WebSocket} from 'ws';
import {createBinanceStream} from '#adapters/providers/binance-stream.js';
import type {Exchange, ExchangeOptions} from '#adapters/simulated/exchange.js';
import {systemClock} from '#adapters/system-clock.js';
import {parseStreamFrame, type StreamFrame} from '#contracts/binance-stream.js';
import type {LiveEvent} from '#ports/live-data.js';
import {constantRandom} from '../../support/fake-clock.js';
import {marketNow, openExchange} from '../../support/exchange.js';

const poll = <Value>(read: () => Value) => expect.poll(read, {timeout: 5000, interval: 5});

type Client = {
	readonly socket: WebSocket;
	/** Every text so far. */
	readonly texts: readonly string[];
	readonly frames: () => readonly StreamFrame[];
	/** Code of the end, or null. */
	readonly ended: () => number | null;
	readonly ask: (request: object) => void;
};

/** A bare client of the streams; closed with the test. */
async function connect(exchange: Exchange, path: string, now = () => marketNow): Promise<Client> {
	const socket = new WebSocket(exchange.urls.binanceStream + path);
	const texts: string[] = [];
	let end: number | null = null;
	socket.on('message', data => texts.push((data as Buffer).toString()));
	socket.on('close', code => {
		end = code;
	});
	onTestFinished(() => socket.terminate());
	await new Promise((resolve, reject) => {
		socket.once('open', resolve);
		socket.once('error', reject);
	});
	return {
		socket,
		texts,
		frames: () =>
			texts.map(text => {
				try {
					return parseStreamFrame(JSON.parse(text), {now: now()});
				} catch {
					return {type: 'passed-over', event: 'garbage'};
				}
			}),
		ended: () => end,
		ask: request => socket.send(JSON.stringify(request)),
	};
}

/** A market whose time a test moves. */
async function moving(options: Partial<ExchangeOptions> = {}) {
	let now = marketNow;
	const exchange = await openExchange({clock: () => now, stream: {everyMs: 5}, ...options});
	return {
		exchange,
		now: () => now,
		move: (ms: number) => {
			now += ms;
		},
	};
}

const tickersOf = (frames: readonly StreamFrame[]) =>
	frames.flatMap(frame => (frame.type === 'tickers' ? [frame.tickers] : []));

const restPrice = async (exchange: Exchange, symbol: string): Promise<number> => {
	const response = await fetch(`${exchange.urls.binance}/ticker/price?symbol=${symbol}`);
	const {price} = (await response.json()) as {price: string};
	return Number(price);
};

describe('prices', () => {
	test('all pairs come first, then those that changed, near what the market says at that time', async () => {
		const {exchange, move, now} = await moving();
		const client = await connect(exchange, '/stream?streams=!miniTicker@arr', now);
		await poll(() => tickersOf(client.frames()).length).toBe(1);
		const [first] = tickersOf(client.frames());
		expect(first!.length).toBeGreaterThan(100);
		expect(client.frames().every(({type}) => type === 'tickers')).toBe(true);
		const price = async () => {
			const said = tickersOf(client.frames())
				.flat()
				.findLast(({symbol}) => symbol === 'BTCUSDT');
			return said!.lastPrice / (await restPrice(exchange, 'BTCUSDT'));
		};
		expect(await price()).toBeCloseTo(1, 2);
		move(30_000);
		await poll(() => tickersOf(client.frames()).length).toBeGreaterThan(1);
		const second = tickersOf(client.frames())[1]!;
		expect(second.length).toBeGreaterThan(50);
		expect(second.length).toBeLessThanOrEqual(first!.length);
		expect(await price()).toBeCloseTo(1, 2);
	});

	test('nothing is sent while nothing changes', async () => {
		const {exchange, now} = await moving();
		const list = await connect(exchange, '/stream?streams=!miniTicker@arr', now);
		const single = await connect(exchange, '/ws/btcusdt@miniTicker', now);
		await poll(() => list.texts.length).toBe(1);
		await poll(() => single.frames()[0]).toMatchObject({type: 'tickers', tickers: [{symbol: 'BTCUSDT'}]});
		list.ask({method: 'LIST_SUBSCRIPTIONS', id: 7});
		await poll(() => list.texts.at(-1)).toBe('{"result":["!miniTicker@arr"],"id":7}');
		expect(list.texts).toHaveLength(2);
		expect(single.texts).toHaveLength(1);
	});

	test('within a second prices glide, so that many messages a second have something to say', async () => {
		const {exchange, move, now} = await moving({stream: {everyMs: 5, rows: 10}});
		const client = await connect(exchange, '/stream?streams=!miniTicker@arr', now);
		const moved = setInterval(() => move(20), 5);
		onTestFinished(() => clearInterval(moved));
		await poll(() => tickersOf(client.frames()).length).toBeGreaterThan(40);
		expect(tickersOf(client.frames()).every(tickers => tickers.length <= 10)).toBe(true);
		// The pairs take turns.
		expect(
			new Set(
				tickersOf(client.frames())
					.flat()
					.map(({symbol}) => symbol),
			).size,
		).toBeGreaterThan(100);
	});

	test('a pair that is not traded any more is silent', async () => {
		const {exchange, now} = await moving();
		const client = await connect(exchange, '/stream?streams=!miniTicker@arr', now);
		await poll(() => client.texts.length).toBe(1);
		const told = new Set(tickersOf(client.frames())[0]!.map(({symbol}) => symbol));
		const response = await fetch(`${exchange.urls.binance}/exchangeInfo?symbolStatus=BREAK`);
		const {symbols} = (await response.json()) as {symbols: {symbol: string}[]};
		expect(symbols.length).toBeGreaterThan(0);
		expect(symbols.filter(({symbol}) => told.has(symbol))).toEqual([]);
	});
});

describe('candles', () => {
	test('the open one comes as it stands, the closed one once, the same as the candle that is asked for', async () => {
		const {exchange, move, now} = await moving();
		const client = await connect(exchange, '/stream?streams=ethusdt@kline_1m', now);
		const candles = () => client.frames().flatMap(frame => (frame.type === 'candle' ? [frame] : []));
		await poll(() => candles().length).toBe(1);
		move(60_000);
		await poll(() => candles().length).toBe(3);
		expect(candles().map(({final}) => final)).toEqual([false, true, false]);
		const [, closed, next] = candles();
		expect(next!.candle.ts - closed!.candle.ts).toBe(60_000);
		const query = `symbol=ETHUSDT&interval=1m&startTime=${closed!.candle.ts}&limit=1`;
		const response = await fetch(`${exchange.urls.binance}/klines?${query}`);
		const [row] = (await response.json()) as [number, string, string, string, string, string][];
		const {ts, open, high, low, close, volume} = closed!.candle;
		expect([ts, open, high, low, close, volume]).toEqual(row!.slice(0, 6).map(Number));
	});

	test('a stream of nothing known is accepted and stays empty', async () => {
		const {exchange, now} = await moving();
		const client = await connect(exchange, '/stream?streams=nobody@kline_1m/btcusdt@kline_7m', now);
		client.ask({method: 'SUBSCRIBE', params: ['btcusdt@miniTicker'], id: 1});
		await poll(() => tickersOf(client.frames()).length).toBe(1);
		expect(client.frames().map(({type}) => type)).toEqual(['answer', 'tickers']);
	});
});

describe('requests', () => {
	test('subscribe and unsubscribe while connected', async () => {
		const {exchange, move, now} = await moving();
		const client = await connect(exchange, '/stream', now);
		client.ask({method: 'SUBSCRIBE', params: ['btcusdt@miniTicker', 'ethusdt@kline_1m'], id: 1});
		await poll(() => new Set(client.frames().map(({type}) => type))).toEqual(
			new Set(['answer', 'tickers', 'candle']),
		);
		client.ask({method: 'UNSUBSCRIBE', params: ['btcusdt@miniTicker', 'ethusdt@kline_1m'], id: 2});
		await poll(() => client.frames().at(-1)).toEqual({type: 'answer', id: 2});
		move(120_000);
		client.ask({method: 'LIST_SUBSCRIPTIONS', id: 3});
		await poll(() => client.texts.at(-1)).toBe('{"result":[],"id":3}');
		expect(client.frames().at(-2)).toEqual({type: 'answer', id: 2});
	});

	test.each([
		['{', 3],
		['{"method":"DANCE","params":[],"id":1}', 2],
		['{"method":"SUBSCRIBE","params":"x","id":1}', 2],
	])('%s is refused', async (text, code) => {
		const {exchange} = await moving();
		const client = await connect(exchange, '/stream');
		client.socket.send(text);
		await poll(() => client.texts.length).toBe(1);
		expect(client.frames()[0]).toMatchObject({type: 'refused', code});
	});

	test('for more streams than a connection carries are refused', async () => {
		const {exchange} = await moving();
		const client = await connect(exchange, '/stream');
		client.ask({method: 'SUBSCRIBE', params: Array.from({length: 1025}, (_, i) => `s${i}`), id: 1});
		await poll(() => client.texts.length).toBe(1);
		expect(client.frames()[0]).toMatchObject({type: 'refused', id: 1});
	});

	test('more than five in a second end the connection', async () => {
		const {exchange} = await moving();
		const client = await connect(exchange, '/stream');
		for (let id = 0; id < 6; id++) client.ask({method: 'LIST_SUBSCRIPTIONS', id});
		await poll(() => client.ended()).not.toBeNull();
		expect(client.ended()).toBe(1008);
	});

	test('another path is not found', async () => {
		const {exchange} = await moving();
		await expect(connect(exchange, '/elsewhere')).rejects.toThrow('404');
		expect(exchange.streamConnections()).toBe(0);
	});
});

describe('faults', () => {
	const path = '/stream?streams=!miniTicker@arr';

	test('a refusal has its status, and strikes as often as it says', async () => {
		const {exchange} = await moving({streamFaults: [{kind: 'refuse', status: 451, count: 1}]});
		await expect(connect(exchange, path)).rejects.toThrow('451');
		await expect(connect(exchange, path)).resolves.toBeDefined();
	});

	test('a line drops after so many messages', async () => {
		const {exchange, move, now} = await moving({streamFaults: [{kind: 'drop', afterMessages: 2}]});
		const client = await connect(exchange, path, now);
		await poll(() => client.texts.length).toBe(1);
		move(5000);
		await poll(() => client.ended()).toBe(1006);
		expect(client.texts).toHaveLength(2);
	});

	test('a line falls silent and stays', async () => {
		const {exchange, move} = await moving({
			stream: {everyMs: 5, pingMs: 5},
			streamFaults: [{kind: 'silent', afterMessages: 1}],
		});
		const client = await connect(exchange, path);
		await poll(() => client.texts.length).toBe(1);
		let pings = 0;
		client.socket.on('ping', () => pings++);
		move(5000);
		client.ask({method: 'LIST_SUBSCRIPTIONS', id: 1});
		exchange.setStreamFaults([]);
		const other = await connect(exchange, '/stream');
		let otherPings = 0;
		other.socket.on('ping', () => otherPings++);
		await poll(() => otherPings).toBeGreaterThan(3);
		expect([client.texts.length, pings, client.ended()]).toEqual([1, 0, null]);
	});

	test('garbage comes between messages, and a notice of the end when asked for', async () => {
		const {exchange, now} = await moving({
			streamFaults: [
				{kind: 'garbage', everyMessages: 1},
				{kind: 'shutdown', afterMessages: 1},
			],
		});
		const client = await connect(exchange, path, now);
		await poll(() => client.texts.length).toBe(3);
		expect(client.frames().map(({type}) => type)).toEqual(['tickers', 'passed-over', 'shutdown']);
	});

	test('requests are refused', async () => {
		const {exchange} = await moving({streamFaults: [{kind: 'refuse-requests'}]});
		const client = await connect(exchange, path);
		client.ask({method: 'SUBSCRIBE', params: ['x@miniTicker'], id: 5});
		const refusal = () => client.frames().find(({type}) => type === 'refused');
		await poll(refusal).toBeDefined();
		expect(refusal()).toMatchObject({id: 5, code: 2});
	});

	test('they can be set over the control endpoint', async () => {
		const {exchange} = await moving({control: true});
		const response = await fetch(`${exchange.origin}/__control/stream-faults`, {
			method: 'POST',
			body: JSON.stringify([{kind: 'refuse', status: 403}]),
		});
		expect(response.status).toBe(200);
		await expect(connect(exchange, path)).rejects.toThrow('403');
	});

	test('closing the exchange ends every line, hanging handshakes too', async () => {
		const {exchange} = await moving({streamFaults: [{kind: 'hang', count: 1}]});
		const hanging = new WebSocket(exchange.urls.binanceStream + path);
		const failed = new Promise(resolve => {
			hanging.once('error', resolve);
		});
		const client = await connect(exchange, path).catch(() => connect(exchange, path));
		await exchange.close();
		await poll(() => client.ended()).toBe(1006);
		expect(await failed).toBeInstanceOf(Error);
	});
});

test('the stream of the program lives on it: prices, the candle, and a drop it recovers from', async () => {
	const {exchange, move} = await moving({streamFaults: [{kind: 'drop', afterMessages: 4, count: 1}]});
	const events: LiveEvent[] = [];
	const of = (type: LiveEvent['type']) => events.filter(event => event.type === type);
	const stream = createBinanceStream(
		{url: exchange.urls.binanceStream, timings: {firstWaitMs: 5, changeMs: 5}},
		{clock: systemClock, random: constantRandom(0.5)},
	);
	onTestFinished(async () => stream.close());
	stream.setTickers(['BTCUSDT', 'ETHUSDT']);
	stream.setCandle({pair: 'BTCUSDT', interval: '1h'});
	stream.start(event => events.push(event));
	await poll(() => of('tickers').length).toBeGreaterThanOrEqual(2);
	await poll(() => of('candle').length).toBeGreaterThanOrEqual(1);
	const moved = setInterval(() => move(1000), 5);
	onTestFinished(() => clearInterval(moved));
	await poll(() => of('gap').length).toBe(1);
	const before = of('tickers').length;
	await poll(() => of('tickers').length).toBeGreaterThan(before);
	expect(of('invalid')).toEqual([]);
});
