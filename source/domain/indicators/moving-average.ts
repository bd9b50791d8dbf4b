/** Moving averages: simple, exponential, and Wilder's. */

import {checkPeriod, over, type ValueStream} from './stream.js';
import {WindowSum} from './window.js';

/** Simple moving average: the mean of the last `period` values; first value at row `period - 1`. */
export class Sma implements ValueStream {
	readonly period: number;
	readonly #sum: WindowSum;

	constructor(period: number) {
		this.#sum = new WindowSum(period);
		this.period = period;
	}

	next(value: number): number {
		return this.#sum.next(value) / this.period;
	}

	peek(value: number): number {
		return this.#sum.peek(value) / this.period;
	}
}

/** An average of all values so far, seeded as TA-Lib does with the simple average of the first `period` values. */
abstract class SeededAverage implements ValueStream {
	readonly period: number;
	#seen = 0;
	/** The sum of the values seen while warming up, then the last average. */
	#state = 0;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
	}

	/** The average after one more value. */
	protected abstract following(average: number, value: number): number;

	next(value: number): number {
		if (!Number.isFinite(value)) {
			this.#seen = 0;
			this.#state = 0;
			return Number.NaN;
		}

		if (this.#seen === this.period) {
			this.#state = this.following(this.#state, value);
			return this.#state;
		}

		const average = this.peek(value);
		this.#seen++;
		this.#state = this.#seen < this.period ? this.#state + value : average;
		return average;
	}

	peek(value: number): number {
		if (!Number.isFinite(value) || this.#seen < this.period - 1) return Number.NaN;
		if (this.#seen < this.period) return (this.#state + value) / this.period;
		return this.following(this.#state, value);
	}
}

/** Exponential moving average with weight 2 / (period + 1); first value at row `period - 1`. */
export class Ema extends SeededAverage {
	readonly #weight: number;

	constructor(period: number) {
		super(period);
		this.#weight = 2 / (period + 1);
	}

	protected following(average: number, value: number): number {
		return (value - average) * this.#weight + average;
	}
}

/**
 * Wilder's smoothing, an exponential average with weight 1 / period; first value at row `period - 1`. RSI, ATR and ADX
 * are built on it.
 */
export class Wilder extends SeededAverage {
	protected following(average: number, value: number): number {
		return (average * (this.period - 1) + value) / this.period;
	}
}

/** {@link Sma} over a column. */
export function sma(values: Float64Array, period: number): Float64Array {
	return over(values, new Sma(period));
}

/** {@link Ema} over a column. */
export function ema(values: Float64Array, period: number): Float64Array {
	return over(values, new Ema(period));
}

/** {@link Wilder} over a column. */
export function wilder(values: Float64Array, period: number): Float64Array {
	return over(values, new Wilder(period));
}
