/** What every part of the forecast bench writes and reckons with. */

import {loadavg} from 'node:os';

/** Prints one result; the load of the machine is part of it, because times are. */
export const tell = (what, result) =>
	console.log(JSON.stringify({bench: 'forecast', what, ...result, load: round(loadavg()[0], 1)}));

export const round = (value, digits = 4) => Number(value.toFixed(digits));
export const sum = values => values.reduce((total, value) => total + value, 0);
export const mean = values => sum(values) / values.length;

/** The delay of a main loop in ms, from a histogram of Node. */
export const delayOf = delay => ({
	p50: round(delay.percentile(50) / 1e6, 1),
	p99: round(delay.percentile(99) / 1e6, 1),
	max: round(delay.max / 1e6, 1),
});

/** The most a main loop may wait while models are trained, ms. */
const delayGate = 25;

/**
 * The gate of the main loop. It speaks of this program: where others keep both cores busy it is told and not judged.
 * To be asked before the work begins, with the delay when it has ended.
 */
export function delayGateOf() {
	const quiet = loadavg()[0] < 3;
	return loopDelayMs => ({
		loopDelayMs,
		loopDelayGateMs: quiet ? delayGate : 'not judged: the machine was busy before',
		holds: !quiet || loopDelayMs.p99 <= delayGate,
	});
}
