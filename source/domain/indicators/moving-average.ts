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

/**
 * Exponential moving average with weight 2 / (period + 1), seeded as TA-Lib does with the simple average of the first
 * `period` values; first value at row `period - 1`.
 */
export class Ema implements ValueStream {
	readonly period: number;
	readonly #weight: number;
	#seen = 0;
	/** The sum of the values seen while warming up, then the last average. */
	#state = 0;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
		this.#weight = 2 / (period + 1);
	}

	next(value: number): number {
		if (!Number.isFinite(value)) {
			this.#seen = 0;
			this.#state = 0;
			return Number.NaN;
		}

		if (this.#seen === this.period) {
			this.#state = this.#following(value);
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
		return this.#following(value);
	}

	#following(value: number): number {
		return (value - this.#state) * this.#weight + this.#state;
	}
}

/**
 * Wilder's smoothing, an exponential average with weight 1 / period, seeded with the simple average of the first
 * `period` values; first value at row `period - 1`. RSI, ATR and ADX are built on it.
 */
export class Wilder implements ValueStream {
	readonly period: number;
	#seen = 0;
	/** As in {@link Ema}. */
	#state = 0;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
	}

	next(value: number): number {
		if (!Number.isFinite(value)) {
			this.#seen = 0;
			this.#state = 0;
			return Number.NaN;
		}

		if (this.#seen === this.period) {
			this.#state = this.#following(value);
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
		return this.#following(value);
	}

	#following(value: number): number {
		return (this.#state * (this.period - 1) + value) / this.period;
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
