/** The program as users start it: real processes of `bin/crypto-tui.js` over the built files. */

import {execFileSync, spawn, spawnSync} from 'node:child_process';
import {existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
let root: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'built-cli-'));
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

/** Nothing of the developer's own settings reaches the child. */
const environment = (more: Record<string, string> = {}): Record<string, string> => ({
	PATH: process.env['PATH'] ?? '',
	HOME: root,
	TZ: 'UTC',
	...more,
});
const run = (argv: readonly string[], more: Record<string, string> = {}, node: readonly string[] = []) =>
	spawnSync(process.execPath, [...node, bin, ...argv], {cwd: root, env: environment(more), encoding: 'utf8'});

/** The modules inside a bundled file, by the comment the bundler puts before each. */
const inlined = (url: string): readonly string[] =>
	url.includes('/dist/bundle/')
		? [...readFileSync(new URL(url), 'utf8').matchAll(/^\/\/ ((?:dist|node_modules)\/\S+)$/gm)].map(
				([, path]) => path!,
			)
		: [];

/** Every module that the process loaded, by import or by require, bundled or not. */
const loadedBy = (argv: readonly string[]): string => {
	const hooks = join(root, 'hooks.mjs');
	const register = join(root, 'register.mjs');
	const list = join(root, 'loaded.txt');
	writeFileSync(
		hooks,
		`import {appendFileSync} from 'node:fs';
export async function load(url, context, next) {
appendFileSync(${JSON.stringify(list)}, url + '\\n');
return next(url, context);
}\n`,
	);
	writeFileSync(
		register,
		`import {appendFileSync} from 'node:fs';
import {createRequire, register} from 'node:module';
register(${JSON.stringify(`file://${hooks}`)});
const {cache} = createRequire(import.meta.url);
process.on('exit', () => appendFileSync(${JSON.stringify(list)}, Object.keys(cache).join('\\n')));\n`,
	);
	const {status, stderr} = run(argv, {}, ['--import', register]);
	expect(stderr).toBe('');
	expect(status).toBe(0);
	return readFileSync(list, 'utf8')
		.split('\n')
		.flatMap(url => [url].concat(inlined(url)))
		.join('\n');
};

describe('what is asked often starts without the heavy packages', () => {
	test.each([['--version'], ['--help'], ['export', '--help'], ['config', '--help'], ['completion', 'bash']])(
		'%s %s',
		(...argv) => {
			const loaded = loadedBy(argv.filter(Boolean));
			expect(loaded).toMatch(/^dist\/cli\/main\.js$/m);
			expect(loaded).not.toMatch(/node_modules/);
			expect(loaded).not.toMatch(/dist\/(app\.js|adapters|pipeline|contracts)/);
		},
	);

	test('settings are shown without database, HTTP client and log', () => {
		const loaded = loadedBy(['config', 'list']);
		expect(loaded).toMatch(/node_modules\/zod\//);
		expect(loaded).not.toMatch(/node_modules\/(better-sqlite3|undici|pino|conf|kysely)\//);
	});
});

test('--version is the version of the package', () => {
	const {version} = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
		version: string;
	};
	expect(run(['--version']).stdout).toBe(`${version}\n`);
});

describe('exit codes', () => {
	test.each([
		[[], {}, 2, '--headless'],
		[['--headles'], {}, 2, 'Did you mean --headless'],
		[['nonsense'], {}, 2, 'no command'],
		[['status'], {COINGECKO_PLAN: 'gold'}, 78, 'demo, pro'],
		[['status'], {DATABASE_URL: 'postgres://u:hunter2@h/db'}, 78, 'PostgreSQL'],
		[['export', 'candles'], {}, 69, '--historical'],
	])('%j with %j ends with %i', (argv, more, code, words) => {
		const {status, stdout, stderr} = run(argv, more);
		expect(status).toBe(code);
		expect(stderr).toContain(words);
		expect(stderr).not.toContain('hunter2');
		expect(stdout).toBe('');
	});

	test('looking creates nothing', () => {
		for (const argv of [['status'], ['logs'], ['config', 'list'], ['quarantine', 'list']]) {
			expect(run(argv).status).toBe(0);
		}

		expect(existsSync(join(root, '.local'))).toBe(false);
		expect(existsSync(join(root, '.config'))).toBe(false);
	});
});

test.each(['bash', 'zsh', 'fish'])(
	'the completion script for %s is valid where that shell is installed',
	shell => {
		const {stdout, status} = run(['completion', shell]);
		expect(status).toBe(0);
		expect(stdout).toContain('quarantine');
		const file = join(root, `completion.${shell}`);
		writeFileSync(file, stdout);
		if (spawnSync(shell, ['-c', 'true']).error) return;
		execFileSync(shell, ['-n', file]);
	},
);

describe.runIf(existsSync('/dev/full'))('standard output on a full disk', () => {
	test.each([['status'], ['--help'], ['config', 'list']])(
		'%s %s ends with 73 and one sentence',
		(...argv) => {
			const child = spawnSync(
				'sh',
				['-c', '"$0" "$@" > /dev/full', process.execPath, bin, ...argv.filter(Boolean)],
				{
					cwd: root,
					env: environment(),
					encoding: 'utf8',
				},
			);
			expect(child.stderr).toMatch(
				/^crypto-tui: Standard output cannot be written: the disk is full\.\n {2}Free[^\n]*\n$/,
			);
			expect(child.status).toBe(73);
		},
	);
});

test('an empty HOME does not put the data into the current folder', () => {
	const {stdout, status} = run(['status'], {HOME: ''});
	expect(status).toBe(0);
	expect(stdout).toMatch(/^Data folder {2}\//);
});

describe.skipIf(spawnSync('bash', ['-c', 'true']).error)('bash completes', () => {
	test.each([
		[['expo'], ['export']],
		[['export', 'c'], ['candles']],
		[['export', 'candles', 'c'], []],
		[
			['export', '--format', ''],
			['csv', 'json', 'ndjson', 'parquet'],
		],
		[['export', '--format', '=', 'p'], ['parquet']],
		[['--data-dir', 'export', 'sta'], ['status']],
		[['--assets', 'export', '--hist'], ['--historical']],
		[['logs', '--level', 'w'], ['warn']],
		[['config', 'get', 'li'], []],
	])('%j to %j', (typed, expected) => {
		const file = join(root, 'completion.bash');
		writeFileSync(file, run(['completion', 'bash']).stdout);
		const script = `source "$1"; shift; COMP_WORDS=(crypto-tui "$@"); COMP_CWORD=$#; _crypto_tui; printf '%s\\n' "\${COMPREPLY[@]}"`;
		const printed = execFileSync('bash', ['-c', script, 'bash', file, ...typed], {encoding: 'utf8'});
		expect(printed.split('\n').filter(Boolean)).toEqual(expected);
	});
});

describe('a reader that leaves', () => {
	test.each(['--help', 'logs'])('is no error for %s', async command => {
		const folder = join(root, '.local/share/crypto-tui/logs');
		mkdirSync(folder, {recursive: true});
		const line = JSON.stringify({
			level: 'info',
			time: new Date(0).toISOString(),
			module: 'm',
			msg: 'x'.repeat(200),
		});
		writeFileSync(join(folder, 'pipeline.log'), `${line}\n`.repeat(20_000));
		const child = spawn('sh', ['-c', `"$0" "$1" ${command}; echo "code $?" >&2`, process.execPath, bin], {
			cwd: root,
			env: environment(),
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		let errors = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
		child.stdout.destroy();
		await new Promise(resolve => child.on('close', resolve));
		expect(errors).toBe('code 0\n');
	});
});

test('the first signal ends in order, with 130', async () => {
	const folder = join(root, '.local/share/crypto-tui/logs');
	mkdirSync(folder, {recursive: true});
	const line = JSON.stringify({level: 'info', time: new Date(0).toISOString(), module: 'm', msg: 'ready'});
	writeFileSync(join(folder, 'pipeline.log'), `${line}\n`);
	const child = spawn(process.execPath, [bin, 'logs', '--follow'], {cwd: root, env: environment()});
	await new Promise<void>(resolve => child.stdout.once('data', () => resolve()));
	child.kill('SIGINT');
	const code = await new Promise(resolve => child.on('close', resolve));
	expect(code).toBe(130);
});

describe('a picture without a terminal', () => {
	test('shows what is stored, with every question answered', () => {
		expect(run(['--headless', '--demo', '--quiet']).status).toBe(0);
		for (const screen of ['market', 'pipeline', 'quality']) {
			const {status, stderr} = run(['--demo', '--screenshot', screen, '--out', `${screen}.txt`]);
			expect(stderr).toBe(`Wrote ${join(root, `${screen}.txt`)}\n`);
			expect(status).toBe(0);
			expect(readFileSync(join(root, `${screen}.txt`), 'utf8')).not.toContain('Reading');
		}
	});
});
