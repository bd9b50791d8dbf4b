/** What the shells may ask of the pipeline, as data. */

import type {FaultCode} from '#domain/fault.js';
import type {Check} from '#domain/doctor/check.js';
import type {Gap, GapAttempt} from '#domain/doctor/gap.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, SourceName} from '#domain/market.js';
import type {InvalidPolicy} from '#domain/quality.js';
import type {Range} from '#domain/range.js';
import type {RunId, RunReport} from '#domain/run.js';

/** Which assets are meant. Names may be CoinGecko ids or symbols; symbols resolve by rank. */
export type AssetChoice =
	| {readonly by: 'names'; readonly names: readonly string[]}
	| {readonly by: 'top'; readonly count: number}
	| {readonly by: 'all'};

export type CollectOptions = {
	/** The assets whose candles are kept up to date; without it, the watchlist of the settings. */
	readonly choice?: AssetChoice;
	/** Ask only this source. */
	readonly source?: SourceName;
	/** Keeps currency rates although no setting asks for one: a person at a screen may choose any currency. */
	readonly rates?: boolean;
	readonly onInvalid: InvalidPolicy;
};

export type BackfillOptions = {
	readonly choice: AssetChoice;
	readonly source?: SourceName;
	readonly interval: Interval;
	/** Half-open; the unfinished candle is never part of it. */
	readonly range: Range;
	/** At most this many candles per asset, the newest ones. */
	readonly limit?: number;
	readonly onInvalid: InvalidPolicy;
};

/** What a backfill of one asset would do. */
export type PlannedSeries = {
	readonly asset: AssetId;
	readonly symbol: string;
	readonly source: SourceName;
	/** Pair or id at the source. */
	readonly externalId: string;
	readonly missing: readonly Range[];
	/** Candles expected in `missing`. */
	readonly candles: number;
	readonly requests: number;
	/** Why this source and no other, in a few words. */
	readonly reason: string;
};

export type PlannedCost = {
	readonly source: SourceName;
	readonly requests: number;
	/** Monthly credits, where the source counts them. */
	readonly credits: number | null;
	/** Request weight, where the source counts it. */
	readonly weight: number | null;
	/** Time at the allowed rate, ms. */
	readonly ms: number;
};

/** The price of a backfill before it starts: what `--dry-run` prints. */
export type BackfillPlan = {
	readonly interval: Interval;
	readonly range: Range;
	readonly series: readonly PlannedSeries[];
	readonly cost: readonly PlannedCost[];
	readonly requests: number;
	readonly candles: number;
	/** Sources work side by side: the time of the slowest. */
	readonly ms: number;
	/** Assets that cannot be served, with the reason. */
	readonly refused: readonly {
		readonly asset: AssetId;
		readonly code: FaultCode;
		readonly message: string;
		readonly hint: string;
	}[];
};

export type ReplayOptions = {
	readonly run?: RunId;
	readonly since?: number;
	readonly onInvalid: InvalidPolicy;
};

/** One difference that a replay found between the archive and the tables. */
export type ReplayDifference = {
	readonly table: 'candle' | 'quote';
	readonly key: string;
	readonly field: string;
	readonly stored: number | null;
	readonly replayed: number | null;
};

export type ReplayResult = {
	readonly report: RunReport;
	/** The first differences; `differences` counts all of them. */
	readonly sample: readonly ReplayDifference[];
	readonly differences: number;
};

/** What is to be looked at; without assets, all of them. */
export type ExamineOptions = {readonly assets?: readonly AssetId[]};

/** What healing takes. */
export type HealingPlan = {
	/** Holes that can be healed. */
	readonly gaps: number;
	/** Their candles. */
	readonly candles: number;
	readonly requests: number;
	readonly cost: readonly PlannedCost[];
	/** Sources work side by side: the time of the slowest. */
	readonly ms: number;
};

/** What the doctor found in the store. */
export type Examination = {
	readonly checks: readonly Check[];
	/** By series, oldest first. */
	readonly gaps: readonly Gap[];
	/** Series looked at. */
	readonly series: number;
	readonly plan: HealingPlan;
};

export type HealOptions = ExamineOptions & {readonly onInvalid: InvalidPolicy};

export type Healing = {
	/** Null when there was nothing to fetch: no run was begun. */
	readonly report: RunReport | null;
	readonly attempts: readonly GapAttempt[];
	/** Runs whose process had died, and whose end was written down now. */
	readonly closedRuns: readonly RunId[];
};

/** The pipeline as the shells see it. */
export interface Pipeline {
	collect(options: CollectOptions, signal?: AbortSignal): Promise<RunReport>;
	/** Loops `collect`; `seconds` is a wish, raised where the budget of a source asks for it. Ends when aborted. */
	watch(
		options: CollectOptions,
		seconds: number,
		onReport: (report: RunReport) => void,
		signal: AbortSignal,
	): Promise<void>;
	/** How long after the beginning of the reported cycle the next one may begin, ms; `seconds` is a wish as in `watch`. */
	pauseAfter(report: RunReport, seconds: number): Promise<number>;
	plan(options: BackfillOptions, signal?: AbortSignal): Promise<BackfillPlan>;
	backfill(options: BackfillOptions, signal?: AbortSignal): Promise<RunReport>;
	replay(options: ReplayOptions, signal?: AbortSignal): Promise<ReplayResult>;
	/** Every hole with its cause, what healing takes, and the state of the store. Sends nothing and changes nothing. */
	examine(options: ExamineOptions): Promise<Examination>;
	/** What healing takes. Sends nothing and changes nothing. */
	planHealing(options: ExamineOptions): Promise<HealingPlan>;
	/** Heals what can be healed, in the fewest requests. */
	heal(options: HealOptions, signal?: AbortSignal): Promise<Healing>;
	/** Reads quarantined rows again under today's contracts and stores those that pass; returns how many passed and failed. */
	retryQuarantine(
		ids: readonly number[],
	): Promise<{readonly passed: readonly number[]; readonly failed: readonly number[]}>;
}
