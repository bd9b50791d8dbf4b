/** How far prices move: Bollinger bands, true range and its average, rolling volatility. */

import type {Candles} from '../candles.js';
import {Wilder} from './moving-average.js';
import {checkPeriod, over, type ValueStream} from './stream.js';
import {WindowMoments, type Moments} from './window.js';

/** `period` in rows; the bands lie `deviations` population standard deviations away from the average. */
export type BollingerSettings = {readonly period: number; readonly deviations: number};

/** The simple average and the two bands around it, in the unit of the price. */
export type BollingerLines<Value> = {readonly upper: Value; readonly middle: Value; readonly lower: Value};

/** Bollinger bands over the population standard deviation; first value at row `period - 1`. */
export class Bollinger {
	readonly #window: WindowMoments;
	readonly #deviations: number;

	constructor({period, deviations}: BollingerSettings) {
		this.#window = new WindowMoments(period);
		this.#deviations = deviations;
	}

	next(value: number): BollingerLines<number> {
		this.#window.push(value);
		return this.#bands(this.#window);
	}

	peek(value: number): BollingerLines<number> {
		return this.#bands(this.#window.peek(value));
	}

	#bands({mean, squares}: Moments): BollingerLines<number> {
		const width = bandWidth(squares, this.#window.period, this.#deviations);
		return {upper: mean + width, middle: mean, lower: mean - width};
	}
}

function bandWidth(squares: number, period: number, deviations: number): number {
	return deviations * Math.sqrt(squares / period);
}

/** {@link Bollinger} over a column. */
export function bollinger(values: Float64Array, settings: BollingerSettings): BollingerLines<Float64Array> {
	const {period, deviations} = settings;
	const window = new WindowMoments(period);
	const {length} = values;
	const upper = new Float64Array(length);
	const middle = new Float64Array(length);
	const lower = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		window.push(values[i]!);
		const width = bandWidth(window.squares, period, deviations);
		upper[i] = window.mean + width;
		middle[i] = window.mean;
		lower[i] = window.mean - width;
	}

	return {upper, middle, lower};
}

/** True range: the span of a candle, extended to the previous close; first value at row 1. */
export class TrueRange {
	#close = Number.NaN;

	next(high: number, low: number, close: number): number {
		if (!Number.isFinite(high + low + close)) {
			this.#close = Number.NaN;
			return Number.NaN;
		}

		const range = this.#range(high, low);
		this.#close = close;
		return range;
	}

	peek(high: number, low: number, close: number): number {
		if (!Number.isFinite(high + low + close)) return Number.NaN;
		return this.#range(high, low);
	}

	#range(high: number, low: number): number {
		return Math.max(high - low, Math.abs(high - this.#close), Math.abs(low - this.#close));
	}
}

/** {@link TrueRange} over candles. */
export function trueRange({length, high, low, close}: Candles): Float64Array {
	const stream = new TrueRange();
	const line = new Float64Array(length);
	for (let i = 0; i < length; i++) line[i] = stream.next(high[i]!, low[i]!, close[i]!);
	return line;
}

/** Average true range, smoothed as Wilder did, in the unit of the price; first value at row `period`. */
export class Atr {
	readonly #range = new TrueRange();
	readonly #average: Wilder;

	constructor(period: number) {
		this.#average = new Wilder(period);
	}

	next(high: number, low: number, close: number): number {
		return this.#average.next(this.#range.next(high, low, close));
	}

	peek(high: number, low: number, close: number): number {
		return this.#average.peek(this.#range.peek(high, low, close));
	}
}

/** {@link Atr} over candles. */
export function atr({length, high, low, close}: Candles, period: number): Float64Array {
	const stream = new Atr(period);
	const line = new Float64Array(length);
	for (let i = 0; i < length; i++) line[i] = stream.next(high[i]!, low[i]!, close[i]!);
	return line;
}

/** Sample standard deviation of the last `period` values, at least 2; first value at row `period - 1`. */
export class Deviation implements ValueStream {
	readonly #window: WindowMoments;

	constructor(period: number) {
		checkPeriod(period, 2);
		this.#window = new WindowMoments(period);
	}

	next(value: number): number {
		this.#window.push(value);
		return Math.sqrt(this.#window.squares / (this.#window.period - 1));
	}

	peek(value: number): number {
		return Math.sqrt(this.#window.peek(value).squares / (this.#window.period - 1));
	}
}

/**
 * Rolling volatility: sample standard deviation of the last `period` log returns, per candle and as a fraction
 * (0.01 is about 1 %); first value at row `period`. `annualised` in returns.ts scales it to a year.
 */
export class Volatility implements ValueStream {
	readonly #deviation: Deviation;
	#last = Number.NaN;

	constructor(period: number) {
		this.#deviation = new Deviation(period);
	}

	next(value: number): number {
		const change = Math.log(value / this.#last);
		this.#last = Number.isFinite(value) ? value : Number.NaN;
		return this.#deviation.next(change);
	}

	peek(value: number): number {
		return this.#deviation.peek(Math.log(value / this.#last));
	}
}

/** {@link Volatility} over a column of prices. */
export function volatility(values: Float64Array, period: number): Float64Array {
	return over(values, new Volatility(period));
}
