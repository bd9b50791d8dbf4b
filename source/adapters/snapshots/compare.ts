/** What became of the rows from one version to another: only files that differ are read. */

import {byTable, diffRows, differingPartitions, noChanges} from '#domain/snapshot/diff.js';
import type {PartitionPair, RowChanges} from '#domain/snapshot/diff.js';
import type {Manifest, Partition, SnapshotRecord} from '#domain/snapshot/manifest.js';
import {snapshotTables, type Row} from '#domain/snapshot/tables.js';
import type {SeriesKey} from '#domain/market.js';
import type {Comparison} from '#ports/vault.js';
import type {DatabaseFiles, TableFormat} from './parts.js';
import type {Shelf} from './shelf.js';

type Tools = {readonly database: DatabaseFiles; readonly format: TableFormat};

/** Gives the rows of a partition of one version. */
type Reader = (partition: Partition) => Promise<readonly Row[]>;

/** A reader for the partitions with the given paths; a whole database is read once for all of them. */
async function readerOf(
	shelf: Shelf,
	{database, format}: Tools,
	{kind, output}: SnapshotRecord,
	paths: ReadonlySet<string>,
): Promise<Reader> {
	if (kind === 'data') {
		return async ({md5, table}) => {
			const rows: Row[] = [];
			for await (const page of format.read(shelf.objects.read(md5), snapshotTables[table].columns)) {
				for (const row of page) rows.push(row);
			}

			return rows;
		};
	}

	const found = new Map<string, readonly Row[]>();
	if (paths.size > 0) {
		await database.read(shelf.objects.pathOf(output.md5), async partitions => {
			for (const {path, pages} of partitions) {
				const isWanted = paths.has(path);
				const rows: Row[] = [];
				for (const page of pages) if (isWanted) rows.push(...page);
				if (isWanted) found.set(path, rows);
			}
		});
	}

	return async ({path}) => found.get(path) ?? [];
}

async function changesOf({before, after}: PartitionPair, old: Reader, young: Reader): Promise<RowChanges> {
	if (!before) return {...noChanges, added: after?.rows ?? 0};
	if (!after) return {...noChanges, removed: before.rows};
	return diffRows(await old(before), await young(after), snapshotTables[after.table].key);
}

function seriesOf({series}: Partition, manifest: Manifest): SeriesKey | null {
	if (series === null) return null;
	const {source, asset, quote, interval, origin} = manifest.series[series]!;
	return {source, asset, quote, interval, origin};
}

export async function compareVersions(
	shelf: Shelf,
	tools: Tools,
	before: SnapshotRecord,
	after: SnapshotRecord,
): Promise<Comparison> {
	const [was, is] = [shelf.manifestOf(before), shelf.manifestOf(after)];
	const pairs = differingPartitions(was, is);
	const paths = new Set(pairs.flatMap(pair => (pair.before && pair.after ? [pair.after.path] : [])));
	const old = await readerOf(shelf, tools, before, paths);
	const young = await readerOf(shelf, tools, after, paths);
	const parts = [];
	for (const pair of pairs) {
		const partition = (pair.after ?? pair.before)!;
		const series = seriesOf(partition, pair.after ? is : was);
		parts.push({table: partition.table, series, changes: await changesOf(pair, old, young)});
	}

	return {before: before.id, after: after.id, differences: byTable(parts)};
}
