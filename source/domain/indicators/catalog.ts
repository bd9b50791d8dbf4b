/** Every indicator as a row of one table: panes, alerts and the shared tests are generated from it. */

import type {Candles} from '../candles.js';
import type {Candle} from '../market.js';
import {Macd, Rsi, Stochastic, macd, rsi, stochastic} from './momentum.js';
import {Ema, Sma, Wilder, ema, sma, wilder} from './moving-average.js';
import {Adx, adx} from './trend.js';
import {Atr, Bollinger, TrueRange, Volatility, atr, bollinger, trueRange, volatility} from './volatility.js';
import {Obv, Vwap, obv, vwap} from './volume.js';

/** One number a user may set. Whole unless `fraction` is true; `min` and `max` are allowed. */
export type Parameter = {
	readonly default: number;
	readonly min: number;
	readonly max: number;
	readonly fraction?: true;
};

/** Values for the parameters of an indicator, by name. What is left out has its default. */
export type Settings<Name extends string = string> = Readonly<Record<Name, number>>;

/** The streaming form over candles; see stream.ts for its laws. Answers hold one number per line, NaN where absent. */
export interface CandleStream {
	/** Takes one closed candle. */
	next(candle: Candle): readonly number[];
	/** What `next(candle)` would return; changes nothing. For the candle that is still open. */
	peek(candle: Candle): readonly number[];
}

/** One row. Every function throws a RangeError on a parameter that is unknown or outside its bounds. */
export type Indicator<Id extends string = string> = {
	readonly id: Id;
	readonly parameters: Readonly<Record<string, Parameter>>;
	/** `overlay` is drawn over the prices, in their unit; `pane` has a scale of its own. */
	readonly place: 'overlay' | 'pane';
	/** Names of the output lines, in the order of the answers. */
	readonly lines: readonly string[];
	/** Rows before the first value, the same for all lines. */
	readonly warmUp: (given?: Settings) => number;
	/** One column per line, each as long as the candles. */
	readonly compute: (candles: Candles, given?: Settings) => readonly Float64Array[];
	readonly stream: (given?: Settings) => CandleStream;
};

type Row<Id extends string, Name extends string> = {
	readonly id: Id;
	readonly place: 'overlay' | 'pane';
	readonly lines: readonly string[];
	readonly parameters: Readonly<Record<Name, Parameter>>;
	readonly warmUp: (settings: Settings<Name>) => number;
	readonly compute: (candles: Candles, settings: Settings<Name>) => readonly Float64Array[];
	readonly stream: (settings: Settings<Name>) => CandleStream;
};

const longest = 10_000;
const period = (value: number, min = 1): Parameter => ({default: value, min, max: longest});

function define<const Id extends string, Name extends string>(row: Row<Id, Name>): Indicator<Id> {
	const settle = (given: Settings = {}): Settings<Name> => settled(row.id, row.parameters, given);
	return {
		...row,
		warmUp: given => row.warmUp(settle(given)),
		compute: (candles, given) => row.compute(candles, settle(given)),
		stream: given => row.stream(settle(given)),
	};
}

function settled<Name extends string>(
	id: string,
	parameters: Readonly<Record<Name, Parameter>>,
	given: Settings,
): Settings<Name> {
	const settings: Record<string, number> = {};
	for (const [name, parameter] of Object.entries<Parameter>(parameters)) {
		const value = given[name] ?? parameter.default;
		const {min, max, fraction} = parameter;
		if (!(value >= min && value <= max) || (!fraction && !Number.isInteger(value))) {
			throw new RangeError(
				`${id} ${name} is a ${fraction ? '' : 'whole '}number from ${min} to ${max}, not ${value}`,
			);
		}

		settings[name] = value;
	}

	const unknown = Object.keys(given).find(name => !(name in settings));
	if (unknown !== undefined) throw new RangeError(`${id} has no parameter ${unknown}`);
	return settings as Settings<Name>;
}

const single = (value: number): readonly number[] => [value];

/** A stream over closes; `lines` puts its answer in the order of the row. */
function ofClose<Answer>(
	stream: Record<'next' | 'peek', (close: number) => Answer>,
	lines: (answer: Answer) => readonly number[],
): CandleStream {
	return {
		next: ({close}) => lines(stream.next(close)),
		peek: ({close}) => lines(stream.peek(close)),
	};
}

/** As {@link ofClose}, over high, low and close. */
function ofRange<Answer>(
	stream: Record<'next' | 'peek', (high: number, low: number, close: number) => Answer>,
	lines: (answer: Answer) => readonly number[],
): CandleStream {
	return {
		next: ({high, low, close}) => lines(stream.next(high, low, close)),
		peek: ({high, low, close}) => lines(stream.peek(high, low, close)),
	};
}

function ofVwap(stream: Vwap): CandleStream {
	return {
		next: ({ts, high, low, close, volume}) => [stream.next(ts, high, low, close, volume ?? Number.NaN)],
		peek: ({ts, high, low, close, volume}) => [stream.peek(ts, high, low, close, volume ?? Number.NaN)],
	};
}

/** All indicators, in the order in which they are offered. */
export const indicators = [
	define({
		id: 'sma',
		place: 'overlay',
		lines: ['sma'],
		parameters: {period: period(20)},
		warmUp: ({period}) => period - 1,
		compute: ({close}, {period}) => [sma(close, period)],
		stream: ({period}) => ofClose(new Sma(period), single),
	}),
	define({
		id: 'ema',
		place: 'overlay',
		lines: ['ema'],
		parameters: {period: period(20)},
		warmUp: ({period}) => period - 1,
		compute: ({close}, {period}) => [ema(close, period)],
		stream: ({period}) => ofClose(new Ema(period), single),
	}),
	define({
		id: 'wilder',
		place: 'overlay',
		lines: ['wilder'],
		parameters: {period: period(14)},
		warmUp: ({period}) => period - 1,
		compute: ({close}, {period}) => [wilder(close, period)],
		stream: ({period}) => ofClose(new Wilder(period), single),
	}),
	define({
		id: 'bollinger',
		place: 'overlay',
		lines: ['upper', 'middle', 'lower'],
		parameters: {period: period(20, 2), deviations: {default: 2, min: 0.1, max: 10, fraction: true}},
		warmUp: ({period}) => period - 1,
		compute({close}, settings) {
			const {upper, middle, lower} = bollinger(close, settings);
			return [upper, middle, lower];
		},
		stream: settings => ofClose(new Bollinger(settings), ({upper, middle, lower}) => [upper, middle, lower]),
	}),
	define({
		id: 'vwap',
		place: 'overlay',
		lines: ['vwap'],
		parameters: {},
		warmUp: () => 0,
		compute: candles => [vwap(candles, 'day')],
		stream: () => ofVwap(new Vwap('day')),
	}),
	define({
		id: 'cumulative-vwap',
		place: 'overlay',
		lines: ['vwap'],
		parameters: {},
		warmUp: () => 0,
		compute: candles => [vwap(candles, 'start')],
		stream: () => ofVwap(new Vwap('start')),
	}),
	define({
		id: 'rsi',
		place: 'pane',
		lines: ['rsi'],
		parameters: {period: period(14)},
		warmUp: ({period}) => period,
		compute: ({close}, {period}) => [rsi(close, period)],
		stream: ({period}) => ofClose(new Rsi(period), single),
	}),
	define({
		id: 'macd',
		place: 'pane',
		lines: ['macd', 'signal', 'histogram'],
		parameters: {fast: period(12), slow: period(26, 2), signal: period(9)},
		warmUp: ({slow, signal}) => slow + signal - 2,
		compute({close}, settings) {
			const {macd: line, signal, histogram} = macd(close, settings);
			return [line, signal, histogram];
		},
		stream: settings => ofClose(new Macd(settings), ({macd, signal, histogram}) => [macd, signal, histogram]),
	}),
	define({
		id: 'stochastic',
		place: 'pane',
		lines: ['k', 'd'],
		parameters: {period: period(14), slowing: period(3), signal: period(3)},
		warmUp: ({period, slowing, signal}) => period + slowing + signal - 3,
		compute(candles, settings) {
			const {k, d} = stochastic(candles, settings);
			return [k, d];
		},
		stream: settings => ofRange(new Stochastic(settings), ({k, d}) => [k, d]),
	}),
	define({
		id: 'adx',
		place: 'pane',
		lines: ['adx', 'plus-di', 'minus-di'],
		parameters: {period: period(14, 2)},
		warmUp: ({period}) => 2 * period - 1,
		compute(candles, {period}) {
			const {adx: line, plusDi, minusDi} = adx(candles, period);
			return [line, plusDi, minusDi];
		},
		stream: ({period}) => ofRange(new Adx(period), ({adx, plusDi, minusDi}) => [adx, plusDi, minusDi]),
	}),
	define({
		id: 'true-range',
		place: 'pane',
		lines: ['true-range'],
		parameters: {},
		warmUp: () => 1,
		compute: candles => [trueRange(candles)],
		stream: () => ofRange(new TrueRange(), single),
	}),
	define({
		id: 'atr',
		place: 'pane',
		lines: ['atr'],
		parameters: {period: period(14)},
		warmUp: ({period}) => period,
		compute: (candles, {period}) => [atr(candles, period)],
		stream: ({period}) => ofRange(new Atr(period), single),
	}),
	define({
		id: 'volatility',
		place: 'pane',
		lines: ['volatility'],
		parameters: {period: period(20, 2)},
		warmUp: ({period}) => period,
		compute: ({close}, {period}) => [volatility(close, period)],
		stream: ({period}) => ofClose(new Volatility(period), single),
	}),
	define({
		id: 'obv',
		place: 'pane',
		lines: ['obv'],
		parameters: {},
		warmUp: () => 0,
		compute: candles => [obv(candles)],
		stream() {
			const stream = new Obv();
			return {
				next: ({close, volume}) => [stream.next(close, volume ?? Number.NaN)],
				peek: ({close, volume}) => [stream.peek(close, volume ?? Number.NaN)],
			};
		},
	}),
];

/** Name of an indicator: what a user types and what settings store. */
export type IndicatorId = (typeof indicators)[number]['id'];

/** The row of an indicator; undefined for a name that is none. */
export function findIndicator(id: string): Indicator<IndicatorId> | undefined {
	return indicators.find(indicator => indicator.id === id);
}
