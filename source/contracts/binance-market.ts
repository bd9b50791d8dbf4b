/** Binance's market as a whole: pairs, 24 h statistics, last prices, and the clock of the server. */

import * as z from 'zod';
import type {Pair, Ticker} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {always, Finding, rejectPayload, shapeOf, sometimes, type ContractContext} from './contract.js';
import {firstFinding, parseRows, rowContract} from './rows.js';
import {badAmount, badCount, badId, badPrice, badTime, decimal} from './wire.js';

/** One symbol is answered with an object, several with an array: both become an array. Errors stay as they are. */
function asRows(payload: unknown): unknown {
	const isRow =
		typeof payload === 'object' && payload !== null && !Array.isArray(payload) && 'symbol' in payload;
	return isRow ? [payload] : payload;
}

const ticker = rowContract(
	'binance.ticker_24hr@1',
	'symbol',
	z.object({
		symbol: z.string(),
		lastPrice: decimal,
		openPrice: decimal,
		highPrice: decimal,
		lowPrice: decimal,
		volume: decimal,
		quoteVolume: decimal,
		closeTime: z.number(),
		count: z.number(),
	}),
);
type WireTicker = z.infer<typeof ticker.row>;

const fullOnly = [
	'priceChange',
	'priceChangePercent',
	'weightedAvgPrice',
	'prevClosePrice',
	'lastQty',
	'bidPrice',
	'bidQty',
	'askPrice',
	'askQty',
] as const;

/** Fields of a row of `/ticker/24hr`; those of the full form are absent from the short one. */
export const tickersShape: ExpectedShape = {
	symbol: always('string'),
	...Object.fromEntries(fullOnly.map(field => [field, sometimes('string')])),
	lastPrice: always('string'),
	openPrice: always('string'),
	highPrice: always('string'),
	lowPrice: always('string'),
	volume: always('string'),
	quoteVolume: always('string'),
	openTime: always('number'),
	closeTime: always('number'),
	firstId: always('number'),
	lastId: always('number'),
	count: always('number'),
};

function readTicker(wire: WireTicker, now: number): Ticker | Finding {
	const lastPrice = Number(wire.lastPrice);
	const high = Number(wire.highPrice);
	const low = Number(wire.lowPrice);
	const volume = Number(wire.volume);
	const quoteVolume = Number(wire.quoteVolume);
	// A pair that no longer trades has zeros everywhere.
	const dead = wire.count === 0 && lastPrice === 0;
	return (
		badId('symbol', wire.symbol) ??
		(dead ? null : badPrice('lastPrice', lastPrice, wire.lastPrice)) ??
		badAmount('highPrice', high, wire.highPrice) ??
		badAmount('lowPrice', low, wire.lowPrice) ??
		(high < low ? new Finding('high-below-low', 'highPrice', {high, low}) : null) ??
		badAmount('volume', volume, wire.volume) ??
		badAmount('quoteVolume', quoteVolume, wire.quoteVolume) ??
		badTime('closeTime', wire.closeTime, now) ??
		badCount('count', wire.count) ?? {
			symbol: wire.symbol,
			lastPrice: dead ? Number.NaN : lastPrice,
			closeAt: wire.closeTime,
			volume,
			quoteVolume,
			trades: wire.count,
		}
	);
}

/**
 * `/ticker/24hr` of one pair, some or all, full or short form. Dead pairs are included; where they have no price any
 * more, `lastPrice` is NaN.
 */
export const parseTickers = (payload: unknown, {now}: ContractContext): Parsed<readonly Ticker[]> =>
	parseRows(ticker, asRows(payload), {
		read: wire => readTicker(wire, now),
		identity: ({symbol}) => symbol,
	});

/** The last price of a pair, which says nothing about its age. */
export type LastPrice = {readonly symbol: string; readonly price: number};

const lastPrice = rowContract(
	'binance.ticker_price@1',
	'symbol',
	z.object({symbol: z.string(), price: decimal}),
);

/** Fields of a row of `/ticker/price`. */
export const lastPricesShape: ExpectedShape = {symbol: always('string'), price: always('string')};

/** `/ticker/price` of one pair, some or all. */
export const parseLastPrices = (payload: unknown): Parsed<readonly LastPrice[]> =>
	parseRows(lastPrice, asRows(payload), {
		read({symbol, price: text}): LastPrice | Finding {
			const price = Number(text);
			return badId('symbol', symbol) ?? badPrice('price', price, text) ?? {symbol, price};
		},
		identity: ({symbol}) => symbol,
	});

/** One limit of the exchange: so much of `type` in `windowMs`, null for a window of a name we do not know. */
type RateLimit = {readonly type: string; readonly windowMs: number | null; readonly limit: number};

/** What `/exchangeInfo` says: the pairs, the limits in force, and the server's clock (ms UTC; NaN when not told). */
export type ExchangeInfo = {
	readonly pairs: readonly Pair[];
	readonly rateLimits: readonly RateLimit[];
	readonly serverTime: number;
};

const rateLimit = z.object({
	rateLimitType: z.string(),
	interval: z.string(),
	intervalNum: z.number(),
	limit: z.number(),
});

// The pairs are what it is asked for: they are not lost because something beside them is.
const exchangeInfo = z.object({
	serverTime: z.optional(z.number()),
	rateLimits: z.optional(z.array(rateLimit)),
	symbols: z.array(z.unknown()),
});
const pair = rowContract(
	'binance.exchange_info@1',
	'symbol',
	z.object({
		symbol: z.string(),
		status: z.string(),
		baseAsset: z.string(),
		quoteAsset: z.string(),
		isSpotTradingAllowed: z.optional(z.boolean()),
	}),
);

const flag = sometimes('boolean');
const precision = always('number');

/** Fields of a symbol of `/exchangeInfo`; newer ones come and go with the version. */
export const exchangeInfoShape: ExpectedShape = {
	symbol: always('string'),
	status: always('string'),
	baseAsset: always('string'),
	baseAssetPrecision: precision,
	quoteAsset: always('string'),
	quotePrecision: sometimes('number'),
	quoteAssetPrecision: precision,
	baseCommissionPrecision: sometimes('number'),
	quoteCommissionPrecision: sometimes('number'),
	orderTypes: always('array'),
	icebergAllowed: flag,
	ocoAllowed: flag,
	otoAllowed: flag,
	opoAllowed: flag,
	quoteOrderQtyMarketAllowed: flag,
	allowTrailingStop: flag,
	cancelReplaceAllowed: flag,
	amendAllowed: flag,
	pegInstructionsAllowed: flag,
	isSpotTradingAllowed: always('boolean'),
	isMarginTradingAllowed: always('boolean'),
	filters: always('array'),
	permissions: always('array'),
	permissionSets: sometimes('array'),
	defaultSelfTradePreventionMode: sometimes('string'),
	allowedSelfTradePreventionModes: sometimes('array'),
};

const windows: Readonly<Record<string, number>> = {
	SECOND: 1000,
	MINUTE: 60_000,
	HOUR: 3_600_000,
	DAY: 86_400_000,
};

/** `/exchangeInfo`: dead pairs stay listed for years, so look at `trading`. The pair's name is never taken apart. */
export function parseExchangeInfo(payload: unknown): Parsed<ExchangeInfo> {
	const whole = z.safeParse(exchangeInfo, payload);
	if (!whole.success) {
		// Something with one of its fields is the list without another; anything else is no such list at all.
		const isInfo =
			typeof payload === 'object' &&
			payload !== null &&
			['symbols', 'serverTime', 'rateLimits'].some(field => field in payload);
		return rejectPayload(
			pair.name,
			payload,
			{pairs: [], rateLimits: [], serverTime: Number.NaN},
			isInfo ? firstFinding(whole.error, payload) : undefined,
		);
	}

	const {serverTime = Number.NaN, rateLimits = [], symbols} = whole.data;
	const parsed = parseRows(pair, symbols, {
		read: ({symbol, status, baseAsset, quoteAsset, isSpotTradingAllowed}): Pair | Finding =>
			badId('symbol', symbol) ??
			badId('baseAsset', baseAsset) ??
			badId('quoteAsset', quoteAsset) ?? {
				symbol,
				base: baseAsset,
				quote: quoteAsset,
				trading: status === 'TRADING' && isSpotTradingAllowed !== false,
			},
		identity: ({symbol}) => symbol,
	});
	return {
		...parsed,
		rows: {
			pairs: parsed.rows,
			rateLimits: rateLimits.map(({rateLimitType, interval, intervalNum, limit}) => ({
				type: cleanText(rateLimitType),
				windowMs: Object.hasOwn(windows, interval) ? windows[interval]! * intervalNum : null,
				limit,
			})),
			serverTime,
		},
	};
}

const time = z.object({serverTime: z.number()});

/** `/time`: the server's clock in ms UTC, one row. */
export function parseTime(payload: unknown): Parsed<readonly number[]> {
	const contract = 'binance.time@1';
	const whole = z.safeParse(time, payload);
	if (!whole.success) return rejectPayload(contract, payload, []);
	const {serverTime} = whole.data;
	const broken = badTime('serverTime', serverTime, Infinity);
	if (broken) return rejectPayload(contract, payload, [], broken);
	return {
		contract,
		extracted: 1,
		duplicates: 0,
		rows: [serverTime],
		rejections: [],
		shape: shapeOf([payload]),
	};
}

const ping = z.strictObject({});

/** `/ping` answers with an object without fields: one row, `true`. */
export function parsePing(payload: unknown): Parsed<readonly true[]> {
	const contract = 'binance.ping@1';
	if (!z.safeParse(ping, payload).success) return rejectPayload(contract, payload, []);
	return {contract, extracted: 1, duplicates: 0, rows: [true], rejections: [], shape: {}};
}
