/** Upserts of many rows: the statement is compiled once per size and run again with new parameters. */

import type {CompiledQuery, Expression, Kysely, SqlBool} from 'kysely';
import type {Schema} from './schema.js';

type Columns<Table extends keyof Schema> = readonly (keyof Schema[Table] & string)[];

export type BulkUpsertOptions<Table extends keyof Schema> = {
	readonly table: Table;
	/** In the order in which `fill` gives the values. */
	readonly columns: Columns<Table>;
	readonly key: Columns<Table>;
	/** Most rows in one statement. */
	readonly rows: number;
	/** Columns that keep their stored value in a row that exists. */
	readonly keep?: Columns<Table>;
};

/** Writes the values of row `row` into `values` from place `at` on, one per column. */
export type FillRow = (row: number, values: unknown[], at: number) => void;

/** Writes `count` rows inside the caller's transaction; no key may occur twice. */
export type BulkUpsert = (db: Kysely<Schema>, count: number, fill: FillRow) => Promise<void>;

/** Statement sizes, largest first: every count is made of a few of them, so that few statements are ever compiled. */
function ladder(most: number): number[] {
	const sizes: number[] = [];
	for (let size = most; size > 1; size = Math.floor(size / 5)) sizes.push(size);
	return [...sizes, 1];
}

// The builder's types follow one table at a time; here the table is a parameter.
type AnyInsert = {
	columns(columns: readonly string[]): AnyInsert;
	values(rows: readonly object[]): AnyInsert;
	onConflict(build: (conflict: AnyConflict) => unknown): AnyInsert;
	compile(): CompiledQuery;
};
type AnyConflict = {
	columns(columns: readonly string[]): {
		doNothing(): unknown;
		doUpdateSet(set: (eb: {ref(name: string): Expression<SqlBool>}) => object): unknown;
	};
};

export function bulkUpsert<Table extends keyof Schema>(options: BulkUpsertOptions<Table>): BulkUpsert {
	const {table, columns, key, rows: most, keep = []} = options;
	const kept = new Set<string>([...key, ...keep]);
	const replaced = columns.filter(column => !kept.has(column));
	const sizes = ladder(most);
	const templates = new Map<number, CompiledQuery>();

	const compile = (db: Kysely<Schema>, size: number): CompiledQuery => {
		const row = Object.fromEntries(columns.map(column => [column, 0]));
		return (db.insertInto(table) as unknown as AnyInsert)
			.columns(columns)
			.values(Array.from({length: size}, () => row))
			.onConflict(conflict => {
				const target = conflict.columns(key);
				return replaced.length === 0
					? target.doNothing()
					: target.doUpdateSet(eb =>
							Object.fromEntries(replaced.map(column => [column, eb.ref(`excluded.${column}`)])),
						);
			})
			.compile();
	};

	return async (db, count, fill) => {
		let row = 0;
		for (const size of sizes) {
			if (count - row < size) continue;
			let template = templates.get(size);
			if (!template) templates.set(size, (template = compile(db, size)));
			// Made with its length and no contents, so that numbers alone are kept as plain doubles; used again for every
			// statement of this size, since each has read it before the next one is filled.
			// oxlint-disable-next-line unicorn/no-new-array
			const parameters = new Array<unknown>(size * columns.length);
			const statement = {...template, parameters};
			for (; count - row >= size; row += size) {
				for (let i = 0; i < size; i++) fill(row + i, parameters, i * columns.length);
				await db.executeQuery(statement);
			}
		}
	};
}
