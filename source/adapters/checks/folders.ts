/** Whether the disk has room and the log can be written; looks only, and creates nothing. */

import {constants, statSync} from 'node:fs';
import {access, statfs} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {failed, passed, type Check} from '#domain/doctor/check.js';
import {judgeDisk} from '#domain/doctor/judge.js';

/** The folder itself, or the nearest one above it that exists. */
function nearestExisting(folder: string): string {
	for (let place = folder; ; place = dirname(place)) {
		if (statSync(place, {throwIfNoEntry: false}) || dirname(place) === place) return place;
	}
}

const reasonOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : String(error);

/** The room on the disk of a data folder that may not exist yet. */
export async function checkDisk(dataDir: string): Promise<Check> {
	try {
		const {bavail, bsize} = await statfs(nearestExisting(dataDir));
		return judgeDisk(dataDir, bavail * bsize);
	} catch (error) {
		return failed(
			'disk',
			`${dataDir} cannot be looked at (${reasonOf(error)}).`,
			'Make the folder accessible, or choose another one with --data-dir.',
		);
	}
}

/** Whether the log file, or what it would be made in, can be written. */
export async function checkLog(folder: string, fileName: string): Promise<Check> {
	const file = join(folder, fileName);
	try {
		const place = nearestExisting(file);
		const isFile = statSync(place).isFile();
		if (isFile && place !== file) throw Object.assign(new Error(place), {code: 'ENOTDIR'});
		if (place === file && !isFile) throw Object.assign(new Error(place), {code: 'EISDIR'});
		await access(place, constants.W_OK);
		return passed('log', `${file} can be written.`);
	} catch (error) {
		return failed(
			'log',
			`${file} cannot be written (${reasonOf(error)}).`,
			'Correct the owner and the permissions of the folder, or choose another one with --data-dir.',
		);
	}
}
