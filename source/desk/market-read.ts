/** The market as it is stored: newest quotes, sparklines, pairs for live prices, currency rates. */

import type {App} from '#app.js';
import type {AssetId} from '#domain/market.js';
import type {MarketView} from './views/market.js';
import {readFullerQuotes} from './fuller-quotes.js';

/** The exchange whose stream gives live prices. */
const liveSource = 'binance';

export const emptyMarket = (readAt: number): MarketView => ({
	rows: [],
	sparklines: [],
	pairs: {},
	rates: [],
	readAt,
});

export async function readMarket({storage, clock}: App): Promise<MarketView> {
	const rows = await readFullerQuotes(storage.quotes);
	const [sparklines, pairs, rates] = await Promise.all([
		storage.quotes.sparklines(rows.map(({asset}) => asset)),
		readPairs({storage}),
		storage.venues.rates(),
	]);
	return {rows, sparklines, pairs, rates, readAt: clock.now()};
}

/** Pairs by asset: only those whose price proved that they are the same coin. */
export async function readPairs({storage}: Pick<App, 'storage'>): Promise<Readonly<Record<AssetId, string>>> {
	const links = await storage.assets.links(liveSource);
	return Object.fromEntries(
		links.flatMap(({asset, externalId, verdict}) =>
			verdict === 'agrees' && externalId !== null ? [[asset, externalId] as const] : [],
		),
	);
}
