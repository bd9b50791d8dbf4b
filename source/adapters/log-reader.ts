/** Reads the rotated log files in order, and goes on reading while they are written. */

import {open, readdir, type FileHandle} from 'node:fs/promises';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {Fault} from '#domain/fault.js';

const chunkSize = 256 * 1024;
/** A line longer than this is damage, not a line. */
const longestLine = 1024 * 1024;

/** Cuts a stream of bytes into whole lines; the rest waits for more. */
function createSplitter() {
	const decoder = new TextDecoder();
	let rest = '';
	return {
		push(bytes: Uint8Array): string[] {
			const lines = (rest + decoder.decode(bytes, {stream: true})).split('\n');
			rest = lines.pop() ?? '';
			if (rest.length > longestLine) rest = rest.slice(-longestLine);
			return lines.filter(line => line !== '');
		},
		/** What stands after the last line end. */
		flush(): string[] {
			const last = rest + decoder.decode();
			rest = '';
			return last === '' ? [] : [last];
		},
	};
}

const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error ? String(error.code) : String(error);

const unreadable = (path: string, why: string, cause?: unknown): Fault =>
	new Fault('storage-unavailable', `${path} cannot be read: ${why}.`, {
		cause,
		hint: 'Make it readable, or move it away; a new log begins with the next run.',
	});

async function openOrNull(path: string): Promise<FileHandle | null> {
	let file: FileHandle;
	try {
		file = await open(path, 'r');
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return null;
		throw unreadable(path, codeOf(error), error);
	}

	if ((await file.stat()).isFile()) return file;
	await file.close();
	throw unreadable(path, 'it is not a file');
}

/** The log files of a folder, oldest first: `name.4` … `name.1`, `name`. */
async function filesOf(folder: string, name: string): Promise<string[]> {
	const entries = await readdir(folder).catch((error: unknown): string[] => {
		const code = codeOf(error);
		if (code === 'ENOENT') return [];
		throw unreadable(folder, code === 'ENOTDIR' ? 'it is, or lies in, a file' : code, error);
	});
	const ages = entries.flatMap(entry => {
		if (entry === name) return 0;
		const age = entry.startsWith(`${name}.`) ? entry.slice(name.length + 1) : '';
		return /^\d{1,4}$/.test(age) ? Number(age) : [];
	});
	return ages.toSorted((a, b) => b - a).map(age => join(folder, age === 0 ? name : `${name}.${age}`));
}

type Splitter = ReturnType<typeof createSplitter>;

/** Everything from where the file was left, up to its present end. */
async function* readOn(file: FileHandle, splitter: Splitter): AsyncGenerator<readonly string[]> {
	const buffer = Buffer.alloc(chunkSize);
	for (;;) {
		const {bytesRead} = await file.read(buffer, 0, chunkSize, null);
		if (bytesRead === 0) return;
		yield splitter.push(buffer.subarray(0, bytesRead));
	}
}

async function* wholeFile(path: string): AsyncGenerator<readonly string[]> {
	const file = await openOrNull(path);
	if (!file) return;
	const splitter = createSplitter();
	try {
		yield* readOn(file, splitter);
		yield splitter.flush();
	} finally {
		await file.close();
	}
}

/** All stored lines, oldest first, in parts. Nothing when there is no log. Fault `storage-unavailable`. */
export async function* storedLines(folder: string, name: string): AsyncGenerator<readonly string[]> {
	for (const path of await filesOf(folder, name)) yield* wholeFile(path);
}

/** The lines of each log file, the newest file first; inside a file the oldest line first. Fault `storage-unavailable`. */
export async function* newestFilesFirst(folder: string, name: string): AsyncGenerator<readonly string[]> {
	for (const path of (await filesOf(folder, name)).toReversed()) {
		const lines: string[] = [];
		for await (const part of wholeFile(path)) for (const line of part) lines.push(line);
		yield lines;
	}
}

/** Stored lines, then new ones as they come, across rotations; ends when aborted. Waits for a log that does not exist yet. */
export async function* followLines(
	folder: string,
	name: string,
	signal: AbortSignal,
	pause = 250,
): AsyncGenerator<readonly string[]> {
	const current = join(folder, name);
	const older = (await filesOf(folder, name)).filter(path => path !== current);
	for (const path of older) yield* wholeFile(path);

	let file: FileHandle | null = null;
	let splitter = createSplitter();
	try {
		while (!signal.aborted) {
			file ??= await openOrNull(current);
			if (file) yield* readOn(file, splitter);
			const next = await openOrNull(current);
			if (file && next && !(await sameFile(file, next))) {
				// Rotated: what was written before the move is still in the old file.
				yield* readOn(file, splitter);
				yield splitter.flush();
				await file.close();
				file = next;
				splitter = createSplitter();
				continue;
			}

			await next?.close();
			await sleep(pause, undefined, {signal}).catch(() => {});
		}
	} finally {
		await file?.close();
	}
}

async function sameFile(a: FileHandle, b: FileHandle): Promise<boolean> {
	const [left, right] = await Promise.all([a.stat({bigint: true}), b.stat({bigint: true})]);
	return left.ino === right.ino && left.dev === right.dev;
}
