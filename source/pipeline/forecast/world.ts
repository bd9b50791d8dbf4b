/** What forecasting stands on: the store, a clock, and somebody who trains. No source is ever asked. */

import type {Trainer} from '#ports/forecasts.js';
import type {Storage} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';

export type ForecastWorld = {
	readonly storage: Storage;
	readonly clock: Clock;
	readonly trainer: Trainer;
	/** Hex digest of bytes. */
	readonly sha256: (bytes: Uint8Array) => string;
	/** Version of the program, for the records of models. */
	readonly version: string;
};
