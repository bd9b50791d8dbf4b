/** Currency rates, worked out of the price of one coin in many currencies: CoinGecko has no endpoint of its own for them. */

import type {Rate} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {parseSimplePrice, simplePriceShape} from './coingecko-directory.js';
import {Finding, reject, type ContractContext} from './contract.js';
import {badPrice} from './wire.js';

const name = 'coingecko.rates@1';

/** The currencies of states that CoinGecko quotes, as lower-case codes. */
export const fiatCodes: readonly string[] = (
	'usd aed ars aud bdt bhd bmd brl cad chf clp cny czk dkk eur gbp gel hkd huf idr ils inr jpy krw kwd lkr mmk ' +
	'mxn myr ngn nok nzd php pkr pln rub sar sek sgd thb try twd uah vnd zar'
).split(' ');

/** Fields of a price. */
export const ratesShape: ExpectedShape = simplePriceShape;

/** `/simple/price` of one coin: US dollars for one unit of each currency. Without the price in dollars none is known. */
export function parseRates(payload: unknown, context: ContractContext): Parsed<readonly Rate[]> {
	const prices = parseSimplePrice(payload, context);
	const dollars = prices.rows.find(({currency}) => currency === 'usd')?.price;
	if (dollars === undefined) {
		const missing = reject(new Finding('missing-field', 'usd', undefined), '$', payload);
		return {...prices, contract: name, rows: [], rejections: [...prices.rejections, missing]};
	}

	const rejections = [...prices.rejections];
	const rows: Rate[] = [];
	for (const {currency, price} of prices.rows) {
		const rateUsd = Number((dollars / price).toPrecision(12));
		const broken = badPrice(currency, rateUsd, price);
		if (broken) {
			rejections.push(reject(broken, currency, price));
			continue;
		}

		rows.push({
			id: currency,
			symbol: currency.toUpperCase(),
			currencySymbol: null,
			type: fiatCodes.includes(currency) ? 'fiat' : 'crypto',
			rateUsd,
		});
	}

	return {...prices, contract: name, rows, rejections};
}
