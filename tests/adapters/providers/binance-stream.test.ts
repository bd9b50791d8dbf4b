import {describe, expect, test} from 'vitest';
import {fewPairs, streamsOf} from '#adapters/providers/binance-stream.js';
import {startExchange} from '#adapters/simulated/exchange.js';
import {systemClock} from '#adapters/system-clock.js';
import {describeRecordings, recordingText} from '../../support/recordings.js';
import {klineFrame, listen, startStreamServer, tickerFrame, tickerOf} from './stream-server.js';

const poll = <Value>(read: () => Value) => expect.poll(read, {timeout: 5000, interval: 5});

/** A recorded stream, message by message. */
const lines = (file: string): readonly string[] => recordingText(`binance/${file}`).trim().split('\n');

/** What the server was asked, without the numbers of the requests. */
const asked = (received: readonly string[]) =>
	received.map(text => {
		const {method, params} = JSON.parse(text) as {method: string; params: string[]};
		return [method, ...params];
	});

describe('what is asked for', () => {
	test('few pairs come one by one, many out of the list of all pairs; the candle is a stream of its own', () => {
		expect(streamsOf(new Set(['BTCUSDT', 'ETHUSDT']), null)).toEqual(
			new Set(['btcusdt@miniTicker', 'ethusdt@miniTicker']),
		);
		const many = Array.from({length: fewPairs + 1}, (_, i) => `A${i}USDT`);
		expect(streamsOf(new Set(many), {pair: 'BTCUSDT', interval: '1h'})).toEqual(
			new Set(['!miniTicker@arr', 'btcusdt@kline_1h']),
		);
	});

	test('nothing asked for, nothing connected; the first wish connects, the last one taken back ends it', async () => {
		const server = await startStreamServer();
		const heard = listen(server.url);
		expect(heard.events).toEqual([]);
		heard.stream.setTickers(['BTCUSDT']);
		heard.stream.setCandle({pair: 'BTCUSDT', interval: '1m'});
		await heard.until('live');
		expect(server.handshakes).toEqual(['/stream?streams=btcusdt@miniTicker/btcusdt@kline_1m']);
		heard.stream.setTickers([]);
		heard.stream.setCandle(null);
		expect(heard.states()).toEqual(['connecting', 'live', 'off']);
		await poll(() => server.open.size).toBe(0);
	});

	test('wishes of before the start count', async () => {
		const server = await startStreamServer();
		const {stream, until} = listen(server.url);
		stream.setTickers(['ETHUSDT']);
		await until('live');
		expect(server.handshakes[0]).toContain('ethusdt@miniTicker');
	});

	test('a change while live subscribes and unsubscribes; a storm of changes ends in the last wish', async () => {
		const server = await startStreamServer();
		const {stream, until} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await until('live');
		const pairs = Array.from({length: 30}, (_, i) => `A${i}USDT`);
		for (const pair of pairs) stream.setCandle({pair, interval: '1m'});
		await poll(() => asked(server.received)).toEqual([
			['SUBSCRIBE', 'a0usdt@kline_1m'],
			['UNSUBSCRIBE', 'a0usdt@kline_1m'],
			['SUBSCRIBE', 'a29usdt@kline_1m'],
		]);
		expect(server.handshakes).toHaveLength(1);
	});

	test('a wish that changes while connecting is asked for as soon as the line is open', async () => {
		const server = await startStreamServer({
			upgrade(_, n) {
				if (n === 1) heard.stream.setTickers(['ETHUSDT']);
				return false;
			},
		});
		const heard = listen(server.url);
		heard.stream.setTickers(['BTCUSDT']);
		await poll(() => server.received.length).toBe(2);
		expect(asked(server.received)).toEqual([
			['UNSUBSCRIBE', 'btcusdt@miniTicker'],
			['SUBSCRIBE', 'ethusdt@miniTicker'],
		]);
	});
});

describe('what is told', () => {
	test('prices of the pairs asked for, and of no other', async () => {
		const at = Date.now() - 1000;
		const server = await startStreamServer({
			connected(socket) {
				const data = [tickerOf('BTCUSDT', '50000.5', at), tickerOf('XYZUSDT', '1')];
				socket.send(JSON.stringify({stream: '!miniTicker@arr', data}));
				socket.send(tickerFrame('OTHERUSDT', '2'));
				socket.send(tickerFrame('ETHUSDT', '3000'));
			},
		});
		const {stream, of} = listen(server.url);
		stream.setTickers(['BTCUSDT', 'ETHUSDT']);
		await poll(() => of('tickers').flatMap(({tickers}) => tickers)).toEqual([
			{symbol: 'BTCUSDT', price: 50_000.5, at},
			{symbol: 'ETHUSDT', price: 3000, at: expect.any(Number)},
		]);
	});

	test('the candle of the series asked for, as it stands and as it closed', async () => {
		const server = await startStreamServer({
			connected(socket) {
				socket.send(klineFrame('BTCUSDT', '1m', '11'));
				socket.send(klineFrame('BTCUSDT', '5m', '12'));
				socket.send(klineFrame('ETHUSDT', '1m', '13'));
				socket.send(klineFrame('BTCUSDT', '1m', '14', true));
			},
		});
		const {stream, of} = listen(server.url);
		stream.setCandle({pair: 'BTCUSDT', interval: '1m'});
		await poll(() => of('candle').length).toBe(2);
		expect(of('candle')).toMatchObject([
			{symbol: 'BTCUSDT', interval: '1m', final: false, candle: {close: 11}},
			{symbol: 'BTCUSDT', interval: '1m', final: true, candle: {close: 14, flags: 0}},
		]);
	});

	test('garbage is counted and told of once; what comes after it is read', async () => {
		const server = await startStreamServer({
			connected(socket) {
				for (let i = 0; i < 20; i++) socket.send('{"stream":');
				socket.send('<html>');
				socket.send(Buffer.from([0, 1, 2]));
				socket.send(JSON.stringify({stream: '!miniTicker@arr', data: [tickerOf('BTCUSDT', '-1')]}));
				socket.send(tickerFrame('BTCUSDT', '7'));
			},
		});
		const {stream, of, last} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await poll(() => of('tickers').length).toBe(1);
		expect(of('invalid')).toHaveLength(1);
		expect(of('invalid')[0]?.fault).toMatchObject({
			code: 'contract-violated',
			source: 'binance',
			message: expect.stringContaining('not JSON'),
		});
		expect(stream.stats()).toEqual({messages: 24, invalid: 23, connections: 1});
		expect(last()?.state).toBe('live');
	});

	test('a clock of the server that is far from ours neither breaks messages nor makes prices of the future', async () => {
		const ahead = 3_600_000;
		const server = await startStreamServer({
			upgrade(socket, _, request) {
				// The library answers by itself; the date goes before its headers.
				const write = socket.write.bind(socket);
				socket.write = ((chunk: string | Buffer, ...rest: []) =>
					write(
						typeof chunk === 'string' && chunk.startsWith('HTTP/1.1 101')
							? chunk.replace('\r\n', `\r\nDate: ${new Date(Date.now() + ahead).toUTCString()}\r\n`)
							: chunk,
						...rest,
					)) as typeof socket.write;
				return request.method !== 'GET';
			},
			connected(socket) {
				const data = tickerOf('BTCUSDT', '7', Date.now() + ahead);
				socket.send(JSON.stringify({stream: 'btcusdt@miniTicker', data}));
			},
		});
		const {stream, of} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await poll(() => of('tickers').length).toBe(1);
		expect(Math.abs(of('tickers')[0]!.tickers[0]!.at - Date.now())).toBeLessThan(60_000);
	});

	test('a refused request is told, the line stays, and another wish clears it', async () => {
		const server = await startStreamServer({
			message(socket, text) {
				const {id, params} = JSON.parse(text) as {id: number; params: string[]};
				const bad = params.some(name => name.includes('bad'));
				socket.send(
					JSON.stringify(bad ? {code: 2, msg: 'Invalid request: \u001B[2Jno', id} : {result: null, id}),
				);
			},
		});
		const {stream, until, last} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await until('live');
		stream.setCandle({pair: 'BADUSDT', interval: '1m'});
		await poll(() => last()?.fault?.message).toBe(
			'binance stream: badusdt@kline_1m was refused: "Invalid request: no".',
		);
		expect(last()?.state).toBe('live');
		stream.setCandle({pair: 'ETHUSDT', interval: '1m'});
		await poll(() => last()?.fault).toBeNull();
		expect(server.handshakes).toHaveLength(1);
	});
});

describe('a line that breaks', () => {
	test('comes back by itself with the present wishes, and tells since when nothing was heard', async () => {
		const server = await startStreamServer({
			connected(socket, n) {
				socket.send(tickerFrame('BTCUSDT', String(n)));
				if (n === 1) setTimeout(() => socket.terminate(), 5);
			},
		});
		const {stream, of, states, events} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await poll(() => of('tickers').length).toBe(2);
		expect(states()).toEqual(['connecting', 'live', 'waiting', 'connecting', 'live']);
		const waiting = of('state')[2]!.state;
		expect(waiting.fault).toMatchObject({code: 'unreachable', message: expect.stringContaining('broke off')});
		expect(waiting.nextAt).toBeGreaterThan(waiting.since);
		const [gap] = of('gap');
		expect(gap!.from).toBeLessThanOrEqual(waiting.since);
		expect(gap!.to).toBeGreaterThanOrEqual(waiting.nextAt!);
		// The gap is told before the first price of the new line.
		expect(events.indexOf(gap!)).toBeLessThan(events.indexOf(of('tickers')[1]!));
		expect(of('gap')).toHaveLength(1);
	});

	test('one that only says pings lives; one that says nothing is left', async () => {
		const server = await startStreamServer({
			connected(socket, n) {
				if (n > 1) return;
				let left = 20;
				const pinging = setInterval(() => {
					socket.ping();
					if (--left === 0) clearInterval(pinging);
				}, 20);
				socket.on('close', () => clearInterval(pinging));
			},
		});
		const {stream, until, of} = listen(server.url, {silenceMs: 150});
		stream.setTickers(['BTCUSDT']);
		const live = await until('live');
		const waiting = await until('waiting');
		expect(waiting.fault).toMatchObject({code: 'timeout', message: expect.stringContaining('nothing came')});
		// Twenty pings of 20 ms each kept it for longer than the silence allowed.
		expect(waiting.since - live.since).toBeGreaterThan(300);
		await poll(() => of('gap').length).toBe(1);
	});

	test('a server that drops every line is asked ever less often', async () => {
		const server = await startStreamServer({connected: socket => socket.terminate()});
		const {stream, of} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		const waits = () =>
			of('state').flatMap(({state}) => (state.nextAt === null ? [] : [state.nextAt - state.since]));
		await poll(() => waits().length).toBeGreaterThanOrEqual(6);
		// With chance at one half: three quarters of 10, 20, 40, 80 and no more.
		expect(waits().slice(0, 6)).toEqual([8, 15, 30, 60, 60, 60]);
	});

	test('a machine that slept finds a dead line when it wakes', async () => {
		const server = await startStreamServer();
		let slept = 0;
		const clock = {...systemClock, now: () => Date.now() + slept};
		const {stream, until, of} = listen(server.url, {silenceMs: 100}, clock);
		stream.setTickers(['BTCUSDT']);
		await until('live');
		slept = 3_600_000;
		const {fault} = await until('waiting');
		expect(fault?.message).toMatch(/nothing came for 3[56]\d\d s/);
		await poll(() => of('gap').map(({from, to}) => to - from > 3_500_000)).toEqual([true]);
	});

	test('a line is renewed before the server cuts it, at once', async () => {
		const server = await startStreamServer();
		const {stream, of, states} = listen(server.url, {lifetimeMs: 100, settledMs: 50});
		stream.setTickers(['BTCUSDT']);
		await poll(() => stream.stats().connections).toBeGreaterThanOrEqual(2);
		expect(states().slice(0, 4)).toEqual(['connecting', 'live', 'connecting', 'live']);
		expect(of('gap').length).toBeGreaterThanOrEqual(1);
		await poll(() => server.open.size).toBe(1);
	});

	test('a notice of the end renews the line; a server that only gives notice is not stormed', async () => {
		const shutdown = JSON.stringify({
			stream: '!serverShutdown',
			data: {e: 'serverShutdown', E: Date.now()},
		});
		const server = await startStreamServer({connected: socket => socket.send(shutdown)});
		const {stream, states} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		await poll(() => states().length).toBeGreaterThanOrEqual(8);
		expect(states().slice(0, 6)).toEqual([
			'connecting',
			'live',
			'connecting',
			'live',
			'waiting',
			'connecting',
		]);
	});
});

describe('a line that does not come', () => {
	test('a handshake without an answer is given up', async () => {
		const server = await startStreamServer({upgrade: () => true});
		const {stream, until} = listen(server.url, {openMs: 80});
		stream.setTickers(['BTCUSDT']);
		expect((await until('waiting')).fault).toMatchObject({
			code: 'timeout',
			message: 'binance stream: no connection within 0.08 s.',
		});
		await poll(() => server.handshakes.length).toBeGreaterThan(1);
	});

	test('a slow one is waited for', async () => {
		let held: (() => void) | undefined;
		const server = await startStreamServer({
			upgrade(socket, n, request) {
				if (n > 1) return false;
				held = () => server.handOver(request, socket);
				return true;
			},
		});
		const {stream, states, until} = listen(server.url, {openMs: 5000});
		stream.setTickers(['BTCUSDT']);
		await poll(() => server.handshakes.length).toBe(1);
		expect(states()).toEqual(['connecting']);
		held!();
		await until('live');
		expect(server.handshakes).toHaveLength(1);
	});

	test('nobody at the address is told by name', async () => {
		const gone = await startExchange({seed: 1, clock: () => 0});
		await gone.close();
		const {stream, until} = listen(gone.urls.binanceStream);
		stream.setTickers(['BTCUSDT']);
		expect((await until('waiting')).fault).toMatchObject({
			code: 'unreachable',
			message: `binance stream: no connection to ${gone.origin.slice('http://'.length)} (ECONNREFUSED).`,
		});
	});

	test.each([
		[429, 'rate-limited'],
		[418, 'banned'],
	])('HTTP %i waits as long as it was told to', async (status, code) => {
		const server = await startStreamServer({
			upgrade(socket) {
				socket.end(`HTTP/1.1 ${status} No\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n`);
				return true;
			},
		});
		const {stream, until} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		const {fault, nextAt, since} = await until('waiting');
		expect(fault).toMatchObject({code, status});
		expect(nextAt! - since).toBeGreaterThan(3_599_000);
		expect(server.handshakes).toHaveLength(1);
	});

	test('a source that does not serve the country is not asked again, whatever is wished for', async () => {
		const server = await startStreamServer({
			upgrade(socket) {
				socket.end('HTTP/1.1 451 No\r\nContent-Length: 0\r\n\r\n');
				return true;
			},
		});
		const {stream, until} = listen(server.url);
		stream.setTickers(['BTCUSDT']);
		expect((await until('off')).fault).toMatchObject({code: 'restricted', status: 451});
		stream.setTickers(['ETHUSDT']);
		stream.setCandle({pair: 'ETHUSDT', interval: '1m'});
		await new Promise(resolve => {
			setImmediate(resolve);
		});
		expect(server.handshakes).toHaveLength(1);
	});

	test('a message beyond any real size ends the line', async () => {
		const server = await startStreamServer({
			connected: socket => socket.send('x'.repeat(9 * 1024 * 1024)),
		});
		const {stream, until} = listen(server.url, {firstWaitMs: 60_000, longestWaitMs: 60_000});
		stream.setTickers(['BTCUSDT']);
		expect((await until('waiting')).fault?.code).toBe('unreachable');
	});
});

describe('the end', () => {
	test.each(['live', 'connecting', 'waiting'] as const)(
		'closing while %s leaves no connection, no timer, no news',
		async state => {
			const server = await startStreamServer({
				upgrade: () => state === 'connecting',
				connected: socket => {
					if (state === 'waiting') socket.terminate();
				},
			});
			const heard = listen(server.url, {openMs: 60_000, firstWaitMs: 60_000, longestWaitMs: 60_000});
			const timersBefore = process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
			heard.stream.setTickers(['BTCUSDT']);
			await heard.until(state);
			await heard.stream.close();
			expect(heard.last()?.state).toBe('off');
			const told = heard.events.length;
			heard.stream.setTickers(['ETHUSDT']);
			await poll(() => server.open.size).toBe(0);
			expect(heard.events).toHaveLength(told);
			await poll(
				() => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length,
			).toBeLessThanOrEqual(timersBefore);
		},
	);

	test('closing a stream that was never started is nothing', async () => {
		const {stream, events} = listen('ws://127.0.0.1:9');
		await stream.close();
		await stream.close();
		expect(events).toEqual([]);
	});
});

describeRecordings('recorded messages of the exchange', () => {
	test('go through: candles are told, everything else is passed over', async () => {
		const candles = lines('ws_kline_1m_combined_tr_2023-04-10.jsonl');
		const mixed = lines('ws_combined_mixed_global_2021-10-12.jsonl');
		const {s: symbol} = (JSON.parse(candles[0]!) as {data: {s: string}}).data;
		const server = await startStreamServer({
			connected(socket) {
				for (const line of [...mixed, ...candles]) socket.send(line);
			},
		});
		const {stream, of} = listen(server.url);
		stream.setCandle({pair: symbol, interval: '1m'});
		await poll(() => stream.stats().messages).toBe(mixed.length + candles.length);
		expect(stream.stats().invalid).toBe(0);
		expect(of('candle').length).toBeGreaterThan(0);
		expect(of('candle').every(event => event.symbol === symbol)).toBe(true);
	});
});
