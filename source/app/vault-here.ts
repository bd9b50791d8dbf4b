/** A vault in this thread: the folder of versions, the database, and Parquet as the format of the files. */

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import type {Row} from '#domain/snapshot/tables.js';
import type {Clock} from '#ports/world.js';
import {pageOf} from '../adapters/exporters/table.js';
import {FolderVault} from '../adapters/snapshots/vault.js';
import type {DatabaseFiles, TableFormat} from '../adapters/snapshots/parts.js';
import {databaseName} from '../adapters/storage/open.js';
import {
	buildDatabase,
	copyDatabase,
	integrityOf,
	isCurrent,
	readDatabase,
	removeDatabase,
	takeOverSpending,
	upgradeCopy,
} from '../adapters/storage/snapshot-files.js';
import {settleSetAside, swapDatabase} from '../adapters/storage/swap-database.js';

const parquet: TableFormat = {
	async *write(columns, pages) {
		const {writeParquet} = await import('../adapters/exporters/parquet.js');
		yield* writeParquet({name: 'rows', columns, pages: pagesOf(columns.length, pages)}, 'ms');
	},
	async *read(bytes, columns) {
		const {readParquet} = await import('../adapters/exporters/parquet-reader.js');
		yield* readParquet(
			bytes,
			columns.map(({name}) => name),
		) as AsyncGenerator<readonly Row[]>;
	},
};

async function* pagesOf(width: number, pages: Iterable<readonly Row[]>) {
	for (const rows of pages) yield pageOf(width, rows);
}

const databaseFiles = (backups: string, clock: Clock): DatabaseFiles => ({
	copy: copyDatabase,
	read: readDatabase,
	build: (target, base, fill) => buildDatabase(target, {base, backups, clock}, fill),
	isCurrent,
	upgrade: file => upgradeCopy(file, backups, clock),
	takeOverSpending,
	swap: (fresh, file) => swapDatabase(fresh, file, backups, clock.now()),
	settle: file => settleSetAside(file, backups),
	integrity: integrityOf,
	remove: removeDatabase,
});

/** The version of this program: the package file is two folders up, from the bundle as from the compiled sources. */
function program(): string {
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as {version: string}).version;
}

export type VaultPlace = {
	readonly dataDir: string;
	/** Folder of the versions. */
	readonly remote: string;
	/** How long to wait for another process that works there, ms. */
	readonly patienceMs: number;
};

export const vaultHere = (place: VaultPlace, clock: Clock): FolderVault =>
	new FolderVault({
		...place,
		clock,
		databaseName,
		program: program(),
		database: databaseFiles(join(place.dataDir, 'backups'), clock),
		format: parquet,
	});
