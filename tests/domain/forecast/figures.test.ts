import {expect, test} from 'vitest';
import {priceText} from '#domain/forecast/figures.js';

test.each([
	[61_240, '61240.00'],
	[1.5, '1.5000'],
	[0.000_016_0, '0.0000160000'],
	[1.341_417_310_77e-9, '0.00000000134142'],
	[0, '0.00000'],
	[Number.NaN, '—'],
])('the price %d reads %s: six digits that count, however small it is', (price, text) => {
	expect(priceText(price)).toBe(text);
});
