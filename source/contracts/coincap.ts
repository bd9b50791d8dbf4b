/** CoinCap's assets and their price histories, and what its errors look like. Version 2 recordings read the same. */

import * as z from 'zod';
import type {AssetId, MarketRow, PricePoint} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {always, Finding, rejectPayload, sometimes, type ContractContext, type ErrorBody} from './contract.js';
import {parseRows, rowContract, type RowContract, type RowReader} from './rows.js';
import {
	badAmount,
	badId,
	badPrice,
	badTime,
	badCount,
	maybeDecimal,
	nullableDecimal,
	readDecimal,
	readName,
	readSymbol,
	zeroIsUnknown,
} from './wire.js';

/** What is needed besides the clock: the CoinGecko id a CoinCap slug stands for, or null when none is known. */
export type SlugContext = ContractContext & {readonly toAsset: (slug: string) => AssetId | null};

/** The rows of an envelope `{data, timestamp}`, a single one made into an array, and the time of the answer. */
type Envelope = {readonly rows: unknown; readonly answeredAt: number | null};

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function openEnvelope(payload: unknown): Envelope {
	if (!isObject(payload)) return {rows: payload, answeredAt: null};
	const {data, timestamp} = payload;
	const isSingle = isObject(data) && 'id' in data;
	return {
		rows: isSingle ? [data] : data,
		answeredAt: typeof timestamp === 'number' ? timestamp : null,
	};
}

/** Rows inside CoinCap's envelope, or bare. A payload with neither is rejected as a whole. */
export function parseEnvelope<Wire, Row>(
	contract: RowContract<Wire>,
	payload: unknown,
	now: number,
	reader: (answeredAt: number | null) => RowReader<Wire, Row>,
): Parsed<Row[]> {
	const {rows, answeredAt} = openEnvelope(payload);
	if (!Array.isArray(rows)) return rejectPayload(contract.name, payload, []);
	const wrongTime = answeredAt === null ? null : badTime('timestamp', answeredAt, now);
	if (wrongTime) return rejectPayload(contract.name, payload, [], wrongTime);
	return parseRows(contract, rows, reader(answeredAt));
}

const asset = rowContract(
	'coincap.assets@1',
	'id',
	z.object({
		id: z.string(),
		rank: maybeDecimal,
		symbol: z.string(),
		name: z.string(),
		priceUsd: nullableDecimal,
		supply: maybeDecimal,
		maxSupply: maybeDecimal,
		marketCapUsd: maybeDecimal,
		volumeUsd24Hr: maybeDecimal,
		changePercent24Hr: maybeDecimal,
		vwap24Hr: maybeDecimal,
	}),
);
type WireAsset = z.infer<typeof asset.row>;

/** Fields of an asset. */
export const assetsShape: ExpectedShape = {
	id: always('string'),
	rank: always('string', 'null'),
	symbol: always('string'),
	name: always('string'),
	supply: always('string', 'null'),
	maxSupply: always('string', 'null'),
	marketCapUsd: always('string', 'null'),
	volumeUsd24Hr: always('string', 'null'),
	priceUsd: always('string', 'null'),
	changePercent24Hr: always('string', 'null'),
	vwap24Hr: always('string', 'null'),
	explorer: sometimes('string', 'null'),
	tokens: sometimes('object'),
};

function readAsset(wire: WireAsset, toAsset: SlugContext['toAsset'], updatedAt: number): MarketRow | Finding {
	const wrongId = badId('id', wire.id);
	if (wrongId) return wrongId;
	const id = toAsset(wire.id);
	if (id === null) return new Finding('unknown-asset', 'id', wire.id);
	const price = readDecimal(wire.priceUsd);
	if (price === null) return new Finding('no-price', 'priceUsd', wire.priceUsd);
	const marketCap = readDecimal(wire.marketCapUsd);
	const volume24h = readDecimal(wire.volumeUsd24Hr);
	const supply = readDecimal(wire.supply);
	const maxSupply = readDecimal(wire.maxSupply);
	const rank = zeroIsUnknown(readDecimal(wire.rank));
	const broken =
		badPrice('priceUsd', price, wire.priceUsd) ??
		badCount('rank', rank, wire.rank) ??
		badAmount('marketCapUsd', marketCap, wire.marketCapUsd) ??
		badAmount('volumeUsd24Hr', volume24h, wire.volumeUsd24Hr) ??
		badAmount('supply', supply, wire.supply) ??
		badAmount('maxSupply', maxSupply, wire.maxSupply);
	return (
		broken ?? {
			asset: {id, symbol: readSymbol(wire.symbol), name: readName(wire.name, wire.id), rank},
			quote: {
				asset: id,
				price,
				rank,
				marketCap: zeroIsUnknown(marketCap),
				fullyDilutedValuation: null,
				volume24h,
				high24h: null,
				low24h: null,
				change24h: null,
				changePercent1h: null,
				changePercent24h: readDecimal(wire.changePercent24Hr),
				changePercent7d: null,
				changePercent30d: null,
				changePercent1y: null,
				marketCapChangePercent24h: null,
				circulatingSupply: zeroIsUnknown(supply),
				totalSupply: null,
				maxSupply: zeroIsUnknown(maxSupply),
				ath: null,
				athChangePercent: null,
				athAt: null,
				atl: null,
				updatedAt,
			},
			sparkline: null,
		}
	);
}

/**
 * `/assets`, or a single asset, as market rows. Every quote carries the time of the answer, because the rows have none.
 * An asset whose slug stands for no CoinGecko id is incomplete.
 */
export function parseAssets(payload: unknown, {now, toAsset}: SlugContext): Parsed<readonly MarketRow[]> {
	return parseEnvelope(asset, payload, now, answeredAt => ({
		read: wire => readAsset(wire, toAsset, answeredAt ?? now),
		identity: row => row.asset.id,
	}));
}

const minute = 60_000;

/**
 * The steps of a history, shortest first, with their length in ms and what a value means: the price at the instant of
 * its time, or the average of the whole step that begins there. An average is no close and belongs in no candle.
 */
export const historyIntervals = {
	m1: {step: minute, value: 'instant'},
	m5: {step: 5 * minute, value: 'instant'},
	m15: {step: 15 * minute, value: 'instant'},
	m30: {step: 30 * minute, value: 'instant'},
	h1: {step: 60 * minute, value: 'instant'},
	h2: {step: 120 * minute, value: 'instant'},
	h6: {step: 360 * minute, value: 'instant'},
	h12: {step: 720 * minute, value: 'instant'},
	d1: {step: 1440 * minute, value: 'average'},
} as const satisfies Record<string, {step: number; value: 'instant' | 'average'}>;

/** A step of CoinCap's histories. */
export type HistoryInterval = keyof typeof historyIntervals;

const historyPoint = rowContract(
	'coincap.history@1',
	'time',
	z.object({
		priceUsd: nullableDecimal,
		time: z.number(),
		circulatingSupply: maybeDecimal,
	}),
);

/** Fields of a row of a history; daily rows have no supply. */
export const historyShape: ExpectedShape = {
	priceUsd: always('string', 'null'),
	time: always('number'),
	date: always('string'),
	circulatingSupply: sometimes('string', 'null'),
};

/** `/assets/{slug}/history`, ascending. What a value means depends on the step: see {@link historyIntervals}. */
export function parseHistory(payload: unknown, {now}: ContractContext): Parsed<readonly PricePoint[]> {
	return parseEnvelope(historyPoint, payload, now, () => ({
		read(wire): PricePoint | Finding {
			const wrongTime = badTime('time', wire.time, now);
			if (wrongTime) return wrongTime;
			const price = readDecimal(wire.priceUsd);
			if (price === null) return new Finding('no-price', 'priceUsd', wire.priceUsd);
			return badPrice('priceUsd', price, wire.priceUsd) ?? {ts: wire.time, price};
		},
		identity: ({ts}) => ts,
		order: (a, b) => a.ts - b.ts,
	}));
}

const message = z.union([z.string(), z.object({message: z.string()}).transform(inner => inner.message)]);
const errorBodies = z.union([
	z.object({error: message}).transform(body => body.error),
	z.object({message: z.string()}).transform(body => body.message),
	// What the retired version answers, with HTTP 200, in place of data.
	z
		.object({data: z.object({id: z.optional(z.never()), message: z.string()})})
		.transform(body => body.data.message),
]);

/** What CoinCap says went wrong, or null when the payload is no error. It has no codes of its own. */
export function readErrorBody(payload: unknown): ErrorBody | null {
	const body = z.safeParse(errorBodies, payload);
	return body.success ? {code: null, message: cleanText(body.data, 500)} : null;
}
