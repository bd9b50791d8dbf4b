/** Versions of the data for the screen: asked for by hand, and made by the way while the loop collects. */

import {join} from 'node:path';
import type {App} from '#app.js';
import {compactWorld} from '#app/compaction.js';
import {versionRhythm, type Rhythm} from '#app/version-rhythm.js';
import {openVault} from '#app/vault.js';
import type {VaultPlace} from '#app/vault-here.js';
import {pointerPath} from '#app/vault-place.js';
import {Fault} from '#domain/fault.js';
import {compact, planCompact, type CompactWorld} from '#pipeline/compact.js';
import type {VersionsKept} from '#pipeline/keep-versions.js';
import type {Restored, Vault} from '#ports/vault.js';
import type {Desk, DeskNews} from './desk.js';
import type {Borrow} from './held-app.js';
import {liveLine} from './log-tail.js';

/** What the desk offers of versions, with restoring left to whoever can close the store. */
type Offers = Pick<
	Desk,
	| 'versions'
	| 'version'
	| 'createVersion'
	| 'verifyVersions'
	| 'compareVersions'
	| 'pruneVersions'
	| 'planCompact'
	| 'compact'
>;

export type Versions = {
	readonly offers: Offers;
	/** Puts a version in place of the database, which must be closed. */
	restore(id: string): Promise<Restored>;
	/** Begins to make the versions that are due, of an app, until `signal` is aborted. */
	start(app: App, signal: AbortSignal): void;
	/** A cycle is over: perhaps a version is due. */
	look(): void;
	/** Waits for what is made by the way. */
	rest(): Promise<void>;
	/** Ends what was asked for; it fails with the fault `interrupted`. */
	stop(): void;
};

export type VersionsParts = {
	readonly borrow: Borrow;
	readonly tell: (news: DeskNews) => void;
	/** Where the versions lie, by the settings of now. */
	readonly place: () => VaultPlace;
	readonly demo: boolean;
	/** Throws where nothing may be written. */
	readonly refuseReading: () => void;
};

const worldOf = ({config, storage, clock}: App, vault: Vault): CompactWorld =>
	compactWorld({config, storage, vault, clock});

export function createVersions({borrow, tell, place, demo, refuseReading}: VersionsParts): Versions {
	const stopping = new AbortController();
	let rhythm: Rhythm | null = null;
	/** Of what was asked for. */
	let underWay = 0;

	const vault = (): Vault => openVault(place(), stopping.signal);
	/** Runs what was asked for; whatever came of it, the list is looked at again. */
	const byHand = async <Result>(work: (vault: Vault) => Promise<Result>): Promise<Result> => {
		refuseReading();
		underWay++;
		try {
			return await work(vault());
		} finally {
			underWay--;
			tell({type: 'versions-stored'});
		}
	};
	const tellKept = ({made, pruned, fault}: VersionsKept): void => {
		const told = [
			...made.map(id => ['info', `Made snapshot ${id}.`] as const),
			...pruned.map(id => ['info', `Pruned snapshot ${id}.`] as const),
			...(fault ? [['warn', `No snapshot was made: ${fault.message}`] as const] : []),
		];
		for (const [level, message] of told) {
			const event = {type: 'notice', level, code: 'snapshot', message, source: null, asset: null} as const;
			const at = Date.now();
			tell({type: 'event', at, event});
			tell({type: 'log', line: liveLine(event, at, null)});
		}

		if (made.length > 0) tell({type: 'versions-stored'});
	};

	return {
		offers: {
			async versions() {
				const {remote, dataDir} = place();
				return {
					remote,
					backups: join(dataDir, 'backups'),
					records: (await vault().list()).toReversed(),
				};
			},
			async version(id) {
				const {record, manifest} = await vault().show(id);
				return {record, manifest, pointer: pointerPath(place().remote, record.id)};
			},
			createVersion: async ({kind, message}) =>
				byHand(async vault => vault.create({kind, message, simulated: demo})),
			verifyVersions: async id => byHand(async vault => vault.verify(id)),
			compareVersions: async (before, after) => vault().diff(before, after),
			async pruneVersions(keep, dryRun) {
				return dryRun ? vault().prune(keep, true) : byHand(async vault => vault.prune(keep));
			},
			async planCompact() {
				refuseReading();
				return borrow(async app => planCompact(worldOf(app, vault())));
			},
			compact: async () =>
				byHand(async vault => borrow(async app => compact(worldOf(app, vault), stopping.signal))),
		},
		restore: async id => byHand(async vault => vault.restore(id, null)),
		start(app, signal) {
			rhythm = versionRhythm({app, message: 'made by the screen', tell: tellKept, signal});
		},
		look() {
			// Two at once would wait for each other.
			if (underWay === 0) rhythm?.check();
		},
		async rest() {
			await rhythm?.end();
			rhythm = null;
		},
		stop: () => stopping.abort(new Fault('interrupted', 'The desk closed before the work was over.')),
	};
}
