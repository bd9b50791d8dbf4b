import {existsSync, readdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {openApp} from '#app.js';
import {main} from '#cli/main.js';
import type {Surroundings} from '#cli/surroundings.js';
import {firstCandle, saveHours, vaultSetup, type VaultSetup} from '../support/vault-place.js';
import {setStage, type Stage} from './stage.js';

const hour = 3_600_000;
let stage: Stage | undefined;
afterEach(() => {
	stage?.dispose();
	stage = undefined;
});

type Run = {readonly code: number; readonly out: string; readonly err: string};

/** Commands over a real data folder. */
async function realFolder(): Promise<VaultSetup & {readonly run: (...argv: string[]) => Promise<Run>}> {
	const setup = await vaultSetup();
	return {
		...setup,
		async run(...argv) {
			const texts = {out: '', err: ''};
			const stream = (name: 'out' | 'err') =>
				({
					write(text: string, ...rest: readonly unknown[]) {
						texts[name] += text;
						const done = rest.at(-1);
						if (typeof done === 'function') done();
						return true;
					},
				}) as unknown as Surroundings['out'];
			const code = await main(argv, {
				out: stream('out'),
				err: stream('err'),
				environment: {CRYPTO_TUI_DATA_DIR: setup.dataDir, CRYPTO_TUI_TIME_ZONE: 'UTC'},
				folder: setup.dataDir,
				home: setup.dataDir,
				platform: 'linux',
				now: () => Date.now(),
				signal: new AbortController().signal,
				onExit: () => () => {},
				onPause: () => () => {},
				onStray: () => {},
				openApp,
			});
			return {code, ...texts};
		},
	};
}

const idIn = (text: string): string => /\d{8}-\d{6}-[\da-f]{6}/.exec(text)![0];

describe('crypto-tui snapshot', () => {
	test('shows a message as one line without control characters', async () => {
		const {run} = await realFolder();
		await run('snapshot', 'create', '-m', 'two\nlines\u001B[31m red');
		for (const action of [['list'], ['show', 'latest']]) {
			const {out} = await run('snapshot', ...action);
			expect(out).toContain('two lines red');
			expect(out).not.toContain('\u001B');
		}
	});

	test('makes, lists, shows, compares, brings back and prunes versions', async () => {
		const {run, within, dataDir} = await realFolder();
		const made = await run('snapshot', 'create', '-m', 'first');
		expect(made).toMatchObject({code: 0, err: ''});
		const first = idIn(made.out);
		await within(storage => saveHours(storage, 'solana', {from: firstCandle, to: firstCandle + 3 * hour}));
		const second = idIn((await run('snapshot', 'create')).out);
		expect((await run('snapshot', 'list')).out).toMatch(new RegExp(`${first}.*first\\n.*${second}`, 's'));
		expect((await run('snapshot', 'show', first)).out).toContain(`${first}.dvc`);
		expect((await run('snapshot', 'verify')).out).toMatch(/every hash is right/);
		expect((await run('snapshot', 'diff', first, 'latest')).out).toMatch(/solana binance 1h +\+3 +~0 +-0/);
		const restored = await run('snapshot', 'restore', first);
		const aside = /before is (\S+)/.exec(restored.out)![1]!;
		expect(existsSync(aside)).toBe(true);
		expect(await within(storage => storage.candles.list({asset: 'solana'}))).toEqual([]);
		const again = await run('snapshot', 'restore', second, '--to', 'elsewhere');
		expect(again.out).toContain(join(dataDir, 'elsewhere', 'crypto-tui.db'));
		expect((await run('snapshot', 'prune', '--keep', '1', '--dry-run')).out).toMatch(
			/Would prune 1 snapshot/,
		);
		expect((await run('snapshot', 'prune', '--keep', '1')).out).toContain(first);
		expect(JSON.parse((await run('snapshot', 'list', '--json')).out)).toMatchObject([
			{id: second, kind: 'data'},
		]);
	});

	test('lists a version whose record cannot be read as damaged, with what to do', async () => {
		const {run, dataDir} = await realFolder();
		const whole = idIn((await run('snapshot', 'create')).out);
		const broken = idIn((await run('snapshot', 'create')).out);
		writeFileSync(join(dataDir, 'snapshots', 'versions', `${broken}.json`), '{"id"');
		const {code, out} = await run('snapshot', 'list');
		expect(code).toBe(0);
		expect(out).toMatch(new RegExp(`${whole} +data .*\\n.*${broken} +damaged .*its record cannot be read`));
		expect(out).toContain('"crypto-tui snapshot verify" names the damaged files.');
		expect(JSON.parse((await run('snapshot', 'list', '--json')).out)).toMatchObject([
			{id: whole, kind: 'data'},
			{id: broken, problem: 'damaged'},
		]);
	});

	test('ends with 70 and names the object when one is broken', async () => {
		const {run, dataDir} = await realFolder();
		await run('snapshot', 'create');
		const folder = join(dataDir, 'snapshots', 'files', 'md5');
		const [part] = readdirSync(folder);
		const [object] = readdirSync(join(folder, part!));
		const path = join(folder, part!, object!);
		rmSync(path);
		const {code, out} = await run('snapshot', 'verify');
		expect(code).toBe(70);
		expect(out).toContain(path);
		expect(out).toContain('is missing');
	});

	test('looks at a version without bringing it back, and changes none', async () => {
		const {run, within} = await realFolder();
		await run('snapshot', 'create');
		await within(storage => saveHours(storage, 'solana', {from: firstCandle, to: firstCandle + 3 * hour}));
		const csv = (...more: string[]) => run('export', 'candles', '--asset', 'solana', ...more);
		expect((await csv()).code).toBe(0);
		expect(await csv('--as-of', 'latest')).toMatchObject({code: 69});
		const status = await run('status', '--as-of', 'latest', '--json');
		expect(status.err).toMatch(/^As of snapshot /);
		expect(JSON.parse(status.out)).toMatchObject({dataDir: expect.stringContaining('as-of')});
		expect(await run('quarantine', 'retry', '--all', '--as-of', 'latest')).toMatchObject({code: 2, out: ''});
		expect(await run('models', 'prune', '--as-of', 'latest')).toMatchObject({code: 2, out: ''});
	});

	test.each([
		[['snapshot', 'show'], 'needs one id'],
		[['snapshot', 'diff', 'a'], 'needs two ids'],
		[['snapshot', 'list', 'x'], 'takes no id'],
		[['snapshot', 'prune'], 'needs --keep'],
		[['snapshot', 'list', '--keep', '3'], '--keep does not belong'],
		[['snapshot', 'show', 'latest'], 'There is no snapshot in'],
	])('%j is told what is wrong', async (argv, message) => {
		stage = setStage();
		expect(await stage.run(...argv)).toBe(2);
		expect(stage.err()).toContain(message);
	});

	test('says that there is nothing to keep yet', async () => {
		stage = setStage({database: false});
		expect(await stage.run('snapshot', 'create')).toBe(69);
		expect(stage.err()).toContain('There is no database');
	});

	test('says when the folder of the snapshots cannot be used', async () => {
		const {run, dataDir} = await realFolder();
		writeFileSync(join(dataDir, 'file'), '');
		const {code, err} = await run('snapshot', 'create', '--remote', 'file');
		expect(code).toBe(73);
		expect(err).toContain('--remote');
	});
});

describe('crypto-tui compact', () => {
	test('says what it would free, and asks for --yes where nobody can be asked', async () => {
		const {run} = await realFolder();
		await run('snapshot', 'create');
		await run('status', '--as-of', 'latest');
		const plan = await run('compact', '--dry-run');
		expect(plan.out).toMatch(/as-of copies +1 file /);
		expect(await run('compact')).toMatchObject({code: 2, out: ''});
		const done = await run('compact', '--yes');
		expect(done).toMatchObject({code: 0});
		expect((await run('compact', '--dry-run')).out).toContain('Nothing to free.');
		expect((await run('snapshot', 'verify')).code).toBe(0);
	});

	test('has nothing to do without a database', async () => {
		stage = setStage({database: false});
		expect(await stage.run('compact', '--yes')).toBe(0);
		expect(stage.out()).toContain('Nothing to free.');
	});
});
