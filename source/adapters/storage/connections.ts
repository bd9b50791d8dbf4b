/** The two connections to one database file: a writer whose transactions take turns, and a reader that never waits. */

import {setImmediate as nextTurn} from 'node:timers/promises';
import Sqlite, {type Database} from 'better-sqlite3';
import {Kysely, type CompiledQuery} from 'kysely';
import {Fault} from '#domain/fault.js';
import type {Clock} from '#ports/world.js';
import {BetterSqliteDialect, StatementCache} from './dialect.js';
import {isBusy, withStorageFaults} from './errors.js';
import type {Schema} from './schema.js';

/** A place to ask from: the reader, or the transaction of a write. */
export type Session = {
	readonly db: Kysely<Schema>;
	/** Rows as arrays in column order: half the cost of objects, for the large reads. */
	readonly tuples: <Row extends readonly unknown[]>(query: CompiledQuery) => Row[];
};

/** A session with the connection it holds. */
type Seat = Session & {close(): Promise<void>};

/**
 * How long SQLite itself may wait for a lock, ms. It waits inside a call and holds up the whole process, so longer
 * patience is made of such slices with pauses between them.
 */
const lockSliceMs = 50;
const lockPauseMs = 20;

/** Opens a connection that waits for a lock one slice at a time. */
export function connect(file: string, options: {readonly?: boolean} = {}): Database {
	return new Sqlite(file, {...options, timeout: lockSliceMs});
}

/**
 * Opens a connection that cannot write. It may tidy up, though: a connection that SQLite knows as read-only leaves its
 * lock files behind when it was the only one.
 */
export function connectForReading(file: string): Database {
	const db = new Sqlite(file, {fileMustExist: true, timeout: lockSliceMs});
	configure(db);
	db.pragma('query_only = ON');
	return db;
}

/** Sets what SQLite forgets when a connection closes. */
export function configure(db: Database): void {
	db.pragma('synchronous = NORMAL');
	db.pragma('foreign_keys = ON');
	db.pragma('cache_size = -16000');
	db.pragma('temp_store = MEMORY');
	db.pragma('journal_size_limit = 67108864');
}

/** Calls `attempt` again while it meets a lock, until about `patienceMs` are over. */
export async function whileBusy<T>(
	attempt: () => T | Promise<T>,
	clock: Clock,
	patienceMs: number,
): Promise<T> {
	for (let waited = lockSliceMs; ; waited += lockSliceMs + lockPauseMs) {
		try {
			return await attempt();
		} catch (error) {
			if (!isBusy(error) || waited >= patienceMs) throw error;
			await clock.sleep(lockPauseMs);
		}
	}
}

function createSession(connection: Database): Seat {
	const raw = new StatementCache(connection);
	const db = new Kysely<Schema>({dialect: new BetterSqliteDialect(connection)});
	return {
		db,
		tuples: <Row extends readonly unknown[]>({sql, parameters}: CompiledQuery) =>
			raw.prepare(sql).raw().all(parameters) as Row[],
		async close() {
			await db.destroy();
			// A Kysely that was never asked anything lets go of nothing.
			connection.close();
		},
	};
}

export type ConnectionOptions = {
	readonly file: string;
	/** Null when the database is only read. */
	readonly writer: Database | null;
	readonly clock: Clock;
	/** How long a write waits for another process, ms. */
	readonly busyTimeoutMs: number;
};

export class Connections {
	readonly #options: ConnectionOptions;
	readonly #writer: Seat | null;
	#reader: Seat | null = null;
	#lastTurn: Promise<unknown> = Promise.resolve();

	constructor(options: ConnectionOptions) {
		this.#options = options;
		this.#writer = options.writer && createSession(options.writer);
	}

	/** Asks without a transaction; sees every committed write. Errors become storage faults. */
	async read<T>(ask: (session: Session) => T | Promise<T>): Promise<T> {
		return withStorageFaults(() => {
			this.#reader ??= createSession(connectForReading(this.#options.file));
			return ask(this.#reader);
		});
	}

	/**
	 * Runs one write transaction, all or nothing, after those that came before. The event loop turns once before each,
	 * since nothing inside a transaction lets it. `work` must ask only the session it is given.
	 */
	async write<T>(work: (session: Session) => Promise<T>): Promise<T> {
		const turn = this.#lastTurn.then(() => nextTurn()).then(() => this.#transact(work));
		this.#lastTurn = turn.catch(() => {});
		return turn;
	}

	async #transact<T>(work: (session: Session) => Promise<T>): Promise<T> {
		const writer = this.#writer;
		if (!writer)
			throw new Fault(
				'storage-unavailable',
				'The database was opened for reading, so nothing can be stored.',
			);
		const {clock, busyTimeoutMs} = this.#options;
		return withStorageFaults(() =>
			whileBusy(
				() => writer.db.transaction().execute(db => work({db, tuples: writer.tuples})),
				clock,
				busyTimeoutMs,
			),
		);
	}

	/** SQLite's counter of commits that did not go through our writer; 0 where the database is only read. */
	async changesByOthers(): Promise<number> {
		const {writer} = this.#options;
		return withStorageFaults(() =>
			writer === null ? 0 : (writer.pragma('data_version', {simple: true}) as number),
		);
	}

	/** Lets the writes in line finish, then closes both connections. */
	async close(): Promise<void> {
		await this.#lastTurn;
		await this.#reader?.close();
		await this.#writer?.close();
	}
}
