/** Owns the terminal: takes it, lends it to the shell, and gives it back on every way out. */

import {constants} from 'node:os';
import process from 'node:process';
import {outputTo, type FrameOutput} from '../paint/frame-output.js';
import {enterSequence, leaveSequence, mouseSequence} from './modes.js';
import {writeWhole} from './write-whole.js';

export type SessionOptions = {
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream & {readonly fd: number};
	readonly mouse: boolean;
	/** Bytes the user typed. */
	readonly onData: (bytes: Uint8Array) => void;
	/** The terminal has this size now, perhaps the same as before: it shows something else than the last frame. */
	readonly onResize: (size: {readonly width: number; readonly height: number}) => void;
	/** The terminal shows something else than the last frame: paint everything. */
	readonly onRepaint: () => void;
	/** Runs before the process ends, for two seconds at most; the terminal is given back already. */
	readonly shutdown: () => Promise<void>;
	/** What to print about an error that ends the session, and the exit code. */
	readonly explain: (error: unknown) => {readonly text: string; readonly code: number};
};

export type Session = {
	/** Where to write frames and other sequences. Drops them while the terminal is not ours. */
	readonly output: FrameOutput;
	/** Takes the terminal. */
	start(): void;
	/** What Ctrl+Z does: the shell has the terminal until `fg`. */
	suspend(): void;
	setMouse(on: boolean): void;
	/** Gives the terminal back, prints `lastWords`, shuts down and ends the process. */
	quit(code: number, lastWords?: string): Promise<void>;
	/** Quits because of an error, as after one that nobody caught. */
	readonly fail: (error: unknown) => Promise<void>;
};

const shutdownMs = 2000;
/** Signals that end the process by default and can be caught. */
const deadly = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGABRT', 'SIGALRM', 'SIGUSR2'] as const;

const exitCodeOf = (signal: (typeof deadly)[number]): number => 128 + (constants.signals[signal] ?? 0);

/** Makes the session; nothing happens to the terminal before `start`. One at a time: it listens to the process. */
export function createSession({
	stdin,
	stdout,
	mouse,
	onData,
	onResize,
	onRepaint,
	shutdown,
	explain,
}: SessionOptions): Session {
	let isOurs = false;
	let isEnding = false;
	let hasMouse = mouse;
	const terminal = outputTo(stdout);

	const setRaw = (raw: boolean): void => {
		try {
			stdin.setRawMode?.(raw);
		} catch {
			// The terminal is gone, and its modes with it.
		}
	};
	const enter = (): void => {
		if (isOurs || isEnding) return;
		isOurs = true;
		// In the background this stops the process until it is in the foreground again, before anything is written.
		setRaw(true);
		terminal.write(hasMouse ? enterSequence + mouseSequence.on : enterSequence);
	};
	const leave = (): void => {
		if (!isOurs) return;
		isOurs = false;
		writeWhole(stdout.fd, leaveSequence);
		setRaw(false);
	};

	const quit = async (code: number, lastWords = ''): Promise<void> => {
		leave();
		if (lastWords !== '') writeWhole(process.stderr.fd, `${lastWords}\n`);
		if (isEnding) process.exit(code);
		isEnding = true;
		stdin.pause();
		const timer = setTimeout(() => process.exit(code), shutdownMs);
		// A failed shutdown must not hide why the session ends.
		await shutdown().catch(() => {});
		clearTimeout(timer);
		process.exit(code);
	};
	const fail = async (error: unknown): Promise<void> => {
		const {text, code} = explain(error);
		return quit(code, text.trimEnd());
	};
	const hangUp = (): void => {
		if (!isEnding) void quit(exitCodeOf('SIGHUP'));
	};

	const fit = (): void => {
		const [width, height] = stdout.getWindowSize();
		onResize({width, height});
	};
	const goOn = (): void => {
		if (isEnding) return;
		// The shell may have changed the modes of the terminal behind our back.
		setRaw(false);
		isOurs = false;
		enter();
		fit();
		onRepaint();
	};
	/**
	 * Stops as any program does, by the default action of the signal: where no shell could ever say `fg`, the system
	 * ignores it, and the screen simply goes on.
	 */
	const stop = (): void => {
		leave();
		process.off('SIGTSTP', stop);
		process.kill(process.pid, 'SIGTSTP');
		setImmediate(() => {
			process.on('SIGTSTP', stop);
			if (!isOurs) goOn();
		});
	};

	return {
		output: {
			...terminal,
			write(text) {
				if (isOurs) terminal.write(text);
			},
		},
		start() {
			process.on('exit', leave);
			for (const signal of deadly) process.on(signal, () => void quit(exitCodeOf(signal)));
			process.on('uncaughtException', fail).on('unhandledRejection', fail);
			if (process.platform !== 'win32') process.on('SIGTSTP', stop).on('SIGCONT', goOn);
			// What is left of a terminal whose window or shell is gone.
			stdout.on('error', hangUp);
			process.stderr.on('error', () => {});
			stdin.on('error', hangUp).on('end', hangUp).on('close', hangUp);
			// Node tells of another size only, but a size that changed and changed back leaves a torn picture, too.
			if (process.platform === 'win32') stdout.on('resize', fit);
			else process.on('SIGWINCH', fit);
			enter();
			stdin.on('data', onData);
			stdin.resume();
		},
		suspend() {
			// The whole job, as the terminal driver would: `npx` must stop too, or its shell goes on waiting.
			if (process.platform !== 'win32') process.kill(0, 'SIGTSTP');
		},
		setMouse(on) {
			if (hasMouse === on) return;
			hasMouse = on;
			if (isOurs) terminal.write(on ? mouseSequence.on : mouseSequence.off);
		},
		quit,
		fail,
	};
}
