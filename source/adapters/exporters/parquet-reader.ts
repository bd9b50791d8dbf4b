/** Reads Parquet back as rows, a stretch at a time. */

import {parquetMetadata, parquetRead} from 'hyparquet';
import type {Cell} from './table.js';

/** The rows of one row group, as they are written. */
const pageSize = 100_000;

const plain = (value: unknown): Cell => {
	if (value === undefined || value === null) return null;
	return typeof value === 'bigint' ? Number(value) : (value as Cell);
};

/** Rows with the named columns, in that order; a column that the file does not have is null. */
export async function* readParquet(
	bytes: Uint8Array,
	columns: readonly string[],
): AsyncGenerator<readonly (readonly Cell[])[]> {
	const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
	const metadata = parquetMetadata(file);
	const there = new Set(metadata.schema.slice(1).map(({name}) => name));
	const total = Number(metadata.num_rows);
	for (let rowStart = 0; rowStart < total; rowStart += pageSize) {
		let rows: readonly Record<string, unknown>[] = [];
		await parquetRead({
			file,
			metadata,
			columns: columns.filter(name => there.has(name)),
			rowStart,
			rowEnd: Math.min(rowStart + pageSize, total),
			rowFormat: 'object',
			onComplete: found => (rows = found),
		});
		yield rows.map(row => columns.map(name => plain(row[name])));
	}
}
