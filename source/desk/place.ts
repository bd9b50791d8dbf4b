/** Where a desk stands and what it is made of. */

import type {Trainer} from '#ports/forecasts.js';
import type {Clock} from '#ports/world.js';
import type {AsOf} from './views/versions.js';

/** A version of the data, made readable: a data folder of its own. */
export type ReadableVersion = AsOf & {readonly folder: string};

/** Where a desk stands, as plain data: what a worker is started with. */
export type DeskPlace = {
	/** Of the program. */
	readonly version: string;
	/** The value of `--data-dir`. */
	readonly dataDir?: string | undefined;
	/** The simulated market, in the folder `demo` inside the data folder. */
	readonly demo: boolean;
	/** Creates and changes nothing, collects nothing, connects nowhere: for one picture of what is stored. */
	readonly readOnly: boolean;
	/** The version to show in place of what is stored now; such a desk only reads. */
	readonly asOf?: ReadableVersion | null;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly folder: string;
	readonly home: string;
	readonly platform: NodeJS.Platform;
};

export type DeskOptions = DeskPlace & {
	/** The machine's clock unless said otherwise. */
	readonly clock?: Clock;
	/** Models are trained in threads unless said otherwise. */
	readonly trainer?: Trainer;
};
