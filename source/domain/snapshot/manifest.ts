/** Versions of the data as values: what one holds, what it is called, when the next one is due, which ones stay. */

import type {SeriesKey} from '../market.js';
import {fromIso, toIso, toStamp} from '../time.js';
import type {TableName} from './tables.js';

/** `data`: the tables as files, which cost little to keep again. `database`: the whole database as one file. */
export const snapshotKinds = ['data', 'database'] as const;
export type SnapshotKind = (typeof snapshotKinds)[number];

/** One file of a version: the rows of one table (for candles: of one series) in one month, or all of them. */
export type Partition = {
	/** Its name in the folder of the version, e.g. `quotes/2026-11.parquet`. */
	readonly path: string;
	readonly table: TableName;
	/** Place in the list of series; null except for candles. */
	readonly series: number | null;
	readonly rows: number;
	readonly size: number;
	readonly md5: string;
};

/** What a version knows of one candle series. Times are ISO 8601; `from` and `to` open its first and last candle. */
export type SeriesFacts = SeriesKey & {
	readonly rows: number;
	readonly from: string;
	readonly to: string;
	/** Hash over the hashes of its partitions, oldest first. */
	readonly md5: string;
	/** Missing candles between `from` and `to`: from the first missing one to the end of the last, not included. */
	readonly gaps: readonly (readonly [from: string, to: string])[];
};

/** What a version holds. It depends on nothing but the data, so that the same data gives the same bytes. */
export type Manifest = {
	readonly format: 1;
	/** Version of the database schema that it was read from. */
	readonly schema: number;
	readonly rows: Readonly<Partial<Record<TableName, number>>>;
	readonly series: readonly SeriesFacts[];
	readonly partitions: readonly Partition[];
};

/** A version as it is listed. */
export type SnapshotRecord = {
	readonly format: 1;
	/** Sortable by age, e.g. `20261121-020313-4f2a9c`. */
	readonly id: string;
	readonly kind: SnapshotKind;
	/** ISO 8601, UTC. */
	readonly createdAt: string;
	readonly message: string;
	/** The version before it in the same place; null for the first. */
	readonly parent: string | null;
	/** Version of the program that made it. */
	readonly program: string;
	readonly simulated: boolean;
	/** The object a `.dvc` file points to; `files` only for a folder. Size in bytes. */
	readonly output: {readonly md5: string; readonly size: number; readonly files?: number};
	/** Object of the manifest. */
	readonly manifest: string;
	readonly rows: number;
	/** Bytes that this version added to the place. */
	readonly added: number;
};

const day = 86_400_000;

/** The month of a moment: `2026-11`. */
export const monthOf = (ts: number): string => toIso(ts).slice(0, 7);

// A dot could make a name that leads out of the folder.
const pathPart = (text: string): string => encodeURIComponent(text).replaceAll('.', '%2E');

/** The name of a partition in the folder of a version. */
export function partitionPath(table: TableName, series: SeriesKey | null, month: string | null): string {
	const folder = series
		? ['candles', series.source, series.asset, `${series.quote}-${series.interval}-${series.origin}`]
				.map(pathPart)
				.join('/')
		: table;
	return month === null ? `${folder}.parquet` : `${folder}/${month}.parquet`;
}

/** The name of a version; `mark` tells apart those of one second. */
export const snapshotId = (createdAt: number, mark: string): string => `${toStamp(createdAt)}-${mark}`;

/** The versions that a name means: `latest`, an id, or the beginning of one. Records are oldest first. */
export function matching(records: readonly SnapshotRecord[], name: string): readonly SnapshotRecord[] {
	if (name === 'latest') return records.slice(-1);
	if (name === '') return [];
	const exact = records.filter(({id}) => id === name);
	return exact.length > 0 ? exact : records.filter(({id}) => id.startsWith(name));
}

/** How many of each kind stay; 0 keeps all. */
export type KeepPolicy = Readonly<Record<SnapshotKind, number>>;

/** The versions that go, oldest first. */
export function outlived(records: readonly SnapshotRecord[], keep: KeepPolicy): readonly SnapshotRecord[] {
	return records.filter(({kind, id}) => {
		if (keep[kind] === 0) return false;
		const newer = records.filter(other => other.kind === kind && other.id > id).length;
		return newer >= keep[kind];
	});
}

/** Whether it is time for another version of a kind; `everyDays` 0 means never. */
export function isDue(
	records: readonly SnapshotRecord[],
	kind: SnapshotKind,
	everyDays: number,
	now: number,
): boolean {
	if (everyDays === 0) return false;
	const last = records.findLast(record => record.kind === kind);
	return last === undefined || now - fromIso(last.createdAt) >= everyDays * day;
}
