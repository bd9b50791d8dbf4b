/** Stores in folders of their own that vanish with the test. */

import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {onTestFinished} from 'vitest';
import {openStorage} from '#adapters/storage/open.js';
import type {Storage} from '#ports/storage.js';
import {createFakeClock} from '../../support/fake-clock.js';
import type {StorageSetup} from '../../support/storage-suite.js';

/** A folder that is removed when the test is over. */
export function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'storage-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	return folder;
}

/** SQLite on a real file, with a clock of the test. */
export async function openSqlite(dataDir = temporaryFolder()): Promise<StorageSetup> {
	const clock = createFakeClock();
	const another = async (): Promise<Storage> => {
		const storage = await openStorage({dataDir, busyTimeoutMs: 5000, clock});
		onTestFinished(async () => storage.close());
		return storage;
	};

	return {
		storage: await another(),
		clock,
		another,
		spoil: async payload => {
			writeFileSync(join(dataDir, 'raw', payload.slice(0, 2), `${payload.slice(2)}.json.gz`), 'not gzip');
		},
	};
}
