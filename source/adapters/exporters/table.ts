/** What an export writes: named, typed columns, and their values in pages so that memory stays bounded. */

/** `time` is ms UTC. `number` is a double: NaN and null are unknown. `integer` is whole and fits 53 bits. */
export type ColumnType = 'time' | 'number' | 'integer' | 'text' | 'boolean';

export type Column = {
	readonly name: string;
	readonly type: ColumnType;
	/** Whether a value may be unknown. */
	readonly optional?: boolean;
};

/** One value; null is unknown. */
export type Cell = number | string | boolean | null;

/** Rows as one array per column, all of `length`. */
export type Page = {readonly length: number; readonly columns: readonly ArrayLike<Cell>[]};

export type Table = {
	/** What the rows are, for messages: `candles`. */
	readonly name: string;
	readonly columns: readonly Column[];
	readonly pages: AsyncIterable<Page>;
	/** What is true of the whole table, by name; only Parquet has a place for it. */
	readonly facts?: Readonly<Record<string, string>>;
};

/** Times as ISO 8601 UTC text, or as ms since the epoch. */
export type TimeFormat = 'ms' | 'iso';

/** A page out of row arrays. */
export function pageOf(width: number, rows: readonly (readonly Cell[])[]): Page {
	return {
		length: rows.length,
		columns: Array.from({length: width}, (_, column) => rows.map(row => row[column] ?? null)),
	};
}

/** Cuts a list of things into pages of rows. */
export async function* pagesOf<Row>(
	width: number,
	rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
	cellsOf: (row: Row) => readonly Cell[],
): AsyncGenerator<Page> {
	for await (const part of rows) {
		if (part.length > 0) yield pageOf(width, part.map(cellsOf));
	}
}

/** The text form of every column's values; null where the value is unknown. */
export function writersOf(
	columns: readonly Column[],
	time: TimeFormat,
	text: (value: string) => string,
): readonly ((value: Cell) => string | null)[] {
	return columns.map(({type}) => {
		switch (type) {
			case 'text':
				return value => (value === null ? null : text(String(value)));
			case 'time':
				return time === 'ms'
					? value => (value === null ? null : String(value))
					: value => (value === null ? null : text(new Date(Number(value)).toISOString()));
			case 'number':
			case 'integer':
			case 'boolean':
				// String(number) is the shortest text that reads back as the same double.
				return value => (value === null || Number.isNaN(value) ? null : String(value));
		}
	});
}
