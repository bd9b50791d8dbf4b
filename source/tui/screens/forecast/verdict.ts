/** What became of a forecast. */

import type {StoredForecast} from '#ports/forecasts.js';

export type Verdict = 'held' | 'outside' | 'missed' | 'open';

/** Whether the 80 % band held, once the candle closed. A forecast without a band holds nothing. */
export function verdictOf({
	state,
	outcome,
	interval80,
}: Pick<StoredForecast, 'state' | 'outcome' | 'interval80'>): Verdict {
	if (state !== 'settled' || outcome === null) return state === 'open' ? 'open' : 'missed';
	return interval80 !== null && outcome >= interval80[0] && outcome <= interval80[1] ? 'held' : 'outside';
}
