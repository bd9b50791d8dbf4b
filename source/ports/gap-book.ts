/** What is remembered of holes: the attempts to heal them, and what the runs say about a time. */

import type {GapAttempt} from '#domain/doctor/gap.js';
import type {AssetId, SourceName} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {FaultReport, RunId, RunKind} from '#domain/run.js';

/** A fault that a run has on record. */
export type RecordedFault = Pick<FaultReport, 'code' | 'message'> & {
	readonly source: SourceName;
	/** Null for a fault of the whole source. */
	readonly asset: AssetId | null;
	readonly run: RunId;
	readonly kind: RunKind;
	readonly startedAt: number;
};

export interface GapBook {
	/** All attempts, newest first. */
	attempts(): Promise<GapAttempt[]>;
	add(attempts: readonly GapAttempt[]): Promise<void>;
	/** Whether a cycle began inside the range. */
	ranIn(range: Range): Promise<boolean>;
	/** Faults of sources in the newest `runs` runs that did not go well, newest first. */
	faults(runs: number): Promise<RecordedFault[]>;
}
