import {existsSync, mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {openStorage} from '#adapters/storage/open.js';
import {systemClock} from '#adapters/system-clock.js';
import {chosenSettings} from '#cli/screen-options.js';
import {saveQuotes} from '../support/vault-place.js';
import {now, setStage, type Stage, type StageOptions} from './stage.js';

let stage: Stage | null = null;
const stageOf = (options: StageOptions = {}): Stage => (stage = setStage(options));
afterEach(() => {
	stage?.dispose();
	stage = null;
});

describe('the screen', () => {
	test.each([
		['standard output is no terminal', {}],
		['TERM is "dumb"', {terminal: true, environment: {TERM: 'dumb'}}],
		['standard input is no terminal', {terminal: true}],
	])('is refused with what to use instead where %s', async (_, options) => {
		const made = stageOf(options);
		expect(await made.run()).toBe(2);
		const told = made.err();
		expect(told).toContain('The screen needs a terminal');
		expect(told).toContain('--headless');
	});

	test.each([
		[['--watch', '60'], '--watch needs --headless.'],
		[['--historical'], '--historical needs --headless.'],
		[['--headless', '--theme', 'dark'], '--theme belongs to the screen, which --headless leaves out.'],
		[['--size', '80x24'], '--size needs --screenshot.'],
		[['--theme', 'pink'], 'must be one of: dark, light, contrast, colour-blind, mono'],
	])('refuses %j, in words', async (argv, told) => {
		const made = stageOf();
		expect(await made.run(...argv)).toBe(2);
		expect(made.err()).toContain(told);
	});

	test('takes options as settings that hold for one start', () => {
		expect(
			chosenSettings({theme: 'light', lang: 'pt-BR', currency: 'brl', ascii: true, 'no-mouse': true}),
		).toEqual({
			'ui.theme': 'light',
			language: 'pt-BR',
			'ui.currency': 'BRL',
			'ui.ascii': 'on',
			'ui.mouse': 'off',
		});
	});
});

describe('a picture of a screen', () => {
	test.each(['svg', 'txt', 'ansi'])(
		'is written as .%s without a terminal, and nothing else is',
		async kind => {
			const made = stageOf({database: false});
			expect(await made.run('--screenshot', 'market', '--size', '80x24', '--out', `m.${kind}`)).toBe(0);
			const path = join(made.root, `m.${kind}`);
			expect(made.err()).toBe(`Wrote ${path}\n`);
			expect(readFileSync(path, 'utf8')).toContain('stored');
			expect(existsSync(made.dataDir)).toBe(false);
		},
	);

	test('says when the currency asked for has no rate, and what is drawn in its place', async () => {
		const made = stageOf({database: false});
		mkdirSync(made.dataDir);
		const storage = await openStorage({dataDir: made.dataDir, busyTimeoutMs: 5000, clock: systemClock});
		await saveQuotes(storage, now, 60_000);
		await storage.close();
		const argv = ['--screenshot', 'market', '--size', '80x24', '--out', 'm.txt', '--currency'];
		expect(await made.run(...argv, 'ZZZ')).toBe(0);
		expect(made.err()).toContain('crypto-tui: No rate of ZZZ is stored: the amounts are in USD.\n');
		expect(readFileSync(join(made.root, 'm.txt'), 'utf8')).toContain('60,000');
		await made.run(...argv, 'USD');
		expect(made.err()).not.toContain('No rate');
	});

	test('speaks the language asked for, in the size asked for', async () => {
		const made = stageOf({database: false});
		await made.run('--screenshot', 'market', '--size', '90x20', '--lang', 'pt-BR', '--out', 'm.txt');
		const rows = readFileSync(join(made.root, 'm.txt'), 'utf8').trimEnd().split('\n');
		expect(rows).toHaveLength(20);
		expect(rows.join('\n')).toContain('Ainda não há nada gravado.');
	});

	test.each([
		[['nowhere', '--out', 'm.svg'], 'must be one of: market, technical, compare'],
		[['market'], '--screenshot needs --out <file>.'],
		[['market', '--out', 'm.png'], 'it must end in .svg, .txt, .ansi.'],
		[['market', '--out', 'm.svg', '--size', 'big'], 'from 60x15 to 500x200'],
		[['market', '--out', 'm.svg', '--size', '20x20'], 'from 60x15 to 500x200'],
		[['market', '--out', 'missing/m.svg'], 'cannot be written (ENOENT)'],
	])('refuses %j, in words', async (argv, told) => {
		const made = stageOf({database: false});
		expect(await made.run('--screenshot', ...argv)).toBe(2);
		expect(made.err()).toContain(told);
	});
});
