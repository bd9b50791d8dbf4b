/** Versions of the data as the screen shows them. */

import type {Manifest, SnapshotRecord} from '#domain/snapshot/manifest.js';

/** A version of the data; when it was made, ms UTC. */
export type AsOf = {readonly id: string; readonly createdAt: number};

/** The versions of the data. */
export type VersionsView = {
	/** The folder they lie in: a remote of DVC 3. */
	readonly remote: string;
	/** The folder where a database goes that a version replaces. */
	readonly backups: string;
	/** Newest first. */
	readonly records: readonly SnapshotRecord[];
};

/** One version, what it holds, and the path of its `.dvc` file. */
export type VersionDetail = {
	readonly record: SnapshotRecord;
	readonly manifest: Manifest;
	readonly pointer: string;
};
