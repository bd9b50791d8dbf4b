/** How forecasts of the ledger fared against what happened: the record that grows by itself. */

import {pointScore, wilson} from './metrics.js';
import type {PointScore, Share} from './model.js';

/** A forecast with its outcome, as far as scoring needs it. Ascending by target time. */
export type Settled = {
	readonly lastClose: number;
	readonly predicted: number;
	readonly interval80: readonly [low: number, high: number] | null;
	readonly outcome: number;
};

export type Scoreboard = {
	/** Against the last price on the same rows; null without an outcome. */
	readonly score: PointScore | null;
	/** How often the 80 % interval held. */
	readonly held80: Share;
};

/** The record of one model, or of several for one series. */
export function scoreboardOf(forecasts: readonly Settled[]): Scoreboard {
	const banded = forecasts.filter(({interval80}) => interval80 !== null);
	const hits = banded.filter(
		({interval80, outcome}) => outcome >= interval80![0] && outcome <= interval80![1],
	);
	const column = (value: (forecast: Settled) => number): Float64Array => Float64Array.from(forecasts, value);
	return {
		score:
			forecasts.length === 0
				? null
				: pointScore({
						lastClose: column(({lastClose}) => lastClose),
						actual: column(({outcome}) => outcome),
						predicted: column(({predicted}) => predicted),
					}),
		held80: wilson(hits.length, banded.length),
	};
}
