import {describe, expect, test} from 'vitest';
import {checksOf, readDay, readDecimal, readLot, typedDecimal} from '#tui/screens/portfolio/typed-lot.js';
import {words} from '#tui/screens/portfolio/words.js';
import {assetsNamed} from '#tui/state/named-assets.js';
import {marketOf} from '#tui/state/view-state.js';
import {marketView, quote} from '../../../support/fake-desk.js';

const market = marketOf(
	marketView([
		quote({asset: 'bitcoin', symbol: 'BTC'}),
		quote({asset: 'batcat', symbol: 'BTC', rank: 900}),
		quote({asset: 'ethereum', symbol: 'ETH', rank: 2}),
	]),
);

describe('a typed number', () => {
	test.each([
		['1234.5', 'en', '1234.5'],
		[' +0.10 ', 'en', '0.10'],
		['.5', 'en', '0.5'],
		['-2', 'en', '-2'],
		['0,125', 'pt-BR', '0.125'],
		['0.125', 'pt-BR', '0.125'],
	] as const)('%j in %s is kept as %s', (typed, language, kept) => {
		expect(readDecimal(typed, language)).toBe(kept);
	});

	test.each([
		['1,000', 'en'],
		['1.000,50', 'pt-BR'],
		['1e3', 'en'],
		['0x10', 'en'],
		['', 'en'],
		['12 BTC', 'en'],
		['NaN', 'en'],
	] as const)('%j in %s is refused rather than guessed', (typed, language) => {
		expect(readDecimal(typed, language)).toBeNull();
	});

	test('comes back as it would be typed', () => {
		expect([typedDecimal('0.5', 'pt-BR'), typedDecimal('0.5', 'en')]).toEqual(['0,5', '0.5']);
	});
});

describe('a typed day', () => {
	test('is the start of that day in UTC, and nothing when left empty', () => {
		expect(readDay(' 2024-02-29 ')).toBe(Date.UTC(2024, 1, 29));
		expect(readDay('2024-3-1')).toBe(Date.UTC(2024, 2, 1));
		expect(readDay('')).toBeNull();
	});

	test.each(['2023-02-29', '2024-13-01', '31/03/2024', '1969-12-31', 'yesterday'])('%j is refused', typed => {
		expect(readDay(typed)).toBeUndefined();
	});
});

describe('a typed asset', () => {
	test('is an id before it is a symbol', () => {
		expect(assetsNamed('Bitcoin', market)).toEqual(['bitcoin']);
		expect(assetsNamed('eth', market)).toEqual(['ethereum']);
	});

	test('with a symbol of several assets is asked for by id', () => {
		expect(assetsNamed('btc', market)).toEqual(['bitcoin', 'batcat']);
		expect(checksOf(market, 'en', words.en).asset('btc')).toContain('bitcoin, batcat');
	});

	test('outside the market is kept when it looks like an id', () => {
		expect(assetsNamed('my-own-coin', market)).toEqual(['my-own-coin']);
		expect(checksOf(market, 'pt-BR', words['pt-BR']).asset('what is this?')).toContain('Digite um símbolo');
	});
});

describe('a typed lot', () => {
	const typed = {
		asset: 'ETH',
		amount: '-1.50',
		cost: '',
		currency: 'brl',
		date: '2024-05-06',
		note: ' cold ',
	};

	test('is read as it is stored', () => {
		expect(readLot(typed, market, 'en', words.en)).toEqual({
			asset: 'ethereum',
			amount: '-1.50',
			cost: null,
			currency: 'BRL',
			at: Date.UTC(2024, 4, 6),
			note: 'cold',
		});
	});

	test.each([
		['asset', '?'],
		['amount', '0.000'],
		['amount', 'two'],
		['cost', '1,5'],
		['currency', 'R$'],
		['date', 'soon'],
		['note', 'x'.repeat(501)],
	] as const)('with the %s %j is nothing', (field, value) => {
		expect(readLot({...typed, [field]: value}, market, 'en', words.en)).toBeNull();
		expect(checksOf(market, 'en', words.en)[field](value)).toMatch(/\w/);
	});
});
