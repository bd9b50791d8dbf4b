/** One forest of ours against one of scikit-learn: errors and CPU of the same task, mean of five seeds. */

import {binColumns} from '../../../dist/domain/forecast/bins.js';
import {predictRows} from '../../../dist/domain/forecast/forest.js';
import {growTrees} from '../../../dist/domain/forecast/grow-trees.js';
import {rSquared} from '../../../dist/domain/forecast/metrics.js';
import {bitcoinTasks, friedman, hasRecordings, noRecordings} from './data.mjs';
import {mean, round, sum, tell} from './report.mjs';
import {askSklearn, noSklearn, rowMajor, written} from './sklearn.mjs';

const seeds = [1, 2, 3, 4, 5];
const unlimited = 1_000_000;

function cpuSeconds(work) {
	const start = process.cpuUsage();
	const value = work();
	const {user, system} = process.cpuUsage(start);
	return {value, cpu: (user + system) / 1e6};
}

const spec = (name, data, trees, leaf, gates) => ({name, data, trees, leaf, maxFeatures: 1 / 3, ...gates});

function ownFits([train, test], {trees, leaf, maxFeatures}) {
	return seeds.map(seed => {
		const params = {trees, minLeaf: leaf, maxFeatures, maxDepth: unlimited, extra: false, seed};
		const {value, cpu} = cpuSeconds(() =>
			growTrees({columns: binColumns(train.columns), target: train.target}, params),
		);
		const forecast = predictRows({features: train.columns.length, trees: value}, test.columns);
		const errors = forecast.map((one, i) => one - test.target[i]);
		return {
			cpu,
			rmse: Math.sqrt(mean([...errors].map(error => error ** 2))),
			r2: rSquared(test.target, forecast),
		};
	});
}

const average = (fits, field) => mean(fits.map(fit => fit[field]));

/** Tells a line per task. */
export function parity() {
	const bitcoin = hasRecordings ? bitcoinTasks() : null;
	const friedmans = [friedman(4000, 1), friedman(2000, 2)];
	const tasks = [
		...(bitcoin
			? [
					spec('log return, 200 trees, leaf 100', bitcoin.returns, 200, 100, {cpuGate: 0.4}),
					spec('log range, 200 trees, leaf 20', bitcoin.range, 200, 20, {r2Gate: 0.005}),
					spec('log range, 100 deep trees', bitcoin.range, 100, 1, {cpuGate: 0.75}),
				]
			: []),
		spec('Friedman #1, 100 deep trees', friedmans, 100, 1, {}),
	];
	if (!bitcoin) tell('parity', {skipped: noRecordings});
	const theirs = askSklearn(
		tasks.map(({data: [train, test], trees, leaf, maxFeatures}) => ({
			columns: train.columns.length,
			trees,
			leaf,
			maxFeatures,
			jobs: 1,
			seeds,
			coins: [
				{
					x: written(rowMajor(train.columns)),
					y: written(train.target),
					testX: written(rowMajor(test.columns)),
					testY: written(test.target),
				},
			],
		})),
	);
	if (theirs === null) return tell('parity', {skipped: noSklearn});
	for (const [i, {name, data, cpuGate, r2Gate, ...params}] of tasks.entries()) {
		const ours = ownFits(data, params);
		const ratio = average(ours, 'rmse') / average(theirs[i], 'rmse');
		const r2Difference = average(ours, 'r2') - average(theirs[i], 'r2');
		const cpuRatio = sum(ours.map(({cpu}) => cpu)) / sum(theirs[i].map(({cpu}) => cpu));
		tell('parity', {
			task: name,
			rows: data[0].target.length,
			rmse: round(average(ours, 'rmse'), 6),
			sklearnRmse: round(average(theirs[i], 'rmse'), 6),
			rmseRatio: round(ratio),
			rmseGate: [0.99, 1.01],
			r2: round(average(ours, 'r2')),
			r2Difference: round(r2Difference, 5),
			...(r2Gate ? {r2Gate} : {}),
			cpuSeconds: round(average(ours, 'cpu'), 3),
			sklearnCpuSeconds: round(average(theirs[i], 'cpu'), 3),
			cpuRatio: round(cpuRatio, 3),
			...(cpuGate ? {cpuGate} : {}),
			pass:
				ratio >= 0.99 &&
				ratio <= 1.01 &&
				(!r2Gate || Math.abs(r2Difference) <= r2Gate) &&
				(!cpuGate || cpuRatio <= cpuGate),
		});
	}
}
