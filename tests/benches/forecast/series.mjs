/** Walk-forward over the recorded histories, trained by the pool of the program: every number that was promised. */

import {monitorEventLoopDelay} from 'node:perf_hooks';
import {createTrainingPool} from '../../../dist/adapters/training/training-pool.js';
import {calibrationSize} from '../../../dist/domain/forecast/conformal.js';
import {ewmaVolatility, intervalScore} from '../../../dist/domain/forecast/metrics.js';
import {materialOf, usableRows} from '../../../dist/domain/forecast/rows.js';
import {scheduleFor} from '../../../dist/domain/forecast/walk-forward.js';
import {hasRecordings, noRecordings, recorded, series} from './data.mjs';
import {delayGateOf, delayOf, round, tell} from './report.mjs';

const worker = new URL('../../../dist/adapters/training/training-worker.js', import.meta.url);

/** Interval score of last close plus or minus a normal quantile of the last 50 returns, on the rows that are judged. */
function gaussian(material, interval) {
	const rows = usableRows(material);
	const forecasts = rows.slice(scheduleFor(interval, rows.length).window);
	const warmUp = Math.min(calibrationSize[interval], forecasts.length >> 1);
	const {names, columns} = material.matrix('returns');
	const deviation = columns[names.indexOf('deviation-50')];
	const {close} = material.candles;
	const moves = Float64Array.from(forecasts, row => Math.log(close[row + 1] / close[row]));
	const judged = forecasts.slice(warmUp);
	const lastClose = Float64Array.from(judged, row => close[row]);
	const bound = sign =>
		Float64Array.from(judged, row => close[row] * Math.exp(sign * 1.2815515655446004 * deviation[row]));
	return intervalScore({
		level: 0.8,
		lastClose,
		actual: Float64Array.from(judged, row => close[row + 1]),
		low: bound(-1),
		high: bound(1),
		volatility: ewmaVolatility(moves).subarray(warmUp),
		window: interval === '1h' ? 720 : 90,
	});
}

const naiveRows = {
	'BTC 1h': {n: 25_527, rmse: 352.586, mae: 208.399},
};

const share = one => (one ? {value: round(one.value), low: round(one.low), high: round(one.high)} : null);

function tellSeries({name, interval}, candles, {evaluation}) {
	const {model, baselines, intervals, scale, lambda, proven, folds, trainRows} = evaluation;
	const {persistence, drift, reversal} = baselines;
	const normalBand = gaussian(materialOf(candles, interval), interval);
	const [, at80] = intervals;
	const winkler = at80.winklerBp / normalBand.winklerBp - 1;
	const expected = naiveRows[name];
	const naiveExact =
		!expected ||
		(persistence.n === expected.n &&
			Math.abs(persistence.rmse - expected.rmse) < 5e-4 &&
			Math.abs(persistence.mae - expected.mae) < 6e-4);
	const hourly = interval === '1h';
	const usedR2 = proven.scaleForest ? scale.r2 : scale.linearR2;
	const covers = intervals.every(({level, coverage}) => Math.abs(coverage.value - level) <= 0.01);
	tell('series', {
		series: name,
		folds,
		trainRows,
		forecasts: model.n,
		naive: {
			rmse: round(persistence.rmse, 3),
			mae: round(persistence.mae, 3),
			mape: round(persistence.mape),
			r2: round(persistence.r2, 6),
		},
		...(expected ? {naiveExact} : {}),
		model: {
			rmse: round(model.rmse, 3),
			mae: round(model.mae, 3),
			mape: round(model.mape),
			r2: round(model.r2, 6),
			returnR2: round(model.returnR2, 6),
			skill: round(model.skill, 6),
			dieboldMariano: round(model.dieboldMariano, 2),
			direction: share(model.direction),
		},
		drift: {skill: round(drift.skill, 6), direction: share(drift.direction)},
		reversal: {direction: share(reversal.direction)},
		lambda: round(lambda),
		intervals: intervals.map(({level, coverage, widthBp, winklerBp, byVolatility, worstWindow}) => ({
			level,
			coverage: round(coverage.value),
			n: coverage.n,
			widthBp: round(widthBp, 1),
			winklerBp: round(winklerBp, 1),
			calmMidWild: byVolatility.map(value => round(value, 3)),
			worstWindow: round(worstWindow, 3),
		})),
		gaussian80: {coverage: round(normalBand.coverage.value), winklerBp: round(normalBand.winklerBp, 1)},
		winklerAgainstGaussian: round(winkler),
		range: {r2: round(scale.r2), linearR2: round(scale.linearR2), skill: round(scale.skill)},
		proven,
		...(hourly
			? {
					coverageGate: 0.01,
					winklerGate: -0.05,
					...(name === 'BTC 1h' ? {rangeR2Gate: 0.53} : {}),
					pass:
						naiveExact &&
						covers &&
						winkler <= -0.05 &&
						usedR2 >= scale.linearR2 &&
						(name !== 'BTC 1h' || usedR2 >= 0.53),
				}
			: {}),
	});
}

/** Tells a line per series, and one of the pool that trained them. */
export async function realSeries() {
	if (!hasRecordings) return tell('series', {skipped: noRecordings});
	const pool = createTrainingPool({threads: 2, worker});
	const judge = delayGateOf();
	const delay = monitorEventLoopDelay({resolution: 5});
	delay.enable();
	const start = process.cpuUsage();
	const jobs = series.map(({name, interval, file}, priority) => {
		const candles = recorded(file, interval);
		return {name, interval, candles, priority};
	});
	delay.reset();
	const built = await Promise.all(
		jobs.map(({name, interval, candles, priority}) =>
			pool.train(
				{asset: name, interval, kind: 'standard', candles, seed: 1, search: 0, scale: null, priority},
				() => {},
			),
		),
	);
	const {user, system} = process.cpuUsage(start);
	delay.disable();
	await pool.close();
	for (const [i, job] of jobs.entries()) tellSeries(job, job.candles, built[i]);
	const {holds, ...loop} = judge(delayOf(delay));
	tell('pool', {
		task: 'walk-forward and training of the four series, 2 threads',
		cpuSeconds: round((user + system) / 1e6, 1),
		...loop,
		pass: holds,
	});
}
