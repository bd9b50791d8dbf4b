/** What the providers' numbers mean, proven by comparing the recordings of one with those of another. */

import {expect, test} from 'vitest';
import {parseKlines} from '#contracts/binance.js';
import {historyIntervals, parseHistory} from '#contracts/coincap.js';
import {parseMarketChart} from '#contracts/coingecko.js';
import {describeRecordings, recordedCandles, recording} from '../support/recordings.js';

const day = 86_400_000;

/** Median difference in basis points (1/100 %) between values and references, where there is a reference. */
function medianDifference(
	points: readonly {readonly ts: number; readonly price: number}[],
	reference: (ts: number) => number | undefined,
): {readonly days: number; readonly basisPoints: number} {
	const differences = points
		.flatMap(({ts, price}) => {
			const expected = reference(ts);
			return expected === undefined ? [] : [Math.abs(price / expected - 1) * 10_000];
		})
		.toSorted((a, b) => a - b);
	return {days: differences.length, basisPoints: differences[Math.floor(differences.length / 2)]!};
}

const mean = (values: readonly number[]): number =>
	values.reduce((sum, value) => sum + value, 0) / values.length;

describeRecordings('providers compared', () => {
	test('a daily price of CoinGecko is the close of the day before on Binance', () => {
		const {rows: candles} = parseKlines(
			recording('binance/klines_BTCUSDT_1d_1000_stitched_2022-09_2025-06.json'),
			{now: Date.parse('2025-06-15T16:01:00Z'), interval: '1d'},
		);
		const closes = new Map(Array.from(candles.ts, (ts, i) => [ts, candles.close[i]!]));
		const {rows: points} = parseMarketChart(
			recording('coingecko/market_chart_bitcoin_usd_1000d_daily_2023-06-10.json'),
			{now: Date.parse('2023-06-10T17:19:00Z')},
		);
		const daily = points.filter(({ts}) => ts % day === 0);
		const before = medianDifference(daily, ts => closes.get(ts - day));
		const same = medianDifference(daily, ts => closes.get(ts));
		expect(before).toEqual({days: 264, basisPoints: expect.closeTo(6, 0) as number});
		expect(same.basisPoints).toBeGreaterThan(100);
	});

	test('a daily value of CoinCap is the average of that day on Binance, and not its close', () => {
		const hourly = new Map<number, number[]>();
		for (const [ts, , , , close] of recordedCandles('history/BTCUSDT_1h_binance_2022-01_2025.csv')) {
			const midnight = Math.floor(ts! / day) * day;
			hourly.set(midnight, [...(hourly.get(midnight) ?? []), close!]);
		}

		const {rows: points} = parseHistory(recording('coincap/history_bitcoin_d1_v2_2023-01-19.json'), {
			now: Date.parse('2023-01-19T14:22:00Z'),
		});
		const average = medianDifference(points, ts => mean(hourly.get(ts)!));
		const close = medianDifference(points, ts => hourly.get(ts)!.at(-1));
		expect(average).toEqual({days: 362, basisPoints: expect.closeTo(9, 0) as number});
		expect(close.basisPoints).toBeCloseTo(101, -1);
		expect(historyIntervals.d1.value).toBe('average');
	});
});
