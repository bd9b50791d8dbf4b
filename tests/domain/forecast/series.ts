/** Series made for the tests of forecasts: noise and planted signals. */

import {allocateCandles, type Candles} from '#domain/candles.js';
import type {ForecastInterval} from '#domain/forecast/model.js';
import {createSeededRandom} from '#domain/forecast/seeded-random.js';
import {stepOf} from '#domain/interval.js';

/** Standard normal numbers (Box-Muller). */
export function normal(seed: number): () => number {
	const random = createSeededRandom(seed);
	return () => Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

/** Candles whose log returns follow an AR(1) of the given coefficient; 0 is a random walk. */
export function walkOf(
	length: number,
	phi: number,
	seed: number,
	interval: ForecastInterval = '1h',
): Candles {
	const candles = allocateCandles(length);
	const noise = normal(seed);
	let price = 100;
	let move = 0;
	for (let i = 0; i < length; i++) {
		move = phi * move + 0.005 * noise();
		const open = price;
		price *= Math.exp(move);
		candles.ts[i] = Date.UTC(2024, 0, 1) + i * stepOf[interval];
		candles.open[i] = open;
		candles.close[i] = price;
		candles.high[i] = Math.max(open, price) * Math.exp(Math.abs(0.001 * noise()));
		candles.low[i] = Math.min(open, price) * Math.exp(-Math.abs(0.001 * noise()));
		candles.volume[i] = 100 + 10 * Math.abs(noise());
	}

	return candles;
}
