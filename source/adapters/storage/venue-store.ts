/** Exchanges, the markets of assets on them, and currency rates: the newest of each. */

import type {AssetId, Exchange, Market, Rate, SourceName} from '#domain/market.js';
import type {RunId} from '#domain/run.js';
import type {StoredRate, VenueFilter, VenueStore, Written} from '#ports/storage.js';
import {assetRows, byRank} from './asset-store.js';
import {bulkUpsert} from './bulk-upsert.js';
import type {Connections, Session} from './connections.js';

const saveExchangeRows = bulkUpsert({
	table: 'exchange',
	columns: [
		'id',
		'name',
		'rank',
		'volume_usd',
		'volume_percent',
		'trading_pairs',
		'url',
		'updated_at',
		'seen_at',
		'run',
	],
	key: ['id'],
	rows: 100,
});

const saveMarketRows = bulkUpsert({
	table: 'market',
	columns: [
		'asset_id',
		'exchange',
		'base_symbol',
		'quote_symbol',
		'price',
		'volume_usd_24h',
		'volume_percent',
		'updated_at',
		'seen_at',
		'run',
	],
	key: ['asset_id', 'exchange', 'base_symbol', 'quote_symbol'],
	rows: 100,
});

const saveRateRows = bulkUpsert({
	table: 'rate',
	columns: ['source', 'id', 'symbol', 'currency_symbol', 'type', 'rate_usd', 'seen_at', 'run'],
	key: ['source', 'id'],
	rows: 100,
});

/** The last row of each key, what is new, and what differs from the stored rows. */
function compare<Row extends object>(
	rows: readonly Row[],
	stored: readonly Row[],
	keyOf: (row: Row) => string,
): {readonly changed: readonly Row[]; readonly written: Written} {
	const unique = new Map(rows.map(row => [keyOf(row), row]));
	const known = new Map(stored.map(row => [keyOf(row), row]));
	let inserted = 0;
	const changed = [...unique].flatMap(([key, row]) => {
		const before = known.get(key);
		if (!before) inserted++;
		const same =
			before && Object.keys(row).every(field => before[field as keyof Row] === row[field as keyof Row]);
		return same ? [] : [row];
	});
	return {
		changed,
		written: {inserted, updated: changed.length - inserted, unchanged: unique.size - changed.length},
	};
}

export class SqliteVenueStore implements VenueStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async saveExchanges(run: RunId, rows: readonly Exchange[], at: number): Promise<Written> {
		return this.#connections.write(async ({db}) => {
			const {changed, written} = compare(rows, await storedExchanges(db), ({id}) => id);
			await saveExchangeRows(db, changed.length, (index, values, place) => {
				const row = changed[index]!;
				values[place] = row.id;
				values[place + 1] = row.name;
				values[place + 2] = row.rank;
				values[place + 3] = row.volumeUsd;
				values[place + 4] = row.volumePercent;
				values[place + 5] = row.tradingPairs;
				values[place + 6] = row.url;
				values[place + 7] = row.updatedAt;
				values[place + 8] = at;
				values[place + 9] = run;
			});
			return written;
		});
	}

	async saveMarkets(run: RunId, asset: AssetId, rows: readonly Market[], at: number): Promise<Written> {
		return this.#connections.write(async session => {
			const {written} = compare(rows, await storedMarkets(session.db, asset), marketKey);
			// Every row is written: seeing a market again is what keeps it from looking stale.
			const unique = [...new Map(rows.map(row => [marketKey(row), row])).values()];
			const id = (await assetRows(session, [asset])).get(asset);
			await saveMarketRows(session.db, unique.length, (index, values, place) => {
				const row = unique[index]!;
				values[place] = id;
				values[place + 1] = row.exchange;
				values[place + 2] = row.baseSymbol;
				values[place + 3] = row.quoteSymbol;
				values[place + 4] = row.price;
				values[place + 5] = row.volumeUsd24h;
				values[place + 6] = row.volumePercent;
				values[place + 7] = row.updatedAt;
				values[place + 8] = at;
				values[place + 9] = run;
			});
			return written;
		});
	}

	async saveRates(run: RunId, source: SourceName, rows: readonly Rate[], at: number): Promise<Written> {
		return this.#connections.write(async ({db}) => {
			const stored = (await storedRates(db)).filter(rate => rate.source === source);
			const {written} = compare<Rate>(rows, stored, ({id}) => id);
			// Every row is written: seeing a rate again is what keeps it from looking stale.
			const unique = [...new Map(rows.map(row => [row.id, row])).values()];
			await saveRateRows(db, unique.length, (index, values, place) => {
				const row = unique[index]!;
				values[place] = source;
				values[place + 1] = row.id;
				values[place + 2] = row.symbol;
				values[place + 3] = row.currencySymbol;
				values[place + 4] = row.type;
				values[place + 5] = row.rateUsd;
				values[place + 6] = at;
				values[place + 7] = run;
			});
			return written;
		});
	}

	async markets({asset}: VenueFilter = {}): Promise<(Market & {seenAt: number})[]> {
		return this.#connections.read(({db}) => storedMarkets(db, asset));
	}

	async exchanges(): Promise<Exchange[]> {
		return this.#connections.read(({db}) => storedExchanges(db));
	}

	async rates(): Promise<StoredRate[]> {
		return this.#connections.read(({db}) => storedRates(db));
	}
}

const marketKey = ({exchange, baseSymbol, quoteSymbol}: Market): string =>
	JSON.stringify([exchange, baseSymbol, quoteSymbol]);

async function storedMarkets(
	db: Session['db'],
	asset: AssetId | undefined,
): Promise<(Market & {seenAt: number})[]> {
	let query = db
		.selectFrom('market')
		.innerJoin('asset', 'asset.id', 'market.asset_id')
		.select([
			'market.exchange',
			'asset.coin as asset',
			'market.base_symbol as baseSymbol',
			'market.quote_symbol as quoteSymbol',
			'market.price',
			'market.volume_usd_24h as volumeUsd24h',
			'market.volume_percent as volumePercent',
			'market.updated_at as updatedAt',
			'market.seen_at as seenAt',
		])
		.orderBy(byRank)
		.orderBy('asset.id')
		.orderBy('market.volume_usd_24h', order => order.desc().nullsLast())
		.orderBy('market.exchange')
		.orderBy('market.base_symbol')
		.orderBy('market.quote_symbol');
	if (asset !== undefined) query = query.where('asset.coin', '=', asset);
	return query.execute();
}

const storedExchanges = async (db: Session['db']): Promise<Exchange[]> =>
	db
		.selectFrom('exchange')
		.select([
			'id',
			'name',
			'rank',
			'volume_usd as volumeUsd',
			'volume_percent as volumePercent',
			'trading_pairs as tradingPairs',
			'url',
			'updated_at as updatedAt',
		])
		.orderBy('rank', order => order.asc().nullsLast())
		.orderBy('id')
		.execute();

const storedRates = async (db: Session['db']): Promise<StoredRate[]> =>
	db
		.selectFrom('rate')
		.select([
			'id',
			'symbol',
			'currency_symbol as currencySymbol',
			'type',
			'rate_usd as rateUsd',
			'source',
			'seen_at as seenAt',
		])
		.orderBy('id')
		.orderBy('source')
		.execute();
