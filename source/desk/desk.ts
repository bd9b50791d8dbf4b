/**
 * What the screen may ask of the program, as plain data that may cross a thread: the same whether the desk works beside
 * the screen or in a worker. Every promise rejects with a Fault; nothing here blocks the thread that asks.
 */

import type {Candles} from '#domain/candles.js';
import type {Check} from '#domain/doctor/check.js';
import type {PipelineEvent} from '#domain/event.js';
import type {EventLevel} from '#domain/event-line.js';
import type {IndicatorId, Settings} from '#domain/indicators/catalog.js';
import type {Interval} from '#domain/interval.js';
import type {
	AssetId,
	Candle,
	Exchange,
	Market,
	Rate,
	SeriesKey,
	SourceName,
	Sparkline,
} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {FaultReport, RunId, RunReport} from '#domain/run.js';
import type {AssetChoice, BackfillPlan, Examination, HealingPlan} from '#pipeline/commands.js';
import type {Compacted, CompactPlan} from '#pipeline/compact.js';
import type {MissingCandles, MissingCause} from '#pipeline/doctor/gap-causes.js';
import type {
	BudgetState,
	Lot,
	NewLot,
	QuarantineRow,
	SeriesSummary,
	StoredQuote,
	StoredRun,
	Watchlist,
} from '#ports/storage.js';
import type {Observation, Standing} from '#domain/alerts/evaluate.js';
import type {Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {MessageLanguage} from '#pipeline/alerts/words.js';
import type {AlertKind, AlertRule, Delivery, NewAlertRule} from '#ports/alerts.js';
import type {StoredForecast} from '#ports/forecasts.js';
import type {DriftNotice} from '#domain/quality.js';
import type {KeepPolicy, Manifest, SnapshotRecord} from '#domain/snapshot/manifest.js';
import type {Comparison, CreateOptions, Pruned, Restored, Verified} from '#ports/vault.js';
import type {ForecastSeries, ForecastView, Training, TrainingRequest} from './forecast-view.js';
import type {LastingField} from './fuller-quotes.js';

/** One setting with everything the settings screen shows. Secrets never come: `value` is then `null` and `given` tells. */
export type SettingEntry = {
	readonly key: string;
	/** Checked value; null when unset, secret or broken. */
	readonly value: unknown;
	/** The value as a person would type it; empty when unset or secret. */
	readonly text: string;
	readonly given: boolean;
	readonly origin: 'flag' | 'environment' | '.env' | 'file' | 'default';
	readonly place: string;
	readonly about: string;
	readonly allowed: string;
	/** The values to choose from, where they are few. */
	readonly choices: readonly string[] | null;
	readonly secret: boolean;
	readonly problem: string | null;
};

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

/** A version of the data; when it was made, ms UTC. */
export type AsOf = {readonly id: string; readonly createdAt: number};

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

/**
 * The newest quote of every stored asset, by rank, with its origin; what its source does not give comes from an older
 * quote of a better source, as long as it lasts. Empty when nothing was ever collected.
 */
export type MarketView = {
	readonly rows: readonly StoredQuote[];
	readonly sparklines: readonly Sparkline[];
	/** Pairs at Binance by asset, for live prices; only those found to be the same coin. */
	readonly pairs: Readonly<Record<AssetId, string>>;
	readonly rates: readonly (Rate & {readonly source: SourceName; readonly seenAt: number})[];
	/** When this was read. */
	readonly readAt: number;
};

/** A price from the stream, newer than the snapshot. */
export type LivePrice = {
	readonly asset: AssetId;
	readonly price: number;
	readonly at: number;
	readonly source: SourceName;
	/** What it is quoted in there: `USDT`. */
	readonly quote: string;
};

/** Why candles are missing. */
export type GapCause = MissingCause;

export type SeriesGap = MissingCandles;

export type ChartQuestion = {
	readonly asset: AssetId;
	/** Visible time; null means the beginning (or the end) of what is stored. */
	readonly from: number | null;
	readonly to: number | null;
	/** The most candles the chart can draw: with `auto` the interval is the finest that fits. */
	readonly bars: number;
	readonly interval: Interval | 'auto';
	readonly indicators: readonly {readonly id: IndicatorId; readonly settings: Settings}[];
};

export type ChartAnswer = {
	/** The stored series behind the chart; null when there is none for this asset. */
	readonly series: SeriesKey | null;
	readonly interval: Interval;
	/** What was resampled into `interval`, or null when it is stored as such. */
	readonly resampledFrom: Interval | null;
	/** Visible candles, ascending, the open one included; holes are simply absent. */
	readonly candles: Candles;
	/** One column per line and indicator, each as long as `candles`, NaN where absent (warm-up uses earlier candles). */
	readonly indicators: readonly {readonly id: IndicatorId; readonly lines: readonly Float64Array[]}[];
	readonly gaps: readonly SeriesGap[];
	/** From the first stored candle to the end of the last one. */
	readonly stored: Range | null;
	/** Intervals that could be shown from what is stored. */
	readonly intervals: readonly Interval[];
};

export type CompareQuestion = {
	readonly assets: readonly AssetId[];
	readonly from: number;
	readonly to: number;
	readonly points: number;
};

/** One asset on the common grid of a comparison. */
export type ComparedSeries = {
	readonly asset: AssetId;
	readonly series: SeriesKey | null;
	/** Closes at each `ts` of the answer; NaN is a hole. */
	readonly close: Float64Array;
};

export type CompareAnswer = {
	readonly interval: Interval;
	readonly ts: Float64Array;
	readonly series: readonly ComparedSeries[];
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

/** Coverage of one series over time: for each of equal buckets of `range`, the share of expected candles stored, 0 to 1. */
export type CoverageRow = SeriesSummary & {
	readonly symbol: string;
	/** NaN where nothing is expected (before the first, after the last closed candle). */
	readonly buckets: Float64Array;
	readonly expected: number;
};

export type CoverageView = {readonly range: Range; readonly rows: readonly CoverageRow[]};

/** Where a number comes from. */
export type Origin = {
	readonly source: SourceName;
	readonly endpoint: string;
	readonly url: string | null;
	readonly fetchedAt: number | null;
	/** When the source itself last refreshed it. */
	readonly updatedAt: number | null;
	readonly run: RunId | null;
	/** Hash of the archived answer; null when it was never archived or is gone. */
	readonly payload: string | null;
	readonly contract: string | null;
	/** How the number was made from the answer, where it was: `resampled from 1h`, `rolled up`. */
	readonly derived: string | null;
	/** What of a quote is from an older one of another source. */
	readonly filled?: {
		readonly source: SourceName;
		readonly updatedAt: number;
		readonly fields: readonly LastingField[];
	};
};

export type OriginQuestion =
	| {readonly of: 'quote'; readonly asset: AssetId}
	| {
			readonly of: 'candle';
			readonly series: SeriesKey;
			readonly ts: number;
			/** What is shown, where that was made of several candles of the series. */
			readonly shownAs?: Interval;
	  }
	/** The last close that a forecast was made of. */
	| {
			readonly of: 'forecast';
			readonly forecast: Pick<
				StoredForecast,
				'asset' | 'interval' | 'model' | 'madeAt' | 'for' | 'lastTs' | 'lastClose' | 'data'
			>;
	  };

/** What happened since the user last looked. */
export type AwayView = {
	readonly since: number;
	readonly runs: number;
	readonly failedRuns: number;
	readonly movers: readonly {
		readonly asset: AssetId;
		readonly symbol: string;
		readonly before: number;
		readonly after: number;
		readonly changePercent: number;
	}[];
	readonly quarantined: number;
	readonly drift: number;
};

/** Rows of a spreadsheet as shown on a screen. Cells are numbers, text or unknown. */
export type Sheet = {
	readonly name: string;
	readonly columns: readonly string[];
	readonly rows: readonly (readonly (string | number | null)[])[];
};

/** An alert in every language of the program. */
export type ToldAlert = {
	readonly id: number;
	readonly kind: AlertKind;
	readonly asset: AssetId | null;
	/** When it was true, ms UTC. */
	readonly at: number;
	/** How often it happened within its cool-down. */
	readonly count: number;
	/** One line, and the whole message. */
	readonly told: Readonly<
		Record<MessageLanguage, {readonly subject: string; readonly lines: readonly string[]}>
	>;
	/** By channel; none where no channel was set up, or the market is simulated. */
	readonly deliveries: readonly Delivery[];
};

/** A price rule that is not kept yet. */
export type RuleDraft = Omit<NewAlertRule, 'createdAt'>;

/** A price rule with where it stands. */
export type RuleView = AlertRule & {
	readonly standing: Standing;
	/** When it fired last and was told, ms UTC. */
	readonly lastToldAt: number | null;
	/** The newest that it could look at; null while nothing of its asset is stored. */
	readonly seen: Observation | null;
};

/** How a test message went, by channel. */
export type ChannelTestView = {
	readonly results: readonly {readonly channel: string; readonly fault: FaultReport | null}[];
	/** What is missing where a channel was only begun, as sentences. */
	readonly problems: readonly string[];
};

/** The versions of the data. */
export type VersionsView = {
	/** The folder they lie in: a remote of DVC 3. */
	readonly remote: string;
	/** The folder where a database goes that a version replaces. */
	readonly backups: string;
	/** Newest first. */
	readonly records: readonly SnapshotRecord[];
};

/** One version, what it holds, and the path of its `.dvc` file. */
export type VersionDetail = {
	readonly record: SnapshotRecord;
	readonly manifest: Manifest;
	readonly pointer: string;
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
