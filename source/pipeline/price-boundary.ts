/** What the time stamp of a single price means, per source. */

import {stepOf} from '#domain/interval.js';
import type {Interval} from '#domain/interval.js';
import type {SourceName} from '#domain/market.js';

/**
 * CoinGecko stamps a daily price with the midnight that ends the day, so it closes the day before; every other price
 * belongs to the time it is stamped with.
 */
export function boundaryOf(source: SourceName, interval: Interval): 'opens' | 'closes' {
	return source === 'coingecko' && stepOf[interval] >= stepOf['1d'] ? 'closes' : 'opens';
}
