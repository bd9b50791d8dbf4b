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
