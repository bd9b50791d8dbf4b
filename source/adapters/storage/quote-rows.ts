/** Quotes between their domain form and the columns of the `quote` table. */

import type {Quote} from '#domain/market.js';
import type {QuoteValues} from './schema.js';

/** Every value of a quote with its column: the order of storing, reading and comparing. */
const quoteFields = {
	price: 'price',
	rank: 'rank',
	marketCap: 'market_cap',
	fullyDilutedValuation: 'fully_diluted_valuation',
	volume24h: 'volume_24h',
	high24h: 'high_24h',
	low24h: 'low_24h',
	change24h: 'change_24h',
	changePercent1h: 'change_percent_1h',
	changePercent24h: 'change_percent_24h',
	changePercent7d: 'change_percent_7d',
	changePercent30d: 'change_percent_30d',
	changePercent1y: 'change_percent_1y',
	marketCapChangePercent24h: 'market_cap_change_percent_24h',
	circulatingSupply: 'circulating_supply',
	totalSupply: 'total_supply',
	maxSupply: 'max_supply',
	ath: 'ath',
	athChangePercent: 'ath_change_percent',
	athAt: 'ath_at',
	atl: 'atl',
	updatedAt: 'updated_at',
} as const satisfies Record<Exclude<keyof Quote, 'asset'>, keyof QuoteValues>;

type Field = keyof typeof quoteFields;

const quoteFieldNames = Object.keys(quoteFields) as readonly Field[];
export const quoteColumns = Object.values(quoteFields);

/** `quote.market_cap as marketCap`, for reading rows in domain form. */
export const quoteSelection = quoteFieldNames.map(
	field => `quote.${quoteFields[field]} as ${field}` as const,
);

/** Whether a stored row, with its values from place `at` on, says the same as a quote. */
export function sameQuote(stored: readonly unknown[], at: number, quote: Quote): boolean {
	return quoteFieldNames.every((field, i) => stored[at + i] === quote[field]);
}

/** Writes the values of a quote from place `at` on. */
export function putQuote(quote: Quote, values: unknown[], at: number): void {
	for (let i = 0; i < quoteFieldNames.length; i++) values[at + i] = quote[quoteFieldNames[i]!];
}
