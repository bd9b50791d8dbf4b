/** Every contract of rows with a few rows it accepts: what the laws are proven on. */

import {parseKlines} from '#contracts/binance.js';
import {parseExchangeInfo, parseLastPrices, parseTickers} from '#contracts/binance-market.js';
import {parseAssets, parseHistory} from '#contracts/coincap.js';
import * as venues from '#contracts/coincap-venues.js';
import {parseMarketChart, parseMarkets, parseOhlc} from '#contracts/coingecko.js';
import * as directory from '#contracts/coingecko-directory.js';
import {candleAt, type Candles} from '#domain/candles.js';
import type {Parsed} from '#domain/quality.js';

/** The clock of the server in these tests. */
export const now = Date.UTC(2026, 5, 15, 12, 30);
const hour = 3_600_000;
const noon = now - hour / 2;

/** A row on the wire. */
export type WireRow = readonly unknown[] | Readonly<Record<string, unknown>>;

/** One contract: accepted rows, how they are sent, which other value makes a conflict, and how it is read. */
export type Citizen = {
	readonly name: string;
	readonly rows: readonly WireRow[];
	/** Place of a value that may change without breaking a rule, and another value for it. */
	readonly variant: readonly [place: string | number, value: unknown];
	/** Places without which a row cannot be read. */
	readonly required: readonly (string | number)[];
	readonly parse: (rows: unknown) => Parsed<readonly unknown[]>;
	/** Whether the rows come out in the order of their times, whatever the order they came in. */
	readonly ordered?: boolean;
};

const asArray = (parsed: Parsed<Candles>): Parsed<readonly unknown[]> => ({
	...parsed,
	rows: Array.from({length: parsed.rows.length}, (_, i) => candleAt(parsed.rows, i)),
});

const coin = (id: string, rank: number, more: object = {}) => ({
	id,
	symbol: id.slice(0, 3),
	name: `The ${id}`,
	current_price: 100 / rank,
	market_cap: 1e9 / rank,
	market_cap_rank: rank,
	fully_diluted_valuation: 2e9 / rank,
	total_volume: 1e6,
	high_24h: 120,
	low_24h: 0.5,
	circulating_supply: 1e7,
	total_supply: 2e7,
	max_supply: null,
	ath: 200,
	ath_date: '2025-01-20T09:11:54.494Z',
	atl: 0,
	last_updated: '2026-06-15T12:29:30.000Z',
	...more,
});

const kline = (open: number, price: number) => [
	open,
	String(price),
	String(price + 2),
	String(price - 2),
	String(price + 1),
	'12.50000000',
	open + hour - 1,
	'1250.00000000',
	7,
	'6.0',
	'600.0',
	'0',
];

const slugOnly = (slug: string) => (slug === 'unheard-of' ? null : slug);
const pair = (symbol: string, more: object = {}) => ({
	symbol,
	status: 'TRADING',
	baseAsset: symbol.slice(0, 3),
	quoteAsset: 'USDT',
	isSpotTradingAllowed: true,
	...more,
});
const ticker = (symbol: string) => ({
	symbol,
	lastPrice: '10.5',
	openPrice: '10.0',
	highPrice: '11.0',
	lowPrice: '9.0',
	volume: '100.0',
	quoteVolume: '1000.0',
	closeTime: now - 5000,
	count: 42,
});
const asset = (id: string, rank: number) => ({
	id,
	rank: String(rank),
	symbol: id.slice(0, 3).toUpperCase(),
	name: id,
	supply: '19965971.000000000000000000',
	maxSupply: null,
	marketCapUsd: '1751239275575.199951171875',
	volumeUsd24Hr: '41020315364.905166625976562500',
	priceUsd: '87711.199999999997089617',
	changePercent24Hr: '-2.44',
	vwap24Hr: null,
});

/** All of them, one entry per contract that reads rows. */
export const citizens: readonly Citizen[] = [
	{
		name: 'coingecko.markets@1',
		rows: [coin('bitcoin', 1), coin('ethereum', 2, {sparkline_in_7d: {price: [1, 2, 3]}}), coin('dead', 3)],
		variant: ['current_price', 99.5],
		required: ['id', 'symbol', 'name', 'current_price', 'last_updated'],
		parse: rows => parseMarkets(rows, {now}),
	},
	{
		name: 'coingecko.market_chart@1',
		rows: [
			[noon - 2 * hour, 1.5],
			[noon - hour, 1.25],
			[noon, 1.75],
		],
		variant: [1, 9],
		required: [0, 1],
		parse: prices => parseMarketChart(Array.isArray(prices) ? {prices, market_caps: []} : prices, {now}),
		ordered: true,
	},
	{
		name: 'coingecko.ohlc@1',
		rows: [
			[noon - 4 * hour, 10, 12, 9, 11],
			[noon, 11, 13, 10, 12],
			[noon + 4 * hour, 12, 14, 11, 13],
		],
		variant: [2, 15],
		required: [0, 1, 2, 3, 4],
		parse: rows => asArray(parseOhlc(rows, {now, step: 4 * hour})),
		ordered: true,
	},
	{
		name: 'coingecko.coins_list@1',
		rows: [
			{id: 'bitcoin', symbol: 'btc', name: 'Bitcoin'},
			{id: '_', symbol: '', name: '༼ つ ◕_◕ ༽つ'},
			{id: '1move token', symbol: '🐶', name: '1Move'},
		],
		variant: ['symbol', 'other'],
		required: ['id', 'symbol', 'name'],
		parse: directory.parseCoinsList,
	},
	{
		name: 'coingecko.exchanges@1',
		rows: [
			{id: 'binance', name: 'Binance', trust_score_rank: 1, trade_volume_24h_btc: 979_051.1},
			{id: 'gdax', name: 'Coinbase', trust_score_rank: null, trade_volume_24h_btc: 0},
		],
		variant: ['trade_volume_24h_btc', 1],
		required: ['id', 'name'],
		parse: directory.parseExchanges,
	},
	{
		name: 'coingecko.search@1',
		rows: [
			{id: 'ethereum', symbol: 'ETH', name: 'Ethereum', market_cap_rank: 2},
			{id: 'sweth', symbol: 'SWETH', name: 'Swell', market_cap_rank: null},
		],
		variant: ['market_cap_rank', 9],
		required: ['id', 'symbol', 'name'],
		parse: coins => directory.parseSearch(Array.isArray(coins) ? {coins} : coins),
	},
	{
		name: 'coingecko.trending@1',
		rows: [
			{item: {id: 'sushi', symbol: 'SUSHI', name: 'Sushi', market_cap_rank: 53}},
			{item: {id: 'solana', symbol: 'SOL', name: 'Solana', market_cap_rank: 15}},
		],
		variant: ['item', {id: 'sushi', symbol: 'SUSHI', name: 'Sushi', market_cap_rank: 54}],
		required: ['item'],
		parse: coins => directory.parseTrending(Array.isArray(coins) ? {coins} : coins),
	},
	{
		name: 'binance.klines@1',
		rows: [kline(noon - 2 * hour, 100), kline(noon - hour, 101), kline(noon, 102)],
		variant: [5, '13.5'],
		required: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
		parse: rows => asArray(parseKlines(rows, {now, interval: '1h'})),
		ordered: true,
	},
	{
		name: 'binance.ticker_24hr@1',
		rows: [
			ticker('BTCUSDT'),
			ticker('ETHUSDT'),
			{...ticker('BCCUSDT'), lastPrice: '0.0', highPrice: '0.0', lowPrice: '0.0', count: 0},
		],
		variant: ['lastPrice', '10.6'],
		required: ['symbol', 'lastPrice', 'openPrice', 'highPrice', 'lowPrice', 'volume', 'quoteVolume', 'count'],
		parse: rows => parseTickers(rows, {now}),
	},
	{
		name: 'binance.ticker_price@1',
		rows: [
			{symbol: 'BTCUSDT', price: '65000.00'},
			{symbol: 'ETHUSDT', price: '3500.00'},
		],
		variant: ['price', '1.0'],
		required: ['symbol', 'price'],
		parse: parseLastPrices,
	},
	{
		name: 'binance.exchange_info@1',
		rows: [pair('BTCUSDT'), pair('ETHUSDT', {status: 'CANCEL_ONLY'}), pair('币安人生USDT')],
		variant: ['status', 'BREAK'],
		required: ['symbol', 'status', 'baseAsset', 'quoteAsset'],
		parse(symbols) {
			const payload = Array.isArray(symbols) ? {serverTime: now, rateLimits: [], symbols} : symbols;
			const parsed = parseExchangeInfo(payload);
			return {...parsed, rows: parsed.rows.pairs};
		},
	},
	{
		name: 'coincap.assets@1',
		rows: [asset('bitcoin', 1), asset('ethereum', 2), asset('tether', 3)],
		variant: ['priceUsd', '1.0'],
		required: ['id', 'symbol', 'name', 'priceUsd'],
		parse: data => parseAssets(Array.isArray(data) ? {data, timestamp: now} : data, {now, toAsset: slugOnly}),
	},
	{
		name: 'coincap.history@1',
		rows: [
			{priceUsd: '1.5', time: noon - 2 * hour},
			{priceUsd: '1.6', time: noon - hour, circulatingSupply: '5.0'},
			{priceUsd: '1.7', time: noon},
		],
		variant: ['priceUsd', '1.9'],
		required: ['priceUsd', 'time'],
		parse: data => parseHistory(Array.isArray(data) ? {data, timestamp: now} : data, {now}),
		ordered: true,
	},
	{
		name: 'coincap.markets@1',
		rows: [
			{
				exchangeId: 'Binance',
				baseId: 'bitcoin',
				quoteId: 'tether',
				baseSymbol: 'BTC',
				quoteSymbol: 'USDT',
				volumeUsd24Hr: '277775213.1923032624064566',
				priceUsd: '6263.8645034633024446',
				volumePercent: '7.4239157877678087',
			},
			{
				exchangeId: 'zb',
				baseId: 'dash',
				baseSymbol: 'DASH',
				quoteSymbol: 'USDT',
				priceUsd: null,
				percentExchangeVolume: '34.0',
				updated: now - 1000,
			},
		],
		variant: ['volumeUsd24Hr', '5.0'],
		required: ['exchangeId', 'baseId', 'baseSymbol', 'quoteSymbol'],
		parse: data => venues.parseMarkets(Array.isArray(data) ? {data} : data, {now, toAsset: slugOnly}),
	},
	{
		name: 'coincap.exchanges@1',
		rows: [
			{
				exchangeId: 'okex',
				name: 'Okex',
				rank: '1',
				volumeUsd: '616465445.1',
				tradingPairs: '22',
				updated: now,
			},
			{id: 'bithumb', name: 'Bithumb', rank: '2', volumeUsd: null, tradingPairs: '42'},
		],
		variant: ['volumeUsd', '5.0'],
		required: ['name'],
		parse: data => venues.parseExchanges(Array.isArray(data) ? {data} : data, {now}),
	},
	{
		name: 'coincap.rates@1',
		rows: [
			{id: 'euro', symbol: 'EUR', currencySymbol: '€', type: 'fiat', rateUsd: '1.1'},
			{
				id: 'são-tomé-and-príncipe-dobra-(pre-2018)',
				symbol: 'STD',
				currencySymbol: null,
				type: 'fiat',
				rateUsd: '0.00004',
			},
		],
		variant: ['rateUsd', '1.2'],
		required: ['id', 'symbol', 'type', 'rateUsd'],
		parse: data => venues.parseRates(Array.isArray(data) ? {data} : data, {now}),
	},
	{
		name: 'coincap.candles@1',
		rows: [
			{open: '10.0', high: '12.0', low: '9.0', close: '11.0', volume: '5.0', period: noon - hour},
			{open: '11.0', high: '12.0', low: '9.0', close: '10.0', volume: '0.0', period: noon},
		],
		variant: ['volume', '6.0'],
		required: ['open', 'high', 'low', 'close', 'volume', 'period'],
		parse: data => asArray(venues.parseCandles(Array.isArray(data) ? {data} : data, {now, step: hour})),
		ordered: true,
	},
];

/** The citizen of a name. */
export const citizen = (name: string): Citizen => citizens.find(one => one.name === name)!;

/** The first row of a contract whose rows are objects, with other values for some of its fields. */
export const firstRow = (name: string, more: Readonly<Record<string, unknown>> = {}) => ({
	...(citizen(name).rows[0] as Readonly<Record<string, unknown>>),
	...more,
});

/** A copy of a row with another value at a place; `undefined` takes the value away. */
export function withValue(row: WireRow, place: string | number, value: unknown): WireRow {
	if (Array.isArray(row)) {
		const copy: unknown[] = [...(row as unknown[])];
		if (value === undefined) copy.length = place as number;
		else copy[place as number] = value;
		return copy;
	}

	const {[place]: _, ...rest} = row as Readonly<Record<string, unknown>>;
	return value === undefined ? rest : {...rest, [place]: value};
}
