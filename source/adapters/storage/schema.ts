/** The tables as Kysely sees them. Times are integer ms UTC, flags and booleans 0/1, documents JSON text. */

import type {Generated} from 'kysely';
import type {Interval} from '#domain/interval.js';
import type {SeriesOrigin, SourceName} from '#domain/market.js';
import type {DriftNotice, RejectionKind} from '#domain/quality.js';
import type {RunKind, RunStatus} from '#domain/run.js';
import type {SourceLink} from '#ports/storage.js';

/** Every table with its row. */
export type Schema = {
	asset: AssetTable;
	source_link: SourceLinkTable;
	series: SeriesTable;
	candle: CandleTable;
	candle_revision: CandleRevisionTable;
	answered: AnsweredTable;
	cycle: CycleTable;
	quote: QuoteTable;
	latest_quote: LatestQuoteTable;
	spark: SparkTable;
	exchange: ExchangeTable;
	market: MarketTable;
	rate: RateTable;
	run: RunTable;
	run_lock: RunLockTable;
	budget: BudgetTable;
	budget_slot: BudgetSlotTable;
	budget_month: BudgetMonthTable;
	raw_request: RawRequestTable;
	response_cache: ResponseCacheTable;
	quarantine: QuarantineTable;
	field_shape: FieldShapeTable;
	drift: DriftTable;
	watchlist: WatchlistTable;
	watchlist_asset: WatchlistAssetTable;
	lot: LotTable;
	memory: MemoryTable;
	model: ModelTable;
	model_state: ModelStateTable;
	experiment: ExperimentTable;
	forecast: ForecastTable;
	alert_rule: AlertRuleTable;
	alert: AlertTable;
	delivery: DeliveryTable;
	gap_attempt: GapAttemptTable;
};

type AssetTable = {
	id: Generated<number>;
	coin: string;
	/** Null until a snapshot described the asset: then only its candles are known. */
	symbol: string | null;
	/** The symbol in lower case, to be found by. */
	symbol_key: string | null;
	name: string | null;
	rank: number | null;
};

type SourceLinkTable = {
	asset_id: number;
	source: SourceName;
	external_id: string | null;
	verdict: SourceLink['verdict'];
	our_price: number | null;
	their_price: number | null;
	checked_at: number;
};

type SeriesTable = {
	id: Generated<number>;
	asset_id: number;
	source: SourceName;
	quote: string;
	interval: Interval;
	origin: SeriesOrigin;
	/** Kept with every write, so that no summary has to count the candles. */
	candles: number;
	first_ts: number | null;
	last_ts: number | null;
};

type CandleTable = {
	series_id: number;
	ts: number;
	open: number;
	high: number;
	low: number;
	close: number;
	volume: number | null;
	flags: number;
};

type CandleRevisionTable = {
	id: Generated<number>;
	series_id: number;
	ts: number;
	seen_at: number;
	run: string;
	payload: string;
	before_open: number;
	before_high: number;
	before_low: number;
	before_close: number;
	before_volume: number | null;
	before_flags: number;
	after_open: number;
	after_high: number;
	after_low: number;
	after_close: number;
	after_volume: number | null;
	after_flags: number;
};

/** Rows of one series never overlap: each instant belongs to the answer that settled it first. */
type AnsweredTable = {
	series_id: number;
	from_ts: number;
	to_ts: number;
	run: string;
	payload: string;
	contract: string;
	answered_at: number;
};

type CycleTable = {
	id: Generated<number>;
	source: SourceName;
	captured_at: number;
	run: string;
	contract: string;
	expected: number;
	/** Quotes stored under this cycle. */
	stored: number;
	/** Assets that the snapshot held with the values known before: their ids as little-endian Uint32. */
	unchanged: Uint8Array;
	/** The answers it was made of, as a JSON list of `{endpoint, path, fetchedAt, payload}`. */
	origin: string;
};

/** The columns of a quote, in the order in which they are stored and compared. */
export type QuoteValues = {
	price: number;
	rank: number | null;
	market_cap: number | null;
	fully_diluted_valuation: number | null;
	volume_24h: number | null;
	high_24h: number | null;
	low_24h: number | null;
	change_24h: number | null;
	change_percent_1h: number | null;
	change_percent_24h: number | null;
	change_percent_7d: number | null;
	change_percent_30d: number | null;
	change_percent_1y: number | null;
	market_cap_change_percent_24h: number | null;
	circulating_supply: number | null;
	total_supply: number | null;
	max_supply: number | null;
	ath: number | null;
	ath_change_percent: number | null;
	ath_at: number | null;
	atl: number | null;
	updated_at: number;
};

type QuoteTable = QuoteValues & {cycle_id: number; asset_id: number};

/** Points at the newest stored quote of an asset per source. */
type LatestQuoteTable = {asset_id: number; source: SourceName; cycle_id: number; captured_at: number};

/** `closes`: little-endian Float64, oldest first. */
type SparkTable = {asset_id: number; end_ts: number; step_ms: number; closes: Uint8Array};

type ExchangeTable = {
	id: string;
	name: string;
	rank: number | null;
	volume_usd: number | null;
	volume_percent: number | null;
	trading_pairs: number | null;
	url: string | null;
	updated_at: number | null;
	seen_at: number;
	run: string;
};

type MarketTable = {
	asset_id: number;
	exchange: string;
	base_symbol: string;
	quote_symbol: string;
	price: number | null;
	volume_usd_24h: number | null;
	volume_percent: number | null;
	updated_at: number | null;
	seen_at: number;
	run: string;
};

type RateTable = {
	source: SourceName;
	id: string;
	symbol: string;
	currency_symbol: string | null;
	type: 'fiat' | 'crypto';
	rate_usd: number;
	seen_at: number;
	run: string;
};

type RunTable = {
	run: string;
	kind: RunKind;
	started_at: number;
	finished_at: number | null;
	status: RunStatus | 'running';
	pid: number;
	host: string;
	args: string;
	report: string | null;
};

type RunLockTable = {
	name: string;
	run: string;
	pid: number;
	host: string;
	since: number;
	expires_at: number;
};

type BudgetTable = {
	source: SourceName;
	/** Theoretical arrival time: when the next evenly spaced request is due, ms. */
	due: number;
	/** Milliseconds that one unit of weight took when it was last booked. */
	spacing: number;
	blocked_until: number | null;
};

type BudgetSlotTable = {source: SourceName; slot: number; weight: number};

/** `month`: its first millisecond. */
type BudgetMonthTable = {source: SourceName; month: number; credits: number};

type RawRequestTable = {
	id: Generated<number>;
	run: string;
	source: SourceName;
	endpoint: string;
	path: string;
	fetched_at: number;
	server_now: number;
	payload: string;
	fresh: number;
	status: number;
	bytes: number;
	question: string;
};

type ResponseCacheTable = {
	key: string;
	etag: string | null;
	last_modified: string | null;
	payload: string;
	stored_at: number;
	fresh_until: number;
	server_now: number;
};

type QuarantineTable = {
	id: Generated<number>;
	source: SourceName;
	endpoint: string;
	/** The asset, or empty: part of the identity, where NULL would never equal NULL. */
	asset: string;
	kind: RejectionKind;
	rule: string;
	field: string;
	key: string;
	sample: string;
	raw: string;
	contract: string;
	run: string;
	payload: string;
	question: string;
	first_seen_at: number;
	last_seen_at: number;
	times_seen: number;
	state: 'held' | 'retried';
};

/** What was told last about a field. `types`: JSON list, all types told since it began to differ. */
type FieldShapeTable = {
	source: SourceName;
	endpoint: string;
	field: string;
	change: DriftNotice['change'];
	types: string;
	seen_at: number;
};

type DriftTable = {
	id: Generated<number>;
	source: SourceName;
	endpoint: string;
	field: string;
	change: DriftNotice['change'];
	before: string;
	now: string;
	seen_at: number;
	run: string;
};

type WatchlistTable = {id: Generated<number>; name: string};

type WatchlistAssetTable = {watchlist_id: number; position: number; asset_id: number};

/** Amounts and costs are exact decimal text. Ids are never given twice. */
type LotTable = {
	id: Generated<number>;
	asset_id: number;
	amount: string;
	cost: string | null;
	currency: string;
	at: number | null;
	note: string;
};

/** `value`: JSON. */
type MemoryTable = {key: string; value: string};

/** `meta`: JSON. `bytes`: size of the file, null when pruned. One row per series and kind has `current` 1. */
type ModelTable = {
	id: string;
	asset_id: number;
	interval: string;
	kind: string;
	created_at: string;
	meta: string;
	bytes: number | null;
	current: number;
};

/** `alphas` and `held`: JSON. `scores`: little-endian Float64, oldest first. */
type ModelStateTable = {model_id: string; through: number; alphas: string; scores: Uint8Array; held: string};

/** `untouched`: only for the configuration that was chosen. */
type ExperimentTable = {
	id: Generated<number>;
	asset_id: number;
	interval: string;
	at: number;
	seed: number;
	params: string;
	folds: string;
	mean: number;
	error: number;
	untouched: number | null;
	/** The model that came of the search; null in rows of before schema 6. */
	model: string | null;
};

/** Rows are only added, and get their outcome once: see the triggers. */
type ForecastTable = {
	id: Generated<number>;
	asset_id: number;
	interval: string;
	model: string;
	kind: string;
	made_at: number;
	target: number;
	last_ts: number;
	last_close: number;
	predicted: number;
	low_50: number | null;
	high_50: number | null;
	low_80: number | null;
	high_80: number | null;
	low_95: number | null;
	high_95: number | null;
	data: string;
	state: string;
	outcome: number | null;
	settled_at: number | null;
};

/** `condition` and `repetition`: JSON. The other columns are where the rule stands. */
type AlertRuleTable = {
	id: Generated<number>;
	asset_id: number;
	condition: string;
	repetition: string;
	created_at: number;
	removed: number;
	armed: number;
	through: number;
	side: number;
	last_told_at: number | null;
	done: number;
};

/** `key` names the event: it is stored once. `facts`: JSON. */
type AlertTable = {
	id: Generated<number>;
	key: string;
	rule_id: number | null;
	kind: string;
	asset_id: number | null;
	source: string | null;
	at: number;
	facts: string;
	count: number;
};

type DeliveryTable = {
	alert_id: number;
	channel: string;
	state: string;
	attempts: number;
	next_at: number | null;
	error: string | null;
};

/** An attempt to heal a hole. `outcome`: what came of it. `until`: not asked again before. */
type GapAttemptTable = {
	id: Generated<number>;
	series_id: number;
	from_ts: number;
	to_ts: number;
	at: number;
	run: string;
	outcome: string;
	candles: number;
	message: string;
	payload: string | null;
	until: number | null;
};
