/** Where the versions of a data folder lie. */

import {join} from 'node:path';
import type {Config} from '#contracts/config.js';
import type {VaultPlace} from './vault-here.js';

/** How long anybody waits for another process in the same place, ms. */
const patienceMs = 30_000;

/** The `.dvc` file of a version, by its id. */
export const pointerPath = (remote: string, id: string): string => join(remote, 'versions', `${id}.dvc`);

/** `remote` replaces the setting; the simulated market keeps its versions apart from the real ones. */
export function vaultPlace(config: Config, demo: boolean, remote?: string): VaultPlace {
	const chosen = remote ?? (config['snapshot.remote'] || null);
	const folder = chosen === null ? join(config.dataDir, 'snapshots') : demo ? join(chosen, 'demo') : chosen;
	return {dataDir: config.dataDir, remote: folder, patienceMs};
}
