/** What a feature set is known by: a hash over its definition and over the numbers it gives for a made-up series. */

import {allocateCandles, type Candles} from '../candles.js';
import {stepOf} from '../interval.js';
import {featureSets, warmUpRows, type FeatureSetId} from './features.js';
import type {ForecastInterval} from './model.js';
import {createSeededRandom} from './seeded-random.js';

const probeLength = 240;

function probe(interval: ForecastInterval): Candles {
	const candles = allocateCandles(probeLength);
	const random = createSeededRandom(20_170_817);
	let price = 100;
	for (let i = 0; i < probeLength; i++) {
		const open = price;
		price *= 1 + (random.next() - 0.5) / 50;
		candles.ts[i] = i * stepOf[interval];
		candles.open[i] = open;
		candles.close[i] = price;
		candles.high[i] = Math.max(open, price) * (1 + random.next() / 100);
		candles.low[i] = Math.min(open, price) * (1 - random.next() / 100);
		candles.volume[i] = 1000 * random.next();
	}

	return candles;
}

/**
 * The bytes whose hash names a feature set: its id, version and column names, and its columns on a fixed series to nine
 * digits (the last bits of logarithms may differ between machines). Any change of definition changes them.
 */
export function featurePrint(id: FeatureSetId, interval: ForecastInterval): Uint8Array {
	const {version, compute} = featureSets[id];
	const columns = compute(probe(interval), interval).flatMap(({name, values}) =>
		[name].concat(Array.from(values.subarray(warmUpRows), value => value.toPrecision(9))),
	);
	return new TextEncoder().encode(JSON.stringify([id, version, interval, columns]));
}

/** The columns of candles as one block of little-endian Float64: ts, open, high, low, close, volume. Hashed, it names the data. */
export function candlePrint({length, ts, open, high, low, close, volume}: Candles): Uint8Array {
	const view = new DataView(new ArrayBuffer(6 * 8 * length));
	for (const [place, column] of [ts, open, high, low, close, volume].entries()) {
		for (let i = 0; i < length; i++) view.setFloat64((place * length + i) * 8, column[i]!, true);
	}

	return new Uint8Array(view.buffer);
}
