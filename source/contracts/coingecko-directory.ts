/** CoinGecko's directory: which coins, exchanges and currencies there are, what is searched for, and bare prices. */

import * as z from 'zod';
import type {Asset, AssetId} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {always, Finding, rejectPayload, shapeOf, sometimes, type ContractContext} from './contract.js';
import {firstFinding, parseRows, rowContract} from './rows.js';
import {badAmount, badCount, badId, badPrice, badTime, readName, readSymbol, zeroIsUnknown} from './wire.js';

const ranked = z.object({
	id: z.string(),
	symbol: z.string(),
	name: z.string(),
	market_cap_rank: z.nullish(z.number()),
});

function readAsset(wire: z.infer<typeof ranked>): Asset | Finding {
	const {id, symbol, name, market_cap_rank: rank} = wire;
	return (
		badId('id', id) ??
		badCount('market_cap_rank', rank) ?? {
			id,
			symbol: readSymbol(symbol),
			name: readName(name, id),
			rank: zeroIsUnknown(rank),
		}
	);
}

const assetIdentity = ({id}: Asset): AssetId => id;

const listed = rowContract('coingecko.coins_list@1', 'id', ranked);

/** Fields of a row of `/coins/list`. */
export const coinsListShape: ExpectedShape = {
	id: always('string'),
	symbol: always('string'),
	name: always('string'),
	platforms: sometimes('object'),
};

/** Every coin of `/coins/list`, without ranks. Some symbols are empty, many are shared. */
export const parseCoinsList = (payload: unknown): Parsed<readonly Asset[]> =>
	parseRows(listed, payload, {read: readAsset, identity: assetIdentity});

const withCoins = z.object({coins: z.array(z.unknown())});
const found = rowContract('coingecko.search@1', 'id', ranked);

/** Fields of a coin of `/search`. */
export const searchShape: ExpectedShape = {
	id: always('string'),
	name: always('string'),
	api_symbol: always('string'),
	symbol: always('string'),
	market_cap_rank: always('number', 'null'),
	thumb: always('string', 'null'),
	large: always('string', 'null'),
};

/** The coins of `/search`, largest first. Exchanges, categories and collections are passed over. */
export function parseSearch(payload: unknown): Parsed<readonly Asset[]> {
	const whole = z.safeParse(withCoins, payload);
	if (!whole.success) return rejectPayload(found.name, payload, []);
	return parseRows(found, whole.data.coins, {
		read: readAsset,
		identity: assetIdentity,
	});
}

const trending = rowContract('coingecko.trending@1', 'item', z.object({item: ranked}));

/** Fields of a row of `/search/trending`. */
export const trendingShape: ExpectedShape = {item: always('object')};

/** The coins of `/search/trending`, most wanted first. */
export function parseTrending(payload: unknown): Parsed<readonly Asset[]> {
	const whole = z.safeParse(withCoins, payload);
	if (!whole.success) return rejectPayload(trending.name, payload, []);
	return parseRows(trending, whole.data.coins, {
		read: ({item}) => readAsset(item),
		identity: assetIdentity,
	});
}

/** An exchange as CoinGecko ranks it; its volume is in bitcoin. */
export type RankedExchange = {
	readonly id: string;
	readonly name: string;
	/** Rank by CoinGecko's trust score. */
	readonly rank: number | null;
	readonly volumeBtc24h: number | null;
};

const exchange = rowContract(
	'coingecko.exchanges@1',
	'id',
	z.object({
		id: z.string(),
		name: z.string(),
		trust_score_rank: z.nullish(z.number()),
		trade_volume_24h_btc: z.nullish(z.number()),
	}),
);

/** Fields of a row of `/exchanges`. */
export const exchangesShape: ExpectedShape = {
	id: always('string'),
	name: always('string'),
	year_established: always('number', 'null'),
	country: always('string', 'null'),
	description: always('string', 'null'),
	url: always('string', 'null'),
	image: always('string', 'null'),
	has_trading_incentive: always('boolean', 'null'),
	trust_score: always('number', 'null'),
	trust_score_rank: always('number', 'null'),
	trade_volume_24h_btc: always('number', 'null'),
	trade_volume_24h_btc_normalized: sometimes('number', 'null'),
};

/** One page of `/exchanges`. */
export const parseExchanges = (payload: unknown): Parsed<readonly RankedExchange[]> =>
	parseRows(exchange, payload, {
		read: (wire): RankedExchange | Finding =>
			badId('id', wire.id) ??
			badCount('trust_score_rank', wire.trust_score_rank) ??
			badAmount('trade_volume_24h_btc', wire.trade_volume_24h_btc) ?? {
				id: wire.id,
				name: readName(wire.name, wire.id),
				rank: wire.trust_score_rank ?? null,
				volumeBtc24h: wire.trade_volume_24h_btc ?? null,
			},
		identity: ({id}) => id,
	});

/** A bare price of one asset in one currency (lower case), with its age where it was asked for. */
export type SimplePrice = {
	readonly asset: AssetId;
	readonly currency: string;
	readonly price: number;
	readonly updatedAt: number | null;
};

const simplePriceName = 'coingecko.simple_price@1';
const simplePrice = rowContract(
	simplePriceName,
	'asset',
	z.object({
		asset: z.string(),
		currency: z.string(),
		price: z.nullable(z.number()),
		updated: z.nullish(z.number()),
	}),
);
const pricesByAsset = z.record(z.string(), z.record(z.string(), z.unknown()));
const alongside = /_(?:market_cap|24h_vol|24h_change)$|^last_updated_at$/;

/** Fields of `/simple/price` after it is laid out in rows. */
export const simplePriceShape: ExpectedShape = {
	asset: always('string'),
	currency: always('string'),
	price: always('number', 'null'),
	updated: sometimes('number', 'null'),
};

/**
 * The prices of `/simple/price`, one row per asset and currency. Whatever the provider does not know is absent there
 * without a word: compare what was asked for with what came.
 */
export function parseSimplePrice(payload: unknown, {now}: ContractContext): Parsed<readonly SimplePrice[]> {
	const whole = z.safeParse(pricesByAsset, payload);
	if (!whole.success) {
		const isObject = typeof payload === 'object' && payload !== null && !Array.isArray(payload);
		return rejectPayload(
			simplePriceName,
			payload,
			[],
			isObject ? firstFinding(whole.error, payload) : undefined,
		);
	}

	const rows = Object.entries(whole.data).flatMap(([asset, values]) =>
		Object.entries(values)
			.filter(([field]) => !alongside.test(field))
			.map(([currency, price]) => ({asset, currency, price, updated: values['last_updated_at'] ?? null})),
	);
	return parseRows(simplePrice, rows, {
		read(wire): SimplePrice | Finding {
			const {asset, currency, price} = wire;
			const updatedAt = typeof wire.updated === 'number' ? wire.updated * 1000 : null;
			const wrongId = badId('asset', asset) ?? badId('currency', currency);
			if (wrongId) return wrongId;
			if (price === null) return new Finding('no-price', 'price', price);
			const broken =
				badPrice('price', price) ??
				(updatedAt === null ? null : badTime('updated', updatedAt, now, wire.updated));
			return broken ?? {asset, currency, price, updatedAt};
		},
		identity: ({asset, currency}) => `${asset} ${currency}`,
	});
}

const currency = rowContract('coingecko.supported_vs_currencies@1', '$', z.string());

/** `/simple/supported_vs_currencies` is an array of bare codes. */
export const currenciesShape: ExpectedShape = {$: always('string')};

/** The currencies prices can be asked in, as lower-case codes. */
export const parseCurrencies = (payload: unknown): Parsed<readonly string[]> =>
	parseRows(currency, payload, {read: code => badId('$', code) ?? code, identity: code => code});

const ping = z.object({gecko_says: z.string()});

/** Fields of `/ping`. */
export const pingShape: ExpectedShape = {gecko_says: always('string')};

/** The greeting of `/ping`, one row. */
export function parsePing(payload: unknown): Parsed<readonly string[]> {
	const name = 'coingecko.ping@1';
	const whole = z.safeParse(ping, payload);
	if (!whole.success) return rejectPayload(name, payload, []);
	return {
		contract: name,
		extracted: 1,
		duplicates: 0,
		rows: [readName(whole.data.gecko_says, '')],
		rejections: [],
		shape: shapeOf([payload]),
	};
}
