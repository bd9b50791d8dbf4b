/** The sources of data as they call themselves. */

import type {SourceName} from '#domain/market.js';

const names: Readonly<Record<SourceName, string>> = {
	coingecko: 'CoinGecko',
	binance: 'Binance',
	coincap: 'CoinCap',
};

/** `CoinGecko` of `coingecko`; a name that is not known stays as it is. */
export const sourceLabel = (source: string): string => names[source as SourceName] ?? source;
