/** How an asset is called elsewhere: one curated row per coin, because symbols are not unique and slugs are not shared. */

import type {Asset, AssetId} from './market.js';

/** Names of one asset. A null says that the name is not known there, or that there is none. */
export type AssetAlias = {
	readonly asset: AssetId;
	/** Slug at CoinCap v3. */
	readonly coincap: string | null;
	/** Base asset of its pairs at Binance. */
	readonly binance: string | null;
};

/** Where two assets share a slug, the one that carries the name today comes first. */
export const assetAliases: readonly AssetAlias[] = [
	{asset: 'bitcoin', coincap: 'bitcoin', binance: 'BTC'},
	{asset: 'ethereum', coincap: 'ethereum', binance: 'ETH'},
	{asset: 'tether', coincap: 'tether', binance: 'USDT'},
	{asset: 'usd-coin', coincap: 'usd-coin', binance: 'USDC'},
	{asset: 'binancecoin', coincap: 'binance-coin', binance: 'BNB'},
	{asset: 'ripple', coincap: 'xrp', binance: 'XRP'},
	{asset: 'solana', coincap: 'solana', binance: 'SOL'},
	{asset: 'cardano', coincap: 'cardano', binance: 'ADA'},
	{asset: 'dogecoin', coincap: 'dogecoin', binance: 'DOGE'},
	{asset: 'tron', coincap: 'tron', binance: 'TRX'},
	{asset: 'avalanche-2', coincap: 'avalanche', binance: 'AVAX'},
	{asset: 'polygon-ecosystem-token', coincap: 'polygon', binance: 'POL'},
	{asset: 'matic-network', coincap: 'polygon', binance: 'MATIC'},
	{asset: 'polkadot', coincap: 'polkadot', binance: 'DOT'},
	{asset: 'chainlink', coincap: 'chainlink', binance: 'LINK'},
	{asset: 'litecoin', coincap: 'litecoin', binance: 'LTC'},
	{asset: 'shiba-inu', coincap: 'shiba-inu', binance: 'SHIB'},
	{asset: 'bitcoin-cash', coincap: 'bitcoin-cash', binance: 'BCH'},
	{asset: 'stellar', coincap: 'stellar', binance: 'XLM'},
	{asset: 'iota', coincap: 'iota', binance: 'IOTA'},
	{asset: 'terra-luna', coincap: null, binance: 'LUNC'},
	{asset: 'terra-luna-2', coincap: null, binance: 'LUNA'},
	{asset: 'bittorrent', coincap: null, binance: 'BTTC'},
	{asset: 'monero', coincap: 'monero', binance: 'XMR'},
	{asset: 'the-open-network', coincap: null, binance: 'TON'},
	{asset: 'crypto-com-chain', coincap: null, binance: null},
	{asset: 'leo-token', coincap: null, binance: null},
	{asset: 'okb', coincap: null, binance: null},
	{asset: 'wrapped-bitcoin', coincap: null, binance: 'WBTC'},
	{asset: 'staked-ether', coincap: null, binance: null},
];

const byAsset = new Map(assetAliases.map(alias => [alias.asset, alias]));
const bySlug = new Map(
	assetAliases.toReversed().flatMap(({asset, coincap}) => (coincap === null ? [] : [[coincap, asset]])),
);

/** The slug of an asset at CoinCap, or null where none is known. */
export const coincapSlugOf = (asset: AssetId): string | null => byAsset.get(asset)?.coincap ?? null;

/** The asset behind a CoinCap slug, or null where it is not known: never guessed, slugs and ids look alike. */
export const assetOfCoincapSlug = (slug: string): AssetId | null => bySlug.get(slug) ?? null;

/**
 * The base asset under which Binance would list this asset: the curated one, else its symbol, which still has to be
 * proven by its price. The empty string when it is known to have no pairs there.
 */
export function binanceBaseOf({id, symbol}: Pick<Asset, 'id' | 'symbol'>): string {
	const alias = byAsset.get(id);
	return alias === undefined ? symbol.toUpperCase() : (alias.binance ?? '');
}
