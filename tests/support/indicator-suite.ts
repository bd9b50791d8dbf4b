/** The laws of source/domain/indicators/stream.ts, proven for one row of the catalogue. */

import {describe, expect, test} from 'vitest';
import {allocateCandles, candleAt, concatCandles, sliceCandles, type Candles} from '#domain/candles.js';
import type {Indicator, Settings} from '#domain/indicators/catalog.js';
import type {Candle} from '#domain/market.js';

const hour = 3_600_000;

/** A seeded random walk of plausible hourly candles, among them some that stand still. */
export function walk(length: number, seed = 1): Candles {
	let state = seed;
	const random = (): number => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state / 2 ** 32;
	};

	const candles = allocateCandles(length);
	let price = 100;
	for (let i = 0; i < length; i++) {
		const open = price;
		const still = random() < 0.05;
		if (!still) price *= Math.exp((random() - 0.5) * 0.04);
		candles.ts[i] = i * hour;
		candles.open[i] = open;
		candles.high[i] = Math.max(open, price) * (still ? 1 : 1 + random() * 0.01);
		candles.low[i] = Math.min(open, price) * (still ? 1 : 1 - random() * 0.01);
		candles.close[i] = price;
		candles.volume[i] = 1 + random() * 100;
	}

	return candles;
}

/** Candles that never move, at a price that binary fractions cannot hold. */
function standingStill(length: number): Candles {
	const candles = walk(length);
	for (const column of [candles.open, candles.high, candles.low, candles.close]) column.fill(0.1);
	candles.volume.fill(3);
	return candles;
}

/** A candle of which nothing is known but its time. */
function hole(ts: number): Candles {
	const candles = allocateCandles(1);
	candles.ts[0] = ts;
	for (const column of [candles.open, candles.high, candles.low, candles.close, candles.volume]) {
		column.fill(Number.NaN);
	}

	return candles;
}

const rows = (candles: Candles): Candle[] =>
	Array.from({length: candles.length}, (_, index) => candleAt(candles, index)!);

/** Row-wise answers of a fresh stream, as columns. */
function streamed(indicator: Indicator, candles: Candles, settings?: Settings): Float64Array[] {
	const stream = indicator.stream(settings);
	const answers = rows(candles).map(candle => stream.next(candle));
	return indicator.lines.map((_, line) => Float64Array.from(answers, answer => answer[line]!));
}

/** What an indicator says at the end of a series that stands still, one number per line. */
export type Still = {readonly still: readonly number[]; readonly settings?: Settings};

/** Registers the laws for one indicator with the given settings. */
export function describeIndicator(indicator: Indicator, {still, settings}: Still): void {
	const given = settings ? ` ${JSON.stringify(settings)}` : '';
	describe(`${indicator.id}${given} keeps the laws of an indicator`, () => {
		const warmUp = indicator.warmUp(settings);
		const market = walk(warmUp + 250);
		const lines = indicator.compute(market, settings);

		test('it gives one full-length column per line', () => {
			expect(lines).toHaveLength(indicator.lines.length);
			expect(lines.map(({length}) => length)).toEqual(indicator.lines.map(() => market.length));
		});

		test('every line is absent during the warm-up and present from its end', () => {
			for (const line of lines) {
				expect(line.subarray(0, warmUp).every(Number.isNaN)).toBe(true);
				expect(line.subarray(warmUp).every(Number.isFinite)).toBe(true);
			}
		});

		test('an input that is too short gives no value', () => {
			for (const line of indicator.compute(sliceCandles(market, 0, warmUp), settings)) {
				expect(line).toHaveLength(warmUp);
				expect(line.every(Number.isNaN)).toBe(true);
			}

			expect(indicator.compute(sliceCandles(market, 0, 0), settings)).toEqual(
				indicator.lines.map(() => new Float64Array(0)),
			);
		});

		test('the stream equals the batch bit for bit', () => {
			expect(streamed(indicator, market, settings)).toEqual(lines);
		});

		test('nothing looks ahead', () => {
			const known = warmUp + 100;
			const early = indicator.compute(sliceCandles(market, 0, known), settings);
			expect(early).toEqual(lines.map(line => line.slice(0, known)));
		});

		test('peek answers what next would, and changes nothing', () => {
			const stream = indicator.stream(settings);
			const strangers = rows(walk(market.length, 7));
			const unknown = candleAt(hole(0), 0)!;
			const answers = rows(market).map((candle, row) => {
				stream.peek({...strangers[row]!, ts: candle.ts});
				expect(stream.peek(unknown).every(Number.isNaN)).toBe(true);
				const guess = stream.peek(candle);
				expect(stream.peek(candle)).toEqual(guess);
				const answer = stream.next(candle);
				expect(answer).toEqual(guess);
				return answer;
			});
			expect(indicator.lines.map((_, line) => Float64Array.from(answers, answer => answer[line]!))).toEqual(
				lines,
			);
		});

		test('a hole is absent, and what follows is what a fresh indicator says', () => {
			for (const at of [0, 1, warmUp, warmUp + 24, warmUp + 77]) {
				const after = sliceCandles(market, at);
				const broken = concatCandles([sliceCandles(market, 0, at), hole(at * hour), after]);
				const fresh = indicator.compute(after, settings);
				const seen = indicator.compute(broken, settings);
				for (const [index, line] of seen.entries()) {
					expect(line.slice(0, at)).toEqual(lines[index]!.slice(0, at));
					expect(line[at]).toBeNaN();
					expect(line.slice(at + 1)).toEqual(fresh[index]);
				}

				expect(streamed(indicator, broken, settings)).toEqual(seen);
			}
		});

		test.each([
			['an infinite candle', ['high', 'low', 'close'], Number.POSITIVE_INFINITY],
			['an unknown close alone', ['close'], Number.NaN],
			['a close of minus infinity', ['close'], Number.NEGATIVE_INFINITY],
		] as const)('%s is a hole, not a poison', (_, names, value) => {
			const spoilt = {...market};
			for (const name of names) {
				spoilt[name] = market[name].slice();
				spoilt[name][20] = value;
			}

			const seen = indicator.compute(spoilt, settings);
			const fresh = indicator.compute(sliceCandles(market, 21), settings);
			expect(seen.map(line => line[20])).toEqual(indicator.lines.map(() => Number.NaN));
			expect(seen.map(line => line.slice(21))).toEqual(fresh);
			expect(streamed(indicator, spoilt, settings)).toEqual(seen);
		});

		test('a series that stands still has its stated value', () => {
			const seen = indicator.compute(standingStill(warmUp + 50), settings);
			for (const [index, line] of seen.entries()) expect(line.at(-1)).toBeCloseTo(still[index]!, 12);
		});

		test('the input is not changed', () => {
			const before = structuredClone(market);
			indicator.compute(market, settings);
			expect(market).toEqual(before);
		});
	});
}
