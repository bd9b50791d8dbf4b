/** The part of the program that trains and forecasts. Loaded when it is first needed. */

import {createHash} from 'node:crypto';
import {existsSync, readFileSync} from 'node:fs';
import {createForecasting, type Forecasting} from '#pipeline/forecast/forecasting.js';
import type {Trainer} from '#ports/forecasts.js';
import type {Storage} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';
import {createTrainingPool} from '../adapters/training/training-pool.js';

export type Forecaster = {
	readonly forecasting: Forecasting;
	/** Ends the training threads. */
	close(): Promise<void>;
};

/** The worker lies beside the bundle, or where the sources were compiled to. */
function workerFile(): URL {
	const bundled = new URL('./training-worker.js', import.meta.url);
	return existsSync(bundled) ? bundled : new URL('../adapters/training/training-worker.js', import.meta.url);
}

/** The version of this program: the package file is two folders up, from the bundle as from the compiled sources. */
function version(): string {
	const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
	return (JSON.parse(text) as {version: string}).version;
}

/** What forecasting needs; without a `trainer` it trains in threads. */
export type ForecasterParts = {
	readonly storage: Storage;
	readonly clock: Clock;
	readonly trainer?: Trainer;
};

export function startForecaster({storage, clock, trainer: own}: ForecasterParts): Forecaster {
	const trainer = own ?? createTrainingPool({worker: workerFile()});
	return {
		forecasting: createForecasting({
			storage,
			clock,
			trainer,
			sha256: bytes => createHash('sha256').update(bytes).digest('hex'),
			version: version(),
		}),
		close: () => trainer.close(),
	};
}
