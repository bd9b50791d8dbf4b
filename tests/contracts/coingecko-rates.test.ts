import {describe, expect, test} from 'vitest';
import {fiatCodes, parseRates} from '#contracts/coingecko-rates.js';

const now = Date.UTC(2026, 5, 15, 12);
const read = (payload: unknown) => parseRates(payload, {now});

describe('currency rates out of the price of one coin', () => {
	test('are US dollars for one unit', () => {
		const {rows, rejections} = read({bitcoin: {usd: 50_000, brl: 250_000, eur: 40_000, btc: 1}});
		expect(rejections).toEqual([]);
		expect(rows).toEqual([
			{id: 'usd', symbol: 'USD', currencySymbol: null, type: 'fiat', rateUsd: 1},
			{id: 'brl', symbol: 'BRL', currencySymbol: null, type: 'fiat', rateUsd: 0.2},
			{id: 'eur', symbol: 'EUR', currencySymbol: null, type: 'fiat', rateUsd: 1.25},
			{id: 'btc', symbol: 'BTC', currencySymbol: null, type: 'crypto', rateUsd: 50_000},
		]);
	});

	test.each([[{}], [{bitcoin: {}}], [{bitcoin: {brl: 5}}]])('%j tells none without dollars', payload => {
		expect(read(payload)).toMatchObject({rows: [], rejections: [{rule: 'missing-field', field: 'usd'}]});
	});

	test.each([[[]], [null], ['<html>'], [{bitcoin: 7}]])('%j is no answer', payload => {
		const {rows, rejections} = read(payload);
		expect(rows).toEqual([]);
		expect(rejections.length).toBeGreaterThan(0);
	});

	test('a price that makes no rate is set aside, the others stand', () => {
		const payload = {bitcoin: {usd: 1e300, brl: 0, eur: null, gbp: 1e-300, jpy: 1e300}};
		const {rows, rejections} = read(payload);
		expect(rows.map(({id}) => id)).toEqual(['usd', 'jpy']);
		expect(rejections.map(({rule}) => rule)).toEqual(['price-positive', 'no-price', 'price-positive']);
	});

	test('the codes asked for are lower case, each once, dollars among them', () => {
		expect(new Set(fiatCodes).size).toBe(fiatCodes.length);
		expect(fiatCodes.filter(code => !/^[a-z]{3}$/.test(code))).toEqual([]);
		expect(fiatCodes).toContain('usd');
	});
});
