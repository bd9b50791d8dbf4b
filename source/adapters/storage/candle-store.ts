/** Candle series: candles, what was answered, what was revised, and the days made of the hours. */

import {setImmediate as nextTurn} from 'node:timers/promises';
import {sql, type SqlBool} from 'kysely';
import {candlesFrom, concatCandles, noCandles, sliceCandles, type Candles} from '#domain/candles.js';
import {within} from '#domain/grid.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import {candleFlag, type AssetId, type SeriesKey, type SourceName} from '#domain/market.js';
import {subtract, union, type Range} from '#domain/range.js';
import {resample} from '#domain/resample.js';
import type {
	CandleBatch,
	CandleOrigin,
	CandleStore,
	Revision,
	SeriesSummary,
	Written,
} from '#ports/storage.js';
import {assetRows} from './asset-store.js';
import {bulkUpsert} from './bulk-upsert.js';
import {
	candleColumns,
	candlesFromRows,
	fillCandles,
	mergeIncoming,
	putCandle,
	withoutNegativeZero,
	type CandleRow,
	type Merge,
} from './candle-rows.js';
import {compiledOnce} from './compiled-once.js';
import type {Connections, Session} from './connections.js';

const pageSize = 5000;

/** Candles of one transaction when nothing demands that more of them arrive together. */
const chunkSize = 500;

const saveCandles = bulkUpsert({
	table: 'candle',
	columns: ['series_id', ...candleColumns],
	key: ['series_id', 'ts'],
	rows: chunkSize,
});

const saveRevisions = bulkUpsert({
	table: 'candle_revision',
	columns: [
		'id',
		'series_id',
		'ts',
		'seen_at',
		'run',
		'payload',
		'before_open',
		'before_high',
		'before_low',
		'before_close',
		'before_volume',
		'before_flags',
		'after_open',
		'after_high',
		'after_low',
		'after_close',
		'after_volume',
		'after_flags',
	],
	key: ['id'],
	rows: 100,
});

/** A row of `series`, with what is known of its candles. */
type SeriesRow = {
	readonly id: number;
	readonly candles: number;
	readonly first_ts: number | null;
	readonly last_ts: number | null;
};

export class SqliteCandleStore implements CandleStore {
	readonly #connections: Connections;
	/** Ids of committed series; they never change. */
	readonly #ids = new Map<string, number>();

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async saveBatch({run, series, answered, candles, provenance, contract}: CandleBatch): Promise<Written> {
		const incoming = withoutNegativeZero(candles);
		return this.#connections.write(async session => {
			const row = await seriesRow(session, series);
			const merge = await store(session, series, row, incoming, {keepClosed: true});
			const {payload, fetchedAt} = provenance;
			if (merge) {
				await saveRevisions(session.db, merge.revised.length, (index, values, at) => {
					const [before, after] = merge.revised[index]!;
					values[at] = null;
					values[at + 1] = row.id;
					values[at + 2] = incoming.ts[after];
					values[at + 3] = fetchedAt;
					values[at + 4] = run;
					values[at + 5] = payload;
					putCandle(merge.stored, before, values, at + 6);
					putCandle(incoming, after, values, at + 12);
				});
			}

			await recordAnswer(session, row.id, answered, {run, payload, contract, answeredAt: fetchedAt});
			return writtenOf(incoming, merge);
		});
	}

	async restore(series: SeriesKey, candles: Candles): Promise<Written> {
		const incoming = withoutNegativeZero(candles);
		const total = {inserted: 0, updated: 0, unchanged: 0};
		for (let from = 0; from < incoming.length; from += chunkSize) {
			const chunk = sliceCandles(incoming, from, Math.min(from + chunkSize, incoming.length));
			const written = await this.#connections.write(async session =>
				writtenOf(
					chunk,
					await store(session, series, await seriesRow(session, series), chunk, {keepClosed: false}),
				),
			);
			total.inserted += written.inserted;
			total.updated += written.updated;
			total.unchanged += written.unchanged;
		}

		// Rows may have come or gone behind our back: what is known of the series is counted again.
		await this.#connections.write(session => recount(session, series));
		return total;
	}

	async answered(series: SeriesKey): Promise<Range[]> {
		return this.#ask(series, [], (session, id) =>
			union(
				session
					.tuples<readonly [number, number]>(
						session.db
							.selectFrom('answered')
							.select(['from_ts', 'to_ts'])
							.where('series_id', '=', id)
							.orderBy('from_ts')
							.compile(),
					)
					.map(([from, to]) => ({from, to})),
			),
		);
	}

	async origin(series: SeriesKey, ts: number): Promise<CandleOrigin | null> {
		return this.#ask(series, null, async ({db}, id) => {
			const row = await db
				.selectFrom('answered')
				.select(['run', 'payload', 'contract', 'answered_at as answeredAt', 'to_ts as to'])
				.where('series_id', '=', id)
				.where('from_ts', '<=', ts)
				.orderBy('from_ts', 'desc')
				.limit(1)
				.executeTakeFirst();
			if (!row || row.to <= ts) return null;
			const {to: _, ...origin} = row;
			return origin;
		});
	}

	async counts(series: SeriesKey, {from, to}: Range, buckets: number): Promise<number[]> {
		const width = (to - from) / buckets;
		return this.#ask(
			series,
			Array.from({length: buckets}, () => 0),
			({db, tuples}, id) =>
				Array.from({length: buckets}, (_, bucket) => {
					const begin = Math.ceil(from + bucket * width);
					const end = Math.ceil(from + (bucket + 1) * width);
					return tuples<readonly [number]>(countQuery(db, [id, begin, end]))[0]?.[0] ?? 0;
				}),
		);
	}

	async newestClosed(series: SeriesKey): Promise<number | null> {
		return this.#ask(series, null, ({db, tuples}, id) => {
			const [row] = tuples<readonly [number]>(
				db
					.selectFrom('candle')
					.select('ts')
					.where('series_id', '=', id)
					// A constant, not a parameter: parameters are bound as REAL, and `flags & 1.0` is another matter.
					.where(sql<SqlBool>`flags & ${sql.lit(candleFlag.open)} = 0`)
					.orderBy('ts', 'desc')
					.limit(1)
					.compile(),
			);
			return row?.[0] ?? null;
		});
	}

	async read(series: SeriesKey, range: Range): Promise<Candles> {
		const pages: Candles[] = [];
		for await (const page of this.stream(series, range)) pages.push(page);
		return pages.length === 0 ? noCandles : concatCandles(pages);
	}

	async newest(series: SeriesKey, count: number): Promise<Candles> {
		return this.#ask(series, noCandles, ({db, tuples}, id) =>
			candlesFromRows(
				tuples<CandleRow>(
					db
						.selectFrom('candle')
						.select(candleColumns)
						.where('series_id', '=', id)
						.orderBy('ts', 'desc')
						.limit(count)
						.compile(),
				).toReversed(),
			),
		);
	}

	async *stream(series: SeriesKey, range: Range): AsyncGenerator<Candles> {
		let from = range.from;
		for (;;) {
			const page = await this.#ask(series, noCandles, (session, id) =>
				readStretch(session, id, {from, to: range.to}, pageSize),
			);
			if (page.length > 0) yield page;
			if (page.length < pageSize) return;
			from = page.ts[page.length - 1]! + 1;
			await nextTurn();
		}
	}

	async list(
		filter: {asset?: AssetId; interval?: Interval; source?: SourceName} = {},
	): Promise<SeriesSummary[]> {
		return this.#connections.read(async ({db}) => {
			let query = db
				.selectFrom('series')
				.innerJoin('asset', 'asset.id', 'series.asset_id')
				.select(eb => [
					'series.source',
					'asset.coin as asset',
					'series.quote',
					'series.interval',
					'series.origin',
					'series.first_ts as from',
					'series.last_ts as to',
					'series.candles as count',
					eb
						.selectFrom('candle_revision')
						.select(({fn}) => fn.countAll<number>().as('revisions'))
						.whereRef('candle_revision.series_id', '=', 'series.id')
						.$asScalar()
						.$notNull()
						.as('revisions'),
				])
				.where('series.candles', '>', 0)
				.where('series.first_ts', 'is not', null)
				.where('series.last_ts', 'is not', null)
				.$narrowType<{from: number; to: number}>()
				.orderBy('asset.coin')
				.orderBy('series.id');
			if (filter.asset !== undefined) query = query.where('asset.coin', '=', filter.asset);
			if (filter.interval !== undefined) query = query.where('series.interval', '=', filter.interval);
			if (filter.source !== undefined) query = query.where('series.source', '=', filter.source);
			const rows = await query.execute();
			return rows.map(row =>
				Object.assign(row, {gaps: (row.to - row.from) / stepOf[row.interval] + 1 - row.count}),
			);
		});
	}

	async revisions(series: SeriesKey): Promise<Revision[]> {
		return this.#ask(series, [], async ({db}, id) => {
			const rows = await db
				.selectFrom('candle_revision')
				.selectAll()
				.where('series_id', '=', id)
				.orderBy('ts')
				.orderBy('id')
				.execute();
			return rows.map(row => ({
				ts: row.ts,
				seenAt: row.seen_at,
				run: row.run,
				before: candlesFrom([
					{
						ts: row.ts,
						open: row.before_open,
						high: row.before_high,
						low: row.before_low,
						close: row.before_close,
						volume: row.before_volume,
						flags: row.before_flags,
					},
				]),
				after: candlesFrom([
					{
						ts: row.ts,
						open: row.after_open,
						high: row.after_high,
						low: row.after_low,
						close: row.after_close,
						volume: row.after_volume,
						flags: row.after_flags,
					},
				]),
			}));
		});
	}

	/** Asks about one series; `absent` when it was never heard of. */
	async #ask<T>(
		series: SeriesKey,
		absent: T,
		ask: (session: Session, id: number) => T | Promise<T>,
	): Promise<T> {
		const {source, asset, quote, interval, origin} = series;
		const key = JSON.stringify([source, asset, quote, interval, origin]);
		return this.#connections.read(async session => {
			const id = this.#ids.get(key) ?? (await findSeries(session.db, series))?.id;
			if (id === undefined) return absent;
			this.#ids.set(key, id);
			return ask(session, id);
		});
	}
}

/** Parameters: asset, source, quote, interval, origin. */
const seriesQuery = compiledOnce(db =>
	db
		.selectFrom('series')
		.innerJoin('asset', 'asset.id', 'series.asset_id')
		.select(['series.id', 'series.candles', 'series.first_ts', 'series.last_ts'])
		.where('asset.coin', '=', '')
		.where('series.source', '=', 'binance')
		.where('series.quote', '=', '')
		.where('series.interval', '=', '1h')
		.where('series.origin', '=', 'exchange'),
);

async function findSeries(
	db: Session['db'],
	{source, asset, quote, interval, origin}: SeriesKey,
): Promise<SeriesRow | undefined> {
	const {rows} = await db.executeQuery(seriesQuery(db, [asset, source, quote, interval, origin]));
	return rows[0];
}

/** The row of a series, made when it is new. */
async function seriesRow(session: Session, series: SeriesKey): Promise<SeriesRow> {
	const found = await findSeries(session.db, series);
	if (found) return found;
	// The days come first, so that the hours, of which there are many more, are appended at the end of the table.
	if (hasDays(series)) await seriesRow(session, daysOf(series));
	const {source, asset, quote, interval, origin} = series;
	const assets = await assetRows(session, [asset]);
	return session.db
		.insertInto('series')
		.values({asset_id: assets.get(asset)!, source, quote, interval, origin, candles: 0})
		.returning(['id', 'candles', 'first_ts', 'last_ts'])
		.executeTakeFirstOrThrow();
}

/** Parameters: series, from, to, limit. */
const stretchQuery = compiledOnce(db =>
	db
		.selectFrom('candle')
		.select(candleColumns)
		.where('series_id', '=', 0)
		.where('ts', '>=', 0)
		.where('ts', '<', 0)
		.orderBy('ts')
		.limit(0),
);

/** Parameters: series, from, to. */
const countQuery = compiledOnce(db =>
	db
		.selectFrom('candle')
		.select(({fn}) => fn.countAll<number>().as('count'))
		.where('series_id', '=', 0)
		.where('ts', '>=', 0)
		.where('ts', '<', 0),
);

const readStretch = ({db, tuples}: Session, id: number, {from, to}: Range, limit: number): Candles =>
	candlesFromRows(tuples<CandleRow>(stretchQuery(db, [id, from, to, limit])));

/** Hours of an exchange are rolled up into days. */
const hasDays = ({interval, origin}: SeriesKey): boolean => interval === '1h' && origin === 'exchange';
const daysOf = (hours: SeriesKey): SeriesKey => ({...hours, interval: '1d', origin: 'rollup'});

/** Writes what differs, and the days that depend on it. Null when there was nothing to write at all. */
async function store(
	session: Session,
	series: SeriesKey,
	row: SeriesRow,
	incoming: Candles,
	{keepClosed}: {keepClosed: boolean},
): Promise<Merge | null> {
	if (incoming.length === 0) return null;
	const first = incoming.ts[0]!;
	const last = incoming.ts[incoming.length - 1]!;
	// Days are made of whole days, and the last day so far is not the last any more when a later one comes.
	const from = hasDays(series) ? floorTo('1d', Math.min(first, row.last_ts ?? first)) : first;
	const to = hasDays(series) ? floorTo('1d', last) + stepOf['1d'] : last + 1;
	const stored =
		row.candles === 0
			? noCandles
			: readStretch(session, row.id, {from: Math.min(from, first), to}, Number.MAX_SAFE_INTEGER);
	const merge = mergeIncoming(stored, incoming, keepClosed);
	const changed =
		merge.updated.length === 0
			? merge.inserted
			: [...merge.inserted, ...merge.updated].toSorted((a, b) => a - b);
	if (changed.length === 0) return merge;

	await saveCandles(session.db, changed.length, fillCandles(row.id, incoming, changed));
	await noteCandles(session, row, merge.inserted, incoming);
	if (hasDays(series)) {
		const newest = Math.max(row.last_ts ?? last, last);
		const firstChanged = incoming.ts[changed[0]!]!;
		const start = row.last_ts === null || row.last_ts >= firstChanged ? firstChanged : row.last_ts;
		await rollUp(session, series, merge.merged, {
			from: floorTo('1d', start),
			to: floorTo('1d', incoming.ts[changed.at(-1)!]!) + stepOf['1d'],
			newest,
		});
	}

	return merge;
}

/** Parameters: candles, first and last opening time, series. */
const summaryUpdate = compiledOnce(db =>
	db.updateTable('series').set({candles: 0, first_ts: 0, last_ts: 0}).where('id', '=', 0),
);

/** Keeps the summary of a series in step with its candles. */
async function noteCandles(
	{db}: Session,
	row: SeriesRow,
	inserted: readonly number[],
	incoming: Candles,
): Promise<void> {
	if (inserted.length === 0) return;
	const first = incoming.ts[inserted[0]!]!;
	const last = incoming.ts[inserted.at(-1)!]!;
	await db.executeQuery(
		summaryUpdate(db, [
			row.candles + inserted.length,
			Math.min(row.first_ts ?? first, first),
			Math.max(row.last_ts ?? last, last),
			row.id,
		]),
	);
}

/** The summary of a series and of its days, from the candles that are there. */
async function recount(session: Session, series: SeriesKey): Promise<void> {
	const row = await findSeries(session.db, series);
	if (row) {
		const {count, first, last} = await session.db
			.selectFrom('candle')
			.select(({fn}) => [
				fn.countAll<number>().as('count'),
				fn.min<number | null>('ts').as('first'),
				fn.max<number | null>('ts').as('last'),
			])
			.where('series_id', '=', row.id)
			.executeTakeFirstOrThrow();
		await session.db
			.updateTable('series')
			.set({candles: count, first_ts: first, last_ts: last})
			.where('id', '=', row.id)
			.execute();
	}

	if (hasDays(series)) await recount(session, daysOf(series));
}

/**
 * Makes the days of `[from, to)` anew from `hours`, which hold all stored hours of them. `newest`: opening time of the
 * newest stored hour; the day it is in stays open until its last hour has closed.
 */
async function rollUp(
	session: Session,
	series: SeriesKey,
	hours: Candles,
	{from, to, newest}: Range & {newest: number},
): Promise<void> {
	const inside = within(hours, {from, to});
	const lastIndex = hours.length - 1;
	const isOpen = hours.ts[lastIndex] === newest && (hours.flags[lastIndex]! & candleFlag.open) !== 0;
	const now = isOpen ? newest : newest + stepOf['1h'];
	const days = resample(inside, {from: '1h', to: '1d', now});
	const key = daysOf(series);
	await store(session, key, await seriesRow(session, key), days, {keepClosed: false});
}

/** The last answer that begins at or before a time, as `[from, to]`. Parameters: series, time, limit. */
const answerBefore = compiledOnce(db =>
	db
		.selectFrom('answered')
		.select(['from_ts', 'to_ts'])
		.where('series_id', '=', 0)
		.where('from_ts', '<=', 0)
		.orderBy('from_ts', 'desc')
		.limit(1),
);

/** The answers that begin inside a range. Parameters: series, from, to. */
const answersWithin = compiledOnce(db =>
	db
		.selectFrom('answered')
		.select(['from_ts', 'to_ts'])
		.where('series_id', '=', 0)
		.where('from_ts', '>', 0)
		.where('from_ts', '<', 0),
);

const saveAnswers = bulkUpsert({
	table: 'answered',
	columns: ['series_id', 'from_ts', 'to_ts', 'run', 'payload', 'contract', 'answered_at'],
	key: ['series_id', 'from_ts'],
	rows: 20,
});

/** Adds what was not settled before to the ledger. */
async function recordAnswer(
	{db, tuples}: Session,
	id: number,
	answered: Range,
	origin: {run: string; payload: string; contract: string; answeredAt: number},
): Promise<void> {
	if (answered.from >= answered.to) return;
	// Rows never overlap, so that only one that begins before the range can reach into it.
	const settled = [
		...tuples<readonly [number, number]>(answerBefore(db, [id, answered.from, 1])),
		...tuples<readonly [number, number]>(answersWithin(db, [id, answered.from, answered.to])),
	].map(([from, to]) => ({from, to}));
	const news = subtract(answered, settled);
	await saveAnswers(db, news.length, (index, values, at) => {
		const {from, to} = news[index]!;
		values[at] = id;
		values[at + 1] = from;
		values[at + 2] = to;
		values[at + 3] = origin.run;
		values[at + 4] = origin.payload;
		values[at + 5] = origin.contract;
		values[at + 6] = origin.answeredAt;
	});
}

function writtenOf(incoming: Candles, merge: Merge | null): Written {
	const inserted = merge?.inserted.length ?? 0;
	const updated = merge?.updated.length ?? 0;
	return {inserted, updated, unchanged: incoming.length - inserted - updated};
}
