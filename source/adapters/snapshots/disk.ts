/** Files that are whole or absent, and stay what they are when the power goes. */

import {
	closeSync,
	fsyncSync,
	mkdirSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {Fault} from '#domain/fault.js';

/** The code that the file system gave an error; empty when it has none. */
export const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

/** Makes sure that a file, or the list of a folder, is on the disk. */
export function sync(path: string): void {
	const handle = openSync(path, 'r');
	try {
		fsyncSync(handle);
	} finally {
		closeSync(handle);
	}
}

/** Writes a file in one step; `mode` as of chmod. */
export function writeWhole(path: string, data: string | Uint8Array, mode = 0o644): void {
	const partial = join(dirname(path), `.${basename(path)}.tmp`);
	rmSync(partial, {force: true});
	mkdirSync(dirname(path), {recursive: true});
	writeFileSync(partial, data, {mode});
	sync(partial);
	renameSync(partial, path);
	sync(dirname(path));
}

/** The names in a folder; none when it is missing. */
export function namesIn(folder: string): string[] {
	try {
		return readdirSync(folder);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return [];
		throw error;
	}
}

const fullDisk = new Set(['ENOSPC', 'EDQUOT']);
const closedDoor = new Set([
	'EACCES',
	'EPERM',
	'EROFS',
	'ENOTDIR',
	'EISDIR',
	'EIO',
	'ENOENT',
	'EXDEV',
	'ELOOP',
	'ENAMETOOLONG',
]);

/** Runs work in a folder of versions and throws its errors as faults. */
export async function withRemoteFaults<T>(remote: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const code = codeOf(error);
		if (fullDisk.has(code)) {
			throw new Fault('storage-full', `The disk of ${remote} is full.`, {cause: error});
		}

		if (closedDoor.has(code)) {
			throw new Fault(
				'storage-unavailable',
				`${remote} cannot be used for snapshots: ${(error as Error).message}.`,
				{
					cause: error,
					hint: 'Check that the folder exists and can be written, or choose another one with --remote.',
				},
			);
		}

		throw error;
	}
}

/** Runs work that writes into one folder only: a full disk is told to be the one of that folder, whoever met it. */
export async function writingInto<T>(folder: string, work: () => Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		const code = codeOf(error);
		if (!fullDisk.has(code) && code !== 'storage-full') throw error;
		throw new Fault('storage-full', `The disk of ${folder} is full.`, {cause: error});
	}
}
