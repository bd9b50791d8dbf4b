/** Trains models in worker threads: the most urgent series first, one series per thread, each can be cancelled. */

import {availableParallelism} from 'node:os';
import {Worker} from 'node:worker_threads';
import type {Candles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import type {BuiltModel} from '#domain/forecast/build-model.js';
import type {Trainer, TrainingJob, TrainingStep} from '#ports/forecasts.js';
import type {SharedCandles, TrainingNews, TrainingOrder} from './messages.js';

export type PoolOptions = {
	/** Threads; by default one less than the machine has cores, at least one. */
	readonly threads?: number;
	/** The worker's file. */
	readonly worker: URL;
};

type Waiting = {
	readonly id: number;
	readonly job: TrainingJob;
	readonly stop: Int32Array;
	readonly onProgress: (step: TrainingStep) => void;
	readonly resolve: (model: BuiltModel) => void;
	readonly reject: (error: unknown) => void;
};

type Thread = {readonly worker: Worker; current: Waiting | null};

/** A worker that needs more than this is out of control. */
const memoryLimit = {maxOldGenerationSizeMb: 512};

function shared(column: Float64Array): Float64Array {
	const copy = new Float64Array(new SharedArrayBuffer(column.byteLength));
	copy.set(column);
	return copy;
}

function sharedCandles({length, ts, open, high, low, close, volume, flags}: Candles): SharedCandles {
	const bits = new Uint8Array(new SharedArrayBuffer(length));
	bits.set(flags);
	return {length, columns: [ts, open, high, low, close, volume].map(shared), flags: bits};
}

const crashed = ({asset, interval}: TrainingJob, why: string, cause?: unknown): Fault =>
	new Fault('training-failed', `Training ${asset} ${interval} failed: ${why}.`, {asset, cause});

const cancelled = (): Fault => new Fault('interrupted', 'The training was cancelled.');

/** Threads are started when they are first needed and ended by `close`. */
export function createTrainingPool({threads, worker: file}: PoolOptions): Trainer {
	const most = threads ?? Math.max(1, availableParallelism() - 1);
	const pool = new Set<Thread>();
	const queue: Waiting[] = [];
	let lastId = 0;
	let closed = false;

	const hire = (): Thread => {
		const thread: Thread = {worker: new Worker(file, {resourceLimits: memoryLimit}), current: null};
		const {worker} = thread;
		worker.unref();
		worker.on('message', (news: TrainingNews) => hear(thread, news));
		worker.on('error', error => lose(thread, error.message, error));
		worker.on('exit', () => lose(thread, 'the worker ended'));
		pool.add(thread);
		return thread;
	};
	const lose = (thread: Thread, why: string, cause?: unknown): void => {
		pool.delete(thread);
		const {current} = thread;
		thread.current = null;
		current?.reject(closed ? cancelled() : crashed(current.job, why, cause));
		assign();
	};
	const finish = (thread: Thread, settle: (waiting: Waiting) => void): void => {
		const {current} = thread;
		thread.current = null;
		thread.worker.unref();
		if (current) settle(current);
		assign();
	};
	const hear = (thread: Thread, news: TrainingNews): void => {
		if (thread.current?.id !== news.job) return;
		switch (news.type) {
			case 'progress':
				thread.current.onProgress({step: news.step, done: news.done, of: news.of});
				return;
			case 'done':
				finish(thread, ({resolve}) => resolve(news.model));
				return;
			case 'stopped':
				finish(thread, ({reject}) => reject(cancelled()));
				return;
			case 'failed':
				finish(thread, ({job, reject}) => reject(crashed(job, news.message)));
		}
	};
	const assign = (): void => {
		if (closed) return;
		while (queue.length > 0) {
			const idle = [...pool].find(({current}) => current === null);
			const thread = idle ?? (pool.size < most ? hire() : null);
			if (!thread) return;
			const next = queue.reduce((best, one) => (one.job.priority < best.job.priority ? one : best));
			queue.splice(queue.indexOf(next), 1);
			thread.current = next;
			thread.worker.ref();
			const {interval, kind, seed, search, scale, candles} = next.job;
			const order: TrainingOrder = {
				job: next.id,
				candles: sharedCandles(candles),
				interval,
				kind,
				seed,
				search,
				scale,
				stop: next.stop,
			};
			thread.worker.postMessage(order);
		}
	};

	return {
		threads: most,
		train: (job, onProgress, signal) =>
			new Promise((resolve, reject) => {
				signal?.throwIfAborted();
				if (closed) throw cancelled();
				const stop = new Int32Array(new SharedArrayBuffer(4));
				const waiting: Waiting = {
					id: ++lastId,
					job,
					stop,
					onProgress,
					resolve: model => {
						signal?.removeEventListener('abort', cancel);
						resolve(model);
					},
					reject: error => {
						signal?.removeEventListener('abort', cancel);
						reject(error instanceof Error ? error : new Error(String(error)));
					},
				};
				const cancel = (): void => {
					Atomics.store(stop, 0, 1);
					const place = queue.indexOf(waiting);
					if (place < 0) return;
					queue.splice(place, 1);
					waiting.reject(cancelled());
				};

				signal?.addEventListener('abort', cancel, {once: true});
				queue.push(waiting);
				assign();
			}),
		async close() {
			closed = true;
			for (const waiting of queue.splice(0)) waiting.reject(cancelled());
			await Promise.all([...pool].map(async ({worker}) => worker.terminate()));
		},
	};
}
