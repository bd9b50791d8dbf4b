/** The program over an empty store, with nothing asked of any source: for what only reads and writes the store. */

import {onTestFinished} from 'vitest';
import {openApp, type App} from '#app.js';
import {configOf, settle} from '#contracts/config.js';
import {candlesFrom} from '#domain/candles.js';
import {floorTo, stepOf} from '#domain/interval.js';
import {candleFlag, type SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import {createFakeClock} from './fake-clock.js';
import {emptyFolder} from './desk-place.js';

/** The present of {@link quietApp}: Saturday, 21 November 2026, 12:20 UTC. */
export const quietNow = Date.UTC(2026, 10, 21, 12, 20);

/** Opens the program; closed and deleted when the test ends. */
export async function quietApp(): Promise<App> {
	const folder = emptyFolder();
	const app = await openApp({
		config: configOf(settle([], folder)),
		mode: 'headless',
		clock: createFakeClock({start: quietNow, mode: 'stand'}),
	});
	onTestFinished(async () => app.close());
	return app;
}

export const exchangeSeries = (asset: string, interval: SeriesKey['interval'] = '1h'): SeriesKey => ({
	source: 'binance',
	asset,
	quote: 'USDT',
	interval,
	origin: 'exchange',
});

/** A close anybody can work out: the number of the candle since the epoch, kept small. */
export const closeAt = (interval: SeriesKey['interval'], ts: number): number =>
	1 + (Math.round(ts / stepOf[interval]) % 1000);

/** Stores candles of a range as one answer for `answered`, except those that open inside `holes`. */
export async function fill(
	{storage}: App,
	series: SeriesKey,
	{from, to}: Range,
	{holes = [], answered = {from, to}}: {holes?: readonly Range[]; answered?: Range} = {},
): Promise<void> {
	const step = stepOf[series.interval];
	const rows = Array.from({length: (to - from) / step}, (_, i) => from + i * step)
		.filter(ts => !holes.some(hole => ts >= hole.from && ts < hole.to))
		.map(ts => {
			const close = closeAt(series.interval, ts);
			const flags = ts === floorTo(series.interval, quietNow) ? candleFlag.open : 0;
			return {ts, open: close, high: close + 1, low: close - 1, close, volume: 10, flags};
		});
	const settledTo = Math.min(answered.to, floorTo(series.interval, quietNow));
	await storage.candles.saveBatch({
		run: 'run-1',
		series,
		answered: {from: Math.min(answered.from, settledTo), to: settledTo},
		candles: candlesFrom(rows),
		provenance: {
			source: series.source,
			endpoint: '/klines',
			path: `/api/v3/klines?asset=${series.asset}`,
			fetchedAt: quietNow,
			serverNow: quietNow,
			payload: 'a'.repeat(64),
			fresh: true,
		},
		contract: 'binance.klines@1',
	});
}
