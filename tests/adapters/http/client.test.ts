import {createServer as createTcpServer, type AddressInfo} from 'node:net';
import {gzipSync} from 'node:zlib';
import {describe, expect, onTestFinished, test} from 'vitest';
import {readErrorBody as readBinanceError} from '#contracts/binance.js';
import type {HttpAgent} from '#adapters/http/agent.js';
import {Fault} from '#domain/fault.js';
import {createFakeClock} from '../../support/fake-clock.js';
import {answer, clientOf, question, startServer, testWorld} from './scripted-server.js';

const interrupted = (): Fault => new Fault('interrupted', 'Interrupted.');

/** The fault a promise rejects with; anything else fails the test. */
async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	try {
		await promise;
	} catch (error) {
		if (error instanceof Fault) return error;
		throw error;
	}

	throw new Error('nothing failed');
}

describe('an accepted answer', () => {
	test('comes with its origin, and its body and question are in the archive', async () => {
		const world = testWorld();
		const date = 'Thu, 15 Jan 2026 12:00:33 GMT';
		const server = await startServer(response => answer(response, 200, [1, 2], {date}));
		const client = clientOf(`${server.url}/binance/api/v3/`, world);
		const {json, provenance, status} = await client.getJson({
			...question,
			query: {symbol: 'BTCUSDT', symbols: '["A","B"]', limit: undefined},
		});

		expect(json).toEqual([1, 2]);
		expect(status).toBe(200);
		expect(server.seen[0]?.url).toBe('/binance/api/v3/klines?symbol=BTCUSDT&symbols=%5B%22A%22,%22B%22%5D');
		expect(provenance).toMatchObject({
			source: 'binance',
			endpoint: '/klines',
			path: '/binance/api/v3/klines?symbol=BTCUSDT&symbols=%5B%22A%22,%22B%22%5D',
			fetchedAt: world.clock.now(),
			serverNow: Date.parse(date),
			fresh: true,
		});
		expect(Buffer.from(world.archive.bodies.get(provenance.payload)!).toString()).toBe('[1,2]');
		expect(world.archive.recorded).toMatchObject([
			{run: 'run-1', status: 200, bytes: 5, question: {kind: 'candles'}, payload: provenance.payload},
		]);
		expect(client.stats()).toEqual({
			source: 'binance',
			state: 'ok',
			requests: 1,
			retries: 0,
			rateLimited: 0,
			bytes: 5,
		});
		expect(world.seen).toMatchObject([
			{type: 'request', endpoint: '/klines', status: 200, bytes: 5, attempt: 1},
		]);
	});

	test('takes our clock where the server names no time', async () => {
		const world = testWorld();
		const server = await startServer(response => {
			response.sendDate = false;
			answer(response, 200, []);
		});
		const {provenance} = await clientOf(server.url, world).getJson(question);
		expect(provenance.serverNow).toBe(world.clock.now());
	});

	test('is asked for gzipped and kept inflated', async () => {
		const world = testWorld();
		const server = await startServer(response =>
			answer(response, 200, gzipSync('{"a":1}'), {'content-encoding': 'gzip'}),
		);
		const client = clientOf(server.url, world);
		const {json, provenance} = await client.getJson(question);
		expect(json).toEqual({a: 1});
		expect(server.seen[0]?.headers['accept-encoding']).toBe('gzip');
		expect(Buffer.from(world.archive.bodies.get(provenance.payload)!).toString()).toBe('{"a":1}');
		expect(client.stats().bytes).toBe(7);
	});
});

describe('a refusal has a name', () => {
	const cases: readonly (readonly [string, number, string, string])[] = [
		['bad-request', 400, 'application/json', '{"code":-1100,"msg":"Illegal characters"}'],
		['bad-request', 422, 'application/json', '{"code":-1100,"msg":"Illegal characters"}'],
		['unauthorized', 401, 'application/json', '{}'],
		['forbidden', 403, 'text/html', '<html><head><title>ERROR: blocked</title></head></html>'],
		['forbidden', 403, 'text/plain', 'error code: 1020'],
		['not-found', 404, 'text/html', '<html>404</html>'],
		[
			'restricted',
			451,
			'application/json',
			'{"code":0,"msg":"Service unavailable from a restricted location"}',
		],
		['not-json', 302, 'text/html', ''],
		['not-json', 200, 'text/html', '<!doctype html><title>Sign in</title>'],
		['not-json', 200, 'application/json', 'hello'],
		['empty', 200, 'application/json', ''],
		['empty', 304, 'application/json', ''],
		['truncated', 200, 'application/json', '[[1,2],[3,4]'],
		['truncated', 200, 'application/json', '{"a":"b'],
	];
	test.each(cases)('%s for HTTP %i with %s %s', async (code, status, type, body) => {
		const world = testWorld({retries: {retries: 0}});
		const server = await startServer(response => answer(response, status, body, {'content-type': type}));
		const client = clientOf(server.url, world, {readErrorBody: readBinanceError});
		const fault = await faultOf(client.getJson(question));
		expect(fault.code).toBe(code);
		expect(fault.status).toBe(status);
		expect(fault.source).toBe('binance');
		expect(fault.message).toContain('binance /klines: ');
		expect(world.archive.recorded, 'only accepted bodies are kept').toEqual([]);
	});

	test('and says what the page or the body says, without control characters', async () => {
		const server = await startServer((response, n) => {
			if (n === 1) answer(response, 403, '<title>ERROR: blocked</title>', {'content-type': 'text/html'});
			else answer(response, 400, {code: 1, msg: 'no\u001B[31m red\nplease'});
		});
		const client = clientOf(server.url, testWorld(), {readErrorBody: readBinanceError});
		expect((await faultOf(client.getJson(question))).message).toBe(
			'binance /klines: HTTP 403, the request was refused: "ERROR: blocked".',
		);
		expect((await faultOf(client.getJson(question))).message).toBe(
			'binance /klines: HTTP 400, the request was not understood: "no red please".',
		);
	});

	test('also when it comes with HTTP 200', async () => {
		const server = await startServer((response, n) =>
			answer(response, 200, n === 1 ? {code: 404, msg: 'gone'} : {code: 7, msg: 'something else'}),
		);
		const client = clientOf(server.url, testWorld(), {readErrorBody: readBinanceError});
		expect((await faultOf(client.getJson(question))).code).toBe('not-found');
		expect((await faultOf(client.getJson(question))).code).toBe('bad-request');
	});
});

describe('a connection that fails', () => {
	test('is unreachable when it is refused, and is tried four times with growing waits', async () => {
		const world = testWorld();
		const server = createTcpServer();
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		const {port} = server.address() as AddressInfo;
		await new Promise(resolve => {
			server.close(resolve);
		});
		const client = clientOf(`http://127.0.0.1:${port}`, world);
		const fault = await faultOf(client.getJson(question));
		expect(fault.code).toBe('unreachable');
		expect(fault.message).toContain(`127.0.0.1:${port} (ECONNREFUSED)`);
		expect(world.clock.slept).toEqual([500, 1000, 2000]);
		expect(client.stats()).toMatchObject({state: 'unreachable', requests: 4, retries: 3});
		expect(world.budgets.bookings('binance'), 'nobody counted what never connected').toEqual([]);
		expect(world.seen.map(({type}) => type)).toEqual([
			'request-retried',
			'request-retried',
			'request-retried',
		]);
	});

	test('is unreachable when it is reset before the answer', async () => {
		const server = await startServer(response => response.socket?.resetAndDestroy());
		const fault = await faultOf(clientOf(server.url, testWorld()).getJson(question));
		expect(fault.code).toBe('unreachable');
		expect(server.seen).toHaveLength(4);
	});

	test('is truncated when it ends in the middle of the body, with or without a length', async () => {
		const server = await startServer((response, n) => {
			response.writeHead(200, n % 2 === 0 ? {'content-length': '1000'} : {});
			response.write('[1,2,');
			setTimeout(() => response.socket?.destroy(), 20);
		});
		const world = testWorld({retries: {retries: 1}});
		const fault = await faultOf(clientOf(server.url, world).getJson(question));
		expect(fault.code).toBe('truncated');
		expect(world.seen.filter(({type}) => type === 'request-retried')).toMatchObject([{reason: 'truncated'}]);
		expect(server.seen).toHaveLength(2);
	});

	test('is truncated when a gzip body ends early', async () => {
		const whole = gzipSync(JSON.stringify(Array.from({length: 5000}, (_, i) => i * 7919)));
		const server = await startServer(response =>
			answer(response, 200, whole.subarray(0, whole.length / 2), {'content-encoding': 'gzip'}),
		);
		const world = testWorld({retries: {retries: 0}});
		expect((await faultOf(clientOf(server.url, world).getJson(question))).code).toBe('truncated');
	});

	test('is a timeout when the server hangs before the answer', async () => {
		const server = await startServer(() => {});
		const world = testWorld({
			retries: {retries: 0},
			timeouts: {headersMs: 60_000, idleMs: 60_000, totalMs: 80},
		});
		expect((await faultOf(clientOf(server.url, world).getJson(question))).code).toBe('timeout');
	});

	test('is a timeout when the head or the next piece of the body does not come', async () => {
		const server = await startServer((response, n) => {
			if (n === 1) return;
			response.writeHead(200);
			response.write('[');
		});
		const world = testWorld({
			retries: {retries: 0},
			timeouts: {headersMs: 100, idleMs: 100, totalMs: 10_000},
		});
		const client = clientOf(server.url, world);
		expect((await faultOf(client.getJson(question))).message).toContain('no answer in time');
		expect((await faultOf(client.getJson(question))).message).toContain('stopped in the middle');
	});

	test('is a timeout when the body trickles for ever', async () => {
		const server = await startServer(response => {
			response.writeHead(200);
			const drip = setInterval(() => response.write(' '), 10);
			response.on('close', () => clearInterval(drip));
		});
		const world = testWorld({retries: {retries: 0}, timeouts: {headersMs: 50, idleMs: 50, totalMs: 250}});
		const fault = await faultOf(clientOf(server.url, world).getJson(question));
		expect(fault.code).toBe('timeout');
		expect(fault.message).toContain('not finished within 0.25 s');
	});

	test('is unreachable when the other side does not speak HTTP', async () => {
		const server = createTcpServer(socket => {
			socket.on('error', () => {});
			socket.end('SSH-2.0-OpenSSH_9.2\r\n');
		});
		await new Promise<void>(resolve => {
			server.listen(0, '127.0.0.1', resolve);
		});
		onTestFinished(() => {
			server.close();
		});
		const world = testWorld({retries: {retries: 0}});
		const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
		expect((await faultOf(clientOf(url, world).getJson(question))).code).toBe('unreachable');
	});

	test('does not hurt when it recovers in time', async () => {
		const server = await startServer((response, n) => answer(response, n < 4 ? 503 : 200, n < 4 ? {} : [4]));
		const world = testWorld();
		const client = clientOf(server.url, world);
		expect((await client.getJson(question)).json).toEqual([4]);
		expect(client.stats()).toMatchObject({state: 'ok', requests: 4, retries: 3});
		expect(world.seen.filter(({type}) => type === 'request')).toMatchObject([
			{status: 503, attempt: 1},
			{status: 503, attempt: 2},
			{status: 503, attempt: 3},
			{status: 200, attempt: 4},
		]);
	});
});

describe('a body that is too large', () => {
	const total = 512 * 1024 * 1024;
	const chunk = Buffer.alloc(1024 * 1024, ' ');

	test.each([
		['is not read when its length says so', true],
		['is cut off when it says nothing', false],
	])('%s', async (_, announced) => {
		let written = 0;
		let ended = false;
		const server = await startServer(response => {
			response.writeHead(200, {
				'content-type': 'application/json',
				...(announced && {'content-length': String(total)}),
			});
			const pour = (): void => {
				while (written < total && !response.destroyed) {
					written += chunk.length;
					if (!response.write(chunk)) {
						response.once('drain', pour);
						return;
					}
				}

				response.end();
			};
			response.on('close', () => {
				ended = true;
			});
			pour();
		});
		const before = process.memoryUsage().rss;
		const client = clientOf(server.url, testWorld());
		const fault = await faultOf(client.getJson(question));
		expect(fault.code).toBe('too-large');
		expect(fault.message).toContain('larger than 32 MiB');
		await expect.poll(() => ended).toBe(true);
		expect(written, 'the socket was closed').toBeLessThan((announced ? 16 : 64) * 1024 * 1024);
		expect(process.memoryUsage().rss - before).toBeLessThan(200 * 1024 * 1024);
		expect(server.seen, 'it is not asked for again').toHaveLength(1);
	});

	test('is cut off while it inflates', async () => {
		const bomb = gzipSync(Buffer.alloc(100 * 1024 * 1024, ' '));
		expect(bomb.length).toBeLessThan(1024 * 1024);
		const server = await startServer(response => answer(response, 200, bomb, {'content-encoding': 'gzip'}));
		expect((await faultOf(clientOf(server.url, testWorld()).getJson(question))).code).toBe('too-large');
	});

	test('does not hide the status of an error, plain or gzipped', async () => {
		const page = `<title>Overloaded</title>${Array.from({length: 40_000}, (_, i) => i * 7919).join(' ')}`;
		const server = await startServer((response, n) =>
			n === 1
				? answer(response, 404, page)
				: answer(response, 404, gzipSync(page), {'content-encoding': 'gzip'}),
		);
		const client = clientOf(server.url, testWorld());
		for (const attempt of [1, 2]) {
			const fault = await faultOf(client.getJson(question));
			expect(fault.code, `request ${attempt}`).toBe('not-found');
			expect(fault.message).toContain('"Overloaded"');
		}
	});
});

describe('a limit', () => {
	test('that names its end in seconds is sat out, and everybody holds back', async () => {
		const world = testWorld();
		const server = await startServer(
			(response, n) =>
				n === 1 ? answer(response, 429, {}, {'retry-after': '17'}) : answer(response, 200, [n]),
			() => world.clock.now(),
		);
		const start = world.clock.now();
		const client = clientOf(server.url, world);
		expect((await client.getJson(question)).json).toEqual([2]);
		expect(server.seen.map(({at}) => at - start)).toEqual([0, 17_000]);
		expect(world.budgets.blockedUntil('binance')).toBe(start + 17_000);
		expect(client.stats()).toMatchObject({rateLimited: 1, retries: 1, state: 'ok'});
		expect(world.seen).toContainEqual({
			type: 'request-retried',
			source: 'binance',
			endpoint: '/klines',
			attempt: 1,
			waitMs: 17_000,
			reason: 'rate-limited',
		});
	});

	test('that names its end as a date is measured by the clock of the server', async () => {
		const world = testWorld();
		const server = await startServer((response, n) =>
			n === 1
				? answer(
						response,
						429,
						{},
						{
							date: 'Thu, 15 Jan 2026 13:40:00 GMT',
							'retry-after': 'Thu, 15 Jan 2026 13:40:09 GMT',
						},
					)
				: answer(response, 200, []),
		);
		await clientOf(server.url, world).getJson(question);
		expect(world.clock.slept).toEqual([9000]);
	});

	test('without an end waits 30 s, then twice as long, and then tells when to come back', async () => {
		const world = testWorld();
		const start = world.clock.now();
		const server = await startServer(
			response => answer(response, 429, {}),
			() => world.clock.now(),
		);
		const client = clientOf(server.url, world);
		const fault = await faultOf(client.getJson(question));
		expect(fault.code).toBe('rate-limited');
		expect(server.seen.map(({at}) => at - start)).toEqual([0, 30_000, 90_000]);
		expect(fault.retryAt).toBe(start + 210_000);
		expect(world.budgets.blockedUntil('binance')).toBe(fault.retryAt);
		expect(client.stats()).toMatchObject({rateLimited: 3, state: 'rate-limited'});
	});

	test('that lasts longer than two minutes blocks the source and is not sat out', async () => {
		const world = testWorld();
		const start = world.clock.now();
		const server = await startServer(response => answer(response, 429, {}, {'retry-after': '600'}));
		const fault = await faultOf(clientOf(server.url, world).getJson(question));
		expect(fault).toMatchObject({code: 'rate-limited', retryAt: start + 600_000, status: 429});
		expect(world.clock.slept).toEqual([]);

		const later = await faultOf(clientOf(server.url, world).getJson(question));
		expect(later).toMatchObject({code: 'rate-limited', retryAt: start + 600_000});
		expect(later.message).toContain('not to be called before 2026-01-15T12:10:30.000Z');
		expect(server.seen, 'the next run does not even ask').toHaveLength(1);
	});

	test('a ban is never retried, and its end is read from the header or the message', async () => {
		const world = testWorld();
		const start = world.clock.now();
		const bodies = [
			{headers: {'retry-after': '300'}, body: {code: -1003, msg: 'banned'}, ends: start + 300_000},
			{
				headers: {},
				body: {code: -1003, msg: `Way too much; IP banned until ${start + 7_200_000}. Please use WebSocket`},
				ends: start + 7_200_000,
			},
		];
		for (const {headers, body, ends} of bodies) {
			const own = testWorld({clock: createFakeClock({start})});
			const server = await startServer(response =>
				answer(response, 418, body, {date: new Date(start).toUTCString(), ...headers}),
			);
			const client = clientOf(server.url, own, {readErrorBody: readBinanceError});
			const fault = await faultOf(client.getJson(question));
			expect(fault).toMatchObject({code: 'banned', retryAt: ends});
			expect(own.budgets.blockedUntil('binance')).toBe(ends);
			expect(await faultOf(client.getJson(question)), 'the circuit is open').toBe(fault);
			expect(server.seen).toHaveLength(1);
			expect(client.stats()).toMatchObject({state: 'banned', requests: 1, rateLimited: 1});
		}
	});
});

describe('the circuit', () => {
	test('opens after three calls in a row failed with a fault of the source', async () => {
		const server = await startServer(response => answer(response, 500, {}));
		const client = clientOf(server.url, testWorld({retries: {retries: 1}}));
		const faults = [];
		for (let i = 0; i < 5; i++) faults.push(await faultOf(client.getJson(question)));
		expect(server.seen).toHaveLength(6);
		expect(faults[3]).toBe(faults[2]);
		expect(faults[4]).toBe(faults[2]);
		expect(client.stats().state).toBe('server-error');
	});

	test('stays closed when the source answers in between, if only to refuse', async () => {
		const statuses = [500, 500, 404, 500, 500, 200, 500, 500];
		const server = await startServer((response, n) => answer(response, statuses[n - 1] ?? 200, []));
		const client = clientOf(server.url, testWorld({retries: {retries: 0}}));
		for (const status of statuses) {
			if (status === 200) await client.getJson(question);
			else await faultOf(client.getJson(question));
		}

		expect((await client.getJson(question)).json).toEqual([]);
		expect(client.stats().state).toBe('ok');
	});

	test.each([451, 401])('opens at once for HTTP %i', async status => {
		const server = await startServer(response => answer(response, status, {}));
		const client = clientOf(server.url, testWorld());
		const first = await faultOf(client.getJson(question));
		expect(await faultOf(client.getJson(question))).toBe(first);
		expect(server.seen).toHaveLength(1);
	});

	test('wakes those who still wait for their turn', async () => {
		const world = testWorld({clock: createFakeClock({mode: 'stand'})});
		const server = await startServer(response => answer(response, 451, {}));
		const client = clientOf(server.url, world, {allowance: {perMinute: 1, perMonth: Infinity}});
		const faults = await Promise.all([1, 2, 3].map(async () => faultOf(client.getJson(question))));
		expect(faults.map(({code}) => code)).toEqual(['restricted', 'restricted', 'restricted']);
		expect(server.seen).toHaveLength(1);
		expect(world.budgets.bookings('binance'), 'what was not sent is given back').toHaveLength(1);
	});
});

describe('the cache', () => {
	test('serves a rarely changing answer until its time is over, without a request', async () => {
		const world = testWorld();
		const server = await startServer((response, n) => answer(response, 200, [n]));
		const asked = {...question, ttlMs: 60_000};
		const first = await clientOf(server.url, world).getJson(asked);
		await world.clock.advance(59_999);
		const client = clientOf(server.url, world);
		const second = await client.getJson(asked);
		expect(second.json).toEqual([1]);
		expect(second.provenance).toEqual({...first.provenance, fresh: false});
		expect(client.stats()).toMatchObject({state: 'ok', requests: 0});
		await world.clock.advance(1);
		expect((await client.getJson(asked)).json).toEqual([2]);
	});

	test('asks whether a known answer changed, and takes the archived body when it did not', async () => {
		const world = testWorld();
		const modified = 'Wed, 14 Jan 2026 00:00:00 GMT';
		const server = await startServer((response, n) => {
			const headers = {etag: 'W/"abc"', 'last-modified': modified, 'cache-control': 'public, max-age=300'};
			if (n === 1) answer(response, 200, {n: 1}, headers);
			else if (n < 4) response.writeHead(304, {etag: 'W/"abc"'}).end();
			else answer(response, 200, {n}, headers);
		});
		const client = clientOf(server.url, world);
		const first = await client.getJson(question);
		await world.clock.advance(10_000);
		for (const n of [2, 3]) {
			const again = await client.getJson(question);
			expect(again.json, `request ${n}`).toEqual({n: 1});
			expect(again.provenance).toMatchObject({
				payload: first.provenance.payload,
				fetchedAt: world.clock.now(),
				fresh: false,
			});
		}

		expect(server.seen[0]?.headers['if-none-match']).toBeUndefined();
		expect(server.seen[2]?.headers).toMatchObject({
			'if-none-match': 'W/"abc"',
			'if-modified-since': modified,
		});
		expect((await client.getJson(question)).json).toEqual({n: 4});
		expect(world.archive.recorded.map(({status, bytes}) => [status, bytes])).toEqual([
			[200, 7],
			[304, 0],
			[304, 0],
			[200, 7],
		]);
		expect(world.archive.bodies.size).toBe(2);
	});

	test('asks anew when the archive has let go of the body', async () => {
		const world = testWorld();
		const server = await startServer((response, _, request) => {
			if (request.headers['if-none-match'] === undefined) answer(response, 200, [1], {etag: '"x"'});
			else response.writeHead(304).end();
		});
		const client = clientOf(server.url, world);
		await client.getJson(question);
		world.archive.bodies.clear();
		expect((await client.getJson(question)).json).toEqual([1]);
		expect(server.seen).toHaveLength(3);
	});

	test('keeps the answers of two roots apart, and remembers nothing about questions asked once', async () => {
		const world = testWorld();
		const one = await startServer(response => answer(response, 200, ['one'], {etag: '"1"'}));
		const two = await startServer(response => answer(response, 200, ['two'], {etag: '"2"'}));
		const asked = {...question, ttlMs: 60_000};
		expect((await clientOf(one.url, world).getJson(asked)).json).toEqual(['one']);
		expect((await clientOf(two.url, world).getJson(asked)).json).toEqual(['two']);
		expect(world.cache.entries.size).toBe(2);
		await clientOf(one.url, world).getJson({...question, path: '/once', revalidate: false});
		expect(world.cache.entries.size).toBe(2);
	});
});

describe('the rate limit', () => {
	test('spaces requests of all clients evenly and fully', async () => {
		const world = testWorld();
		const start = world.clock.now();
		const sentAt: number[] = [];
		const agent: HttpAgent = {
			...world.agent,
			async get(request) {
				sentAt.push(world.clock.now() - start);
				return world.agent.get(request);
			},
		};
		const server = await startServer(response => answer(response, 200, []));
		const allowance = {perMinute: 30, perMonth: Infinity};
		const clients = [1, 2].map(() => clientOf(server.url, {...world, agent}, {allowance}));
		await Promise.all(Array.from({length: 10}, async (_, i) => clients[i % 2]!.getJson(question)));
		expect(sentAt).toEqual(Array.from({length: 10}, (_, i) => i * 2000));
		expect(world.seen).toContainEqual({
			type: 'request-waiting',
			source: 'binance',
			waitMs: 18_000,
			reason: 'rate',
		});
	});

	test('books the weight of a request', async () => {
		const world = testWorld();
		const server = await startServer(response => answer(response, 200, []));
		await clientOf(server.url, world).getJson({...question, weight: 20});
		expect(world.budgets.bookings('binance')).toEqual([{at: world.clock.now(), weight: 20}]);
	});

	test('gives a booking back when the caller leaves before it is sent', async () => {
		const world = testWorld({clock: createFakeClock({mode: 'stand'})});
		const server = await startServer(response => answer(response, 200, []));
		const client = clientOf(server.url, world, {allowance: {perMinute: 1, perMonth: Infinity}});
		await client.getJson(question);
		const leaving = new AbortController();
		const waiting = client.getJson(question, leaving.signal);
		await expect.poll(() => world.clock.asleep()).toBe(1);
		leaving.abort(interrupted());
		expect((await faultOf(waiting)).code).toBe('interrupted');
		expect(world.budgets.bookings('binance')).toHaveLength(1);
		expect(server.seen).toHaveLength(1);
		expect(client.stats().state).toBe('ok');
	});

	test('looks for a block again after waiting for its turn', async () => {
		const world = testWorld({clock: createFakeClock({mode: 'stand'})});
		const start = world.clock.now();
		const server = await startServer(
			response => answer(response, 200, []),
			() => world.clock.now(),
		);
		const client = clientOf(server.url, world, {allowance: {perMinute: 60, perMonth: Infinity}});
		await client.getJson(question);
		const second = client.getJson(question);
		await expect.poll(() => world.clock.asleep()).toBe(1);
		await world.budgets.block('binance', start + 50_000);
		await world.clock.advance(1_000);
		await expect.poll(() => world.clock.asleep()).toBe(1);
		expect(server.seen).toHaveLength(1);
		await world.clock.advance(49_000);
		await second;
		expect(server.seen[1]!.at - start).toBe(50_000);
		expect(world.seen).toContainEqual({
			type: 'request-waiting',
			source: 'binance',
			waitMs: 49_000,
			reason: 'retry-after',
		});
	});

	test('charges credits for HTTP 200 only, by the bytes of the body', async () => {
		const world = testWorld({retries: {retries: 0}});
		const server = await startServer((response, n) =>
			answer(response, n === 1 ? 500 : 200, 'x'.padStart(n, '[')),
		);
		const client = clientOf(server.url, world);
		const asked = {...question, credits: (bytes: number) => bytes * 10};
		await faultOf(client.getJson(asked));
		expect(world.budgets.spent('binance')).toBe(0);
		await faultOf(client.getJson(asked));
		expect(world.budgets.spent('binance')).toBe(20);
	});

	test('asks nothing more when the month is spent', async () => {
		const world = testWorld();
		const server = await startServer(response => answer(response, 200, []));
		const client = clientOf(server.url, world, {allowance: {perMinute: 60, perMonth: 1}});
		const asked = {...question, credits: () => 1};
		await client.getJson(asked);
		const fault = await faultOf(client.getJson(asked));
		expect(fault).toMatchObject({code: 'budget-spent', retryAt: Date.UTC(2026, 1, 1)});
		expect(server.seen).toHaveLength(1);
	});

	test('counts credits of calls on their way: many at once spend no more than the month allows', async () => {
		const world = testWorld();
		const server = await startServer(response => answer(response, 200, []));
		const client = clientOf(server.url, world, {allowance: {perMinute: Infinity, perMonth: 3}});
		const asked = {...question, credits: () => 1};
		const calls = await Promise.allSettled(Array.from({length: 8}, async () => client.getJson(asked)));
		expect(calls.filter(({status}) => status === 'fulfilled')).toHaveLength(3);
		expect(server.seen).toHaveLength(3);
		expect(world.budgets.spent('binance')).toBe(3);
	});

	test.each([
		[
			'in the middle of a minute, for the minute of the server',
			'Thu, 15 Jan 2026 12:00:31 GMT',
			'12:00:00.000',
		],
		['not right after the turn of a minute', 'Thu, 15 Jan 2026 12:01:01 GMT', null],
		['not right before the turn of a minute', 'Thu, 15 Jan 2026 12:00:59 GMT', null],
		['with a clock ten minutes ahead of ours', 'Thu, 15 Jan 2026 12:10:40 GMT', '11:59:50.000'],
	])('learns what the source has counted %s', async (_, date, minuteStart) => {
		const learned: unknown[] = [];
		const world = testWorld();
		const budgets = {
			...world.budgets,
			learn: async (...args: readonly unknown[]) => {
				learned.push(args);
			},
		};
		const server = await startServer(response =>
			answer(response, 429, {}, {date, 'retry-after': '999', 'X-Mbx-Used-Weight-1m': '5990'}),
		);
		await faultOf(clientOf(server.url, {...world, budgets}).getJson(question));
		const at = minuteStart === null ? null : Date.parse(`2026-01-15T${minuteStart}Z`);
		expect(learned).toEqual(at === null ? [] : [['binance', 5990, at, world.clock.now()]]);
	});
});

describe('leaving', () => {
	test('ends a request in flight and a retry that waits', async () => {
		const world = testWorld({clock: createFakeClock({mode: 'stand'})});
		const server = await startServer((response, n) => {
			if (n === 1) answer(response, 500, {});
		});
		const client = clientOf(server.url, world);

		const retrying = new AbortController();
		const first = client.getJson(question, retrying.signal);
		await expect.poll(() => world.clock.asleep()).toBe(1);
		retrying.abort(interrupted());
		expect((await faultOf(first)).code).toBe('interrupted');

		const flying = new AbortController();
		const second = client.getJson(question, flying.signal);
		await expect.poll(() => server.seen.length).toBe(2);
		flying.abort(interrupted());
		expect((await faultOf(second)).code).toBe('interrupted');

		await expect(client.getJson(question, flying.signal)).rejects.toBe(flying.signal.reason);
		expect(server.seen).toHaveLength(2);
	});
});

describe('secrets', () => {
	test('go into headers and nowhere else, even when a provider repeats them', async () => {
		const world = testWorld({retries: {retries: 0}});
		const secret = 'CG-s3cr3tK3y';
		const server = await startServer((response, n) =>
			n === 1
				? answer(response, 200, [])
				: n === 2
					? answer(response, 400, {code: 1, msg: `bad key ${secret} in Bearer ${secret}`})
					: answer(response, 200, `<title>${secret}</title>`, {'content-type': 'text/html'}),
		);
		const client = clientOf(server.url, world, {
			headers: {authorization: `Bearer ${secret}`, 'x-cg-demo-api-key': secret},
			readErrorBody: readBinanceError,
		});
		await client.getJson(question);
		const faults = [await faultOf(client.getJson(question)), await faultOf(client.getJson(question))];
		expect(server.seen[0]?.headers).toMatchObject({
			authorization: `Bearer ${secret}`,
			'x-cg-demo-api-key': secret,
		});
		expect(server.seen.every(({url}) => !url.includes(secret))).toBe(true);
		const told = JSON.stringify([
			faults.map(({message, hint}) => [message, hint]),
			world.seen,
			world.archive.recorded,
			[...world.cache.entries],
		]);
		expect(told).toContain('bad key ***');
		expect(told).not.toContain(secret);
	});
});

describe('a base URL that cannot be used', () => {
	test.each([
		'not a url',
		'ftp://example.com/api',
		'file:///etc/passwd',
		'http://user:hunter2@example.com/api',
		'https://example.com/api?key=1',
		'https://example.com/#x',
	])('%s is a bad setting with its name', url => {
		try {
			clientOf(url, testWorld());
			expect.unreachable();
		} catch (error) {
			expect(error).toBeInstanceOf(Fault);
			expect((error as Fault).code).toBe('invalid-config');
			expect((error as Fault).message).toContain('CRYPTO_TUI_BINANCE_URL');
			expect((error as Fault).message).not.toContain('hunter2');
		}
	});
});
