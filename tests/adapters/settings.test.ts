import {mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {
	findSettings,
	locateConfigFile,
	removeSetting,
	saveSetting,
	type SettingsPlace,
} from '#adapters/settings.js';
import {Fault} from '#domain/fault.js';

let root: string;
let folder: string;
let home: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'settings-'));
	folder = join(root, 'here');
	home = join(root, 'home');
	mkdirSync(folder);
	mkdirSync(home);
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const place = (
	environment: Record<string, string> = {},
	more: Partial<SettingsPlace> = {},
): SettingsPlace => ({
	environment,
	folder,
	home,
	platform: 'linux',
	...more,
});
const writeConfig = (text: string): string => {
	const file = locateConfigFile(place());
	mkdirSync(join(file, '..'), {recursive: true});
	writeFileSync(file, text);
	return file;
};

const faultOf = (action: () => unknown): Fault => {
	try {
		action();
	} catch (error) {
		if (error instanceof Fault) return error;
	}

	throw new Error('no fault was thrown');
};

describe('precedence', () => {
	test('is flag, environment, .env, config file, default', () => {
		writeConfig('{"dataDir": "/from/file", "watch.top": 1, "snapshot.top": 11, "raw.keepDays": 5}');
		writeFileSync(join(folder, '.env'), 'CRYPTO_TUI_WATCH_TOP=2\nCRYPTO_TUI_SNAPSHOT_TOP="22"\n');
		const environment = {CRYPTO_TUI_WATCH_TOP: '3', CRYPTO_TUI_DATA_DIR: '/from/variable'};
		expect(findSettings(place(environment, {dataDir: '/from/flag'})).config()).toMatchObject({
			dataDir: '/from/flag',
			'watch.top': 3,
			'snapshot.top': 22,
			'raw.keepDays': 5,
			'watch.seconds': 300,
		});
		expect(findSettings(place(environment)).config().dataDir).toBe('/from/variable');
		expect(findSettings(place()).config().dataDir).toBe('/from/file');
	});

	test('an empty variable counts as unset', () => {
		expect(findSettings(place({COINGECKO_API_KEY: ''})).config()['coingecko.key']).toBeNull();
	});
});

describe('folders', () => {
	test.each([
		['linux', {}, '.local/share/crypto-tui', '.config/crypto-tui/config.json'],
		['darwin', {}, 'Library/Application Support/crypto-tui', 'Library/Preferences/crypto-tui/config.json'],
	] as const)('on %s they follow the platform', (platform, environment, data, config) => {
		const settings = findSettings(place(environment, {platform}));
		expect(settings.config().dataDir).toBe(join(home, data));
		expect(settings.configFile).toBe(join(home, config));
	});

	test('XDG variables move them when absolute', () => {
		const settings = findSettings(place({XDG_DATA_HOME: '/x/data', XDG_CONFIG_HOME: 'relative'}));
		expect(settings.config().dataDir).toBe('/x/data/crypto-tui');
		expect(settings.configFile).toBe(join(home, '.config/crypto-tui/config.json'));
	});

	test('relative paths start from the current folder, ~ from home', () => {
		expect(findSettings(place({}, {dataDir: 'data'})).config().dataDir).toBe(join(folder, 'data'));
		expect(findSettings(place({CRYPTO_TUI_DATA_DIR: '~/d'})).config().dataDir).toBe(join(home, 'd'));
		expect(locateConfigFile(place({CRYPTO_TUI_CONFIG_DIR: 'c'}))).toBe(join(folder, 'c/config.json'));
	});

	test('a folder called .env is no settings file', () => {
		mkdirSync(join(folder, '.env'));
		expect(findSettings(place()).config()['log.level']).toBe('info');
	});
});

describe('the config file', () => {
	test('may be nested or flat', () => {
		writeConfig('{"coingecko": {"rpm": 12}, "coincap.rpm": "13"}');
		expect(findSettings(place()).config()).toMatchObject({'coingecko.rpm': 12, 'coincap.rpm': 13});
	});

	test.each(['{bad "secret-in-file"', '[1]', 'null'])(
		'with the content %s is refused by name and left alone',
		text => {
			const file = writeConfig(text);
			const fault = faultOf(() => findSettings(place()));
			expect(fault.code).toBe('invalid-config');
			expect(fault.message).toContain(file);
			expect(fault.message).not.toContain('secret-in-file');
			expect(readFileSync(file, 'utf8')).toBe(text);
		},
	);

	test('that is broken is not overwritten by a change', async () => {
		const file = writeConfig('{bad');
		await expect(saveSetting(file, 'watch.top', '5')).rejects.toMatchObject({code: 'invalid-config'});
		expect(readFileSync(file, 'utf8')).toBe('{bad');
	});

	test('with an unknown key is refused with the nearest one', () => {
		writeConfig('{"watch": {"tops": 3}}');
		expect(faultOf(() => findSettings(place())).message).toContain('Did you mean watch.top');
	});

	test('with a bad value names key, file and what is allowed', () => {
		const file = writeConfig('{"onInvalid": "ignore"}');
		const {message} = faultOf(() => findSettings(place()).config());
		expect(message).toContain('onInvalid');
		expect(message).toContain(file);
		expect(message).toContain('block, quarantine');
	});

	test('takes checked values, privately, and gives them up again', async () => {
		const file = locateConfigFile(place());
		await saveSetting(file, 'watchlist', 'btc,eth');
		await saveSetting(file, 'coingecko.key', 'CG-secret');
		expect(statSync(file).mode & 0o077).toBe(0);
		expect(findSettings(place()).config()).toMatchObject({
			watchlist: ['btc', 'eth'],
			'coingecko.key': 'CG-secret',
		});
		await expect(removeSetting(file, 'watchlist')).resolves.toBe(true);
		await expect(removeSetting(file, 'watchlist')).resolves.toBe(false);
		expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({'coingecko.key': 'CG-secret'});
	});

	test('takes no bad value and no unknown key', async () => {
		const file = locateConfigFile(place());
		await expect(saveSetting(file, 'watch.top', 'x')).rejects.toMatchObject({code: 'invalid-config'});
		await expect(saveSetting(file, 'watch.tops', '1')).rejects.toThrow('Did you mean watch.top');
		expect(findSettings(place()).config()['watch.top']).toBe(10);
	});
});

describe('DATABASE_URL', () => {
	test.each([
		['the environment', {DATABASE_URL: 'postgresql://u:hunter2@h/db'}, ''],
		['.env', {}, 'DATABASE_URL=postgres://u:hunter2@h/db'],
	])('of PostgreSQL in %s is refused without echoing it', (where, environment, dotEnv) => {
		writeFileSync(join(folder, '.env'), dotEnv);
		const fault = faultOf(() => findSettings(place(environment)));
		expect(fault.code).toBe('invalid-config');
		expect(fault.message).toContain(where);
		expect(fault.message + fault.hint).not.toContain('hunter2');
	});

	test('of another program is none of our business', () => {
		expect(findSettings(place({DATABASE_URL: 'mysql://h/db'})).config()['log.level']).toBe('info');
	});
});
