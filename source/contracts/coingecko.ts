/** CoinGecko's market data: the snapshot, the price chart and the candles, and what its errors look like. */

import * as z from 'zod';
import {candlesFrom, type Candles} from '#domain/candles.js';
import {candleFlag, type Candle, type MarketRow, type PricePoint, type Sparkline} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {
	always,
	Finding,
	rejectPayload,
	shapeOf,
	sometimes,
	type ContractContext,
	type ErrorBody,
} from './contract.js';
import {firstFinding, parseRows, rowContract} from './rows.js';
import {
	badAmount,
	badCandle,
	badCount,
	badId,
	badPrice,
	badTime,
	readName,
	readSymbol,
	readTime,
	zeroIsUnknown,
} from './wire.js';

const hour = 3_600_000;

const maybeNumber = z.nullish(z.number());
const maybeString = z.nullish(z.string());

const market = rowContract(
	'coingecko.markets@1',
	'id',
	z.object({
		id: z.string(),
		symbol: z.string(),
		name: z.string(),
		current_price: z.nullable(z.number()),
		last_updated: z.nullable(z.string()),
		market_cap: maybeNumber,
		market_cap_rank: maybeNumber,
		fully_diluted_valuation: maybeNumber,
		total_volume: maybeNumber,
		high_24h: maybeNumber,
		low_24h: maybeNumber,
		price_change_24h: maybeNumber,
		price_change_percentage_24h: maybeNumber,
		market_cap_change_percentage_24h: maybeNumber,
		circulating_supply: maybeNumber,
		total_supply: maybeNumber,
		max_supply: maybeNumber,
		ath: maybeNumber,
		ath_change_percentage: maybeNumber,
		ath_date: maybeString,
		atl: maybeNumber,
		price_change_percentage_1h_in_currency: maybeNumber,
		price_change_percentage_7d_in_currency: maybeNumber,
		price_change_percentage_30d_in_currency: maybeNumber,
		price_change_percentage_1y_in_currency: maybeNumber,
		sparkline_in_7d: z.nullish(z.object({price: z.nullish(z.array(z.nullable(z.number())))})),
	}),
);

type WireMarket = z.infer<typeof market.row>;

/** Fields of a row of `/coins/markets`. */
export const marketsShape: ExpectedShape = {
	id: always('string'),
	symbol: always('string'),
	name: always('string'),
	image: always('string', 'null'),
	current_price: always('number', 'null'),
	market_cap: always('number', 'null'),
	market_cap_rank: always('number', 'null'),
	fully_diluted_valuation: always('number', 'null'),
	total_volume: always('number', 'null'),
	high_24h: always('number', 'null'),
	low_24h: always('number', 'null'),
	price_change_24h: always('number', 'null'),
	price_change_percentage_24h: always('number', 'null'),
	market_cap_change_24h: always('number', 'null'),
	market_cap_change_percentage_24h: always('number', 'null'),
	circulating_supply: always('number', 'null'),
	total_supply: always('number', 'null'),
	max_supply: always('number', 'null'),
	ath: always('number', 'null'),
	ath_change_percentage: always('number', 'null'),
	ath_date: always('string', 'null'),
	atl: always('number', 'null'),
	atl_change_percentage: always('number', 'null'),
	atl_date: always('string', 'null'),
	roi: always('object', 'null'),
	last_updated: always('string', 'null'),
	market_cap_rank_with_rehypothecated: sometimes('number', 'null'),
	sparkline_in_7d: sometimes('object', 'null'),
	...Object.fromEntries(
		['1h', '24h', '7d', '14d', '30d', '200d', '1y'].map(window => [
			`price_change_percentage_${window}_in_currency`,
			sometimes('number', 'null'),
		]),
	),
};

/** The weekly line of a row, or null where it has none or has holes: its stamps are only implied by its places. */
function readSparkline(wire: WireMarket, updatedAt: number): Sparkline | null | Finding {
	const prices = wire.sparkline_in_7d?.price;
	if (!prices || prices.length === 0 || prices.includes(null)) return null;
	const line = Float64Array.from(prices as readonly number[]);
	const bad = line.findIndex(price => !(price > 0));
	if (bad !== -1) return new Finding('price-positive', `sparkline_in_7d.price[${bad}]`, line[bad]);
	return {asset: wire.id, endAt: Math.floor(updatedAt / hour) * hour, stepMs: hour, prices: line};
}

function readMarket(wire: WireMarket, now: number): MarketRow | Finding {
	const {id, current_price: price, last_updated: updated} = wire;
	const wrongId = badId('id', id);
	if (wrongId) return wrongId;
	if (price === null) return new Finding('no-price', 'current_price', price);
	if (updated === null) return new Finding('no-time', 'last_updated', updated);
	const updatedAt = readTime(updated);
	const athAt = wire.ath_date ? readTime(wire.ath_date) : null;
	const {high_24h: high, low_24h: low} = wire;
	const broken =
		badPrice('current_price', price) ??
		badTime('last_updated', updatedAt, now, updated) ??
		badCount('market_cap_rank', wire.market_cap_rank) ??
		badAmount('market_cap', wire.market_cap) ??
		badAmount('fully_diluted_valuation', wire.fully_diluted_valuation) ??
		badAmount('total_volume', wire.total_volume) ??
		badAmount('high_24h', high) ??
		badAmount('low_24h', low) ??
		badAmount('circulating_supply', wire.circulating_supply) ??
		badAmount('total_supply', wire.total_supply) ??
		badAmount('max_supply', wire.max_supply) ??
		badAmount('ath', wire.ath) ??
		badAmount('atl', wire.atl) ??
		(typeof high === 'number' && typeof low === 'number' && high < low
			? new Finding('high-below-low', 'high_24h', {high_24h: high, low_24h: low})
			: null) ??
		(athAt === null ? null : badTime('ath_date', athAt, now, wire.ath_date));
	if (broken) return broken;
	const sparkline = readSparkline(wire, updatedAt);
	if (sparkline instanceof Finding) return sparkline;
	const rank = zeroIsUnknown(wire.market_cap_rank);
	return {
		asset: {id, symbol: readSymbol(wire.symbol), name: readName(wire.name, id), rank},
		quote: {
			asset: id,
			price,
			rank,
			marketCap: zeroIsUnknown(wire.market_cap),
			fullyDilutedValuation: wire.fully_diluted_valuation ?? null,
			volume24h: wire.total_volume ?? null,
			high24h: high ?? null,
			low24h: low ?? null,
			change24h: wire.price_change_24h ?? null,
			changePercent1h: wire.price_change_percentage_1h_in_currency ?? null,
			changePercent24h: wire.price_change_percentage_24h ?? null,
			changePercent7d: wire.price_change_percentage_7d_in_currency ?? null,
			changePercent30d: wire.price_change_percentage_30d_in_currency ?? null,
			changePercent1y: wire.price_change_percentage_1y_in_currency ?? null,
			marketCapChangePercent24h: wire.market_cap_change_percentage_24h ?? null,
			circulatingSupply: zeroIsUnknown(wire.circulating_supply),
			totalSupply: wire.total_supply ?? null,
			maxSupply: wire.max_supply ?? null,
			ath: wire.ath ?? null,
			athChangePercent: wire.ath_change_percentage ?? null,
			athAt,
			atl: wire.atl ?? null,
			updatedAt,
		},
		sparkline,
	};
}

/**
 * One page of `/coins/markets` in US dollars, in the order of the page. A market cap and a circulating supply of 0
 * mean "cannot be counted" there and become null; a row without a price is incomplete.
 */
export function parseMarkets(payload: unknown, {now}: ContractContext): Parsed<readonly MarketRow[]> {
	return parseRows(market, payload, {
		read: wire => readMarket(wire, now),
		identity: ({asset}) => asset.id,
	});
}

const chartName = 'coingecko.market_chart@1';
const chart = z.object({prices: z.array(z.unknown())});
const chartPoint = rowContract(chartName, 0, z.tuple([z.number(), z.nullable(z.number())], z.unknown()));

/** Fields of `/coins/{id}/market_chart`, and the places of the points in its three arrays. */
export const marketChartShape: ExpectedShape = {
	prices: always('array'),
	market_caps: always('array'),
	total_volumes: always('array'),
	'prices[0]': sometimes('number'),
	'prices[1]': sometimes('number', 'null'),
	'market_caps[0]': sometimes('number'),
	'market_caps[1]': sometimes('number', 'null'),
	'total_volumes[0]': sometimes('number'),
	'total_volumes[1]': sometimes('number', 'null'),
};

/** The shape of a chart: its fields, and the first and the last point of each of its arrays. */
function chartShape(payload: object): Parsed<unknown>['shape'] {
	const shape = {...shapeOf([payload])};
	for (const [field, points] of Object.entries(payload)) {
		if (!Array.isArray(points) || !Object.hasOwn(marketChartShape, field)) continue;
		for (const [place, types] of Object.entries(shapeOf([points[0], points.at(-1)].filter(Array.isArray)))) {
			shape[`${field}${place}`] = types;
		}
	}

	return shape;
}

/** The times at which a market cap or a volume is below zero: the price beside it is not trusted either. */
function negativeAmounts(payload: object): ReadonlyMap<unknown, Finding> {
	const found = new Map<unknown, Finding>();
	for (const [field, points] of Object.entries(payload)) {
		if ((field !== 'market_caps' && field !== 'total_volumes') || !Array.isArray(points)) continue;
		for (const point of points as readonly unknown[]) {
			if (!Array.isArray(point)) continue;
			const [ts, amount] = point as readonly unknown[];
			if (typeof amount === 'number' && amount < 0)
				found.set(ts, new Finding('negative-amount', `${field}[1]`, amount));
		}
	}

	return found;
}

/**
 * The prices of `/coins/{id}/market_chart` (and `/range`), ascending by time as sent: not aligned to any grid, and the
 * last one is "now" and not the end of a step. Of market caps and volumes nothing is kept; they only must not be negative.
 */
export function parseMarketChart(payload: unknown, {now}: ContractContext): Parsed<readonly PricePoint[]> {
	const whole = z.safeParse(chart, payload);
	if (!whole.success) {
		// Something with one of its fields is a chart that lacks another; anything else is no chart at all.
		const isChart =
			typeof payload === 'object' &&
			payload !== null &&
			['prices', 'market_caps', 'total_volumes'].some(field => field in payload);
		const finding = isChart ? firstFinding(whole.error, payload) : undefined;
		return rejectPayload(chartName, payload, [], finding);
	}

	const negative = negativeAmounts(payload as object);
	const parsed = parseRows(chartPoint, whole.data.prices, {
		read([ts, price]): PricePoint | Finding {
			const wrongTime = badTime('[0]', ts, now);
			if (wrongTime) return wrongTime;
			if (price === null) return new Finding('no-price', '[1]', price);
			return badPrice('[1]', price) ?? negative.get(ts) ?? {ts, price};
		},
		identity: ({ts}) => ts,
		order: (a, b) => a.ts - b.ts,
	});
	return {...parsed, shape: chartShape(payload as object)};
}

const ohlcRow = rowContract(
	'coingecko.ohlc@1',
	0,
	z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()], z.unknown()),
);

/** Places of a row of `/coins/{id}/ohlc`. */
export const ohlcShape: ExpectedShape = {
	'[0]': always('number'),
	'[1]': always('number'),
	'[2]': always('number'),
	'[3]': always('number'),
	'[4]': always('number'),
};

const ohlcFields = {open: '[1]', high: '[2]', low: '[3]', close: '[4]'} as const;

/** The length of a candle (ms) as the spacing of the closing times tells it, or null when there is none. */
function stepBetween(payload: unknown): number | null {
	if (!Array.isArray(payload)) return null;
	const times = payload
		.map((row: unknown) => (Array.isArray(row) ? (row[0] as unknown) : null))
		.filter(ts => typeof ts === 'number')
		.toSorted((a, b) => a - b);
	let step = Infinity;
	for (let i = 1; i < times.length; i++) {
		const distance = times[i]! - times[i - 1]!;
		if (distance > 0 && distance < step) step = distance;
	}

	return step < Infinity ? step : null;
}

/**
 * Candles of `/coins/{id}/ohlc`, ascending, without volume. The provider stamps the closing time; here `ts` is the
 * opening time, and a candle that closes after `now` is flagged open. `step` (ms) is the length of a candle where the
 * caller knows it; otherwise the smallest distance between two rows tells it.
 */
export function parseOhlc(
	payload: unknown,
	{now, step = stepBetween(payload)}: ContractContext & {readonly step?: number | null},
): Parsed<Candles> {
	const parsed = parseRows(ohlcRow, payload, {
		read([closeTime, open, high, low, close]): Candle | Finding {
			if (step === null) return new Finding('unknown-step', '[0]', closeTime);
			const ts = closeTime - step;
			const broken = badTime('[0]', ts, now, closeTime) ?? badCandle({open, high, low, close}, ohlcFields);
			const flags = closeTime > now ? candleFlag.open : 0;
			return broken ?? {ts, open, high, low, close, volume: null, flags};
		},
		identity: ({ts}) => ts,
		order: (a, b) => a.ts - b.ts,
	});
	return {...parsed, rows: candlesFrom(parsed.rows)};
}

const status = z.object({
	error_code: z.optional(z.union([z.number(), z.string()])),
	error_message: z.optional(z.string()),
});
const errorBodies = z.union([
	z.object({error: z.object({status})}).transform(({error}) => error.status),
	z.object({error_code: z.union([z.number(), z.string()]), status: z.optional(status)}).transform(body => ({
		error_code: body.error_code,
		error_message: body.status?.error_message,
	})),
	z.object({status: z.number(), error: z.string()}).transform(body => ({
		error_code: body.status,
		error_message: body.error,
	})),
	z.object({error: z.string()}).transform(({error}) => ({error_code: null, error_message: error})),
	z.object({status}).transform(body => body.status),
]);

/**
 * What CoinGecko says went wrong, or null when the payload is no error. Six shapes are known, and a success answer
 * of `/simple/price` may have an asset named `status`. Code 10012 means that the plan does not reach that far back.
 */
export function readErrorBody(payload: unknown): ErrorBody | null {
	const body = z.safeParse(errorBodies, payload);
	if (!body.success) return null;
	const {error_code: code = null, error_message: message} = body.data;
	if (code === null && message === undefined) return null;
	return {code, message: cleanText(message ?? '', 500)};
}
