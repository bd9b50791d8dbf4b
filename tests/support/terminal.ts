/** A real pseudo terminal with an emulator behind it: what a person would see, and what state the terminal is in. */

import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {spawn} from '@lydell/node-pty';
import {onTestFinished} from 'vitest';

export type TerminalOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly environment?: Readonly<Record<string, string>>;
	readonly folder?: string;
};

/** The modes that programs switch, as the emulator has them. */
export type Modes = {
	readonly screen: 'normal' | 'alternate';
	readonly cursor: boolean;
	readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
	readonly paste: boolean;
	readonly focus: boolean;
	readonly autowrap: boolean;
};

/** A terminal as a shell leaves it. */
export const shellModes: Modes = {
	screen: 'normal',
	cursor: true,
	mouse: 'none',
	paste: false,
	focus: false,
	autowrap: true,
};

export type Terminal = {
	readonly pid: number;
	/** Types, as the bytes a keyboard sends. */
	type(text: string): void;
	resize(columns: number, rows: number): void;
	/** Rows of the screen, trailing blanks cut. */
	rows(): string[];
	text(): string;
	modes(): Modes;
	/** Everything the program wrote so far. */
	written(): string;
	/** The emulator itself, for colours of cells. */
	readonly emulator: xterm.Terminal;
	/** Waits until something is true of the screen or the modes. */
	until(isSo: () => boolean, what: string): Promise<void>;
	/** Waits until the screen shows a text. */
	shows(text: string | RegExp): Promise<void>;
	/** Waits for the end of the program; its exit code, as a shell would tell it. */
	exit(): Promise<number>;
};

const patienceMs = 15_000;

/** Starts a program in a terminal of its own; both end with the test. */
export function openTerminal(
	command: string,
	args: readonly string[],
	{columns = 80, rows = 24, environment = {}, folder}: TerminalOptions = {},
): Terminal {
	const {CI: _, FORCE_COLOR: __, NO_COLOR: ___, ...inherited} = process.env;
	const emulator = new xterm.Terminal({cols: columns, rows, allowProposedApi: true, scrollback: 100});
	emulator.loadAddon(new Unicode11Addon());
	emulator.unicode.activeVersion = '11';
	const term = environment['TERM'] ?? 'xterm-256color';
	const program = spawn(command, [...args], {
		cols: columns,
		rows,
		name: term,
		...(folder === undefined ? {} : {cwd: folder}),
		env: {...inherited, COLORTERM: 'truecolor', LANG: 'en_US.UTF-8', ...environment},
	});
	let written = '';
	let code: number | null = null;
	program.onData(data => {
		written += data;
		emulator.write(data);
	});
	program.onExit(({exitCode, signal}) => {
		code = signal ? 128 + signal : exitCode;
	});
	emulator.onData(data => program.write(data));
	onTestFinished(() => {
		if (code === null) program.kill('SIGKILL');
		emulator.dispose();
	});

	const rowsShown = (): string[] => {
		const buffer = emulator.buffer.active;
		return Array.from(
			{length: emulator.rows},
			(_, y) => buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '',
		);
	};
	const text = (): string => rowsShown().join('\n');
	const until = async (isSo: () => boolean, what: string): Promise<void> => {
		const end = Date.now() + patienceMs;
		while (!isSo()) {
			if (Date.now() > end) throw new Error(`Not seen in time: ${what}. The screen shows:\n${text()}`);
			await new Promise(resolve => setTimeout(resolve, 5));
		}
	};

	return {
		pid: program.pid,
		emulator,
		type: keys => program.write(keys),
		resize(columns, rows) {
			emulator.resize(columns, rows);
			program.resize(columns, rows);
		},
		rows: rowsShown,
		text,
		written: () => written,
		modes() {
			const {modes, buffer} = emulator;
			const {_core: core} = emulator as unknown as {_core: {coreService: {isCursorHidden: boolean}}};
			return {
				screen: buffer.active.type,
				cursor: !core.coreService.isCursorHidden,
				mouse: modes.mouseTrackingMode,
				paste: modes.bracketedPasteMode,
				focus: modes.sendFocusMode,
				autowrap: modes.wraparoundMode,
			};
		},
		until,
		shows: async wanted =>
			until(
				() => (typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text())),
				String(wanted),
			),
		async exit() {
			await until(() => code !== null, 'the end of the program');
			return code!;
		},
	};
}
