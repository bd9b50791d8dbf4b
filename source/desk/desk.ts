/**
 * What the screen may ask of the program, as plain data that may cross a thread: the same whether the desk works beside
 * the screen or in a worker. Every promise rejects with a Fault; nothing here blocks the thread that asks.
 */

import type {Check} from '#domain/doctor/check.js';
import type {EventLevel} from '#domain/event-line.js';
import type {PipelineEvent} from '#domain/event.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, Candle, Exchange, Market, SeriesKey} from '#domain/market.js';
import type {DriftNotice} from '#domain/quality.js';
import type {FaultReport, RunId} from '#domain/run.js';
import type {KeepPolicy, SnapshotRecord} from '#domain/snapshot/manifest.js';
import type {Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {BackfillPlan, Examination, HealingPlan} from '#pipeline/commands.js';
import type {CompactPlan, Compacted} from '#pipeline/compact.js';
import type {Lot, NewLot, QuarantineRow, StoredRun, Watchlist} from '#ports/storage.js';
import type {Comparison, CreateOptions, Pruned, Restored, Verified} from '#ports/vault.js';
import type {ChannelTestView, RuleDraft, RuleView, ToldAlert} from './views/alerts.js';
import type {ChartAnswer, ChartQuestion, CompareAnswer, CompareQuestion} from './views/chart.js';
import type {ForecastSeries, ForecastView, Training, TrainingRequest} from './views/forecast.js';
import type {AwayView, LivePrice, MarketView} from './views/market.js';
import type {Origin, OriginQuestion} from './views/origin.js';
import type {
	BackfillRequest,
	HealRequest,
	Job,
	LogLine,
	LoopState,
	PipelineView,
	StreamState,
} from './views/pipeline.js';
import type {CoverageView, SeriesGap} from './views/quality.js';
import type {SettingEntry} from './views/settings.js';
import type {AsOf, VersionDetail, VersionsView} from './views/versions.js';

/** What is there when the screen opens. */
export type DeskOpening = {
	readonly version: string;
	readonly dataDir: string;
	readonly simulated: boolean;
	readonly readOnly: boolean;
	/** The version of the data this is, in place of what is stored now; null for what is stored now. */
	readonly asOf: AsOf | null;
	readonly settings: readonly SettingEntry[];
	readonly loop: LoopState;
	readonly stream: StreamState;
	/** State the screen asked to keep: last screen, columns, sort … by key. */
	readonly memory: Readonly<Record<string, unknown>>;
	readonly market: MarketView;
	readonly watchlists: readonly Watchlist[];
};

/** Rows of a spreadsheet as shown on a screen. Cells are numbers, text or unknown. */
export type Sheet = {
	readonly name: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number | null)[])[];
};

/** Told to listeners, in order. */
export type DeskNews =
	| {readonly type: 'event'; readonly at: number; readonly event: PipelineEvent}
	/** Read `market()` again. */
	| {readonly type: 'market-stored'}
	/** Read charts of these assets again; null is any. */
	| {readonly type: 'candles-stored'; readonly assets: readonly AssetId[] | null}
	| {readonly type: 'prices'; readonly prices: readonly LivePrice[]}
	/** The open (or just closed) candle of the watched series. */
	| {readonly type: 'candle'; readonly series: SeriesKey; readonly candle: Candle}
	| {readonly type: 'stream'; readonly stream: StreamState}
	| {readonly type: 'loop'; readonly loop: LoopState}
	| {readonly type: 'job'; readonly job: Job}
	| {readonly type: 'log'; readonly line: LogLine}
	| {readonly type: 'settings'; readonly settings: readonly SettingEntry[]}
	| {readonly type: 'watchlists'; readonly watchlists: readonly Watchlist[]}
	| {readonly type: 'training'; readonly training: Training}
	/** Read `lots()` again: another process stored something. */
	| {readonly type: 'lots-stored'}
	/** Read forecasts again: new ones were made, or a model took over. */
	| {readonly type: 'forecasts-stored'}
	/** Read the price rules again: one was added or removed. */
	| {readonly type: 'alert-rules-stored'}
	/** Something people should know was stored, by this process or another one. */
	| {readonly type: 'alert'; readonly alert: ToldAlert}
	/** Versions may have come or gone: read `versions()` again. */
	| {readonly type: 'versions-stored'}
	/** Another database lies behind the desk: nothing that was read before counts any more. */
	| {readonly type: 'reopened'; readonly opening: DeskOpening}
	/** The desk itself stopped working; the screen shows it and offers to start again. */
	| {readonly type: 'lost'; readonly fault: FaultReport};

export interface Desk {
	/** The first answer, with everything the first frame needs. */
	open(): Promise<DeskOpening>;
	listen(listener: (news: DeskNews) => void): () => void;

	market(): Promise<MarketView>;
	chart(question: ChartQuestion): Promise<ChartAnswer>;
	compare(question: CompareQuestion): Promise<CompareAnswer>;
	/** Keeps the candle of one series live; null stops it. */
	watchCandle(series: {readonly asset: AssetId; readonly interval: Interval} | null): Promise<void>;
	venues(asset: AssetId): Promise<{
		readonly markets: readonly (Market & {readonly seenAt: number})[];
		readonly exchanges: readonly Exchange[];
	}>;
	origin(question: OriginQuestion): Promise<Origin | null>;
	away(since: number): Promise<AwayView>;

	pipeline(): Promise<PipelineView>;
	/** The newest lines of the log at or above `level` that contain `search`, oldest first. */
	log(filter: {
		readonly level: EventLevel;
		readonly search: string;
		readonly limit: number;
	}): Promise<readonly LogLine[]>;
	refresh(): Promise<void>;
	pause(): Promise<void>;
	resume(): Promise<void>;
	plan(request: BackfillRequest): Promise<BackfillPlan>;
	/** Puts a backfill in line; its progress comes as news. */
	backfill(request: BackfillRequest): Promise<Job>;
	cancel(job: number): Promise<void>;

	coverage(filter: {readonly interval: Interval | null; readonly buckets: number}): Promise<CoverageView>;
	gaps(series: SeriesKey): Promise<readonly SeriesGap[]>;
	quarantine(limit: number): Promise<readonly QuarantineRow[]>;
	retryQuarantine(
		ids: readonly number[],
	): Promise<{readonly passed: readonly number[]; readonly failed: readonly number[]}>;
	drift(limit: number): Promise<readonly (DriftNotice & {readonly seenAt: number; readonly run: RunId})[]>;
	runs(limit: number): Promise<readonly StoredRun[]>;

	/** Every hole with its cause, what healing takes, and the health of the store and the settings. Only reads. */
	examine(): Promise<Examination>;
	/** Disk, log, sources and clock; takes seconds. Fault `usage` on a desk for reading, which connects nowhere. */
	checkMachine(): Promise<readonly Check[]>;
	planHealing(request: HealRequest): Promise<HealingPlan>;
	/** Puts a healing in line with the backfills; its progress comes as news. */
	heal(request: HealRequest): Promise<Job>;

	lots(): Promise<readonly Lot[]>;
	addLots(lots: readonly NewLot[]): Promise<readonly Lot[]>;
	changeLot(lot: Lot): Promise<void>;
	removeLot(id: number): Promise<void>;
	/** Reads a CSV file of lots (header: asset, amount, cost, currency, date, note); nothing is stored yet. */
	readLots(path: string): Promise<{
		readonly lots: readonly NewLot[];
		readonly problems: readonly {readonly line: number; readonly message: string}[];
	}>;

	saveWatchlist(list: Watchlist): Promise<void>;
	removeWatchlist(name: string): Promise<void>;
	/** Keeps a small value under a key for the next start. */
	remember(key: string, value: unknown): Promise<void>;
	/** Checks and writes one setting; null goes back to the default. What depends on it is opened anew. */
	setSetting(key: string, text: string | null): Promise<void>;

	/** Writes a sheet as CSV below the data folder and returns the path. Formulas are quoted. */
	saveSheet(sheet: Sheet): Promise<string>;
	/** Writes a text file below the data folder (screenshots) and returns the path. */
	saveText(name: string, text: string): Promise<string>;

	/** What is known of the next candle. Only reads; says why when there is no forecast. */
	forecast(series: ForecastSeries): Promise<ForecastView>;
	/** Forecasts now, and stores the forecast. Fault `model-missing`, `model-unusable`, `too-few-candles`, `candles-stale`. */
	predict(series: ForecastSeries): Promise<ForecastView>;
	/** Begins a training beside everything else; its progress comes as news, and forecasts with its models follow. */
	train(request: TrainingRequest): Promise<Training>;
	/** Ends a training; what is trained already stays. */
	cancelTraining(id: number): Promise<void>;

	/** The newest alerts, newest first. */
	alerts(limit: number): Promise<readonly ToldAlert[]>;
	/** Every price rule, the oldest first. */
	alertRules(): Promise<readonly RuleView[]>;
	/** Keeps a rule; it watches from now on. Fault `unknown-asset`. Resolves to its number. */
	addAlertRule(rule: RuleDraft): Promise<number>;
	/** Its alerts stay in the history. Fault `usage` when there is no such rule any more. */
	removeAlertRule(id: number): Promise<void>;
	/** When a rule would have fired in the last `days` of what is stored. Only reads. */
	rehearseAlertRule(rule: RuleDraft, days: number): Promise<Rehearsal>;
	/** Sends a test message through every channel that is set up. */
	testAlertChannels(): Promise<ChannelTestView>;

	versions(): Promise<VersionsView>;
	/** By its id, as are all below. */
	version(id: string): Promise<VersionDetail>;
	createVersion(options: Pick<CreateOptions, 'kind' | 'message'>): Promise<SnapshotRecord>;
	/** Reads every object again; of all versions for null. */
	verifyVersions(id: string | null): Promise<Verified>;
	compareVersions(before: string, after: string): Promise<Comparison>;
	/** Closes the store, puts a version in its place, and opens it again; tells `reopened`. Fault `busy` while work runs. */
	restoreVersion(id: string): Promise<Restored>;
	/** Lets old versions go; with `dryRun` only says what would go. */
	pruneVersions(keep: KeepPolicy, dryRun: boolean): Promise<Pruned>;
	/** What the rules of retention would free now. */
	planCompact(): Promise<CompactPlan>;
	compact(): Promise<Compacted>;

	close(): Promise<void>;
}
