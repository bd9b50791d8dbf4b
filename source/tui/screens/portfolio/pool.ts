/**
 * Cost basis by average cost. The purchases of an asset form one pool; a sale of `s` out of `h` units takes the cost
 * `C * s / h` out of it, and what it brought in beyond that is realised gain. This is the pooling of HMRC's Cryptoassets
 * Manual (CRYPTO22200, worked example CRYPTO22255) without its same-day and thirty-day rules, and the "custo médio
 * ponderado" of Brazil. It is an overview, not a tax return.
 */

import {zero, type Decimal} from './decimal.js';

/** A purchase, or with a negative amount a sale. `cost` is what was paid or received in all; null when not known. */
export type Trade = {readonly amount: Decimal; readonly cost: Decimal | null; readonly at: number | null};

type Pool = {
	readonly amount: Decimal;
	/** What the units still held cost; null when not known. */
	readonly cost: Decimal | null;
	/** What sales brought in beyond the cost of what was sold; null when not known. */
	readonly realised: Decimal | null;
	/** At some time more was sold than had been bought. */
	readonly oversold: boolean;
};

const isSale = ({amount}: Trade): boolean => amount.lt(zero);

/** When a trade counts: purchases without a date before all others, sales without one after. */
const placeOf = (trade: Trade): number => trade.at ?? (isSale(trade) ? Infinity : -Infinity);

/** By time; at the same time purchases come before sales. */
export function inOrderOfTime<Row extends Trade>(trades: readonly Row[]): readonly Row[] {
	return trades.toSorted((a, b) => {
		const [first, second] = [placeOf(a), placeOf(b)];
		return first === second ? Number(isSale(a)) - Number(isSale(b)) : first < second ? -1 : 1;
	});
}

const empty: Pool = {amount: zero, cost: zero, realised: zero, oversold: false};

function withPurchase(pool: Pool, {amount, cost}: Trade): Pool {
	return {
		...pool,
		amount: pool.amount.plus(amount),
		cost: pool.cost === null || cost === null ? null : pool.cost.plus(cost),
	};
}

function withSale(pool: Pool, {amount, cost: proceeds}: Trade): Pool {
	const left = pool.amount.plus(amount);
	if (left.lt(zero)) return {amount: left, cost: null, realised: null, oversold: true};
	// Sold out: no division, so no rounding stays behind.
	const part =
		pool.cost === null ? null : left.eq(zero) ? pool.cost : pool.cost.times(amount.abs()).div(pool.amount);
	return {
		amount: left,
		cost: pool.cost === null || part === null ? null : pool.cost.minus(part),
		realised:
			pool.realised === null || part === null || proceeds === null
				? null
				: pool.realised.plus(proceeds.abs().minus(part)),
		oversold: pool.oversold,
	};
}

/** The pool after all trades, whatever their order. An unknown cost stays until the pool is empty again. */
export function poolOf(trades: readonly Trade[]): Pool {
	let pool = empty;
	for (const trade of inOrderOfTime(trades)) {
		const next = isSale(trade) ? withSale(pool, trade) : withPurchase(pool, trade);
		pool = next.amount.eq(zero) ? {...next, cost: zero} : next;
	}

	return pool;
}
