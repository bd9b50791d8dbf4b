/** The promises of `Trainer` as laws: whoever trains passes them. */

import {describe, expect, onTestFinished, test} from 'vitest';
import {sliceCandles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {buildModel, type BuiltModel} from '#domain/forecast/build-model.js';
import type {ForecastInterval, ModelKind} from '#domain/forecast/model.js';
import type {Trainer, TrainingJob, TrainingStep} from '#ports/forecasts.js';
import {walkOf} from '../domain/forecast/series.js';

const candles = walkOf(820, 0.3, 71);

/** A job small enough for a test. */
export const smallJob = (more: Partial<TrainingJob> = {}): TrainingJob => ({
	asset: 'bitcoin',
	interval: '1h',
	kind: 'linear',
	candles,
	seed: 3,
	search: 0,
	scale: null,
	priority: 0,
	...more,
});

const built = ({candles: from, interval, ...how}: TrainingJob): BuiltModel => buildModel(from, interval, how);

/** With its bytes as text: a difference of megabytes, number by number, takes a test many seconds to find. */
const comparable = ({bytes, ...rest}: BuiltModel) => ({
	...rest,
	bytes: Buffer.from(bytes).toString('base64'),
});

/** What a promise is rejected with. */
const reasonOf = async (promise: Promise<unknown>): Promise<unknown> =>
	promise.then(
		() => 'nothing was thrown',
		(error: unknown) => error,
	);

const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
	const reason = await reasonOf(promise);
	return reason instanceof Fault ? reason.code : reason;
};

/** `open` gives a trainer that does one job at a time. */
export function trainerSuite(name: string, open: () => Trainer): void {
	const opened = (): Trainer => {
		const trainer = open();
		onTestFinished(async () => trainer.close());
		return trainer;
	};

	describe(`${name} keeps its promises: it`, () => {
		test.each<[ModelKind, ForecastInterval]>([
			['standard', '1h'],
			['linear', '1d'],
			['seed-price-short', '1h'],
		])('gives what the pure function gives: %s %s', async (kind, interval) => {
			const job = smallJob({kind, interval, candles: walkOf(780, 0.3, 72, interval)});
			const model = await opened().train(job, () => {});
			expect(comparable(model)).toEqual(comparable(built(job)));
		});

		test('takes the parameters of an earlier search, and those of a new one', async () => {
			const trainer = opened();
			const scale = {minLeaf: 40, maxFeatures: 0.5, maxDepth: 6, extra: true};
			const again = await trainer.train(smallJob({kind: 'standard', scale}), () => {});
			expect(again.params?.scale).toMatchObject(scale);
			expect(again.search).toBeNull();
			const searched = await trainer.train(smallJob({kind: 'standard', search: 2}), () => {});
			expect(searched.search?.experiments).toHaveLength(2);
			expect(searched.params?.scale).toMatchObject(searched.search!.chosen.params);
		});

		test('tells how far it is, step by step', async () => {
			const steps: TrainingStep[] = [];
			await opened().train(smallJob({kind: 'standard', search: 2}), step => steps.push(step));
			expect([...new Set(steps.map(({step}) => step))]).toEqual(['search', 'evaluate', 'train']);
			for (const {done, of} of steps) expect(done).toBeLessThanOrEqual(of);
			expect(steps.at(-1)).toEqual({step: 'train', done: 1, of: 1});
		});

		test('ends a running job when it is cancelled, and goes on with the next', async () => {
			const trainer = opened();
			const control = new AbortController();
			const running = trainer.train(
				smallJob({kind: 'standard', search: 50}),
				() => control.abort(),
				control.signal,
			);
			const next = trainer.train(smallJob(), () => {});
			expect(await codeOf(running)).toBe('interrupted');
			expect(comparable(await next)).toEqual(comparable(built(smallJob())));
		});

		test('never begins a waiting job that is cancelled', async () => {
			const trainer = opened();
			const control = new AbortController();
			const first = trainer.train(smallJob(), () => {});
			const steps: TrainingStep[] = [];
			const waiting = trainer.train(smallJob(), step => steps.push(step), control.signal);
			control.abort();
			expect(await codeOf(waiting)).toBe('interrupted');
			await first;
			expect(steps).toEqual([]);
		});

		test('refuses a job that was cancelled before', async () => {
			const why = new Fault('interrupted', 'Interrupted.');
			expect(await reasonOf(opened().train(smallJob(), () => {}, AbortSignal.abort(why)))).toBe(why);
		});

		test('takes the most urgent of the waiting jobs first', async () => {
			const trainer = opened();
			const order: string[] = [];
			const train = async (asset: string, priority: number): Promise<void> => {
				await trainer.train(smallJob({asset, priority}), () => {});
				order.push(asset);
			};
			await Promise.all([train('running', 0), train('later', 5), train('on-screen', -1), train('soon', 1)]);
			expect(order).toEqual(['running', 'on-screen', 'soon', 'later']);
		});

		test('tells a job that cannot be trained as a fault of that job', async () => {
			const trainer = opened();
			const bad = trainer.train(
				smallJob({asset: 'broken', candles: sliceCandles(candles, 0, 100)}),
				() => {},
			);
			const good = trainer.train(smallJob(), () => {});
			const reason = (await reasonOf(bad)) as Fault;
			expect(reason).toMatchObject({code: 'training-failed', asset: 'broken'});
			expect(reason.message).toContain('Training broken 1h failed');
			expect((await good).rows).toBeGreaterThan(700);
		});

		test('closing ends what runs and what waits, and nothing is taken afterwards', async () => {
			const trainer = opened();
			const jobs = [smallJob({kind: 'standard', search: 50}), smallJob()].map(job =>
				codeOf(trainer.train(job, () => void trainer.close())),
			);
			expect(await Promise.all(jobs)).toEqual(['interrupted', 'interrupted']);
			expect(await codeOf(trainer.train(smallJob(), () => {}))).toBe('interrupted');
		});
	});
}
