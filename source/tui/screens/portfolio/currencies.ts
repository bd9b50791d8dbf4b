/** What money can be shown and costs can be counted in: the currencies whose rate is known right now. */

import type {AssetId} from '#domain/market.js';
import type {Currency} from '../../i18n/format.js';
import {priceOf, type SharedState} from '../../state/view-state.js';
import {decimal, type Decimal} from './decimal.js';

/** A currency with its rate. */
export type KnownCurrency = {
	/** Upper case: `BRL`. */
	readonly code: string;
	/** In front of an amount: `R$`. */
	readonly symbol: string;
	/** US dollars for one unit. */
	readonly usd: Decimal;
	/** Places after the point that its amounts are shown with. */
	readonly decimals: number;
	/** When the rate was seen, ms UTC; null for the dollar itself and for a rate of the settings. */
	readonly seenAt: number | null;
};

/** By code. */
export type Currencies = ReadonlyMap<string, KnownCurrency>;

/** Coins that serve as money, with the symbol before an amount. */
const coins: Readonly<Record<string, readonly [asset: AssetId, symbol: string, decimals: number]>> = {
	BTC: ['bitcoin', '₿', 8],
	ETH: ['ethereum', 'Ξ', 8],
	USDT: ['tether', 'USDT ', 2],
	USDC: ['usd-coin', 'USDC ', 2],
};

/** What the key goes through, in this order, as far as known. */
const preferred = [
	'USD',
	'BRL',
	'EUR',
	'GBP',
	'JPY',
	'CHF',
	'CAD',
	'AUD',
	'ARS',
	'MXN',
	'CNY',
	'INR',
	'BTC',
	'ETH',
];

/** Every currency whose rate is known, by code. `chosen` is that of the settings, whose rate came with it. */
export function currenciesOf(shared: Pick<SharedState, 'market' | 'live'>, chosen: Currency): Currencies {
	const known = new Map<string, KnownCurrency>();
	if (chosen.perUsd > 0) {
		known.set(chosen.code, {
			code: chosen.code,
			symbol: chosen.symbol,
			usd: decimal(1).div(decimal(chosen.perUsd)),
			decimals: 2,
			seenAt: null,
		});
	}

	for (const {symbol: code, currencySymbol, type, rateUsd, seenAt} of shared.market.rates) {
		const older = (known.get(code)?.seenAt ?? -Infinity) >= seenAt;
		if (type !== 'fiat' || older || !(rateUsd > 0)) continue;
		known.set(code, {
			code,
			symbol: currencySymbol ?? `${code} `,
			usd: decimal(rateUsd),
			decimals: 2,
			seenAt,
		});
	}

	for (const [code, [asset, symbol, decimals]] of Object.entries(coins)) {
		const price = priceOf(shared, asset);
		if (price === null || !(price.price > 0)) continue;
		known.set(code, {code, symbol, usd: decimal(price.price), decimals, seenAt: price.at});
	}

	known.set('USD', {code: 'USD', symbol: '$', usd: decimal(1), decimals: 2, seenAt: null});
	return known;
}

/** The codes to go through, the one of the settings first. */
export const cycleOf = (known: Currencies, chosen: Currency): readonly string[] =>
	[...new Set([chosen.code, ...preferred])].filter(code => known.has(code));
