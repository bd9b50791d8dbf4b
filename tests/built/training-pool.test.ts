/** The training pool with its real threads, which run what was built. */

import {fileURLToPath, pathToFileURL} from 'node:url';
import {describe, expect, onTestFinished, test} from 'vitest';
import {createTrainingPool} from '#adapters/training/training-pool.js';
import {Fault} from '#domain/fault.js';
import {buildModel} from '#domain/forecast/build-model.js';
import type {Trainer} from '#ports/forecasts.js';
import {walkOf} from '../domain/forecast/series.js';
import {smallJob, trainerSuite} from '../support/trainer-suite.js';

const worker = new URL('../../dist/adapters/training/training-worker.js', import.meta.url);
const crashing = pathToFileURL(fileURLToPath(new URL('../support/crashing-worker.mjs', import.meta.url)));

function poolOf(threads: number, file = worker): Trainer {
	const pool = createTrainingPool({threads, worker: file});
	onTestFinished(async () => pool.close());
	return pool;
}

trainerSuite('training in one thread', () => createTrainingPool({threads: 1, worker}));

describe('the same bytes come', () => {
	const jobs = Array.from({length: 4}, (_, i) =>
		smallJob({asset: `asset-${i}`, kind: 'standard', seed: i, candles: walkOf(800 + 20 * i, 0.2, 80 + i)}),
	);
	const expected = jobs.map(({candles, interval, ...how}) =>
		Buffer.from(buildModel(candles, interval, how).bytes).toString('base64'),
	);

	test.each([1, 2, 3])('from %i threads as from none', async threads => {
		const pool = poolOf(threads);
		const models = await Promise.all(jobs.map(async job => pool.train(job, () => {})));
		expect(models.map(({bytes}) => Buffer.from(bytes).toString('base64'))).toEqual(expected);
	});
});

describe('a thread that dies', () => {
	test('is a fault of its job; the others go on in a new one', async () => {
		const pool = poolOf(1, crashing);
		const before = pool.train(smallJob({asset: 'before'}), () => {});
		const fatal = pool.train(smallJob({asset: 'fatal', seed: 666}), () => {});
		const after = pool.train(smallJob({asset: 'after'}), () => {});
		const reason = await fatal.catch((error: unknown) => error);
		expect(reason).toBeInstanceOf(Fault);
		expect(reason).toMatchObject({code: 'training-failed', asset: 'fatal'});
		expect((await before).rows).toBe((await after).rows);
	});

	test('does not take those beside it along', async () => {
		const pool = poolOf(2, crashing);
		const beside = pool.train(smallJob({kind: 'standard'}), () => {});
		await expect(pool.train(smallJob({seed: 666}), () => {})).rejects.toThrow('the worker ended');
		expect((await beside).evaluation.folds).toBeGreaterThan(0);
	});

	test('that cannot even start is a fault', async () => {
		const pool = poolOf(1, new URL('no-such-worker.js', worker));
		await expect(pool.train(smallJob(), () => {})).rejects.toThrow('Training bitcoin 1h failed');
	});
});
