/** Opens everything that is remembered in a data folder: one SQLite file, and the raw archive beside it. */

import {existsSync, mkdirSync, statSync} from 'node:fs';
import {join} from 'node:path';
import type {Database} from 'better-sqlite3';
import {Fault} from '#domain/fault.js';
import type {Storage, StorageInfo} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';
import {SqliteAlertStore} from './alert-store.js';
import {SqliteAssetStore} from './asset-store.js';
import {SqliteBudgetStore} from './budget-store.js';
import {SqliteCandleStore} from './candle-store.js';
import {configure, connect, connectForReading, Connections} from './connections.js';
import {SqliteDriftStore} from './drift-store.js';
import {withStorageFaults} from './errors.js';
import {checkedVersion, migrate, refuseForeignFile, versionOf} from './migrate.js';
import {SqliteForecastStore} from './forecast-store.js';
import {SqliteGapBook} from './gap-book.js';
import {SqliteLotStore} from './lot-store.js';
import {SqliteMemoryStore} from './memory-store.js';
import {FileModelRegistry} from './model-store.js';
import {migrations, newestVersion} from './migrations.js';
import {SqliteQuarantineStore} from './quarantine-store.js';
import {SqliteQuoteStore} from './quote-store.js';
import {FileRawArchive} from './raw-archive.js';
import {SqliteResponseCache} from './response-cache.js';
import {SqliteRunStore} from './run-store.js';
import {SqliteUpkeep} from './upkeep.js';
import {SqliteVenueStore} from './venue-store.js';
import {SqliteWatchlistStore} from './watchlist-store.js';

/** Name of the database file in the data folder. */
export const databaseName = 'crypto-tui.db';

export type StorageOptions = {
	readonly dataDir: string;
	/** How long a write waits for another process, ms. */
	readonly busyTimeoutMs: number;
	readonly clock: Clock;
	/** Never creates or changes anything. */
	readonly readOnly?: boolean;
};

/**
 * Opens the store, creating or upgrading it first unless it is only read.
 * @throws Fault `storage-*` for a folder or file that cannot be used; `no-assets` when there is nothing to read.
 */
export async function openStorage({
	dataDir,
	busyTimeoutMs,
	clock,
	readOnly = false,
}: StorageOptions): Promise<Storage> {
	const file = join(dataDir, databaseName);
	const writer = await withStorageFaults(async () => {
		if (readOnly) {
			openForReading(file);
			return null;
		}

		mkdirSync(dataDir, {recursive: true});
		refuseForeignFile(file, newestVersion(migrations));
		const db = connect(file);
		try {
			configure(db);
			await migrate(db, {steps: migrations, backups: join(dataDir, 'backups'), clock, busyTimeoutMs});
			return db;
		} catch (error) {
			db.close();
			throw error;
		}
	});
	return assemble({file, dataDir, writer, clock, busyTimeoutMs});
}

/** Looks whether the file can be read as ours, and leaves it as it is. */
function openForReading(file: string): void {
	if (!existsSync(file)) throw new Fault('no-assets', `There is no database in this data folder yet.`);
	const newest = newestVersion(migrations);
	refuseForeignFile(file, newest);
	const db = connectForReading(file);
	try {
		if (checkedVersion(db, newest) < newest) {
			throw new Fault('storage-unavailable', 'The database is of an older version of crypto-tui.', {
				hint: 'Run "crypto-tui --headless" once; it upgrades the database after a backup.',
			});
		}
	} finally {
		db.close();
	}
}

type Parts = {
	readonly file: string;
	readonly dataDir: string;
	readonly writer: Database | null;
	readonly clock: Clock;
	readonly busyTimeoutMs: number;
};

function assemble({file, dataDir, writer, clock, busyTimeoutMs}: Parts): Storage {
	const connections = new Connections({file, writer, clock, busyTimeoutMs});
	const archive = new FileRawArchive(connections, join(dataDir, 'raw'), clock);
	return {
		assets: new SqliteAssetStore(connections),
		quotes: new SqliteQuoteStore(connections),
		candles: new SqliteCandleStore(connections),
		venues: new SqliteVenueStore(connections),
		runs: new SqliteRunStore(connections),
		budgets: new SqliteBudgetStore(connections),
		archive,
		cache: new SqliteResponseCache(connections),
		quarantine: new SqliteQuarantineStore(connections),
		drift: new SqliteDriftStore(connections),
		watchlists: new SqliteWatchlistStore(connections),
		lots: new SqliteLotStore(connections),
		memory: new SqliteMemoryStore(connections),
		alerts: new SqliteAlertStore(connections),
		gaps: new SqliteGapBook(connections),
		forecasts: new SqliteForecastStore(connections),
		models: new FileModelRegistry(connections, join(dataDir, 'models')),
		upkeep: new SqliteUpkeep({connections, archive, file, clock, busyTimeoutMs}),
		info: async () => withStorageFaults(() => infoOf(file)),
		changesByOthers: async () => connections.changesByOthers(),
		close: async () => {
			await connections.close();
		},
	};
}

/** Facts about the file, with a quick check of its integrity. */
function infoOf(file: string): StorageInfo {
	const db = connectForReading(file);
	try {
		const engine = db.prepare('select sqlite_version()').pluck().get() as string;
		return {
			engine: `SQLite ${engine}`,
			location: file,
			schemaVersion: versionOf(db),
			sizeBytes: ['', '-wal'].reduce((sum, tail) => sum + sizeOf(file + tail), 0),
			integrity: db.pragma('quick_check(1)', {simple: true}) as string,
		};
	} finally {
		db.close();
	}
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);
