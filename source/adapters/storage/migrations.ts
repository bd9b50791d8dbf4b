/** The history of the schema: each step leads from the version before to its own. Steps are never changed, only added. */

/** The name of the file format, in the header of every database of ours: the letters `CTUI`. */
export const applicationId = 0x43545549;

/** SQL by the version (`user_version`) it leads to. */
export type Migrations = Readonly<Record<number, string>>;

export const migrations: Migrations = {
	1: `
CREATE TABLE asset (
	id INTEGER PRIMARY KEY,
	coin TEXT NOT NULL UNIQUE,
	symbol TEXT,
	symbol_key TEXT,
	name TEXT,
	rank INTEGER
) STRICT;
CREATE INDEX asset_by_symbol ON asset (symbol_key);
CREATE INDEX asset_by_rank ON asset (coalesce(rank, 2147483647), id);

CREATE TABLE source_link (
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	source TEXT NOT NULL,
	external_id TEXT,
	verdict TEXT NOT NULL CHECK (verdict IN ('agrees', 'disagrees', 'absent')),
	our_price REAL,
	their_price REAL,
	checked_at INTEGER NOT NULL,
	PRIMARY KEY (source, asset_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
	id INTEGER PRIMARY KEY,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	source TEXT NOT NULL,
	quote TEXT NOT NULL,
	interval TEXT NOT NULL,
	origin TEXT NOT NULL CHECK (origin IN ('exchange', 'prices', 'rollup')),
	candles INTEGER NOT NULL DEFAULT 0,
	first_ts INTEGER,
	last_ts INTEGER,
	UNIQUE (asset_id, source, quote, interval, origin)
) STRICT;

CREATE TABLE candle (
	series_id INTEGER NOT NULL REFERENCES series (id),
	ts INTEGER NOT NULL,
	open REAL NOT NULL,
	high REAL NOT NULL,
	low REAL NOT NULL,
	close REAL NOT NULL,
	volume REAL,
	flags INTEGER NOT NULL,
	PRIMARY KEY (series_id, ts),
	CHECK (low <= open AND low <= close AND high >= open AND high >= close AND low >= 0 AND (volume IS NULL OR volume >= 0))
) STRICT, WITHOUT ROWID;

CREATE TABLE candle_revision (
	id INTEGER PRIMARY KEY,
	series_id INTEGER NOT NULL REFERENCES series (id),
	ts INTEGER NOT NULL,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL,
	payload TEXT NOT NULL,
	before_open REAL NOT NULL,
	before_high REAL NOT NULL,
	before_low REAL NOT NULL,
	before_close REAL NOT NULL,
	before_volume REAL,
	before_flags INTEGER NOT NULL,
	after_open REAL NOT NULL,
	after_high REAL NOT NULL,
	after_low REAL NOT NULL,
	after_close REAL NOT NULL,
	after_volume REAL,
	after_flags INTEGER NOT NULL
) STRICT;
CREATE INDEX candle_revision_by_series ON candle_revision (series_id, ts, id);

CREATE TABLE answered (
	series_id INTEGER NOT NULL REFERENCES series (id),
	from_ts INTEGER NOT NULL,
	to_ts INTEGER NOT NULL,
	run TEXT NOT NULL,
	payload TEXT NOT NULL,
	contract TEXT NOT NULL,
	answered_at INTEGER NOT NULL,
	PRIMARY KEY (series_id, from_ts),
	CHECK (from_ts < to_ts)
) STRICT, WITHOUT ROWID;

CREATE TABLE cycle (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	captured_at INTEGER NOT NULL,
	run TEXT NOT NULL,
	contract TEXT NOT NULL,
	expected INTEGER NOT NULL,
	stored INTEGER NOT NULL DEFAULT 0,
	unchanged BLOB NOT NULL,
	origin TEXT NOT NULL,
	UNIQUE (source, captured_at)
) STRICT;
CREATE INDEX cycle_by_time ON cycle (captured_at, id);

CREATE TABLE quote (
	cycle_id INTEGER NOT NULL REFERENCES cycle (id),
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	price REAL NOT NULL CHECK (price >= 0),
	rank INTEGER,
	market_cap REAL,
	fully_diluted_valuation REAL,
	volume_24h REAL,
	high_24h REAL,
	low_24h REAL,
	change_24h REAL,
	change_percent_1h REAL,
	change_percent_24h REAL,
	change_percent_7d REAL,
	change_percent_30d REAL,
	change_percent_1y REAL,
	market_cap_change_percent_24h REAL,
	circulating_supply REAL,
	total_supply REAL,
	max_supply REAL,
	ath REAL,
	ath_change_percent REAL,
	ath_at INTEGER,
	atl REAL,
	updated_at INTEGER NOT NULL,
	PRIMARY KEY (cycle_id, asset_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE latest_quote (
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	source TEXT NOT NULL,
	cycle_id INTEGER NOT NULL REFERENCES cycle (id),
	captured_at INTEGER NOT NULL,
	PRIMARY KEY (asset_id, source)
) STRICT, WITHOUT ROWID;

CREATE TABLE spark (
	asset_id INTEGER PRIMARY KEY REFERENCES asset (id),
	end_ts INTEGER NOT NULL,
	step_ms INTEGER NOT NULL,
	closes BLOB NOT NULL
) STRICT;

CREATE TABLE exchange (
	id TEXT PRIMARY KEY,
	name TEXT NOT NULL,
	rank INTEGER,
	volume_usd REAL,
	volume_percent REAL,
	trading_pairs INTEGER,
	url TEXT,
	updated_at INTEGER,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE market (
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	exchange TEXT NOT NULL,
	base_symbol TEXT NOT NULL,
	quote_symbol TEXT NOT NULL,
	price REAL,
	volume_usd_24h REAL,
	volume_percent REAL,
	updated_at INTEGER,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL,
	PRIMARY KEY (asset_id, exchange, base_symbol, quote_symbol)
) STRICT, WITHOUT ROWID;

CREATE TABLE rate (
	id TEXT PRIMARY KEY,
	symbol TEXT NOT NULL,
	currency_symbol TEXT,
	type TEXT NOT NULL CHECK (type IN ('fiat', 'crypto')),
	rate_usd REAL NOT NULL,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE run (
	run TEXT PRIMARY KEY,
	kind TEXT NOT NULL,
	started_at INTEGER NOT NULL,
	finished_at INTEGER,
	status TEXT NOT NULL CHECK (status IN ('running', 'done', 'partial', 'blocked', 'failed')),
	pid INTEGER NOT NULL,
	host TEXT NOT NULL,
	args TEXT NOT NULL,
	report TEXT
) STRICT, WITHOUT ROWID;
CREATE INDEX run_by_start ON run (started_at, run);

CREATE TABLE run_lock (
	name TEXT PRIMARY KEY,
	run TEXT NOT NULL,
	pid INTEGER NOT NULL,
	host TEXT NOT NULL,
	since INTEGER NOT NULL,
	expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE budget (
	source TEXT PRIMARY KEY,
	due REAL NOT NULL,
	spacing REAL NOT NULL,
	blocked_until INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE budget_slot (
	source TEXT NOT NULL,
	slot INTEGER NOT NULL,
	weight REAL NOT NULL,
	PRIMARY KEY (source, slot)
) STRICT, WITHOUT ROWID;

CREATE TABLE budget_month (
	source TEXT NOT NULL,
	month INTEGER NOT NULL,
	credits REAL NOT NULL,
	PRIMARY KEY (source, month)
) STRICT, WITHOUT ROWID;

CREATE TABLE raw_request (
	id INTEGER PRIMARY KEY,
	run TEXT NOT NULL,
	source TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	path TEXT NOT NULL,
	fetched_at INTEGER NOT NULL,
	server_now INTEGER NOT NULL,
	payload TEXT NOT NULL,
	fresh INTEGER NOT NULL,
	status INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	question TEXT NOT NULL
) STRICT;
CREATE INDEX raw_request_by_time ON raw_request (fetched_at, id);
CREATE INDEX raw_request_by_payload ON raw_request (payload);
CREATE INDEX raw_request_by_run ON raw_request (run, fetched_at, id);

CREATE TABLE response_cache (
	key TEXT PRIMARY KEY,
	etag TEXT,
	last_modified TEXT,
	payload TEXT NOT NULL,
	stored_at INTEGER NOT NULL,
	fresh_until INTEGER NOT NULL,
	server_now INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE quarantine (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	asset TEXT NOT NULL,
	kind TEXT NOT NULL CHECK (kind IN ('violation', 'incomplete')),
	rule TEXT NOT NULL,
	field TEXT NOT NULL,
	key TEXT NOT NULL,
	sample TEXT NOT NULL,
	raw TEXT NOT NULL,
	contract TEXT NOT NULL,
	run TEXT NOT NULL,
	payload TEXT NOT NULL,
	question TEXT NOT NULL,
	first_seen_at INTEGER NOT NULL,
	last_seen_at INTEGER NOT NULL,
	times_seen INTEGER NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('held', 'retried')),
	UNIQUE (source, endpoint, asset, kind, rule, field, key)
) STRICT;
CREATE INDEX quarantine_by_payload ON quarantine (payload);

CREATE TABLE field_shape (
	source TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	field TEXT NOT NULL,
	change TEXT NOT NULL CHECK (change IN ('added', 'gone', 'retyped')),
	types TEXT NOT NULL,
	seen_at INTEGER NOT NULL,
	PRIMARY KEY (source, endpoint, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE drift (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	endpoint TEXT NOT NULL,
	field TEXT NOT NULL,
	change TEXT NOT NULL CHECK (change IN ('added', 'gone', 'retyped')),
	before TEXT NOT NULL,
	now TEXT NOT NULL,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL
) STRICT;
`,
	// Rates of version 1 all came from CoinCap.
	2: `
CREATE TABLE watchlist (
	id INTEGER PRIMARY KEY,
	name TEXT NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60)
) STRICT;
INSERT INTO watchlist (name) VALUES ('favourites');

CREATE TABLE watchlist_asset (
	watchlist_id INTEGER NOT NULL REFERENCES watchlist (id) ON DELETE CASCADE,
	position INTEGER NOT NULL,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	PRIMARY KEY (watchlist_id, position),
	UNIQUE (watchlist_id, asset_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE lot (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	amount TEXT NOT NULL,
	cost TEXT,
	currency TEXT NOT NULL,
	at INTEGER,
	note TEXT NOT NULL
) STRICT;

CREATE TABLE memory (
	key TEXT PRIMARY KEY,
	value TEXT NOT NULL CHECK (json_valid(value))
) STRICT, WITHOUT ROWID;

ALTER TABLE rate RENAME TO rate_1;
CREATE TABLE rate (
	source TEXT NOT NULL,
	id TEXT NOT NULL,
	symbol TEXT NOT NULL,
	currency_symbol TEXT,
	type TEXT NOT NULL CHECK (type IN ('fiat', 'crypto')),
	rate_usd REAL NOT NULL,
	seen_at INTEGER NOT NULL,
	run TEXT NOT NULL,
	PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;
INSERT INTO rate (source, id, symbol, currency_symbol, type, rate_usd, seen_at, run)
	SELECT 'coincap', id, symbol, currency_symbol, type, rate_usd, seen_at, run FROM rate_1;
DROP TABLE rate_1;
`,
	3: `
CREATE TABLE model (
	id TEXT PRIMARY KEY,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	interval TEXT NOT NULL CHECK (interval IN ('1h', '1d')),
	kind TEXT NOT NULL,
	created_at TEXT NOT NULL,
	meta TEXT NOT NULL CHECK (json_valid(meta)),
	bytes INTEGER,
	current INTEGER NOT NULL CHECK (current IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX model_current ON model (asset_id, interval, kind) WHERE current = 1;

CREATE TABLE model_state (
	model_id TEXT PRIMARY KEY REFERENCES model (id),
	through INTEGER NOT NULL,
	alphas TEXT NOT NULL CHECK (json_valid(alphas)),
	scores BLOB NOT NULL,
	held TEXT NOT NULL CHECK (json_valid(held))
) STRICT, WITHOUT ROWID;

CREATE TABLE experiment (
	id INTEGER PRIMARY KEY,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	interval TEXT NOT NULL,
	at INTEGER NOT NULL,
	seed INTEGER NOT NULL,
	params TEXT NOT NULL CHECK (json_valid(params)),
	folds TEXT NOT NULL CHECK (json_valid(folds)),
	mean REAL NOT NULL,
	error REAL NOT NULL,
	untouched REAL
) STRICT;

CREATE TABLE forecast (
	id INTEGER PRIMARY KEY,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	interval TEXT NOT NULL CHECK (interval IN ('1h', '1d')),
	model TEXT NOT NULL,
	kind TEXT NOT NULL,
	made_at INTEGER NOT NULL,
	target INTEGER NOT NULL,
	last_ts INTEGER NOT NULL,
	last_close REAL NOT NULL,
	predicted REAL NOT NULL,
	low_50 REAL,
	high_50 REAL,
	low_80 REAL,
	high_80 REAL,
	low_95 REAL,
	high_95 REAL,
	data TEXT NOT NULL,
	state TEXT NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'settled', 'missed')),
	outcome REAL,
	settled_at INTEGER,
	UNIQUE (asset_id, interval, kind, model, target),
	CHECK (last_ts < target),
	CHECK (made_at < target + CASE interval WHEN '1h' THEN 3600000 ELSE 86400000 END)
) STRICT;
CREATE INDEX forecast_open ON forecast (target) WHERE state = 'open';
CREATE INDEX forecast_by_target ON forecast (asset_id, interval, target);

CREATE TRIGGER forecast_begins_open BEFORE INSERT ON forecast
WHEN new.state <> 'open' OR new.outcome IS NOT NULL OR new.settled_at IS NOT NULL
BEGIN
	SELECT raise(ABORT, 'a forecast begins without an outcome');
END;
CREATE TRIGGER forecast_is_never_replaced BEFORE INSERT ON forecast
WHEN EXISTS (
	SELECT 1 FROM forecast
	WHERE id = new.id
		OR (asset_id = new.asset_id AND interval = new.interval AND kind = new.kind AND model = new.model AND target = new.target)
)
BEGIN
	SELECT raise(IGNORE);
END;
CREATE TRIGGER forecast_is_never_deleted BEFORE DELETE ON forecast
BEGIN
	SELECT raise(ABORT, 'a forecast is never deleted');
END;
CREATE TRIGGER forecast_gets_one_outcome BEFORE UPDATE ON forecast
WHEN old.state <> 'open'
	OR new.state = 'open'
	OR (new.state = 'settled') <> (new.outcome IS NOT NULL)
	OR new.settled_at IS NULL
	OR new.settled_at < old.target + CASE old.interval WHEN '1h' THEN 3600000 ELSE 86400000 END
	OR new.id <> old.id
	OR new.asset_id <> old.asset_id
	OR new.interval <> old.interval
	OR new.model <> old.model
	OR new.kind <> old.kind
	OR new.made_at <> old.made_at
	OR new.target <> old.target
	OR new.last_ts <> old.last_ts
	OR new.last_close <> old.last_close
	OR new.predicted <> old.predicted
	OR new.low_50 IS NOT old.low_50
	OR new.high_50 IS NOT old.high_50
	OR new.low_80 IS NOT old.low_80
	OR new.high_80 IS NOT old.high_80
	OR new.low_95 IS NOT old.low_95
	OR new.high_95 IS NOT old.high_95
	OR new.data <> old.data
BEGIN
	SELECT raise(ABORT, 'a forecast only ever gets its outcome, once');
END;
`,
	4: `
CREATE TABLE alert_rule (
	id INTEGER PRIMARY KEY AUTOINCREMENT,
	asset_id INTEGER NOT NULL REFERENCES asset (id),
	condition TEXT NOT NULL CHECK (json_valid(condition)),
	repetition TEXT NOT NULL CHECK (json_valid(repetition)),
	created_at INTEGER NOT NULL,
	removed INTEGER NOT NULL CHECK (removed IN (0, 1)),
	armed INTEGER NOT NULL CHECK (armed IN (0, 1)),
	through INTEGER NOT NULL,
	side INTEGER NOT NULL CHECK (side IN (-1, 0, 1)),
	last_told_at INTEGER,
	done INTEGER NOT NULL CHECK (done IN (0, 1))
) STRICT;

CREATE TABLE alert (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	rule_id INTEGER REFERENCES alert_rule (id),
	kind TEXT NOT NULL,
	asset_id INTEGER REFERENCES asset (id),
	source TEXT,
	at INTEGER NOT NULL,
	facts TEXT NOT NULL CHECK (json_valid(facts)),
	count INTEGER NOT NULL CHECK (count > 0)
) STRICT;
CREATE INDEX alert_by_time ON alert (at);
CREATE INDEX alert_by_rule ON alert (rule_id, at);

CREATE TABLE delivery (
	alert_id INTEGER NOT NULL REFERENCES alert (id),
	channel TEXT NOT NULL,
	state TEXT NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
	attempts INTEGER NOT NULL,
	next_at INTEGER,
	error TEXT,
	PRIMARY KEY (alert_id, channel)
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_due ON delivery (next_at) WHERE state = 'waiting';
`,
	5: `
CREATE TABLE gap_attempt (
	id INTEGER PRIMARY KEY,
	series_id INTEGER NOT NULL REFERENCES series (id),
	from_ts INTEGER NOT NULL,
	to_ts INTEGER NOT NULL,
	at INTEGER NOT NULL,
	run TEXT NOT NULL,
	outcome TEXT NOT NULL,
	candles INTEGER NOT NULL,
	message TEXT NOT NULL,
	payload TEXT,
	until INTEGER,
	CHECK (from_ts < to_ts)
) STRICT;
CREATE INDEX gap_attempt_by_series ON gap_attempt (series_id, from_ts);
`,
	// `made_at` is only what the writer says; a stored candle behind the target proves that the target is over. 9e999 is infinity.
	6: `
ALTER TABLE experiment ADD COLUMN model TEXT REFERENCES model (id);
CREATE UNIQUE INDEX experiment_of_model ON experiment (model, params);

CREATE TRIGGER forecast_is_made_in_time BEFORE INSERT ON forecast
WHEN EXISTS (
	SELECT 1 FROM series
	WHERE asset_id = new.asset_id AND interval = new.interval AND last_ts > new.target
)
BEGIN
	SELECT raise(ABORT, 'a forecast is made before its candle is over');
END;
CREATE TRIGGER forecast_is_finite BEFORE INSERT ON forecast
WHEN 9e999 IN (
	abs(new.last_close), abs(new.predicted), abs(new.low_50), abs(new.high_50),
	abs(new.low_80), abs(new.high_80), abs(new.low_95), abs(new.high_95)
)
BEGIN
	SELECT raise(ABORT, 'a forecast has finite prices');
END;
CREATE TRIGGER forecast_outcome_is_finite BEFORE UPDATE ON forecast
WHEN abs(new.outcome) = 9e999
BEGIN
	SELECT raise(ABORT, 'a forecast has a finite outcome');
END;
`,
};

/** The newest version a set of migrations leads to. */
export const newestVersion = (steps: Migrations): number => Math.max(0, ...Object.keys(steps).map(Number));
