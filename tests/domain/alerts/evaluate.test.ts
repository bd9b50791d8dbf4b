import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	candleObservations,
	evaluate,
	quoteObservation,
	standingAt,
	standingOf,
	untouched,
	type Observation,
	type Repetition,
} from '#domain/alerts/evaluate.js';
import {readRule} from '#domain/alerts/rule-text.js';
import type {Condition} from '#domain/alerts/rule.js';
import {sliceCandles} from '#domain/candles.js';
import {stepOf} from '#domain/interval.js';
import {walkOf} from '../forecast/series.js';

const every: Repetition = {once: false, coolDownMs: 0, hysteresisPercent: 0};
const conditionOf = (text: string): Condition => readRule(`x ${text}`).condition;

/** Prices at 1, 2, 3 …; null is unknown. */
function firedAt(text: string, prices: readonly (number | null)[], repetition = every): readonly number[] {
	const condition = conditionOf(text);
	if (condition.of !== 'quote') throw new Error('a rule about quotes');
	const seen = prices.map((price, i) => quoteObservation(condition, i + 1, price));
	return evaluate(untouched, condition, seen, repetition).firings.map(({at}) => at);
}

test('a rule waits for its first observation, is armed, has fired until the number is back, or is done', () => {
	const level = conditionOf('> 100');
	if (level.of !== 'quote') throw new Error('a rule about quotes');
	const after = (prices: readonly number[], once: boolean) => {
		const seen = prices.map((price, i) => quoteObservation(level, i + 1, price));
		return standingOf(level, evaluate(untouched, level, seen, {...every, once}).state);
	};
	expect(after([], false)).toBe('waiting');
	expect(after([90], false)).toBe('armed');
	expect(after([90, 101], false)).toBe('fired');
	expect(after([90, 101, 99], false)).toBe('armed');
	expect(after([90, 101], true)).toBe('done');
	const crossed = {...untouched, through: 5, armed: false};
	expect(standingOf(conditionOf('crosses sma(5)'), crossed), 'the way back is a crossing, too').toBe('armed');
});

describe('a level', () => {
	test('fires when the number passes it, and again only after it was back', () => {
		expect(firedAt('> 100', [90, 101, 102, 99, 103])).toEqual([2, 5]);
		expect(firedAt('< 100', [110, 99, 98, 101, 97])).toEqual([2, 5]);
	});

	test('fires at once when the condition holds from the beginning', () => {
		expect(firedAt('> 100', [120, 130])).toEqual([1]);
	});

	test('does not fire at the level itself', () => {
		expect(firedAt('> 100', [100, 100.01])).toEqual([2]);
	});

	test('with hysteresis stays quiet while the number dances around it', () => {
		const repetition = {...every, hysteresisPercent: 2};
		expect(firedAt('> 100', [90, 101, 99.5, 101, 97.9, 101], repetition)).toEqual([2, 6]);
	});

	test('unknown values say nothing', () => {
		expect(firedAt('> 100', [90, null, 101, null, 102])).toEqual([3]);
	});

	test('that fires once is off afterwards', () => {
		expect(firedAt('> 100', [90, 101, 90, 101], {...every, once: true})).toEqual([2]);
	});

	test('within the cool-down is counted and not told', () => {
		const condition = conditionOf('> 100') as Extract<Condition, {of: 'quote'}>;
		const prices = [90, 101, 90, 101, 90, 101, 90, 101];
		const seen = prices.map((price, i) => quoteObservation(condition, (i + 1) * 10, price));
		const {firings} = evaluate(untouched, condition, seen, {...every, coolDownMs: 35});
		expect(firings.map(({at, folded}) => [at, folded])).toEqual([
			[20, false],
			[40, true],
			[60, false],
			[80, true],
		]);
	});
});

/** Distances from the line at 1, 2, 3 … */
const cross = (text: string, distances: readonly number[]): readonly number[] => {
	const seen = distances.map((beyond, i): Observation => ({at: i + 1, beyond, value: 0, level: 0}));
	return evaluate(untouched, conditionOf(text), seen, every).firings.map(({at}) => at);
};

describe('a crossing', () => {
	test('fires when the price changes sides, in the direction asked for', () => {
		const distances = [-1, 1, 2, -1, 3];
		expect(cross('crosses sma(5)', distances)).toEqual([2, 4, 5]);
		expect(cross('crosses above sma(5)', distances)).toEqual([2, 5]);
		expect(cross('crosses below sma(5)', distances)).toEqual([4]);
	});

	test('needs a side to come from, and touching is not crossing', () => {
		expect(cross('crosses sma(5)', [1, 0, 1, 0, -1])).toEqual([5]);
	});
});

describe('evaluating what is new', () => {
	const candles = walkOf(600, 0.1, 71);
	const step = stepOf['1h'];
	const rules = [
		'crosses sma(20)',
		'crosses below ema(10)',
		'rsi(14) < 40',
		'macd histogram > 0',
		'volume > 1.05x average',
	].map(text => conditionOf(text) as Exclude<Condition, {of: 'quote'}>);

	test.each(rules)('fires exactly where the whole history says: %j', condition => {
		const whole = evaluate(untouched, condition, candleObservations(condition, candles, step), every);
		expect(whole.firings.length).toBeGreaterThan(0);
		fc.assert(
			fc.property(fc.array(fc.integer({min: 1, max: 120}), {minLength: 1, maxLength: 12}), sizes => {
				let state = untouched;
				const fired: number[] = [];
				let end = 0;
				for (const size of [...sizes, candles.length]) {
					end = Math.min(candles.length, end + size);
					const known = candleObservations(condition, sliceCandles(candles, 0, end), step);
					const part = evaluate(state, condition, known, every);
					state = part.state;
					fired.push(...part.firings.map(({at}) => at));
				}

				expect(fired).toEqual(whole.firings.map(({at}) => at));
			}),
			{numRuns: 25},
		);
	});
});

test('the candle that is still open is not looked at', () => {
	const candles = walkOf(50, 0, 72);
	candles.flags[49] = 1;
	const condition = conditionOf('rsi(5) < 30') as Exclude<Condition, {of: 'quote'}>;
	expect(candleObservations(condition, candles, stepOf['1h'])).toHaveLength(49);
});

describe('a rule added later', () => {
	const condition = conditionOf('crosses sma(5)');
	const seen = [-1, 1, 2, -1].map((beyond, i): Observation => ({at: i + 1, beyond, value: 0, level: 100}));

	test('knows on which side of a line the number was, and tells only what comes', () => {
		const {firings} = evaluate(standingAt(4, condition, seen, every), condition, seen, every);
		expect(firings.map(({at}) => at)).toEqual([4]);
	});

	test('with hysteresis counts a crossing only that far beyond the line', () => {
		const wide = {...every, hysteresisPercent: 1.5};
		const far = [-2, 1, 2, -1, -2].map((beyond, i): Observation => ({
			at: i + 1,
			beyond,
			value: 0,
			level: 100,
		}));
		expect(evaluate(untouched, condition, far, wide).firings.map(({at}) => at)).toEqual([3, 5]);
	});
});
