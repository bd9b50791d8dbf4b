/** Where the versions of a data folder lie. */

import {join} from 'node:path';
import type {VaultPlace} from '#app/vault-here.js';
import type {Config} from '#contracts/config.js';

/** How long a command waits for another process in the same place, ms. */
const patienceMs = 30_000;

/** `remote` replaces the setting; the simulated market keeps its versions apart from the real ones. */
export function vaultPlace(config: Config, demo: boolean, remote?: string): VaultPlace {
	const chosen = remote ?? (config['snapshot.remote'] || null);
	const folder = chosen === null ? join(config.dataDir, 'snapshots') : demo ? join(chosen, 'demo') : chosen;
	return {dataDir: config.dataDir, remote: folder, patienceMs};
}
