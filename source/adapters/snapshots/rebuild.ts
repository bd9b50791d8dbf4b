/** Makes a database file out of a version. */

import {chmodSync, copyFileSync, existsSync} from 'node:fs';
import {Fault} from '#domain/fault.js';
import type {SnapshotRecord} from '#domain/snapshot/manifest.js';
import {snapshotTables} from '#domain/snapshot/tables.js';
import {sync} from './disk.js';
import {damaged, hashFile} from './object-store.js';
import type {DatabaseFiles, Filling, TableFormat} from './parts.js';
import type {Shelf} from './shelf.js';

type Tools = {readonly database: DatabaseFiles; readonly format: TableFormat};

/**
 * Builds the database of a version at `target`. From `base`, the database that it is to replace, comes what no version
 * decides: for data every other table, for a whole database what was spent of the budgets.
 */
export async function rebuild(
	shelf: Shelf,
	{database, format}: Tools,
	record: SnapshotRecord,
	target: string,
	base: string | null,
): Promise<void> {
	if (record.kind === 'data') {
		await database.build(target, base, filling => fill(shelf, format, record, filling));
		return;
	}

	const object = shelf.objects.pathOf(record.output.md5);
	if (!existsSync(object)) throw damaged(object, 'is missing');
	copyFileSync(object, target);
	chmodSync(target, 0o644);
	if ((await hashFile(target)).md5 !== record.output.md5) throw damaged(object, 'is damaged');
	sync(target);
	await checkReadable(database, target, record.id);
	if (base !== null) await database.takeOverSpending(target, base);
}

/** A database of a newer program must not take the place of one that this program can read. */
async function checkReadable(database: DatabaseFiles, file: string, id: string): Promise<void> {
	try {
		await database.read(file, async () => {});
	} catch (error) {
		if (!(error instanceof Fault) || error.code !== 'storage-newer') throw error;
		// The file is a passing one; the version is what has a name.
		throw new Fault('storage-newer', `The snapshot ${id} holds a database of a newer crypto-tui.`, {
			cause: error,
		});
	}
}

async function fill(
	shelf: Shelf,
	format: TableFormat,
	record: SnapshotRecord,
	filling: Filling,
): Promise<void> {
	const manifest = shelf.manifestOf(record);
	// Assets first, as the others name them; the rest in the order in which it was read.
	const ordered = [
		...manifest.partitions.filter(({table}) => table === 'assets'),
		...manifest.partitions.filter(({table}) => table !== 'assets'),
	];
	for (const {md5, table, series} of ordered) {
		const bytes = shelf.objects.read(md5);
		const key = series === null ? null : manifest.series[series]!;
		for await (const rows of format.read(bytes, snapshotTables[table].columns)) filling.add(table, key, rows);
	}
}
