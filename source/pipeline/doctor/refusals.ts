/** Writes down what a source refused, so that the holes this leaves are found, explained and not asked for in vain. */

import {heldUntil, type GapAttempt} from '#domain/doctor/gap.js';
import type {Fault} from '#domain/fault.js';
import type {SeriesKey} from '#domain/market.js';
import {subtract, type Range} from '#domain/range.js';
import type {RunId} from '#domain/run.js';
import {keyOf, nameOf} from '#domain/series.js';
import type {World} from '../world.js';

/** A part of a series that could not be fetched, and why. */
export type Refusal = SeriesKey & Range & {readonly fault: Fault};

/** Keeps the refusals of a run. A series without a single candle has no holes; its faults are in the report of the run. */
export async function noteRefusals(
	{storage, clock}: Pick<World, 'storage' | 'clock'>,
	run: RunId,
	refusals: readonly Refusal[],
): Promise<void> {
	const asked = refusals.filter(({fault}) => fault.code !== 'interrupted');
	if (asked.length === 0) return;
	const stored = new Set((await storage.candles.list()).map(nameOf));
	const at = clock.now();
	const attempts: GapAttempt[] = [];
	for (const refusal of asked.filter(candidate => stored.has(nameOf(candidate)))) {
		const series = keyOf(refusal);
		const {code, message} = refusal.fault;
		for (const {from, to} of subtract(refusal, await storage.candles.answered(series))) {
			const answer = {run, outcome: code, candles: 0, message, payload: null};
			attempts.push({...series, from, to, at, ...answer, until: heldUntil(code, at)});
		}
	}

	await storage.gaps.add(attempts);
}
