/** What the lots are worth: positions with value, cost basis and gain in one currency, exact, unknown where unknown. */

import type {AssetId} from '#domain/market.js';
import type {Lot} from '#ports/storage.js';
import {priceOf, type SharedState} from '../../state/view-state.js';
import type {Currencies, KnownCurrency} from './currencies.js';
import {decimal, ratio, sumOf, zero, type Decimal} from './decimal.js';
import {inOrderOfTime, poolOf} from './pool.js';

/** One lot in the currency shown. */
export type ValuedLot = {
	readonly lot: Lot;
	readonly amount: Decimal;
	/** What was paid, or received in a sale, in the currency shown. */
	readonly cost: Decimal | null;
	/** The cost was in another currency and is counted at today's rate, not at that of its day. */
	readonly converted: boolean;
	readonly at: number | null;
};

/** All lots of one asset. Money is in the currency shown; null is unknown. */
export type Position = {
	readonly asset: AssetId;
	readonly symbol: string;
	readonly name: string;
	/** By time. */
	readonly lots: readonly ValuedLot[];
	readonly amount: Decimal;
	readonly price: {readonly value: Decimal; readonly at: number; readonly live: boolean} | null;
	readonly value: Decimal | null;
	readonly cost: Decimal | null;
	readonly converted: boolean;
	readonly gain: Decimal | null;
	/** Percent of the cost; null also for a cost of zero. */
	readonly gainPercent: number | null;
	/** Gain of past sales; null when not known. */
	readonly realised: Decimal | null;
	readonly hasSales: boolean;
	/** More was sold than bought: nothing can be said of the cost. */
	readonly oversold: boolean;
	/** Part of the value of everything, 0 to 1. */
	readonly share: number | null;
	/** How the value of what is held now changed in a day, at today's exchange rate. */
	readonly dayChange: Decimal | null;
	readonly dayPercent: number | null;
};

/** A sum over positions, and how many could not be part of it. Null when none could. */
export type Sum = {readonly value: Decimal | null; readonly without: number};

/** The sums over all positions. */
type Totals = {
	readonly value: Sum;
	readonly cost: Sum;
	readonly gain: Sum;
	readonly gainPercent: number | null;
	readonly day: Sum;
	readonly dayPercent: number | null;
	/** Over positions with sales. */
	readonly realised: Sum;
};

/** Everything the lots are worth at one moment. */
export type Valuation = {
	readonly currency: KnownCurrency;
	/** By value, unknown ones after, those sold out last. */
	readonly positions: readonly Position[];
	readonly totals: Totals;
	/** Currencies of costs that were counted at today's rate. */
	readonly converted: readonly string[];
	/** Currencies of costs whose rate is not known. */
	readonly unconverted: readonly string[];
	/** When the oldest price used was seen, ms UTC. */
	readonly oldestPriceAt: number | null;
};

/** US dollars in the currency shown. */
const shownIn = (usd: Decimal, currency: KnownCurrency): Decimal =>
	currency.code === 'USD' ? usd : usd.div(currency.usd);

/** A cost in the currency shown; null without the cost or a rate. */
function costIn({cost, currency: code}: Lot, currency: KnownCurrency, known: Currencies): Decimal | null {
	if (cost === null) return null;
	if (code === currency.code) return decimal(cost);
	const from = known.get(code);
	return from ? shownIn(decimal(cost).times(from.usd), currency) : null;
}

function valuedLot(lot: Lot, currency: KnownCurrency, known: Currencies): ValuedLot {
	const cost = costIn(lot, currency, known);
	return {
		lot,
		amount: decimal(lot.amount),
		cost,
		converted: cost !== null && lot.currency !== currency.code,
		at: lot.at,
	};
}

const percentOf = (part: Decimal | null, whole: Decimal | null): number | null =>
	part === null || whole === null || !whole.gt(zero) ? null : ratio(part, whole) * 100;

/** The change of price in a day in US dollars, from what the snapshot says of the day before it. */
function dayChangeOf(
	shared: Pick<SharedState, 'market' | 'live'>,
	asset: AssetId,
	price: number,
): Decimal | null {
	const quote = shared.market.byId.get(asset);
	if (!quote) return null;
	const before =
		quote.change24h !== null
			? quote.price - quote.change24h
			: quote.changePercent24h !== null && quote.changePercent24h > -100
				? quote.price / (1 + quote.changePercent24h / 100)
				: null;
	return before === null ? null : decimal(price).minus(decimal(before));
}

function positionOf(
	asset: AssetId,
	lots: readonly ValuedLot[],
	currency: KnownCurrency,
	shared: Pick<SharedState, 'market' | 'live'>,
): Omit<Position, 'share'> {
	const quote = shared.market.byId.get(asset);
	const {amount, cost, realised, oversold} = poolOf(lots);
	const seen = priceOf(shared, asset);
	const value = amount.eq(zero)
		? zero
		: seen === null
			? null
			: shownIn(amount.times(decimal(seen.price)), currency);
	const gain = value === null || cost === null ? null : value.minus(cost);
	const perUnit = seen === null ? null : dayChangeOf(shared, asset, seen.price);
	const dayChange = amount.eq(zero)
		? zero
		: perUnit === null
			? null
			: shownIn(amount.times(perUnit), currency);
	return {
		asset,
		symbol: quote?.symbol ?? asset,
		name: quote?.name ?? '',
		lots,
		amount,
		price:
			seen === null
				? null
				: {value: shownIn(decimal(seen.price), currency), at: seen.at, live: seen.live !== null},
		value,
		cost,
		converted: lots.some(({converted}) => converted),
		gain,
		gainPercent: percentOf(gain, cost),
		realised,
		hasSales: lots.some(lot => lot.amount.lt(zero)),
		oversold,
		dayChange,
		dayPercent: percentOf(dayChange, value === null || dayChange === null ? null : value.minus(dayChange)),
	};
}

function sumUp(positions: readonly (Decimal | null)[]): Sum {
	const known = positions.filter(value => value !== null);
	return {value: known.length === 0 ? null : sumOf(known), without: positions.length - known.length};
}

function totalsOf(positions: readonly Omit<Position, 'share'>[]): Totals {
	const gain = sumUp(positions.map(position => position.gain));
	const costOfGain = sumUp(positions.filter(position => position.gain !== null).map(({cost}) => cost));
	const day = sumUp(positions.map(({dayChange}) => dayChange));
	const dayBefore = sumUp(
		positions
			.filter(({value, dayChange}) => value !== null && dayChange !== null)
			.map(({value, dayChange}) => value!.minus(dayChange!)),
	);
	return {
		value: sumUp(positions.map(({value}) => value)),
		cost: sumUp(positions.map(({cost}) => cost)),
		gain,
		gainPercent: percentOf(gain.value, costOfGain.value),
		day,
		dayPercent: percentOf(day.value, dayBefore.value),
		realised: sumUp(positions.filter(({hasSales}) => hasSales).map(({realised}) => realised)),
	};
}

function withShare(position: Omit<Position, 'share'>, whole: Decimal | null): Position {
	const known = position.value !== null && whole !== null && whole.gt(zero);
	return {...position, share: known ? ratio(position.value, whole) : null};
}

/** 0 for what has a value, 1 for unknown ones, 2 for those sold out. */
const classOf = ({amount, value}: Pick<Position, 'amount' | 'value'>): number =>
	amount.eq(zero) ? 2 : value === null ? 1 : 0;

/** Values all lots in one of the known currencies. */
export function valuationOf(
	lots: readonly Lot[],
	currency: KnownCurrency,
	known: Currencies,
	shared: Pick<SharedState, 'market' | 'live'>,
): Valuation {
	const byAsset = new Map<AssetId, ValuedLot[]>();
	for (const lot of inOrderOfTime(lots.map(lot => valuedLot(lot, currency, known)))) {
		const own = byAsset.get(lot.lot.asset);
		if (own) own.push(lot);
		else byAsset.set(lot.lot.asset, [lot]);
	}

	const positions = [...byAsset].map(([asset, own]) => positionOf(asset, own, currency, shared));
	const totals = totalsOf(positions);
	const whole = totals.value.value;
	const foreign = lots.filter(lot => lot.cost !== null && lot.currency !== currency.code);
	const codes = (rated: boolean): readonly string[] =>
		[
			...new Set(foreign.filter(lot => known.has(lot.currency) === rated).map(lot => lot.currency)),
		].toSorted();
	const times = positions.flatMap(({price, amount}) => (price === null || amount.eq(zero) ? [] : [price.at]));
	return {
		currency,
		positions: positions
			.map(position => withShare(position, whole))
			.toSorted(
				(a, b) =>
					classOf(a) - classOf(b) ||
					(b.value ?? zero).cmp(a.value ?? zero) ||
					a.symbol.localeCompare(b.symbol),
			),
		totals,
		converted: codes(true),
		unconverted: codes(false),
		oldestPriceAt: times.length === 0 ? null : Math.min(...times),
	};
}
