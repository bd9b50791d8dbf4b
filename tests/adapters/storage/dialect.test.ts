import {join} from 'node:path';
import Sqlite, {type Database} from 'better-sqlite3';
import {CompiledQuery, Kysely, sql, SqliteDialect, type Dialect} from 'kysely';
import {describe, expect, onTestFinished, test} from 'vitest';
import {BetterSqliteDialect, StatementCache} from '#adapters/storage/dialect.js';
import {temporaryFolder} from './temporary-storage.js';

type Notes = {note: {id: number; text: string}};

/** Kysely's own dialect, to show what happens without ours. */
const stock = (database: Database): Dialect => new SqliteDialect({database});
const ours = (database: Database): Dialect => new BetterSqliteDialect(database);

function createNotes(): string {
	const file = join(temporaryFolder(), 'notes.db');
	const db = new Sqlite(file);
	db.pragma('journal_mode = WAL');
	db.exec(
		`create table note (id integer primary key, text text not null) strict; insert into note values (1, 'a')`,
	);
	db.close();
	return file;
}

function open(file: string, dialect: (database: Database) => Dialect) {
	const database = new Sqlite(file, {timeout: 0});
	const db = new Kysely<Notes>({dialect: dialect(database)});
	onTestFinished(() => {
		database.close();
	});
	return {database, db};
}

const codeOf = async (work: Promise<unknown>): Promise<unknown> =>
	work.then(
		() => 'done',
		(error: unknown) => (error as {code?: string}).code ?? (error as Error).message,
	);

/** Another process commits between the read and the write of a transaction. */
async function overtaken(dialect: (database: Database) => Dialect): Promise<[unknown, unknown]> {
	const file = createNotes();
	const {db} = open(file, dialect);
	const {database: other} = open(file, ours);
	let others: unknown = 'done';
	const result = await codeOf(
		db.transaction().execute(async trx => {
			await trx.selectFrom('note').selectAll().execute();
			try {
				other.exec(`insert into note values (2, 'other')`);
			} catch (error) {
				others = (error as {code: string}).code;
			}

			await trx.insertInto('note').values({id: 3, text: 'ours'}).execute();
		}),
	);
	return [result, others];
}

describe('a transaction that reads before it writes', () => {
	test('is thrown out by a faster writer under the dialect of Kysely', async () => {
		expect(await overtaken(stock)).toEqual(['SQLITE_BUSY_SNAPSHOT', 'done']);
	});

	test('holds the write lock from its beginning under ours, and the other one waits', async () => {
		expect(await overtaken(ours)).toEqual(['done', 'SQLITE_BUSY']);
	});

	test('locks nobody out when it only reads', async () => {
		const file = createNotes();
		const {db} = open(file, ours);
		const {database: other} = open(file, ours);
		const texts = await db
			.transaction()
			.setAccessMode('read only')
			.execute(async trx => {
				const before = await trx.selectFrom('note').select('text').execute();
				other.exec(`update note set text = 'b'`);
				return [...before, ...(await trx.selectFrom('note').select('text').execute())];
			});
		expect(texts).toEqual([{text: 'a'}, {text: 'a'}]);
	});
});

/** Fills a database that may not grow, inside a transaction. */
async function filled(dialect: (database: Database) => Dialect) {
	const {database, db} = open(createNotes(), dialect);
	const pages = database.pragma('page_count', {simple: true}) as number;
	database.pragma(`max_page_count = ${pages + 2}`);
	const result = await codeOf(
		db.transaction().execute(async trx => {
			for (let id = 10; id < 200; id++) {
				await trx
					.insertInto('note')
					.values({id, text: 'x'.repeat(500)})
					.execute();
			}
		}),
	);
	database.pragma(`max_page_count = ${pages + 100}`);
	return {result, database, db};
}

describe('a full disk', () => {
	test('is masked by the failing rollback under the dialect of Kysely', async () => {
		const {result} = await filled(stock);
		expect(result).not.toBe('SQLITE_FULL');
	});

	test('is told as such under ours, nothing is half-written, and the connection goes on', async () => {
		const {result, database, db} = await filled(ours);
		expect(result).toBe('SQLITE_FULL');
		expect(database.inTransaction).toBe(false);
		expect(await db.selectFrom('note').select('id').execute()).toEqual([{id: 1}]);
		await db.transaction().execute(async trx => trx.insertInto('note').values({id: 2, text: 'b'}).execute());
		expect(database.prepare('select count(*) from note').pluck().get()).toBe(2);
	});

	test('any other error still rolls back', async () => {
		const {database, db} = open(createNotes(), ours);
		const work = db.transaction().execute(async trx => {
			await trx.insertInto('note').values({id: 5, text: 'gone'}).execute();
			await trx.insertInto('note').values({id: 1, text: 'twice'}).execute();
		});
		expect(await codeOf(work)).toBe('SQLITE_CONSTRAINT_PRIMARYKEY');
		expect(database.inTransaction).toBe(false);
		expect(database.prepare('select count(*) from note').pluck().get()).toBe(1);
	});
});

/** How often SQLite has to prepare while one query runs ten times. */
async function prepares(dialect: (database: Database) => Dialect): Promise<number> {
	const {database, db} = open(createNotes(), dialect);
	let count = 0;
	const prepare = database.prepare.bind(database);
	database.prepare = (text: string) => {
		count++;
		return prepare(text);
	};
	const query = db.selectFrom('note').selectAll().where('id', '=', 1).compile();
	for (let i = 0; i < 10; i++) expect((await db.executeQuery(query)).rows).toEqual([{id: 1, text: 'a'}]);
	return count;
}

describe('statements', () => {
	test('are prepared anew each time under the dialect of Kysely, once under ours', async () => {
		expect(await prepares(stock)).toBe(10);
		expect(await prepares(ours)).toBe(1);
	});

	test('are kept up to a limit, the one unused for longest makes room', () => {
		const {database} = open(createNotes(), ours);
		const cache = new StatementCache(database, 2);
		const [one, two] = [cache.prepare('select 1'), cache.prepare('select 2')];
		expect(cache.prepare('select 1')).toBe(one);
		cache.prepare('select 3');
		expect(cache.size).toBe(2);
		expect(cache.prepare('select 1')).toBe(one);
		expect(cache.prepare('select 2')).not.toBe(two);
	});

	test('survive a change of the schema under them', async () => {
		const {database, db} = open(createNotes(), ours);
		const query = CompiledQuery.raw('select * from note');
		expect((await db.executeQuery(query)).rows).toEqual([{id: 1, text: 'a'}]);
		database.exec('alter table note add column extra integer');
		expect((await db.executeQuery(query)).rows).toEqual([{id: 1, text: 'a', extra: null}]);
	});
});

describe('numbers as parameters', () => {
	test('are reals to SQLite, so that integer arithmetic needs constants', async () => {
		const {db} = open(createNotes(), ours);
		const bucket = async (divisor: unknown) =>
			(await sql<{value: number}>`select 3599999 / ${divisor} as value`.execute(db)).rows[0]!.value;
		expect(await bucket(3_600_000)).toBeCloseTo(0.999_999_7);
		expect(await bucket(sql.lit(3_600_000))).toBe(0);
	});
});
