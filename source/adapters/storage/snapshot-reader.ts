/** Reads a database as the tables of a version: each month of each candle series, then month by month or whole. */

import type {Database} from 'better-sqlite3';
import type {SeriesKey} from '#domain/market.js';
import {candleFlag} from '#domain/market.js';
import {monthOf, partitionPath} from '#domain/snapshot/manifest.js';
import {forecastBounds, quoteFigures, snapshotTables, tableNames} from '#domain/snapshot/tables.js';
import type {Row, TableName} from '#domain/snapshot/tables.js';
import {nextMonth} from '#domain/time.js';
import {idsOfBlob} from './float-blob.js';

const pageSize = 5000;

/** The rows of one file of a version, to be read once, before the next one is asked for. */
export type ReadPartition = {
	readonly path: string;
	readonly table: TableName;
	readonly series: SeriesKey | null;
	readonly pages: Iterable<readonly Row[]>;
};

const seriesColumns = 'series.source, asset.coin, series.quote, series.interval, series.origin';
const seriesJoin = (table: string): string =>
	`JOIN series ON series.id = ${table}.series_id JOIN asset ON asset.id = series.asset_id`;
const ohlc = (prefix: string): string =>
	['open', 'high', 'low', 'close', 'volume', 'flags'].map(name => prefix + name).join(', ');

/** The rows of each table but candles, in the order of its columns and ascending by its key. */
const selections: Readonly<Record<Exclude<TableName, 'candles'>, string>> = {
	assets: 'SELECT coin, symbol, name, rank FROM asset ORDER BY coin',
	links: `SELECT l.source, a.coin, l.external_id, l.verdict, l.our_price, l.their_price, l.checked_at
		FROM source_link l JOIN asset a ON a.id = l.asset_id ORDER BY l.source, a.coin`,
	ledger: `SELECT from_ts, ${seriesColumns}, to_ts, run, payload, contract, answered_at
		FROM answered ${seriesJoin('answered')} ORDER BY from_ts, ${seriesColumns}`,
	revisions: `SELECT seen_at, r.id, ${seriesColumns}, r.ts, run, payload, ${ohlc('before_')}, ${ohlc('after_')}
		FROM candle_revision r ${seriesJoin('r')} ORDER BY seen_at, r.id`,
	cycles: `SELECT captured_at, source, run, contract, expected, stored, unchanged, origin
		FROM cycle ORDER BY captured_at, source`,
	quotes: `SELECT c.captured_at, c.source, a.coin, q.price, q.rank, ${quoteFigures.map(name => `q.${name}`).join(', ')},
			q.ath_at, q.atl, q.updated_at
		FROM cycle c JOIN quote q ON q.cycle_id = c.id JOIN asset a ON a.id = q.asset_id
		ORDER BY c.captured_at, c.source, a.coin`,
	// A run under way has no report yet; it comes with the next version.
	runs: `SELECT started_at, run, kind, finished_at, status, pid, host, args, report
		FROM run WHERE finished_at IS NOT NULL ORDER BY started_at, run`,
	forecasts: `SELECT made_at, a.coin, interval, kind, model, target, last_ts, last_close, predicted,
			${forecastBounds.join(', ')}, data, state, outcome, settled_at
		FROM forecast f JOIN asset a ON a.id = f.asset_id ORDER BY made_at, a.coin, interval, kind, model, target`,
	quarantine: `SELECT id, source, endpoint, asset, kind, rule, field, key, sample, raw, contract, run, payload,
			question, first_seen_at, last_seen_at, times_seen, state
		FROM quarantine ORDER BY id`,
	drift: 'SELECT id, source, endpoint, field, change, before, now, seen_at, run FROM drift ORDER BY id',
	rates: `SELECT source, id, symbol, currency_symbol, type, rate_usd, seen_at, run FROM rate ORDER BY source, id`,
	exchanges: `SELECT id, name, rank, volume_usd, volume_percent, trading_pairs, url, updated_at, seen_at, run
		FROM exchange ORDER BY id`,
	markets: `SELECT a.coin, m.exchange, m.base_symbol, m.quote_symbol, m.price, m.volume_usd_24h, m.volume_percent,
			m.updated_at, m.seen_at, m.run
		FROM market m JOIN asset a ON a.id = m.asset_id ORDER BY a.coin, m.exchange, m.base_symbol, m.quote_symbol`,
	watchlists: `SELECT w.name, m.position, a.coin FROM watchlist w
		LEFT JOIN watchlist_asset m ON m.watchlist_id = w.id LEFT JOIN asset a ON a.id = m.asset_id
		ORDER BY w.name, m.position`,
	lots: `SELECT l.id, a.coin, l.amount, l.cost, l.currency, l.at, l.note
		FROM lot l JOIN asset a ON a.id = l.asset_id ORDER BY l.id`,
	memory: 'SELECT key, value FROM memory ORDER BY key',
};

function* pagesOf(rows: Iterable<Row>): Generator<readonly Row[]> {
	let page: Row[] = [];
	for (const row of rows) {
		page.push(row);
		if (page.length < pageSize) continue;
		yield page;
		page = [];
	}

	if (page.length > 0) yield page;
}

/** An iterator whose next value can be looked at. */
class Ahead<T> {
	readonly #values: Iterator<T>;
	#next: IteratorResult<T, unknown>;

	constructor(values: Iterable<T>) {
		this.#values = values[Symbol.iterator]();
		this.#next = this.#values.next();
	}

	get value(): T | undefined {
		return this.#next.done === true ? undefined : this.#next.value;
	}

	advance(): void {
		this.#next = this.#values.next();
	}

	/** Lets go of what the values come from. */
	close(): void {
		this.#values.return?.();
	}
}

function* oneMonth(rows: Ahead<Row>, end: number): Generator<Row> {
	for (let row = rows.value; row !== undefined && Number(row[0]) < end; row = rows.value) {
		yield row;
		rows.advance();
	}
}

/** Rows cut where a UTC month ends; their first cell is a time, ascending. */
function* months(table: TableName, series: SeriesKey | null, all: Iterable<Row>): Generator<ReadPartition> {
	const rows = new Ahead(all);
	try {
		while (rows.value !== undefined) {
			const first = Number(rows.value[0]);
			yield {
				path: partitionPath(table, series, monthOf(first)),
				table,
				series,
				pages: pagesOf(oneMonth(rows, nextMonth(first))),
			};
		}
	} finally {
		rows.close();
	}
}

type SeriesRow = SeriesKey & {readonly id: number};

/** The names that the ids of unchanged assets stand for. */
function* named(db: Database, rows: Iterable<unknown[]>): Generator<Row> {
	const coins = new Map(
		db.prepare('SELECT id, coin FROM asset').raw().all() as readonly (readonly [number, string])[],
	);
	for (const row of rows) {
		const names = idsOfBlob(row[6] as Uint8Array).map(id => coins.get(id)!);
		row[6] = names.toSorted().join('\n');
		yield row as unknown as Row;
	}
}

/**
 * Every file of a version, in one order whatever the history of the database. Unfinished candles are left out. The
 * caller holds a read transaction.
 */
export function* readPartitions(db: Database): Generator<ReadPartition> {
	const candles = db
		.prepare(
			`SELECT ts, ${ohlc('')} FROM candle WHERE series_id = ? AND flags & ${candleFlag.open} = 0 ORDER BY ts`,
		)
		.raw();
	const series = db
		.prepare(
			`SELECT series.id, source, asset.coin AS asset, quote, interval, origin
			FROM series JOIN asset ON asset.id = series.asset_id ORDER BY source, asset.coin, quote, interval, origin`,
		)
		.all() as SeriesRow[];
	for (const {id, ...key} of series) {
		yield* months('candles', key, candles.iterate(id) as Iterable<Row>);
	}

	for (const table of tableNames) {
		if (table === 'candles') continue;
		const found = db.prepare(selections[table]).raw().iterate() as Iterable<unknown[]>;
		const rows = table === 'cycles' ? named(db, found) : (found as Iterable<Row>);
		if (snapshotTables[table].monthly) yield* months(table, null, rows);
		else yield {path: partitionPath(table, null, null), table, series: null, pages: pagesOf(rows)};
	}
}
