import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import Sqlite, {type Database} from 'better-sqlite3';
import {describe, expect, onTestFinished, test} from 'vitest';
import {checkedVersion, migrate, versionOf} from '#adapters/storage/migrate.js';
import {applicationId, migrations, newestVersion, type Migrations} from '#adapters/storage/migrations.js';
import {databaseName, openStorage} from '#adapters/storage/open.js';
import {createFakeClock} from '../../support/fake-clock.js';
import {temporaryFolder} from './temporary-storage.js';

const first: Migrations = {1: 'create table note (id integer primary key, text text not null) strict'};
const second: Migrations = {...first, 2: 'alter table note add column extra integer'};

function connection(file: string): Database {
	const db = new Sqlite(file, {timeout: 0});
	onTestFinished(() => {
		db.close();
	});
	return db;
}

const open = async (dataDir: string, readOnly = false) =>
	openStorage({dataDir, busyTimeoutMs: 0, clock: createFakeClock(), readOnly});

function setUp() {
	const folder = temporaryFolder();
	const file = join(folder, 'test.db');
	const backups = join(folder, 'backups');
	const clock = createFakeClock();
	const to = async (steps: Migrations, db = connection(file)) => {
		await migrate(db, {steps, backups, clock, busyTimeoutMs: 500});
		return db;
	};

	return {file, backups, clock, to};
}

/** As the first release left it, with a row in some of its tables. */
function versionOne(dataDir: string): void {
	const db = connection(join(dataDir, databaseName));
	db.exec(migrations[1]!);
	db.exec(`
		INSERT INTO asset VALUES (7, 'bitcoin', 'BTC', 'btc', 'Bitcoin', 1);
		INSERT INTO series VALUES (1, 7, 'binance', 'USDT', '1h', 'exchange', 1, 3600000, 3600000);
		INSERT INTO candle VALUES (1, 3600000, 1, 2, 0.5, 1.5, 10, 0);
		INSERT INTO rate VALUES ('euro', 'EUR', '€', 'fiat', 1.1, 1767225600000, 'run-1');
		INSERT INTO exchange VALUES ('x', 'X', 1, 2, NULL, 3, NULL, 4, 5, 'run-1');
		PRAGMA application_id = ${applicationId};
		PRAGMA user_version = 1;
	`);
	db.close();
}

describe('migrating', () => {
	test('makes a new database ours, in WAL mode, without a backup of nothing', async () => {
		const {to, backups} = setUp();
		const db = await to(first);
		expect(versionOf(db)).toBe(1);
		expect(db.pragma('application_id', {simple: true})).toBe(applicationId);
		expect(db.pragma('journal_mode', {simple: true})).toBe('wal');
		expect(existsSync(backups)).toBe(false);
	});

	test('takes a backup of the old version before the first step', async () => {
		const {to, backups} = setUp();
		(await to(first)).exec(`insert into note values (1, 'precious')`);
		const db = await to(second);
		expect(versionOf(db)).toBe(2);
		expect(db.prepare('select * from note').all()).toEqual([{id: 1, text: 'precious', extra: null}]);
		const [name] = readdirSync(backups);
		expect(name).toBe('test-v1-20260115-120030.db');
		const backup = connection(join(backups, name!));
		expect(versionOf(backup)).toBe(1);
		expect(backup.prepare('select * from note').all()).toEqual([{id: 1, text: 'precious'}]);
	});

	test('goes through all steps in order, and does nothing the second time', async () => {
		const {to, backups} = setUp();
		const db = await to(second);
		db.exec(`insert into note values (1, 'a', 2)`);
		await to(second);
		expect(versionOf(db)).toBe(2);
		expect(existsSync(backups)).toBe(false);
	});

	test('leaves everything as it was when a step fails', async () => {
		const {to, file} = setUp();
		(await to(first)).exec(`insert into note values (1, 'precious')`);
		const broken: Migrations = {...second, 3: 'drop table note; insert into nowhere values (1)'};
		await expect(to(broken)).rejects.toThrow('nowhere');
		const db = connection(file);
		expect(versionOf(db)).toBe(1);
		expect(db.prepare('select * from note').all()).toEqual([{id: 1, text: 'precious'}]);
	});

	test('keeps the three newest backups, whatever their versions, and other files', async () => {
		const {to, backups, clock} = setUp();
		await to(first);
		for (let version = 2; version <= 12; version++) {
			await clock.advance(1000);
			const later = Array.from({length: version - 1}, (_, i) => [
				i + 2,
				`create table t${i + 2} (id integer primary key) strict`,
			]);
			await to({...first, ...(Object.fromEntries(later) as Migrations)});
			if (version === 2) writeFileSync(join(backups, 'mine.db'), '');
		}

		expect(readdirSync(backups).toSorted()).toEqual([
			'mine.db',
			'test-v10-20260115-120040.db',
			'test-v11-20260115-120041.db',
			'test-v9-20260115-120039.db',
		]);
	});

	test('waits for a writer, and gives up as busy when it holds on', async () => {
		const {to, file, clock} = setUp();
		await to(first);
		const other = connection(file);
		other.exec('begin immediate');
		await expect(to(second)).rejects.toMatchObject({code: 'SQLITE_BUSY'});
		expect(versionOf(other)).toBe(1);
		const patience = clock.sleep.bind(clock);
		clock.sleep = async (ms, signal) => {
			if (other.inTransaction) other.exec('commit');
			await patience(ms, signal);
		};

		expect(versionOf(await to(second))).toBe(2);
	});

	test('knows that another process was faster', async () => {
		const {to, file, clock, backups} = setUp();
		await to(first);
		const rival = connection(file);
		rival.exec('begin immediate');
		const patience = clock.sleep.bind(clock);
		clock.sleep = async (ms, signal) => {
			if (rival.inTransaction) rival.exec(`${second[2]!}; pragma user_version = 2; commit`);
			await patience(ms, signal);
		};

		// A second "alter table" would fail.
		const db = await to(second);
		expect(versionOf(db)).toBe(2);
		expect(readdirSync(backups).filter(name => name.startsWith('.'))).toEqual([]);
	});

	test('the released steps are numbered without a gap', () => {
		const versions = Object.keys(migrations).map(Number);
		expect(versions).toEqual(Array.from({length: newestVersion(migrations)}, (_, i) => i + 1));
	});
});

describe('a database that must not be touched', () => {
	test.each([false, true])('one of a newer version is refused (read-only: %s)', async readOnly => {
		const dataDir = temporaryFolder();
		await (await open(dataDir)).close();
		const file = join(dataDir, databaseName);
		const db = connection(file);
		db.pragma(`user_version = ${newestVersion(migrations) + 1}`);
		db.close();
		const before = readFileSync(file);
		await expect(open(dataDir, readOnly)).rejects.toMatchObject({
			code: 'storage-newer',
			message: expect.stringContaining(`version ${newestVersion(migrations) + 1}`),
		});
		expect(readFileSync(file)).toEqual(before);
		expect(readdirSync(dataDir)).toEqual([databaseName]);
	});

	const foreign: readonly (readonly [string, (file: string) => void])[] = [
		['a text file', file => writeFileSync(file, 'my precious notes, '.repeat(100))],
		['a short file', file => writeFileSync(file, 'SQLite')],
		[
			'the database of another program',
			file => {
				const db = connection(file);
				db.exec('create table theirs (id integer); pragma application_id = 77');
				db.close();
			},
		],
		[
			'the database of a program without a name',
			file => {
				const db = connection(file);
				db.exec('create table theirs (id integer); insert into theirs values (1)');
				db.close();
			},
		],
		[
			'a database with a version like ours',
			file => {
				const db = connection(file);
				db.exec('create table candle (id integer); pragma user_version = 1');
				db.close();
			},
		],
		[
			'a database cut off in the middle',
			file => {
				writeFileSync(file, 'SQLite format 3\0');
			},
		],
	];

	test.each(foreign.flatMap(([what, make]) => [false, true].map(readOnly => ({what, make, readOnly}))))(
		'$what is left as it is (read-only: $readOnly)',
		async ({make, readOnly}) => {
			const dataDir = temporaryFolder();
			const file = join(dataDir, databaseName);
			make(file);
			const before = readFileSync(file);
			await expect(open(dataDir, readOnly)).rejects.toMatchObject({code: 'storage-damaged'});
			expect(readFileSync(file)).toEqual(before);
			expect(readdirSync(dataDir)).toEqual([databaseName]);
		},
	);

	test('a foreign database with its data still in the log keeps both', async () => {
		const dataDir = temporaryFolder();
		const file = join(dataDir, databaseName);
		const theirs = connection(file);
		theirs.exec('pragma journal_mode = wal; create table theirs (id integer); insert into theirs values (1)');
		const before = [readFileSync(file), readFileSync(`${file}-wal`)];
		await expect(open(dataDir)).rejects.toMatchObject({code: 'storage-damaged'});
		expect([readFileSync(file), readFileSync(`${file}-wal`)]).toEqual(before);
	});

	test('an empty file becomes a database', async () => {
		const dataDir = temporaryFolder();
		writeFileSync(join(dataDir, databaseName), '');
		const storage = await open(dataDir);
		expect((await storage.info()).integrity).toBe('ok');
		await storage.close();
	});

	test('a version of nobody counts as none', () => {
		const db = connection(join(temporaryFolder(), 'x.db'));
		db.pragma('user_version = 5');
		expect(checkedVersion(db, 1)).toBe(0);
	});
});

describe('a database of version 1', () => {
	test('keeps everything, gains the stores of the user, and has a backup', async () => {
		const dataDir = temporaryFolder();
		versionOne(dataDir);
		const storage = await open(dataDir);
		onTestFinished(async () => storage.close());
		const series = {
			asset: 'bitcoin',
			source: 'binance',
			quote: 'USDT',
			interval: '1h',
			origin: 'exchange',
		} as const;
		expect(await storage.assets.list()).toEqual([{id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1}]);
		expect((await storage.candles.newest(series, 5)).close).toEqual(Float64Array.of(1.5));
		expect((await storage.venues.exchanges()).map(({id}) => id)).toEqual(['x']);
		expect(await storage.venues.rates()).toEqual([
			{
				id: 'euro',
				symbol: 'EUR',
				currencySymbol: '€',
				type: 'fiat',
				rateUsd: 1.1,
				source: 'coincap',
				seenAt: 1_767_225_600_000,
			},
		]);
		expect(await storage.watchlists.list()).toEqual([{name: 'favourites', assets: []}]);
		expect(await storage.lots.list()).toEqual([]);
		expect((await storage.info()).integrity).toBe('ok');
		const [backup] = readdirSync(join(dataDir, 'backups'));
		expect(versionOf(connection(join(dataDir, 'backups', backup!)))).toBe(1);
	});

	test('opened for reading says how to upgrade it, and stays as it is', async () => {
		const dataDir = temporaryFolder();
		versionOne(dataDir);
		await expect(open(dataDir, true)).rejects.toMatchObject({
			code: 'storage-unavailable',
			hint: expect.stringContaining('--headless'),
		});
		expect(versionOf(connection(join(dataDir, databaseName)))).toBe(1);
	});
});

describe('opening for reading', () => {
	test('never creates anything', async () => {
		const dataDir = join(temporaryFolder(), 'nowhere');
		await expect(open(dataDir, true)).rejects.toMatchObject({code: 'no-assets'});
		expect(existsSync(dataDir)).toBe(false);
	});

	test('reads without leaving a trace, and stores nothing', async () => {
		const dataDir = temporaryFolder();
		const clock = createFakeClock();
		await (await openStorage({dataDir, busyTimeoutMs: 0, clock})).close();
		const file = join(dataDir, databaseName);
		const before = readFileSync(file);
		const storage = await open(dataDir, true);
		expect(await storage.candles.list()).toEqual([]);
		expect((await storage.info()).integrity).toBe('ok');
		await expect(storage.budgets.charge('binance', 1, 0)).rejects.toMatchObject({
			code: 'storage-unavailable',
		});
		await storage.close();
		expect(readFileSync(file)).toEqual(before);
		expect(readdirSync(dataDir)).toEqual([databaseName]);
	});

	test('of a database of an older version says how to upgrade it', async () => {
		const dataDir = temporaryFolder();
		const db = connection(join(dataDir, databaseName));
		db.exec(`create table note (id integer); pragma application_id = ${applicationId}`);
		db.close();
		await expect(open(dataDir, true)).rejects.toMatchObject({
			code: 'storage-unavailable',
			hint: expect.stringContaining('--headless'),
		});
	});
});

describe('a damaged database of ours', () => {
	test('is told as damaged, not as a bug', async () => {
		const dataDir = temporaryFolder();
		const clock = createFakeClock();
		const file = join(dataDir, databaseName);
		await (await openStorage({dataDir, busyTimeoutMs: 0, clock})).close();
		const bytes = readFileSync(file);
		bytes.fill(0xa5, 100);
		writeFileSync(file, bytes);
		const use = async (): Promise<unknown> => {
			const storage = await openStorage({dataDir, busyTimeoutMs: 0, clock});
			onTestFinished(async () => storage.close());
			return storage.candles.list();
		};
		await expect(use()).rejects.toMatchObject({code: 'storage-damaged'});
	});
});
