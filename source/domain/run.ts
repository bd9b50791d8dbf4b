/** A run as a value: one pass of the pipeline, what it did and how it ended. */

import type {FaultCode} from './fault.js';
import type {AssetId, SourceName} from './market.js';
import type {DriftNotice} from './quality.js';

/** Sortable by start, e.g. `20261121-020313-4f2a9c`. */
export type RunId = string;

export type RunKind = 'collect' | 'backfill' | 'replay';

/** `done`: everything asked for is stored. `partial`: some of it. `blocked`: a contract stopped a batch. `failed`: nothing. */
export type RunStatus = 'done' | 'partial' | 'blocked' | 'failed';

export type RowCounts = {
	extracted: number;
	accepted: number;
	incomplete: number;
	violating: number;
	inserted: number;
	updated: number;
	unchanged: number;
};

export const noRows = (): RowCounts => ({
	extracted: 0,
	accepted: 0,
	incomplete: 0,
	violating: 0,
	inserted: 0,
	updated: 0,
	unchanged: 0,
});

/** What one source did for a run. `state` is `ok`, `unused`, or the code of the fault that took it out. */
export type SourceReport = {
	readonly source: SourceName;
	readonly state: 'ok' | 'unused' | FaultCode;
	readonly requests: number;
	readonly retries: number;
	/** Answers that said "too many requests" (429 or 418). */
	readonly rateLimited: number;
	/** Body bytes received, after decompression. */
	readonly bytes: number;
};

export type FaultReport = {
	readonly code: FaultCode;
	readonly source: SourceName | null;
	readonly asset: AssetId | null;
	readonly message: string;
	readonly hint: string;
};

export const stageNames = ['extract', 'validate', 'transform', 'load'] as const;
export type StageName = (typeof stageNames)[number];

/** Time (ms) and rows one stage took over the whole run. */
type StageReport = {readonly stage: StageName; readonly ms: number; readonly rows: number};

/** The run report: the one JSON document of `--json`, and what the runs table keeps. */
export type RunReport = {
	readonly run: RunId;
	readonly kind: RunKind;
	readonly status: RunStatus;
	/** True when the data came from the simulated market. */
	readonly simulated: boolean;
	/** ISO 8601, UTC. */
	readonly startedAt: string;
	readonly finishedAt: string;
	readonly sources: readonly SourceReport[];
	readonly rows: Readonly<RowCounts>;
	readonly stages: readonly StageReport[];
	readonly faults: readonly FaultReport[];
	readonly drift: readonly DriftNotice[];
};

/** Exit codes, after sysexits.h where it has a word for it. */
export const exitCode = {
	done: 0,
	usage: 2,
	blocked: 65,
	nothing: 69,
	bug: 70,
	storage: 73,
	partial: 75,
	config: 78,
	interrupted: 130,
} as const;

/** Why nothing came: bad input, bad configuration, somebody else at work, or no data. */
function exitOfFailure(codes: ReadonlySet<FaultCode>): number {
	const only = (...allowed: FaultCode[]): boolean =>
		codes.size > 0 && [...codes].every(code => allowed.includes(code));
	if (only('unknown-asset', 'ambiguous-asset', 'usage')) return exitCode.usage;
	if (only('key-missing', 'invalid-config')) return exitCode.config;
	if (only('busy', 'storage-busy')) return exitCode.partial;
	return exitCode.nothing;
}

/** The exit code that a report calls for. Worst news first: our bug, storage, interruption, contract, nothing, partial. */
export function exitCodeOf(report: Pick<RunReport, 'status' | 'faults'>): number {
	const codes = new Set(report.faults.map(({code}) => code));
	if (codes.has('bug')) return exitCode.bug;
	if (codes.has('storage-full') || codes.has('storage-unavailable') || codes.has('storage-damaged'))
		return exitCode.storage;
	if (codes.has('interrupted')) return exitCode.interrupted;
	switch (report.status) {
		case 'done':
			return exitCode.done;
		case 'blocked':
			return exitCode.blocked;
		case 'partial':
			return exitCode.partial;
		case 'failed':
			return exitOfFailure(codes);
	}
}
