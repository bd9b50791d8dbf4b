import {mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {openApp} from '#app.js';
import {openStorage} from '#adapters/storage/open.js';
import {day, deskNow, hour, openDesk, type Desk, type DeskOptions} from '../support/desk.js';
import {doctor} from '../support/doctor-program.js';

const ago = (days: number): number => Math.floor((deskNow - days * day) / hour) * hour;

/** A desk with ten days of hours of two assets, and `holes` days of nothing in the middle. */
async function deskWithHoles(options: DeskOptions = {}): Promise<Desk> {
	const desk = await openDesk(options);
	for (const range of [
		{from: ago(20), to: ago(12)},
		{from: ago(10), to: ago(5)},
	]) {
		await desk.app.pipeline.backfill({
			interval: '1h',
			choice: {by: 'names', names: ['bitcoin', 'ethereum']},
			range,
			onInvalid: 'block',
		});
	}

	desk.exchange.clearRequests();
	return desk;
}

/** A place where nothing was ever stored. */
async function emptyPlace(options: DeskOptions = {}): Promise<Desk> {
	const desk = await openDesk(options);
	await desk.app.close();
	rmSync(desk.folder, {recursive: true, force: true});
	return desk;
}

/** A loopback port where nobody listens. */
async function deadPort(): Promise<number> {
	const server = createServer();
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => server.close(resolve));
	return port;
}

describe('the doctor', () => {
	test('explains every hole, says what healing costs, and leaves with 75', async () => {
		const desk = await deskWithHoles();
		const {code, told, err} = await doctor(desk, ['--json']);
		expect(code).toBe(75);
		expect(err).toBe('');
		const hours = told().gaps.filter(({interval}) => interval === '1h');
		expect(hours).toMatchObject(
			['bitcoin', 'ethereum'].map(asset => ({
				asset,
				source: 'binance',
				origin: 'exchange',
				from: new Date(ago(12)).toISOString(),
				to: new Date(ago(10)).toISOString(),
				candles: 48,
				cause: 'our-outage',
				healable: true,
			})),
		);
		expect(told().summary.healable).toMatchObject({requests: 2});
		expect(told().checks.filter(({state}) => state !== 'ok')).toEqual([]);
	});

	test('heals what can be healed, and is clean after that', async () => {
		const desk = await deskWithHoles();
		const healed = await doctor(desk, ['--heal', '--json']);
		expect(healed.code).toBe(0);
		expect(healed.told()).toMatchObject({gaps: [], healing: {report: {status: 'done'}}});
		expect(desk.asked('/klines')).toHaveLength(2);
		expect((await doctor(desk, ['--json'])).code).toBe(0);
	});

	test('heals only the assets that were named, by symbol as well', async () => {
		const desk = await deskWithHoles();
		await doctor(desk, ['--heal', '--asset', 'btc']);
		expect(desk.asked('/klines').map(({query}) => new URLSearchParams(query).get('symbol'))).toEqual([
			'BTCUSDT',
		]);
		const wrong = await doctor(desk, ['--asset', 'bitcoim']);
		expect(wrong.code).toBe(2);
		expect(wrong.err).toContain('Did you mean bitcoin');
	});

	test('a healing that is refused ends like a backfill, with the reason', async () => {
		const desk = await deskWithHoles();
		desk.exchange.setFaults([{kind: 'not-found', path: '^/klines.*symbol=ETHUSDT'}]);
		const {code, out} = await doctor(desk, ['--heal']);
		expect(code).toBe(75);
		const said = out.replaceAll(/\s+/g, ' ');
		expect(said).toContain('1 healed');
		expect(said).toContain('1 failed');
		expect(said).toContain('HTTP 404');
		expect(out).toMatch(/held to 07-15/);
	});

	test('names a key that is missing as what stands in the way', async () => {
		const desk = await openDesk({coincap: true});
		for (const range of [
			{from: ago(20), to: ago(15)},
			{from: ago(10), to: ago(5)},
		]) {
			await desk.app.pipeline.backfill({
				interval: '1h',
				source: 'coincap',
				choice: {by: 'names', names: ['bitcoin']},
				range,
				onInvalid: 'block',
			});
		}

		const {code, told} = await doctor(desk, ['--json']);
		expect(told().gaps).toMatchObject([{source: 'coincap', healable: false, obstacle: 'no-key'}]);
		expect(code).toBe(0);
		const keyed = await doctor(desk, ['--json'], {environment: {COINCAP_API_KEY: 'test-key'}});
		expect(keyed.told().gaps).toMatchObject([{source: 'coincap', healable: true}]);
	});

	test('prints a page of 80 columns for people, in ASCII unless the terminal knows more', async () => {
		const desk = await deskWithHoles();
		const {out} = await doctor(desk, [], {environment: {LANG: 'C'}});
		expect(out).toContain('+ ok    database');
		expect(out).toContain('our-outage');
		expect(out).toContain('doctor --heal');
		expect(out).toMatch(/^[\n\u0020-\u007E]*$/);
		const fitting = out.replaceAll(desk.folder, '/data');
		expect(fitting.split('\n').filter(line => line.length > 80)).toEqual([]);
		const utf8 = await doctor(desk, [], {environment: {LANG: 'en_US.UTF-8'}});
		expect(utf8.out).toContain('✓ ok    database');
	});

	test('works on the simulated market without asking any other', async () => {
		const desk = await emptyPlace();
		expect((await doctor(desk, ['--demo', '--json'])).code).toBe(0);
		const {config, clock} = {...desk.app, clock: desk.clock};
		const demo = await openApp({
			config: {...config, dataDir: join(desk.folder, 'demo')},
			demo: true,
			mode: 'headless',
			clock,
		});
		for (const range of [
			{from: ago(20), to: ago(12)},
			{from: ago(10), to: ago(5)},
		]) {
			const choice = {by: 'names', names: ['bitcoin']} as const;
			await demo.pipeline.backfill({interval: '1h', choice, range, onInvalid: 'block'});
		}

		await demo.close();
		expect((await doctor(desk, ['--demo', '--json'])).told()).toMatchObject({simulated: true});
		const healed = await doctor(desk, ['--demo', '--heal', '--json']);
		expect(healed.code).toBe(0);
		expect(healed.told()).toMatchObject({gaps: [], healing: {report: {simulated: true, status: 'done'}}});
		expect(desk.exchange.requests).toEqual([]);
	});
});

describe('looking', () => {
	test('creates nothing where nothing is', async () => {
		const desk = await emptyPlace();
		for (const argv of [['--json'], ['--heal', '--json']]) {
			const {code, check} = await doctor(desk, argv);
			expect(code).toBe(0);
			expect(check('database')?.message).toContain('--headless');
		}

		expect(() => readdirSync(desk.folder)).toThrow('ENOENT');
	});

	test('spends no credit: only questions that are free', async () => {
		const desk = await emptyPlace({exchange: {keys: {coincap: 'right'}}});
		const {check} = await doctor(desk, ['--json'], {environment: {COINCAP_API_KEY: 'right'}});
		expect(check('source.coincap')).toMatchObject({
			state: 'ok',
			message: expect.stringContaining('not tried'),
		});
		expect(
			desk.exchange.requests.map(({source, path, status}) => `${source} ${path} ${status}`).toSorted(),
		).toEqual(['binance /time 200', 'coincap /assets 401', 'coingecko /ping 200']);
	});
});

describe('a check', () => {
	test('of a key that is refused fails with the way to correct it, and never shows the key', async () => {
		const desk = await emptyPlace({exchange: {keys: {coingeckoDemo: 'right-key'}}});
		const {code, check, out} = await doctor(desk, ['--json'], {
			environment: {COINGECKO_API_KEY: 'wrong-key-of-mine'},
		});
		expect(code).toBe(75);
		expect(check('source.coingecko')).toMatchObject({state: 'fail', fix: expect.stringContaining('key')});
		expect(out).not.toContain('wrong-key-of-mine');
		const right = await doctor(desk, ['--json'], {environment: {COINGECKO_API_KEY: 'right-key'}});
		expect(right.check('source.coingecko')?.message).toContain('takes the key');
	});

	test('of a source that is not there names the setting to look at', async () => {
		const desk = await emptyPlace();
		const {code, check} = await doctor(desk, ['--json'], {
			environment: {CRYPTO_TUI_BINANCE_URL: `http://127.0.0.1:${await deadPort()}/api/v3`},
		});
		expect(code).toBe(75);
		expect(check('source.binance')).toMatchObject({
			state: 'fail',
			message: expect.stringContaining('ECONNREFUSED'),
			fix: expect.stringContaining('CRYPTO_TUI_BINANCE_URL'),
		});
		expect(check('source.coingecko')?.state).toBe('ok');
	});

	test('of a source that hangs ends in time', async () => {
		const desk = await emptyPlace({exchange: {faults: [{kind: 'hang', source: 'binance'}]}});
		const {check} = await doctor(desk, ['--json'], {
			environment: {CRYPTO_TUI_HTTP_TIMEOUT_SECONDS: '0.3'},
		});
		expect(check('source.binance')).toMatchObject({state: 'fail', fix: expect.any(String)});
	});

	test.each([
		['restricted', 'country'],
		['page', 'login'],
		['forbidden-page', 'edge'],
	] as const)('of a source that answers with "%s" says what that means', async (kind, fix) => {
		const desk = await emptyPlace({exchange: {faults: [{kind, source: 'binance'}]}});
		const {check} = await doctor(desk, ['--json']);
		expect(check('source.binance')).toMatchObject({state: 'fail', fix: expect.stringContaining(fix)});
	});

	test('of a source without TLS where TLS is expected fails', async () => {
		const desk = await emptyPlace();
		const {check} = await doctor(desk, ['--json'], {
			environment: {CRYPTO_TUI_BINANCE_URL: desk.exchange.urls.binance.replace('http:', 'https:')},
		});
		expect(check('source.binance')).toMatchObject({state: 'fail', fix: expect.stringContaining('encrypted')});
	});

	test('of a clock that is wrong warns', async () => {
		const desk = await emptyPlace({exchange: {faults: [{kind: 'clock-skew', ms: 120_000}]}});
		const {code, check} = await doctor(desk, ['--json']);
		expect(code).toBe(75);
		expect(check('clock')).toMatchObject({
			state: 'warn',
			message: expect.stringContaining('120.0 s behind'),
			fix: expect.stringContaining('synchronisation'),
		});
	});

	test('of a log that cannot be written fails, and the rest is looked at all the same', async () => {
		const desk = await deskWithHoles();
		await desk.app.close();
		rmSync(join(desk.folder, 'logs'), {recursive: true});
		writeFileSync(join(desk.folder, 'logs'), 'not a folder');
		const {code, check} = await doctor(desk, ['--json']);
		expect(code).toBe(75);
		expect(check('log')).toMatchObject({state: 'fail', message: expect.stringContaining('ENOTDIR')});
		expect(check('database')?.state).toBe('ok');
	});

	test('of a bad setting ends with 78 and names it', async () => {
		const desk = await emptyPlace();
		const {code, check} = await doctor(desk, ['--json'], {environment: {CRYPTO_TUI_WATCH_TOP: 'many'}});
		expect(code).toBe(78);
		expect(check('config')).toMatchObject({
			state: 'fail',
			message: expect.stringContaining('watch.top'),
			fix: expect.stringContaining('config list'),
		});
	});

	test('of a source that asked to be left alone sends it nothing', async () => {
		const desk = await deskWithHoles();
		await desk.app.storage.budgets.block('binance', desk.clock.now() + hour);
		const {code, check} = await doctor(desk, ['--json']);
		expect(code).toBe(75);
		expect(check('budget.binance')).toMatchObject({state: 'warn', fix: expect.stringContaining('Wait')});
		expect(desk.exchange.requests.filter(({source}) => source === 'binance')).toEqual([]);
	});
});

/** Overwrites the middle of the file, where tables and indexes are. */
async function damaged(): Promise<{desk: Desk; file: string}> {
	const desk = await deskWithHoles();
	// Everything into the one file, so that nothing is healed from the log.
	await desk.app.close();
	const file = join(desk.folder, 'crypto-tui.db');
	const bytes = readFileSync(file);
	const page = bytes.readUInt16BE(16);
	for (let at = page * 4; at < bytes.length - page; at += page) bytes.fill(0xa5, at, at + page / 2);
	writeFileSync(file, bytes);
	return {desk, file};
}

describe('a damaged database', () => {
	test('is told with 70, and --heal does not touch it', async () => {
		const {desk, file} = await damaged();
		const before = readFileSync(file);
		for (const argv of [['--json'], ['--heal', '--json']]) {
			const {code, check} = await doctor(desk, argv);
			expect(code).toBe(70);
			expect(check('database')).toMatchObject({state: 'fail', fix: expect.stringContaining('backup')});
		}

		expect(readFileSync(file).equals(before)).toBe(true);
		expect(desk.asked('/klines')).toEqual([]);
	});

	test('that is no database at all is left as it is', async () => {
		const desk = await emptyPlace();
		mkdirSync(desk.folder, {recursive: true});
		const file = join(desk.folder, 'crypto-tui.db');
		writeFileSync(file, 'not a database'.repeat(100));
		const {code, check} = await doctor(desk, ['--heal', '--json']);
		expect(code).toBe(70);
		expect(check('database')?.message).toContain('not a database of crypto-tui');
		expect(readFileSync(file, 'utf8')).toBe('not a database'.repeat(100));
	});

	test('of a newer program is not damaged: it cannot be opened', async () => {
		const desk = await deskWithHoles();
		await desk.app.close();
		const {default: Sqlite} = await import('better-sqlite3');
		const db = new Sqlite(join(desk.folder, 'crypto-tui.db'));
		db.pragma('user_version = 99');
		db.close();
		const {code, check} = await doctor(desk, ['--json']);
		expect(code).toBe(73);
		expect(check('database')).toMatchObject({state: 'fail', fix: expect.stringContaining('Update')});
	});
});

test('attempts survive a restart of the program', async () => {
	const desk = await deskWithHoles();
	await doctor(desk, ['--heal', '--asset', 'bitcoin']);
	await desk.app.close();
	const storage = await openStorage({
		dataDir: desk.folder,
		busyTimeoutMs: 1000,
		clock: desk.clock,
		readOnly: true,
	});
	try {
		expect(await storage.gaps.attempts()).toMatchObject([
			{asset: 'bitcoin', outcome: 'healed', candles: 48, payload: expect.any(String), until: null},
		]);
	} finally {
		await storage.close();
	}
});
