import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	candleAt,
	concatCandles,
	noCandles,
	pickCandles,
	sameCandle,
	sliceCandles,
	type Candles,
} from '#domain/candles.js';
import {align, clean, dedupe, isSeries, merge, order} from '#domain/clean.js';
import {floorTo, stepOf} from '#domain/interval.js';
import {candleFlag} from '#domain/market.js';
import {candlesAt, complete, holed, newYear} from './arbitraries.js';

const hour = stepOf['1h'];

/** Rows in any order, with copies, changed copies and late openings. */
const messy: fc.Arbitrary<Candles> = fc
	.record({
		series: holed('1h', 25),
		places: fc.array(fc.nat(), {maxLength: 40}),
		changed: fc.array(fc.nat(), {maxLength: 4}),
		late: fc.array(fc.tuple(fc.nat(), fc.integer({min: 1, max: hour - 1})), {maxLength: 4}),
	})
	.map(({series, places, changed, late}) => {
		if (series.length === 0) return series;
		const rows = pickCandles(
			series,
			places.map(place => place % series.length),
		);
		for (const place of rows.length > 0 ? changed : []) rows.close[place % rows.length]! += 0.5;
		for (const [place, ms] of rows.length > 0 ? late : []) {
			const i = place % rows.length;
			rows.ts[i] = floorTo('1h', rows.ts[i]!) + ms;
		}

		return rows;
	});

describe('cleaning', () => {
	test('a clean series is returned as it is, not copied', () => {
		const series = complete('1h', 50);
		expect(clean(series, '1h')).toEqual({
			candles: series,
			duplicates: 0,
			conflicts: [],
			shifted: 0,
			reordered: false,
		});
		expect(clean(series, '1h').candles).toBe(series);
		expect(order(series)).toBe(series);
		expect(align(series, '1h').candles).toBe(series);
		expect(dedupe(series).candles).toBe(series);
	});

	test('rows come back in order, equal times as they came', () => {
		const [first, second] = [complete('1h', 3, newYear, 1), complete('1h', 3, newYear, 2)];
		const ordered = order(pickCandles(concatCandles([first, second]), [5, 2, 0, 3]));
		expect(Array.from(ordered.close)).toEqual([
			first.close[0],
			second.close[0],
			second.close[2],
			first.close[2],
		]);
	});

	test('identical copies are dropped and counted', () => {
		const series = complete('1h', 4);
		series.volume[1] = Number.NaN;
		const {candles, ...counts} = clean(pickCandles(series, [1, 0, 1, 2, 3, 3, 1]), '1h');
		expect(counts).toEqual({duplicates: 3, conflicts: [], shifted: 0, reordered: true});
		expect(candles).toEqual(series);
	});

	test('rows of one time with different values are conflicts, named by their places in the input; the first wins', () => {
		const rows = pickCandles(complete('1h', 3), [2, 1, 0, 1, 2]);
		rows.close[3]! += 1;
		rows.flags[4] = candleFlag.open;
		const {candles, conflicts, duplicates} = clean(rows, '1h');
		expect(conflicts).toEqual([
			[1, 3],
			[0, 4],
		]);
		expect(duplicates).toBe(0);
		expect(candles).toEqual(complete('1h', 3));
	});

	test('late openings move down to the grid, with their values', () => {
		const rows = complete('1h', 3);
		rows.ts[1]! += 14 * 60_000 + 13;
		const before = rows.ts.slice();
		expect(align(rows, '1h')).toEqual({candles: complete('1h', 3), shifted: 1});
		expect(rows.ts).toEqual(before);
		expect(clean(rows, '1h')).toMatchObject({shifted: 1, duplicates: 0, conflicts: []});
	});

	test('a week that opens on a Thursday moves to its Monday', () => {
		const rows = candlesAt([Date.UTC(2018, 0, 4)]);
		expect(align(rows, '1w').candles.ts[0]).toBe(Date.UTC(2018, 0, 1));
	});

	test('whatever comes in, a series on the grid comes out, every row is accounted for, and twice changes nothing', () => {
		fc.assert(
			fc.property(messy, rows => {
				const {candles, duplicates, conflicts} = clean(rows, '1h');
				expect(isSeries(candles)).toBe(true);
				expect(candles.ts.every(ts => ts % hour === 0)).toBe(true);
				expect(candles.length + duplicates + conflicts.length).toBe(rows.length);
				for (const [kept, other] of conflicts) {
					expect(kept).toBeLessThan(other);
					expect(floorTo('1h', rows.ts[kept]!)).toBe(floorTo('1h', rows.ts[other]!));
				}

				const times = new Set(Array.from(rows.ts, ts => floorTo('1h', ts)));
				expect(new Set(candles.ts)).toEqual(times);
				expect(clean(candles, '1h').candles).toBe(candles);
			}),
		);
	});

	test('no candles are clean', () => {
		expect(clean(noCandles, '1d').candles).toBe(noCandles);
		expect(isSeries(noCandles)).toBe(true);
	});
});

describe('merging', () => {
	test('has every time of both once, and the later values where both have one', () => {
		fc.assert(
			fc.property(
				holed('1h', 40),
				holed('1h', 40),
				fc.integer({min: -45, max: 45}),
				(earlier, other, hours) => {
					// The two lie close to each other: apart, touching, overlapping or the one inside the other.
					const move = (earlier.ts[0] ?? 0) - (other.ts[0] ?? 0) + hours * hour;
					const later = {...other, ts: other.ts.map(ts => ts + move)};
					const merged = merge(earlier, later);
					const times = new Set([...earlier.ts, ...later.ts]);
					expect(isSeries(merged)).toBe(true);
					expect(new Set(merged.ts)).toEqual(times);
					for (let i = 0; i < merged.length; i++) {
						const inLater = later.ts.indexOf(merged.ts[i]!);
						const same =
							inLater >= 0
								? sameCandle(merged, i, later, inLater)
								: sameCandle(merged, i, earlier, earlier.ts.indexOf(merged.ts[i]!));
						expect(same).toBe(true);
					}
				},
			),
		);
	});

	test('merging with itself or with nothing changes nothing', () => {
		const series = complete('1h', 5);
		expect(merge(series, series)).toEqual(series);
		expect(merge(series, noCandles)).toBe(series);
		expect(merge(noCandles, series)).toBe(series);
	});

	test('an open candle gives way to its closed form', () => {
		const open = complete('1h', 3);
		open.flags[2] = candleFlag.open;
		const closed = sliceCandles(complete('1h', 4), 2);
		expect(candleAt(merge(open, closed), 2)).toEqual(candleAt(closed, 0));
	});
});
