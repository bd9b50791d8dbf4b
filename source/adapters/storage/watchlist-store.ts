/** The user's watchlists, each in the user's order. */

import {sql} from 'kysely';
import {checkRemovable, checkedAssets, checkedName, favourites, unknownWatchlist} from '#domain/watchlist.js';
import type {Watchlist, WatchlistStore} from '#ports/storage.js';
import {assetRows} from './asset-store.js';
import type {Connections} from './connections.js';

export class SqliteWatchlistStore implements WatchlistStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async list(): Promise<Watchlist[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('watchlist')
				.leftJoin('watchlist_asset', 'watchlist_asset.watchlist_id', 'watchlist.id')
				.leftJoin('asset', 'asset.id', 'watchlist_asset.asset_id')
				.select(['watchlist.name', 'asset.coin'])
				.orderBy(sql`watchlist.name <> ${favourites}`)
				.orderBy('watchlist.name')
				.orderBy('watchlist_asset.position')
				.execute();
			const lists = new Map<string, string[]>();
			for (const {name, coin} of rows) {
				const assets = lists.get(name) ?? [];
				if (coin !== null) assets.push(coin);
				lists.set(name, assets);
			}

			return [...lists].map(([name, assets]) => ({name, assets}));
		});
	}

	async save(list: Watchlist): Promise<void> {
		const name = checkedName(list.name);
		const assets = checkedAssets(list.assets);
		await this.#connections.write(async session => {
			const {db} = session;
			await db
				.insertInto('watchlist')
				.values({name})
				.onConflict(conflict => conflict.column('name').doNothing())
				.execute();
			const {id} = await db
				.selectFrom('watchlist')
				.select('id')
				.where('name', '=', name)
				.executeTakeFirstOrThrow();
			await db.deleteFrom('watchlist_asset').where('watchlist_id', '=', id).execute();
			const ids = await assetRows(session, assets);
			for (const [position, asset] of assets.entries()) {
				await db
					.insertInto('watchlist_asset')
					.values({watchlist_id: id, position, asset_id: ids.get(asset)!})
					.execute();
			}
		});
	}

	async remove(name: string): Promise<void> {
		checkRemovable(name);
		await this.#connections.write(async ({db}) => {
			const {numDeletedRows} = await db.deleteFrom('watchlist').where('name', '=', name).executeTakeFirst();
			if (numDeletedRows === 0n) throw unknownWatchlist(name);
		});
	}
}
