import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Lot} from '#ports/storage.js';
import {createFormat, dollars} from '#tui/i18n/format.js';
import {currenciesOf, cycleOf} from '#tui/screens/portfolio/currencies.js';
import {amountText, decimal, moneyDigits, sumOf, zero} from '#tui/screens/portfolio/decimal.js';
import {valuationOf, type Valuation} from '#tui/screens/portfolio/valuation.js';
import {marketOf, type SharedState} from '#tui/state/view-state.js';
import {marketView, noon, quote} from '../../../support/fake-desk.js';

const market = marketOf(
	marketView([
		quote({asset: 'bitcoin', symbol: 'BTC', price: 60_000, change24h: 1000, updatedAt: noon - 90_000}),
		quote({asset: 'ethereum', symbol: 'ETH', price: 3000, rank: 2, change24h: null, changePercent24h: null}),
	]),
);
const shared: Pick<SharedState, 'market' | 'live'> = {market, live: new Map()};

let ids = 0;
const lot = (asset: string, amount: string, cost: string | null, changes: Partial<Lot> = {}): Lot => ({
	id: ++ids,
	asset,
	amount,
	cost,
	currency: 'USD',
	at: null,
	note: '',
	...changes,
});

function valued(lots: readonly Lot[], code = 'USD', state = shared): Valuation {
	const known = currenciesOf(state, dollars);
	return valuationOf(lots, known.get(code)!, known, state);
}

const english = createFormat({language: 'en', timeZone: 'UTC', currency: dollars, none: '—', ascii: false});
const portuguese = createFormat({
	language: 'pt-BR',
	timeZone: 'UTC',
	currency: dollars,
	none: '—',
	ascii: false,
});

describe('exact decimals', () => {
	test('show every digit, grouped as the language does', () => {
		const amount = decimal('-1234567.000000000000000001');
		expect(amountText(amount, english)).toBe('-1,234,567.000000000000000001');
		expect(amountText(amount, portuguese)).toBe('-1.234.567,000000000000000001');
		expect(amountText(decimal('12'), english)).toBe('12');
	});

	test('as money are rounded half to even, and never to a false zero', () => {
		expect(moneyDigits(decimal('0.125'), 2, english)).toBe('0.12');
		expect(moneyDigits(decimal('1234.5'), 2, english)).toBe('1,234.50');
		expect(moneyDigits(decimal('0.0004'), 2, english)).toBe('0.0004000');
		expect(moneyDigits(zero, 2, english)).toBe('0.00');
	});
});

describe('a position', () => {
	test('is worth its amount times its price, and gains what that is beyond its cost', () => {
		const [position] = valued([lot('bitcoin', '0.5', '20000')]).positions;
		expect(position?.value?.toFixed()).toBe('30000');
		expect(position?.gain?.toFixed()).toBe('10000');
		expect(position).toMatchObject({gainPercent: 50, share: 1, symbol: 'BTC'});
		expect(position?.dayChange?.toFixed()).toBe('500');
		expect(position?.dayPercent).toBeCloseTo((1000 / 59_000) * 100, 9);
	});

	test('follows the live price', () => {
		const live = new Map([
			['bitcoin', {asset: 'bitcoin', price: 61_000, at: noon, source: 'binance', quote: 'USDT'} as const],
		]);
		const [position] = valued([lot('bitcoin', '2', null)], 'USD', {market, live}).positions;
		expect(position?.value?.toFixed()).toBe('122000');
		expect(position?.dayChange?.toFixed()).toBe('4000');
		expect(position?.price?.live).toBe(true);
	});

	test('of unknown price or cost has no value or gain, and sums say what they leave out', () => {
		const {positions, totals} = valued([
			lot('bitcoin', '1', '50000'),
			lot('ethereum', '1', null),
			lot('nobody', '7', '100'),
		]);
		expect(positions.map(({asset}) => asset)).toEqual(['bitcoin', 'ethereum', 'nobody']);
		expect(positions[2]).toMatchObject({value: null, gain: null, share: null, price: null, dayChange: null});
		expect(positions[1]).toMatchObject({gain: null, dayChange: null});
		expect(totals.value).toMatchObject({without: 1});
		expect(totals.value.value?.toFixed()).toBe('63000');
		expect(totals.cost).toMatchObject({without: 1});
		expect(totals.gain).toMatchObject({without: 2});
		expect(totals.gain.value?.toFixed()).toBe('10000');
		expect(totals.gainPercent).toBe(20);
		expect(totals.day).toMatchObject({without: 2});
	});

	test('none of which is known gives unknown sums, not zero', () => {
		expect(valued([lot('nobody', '1', null)]).totals).toMatchObject({
			value: {value: null, without: 1},
			cost: {value: null, without: 1},
			gain: {value: null, without: 1},
			gainPercent: null,
		});
	});

	test('that is sold out is worth nothing, comes last and keeps what it realised', () => {
		const {positions, totals} = valued([
			lot('nobody', '2', '10', {at: 1}),
			lot('nobody', '-2', '25', {at: 2}),
			lot('bitcoin', '1', '1'),
		]);
		expect(positions[1]).toMatchObject({asset: 'nobody', gainPercent: null});
		expect(positions[1]?.value?.eq(zero)).toBe(true);
		expect(totals.value.without).toBe(0);
		expect(totals.realised.value?.toFixed()).toBe('15');
	});
});

describe('currencies', () => {
	test('are those whose rate is known, coins from their quotes', () => {
		const known = currenciesOf(shared, dollars);
		expect(cycleOf(known, dollars)).toEqual(['USD', 'BRL', 'BTC', 'ETH']);
		expect(known.get('BTC')?.usd.toFixed()).toBe('60000');
		expect(
			cycleOf(currenciesOf({market: marketOf(marketView([])), live: new Map()}, dollars), dollars),
		).toEqual(['USD', 'BRL']);
	});

	test('convert values, and costs at the rate of today, which is told', () => {
		const lots = [
			lot('bitcoin', '1', '100000', {currency: 'BRL'}),
			lot('ethereum', '1', '5', {currency: 'XYZ'}),
		];
		const dollarsNow = valued(lots);
		expect(dollarsNow.positions[0]?.cost?.toFixed()).toBe('20000');
		expect(dollarsNow.positions[0]).toMatchObject({converted: true});
		expect(dollarsNow.positions[1]).toMatchObject({cost: null, converted: false});
		expect(dollarsNow).toMatchObject({converted: ['BRL'], unconverted: ['XYZ']});
		const reais = valued(lots, 'BRL');
		expect(reais.positions[0]?.value?.toFixed()).toBe('300000');
		expect(reais.positions[0]?.cost?.toFixed()).toBe('100000');
		expect(reais.positions[0]).toMatchObject({converted: false});
		expect(valued(lots, 'BTC').positions[0]?.value?.toFixed()).toBe('1');
	});
});

describe('sums of any lots', () => {
	const digits = fc
		.tuple(fc.bigInt({min: 1n, max: 10n ** 15n}), fc.integer({min: 0, max: 10}))
		.map(([whole, places]) => decimal(`${whole}e-${places}`).toFixed());
	const anyLot = fc
		.record({
			asset: fc.constantFrom('bitcoin', 'ethereum', 'nobody'),
			amount: digits,
			sale: fc.boolean(),
			cost: fc.option(digits),
			currency: fc.constantFrom('USD', 'BRL', 'XYZ'),
			at: fc.option(fc.integer({min: 0, max: 9})),
		})
		.map(({sale, amount, asset, cost, ...rest}) => lot(asset, sale ? `-${amount}` : amount, cost, rest));
	const anyLots = fc.array(anyLot, {minLength: 1, maxLength: 12});
	const code = fc.constantFrom('USD', 'BRL', 'BTC');

	test('gain plus cost is the value, to the last digit', () => {
		fc.assert(
			fc.property(anyLots, code, (lots, currency) => {
				const {positions, totals} = valued(lots, currency);
				for (const {value, cost, gain} of positions) {
					expect(gain === null).toBe(value === null || cost === null);
					if (gain !== null) expect(gain.plus(cost!).eq(value!)).toBe(true);
				}

				if (totals.gain.without === 0) {
					expect(totals.gain.value!.plus(totals.cost.value!).eq(totals.value.value!)).toBe(true);
				}
			}),
		);
	});

	test('every sum is the exact sum of its positions, and amounts are those of the lots', () => {
		fc.assert(
			fc.property(anyLots, code, (lots, currency) => {
				const {positions, totals} = valued(lots, currency);
				const known = positions.flatMap(({value}) => (value === null ? [] : [value]));
				expect(totals.value.without).toBe(positions.length - known.length);
				expect((totals.value.value ?? zero).eq(sumOf(known))).toBe(true);
				for (const {asset, amount} of positions) {
					const own = lots.filter(one => one.asset === asset).map(one => decimal(one.amount));
					expect(amount.eq(sumOf(own))).toBe(true);
				}
			}),
		);
	});

	test('do not depend on the order in which the lots come', () => {
		fc.assert(
			fc.property(
				fc.uniqueArray(anyLot, {selector: ({at}) => at, minLength: 1, maxLength: 8}),
				fc.nat(),
				(lots, turn) => {
					const turned = [...lots.slice(turn % lots.length), ...lots.slice(0, turn % lots.length)];
					const [one, other] = [valued(lots).totals, valued(turned).totals];
					expect(other.value.value?.toFixed()).toBe(one.value.value?.toFixed());
					expect(other.cost.value?.toFixed()).toBe(one.cost.value?.toFixed());
				},
			),
		);
	});
});
