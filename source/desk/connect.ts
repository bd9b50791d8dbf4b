/** Opens a desk in a worker thread, so that nothing it does can hold up the screen. */

import {setTimeout as sleep} from 'node:timers/promises';
import {Worker} from 'node:worker_threads';
import {Fault} from '#domain/fault.js';
import type {Desk} from './desk.js';
import type {DeskPlace} from './place.js';
import {createRemote} from './remote.js';

export type ConnectOptions = DeskPlace & {
	/** The built entry of the worker: `dist/desk/worker.js`, or its bundle. */
	readonly worker: string | URL;
	/** A thread of that entry in which nothing was asked yet; its streams are ours, too. */
	readonly thread?: Worker | null;
};

/** Closing takes no longer than this, ms: then the thread is ended whatever it does. */
const closeMs = 4000;

/** Text on the error stream of the worker that is kept to explain its end. */
const keptText = 2000;

const lostHint =
	'What was stored is safe. Start the desk again; if it happens twice, report it with the log.';

const threadOptions = {
	name: 'desk',
	// Its streams stay here: the terminal belongs to the screen.
	stdout: true,
	stderr: true,
	// By default young garbage gets 48 MB before it is looked at, which is a third of the whole program.
	resourceLimits: {maxYoungGenerationSizeMb: 4},
} as const;

/** Starts the worker and returns at once; `open` waits for it. */
export function connectDesk({worker: entry, thread, ...place}: ConnectOptions): Desk {
	const worker = thread ?? new Worker(entry, threadOptions);
	worker.ref();
	worker.postMessage(place satisfies DeskPlace);
	let complaint = '';
	worker.stdout.resume();
	worker.stderr.on('data', (text: Buffer) => {
		complaint = (complaint + text.toString()).slice(-keptText);
	});
	const {desk, lose} = createRemote(worker, async closed => {
		const timer = new AbortController();
		const late = sleep(closeMs, undefined, {signal: timer.signal}).catch(() => {});
		await Promise.race([closed.catch(() => {}), late]);
		timer.abort();
		await worker.terminate();
	});
	worker.on('error', error => {
		lose(new Fault('bug', `The desk stopped working: ${error.message}`, {cause: error, hint: lostHint}));
	});
	worker.on('exit', code => {
		const said = complaint.trim();
		const why = said === '' ? `its thread ended with code ${code}` : said;
		lose(new Fault('bug', `The desk stopped working: ${why}.`, {hint: lostHint}));
	});
	return desk;
}
