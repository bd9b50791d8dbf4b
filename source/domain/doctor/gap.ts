/** A hole in a series: why it is there, what stands in the way of healing it, and what was tried. */

import type {FaultCode} from '../fault.js';
import type {SeriesKey} from '../market.js';
import type {Range} from '../range.js';
import type {RunId} from '../run.js';

/**
 * `before-listing`: the source has nothing that early. `maintenance`: the whole exchange was silent, or it closed the
 * candle before early. `no-trades`: asked, and nothing was traded. `our-outage`: never asked, and nothing ran then.
 * `not-fetched`: never asked, although something ran. `refused`: asked, with a fault on record. `plan-limit`: beyond
 * the history that the source serves.
 */
export const gapCauses = [
	'before-listing',
	'maintenance',
	'no-trades',
	'our-outage',
	'not-fetched',
	'refused',
	'plan-limit',
] as const;
export type GapCause = (typeof gapCauses)[number];

/**
 * Why a hole cannot be healed. `settled`: the source answered, and there is nothing. `plan-limit`: it does not reach that
 * far back. `no-key`: it answers only with a key. `no-pair`: it has no proven pair of the asset. `held`: the last attempt
 * met a fault that lasts.
 */
export type GapObstacle = 'settled' | 'plan-limit' | 'no-key' | 'no-pair' | 'held';

/** `healed`: every candle came. `silent`: the source answered, and some or all do not exist. Else what went wrong. */
export type GapOutcome = 'healed' | 'silent' | FaultCode;

/** One attempt to heal a hole: the proof that it was asked for, and what was answered. */
export type GapAttempt = SeriesKey &
	Range & {
		readonly at: number;
		readonly run: RunId;
		readonly outcome: GapOutcome;
		/** Candles that are there since. */
		readonly candles: number;
		/** What was answered, in words. */
		readonly message: string;
		/** The answer in the archive; null where nothing was answered. */
		readonly payload: string | null;
		/** Not asked again before, ms UTC; null where nothing holds it back. */
		readonly until: number | null;
	};

/** The answer that settled a hole. */
type GapProof = {readonly run: RunId; readonly payload: string; readonly answeredAt: number};

export type Gap = SeriesKey &
	Range & {
		/** Candles missing. */
		readonly candles: number;
		readonly cause: GapCause;
		/** Null for a hole that can be healed. */
		readonly obstacle: GapObstacle | null;
		/** When a hole that is held back may be asked for again, ms UTC. */
		readonly heldUntil: number | null;
		readonly proof: GapProof | null;
		/** Newest first. */
		readonly attempts: readonly GapAttempt[];
	};

/** How long a lasting refusal is believed. */
const holdMs = 30 * 24 * 60 * 60 * 1000;

/** Refusals that the same question would meet again; everything else may pass by itself or by another setting. */
const lasting: ReadonlySet<GapOutcome> = new Set<GapOutcome>([
	'empty',
	'not-found',
	'bad-request',
	'too-large',
	'contract-violated',
	'restricted',
]);

/** Until when a hole is left alone after an attempt, ms UTC; null when it may be asked for at once. */
export const heldUntil = (outcome: GapOutcome, at: number): number | null =>
	lasting.has(outcome) ? at + holdMs : null;

/** Whether two ranges share a moment. */
export const overlaps = (a: Range, b: Range): boolean => a.from < b.to && b.from < a.to;
