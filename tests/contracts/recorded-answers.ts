/** The recorded answers of the real providers, each with the contract that reads it and with what is exactly in it. */

import {lastPricesShape, parseLastPrices, parseTickers, tickersShape} from '#contracts/binance-market.js';
import {
	klinesShape,
	parseKlines,
	readErrorBody as readBinanceError,
	type KlineInterval,
} from '#contracts/binance.js';
import * as coincap from '#contracts/coincap.js';
import * as venues from '#contracts/coincap-venues.js';
import * as coingecko from '#contracts/coingecko.js';
import * as directory from '#contracts/coingecko-directory.js';
import type {Candles} from '#domain/candles.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';

/** A moment as ms UTC. */
export const at = (iso: string): number => Date.parse(iso);
/** A slug that is taken for a CoinGecko id as it is. */
export const toAsset = (slug: string): string => slug;

/** A recording: how many rows it holds (all of them acceptable), and the first and the last as far as they are named. */
export type RowCase = {
	readonly file: string;
	readonly shape: ExpectedShape;
	readonly read: (payload: unknown) => Parsed<readonly unknown[]>;
	readonly rows: number;
	readonly first?: unknown;
	readonly last?: unknown;
};
type Ends = {readonly first: unknown; readonly last: unknown};

const coins = (file: string, now: string, rows: number, ends: Ends): RowCase => ({
	file: `coingecko/coins_markets_${file}`,
	shape: coingecko.marketsShape,
	read: payload => coingecko.parseMarkets(payload, {now: at(now)}),
	rows,
	...ends,
});
const chart = (file: string, now: string, rows: number, ends: Ends): RowCase => ({
	file: `coingecko/market_chart_${file}`,
	shape: coingecko.marketChartShape,
	read: payload => coingecko.parseMarketChart(payload, {now: at(now)}),
	rows,
	...ends,
});
const point = (iso: string, price: number) => ({ts: at(iso), price});
const simple = (file: string, rows: readonly (readonly [string, string, number])[]): RowCase => ({
	file: `coingecko/simple_price_${file}`,
	shape: directory.simplePriceShape,
	read: payload => directory.parseSimplePrice(payload, {now: at('2025-06-01')}),
	rows: rows.length,
	...(rows.length > 0 && {
		first: {asset: rows[0]![0], currency: rows[0]![1], price: rows[0]![2], updatedAt: null},
		last: {asset: rows.at(-1)![0], currency: rows.at(-1)![1], price: rows.at(-1)![2], updatedAt: null},
	}),
});
const assets = (file: string, now: string, rows: number, ends: Ends): RowCase => ({
	file: `coincap/${file}`,
	shape: coincap.assetsShape,
	read: payload => coincap.parseAssets(payload, {now: at(now), toAsset}),
	rows,
	...ends,
});
const history = (file: string, now: string, rows: number, ends: Ends): RowCase => ({
	file: `coincap/history_${file}`,
	shape: coincap.historyShape,
	read: payload => coincap.parseHistory(payload, {now: at(now)}),
	rows,
	...ends,
});

/** Recordings read row by row. */
export const rowCases: readonly RowCase[] = [
	coins('usd_250_2025-05-09.json', '2025-05-09T06:05:00Z', 250, {
		first: {
			asset: {id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1},
			quote: {
				price: 102_970,
				marketCap: 2_044_753_181_221,
				fullyDilutedValuation: 2_044_753_181_221,
				volume24h: 46_867_723_470,
				high24h: 103_461,
				low24h: 98_760,
				change24h: 4210.08,
				changePercent24h: 4.26296,
				changePercent7d: null,
				circulatingSupply: 19_862_190,
				maxSupply: 21_000_000,
				ath: 108_786,
				athAt: at('2025-01-20T09:11:54.494Z'),
				atl: 67.81,
				updatedAt: at('2025-05-09T06:04:23.041Z'),
			},
			sparkline: null,
		},
		last: {asset: {id: 'abtc', rank: 250}, quote: {price: 103_581}},
	}),
	coins('usd_250_2023-01-07.json', '2023-01-07T08:40:00Z', 250, {
		first: {asset: {id: 'bitcoin'}, quote: {price: 16_937.96}},
		last: {asset: {id: 'metis-token', rank: 250}, quote: {price: 17.86}},
	}),
	coins('usd_100_with_1y_2021-06-24.json', '2021-06-24T03:33:00Z', 100, {
		first: {asset: {id: 'bitcoin'}, quote: {price: 32_797, changePercent1y: 240.75472357312074}},
		last: {asset: {id: 'ankr', rank: 100}, quote: {price: 0.076713}},
	}),
	coins('usd_57_by_ids_2022-01-06.json', '2022-01-06T06:58:00Z', 57, {
		first: {asset: {id: 'bitcoin'}, quote: {price: 42_981}},
		last: {
			asset: {id: 'the-winkyverse', rank: null},
			quote: {price: 0.01815129, marketCap: null, circulatingSupply: null},
		},
	}),
	coins('eth_2_ids_2021-05-15.json', '2021-05-15T16:00:00Z', 2, {
		first: {asset: {id: 'bitcoin'}, quote: {price: 12.666344}},
		last: {asset: {id: 'ethereum'}, quote: {price: 1}},
	}),
	coins('usd_5_by_ids_1h_nulls_2023-04-22.json', '2023-04-22T04:31:00Z', 5, {
		first: {asset: {id: 'bitcoin'}, quote: {changePercent1h: 0.10760632821780304}},
		last: {
			asset: {id: 'kiwigo', rank: 2419},
			quote: {price: 0.01135366, high24h: null, low24h: null, change24h: null, changePercent24h: null},
		},
	}),
	coins('oddities_extracts.json', '2024-10-18T14:15:00Z', 5, {
		first: {asset: {id: 'burger-swap', rank: null}, quote: {marketCap: null, circulatingSupply: null}},
		last: {asset: {id: '0-mee', symbol: 'OME', name: 'O-MEE', rank: null}, quote: {price: 0.00006044}},
	}),
	chart('bitcoin_usd_1d_5min_2021-05-15.json', '2021-05-15T14:40:00Z', 288, {
		first: point('2021-05-14T14:45:19.770Z', 50_675.258073370765),
		last: point('2021-05-15T14:39:54.955Z', 49_078.83040364477),
	}),
	chart('ark_1d_5min_gaps_2025-06-11.json', '2025-06-11T21:35:00Z', 284, {
		first: point('2025-06-10T21:36:11.978Z', 0.3954534320164894),
		last: point('2025-06-11T21:34:45Z', 0.3890165450398982),
	}),
	chart('bitcoin_usd_30d_hourly_2021-05-15.json', '2021-05-15T14:14:00Z', 722, {
		first: point('2021-04-15T15:04:13.863Z', 62_641.967327043465),
		last: point('2021-05-15T14:13:29Z', 49_424.27756187507),
	}),
	chart('bitcoin_usd_30d_hourly_2023-06-13.json', '2023-06-13T20:31:00Z', 721, {
		first: point('2023-05-14T21:00:51.151Z', 26_936.583065788534),
		last: point('2023-06-13T20:30:44Z', 25_849.07729173172),
	}),
	chart('bitcoin_usd_60d_hourly_2023-06-06.json', '2023-06-06T10:19:00Z', 1441, {
		first: point('2023-04-07T11:00:50.634Z', 27_965.342779685536),
		last: point('2023-06-06T10:18:38Z', 25_779.004129758207),
	}),
	chart('bitcoin_usd_90d_interval_daily_2021-05-15.json', '2021-05-15T14:40:00Z', 91, {
		first: point('2021-02-15', 48_607.8745224845),
		last: point('2021-05-15T14:39:54Z', 49_078.83040364477),
	}),
	chart('bitcoin_usd_100d_daily_2023-06-06.json', '2023-06-06T10:01:00Z', 101, {
		first: point('2023-02-27', 23_541.115854493557),
		last: point('2023-06-06T10:00:33Z', 25_757.83198532687),
	}),
	chart('bitcoin_usd_366pts_daily_2023-10-25.json', '2023-10-25T17:17:00Z', 366, {
		first: point('2022-10-26', 20_095.152230674925),
		last: point('2023-10-25T17:16:37Z', 34_616.51520538621),
	}),
	chart('tether_usd_366pts_daily_2023-10-25.json', '2023-10-25T17:17:00Z', 366, {
		first: point('2022-10-26', 0.9998878276861547),
		last: point('2023-10-25T17:15:00Z', 1.0008552638579298),
	}),
	chart('bitcoin_usd_1000d_daily_2023-06-10.json', '2023-06-10T17:19:00Z', 1001, {
		first: point('2020-09-14', 10_328.866065987393),
		last: point('2023-06-10T17:18:48Z', 25_647.74576858346),
	}),
	{
		file: 'coingecko/coins_list_2025-06-11.json',
		shape: directory.coinsListShape,
		read: directory.parseCoinsList,
		rows: 17_413,
		first: {id: '_', symbol: 'GIB', name: '༼ つ ◕_◕ ༽つ', rank: null},
		last: {id: 'z-z-z-z-z-fehu-z-z-z-z-z', symbol: 'ᚠ', name: 'Z•Z•Z•Z•Z•FEHU•Z•Z•Z•Z•Z', rank: null},
	},
	{
		file: 'coingecko/coins_list_2021-05-15.json',
		shape: directory.coinsListShape,
		read: directory.parseCoinsList,
		rows: 7248,
		first: {id: '01coin', symbol: 'ZOC', name: '01coin', rank: null},
		last: {id: 'zzz-finance-v2', symbol: 'ZZZV2', name: 'zzz.finance v2', rank: null},
	},
	{
		file: 'coingecko/search_eth_sample.json',
		shape: directory.searchShape,
		read: directory.parseSearch,
		rows: 3,
		first: {id: 'ethereum', symbol: 'ETH', name: 'Ethereum', rank: 2},
		last: {id: 'sweth', symbol: 'SWETH', name: 'Swell Ethereum', rank: 142},
	},
	{
		file: 'coingecko/search_trending_2021-05-18.json',
		shape: directory.trendingShape,
		read: directory.parseTrending,
		rows: 7,
		first: {id: 'matic-network', symbol: 'MATIC', name: 'Polygon', rank: 16},
		last: {id: 'sushi', symbol: 'SUSHI', name: 'Sushi', rank: 53},
	},
	{
		file: 'coingecko/exchanges_page1_2021-05-16.json',
		shape: directory.exchangesShape,
		read: directory.parseExchanges,
		rows: 100,
		first: {id: 'binance', name: 'Binance', rank: 1, volumeBtc24h: 979_051.1516194041},
		last: {id: 'currency', name: 'Currency.com', rank: 100, volumeBtc24h: 2900.8395303583393},
	},
	simple('3_ids_eth.json', [
		['binancecoin', 'eth', 0.21387074],
		['bitcoin', 'eth', 31.906046],
		['dai', 'eth', 0.0003068],
	]),
	simple('space_in_ids_2021-05-15.json', [['bitcoin', 'usd', 49_357]]),
	simple('unknown_currency_2021-05-15.json', []),
	{
		file: 'coingecko/simple_supported_vs_currencies_2019.json',
		shape: directory.currenciesShape,
		read: directory.parseCurrencies,
		rows: 54,
		first: 'btc',
		last: 'xau',
	},
	{
		file: 'coingecko/ping.json',
		shape: directory.pingShape,
		read: directory.parsePing,
		rows: 1,
		first: '(V3) To the Moon!',
	},
	{
		file: 'binance/ticker_24hr_all_2024-01-05.json',
		shape: tickersShape,
		read: payload => parseTickers(payload, {now: at('2024-01-05T21:12:10Z')}),
		rows: 2429,
		first: {
			symbol: 'ETHBTC',
			lastPrice: 0.05121,
			closeAt: 1_704_489_129_412,
			volume: 40_035.4883,
			quoteVolume: 2055.162892,
			trades: 69_820,
		},
		last: {symbol: 'MOVRTRY', lastPrice: 800.1, trades: 46_857},
	},
	{
		file: 'binance/ticker_24hr_all_2020-10-09.json',
		shape: tickersShape,
		read: payload => parseTickers(payload, {now: at('2020-10-09T02:06:00Z')}),
		rows: 1089,
		first: {symbol: 'ETHBTC', lastPrice: 0.032176, trades: 85_403},
		last: {symbol: 'XVSUSDT', lastPrice: 2.66, trades: 26_341},
	},
	{
		file: 'binance/ticker_price_all_2020.json',
		shape: lastPricesShape,
		read: parseLastPrices,
		rows: 1141,
		first: {symbol: 'ETHBTC', price: 0.028161},
		last: {symbol: 'DOTEUR', price: 3.556},
	},
	assets('assets_v2_100_2018-08-06.json', '2018-08-06T18:45:00Z', 100, {
		first: {
			asset: {id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1},
			quote: {
				price: 6929.82177568356,
				marketCap: 119_150_835_874.47,
				circulatingSupply: 17_193_925,
				maxSupply: 21_000_000,
				changePercent24h: -0.810141721435033,
				updatedAt: 1_533_581_088_278,
			},
			sparkline: null,
		},
		last: {asset: {id: 'bibox-token', rank: 100}, quote: {price: 0.704677450072951, maxSupply: null}},
	}),
	assets('assets_v3_4_extract_2025-12.json', '2025-12-20', 4, {
		first: {asset: {id: 'bitcoin'}, quote: {price: 87_711.2, updatedAt: at('2025-12-20')}},
		last: {asset: {id: 'binance-coin', symbol: 'BNB', rank: 4}, quote: {price: 848.504669556}},
	}),
	assets('asset_bitcoin_v3_2025-08-11.json', '2025-08-11T18:46:00Z', 1, {
		first: {quote: {price: 119_753.317310907, updatedAt: 1_754_937_925_536}},
		last: {asset: {id: 'bitcoin', rank: 1}},
	}),
	assets('asset_bitcoin_v3_2026-04-06.json', '2026-04-06T11:22:00Z', 1, {
		first: {quote: {price: 69_704.78, circulatingSupply: 20_012_087, updatedAt: 1_775_474_489_690}},
		last: {asset: {id: 'bitcoin', rank: 1}},
	}),
	history('bitcoin_d1_v2_2023-01-19.json', '2023-01-19T14:22:00Z', 362, {
		first: point('2022-01-20', 42_277.3405687538),
		last: point('2023-01-18', 21_130.6419853518),
	}),
	history('bitcoin_m5_v2_2023-03-17.json', '2023-03-17T07:31:00Z', 288, {
		first: point('2023-03-16T07:30:00Z', 24_701.4305944829),
		last: point('2023-03-17T07:25:00Z', 25_970.5768920228),
	}),
	history('ark_h1_v2_2020-11-23.json', '2020-11-24T23:07:00Z', 24, {
		first: point('2020-11-23', 0.385442656225198),
		last: point('2020-11-23T23:00:00Z', 0.393300318162895),
	}),
	{
		file: 'coincap/markets_v2_2_2018-08-06.json',
		shape: venues.marketsShape,
		read: payload => venues.parseMarkets(payload, {now: at('2018-08-06T18:50:00Z'), toAsset}),
		rows: 2,
		first: {
			exchange: 'bitstamp',
			asset: 'bitcoin',
			baseSymbol: 'BTC',
			quoteSymbol: 'USD',
			price: 6927.33,
			volumeUsd24h: 43_341_291.9576547,
			volumePercent: 67.2199253376109,
			updatedAt: 1_533_581_033_590,
		},
		last: {exchange: 'zb', asset: 'dash', quoteSymbol: 'USDT', price: 202.566912970282},
	},
	{
		file: 'coincap/exchanges_v2_sample_2018.json',
		shape: venues.exchangesShape,
		read: payload => venues.parseExchanges(payload, {now: at('2018-09-08')}),
		rows: 2,
		first: {
			id: 'okex',
			name: 'Okex',
			rank: 1,
			volumeUsd: 616_465_445.164626,
			volumePercent: 21.3794857351663,
			tradingPairs: 22,
			url: 'https://www.okex.com/',
			updatedAt: 1_536_343_139_514,
		},
		last: {id: 'bithumb', rank: 2, tradingPairs: 42},
	},
	{
		file: 'coincap/rates_v2_44_subset_2020.json',
		shape: venues.ratesShape,
		read: payload => venues.parseRates(payload, {now: at('2020-12-01')}),
		rows: 44,
		first: {
			id: 'rwandan-franc',
			symbol: 'RWF',
			currencySymbol: null,
			type: 'fiat',
			rateUsd: 0.0010524903502527,
		},
		last: {id: 'bulgarian-lev', symbol: 'BGN', currencySymbol: 'лв', rateUsd: 0.552092402601239},
	},
	{
		file: 'coincap/price_bysymbol_v3_2025-11-25.json',
		shape: venues.pricesShape,
		read: payload => venues.parsePriceBySymbol(payload, {now: at('2025-11-25T09:50:00Z')}),
		rows: 1,
		first: 86_959,
	},
];

/** A recording of candles: rows, how many are open and cut, and its ends as [time, open, high, low, close, volume]. */
export type CandleCase = {
	readonly file: string;
	readonly shape: ExpectedShape;
	readonly read: (payload: unknown) => Parsed<Candles>;
	readonly rows: number;
	readonly open: number;
	readonly cut: number;
	readonly first: readonly [string, number, number, number, number, number | null];
	readonly last: readonly [string, number, number, number, number, number | null];
};

const klines = (
	file: string,
	interval: KlineInterval,
	now: string,
	[rows, open, cut]: readonly [number, number, number],
	first: CandleCase['first'],
	last: CandleCase['last'],
): CandleCase => ({
	file: `binance/klines_${file}`,
	shape: klinesShape,
	read: payload => parseKlines(payload, {now: at(now), interval}),
	rows,
	open,
	cut,
	first,
	last,
});
const ohlc = (
	file: string,
	rows: number,
	first: CandleCase['first'],
	last: CandleCase['last'],
): CandleCase => ({
	file: `coingecko/ohlc_${file}`,
	shape: coingecko.ohlcShape,
	read: payload => coingecko.parseOhlc(payload, {now: at('2021-05-15T15:34:00Z')}),
	rows,
	open: 1,
	cut: 0,
	first,
	last,
});

/** When the recordings of January 2024 were made. */
export const january2024 = '2024-01-05T21:12:10Z';
const afternoon = '2025-06-15T16:01:00Z';
/** Recordings of candles. */
export const candleCases: readonly CandleCase[] = [
	klines(
		'BTCUSDT_1d_120_recorded_2025-06-14T1601Z.json',
		'1d',
		'2025-06-14T16:01:00Z',
		[120, 1, 0],
		['2025-02-15', 97_500.47, 97_972.26, 97_223.58, 97_569.66, 7349.37683],
		['2025-06-14', 106_066.59, 106_252, 104_615.38, 104_823.52, 5853.16535],
	),
	klines(
		'BTCUSDT_1d_120_recorded_2025-06-15T0901Z.json',
		'1d',
		'2025-06-15T09:01:00Z',
		[120, 1, 0],
		['2025-02-16', 97_569.67, 97_704.47, 96_046.18, 96_118.12, 8191.4249],
		['2025-06-15', 105_414.63, 106_128.57, 105_134.69, 105_176.47, 2402.65846],
	),
	klines(
		'BTCUSDT_1d_120_recorded_2025-06-15T1601Z.json',
		'1d',
		afternoon,
		[120, 1, 0],
		['2025-02-16', 97_569.67, 97_704.47, 96_046.18, 96_118.12, 8191.4249],
		['2025-06-15', 105_414.63, 106_128.57, 104_867.64, 105_607.85, 4447.86764],
	),
	klines(
		'LUNCUSDT_1d_120_recorded_2025-06-15T1601Z.json',
		'1d',
		afternoon,
		[120, 1, 0],
		['2025-02-16', 0.00007887, 0.00007911, 0.00007521, 0.00007666, 50_933_635_881.09],
		['2025-06-15', 0.00005926, 0.00006099, 0.0000591, 0.00006073, 17_760_806_376.59],
	),
	klines(
		'USDTARS_1d_120_recorded_2025-06-15T1601Z.json',
		'1d',
		afternoon,
		[120, 1, 0],
		['2025-02-16', 1221.7, 1226.8, 1215, 1225, 665_498],
		['2025-06-15', 1213.3, 1214.9, 1212.3, 1213, 285_133],
	),
	klines(
		'FDUSDUSDT_1d_120_recorded_2025-06-15T1601Z.json',
		'1d',
		afternoon,
		[120, 1, 0],
		['2025-02-16', 0.999, 0.9991, 0.9986, 0.9987, 234_632_318],
		['2025-06-15', 0.9979, 0.9981, 0.9979, 0.9981, 86_271_603],
	),
	klines(
		'BTCUSDT_1d_1000_stitched_2022-09_2025-06.json',
		'1d',
		afternoon,
		[1000, 0, 0],
		['2022-09-19', 19_417.45, 19_686.2, 18_232.56, 19_537.02, 380_512.40306],
		['2025-06-14', 106_066.59, 106_252, 104_300, 105_414.64, 8798.93969],
	),
	klines(
		'BTCUSDT_4h_page1of3_2025-02_2026-02.json',
		'4h',
		'2026-02-18T22:00:00Z',
		[1000, 0, 0],
		['2025-02-19', 95_671.74, 95_961.54, 95_055, 95_710.26, 2158.62817],
		['2025-08-04T12:00:00Z', 114_493.09, 115_466, 114_121, 114_826, 2885.46126],
	),
	klines(
		'BTCUSDT_4h_page2of3_2025-02_2026-02.json',
		'4h',
		'2026-02-18T22:00:00Z',
		[1000, 0, 0],
		['2025-08-04T16:00:00Z', 114_826.01, 115_720, 114_732.65, 114_777.62, 1843.11618],
		['2026-01-18T04:00:00Z', 95_200.29, 95_260, 95_028.27, 95_028.27, 705.29271],
	),
	klines(
		'BTCUSDT_4h_page3of3_2025-02_2026-02.json',
		'4h',
		'2026-02-18T22:00:00Z',
		[190, 1, 0],
		['2026-01-18T08:00:00Z', 95_028.27, 95_295.39, 95_021.44, 95_168.06, 960.00602],
		['2026-02-18T20:00:00Z', 66_177.15, 66_550, 66_053.6, 66_423.95, 1942.0202],
	),
	klines(
		'BTCUSDT_5m_1000_2026-02.json',
		'5m',
		'2026-02-13T21:07:00Z',
		[1000, 1, 0],
		['2026-02-10T09:50:00Z', 69_018.65, 69_140.65, 68_950, 69_118.09, 99.15617],
		['2026-02-13T21:05:00Z', 68_903.19, 68_960.53, 68_903.19, 68_949.91, 14.89729],
	),
	klines(
		'unnamed_1m_500_2024-11-16.json',
		'1m',
		'2024-11-16T17:26:30Z',
		[500, 1, 0],
		['2024-11-16T09:07:00Z', 0.7227, 0.7256, 0.7227, 0.7244, 574_761.5],
		['2024-11-16T17:26:00Z', 0.7549, 0.7551, 0.7541, 0.7541, 29_345.2],
	),
	klines(
		'ETHUSDT_1h_240_2021-11-18.json',
		'1h',
		'2021-11-18T17:30:00Z',
		[240, 1, 0],
		['2021-11-08T18:00:00Z', 4782.45, 4791.39, 4773.61, 4776.51, 9004.483],
		['2021-11-18T17:00:00Z', 4000.02, 4033.67, 3960, 3976.29, 20_572.6641],
	),
	klines(
		'BTCUSDT_3d_778_life_to_2024-01.json',
		'3d',
		january2024,
		[778, 1, 0],
		['2017-08-17', 4261.48, 4485.39, 3850, 4139.98, 2376.348404],
		['2024-01-04', 42_845.23, 44_729.58, 42_450, 43_774.78, 90_075.13458],
	),
	klines(
		'BUSDUSDT_3d_516_life_to_2024-01.json',
		'3d',
		january2024,
		[516, 0, 1],
		['2019-09-20', 238.7, 306.0963, 0.0005, 0.9999, 426_738.05],
		['2023-12-13', 1.0048, 1.0112, 1, 1.0003, 67_788_741],
	),
	klines(
		'USDCUSDT_3d_562_life_to_2024-01.json',
		'3d',
		january2024,
		[562, 1, 1],
		['2018-12-15', 1.0139, 1.0305, 0.9976, 1.0015, 3_977_025.3],
		['2024-01-05', 0.9991, 0.9996, 0.9987, 0.9993, 540_755_857],
	),
	klines(
		'BTCTUSD_3d_535_life_to_2024-01.json',
		'3d',
		january2024,
		[535, 1, 2],
		['2018-05-22', 0.001, 0.001, 0.001, 0.001, 1],
		['2024-01-05', 44_126.96, 44_259.99, 42_502, 43_785.67, 1658.40975],
	),
	klines(
		'LUNAUSDT_3d_406_life_to_2024-01.json',
		'3d',
		january2024,
		[406, 1, 1],
		['2020-08-21', 0.5397, 0.5397, 0.401, 0.4821, 17_837_442.75],
		['2024-01-03', 0.8367, 0.8667, 0.555, 0.715, 96_302_215.09],
	),
	klines(
		'FTTUSDT_3d_390_life_to_2024-01.json',
		'3d',
		january2024,
		[390, 1, 1],
		['2019-12-20', 1.94, 2.275, 1.94, 2.275, 2_605_512.128],
		['2024-01-05', 2.8922, 3.1998, 2.7009, 2.8332, 8_557_735.24],
	),
	klines(
		'BCCUSDT_3d_125_life_to_2024-01.json',
		'3d',
		january2024,
		[125, 0, 3],
		['2017-11-11', 802, 2507, 802, 1350, 13_644.45011],
		['2018-11-20', 448.7, 448.7, 448.7, 448.7, 0],
	),
	klines(
		'VENUSDT_3d_12_life_to_2024-01.json',
		'3d',
		january2024,
		[12, 0, 2],
		['2018-06-22', 3.1498, 3.1499, 2.2185, 2.4409, 6_441_897.13],
		['2018-10-19', 0.0001, 0.0001, 0.0001, 0.0001, 1224],
	),
	klines(
		'AAVEDOWNUSDT_3d_117_life_to_2024-01.json',
		'3d',
		january2024,
		[117, 0, 2],
		['2020-11-26', 10, 12.223, 4.68, 5.491, 201_007.3],
		['2021-11-09', 0.003982, 0.0053, 0.003428, 0.004673, 447_598_703.18],
	),
	ohlc(
		'bitcoin_usd_7d_4h_2021-05-15.json',
		42,
		['2021-05-08T16:00:00Z', 57_945.79, 59_122.18, 57_945.79, 59_122.18, null],
		['2021-05-15T12:00:00Z', 48_868.6, 49_675.91, 48_868.6, 49_675.91, null],
	),
	ohlc(
		'bitcoin_myr_30d_4h_2021-05-15.json',
		180,
		['2021-04-15T16:00:00Z', 260_184.16, 260_184.16, 257_817.26, 258_923.13, null],
		['2021-05-15T12:00:00Z', 201_607.42, 204_937.95, 201_607.42, 204_937.95, null],
	),
	{
		file: 'coincap/candles_v2_sample_2018.json',
		shape: venues.candlesShape,
		read: payload => venues.parseCandles(payload, {now: at('2018-08-06'), step: 8 * 3_600_000}),
		rows: 2,
		open: 0,
		cut: 0,
		first: ['2018-07-04T16:00:00Z', 0.0708, 0.071045, 0.0706434, 0.07083501, 1818.14330153],
		last: ['2018-07-05', 0.07083167, 0.0715192, 0.07065441, 0.07124726, 1649.25344712],
	},
];

/** Recordings of `/exchangeInfo`: pairs, how many of them trade, and the weight allowed in a minute. */
export const infoCases = [
	{
		file: 'binance/exchangeInfo_full_2020-10-09.json',
		pairs: 1089,
		trading: 791,
		weight: 1200,
		serverTime: 1_602_209_092_103,
	},
	{
		file: 'binance/exchangeInfo_trimmed_2022-12-03.json',
		pairs: 70,
		trading: 48,
		weight: 1200,
		serverTime: 1_670_093_826_124,
	},
	{
		file: 'binance/exchangeInfo_newer_shape_trimmed_2024-09-08.json',
		pairs: 16,
		trading: 16,
		weight: 6000,
		serverTime: 1_725_817_008_719,
	},
] as const;

/** Recordings of streams, one message a line: how many frames of each kind, and how many final candles. */
export const streamCases = [
	{
		file: 'binance/ws_combined_mixed_global_2021-10-12.jsonl',
		now: '2021-10-12T00:30:00Z',
		frames: {'passed-over': 263, candle: 2},
		final: 0,
	},
	{
		file: 'binance/ws_kline_1m_combined_global_2021-10-12.jsonl',
		now: '2021-10-12T00:30:00Z',
		frames: {candle: 2},
		final: 0,
	},
	{
		file: 'binance/ws_kline_1m_combined_us_2021-10-12.jsonl',
		now: '2021-10-12T00:30:00Z',
		frames: {candle: 5},
		final: 1,
	},
	{
		file: 'binance/ws_kline_1m_combined_tr_2023-04-10.jsonl',
		now: '2023-04-10T19:15:00Z',
		frames: {candle: 8},
		final: 4,
	},
] as const;

/** Recordings of error bodies: the reader, the code, and a part of the message. */
export const errorCases = [
	{
		file: 'coingecko/errors/429_rate_limit.json',
		read: coingecko.readErrorBody,
		code: 429,
		says: 'Rate Limit',
	},
	{
		file: 'coingecko/errors/401_10012_range_too_old.json',
		read: coingecko.readErrorBody,
		code: 10_012,
		says: 'past 365 days',
	},
	{
		file: 'coingecko/errors/404_coin_not_found.json',
		read: coingecko.readErrorBody,
		code: null,
		says: 'coin not found',
	},
	{
		file: 'coingecko/errors/422_missing_vs_currency.json',
		read: coingecko.readErrorBody,
		code: null,
		says: 'vs_currency',
	},
	{file: 'coingecko/errors/422_missing_ids.json', read: coingecko.readErrorBody, code: null, says: 'ids'},
	{
		file: 'coingecko/errors/500_ohlc_missing_params.json',
		read: coingecko.readErrorBody,
		code: 500,
		says: 'Internal Server Error',
	},
	{
		file: 'binance/errors/400_-1121_invalid_symbol.json',
		read: readBinanceError,
		code: -1121,
		says: 'Invalid symbol.',
	},
	{
		file: 'binance/errors/418_-1003_ip_banned.json',
		read: readBinanceError,
		code: -1003,
		says: 'banned until',
	},
	{
		file: 'binance/errors/429_-1003_too_much_weight.json',
		read: readBinanceError,
		code: -1003,
		says: 'Too much request weight',
	},
	{
		file: 'binance/errors/451_restricted_location.json',
		read: readBinanceError,
		code: 0,
		says: 'restricted location',
	},
	{
		file: 'coincap/errors/200_v2_deprecated_notice.json',
		read: coincap.readErrorBody,
		code: null,
		says: 'deprecating',
	},
	{
		file: 'coincap/errors/v2_asset_not_found.json',
		read: coincap.readErrorBody,
		code: null,
		says: 'asdf not found',
	},
] as const;
