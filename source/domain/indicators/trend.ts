/** Strength and direction of a trend: ADX with its two directional indicators. */

import type {Candles} from '../candles.js';
import {Wilder} from './moving-average.js';
import {checkPeriod} from './stream.js';
import {TrueRange} from './volatility.js';

/**
 * Share of upward and of downward movement in the true range, 0 to 100; first value at row `period`. The three sums are
 * Wilder's, begun as in TA-Lib: `period - 1` values are added up, from then on one part in `period` is given up for each
 * new value.
 */
class Directional {
	readonly #period: number;
	readonly #range = new TrueRange();
	#high = Number.NaN;
	#low = Number.NaN;
	/** Candles in the sums, counted up to `period`. */
	#seen = 0;
	#ranges = 0;
	#ups = 0;
	#downs = 0;

	constructor(period: number) {
		checkPeriod(period, 2);
		this.#period = period;
	}

	/** The shares after the last candle pushed. */
	get plus(): number {
		return this.#seen < this.#period ? Number.NaN : percent(this.#ups, this.#ranges);
	}

	get minus(): number {
		return this.#seen < this.#period ? Number.NaN : percent(this.#downs, this.#ranges);
	}

	push(high: number, low: number, close: number): void {
		const range = this.#range.next(high, low, close);
		const up = high - this.#high;
		const down = this.#low - low;
		this.#high = high;
		this.#low = low;
		if (Number.isNaN(range)) {
			this.#seen = 0;
			this.#ranges = 0;
			this.#ups = 0;
			this.#downs = 0;
			return;
		}

		if (this.#seen < this.#period) this.#seen++;
		const memory = this.#memoryAt(this.#seen);
		this.#ranges = grown(this.#ranges, memory, range);
		this.#ups = grown(this.#ups, memory, movement(up, down));
		this.#downs = grown(this.#downs, memory, movement(down, up));
	}

	/** What the shares would be after `push`; changes nothing. */
	peek(high: number, low: number, close: number): {readonly plus: number; readonly minus: number} {
		const range = this.#range.peek(high, low, close);
		const seen = this.#seen + 1;
		if (Number.isNaN(range) || seen < this.#period) return {plus: Number.NaN, minus: Number.NaN};
		const up = high - this.#high;
		const down = this.#low - low;
		const memory = this.#memoryAt(seen);
		const ranges = grown(this.#ranges, memory, range);
		return {
			plus: percent(grown(this.#ups, memory, movement(up, down)), ranges),
			minus: percent(grown(this.#downs, memory, movement(down, up)), ranges),
		};
	}

	#memoryAt(seen: number): number {
		return seen < this.#period ? Number.POSITIVE_INFINITY : this.#period;
	}
}

/** One part in `memory` of the sum is given up for the new value; nothing of it when `memory` is infinite. */
const grown = (sum: number, memory: number, value: number): number => sum - sum / memory + value;

/** The movement in one direction, if it is the larger one. */
const movement = (own: number, other: number): number => (own > 0 && own > other ? own : 0);

const percent = (part: number, whole: number): number => (whole === 0 ? 0 : 100 * (part / whole));

/** Directional movement index: how far the two shares are apart. */
const apart = (plus: number, minus: number): number => percent(Math.abs(plus - minus), plus + minus);

/** A line that waits for the ADX, so that all lines begin at the same row. */
const together = (line: number, adx: number): number => (Number.isNaN(adx) ? Number.NaN : line);

/** Trend strength, and the share of upward and downward movement in the true range; all 0 to 100. */
export type AdxLines<Value> = {readonly adx: Value; readonly plusDi: Value; readonly minusDi: Value};

/**
 * Average directional index; all three lines begin at row `2 * period - 1`. An upward move that exactly equals the
 * downward one counts as neither, as in TA-Lib. Where nothing has moved there is no trend: 0.
 */
export class Adx {
	readonly #shares: Directional;
	readonly #average: Wilder;

	constructor(period: number) {
		this.#shares = new Directional(period);
		this.#average = new Wilder(period);
	}

	next(high: number, low: number, close: number): AdxLines<number> {
		this.#shares.push(high, low, close);
		const {plus, minus} = this.#shares;
		const adx = this.#average.next(apart(plus, minus));
		return {adx, plusDi: together(plus, adx), minusDi: together(minus, adx)};
	}

	peek(high: number, low: number, close: number): AdxLines<number> {
		const {plus, minus} = this.#shares.peek(high, low, close);
		const adx = this.#average.peek(apart(plus, minus));
		return {adx, plusDi: together(plus, adx), minusDi: together(minus, adx)};
	}
}

/** {@link Adx} over candles. */
export function adx({length, high, low, close}: Candles, period: number): AdxLines<Float64Array> {
	const shares = new Directional(period);
	const average = new Wilder(period);
	const adx = new Float64Array(length);
	const plusDi = new Float64Array(length);
	const minusDi = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		shares.push(high[i]!, low[i]!, close[i]!);
		const strength = average.next(apart(shares.plus, shares.minus));
		adx[i] = strength;
		plusDi[i] = together(shares.plus, strength);
		minusDi[i] = together(shares.minus, strength);
	}

	return {adx, plusDi, minusDi};
}
