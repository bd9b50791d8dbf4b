/** Columns that know where their values come from: most tables are lists of rows read through them. */

import {pagesOf, type Cell, type Column, type Table} from '#adapters/exporters/table.js';

/** A column and where its value comes from. */
export type Field<Row> = Column & {readonly read: (row: Row) => Cell};

/** ms UTC. */
export const time = <Row>(name: string, read: (row: Row) => number | null, optional = false): Field<Row> => ({
	name,
	type: 'time',
	optional,
	read,
});
/** A double; unknown where it may be. */
export const number = <Row>(
	name: string,
	read: (row: Row) => number | null,
	optional = true,
): Field<Row> => ({
	name,
	type: 'number',
	optional,
	read,
});
/** A whole number of 53 bits. */
export const integer = <Row>(
	name: string,
	read: (row: Row) => number | null,
	optional = false,
): Field<Row> => ({
	name,
	type: 'integer',
	optional,
	read,
});
/** Text. */
export const text = <Row>(name: string, read: (row: Row) => string | null, optional = false): Field<Row> => ({
	name,
	type: 'text',
	optional,
	read,
});

/** A table of rows. */
export function tableOf<Row>(
	name: string,
	fields: readonly Field<Row>[],
	rows: AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>,
): Table {
	return {
		name,
		columns: fields,
		pages: pagesOf(fields.length, rows, row => fields.map(({read}) => read(row))),
	};
}

const pageSize = 10_000;

/** Rows in pages, so that no page grows without bound. */
export function* chunks<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
	for (let at = 0; at < rows.length; at += pageSize) yield rows.slice(at, at + pageSize);
}
