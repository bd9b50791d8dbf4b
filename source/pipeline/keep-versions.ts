/** Versions made by the way: when the last one is old enough, and no more than are to be kept. */

import {toFault} from '#domain/fault.js';
import {isDue, snapshotKinds, type KeepPolicy, type SnapshotKind} from '#domain/snapshot/manifest.js';
import type {Vault} from '#ports/vault.js';
import type {Clock} from '#ports/world.js';

/** Days between two versions of each kind; 0 makes none. */
type VersionRhythm = Readonly<Record<SnapshotKind, number>>;

export type KeepVersions = {
	readonly vault: Vault;
	readonly clock: Clock;
	readonly simulated: boolean;
	/** What the versions say about how they came to be. */
	readonly message: string;
	readonly everyDays: VersionRhythm;
	readonly keep: KeepPolicy;
};

/** What was made and what went; a failure is told, since no cycle may fail for want of a version. */
export type VersionsKept = {
	readonly made: readonly string[];
	readonly pruned: readonly string[];
	readonly fault: {readonly code: string; readonly message: string} | null;
};

/** Makes the versions that are due. Never throws. */
export async function keepVersions({
	vault,
	clock,
	simulated,
	message,
	everyDays,
	keep,
}: KeepVersions): Promise<VersionsKept> {
	const made: string[] = [];
	try {
		const records = await vault.list();
		for (const kind of snapshotKinds) {
			if (!isDue(records, kind, everyDays[kind], clock.now())) continue;
			const {id} = await vault.create({kind, message, simulated});
			made.push(id);
		}

		const pruned = made.length === 0 ? [] : (await vault.prune(keep)).snapshots;
		return {made, pruned, fault: null};
	} catch (error) {
		const {code, message} = toFault(error);
		return {made, pruned: [], fault: {code, message}};
	}
}
