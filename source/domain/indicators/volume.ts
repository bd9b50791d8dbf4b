/** What traded volume says: on-balance volume and the volume-weighted average price. */

import type {Candles} from '../candles.js';
import {floorTo} from '../interval.js';

/**
 * On-balance volume: volume added when the close rises, taken away when it falls. As in TA-Lib it starts at row 0 with
 * the volume of that candle, so only its differences mean something. An unknown volume is a hole.
 */
export class Obv {
	#close = Number.NaN;
	#total = 0;

	next(close: number, volume: number): number {
		const total = this.peek(close, volume);
		this.#close = Number.isNaN(total) ? total : close;
		this.#total = total;
		return total;
	}

	peek(close: number, volume: number): number {
		if (!Number.isFinite(close + volume)) return Number.NaN;
		if (Number.isNaN(this.#close)) return volume;
		if (close > this.#close) return this.#total + volume;
		return close < this.#close ? this.#total - volume : this.#total;
	}
}

/** {@link Obv} over candles. */
export function obv({length, close, volume}: Candles): Float64Array {
	const stream = new Obv();
	const line = new Float64Array(length);
	for (let i = 0; i < length; i++) line[i] = stream.next(close[i]!, volume[i]!);
	return line;
}

/** Where the sums of a VWAP begin: anew at each 00:00 UTC, or once with the first candle. */
export type VwapAnchor = 'day' | 'start';

/**
 * Volume-weighted average of the typical price (high + low + close) / 3; first value at row 0. NaN until something was
 * traded since the anchor. An unknown volume is a hole.
 */
export class Vwap {
	readonly #daily: boolean;
	#day = Number.NaN;
	#value = 0;
	#volume = 0;

	constructor(anchor: VwapAnchor) {
		this.#daily = anchor === 'day';
	}

	/** `ts` is the opening time of the candle, ms UTC. */
	next(ts: number, high: number, low: number, close: number, volume: number): number {
		const value = typicalPrice(high, low, close) * volume;
		if (!Number.isFinite(value)) {
			this.#value = 0;
			this.#volume = 0;
			return Number.NaN;
		}

		if (this.#daily && floorTo('1d', ts) !== this.#day) {
			this.#day = floorTo('1d', ts);
			this.#value = 0;
			this.#volume = 0;
		}

		this.#value += value;
		this.#volume += volume;
		return average(this.#value, this.#volume);
	}

	/** As {@link Vwap.next}, changing nothing. */
	peek(ts: number, high: number, low: number, close: number, volume: number): number {
		const value = typicalPrice(high, low, close) * volume;
		if (!Number.isFinite(value)) return Number.NaN;
		if (this.#daily && floorTo('1d', ts) !== this.#day) return average(value, volume);
		return average(this.#value + value, this.#volume + volume);
	}
}

const typicalPrice = (high: number, low: number, close: number): number => (high + low + close) / 3;

const average = (value: number, volume: number): number => (volume === 0 ? Number.NaN : value / volume);

/** {@link Vwap} over candles. */
export function vwap({length, ts, high, low, close, volume}: Candles, anchor: VwapAnchor): Float64Array {
	const stream = new Vwap(anchor);
	const line = new Float64Array(length);
	for (let i = 0; i < length; i++) {
		line[i] = stream.next(ts[i]!, high[i]!, low[i]!, close[i]!, volume[i]!);
	}

	return line;
}
