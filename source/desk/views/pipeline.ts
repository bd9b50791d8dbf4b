/** What collects, and what is asked of it: the loop, the stream, jobs, sources and the log. */

import type {EventLevel} from '#domain/event-line.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, SourceName} from '#domain/market.js';
import type {FaultReport, RunId, RunReport} from '#domain/run.js';
import type {AssetChoice, BackfillPlan} from '#pipeline/commands.js';
import type {BudgetState, StoredRun} from '#ports/storage.js';

/** The collection loop inside this process. `elsewhere`: another process collects, this one watches the store. */
export type LoopState = {
	readonly state: 'running' | 'waiting' | 'paused' | 'elsewhere' | 'off';
	readonly run: RunId | null;
	/** When the next cycle is due, ms UTC. */
	readonly nextAt: number | null;
	/** Who holds the lock, when it is somebody else. */
	readonly holder: {readonly pid: number; readonly host: string; readonly since: number} | null;
	readonly last: RunReport | null;
	/** Why the newest cycle ended without a report, as when the store cannot be written. */
	readonly fault?: FaultReport | null;
};

/** The live price stream. `waiting`: broke off, tries again at `nextAt`. */
export type StreamState = {
	readonly state: 'off' | 'connecting' | 'live' | 'waiting';
	readonly since: number;
	readonly nextAt: number | null;
	/** Why it is not live, in words. */
	readonly fault: FaultReport | null;
};

export type BackfillRequest = {
	readonly choice: AssetChoice;
	readonly interval: Interval;
	readonly days: number;
};

/** Whose holes are to be healed; null is everybody's. */
export type HealRequest = {readonly assets: readonly AssetId[] | null};

export type JobRequest =
	| ({readonly work: 'backfill'} & BackfillRequest)
	| ({readonly work: 'heal'} & HealRequest);

/** What came of the holes that were asked for: all candles, no further ones at the source, or a fault. */
export type HealedHoles = {readonly healed: number; readonly silent: number; readonly failed: number};

/** A backfill or a healing asked for from the screen. One runs at a time; the others wait in line. */
export type Job = {
	readonly id: number;
	readonly request: JobRequest;
	readonly state: 'queued' | 'running' | 'done' | 'partial' | 'failed' | 'cancelled';
	readonly plan: Pick<BackfillPlan, 'cost' | 'requests' | 'candles' | 'ms' | 'refused'> | null;
	readonly doneRequests: number;
	readonly requests: number;
	readonly candles: number;
	readonly startedAt: number | null;
	readonly finishedAt: number | null;
	readonly etaMs: number | null;
	/** The asset whose part was stored last. */
	readonly asset: AssetId | null;
	readonly report: RunReport | null;
	/** Of a healing that is over. */
	readonly holes: HealedHoles | null;
	readonly fault: FaultReport | null;
};

export type SourceState = {
	readonly source: SourceName;
	readonly budget: BudgetState;
	/** From the newest run that used it; null before the first. */
	readonly last: {readonly state: string; readonly requests: number; readonly at: number} | null;
	/** Left out for want of a key: the setting that would bring it in. */
	readonly missing: string | null;
};

export type PipelineView = {
	readonly sources: readonly SourceState[];
	/** Newest first. */
	readonly runs: readonly StoredRun[];
	readonly jobs: readonly Job[];
};

export type LogLine = {
	readonly at: number;
	readonly level: EventLevel;
	readonly module: string;
	readonly message: string;
	readonly run: RunId | null;
};
