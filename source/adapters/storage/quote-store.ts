/** Market snapshots: a quote is stored when it differs from what its source said before, a cycle always. */

import {setImmediate as nextTurn} from 'node:timers/promises';
import {sql, type SqlBool} from 'kysely';
import type {AssetId, MarketRow, SourceName, Sparkline} from '#domain/market.js';
import type {
	QuoteFilter,
	QuoteStore,
	SnapshotBatch,
	SnapshotOrigin,
	StoredQuote,
	Written,
} from '#ports/storage.js';
import {among, assetRows, byRank, symbolKey} from './asset-store.js';
import {bulkUpsert} from './bulk-upsert.js';
import {compiledOnce} from './compiled-once.js';
import type {Connections, Session} from './connections.js';
import {blobOfFloats, blobOfIds, floatsOfBlob, idsOfBlob} from './float-blob.js';
import {putQuote, quoteColumns, quoteSelection, sameQuote} from './quote-rows.js';

const pageSize = 1000;

const saveQuotes = bulkUpsert({
	table: 'quote',
	columns: ['cycle_id', 'asset_id', ...quoteColumns],
	key: ['cycle_id', 'asset_id'],
	rows: 250,
});

const saveLatest = bulkUpsert({
	table: 'latest_quote',
	columns: ['asset_id', 'source', 'cycle_id', 'captured_at'],
	key: ['asset_id', 'source'],
	rows: 250,
});

const saveSparks = bulkUpsert({
	table: 'spark',
	columns: ['asset_id', 'end_ts', 'step_ms', 'closes'],
	key: ['asset_id'],
	rows: 250,
});

const describeAssets = bulkUpsert({
	table: 'asset',
	columns: ['id', 'coin', 'symbol', 'symbol_key', 'name', 'rank'],
	key: ['id'],
	rows: 250,
});

/** A row of a snapshot with what the store knows of its asset: one tuple of {@link knownQuery}. */
type Known = readonly [
	id: number,
	coin: AssetId,
	symbol: string | null,
	name: string | null,
	rank: number | null,
	latestAt: number | null,
	cycle: number | null,
	sparkEnd: number | null,
	sparkCloses: Uint8Array | null,
	...quote: unknown[],
];
const quoteAt = 9;

/** What the source said of an asset: at which cycle, and the values of a stored row from `at` on. */
type Stored = {
	readonly cycle: number;
	readonly capturedAt: number;
	readonly values: readonly unknown[];
	readonly at: number;
};

export class SqliteQuoteStore implements QuoteStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async saveSnapshot(batch: SnapshotBatch): Promise<Written> {
		const rows = uniqueRows(batch.rows);
		return this.#connections.write(session => saveSnapshot(session, batch, rows));
	}

	async latest(filter: Pick<QuoteFilter, 'assets' | 'source'> = {}, limit?: number): Promise<StoredQuote[]> {
		return this.#connections.read(({db}) => {
			let query = storedQuotes(db)
				.innerJoin('latest_quote', join =>
					join
						.onRef('latest_quote.cycle_id', '=', 'quote.cycle_id')
						.onRef('latest_quote.asset_id', '=', 'quote.asset_id'),
				)
				.orderBy(byRank)
				.orderBy('asset.id');
			if (filter.assets) query = query.where('asset.coin', 'in', among(filter.assets));
			query =
				filter.source === undefined
					? query.where(eb =>
							eb.not(
								eb.exists(
									eb
										.selectFrom('latest_quote as other')
										.select(sql.lit(1).as('one'))
										.whereRef('other.asset_id', '=', 'latest_quote.asset_id')
										.where(
											sql<SqlBool>`(other.captured_at, other.source) > (latest_quote.captured_at, latest_quote.source)`,
										),
								),
							),
						)
					: query.where('latest_quote.source', '=', filter.source);
			return (limit === undefined ? query : query.limit(limit)).execute();
		});
	}

	async *stream({assets, source, from, to}: QuoteFilter): AsyncGenerator<readonly StoredQuote[]> {
		let last: {capturedAt: number; cycle: number; assetId: number} | undefined;
		for (;;) {
			const after = last;
			const page = await this.#connections.read(({db}) => {
				let query = storedQuotes(db)
					.select(['quote.cycle_id as cycle', 'quote.asset_id as assetId'])
					.orderBy('cycle.captured_at')
					.orderBy('cycle.id')
					.orderBy('quote.asset_id')
					.limit(pageSize);
				if (assets) query = query.where('asset.coin', 'in', among(assets));
				if (source !== undefined) query = query.where('cycle.source', '=', source);
				if (from !== undefined) query = query.where('cycle.captured_at', '>=', from);
				if (to !== undefined) query = query.where('cycle.captured_at', '<', to);
				if (after) {
					query = query
						.where('cycle.captured_at', '>=', after.capturedAt)
						.where(
							sql<SqlBool>`(cycle.captured_at, cycle.id, quote.asset_id) > (${after.capturedAt}, ${after.cycle}, ${after.assetId})`,
						);
				}

				return query.execute();
			});
			if (page.length > 0) yield page.map(withoutPlace);
			const end = page.at(-1);
			if (!end || page.length < pageSize) return;
			last = end;
			await nextTurn();
		}
	}

	async sparklines(assets: readonly AssetId[]): Promise<Sparkline[]> {
		return this.#connections.read(({db, tuples}) =>
			tuples<readonly [AssetId, number, number, Uint8Array]>(
				db
					.selectFrom('spark')
					.innerJoin('asset', 'asset.id', 'spark.asset_id')
					.select(['asset.coin', 'spark.end_ts', 'spark.step_ms', 'spark.closes'])
					.where('asset.coin', 'in', among(assets))
					.compile(),
			).map(([asset, endAt, stepMs, closes]) => ({asset, endAt, stepMs, prices: floatsOfBlob(closes)})),
		);
	}

	async origin(asset: AssetId): Promise<SnapshotOrigin | null> {
		return this.#connections.read(async ({db}) => {
			const row = await db
				.selectFrom('latest_quote')
				.innerJoin('asset', 'asset.id', 'latest_quote.asset_id')
				.innerJoin('cycle', 'cycle.id', 'latest_quote.cycle_id')
				.select([
					'cycle.run',
					'cycle.source',
					'cycle.captured_at as capturedAt',
					'cycle.contract',
					'cycle.origin as answers',
				])
				.where('asset.coin', '=', asset)
				.orderBy('latest_quote.captured_at', 'desc')
				.orderBy('latest_quote.source', 'desc')
				.limit(1)
				.executeTakeFirst();
			return row ? {...row, answers: JSON.parse(row.answers) as SnapshotOrigin['answers']} : null;
		});
	}

	async stats(): Promise<{count: number; latestAt: number | null}> {
		return this.#connections.read(async ({db}) => {
			const row = await db
				.selectFrom('cycle')
				.select(({fn}) => [
					fn.sum<number | null>('stored').as('count'),
					fn.max<number | null>('captured_at').as('latestAt'),
				])
				.executeTakeFirstOrThrow();
			return {count: row.count ?? 0, latestAt: row.latestAt};
		});
	}
}

/** A quote of the stream without the columns that only say where its page ended. */
function withoutPlace(row: StoredQuote & {cycle: number; assetId: number}): StoredQuote {
	const {cycle: _cycle, assetId: _assetId, ...quote} = row;
	return quote;
}

const storedQuotes = (db: Session['db']) =>
	db
		.selectFrom('quote')
		.innerJoin('cycle', 'cycle.id', 'quote.cycle_id')
		.innerJoin('asset', 'asset.id', 'quote.asset_id')
		.select([
			'asset.coin as asset',
			...quoteSelection,
			'asset.symbol',
			'asset.name',
			'cycle.source',
			'cycle.captured_at as capturedAt',
			'cycle.run',
		])
		.$narrowType<{symbol: string; name: string; price: number; updatedAt: number}>();

/** One row an asset: pages of a ranking overlap, and the row refreshed last is the truth. */
function uniqueRows(rows: readonly MarketRow[]): MarketRow[] {
	const unique = new Map<AssetId, MarketRow>();
	for (const row of rows) {
		const seen = unique.get(row.asset.id);
		if (!seen || row.quote.updatedAt >= seen.quote.updatedAt) unique.set(row.asset.id, row);
	}

	return [...unique.values()];
}

async function saveSnapshot(
	session: Session,
	batch: SnapshotBatch,
	rows: readonly MarketRow[],
): Promise<Written> {
	const {db} = session;
	const {source, capturedAt} = batch;
	const known = await knownOf(session, source, rows);
	const newest = newestCycle(session, source);
	const isNewest = capturedAt >= newest.ofAll;
	const isLateForSource = capturedAt < newest.ofSource;

	const cycle = await cycleOf(session, batch);
	const inserted: MarketRow[] = [];
	const updated: MarketRow[] = [];
	const unchanged: number[] = [];
	const moved: MarketRow[] = [];
	const reasserted: {readonly asset: number; readonly stored: Stored}[] = [];
	for (const row of rows) {
		const tuple = known.get(row.asset.id)!;
		const latest = latestOf(tuple);
		const before =
			latest && latest.capturedAt > capturedAt ? storedAsOf(session, source, tuple[0], capturedAt) : latest;
		if (!before) {
			inserted.push(row);
			if (!latest) moved.push(row);
		} else if (sameQuote(before.values, before.at, row.quote)) {
			if (before.cycle !== cycle.id) unchanged.push(tuple[0]);
		} else if (before.cycle === cycle.id) {
			updated.push(row);
			if (isLateForSource) reasserted.push({asset: tuple[0], stored: before});
		} else {
			inserted.push(row);
			if (before === latest) moved.push(row);
			if (isLateForSource) reasserted.push({asset: tuple[0], stored: before});
		}
	}

	const written = [...inserted, ...updated];
	await saveQuotes(db, written.length, (index, values, at) => {
		const row = written[index]!;
		values[at] = cycle.id;
		values[at + 1] = known.get(row.asset.id)![0];
		putQuote(row.quote, values, at + 2);
	});
	await saveLatest(db, moved.length, (index, values, at) => {
		values[at] = known.get(moved[index]!.asset.id)![0];
		values[at + 1] = source;
		values[at + 2] = cycle.id;
		values[at + 3] = capturedAt;
	});
	await noteCycle(db, cycle, inserted.length, unchanged);
	if (reasserted.length > 0) await reassert(session, source, capturedAt, reasserted);
	await describe(session, rows, known, isNewest);
	await draw(session, rows, known);
	return {inserted: inserted.length, updated: updated.length, unchanged: rows.length - written.length};
}

/** Parameters: source, assets as a JSON list. */
const knownQuery = compiledOnce(db =>
	db
		.selectFrom('asset')
		.leftJoin('latest_quote', join =>
			join.onRef('latest_quote.asset_id', '=', 'asset.id').on('latest_quote.source', '=', 'coingecko'),
		)
		.leftJoin('quote', join =>
			join
				.onRef('quote.cycle_id', '=', 'latest_quote.cycle_id')
				.onRef('quote.asset_id', '=', 'latest_quote.asset_id'),
		)
		.leftJoin('spark', 'spark.asset_id', 'asset.id')
		.select([
			'asset.id',
			'asset.coin',
			'asset.symbol',
			'asset.name',
			'asset.rank',
			'latest_quote.captured_at',
			'latest_quote.cycle_id',
			'spark.end_ts',
			'spark.closes',
			...quoteColumns.map(column => `quote.${column} as quote_${column}` as const),
		])
		.where('asset.coin', 'in', among([])),
);

/** What the store knows of the assets of a snapshot, after making rows for those it never heard of. */
async function knownOf(
	session: Session,
	source: SourceName,
	rows: readonly MarketRow[],
): Promise<ReadonlyMap<AssetId, Known>> {
	const assets = rows.map(({asset}) => asset.id);
	const read = () => {
		const query = knownQuery(session.db, [source, JSON.stringify(assets)]);
		return new Map(session.tuples<Known>(query).map(tuple => [tuple[1], tuple]));
	};

	const known = read();
	if (known.size === assets.length) return known;
	await assetRows(session, assets);
	return read();
}

function latestOf(tuple: Known): Stored | null {
	const capturedAt = tuple[5];
	const cycle = tuple[6];
	return capturedAt === null || cycle === null ? null : {cycle, capturedAt, values: tuple, at: quoteAt};
}

/** What the source said of an asset as of `at`: only for snapshots older than the newest quote. */
function storedAsOf({db, tuples}: Session, source: SourceName, asset: number, at: number): Stored | null {
	const [row] = tuples<readonly [number, number, ...unknown[]]>(
		db
			.selectFrom('cycle')
			.innerJoin('quote', 'quote.cycle_id', 'cycle.id')
			.select(['cycle.id', 'cycle.captured_at', ...quoteColumns.map(column => `quote.${column}` as const)])
			.where('cycle.source', '=', source)
			.where('cycle.captured_at', '<=', at)
			.where('quote.asset_id', '=', asset)
			.orderBy('cycle.captured_at', 'desc')
			.limit(1)
			.compile(),
	);
	return row ? {cycle: row[0], capturedAt: row[1], values: row, at: 2} : null;
}

const newestOfAll = compiledOnce(db =>
	db.selectFrom('cycle').select(({fn}) => fn.max('captured_at').as('at')),
);
/** Parameters: source. */
const newestOfSource = compiledOnce(db =>
	db
		.selectFrom('cycle')
		.select(({fn}) => fn.max('captured_at').as('at'))
		.where('source', '=', 'coingecko'),
);

/** When the newest cycle of all, and of one source, was captured; before all time when there is none. */
function newestCycle({db, tuples}: Session, source: SourceName): {ofAll: number; ofSource: number} {
	const [ofAll] = tuples<readonly [number | null]>(newestOfAll(db, []));
	const [ofSource] = tuples<readonly [number | null]>(newestOfSource(db, [source]));
	return {
		ofAll: ofAll?.[0] ?? Number.NEGATIVE_INFINITY,
		ofSource: ofSource?.[0] ?? Number.NEGATIVE_INFINITY,
	};
}

type CycleRow = {readonly id: number; readonly stored: number; readonly unchanged: Uint8Array};

/** The row of the snapshot's cycle, made unless this snapshot was saved before. */
async function cycleOf(
	{db}: Session,
	{source, capturedAt, run, contract, expected, provenance}: SnapshotBatch,
): Promise<CycleRow> {
	const columns = ['id', 'stored', 'unchanged'] as const;
	const found = await db
		.selectFrom('cycle')
		.select(columns)
		.where('source', '=', source)
		.where('captured_at', '=', capturedAt)
		.executeTakeFirst();
	if (found) return found;
	const origin = provenance.map(({endpoint, path, fetchedAt, payload}) => ({
		endpoint,
		path,
		fetchedAt,
		payload,
	}));
	return db
		.insertInto('cycle')
		.values({
			source,
			captured_at: capturedAt,
			run,
			contract,
			expected,
			stored: 0,
			unchanged: Buffer.alloc(0),
			origin: JSON.stringify(origin),
		})
		.returning(columns)
		.executeTakeFirstOrThrow();
}

async function noteCycle(
	db: Session['db'],
	cycle: CycleRow,
	inserted: number,
	unchanged: readonly number[],
): Promise<void> {
	const before = idsOfBlob(cycle.unchanged);
	const members = [...new Set([...before, ...unchanged])];
	if (inserted === 0 && members.length === before.length) return;
	await db
		.updateTable('cycle')
		.set({stored: cycle.stored + inserted, unchanged: blobOfIds(members)})
		.where('id', '=', cycle.id)
		.execute();
}

/**
 * A late or corrected snapshot changed what was known as of its own time. The first later cycle that had found an asset unchanged
 * gets the value it had found, so that nothing changes as of any later time.
 */
async function reassert(
	{db}: Session,
	source: SourceName,
	capturedAt: number,
	entries: readonly {readonly asset: number; readonly stored: Stored}[],
): Promise<void> {
	const open = new Map(entries.map(({asset, stored}) => [asset, stored]));
	let from = capturedAt;
	while (open.size > 0) {
		const cycle = await db
			.selectFrom('cycle')
			.select(['id', 'captured_at', 'stored', 'unchanged'])
			.where('source', '=', source)
			.where('captured_at', '>', from)
			.orderBy('captured_at')
			.limit(1)
			.executeTakeFirst();
		if (!cycle) return;
		from = cycle.captured_at;
		const changed = await db
			.selectFrom('quote')
			.select('asset_id')
			.where('cycle_id', '=', cycle.id)
			.where('asset_id', 'in', among([...open.keys()]))
			.execute();
		for (const {asset_id} of changed) open.delete(asset_id);

		const members = idsOfBlob(cycle.unchanged);
		const back = members.filter(asset => open.has(asset));
		if (back.length === 0) continue;
		await saveQuotes(db, back.length, (index, values, at) => {
			const {values: stored, at: first} = open.get(back[index]!)!;
			values[at] = cycle.id;
			values[at + 1] = back[index];
			for (let i = 0; i < quoteColumns.length; i++) values[at + 2 + i] = stored[first + i];
		});
		await db
			.updateTable('cycle')
			.set({
				stored: cycle.stored + back.length,
				unchanged: blobOfIds(members.filter(asset => !open.has(asset))),
			})
			.where('id', '=', cycle.id)
			.execute();
		// The pointer leads to the newest row of the asset, which this one now is, unless a later one exists.
		await db
			.updateTable('latest_quote')
			.set({cycle_id: cycle.id, captured_at: cycle.captured_at})
			.where('source', '=', source)
			.where('asset_id', 'in', among(back))
			.where('captured_at', '<', cycle.captured_at)
			.execute();
		for (const asset of back) open.delete(asset);
	}
}

/** Names and ranks: those of the newest snapshot, but an asset that has none takes any. */
async function describe(
	{db}: Session,
	rows: readonly MarketRow[],
	known: ReadonlyMap<AssetId, Known>,
	isNewest: boolean,
): Promise<void> {
	const changed = rows.filter(({asset}) => {
		const [, , symbol, name, rank] = known.get(asset.id)!;
		if (symbol === null) return true;
		return isNewest && (symbol !== asset.symbol || name !== asset.name || rank !== asset.rank);
	});
	await describeAssets(db, changed.length, (index, values, at) => {
		const {asset} = changed[index]!;
		values[at] = known.get(asset.id)![0];
		values[at + 1] = asset.id;
		values[at + 2] = asset.symbol;
		values[at + 3] = symbolKey(asset.symbol);
		values[at + 4] = asset.name;
		values[at + 5] = asset.rank;
	});
}

/** Sparklines: the newest one of each asset, written when it differs. */
async function draw(
	{db}: Session,
	rows: readonly MarketRow[],
	known: ReadonlyMap<AssetId, Known>,
): Promise<void> {
	const changed = rows.flatMap(({asset, sparkline}) => {
		if (!sparkline) return [];
		const tuple = known.get(asset.id)!;
		const end = tuple[7];
		const closes = tuple[8];
		const blob = blobOfFloats(sparkline.prices);
		const isOlder = end !== null && sparkline.endAt < end;
		const isSame = end === sparkline.endAt && closes !== null && blob.equals(closes);
		return isOlder || isSame ? [] : [{id: tuple[0], sparkline, blob}];
	});
	await saveSparks(db, changed.length, (index, values, at) => {
		const {id, sparkline, blob} = changed[index]!;
		values[at] = id;
		values[at + 1] = sparkline.endAt;
		values[at + 2] = sparkline.stepMs;
		values[at + 3] = blob;
	});
}
