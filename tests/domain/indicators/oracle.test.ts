import {
	ADX,
	ATR,
	BollingerBands,
	EMA,
	MACD,
	OBV,
	RSI,
	SMA,
	StochasticOscillator,
	VWAP,
} from 'trading-signals';
import {expect, test} from 'vitest';
import {macd, rsi, stochastic} from '#domain/indicators/momentum.js';
import {ema, sma} from '#domain/indicators/moving-average.js';
import {adx} from '#domain/indicators/trend.js';
import {atr, bollinger} from '#domain/indicators/volatility.js';
import {obv, vwap} from '#domain/indicators/volume.js';
import {describeRecordings} from '../../support/recordings.js';
import {recordedSeries} from '../recorded-series.js';

/** Every answer of the oracle, with absence as NaN. */
function answers<Input, Answer>(
	indicator: {update(input: Input, replace: boolean): Answer | null},
	inputs: readonly Input[],
	read: (answer: Answer) => number,
): Float64Array {
	return Float64Array.from(inputs, input => {
		const answer = indicator.update(input, false);
		return answer === null ? Number.NaN : read(answer);
	});
}

const number = (answer: number): number => answer;

const slowStochastic = (): StochasticOscillator =>
	new StochasticOscillator({kPeriod: 14, kSlowingPeriod: 3, dPeriod: 3});

describeRecordings('trading-signals on 34,349 real hours agrees once the seeds are forgotten', () => {
	// The oracle seeds its recursions in another way. A seed fades as (1 - weight)^n: after 500 hours to below 1e-15.
	const settled = 500;
	const market = recordedSeries('BTCUSDT_1h_binance_2022-01_2025.csv');
	const bars = Array.from({length: market.length}, (_, i) => ({
		open: market.open[i]!,
		high: market.high[i]!,
		low: market.low[i]!,
		close: market.close[i]!,
		volume: market.volume[i]!,
	}));
	const closes = Array.from(market.close);

	/** The largest difference, relative to the value itself or, near zero, to the median size of the line. */
	function worst(
		own: Float64Array,
		theirs: Float64Array,
		skip: (row: number) => boolean = () => false,
	): number {
		expect(own).toHaveLength(market.length);
		const sizes = theirs.subarray(settled).map(Math.abs).toSorted();
		const median = sizes[sizes.length >>> 1]!;
		expect(median).toBeGreaterThan(0);
		let largest = 0;
		for (let i = settled; i < own.length; i++) {
			if (skip(i)) continue;
			const error = Math.abs(own[i]! - theirs[i]!) / Math.max(Math.abs(theirs[i]!), median);
			if (!(error <= largest)) largest = error;
		}

		return largest;
	}

	test('the recording is the one the numbers were measured on', () => {
		expect(market.length).toBe(34_349);
	});

	test('SMA 20 and EMA 20', () => {
		expect(worst(sma(market.close, 20), answers(new SMA(20), closes, number))).toBeLessThanOrEqual(1e-9);
		expect(worst(ema(market.close, 20), answers(new EMA(20), closes, number))).toBeLessThanOrEqual(1e-9);
	});

	test('MACD 12/26/9, all lines', () => {
		const own = macd(market.close, {fast: 12, slow: 26, signal: 9});
		for (const line of ['macd', 'signal', 'histogram'] as const) {
			const oracle = new MACD(new EMA(12), new EMA(26), new EMA(9));
			expect(
				worst(
					own[line],
					answers(oracle, closes, answer => answer[line]),
				),
			).toBeLessThanOrEqual(1e-9);
		}
	});

	test('RSI 14', () => {
		expect(worst(rsi(market.close, 14), answers(new RSI(14), closes, number))).toBeLessThanOrEqual(1e-9);
	});

	test('Bollinger 20/2, all lines', () => {
		const own = bollinger(market.close, {period: 20, deviations: 2});
		for (const line of ['upper', 'middle', 'lower'] as const) {
			const theirs = answers(new BollingerBands(20, 2), closes, answer => answer[line]);
			expect(worst(own[line], theirs)).toBeLessThanOrEqual(1e-9);
		}
	});

	test('ATR 14', () => {
		expect(worst(atr(market, 14), answers(new ATR(14), bars, number))).toBeLessThanOrEqual(1e-9);
	});

	test('Stochastic 14/3/3, both lines', () => {
		const own = stochastic(market, {period: 14, slowing: 3, signal: 3});
		expect(
			worst(
				own.k,
				answers(slowStochastic(), bars, ({stochK}) => stochK),
			),
		).toBeLessThanOrEqual(1e-9);
		expect(
			worst(
				own.d,
				answers(slowStochastic(), bars, ({stochD}) => stochD),
			),
		).toBeLessThanOrEqual(1e-9);
	});

	test('OBV, once both begin at the same level', () => {
		const own = obv(market).map(value => value - market.volume[0]!);
		expect(worst(own, answers(new OBV(2), bars, number))).toBeLessThanOrEqual(1e-9);
	});

	test('cumulative VWAP', () => {
		const theirs = answers(new VWAP(), bars, number);
		// The oracle says nothing of a candle without volume; we repeat the average, which did not change.
		const silent = (row: number): boolean => market.volume[row] === 0;
		expect(worst(vwap(market, 'start'), theirs, silent)).toBeLessThanOrEqual(1e-9);
	});

	test('ADX 14, except after exact ties of upward and downward movement, which we count as TA-Lib does', () => {
		const ties: number[] = [];
		for (let i = 1; i < market.length; i++) {
			const up = market.high[i]! - market.high[i - 1]!;
			if (up > 0 && up === market.low[i - 1]! - market.low[i]!) ties.push(i);
		}

		// A tie fades as a seed does, twice smoothed.
		const disturbed = (row: number): boolean => ties.some(tie => tie <= row && row < tie + settled);
		expect(ties).toHaveLength(3);
		const theirs = answers(new ADX(14), bars, number);
		expect(worst(adx(market, 14).adx, theirs, disturbed)).toBeLessThanOrEqual(1e-9);
		expect(worst(adx(market, 14).adx, theirs)).toBeGreaterThan(1e-4);
	});
});
