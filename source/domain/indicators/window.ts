/**
 * Aggregates of the last n values in amortised constant time.
 *
 * Time is cut into blocks of n values. A window is then the end of the last full block, whose aggregates were all
 * computed backwards when it filled up, joined with the beginning of the current block. Nothing is ever subtracted:
 * an old spike leaves no rounding residue behind, and there is no drift however long the stream runs.
 */

import {checkPeriod, type ValueStream} from './stream.js';

/** Sum of the last `period` values. */
export class WindowSum implements ValueStream {
	readonly period: number;
	/** Below `#at`: values of this block. Above: sums from there to the end of the last block; 0 after its end. */
	readonly #cells: Float64Array;
	#at = 0;
	#head = 0;
	#full = false;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
		this.#cells = new Float64Array(period + 1);
	}

	next(value: number): number {
		if (!Number.isFinite(value)) {
			this.#at = 0;
			this.#head = 0;
			this.#full = false;
			return Number.NaN;
		}

		const sum = this.#with(value);
		this.#cells[this.#at++] = value;
		this.#head += value;
		if (this.#at === this.period) this.#turn();
		return sum;
	}

	peek(value: number): number {
		return Number.isFinite(value) ? this.#with(value) : Number.NaN;
	}

	#with(value: number): number {
		const after = this.#at + 1;
		if (!this.#full && after < this.period) return Number.NaN;
		return this.#cells[after]! + (this.#head + value);
	}

	#turn(): void {
		let sum = 0;
		for (let i = this.period - 1; i >= 0; i--) {
			sum += this.#cells[i]!;
			this.#cells[i] = sum;
		}

		this.#at = 0;
		this.#head = 0;
		this.#full = true;
	}
}

/** The span of a window. */
export type Extremes = {readonly highest: number; readonly lowest: number};

const noExtremes: Extremes = {highest: Number.NaN, lowest: Number.NaN};

/** Highest high and lowest low of the last `period` pairs. A pair with a hole in it is a hole. */
export class WindowExtremes {
	readonly period: number;
	/** As in {@link WindowSum}, with maxima and minima; infinite after the end. */
	readonly #highs: Float64Array;
	readonly #lows: Float64Array;
	#at = 0;
	#headHigh = Number.NEGATIVE_INFINITY;
	#headLow = Number.POSITIVE_INFINITY;
	#full = false;
	#highest = Number.NaN;
	#lowest = Number.NaN;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
		this.#highs = new Float64Array(period + 1).fill(Number.NEGATIVE_INFINITY);
		this.#lows = new Float64Array(period + 1).fill(Number.POSITIVE_INFINITY);
	}

	/** Of the window that ends with the last pair pushed; NaN while warming up. */
	get highest(): number {
		return this.#highest;
	}

	/** As {@link WindowExtremes.highest}. */
	get lowest(): number {
		return this.#lowest;
	}

	/** Takes one closed pair. The answer is read from `highest` and `lowest`, so that a loop allocates nothing. */
	push(high: number, low: number): void {
		if (!Number.isFinite(high + low)) {
			this.#restart(false);
			this.#highest = Number.NaN;
			this.#lowest = Number.NaN;
			return;
		}

		this.#headHigh = Math.max(this.#headHigh, high);
		this.#headLow = Math.min(this.#headLow, low);
		this.#highs[this.#at] = high;
		this.#lows[this.#at] = low;
		this.#at++;
		if (this.#full || this.#at === this.period) {
			this.#highest = Math.max(this.#headHigh, this.#highs[this.#at]!);
			this.#lowest = Math.min(this.#headLow, this.#lows[this.#at]!);
		}

		if (this.#at === this.period) this.#turn();
	}

	/** What `highest` and `lowest` would be after `push`; changes nothing. */
	peek(high: number, low: number): Extremes {
		const after = this.#at + 1;
		if (!Number.isFinite(high + low) || (!this.#full && after < this.period)) return noExtremes;
		return {
			highest: Math.max(this.#headHigh, high, this.#highs[after]!),
			lowest: Math.min(this.#headLow, low, this.#lows[after]!),
		};
	}

	#turn(): void {
		let highest = Number.NEGATIVE_INFINITY;
		let lowest = Number.POSITIVE_INFINITY;
		for (let i = this.period - 1; i >= 0; i--) {
			highest = Math.max(highest, this.#highs[i]!);
			lowest = Math.min(lowest, this.#lows[i]!);
			this.#highs[i] = highest;
			this.#lows[i] = lowest;
		}

		this.#restart(true);
	}

	#restart(full: boolean): void {
		this.#at = 0;
		this.#headHigh = Number.NEGATIVE_INFINITY;
		this.#headLow = Number.POSITIVE_INFINITY;
		this.#full = full;
	}
}

/** Mean of a window, and the sum of the squared distances from it. */
export type Moments = {readonly mean: number; readonly squares: number};

const noMoments: Moments = {mean: Number.NaN, squares: Number.NaN};

/**
 * Mean and squared distances of the last `period` values: Welford inside a block, Chan's rule to join two.
 * Equal values give exactly their value and 0.
 */
export class WindowMoments {
	readonly period: number;
	/** As in {@link WindowSum}: values, then means to the end of the last block. */
	readonly #means: Float64Array;
	readonly #squares: Float64Array;
	#at = 0;
	#headMean = 0;
	#headSquares = 0;
	#full = false;
	#windowMean = Number.NaN;
	#windowSquares = Number.NaN;

	constructor(period: number) {
		checkPeriod(period);
		this.period = period;
		this.#means = new Float64Array(period + 1);
		this.#squares = new Float64Array(period + 1);
	}

	/** Of the window that ends with the last value pushed; NaN while warming up. */
	get mean(): number {
		return this.#windowMean;
	}

	/** As {@link WindowMoments.mean}. */
	get squares(): number {
		return this.#windowSquares;
	}

	/** Takes one closed value. The answer is read from `mean` and `squares`, so that a loop allocates nothing. */
	push(value: number): void {
		if (!Number.isFinite(value)) {
			this.#restart(false);
			this.#windowMean = Number.NaN;
			this.#windowSquares = Number.NaN;
			return;
		}

		const mean = this.#meanWith(value);
		const squares = this.#squaresWith(value, mean);
		this.#windowSquares = this.#joinedSquares(mean, squares);
		this.#windowMean = this.#joinedMean(mean);
		this.#means[this.#at++] = value;
		this.#headMean = mean;
		this.#headSquares = squares;
		if (this.#at === this.period) this.#turn();
	}

	/** What `mean` and `squares` would be after `push(value)`; changes nothing. */
	peek(value: number): Moments {
		if (!Number.isFinite(value)) return noMoments;
		const mean = this.#meanWith(value);
		return {
			mean: this.#joinedMean(mean),
			squares: this.#joinedSquares(mean, this.#squaresWith(value, mean)),
		};
	}

	#meanWith(value: number): number {
		return this.#headMean + (value - this.#headMean) / (this.#at + 1);
	}

	#squaresWith(value: number, mean: number): number {
		return this.#headSquares + (value - this.#headMean) * (value - mean);
	}

	#joinedMean(mean: number): number {
		const after = this.#at + 1;
		if (!this.#full && after < this.period) return Number.NaN;
		return mean + (this.#means[after]! - mean) * ((this.period - after) / this.period);
	}

	#joinedSquares(mean: number, squares: number): number {
		const after = this.#at + 1;
		if (!this.#full && after < this.period) return Number.NaN;
		const distance = this.#means[after]! - mean;
		const weight = after * ((this.period - after) / this.period);
		return squares + this.#squares[after]! + distance * distance * weight;
	}

	#turn(): void {
		let mean = 0;
		let squares = 0;
		for (let i = this.period - 1; i >= 0; i--) {
			const value = this.#means[i]!;
			const distance = value - mean;
			mean += distance / (this.period - i);
			squares += distance * (value - mean);
			this.#means[i] = mean;
			this.#squares[i] = squares;
		}

		this.#restart(true);
	}

	#restart(full: boolean): void {
		this.#at = 0;
		this.#headMean = 0;
		this.#headSquares = 0;
		this.#full = full;
	}
}
