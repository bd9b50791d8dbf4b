/** Puts another database in place of the current one, in one step, with the old one set aside under a name of its own. */

import {
	constants,
	copyFileSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	renameSync,
	rmSync,
	statSync,
} from 'node:fs';
import {basename, dirname, join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import type {Database} from 'better-sqlite3';
import {Fault} from '#domain/fault.js';
import {toStamp} from '#domain/time.js';
import {isAlive} from '../process-alive.js';
import {connect} from './connections.js';
import {codeOf, isBusy, withStorageFaults} from './errors.js';
import {syncPath} from './snapshot-files.js';

/** Longer than anybody waits for the lock of the old file before giving up and opening the name again. */
const handOverMs = 200;

const asidePrefix = '.set-aside-';
/** What is set aside carries the process that did it. */
const asideName = /^\.set-aside-.*-(\d+)\.db$/;

/** What may lie beside a database that was not closed; a damaged one is set aside together with it. */
const companions = ['-wal', '-shm', '-journal'];

const inUse = (file: string, cause: unknown): Fault =>
	new Fault('busy', `${file} is open in another process, so it cannot be replaced now.`, {
		cause,
		hint: 'Close every other crypto-tui on this data folder (screen, --watch), then run the same command again.',
	});

/** Opens the database alone, everything written to it in the one file; null when it is too damaged for that. */
function openAlone(file: string): Database | null {
	const db = connect(file);
	try {
		// Leaving WAL needs the file for oneself alone; SQLite refuses while anybody else has it open.
		if (db.pragma('journal_mode = DELETE', {simple: true}) !== 'delete') throw inUse(file, undefined);
		return db;
	} catch (error) {
		db.close();
		if (isBusy(error)) throw inUse(file, error);
		if (codeOf(error).startsWith('SQLITE_CORRUPT') || codeOf(error) === 'SQLITE_NOTADB') return null;
		throw error;
	}
}

/** A second name for a file; a copy where the file system knows no second names. */
function alias(file: string, name: string): void {
	try {
		linkSync(file, name);
	} catch (error) {
		if (codeOf(error) === 'EEXIST' || codeOf(error) === 'ENOENT') throw error;
		copyFileSync(file, name, constants.COPYFILE_EXCL);
		syncPath(name);
	}
}

/**
 * Ends what a killed switch left behind: a second name of the database in use vanishes, a replaced database gets its
 * place among the backups.
 */
export function settleSetAside(file: string, backups: string): void {
	const folder = dirname(file);
	if (!existsSync(folder)) return;
	for (const name of readdirSync(folder)) {
		const pid = Number(asideName.exec(name)?.[1] ?? Number.NaN);
		// A living process is in the middle of it.
		if (Number.isNaN(pid) || (pid !== process.pid && isAlive(pid))) continue;
		const path = join(folder, name);
		if (existsSync(file) && statSync(path).ino === statSync(file).ino) rmSync(path);
		else shelve(path, file, backups, statSync(path).mtimeMs);
	}
}

function shelve(path: string, file: string, backups: string, at: number): string {
	mkdirSync(backups, {recursive: true});
	const stem = `${basename(file, '.db')}-before-restore-${toStamp(at)}`;
	for (let n = 1; ; n++) {
		const target = join(backups, `${stem}${n === 1 ? '' : `-${n}`}.db`);
		if (existsSync(target)) continue;
		renameSync(path, target);
		syncPath(backups);
		return target;
	}
}

/**
 * Replaces `file` by `fresh`; returns where the old database lies, null when there was none. At every instant the name
 * leads to one of the two, whole. Fault `busy` while another process has the database open.
 */
export async function swapDatabase(
	fresh: string,
	file: string,
	backups: string,
	now: number,
): Promise<string | null> {
	return withStorageFaults(async () => {
		settleSetAside(file, backups);
		const folder = dirname(file);
		if (!existsSync(file)) {
			renameSync(fresh, file);
			syncPath(folder);
			return null;
		}

		const aside = join(folder, `${asidePrefix}${toStamp(now)}-${process.pid}.db`);
		const db = openAlone(file);
		try {
			if (db) {
				const version = db.pragma('data_version', {simple: true});
				alias(file, aside);
				db.exec('BEGIN EXCLUSIVE');
				if (db.pragma('data_version', {simple: true}) !== version) {
					rmSync(aside);
					throw inUse(file, undefined);
				}
			} else {
				alias(file, aside);
				for (const tail of companions) if (existsSync(file + tail)) renameSync(file + tail, aside + tail);
			}

			renameSync(fresh, file);
			syncPath(folder);
			const kept = shelve(aside, file, backups, now);
			for (const tail of companions) if (existsSync(aside + tail)) renameSync(aside + tail, kept + tail);
			// Whoever opened the old file by the name it had must not get hold of it now.
			if (db) await sleep(handOverMs);
			return kept;
		} finally {
			db?.close();
		}
	});
}
