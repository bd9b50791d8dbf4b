/** Forecasts as a user makes them: the built program on the simulated market, interrupted and killed on the way. */

import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;

let root: string;
beforeAll(() => {
	root = mkdtempSync(join(tmpdir(), 'forecast-'));
});
afterAll(() => rmSync(root, {recursive: true, force: true}));

type Ended = {readonly code: number | null; readonly out: string; readonly err: string};

/** Starts a command on the simulated market; `until` is told everything it says on standard error so far. */
function start(...argv: readonly string[]) {
	const child = spawn(process.execPath, [bin, ...argv, '--demo', '--data-dir', root], {
		cwd: root,
		env: {PATH: process.env['PATH'] ?? '', HOME: root, TZ: 'UTC'},
		stdio: ['ignore', 'pipe', 'pipe'],
	});
	const said = {out: '', err: ''};
	child.stdout.on('data', (chunk: Buffer) => (said.out += chunk.toString()));
	child.stderr.on('data', (chunk: Buffer) => (said.err += chunk.toString()));
	const ended = once(child, 'close').then(([code]): Ended => ({code: code as number | null, ...said}));
	return {child, ended, said};
}

const run = async (...argv: readonly string[]): Promise<Ended> => start(...argv).ended;

const history = ['--headless', '--historical', '--assets', 'bitcoin', '--days', '120'] as const;
const train = ['train', '--asset', 'bitcoin', '--interval', '1h'] as const;

/** Forecasts; when the hour has turned since the candles were fetched, fetches them again first. */
async function predicted(): Promise<Ended> {
	const first = await run('predict', '--json');
	if (!first.err.includes('too late')) return first;
	await run('--headless', '--assets', 'bitcoin');
	return run('predict', '--json');
}

type Listed = {readonly id: string; readonly current: boolean};
const models = async (): Promise<readonly Listed[]> =>
	JSON.parse((await run('models', 'list', '--json')).out) as readonly Listed[];

const filesOf = (folder: string): readonly string[] =>
	readdirSync(folder, {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.map(({name}) => name);

describe('from an empty folder to a record', () => {
	test('every step says what comes before it', async () => {
		const early = await run('predict', '--asset', 'bitcoin');
		expect(early.code).toBe(69);
		expect(early.err).toContain('"crypto-tui --headless --historical --assets bitcoin');
		expect((await run(...history)).code).toBe(0);
		const untrained = await run('predict', '--asset', 'bitcoin', '--interval', '1h');
		expect(untrained.code).toBe(69);
		expect(untrained.err).toContain('"crypto-tui train --asset bitcoin --interval 1h --demo"');
	});

	test('a model is trained in a thread beside the bundle, and forecasts the next hour', async () => {
		const trained = await run(...train);
		expect(trained.err).toMatch(/bitcoin 1h: walking forward[^]*bitcoin 1h: training/);
		expect(trained.code).toBe(0);
		const {code, out} = await predicted();
		expect(code).toBe(0);
		const [forecast] = JSON.parse(out) as readonly {
			readonly lastClose: number;
			readonly interval80: readonly [number, number];
			readonly madeAt: string;
			readonly for: string;
		}[];
		expect(forecast!.interval80[0]).toBeLessThan(forecast!.lastClose);
		expect(forecast!.interval80[1]).toBeGreaterThan(forecast!.lastClose);
		expect(Date.parse(forecast!.madeAt)).toBeLessThan(Date.parse(forecast!.for) + 3_600_000);
		const ledger = await run('forecasts', '--format', 'csv');
		expect(ledger.code).toBe(0);
		expect(ledger.out).toContain(',open,');
	});

	test('training again gives the same model', async () => {
		const before = await models();
		const again = JSON.parse((await run(...train, '--json')).out) as readonly {
			readonly model: string;
			readonly known: boolean;
		}[];
		expect(again).toMatchObject([{model: before[0]!.id, known: true}]);
		expect(await models()).toEqual(before);
	});
});

describe('a training that does not come to its end', () => {
	test('ends with 130 on Ctrl-C, within moments, and leaves nothing half-written', async () => {
		const before = await models();
		const {child, ended, said} = start(...train, '--search', '1000');
		while (!said.err.includes('searching')) await sleep(10);
		child.kill('SIGINT');
		const {code, out} = await ended;
		expect(code).toBe(130);
		expect(out).toContain('Cancelled: 1 of 1 series.');
		expect(await models()).toEqual(before);
		expect(new Set(filesOf(join(root, 'demo', 'models')))).toEqual(new Set(['model.bin']));
	});

	test('leaves a model in use that works, whenever it is killed', async () => {
		const started = performance.now();
		await run(...train, '--seed', '100');
		const duration = performance.now() - started;
		for (let seed = 1; seed <= 6; seed++) {
			const {child, ended} = start(...train, '--seed', String(100 + seed));
			// Most of them near the end, where it writes.
			const ms = duration * (1 - 0.3 * Math.random());
			await Promise.race([ended, sleep(ms)]);
			child.kill('SIGKILL');
			await ended;
			const listed = await models();
			expect(
				listed.filter(({current}) => current),
				`killed after ${Math.round(ms)} ms`,
			).toHaveLength(1);
			const {code, out} = await predicted();
			expect(code, `killed after ${Math.round(ms)} ms`).toBe(0);
			expect(JSON.parse(out)).toMatchObject([{model: listed.find(({current}) => current)!.id}]);
		}
	});
});
