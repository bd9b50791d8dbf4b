/** The export formats, and writing a table to a file that is whole or absent, or to a stream with backpressure. */

import {randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {open, readlink, realpath, rename, stat, unlink, type FileHandle} from 'node:fs/promises';
import {dirname, resolve} from 'node:path';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {Fault} from '#domain/fault.js';
import type {Table, TimeFormat} from './table.js';

/** Every format with the file endings that mean it. */
export const exportFormats = {
	csv: ['.csv'],
	json: ['.json'],
	ndjson: ['.ndjson', '.jsonl'],
	parquet: ['.parquet'],
} as const satisfies Record<string, readonly string[]>;
export type ExportFormat = keyof typeof exportFormats;

type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Loads only the format asked for. */
async function piecesOf(table: Table, format: ExportFormat, time: TimeFormat): Promise<Pieces> {
	switch (format) {
		case 'csv':
			return (await import('./csv.js')).writeCsv(table, time);
		case 'json':
			return (await import('./json.js')).writeJson(table, time);
		case 'ndjson':
			return (await import('./ndjson.js')).writeNdjson(table, time);
		case 'parquet':
			return (await import('./parquet.js')).writeParquet(table, time);
	}
}

export type ExportOptions = {readonly format: ExportFormat; readonly time: TimeFormat};

/** Streams a table; waits whenever the reader is slower. Throws what the stream reports, or the signal's reason. */
export async function exportToStream(
	table: Table,
	stream: NodeJS.WritableStream,
	{format, time}: ExportOptions,
	signal?: AbortSignal,
): Promise<void> {
	for await (const piece of await piecesOf(table, format, time)) {
		signal?.throwIfAborted();
		if (!stream.write(piece)) await once(stream, 'drain', signal ? {signal} : {});
		// Lets a closed reader or an interruption be noticed between pages.
		await nextTurn();
	}
}

/**
 * Writes a table to `path`: beside it first, and into place in one step once it is complete and on the disk. Whatever
 * goes wrong, `path` is as it was. A path that is no regular file (a pipe, a device) is written directly.
 * Returns the bytes written. Faults: `usage` for a folder, `storage-unavailable`, `storage-full`.
 */
export async function exportToFile(
	table: Table,
	path: string,
	{format, time}: ExportOptions,
	signal?: AbortSignal,
): Promise<number> {
	return writeToFile(await piecesOf(table, format, time), path, signal);
}

/** The same for any pieces of a file. */
export async function writeToFile(pieces: Pieces, path: string, signal?: AbortSignal): Promise<number> {
	const target = await targetOf(path);
	const place = target.replace
		? `${target.path}.tmp-${process.pid}-${randomBytes(4).toString('hex')}`
		: target.path;
	const file = await guard(path, () => open(place, target.replace ? 'wx' : 'w'));
	try {
		const {mode} = target;
		if (mode !== undefined) await guard(path, () => file.chmod(mode));
		const bytes = await writePieces(file, path, pieces, signal);
		if (target.replace) await guard(path, () => file.sync());
		await file.close();
		if (target.replace) await guard(path, () => rename(place, target.path));
		return bytes;
	} catch (error) {
		await file.close().catch(() => {});
		if (target.replace) await unlink(place).catch(() => {});
		throw error;
	}
}

async function writePieces(
	file: FileHandle,
	path: string,
	pieces: Pieces,
	signal?: AbortSignal,
): Promise<number> {
	let bytes = 0;
	for await (const piece of pieces) {
		signal?.throwIfAborted();
		const data = typeof piece === 'string' ? Buffer.from(piece) : piece;
		await guard(path, () => file.writeFile(data));
		bytes += data.length;
	}

	signal?.throwIfAborted();
	return bytes;
}

type Target = {
	readonly path: string;
	readonly replace: boolean;
	/** Permissions of the file that is replaced: a private one stays private. */
	readonly mode?: number;
};

/** Follows symbolic links, so that the file they point to is replaced or made, and not the link. */
async function targetOf(path: string): Promise<Target> {
	const found = await stat(path).catch(() => null);
	if (!found) {
		const pointsTo = await readlink(path).catch(() => null);
		return {path: pointsTo === null ? path : resolve(dirname(path), pointsTo), replace: true};
	}

	if (found.isDirectory()) {
		throw new Fault('usage', `${path} is a folder; --out needs the name of a file.`, {
			hint: 'Name a file in it, for example --out candles.csv.',
		});
	}

	const real = await realpath(path);
	return found.isFile()
		? {path: real, replace: true, mode: found.mode & 0o7777}
		: {path: real, replace: false};
}

async function guard<Result>(path: string, action: () => Promise<Result>): Promise<Result> {
	try {
		return await action();
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		const full = code === 'ENOSPC' || code === 'EDQUOT';
		throw new Fault(
			full ? 'storage-full' : 'storage-unavailable',
			`${path} cannot be written (${code}); nothing was left behind.`,
			{
				cause: error,
				hint: full
					? 'Free some disk space, or choose another place with --out.'
					: `Check that the folder ${dirname(path)} exists and can be written, or choose another place with --out.`,
			},
		);
	}
}
