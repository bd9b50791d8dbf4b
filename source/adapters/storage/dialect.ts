/**
 * Kysely on better-sqlite3, with three differences from its own SQLite dialect: write transactions take the write lock
 * at their beginning, a rollback never hides the error that SQLite already rolled back for, statements are kept.
 */

import type {Database, Statement} from 'better-sqlite3';
import {
	CompiledQuery,
	SqliteAdapter,
	SqliteDriver,
	SqliteIntrospector,
	SqliteQueryCompiler,
	type DatabaseConnection,
	type DatabaseIntrospector,
	type Dialect,
	type DialectAdapter,
	type Driver,
	type Kysely,
	type QueryCompiler,
	type TransactionSettings,
} from 'kysely';

/** Prepared statements of one connection by their SQL; the one unused for longest makes room. */
export class StatementCache {
	readonly #statements = new Map<string, Statement>();
	readonly #db: Database;
	readonly #limit: number;

	constructor(db: Database, limit = 128) {
		this.#db = db;
		this.#limit = limit;
	}

	get size(): number {
		return this.#statements.size;
	}

	prepare(sql: string): Statement {
		const known = this.#statements.get(sql);
		if (known) {
			this.#statements.delete(sql);
			this.#statements.set(sql, known);
			return known;
		}

		const statement = this.#db.prepare(sql);
		const oldest = this.#statements.keys().next();
		if (this.#statements.size >= this.#limit && oldest.done !== true) this.#statements.delete(oldest.value);
		this.#statements.set(sql, statement);
		return statement;
	}

	clear(): void {
		this.#statements.clear();
	}
}

class BetterSqliteDriver extends SqliteDriver {
	readonly #db: Database;

	constructor(db: Database, statements: StatementCache) {
		super({
			database: {
				prepare: sql => statements.prepare(sql),
				close() {
					statements.clear();
					db.close();
				},
			},
		});
		this.#db = db;
	}

	// A plain BEGIN takes the write lock only at the first write, where a newer commit of another process means
	// SQLITE_BUSY_SNAPSHOT at once, whatever the timeout.
	override async beginTransaction(
		connection: DatabaseConnection,
		settings?: TransactionSettings,
	): Promise<void> {
		const begin = settings?.accessMode === 'read only' ? 'begin' : 'begin immediate';
		await connection.executeQuery(CompiledQuery.raw(begin));
	}

	// After SQLITE_FULL and its like there is no transaction left, and the complaint of ROLLBACK would replace the error.
	override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
		if (this.#db.inTransaction) await super.rollbackTransaction(connection);
	}
}

/** The dialect over an open connection; `kysely.destroy()` closes it. */
export class BetterSqliteDialect implements Dialect {
	readonly #db: Database;
	readonly #statements: StatementCache;

	constructor(db: Database, statements = new StatementCache(db)) {
		this.#db = db;
		this.#statements = statements;
	}

	createAdapter(): DialectAdapter {
		return new SqliteAdapter();
	}

	createDriver(): Driver {
		return new BetterSqliteDriver(this.#db, this.#statements);
	}

	createIntrospector(kysely: Kysely<unknown>): DatabaseIntrospector {
		return new SqliteIntrospector(kysely);
	}

	createQueryCompiler(): QueryCompiler {
		return new SqliteQueryCompiler();
	}
}
