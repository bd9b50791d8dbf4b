/** Versions of the data: made, checked, compared, brought back. Every operation may be killed at any instant. */

import type {Difference} from '#domain/snapshot/diff.js';
import type {KeepPolicy, Manifest, SnapshotKind, SnapshotRecord} from '#domain/snapshot/manifest.js';

export type CreateOptions = {
	readonly kind: SnapshotKind;
	readonly message: string;
	readonly simulated: boolean;
};

/** An object that is not as it should be. */
export type Damage = {
	readonly snapshot: string;
	/** Path of the object, or of the file beside the objects. */
	readonly object: string;
	/** What it is in the version: the path of a partition, `manifest.json`, `directory`, `database`, `pointer`, `record`. */
	readonly part: string;
	readonly problem: 'missing' | 'damaged';
};

export type Verified = {
	readonly snapshots: readonly string[];
	/** Objects read. */
	readonly objects: number;
	readonly damages: readonly Damage[];
};

export type Restored = {
	readonly snapshot: string;
	/** The database that now holds the version. */
	readonly database: string;
	/** Where the database that was there before lies now; null when there was none. */
	readonly setAside: string | null;
};

export type Pruned = {
	/** Ids of the versions that went, or would go. */
	readonly snapshots: readonly string[];
	/** Objects nobody else refers to, and their bytes. */
	readonly objects: number;
	readonly bytes: number;
};

export type Comparison = {
	readonly before: string;
	readonly after: string;
	readonly differences: readonly Difference[];
};

/**
 * Versions in one place. A name is an id, the beginning of one, or `latest`. Faults: `usage` for a name that means none
 * or several, `busy` while another process works there, `storage-*`.
 */
export interface Vault {
	/** The folder of the place: a remote of DVC 3. */
	readonly remote: string;
	create(options: CreateOptions): Promise<SnapshotRecord>;
	/** Oldest first; without those that {@link broken} names. */
	list(): Promise<readonly SnapshotRecord[]>;
	show(
		name: string,
	): Promise<{readonly record: SnapshotRecord; readonly manifest: Manifest; readonly pointer: string}>;
	/** The ids of versions whose record cannot be read. */
	broken(): Promise<readonly string[]>;
	/** Reads every object again; of all versions without a name. */
	verify(name: string | null): Promise<Verified>;
	diff(before: string, after: string): Promise<Comparison>;
	/** Puts a version in place of the database, or into the folder `to`, which must not have one. */
	restore(name: string, to: string | null): Promise<Restored>;
	/** A folder with the version as a database to be read, made unless it is there. */
	materialise(name: string): Promise<string>;
	/** Lets old versions go; with `dryRun` only says what would go. */
	prune(keep: KeepPolicy, dryRun?: boolean): Promise<Pruned>;
}
