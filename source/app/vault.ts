/**
 * A vault whose work is done in a thread of its own: copying a database, hashing and packing would hold up everything
 * else. Since every operation may be killed at any instant, stopping one is ending its thread.
 */

import {existsSync} from 'node:fs';
import {Worker} from 'node:worker_threads';
import {Fault} from '#domain/fault.js';
import type {Vault} from '#ports/vault.js';
import {forgetOwnLock} from '../adapters/snapshots/place-lock.js';
import {systemClock} from '../adapters/system-clock.js';
import type {VaultPlace} from './vault-here.js';
import {answer, settled, type VaultAnswer, type VaultOperation, type VaultOrder} from './vault-messages.js';

/** The worker lies beside the bundle or this file; null where the program runs from its sources. */
function workerFile(): URL | null {
	const file = new URL('./vault-worker.js', import.meta.url);
	return existsSync(file) ? file : null;
}

/** Without a file for a thread, the work is done in this one. */
async function inThisThread(order: VaultOrder): Promise<VaultAnswer> {
	const {vaultHere} = await import('./vault-here.js');
	return answer(vaultHere(order.place, systemClock), order);
}

/** Starts nothing until the first operation; aborting `signal` ends what is under way with the fault `interrupted`. */
export function openVault(place: VaultPlace, signal?: AbortSignal): Vault {
	const inThread = (file: URL, order: VaultOrder): Promise<VaultAnswer> =>
		new Promise((resolve, reject) => {
			const worker = new Worker(file, {workerData: order});
			const stop = (): void => void worker.terminate();
			signal?.addEventListener('abort', stop, {once: true});
			let answered = false;
			worker.on('message', (reply: VaultAnswer) => {
				answered = true;
				resolve(reply);
			});
			worker.on('error', reject);
			worker.on('exit', () => {
				signal?.removeEventListener('abort', stop);
				if (answered) return;
				forgetOwnLock(place.remote);
				reject(new Fault('interrupted', 'Interrupted; nothing was left half-done.'));
			});
		});
	const run = async (operation: VaultOperation, ...values: unknown[]): Promise<unknown> => {
		signal?.throwIfAborted();
		const order = {place, operation, values};
		const file = workerFile();
		return settled(await (file ? inThread(file, order) : inThisThread(order)));
	};

	return {
		remote: place.remote,
		create: options => run('create', options) as ReturnType<Vault['create']>,
		list: () => run('list') as ReturnType<Vault['list']>,
		broken: () => run('broken') as ReturnType<Vault['broken']>,
		show: name => run('show', name) as ReturnType<Vault['show']>,
		verify: name => run('verify', name) as ReturnType<Vault['verify']>,
		diff: (before, after) => run('diff', before, after) as ReturnType<Vault['diff']>,
		restore: (name, to) => run('restore', name, to) as ReturnType<Vault['restore']>,
		materialise: name => run('materialise', name) as ReturnType<Vault['materialise']>,
		prune: (keep, dryRun) => run('prune', keep, dryRun) as ReturnType<Vault['prune']>,
	};
}
