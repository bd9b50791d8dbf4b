/** The entry of a training thread: takes one order at a time and runs the pure function behind it. */

import {parentPort} from 'node:worker_threads';
import {buildModel} from '#domain/forecast/build-model.js';
import {Stopped} from '#domain/forecast/trained.js';
import type {Candles} from '#domain/candles.js';
import type {SharedCandles, TrainingNews, TrainingOrder} from './messages.js';

function candlesOf({length, columns, flags}: SharedCandles): Candles {
	const [ts, open, high, low, close, volume] = columns as [
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
		Float64Array,
	];
	return {length, ts, open, high, low, close, volume, flags};
}

function work(order: TrainingOrder): TrainingNews {
	const {job, interval, kind, seed, search, scale, stop} = order;
	try {
		const model = buildModel(candlesOf(order.candles), interval, {
			kind,
			seed,
			search,
			scale,
			shouldStop: () => Atomics.load(stop, 0) !== 0,
			onProgress: (step, done, of) => tell({type: 'progress', job, step, done, of}),
		});
		return {type: 'done', job, model};
	} catch (error) {
		if (error instanceof Stopped) return {type: 'stopped', job};
		return {type: 'failed', job, message: error instanceof Error ? error.message : String(error)};
	}
}

/** A finished model is handed over, not copied. */
const tell = (news: TrainingNews): void =>
	parentPort?.postMessage(news, news.type === 'done' ? [news.model.bytes.buffer as ArrayBuffer] : []);

parentPort?.on('message', (order: TrainingOrder) => tell(work(order)));
