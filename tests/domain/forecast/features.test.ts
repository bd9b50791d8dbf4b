import {describe, expect, test} from 'vitest';
import {pickCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {featureMatrix, featureSetIds, featureSets, warmUpRows} from '#domain/forecast/features.js';
import {forecastIntervals} from '#domain/forecast/model.js';
import {walkOf} from './series.js';

const candles = walkOf(400, 0.3, 5);

/** All rows beyond `row` replaced by numbers no market ever had. */
function poisoned(from: Candles, row: number, poison: (value: number) => number): Candles {
	const copy = pickCandles(
		from,
		Array.from({length: from.length}, (_, i) => i),
	);
	for (const column of [copy.open, copy.high, copy.low, copy.close, copy.volume]) {
		for (let i = row + 1; i < copy.length; i++) column[i] = poison(column[i]!);
	}

	return copy;
}

describe.each(featureSetIds.flatMap(id => forecastIntervals.map(interval => [id, interval] as const)))(
	'the features %s of %s candles',
	(id, interval) => {
		const whole = featureMatrix([id], candles, interval);

		test('have a finite value in every row after the warm-up', () => {
			for (const column of whole.columns) {
				expect(column).toHaveLength(candles.length);
				expect(column.subarray(warmUpRows).every(Number.isFinite)).toBe(true);
			}
		});

		test('are the same when the series ends at the row: nothing looks ahead', () => {
			for (let row = warmUpRows; row < candles.length; row++) {
				const cut = featureMatrix([id], sliceCandles(candles, 0, row + 1), interval);
				expect(cut.columns.map(column => column[row])).toEqual(whole.columns.map(column => column[row]));
			}
		});

		test.each([
			['NaN', () => Number.NaN],
			['ten times as much', (value: number) => value * 10],
		])('are the same when everything later is %s', (_, poison) => {
			for (const row of [warmUpRows, 123, 300]) {
				const bad = featureMatrix([id], poisoned(candles, row, poison), interval);
				expect(bad.columns.map(column => column[row])).toEqual(whole.columns.map(column => column[row]));
			}
		});

		test('have names that are all different', () => {
			expect(new Set(whole.names).size).toBe(whole.names.length);
		});
	},
);

test('the set of returns has fifteen columns, that of ranges ten', () => {
	expect(featureSets.returns.compute(candles, '1h')).toHaveLength(15);
	expect(featureSets.range.compute(candles, '1h')).toHaveLength(10);
});

test('returns, ranges and the weekend are what their definitions say', () => {
	const {names, columns} = featureMatrix(['returns', 'range'], candles, '1h');
	const value = (name: string, row: number): number => columns[names.indexOf(name)]![row]!;
	const {close, high, low} = candles;
	expect(value('returns.return-0', 100)).toBeCloseTo(Math.log(close[100]! / close[99]!), 12);
	expect(value('returns.return-3', 100)).toBeCloseTo(Math.log(close[97]! / close[96]!), 12);
	expect(value('range.range-now', 100)).toBeCloseTo(Math.log(Math.log(high[100]! / low[100]!)), 12);
	const four = [97, 98, 99, 100].map(row => Math.log(Math.log(high[row]! / low[row]!)));
	expect(value('range.range-4', 100)).toBeCloseTo(four.reduce((a, b) => a + b) / 4, 12);
	// 2024-01-06 was a Saturday: the row of Friday 23:00 forecasts its first hour.
	const friday = candles.ts.indexOf(Date.UTC(2024, 0, 5, 23));
	expect([value('range.weekend', friday - 1), value('range.weekend', friday)]).toEqual([0, 1]);
});

test('a flat candle has a range that is small but finite', () => {
	const flat = pickCandles(candles, [...Array(100).keys()]);
	flat.high.fill(100);
	flat.low.fill(100);
	flat.close.fill(100);
	flat.open.fill(100);
	const {columns} = featureMatrix(['range'], flat, '1h');
	expect(columns.every(column => column.subarray(warmUpRows).every(Number.isFinite))).toBe(true);
});
