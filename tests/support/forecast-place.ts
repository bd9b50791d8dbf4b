/** A store with a made-up market that grows candle by candle, and the forecasting over it. */

import {onTestFinished} from 'vitest';
import {allocateCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {stepOf} from '#domain/interval.js';
import type {ForecastInterval} from '#domain/forecast/model.js';
import {candleFlag, type SeriesKey} from '#domain/market.js';
import {createForecasting, type Forecasting} from '#pipeline/forecast/forecasting.js';
import type {ForecastWorld} from '#pipeline/forecast/world.js';
import {openSqlite} from '../adapters/storage/temporary-storage.js';
import {walkOf} from '../domain/forecast/series.js';
import {createFakeClock, type FakeClock} from './fake-clock.js';
import {createInlineTrainer} from './inline-trainer.js';
import {sha256} from './trained-model.js';

const minute = 60_000;

/** How candles come: some may be missing, with or without the source having said so. */
type Growth = {readonly without?: readonly number[]; readonly answered?: boolean};

export type ForecastPlace = {
	readonly world: ForecastWorld;
	readonly clock: FakeClock;
	readonly forecasting: Forecasting;
	/** Every candle there will ever be. */
	readonly candles: Candles;
	/** Opening time of the newest candle that has come. */
	readonly newest: () => number;
	/** Lets time pass by `count` candles and stores them; `without` are left out, counted from the first new one. */
	readonly grow: (count: number, growth?: Growth) => Promise<void>;
};

export type PlaceOptions = {
	readonly asset?: string;
	readonly interval?: ForecastInterval;
	/** Candles at the beginning. */
	readonly length?: number;
	/** How much of the last return comes again: 0 is a random walk. */
	readonly phi?: number;
	readonly origin?: SeriesKey['origin'];
	/** Another market in the same store, at the same time. */
	readonly beside?: ForecastPlace;
};

/** Opens a place; the present is 20 minutes after the end of the newest candle. */
export async function forecastPlace({
	asset = 'bitcoin',
	interval = '1h',
	length = 820,
	phi = 0.3,
	origin = 'exchange',
	beside,
}: PlaceOptions = {}): Promise<ForecastPlace> {
	const step = stepOf[interval];
	const candles = walkOf(length + 200, phi, 101, interval);
	const end = candles.ts[length - 1]! + step;
	const storage = beside?.world.storage ?? (await openSqlite()).storage;
	const clock = beside?.clock ?? createFakeClock({start: end + 20 * minute, mode: 'stand'});
	const trainer = beside?.world.trainer ?? createInlineTrainer();
	onTestFinished(async () => trainer.close());
	const world: ForecastWorld = {storage, clock, trainer, sha256, version: '1.2.3'};
	const series: SeriesKey = {source: 'binance', asset, quote: 'USDT', interval, origin};
	let stored = 0;

	const store = async (count: number, {without = [], answered = true}: Growth = {}): Promise<void> => {
		const from = candles.ts[stored]!;
		const kept = [...Array(count).keys()].filter(i => !without.includes(i));
		// The next candle is still open, as the exchange gives it.
		const batch = allocateCandles(kept.length + 1);
		for (const [at, i] of [...kept, count].entries()) {
			for (const name of ['ts', 'open', 'high', 'low', 'close', 'volume'] as const) {
				batch[name][at] = candles[name][stored + i]!;
			}
		}

		batch.flags[kept.length] = candleFlag.open;
		stored += count;
		const to = candles.ts[stored]!;
		await storage.candles.saveBatch({
			run: 'run-1',
			series,
			answered: answered ? {from, to} : {from: to - step, to},
			candles: sliceCandles(batch, 0),
			provenance: {
				source: 'binance',
				endpoint: '/klines',
				path: '/klines',
				fetchedAt: clock.now(),
				serverNow: clock.now(),
				payload: 'a'.repeat(64),
				fresh: true,
			},
			contract: 'binance.klines@1',
		});
	};

	await store(length);
	return {
		world,
		clock,
		forecasting: createForecasting(world),
		candles,
		newest: () => candles.ts[stored - 1]!,
		async grow(count, growth) {
			await clock.advance(count * step);
			await store(count, growth);
		},
	};
}

/** What to train when a test needs any model: the quickest kind. */
export const quickly = {
	choice: {by: 'names', names: ['bitcoin']},
	intervals: ['1h'],
	kind: 'linear',
	seed: 1,
	search: 0,
} as const;

/** Nobody listens to the progress. */
export const unheard = (): void => {};
