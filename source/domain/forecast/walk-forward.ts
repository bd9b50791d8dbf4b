/** The only way a model is judged: trained on a window, asked about what follows, again and again through time. */

import {calibrated, calibrationSize, createConformal, intervalOf, type ConformalState} from './conformal.js';
import {ewmaVolatility, intervalScore, pointScore, rSquared} from './metrics.js';
import {
	coverageLevels,
	isOldFormulation,
	type Evaluation,
	type ForecastInterval,
	type PointScore,
	type Proven,
} from './model.js';
import {usableRows, type Material} from './rows.js';
import {forecastRow, train, type TrainOptions} from './trained.js';

/** How far the windows reach, in rows. */
export type Schedule = {readonly window: number; readonly refitEvery: number};

/** Fewest rows to train on, and fewest forecasts to judge by. */
export const leastTraining = 500;
export const leastScored = 200;

const fullWindow = {'1h': 8760, '1d': 1000} as const satisfies Record<ForecastInterval, number>;
const refitEvery = {'1h': 720, '1d': 30} as const satisfies Record<ForecastInterval, number>;
/** Rows of the moving window for the worst coverage: 30 days of hours, 90 days. */
const coverageWindow = {'1h': 720, '1d': 90} as const satisfies Record<ForecastInterval, number>;

/** The schedule for a history of `rows` usable rows: the full window, or seven tenths of a shorter one. */
export function scheduleFor(interval: ForecastInterval, rows: number): Schedule {
	const window = Math.max(leastTraining, Math.min(fullWindow[interval], Math.floor(rows * 0.7)));
	return {window, refitEvery: refitEvery[interval]};
}

/**
 * The window of rows before `start`, less one row of embargo: the outcome of the row before is the candle that the first
 * forecast is made from.
 */
const knownBefore = (rows: Int32Array, start: number, window: number): Int32Array =>
	rows.slice(start - window, start - 1);

/** The rows that are known before the first forecast is made. */
export const firstKnown = (rows: Int32Array, {window}: Schedule): Int32Array =>
	knownBefore(rows, window, window);

/** The rows a model for use is trained on: the newest ones. */
export const trainingRows = (interval: ForecastInterval, rows: Int32Array): Int32Array =>
	rows.slice(-fullWindow[interval]);

/** One forecast and its outcome, in time order. */
type Walked = {
	readonly row: Int32Array;
	readonly centre: Float64Array;
	readonly scale: Float64Array;
	readonly linear: Float64Array;
	readonly lambda: number | null;
	readonly drift: Float64Array;
	readonly folds: number;
	/** Whether a forest took part in the scale of every forecast. */
	readonly scaleForest: boolean;
};

type Progress = (done: number, of: number) => void;

function walk(material: Material, schedule: Schedule, options: TrainOptions, onProgress?: Progress): Walked {
	const rows = usableRows(material);
	const {window, refitEvery} = schedule;
	const count = Math.max(0, rows.length - window);
	const walked = {
		row: rows.slice(window),
		centre: new Float64Array(count),
		scale: new Float64Array(count),
		linear: new Float64Array(count),
		drift: new Float64Array(count),
	};
	const {close} = material.candles;
	const lambdas: number[] = [];
	let scaleForest = true;
	const folds = Math.ceil(count / refitEvery);
	for (let fold = 0; fold < folds; fold++) {
		const start = window + fold * refitEvery;
		const known = knownBefore(rows, start, window);
		const model = train(material, known, options);
		if (model.centre) lambdas.push(model.centre.lambda);
		if (!model.scale.forest) scaleForest = false;
		const last = known.at(-1)!;
		const drift = Math.log(close[last + 1]! / close[known[0]!]!) / (last + 1 - known[0]!);
		for (let i = start; i < Math.min(rows.length, start + refitEvery); i++) {
			const {centre, scale, linear} = forecastRow(model, material, rows[i]!);
			walked.centre[i - window] = centre;
			walked.scale[i - window] = scale;
			walked.linear[i - window] = linear;
			walked.drift[i - window] = drift;
		}

		onProgress?.(fold + 1, folds);
	}

	const lambda = lambdas.length === 0 ? null : lambdas.reduce((sum, one) => sum + one, 0) / lambdas.length;
	return {...walked, lambda, folds, scaleForest};
}

/** The verdict on a model, and the calibration its intervals go on with. */
export type Judged = {readonly evaluation: Evaluation; readonly conformal: ConformalState};

/**
 * Judges the kind of model over the whole history. Needs {@link leastTraining} rows and {@link leastScored} forecasts;
 * the caller has checked.
 */
export function judge(
	material: Material,
	options: TrainOptions,
	schedule: Schedule,
	onProgress?: Progress,
): Judged {
	const {candles, interval, ranges} = material;
	const walked = walk(material, schedule, options, onProgress);
	const pick = (column: Float64Array, ahead: 0 | 1): Float64Array =>
		Float64Array.from(walked.row, row => column[row + ahead]!);
	const lastClose = pick(candles.close, 0);
	const actual = pick(candles.close, 1);
	const moves = actual.map((close, i) => Math.log(close / lastClose[i]!));
	const score = (centre: (i: number) => number, sign?: Float64Array): PointScore =>
		pointScore(
			{lastClose, actual, predicted: lastClose.map((close, i) => close * Math.exp(centre(i)))},
			sign,
		);
	const lastMoves = Float64Array.from(walked.row, row =>
		Math.log(candles.close[row]! / candles.close[row - 1]!),
	);
	const nextRange = pick(ranges, 1);
	const lastRange = pick(ranges, 0);
	const model = score(i => walked.centre[i]!);
	const r2 = rSquared(nextRange, walked.scale.map(Math.log));
	const linearR2 = rSquared(nextRange, walked.linear);
	const proven: Proven = {
		centre: model.skill > 0 || isOldFormulation(options.kind),
		scaleForest: walked.scaleForest && r2 >= linearR2,
	};
	const shipped = {
		centre: proven.centre ? walked.centre : new Float64Array(moves.length),
		scale: proven.scaleForest ? walked.scale : walked.linear.map(Math.exp),
	};
	const {intervals, conformal} = judgeIntervals(interval, shipped, lastClose, actual, moves);
	return {
		conformal,
		evaluation: {
			folds: walked.folds,
			trainRows: schedule.window,
			refitEvery: schedule.refitEvery,
			range: {from: candles.ts[walked.row[0]!]!, to: candles.ts[walked.row.at(-1)! + 1]!},
			model,
			baselines: {
				persistence: score(() => 0),
				drift: score(i => walked.drift[i]!),
				// Reversal names a direction, not a price: its price is the last one.
				reversal: score(
					() => 0,
					lastMoves.map(move => -move),
				),
			},
			intervals,
			scale: {r2, linearR2, skill: 1 - (1 - r2) / (1 - rSquared(nextRange, lastRange))},
			lambda: walked.lambda,
			proven,
		},
	};
}

/** Lets the intervals learn through time; those of the first rows only calibrate. */
function judgeIntervals(
	interval: ForecastInterval,
	{centre, scale}: Pick<Walked, 'centre' | 'scale'>,
	lastClose: Float64Array,
	actual: Float64Array,
	moves: Float64Array,
): Pick<Evaluation, 'intervals'> & {readonly conformal: ConformalState} {
	const size = calibrationSize[interval];
	const n = moves.length;
	const warmUp = Math.min(size, n >> 1);
	const scores = moves.map((move, i) => Math.abs(move - centre[i]!) / scale[i]!);
	const conformal = createConformal(calibrated(scores.slice(0, warmUp), size), size);
	const count = n - warmUp;
	const low = coverageLevels.map(() => new Float64Array(count));
	const high = coverageLevels.map(() => new Float64Array(count));
	for (let i = warmUp; i < n; i++) {
		const reach = conformal.reach();
		for (const level of coverageLevels.keys()) {
			const bounds = intervalOf(lastClose[i]!, centre[i]!, scale[i]!, reach[level]!);
			low[level]![i - warmUp] = bounds[0];
			high[level]![i - warmUp] = bounds[1];
		}

		conformal.learn(scores[i]!);
	}

	const volatility = ewmaVolatility(moves).subarray(warmUp);
	return {
		conformal: conformal.state(),
		intervals: coverageLevels.map((level, i) =>
			intervalScore({
				level,
				lastClose: lastClose.subarray(warmUp),
				actual: actual.subarray(warmUp),
				low: low[i]!,
				high: high[i]!,
				volatility,
				window: coverageWindow[interval],
			}),
		),
	};
}
