/** Whole models: the same bytes from any number of threads, and the time of one forecast. */

import {createHash} from 'node:crypto';
import {createTrainingPool} from '../../../dist/adapters/training/training-pool.js';
import {predictRow} from '../../../dist/domain/forecast/forest.js';
import {materialOf, usableRows} from '../../../dist/domain/forecast/rows.js';
import {forecastRow, train} from '../../../dist/domain/forecast/trained.js';
import {madeUp} from './data.mjs';
import {round, tell} from './report.mjs';

const worker = new URL('../../../dist/adapters/training/training-worker.js', import.meta.url);

const hashOf = bytes => createHash('sha256').update(bytes).digest('hex').slice(0, 16);

/** Trains six coins with one, two and three threads, and tells the hash of what came of it. */
export async function sameBytes() {
	const jobs = Array.from({length: 6}, (_, i) => ({
		asset: `coin-${i}`,
		interval: '1h',
		kind: 'standard',
		candles: madeUp(2000 + 100 * i, i + 1),
		seed: i,
		search: 0,
		scale: null,
		priority: i,
	}));
	const hashes = {};
	for (const threads of [1, 2, 3]) {
		const pool = createTrainingPool({threads, worker});
		const built = await Promise.all(jobs.map(job => pool.train(job, () => {})));
		await pool.close();
		hashes[threads] = hashOf(built.map(({bytes}) => hashOf(bytes)).join());
	}

	const pass = new Set(Object.values(hashes)).size === 1;
	tell('pool', {task: 'bytes of 6 models by number of threads', hashes, pass});
}

/** CPU microseconds a row: the middle of many rounds. */
function microseconds(work, rows) {
	const rounds = Array.from({length: 25}, () => {
		const start = process.cpuUsage();
		for (const row of rows) work(row);
		const {user, system} = process.cpuUsage(start);
		return (user + system) / rows.length;
	});
	return rounds.toSorted((a, b) => a - b)[12];
}

/** Tells what one row costs: of a forest of 200 trees, and of a whole forecast (both forests and the linear model). */
export function oneRow() {
	const material = materialOf(madeUp(8824, 1), '1h');
	const rows = usableRows(material);
	const model = train(material, rows, {kind: 'standard', seed: 1});
	const {columns} = material.matrix('returns');
	const picks = Array.from({length: 500}, (_, i) => rows[(i * 7919) % rows.length]);
	const forest = microseconds(row => predictRow(model.centre.forest, columns, row), picks);
	const whole = microseconds(row => forecastRow(model, material, row), picks);
	tell('predict', {
		rows: rows.length,
		microsecondsForest: round(forest, 1),
		microsecondsForecast: round(whole, 1),
		gate: 50,
		pass: Math.max(forest, whole) <= 50,
	});
}
