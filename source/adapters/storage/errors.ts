/** Turns what SQLite and the file system throw into the faults of storage. */

import {Fault, type FaultCode} from '#domain/fault.js';

/** SQLite's primary result codes; extended ones (`SQLITE_BUSY_SNAPSHOT`) begin with theirs. */
const sqliteCodes: readonly (readonly [string, FaultCode])[] = [
	['SQLITE_BUSY', 'storage-busy'],
	['SQLITE_LOCKED', 'storage-busy'],
	['SQLITE_FULL', 'storage-full'],
	['SQLITE_CORRUPT', 'storage-damaged'],
	['SQLITE_NOTADB', 'storage-damaged'],
	['SQLITE_CANTOPEN', 'storage-unavailable'],
	['SQLITE_READONLY', 'storage-unavailable'],
	['SQLITE_PERM', 'storage-unavailable'],
	['SQLITE_AUTH', 'storage-unavailable'],
	['SQLITE_IOERR', 'storage-unavailable'],
];

const fullDisk: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT']);
const closedDoor: ReadonlySet<string> = new Set([
	'EACCES',
	'EPERM',
	'EROFS',
	'ENOENT',
	'ENOTDIR',
	'EISDIR',
	'EEXIST',
	'EMFILE',
	'ENFILE',
	'EIO',
	'ELOOP',
	'ENAMETOOLONG',
]);

const sentences: Partial<Record<FaultCode, string>> = {
	'storage-busy': 'The database is locked by another process',
	'storage-full': 'The disk of the database is full',
	'storage-damaged': 'The database is damaged',
	'storage-unavailable': 'The database cannot be opened or written',
};

/** The code that SQLite or the file system gave an error; empty when it has none. */
export const codeOf = (error: unknown): string =>
	error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';

function faultCodeOf(code: string): FaultCode | undefined {
	if (fullDisk.has(code)) return 'storage-full';
	if (closedDoor.has(code)) return 'storage-unavailable';
	return sqliteCodes.find(([prefix]) => code === prefix || code.startsWith(`${prefix}_`))?.[1];
}

/**
 * The storage fault behind an error, with the error as its cause. An error that no user can do anything about (a broken
 * constraint, a wrong type) is ours and comes back unchanged.
 */
function toStorageFault(error: unknown): unknown {
	if (error instanceof Fault) return error;
	const code = faultCodeOf(codeOf(error));
	return code === undefined
		? error
		: new Fault(code, `${sentences[code]!}: ${(error as Error).message}.`, {cause: error});
}

/** Whether the error only says that another connection was faster. */
export const isBusy = (error: unknown): boolean => faultCodeOf(codeOf(error)) === 'storage-busy';

/** Runs storage work and throws its errors as faults. */
export async function withStorageFaults<T>(work: () => T | Promise<T>): Promise<T> {
	try {
		return await work();
	} catch (error) {
		throw toStorageFault(error);
	}
}
