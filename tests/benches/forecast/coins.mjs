/** Fifty coins in two threads against scikit-learn with n_jobs=2. */

import {execFileSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {materialOf, pickRows, usableRows} from '../../../dist/domain/forecast/rows.js';
import {madeUp} from './data.mjs';
import {delayGateOf, round, sum, tell} from './report.mjs';
import {askSklearn, folder, noSklearn, rowMajor, written} from './sklearn.mjs';

/** Tells one line. */
export function coins() {
	const count = 50;
	const sklearnCount = 10;
	const blocks = Array.from({length: count}, (_, coin) => {
		const material = materialOf(madeUp(8764, coin + 1), '1h');
		const rows = usableRows(material).slice(0, 8700);
		const {close} = material.candles;
		return {
			columns: pickRows(material.matrix('returns').columns, rows),
			target: Float64Array.from(rows, row => Math.log(close[row + 1] / close[row])),
		};
	});
	const rows = blocks[0].target.length;
	const columns = blocks[0].columns.length;
	const file = join(folder, 'coins.f64');
	writeFileSync(
		file,
		Buffer.concat(
			blocks.flatMap(block => [...block.columns, block.target].map(column => Buffer.from(column.buffer))),
		),
	);
	const script = fileURLToPath(new URL('grow.mjs', import.meta.url));
	const argv = [script, file, String(count), String(rows), String(columns)];
	const judge = delayGateOf();
	const own = JSON.parse(execFileSync(process.execPath, argv, {encoding: 'utf8'}));
	const theirs = askSklearn([
		{
			columns,
			trees: 200,
			leaf: 100,
			maxFeatures: 1 / 3,
			jobs: 2,
			seeds: [1],
			coins: blocks.slice(0, sklearnCount).map(block => ({
				x: written(rowMajor(block.columns)),
				y: written(block.target),
			})),
		},
	]);
	const scaled = field => (sum(theirs[0].map(fit => fit[field])) * count) / sklearnCount;
	const {holds, ...delay} = judge(own.delayMs);
	const limits = own.peakMb <= 300 && holds;
	const ratios = theirs && {cpu: own.cpu / scaled('cpu'), wall: own.wall / scaled('wall')};
	tell('coins', {
		coins: count,
		rows,
		threads: 2,
		cpuSeconds: round(own.cpu, 2),
		wallSeconds: round(own.wall, 2),
		...(ratios
			? {
					sklearnCpuSeconds: round(scaled('cpu'), 2),
					sklearnWallSeconds: round(scaled('wall'), 2),
					sklearnCoins: `${sklearnCount}, times ${count / sklearnCount}`,
					cpuRatio: round(ratios.cpu, 3),
					cpuGate: 0.4,
					wallRatio: round(ratios.wall, 3),
					wallGate: 0.5,
				}
			: {skipped: noSklearn}),
		peakMb: Math.round(own.peakMb),
		peakGateMb: 300,
		artefactMb: round(own.artefactMb, 1),
		...delay,
		pass: limits && (!ratios || (ratios.cpu <= 0.4 && ratios.wall <= 0.5)),
	});
}
