/** A command in a real pseudo terminal with an emulator behind it: press keys, and read what a person would see. */

import {constants} from 'node:os';
import {Unicode11Addon} from '@xterm/addon-unicode11';
import xterm from '@xterm/headless';
import {spawn} from '@lydell/node-pty';
import {bytesOf, bytesOfMouse, bytesOfPaste, type MouseAct} from './key-bytes.js';

export type TerminalSize = {readonly width: number; readonly height: number};

export type TerminalOptions = {
	readonly file: string;
	readonly args?: readonly string[];
	/** On top of our own environment, from which CI and colour switches are taken out; undefined takes out more. */
	readonly env?: Readonly<Record<string, string | undefined>>;
	readonly size?: TerminalSize;
	readonly cwd?: string;
};

/** What stands in one cell. Colours are `#rrggbb`, `palette 9`, or null for the terminal's own. */
type TerminalCell = {
	readonly text: string;
	/** 2 for wide characters, 0 for their right half. */
	readonly width: number;
	readonly fg: string | null;
	readonly bg: string | null;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
};

/** The modes that programs switch, as the emulator has them. */
export type TerminalModes = {
	readonly screen: 'normal' | 'alternate';
	readonly cursorHidden: boolean;
	readonly mouse: 'none' | 'x10' | 'vt200' | 'drag' | 'any';
	readonly paste: boolean;
	readonly focus: boolean;
	readonly autowrap: boolean;
};

/** A terminal as a shell leaves it, and wants it back. */
export const shellModes: TerminalModes = {
	screen: 'normal',
	cursorHidden: false,
	mouse: 'none',
	paste: false,
	focus: false,
	autowrap: true,
};

type TerminalExit = {readonly code: number; readonly signal: NodeJS.Signals | null};

export type Pty = {
	readonly pid: number;
	/** Presses keys one after another; a sequence may be written as one: `g g`. */
	press(...keys: readonly string[]): void;
	/** Types characters as they are. */
	type(text: string): void;
	/** Pastes as a terminal does once a program asked for bracketed paste. */
	paste(text: string): void;
	mouse(act: MouseAct): void;
	/** Presses and releases the left button. */
	click(x: number, y: number): void;
	resize(size: TerminalSize): void;
	/** Rows of the screen from the top, trailing blanks cut. */
	screen(): string[];
	text(): string;
	cell(x: number, y: number): TerminalCell;
	/** Where a text begins on the screen, or null. */
	find(text: string): {readonly x: number; readonly y: number} | null;
	/** Waits for a text on the screen or for anything else to become true; fails with the screen in its message. */
	until(wanted: string | RegExp | ((screen: readonly string[]) => boolean), message?: string): Promise<void>;
	modes(): TerminalModes;
	/** Waits for the end of the command and for the last of its output. */
	exit(): Promise<TerminalExit>;
	kill(signal?: NodeJS.Signals): void;
	/** Erases the screen without the command knowing. */
	wipe(): Promise<void>;
	/** Takes the terminal away from the command, as when its window is closed. */
	hangUp(): void;
	/** How many bytes the command wrote so far. */
	bytes(): number;
	/** Everything the command wrote so far, escape sequences and all. */
	output(): string;
	/** Ends the command, if it still runs, and frees the emulator. */
	close(): Promise<void>;
};

/** How long a story may take for one step on a busy machine. */
const patienceMs = 15_000;
const pollMs = 10;

const sleep = async (ms: number): Promise<void> => new Promise(resolve => setTimeout(resolve, ms));

function environmentOf(changes: TerminalOptions['env'] = {}): Record<string, string> {
	const {CI: _, FORCE_COLOR: __, NO_COLOR: ___, ...inherited} = process.env;
	const all = {
		...inherited,
		TERM: 'xterm-256color',
		COLORTERM: 'truecolor',
		LANG: 'en_US.UTF-8',
		...changes,
	};
	return Object.fromEntries(
		Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined),
	);
}

function signalName(code: number | undefined): NodeJS.Signals | null {
	if (code === undefined || code === 0) return null;
	const found = Object.entries(constants.signals).find(([, number]) => number === code);
	return (found?.[0] ?? null) as NodeJS.Signals | null;
}

function colourOf(isDefault: boolean, isRgb: boolean, colour: number): string | null {
	if (isDefault) return null;
	return isRgb ? `#${colour.toString(16).padStart(6, '0')}` : `palette ${colour}`;
}

/** The column in which a character of a line stands: wide ones take two, and marks none of their own. */
function columnOf(line: xterm.IBufferLine, offset: number): number {
	let passed = 0;
	for (let x = 0; x < line.length; x++) {
		const cell = line.getCell(x)!;
		if (cell.getWidth() === 0) continue;
		if (passed >= offset) return x;
		// A blank cell has no characters, but is a space in the text.
		passed += Math.max(1, cell.getChars().length);
	}

	return line.length;
}

/** Starts a command in a terminal of its own. Whoever opens it closes it. */
export function openTerminal({
	file,
	args = [],
	env,
	size = {width: 80, height: 24},
	cwd = process.cwd(),
}: TerminalOptions): Pty {
	const emulator = new xterm.Terminal({
		cols: size.width,
		rows: size.height,
		allowProposedApi: true,
		scrollback: 200,
	});
	emulator.loadAddon(new Unicode11Addon());
	emulator.unicode.activeVersion = '11';
	const variables = environmentOf(env);
	const child = spawn(file, [...args], {
		name: variables['TERM']!,
		cols: size.width,
		rows: size.height,
		cwd,
		env: variables,
	});

	let output = '';
	let ended: TerminalExit | null = null;
	let closed = false;
	child.onData(data => {
		output += data;
		if (!closed) emulator.write(data);
	});
	child.onExit(({exitCode, signal}) => {
		ended = {code: exitCode, signal: signalName(signal)};
	});
	// Answers to questions such as "what is your background colour".
	const answers = emulator.onData(data => {
		if (ended === null) child.write(data);
	});
	const send = (bytes: string): void => {
		if (ended !== null) throw new Error(`The command ended before it could hear ${JSON.stringify(bytes)}.`);
		child.write(bytes);
	};

	const screen = (): string[] => {
		const {active} = emulator.buffer;
		return Array.from(
			{length: emulator.rows},
			(_, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? '',
		);
	};
	const text = (): string => screen().join('\n');
	const wait = async (isSo: () => boolean, message: string): Promise<void> => {
		const end = performance.now() + patienceMs;
		// While a frame arrives the screen is half old and half new, which nobody gets to see.
		while (emulator.modes.synchronizedOutputMode || !isSo()) {
			if (performance.now() > end) {
				const state = ended === null ? 'still runs' : `ended with ${JSON.stringify(ended)}`;
				throw new Error(`Never seen: ${message}. The command ${state}; the screen shows:\n${text()}`);
			}

			await sleep(pollMs);
		}
	};
	/** The emulator works through what it was given bit by bit. */
	const parsed = async (): Promise<void> => new Promise(resolve => emulator.write('', resolve));

	return {
		pid: child.pid,
		press(...keys) {
			for (const key of keys) send(bytesOf(key));
		},
		type: send,
		paste: pasted => send(bytesOfPaste(pasted)),
		mouse: act => send(bytesOfMouse(act)),
		click(x, y) {
			send(bytesOfMouse({kind: 'press', x, y}));
			send(bytesOfMouse({kind: 'release', x, y}));
		},
		resize({width, height}) {
			emulator.resize(width, height);
			child.resize(width, height);
		},
		screen,
		text,
		cell(x, y) {
			const {active} = emulator.buffer;
			const cell = active.getLine(active.baseY + y)?.getCell(x);
			if (cell === undefined) throw new Error(`The screen has no cell ${x}, ${y}.`);
			return {
				text: cell.getChars(),
				width: cell.getWidth(),
				fg: colourOf(cell.isFgDefault(), cell.isFgRGB(), cell.getFgColor()),
				bg: colourOf(cell.isBgDefault(), cell.isBgRGB(), cell.getBgColor()),
				bold: cell.isBold() !== 0,
				dim: cell.isDim() !== 0,
				italic: cell.isItalic() !== 0,
				underline: cell.isUnderline() !== 0,
				inverse: cell.isInverse() !== 0,
			};
		},
		find(wanted) {
			const {active} = emulator.buffer;
			for (let y = 0; y < emulator.rows; y++) {
				const line = active.getLine(active.baseY + y);
				const at = line?.translateToString(true).indexOf(wanted) ?? -1;
				if (line !== undefined && at >= 0) return {x: columnOf(line, at), y};
			}

			return null;
		},
		async until(wanted, message = String(wanted)) {
			const isSo = (): boolean => {
				if (typeof wanted === 'function') return wanted(screen());
				return typeof wanted === 'string' ? text().includes(wanted) : wanted.test(text());
			};
			await wait(isSo, message);
		},
		modes() {
			const {modes, buffer} = emulator;
			// The only place where the emulator keeps this.
			const {_core: core} = emulator as unknown as {
				readonly _core: {readonly coreService: {readonly isCursorHidden: boolean}};
			};
			return {
				screen: buffer.active.type,
				cursorHidden: core.coreService.isCursorHidden,
				mouse: modes.mouseTrackingMode,
				paste: modes.bracketedPasteMode,
				focus: modes.sendFocusMode,
				autowrap: modes.wraparoundMode,
			};
		},
		async exit() {
			await wait(() => ended !== null, 'the end of the command');
			await parsed();
			return ended!;
		},
		kill(signal = 'SIGTERM') {
			process.kill(child.pid, signal);
		},
		wipe: async () => new Promise(resolve => emulator.write('\u001B[2J', resolve)),
		// Closes the terminal itself; the types of the package leave it out.
		hangUp: () => (child as unknown as {destroy(): void}).destroy(),
		bytes: () => Buffer.byteLength(output),
		output: () => output,
		async close() {
			if (closed) return;
			if (ended === null) {
				child.kill('SIGKILL');
				await wait(() => ended !== null, 'the end of a killed command');
			}

			closed = true;
			answers.dispose();
			emulator.dispose();
		},
	};
}
