/** Series for property tests: made of numbers that binary fractions hold, so that sums are exact in any order. */

import fc from 'fast-check';
import {allocateCandles, type Candles} from '#domain/candles.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import {candleFlag} from '#domain/market.js';

/** Wednesday 2025-01-01 00:00 UTC. */
export const newYear = 1_735_689_600_000;

/** Candles at the given openings, their numbers drawn from a seed. */
export function candlesAt(openings: readonly number[], seed = 1): Candles {
	const candles = allocateCandles(openings.length);
	let state = seed;
	const random = (): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state >>> 22;
	};

	for (const [i, ts] of openings.entries()) {
		const low = 1 + random() / 4;
		const open = low + random() / 8;
		const close = low + random() / 8;
		candles.ts[i] = ts;
		candles.open[i] = open;
		candles.close[i] = close;
		candles.low[i] = low;
		candles.high[i] = Math.max(open, close) + random() / 8;
		candles.volume[i] = random() / 16;
	}

	return candles;
}

/** `count` consecutive candles from the one that contains `from`. */
export function complete(interval: Interval, count: number, from = newYear, seed = 1): Candles {
	const first = floorTo(interval, from);
	return candlesAt(
		Array.from({length: count}, (_, i) => first + i * stepOf[interval]),
		seed,
	);
}

/** A series with holes: a subset of consecutive openings, now and then with a flag or an unknown volume. */
export const holed = (interval: Interval, most = 400): fc.Arbitrary<Candles> =>
	fc
		.record({
			present: fc.array(fc.boolean(), {maxLength: most}),
			start: fc.integer({min: 0, max: 20_000}),
			seed: fc.integer({min: 1, max: 1e9}),
			odd: fc.array(fc.tuple(fc.nat(), fc.constantFrom('cut', 'partial', 'unknown')), {maxLength: 3}),
		})
		.map(({present, start, seed, odd}) => {
			const first = floorTo(interval, newYear) + start * stepOf[interval];
			const openings = [...present.entries()].filter(([, there]) => there).map(([i]) => i);
			const candles = candlesAt(
				openings.map(i => first + i * stepOf[interval]),
				seed,
			);
			for (const [place, what] of candles.length > 0 ? odd : []) {
				const i = place % candles.length;
				if (what === 'unknown') candles.volume[i] = Number.NaN;
				else candles.flags[i]! |= candleFlag[what];
			}

			return candles;
		});
