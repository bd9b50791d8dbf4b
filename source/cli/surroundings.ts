/** What a command finds around it: streams, environment, clock, the wish to stop, and the door to the app. */

import {homedir} from 'node:os';
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
	 * (the reason is {@link readerGone}).
	 */
	readonly signal: AbortSignal;
	/** Runs when the process ends, whatever way; returns the withdrawal. */
	readonly onExit: (last: () => void) => () => void;
	readonly openApp: typeof openApp;
};

/** Reason of an abort because standard output was closed, as by `| head`. */
export const readerGone = new Fault('interrupted', 'Nobody reads the results any more.');

/** Whether an error means that the reading end of a stream is gone. */
export const isBrokenPipe = (error: unknown): boolean =>
	error instanceof Error &&
	'code' in error &&
	(error.code === 'EPIPE' || error.code === 'ERR_STREAM_DESTROYED');

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
		if (!isBrokenPipe(error)) throw error;
		controller.abort(readerGone);
	});
	process.stderr.on('error', error => {
		if (!isBrokenPipe(error)) throw error;
	});
	return {
		out: process.stdout,
		err: process.stderr,
		// oxlint-disable-next-line node/no-process-env -- the only place that reads it
		environment: process.env,
		folder: process.cwd(),
		home: homedir(),
		platform: process.platform,
		now: () => Date.now(),
		signal: controller.signal,
		onExit(last) {
			process.on('exit', last);
			return () => process.off('exit', last);
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
