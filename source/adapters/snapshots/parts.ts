/** What versions are made with, handed in by the composition root: the database, and the format of the files. */

import type {SeriesKey} from '#domain/market.js';
import type {Row, TableColumn, TableName} from '#domain/snapshot/tables.js';

/** The rows of one file of a version, read once, before the next one is asked for. */
export type ReadPartition = {
	readonly path: string;
	readonly table: TableName;
	readonly series: SeriesKey | null;
	readonly pages: Iterable<readonly Row[]>;
};

/** The format of partitions: the same rows give the same bytes. */
export interface TableFormat {
	write(columns: readonly TableColumn[], pages: Iterable<readonly Row[]>): AsyncIterable<Uint8Array>;
	/** Rows in pages, in the order and with the columns asked for; a column that is not there is unknown. */
	read(bytes: Uint8Array, columns: readonly TableColumn[]): AsyncIterable<readonly Row[]>;
}

/** Tables on their way into a database. */
export type Filling = {
	add(table: TableName, series: SeriesKey | null, rows: Iterable<Row>): void;
};

/** Whole database files. */
export interface DatabaseFiles {
	/** Copies a database as it is at one instant, while others may write. */
	copy(file: string, target: string): Promise<void>;
	/** Lets `work` read a database as it is at one instant. */
	read<T>(
		file: string,
		work: (partitions: Iterable<ReadPartition>, schema: number) => Promise<T>,
	): Promise<T>;
	/** Builds a database; the tables that versions do not hold come from `base`, if there is one. */
	build(target: string, base: string | null, fill: (filling: Filling) => Promise<void>): Promise<void>;
	/** Whether a file is there that is a database of the newest schema. */
	isCurrent(file: string): boolean;
	/** Brings a copy to the newest schema. */
	upgrade(file: string): Promise<void>;
	/** Brings what was spent of the budgets into a database that nobody uses yet. */
	takeOverSpending(target: string, base: string): Promise<void>;
	/** Puts `fresh` in place of `file`; returns where the old database lies now. */
	swap(fresh: string, file: string): Promise<string | null>;
	/** Ends what a killed swap left behind. */
	settle(file: string): void;
	/** `ok`, or what is wrong with a database. */
	integrity(file: string): string;
	remove(file: string): void;
}
