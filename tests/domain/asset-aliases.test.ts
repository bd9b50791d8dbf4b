import {expect, test} from 'vitest';
import {assetAliases, assetOfCoincapSlug, binanceBaseOf, coincapSlugOf} from '#domain/asset-aliases.js';
import {describeRecordings, recording} from '../support/recordings.js';

test('every asset has one row, and no two share a base at Binance', () => {
	const assets = assetAliases.map(({asset}) => asset);
	expect(new Set(assets).size).toBe(assets.length);
	const bases = assetAliases.map(({binance}) => binance).filter(base => base !== null);
	expect(new Set(bases).size).toBe(bases.length);
});

test('names are found in both directions and never guessed', () => {
	expect(coincapSlugOf('ripple')).toBe('xrp');
	expect(assetOfCoincapSlug('xrp')).toBe('ripple');
	expect(assetOfCoincapSlug('binance-coin')).toBe('binancecoin');
	expect(coincapSlugOf('leo-token')).toBeNull();
	expect(coincapSlugOf('pepe')).toBeNull();
	expect(assetOfCoincapSlug('binancecoin')).toBeNull();
});

test('a slug shared by two assets means the one that carries the name today', () => {
	expect(coincapSlugOf('matic-network')).toBe('polygon');
	expect(assetOfCoincapSlug('polygon')).toBe('polygon-ecosystem-token');
});

test('a base at Binance is the curated one, else the symbol, or nothing where there are no pairs', () => {
	expect(binanceBaseOf({id: 'terra-luna', symbol: 'LUNC'})).toBe('LUNC');
	expect(binanceBaseOf({id: 'iota', symbol: 'MIOTA'})).toBe('IOTA');
	expect(binanceBaseOf({id: 'pepe', symbol: 'pepe'})).toBe('PEPE');
	expect(binanceBaseOf({id: 'okb', symbol: 'OKB'})).toBe('');
});

describeRecordings('against the recorded coin list', () => {
	test('every curated id exists', () => {
		const ids = new Set(
			(recording('coingecko/coins_list_2025-06-11.json') as {id: string}[]).map(({id}) => id),
		);
		expect(assetAliases.filter(({asset}) => !ids.has(asset))).toEqual([]);
	});
});
