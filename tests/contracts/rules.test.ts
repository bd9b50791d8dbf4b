/** Each rule of each contract, broken by hand: the rule is named, with the field and the value. */

import {describe, expect, test} from 'vitest';
import {parsePing as parseBinancePing, parseTickers, parseTime} from '#contracts/binance-market.js';
import {parseAssets, parseHistory} from '#contracts/coincap.js';
import {
	parseExchanges,
	parseMarkets as parseVenueMarkets,
	parsePriceBySymbol,
} from '#contracts/coincap-venues.js';
import {parseMarkets, parseOhlc} from '#contracts/coingecko.js';
import {parseCurrencies, parsePing, parseSimplePrice} from '#contracts/coingecko-directory.js';
import {rules, type RuleName} from '#contracts/contract.js';
import {candleFlag} from '#domain/market.js';
import {citizen, firstRow, now, withValue} from './citizens.js';

/** Contract, place, broken value, rule, and the field named where it is not the place itself. */
type Breakage = readonly [
	contract: string,
	place: string | number,
	value: unknown,
	rule: RuleName,
	field?: string,
];

const minute = 60_000;
const day = 86_400_000;
const iso = (ts: number) => new Date(ts).toISOString();

const breakages: readonly Breakage[] = [
	['coingecko.markets@1', 'current_price', -1, 'price-positive'],
	['coingecko.markets@1', 'current_price', 0, 'price-positive'],
	['coingecko.markets@1', 'current_price', null, 'no-price'],
	['coingecko.markets@1', 'current_price', '64000', 'wrong-type'],
	['coingecko.markets@1', 'current_price', Infinity, 'not-finite'],
	['coingecko.markets@1', 'last_updated', null, 'no-time'],
	['coingecko.markets@1', 'last_updated', 'yesterday', 'wrong-type'],
	['coingecko.markets@1', 'last_updated', '2026-06-15 12:00:00', 'wrong-type'],
	['coingecko.markets@1', 'last_updated', iso(now + 10 * minute), 'future-timestamp'],
	['coingecko.markets@1', 'last_updated', '2006-01-01T00:00:00Z', 'ancient-timestamp'],
	['coingecko.markets@1', 'ath_date', iso(now + day), 'future-timestamp'],
	['coingecko.markets@1', 'market_cap', -5, 'negative-amount'],
	['coingecko.markets@1', 'market_cap', '5', 'wrong-type'],
	['coingecko.markets@1', 'market_cap_rank', 1.5, 'wrong-type'],
	['coingecko.markets@1', 'market_cap_rank', -1, 'negative-amount'],
	['coingecko.markets@1', 'fully_diluted_valuation', -5, 'negative-amount'],
	['coingecko.markets@1', 'total_volume', -1, 'negative-amount'],
	['coingecko.markets@1', 'high_24h', 0.1, 'high-below-low'],
	['coingecko.markets@1', 'low_24h', -0.1, 'negative-amount'],
	['coingecko.markets@1', 'circulating_supply', -1, 'negative-amount'],
	['coingecko.markets@1', 'total_supply', -1, 'negative-amount'],
	['coingecko.markets@1', 'max_supply', -1, 'negative-amount'],
	['coingecko.markets@1', 'ath', -1, 'negative-amount'],
	['coingecko.markets@1', 'atl', -1, 'negative-amount'],
	['coingecko.markets@1', 'price_change_24h', '1', 'wrong-type'],
	['coingecko.markets@1', 'id', '', 'bad-id'],
	['coingecko.markets@1', 'id', 'bit\u0007coin', 'bad-id'],
	['coingecko.markets@1', 'id', "'); DROP TABLE assets; --", 'bad-id'],
	['coingecko.markets@1', 'id', '../../etc/passwd', 'bad-id'],
	['coingecko.markets@1', 'id', '..', 'bad-id'],
	['coingecko.markets@1', 'id', 'a  b', 'bad-id'],
	['coingecko.markets@1', 'sparkline_in_7d', {price: [1, -2]}, 'price-positive', 'sparkline_in_7d.price[1]'],
	['coingecko.markets@1', 'sparkline_in_7d', {price: [1, '2']}, 'wrong-type', 'sparkline_in_7d.price[1]'],
	['coingecko.market_chart@1', 1, -0.5, 'price-positive', '[1]'],
	['coingecko.market_chart@1', 1, null, 'no-price', '[1]'],
	['coingecko.market_chart@1', 0, now + 3 * minute, 'future-timestamp', '[0]'],
	['coingecko.market_chart@1', 0, now / 1000, 'ancient-timestamp', '[0]'],
	['coingecko.market_chart@1', 0, now - 0.5, 'wrong-type', '[0]'],
	['coingecko.ohlc@1', 1, 99, 'outside-range', '[1]'],
	['coingecko.ohlc@1', 4, 1, 'outside-range', '[4]'],
	['coingecko.ohlc@1', 2, 8, 'high-below-low', '[2]'],
	['coingecko.ohlc@1', 3, 0, 'price-positive', '[3]'],
	['coingecko.ohlc@1', 0, now + day, 'future-timestamp', '[0]'],
	['coingecko.coins_list@1', 'id', ' ', 'bad-id'],
	['coingecko.coins_list@1', 'name', null, 'wrong-type'],
	['coingecko.exchanges@1', 'trade_volume_24h_btc', -1, 'negative-amount'],
	['coingecko.exchanges@1', 'trust_score_rank', 0.5, 'wrong-type'],
	['coingecko.search@1', 'market_cap_rank', '2', 'wrong-type'],
	['coingecko.trending@1', 'item', {id: 'x', symbol: 'X'}, 'missing-field', 'item.name'],
	['binance.klines@1', 1, '-1.0', 'price-positive', '[1]'],
	['binance.klines@1', 1, '', 'wrong-type', '[1]'],
	['binance.klines@1', 1, '0x64', 'wrong-type', '[1]'],
	['binance.klines@1', 1, ' 100', 'wrong-type', '[1]'],
	['binance.klines@1', 1, 100, 'wrong-type', '[1]'],
	['binance.klines@1', 1, null, 'wrong-type', '[1]'],
	['binance.klines@1', 2, '50.0', 'high-below-low', '[2]'],
	['binance.klines@1', 2, '1e999', 'price-positive', '[2]'],
	['binance.klines@1', 3, '0.0', 'price-positive', '[3]'],
	['binance.klines@1', 4, '500.0', 'outside-range', '[4]'],
	['binance.klines@1', 1, '10.0', 'outside-range', '[1]'],
	['binance.klines@1', 5, '-3.0', 'negative-amount', '[5]'],
	['binance.klines@1', 5, '1e999', 'not-finite', '[5]'],
	['binance.klines@1', 7, '-3.0', 'negative-amount', '[7]'],
	['binance.klines@1', 8, -1, 'negative-amount', '[8]'],
	['binance.klines@1', 8, 0.5, 'wrong-type', '[8]'],
	['binance.klines@1', 0, now + 2 * day, 'future-timestamp', '[0]'],
	['binance.klines@1', 0, now * 1000, 'future-timestamp', '[0]'],
	['binance.klines@1', 0, now - 7 * minute, 'off-grid', '[0]'],
	['binance.klines@1', 0, 3_600_000, 'ancient-timestamp', '[0]'],
	['binance.ticker_24hr@1', 'symbol', 'BTC USDT\u001B[2J', 'bad-id'],
	['binance.ticker_24hr@1', 'lastPrice', '0.0', 'price-positive'],
	['binance.ticker_24hr@1', 'lastPrice', '', 'wrong-type'],
	['binance.ticker_24hr@1', 'highPrice', '1.0', 'high-below-low'],
	['binance.ticker_24hr@1', 'highPrice', '-1.0', 'negative-amount'],
	['binance.ticker_24hr@1', 'lowPrice', '-1.0', 'negative-amount'],
	['binance.ticker_24hr@1', 'volume', '-1.0', 'negative-amount'],
	['binance.ticker_24hr@1', 'quoteVolume', '-1.0', 'negative-amount'],
	['binance.ticker_24hr@1', 'closeTime', now + day, 'future-timestamp'],
	['binance.ticker_24hr@1', 'count', -3, 'negative-amount'],
	['binance.ticker_price@1', 'price', '-1.0', 'price-positive'],
	['binance.ticker_price@1', 'symbol', '', 'bad-id'],
	['binance.exchange_info@1', 'symbol', 'A/B', 'bad-id'],
	['binance.exchange_info@1', 'baseAsset', '', 'bad-id'],
	['binance.exchange_info@1', 'quoteAsset', '"', 'bad-id'],
	['binance.exchange_info@1', 'isSpotTradingAllowed', 'true', 'wrong-type'],
	['coincap.assets@1', 'id', '\u0000', 'bad-id'],
	['coincap.assets@1', 'id', 'unheard-of', 'unknown-asset'],
	['coincap.assets@1', 'priceUsd', null, 'no-price'],
	['coincap.assets@1', 'priceUsd', '', 'no-price'],
	['coincap.assets@1', 'priceUsd', '-1', 'price-positive'],
	['coincap.assets@1', 'priceUsd', 'NaN', 'wrong-type'],
	['coincap.assets@1', 'priceUsd', 87_711.2, 'wrong-type'],
	['coincap.assets@1', 'rank', '1.5', 'wrong-type'],
	['coincap.assets@1', 'marketCapUsd', '-1', 'negative-amount'],
	['coincap.assets@1', 'volumeUsd24Hr', '-1', 'negative-amount'],
	['coincap.assets@1', 'supply', '-1', 'negative-amount'],
	['coincap.assets@1', 'maxSupply', '-1', 'negative-amount'],
	['coincap.history@1', 'priceUsd', '0.0000000000000000', 'price-positive'],
	['coincap.history@1', 'priceUsd', null, 'no-price'],
	['coincap.history@1', 'time', now + day, 'future-timestamp'],
	['coincap.markets@1', 'exchangeId', '', 'bad-id'],
	['coincap.markets@1', 'baseId', '<b>', 'bad-id'],
	['coincap.markets@1', 'baseId', 'unheard-of', 'unknown-asset'],
	['coincap.markets@1', 'priceUsd', '-1', 'price-positive'],
	['coincap.markets@1', 'volumeUsd24Hr', '-1', 'negative-amount'],
	['coincap.markets@1', 'updated', now + day, 'future-timestamp'],
	['coincap.exchanges@1', 'exchangeId', '', 'bad-id'],
	['coincap.exchanges@1', 'exchangeId', undefined, 'missing-field'],
	['coincap.exchanges@1', 'rank', '1.5', 'wrong-type'],
	['coincap.exchanges@1', 'tradingPairs', '-1', 'negative-amount'],
	['coincap.exchanges@1', 'volumeUsd', '-1', 'negative-amount'],
	['coincap.exchanges@1', 'updated', now + day, 'future-timestamp'],
	['coincap.rates@1', 'id', '', 'bad-id'],
	['coincap.rates@1', 'rateUsd', '0', 'price-positive'],
	['coincap.rates@1', 'type', 'metal', 'wrong-type'],
	['coincap.candles@1', 'high', '1.0', 'high-below-low'],
	['coincap.candles@1', 'period', now + day, 'future-timestamp'],
	['coincap.candles@1', 'volume', '-1.0', 'negative-amount'],
];

describe('a broken rule', () => {
	const cases = breakages.map(([contract, place, value, rule, field = String(place)]) => ({
		contract,
		place,
		value,
		rule,
		field,
	}));

	test.each(cases)('$contract: $place = $value breaks $rule', ({contract, place, value, rule, field}) => {
		const {rows, parse} = citizen(contract);
		const broken = withValue(rows[0]!, place, value);
		const parsed = parse([broken, ...rows.slice(1)]);
		expect(parsed.rejections).toMatchObject([{kind: rules[rule].kind, rule, field}]);
		expect(parsed.rejections[0]!.raw).not.toMatch(/\p{Cc}/u);
		expect(parsed.rows).toHaveLength(rows.length - 1);
	});

	test('is named once, the first in a fixed order, with the row and the value', () => {
		const {parse} = citizen('coingecko.markets@1');
		const broken = firstRow('coingecko.markets@1', {
			current_price: -1,
			total_volume: -2,
			last_updated: iso(now + day),
		});
		expect(parse([broken]).rejections).toEqual([
			{
				kind: 'violation',
				rule: 'price-positive',
				field: 'current_price',
				sample: '-1',
				key: 'bitcoin',
				raw: JSON.stringify(broken),
			},
		]);
	});

	test('in a row without a usable key is found by the place of the row', () => {
		const {rows, parse} = citizen('coingecko.markets@1');
		expect(parse([rows[0], withValue(rows[1]!, 'id', null)]).rejections).toMatchObject([{key: '1'}]);
	});

	test('has a sentence for the user', () => {
		for (const {says} of Object.values(rules)) expect(says).toMatch(/^[A-Z].*\.$/);
	});
});

describe('tolerance', () => {
	test('a clock two minutes ahead is not the future', () => {
		const {rows, parse} = citizen('coingecko.markets@1');
		const fast = withValue(rows[0]!, 'last_updated', iso(now + 2 * minute));
		expect(parse([fast]).rows).toHaveLength(1);
		expect(parse([withValue(fast, 'last_updated', iso(now + 2 * minute + 1))]).rows).toEqual([]);
	});

	test('fields nobody asked for and empty optional ones are fine', () => {
		const {parse} = citizen('coingecko.markets@1');
		const {market_cap: _, ath_date: __, ...rest} = firstRow('coingecko.markets@1');
		const parsed = parse([{...rest, vip: true, roi: {times: 1, currency: 'btc'}, ath: null}]);
		expect(parsed.rejections).toEqual([]);
		expect(parsed.rows).toMatchObject([{quote: {marketCap: null, ath: null, athAt: null}}]);
	});
});

const lineOf = (sparkline: unknown) =>
	parseMarkets([firstRow('coingecko.markets@1', {sparkline_in_7d: sparkline})], {now}).rows[0]?.sparkline;

describe('a price of CoinGecko', () => {
	test('comes with a name that is safe to draw and a symbol in upper case', () => {
		const names = [
			['\u001B[31mRed\u001B[0m\u0007 coin', 'red', 'Red coin', 'RED'],
			["'); DROP TABLE assets; --", "x');", "'); DROP TABLE assets; --", "X');"],
			['\u0000\u001B[2J', '\u009B', 'bitcoin', ''],
			['Ünï 🐶\u202Egnp.exe', 'usdc.e', 'Ünï 🐶 gnp.exe', 'USDC.E'],
		] as const;
		for (const [sentName, sentSymbol, name, symbol] of names) {
			const parsed = parseMarkets([firstRow('coingecko.markets@1', {name: sentName, symbol: sentSymbol})], {
				now,
			});
			expect(parsed.rows).toMatchObject([{asset: {id: 'bitcoin', name, symbol}}]);
		}
	});

	test('has no market cap, supply or rank where the provider says 0', () => {
		const zeros = {market_cap: 0, circulating_supply: 0, market_cap_rank: 0, total_volume: 0, atl: 0};
		const parsed = parseMarkets([firstRow('coingecko.markets@1', zeros)], {now});
		expect(parsed.rows).toMatchObject([
			{asset: {rank: null}, quote: {marketCap: null, circulatingSupply: null, volume24h: 0, atl: 0}},
		]);
	});

	test('may lie outside the range of its day, which is refreshed later', () => {
		const parsed = parseMarkets([firstRow('coingecko.markets@1', {current_price: 500})], {now});
		expect(parsed.rows).toMatchObject([{quote: {price: 500, high24h: 120}}]);
	});

	test('has a sparkline that ends on the hour, unless it is empty or has holes', () => {
		expect(lineOf({price: [3, 1, 2]})).toEqual({
			asset: 'bitcoin',
			endAt: Date.UTC(2026, 5, 15, 12),
			stepMs: 3_600_000,
			prices: Float64Array.of(3, 1, 2),
		});
		expect([{price: []}, {price: [1, null]}, {price: null}, {}, null].map(lineOf)).toEqual(
			Array.from({length: 5}, () => null),
		);
	});
});

const ohlcRow = (ts: number) => [ts, 10, 12, 9, 11];

describe('candles of CoinGecko', () => {
	const four = 4 * 3_600_000;
	const close = Date.UTC(2026, 5, 15, 12);

	test('are stamped with their opening, by the smallest distance between them', () => {
		const parsed = parseOhlc([ohlcRow(close), ohlcRow(close - 3 * four), ohlcRow(close - four)], {now});
		expect([...parsed.rows.ts]).toEqual([close - 4 * four, close - 2 * four, close - four]);
		expect([...parsed.rows.flags]).toEqual([0, 0, 0]);
		expect([...parsed.rows.volume]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
	});

	test('are open as long as they close in the future', () => {
		const parsed = parseOhlc([ohlcRow(close), ohlcRow(close + four)], {now});
		expect([...parsed.rows.flags]).toEqual([0, candleFlag.open]);
	});

	test('cannot be filed when there is only one of unknown length', () => {
		expect(parseOhlc([ohlcRow(close)], {now}).rejections).toMatchObject([
			{kind: 'incomplete', rule: 'unknown-step', key: String(close)},
		]);
		expect([...parseOhlc([ohlcRow(close)], {now, step: four}).rows.ts]).toEqual([close - four]);
		expect(parseOhlc(['junk', [close]], {now}).rejections).toHaveLength(2);
	});
});

describe('tickers', () => {
	const live = firstRow('binance.ticker_24hr@1');

	test('of one symbol come as an object', () => {
		expect(parseTickers(live, {now}).rows).toMatchObject([{symbol: 'BTCUSDT', lastPrice: 10.5, trades: 42}]);
	});

	test('of a dead pair have no price, of a quiet one the last', () => {
		const quiet = {...live, count: 0};
		const dead = {...quiet, symbol: 'BCCUSDT', lastPrice: '0.00', highPrice: '0.00', lowPrice: '0.00'};
		expect(parseTickers([quiet, dead], {now}).rows.map(({lastPrice}) => lastPrice)).toEqual([
			10.5,
			Number.NaN,
		]);
	});
});

describe('answers of CoinCap', () => {
	const {rows} = citizen('coincap.assets@1');
	const context = {now, toAsset: (slug: string) => (slug === 'bitcoin' ? 'bitcoin' : null)};

	test('are rounded to 15 digits and stamped with the time of the answer', () => {
		const parsed = parseAssets({data: rows[0], timestamp: now - 5000}, context);
		expect(parsed.rows).toMatchObject([
			{quote: {price: 87_711.2, updatedAt: now - 5000, volume24h: 41_020_315_364.9052}},
		]);
	});

	test('from the future are rejected as a whole', () => {
		const parsed = parseAssets({data: rows, timestamp: now + day}, context);
		expect(parsed).toMatchObject({rows: [], rejections: [{rule: 'future-timestamp', field: 'timestamp'}]});
	});

	test('may come bare', () => {
		expect(parseAssets(rows, context).rows).toMatchObject([{quote: {updatedAt: now}}]);
		expect(parseHistory(citizen('coincap.history@1').rows, {now}).rows).toHaveLength(3);
	});

	test('set aside what has no CoinGecko id', () => {
		expect(parseAssets(rows, context).rejections).toMatchObject([
			{kind: 'incomplete', rule: 'unknown-asset', key: 'ethereum'},
			{kind: 'incomplete', rule: 'unknown-asset', key: 'tether'},
		]);
	});

	test('have markets whose price of 0 is unknown', () => {
		const market = firstRow('coincap.markets@1', {priceUsd: '0.0000000000000000', volumeUsd24Hr: ''});
		expect(parseVenueMarkets([market], context).rows).toMatchObject([{price: null, volumeUsd24h: null}]);
	});

	test('have exchanges without an address', () => {
		const exchange = firstRow('coincap.exchanges@1', {exchangeUrl: '\u0007'});
		expect(parseExchanges([exchange], {now}).rows).toMatchObject([{url: null, updatedAt: now}]);
	});

	test('have bare prices, which are good for one symbol only', () => {
		expect(parsePriceBySymbol({data: ['5.5']}, {now}).rows).toEqual([5.5]);
		expect(parsePriceBySymbol({data: [null]}, {now}).rejections).toMatchObject([{rule: 'no-price'}]);
		expect(parsePriceBySymbol({data: ['-1']}, {now}).rejections).toMatchObject([{rule: 'price-positive'}]);
		expect(parsePriceBySymbol({data: ['5.5', '6.5']}, {now}).rows).toEqual([]);
	});
});

const simplePrices = (payload: unknown) => parseSimplePrice(payload, {now});

describe('simple prices', () => {
	test('are laid out by asset and currency', () => {
		const values = {usd: 100, usd_market_cap: 5, usd_24h_vol: 1, usd_24h_change: -1, eur: 90};
		expect(simplePrices({bitcoin: {...values, last_updated_at: now / 1000}}).rows).toEqual([
			{asset: 'bitcoin', currency: 'usd', price: 100, updatedAt: now},
			{asset: 'bitcoin', currency: 'eur', price: 90, updatedAt: now},
		]);
	});

	test.each([
		[{bitcoin: {usd: null}}, 'no-price', 'price'],
		[{bitcoin: {usd: 0}}, 'price-positive', 'price'],
		[{bitcoin: {usd: '5'}}, 'wrong-type', 'price'],
		[{'a\u0007': {usd: 5}}, 'bad-id', 'asset'],
		[{bitcoin: {"'": 5}}, 'bad-id', 'currency'],
		[{bitcoin: {usd: 5, last_updated_at: now}}, 'future-timestamp', 'updated'],
		[{bitcoin: 5}, 'wrong-type', 'bitcoin'],
		[[], 'wrong-type', '$'],
		['<html>', 'wrong-type', '$'],
	])('%j breaks %s', (payload, rule, field) => {
		expect(simplePrices(payload)).toMatchObject({rows: [], rejections: [{rule, field}]});
	});
});

describe('small answers', () => {
	test('greet', () => {
		expect(parsePing({gecko_says: '(V3)\u0007 To the Moon!'}).rows).toEqual(['(V3) To the Moon!']);
		expect(parsePing({}).rejections).toMatchObject([{rule: 'wrong-type', field: '$'}]);
		expect(parseBinancePing({}).rows).toEqual([true]);
		expect(parseBinancePing({code: 0, msg: 'x'}).rejections).toHaveLength(1);
	});

	test('tell the time', () => {
		expect(parseTime({serverTime: now}).rows).toEqual([now]);
		expect(parseTime({serverTime: now / 1000}).rejections).toMatchObject([{rule: 'ancient-timestamp'}]);
		expect(parseTime('<html>').rejections).toMatchObject([{rule: 'wrong-type'}]);
	});

	test('list currencies', () => {
		expect(parseCurrencies(['usd', 'btc', 'usd'])).toMatchObject({rows: ['usd', 'btc'], duplicates: 1});
		expect(parseCurrencies(['u\u0007', 5]).rejections).toMatchObject([
			{rule: 'bad-id', field: '$', key: '0'},
			{rule: 'wrong-type', field: '$', key: '1'},
		]);
	});
});
