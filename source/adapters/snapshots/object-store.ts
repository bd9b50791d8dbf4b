/** Files under the name of their content, laid out as a remote (and cache) of DVC 3: `files/md5/xx/rest`. */

import {createHash} from 'node:crypto';
import {
	chmodSync,
	createReadStream,
	createWriteStream,
	existsSync,
	mkdirSync,
	readFileSync,
	renameSync,
	rmdirSync,
	rmSync,
	statSync,
} from 'node:fs';
import {dirname, join} from 'node:path';
import {pipeline} from 'node:stream/promises';
import {Fault} from '#domain/fault.js';
import {codeOf, sync} from './disk.js';

/** DVC trusts an object with exactly this mode and does not hash it again. */
const objectMode = 0o444;

export const md5Of = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');

/** Whether a text can be the name of an object. */
export const isObjectId = (text: string): boolean => /^[\da-f]{32}(\.dir)?$/.test(text);

/** The md5 that an object should have: its id without the ending of a directory. */
const wanted = (id: string): string => id.replace(/\.dir$/, '');

/** The md5 and the length of a file on the disk. */
export async function hashFile(path: string): Promise<{readonly md5: string; readonly size: number}> {
	const hash = createHash('md5');
	let size = 0;
	for await (const chunk of createReadStream(path, {highWaterMark: 1 << 20})) {
		const bytes = chunk as Buffer;
		hash.update(bytes);
		size += bytes.length;
	}

	return {md5: hash.digest('hex'), size};
}

/** Writes pieces to a file; gives its md5 and its length. */
export async function writeHashed(
	path: string,
	pieces: AsyncIterable<Uint8Array>,
): Promise<{readonly md5: string; readonly size: number}> {
	const hash = createHash('md5');
	let size = 0;
	await pipeline(
		pieces,
		async function* (source: AsyncIterable<Uint8Array>) {
			for await (const piece of source) {
				hash.update(piece);
				size += piece.length;
				yield piece;
			}
		},
		createWriteStream(path),
	);
	return {md5: hash.digest('hex'), size};
}

export class ObjectStore {
	readonly #root: string;
	/** Folders with names that are not on the disk for sure. */
	readonly #unsynced = new Set<string>();

	constructor(root: string) {
		this.#root = root;
	}

	/** Where an object lies. Fault `storage-damaged` for what cannot be the name of one, and could lead anywhere. */
	pathOf(id: string): string {
		if (!isObjectId(id)) throw damaged(JSON.stringify(id), 'cannot exist');
		return join(this.#root, 'files', 'md5', id.slice(0, 2), id.slice(2));
	}

	/** Whether an object of this length is there. */
	has(id: string, size: number): boolean {
		try {
			return statSync(this.pathOf(id)).size === size;
		} catch (error) {
			if (codeOf(error) === 'ENOENT') return false;
			throw error;
		}
	}

	/** Moves a file on the same disk into the store. */
	adopt(path: string, id: string): void {
		const target = this.pathOf(id);
		const folder = dirname(target);
		if (!existsSync(folder)) {
			mkdirSync(folder, {recursive: true});
			this.#unsynced.add(dirname(folder));
		}

		sync(path);
		chmodSync(path, objectMode);
		renameSync(path, target);
		this.#unsynced.add(folder);
	}

	/** Makes sure that every object taken in so far can be found after a power cut. */
	settle(): void {
		for (const folder of this.#unsynced) sync(folder);
		this.#unsynced.clear();
	}

	/** What is wrong with an object; null when it is what its name says. */
	async problemOf(id: string): Promise<'missing' | 'damaged' | null> {
		try {
			return (await hashFile(this.pathOf(id))).md5 === wanted(id) ? null : 'damaged';
		} catch (error) {
			return codeOf(error) === 'ENOENT' ? 'missing' : 'damaged';
		}
	}

	/** The bytes of an object. Fault `storage-damaged` naming it when they are not what its name says. */
	read(id: string): Buffer {
		const path = this.pathOf(id);
		let bytes: Buffer;
		try {
			bytes = readFileSync(path);
		} catch (error) {
			throw damaged(path, codeOf(error) === 'ENOENT' ? 'is missing' : 'cannot be read', error);
		}

		if (md5Of(bytes) !== wanted(id)) throw damaged(path, 'is damaged');
		return bytes;
	}

	/** Removes an object; gives the bytes it took. */
	remove(id: string): number {
		const path = this.pathOf(id);
		if (!existsSync(path)) return 0;
		const {size} = statSync(path);
		rmSync(path, {force: true});
		try {
			rmdirSync(dirname(path));
		} catch {
			// Other objects are in it.
		}

		return size;
	}
}

/** The fault of an object that is not what its name says. */
export const damaged = (path: string, how: string, cause?: unknown): Fault =>
	new Fault('storage-damaged', `The object ${path} ${how}.`, {
		cause,
		hint: 'Run "crypto-tui snapshot verify" to see which versions need it, and copy it back from another place that has it.',
	});
