import {describe, expect, test} from 'vitest';
import {createEntries} from '#tui/screens/market/entries.js';
import {liveChange} from '#tui/state/day-change.js';
import {totalsOf} from '#tui/screens/market/totals.js';
import {marketOf} from '#tui/state/view-state.js';
import {marketView, noon, quote, quotes} from '../../../support/fake-desk.js';

const live = (asset: string, price: number, at = noon) =>
	({asset, price, at, source: 'binance', quote: 'USDT'}) as const;

const shared = (prices: readonly ReturnType<typeof live>[] = []) => ({
	market: marketOf(marketView()),
	live: new Map(prices.map(price => [price.asset, price])),
	watchlists: [{name: 'favourites', assets: ['solana']}],
});

describe('the change of a live price', () => {
	const snapshot = quote({asset: 'x', price: 110, changePercent24h: 10, updatedAt: noon});

	test('is taken from where the snapshot says the price was a day before', () => {
		expect(liveChange(snapshot, live('x', 105, noon + 1000))).toBeCloseTo(5, 10);
	});

	test('is unknown where that base is unknown, nonsense or too long ago', () => {
		expect(liveChange({...snapshot, changePercent24h: null}, live('x', 105))).toBeNull();
		expect(liveChange({...snapshot, changePercent24h: -100}, live('x', 105))).toBeNull();
		expect(liveChange(snapshot, live('x', 105, noon + 3_600_001))).toBeNull();
	});
});

test('an entry keeps its identity until something of its own changes', () => {
	const entries = createEntries();
	const first = shared();
	const before = entries(first);
	expect(entries({...first, live: new Map()})).toBe(before);

	const after = entries({...first, live: new Map([['ethereum', live('ethereum', 3000)]])});
	expect(after.map((entry, i) => entry === before[i])).toEqual(quotes.map(({asset}) => asset !== 'ethereum'));
	expect(after[1]).toMatchObject({price: 3000, at: noon, source: 'binance'});
	expect(after[1]!.athDistance, 'follows the live price').toBeCloseTo((3000 / (2987.4 * 1.5) - 1) * 100, 6);
});

test('favourites and symbols that occur twice are marked', () => {
	const entries = createEntries()({
		...shared(),
		market: marketOf(marketView([...quotes, quote({asset: 'fake', symbol: 'BTC', name: 'Fake', rank: 900})])),
	});
	expect(entries.filter(({favourite}) => favourite).map(({quote}) => quote.asset)).toEqual(['solana']);
	expect(entries.filter(({twin}) => twin).map(({quote}) => quote.asset)).toEqual(['bitcoin', 'fake']);
});

const entriesOf = (rows: Parameters<typeof marketView>[0]) =>
	createEntries()({...shared(), market: marketOf(marketView(rows))});

describe('totals', () => {
	test('sum what is known and count what is not', () => {
		const totals = totalsOf(
			entriesOf([
				quote({asset: 'bitcoin', marketCap: 600, volume24h: 10, changePercent24h: 1}),
				quote({asset: 'ethereum', marketCap: 200, volume24h: null, changePercent24h: -1}),
				quote({asset: 'new', marketCap: null, volume24h: null, changePercent24h: null}),
				quote({asset: 'tether', marketCap: 200, volume24h: 5, changePercent24h: 0}),
			]),
		);
		expect(totals).toEqual({
			cap: {usd: 1000, unknown: 1},
			volume: {usd: 15, unknown: 2},
			bitcoin: 0.6,
			ether: 0.2,
			gainers: 1,
			losers: 1,
			unknownChange: 1,
		});
	});

	test('are unknown, not zero, when nothing is known', () => {
		expect(totalsOf(entriesOf([quote({asset: 'new', marketCap: null, volume24h: null})]))).toMatchObject({
			cap: {usd: null, unknown: 1},
			volume: {usd: null, unknown: 1},
			bitcoin: null,
			ether: null,
		});
	});
});
