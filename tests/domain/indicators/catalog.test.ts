import {describe, expect, test} from 'vitest';
import {findIndicator, indicators, type IndicatorId} from '#domain/indicators/catalog.js';
import {candleFlag} from '#domain/market.js';
import {describeIndicator, walk, type Still} from '../../support/indicator-suite.js';

/** What each line says of a price of 0.1 that never moves, with a volume of 3 in each of the candles. */
const stillValues = {
	sma: [0.1],
	ema: [0.1],
	wilder: [0.1],
	bollinger: [0.1, 0.1, 0.1],
	vwap: [0.1],
	'cumulative-vwap': [0.1],
	rsi: [50],
	macd: [0, 0, 0],
	stochastic: [50, 50],
	adx: [0, 0, 0],
	'true-range': [0],
	atr: [0],
	volatility: [0],
	obv: [3],
} satisfies Record<IndicatorId, readonly number[]>;

/** Settings beside the defaults: shortest, long, and odd ones. */
const otherSettings: Partial<Record<IndicatorId, readonly NonNullable<Still['settings']>[]>> = {
	sma: [{period: 1}, {period: 7}, {period: 500}],
	ema: [{period: 1}, {period: 200}],
	wilder: [{period: 1}, {period: 50}],
	bollinger: [{period: 2}, {period: 50, deviations: 2.5}],
	rsi: [{period: 1}, {period: 2}],
	macd: [
		{fast: 1, slow: 2, signal: 1},
		{fast: 3, slow: 40, signal: 5},
	],
	stochastic: [
		{period: 1, slowing: 1, signal: 1},
		{period: 100, slowing: 2, signal: 5},
	],
	adx: [{period: 2}, {period: 30}],
	atr: [{period: 1}, {period: 100}],
	volatility: [{period: 2}, {period: 168}],
};

for (const indicator of indicators) {
	const still = stillValues[indicator.id];
	describeIndicator(indicator, {still});
	for (const settings of otherSettings[indicator.id] ?? []) describeIndicator(indicator, {still, settings});
}

describe('the catalogue', () => {
	test('ids are unique, and every row is found by its id', () => {
		expect(new Set(indicators.map(({id}) => id)).size).toBe(indicators.length);
		for (const indicator of indicators) expect(findIndicator(indicator.id)).toBe(indicator);
		expect(findIndicator('moon')).toBeUndefined();
	});

	test('defaults lie inside their bounds', () => {
		for (const {parameters} of indicators) {
			for (const parameter of Object.values(parameters)) {
				expect(parameter.default).toBeGreaterThanOrEqual(parameter.min);
				expect(parameter.default).toBeLessThanOrEqual(parameter.max);
			}
		}

		expect(findIndicator('macd')!.parameters['fast']!.default).toBe(12);
	});

	test.each([
		['rsi', {period: 0}],
		['rsi', {period: 2.5}],
		['rsi', {period: Number.NaN}],
		['rsi', {period: 10_001}],
		['rsi', {length: 14}],
		['obv', {period: 14}],
		['adx', {period: 1}],
		['bollinger', {deviations: 0}],
	] as const)('%s refuses %j', (id, settings) => {
		const indicator = findIndicator(id)!;
		expect(() => indicator.compute(walk(5), settings)).toThrow(RangeError);
		expect(() => indicator.stream(settings)).toThrow(RangeError);
		expect(() => indicator.warmUp(settings)).toThrow(RangeError);
	});

	test('a MACD whose fast period is not the shorter one is refused', () => {
		const macd = findIndicator('macd')!;
		expect(() => macd.stream({fast: 26, slow: 26})).toThrow(/shorter/);
		expect(() => macd.compute(walk(5), {fast: 30, slow: 26})).toThrow(/shorter/);
	});

	test('an unknown volume is a hole of the volume indicators only', () => {
		const candle = {ts: 0, open: 2, high: 3, low: 1, close: 2, volume: null, flags: candleFlag.open};
		const answers = indicators
			.filter(indicator => indicator.warmUp() === 0)
			.map(indicator => [indicator.id, indicator.stream().next(candle)[0]]);
		expect(answers).toEqual([
			['vwap', Number.NaN],
			['cumulative-vwap', Number.NaN],
			['obv', Number.NaN],
		]);
		expect(findIndicator('sma')!.stream({period: 1}).next(candle)).toEqual([2]);
	});
});
