import {expect, test} from 'vitest';
import {findAssets} from '#tui/screens/market/search.js';
import {quote} from '../../../support/fake-desk.js';

const rows = (
	[
		['bitcoin', 'BTC', 'Bitcoin'],
		['wrapped-bitcoin', 'WBTC', 'Wrapped Bitcoin'],
		['ethereum', 'ETH', 'Ethereum'],
		['solana', 'SOL', 'Solana'],
		['acai', 'AÇAÍ', 'Açaí Coin'],
		['shiba-inu', 'SHIB', 'Shiba Inu'],
		['bsc-life', '币安人生', '币安人生 (BinanceLife)'],
		['frog', '🐸', 'Frog'],
		['solid', 'XSO', 'Sol'],
	] as const
).map(([asset, symbol, name], i) => quote({asset, symbol, name, rank: i + 1}));

const found = (text: string): readonly string[] =>
	[...(findAssets(rows, text)?.matches.keys() ?? [])].toSorted();

test.each([
	['btc', ['bitcoin', 'wrapped-bitcoin']],
	['  BitCoin ', ['bitcoin', 'wrapped-bitcoin']],
	['acai', ['acai']],
	['AÇAÍ', ['acai']],
	['solna', ['solana']],
	['ehtereum', ['ethereum']],
	['inu shib', ['shiba-inu']],
	['币安', ['bsc-life']],
	['🐸', ['frog']],
	['(bin', ['bsc-life']],
	['the shiba inu dog', []],
	['life binance 人生', ['bsc-life']],
	['zzz', []],
] as const)('%s finds what is meant', (text, assets) => {
	expect(found(text)).toEqual([...assets]);
});

test('an empty text is no search', () => {
	expect(findAssets(rows, ' ')).toBeNull();
});

test('the best match is the one whose symbol it is, then the one of that name, then the larger asset', () => {
	expect(findAssets(rows, 'sol')?.best).toBe('solana');
	expect(findAssets(rows, 'wbtc')?.best).toBe('wrapped-bitcoin');
	expect(findAssets(rows, 'bit')?.best).toBe('bitcoin');
	expect(findAssets(rows, 'zzz')?.best).toBeNull();
});

test('the places that matched are told apart for symbol and name, accents or not', () => {
	expect(findAssets(rows, 'wbtc')?.matches.get('wrapped-bitcoin')).toEqual({symbol: [[0, 4]], name: []});
	expect(findAssets(rows, 'acai coin')?.matches.get('acai')).toEqual({
		symbol: [[0, 4]],
		name: [[5, 9]],
	});
	expect(findAssets(rows, '🐸')?.matches.get('frog')).toEqual({symbol: [[0, 2]], name: []});
});

test('odd texts find nothing rather than fail', () => {
	for (const text of ['-', '"', '\\', '[a', 'x'.repeat(500), '- - -', "'", '(((']) {
		expect(() => findAssets(rows, text)).not.toThrow();
	}
});
