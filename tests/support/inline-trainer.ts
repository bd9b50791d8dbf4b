/** Training without threads: what the tests of everything above the pool train with. */

import {setImmediate as nextTurn} from 'node:timers/promises';
import {Fault} from '#domain/fault.js';
import {buildModel, type BuiltModel} from '#domain/forecast/build-model.js';
import {Stopped} from '#domain/forecast/trained.js';
import type {Trainer, TrainingJob, TrainingStep} from '#ports/forecasts.js';

type Waiting = {
	readonly job: TrainingJob;
	readonly onProgress: (step: TrainingStep) => void;
	readonly signal: AbortSignal | undefined;
	readonly resolve: (model: BuiltModel) => void;
	readonly reject: (error: unknown) => void;
};

const cancelled = (): Fault => new Fault('interrupted', 'The training was cancelled.');

/** Trains one job after the other in this thread, the most urgent first. */
export function createInlineTrainer(): Trainer {
	const queue: Waiting[] = [];
	let working = false;
	let closed = false;

	const perform = ({job, onProgress, signal, resolve, reject}: Waiting): void => {
		if (closed || signal?.aborted) return reject(cancelled());
		try {
			const {candles, interval, ...how} = job;
			const model = buildModel(candles, interval, {
				...how,
				shouldStop: () => closed || (signal?.aborted ?? false),
				onProgress: (step, done, of) => onProgress({step, done, of}),
			});
			resolve(model);
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			const {asset, interval} = job;
			reject(
				error instanceof Stopped
					? cancelled()
					: new Fault('training-failed', `Training ${asset} ${interval} failed: ${why}.`, {
							asset,
							cause: error,
						}),
			);
		}
	};
	const work = async (): Promise<void> => {
		if (working) return;
		working = true;
		while (queue.length > 0) {
			const next = queue.reduce((best, one) => (one.job.priority < best.job.priority ? one : best));
			queue.splice(queue.indexOf(next), 1);
			perform(next);
			await nextTurn();
		}

		working = false;
	};

	return {
		threads: 1,
		train: async (job, onProgress, signal) =>
			new Promise((resolve, reject) => {
				signal?.throwIfAborted();
				if (closed) throw cancelled();
				queue.push({job, onProgress, signal, resolve, reject});
				void work();
			}),
		async close() {
			closed = true;
			for (const waiting of queue.splice(0)) waiting.reject(cancelled());
		},
	};
}
