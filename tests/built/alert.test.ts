/** Alerts as users get them: real processes on one data folder, a real mail server, a real exchange. */

import {execFile} from 'node:child_process';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {spawnExchange} from '../support/exchange.js';
import {startMailServer} from '../support/mail-server.js';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;

type Ended = {readonly code: number; readonly out: string; readonly err: string};

async function place(variables: Record<string, string>) {
	const root = mkdtempSync(join(tmpdir(), 'built-alert-'));
	const exchange = await spawnExchange();
	onTestFinished(async () => {
		await exchange.close();
		rmSync(root, {recursive: true, force: true});
	});
	const env = {
		PATH: process.env['PATH'] ?? '',
		HOME: root,
		TZ: 'UTC',
		CRYPTO_TUI_COINGECKO_URL: exchange.urls.coingecko,
		CRYPTO_TUI_COINGECKO_RPM: '1000000',
		CRYPTO_TUI_BINANCE_URL: exchange.urls.binance,
		CRYPTO_TUI_SNAPSHOT_TOP: '30',
		CRYPTO_TUI_WATCHLIST: 'bitcoin',
		...variables,
	};
	const run = async (...argv: string[]): Promise<Ended> =>
		new Promise(resolve => {
			execFile(process.execPath, [bin, ...argv], {cwd: root, env}, (error, out, err) =>
				resolve({code: error ? Number(error.code) : 0, out, err}),
			);
		});
	const log = (): string =>
		readFileSync(join(root, '.local', 'share', 'crypto-tui', 'logs', 'pipeline.log'), 'utf8');
	return {run, log};
}

test('a rule fires once although two processes collect at the same time', async () => {
	const server = await startMailServer();
	const {run} = await place({SMTP_URL: `smtp://127.0.0.1:${server.port}`, EMAIL_TO: 'me@example.org'});
	expect(await run('--headless')).toMatchObject({code: 0});
	expect(await run('alert', 'add', 'bitcoin > 1')).toMatchObject({code: 0, err: ''});
	const ended = await Promise.all([run('--headless', '--json'), run('--headless', '--json')]);
	for (const {code, out} of ended) {
		expect(code).toBe(0);
		expect(JSON.parse(out)).toMatchObject({status: 'done', faults: []});
	}

	expect(server.mails).toHaveLength(1);
	const {out} = await run('alert', 'history', '--json');
	expect(JSON.parse(out)).toMatchObject([{kind: 'price', deliveries: [{channel: 'mail', state: 'sent'}]}]);
});

test('a password that is refused changes neither report nor exit code, and is in no file', async () => {
	const server = await startMailServer({user: 'me', password: 'right'});
	const {run, log} = await place({
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: String(server.port),
		EMAIL_USER: 'me',
		EMAIL_PASSWORD: 'wr0ng-pa55word',
		EMAIL_TO: 'me@example.org',
		CRYPTO_TUI_ALERTS_DISK_FREE_MB: '1000000000',
	});
	const {code, out, err} = await run('--headless', '--json');
	expect(code).toBe(0);
	expect(JSON.parse(out)).toMatchObject({status: 'done', faults: []});
	expect(log()).toMatch(/"level":"error"[^\n]*not sent by mail[^\n]*refused the user name or the password/i);
	expect(out + err + log()).not.toContain('wr0ng-pa55word');
});
