/** One process at a time in a folder of versions, which several databases and machines may share. */

import {randomBytes} from 'node:crypto';
import {
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	renameSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {Fault} from '#domain/fault.js';
import type {Clock} from '#ports/world.js';
import {isAlive} from '../process-alive.js';
import {codeOf} from './disk.js';

/** Where a place keeps its list of versions, and the lock. */
export const versionsFolder = (root: string): string => join(root, 'versions');

/** A holder on another machine that is as old as this is taken for dead. */
const leaseMs = 6 * 60 * 60 * 1000;
const pollMs = 250;

type Holder = {readonly pid: number; readonly host: string; readonly token: string};

function holderOf(path: string): Holder | null {
	try {
		return JSON.parse(readFileSync(path, 'utf8')) as Holder;
	} catch {
		return null;
	}
}

/** Gives the lock a second name in one step; on a file system without second names, writes it. */
function claim(mine: string, path: string): boolean {
	try {
		linkSync(mine, path);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		try {
			writeFileSync(path, readFileSync(mine), {flag: 'wx'});
			return true;
		} catch (second) {
			if (codeOf(second) === 'EEXIST') return false;
			throw second;
		}
	}
}

function isDead(path: string, holder: Holder | null, now: number): boolean {
	let age: number;
	try {
		age = now - statSync(path).mtimeMs;
	} catch {
		return false;
	}

	if (holder === null) return age > pollMs;
	return holder.host === hostname() ? !isAlive(holder.pid) : age > leaseMs;
}

/** Takes the lock of a dead holder away, unless somebody else was faster. */
function takeOver(path: string, dead: Holder | null, token: string): void {
	const away = `${path}.${token}`;
	try {
		renameSync(path, away);
	} catch (error) {
		if (codeOf(error) === 'ENOENT') return;
		throw error;
	}

	const taken = holderOf(away);
	// The dead one's lock had been taken over already: what was moved away is alive, and comes back.
	if (taken?.token !== dead?.token) claim(away, path);
	rmSync(away, {force: true});
}

/**
 * Runs `work` while no other process works in `folder`; waits up to `patienceMs` for one.
 * @throws Fault `busy` naming the holder.
 */
export async function alone<T>(
	folder: string,
	clock: Clock,
	patienceMs: number,
	work: () => Promise<T>,
): Promise<T> {
	mkdirSync(folder, {recursive: true});
	const path = join(folder, '.lock');
	const token = randomBytes(8).toString('hex');
	const mine = `${path}-${token}`;
	writeFileSync(mine, JSON.stringify({pid: process.pid, host: hostname(), token} satisfies Holder));
	const start = clock.monotonic();
	try {
		while (!claim(mine, path)) {
			const holder = holderOf(path);
			if (isDead(path, holder, clock.now())) {
				takeOver(path, holder, token);
			} else if (clock.monotonic() - start >= patienceMs) {
				const who = holder ? `process ${holder.pid} on ${holder.host}` : 'another process';
				throw new Fault('busy', `The snapshots in ${folder} are in use by ${who}.`);
			} else {
				await clock.sleep(pollMs);
			}
		}
	} finally {
		rmSync(mine, {force: true});
	}

	try {
		return await work();
	} finally {
		if (holderOf(path)?.token === token) rmSync(path, {force: true});
	}
}

/** A file beside the lock that nobody may be known to own is as old as this before it is taken for left behind. */
const leftoverMs = 60_000;

/** Removes what processes that were killed while they took the lock left in `folder`. */
export function sweepLeftovers(folder: string): void {
	for (const name of readdirSync(folder)) {
		if (!/^\.lock[-.]/.test(name)) continue;
		const path = join(folder, name);
		// A wish for the lock is of whoever wrote it; a lock that was moved away is of whoever moves it.
		const owner = name.startsWith('.lock-') ? holderOf(path) : null;
		const isLeft =
			owner?.host === hostname() ? !isAlive(owner.pid) : Date.now() - modifiedAt(path) > leftoverMs;
		if (isLeft) rmSync(path, {force: true});
	}
}

/** When a file was written, ms UTC; one that is gone meanwhile was written just now. */
const modifiedAt = (path: string): number => statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? Date.now();

/** Gives back what a thread of this process held when it was ended. */
export function forgetOwnLock(root: string): void {
	const path = join(versionsFolder(root), '.lock');
	const holder = holderOf(path);
	if (holder?.pid === process.pid && holder.host === hostname()) rmSync(path, {force: true});
}
