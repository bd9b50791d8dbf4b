/** Brings a database to the newest version of the schema, or says why it must not be touched. */

import {closeSync, existsSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync} from 'node:fs';
import {basename, join} from 'node:path';
import Sqlite, {type Database} from 'better-sqlite3';
import {Fault} from '#domain/fault.js';
import {toStamp} from '#domain/time.js';
import type {Clock} from '#ports/world.js';
import {whileBusy} from './connections.js';
import {applicationId, newestVersion, type Migrations} from './migrations.js';

const backupsKept = 3;
const headerSize = 100;
const magic = 'SQLite format 3\0';

const foreign = (file: string, what: string): Fault =>
	new Fault('storage-damaged', `${file} is ${what}, not a database of crypto-tui; it was left as it is.`, {
		hint: 'Bring a version back with "crypto-tui snapshot restore latest" (the file is set aside), move the file away, or choose another --data-dir.',
	});

const numberOf = (db: Database, pragma: string): number => db.pragma(pragma, {simple: true}) as number;

export const versionOf = (db: Database): number => numberOf(db, 'user_version');

const isEmpty = (db: Database): boolean =>
	db.prepare('select 1 from sqlite_master limit 1').get() === undefined;

/**
 * Looks at the first bytes of a file before SQLite opens it, since opening may already write.
 * @throws Fault `storage-damaged` when it belongs to something else.
 */
export function refuseForeignFile(file: string, newest: number): void {
	if (!existsSync(file)) return;
	const header = Buffer.alloc(headerSize);
	const handle = openSync(file, 'r');
	let length: number;
	try {
		length = readSync(handle, header, 0, headerSize, 0);
	} finally {
		closeSync(handle);
	}

	if (length === 0) return;
	if (length < headerSize || header.toString('latin1', 0, magic.length) !== magic)
		throw foreign(file, 'a damaged or another kind of file');
	const owner = header.readUInt32BE(68);
	if (owner === applicationId) return;
	if (owner !== 0) throw foreign(file, 'the database of another program');
	// Nobody's by its header: another program's, or ours with its first commit still in the write-ahead log.
	const db = new Sqlite(file, {readonly: true});
	try {
		checkedVersion(db, newest);
	} finally {
		db.close();
	}
}

/**
 * The version of an open database that is ours, 0 when it is still empty.
 * @throws Fault `storage-damaged` for a database of another program, `storage-newer` for one of a newer crypto-tui.
 */
export function checkedVersion(db: Database, newest: number): number {
	const version = versionOf(db);
	if (numberOf(db, 'application_id') !== applicationId) {
		if (isEmpty(db)) return 0;
		throw foreign(db.name, 'the database of another program');
	}

	if (version > newest) {
		throw new Fault(
			'storage-newer',
			`${db.name} has schema version ${version}; this crypto-tui knows versions up to ${newest}.`,
		);
	}

	return version;
}

export type MigrateOptions = {
	readonly steps: Migrations;
	readonly backups: string;
	readonly clock: Clock;
	readonly busyTimeoutMs: number;
};

/** Migrates step by step in one transaction, after a backup where there is something to lose. */
export async function migrate(
	db: Database,
	{steps, backups, clock, busyTimeoutMs}: MigrateOptions,
): Promise<void> {
	const newest = newestVersion(steps);
	const before = checkedVersion(db, newest);
	// Switching to WAL needs the file alone for an instant, and SQLite does not wait for that by itself.
	await whileBusy(() => db.pragma('journal_mode = WAL'), clock, busyTimeoutMs);
	if (before === newest) return;
	if (before > 0) await whileBusy(() => backUp(db, before, backups, clock.now()), clock, busyTimeoutMs);

	const upgrade = db.transaction(() => {
		// Another process may have done some or all of it by now.
		const current = checkedVersion(db, newest);
		for (const version of Object.keys(steps).map(Number)) {
			if (version > current) db.exec(steps[version]!);
		}

		db.pragma(`application_id = ${applicationId}`);
		db.pragma(`user_version = ${newest}`);
	});
	await whileBusy(() => upgrade.immediate(), clock, busyTimeoutMs);
}

/** Copies the database into the backups folder, and drops all but the newest backups. */
function backUp(db: Database, version: number, folder: string, now: number): void {
	mkdirSync(folder, {recursive: true});
	const stem = basename(db.name).replace(/\.[^.]*$/, '');
	const target = join(folder, `${stem}-v${version}-${toStamp(now)}.db`);
	const partial = join(folder, `.${stem}-${process.pid}.tmp`);
	rmSync(partial, {force: true});
	try {
		db.prepare('vacuum into ?').run(partial);
		// When another process migrated in the meantime, this copy is no backup of the old version, and there is one already.
		if (storedVersion(partial) === version) renameSync(partial, target);
	} finally {
		rmSync(partial, {force: true});
	}

	// The stamp at the end sorts them, whatever their versions.
	const taken = readdirSync(folder)
		.filter(name => name.startsWith(`${stem}-v`) && name.endsWith('.db'))
		.toSorted((a, b) => (stampOf(a) < stampOf(b) ? 1 : -1));
	for (const name of taken.slice(backupsKept)) rmSync(join(folder, name));
}

const stampOf = (name: string): string => name.slice(-'20261121-020313.db'.length);

function storedVersion(file: string): number {
	const db = new Sqlite(file, {readonly: true});
	try {
		return versionOf(db);
	} finally {
		db.close();
	}
}
