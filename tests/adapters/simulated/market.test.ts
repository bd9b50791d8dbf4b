/** The model: repeatable, consistent at every resolution, and shaped like a crypto market. */

import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {partsOfBar, subdivide, type Bar} from '#adapters/simulated/bars.js';
import {readCatalogue} from '#adapters/simulated/catalogue.js';
import {Dice} from '#adapters/simulated/dice.js';
import {createMarket, genesis, type Instrument} from '#adapters/simulated/market.js';
import {marketNow} from '../../support/exchange.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const catalogue = readCatalogue();
const market = createMarket({seed: 7, catalogue, now: marketNow});
const pair = (symbol: string): Instrument => market.symbols.get(symbol)!;
const lastHour = Math.floor(marketNow / hour) * hour;

/** Hourly log returns of a coin over the last `hours`. */
function returns(id: string, hours: number): number[] {
	const instrument = market.pricing[market.places.get(id)!]!;
	return Array.from({length: hours}, (_, i) => {
		const from = lastHour - (hours - i) * hour;
		const bar = market.barOver(instrument, from, from + hour, true)!;
		return Math.log(bar.close / bar.open);
	});
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

function correlation(a: readonly number[], b: readonly number[]): number {
	const [meanA, meanB] = [mean(a), mean(b)];
	let [ab, aa, bb] = [0, 0, 0];
	for (const [i, value] of a.entries()) {
		ab += (value - meanA) * (b[i]! - meanB);
		aa += (value - meanA) ** 2;
		bb += (b[i]! - meanB) ** 2;
	}

	return ab / Math.sqrt(aa * bb);
}

/** Mean hourly volume of bitcoin over a year, in the hours that pass. */
const volume = (filter: (date: Date) => boolean): number => {
	const volumes: number[] = [];
	for (let ts = lastHour - 365 * day; ts < lastHour; ts += hour)
		if (filter(new Date(ts))) volumes.push(market.barOver(pair('BTCUSDT'), ts, ts + hour, true)!.volume);
	return mean(volumes);
};

const combine = (bars: readonly Bar[]): Bar => ({
	open: bars[0]!.open,
	high: Math.max(...bars.map(({high}) => high)),
	low: Math.min(...bars.map(({low}) => low)),
	close: bars.at(-1)!.close,
	volume: bars.reduce((sum, {volume}) => sum + volume, 0),
	quote: bars.reduce((sum, {quote}) => sum + quote, 0),
	trades: bars.reduce((sum, {trades}) => sum + trades, 0),
});

/** The bars of `[from, to)` in steps, silent ones left out. */
function barsOf(instrument: Instrument, from: number, to: number, step: number): Bar[] {
	const bars: Bar[] = [];
	for (let ts = from; ts < to; ts += step) {
		const bar = market.barOver(instrument, ts, ts + step);
		if (bar !== null) bars.push(bar);
	}

	return bars;
}

describe('one seed', () => {
	test('gives the same bars in whatever order they are asked for', () => {
		const other = createMarket({seed: 7, catalogue, now: marketNow});
		const times = Array.from({length: 40}, (_, i) => genesis + ((i * 7919) % 70_000) * hour);
		const forth = times.map(ts => market.barOver(pair('ETHUSDT'), ts, ts + hour));
		const back = times.toReversed().map(ts => other.barOver(other.symbols.get('ETHUSDT')!, ts, ts + hour));
		expect(back.toReversed()).toEqual(forth);
	});

	test('differs from another', () => {
		const other = createMarket({seed: 8, catalogue, now: marketNow});
		const bar = other.barOver(other.symbols.get('BTCUSDT')!, lastHour - day, lastHour);
		expect(bar).not.toEqual(market.barOver(pair('BTCUSDT'), lastHour - day, lastHour));
	});

	test('tells the same past whenever the market was built, listings aside', () => {
		const earlier = createMarket({seed: 7, catalogue, now: marketNow - 300 * day});
		const from = lastHour - 400 * day;
		expect(earlier.barOver(earlier.symbols.get('SOLUSDT')!, from, from + day)).toEqual(
			market.barOver(pair('SOLUSDT'), from, from + day),
		);
	});
});

describe('resolutions', () => {
	const symbols = ['BTCUSDT', 'ETHBTC', 'USDCUSDT', 'SHIBUSDT', 'LULLUSDT', '1MBABYDOGEUSDT', '星海USDT'];
	const steps = [5 * minute, 15 * minute, 30 * minute, hour, 4 * hour, 12 * hour, day, 7 * day];

	test('minutes add up to every longer candle exactly', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...symbols),
				fc.constantFrom(...steps),
				fc.double({min: 0, max: 1, noNaN: true}),
				(symbol, step, share) => {
					const from = genesis + Math.floor((share * (lastHour - genesis - 7 * day)) / step) * step;
					const whole = market.barOver(pair(symbol), from, from + step)!;
					expect(combine(barsOf(pair(symbol), from, from + step, minute))).toEqual(whole);
				},
			),
			{numRuns: 60, seed: 1},
		);
	});

	test('seconds add up to the minute exactly', () => {
		const from = lastHour - 3 * hour + 17 * minute;
		expect(combine(barsOf(pair('BTCUSDT'), from, from + minute, 1000))).toEqual(
			market.barOver(pair('BTCUSDT'), from, from + minute),
		);
	});

	test('days around the yearly maintenance still equal their minutes', () => {
		const from = Date.UTC(2026, 2, 24);
		const minutes = barsOf(pair('ADAUSDT'), from, from + day, minute);
		expect(minutes).toHaveLength(24 * 60 - 200);
		expect(combine(minutes)).toEqual(market.barOver(pair('ADAUSDT'), from, from + day));
	});

	test('each candle opens where the one before closed', () => {
		for (const step of [1000, minute, hour, day]) {
			const bars = barsOf(pair('DOGEUSDT'), lastHour - 150 * step - day, lastHour - day, step);
			expect(bars.slice(1).map(({open}) => open)).toEqual(bars.slice(0, -1).map(({close}) => close));
		}
	});

	test('high and low enclose open and close, and a bar without trades is flat and empty', () => {
		const bars = symbols.flatMap(symbol => barsOf(pair(symbol), lastHour - 2 * day, lastHour, minute));
		expect(
			bars.filter(({open, high, low, close}) => high < Math.max(open, close) || low > Math.min(open, close)),
		).toEqual([]);
		const silent = bars.filter(({trades}) => trades === 0);
		expect(silent.length).toBeGreaterThan(100);
		expect(
			silent.filter(({open, high, low, close, volume}) => volume > 0 || high > low || open !== close),
		).toEqual([]);
		expect(bars.filter(({low, volume, trades}) => low < 1 || volume < trades)).toEqual([]);
	});

	test('a bar of any shape is cut into sixty that add up to it', () => {
		fc.assert(
			fc.property(
				fc.integer({min: 1, max: 1e7}),
				fc.integer({min: 0, max: 1e5}),
				fc.integer({min: 0, max: 1e5}),
				fc.double({min: 0, max: 1, noNaN: true}),
				fc.double({min: 0, max: 1, noNaN: true}),
				fc.integer({min: 1, max: 5000}),
				fc.integer({min: 0, max: 1e9}),
				fc.integer(),
				(low, below, above, a, b, trades, lots, seed) => {
					const high = low + below + above;
					const bar = {
						open: low + Math.round((high - low) * a),
						high,
						low,
						close: low + Math.round((high - low) * b),
						trades,
						volume: trades + lots,
						quote: trades + lots * 3,
					};
					const parts = subdivide(bar, new Dice(seed));
					const cut = Array.from({length: partsOfBar}, (_, i) => ({
						open: parts.open[i]!,
						high: parts.high[i]!,
						low: parts.low[i]!,
						close: parts.close[i]!,
						volume: parts.volume[i]!,
						quote: parts.quote[i]!,
						trades: parts.trades[i]!,
					}));
					expect(combine(cut)).toEqual(bar);
					expect(cut.every(part => part.volume >= part.trades && part.quote >= 0)).toBe(true);
				},
			),
			{numRuns: 300, seed: 2},
		);
	});
});

describe('plausibility', () => {
	const bitcoin = returns('bitcoin', 8760);

	test('large moves follow large moves: absolute returns are autocorrelated, returns are not', () => {
		const sizes = bitcoin.map(Math.abs);
		for (const lag of [1, 24, 72])
			expect(correlation(sizes.slice(lag), sizes.slice(0, -lag))).toBeGreaterThan(0.02);
		expect(Math.abs(correlation(bitcoin.slice(1), bitcoin.slice(0, -1)))).toBeLessThan(0.05);
	});

	test('tails are fat', () => {
		const variance = mean(bitcoin.map(value => value ** 2));
		expect(mean(bitcoin.map(value => value ** 4)) / variance ** 2).toBeGreaterThan(4);
	});

	test('bitcoin moves by 30 to 120 % a year', () => {
		const yearly = Math.sqrt(mean(bitcoin.map(value => value ** 2)) * 8760);
		expect(yearly).toBeGreaterThan(0.3);
		expect(yearly).toBeLessThan(1.2);
	});

	test.each(['ethereum', 'solana', 'cardano', 'bramble'])('%s moves with bitcoin', id => {
		expect(correlation(bitcoin, returns(id, 8760))).toBeGreaterThan(0.3);
	});

	test('stablecoins stay within 1 % of a dollar', () => {
		for (const id of ['tether', 'usd-coin', 'dai', 'first-digital-usd']) {
			const {high, low} = market.dollarRange(market.places.get(id)!, lastHour - 3 * 365 * day, lastHour);
			expect(high).toBeLessThan(1.01);
			expect(low).toBeGreaterThan(0.99);
		}
	});

	test('a wrapped coin costs what the coin costs', () => {
		const [wrapped, plain] = ['wrapped-bitcoin', 'bitcoin'].map(id =>
			market.dollarsAt(market.places.get(id)!, marketNow),
		);
		expect(Math.abs(wrapped! / plain! - 1)).toBeLessThan(0.01);
	});

	test('the afternoon trades more than the night, and weekdays more than weekends', () => {
		expect(volume(date => date.getUTCHours() === 14)).toBeGreaterThan(
			1.3 * volume(date => date.getUTCHours() === 4),
		);
		expect(volume(date => date.getUTCDay() === 3)).toBeGreaterThan(
			1.1 * volume(date => date.getUTCDay() === 0),
		);
	});

	test('sub-cent coins down to 1e-9 have a positive price', () => {
		const prices = market.assets.map((_, place) => market.dollarsAt(place, marketNow));
		expect(Math.min(...prices)).toBeGreaterThan(0);
		expect(Math.min(...prices)).toBeLessThan(1e-8);
	});

	test('a coin and its pair agree within 1 %, whatever the unit of the pair', () => {
		for (const symbol of ['BTCUSDT', 'SHIBUSDT', '1000SATSUSDT', '1MBABYDOGEUSDT']) {
			const instrument = pair(symbol);
			const bar = market.barOver(instrument, lastHour - minute, lastHour)!;
			const price = bar.close / 10 ** instrument.tickDecimals / instrument.multiple;
			expect(Math.abs(market.dollarsAt(instrument.base, lastHour) / price - 1)).toBeLessThan(0.01);
		}
	});
});

describe('the catalogue', () => {
	test('has enough coins for two pages, and unique ids', () => {
		expect(catalogue.assets.length).toBeGreaterThanOrEqual(300);
		expect(new Set(catalogue.assets.map(({id}) => id)).size).toBe(catalogue.assets.length);
	});

	test('has a symbol whose pair belongs to another coin at another price', () => {
		const owner = catalogue.assets[pair('MRDUSDT').base]!;
		const namesake = catalogue.assets.find(({id}) => id === 'meridian')!;
		expect(owner.id).not.toBe(namesake.id);
		expect(owner.symbol).toBe(namesake.symbol);
		expect(namesake.price / owner.price).toBeGreaterThanOrEqual(99);
	});
});
