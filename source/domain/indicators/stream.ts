/**
 * The laws every indicator keeps, in both of its forms.
 *
 * - Streaming: `next` takes a closed value, `peek` answers what `next` would without changing anything (for the
 *   candle that is still open). Both take amortised constant time at any period.
 * - Batch: the same stream run over a column, so both forms agree bit for bit. Nothing looks ahead.
 * - Warm-up is NaN. All lines of an indicator have their first value at the same row.
 * - A hole (a value that is not finite) gives NaN and restarts the warm-up: what follows is what a fresh indicator
 *   would say of the rows after the hole. Rows are taken as consecutive; a missing row is not a hole by itself.
 */

/** An indicator with one input and one output. */
export interface ValueStream {
	/** Takes one closed value; NaN while warming up. */
	next(value: number): number;
	/** What `next(value)` would return; changes nothing. */
	peek(value: number): number;
}

/** Throws a RangeError unless `period` is a whole number of at least `least`. */
export function checkPeriod(period: number, least = 1): void {
	if (!Number.isInteger(period) || period < least) {
		throw new RangeError(`a period is a whole number of at least ${least}, not ${period}`);
	}
}

/** Runs a fresh stream over a whole column. */
export function over(values: Float64Array, stream: ValueStream): Float64Array {
	const line = new Float64Array(values.length);
	for (let i = 0; i < line.length; i++) line[i] = stream.next(values[i]!);
	return line;
}
