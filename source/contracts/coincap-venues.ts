/** CoinCap's venues: markets, exchanges, rates, and the small answers around them. */

import * as z from 'zod';
import {candlesFrom, type Candles} from '#domain/candles.js';
import {candleFlag, type Candle, type Exchange, type Market, type Rate} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {parseEnvelope, type SlugContext} from './coincap.js';
import {always, Finding, sometimes, type ContractContext} from './contract.js';
import {rowContract} from './rows.js';
import {
	badAmount,
	badCandle,
	badCount,
	badId,
	badPrice,
	badTime,
	decimal,
	maybeDecimal,
	nullableDecimal,
	readDecimal,
	readName,
	readSymbol,
	zeroIsUnknown,
} from './wire.js';

const market = rowContract(
	'coincap.markets@1',
	'exchangeId',
	z.object({
		exchangeId: z.string(),
		baseId: z.string(),
		quoteId: z.nullish(z.string()),
		baseSymbol: z.string(),
		quoteSymbol: z.string(),
		priceUsd: maybeDecimal,
		volumeUsd24Hr: maybeDecimal,
		volumePercent: maybeDecimal,
		percentExchangeVolume: maybeDecimal,
		updated: z.nullish(z.number()),
	}),
);

/** Fields of a market, of both endpoints: one says `volumePercent`, the other `percentExchangeVolume` and more. */
export const marketsShape: ExpectedShape = {
	exchangeId: always('string'),
	baseId: always('string'),
	quoteId: always('string', 'null'),
	baseSymbol: always('string'),
	quoteSymbol: always('string'),
	priceUsd: always('string', 'null'),
	volumeUsd24Hr: always('string', 'null'),
	volumePercent: sometimes('string', 'null'),
	rank: sometimes('string', 'null'),
	priceQuote: sometimes('string', 'null'),
	percentExchangeVolume: sometimes('string', 'null'),
	tradesCount24Hr: sometimes('string', 'null'),
	updated: sometimes('number', 'null'),
};

/**
 * `/assets/{slug}/markets` and `/markets`. A market of an asset without a known CoinGecko id is incomplete; a price of
 * 0 means "not known" here and becomes null. `volumePercent` is the share of the asset in the first answer, of the
 * exchange in the second.
 */
export function parseMarkets(payload: unknown, {now, toAsset}: SlugContext): Parsed<readonly Market[]> {
	return parseEnvelope(market, payload, now, () => ({
		read(wire): Market | Finding {
			// A display name in one of the two answers, a slug in the other: text, and no key to join on.
			const exchange = cleanText(wire.exchangeId);
			if (exchange === '') return new Finding('bad-id', 'exchangeId', wire.exchangeId);
			const wrongId = badId('baseId', wire.baseId);
			if (wrongId) return wrongId;
			const id = toAsset(wire.baseId);
			if (id === null) return new Finding('unknown-asset', 'baseId', wire.baseId);
			const price = readDecimal(wire.priceUsd);
			const volumeUsd24h = readDecimal(wire.volumeUsd24Hr);
			const updatedAt = wire.updated ?? null;
			const broken =
				(price === null || price === 0 ? null : badPrice('priceUsd', price, wire.priceUsd)) ??
				badAmount('volumeUsd24Hr', volumeUsd24h, wire.volumeUsd24Hr) ??
				(updatedAt === null ? null : badTime('updated', updatedAt, now));
			return (
				broken ?? {
					exchange,
					asset: id,
					baseSymbol: readSymbol(wire.baseSymbol),
					quoteSymbol: readSymbol(wire.quoteSymbol),
					price: zeroIsUnknown(price),
					volumeUsd24h,
					volumePercent: readDecimal(wire.volumePercent) ?? readDecimal(wire.percentExchangeVolume),
					updatedAt,
				}
			);
		},
		identity: ({exchange, asset, baseSymbol, quoteSymbol}) =>
			[exchange, asset, baseSymbol, quoteSymbol].join('\n'),
	}));
}

const exchange = rowContract(
	'coincap.exchanges@1',
	'exchangeId',
	z.object({
		exchangeId: z.optional(z.string()),
		id: z.optional(z.string()),
		name: z.string(),
		rank: maybeDecimal,
		percentTotalVolume: maybeDecimal,
		volumeUsd: maybeDecimal,
		tradingPairs: maybeDecimal,
		exchangeUrl: z.nullish(z.string()),
		updated: z.nullish(z.number()),
	}),
);

/** Fields of an exchange; its identifier was once called `id`. */
export const exchangesShape: ExpectedShape = {
	exchangeId: sometimes('string'),
	id: sometimes('string'),
	name: always('string'),
	rank: always('string', 'null'),
	percentTotalVolume: always('string', 'null'),
	volumeUsd: always('string', 'null'),
	tradingPairs: always('string', 'null'),
	socket: always('boolean', 'null'),
	exchangeUrl: always('string', 'null'),
	updated: always('number', 'null'),
};

/** `/exchanges`, or a single one. */
export function parseExchanges(payload: unknown, {now}: ContractContext): Parsed<readonly Exchange[]> {
	return parseEnvelope(exchange, payload, now, () => ({
		read(wire): Exchange | Finding {
			const id = wire.exchangeId ?? wire.id;
			if (id === undefined) return new Finding('missing-field', 'exchangeId', id);
			const volumeUsd = readDecimal(wire.volumeUsd);
			const rank = zeroIsUnknown(readDecimal(wire.rank));
			const tradingPairs = readDecimal(wire.tradingPairs);
			const updatedAt = wire.updated ?? null;
			const broken =
				badId('exchangeId', id) ??
				badCount('rank', rank, wire.rank) ??
				badCount('tradingPairs', tradingPairs, wire.tradingPairs) ??
				badAmount('volumeUsd', volumeUsd, wire.volumeUsd) ??
				(updatedAt === null ? null : badTime('updated', updatedAt, now));
			return (
				broken ?? {
					id,
					name: readName(wire.name, id),
					rank,
					volumeUsd,
					volumePercent: readDecimal(wire.percentTotalVolume),
					tradingPairs,
					url: cleanText(wire.exchangeUrl ?? '') || null,
					updatedAt,
				}
			);
		},
		identity: ({id}) => id,
	}));
}

const rate = rowContract(
	'coincap.rates@1',
	'id',
	z.object({
		id: z.string(),
		symbol: z.string(),
		currencySymbol: z.nullish(z.string()),
		type: z.enum(['fiat', 'crypto']),
		rateUsd: decimal,
	}),
);

/** Fields of a rate. */
export const ratesShape: ExpectedShape = {
	id: always('string'),
	symbol: always('string'),
	currencySymbol: always('string', 'null'),
	type: always('string'),
	rateUsd: always('string'),
};

/** `/rates`, or a single one: US dollars for one unit. */
export function parseRates(payload: unknown, {now}: ContractContext): Parsed<readonly Rate[]> {
	return parseEnvelope(rate, payload, now, () => ({
		read(wire): Rate | Finding {
			const rateUsd = readDecimal(wire.rateUsd)!;
			return (
				badId('id', wire.id) ??
				badPrice('rateUsd', rateUsd, wire.rateUsd) ?? {
					id: wire.id,
					symbol: readSymbol(wire.symbol),
					currencySymbol: cleanText(wire.currencySymbol ?? '') || null,
					type: wire.type,
					rateUsd,
				}
			);
		},
		identity: ({id}) => id,
	}));
}

const candle = rowContract(
	'coincap.candles@1',
	'period',
	z.object({
		open: decimal,
		high: decimal,
		low: decimal,
		close: decimal,
		volume: decimal,
		period: z.number(),
	}),
);

/** Fields of a candle of the retired version 2. */
export const candlesShape: ExpectedShape = {
	open: always('string'),
	high: always('string'),
	low: always('string'),
	close: always('string'),
	volume: always('string'),
	period: always('number'),
};

const candleFields = {open: 'open', high: 'high', low: 'low', close: 'close'} as const;

/** `/candles` of version 2, ascending; `step` is the length of a candle in ms. */
export function parseCandles(
	payload: unknown,
	{now, step}: ContractContext & {readonly step: number},
): Parsed<Candles> {
	const parsed = parseEnvelope(candle, payload, now, () => ({
		read(wire): Candle | Finding {
			const {period: ts} = wire;
			const open = readDecimal(wire.open)!;
			const high = readDecimal(wire.high)!;
			const low = readDecimal(wire.low)!;
			const close = readDecimal(wire.close)!;
			const volume = readDecimal(wire.volume)!;
			const flags = ts + step > now ? candleFlag.open : 0;
			return (
				badTime('period', ts, now) ??
				badCandle({open, high, low, close}, candleFields) ??
				badAmount('volume', volume, wire.volume) ?? {ts, open, high, low, close, volume, flags}
			);
		},
		identity: ({ts}) => ts,
		order: (a, b) => a.ts - b.ts,
	}));
	return {...parsed, rows: candlesFrom(parsed.rows)};
}

const price = rowContract('coincap.price_by_symbol@1', '$', nullableDecimal);

/** `/price/bysymbol` is an array of bare prices. */
export const pricesShape: ExpectedShape = {$: always('string', 'null')};

/**
 * `/price/bysymbol/{symbols}`: prices without names, in the order asked. An unknown one cannot be told from its
 * neighbours, so this is good for one symbol only, and an answer with different prices is rejected.
 */
export function parsePriceBySymbol(payload: unknown, {now}: ContractContext): Parsed<readonly number[]> {
	return parseEnvelope(price, payload, now, () => ({
		read(wire): number | Finding {
			const value = readDecimal(wire);
			return value === null ? new Finding('no-price', '$', wire) : (badPrice('$', value, wire) ?? value);
		},
		identity: () => 'the only one',
	}));
}
