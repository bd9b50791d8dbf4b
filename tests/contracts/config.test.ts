import {describe, expect, test} from 'vitest';
import {
	allowancesOf,
	checkValue,
	configKeys,
	configOf,
	describeKey,
	secretsOf,
	settle,
	unknownKey,
	type Config,
	type ConfigKey,
	type Layer,
	type Origin,
} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';

const layer = (origin: Origin, values: Partial<Record<ConfigKey, unknown>>): Layer =>
	Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, {value, origin, place: `${origin} of ${key}`}]),
	);
const settled = (...layers: Layer[]): Config => configOf(settle(layers, '/data'));
const faultOf = (action: () => unknown): Fault => {
	try {
		action();
	} catch (error) {
		if (error instanceof Fault) return error;
	}

	throw new Error('no fault was thrown');
};

describe('defaults', () => {
	test('every key has one, and it is valid when written out', () => {
		const config = settled();
		const written = configKeys
			.filter(key => !describeKey(key).secret)
			.map(
				key =>
					[key, Array.isArray(config[key]) ? config[key].join(',') : String(config[key] ?? 'none')] as const,
			);
		expect(Object.fromEntries(configKeys.map(key => [key, checkValue(key, config[key], 'test')]))).toEqual(
			config,
		);
		expect(config).toMatchObject(
			Object.fromEntries(written.map(([key, text]) => [key, checkValue(key, text, 'test')])),
		);
	});

	test('a CoinGecko key raises the rate and brings monthly credits', () => {
		expect(settled()).toMatchObject({'coingecko.rpm': 5, 'coingecko.monthlyCredits': null});
		expect(settled(layer('environment', {'coingecko.key': 'CG-1'}))).toMatchObject({
			'coingecko.rpm': 30,
			'coingecko.monthlyCredits': 10_000,
			'coingecko.url': 'https://api.coingecko.com/api/v3',
		});
		expect(settled(layer('environment', {'coingecko.key': 'CG-1', 'coingecko.plan': 'pro'}))).toMatchObject({
			'coingecko.url': 'https://pro-api.coingecko.com/api/v3',
			'coingecko.monthlyCredits': null,
		});
	});
});

describe('layers', () => {
	test('the first layer that has a key wins, and says where its value came from', () => {
		const entries = settle(
			[layer('environment', {'watch.top': '7'}), layer('file', {'watch.top': 9, 'snapshot.top': 100})],
			'/data',
		);
		expect(entries.find(({key}) => key === 'watch.top')).toMatchObject({value: 7, origin: 'environment'});
		expect(entries.find(({key}) => key === 'snapshot.top')).toMatchObject({value: 100, origin: 'file'});
		expect(entries.find(({key}) => key === 'log.level')).toMatchObject({value: 'info', origin: 'default'});
	});

	test('a bad value hidden by a stronger good one does no harm', () => {
		const config = settled(layer('environment', {'watch.top': '7'}), layer('file', {'watch.top': 'many'}));
		expect(config['watch.top']).toBe(7);
	});
});

describe('values', () => {
	test.each([
		['coingecko.url', 'http://127.0.0.1:9000/coingecko/api/v3/', 'http://127.0.0.1:9000/coingecko/api/v3'],
		['binance.streamUrl', 'ws://127.0.0.1:1/x', 'ws://127.0.0.1:1/x'],
		['watchlist', ' btc, eth ,,btc', ['btc', 'eth']],
		['coincap.monthlyCredits', 'none', null],
		['coingecko.rpm', '1e9', 1e9],
		['timeZone', 'America/Sao_Paulo', 'America/Sao_Paulo'],
		['ui.currency', 'brl', 'BRL'],
		['ui.keys', ' {"market.sort-next": ["s"]} ', '{"market.sort-next":["s"]}'],
		['ui.keys', {'market.sort-next': ['s']}, '{"market.sort-next":["s"]}'],
	] as const)('%s takes %j', (key, text, value) => {
		expect(checkValue(key, text, 'test')).toEqual(value);
	});

	test.each([
		['coingecko.url', 'ftp://example.org'],
		['coingecko.url', 'https://example.org/?a=1'],
		['binance.streamUrl', 'https://example.org'],
		['coingecko.rpm', 'abc'],
		['coingecko.rpm', '0'],
		['coingecko.rpm', '-5'],
		['coingecko.rpm', 'NaN'],
		['watch.top', '1.5'],
		['coingecko.plan', 'Pro'],
		['onInvalid', 'ignore'],
		['timeZone', 'Mars/Olympus'],
		['dataDir', 'a\0b'],
		['log.level', true],
		['ui.theme', 'pink'],
		['ui.currency', 'reais'],
		['ui.keys', '{"market.sort-next": "s"}'],
		['ui.keys', 'not json'],
	] as const)('%s refuses %j, naming key, place and what is allowed', (key, value) => {
		const fault = faultOf(() => checkValue(key, value, 'SOMEWHERE'));
		expect(fault.code).toBe('invalid-config');
		expect(fault.message).toContain(key);
		expect(fault.message).toContain('SOMEWHERE');
		expect(fault.message).toContain(describeKey(key).allowed);
	});

	test('all problems are told at once', () => {
		const bad = layer('environment', {'watch.top': 'x', language: 'fr'});
		expect(faultOf(() => settled(bad)).message).toMatch(/watch\.top[\s\S]*language/);
	});
});

describe('secrets', () => {
	test('a bad key is never echoed', () => {
		const fault = faultOf(() => checkValue('coingecko.key', 'my secret', 'COINGECKO_API_KEY'));
		expect(fault.message).toContain('COINGECKO_API_KEY');
		expect(fault.message).not.toContain('my secret');
	});

	test('credentials of a bad URL are hidden', () => {
		const fault = faultOf(() => checkValue('coingecko.url', 'ftp://me:hunter2@host/x', 'test'));
		expect(fault.message).not.toContain('hunter2');
		expect(fault.message).toContain('host/x');
	});

	test.each([
		'https://me:hunter2@host/api',
		'https://me:hunt/hunter2@host/api',
		'https://host/api?key=hunter2',
		'https://host/api#hunter2',
	])('a URL with a secret in it is refused, and not echoed: %s', url => {
		const fault = faultOf(() => checkValue('binance.url', url, 'test'));
		expect(fault.message).toContain('host/api');
		expect(fault.message).not.toContain('hunter2');
	});

	test('keys are listed for the log to hide', () => {
		const config = settled(layer('environment', {'coingecko.key': 'CG-key', 'coincap.key': 'CC-key'}));
		expect(secretsOf(config)).toEqual(['CG-key', 'CC-key']);
	});
});

test('an unknown key names the nearest known one', () => {
	expect(unknownKey('coingeko.key', 'config.json').message).toContain('Did you mean coingecko.key');
});

test('allowances count weight for Binance and no month where there is none', () => {
	expect(allowancesOf(settled())).toEqual({
		coingecko: {perMinute: 5, perMonth: Infinity},
		coincap: {perMinute: 600, perMonth: 4000},
		binance: {perMinute: 6000, perMonth: Infinity},
	});
});
