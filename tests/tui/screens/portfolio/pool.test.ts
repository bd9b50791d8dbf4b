import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {decimal, sumOf, zero} from '#tui/screens/portfolio/decimal.js';
import {poolOf, type Trade} from '#tui/screens/portfolio/pool.js';

const trade = (amount: string, cost: string | null, at: number | null = null): Trade => ({
	amount: decimal(amount),
	cost: cost === null ? null : decimal(cost),
	at,
});

/** Decimals with up to eight places, as text. */
const positive = fc
	.tuple(fc.bigInt({min: 1n, max: 10n ** 14n}), fc.integer({min: 0, max: 8}))
	.map(([digits, places]) => decimal(`${digits}e-${places}`));

describe('a pool of purchases and sales', () => {
	test('keeps the worked example of HMRC CRYPTO22255: 3,500 of 14,000 tokens take a quarter of the cost', () => {
		const pool = poolOf([trade('14000', '200000', 1), trade('-3500', '140000', 2)]);
		expect(pool.amount.toFixed()).toBe('10500');
		expect(pool.cost?.toFixed()).toBe('150000');
		expect(pool.realised?.toFixed()).toBe('90000');
	});

	test('of purchases alone is their exact sum, where floating point would err', () => {
		const pool = poolOf([trade('0.1', '0.1'), trade('0.2', '0.2')]);
		expect(pool.amount.toFixed()).toBe('0.3');
		expect(pool.cost?.toFixed()).toBe('0.3');
	});

	test('that is sold out costs nothing, whatever the divisions before', () => {
		const pool = poolOf([trade('3', '10', 1), trade('-1', '5', 2), trade('-2', '9', 3)]);
		expect(pool.amount.eq(zero)).toBe(true);
		expect(pool.cost?.toFixed()).toBe('0');
		expect(pool.realised?.round(30).toFixed()).toBe('4');
	});

	test('takes proceeds of a sale with either sign', () => {
		for (const proceeds of ['8', '-8']) {
			const {realised} = poolOf([trade('2', '10', 1), trade('-1', proceeds, 2)]);
			expect(realised?.toFixed()).toBe('3');
		}
	});

	test('follows time: purchases without a date come first, sales without one last', () => {
		const pool = poolOf([trade('-1', '30'), trade('1', '20', 5), trade('1', '10')]);
		expect(pool).toMatchObject({oversold: false});
		expect(pool.cost?.toFixed()).toBe('15');
		expect(pool.realised?.toFixed()).toBe('15');
	});

	test('counts a purchase before a sale of the same day', () => {
		expect(poolOf([trade('-1', '30', 5), trade('1', '20', 5)])).toMatchObject({oversold: false});
	});

	test('with an unknown cost has no known cost until it was empty', () => {
		expect(poolOf([trade('1', null, 1), trade('1', '5', 2)]).cost).toBeNull();
		const refilled = poolOf([trade('1', null, 1), trade('-1', '5', 2), trade('2', '7', 3)]);
		expect(refilled.cost?.toFixed()).toBe('7');
		expect(refilled.realised).toBeNull();
	});

	test('from which more was sold than bought says so and claims no cost', () => {
		const pool = poolOf([trade('1', '5', 1), trade('-3', '20', 2), trade('1', '5', 3)]);
		expect(pool).toMatchObject({oversold: true, cost: null, realised: null});
		expect(pool.amount.toFixed()).toBe('-1');
	});

	test('loses nothing: cost left plus proceeds minus realised gain is what was paid', () => {
		fc.assert(
			fc.property(
				fc.array(fc.tuple(positive, positive), {minLength: 1, maxLength: 6}),
				fc.integer({min: 1, max: 99}),
				positive,
				(purchases, percent, proceeds) => {
					const bought = sumOf(purchases.map(([amount]) => amount));
					const paid = sumOf(purchases.map(([, cost]) => cost));
					const sale = {amount: bought.times(percent).div(100).neg(), cost: proceeds, at: 9};
					const pool = poolOf([...purchases.map(([amount, cost]) => ({amount, cost, at: 1})), sale]);
					expect(pool.amount.eq(bought.plus(sale.amount))).toBe(true);
					expect(pool.cost!.plus(proceeds).minus(pool.realised!).eq(paid)).toBe(true);
				},
			),
		);
	});
});
