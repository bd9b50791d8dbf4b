/** Whole database files of versions: copied while others write, read as tables, built from tables. */

import {closeSync, existsSync, fsyncSync, openSync, rmSync} from 'node:fs';
import Sqlite, {type Database} from 'better-sqlite3';
import type {SeriesKey} from '#domain/market.js';
import type {Row, TableName} from '#domain/snapshot/tables.js';
import type {Clock} from '#ports/world.js';
import {connect, connectForReading} from './connections.js';
import {withStorageFaults} from './errors.js';
import {checkedVersion, migrate, refuseForeignFile, versionOf} from './migrate.js';
import {migrations, newestVersion} from './migrations.js';
import {readPartitions, type ReadPartition} from './snapshot-reader.js';
import {filledTables, SnapshotWriter} from './snapshot-writer.js';

const tails = ['', '-wal', '-shm', '-journal'];

/** What was spent stays spent, whatever database is brought back. */
const spendings = ['budget', 'budget_slot', 'budget_month'];

const busyTimeoutMs = 5000;

/** Removes a database file with everything SQLite keeps beside it. */
export function removeDatabase(file: string): void {
	for (const tail of tails) rmSync(file + tail, {force: true});
}

/** Makes sure that what was written to a file, or to the list of a folder, survives a power cut. */
export function syncPath(path: string): void {
	const handle = openSync(path, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/**
 * Moves what was written meanwhile from the log into the database. While somebody reads, the log only grows; without
 * this, the next commit of a writer would have to move all of it at once.
 */
function clearLog(db: Database): void {
	db.pragma('query_only = OFF');
	db.pragma('wal_checkpoint(PASSIVE)');
}

/** Copies a database as it is at one instant; the same content gives the same bytes. `target` must not exist. */
export async function copyDatabase(file: string, target: string): Promise<void> {
	await withStorageFaults(() => {
		const db = connectForReading(file);
		try {
			// VACUUM INTO writes another file only, which query_only takes for a change of this one.
			db.pragma('query_only = OFF');
			db.prepare('VACUUM INTO ?').run(target);
			clearLog(db);
			syncPath(target);
		} finally {
			db.close();
		}
	});
}

/** Lets `work` read a database as it is at one instant, as the files of a version. Nobody is kept waiting. */
export async function readDatabase<T>(
	file: string,
	work: (partitions: Iterable<ReadPartition>, schema: number) => Promise<T>,
): Promise<T> {
	return withStorageFaults(async () => {
		refuseForeignFile(file, newestVersion(migrations));
		const db = connectForReading(file);
		try {
			const version = checkedVersion(db, newestVersion(migrations));
			db.exec('BEGIN');
			const result = await work(readPartitions(db), version);
			db.exec('COMMIT');
			clearLog(db);
			return result;
		} finally {
			db.close();
		}
	});
}

/** The tables of a version on their way into a database. */
export type Filling = {
	add(table: TableName, series: SeriesKey | null, rows: Iterable<Row>): void;
};

export type BuildOptions = {
	readonly clock: Clock;
	/** Database whose other tables are taken over, such as models and budgets; null for none. */
	readonly base: string | null;
	/** Folder for backups, which none are made of. */
	readonly backups: string;
};

/** Builds a database file out of the tables of a version. Nothing is there unless all of it is. */
export async function buildDatabase(
	target: string,
	{clock, base, backups}: BuildOptions,
	fill: (filling: Filling) => Promise<void>,
): Promise<void> {
	await withStorageFaults(async () => {
		removeDatabase(target);
		const db = new Sqlite(target);
		try {
			db.pragma('synchronous = OFF');
			await migrate(db, {steps: migrations, backups, clock, busyTimeoutMs});
			db.pragma('foreign_keys = OFF');
			// A file that is thrown away when anything fails needs no journal.
			db.pragma('journal_mode = OFF');
			if (base !== null) takeOver(db, base);
			db.exec('BEGIN');
			const writer = new SnapshotWriter(db);
			await fill(writer);
			writer.finish();
			const broken = db.pragma('foreign_key_check') as readonly unknown[];
			if (broken.length > 0)
				throw new Error(`The version refers to what it does not hold: ${JSON.stringify(broken[0])}.`);
			db.exec('COMMIT');
			db.pragma('journal_mode = DELETE');
		} catch (error) {
			db.close();
			removeDatabase(target);
			throw error;
		}

		db.close();
		syncPath(target);
	});
}

/** Copies every row that no version holds: those of other tables, and the ids of assets and series. */
function takeOver(db: Database, base: string): void {
	db.prepare('ATTACH ? AS base').run(base);
	try {
		const tablesOf = (schema: string): Set<string> =>
			new Set(
				db
					.prepare(
						`SELECT name FROM ${schema}.sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`,
					)
					.pluck()
					.all() as string[],
			);
		const columnsOf = (schema: string, table: string): string[] =>
			(db.pragma(`${schema}.table_info(${table})`) as {name: string}[]).map(({name}) => name);
		const filled: ReadonlySet<string> = new Set(filledTables);
		const shared = tablesOf('base');
		db.transaction(() => {
			for (const table of tablesOf('main')) {
				if (filled.has(table) || !shared.has(table)) continue;
				const known = new Set(columnsOf('base', table));
				const columns = columnsOf('main', table)
					.filter(column => known.has(column))
					.map(column => `"${column}"`)
					.join(', ');
				db.exec(
					`DELETE FROM main.${table}; INSERT INTO main.${table} (${columns}) SELECT ${columns} FROM base.${table}`,
				);
			}
		})();
	} finally {
		db.exec('DETACH base');
	}
}

/** Brings what was spent of the budgets from one database into another, which nobody uses yet. */
export async function takeOverSpending(target: string, base: string): Promise<void> {
	await withStorageFaults(() => {
		const db = connect(target);
		try {
			db.prepare('ATTACH ? AS base').run(base);
			db.transaction(() => {
				for (const table of spendings) {
					db.exec(`DELETE FROM main.${table}; INSERT INTO main.${table} SELECT * FROM base.${table}`);
				}
			})();
			db.exec('DETACH base');
			db.pragma('journal_mode = DELETE');
		} finally {
			db.close();
		}

		syncPath(target);
	});
}

/** Brings the copy of an older database to the newest schema. */
export async function upgradeCopy(file: string, backups: string, clock: Clock): Promise<void> {
	await withStorageFaults(async () => {
		const db = connect(file);
		try {
			if (versionOf(db) < newestVersion(migrations)) {
				await migrate(db, {steps: migrations, backups, clock, busyTimeoutMs});
			}

			db.pragma('journal_mode = DELETE');
		} finally {
			db.close();
		}

		syncPath(file);
	});
}

/** Whether a file is a database of the newest schema. */
export function isCurrent(file: string): boolean {
	try {
		const db = new Sqlite(file, {readonly: true, fileMustExist: true});
		try {
			return versionOf(db) === newestVersion(migrations);
		} finally {
			db.close();
		}
	} catch {
		return false;
	}
}

/** What SQLite says of a file: `ok`, or its first complaint. */
export function integrityOf(file: string): string {
	if (!existsSync(file)) return 'missing';
	try {
		const db = new Sqlite(file, {readonly: true});
		try {
			return db.pragma('quick_check(1)', {simple: true}) as string;
		} finally {
			db.close();
		}
	} catch (error) {
		return error instanceof Error ? error.message : String(error);
	}
}
