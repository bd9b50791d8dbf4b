/** Versions made by the way while a loop collects, beside the cycles and not in their way. */

import type {Config} from '#contracts/config.js';
import {keepVersions, type VersionsKept} from '#pipeline/keep-versions.js';
import type {Clock} from '#ports/world.js';
import {openVault} from './vault.js';
import {vaultPlace} from './vault-place.js';

/** After a failure the next cycles are left alone for so long, ms. */
const retryMs = 60 * 60 * 1000;

export type Rhythm = {
	/** Begins the versions that are due, unless some are being made. */
	check(): void;
	/** Waits for those under way. */
	end(): Promise<void>;
};

export type RhythmParts = {
	readonly app: {readonly config: Config; readonly clock: Clock; readonly simulated: boolean};
	/** What the versions say about how they came to be. */
	readonly message: string;
	/** Told what was made, what went, and what kept a version from being made. */
	readonly tell: (kept: VersionsKept) => void;
	/** Ends what is under way; nothing is told after that. */
	readonly signal: AbortSignal;
};

export function versionRhythm({app, message, tell, signal}: RhythmParts): Rhythm {
	const {config, clock, simulated} = app;
	const everyDays = {data: config['snapshot.everyDays'], database: config['snapshot.databaseEveryDays']};
	if (everyDays.data + everyDays.database === 0) return {check: () => {}, end: async () => {}};
	const vault = openVault({...vaultPlace(config, simulated), patienceMs: 0}, signal);
	const keep = {data: config['snapshot.keep'], database: config['snapshot.keepDatabases']};
	let running: Promise<void> | null = null;
	let quietUntil = Number.NEGATIVE_INFINITY;

	const run = async (): Promise<void> => {
		const kept = await keepVersions({vault, clock, simulated, message, everyDays, keep});
		if (signal.aborted) return;
		// Nothing is stored yet: no version is missing.
		const fault = kept.fault?.code === 'no-assets' ? null : kept.fault;
		if (fault) quietUntil = clock.now() + retryMs;
		tell({...kept, fault});
	};

	return {
		check() {
			if (running || signal.aborted || clock.now() < quietUntil) return;
			running = run().finally(() => (running = null));
		},
		async end() {
			await running;
		},
	};
}
