import {expect, it, onTestFinished} from 'vitest';
import {bytesOf} from './key-bytes.js';
import {openTerminal, type Pty, type TerminalOptions} from './pty.js';

function open(options: TerminalOptions): Pty {
	const terminal = openTerminal(options);
	onTestFinished(async () => terminal.close());
	return terminal;
}

const shell = (script: string, options: Partial<TerminalOptions> = {}): Pty =>
	open({file: 'bash', args: ['--norc', '--noprofile', '-c', script], ...options});
/** Shows every byte it hears in hexadecimal, in however many parts they come. */
const listener = `process.stdin.setRawMode(true);
	process.stdin.on('data', data => {
		process.stdout.write(data.toString('hex'));
		if (data.includes(0x71)) process.exit(7);
	});
	process.stdout.write('ready ');`;
const node = (program: string, options: Partial<TerminalOptions> = {}): Pty =>
	open({file: process.execPath, args: ['-e', program], ...options});

it('runs an interactive shell: what is typed is shown, and so is the answer', async () => {
	const terminal = open({file: 'bash', args: ['--norc', '--noprofile', '-i'], env: {PS1: 'ask> '}});
	await terminal.until('ask> ');
	terminal.type('echo $((6 * 7)) wide 木x');
	terminal.press('enter');
	await terminal.until('42 wide 木x');
	expect(terminal.find('木x')).toEqual({x: 'ask> echo $((6 * 7)) wide '.length, y: 0});
	expect(terminal.find('x')).toMatchObject({y: 0});
	expect(terminal.find('nowhere')).toBeNull();
	terminal.press('ctrl+d');
	expect(await terminal.exit()).toEqual({code: 0, signal: null});
});

it('is a terminal of the size asked for, and tells when that changes', async () => {
	const terminal = shell("stty size; trap 'stty size' WINCH; while :; do sleep 0.05; done", {
		size: {width: 100, height: 30},
	});
	await terminal.until('30 100');
	terminal.resize({width: 61, height: 17});
	await terminal.until('17 61');
	expect(terminal.screen()).toHaveLength(17);
});

it('takes the marks of a build machine out of the environment', async () => {
	const terminal = shell('echo "[$CI] [$NO_COLOR] [$TERM] [$HOME] [$MINE]."', {
		env: {HOME: undefined, MINE: 'yes'},
	});
	await terminal.until('[] [] [xterm-256color] [] [yes].');
	expect(await terminal.exit()).toEqual({code: 0, signal: null});
});

it('sends keys, pastes and the mouse as terminals do', async () => {
	const terminal = node(listener, {size: {width: 400, height: 5}});
	await terminal.until('ready');
	const heard = async (act: () => void, bytes: string): Promise<void> => {
		act();
		await terminal.until(Buffer.from(bytes).toString('hex'));
	};
	await heard(() => terminal.press('ctrl+p'), '\u0010');
	await heard(() => terminal.press('shift+tab'), '\u001B[Z');
	await heard(() => terminal.press('ctrl+right'), '\u001B[1;5C');
	await heard(() => terminal.press('alt+x'), '\u001Bx');
	await heard(() => terminal.paste('two\nlines'), '\u001B[200~two\nlines\u001B[201~');
	await heard(() => terminal.click(9, 4), '\u001B[<0;10;5M\u001B[<0;10;5m');
	await heard(() => terminal.mouse({kind: 'wheel', wheel: -2, x: 0, y: 0}), '\u001B[<64;1;1M\u001B[<64;1;1M');
	await heard(() => terminal.mouse({kind: 'drag', x: 1, y: 1, ctrl: true}), '\u001B[<48;2;2M');
	terminal.press('q');
	expect(await terminal.exit()).toEqual({code: 7, signal: null});
	expect(() => terminal.press('j')).toThrow('The command ended before it could hear "j".');
});

it('knows sequences of keys, and no key that no terminal has', () => {
	expect(bytesOf('g g')).toBe('gg');
	expect(bytesOf(' ')).toBe(' ');
	expect(() => bytesOf('hyper+j')).toThrow('No terminal has a key "hyper+j".');
});

it('reads text, colours and looks of cells', async () => {
	const terminal = shell(
		String.raw`printf '\033[1;38;2;255;0;16mA\033[0;44;4;7mB\033[0;38;5;200mC\033[0m木D'`,
	);
	await terminal.until('木D');
	expect(terminal.cell(0, 0)).toMatchObject({text: 'A', fg: '#ff0010', bg: null, bold: true});
	expect(terminal.cell(1, 0)).toMatchObject({text: 'B', bg: 'palette 4', underline: true, inverse: true});
	expect(terminal.cell(2, 0)).toMatchObject({text: 'C', fg: 'palette 200', bold: false});
	expect(terminal.cell(3, 0)).toMatchObject({text: '木', width: 2});
	expect(terminal.cell(4, 0)).toMatchObject({text: '', width: 0});
	expect(terminal.find('D')).toEqual({x: 5, y: 0});
	expect(() => terminal.cell(0, 99)).toThrow('no cell 0, 99');
});

it('tells which modes are on, also after the end', async () => {
	const on = String.raw`\033[?1049h\033[?25l\033[?1002h\033[?1006h\033[?2004h\033[?1004h\033[?7l`;
	const off = String.raw`\033[?7h\033[?1004l\033[?2004l\033[?1006l\033[?1002l\033[?25h\033[?1049l`;
	const terminal = shell(`printf '${on}on'; read -r; printf '${off}'`);
	await terminal.until('on');
	expect(terminal.modes()).toEqual({
		screen: 'alternate',
		cursorHidden: true,
		mouse: 'drag',
		paste: true,
		focus: true,
		autowrap: false,
	});
	terminal.press('enter');
	await terminal.exit();
	expect(terminal.modes()).toEqual({
		screen: 'normal',
		cursorHidden: false,
		mouse: 'none',
		paste: false,
		focus: false,
		autowrap: true,
	});
});

it('tells by which signal a command died', async () => {
	const terminal = shell('echo up; while :; do sleep 0.05; done');
	await terminal.until('up');
	terminal.kill('SIGKILL');
	expect(await terminal.exit()).toMatchObject({signal: 'SIGKILL'});
});

it('counts the bytes a command wrote', async () => {
	const terminal = shell("printf 'é'");
	await terminal.exit();
	expect(terminal.bytes()).toBe(2);
	expect(terminal.output()).toBe('é');
});

it('closes a command that would never end', async () => {
	const terminal = shell('echo up; while :; do sleep 0.05; done');
	await terminal.until('up');
	await terminal.close();
	expect(() => process.kill(terminal.pid, 0)).toThrow('ESRCH');
});
