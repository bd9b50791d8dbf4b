/** What became of the rows from one version to another. */

import type {SeriesKey} from '../market.js';
import type {Manifest, Partition} from './manifest.js';
import type {Row, TableName} from './tables.js';

/** Rows by what happened to them. */
export type RowChanges = {readonly added: number; readonly changed: number; readonly removed: number};

export const noChanges: RowChanges = {added: 0, changed: 0, removed: 0};

/** The changes of one candle series, or of one table. */
export type Difference = RowChanges & {readonly table: TableName; readonly series: SeriesKey | null};

/** A file that is not the same in both versions; null where one has none. */
export type PartitionPair = {readonly before: Partition | null; readonly after: Partition | null};

export const sum = (a: RowChanges, b: RowChanges): RowChanges => ({
	added: a.added + b.added,
	changed: a.changed + b.changed,
	removed: a.removed + b.removed,
});

/** The files to look into: those with other bytes, by path. */
export function differingPartitions(before: Manifest, after: Manifest): readonly PartitionPair[] {
	const old = new Map(before.partitions.map(partition => [partition.path, partition]));
	const young = new Map(after.partitions.map(partition => [partition.path, partition]));
	return [...new Set([...old.keys(), ...young.keys()])]
		.toSorted()
		.map(path => ({before: old.get(path) ?? null, after: young.get(path) ?? null}))
		.filter(pair => pair.before?.md5 !== pair.after?.md5);
}

const sameRow = (a: Row, b: Row): boolean =>
	a.length === b.length && a.every((cell, i) => Object.is(cell, b[i]));

/** Compares rows by their first `key` cells, which name a row. */
export function diffRows(before: Iterable<Row>, after: Iterable<Row>, key: number): RowChanges {
	const nameOf = (row: Row): string => JSON.stringify(row.slice(0, key));
	const old = new Map<string, Row>();
	for (const row of before) old.set(nameOf(row), row);
	let added = 0;
	let changed = 0;
	let met = 0;
	for (const row of after) {
		const was = old.get(nameOf(row));
		if (!was) {
			added++;
			continue;
		}

		met++;
		if (!sameRow(was, row)) changed++;
	}

	return {added, changed, removed: old.size - met};
}

/** Adds up the changes of files into those of series and tables; what did not change is left out. */
export function byTable(
	parts: readonly {
		readonly table: TableName;
		readonly series: SeriesKey | null;
		readonly changes: RowChanges;
	}[],
): readonly Difference[] {
	const found = new Map<string, Difference>();
	for (const {table, series, changes} of parts) {
		const name = series
			? [table, series.asset, series.source, series.quote, series.interval, series.origin].join('\n')
			: table;
		const before = found.get(name) ?? {table, series, ...noChanges};
		found.set(name, {table, series, ...sum(before, changes)});
	}

	return [...found.values()].filter(({added, changed, removed}) => added + changed + removed > 0);
}
