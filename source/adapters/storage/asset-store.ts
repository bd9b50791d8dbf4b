/** Assets and what the sources call them. */

import {sql, type RawBuilder} from 'kysely';
import type {Asset, AssetId, SourceName} from '#domain/market.js';
import type {AssetStore, SourceLink} from '#ports/storage.js';
import {bulkUpsert} from './bulk-upsert.js';
import {compiledOnce} from './compiled-once.js';
import type {Connections, Session} from './connections.js';

/** The values as a subquery: one parameter however many there are, so that the statement stays the same. */
export const among = (values: readonly (string | number)[]): RawBuilder<never> =>
	sql`(select value from json_each(${JSON.stringify(values)}))`;

/** Unranked assets come last. The expression of the index `asset_by_rank`. */
export const byRank = sql`coalesce(asset.rank, 2147483647)`;

/** Parameters: assets as a JSON list. */
const assetQuery = compiledOnce(db =>
	db.selectFrom('asset').select(['coin', 'id']).where('coin', 'in', among([])),
);

/** The rows of these assets, made where an asset was never heard of; ids by asset. */
export async function assetRows(
	{db, tuples}: Session,
	assets: readonly AssetId[],
): Promise<ReadonlyMap<AssetId, number>> {
	const find = () => new Map(tuples<readonly [AssetId, number]>(assetQuery(db, [JSON.stringify(assets)])));

	const known = find();
	const unknown = assets.filter(asset => !known.has(asset));
	if (unknown.length === 0) return known;
	await insertStubs(db, unknown.length, (row, values, at) => {
		values[at] = unknown[row];
	});
	return find();
}

const insertStubs = bulkUpsert({table: 'asset', columns: ['coin'], key: ['coin'], rows: 100});

const saveLinkRows = bulkUpsert({
	table: 'source_link',
	columns: ['source', 'asset_id', 'external_id', 'verdict', 'our_price', 'their_price', 'checked_at'],
	key: ['source', 'asset_id'],
	rows: 100,
});

export class SqliteAssetStore implements AssetStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async list(): Promise<Asset[]> {
		return this.#connections.read(({db}) => described(db).orderBy(byRank).orderBy('asset.id').execute());
	}

	async find(ids: readonly AssetId[]): Promise<Asset[]> {
		return this.#connections.read(({db}) =>
			described(db).where('coin', 'in', among(ids)).orderBy(byRank).orderBy('asset.id').execute(),
		);
	}

	async bySymbol(symbol: string): Promise<Asset[]> {
		return this.#connections.read(({db}) =>
			described(db).where('symbol_key', '=', symbolKey(symbol)).orderBy(byRank).orderBy('asset.id').execute(),
		);
	}

	async links(source: SourceName): Promise<SourceLink[]> {
		return this.#connections.read(({db}) =>
			db
				.selectFrom('source_link')
				.innerJoin('asset', 'asset.id', 'source_link.asset_id')
				.select([
					'asset.coin as asset',
					'source',
					'external_id as externalId',
					'verdict',
					'our_price as ourPrice',
					'their_price as theirPrice',
					'checked_at as checkedAt',
				])
				.where('source', '=', source)
				.orderBy('asset.id')
				.execute(),
		);
	}

	async saveLinks(links: readonly SourceLink[]): Promise<void> {
		const byKey = new Map(links.map(link => [`${link.source} ${link.asset}`, link]));
		const rows = [...byKey.values()];
		if (rows.length === 0) return;
		await this.#connections.write(async session => {
			const ids = await assetRows(
				session,
				rows.map(({asset}) => asset),
			);
			await saveLinkRows(session.db, rows.length, (row, values, at) => {
				const link = rows[row]!;
				values[at] = link.source;
				values[at + 1] = ids.get(link.asset);
				values[at + 2] = link.externalId;
				values[at + 3] = link.verdict;
				values[at + 4] = link.ourPrice;
				values[at + 5] = link.theirPrice;
				values[at + 6] = link.checkedAt;
			});
		});
	}
}

/** How a symbol is looked for: whatever its case, in every script. */
export const symbolKey = (symbol: string): string => symbol.toLowerCase();

/** The assets a snapshot has described; others are only known by their id. */
const described = (db: Session['db']) =>
	db
		.selectFrom('asset')
		.select(['coin as id', 'symbol', 'name', 'rank'])
		.where('symbol', 'is not', null)
		.where('name', 'is not', null)
		.$narrowType<{symbol: string; name: string}>();
