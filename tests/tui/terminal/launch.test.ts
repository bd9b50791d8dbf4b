import {
	cpSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test} from 'vitest';
import {Grid} from '#tui/cells/grid.js';
import {lastFrameText} from '#tui/last-frame.js';
import {openTerminal, shellModes, type Pty} from '../../support/pty.js';

/** An installed program whose screen and commands are what a test says. */
let root: string;
let cache: string;

beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'crypto-tui-launch-'));
	cache = join(root, 'cache', 'crypto-tui');
	cpSync(new URL('../../../bin', import.meta.url), join(root, 'bin'), {recursive: true});
	mkdirSync(join(root, 'dist', 'bundle'), {recursive: true});
	writeFileSync(join(root, 'package.json'), '{"type": "module"}');
	writeFileSync(
		join(root, 'dist/bundle/main.js'),
		'export const main = async argv => (console.log(`commands ${argv.join(" ")}.`), 5);',
	);
	onTestFinished(() => rmSync(root, {recursive: true, force: true}));
});

/** The body of the screen's `main(argv, launch)`. */
function install(body: string): void {
	writeFileSync(
		join(root, 'dist/bundle/screen.cjs'),
		`//0123456789abcdef\nexports.main = async (argv, launch) => {${body}};`,
	);
}

function start(args: readonly string[] = [], environment: Readonly<Record<string, string>> = {}): Pty {
	const terminal = openTerminal({
		file: process.execPath,
		args: [join(root, 'bin/crypto-tui.js'), ...args],
		size: {width: 60, height: 15},
		cwd: root,
		env: {XDG_CACHE_HOME: join(root, 'cache'), HOME: root, ...environment},
	});
	onTestFinished(async () => terminal.close());
	return terminal;
}

/** Writes what was shown last into the file the launcher names. */
async function keepFrame(args: readonly string[] = [], width = 60, height = 15): Promise<void> {
	install(`require("node:fs").writeFileSync("frame-file", launch.frameFile); return 0;`);
	await start(args).exit();
	const frame = new Grid(width, height);
	frame.text(3, 2, 'BTC 60,754.01', 0);
	const file = readFileSync(join(root, 'frame-file'), 'utf8');
	mkdirSync(dirname(file), {recursive: true});
	const options = {
		depth: 'truecolor',
		sparesCorner: false,
		language: 'en',
		clock: '10:20',
		ascii: false,
	} as const;
	writeFileSync(file, lastFrameText(frame, options));
}

describe('the launcher', () => {
	test('hands the call and an empty stage to the screen', async () => {
		install('console.log(`screen ${argv.join(" ")}, shown ${launch.shown}.`); return 3;');
		const terminal = start(['--demo', '--data-dir', 'here']);
		expect(await terminal.exit()).toMatchObject({code: 3});
		expect(terminal.text()).toContain('screen --demo --data-dir here, shown false.');
		expect(terminal.modes()).toEqual(shellModes);
	});

	test('lets the thread of the desk load beside the screen, which asks it first', async () => {
		writeFileSync(
			join(root, 'dist/bundle/worker.cjs'),
			`//fedcba9876543210
			const {parentPort: port} = require('node:worker_threads');
			port.once('message', place => {
				port.postMessage('desk in ' + place);
				port.close();
			});`,
		);
		install(`return new Promise(resolve => {
			launch.desk.ref();
			launch.desk.once('message', text => resolve(console.log(text) ?? 0));
			launch.desk.postMessage('a folder');
		});`);
		const terminal = start();
		expect((await terminal.exit()).code).toBe(0);
		expect(terminal.text()).toContain('desk in a folder');
	});

	test('does not wait for a desk that nobody asked anything', async () => {
		writeFileSync(
			join(root, 'dist/bundle/worker.cjs'),
			`//fedcba9876543210\nrequire('node:worker_threads').parentPort.once('message', () => {});`,
		);
		install('return 3;');
		expect((await start().exit()).code).toBe(3);
	});

	test('shows the last frame, dimmed and marked, before the screen is there', async () => {
		await keepFrame();
		install(
			'await new Promise(resolve => process.stdin.once("data", resolve)); process.stdin.destroy(); launch.takeOver(); return 0;',
		);
		const terminal = start();
		await terminal.until('BTC 60,754.01');
		expect(terminal.text()).toContain('as of 10:20');
		expect(terminal.modes()).toMatchObject({screen: 'alternate', cursorHidden: true, autowrap: false});
		expect(terminal.cell(3, 2).dim).toBeTruthy();
		terminal.type('\r');
		expect(await terminal.exit()).toMatchObject({code: 0});
		expect(terminal.modes().screen, 'taken over: the session gives it back').toBe('alternate');
	});

	test('shows no frame of another size, another place or another kind of terminal', async () => {
		await keepFrame([], 80, 24);
		install('console.log(`shown ${launch.shown}.`); return 0;');
		const other = start();
		await other.exit();
		expect(other.text()).toContain('shown false.');

		await keepFrame();
		install('console.log(`shown ${launch.shown}.`); return 0;');
		for (const [args, environment] of [
			[['--demo'], {}],
			[['--data-dir=elsewhere'], {}],
			[[], {CRYPTO_TUI_DATA_DIR: '/elsewhere'}],
			[[], {NO_COLOR: '1'}],
		] as const) {
			const terminal = start(args, environment);
			await terminal.exit();
			expect(terminal.text(), `${args.join(' ')} ${JSON.stringify(environment)}`).toContain('shown false.');
		}
	});

	test.each([
		['throws while it loads', 'exports.main = 1; throw new Error("broken bundle")'],
		['throws at start', 'exports.main = async () => { throw new Error("broken bundle"); }'],
		['is no script', 'exports.main = (broken bundle'],
	])('gives the terminal back when the screen %s', async (_, source) => {
		await keepFrame();
		writeFileSync(join(root, 'dist/bundle/screen.cjs'), `//0123456789abcdef\n${source}`);
		const terminal = start();
		expect(await terminal.exit()).toMatchObject({code: 70});
		expect(terminal.modes()).toEqual(shellModes);
		expect(terminal.output()).toContain('the screen did not start');
		expect(terminal.output()).toContain('broken');
	});

	test('gives the terminal back on a signal before the screen took over', async () => {
		await keepFrame();
		install('setInterval(() => {}, 1000); return new Promise(() => {});');
		const terminal = start();
		await terminal.until('BTC');
		process.kill(terminal.pid, 'SIGTERM');
		expect(await terminal.exit()).toMatchObject({code: 143});
		expect(terminal.modes()).toEqual(shellModes);
	});

	test.each([
		['status'],
		['--headless'],
		['--help'],
		['-v'],
		['--screenshot', 'market'],
		['--demo', 'status'],
		['--data-dir'],
		['--unknown'],
	])('leaves %s %s to the commands', async (...args) => {
		install('return 0;');
		const terminal = start(args);
		expect(await terminal.exit()).toMatchObject({code: 5});
		expect(terminal.text()).toContain(`commands ${args.join(' ')}.`);
	});

	test('leaves a dumb terminal to the commands', async () => {
		install('return 0;');
		expect(await start([], {TERM: 'dumb'}).exit()).toMatchObject({code: 5});
	});

	test('keeps compiled code for the next start, and only that of this build', async () => {
		mkdirSync(cache, {recursive: true});
		writeFileSync(join(cache, 'screen-older'), 'x');
		install(
			'setInterval(() => {}, 1000); process.stdin.once("data", () => process.exit(0)); console.log("READY"); return new Promise(() => {});',
		);
		const terminal = start();
		await terminal.until('READY');
		const name = `screen-${process.version}-${process.arch}-0123456789abcdef`;
		const kept = (): string[] => readdirSync(cache);
		await terminal.until(() => kept().includes(name), 'compiled code');
		expect(kept()).toEqual([name]);
		expect(statSync(join(cache, name)).mode & 0o777).toBe(0o600);
		terminal.type('\r');
		await terminal.exit();

		const before = statSync(join(cache, name)).mtimeMs;
		writeFileSync(join(cache, name), 'no code at all');
		const again = start();
		await again.until('READY');
		await again.until(() => statSync(join(cache, name)).size > 100, 'code made again');
		expect(statSync(join(cache, name)).mtimeMs).toBeGreaterThan(before);
	});

	test('needs no place to keep anything', async () => {
		install('console.log(`file ${launch.frameFile}.`); return 0;');
		const terminal = start([], {XDG_CACHE_HOME: '', HOME: ''});
		expect(await terminal.exit()).toMatchObject({code: 0});
		expect(terminal.text()).toContain('file null.');
	});
});
