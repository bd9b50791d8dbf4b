import {hostname} from 'node:os';
import {describe, expect, test} from 'vitest';
import {candleFlag} from '#domain/market.js';
import {gaps} from '#domain/grid.js';
import {exitCodeOf} from '#domain/run.js';
import {day, deskNow, hour, hourly, openDesk, rowsOf, stored} from '../support/desk.js';

/** Begins with a whole hour, so that no candle of it is cut off. */
const back = (days: number) => ({from: Math.floor(deskNow / hour) * hour - days * day, to: deskNow});

const year = back(365);

/** The exchange is silent for three whole hours every 24 March. */
const yearOfHours = 365 * 24 - 3;
const options = {interval: '1h', range: year, onInvalid: 'block'} as const;
const bitcoin = {by: 'names', names: ['bitcoin']} as const;

describe('a backfill', () => {
	test('takes the fewest requests: a year of hours is nine pages', async () => {
		const {app, asked} = await openDesk();
		const report = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(report).toMatchObject({kind: 'backfill', status: 'done', faults: []});
		expect(asked('/klines')).toHaveLength(9);
		const candles = await stored(app, hourly('bitcoin'));
		expect(candles.ts[0]).toBe(Math.ceil(year.from / hour) * hour);
		expect(candles.ts.at(-1), 'the unfinished hour is not history').toBe(
			Math.floor(deskNow / hour) * hour - hour,
		);
		expect(candles.flags.every(flags => (flags & candleFlag.open) === 0)).toBe(true);
	});

	test('never asks again for what is stored', async () => {
		const {app, exchange, asked} = await openDesk();
		await app.pipeline.backfill({...options, choice: bitcoin});
		const before = rowsOf(await stored(app, hourly('bitcoin')));
		exchange.clearRequests();
		const again = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(again.status).toBe('done');
		expect(asked('/klines')).toHaveLength(0);
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(before);
	});

	test('extends backwards with only the missing part', async () => {
		const {app, exchange, asked} = await openDesk();
		await app.pipeline.backfill({
			...options,
			range: back(30),
			choice: bitcoin,
		});
		exchange.clearRequests();
		await app.pipeline.backfill({
			...options,
			range: back(60),
			choice: bitcoin,
		});
		expect(asked('/klines')).toHaveLength(1);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(60 * 24);
	});

	test('spends no request on the time before a listing', async () => {
		const {app, asked} = await openDesk({settings: {'snapshot.top': '300'}});
		const report = await app.pipeline.backfill({...options, choice: {by: 'names', names: ['northwind']}});
		expect(report.status).toBe('done');
		const candles = await stored(app, hourly('northwind'));
		expect(candles.length).toBeGreaterThan(100 * 24);
		expect(asked('/klines')).toHaveLength(Math.ceil(candles.length / 1000));
	});

	test('leaves a maintenance hole a hole, with the candle before it marked as cut', async () => {
		const {app} = await openDesk();
		await app.pipeline.backfill({
			...options,
			range: back(900),
			choice: bitcoin,
		});
		const candles = await stored(app, hourly('bitcoin'));
		const holes = gaps(candles, '1h');
		expect(holes.length).toBeGreaterThan(0);
		const before = candles.ts.indexOf(holes[0]!.from - hour);
		expect(candles.flags[before]! & candleFlag.cut).toBe(candleFlag.cut);
		const days = await stored(app, {...hourly('bitcoin'), interval: '1d', origin: 'rollup'});
		const dayOfHole = days.ts.indexOf(Math.floor(holes[0]!.from / day) * day);
		expect(days.flags[dayOfHole]! & candleFlag.partial).toBe(candleFlag.partial);
	});

	test('stops at the chunk that failed and goes on from there the next time', async () => {
		const {app, exchange, asked} = await openDesk();
		exchange.setFaults([{kind: 'not-found', path: '^/klines', nth: 5, count: 1}]);
		const failed = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(exitCodeOf(failed)).toBe(75);
		expect(failed.faults).toMatchObject([{code: 'not-found', asset: 'bitcoin', source: 'binance'}]);
		expect(asked('/klines')).toHaveLength(9);
		exchange.setFaults([]);
		exchange.clearRequests();
		const rest = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(rest.status).toBe('done');
		expect(asked('/klines'), 'only the lost page').toHaveLength(1);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(yearOfHours);
	});

	test('an asset that fails is named and does not stop the others', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'high-below-low', path: '^/klines.*symbol=ETHUSDT'}]);
		const report = await app.pipeline.backfill({
			...options,
			range: back(30),
			choice: {by: 'names', names: ['bitcoin', 'ethereum', 'solana']},
		});
		expect(report.status).toBe('blocked');
		expect(exitCodeOf(report)).toBe(65);
		expect(report.faults).toMatchObject([{code: 'contract-violated', asset: 'ethereum'}]);
		expect((await stored(app, hourly('ethereum'))).length, 'nothing of the batch is stored').toBe(0);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(720);
		expect((await stored(app, hourly('solana'))).length).toBe(720);
	});

	test('repairs order and copies without complaint', async () => {
		const {app, exchange} = await openDesk();
		const clean = await openDesk();
		exchange.setFaults([
			{kind: 'reversed-rows', path: '^/klines'},
			{kind: 'duplicate-rows', path: '^/klines'},
		]);
		const range = back(30);
		const report = await app.pipeline.backfill({...options, range, choice: bitcoin});
		await clean.app.pipeline.backfill({...options, range, choice: bitcoin});
		expect(report.status).toBe('done');
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(
			rowsOf(await stored(clean.app, hourly('bitcoin'))),
		);
	});

	test('keeps both values when a source changes a closed candle', async () => {
		const {app, exchange, clock} = await openDesk();
		await app.pipeline.collect({choice: bitcoin, onInvalid: 'block'});
		const series = hourly('bitcoin');
		const before = await stored(app, series);
		const {provenance, contract, run} = {
			provenance: {
				source: 'binance',
				endpoint: '/klines',
				path: '/klines',
				fetchedAt: clock.now(),
				serverNow: clock.now(),
				payload: '0'.repeat(64),
				fresh: true,
			},
			contract: 'binance.klines@1',
			run: (await app.storage.runs.list(1))[0]!.run,
		} as const;
		const changed = await app.storage.candles.read(series, {from: before.ts[10]!, to: before.ts[11]!});
		changed.close[0] = (changed.high[0]! + changed.low[0]!) / 2;
		await app.storage.candles.saveBatch({
			run,
			series,
			answered: {from: before.ts[10]!, to: before.ts[11]!},
			candles: changed,
			provenance,
			contract,
		});
		const [revision] = await app.storage.candles.revisions(series);
		expect(revision!.before.close[0]).toBe(before.close[10]);
		expect(revision!.after.close[0]).toBe(changed.close[0]);
		expect(exchange.requests.length).toBeGreaterThan(0);
	});

	test('plans before it fetches, and fetches what it planned', async () => {
		const {app, asked, exchange} = await openDesk({settings: {'binance.weight': '600'}});
		const choice = {by: 'names', names: ['bitcoin', 'ethereum', 'tether']} as const;
		const plan = await app.pipeline.plan({...options, choice});
		expect(asked('/klines')).toHaveLength(0);
		expect(plan.series.map(({asset, source, requests}) => `${asset} ${source} ${requests}`)).toEqual([
			'bitcoin binance 9',
			'ethereum binance 9',
			'tether coingecko 5',
		]);
		expect(plan.cost.find(({source}) => source === 'binance')).toMatchObject({
			requests: 18,
			weight: 36,
			ms: 3600,
		});
		exchange.clearRequests();
		const report = await app.pipeline.backfill({...options, choice});
		expect(report.status).toBe('done');
		expect(asked('/klines')).toHaveLength(18);
		expect(asked('/coins/tether/market_chart')).toHaveLength(5);
	});

	test('keeps to the newest candles when a limit is given', async () => {
		const {app} = await openDesk();
		await app.pipeline.backfill({...options, choice: bitcoin, limit: 100});
		const candles = await stored(app, hourly('bitcoin'));
		expect(candles.length).toBe(100);
		expect(candles.ts.at(-1)).toBe(Math.floor(deskNow / hour) * hour - hour);
	});

	test('stores daily candles of the exchange beside the days made of hours', async () => {
		const {app} = await openDesk();
		await app.pipeline.backfill({...options, choice: bitcoin});
		await app.pipeline.backfill({...options, interval: '1d', choice: bitcoin});
		const exchangeDays = await stored(app, {...hourly('bitcoin'), interval: '1d'});
		const rolledUp = await stored(app, {...hourly('bitcoin'), interval: '1d', origin: 'rollup'});
		const full = rowsOf(rolledUp).filter(row => row[6] === 0);
		expect(full.length).toBeGreaterThan(360);
		const byDay = new Map(rowsOf(exchangeDays).map(row => [row[0], row]));
		for (const [ts, open, high, low, close] of full) {
			expect(byDay.get(ts)!.slice(1, 5)).toEqual([open, high, low, close]);
		}
	});

	test('two backfills of the same assets at once spend every request once', async () => {
		const {app, another, asked} = await openDesk({standing: true});
		await app.pipeline.collect({choice: {by: 'top', count: 1}, onInvalid: 'block'});
		const other = await another();
		const choice = {by: 'names', names: ['ethereum', 'solana', 'ripple']} as const;
		const reports = await Promise.all([
			app.pipeline.backfill({...options, choice}),
			other.pipeline.backfill({...options, choice}),
		]);
		expect(reports.map(({status}) => status)).toEqual(['done', 'done']);
		const pages = asked('/klines').filter(({query}) => !query.includes('BTCUSDT'));
		expect(pages).toHaveLength(27);
		expect((await stored(app, hourly('solana'))).length).toBe(yearOfHours);
	});

	test('says once for whom it waits, and goes on when they are done', async () => {
		const {app} = await openDesk({standing: true});
		await app.pipeline.collect({choice: {by: 'top', count: 1}, onInvalid: 'block'});
		const lock = 'backfill bitcoin 1h';
		const other = {run: 'other', pid: process.pid, host: hostname(), since: app.clock.now()};
		await app.storage.runs.lock(lock, other, day, app.clock.now(), () => true);
		const told: string[] = [];
		app.events.subscribe(event => {
			if (event.type !== 'notice' || event.code !== 'waiting') return;
			told.push(event.message);
			void app.storage.runs.unlock(lock, other.run);
		});
		expect((await app.pipeline.backfill({...options, range: back(60), choice: bitcoin})).status).toBe('done');
		expect(told).toEqual([
			expect.stringContaining(`"${lock}" is held by process ${process.pid} on ${hostname()} (run other)`),
		]);
	});

	test('an interruption keeps finished chunks and says how to go on', async () => {
		const {app, asked, exchange} = await openDesk();
		const controller = new AbortController();
		app.events.subscribe(event => {
			if (event.type === 'backfill-progress' && event.doneRequests === 3) controller.abort();
		});
		const long = {...options, range: back(1500), choice: bitcoin};
		const report = await app.pipeline.backfill(long, controller.signal);
		expect(exitCodeOf(report)).toBe(130);
		const kept = (await stored(app, hourly('bitcoin'))).length;
		expect(kept).toBeGreaterThanOrEqual(3000);
		exchange.clearRequests();
		const rest = await app.pipeline.backfill(long);
		expect(rest.status).toBe('done');
		expect(asked('/klines').length).toBe(36 - Math.round(kept / 1000));
		expect((await stored(app, hourly('bitcoin'))).length).toBe(1500 * 24 - 4 * 3);
	});

	test('asks a source with a key by name only when the key is there', async () => {
		const {app, exchange} = await openDesk();
		const report = await app.pipeline.backfill({...options, choice: bitcoin, source: 'coincap'});
		expect(report.faults).toMatchObject([{code: 'key-missing', source: 'coincap'}]);
		expect(exchange.requests, 'nothing is spent on the way').toEqual([]);
		expect(exitCodeOf(report)).toBe(78);
	});

	test('takes prices of CoinCap when asked for them', async () => {
		const {app} = await openDesk({coincap: true});
		const range = back(3);
		const report = await app.pipeline.backfill({...options, range, choice: bitcoin, source: 'coincap'});
		expect(report.status).toBe('done');
		const candles = await stored(app, hourly('bitcoin', 'coincap'));
		expect(candles.length).toBeGreaterThan(60);
	});

	test('refuses an interval that no source has, saying why', async () => {
		const {app} = await openDesk();
		const report = await app.pipeline.backfill({
			...options,
			interval: '1m',
			range: back(1),
			choice: {by: 'names', names: ['tether']},
		});
		expect(report.faults).toMatchObject([{code: 'no-candle-source', asset: 'tether'}]);
		expect(exitCodeOf(report)).toBe(69);
	});
});

describe('a backfill and silence', () => {
	test('an empty history is a fault; the next run fetches all of it', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'empty', path: '^/klines'}]);
		const silent = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(silent.faults).toMatchObject([{code: 'empty', source: 'binance', asset: 'bitcoin'}]);
		expect(exitCodeOf(silent)).toBe(69);
		exchange.setFaults([]);
		expect((await app.pipeline.backfill({...options, choice: bitcoin})).status).toBe('done');
		expect((await stored(app, hourly('bitcoin'))).length).toBe(yearOfHours);
	});

	test('an empty page inside of a history is asked again and loses no candle', async () => {
		const {app, exchange, asked} = await openDesk();
		exchange.setFaults([{kind: 'empty', path: '^/klines', nth: 4}]);
		const report = await app.pipeline.backfill({...options, choice: bitcoin});
		expect(report).toMatchObject({status: 'done', faults: []});
		expect(asked('/klines')).toHaveLength(10);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(yearOfHours);
	});

	test('a silent end of a history is a fault, and asked for again', async () => {
		const {app, exchange, clock} = await openDesk();
		await app.pipeline.backfill({...options, range: back(30), choice: bitcoin});
		await clock.advance(30 * day);
		const later = {...options, range: {from: back(0).from, to: deskNow + 30 * day}, choice: bitcoin};
		exchange.setFaults([{kind: 'empty', path: '^/klines'}]);
		expect((await app.pipeline.backfill(later)).faults).toMatchObject([{code: 'empty', asset: 'bitcoin'}]);
		exchange.setFaults([]);
		expect((await app.pipeline.backfill(later)).status).toBe('done');
		expect((await stored(app, hourly('bitcoin'))).length).toBe(60 * 24);
	});

	test('the time before a listing is settled by one empty answer', async () => {
		const {app, exchange, asked} = await openDesk({settings: {'snapshot.top': '300'}});
		const choice = {by: 'names', names: ['northwind']} as const;
		await app.pipeline.backfill({...options, choice});
		exchange.clearRequests();
		const older = {...options, choice, range: back(500)};
		expect(await app.pipeline.backfill(older)).toMatchObject({status: 'done', faults: []});
		expect(asked('/klines')).toHaveLength(1);
		await app.pipeline.backfill(older);
		expect(asked('/klines')).toHaveLength(1);
	});

	test('empty windows of prices settle nothing while no price is known', async () => {
		const {app, exchange, asked} = await openDesk();
		const choice = {by: 'names', names: ['tether']} as const;
		exchange.setFaults([{kind: 'empty', path: '/market_chart'}]);
		const silent = await app.pipeline.backfill({...options, choice});
		expect(silent.faults).toMatchObject([{code: 'empty', source: 'coingecko', asset: 'tether'}]);
		expect(exitCodeOf(silent)).toBe(69);
		exchange.setFaults([]);
		exchange.clearRequests();
		expect((await app.pipeline.backfill({...options, choice})).status).toBe('done');
		expect(asked('/coins/tether/market_chart')).toHaveLength(5);
	});
});

describe('a backfill that cannot give what was asked for', () => {
	test('a name that means nothing is one fault, and misuse when it is the only one', async () => {
		const {app} = await openDesk();
		await app.pipeline.collect({choice: {by: 'top', count: 1}, onInvalid: 'block'});
		const choice = {by: 'names', names: ['no-such-coin']} as const;
		const report = await app.pipeline.backfill({...options, choice});
		expect(report.faults.map(({code}) => code)).toEqual(['unknown-asset']);
		expect(exitCodeOf(report)).toBe(2);
	});

	test('says so when fine prices reach back a day only', async () => {
		const {app} = await openDesk();
		const report = await app.pipeline.backfill({
			...options,
			interval: '5m',
			range: back(30),
			choice: {by: 'names', names: ['tether']},
		});
		expect(report.faults).toMatchObject([
			{code: 'plan-limit', asset: 'tether', hint: expect.stringContaining('--interval')},
		]);
		expect(exitCodeOf(report)).toBe(75);
	});

	test('a pair of another coin is refused without a promise of other candles', async () => {
		const {app} = await openDesk();
		await app.pipeline.collect({choice: {by: 'top', count: 200}, onInvalid: 'block'});
		const impostor = (await app.storage.assets.links('binance')).find(
			({verdict}) => verdict === 'disagrees',
		)!;
		const report = await app.pipeline.backfill({
			...options,
			range: back(1),
			source: 'binance',
			choice: {by: 'names', names: [impostor.asset]},
		});
		expect(report.faults).toMatchObject([
			{code: 'price-disagrees', hint: expect.stringContaining('--source binance')},
		]);
	});
});
