/** Versions made by the way while `--watch` collects, beside the cycles and not in their way. */

import type {App} from '#app.js';
import {openVault} from '#app/vault.js';
import type {Config} from '#contracts/config.js';
import {keepVersions} from '#pipeline/keep-versions.js';
import {vaultPlace} from './snapshot-place.js';
import type {Surroundings} from './surroundings.js';

/** After a failure the next cycles are left alone for so long, ms. */
const retryMs = 60 * 60 * 1000;

type Rhythm = {
	/** Begins the versions that are due, unless some are being made. */
	check(): void;
	/** Waits for those under way. */
	end(): Promise<void>;
};

export function versionRhythm(app: App, config: Config, {err, signal}: Surroundings): Rhythm {
	const everyDays = {data: config['snapshot.everyDays'], database: config['snapshot.databaseEveryDays']};
	if (everyDays.data + everyDays.database === 0) return {check: () => {}, end: async () => {}};
	const vault = openVault({...vaultPlace(config, app.simulated), patienceMs: 0}, signal);
	const keep = {data: config['snapshot.keep'], database: config['snapshot.keepDatabases']};
	let running: Promise<void> | null = null;
	let quietUntil = Number.NEGATIVE_INFINITY;

	const run = async (): Promise<void> => {
		const {made, pruned, fault} = await keepVersions({
			vault,
			clock: app.clock,
			simulated: app.simulated,
			everyDays,
			keep,
		});
		if (signal.aborted) return;
		if (made.length > 0) err.write(`Made snapshot ${made.join(', ')}.\n`);
		if (pruned.length > 0) err.write(`Pruned snapshot ${pruned.join(', ')}.\n`);
		// Nothing is stored yet: no version is missing.
		if (!fault || fault.code === 'no-assets') return;
		quietUntil = app.clock.now() + retryMs;
		err.write(`crypto-tui: no snapshot was made: ${fault.message}\n`);
	};

	return {
		check() {
			if (running || app.clock.now() < quietUntil) return;
			running = run().finally(() => (running = null));
		},
		async end() {
			await running;
		},
	};
}
