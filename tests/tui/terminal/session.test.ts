import {existsSync, mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import {bundledProgram} from '../../support/bundled-program.js';
import {openTerminal, shellModes, type Pty, type TerminalOptions} from '../../support/pty.js';

let program: string;
beforeAll(async () => {
	const {path, remove} = await bundledProgram('session-program.tsx');
	program = path;
	return remove;
});

const ours = {
	...shellModes,
	screen: 'alternate',
	cursorHidden: true,
	mouse: 'drag',
	paste: true,
	focus: true,
	autowrap: false,
};

type Running = {
	readonly terminal: Pty;
	/** Of the program itself, not of the shell around it. */
	readonly pid: number;
	/** What the shutdown left behind. */
	readonly note: () => string;
};

function open(options: TerminalOptions): Pty {
	const terminal = openTerminal(options);
	onTestFinished(async () => terminal.close());
	return terminal;
}

/** The program under a shell that compares the flags of the line before and after it. */
async function run(environment: Readonly<Record<string, string>> = {}): Promise<Running> {
	const folder = mkdtempSync(join(tmpdir(), 'crypto-tui-session-'));
	onTestFinished(() => rmSync(folder, {recursive: true, force: true}));
	const script = [
		'before=$(stty -a)',
		`"${process.execPath}" "${program}"`,
		'code=$?',
		'[ "$(stty -a)" = "$before" ] && line=same || line=changed',
		'echo "code=$code line=$line."',
	].join('\n');
	const terminal = open({
		file: '/bin/sh',
		args: ['-c', script],
		env: {SHUTDOWN_NOTE: join(folder, 'note'), ...environment},
	});
	await terminal.until('READY');
	await terminal.until(() => terminal.modes().screen === 'alternate', 'the alternate screen');
	const pid = Number(/pid=(\d+)/.exec(terminal.text())![1]);
	const note = (): string =>
		existsSync(join(folder, 'note')) ? readFileSync(join(folder, 'note'), 'utf8') : '';
	return {terminal, pid, note};
}

const exits: readonly (readonly [string, (running: Running) => void, number, string | null])[] = [
	['q', ({terminal}) => terminal.type('q'), 0, null],
	['Ctrl+C', ({terminal}) => terminal.type('\u0003'), 130, null],
	['SIGINT', ({pid}) => process.kill(pid, 'SIGINT'), 130, null],
	['SIGTERM', ({pid}) => process.kill(pid, 'SIGTERM'), 143, null],
	['SIGHUP', ({pid}) => process.kill(pid, 'SIGHUP'), 129, null],
	['SIGQUIT', ({pid}) => process.kill(pid, 'SIGQUIT'), 131, null],
	['an uncaught exception', ({terminal}) => terminal.type('x'), 70, 'broken in a timer'],
	['an unhandled rejection', ({terminal}) => terminal.type('r'), 70, 'broken promise'],
	['a throw in a key handler', ({terminal}) => terminal.type('h'), 70, 'broken in a handler'],
	['a throw while rendering', ({terminal}) => terminal.type('e'), 70, 'broken in render'],
];

describe('a session', () => {
	test('takes the terminal whole', async () => {
		const {terminal} = await run();
		await terminal.until(() => terminal.modes().focus, 'all modes');
		expect(terminal.modes()).toEqual(ours);
	});

	test.each(exits)('gives the terminal back after %s', async (_, end, code, words) => {
		const running = await run();
		end(running);
		await running.terminal.until(`code=${code} line=same.`);
		expect(running.terminal.modes()).toEqual(shellModes);
		expect(running.note()).toBe('done');
		if (words !== null) expect(running.terminal.text()).toContain(`crypto-tui stopped: ${words}`);
		expect(running.terminal.text()).not.toContain('READY');
	});

	test('ends with its shell', async () => {
		const {terminal, pid, note} = await run();
		process.kill(terminal.pid, 'SIGKILL');
		const isGone = (): boolean => {
			try {
				process.kill(pid, 0);
				return false;
			} catch {
				return true;
			}
		};
		await terminal.until(isGone, 'the end of the process');
		expect(note()).toBe('done');
	});

	test('switches the mouse off and on while it runs', async () => {
		const {terminal} = await run();
		await terminal.until(() => terminal.modes().mouse === 'drag', 'the mouse');
		terminal.type('m');
		await terminal.until(() => terminal.modes().mouse === 'none', 'no mouse');
		terminal.type('m');
		await terminal.until(() => terminal.modes().mouse === 'drag', 'the mouse again');
		expect(terminal.modes()).toEqual(ours);
	});

	test('lends the terminal to the shell on Ctrl+Z and paints everything after fg', async () => {
		const terminal = open({file: '/bin/bash', args: ['--norc', '--noprofile', '-i'], env: {PS1: '$ '}});
		await terminal.until('$ ');
		terminal.type(`"${process.execPath}" "${program}"\r`);
		await terminal.until('READY');
		terminal.type('\u001A');
		await terminal.until('Stopped');
		expect(terminal.modes()).toMatchObject({
			screen: 'normal',
			cursorHidden: false,
			mouse: 'none',
			autowrap: true,
		});
		terminal.type('fg\r');
		await terminal.until('READY');
		await terminal.until(() => terminal.modes().focus, 'all modes again');
		expect(terminal.modes()).toEqual(ours);
		terminal.type('j');
		await terminal.until('heard j.');
		terminal.type('q');
		await terminal.until(() => terminal.modes().screen === 'normal', 'the shell');
	});

	test('goes on where no shell could say fg', async () => {
		const terminal = open({file: process.execPath, args: [program]});
		await terminal.until('READY');
		terminal.type('\u001A');
		await terminal.until('heard ctrl+z.');
		terminal.type('j');
		await terminal.until('heard j.');
		expect(terminal.modes()).toEqual(ours);
	});

	test('goes on after an outside stop and continue', async () => {
		const {terminal, pid} = await run();
		process.kill(pid, 'SIGSTOP');
		process.kill(pid, 'SIGCONT');
		terminal.type('j');
		await terminal.until('heard j.');
		expect(terminal.modes()).toEqual(ours);
	});

	test('hears the mouse, pastes, the focus and a lone escape', async () => {
		const {terminal} = await run();
		terminal.type('\u001B[<0;10;5M');
		await terminal.until('"kind":"press"');
		terminal.type('\u001B[200~pasted text\u001B[201~');
		await terminal.until('{"type":"paste","text":"pasted text"}');
		terminal.type('\u001B[O');
		await terminal.until('{"type":"focus","focused":false}');
		terminal.type('\u001B');
		await terminal.until('heard escape.');
		expect(terminal.modes()).toEqual(ours);
	});

	test('paints anew at every size', async () => {
		const {terminal} = await run();
		for (const [columns, rows] of [
			[120, 40],
			[20, 6],
			[60, 15],
		] as const) {
			terminal.resize({width: columns, height: rows});
			await terminal.until(`size ${columns}x${rows}.`);
		}

		expect(terminal.screen().filter(row => row !== '')).toHaveLength(3);
	});

	test('paints anew when the size changed and changed back before it was looked at', async () => {
		const {terminal, pid} = await run();
		await terminal.wipe();
		expect(terminal.text().trim()).toBe('');
		process.kill(pid, 'SIGWINCH');
		await terminal.until('READY');
		expect(terminal.screen().filter(row => row !== '')).toHaveLength(3);
	});

	test('shows the same with stock Ink', async () => {
		const {terminal} = await run({CRYPTO_TUI_RENDERER: 'ink'});
		terminal.type('j');
		await terminal.until('heard j.');
		terminal.resize({width: 100, height: 30});
		await terminal.until('size 100x30.');
		expect(terminal.screen().filter(row => row !== '')).toHaveLength(3);
		terminal.type('q');
		await terminal.until('code=0 ');
		expect(terminal.modes()).toEqual(shellModes);
	});
});
