/** Which stored candles a forecast of an asset is made from. */

import {concatCandles, noCandles, pickCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {candlePrint} from '#domain/forecast/feature-print.js';
import type {ForecastInterval} from '#domain/forecast/model.js';
import {stepOf} from '#domain/interval.js';
import {candleFlag, seriesOrigins, type AssetId, type SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {ForecastWorld} from './world.js';

/** Where the candles are, and what time it is. */
type Stored = Pick<ForecastWorld, 'storage' | 'clock'>;

/** The newest candles a model is trained on and judged by: two years of hours, or eight years of days. */
const longest = {'1h': 17_600, '1d': 3000} as const satisfies Record<ForecastInterval, number>;

/**
 * The series of one market, the best first: those of the exchange before those made of finer candles. Empty without
 * candles.
 */
export type Market = readonly SeriesKey[];

/**
 * The market of an asset whose candles reach furthest. Days of the exchange are continued by days made of its hours,
 * because a cycle fetches hours. Days may be made of prices, hours may not: a candle of one price has no range.
 */
export async function marketOf(
	{storage}: Pick<ForecastWorld, 'storage'>,
	asset: AssetId,
	interval: ForecastInterval,
): Promise<Market> {
	const known = await storage.candles.list({asset, interval});
	const fit = known.filter(({origin, count}) => count > 0 && (origin !== 'prices' || interval === '1d'));
	const [best] = fit.toSorted(
		(a, b) =>
			Number(a.origin === 'prices') - Number(b.origin === 'prices') || b.to - a.to || b.count - a.count,
	);
	if (!best) return [];
	return fit
		.filter(({source, quote}) => source === best.source && quote === best.quote)
		.toSorted((a, b) => seriesOrigins.indexOf(a.origin) - seriesOrigins.indexOf(b.origin))
		.map(({source, quote, origin}) => ({source, asset, quote, interval, origin}));
}

/** Whether the stored candles of an asset are of no use for an interval: hours that are made of prices alone. */
export async function isMadeOfPrices(
	{storage}: Pick<ForecastWorld, 'storage'>,
	asset: AssetId,
	interval: ForecastInterval,
): Promise<boolean> {
	const known = (await storage.candles.list({asset, interval})).filter(({count}) => count > 0);
	return interval === '1h' && known.length > 0 && known.every(({origin}) => origin === 'prices');
}

const has = ({flags}: Candles, row: number, bits: number): boolean => (flags[row]! & bits) !== 0;

/** One series out of several: of two candles of one time the first, unless only the other one is closed. */
function joined(parts: readonly Candles[]): Candles {
	const full = parts.filter(({length}) => length > 0);
	if (full.length <= 1) return full[0] ?? noCandles;
	const all = concatCandles(full);
	const rows = new Map<number, number>();
	for (let row = all.length - 1; row >= 0; row--) {
		const ts = all.ts[row]!;
		if (!rows.has(ts) || !has(all, row, candleFlag.open)) rows.set(ts, row);
	}

	return pickCandles(
		all,
		[...rows].toSorted(([a], [b]) => a - b).map(([, row]) => row),
	);
}

/** Up to the last candle that is over by `now` and whole. A candle nobody replaced since it was open is not closed by time. */
function closedBy(candles: Candles, interval: ForecastInterval, now: number): Candles {
	let end = candles.length;
	while (
		end > 0 &&
		(has(candles, end - 1, candleFlag.open | candleFlag.partial) ||
			candles.ts[end - 1]! + stepOf[interval] > now)
	) {
		end--;
	}

	return sliceCandles(candles, 0, end);
}

/** The newest closed candles of a market: as many as a model may use, or `count`. */
export async function closedCandles(
	{storage, clock}: Pick<ForecastWorld, 'storage' | 'clock'>,
	market: Market,
	interval: ForecastInterval,
	count: number = longest[interval],
): Promise<Candles> {
	const most = Math.min(count, longest[interval]);
	// One more, for the candle that is open.
	const parts = await Promise.all(market.map(series => storage.candles.newest(series, most + 1)));
	const closed = closedBy(joined(parts), interval, clock.now());
	return sliceCandles(closed, Math.max(0, closed.length - most));
}

/** The closed candles of a market that open in a range. */
export async function closedWithin(
	{storage, clock}: Stored,
	market: Market,
	interval: ForecastInterval,
	range: Range,
): Promise<Candles> {
	const parts = await Promise.all(market.map(series => storage.candles.read(series, range)));
	return closedBy(joined(parts), interval, clock.now());
}

/** The hash of the candles a model or a forecast has seen. */
export const dataHash = ({sha256}: ForecastWorld, candles: Candles): string => sha256(candlePrint(candles));
