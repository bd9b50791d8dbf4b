/** What a command finds around it: streams, environment, clock, the wish to stop, and the door to the app. */

import {homedir, userInfo} from 'node:os';
import {resolve} from 'node:path';
import type {openApp} from '#app.js';
import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';

/** A stream to write to; `isTTY` when a person looks at it. */
type Output = NodeJS.WritableStream & {
	readonly isTTY?: boolean | undefined;
	readonly columns?: number | undefined;
};

/** Everything outside of the program that a command may touch; tests hand in their own. */
export type Surroundings = {
	/** Results only. */
	readonly out: Output;
	/** Everything else. */
	readonly err: Output;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly folder: string;
	readonly home: string;
	readonly platform: NodeJS.Platform;
	readonly now: () => number;
	/**
	 * Aborted when the user interrupts (the reason is the fault `interrupted`) or when nobody reads the results any more
	 * (the reason is {@link readerGone}) or the disk they go to is full or broken (any other fault).
	 */
	readonly signal: AbortSignal;
	/** Runs when the process ends, whatever way; returns the withdrawal. */
	readonly onExit: (last: () => void) => () => void;
	/** Runs `before` when the process is paused (Ctrl-Z) and `after` when it goes on; returns the withdrawal. */
	readonly onPause: (before: () => void, after: () => void) => () => void;
	/** Whatever is thrown where nobody waits for it ends the process; `tell` tells of it and says with which code. */
	readonly onStray: (tell: (error: unknown) => Promise<number>) => void;
	readonly openApp: typeof openApp;
};

/** Reason of an abort because standard output was closed, as by `| head`. */
export const readerGone = new Fault('interrupted', 'Nobody reads the results any more.');

/** Whether an error means that the reading end of a stream is gone. */
export const isBrokenPipe = (error: unknown): boolean =>
	error instanceof Error &&
	'code' in error &&
	(error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');

/** The fault of results that could not be written, as into a file on a full disk. */
export function lostOutput(error: Error): Fault {
	const code = 'code' in error ? String(error.code) : error.message;
	return code === 'ENOSPC' || code === 'EDQUOT'
		? new Fault('storage-full', 'Standard output cannot be written: the disk is full.', {
				cause: error,
				hint: 'Free some disk space, then run the same command again; what was written is not complete.',
			})
		: new Fault('storage-unavailable', `Standard output cannot be written (${code}).`, {
				cause: error,
				hint: 'Check where the output is sent to, then run the same command again.',
			});
}

/** An empty HOME means none at all; the account still has a folder. */
const homeFolder = (): string => resolve(homedir() || userInfo().homedir);

/** The real surroundings. Installs the signal handlers: the first signal asks to stop, the second one ends at once. */
export function processSurroundings(): Surroundings {
	const controller = new AbortController();
	let asked = false;
	for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
		process.on(name, () => {
			if (asked) process.exit(exitCode.interrupted);
			asked = true;
			controller.abort(new Fault('interrupted', 'Interrupted.'));
		});
	}

	process.stdout.on('error', error => {
		controller.abort(isBrokenPipe(error) ? readerGone : lostOutput(error));
	});
	// Nobody can be told that nobody can be told.
	process.stderr.on('error', () => {});
	return {
		out: process.stdout,
		err: process.stderr,
		// oxlint-disable-next-line node/no-process-env -- the only place that reads it
		environment: process.env,
		folder: process.cwd(),
		home: homeFolder(),
		platform: process.platform,
		now: () => Date.now(),
		signal: controller.signal,
		onExit(last) {
			process.on('exit', last);
			return () => process.off('exit', last);
		},
		onPause(before, after) {
			const pause = (): void => {
				before();
				process.kill(process.pid, 'SIGSTOP');
			};
			process.on('SIGTSTP', pause).on('SIGCONT', after);
			return () => process.off('SIGTSTP', pause).off('SIGCONT', after);
		},
		onStray(tell) {
			const end = async (error: unknown): Promise<void> => {
				// The screen has a terminal to give back first, and tells its own.
				if (process.listenerCount('uncaughtException') === 1) process.exit(await tell(error));
			};
			const onError = (error: unknown): void => void end(error);
			process.on('uncaughtException', onError).on('unhandledRejection', onError);
		},
		openApp: async options => (await import('#app.js')).openApp(options),
	};
}

/** Writes and waits until the stream can take more. */
export async function put(stream: NodeJS.WritableStream, text: string): Promise<void> {
	if (stream.write(text)) return;
	await new Promise<void>(resolve => {
		const done = (): void => {
			stream.off('drain', done).off('error', done).off('close', done);
			resolve();
		};
		stream.on('drain', done).on('error', done).on('close', done);
	});
}

/** Waits until everything written so far went out, or could not; the stream reports which. */
export async function flush(stream: NodeJS.WritableStream): Promise<void> {
	await new Promise<void>(resolve => {
		stream.write('', () => resolve());
	});
}
