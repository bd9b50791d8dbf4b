import Database from 'better-sqlite3';
import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {day, deskNow, hour, hourly, openDesk, rowsOf, stored} from '../support/desk.js';

const choice = {by: 'names', names: ['bitcoin', 'tether']} as const;
const range = {from: deskNow - 60 * day, to: deskNow};

/** A second hand in the database file, as a user with a SQL shell. */
const tamper = (folder: string, statements: string): void => {
	const file = readdirSync(folder).find(name => name.endsWith('.db') || name.endsWith('.sqlite'));
	const database = new Database(join(folder, file!));
	database.exec(statements);
	database.close();
};

describe('a replay', () => {
	test('of an untouched store finds no difference and sends no request', async () => {
		const {app, exchange} = await openDesk();
		await app.pipeline.collect({choice, onInvalid: 'block'});
		await app.pipeline.backfill({interval: '1h', range, choice, onInvalid: 'block'});
		exchange.clearRequests();
		const {report, differences} = await app.pipeline.replay({onInvalid: 'block'});
		expect(report).toMatchObject({kind: 'replay', status: 'done', faults: []});
		expect(differences).toBe(0);
		expect(report.rows).toMatchObject({inserted: 0, updated: 0});
		expect(exchange.requests).toHaveLength(0);
	});

	test('rebuilds emptied tables exactly', async () => {
		const {app, folder, clock} = await openDesk();
		await app.pipeline.collect({choice, onInvalid: 'block'});
		await clock.advance(2 * hour);
		await app.pipeline.collect({choice, onInvalid: 'block'});
		await app.pipeline.backfill({interval: '1h', range, choice, onInvalid: 'block'});
		const candles = rowsOf(await stored(app, hourly('bitcoin')));
		const derived = rowsOf(await stored(app, hourly('tether', 'coingecko')));
		const quotes = await app.storage.quotes.latest();
		const {count} = await app.storage.quotes.stats();
		tamper(
			folder,
			'delete from candle; delete from answered; delete from latest_quote; delete from quote; delete from cycle;',
		);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(0);

		const {differences, report} = await app.pipeline.replay({onInvalid: 'block'});
		expect(report.status).toBe('done');
		expect(differences).toBeGreaterThan(1000);
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(candles);
		expect(rowsOf(await stored(app, hourly('tether', 'coingecko')))).toEqual(derived);
		expect(await app.storage.quotes.latest()).toEqual(quotes);
		expect((await app.storage.quotes.stats()).count).toBe(count);
		expect((await app.pipeline.replay({onInvalid: 'block'})).differences).toBe(0);
		const [summary] = await app.storage.candles.list({asset: 'bitcoin', interval: '1h'});
		expect(summary).toMatchObject({count: candles.length, gaps: 0});
	});

	test('finds a changed value, shows it and puts it right without inventing a revision', async () => {
		const {app, folder} = await openDesk();
		await app.pipeline.collect({choice, onInvalid: 'block'});
		const before = await stored(app, hourly('bitcoin'));
		tamper(folder, `update candle set volume = volume + 1 where ts = ${before.ts[5]!};`);
		const {differences, sample} = await app.pipeline.replay({onInvalid: 'block'});
		expect(differences).toBeGreaterThanOrEqual(1);
		expect(sample[0]).toMatchObject({table: 'candle', field: 'volume', replayed: before.volume[5]});
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(rowsOf(before));
		expect(await app.storage.candles.revisions(hourly('bitcoin'))).toEqual([]);
	});

	test('of a run that is not known says which runs there are', async () => {
		const {app} = await openDesk();
		const {report} = await app.pipeline.replay({run: 'no-such-run', onInvalid: 'block'});
		expect(report.status).toBe('failed');
		expect(report.faults[0]).toMatchObject({
			code: 'payload-missing',
			hint: expect.stringContaining('status'),
		});
	});
});

describe('a retry of quarantined rows', () => {
	test('leaves what still breaks a rule where it is', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'negative-price', path: '^/coins/markets'}]);
		await app.pipeline.collect({choice: {by: 'top', count: 1}, onInvalid: 'block'});
		const [row] = await app.storage.quarantine.list({kind: 'violation'});
		expect(await app.pipeline.retryQuarantine([row!.id])).toEqual({passed: [], failed: [row!.id]});
		expect(await app.storage.quotes.latest()).toEqual([]);
	});

	test('refuses an id that is not there', async () => {
		const {app} = await openDesk();
		await expect(app.pipeline.retryQuarantine([99])).rejects.toMatchObject({code: 'usage'});
	});
});
