import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import Sqlite from 'better-sqlite3';
import {Kysely} from 'kysely';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {bulkUpsert} from '#adapters/storage/bulk-upsert.js';
import {configure, connect, Connections} from '#adapters/storage/connections.js';
import {BetterSqliteDialect} from '#adapters/storage/dialect.js';
import {databaseName, openStorage} from '#adapters/storage/open.js';
import type {Schema} from '#adapters/storage/schema.js';
import {candlesFrom} from '#domain/candles.js';
import {createFakeClock} from '../../support/fake-clock.js';
import {openSqlite, temporaryFolder} from './temporary-storage.js';

/** The database of a store, after the store made it. */
async function createDatabase(): Promise<{file: string; folder: string}> {
	const folder = temporaryFolder();
	const storage = await openStorage({dataDir: folder, busyTimeoutMs: 0, clock: createFakeClock()});
	await storage.close();
	return {file: join(folder, databaseName), folder};
}

async function openConnections(busyTimeoutMs = 1000) {
	const {file, folder} = await createDatabase();
	const clock = createFakeClock();
	const writer = connect(file);
	configure(writer);
	const connections = new Connections({file, writer, clock, busyTimeoutMs});
	onTestFinished(async () => connections.close());
	const other = new Sqlite(file, {timeout: 0});
	onTestFinished(() => {
		other.close();
	});
	return {connections, clock, other, file, folder};
}

describe('writes', () => {
	test('let timers and I/O run between two transactions', async () => {
		const {connections} = await openConnections();
		const order: string[] = [];
		const writes = ['a', 'b', 'c'].map(async name =>
			connections.write(async ({db}) => {
				await db.selectFrom('asset').selectAll().execute();
				order.push(name);
				setImmediate(() => order.push(`after ${name}`));
			}),
		);
		await Promise.all(writes);
		expect(order).toEqual(['a', 'after a', 'b', 'after b', 'c']);
	});

	test('of a long restoration let the event loop turn after each chunk', async () => {
		const {storage} = await openSqlite();
		let turns = 0;
		let going = true;
		const count = (): void => {
			turns++;
			if (going) setImmediate(count);
		};

		setImmediate(count);
		const bars = Array.from({length: 10_000}, (_, i) => ({
			ts: i * 60_000,
			open: 1,
			high: 1,
			low: 1,
			close: 1,
			volume: 1,
			flags: 0,
		}));
		await storage.candles.restore(
			{source: 'binance', asset: 'bitcoin', quote: 'USDT', interval: '1m', origin: 'exchange'},
			candlesFrom(bars),
		);
		going = false;
		expect(turns).toBeGreaterThanOrEqual(10_000 / 500);
	});

	test('take turns, and one that fails stops none of the others', async () => {
		const {connections} = await openConnections();
		const save = async (id: string) =>
			connections.write(async ({db}) => {
				await db.insertInto('asset').values({coin: id}).execute();
				if (id === 'bad') throw new Error('no');
			});
		const results = await Promise.allSettled(['a', 'bad', 'b'].map(save));
		expect(results.map(({status}) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
		const coins = await connections.read(({db}) => db.selectFrom('asset').select('coin').execute());
		expect(coins).toEqual([{coin: 'a'}, {coin: 'b'}]);
	});

	test('wait for another process, and are refused as busy when it holds on', async () => {
		const {connections, clock, other} = await openConnections();
		const insert = async () =>
			connections.write(async ({db}) => db.insertInto('asset').values({coin: 'a'}).execute());
		other.exec('begin immediate');
		await expect(insert()).rejects.toMatchObject({code: 'storage-busy'});
		expect(clock.slept.length).toBeGreaterThan(3);
		const patience = clock.sleep.bind(clock);
		clock.sleep = async (ms, signal) => {
			if (other.inTransaction) other.exec('commit');
			await patience(ms, signal);
		};

		await insert();
		expect(other.prepare('select count(*) from asset').pluck().get()).toBe(1);
	});

	test('are refused where the database was opened for reading', async () => {
		const {file} = await createDatabase();
		const connections = new Connections({file, writer: null, clock: createFakeClock(), busyTimeoutMs: 0});
		onTestFinished(async () => connections.close());
		const write = connections.write(async ({db}) => db.insertInto('asset').values({coin: 'a'}).execute());
		await expect(write).rejects.toMatchObject({code: 'storage-unavailable'});
		const sneak = connections.read(({db}) => db.insertInto('asset').values({coin: 'a'}).execute());
		await expect(sneak).rejects.toMatchObject({code: 'storage-unavailable'});
	});
});

/** 6,000 candles, more than a page, from the minute `from` on. */
const batch = (from: number) => ({
	run: 'run',
	series: {
		source: 'binance',
		asset: 'bitcoin',
		quote: 'USDT',
		interval: '1m',
		origin: 'exchange',
	} as const,
	answered: {from: 0, to: 0},
	candles: candlesFrom(
		Array.from({length: 6000}, (_, i) => ({
			ts: (from + i) * 60_000,
			open: 1,
			high: 1,
			low: 1,
			close: 1,
			volume: 1,
			flags: 0,
		})),
	),
	provenance: {
		source: 'binance',
		endpoint: '/klines',
		path: '/',
		fetchedAt: 0,
		serverNow: 0,
		payload: '',
		fresh: true,
	} as const,
	contract: 'test@1',
});

describe('reads', () => {
	test('neither wait for a writer nor see what it has not committed', async () => {
		const {connections, other} = await openConnections();
		other.exec(`begin immediate; insert into asset (coin) values ('a')`);
		const count = async () =>
			(await connections.read(({db}) => db.selectFrom('asset').selectAll().execute())).length;
		expect(await count()).toBe(0);
		other.exec('commit');
		expect(await count()).toBe(1);
	});

	test('hold no snapshot between two pages, so that the log can be checkpointed', async () => {
		const {storage, another} = await openSqlite();
		const {location} = await storage.info();
		await storage.candles.saveBatch(batch(0));
		const pages = storage.candles.stream(batch(0).series, {from: 0, to: 1e15})[Symbol.asyncIterator]();
		expect((await pages.next()).value?.length).toBeGreaterThan(0);
		await (await another()).candles.saveBatch(batch(6000));
		const db = new Sqlite(location);
		onTestFinished(() => {
			db.close();
		});
		expect(db.pragma('wal_checkpoint(TRUNCATE)')).toMatchObject([{busy: 0}]);
	});
});

describe('closing', () => {
	test.each([
		['asked nothing', async () => {}],
		[
			'read',
			async (connections: Connections) =>
				connections.read(({db}) => db.selectFrom('asset').selectAll().execute()),
		],
		[
			'wrote',
			async (connections: Connections) =>
				connections.write(({db}) => db.insertInto('asset').values({coin: 'a'}).execute()),
		],
	])('leaves nothing but the database behind for one who %s', async (_, use) => {
		const {connections, other, folder} = await openConnections();
		other.close();
		await use(connections);
		await connections.close();
		expect(readdirSync(folder)).toEqual([databaseName]);
	});

	test('waits for the writes in line', async () => {
		const {connections, file, other} = await openConnections();
		const write = connections.write(({db}) => db.insertInto('asset').values({coin: 'a'}).execute());
		await connections.close();
		await write;
		expect(existsSync(file)).toBe(true);
		expect(other.prepare('select count(*) from asset').pluck().get()).toBe(1);
	});
});

describe('the bulk upsert', () => {
	const save = bulkUpsert({
		table: 'rate',
		columns: ['source', 'id', 'symbol', 'currency_symbol', 'type', 'rate_usd', 'seen_at', 'run'],
		key: ['source', 'id'],
		rows: 25,
		keep: ['run'],
	});

	const row = fc.record({
		source: fc.constantFrom('coincap', 'coingecko'),
		id: fc.integer({min: 0, max: 40}).map(id => `id-${id}`),
		symbol: fc.constantFrom('a', 'b', "it's"),
		currency_symbol: fc.constantFrom(null, '€'),
		type: fc.constantFrom('fiat', 'crypto'),
		rate_usd: fc.double({min: 1e-300, noNaN: true, noDefaultInfinity: true}),
		seen_at: fc.integer({min: 0, max: 2e12}),
		run: fc.constantFrom('run-1', 'run-2'),
	});
	type Row = Schema['rate'];
	const rows = fc.uniqueArray(row, {
		selector: ({source, id}) => `${source} ${id}`,
		maxLength: 80,
	}) as fc.Arbitrary<Row[]>;

	test('leaves what the same rows leave when upserted one by one', async () => {
		const {connections} = await openConnections();
		await fc.assert(
			fc.asyncProperty(fc.array(rows, {minLength: 1, maxLength: 4}), async batches => {
				const stored = async (write: (db: Kysely<Schema>, batch: readonly Row[]) => Promise<unknown>) =>
					connections.write(async ({db}) => {
						await db.deleteFrom('rate').execute();
						for (const batch of batches) await write(db, batch);
						return db.selectFrom('rate').selectAll().orderBy('source').orderBy('id').execute();
					});
				const inBulk = await stored(async (db, batch) =>
					save(db, batch.length, (index, values, at) => {
						const {source, id, symbol, currency_symbol, type, rate_usd, seen_at, run} = batch[index]!;
						[source, id, symbol, currency_symbol, type, rate_usd, seen_at, run].forEach((value, i) => {
							values[at + i] = value;
						});
					}),
				);
				const oneByOne = await stored(async (db, batch) => {
					for (const {run, ...values} of batch) {
						await db
							.insertInto('rate')
							.values({...values, run})
							.onConflict(conflict => conflict.columns(['source', 'id']).doUpdateSet(values))
							.execute();
					}
				});
				expect(inBulk).toEqual(oneByOne);
			}),
			{numRuns: 40},
		);
	});

	test('compiles a statement once per size, whatever the counts', async () => {
		const {file} = await createDatabase();
		const database = connect(file);
		const texts = new Set<string>();
		const prepare = database.prepare.bind(database);
		database.prepare = (text: string) => {
			texts.add(text);
			return prepare(text);
		};
		const db = new Kysely<Schema>({dialect: new BetterSqliteDialect(database)});
		onTestFinished(async () => db.destroy());
		for (let count = 0; count <= 80; count++) {
			await save(db, count, (index, values, at) => {
				['coincap', `id-${index}`, 's', null, 'fiat', 1, 1, 'run'].forEach((value, i) => {
					values[at + i] = value;
				});
			});
		}

		expect(await db.selectFrom('rate').selectAll().execute()).toHaveLength(80);
		expect([...texts].filter(text => text.startsWith('insert'))).toHaveLength(3);
	});
});
