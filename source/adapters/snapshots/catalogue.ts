/** Goes through the files of a version and notes what is in them: the manifest. */

import {createHash} from 'node:crypto';
import {rmSync} from 'node:fs';
import {join} from 'node:path';
import {gapsBetween} from '#domain/snapshot/gaps.js';
import type {SeriesKey} from '#domain/market.js';
import type {Manifest, Partition, SeriesFacts} from '#domain/snapshot/manifest.js';
import {snapshotTables, tableNames, type Row} from '#domain/snapshot/tables.js';
import {toIso} from '#domain/time.js';
import {writeHashed} from './object-store.js';
import type {ReadPartition, TableFormat} from './parts.js';

/** What is known of a series so far. */
type Account = {
	readonly key: SeriesKey;
	readonly hashes: string[];
	readonly first: number;
	last: number;
	rows: number;
	readonly gaps: [string, string][];
};

const factsOf = ({key, hashes, first, last, rows, gaps}: Account): SeriesFacts => ({
	...key,
	rows,
	from: toIso(first),
	to: toIso(last),
	md5: createHash('md5').update(hashes.join('\n')).digest('hex'),
	gaps,
});

/**
 * Writes every partition to a file in `folder` and hands it to `take` with its hash; a file that is still there
 * afterwards is removed. Returns the manifest.
 */
export async function catalogue(
	partitions: Iterable<ReadPartition>,
	schema: number,
	format: TableFormat,
	folder: string,
	take: (file: string, partition: Partition) => void,
): Promise<Manifest> {
	const found: Partition[] = [];
	const accounts: Account[] = [];
	let account: Account | undefined;
	let seriesKey: SeriesKey | null = null;
	const file = join(folder, 'partition');

	for (const {path, table, series, pages} of partitions) {
		if (series !== seriesKey) account = undefined;
		seriesKey = series;
		let rows = 0;
		const counted = function* (): Generator<readonly Row[]> {
			for (const page of pages) {
				rows += page.length;
				if (series) {
					for (const row of page) {
						const ts = Number(row[0]);
						if (account === undefined) {
							account = {key: series, hashes: [], first: ts, last: ts, rows: 0, gaps: []};
							accounts.push(account);
						} else {
							const gap = gapsBetween(account.last, ts, series.interval);
							if (gap) account.gaps.push([toIso(gap.from), toIso(gap.to)]);
							account.last = ts;
						}

						account.rows++;
					}
				}

				yield page;
			}
		};
		const {md5, size} = await writeHashed(file, format.write(snapshotTables[table].columns, counted()));
		account?.hashes.push(md5);
		const partition = {path, table, series: account ? accounts.length - 1 : null, rows, size, md5};
		found.push(partition);
		take(file, partition);
		rmSync(file, {force: true});
	}

	const rowsOf = (table: string): number =>
		found.reduce((sum, partition) => sum + (partition.table === table ? partition.rows : 0), 0);
	return {
		format: 1,
		schema,
		rows: Object.fromEntries(tableNames.map(table => [table, rowsOf(table)])),
		series: accounts.map(factsOf),
		partitions: found,
	};
}
