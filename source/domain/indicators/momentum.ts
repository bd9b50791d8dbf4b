/** Momentum: RSI, MACD, Stochastic. */

import type {Candles} from '../candles.js';
import {Ema, Sma, Wilder} from './moving-average.js';
import {over, type ValueStream} from './stream.js';
import {WindowExtremes, type Extremes} from './window.js';

/** What an oscillator says when its question has no answer (0/0): the middle, which is neither high nor low. */
const middle = 50;

/**
 * Wilder's relative strength index, 0 to 100; first value at row `period`.
 * Where nothing has moved at all (0/0) it is 50: TA-Lib says 0 and other libraries 100, but a price that stands still
 * is neither oversold nor overbought, and must not raise an alert.
 */
export class Rsi implements ValueStream {
	readonly #gains: Wilder;
	readonly #losses: Wilder;
	#last = Number.NaN;

	constructor(period: number) {
		this.#gains = new Wilder(period);
		this.#losses = new Wilder(period);
	}

	next(value: number): number {
		const close = Number.isFinite(value) ? value : Number.NaN;
		const change = close - this.#last;
		this.#last = close;
		return strength(this.#gains.next(Math.max(change, 0)), this.#losses.next(Math.max(-change, 0)));
	}

	peek(value: number): number {
		const change = value - this.#last;
		return strength(this.#gains.peek(Math.max(change, 0)), this.#losses.peek(Math.max(-change, 0)));
	}
}

function strength(gain: number, loss: number): number {
	const movement = gain + loss;
	return movement === 0 ? middle : 100 * (gain / movement);
}

/** {@link Rsi} over a column. */
export function rsi(values: Float64Array, period: number): Float64Array {
	return over(values, new Rsi(period));
}

/** Periods of {@link Macd}, in rows; `fast` is shorter than `slow`. */
export type MacdPeriods = {readonly fast: number; readonly slow: number; readonly signal: number};

/** MACD line, its signal line, and the distance between them, in the unit of the price. */
export type MacdLines<Value> = {readonly macd: Value; readonly signal: Value; readonly histogram: Value};

/** The difference of a fast and a slow average. The fast one starts late, so that both begin at the same row. */
class MacdLine implements ValueStream {
	readonly #fast: Ema;
	readonly #slow: Ema;
	/** Rows that the fast average leaves out after a start, and those still to come. */
	readonly #delay: number;
	#waiting: number;

	constructor({fast, slow}: MacdPeriods) {
		this.#fast = new Ema(fast);
		this.#slow = new Ema(slow);
		if (fast >= slow)
			throw new RangeError(`the fast period is shorter than the slow one, not ${fast} of ${slow}`);
		this.#delay = slow - fast;
		this.#waiting = this.#delay;
	}

	next(value: number): number {
		const fast = this.#fast.next(this.#waiting > 0 ? Number.NaN : value);
		if (!Number.isFinite(value)) this.#waiting = this.#delay;
		else if (this.#waiting > 0) this.#waiting--;
		return fast - this.#slow.next(value);
	}

	peek(value: number): number {
		return this.#fast.peek(this.#waiting > 0 ? Number.NaN : value) - this.#slow.peek(value);
	}
}

/**
 * Moving average convergence/divergence, seeded as in TA-Lib: both averages have their first value at the same row, and
 * all three lines begin at row `slow + signal - 2`.
 */
export class Macd {
	readonly #line: MacdLine;
	readonly #signal: Ema;

	constructor(periods: MacdPeriods) {
		this.#line = new MacdLine(periods);
		this.#signal = new Ema(periods.signal);
	}

	next(value: number): MacdLines<number> {
		const macd = this.#line.next(value);
		const signal = this.#signal.next(macd);
		return {macd: together(macd, signal), signal, histogram: macd - signal};
	}

	peek(value: number): MacdLines<number> {
		const macd = this.#line.peek(value);
		const signal = this.#signal.peek(macd);
		return {macd: together(macd, signal), signal, histogram: macd - signal};
	}
}

/** A line that waits for the one made from it, so that all lines begin at the same row. */
const together = (line: number, last: number): number => (Number.isNaN(last) ? Number.NaN : line);

/** {@link Macd} over a column. */
export function macd(values: Float64Array, periods: MacdPeriods): MacdLines<Float64Array> {
	const line = new MacdLine(periods);
	const average = new Ema(periods.signal);
	const {length} = values;
	const macd = new Float64Array(length);
	const signal = new Float64Array(length);
	const histogram = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		const now = line.next(values[i]!);
		const last = average.next(now);
		macd[i] = together(now, last);
		signal[i] = last;
		histogram[i] = now - last;
	}

	return {macd, signal, histogram};
}

/** Periods of {@link Stochastic}, in rows: the look-back of %K, its slowing, and the average that makes %D. */
export type StochasticPeriods = {readonly period: number; readonly slowing: number; readonly signal: number};

/** Slow %K and %D, 0 to 100. */
export type StochasticLines<Value> = {readonly k: Value; readonly d: Value};

/** Slow %K alone. */
class SlowK {
	readonly #window: WindowExtremes;
	readonly #average: Sma;

	constructor({period, slowing}: StochasticPeriods) {
		this.#window = new WindowExtremes(period);
		this.#average = new Sma(slowing);
	}

	next(high: number, low: number, close: number): number {
		this.#window.push(Number.isFinite(close) ? high : Number.NaN, low);
		return this.#average.next(place(close, this.#window));
	}

	peek(high: number, low: number, close: number): number {
		return this.#average.peek(place(close, this.#window.peek(high, low)));
	}
}

function place(close: number, {highest, lowest}: Extremes): number {
	const range = highest - lowest;
	return range === 0 ? middle : 100 * ((close - lowest) / range);
}

/**
 * Slow stochastic: where the close stands in the range of the last `period` candles, averaged twice. Both lines begin
 * at row `period + slowing + signal - 3`. A range of zero counts as the middle, 50 (TA-Lib says 0).
 */
export class Stochastic {
	readonly #slow: SlowK;
	readonly #signal: Sma;

	constructor(periods: StochasticPeriods) {
		this.#slow = new SlowK(periods);
		this.#signal = new Sma(periods.signal);
	}

	next(high: number, low: number, close: number): StochasticLines<number> {
		const k = this.#slow.next(high, low, close);
		const d = this.#signal.next(k);
		return {k: together(k, d), d};
	}

	peek(high: number, low: number, close: number): StochasticLines<number> {
		const k = this.#slow.peek(high, low, close);
		const d = this.#signal.peek(k);
		return {k: together(k, d), d};
	}
}

/** {@link Stochastic} over candles. */
export function stochastic(candles: Candles, periods: StochasticPeriods): StochasticLines<Float64Array> {
	const slow = new SlowK(periods);
	const signal = new Sma(periods.signal);
	const {length, high, low, close} = candles;
	const k = new Float64Array(length);
	const d = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		const now = slow.next(high[i]!, low[i]!, close[i]!);
		const last = signal.next(now);
		k[i] = together(now, last);
		d[i] = last;
	}

	return {k, d};
}
