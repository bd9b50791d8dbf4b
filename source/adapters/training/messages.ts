/** What the training pool and its workers say to each other. Columns are shared, results are handed over. */

import type {BuiltModel} from '#domain/forecast/build-model.js';
import type {ForecastInterval, ModelKind} from '#domain/forecast/model.js';
import type {ScaleChoice} from '#domain/forecast/trained.js';

/** Candles on shared memory, so that nothing is copied per worker. */
export type SharedCandles = {
	readonly length: number;
	/** ts, open, high, low, close, volume, each `length` long. */
	readonly columns: readonly Float64Array[];
	readonly flags: Uint8Array;
};

export type TrainingOrder = {
	readonly job: number;
	readonly candles: SharedCandles;
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
	readonly seed: number;
	readonly search: number;
	readonly scale: ScaleChoice | null;
	/** One Int32: anything but 0 asks the worker to stop. */
	readonly stop: Int32Array;
};

export type TrainingNews =
	| {
			readonly type: 'progress';
			readonly job: number;
			readonly step: 'search' | 'evaluate' | 'train';
			readonly done: number;
			readonly of: number;
	  }
	| {readonly type: 'done'; readonly job: number; readonly model: BuiltModel}
	| {readonly type: 'stopped'; readonly job: number}
	| {readonly type: 'failed'; readonly job: number; readonly message: string};
