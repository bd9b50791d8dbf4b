/** Everything the pipeline tells while it works. Screen, log and alerts only listen. */

import type {FaultReport, RowCounts, RunId, RunKind, RunReport, StageName} from './run.js';
import type {AssetId, SourceName} from './market.js';
import type {Interval} from './interval.js';
import type {DriftNotice, Rejection} from './quality.js';

export type PipelineEvent =
	| {readonly type: 'run-started'; readonly run: RunId; readonly kind: RunKind; readonly simulated: boolean}
	| {readonly type: 'run-finished'; readonly report: RunReport}
	| {
			readonly type: 'stage';
			readonly stage: StageName;
			readonly source: SourceName;
			readonly asset: AssetId | null;
			readonly ms: number;
			readonly rows: number;
	  }
	| {
			readonly type: 'request';
			readonly source: SourceName;
			readonly endpoint: string;
			readonly status: number;
			readonly ms: number;
			readonly bytes: number;
			readonly attempt: number;
	  }
	| {
			readonly type: 'request-retried';
			readonly source: SourceName;
			readonly endpoint: string;
			readonly attempt: number;
			readonly waitMs: number;
			readonly reason: string;
	  }
	| {
			readonly type: 'request-waiting';
			readonly source: SourceName;
			readonly waitMs: number;
			readonly reason: 'rate' | 'retry-after';
	  }
	| {
			readonly type: 'loaded';
			readonly source: SourceName;
			readonly asset: AssetId | null;
			readonly interval: Interval | null;
			readonly rows: Readonly<RowCounts>;
	  }
	| {
			readonly type: 'rejected';
			readonly source: SourceName;
			readonly endpoint: string;
			readonly asset: AssetId | null;
			readonly rejection: Rejection;
			readonly count: number;
	  }
	| {readonly type: 'drift'; readonly notice: DriftNotice}
	| {readonly type: 'fault'; readonly fault: FaultReport}
	| {
			readonly type: 'notice';
			readonly level: 'info' | 'warn' | 'error';
			readonly code: string;
			readonly message: string;
			readonly source: SourceName | null;
			readonly asset: AssetId | null;
	  }
	| {
			readonly type: 'backfill-planned';
			readonly assets: number;
			readonly requests: number;
			readonly candles: number;
			readonly etaMs: number;
	  }
	| {
			readonly type: 'backfill-progress';
			readonly asset: AssetId;
			readonly doneRequests: number;
			readonly requests: number;
			readonly candles: number;
			readonly elapsedMs: number;
			readonly etaMs: number | null;
	  };
