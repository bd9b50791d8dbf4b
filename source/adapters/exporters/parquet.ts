/** Parquet: row groups of 100,000, doubles split by byte and integers as deltas, so that candles compress well. */

import {ByteWriter, ParquetWriter, schemaFromColumnData, type BasicType} from 'hyparquet-writer';
import type {Cell, Column, ColumnType, Page, Table, TimeFormat} from './table.js';

const rowGroup = 100_000;

const physical: Readonly<Record<ColumnType, BasicType>> = {
	time: 'INT64',
	integer: 'INT64',
	number: 'DOUBLE',
	text: 'STRING',
	boolean: 'BOOLEAN',
};

// Text is left to the dictionary that the writer chooses by itself.
const encodings = {
	time: {encoding: 'DELTA_BINARY_PACKED'},
	integer: {encoding: 'DELTA_BINARY_PACKED'},
	number: {encoding: 'BYTE_STREAM_SPLIT'},
	text: {},
	boolean: {},
} as const satisfies Record<ColumnType, object>;

type Values = (number | bigint | string | boolean | null)[] | Float64Array | BigInt64Array;

const isUnknown = (cell: Cell): boolean => cell === null || Number.isNaN(cell);

/** The values of one column over several pages, in the form the writer wants. */
function gather({type, optional}: Column, pages: readonly Page[], index: number, rows: number): Values {
	const whole = type === 'time' || type === 'integer';
	if (!optional && (whole || type === 'number')) {
		const values = whole ? new BigInt64Array(rows) : new Float64Array(rows);
		let at = 0;
		for (const {columns, length} of pages) {
			for (let row = 0; row < length; row++) {
				const cell = Number(columns[index]![row]!);
				values[at++] = whole ? BigInt(cell) : cell;
			}
		}

		return values;
	}

	return pages.flatMap(({columns, length}) =>
		Array.from({length}, (_, row) => {
			const cell = columns[index]![row]!;
			if (isUnknown(cell)) return null;
			return whole ? BigInt(Number(cell)) : cell;
		}),
	);
}

/** The file in pieces, one per row group. Times are INT64 ms, or TIMESTAMP(ms, UTC) with `iso`. */
export async function* writeParquet(table: Table, time: TimeFormat): AsyncGenerator<Uint8Array> {
	const {columns, facts = {}} = table;
	const bytes = new ByteWriter(1 << 20);
	const sourceOf = (column: Column, data: Values) => ({
		name: column.name,
		data,
		type: column.type === 'time' && time === 'iso' ? ('TIMESTAMP' as const) : physical[column.type],
		nullable: column.optional ?? false,
		...encodings[column.type],
	});
	const schema = schemaFromColumnData({columnData: columns.map(column => sourceOf(column, []))});
	const kvMetadata = Object.entries(facts).map(([key, value]) => ({key, value}));
	const parquet = new ParquetWriter({writer: bytes, schema, kvMetadata, createdBy: 'crypto-tui'});
	const take = (): Uint8Array => {
		const piece = bytes.getBytes().slice();
		bytes.index = 0;
		return piece;
	};

	let pages: Page[] = [];
	let rows = 0;
	const flush = (): Uint8Array => {
		const columnData = columns.map((column, index) => sourceOf(column, gather(column, pages, index, rows)));
		// Synchronous, because this writer has no flush of its own.
		void parquet.write({columnData, rowGroupSize: rows});
		pages = [];
		rows = 0;
		return take();
	};

	for await (const page of table.pages) {
		pages.push(page);
		rows += page.length;
		if (rows >= rowGroup) yield flush();
	}

	if (rows > 0) yield flush();
	void parquet.finish();
	yield take();
}
