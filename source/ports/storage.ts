/** What the program remembers. Stores are named for what they hold; each method is one transaction. */

import type {Candles} from '#domain/candles.js';
import type {Interval} from '#domain/interval.js';
import type {
	Asset,
	AssetId,
	Exchange,
	Market,
	MarketRow,
	Quote,
	Rate,
	SeriesKey,
	SourceName,
	Sparkline,
} from '#domain/market.js';
import type {DriftNotice, ExpectedShape, Rejection, Shape} from '#domain/quality.js';
import type {Range} from '#domain/range.js';
import type {RunId, RunKind, RunReport} from '#domain/run.js';
import type {AlertStore} from './alerts.js';
import type {ForecastStore, ModelRegistry} from './forecasts.js';
import type {GapBook} from './gap-book.js';
import type {Provenance} from './market-data.js';
import type {Upkeep} from './upkeep.js';
import type {ProcessIdentity} from './world.js';

/** What a write changed. `unchanged` rows were already there with the same values and were not touched. */
export type Written = {readonly inserted: number; readonly updated: number; readonly unchanged: number};

/** How an asset is called by a source, and whether the two were found to be the same thing. */
export type SourceLink = {
	readonly asset: AssetId;
	readonly source: SourceName;
	/** The pair or slug there, e.g. `BTCUSDT`; null when the source has none. */
	readonly externalId: string | null;
	/** `agrees`: prices within 5 %. `disagrees`: another coin. `absent`: no trading pair. */
	readonly verdict: 'agrees' | 'disagrees' | 'absent';
	readonly ourPrice: number | null;
	readonly theirPrice: number | null;
	readonly checkedAt: number;
};

export interface AssetStore {
	/** All assets, by rank, unranked last. */
	list(): Promise<Asset[]>;
	find(ids: readonly AssetId[]): Promise<Asset[]>;
	/** Assets with this symbol, whatever its case, best rank first. */
	bySymbol(symbol: string): Promise<Asset[]>;
	links(source: SourceName): Promise<SourceLink[]>;
	saveLinks(links: readonly SourceLink[]): Promise<void>;
}

/** A market snapshot to store as one transaction: all of it or nothing. */
export type SnapshotBatch = {
	readonly run: RunId;
	readonly source: SourceName;
	/** When the snapshot was taken: the moment of its first answer. Unique per source. */
	readonly capturedAt: number;
	/** Rows the source sent, stored or not. */
	readonly expected: number;
	readonly rows: readonly MarketRow[];
	readonly provenance: readonly Provenance[];
	readonly contract: string;
};

/** A stored quote with its origin. */
export type StoredQuote = Quote & {
	readonly symbol: string;
	readonly name: string;
	readonly source: SourceName;
	/** When this value was first stored. */
	readonly capturedAt: number;
	readonly run: RunId;
};

/** Where the quotes of one snapshot come from: its answers, one a page. */
export type SnapshotOrigin = Pick<SnapshotBatch, 'run' | 'source' | 'capturedAt' | 'contract'> & {
	readonly answers: readonly Pick<Provenance, 'endpoint' | 'path' | 'fetchedAt' | 'payload'>[];
};

export type QuoteFilter = {
	readonly assets?: readonly AssetId[];
	readonly source?: SourceName;
	readonly from?: number;
	readonly to?: number;
};

export interface QuoteStore {
	/**
	 * Stores assets, changed quotes and changed sparklines. A row equal to what the source said before (as of
	 * `capturedAt`) is not stored again. Saving the same snapshot twice changes nothing.
	 */
	saveSnapshot(batch: SnapshotBatch): Promise<Written>;
	/** The newest quote of each asset, by rank. */
	latest(filter?: Pick<QuoteFilter, 'assets' | 'source'>, limit?: number): Promise<StoredQuote[]>;
	/** All stored quotes, oldest first, in pages; memory stays bounded. */
	stream(filter: QuoteFilter): AsyncIterable<readonly StoredQuote[]>;
	sparklines(assets: readonly AssetId[]): Promise<Sparkline[]>;
	/** The snapshot that the newest quote of an asset came with; null when there is none. */
	origin(asset: AssetId): Promise<SnapshotOrigin | null>;
	stats(): Promise<{readonly count: number; readonly latestAt: number | null}>;
}

/** An answered part of a series, to store as one transaction together with its candles. */
export type CandleBatch = {
	readonly run: RunId;
	readonly series: SeriesKey;
	/** The closed time this answer speaks for, candles present or not. Empty (`from === to`) when only the open candle came. */
	readonly answered: Range;
	/** Ascending and unique. */
	readonly candles: Candles;
	readonly provenance: Provenance;
	readonly contract: string;
};

/** The answer that settled a part of a series. */
export type CandleOrigin = {
	readonly run: RunId;
	readonly payload: string;
	readonly contract: string;
	readonly answeredAt: number;
};

/** A closed candle that a source changed after the fact. */
export type Revision = {
	readonly ts: number;
	readonly seenAt: number;
	readonly run: RunId;
	readonly before: Candles;
	readonly after: Candles;
};

export type SeriesSummary = SeriesKey & {
	readonly from: number;
	/** Opening time of the newest candle. */
	readonly to: number;
	readonly count: number;
	/** Missing candles between `from` and `to`. */
	readonly gaps: number;
	readonly revisions: number;
};

export interface CandleStore {
	/**
	 * Upserts candles, keeps a revision where a closed candle changed, records `answered` in the ledger, and rolls
	 * hourly candles up into the daily `rollup` series. All of it or nothing.
	 */
	saveBatch(batch: CandleBatch): Promise<Written>;
	/** What has been asked and answered already: never ask for it again. Ascending, disjoint. */
	answered(series: SeriesKey): Promise<Range[]>;
	/** The answer that settled the candle opening at `ts`; null when it is open still, or never came. */
	origin(series: SeriesKey, ts: number): Promise<CandleOrigin | null>;
	/** How many candles open in each of `buckets` equal parts of a range, oldest first. */
	counts(series: SeriesKey, range: Range, buckets: number): Promise<number[]>;
	/** Opening time of the newest closed candle, or null. */
	newestClosed(series: SeriesKey): Promise<number | null>;
	read(series: SeriesKey, range: Range): Promise<Candles>;
	/** The newest `count` candles, ascending, the open one included. */
	newest(series: SeriesKey, count: number): Promise<Candles>;
	/** Pages of at most 10,000 candles, ascending. */
	stream(series: SeriesKey, range: Range): AsyncIterable<Candles>;
	list(filter?: {
		readonly asset?: AssetId;
		readonly interval?: Interval;
		readonly source?: SourceName;
	}): Promise<SeriesSummary[]>;
	revisions(series: SeriesKey): Promise<Revision[]>;
	/** Writes exactly these candles where they differ from the stored ones; touches neither ledger nor revisions. For replay. */
	restore(series: SeriesKey, candles: Candles): Promise<Written>;
}

/** A rate with its origin. */
export type StoredRate = Rate & {readonly source: SourceName; readonly seenAt: number};

export type VenueFilter = {readonly asset?: AssetId};

export interface VenueStore {
	saveExchanges(run: RunId, rows: readonly Exchange[], at: number): Promise<Written>;
	saveMarkets(run: RunId, asset: AssetId, rows: readonly Market[], at: number): Promise<Written>;
	saveRates(run: RunId, source: SourceName, rows: readonly Rate[], at: number): Promise<Written>;
	markets(filter?: VenueFilter): Promise<(Market & {readonly seenAt: number})[]>;
	exchanges(): Promise<Exchange[]>;
	/** The newest rates of every source, by id; a currency may come once per source. */
	rates(): Promise<StoredRate[]>;
}

export type StoredRun = {
	readonly run: RunId;
	readonly kind: RunKind;
	readonly startedAt: number;
	readonly finishedAt: number | null;
	/** `running`, or `lost` when its process is gone without an end. */
	readonly status: RunReport['status'] | 'running' | 'lost';
	readonly pid: number;
	readonly report: RunReport | null;
};

/** Who holds a lock. */
export type LockHolder = ProcessIdentity & {readonly run: RunId; readonly since: number};

export interface RunStore {
	start(
		run: {
			readonly run: RunId;
			readonly kind: RunKind;
			readonly startedAt: number;
			readonly args: readonly string[];
		} & ProcessIdentity,
	): Promise<void>;
	finish(report: RunReport): Promise<void>;
	/** Newest first. */
	list(limit: number): Promise<StoredRun[]>;
	find(run: RunId): Promise<StoredRun | null>;
	/**
	 * Takes the lock `name` for `ttlMs`, renewing it when the same run holds it already; returns null on success, else who
	 * holds it. A lock that expired, or whose holder ran on this host and is dead (`isAlive`), is taken over.
	 */
	lock(
		name: string,
		holder: LockHolder,
		ttlMs: number,
		now: number,
		isAlive: (pid: number) => boolean,
	): Promise<LockHolder | null>;
	unlock(name: string, run: RunId): Promise<void>;
	/** Who holds the lock `name` and lives, as far as can be told; null when it is free to take. */
	holder(name: string, now: number): Promise<LockHolder | null>;
}

/** The allowance of one source. Infinity means no limit. */
export type Allowance = {
	/** Requests (or weight) per minute. */
	readonly perMinute: number;
	/** Credits per calendar month (UTC). */
	readonly perMonth: number;
};

/** `at`: when the request may go (ms; may lie ahead). `refused`: the month is spent, or the source is blocked until `until`. */
export type Reservation =
	| {readonly ok: true; readonly at: number}
	| {readonly ok: false; readonly reason: 'month-spent' | 'blocked'; readonly until: number};

export type BudgetState = {
	readonly source: SourceName;
	readonly usedThisMinute: number;
	readonly perMinute: number | null;
	readonly usedThisMonth: number;
	readonly perMonth: number | null;
	readonly blockedUntil: number | null;
};

/** Budgets are shared by every process on the database and survive restarts. */
export interface BudgetStore {
	/** Books `weight` against the minute at the earliest allowed instant. Spacing is even after a short burst. */
	reserve(source: SourceName, weight: number, allowance: Allowance, now: number): Promise<Reservation>;
	/** Gives back a booking whose request was never sent. */
	release(source: SourceName, weight: number, at: number): Promise<void>;
	/** Counts `credits` against the month. */
	charge(source: SourceName, credits: number, now: number): Promise<void>;
	/** No request before `until`: the source said so. */
	block(source: SourceName, until: number): Promise<void>;
	/** The source says that `used` of this minute (which began at `minuteStart`) are spent; books what others spent. */
	learn(source: SourceName, used: number, minuteStart: number, now: number): Promise<void>;
	state(source: SourceName, allowance: Allowance, now: number): Promise<BudgetState>;
}

/** A request whose body is in the archive. */
export type ArchivedRequest = Provenance & {
	readonly run: RunId;
	readonly status: number;
	readonly bytes: number;
	/** What the question was about: enough to read the body again, e.g. `{kind: 'candles', pair, interval}`. */
	readonly question: Readonly<Record<string, unknown>>;
};

export interface RawArchive {
	/** Keeps a body under its hash (idempotent) and returns the hash. */
	keep(body: Uint8Array): Promise<string>;
	/** Records which request got which body. */
	record(request: ArchivedRequest): Promise<void>;
	read(payload: string): Promise<Uint8Array | null>;
	/** The newest request that got this body; null when none is on record. */
	find(payload: string): Promise<ArchivedRequest | null>;
	/** Recorded requests in order of fetching. */
	requests(filter: {readonly run?: RunId; readonly since?: number}): AsyncIterable<ArchivedRequest>;
	/** Deletes what is older than `before` and not needed by quarantine; returns how many bodies went. */
	prune(before: number): Promise<number>;
}

/** A remembered answer for conditional requests and time-to-live. */
export type CachedResponse = {
	readonly key: string;
	readonly etag: string | null;
	readonly lastModified: string | null;
	readonly payload: string;
	readonly storedAt: number;
	/** Served without asking until then. */
	readonly freshUntil: number;
	readonly serverNow: number;
};

export interface ResponseCache {
	get(key: string): Promise<CachedResponse | null>;
	put(entry: CachedResponse): Promise<void>;
}

export type QuarantineRow = Rejection & {
	readonly id: number;
	readonly source: SourceName;
	readonly endpoint: string;
	readonly asset: AssetId | null;
	readonly contract: string;
	readonly run: RunId;
	readonly payload: string;
	readonly firstSeenAt: number;
	readonly lastSeenAt: number;
	/** How often the same row broke the same rule. */
	readonly timesSeen: number;
	readonly state: 'held' | 'retried';
	/** The question of the request, so that a retry knows how to read the row. */
	readonly question: Readonly<Record<string, unknown>>;
};

export interface QuarantineStore {
	/** Sets rows aside; the same row under the same rule is counted, not repeated. */
	add(batch: {
		readonly run: RunId;
		readonly contract: string;
		readonly asset: AssetId | null;
		readonly provenance: Provenance;
		readonly question: Readonly<Record<string, unknown>>;
		readonly rejections: readonly Rejection[];
	}): Promise<void>;
	list(
		filter?: {
			readonly source?: SourceName;
			readonly kind?: Rejection['kind'];
			readonly state?: QuarantineRow['state'];
		},
		limit?: number,
	): Promise<QuarantineRow[]>;
	find(id: number): Promise<QuarantineRow | null>;
	count(): Promise<{readonly violation: number; readonly incomplete: number}>;
	markRetried(ids: readonly number[]): Promise<void>;
}

export interface DriftStore {
	/** Compares a payload's shape with the expected one and with what was seen before; returns only news, and remembers it. */
	observe(
		source: SourceName,
		endpoint: string,
		expected: ExpectedShape,
		seen: Shape,
		rows: number,
		at: number,
		run: RunId,
	): Promise<DriftNotice[]>;
	list(limit: number): Promise<(DriftNotice & {readonly seenAt: number; readonly run: RunId})[]>;
}

/** A named list of assets, in the user's order. `favourites` is always there. */
export type Watchlist = {readonly name: string; readonly assets: readonly AssetId[]};

export interface WatchlistStore {
	/** By name, `favourites` first. */
	list(): Promise<Watchlist[]>;
	/** Creates the list or replaces its assets. */
	save(list: Watchlist): Promise<void>;
	remove(name: string): Promise<void>;
}

/** Part of a holding bought (or, with a negative amount, sold) at once. Amounts and costs are exact decimal text. */
export type NewLot = {
	readonly asset: AssetId;
	/** Units of the asset, e.g. `0.12345678`; never zero. */
	readonly amount: string;
	/** What all of it cost, in `currency`; null when not known. */
	readonly cost: string | null;
	/** Upper case: `USD`, `BRL`. */
	readonly currency: string;
	/** When it was bought, ms UTC; null when not known. */
	readonly at: number | null;
	readonly note: string;
};

export type Lot = NewLot & {readonly id: number};

export interface LotStore {
	/** By time of purchase, unknown first. */
	list(): Promise<Lot[]>;
	/** All of them or none. */
	add(lots: readonly NewLot[]): Promise<Lot[]>;
	change(lot: Lot): Promise<void>;
	remove(id: number): Promise<void>;
}

/** Small values the screen wants back at the next start, by key. */
export interface MemoryStore {
	all(): Promise<Readonly<Record<string, unknown>>>;
	/** Keeps a value that JSON can hold; `undefined` forgets the key. */
	put(key: string, value: unknown): Promise<void>;
}

export type StorageInfo = {
	readonly engine: string;
	readonly location: string;
	readonly schemaVersion: number;
	readonly sizeBytes: number;
	/** `ok`, or the first complaint of a quick check. */
	readonly integrity: string;
};

/** Everything remembered, behind one door. */
export interface Storage {
	readonly assets: AssetStore;
	readonly quotes: QuoteStore;
	readonly candles: CandleStore;
	readonly venues: VenueStore;
	readonly runs: RunStore;
	readonly budgets: BudgetStore;
	readonly archive: RawArchive;
	readonly cache: ResponseCache;
	readonly quarantine: QuarantineStore;
	readonly drift: DriftStore;
	readonly watchlists: WatchlistStore;
	readonly lots: LotStore;
	readonly memory: MemoryStore;
	readonly alerts: AlertStore;
	readonly gaps: GapBook;
	readonly forecasts: ForecastStore;
	readonly models: ModelRegistry;
	readonly upkeep: Upkeep;
	info(): Promise<StorageInfo>;
	/** A number that is another one after another process has stored something; always the same where the store is only read. */
	changesByOthers(): Promise<number>;
	close(): Promise<void>;
}
