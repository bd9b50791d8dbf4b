/** Outcomes: what became of the forecasts in the ledger. */

import {stepOf} from '#domain/interval.js';
import {candleFlag} from '#domain/market.js';
import {subtract, union, type Range} from '#domain/range.js';
import type {ForecastStore, StoredForecast} from '#ports/forecasts.js';
import {closedWithin, marketOf, type Market} from './series.js';
import type {ForecastWorld} from './world.js';

type Outcome = Parameters<ForecastStore['settle']>[0][number];

/** When candles of a market can be said to be missing: what was asked and answered, up to the newest candle. */
async function answeredUpTo({storage}: ForecastWorld, market: Market, newest: number): Promise<Range[]> {
	// Days made of hours have no answers of their own; they come in order.
	const inOrder = market.some(({origin}) => origin === 'rollup') ? [{from: 0, to: newest}] : [];
	const answers = await Promise.all(market.map(series => storage.candles.answered(series)));
	return union([...inOrder, ...answers.flat()]);
}

/** The outcomes of forecasts of one series that are due; a candle that may still come leaves its forecast open. */
async function outcomesOf(world: ForecastWorld, due: readonly StoredForecast[]): Promise<readonly Outcome[]> {
	const [{asset, interval}] = due as readonly [StoredForecast];
	const now = world.clock.now();
	const market = await marketOf(world, asset, interval);
	const from = Math.min(...due.map(forecast => forecast.for));
	const candles = await closedWithin(world, market, interval, {from, to: now});
	const newest = candles.ts[candles.length - 1];
	if (newest === undefined) return [];
	const closes = new Map(
		Array.from(candles.ts, (ts, row): [number, number | null] => {
			const isOpen = (candles.flags[row]! & candleFlag.open) !== 0;
			return [ts, isOpen ? null : candles.close[row]!];
		}),
	);
	const answered = await answeredUpTo(world, market, newest);
	return due.flatMap(({id, for: target}): readonly Outcome[] => {
		const outcome = closes.get(target) ?? null;
		const neverCame = target < newest && subtract({from: target, to: target + 1}, answered).length === 0;
		return outcome !== null || neverCame ? [{id, outcome, at: now}] : [];
	});
}

/**
 * Attaches outcomes to open forecasts whose candle is closed and stored; one whose candle the source never had is
 * missed. Returns how many were settled either way.
 */
export async function settleForecasts(world: ForecastWorld): Promise<number> {
	const {forecasts} = world.storage;
	const now = world.clock.now();
	const bySeries = new Map<string, StoredForecast[]>();
	for (const forecast of await forecasts.list({state: 'open'})) {
		if (forecast.for + stepOf[forecast.interval] > now) continue;
		const key = `${forecast.asset} ${forecast.interval}`;
		bySeries.set(key, [...(bySeries.get(key) ?? []), forecast]);
	}

	const outcomes = await Promise.all([...bySeries.values()].map(due => outcomesOf(world, due)));
	await forecasts.settle(outcomes.flat());
	return outcomes.flat().length;
}
