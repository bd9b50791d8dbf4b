/** Stories of the screen: the built program in a terminal of its own, asked and answered in words of its user. */

import {execFile} from 'node:child_process';
import {cpSync, mkdirSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {promisify} from 'node:util';
import type {spawnExchange} from './exchange.js';
import {screens} from '#tui/screens.js';
import type {ScreenId} from '#tui/state/view-state.js';
import {numberOf} from '#tui/frame/header.js';
import {openTerminal, type Pty, type TerminalSize} from './pty.js';

/** The program as it is installed. */
const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;

/** The four sizes in which everything has to work. */
export const sizes = {
	small: {width: 60, height: 15},
	usual: {width: 80, height: 24},
	wide: {width: 120, height: 40},
	large: {width: 200, height: 60},
} as const satisfies Record<string, TerminalSize>;

/** The screens that have a tab, in their order. */
export const tabs: readonly ScreenId[] = screens.filter(({hidden}) => !hidden).map(({id}) => id);

type RunningExchange = Awaited<ReturnType<typeof spawnExchange>>;

/** A folder of somebody's own: data, settings and cache. */
export type Home = {
	readonly folder: string;
	readonly data: string;
	close(): void;
};

/** An empty one, or one like another; whoever makes it closes it. */
export function createHome(like?: Home): Home {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-story-'));
	if (like) cpSync(like.folder, folder, {recursive: true});
	for (const part of ['data', 'config', 'cache']) mkdirSync(join(folder, part), {recursive: true});
	return {
		folder,
		data: join(folder, 'data'),
		close: () => rmSync(folder, {recursive: true, force: true}),
	};
}

/** Addresses where nobody answers: the machine has no network. */
const nowhere = {
	coingecko: 'http://127.0.0.1:9/api/v3',
	coincap: 'http://127.0.0.1:9/v3',
	binance: 'http://127.0.0.1:9/api/v3',
	binanceStream: 'ws://127.0.0.1:9',
};

/** The variables of the program in a home: nothing of the machine the tests run on, nothing of the real network. */
function variablesOf(
	home: Home,
	exchange: RunningExchange | null = null,
): Record<string, string | undefined> {
	const urls = exchange?.urls ?? nowhere;
	const inherited = Object.keys(process.env).filter(name =>
		/^(CRYPTO_TUI|COINGECKO|COINCAP|XDG|LC|VITEST|NODE_ENV|DATABASE_URL|TERM_PROGRAM|WT_|NODE_OPTIONS)/.test(
			name,
		),
	);
	return {
		...Object.fromEntries(inherited.map(name => [name, undefined])),
		HOME: home.folder,
		XDG_CACHE_HOME: join(home.folder, 'cache'),
		XDG_CONFIG_HOME: join(home.folder, 'config'),
		CRYPTO_TUI_CONFIG_DIR: join(home.folder, 'config'),
		CRYPTO_TUI_DATA_DIR: home.data,
		CRYPTO_TUI_COINGECKO_URL: urls.coingecko,
		CRYPTO_TUI_COINGECKO_RPM: '1e9',
		CRYPTO_TUI_COINCAP_URL: urls.coincap,
		CRYPTO_TUI_BINANCE_URL: urls.binance,
		CRYPTO_TUI_BINANCE_WEIGHT: '1e9',
		CRYPTO_TUI_BINANCE_STREAM_URL: urls.binanceStream,
		// Training is a story of its own; here it would only take the processor away from the screen.
		CRYPTO_TUI_FORECAST_RETRAIN: 'off',
		// So are versions that are made by the way.
		CRYPTO_TUI_SNAPSHOT_EVERY_DAYS: '0',
		CRYPTO_TUI_SNAPSHOT_DATABASE_EVERY_DAYS: '0',
		TZ: 'UTC',
	};
}

export type StoryOptions = {
	readonly home: Home;
	readonly exchange?: RunningExchange | null;
	readonly size?: TerminalSize;
	readonly args?: readonly string[];
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** Arguments of node itself. */
	readonly node?: readonly string[];
	/** A line for a shell that finds the program in `"$@"`; without one the program stands alone. */
	readonly shell?: string;
};

export type Story = Pty & {
	readonly home: Home;
	/** Waits until all of these are on the screen, broken into lines or not. */
	shows(...wanted: readonly (string | RegExp)[]): Promise<void>;
	/** Waits until this is gone from the screen. */
	hides(unwanted: string | RegExp): Promise<void>;
	/** Waits until the tab of a screen is the marked one. */
	onScreen(screen: ScreenId): Promise<void>;
	/** Waits until the store is open and what was shown last is found again. */
	opened(): Promise<void>;
	/** Goes to a screen by its number. */
	go(screen: ScreenId): Promise<void>;
	/** Runs a command through the palette: by its label or its name. */
	command(text: string): Promise<void>;
	/** The first row of the screen that holds a text. */
	row(text: string): string;
	/** What the windows and messages say, each in one line with its upper edge. */
	boxes(): readonly string[];
	/** Closes windows and puts messages away. */
	clear(): Promise<void>;
	/** Presses q and waits for the end; the exit code. */
	leave(): Promise<number>;
};

/** Escape as terminals send it that tell it from the beginning of a sequence: nothing has to be waited for. */
const clearEscape = '\u001B[27u';
/** Windows that may lie on each other, the message below them, and what is typed. */
const mostToClose = 5;

/** What the windows and messages say, each as one line, however their lines were broken. */
function boxesOf(screen: readonly string[]): readonly string[] {
	const rows = screen.map(row => Array.from(row));
	const boxes: string[] = [];
	for (const [y, row] of rows.entries()) {
		for (const edge of row.join('').matchAll(/╭─[^╭╮]*╮/gu)) {
			const left = Array.from(row.join('').slice(0, edge.index)).length;
			const width = Array.from(edge[0]).length;
			const inside: string[] = [];
			let below = y + 1;
			for (; rows[below]?.[left] === '│' && rows[below]?.[left + width - 1] === '│'; below++) {
				inside.push(rows[below]!.slice(left + 1, left + width - 1).join(''));
			}

			// Lines of charts have such corners, too.
			if (rows[below]?.[left] !== '╰' || rows[below]?.[left + width - 1] !== '╯') continue;
			boxes.push(`${edge[0]} ${inside.join(' ')}`.replaceAll(/\s+/g, ' ').trim());
		}
	}

	return boxes;
}

/** Opens the screen. Whoever opens it closes it. */
export function openScreen({
	home,
	exchange = null,
	size = sizes.wide,
	args = [],
	env = {},
	node = [],
	shell,
}: StoryOptions): Story {
	const program = [process.execPath, ...node, bin, ...args];
	const [file, ...rest] =
		shell === undefined ? program : ['bash', '--norc', '--noprofile', '-c', shell, 'bash', ...program];
	const terminal = openTerminal({
		file: file!,
		args: rest,
		size,
		cwd: home.folder,
		env: {...variablesOf(home, exchange), ...env},
	});
	const marked = (screen: ScreenId): boolean => terminal.screen()[0]!.includes(`›${numberOf(screen)}`);
	const has = (wanted: string | RegExp): boolean =>
		[terminal.text(), ...boxesOf(terminal.screen())].some(text =>
			typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text),
		);
	const story: Story = {
		...terminal,
		home,
		async shows(...wanted) {
			await terminal.until(() => wanted.every(has), wanted.join(' and '));
		},
		async hides(unwanted) {
			await terminal.until(() => !has(unwanted), `${String(unwanted)} gone`);
		},
		async onScreen(screen) {
			await terminal.until(() => marked(screen), `the screen ${screen}`);
		},
		async opened() {
			await terminal.until(
				screen => screen[0]!.includes('›') && !/opening the store|abrindo os dados|^ *$/.test(screen.at(-2)!),
				'an open store',
			);
		},
		async go(screen) {
			// Escape ends what the number could be: the count of a motion that comes soon after it.
			terminal.type(numberOf(screen) + clearEscape);
			await story.onScreen(screen);
		},
		async command(text) {
			terminal.press(':');
			await story.shows('╭─ Commands');
			terminal.type(text);
			await story.shows(text);
			terminal.press('enter');
		},
		row(text) {
			const found = terminal.screen().find(line => line.includes(text));
			if (found === undefined) throw new Error(`No row shows "${text}":\n${terminal.text()}`);
			return found;
		},
		boxes: () => boxesOf(terminal.screen()),
		async clear() {
			terminal.type(clearEscape.repeat(mostToClose));
			await terminal.until(() => boxesOf(terminal.screen()).length === 0, 'no window');
		},
		async leave() {
			terminal.press('q');
			return (await terminal.exit()).code;
		},
	};
	return story;
}

/** Runs the program without a screen to its end. */
export async function runHeadless(
	home: Home,
	exchange: RunningExchange,
	args: readonly string[] = [],
	env: Readonly<Record<string, string>> = {},
): Promise<string> {
	const {stdout} = await promisify(execFile)(process.execPath, [bin, ...args], {
		cwd: home.folder,
		env: {PATH: process.env['PATH'], ...variablesOf(home, exchange), ...env},
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}
