import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {noCandles, pickCandles} from '#domain/candles.js';
import {expectedCount, gaps, indexAt, missingCount, spanOf, within} from '#domain/grid.js';
import {ceilTo, intervals, stepOf, type Interval} from '#domain/interval.js';
import {describeRecordings} from '../support/recordings.js';
import {complete, holed, newYear} from './arbitraries.js';
import {recordedSeries} from './recorded-series.js';

const hour = stepOf['1h'];

/** Every opening of the interval inside the range, one by one. */
function openings(interval: Interval, from: number, to: number): number[] {
	const all: number[] = [];
	for (let ts = ceilTo(interval, from); ts < to; ts += stepOf[interval]) all.push(ts);
	return all;
}

describe('the grid', () => {
	test('gives the candles that open inside a range, its end left out', () => {
		const series = pickCandles(complete('1h', 10), [0, 1, 4, 5, 7, 9]);
		const at = (from: number, to: number): readonly number[] =>
			Array.from(
				within(series, {from: newYear + from * hour, to: newYear + to * hour}).ts,
				ts => (ts - newYear) / hour,
			);
		expect(at(1, 5)).toEqual([1, 4]);
		expect(at(2, 4)).toEqual([]);
		expect(at(-3, 99)).toEqual([0, 1, 4, 5, 7, 9]);
	});

	test('finds the holes inside a series', () => {
		const series = pickCandles(complete('1h', 10), [0, 1, 4, 5, 7, 9]);
		expect(gaps(series, '1h')).toEqual([
			{from: newYear + 2 * hour, to: newYear + 4 * hour},
			{from: newYear + 6 * hour, to: newYear + 7 * hour},
			{from: newYear + 8 * hour, to: newYear + 9 * hour},
		]);
		expect(missingCount(series, '1h')).toBe(4);
	});

	test('sees what is missing at both ends of a range, on the grid even where the range is not', () => {
		const series = pickCandles(complete('1h', 10), [3, 4]);
		expect(gaps(series, '1h', {from: newYear + 1, to: newYear + 6 * hour + 1})).toEqual([
			{from: newYear + hour, to: newYear + 3 * hour},
			{from: newYear + 5 * hour, to: newYear + 7 * hour},
		]);
	});

	test('a range without candles is one gap, a series without candles has none of its own', () => {
		const range = {from: newYear, to: newYear + 5 * hour};
		expect(gaps(noCandles, '1h', range)).toEqual([range]);
		expect(gaps(noCandles, '1h')).toEqual([]);
		expect(gaps(complete('1h', 3), '1h', {from: newYear, to: newYear})).toEqual([]);
		expect(missingCount(noCandles, '1h', range)).toBe(5);
	});

	test('weeks are counted from Monday to Monday', () => {
		const wednesdays = {from: newYear, to: newYear + 3 * stepOf['1w']};
		const monday = Date.UTC(2025, 0, 6);
		expect(expectedCount('1w', wednesdays)).toBe(3);
		expect(gaps(noCandles, '1w', wednesdays)).toEqual([{from: monday, to: monday + 3 * stepOf['1w']}]);
	});

	test('candles that open late belong to their bucket', () => {
		const series = complete('1h', 5);
		series.ts[2]! += 14 * 60_000;
		expect(gaps(series, '1h')).toEqual([]);
	});

	test('gaps and present candles together are the grid', () => {
		const cases = fc.constantFrom(...intervals).chain(interval =>
			fc.record({
				interval: fc.constant(interval),
				series: holed(interval, 80),
				before: fc.integer({min: -20, max: 20}),
				after: fc.integer({min: -20, max: 20}),
				off: fc.nat({max: stepOf[interval]}),
			}),
		);
		fc.assert(
			fc.property(cases, ({interval, series, before, after, off}) => {
				const step = stepOf[interval];
				const span = spanOf(series, interval);
				const range = {from: span.from - before * step + off, to: span.to + after * step - off};
				const expected = openings(interval, range.from, range.to);
				const present = Array.from(series.ts).filter(ts => range.from <= ts && ts < range.to);
				const missing = gaps(series, interval, range);
				const absent = missing.flatMap(({from, to}) => openings(interval, from, to));
				expect([...present, ...absent].toSorted((a, b) => a - b)).toEqual(expected);
				expect(expectedCount(interval, range)).toBe(expected.length);
				expect(missingCount(series, interval, range)).toBe(absent.length);
				for (const [i, gap] of missing.entries()) {
					if (i > 0) expect(missing[i - 1]!.to).toBeLessThan(gap.from);
				}
			}),
		);
	});

	test('the index of a time is that of the first candle at or after it', () => {
		fc.assert(
			fc.property(holed('1h', 50), fc.integer({min: -5, max: 20_060}), (series, hours) => {
				const ts = newYear + hours * hour + 7;
				const index = series.ts.findIndex(opening => opening >= ts);
				expect(indexAt(series, ts)).toBe(index < 0 ? series.length : index);
			}),
		);
	});
});

describeRecordings('real histories', () => {
	test('four years of hours lack exactly the outage of 2023-03-24, 13:00 UTC', () => {
		const from = Date.UTC(2023, 2, 24, 13);
		expect(gaps(recordedSeries('BTCUSDT_1h_binance_2022-01_2025.csv'), '1h')).toEqual([
			{from, to: from + hour},
		]);
	});

	test('the days have no gap', () => {
		expect(missingCount(recordedSeries('BTCUSDT_1d_binance_2022-01_2025.csv'), '1d')).toBe(0);
	});
});
