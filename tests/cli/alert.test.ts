import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openApp} from '#app.js';
import {configOf, settle} from '#contracts/config.js';
import {main} from '#cli/main.js';
import type {Surroundings} from '#cli/surroundings.js';
import {Writable} from 'node:stream';
import {createFakeClock} from '../support/fake-clock.js';
import {partsOf, startMailServer} from '../support/mail-server.js';
import {exchangeSeries, fill, quietNow} from '../support/quiet-app.js';

class Text extends Writable {
	text = '';
	override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

type Shell = {
	readonly dataDir: string;
	readonly run: (...argv: string[]) => Promise<{
		readonly code: number;
		readonly out: string;
		readonly err: string;
	}>;
};

/** The command line over the real program in an empty folder. */
function shell(environment: Record<string, string> = {}): Shell {
	const root = mkdtempSync(join(tmpdir(), 'alert-'));
	onTestFinished(() => rmSync(root, {recursive: true, force: true}));
	const dataDir = join(root, 'data');
	return {
		dataDir,
		async run(...argv) {
			const [out, err] = [new Text(), new Text()];
			const surroundings: Surroundings = {
				out,
				err,
				environment: {CRYPTO_TUI_DATA_DIR: dataDir, CRYPTO_TUI_TIME_ZONE: 'UTC', ...environment},
				folder: root,
				home: root,
				platform: 'linux',
				now: () => quietNow,
				signal: new AbortController().signal,
				onExit: () => () => {},
				onPause: () => () => {},
				onStray: () => {},
				openApp: options => openApp({...options, clock: createFakeClock({start: quietNow, mode: 'stand'})}),
			};
			const code = await main(argv, surroundings);
			return {code, out: out.text, err: err.text};
		},
	};
}

const hour = 3_600_000;

/** A shell with ten days of hourly candles of Bitcoin, whose close goes up by one every hour. */
async function filled(): Promise<Shell> {
	const place = shell();
	const app = await openApp({
		config: configOf(settle([], place.dataDir)),
		mode: 'headless',
		clock: createFakeClock({start: quietNow, mode: 'stand'}),
	});
	await fill(app, exchangeSeries('bitcoin'), {
		from: quietNow - (quietNow % hour) - 240 * hour,
		to: quietNow - (quietNow % hour),
	});
	await app.close();
	return place;
}

describe('rules', () => {
	test('are added, listed and removed', async () => {
		const {run} = await filled();
		const added = await run('alert', 'add', 'bitcoin > 100k', '--cool-down', '12h', '--hysteresis', '1.5');
		expect(added).toMatchObject({code: 0, err: ''});
		expect(added.out).toContain('Rule 1: bitcoin price > 100000 (at most every 12h, hysteresis 1.5 %)');
		expect((await run('alert', 'add', 'bitcoin', 'rsi(14)', 'crosses')).code).toBe(2);
		await run('alert', 'add', 'bitcoin crosses sma(50) on 1d', '--once');
		expect((await run('alert', 'list')).out).toMatchInlineSnapshot(`
			"  id  rule                           told                                 state              last alert
			   1  bitcoin price > 100000         at most every 12h, hysteresis 1.5 %  not evaluated yet  never
			   2  bitcoin crosses sma(50) on 1d  once                                 not evaluated yet  never
			"
		`);
		const listed = JSON.parse((await run('alert', 'list', '--json')).out) as unknown[];
		expect(listed).toMatchObject([
			{id: 1, rule: 'bitcoin price > 100000', once: false, coolDownMs: 12 * hour, hysteresisPercent: 1.5},
			{id: 2, once: true, done: false, lastAlertAt: null},
		]);
		expect((await run('alert', 'remove', '1')).code).toBe(0);
		expect(await run('alert', 'remove', '1')).toMatchObject({
			code: 2,
			err: expect.stringContaining('no rule 1') as string,
		});
		expect(JSON.parse((await run('alert', 'list', '--json')).out)).toMatchObject([{id: 2}]);
	});

	test.each([
		[['add'], 'needs a rule in quotes'],
		[['add', 'bitcoin >'], 'a number is expected before the end'],
		[['add', 'bitcoim > 1'], 'Did you mean bitcoin'],
		[['add', '% change 24h < -5'], 'an asset is expected before "%"'],
		[
			['add', 'change 24h < -5'],
			'an asset is expected before "change".\n  Write for example: bitcoin > 100000',
		],
		[['add', 'bitcoin > 1', '--cool-down', 'soon'], '--cool-down is "soon"'],
		[['add', 'bitcoin > 1', '--hysteresis', 'much'], '--hysteresis is "much"'],
		[['add', 'bitcoin > 1', '--days', '3'], '--days belongs to'],
		[['remove', 'x'], 'needs the number of one rule'],
		[['test', '9'], 'There is no rule 9'],
		[['history', 'x'], 'takes no more words'],
	])('%j is refused with what to do', async (argv, words) => {
		const {run} = await filled();
		expect(await run('alert', ...argv)).toMatchObject({
			code: 2,
			out: '',
			err: expect.stringContaining(words) as string,
		});
	});

	test('need something stored that they can be about', async () => {
		const {run, dataDir} = shell();
		expect(await run('alert', 'add', 'bitcoin > 1')).toMatchObject({
			code: 69,
			err: expect.stringContaining('run "crypto-tui --headless" first') as string,
		});
		expect(existsSync(dataDir)).toBe(false);
	});

	test('about nothing are lists that create nothing', async () => {
		const {run} = shell();
		expect((await run('alert', 'list')).out).toContain('There are no alert rules');
		expect((await run('alert', 'history')).out).toBe('There was no alert yet.\n');
		expect(JSON.parse((await run('alert', 'history', '--json')).out)).toEqual([]);
	});
});

describe('a rehearsal', () => {
	test('says when a rule would have fired', async () => {
		const {run} = await filled();
		const {code, out} = await run('alert', 'test', 'bitcoin price > 0', '--days', '3');
		expect(code).toBe(0);
		expect(out).toContain('"bitcoin price > 0" would have fired 1 time in the last 3 days.');
		const json = JSON.parse((await run('alert', 'test', 'bitcoin rsi(5) > 50', '--json')).out) as object;
		expect(json).toMatchObject({days: 90, fired: 1, firings: [{folded: false}]});
	});

	test('of a stored rule is that of its number', async () => {
		const {run} = await filled();
		await run('alert', 'add', 'bitcoin > 1');
		expect((await run('alert', 'test', '1')).out).toContain('"bitcoin price > 1" would have fired');
	});

	test('without anything stored ends with 69', async () => {
		expect(await shell().run('alert', 'test', 'bitcoin > 1')).toMatchObject({
			code: 69,
			err: expect.stringContaining('--historical') as string,
		});
		const {run} = await filled();
		expect((await run('alert', 'test', 'bitcoin marketcap > 1')).code).toBe(69);
	});
});

describe('a test message', () => {
	test('without a channel says what to set', async () => {
		expect(await shell().run('alert', 'send-test')).toMatchObject({
			code: 78,
			err: expect.stringMatching(/No channel[^]*SMTP_URL[^]*EMAIL_TO[^]*WEBHOOK/) as string,
		});
		expect(await shell({EMAIL_TO: 'me@x.org'}).run('alert', 'send-test')).toMatchObject({
			code: 78,
			err: expect.stringContaining('E-mail needs a server') as string,
		});
	});

	test('arrives in the language of the user', async () => {
		const server = await startMailServer({user: 'me', password: 'pa55word'});
		const {run} = shell({
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(server.port),
			EMAIL_USER: 'me',
			EMAIL_PASSWORD: 'pa55word',
			EMAIL_TO: 'me@example.org',
			CRYPTO_TUI_LANGUAGE: 'pt-BR',
		});
		expect(await run('alert', 'send-test')).toMatchObject({code: 0, out: 'mail: sent.\n', err: ''});
		expect(partsOf(server.mails[0]!).text).toContain('Isto é um teste');
	});

	test('that is not taken ends with 69 and keeps the password to itself', async () => {
		const server = await startMailServer({user: 'me', password: 'right'});
		const {run} = shell({
			SMTP_URL: `smtp://me:wr0ngpass@127.0.0.1:${server.port}`,
			EMAIL_TO: 'me@example.org',
		});
		const {code, out, err} = await run('alert', 'send-test', '--json');
		expect(code).toBe(69);
		expect(JSON.parse(out)).toMatchObject([{channel: 'mail', sent: false}]);
		expect(err).toContain('EMAIL_PASSWORD');
		expect(out + err).not.toContain('wr0ngpass');
	});
});

test('the simulated market has rules and alerts of its own, says so, and that it sends nothing', async () => {
	const {run, dataDir} = shell();
	expect((await run('alert', 'list', '--demo')).out).toContain('SIMULATED');
	const layer = {dataDir: {value: join(dataDir, 'demo'), origin: 'flag', place: 'test'}} as const;
	const app = await openApp({config: configOf(settle([layer], dataDir)), demo: true, mode: 'headless'});
	const raised = {key: 'k', rule: null, kind: 'source-down', asset: null, at: quietNow} as const;
	await app.storage.alerts.add({...raised, facts: {source: 'binance'}}, 0, []);
	await app.close();
	expect((await run('alert', 'history', '--demo')).out).toMatch(/binance is down +simulated, not sent/);
});
