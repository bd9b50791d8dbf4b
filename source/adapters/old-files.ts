/** Files of a folder that have outlived their use. */

import {readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {OldFiles} from '#ports/upkeep.js';

type Found = {readonly path: string; readonly bytes: number};

/** Every file below `folder` whose name (its path there) may go. A missing folder has none. */
export function oldFiles(folder: string, mayGo: (name: string) => boolean): OldFiles {
	const listed = async (before: number): Promise<readonly Found[]> => {
		const names = await readdir(folder, {recursive: true}).catch(() => []);
		const found: Found[] = [];
		for (const name of names.filter(mayGo)) {
			const path = join(folder, name);
			const facts = await stat(path).catch(() => null);
			if (facts?.isFile() && facts.mtimeMs < before) found.push({path, bytes: facts.size});
		}

		return found;
	};

	return {
		async find(before) {
			const found = await listed(before);
			return {files: found.length, bytes: found.reduce((sum, {bytes}) => sum + bytes, 0)};
		},
		async remove(before) {
			const found = await listed(before);
			for (const {path} of found) await rm(path, {force: true});
			return found.length;
		},
	};
}
