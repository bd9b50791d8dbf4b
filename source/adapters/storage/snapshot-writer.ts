/** Writes the tables of a version into a database: what the version holds is as it was, everything else stays. */

import type {Database, Statement} from 'better-sqlite3';
import type {SeriesKey} from '#domain/market.js';
import {forecastBounds, quoteFigures, snapshotTables} from '#domain/snapshot/tables.js';
import type {Cell, Row, TableName} from '#domain/snapshot/tables.js';
import {symbolKey} from './asset-store.js';
import {blobOfIds} from './float-blob.js';

/** The tables of the database that a version fills, or from which it is derived. The others are left alone. */
export const filledTables = [
	'latest_quote',
	'quote',
	'cycle',
	'candle_revision',
	'answered',
	'candle',
	'source_link',
	'run',
	'forecast',
	'quarantine',
	'drift',
	'rate',
	'exchange',
	'market',
	'watchlist_asset',
	'watchlist',
	'lot',
	'memory',
] as const;

const columnsOf: Readonly<Partial<Record<TableName, string>>> = {
	candles: 'candle (series_id, ts, open, high, low, close, volume, flags)',
	links: 'source_link (source, asset_id, external_id, verdict, our_price, their_price, checked_at)',
	ledger: 'answered (from_ts, series_id, to_ts, run, payload, contract, answered_at)',
	revisions: `candle_revision (seen_at, id, series_id, ts, run, payload, before_open, before_high, before_low,
		before_close, before_volume, before_flags, after_open, after_high, after_low, after_close, after_volume, after_flags)`,
	cycles: 'cycle (captured_at, source, run, contract, expected, stored, unchanged, origin)',
	quotes: `quote (cycle_id, asset_id, price, rank, ${quoteFigures.join(', ')}, ath_at, atl, updated_at)`,
	runs: 'run (started_at, run, kind, finished_at, status, pid, host, args, report)',
	forecasts: `forecast (made_at, asset_id, interval, kind, model, target, last_ts, last_close, predicted,
		${forecastBounds.join(', ')}, data)`,
	quarantine: `quarantine (id, source, endpoint, asset, kind, rule, field, key, sample, raw, contract, run, payload,
		question, first_seen_at, last_seen_at, times_seen, state)`,
	drift: 'drift (id, source, endpoint, field, change, before, now, seen_at, run)',
	rates: 'rate (source, id, symbol, currency_symbol, type, rate_usd, seen_at, run)',
	exchanges: `exchange (id, name, rank, volume_usd, volume_percent, trading_pairs, url, updated_at, seen_at, run)`,
	markets: `market (asset_id, exchange, base_symbol, quote_symbol, price, volume_usd_24h, volume_percent, updated_at,
		seen_at, run)`,
	lots: 'lot (id, asset_id, amount, cost, currency, at, note)',
	memory: 'memory (key, value)',
};

const unchangedAt = snapshotTables.cycles.columns.findIndex(({name}) => name === 'unchanged');

/** Fills an open database of the newest schema, inside a transaction of the caller, with foreign keys off. */
export class SnapshotWriter {
	readonly #db: Database;
	readonly #statements = new Map<string, Statement>();
	readonly #ids = new Map<string, number>();
	readonly #coins = new Set<string>();

	constructor(db: Database) {
		this.#db = db;
		for (const table of filledTables) {
			// A forecast must not be deleted: the database of a version begins without any.
			if (table !== 'forecast') db.exec(`DELETE FROM ${table}`);
		}

		// The candles are gone; what a series held before would make forecasts of the version seem to come too late.
		db.exec('UPDATE series SET candles = 0, first_ts = NULL, last_ts = NULL');
	}

	/** Adds rows of a table; for candles, of one series. Assets come first, cycles before quotes. */
	add(table: TableName, series: SeriesKey | null, rows: Iterable<Row>): void {
		const seriesId = series && this.#seriesId(series);
		for (const row of rows) this.#addRow(table, seriesId, row);
	}

	/** Works out what follows from the rows, and drops assets that nothing refers to. */
	finish(): void {
		this.#db.exec(`
			INSERT INTO latest_quote (asset_id, source, cycle_id, captured_at)
				SELECT quote.asset_id, cycle.source, quote.cycle_id, max(cycle.captured_at)
				FROM quote JOIN cycle ON cycle.id = quote.cycle_id GROUP BY quote.asset_id, cycle.source;
			UPDATE series SET (candles, first_ts, last_ts) =
				(SELECT count(*), min(ts), max(ts) FROM candle WHERE series_id = series.id);
		`);
		this.#dropStrangers();
	}

	#addRow(table: TableName, seriesId: number | null, row: Row): void {
		if (table === 'assets') this.#addAsset(row);
		else if (table === 'watchlists') this.#addToWatchlist(row);
		else if (table === 'forecasts') this.#addForecast(row);
		else this.#insert(table, this.#valuesOf[table]?.(row, seriesId) ?? [...row]);
	}

	/** Cells with the ids of this database in place of names. */
	readonly #valuesOf: Readonly<Partial<Record<TableName, (row: Row, seriesId: number | null) => unknown[]>>> =
		{
			candles: (row, seriesId) => [seriesId, ...row],
			links: row => [row[0], this.#assetId(row[1]!), ...row.slice(2)],
			lots: row => [row[0], this.#assetId(row[1]!), ...row.slice(2)],
			markets: row => [this.#assetId(row[0]!), ...row.slice(1)],
			ledger: row => [row[0], this.#seriesId(seriesOf(row, 1)), ...row.slice(6)],
			revisions: row => [row[0], row[1], this.#seriesId(seriesOf(row, 2)), ...row.slice(7)],
			cycles: row => row.map((cell, i) => (i === unchangedAt ? this.#idsOf(String(cell)) : cell)),
			quotes: row => [this.#cycleId(row[0]!, row[1]!), this.#assetId(row[2]!), ...row.slice(3)],
		};

	#insert(table: TableName, values: unknown[]): void {
		const marks = values.map(() => '?').join(', ');
		this.#prepare(`INSERT INTO ${columnsOf[table]!} VALUES (${marks})`).run(values);
	}

	#addAsset([coin, symbol, name, rank]: Row): void {
		const key = symbol === null ? null : symbolKey(String(symbol));
		this.#prepare(
			`INSERT INTO asset (coin, symbol, symbol_key, name, rank) VALUES (?, ?, ?, ?, ?) ON CONFLICT (coin) DO UPDATE
			SET symbol = excluded.symbol, symbol_key = excluded.symbol_key, name = excluded.name, rank = excluded.rank`,
		).run(coin, symbol, key, name, rank);
		this.#coins.add(String(coin));
	}

	#addToWatchlist([name, position, coin]: Row): void {
		this.#prepare('INSERT INTO watchlist (name) VALUES (?) ON CONFLICT DO NOTHING').run(name);
		if (coin == null) return;
		this.#prepare(
			`INSERT INTO watchlist_asset (watchlist_id, position, asset_id)
			VALUES ((SELECT id FROM watchlist WHERE name = ?), ?, ?)`,
		).run(name, position, this.#assetId(coin));
	}

	/** A forecast begins without an outcome, and gets it once. */
	#addForecast(row: Row): void {
		const end = row.length - 3;
		const [state, outcome, settledAt] = row.slice(end);
		const values = [row[0], this.#assetId(row[1]!), ...row.slice(2, end)];
		const marks = values.map(() => '?').join(', ');
		const {lastInsertRowid} = this.#prepare(`INSERT INTO ${columnsOf.forecasts!} VALUES (${marks})`).run(
			values,
		);
		if (state === 'open') return;
		this.#prepare('UPDATE forecast SET state = ?, outcome = ?, settled_at = ? WHERE id = ?').run(
			state,
			outcome,
			settledAt,
			lastInsertRowid,
		);
	}

	#idsOf(coins: string): Buffer {
		return blobOfIds(coins === '' ? [] : coins.split('\n').map(coin => this.#assetId(coin)));
	}

	#assetId(coin: Cell): number {
		return this.#id(`asset ${coin}`, () => {
			this.#prepare('INSERT INTO asset (coin) VALUES (?) ON CONFLICT DO NOTHING').run(coin);
			return this.#prepare('SELECT id FROM asset WHERE coin = ?').pluck().get(coin) as number;
		});
	}

	#cycleId(capturedAt: Cell, source: Cell): number {
		return this.#id(
			`cycle ${source} ${capturedAt}`,
			() =>
				this.#prepare('SELECT id FROM cycle WHERE source = ? AND captured_at = ?')
					.pluck()
					.get(source, capturedAt) as number,
		);
	}

	#seriesId({source, asset, quote, interval, origin}: SeriesKey): number {
		return this.#id(`series ${JSON.stringify([source, asset, quote, interval, origin])}`, () => {
			const values = [this.#assetId(asset), source, quote, interval, origin];
			this.#prepare(
				'INSERT INTO series (asset_id, source, quote, interval, origin) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
			).run(values);
			return this.#prepare(
				'SELECT id FROM series WHERE asset_id = ? AND source = ? AND quote = ? AND interval = ? AND origin = ?',
			)
				.pluck()
				.get(values) as number;
		});
	}

	#id(name: string, find: () => number): number {
		const known = this.#ids.get(name);
		if (known !== undefined) return known;
		const id = find();
		this.#ids.set(name, id);
		return id;
	}

	/** Assets that came with the database and are neither in the version nor wanted by a table it left alone. */
	#dropStrangers(): void {
		const db = this.#db;
		const ofSeries = this.#referring('series', ['candle']).map(
			({table, column}) => `SELECT asset_id FROM series WHERE id IN (SELECT ${column} FROM ${table})`,
		);
		const wanted = [
			...this.#referring('asset', ['series']).map(({table, column}) => `SELECT ${column} FROM ${table}`),
			...ofSeries,
			'SELECT asset_id FROM series WHERE candles > 0',
		];
		const unwanted = db
			.prepare(`WITH wanted (id) AS (${wanted.join(' UNION ')})
				SELECT id, coin FROM asset WHERE id NOT IN (SELECT id FROM wanted WHERE id IS NOT NULL)`)
			.all() as {id: number; coin: string}[];
		for (const {id, coin} of unwanted) {
			if (this.#coins.has(coin)) continue;
			db.prepare('DELETE FROM series WHERE asset_id = ?').run(id);
			db.prepare('DELETE FROM asset WHERE id = ?').run(id);
		}
	}

	/** The columns that refer to a table, but those of some tables. */
	#referring(target: string, but: readonly string[]): {readonly table: string; readonly column: string}[] {
		const tables = this.#db
			.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`)
			.pluck()
			.all() as string[];
		return tables
			.filter(table => !but.includes(table))
			.flatMap(table =>
				(this.#db.pragma(`foreign_key_list(${table})`) as {table: string; from: string}[])
					.filter(key => key.table === target)
					.map(({from}) => ({table, column: from})),
			);
	}

	#prepare(sql: string): Statement {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#db.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}
}

const seriesOf = (row: Row, at: number): SeriesKey =>
	({
		source: row[at],
		asset: row[at + 1],
		quote: row[at + 2],
		interval: row[at + 3],
		origin: row[at + 4],
	}) as SeriesKey;
