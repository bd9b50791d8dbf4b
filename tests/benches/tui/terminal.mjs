/** A program in a pseudo terminal, and what can be measured from outside: when bytes come, how many, and CPU time. */
import {readdirSync, readFileSync} from 'node:fs';
import {spawn} from '@lydell/node-pty';

const endOfFrame = '\u001B[?2026l';
const patienceMs = 30_000;

export const sleep = async ms => new Promise(resolve => setTimeout(resolve, ms));

/** Delivers bytes no faster than a link would; `bytesPerSecond` null is no link at all. */
function createLink(child, bytesPerSecond, deliver) {
	let freeAt = 0;
	child.onData(data => {
		const now = performance.now();
		if (bytesPerSecond === null) {
			deliver(data, now);
			return;
		}

		freeAt = Math.max(now, freeAt) + (data.length / bytesPerSecond) * 1000;
		deliver(data, freeAt);
		// Whoever writes has to wait, as in front of a slow link.
		child.pause();
		setTimeout(() => child.resume(), freeAt - now);
	});
}

/** Starts a program. Bytes are kept only as long as somebody waits for something in them. */
export function openTerminal({args, env, cwd, columns, rows, bytesPerSecond = null}) {
	const startedAt = performance.now();
	const child = spawn(process.execPath, args, {
		name: 'xterm-256color',
		cols: columns,
		rows,
		cwd,
		env,
		encoding: null,
	});
	let bytes = 0;
	let frames = 0;
	let ended = false;
	let waiting = null;
	const kill = () => ended || child.kill('SIGKILL');
	process.on('exit', kill);
	createLink(child, bytesPerSecond, (data, at) => {
		const text = data.toString('latin1');
		bytes += data.length;
		frames += text.split(endOfFrame).length - 1;
		waiting?.(text, at);
	});
	const exit = new Promise(resolve => {
		child.onExit(({exitCode}) => {
			ended = true;
			process.off('exit', kill);
			resolve(exitCode);
		});
	});

	/** When `isThere` first held for everything that came since the call; ms since the start of the clock. */
	const until = async (isThere, what) =>
		new Promise((resolve, reject) => {
			let text = '';
			const timer = setTimeout(() => {
				waiting = null;
				reject(new Error(`Never seen: ${what}. The last bytes: ${JSON.stringify(text.slice(-500))}`));
			}, patienceMs);
			waiting = (part, at) => {
				text += part;
				if (!isThere(text)) return;
				waiting = null;
				clearTimeout(timer);
				resolve(at);
			};
		});

	return {
		startedAt,
		pid: child.pid,
		until,
		exit,
		bytes: () => bytes,
		frames: () => frames,
		write: text => child.write(text),
		frame: async () => until(text => text.includes(endOfFrame), 'a frame'),
		/** Presses a key that moves the cursor of the table; ms until the last byte of the frame that shows it. */
		async move(key) {
			const painted = until(showsMove(rows), `the frame after "${key}"`);
			const from = performance.now();
			child.write(key);
			return (await painted) - from;
		},
		/** Leaves by key, and says yes where it is asked whether that is meant. */
		async quit() {
			if (!ended) child.write('q\r');
			return exit;
		},
	};
}

/**
 * Whether a text holds the end of a frame in which the row of the cursor looks different from its first column on. No
 * price and no age stands there, so nothing else changes it.
 */
const showsMove = rows => {
	// oxlint-disable-next-line no-control-regex -- escape sequences are what is looked for
	const firstColumn = /\u001B\[(\d+);1H/g;
	return text => {
		for (const match of text.matchAll(firstColumn)) {
			const row = Number(match[1]);
			if (row > 3 && row < rows - 2 && text.includes(endOfFrame, match.index)) return true;
		}

		return false;
	};
};

/** CPU seconds of all threads of a process so far; null where the system does not tell. */
export function cpuSeconds(pid) {
	try {
		const threads = readdirSync(`/proc/${pid}/task`);
		const nanoseconds = threads.map(thread =>
			Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ', 1)[0]),
		);
		return nanoseconds.reduce((sum, value) => sum + value, 0) / 1e9;
	} catch {
		return null;
	}
}
