import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {noCandles, pickCandles} from '#domain/candles.js';
import {candleFlag} from '#domain/market.js';
import {volatility} from '#domain/indicators/volatility.js';
import {
	annualised,
	candlesPerYear,
	logReturns,
	maxDrawdown,
	percentChange,
	rollingVolatility,
	simpleReturns,
} from '#domain/returns.js';
import {complete, holed} from './arbitraries.js';

describe('returns', () => {
	test('lead from close to close, and the first candle has none', () => {
		const series = complete('1h', 3);
		series.close.set([100, 110, 99]);
		const simple = simpleReturns(series, '1h');
		expect(simple[0]).toBeNaN();
		expect(simple[1]).toBeCloseTo(0.1, 12);
		expect(simple[2]).toBeCloseTo(-0.1, 12);
		const logs = logReturns(series, '1h');
		expect(logs[1]).toBeCloseTo(Math.log(1.1), 12);
		expect(logs[1]! + logs[2]!).toBeCloseTo(Math.log(0.99), 12);
	});

	test('never lead across a gap or out of a candle that was cut', () => {
		const series = pickCandles(complete('1h', 7), [0, 1, 3, 4, 5, 6]);
		series.flags[4] = candleFlag.cut;
		for (const returns of [simpleReturns(series, '1h'), logReturns(series, '1h')]) {
			expect(Array.from(returns, Number.isNaN)).toEqual([true, false, true, false, false, true]);
		}
	});

	test('agree with each other on any series', () => {
		fc.assert(
			fc.property(holed('4h', 60), series => {
				const logs = logReturns(series, '4h');
				for (const [i, simple] of simpleReturns(series, '4h').entries()) {
					expect(Number.isNaN(simple)).toBe(Number.isNaN(logs[i]!));
					if (!Number.isNaN(simple)) expect(Math.expm1(logs[i]!)).toBeCloseTo(simple, 9);
				}
			}),
		);
		expect(logReturns(noCandles, '1h')).toHaveLength(0);
	});
});

describe('rolling volatility', () => {
	test('is the sample standard deviation of that many returns, absent before', () => {
		const seen = rollingVolatility(Float64Array.from([Number.NaN, 0.01, -0.02, 0.04]), 3);
		expect(Array.from(seen.subarray(0, 3), Number.isNaN)).toEqual([true, true, true]);
		// Mean 0.01, squares 0, 0.0009, 0.0009.
		expect(seen[3]).toBeCloseTo(Math.sqrt(0.0018 / 2), 15);
	});

	test('needs as many returns again after a gap', () => {
		const series = pickCandles(
			complete('1h', 20),
			[...Array(20).keys()].filter(i => i !== 10),
		);
		const seen = rollingVolatility(logReturns(series, '1h'), 4);
		expect([...seen.entries()].filter(([, value]) => Number.isNaN(value)).map(([i]) => i)).toEqual([
			0, 1, 2, 3, 10, 11, 12, 13,
		]);
	});

	test('without gaps it is the volatility indicator', () => {
		const series = complete('1h', 100);
		expect(rollingVolatility(logReturns(series, '1h'), 10)).toEqual(volatility(series.close, 10));
	});

	test('is scaled to a year of 365 days', () => {
		expect([candlesPerYear('1h'), candlesPerYear('1d')]).toEqual([8760, 365]);
		expect(candlesPerYear('1w')).toBeCloseTo(52.142857, 6);
		expect(annualised(Float64Array.of(0.01, Number.NaN), '1d')).toEqual(
			Float64Array.of(0.01 * Math.sqrt(365), Number.NaN),
		);
	});

	test('of one return does not exist', () => {
		expect(() => rollingVolatility(new Float64Array(3), 1)).toThrow('at least 2');
	});
});

describe('change', () => {
	test('is in percent, and unknown without a base', () => {
		expect(percentChange(200, 203)).toBeCloseTo(1.5, 12);
		expect(percentChange(50, 25)).toBe(-50);
		expect(percentChange(0, 5)).toBeNaN();
		expect(percentChange(Number.NaN, 5)).toBeNaN();
	});
});

describe('the worst drawdown', () => {
	test('is the deepest fall from a peak before it', () => {
		expect(maxDrawdown(Float64Array.of(100, 80, 120, Number.NaN, 60, 130, 100))).toEqual({
			depth: 0.5,
			peakAt: 2,
			troughAt: 4,
		});
	});

	test('of equal peaks and equal falls names the first', () => {
		expect(maxDrawdown(Float64Array.of(100, 100, 50, 100, 50))).toEqual({depth: 0.5, peakAt: 0, troughAt: 2});
	});

	test('of prices that never fell is 0, of no prices is nothing', () => {
		expect(maxDrawdown(Float64Array.of(1, 2, 2, 3))).toMatchObject({depth: 0});
		expect(maxDrawdown(new Float64Array(0))).toBeNull();
		expect(maxDrawdown(Float64Array.of(Number.NaN))).toBeNull();
	});

	test('equals the largest over all pairs', () => {
		fc.assert(
			fc.property(fc.array(fc.integer({min: 1, max: 50}), {minLength: 1, maxLength: 30}), prices => {
				const depths = prices.flatMap((peak, i) => prices.slice(i).map(price => 1 - price / peak));
				const worst = maxDrawdown(Float64Array.from(prices))!;
				expect(worst.depth).toBe(Math.max(...depths));
				expect(1 - prices[worst.troughAt]! / prices[worst.peakAt]!).toBe(worst.depth);
			}),
		);
	});
});
