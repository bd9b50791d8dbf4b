import {hostname} from 'node:os';
import {dirname, join} from 'node:path';
import Database from 'better-sqlite3';
import {expect, onTestFinished, test, vi} from 'vitest';
import {openStorage} from '#adapters/storage/open.js';
import {startExchange} from '#adapters/simulated/exchange.js';
import {systemClock} from '#adapters/system-clock.js';
import {createDesk} from '#desk/create-desk.js';
import {stepOf} from '#domain/interval.js';
import type {Storage} from '#ports/storage.js';
import {emptyFolder, newsOf, placeAt} from '../support/desk-place.js';
import {exchangeSeries} from '../support/quiet-app.js';
import {candlesFrom} from '#domain/candles.js';

const patience = {timeout: 15_000, interval: 20};

/** A desk over a store that another process works on as well. */
async function shared() {
	const exchange = await startExchange({seed: 7, clock: () => Date.now()});
	onTestFinished(async () => exchange.close());
	const folder = emptyFolder();
	const other = await openStorage({dataDir: join(folder, 'data'), busyTimeoutMs: 5000, clock: systemClock});
	onTestFinished(async () => other.close());
	const desk = createDesk(placeAt(folder, exchange));
	onTestFinished(async () => desk.close());
	return {exchange, other, desk, news: newsOf(desk)};
}

/** The process that started this one lives, and is not this one. */
const stranger = {pid: process.ppid, host: hostname()};
const holdLock = async (storage: Storage): Promise<unknown> =>
	storage.runs.lock(
		'collect',
		{...stranger, run: 'run-of-another', since: 5},
		60_000,
		Date.now(),
		() => true,
	);

test('while another process collects the loop shows it, and goes on when it is done', async () => {
	const {desk, news, other, exchange} = await shared();
	await holdLock(other);
	await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('elsewhere'), patience);
	expect(news.of('loop').at(-1)?.loop).toMatchObject({
		run: 'run-of-another',
		holder: {...stranger, since: 5},
		nextAt: null,
	});
	await expect(desk.refresh()).rejects.toMatchObject({
		code: 'busy',
		message: expect.stringContaining(String(stranger.pid)) as string,
	});
	expect(exchange.requests.filter(({path}) => path === '/coins/markets')).toEqual([]);

	await other.runs.unlock('collect', 'run-of-another');
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
	expect((await desk.market()).rows).toHaveLength(30);
});

test('what another process stores is told', async () => {
	const {desk, news, other} = await shared();
	await holdLock(other);
	await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('elsewhere'), patience);
	const ts = Math.floor(Date.now() / stepOf['1h']) * stepOf['1h'] - stepOf['1h'];
	const series = exchangeSeries('bitcoin');
	// The first look at the store comes right after the opening; from then on every commit is news.
	await vi.waitFor(async () => {
		await other.candles.saveBatch({
			run: 'run-of-another',
			series,
			answered: {from: ts, to: ts + stepOf['1h']},
			candles: candlesFrom([{ts, open: 1, high: 2, low: 1, close: 2, volume: 1, flags: 0}]),
			provenance: {
				source: 'binance',
				endpoint: '/klines',
				path: '/klines',
				fetchedAt: Date.now(),
				serverNow: Date.now(),
				payload: 'a'.repeat(64),
				fresh: true,
			},
			contract: 'binance.klines@1',
		});
		expect(news.of('candles-stored')).toContainEqual({type: 'candles-stored', assets: null});
	}, patience);
	expect(news.of('market-stored')).not.toEqual([]);
	const {candles} = await desk.chart({
		asset: 'bitcoin',
		from: null,
		to: null,
		bars: 10,
		interval: '1h',
		indicators: [],
	});
	expect([...candles.ts]).toEqual([ts]);
});

test('lots and watchlists of another process are told', async () => {
	const {desk, news, other} = await shared();
	await holdLock(other);
	await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('elsewhere'), patience);
	let round = 0;
	// The first look at the store comes right after the opening; from then on every commit is news.
	await vi.waitFor(async () => {
		const lot = {asset: 'bitcoin', amount: '1', cost: '100', currency: 'USD', at: 0, note: ''};
		await other.lots.add([lot]);
		await other.watchlists.save({name: 'theirs', assets: [`asset-${round++}`]});
		expect(news.of('lots-stored')).not.toEqual([]);
		expect(
			news
				.of('watchlists')
				.at(-1)
				?.watchlists.map(({name}) => name),
		).toContain('theirs');
	}, patience);
	expect((await desk.lots()).length).toBeGreaterThan(0);
});

test('a snapshot that is fresh already is not asked for again at the start', async () => {
	const {desk, news, exchange} = await shared();
	await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
	await desk.setSetting('log.level', 'debug');
	exchange.clearRequests();
	await vi.waitFor(async () => expect((await desk.open()).loop.state).toBe('waiting'), patience);
	expect(exchange.requests.filter(({path}) => path === '/coins/markets')).toEqual([]);
});

test('a snapshot from the future, of a clock that was wrong, keeps nobody waiting', async () => {
	const {desk, news, exchange} = await shared();
	const {dataDir} = await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
	await desk.close();
	const database = new Database(join(dataDir, 'crypto-tui.db'));
	database.prepare('update cycle set captured_at = captured_at + ?').run(5 * stepOf['1h']);
	database.close();
	const next = createDesk(placeAt(dirname(dataDir), exchange));
	onTestFinished(async () => next.close());
	const later = newsOf(next);
	await next.open();
	await vi.waitFor(() => expect(later.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
});

test('a cycle that cannot store anything says why', async () => {
	const {desk, news} = await shared();
	const {dataDir} = await desk.open();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
	const lock = new Database(join(dataDir, 'crypto-tui.db'));
	onTestFinished(() => void lock.close());
	lock.exec('begin immediate');
	await desk.refresh();
	await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.fault?.code).toMatch(/^storage-/), patience);
	lock.exec('rollback');
	await desk.refresh();
	await vi.waitFor(
		() => expect(news.of('loop').at(-1)?.loop).toMatchObject({state: 'waiting', fault: null}),
		patience,
	);
});
