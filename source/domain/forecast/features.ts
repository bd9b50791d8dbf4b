/**
 * Feature sets: what a model sees of the candles up to and including a row. One definition serves training and
 * forecasting alike; nothing looks ahead. Rows are taken as they are stored: a missing candle is not filled, the next
 * return simply spans the hole.
 */

import type {Candles} from '../candles.js';
import {rsi} from '../indicators/momentum.js';
import {sma} from '../indicators/moving-average.js';
import {over} from '../indicators/stream.js';
import {Deviation} from '../indicators/volatility.js';
import {stepOf} from '../interval.js';
import type {Columns} from './bins.js';
import type {ForecastInterval} from './model.js';

export const featureSetIds = ['returns', 'range', 'levels', 'levels-short'] as const;
export type FeatureSetId = (typeof featureSetIds)[number];

/** One named column; NaN during warm-up. */
type Feature = {readonly name: string; readonly values: Float64Array};

export type FeatureSet = {
	readonly id: FeatureSetId;
	/** Counts up whenever a number may change: models of another version are refused. */
	readonly version: number;
	readonly about: string;
	/** Columns as long as the candles, NaN where a row has no value yet. */
	readonly compute: (candles: Candles, interval: ForecastInterval) => readonly Feature[];
};

/** Rows at the start of a series that no set uses, so that all models are scored on the same rows. */
export const warmUpRows = 60;

const hourMs = stepOf['1h'];
const dayMs = stepOf['1d'];
/** Below one part in a million a candle counts as flat: the logarithm must stay finite. */
const leastRange = 1e-6;

const column = (length: number, value: (row: number) => number): Float64Array =>
	Float64Array.from({length}, (_, row) => value(row));

/** The value `rows` earlier. */
const lagged = (values: Float64Array, rows: number): Float64Array =>
	column(values.length, row => values[row - rows] ?? Number.NaN);

/** Log return from the row before. */
const returnsOf = ({length, close}: Candles): Float64Array =>
	column(length, row => (row === 0 ? Number.NaN : Math.log(close[row]! / close[row - 1]!)));

/** Logarithm of the log range (high over low) of each candle: the size of its move, nearly normal. */
export const logRange = ({length, high, low}: Candles): Float64Array =>
	column(length, row => Math.log(Math.max(leastRange, Math.log(high[row]! / low[row]!))));

/** Mean of the last `window` values, of fewer at the start. */
function meanOfLast(values: Float64Array, window: number): Float64Array {
	const sums = new Float64Array(values.length + 1);
	for (let row = 0; row < values.length; row++) sums[row + 1] = sums[row]! + values[row]!;
	return column(values.length, row => {
		const from = Math.max(0, row + 1 - window);
		return (sums[row + 1]! - sums[from]!) / (row + 1 - from);
	});
}

/** Distance of the close from its simple average, as a logarithm. */
function distance({close}: Candles, period: number): Float64Array {
	const average = sma(close, period);
	return column(close.length, row => Math.log(close[row]! / average[row]!));
}

/** Sample standard deviation of the last `period` values. */
const deviation = (values: Float64Array, period: number): Float64Array => over(values, new Deviation(period));

/** How far the volume lies from its mean, in standard deviations; 0 where it never changes or is unknown. */
function volumeScore({volume}: Candles, period: number): Float64Array {
	const known = volume.map(value => (Number.isNaN(value) ? 0 : Math.log1p(value)));
	const average = sma(known, period);
	const spread = deviation(known, period);
	return column(known.length, row => {
		if (Number.isNaN(spread[row]!)) return Number.NaN;
		return spread[row]! > 1e-12 ? (known[row]! - average[row]!) / spread[row]! : 0;
	});
}

function returnFeatures(candles: Candles): readonly Feature[] {
	const {length, high, low, close} = candles;
	const returns = returnsOf(candles);
	const strength = rsi(close, 14);
	return [
		...[0, 1, 2, 3, 4, 5].map(rows => ({name: `return-${rows}`, values: lagged(returns, rows)})),
		...[5, 10, 20].map(period => ({name: `distance-${period}`, values: distance(candles, period)})),
		...[10, 50].map(period => ({name: `deviation-${period}`, values: deviation(returns, period)})),
		{name: 'log-range', values: logRange(candles)},
		{
			name: 'position',
			values: column(length, row =>
				high[row]! > low[row]! ? (close[row]! - low[row]!) / (high[row]! - low[row]!) : 0.5,
			),
		},
		{name: 'volume-score', values: volumeScore(candles, 20)},
		{name: 'rsi-14', values: strength},
	];
}

/** Horizons of the heterogeneous autoregression (Corsi 2009): in rows, beside the row itself. */
const horizons = {'1h': [4, 24, 168], '1d': [3, 7, 30]} as const satisfies Record<
	ForecastInterval,
	readonly number[]
>;

/** The moment a row forecasts, on the circle where such moments repeat: hours of the day, or days of the week. */
function phaseOf(interval: ForecastInterval, ts: number): number {
	return interval === '1h'
		? (((ts + hourMs) % dayMs) / dayMs) * 2 * Math.PI
		: (((ts + dayMs) % (7 * dayMs)) / (7 * dayMs)) * 2 * Math.PI;
}

/** Whether the candle after `ts` opens on a Saturday or Sunday, UTC. The epoch began on a Thursday. */
function opensOnWeekend(interval: ForecastInterval, ts: number): boolean {
	const weekday = (Math.floor((ts + stepOf[interval]) / dayMs) + 4) % 7;
	return weekday === 0 || weekday === 6;
}

function rangeFeatures(candles: Candles, interval: ForecastInterval): readonly Feature[] {
	const {length, ts} = candles;
	const ranges = logRange(candles);
	const returns = returnsOf(candles);
	const circle = (name: string, wave: (phase: number) => number): Feature => ({
		name,
		values: column(length, row => wave(phaseOf(interval, ts[row]!))),
	});
	return [
		{name: 'range-now', values: ranges},
		...horizons[interval].map(rows => ({name: `range-${rows}`, values: meanOfLast(ranges, rows)})),
		{
			name: 'log-return-size',
			values: returns.map(value => Math.log(Math.max(leastRange, Math.abs(value)))),
		},
		circle('sin-1', Math.sin),
		circle('cos-1', Math.cos),
		circle('sin-2', phase => Math.sin(2 * phase)),
		circle('cos-2', phase => Math.cos(2 * phase)),
		{name: 'weekend', values: column(length, row => (opensOnWeekend(interval, ts[row]!) ? 1 : 0))},
	];
}

function levelFeatures(candles: Candles): readonly Feature[] {
	const {close} = candles;
	return [
		{name: 'close', values: close},
		...[1, 2, 3, 4, 5].map(rows => ({name: `close-${rows}`, values: lagged(close, rows)})),
		...[5, 10, 20].map(period => ({name: `sma-${period}`, values: sma(close, period)})),
		{name: 'deviation-10', values: deviation(close, 10)},
		{name: 'change-1', values: returnsOf(candles).map(value => Math.expm1(value))},
	];
}

function shortLevelFeatures(candles: Candles): readonly Feature[] {
	const {close} = candles;
	return [
		{name: 'close', values: close},
		...[3, 6].map(period => ({name: `sma-${period}`, values: sma(close, period)})),
		{name: 'change-1', values: returnsOf(candles).map(value => Math.expm1(value))},
	];
}

/** All feature sets by name. */
export const featureSets: Readonly<Record<FeatureSetId, FeatureSet>> = {
	returns: {
		id: 'returns',
		version: 1,
		about: 'Stationary: returns and their lags, distances to averages, dispersion, range, volume, RSI.',
		compute: returnFeatures,
	},
	range: {
		id: 'range',
		version: 1,
		about: 'Heterogeneous autoregression of the log range with calendar: what volatility is forecast from.',
		compute: rangeFeatures,
	},
	levels: {
		id: 'levels',
		version: 1,
		about: 'The old formulation: price levels, lags, averages. Kept for comparison.',
		compute: levelFeatures,
	},
	'levels-short': {
		id: 'levels-short',
		version: 1,
		about: 'The older formulation: price, two averages and the last change. Kept for comparison.',
		compute: shortLevelFeatures,
	},
};

/** A matrix of one or more sets side by side: names and columns. */
export type FeatureMatrix = {readonly names: readonly string[]; readonly columns: Columns};

/** The columns of several sets; a name that two sets share is prefixed by its set. */
export function featureMatrix(
	sets: readonly FeatureSetId[],
	candles: Candles,
	interval: ForecastInterval,
): FeatureMatrix {
	const features = sets.flatMap(id =>
		featureSets[id]
			.compute(candles, interval)
			.map(({name, values}) => ({name: sets.length > 1 ? `${id}.${name}` : name, values})),
	);
	return {names: features.map(({name}) => name), columns: features.map(({values}) => values)};
}
