/** The user's lots: what was bought and sold, in exact decimals. */

import {checkLot, unknownLot} from '#domain/lot.js';
import type {Lot, LotStore, NewLot} from '#ports/storage.js';
import {assetRows} from './asset-store.js';
import type {Connections} from './connections.js';

export class SqliteLotStore implements LotStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async list(): Promise<Lot[]> {
		return this.#connections.read(({db}) =>
			db
				.selectFrom('lot')
				.innerJoin('asset', 'asset.id', 'lot.asset_id')
				.select(['lot.id', 'asset.coin as asset', 'amount', 'cost', 'currency', 'at', 'note'])
				.orderBy('at', order => order.asc().nullsFirst())
				.orderBy('lot.id')
				.execute(),
		);
	}

	async add(lots: readonly NewLot[]): Promise<Lot[]> {
		for (const lot of lots) checkLot(lot);
		return this.#connections.write(async session => {
			const assets = await assetRows(session, [...new Set(lots.map(({asset}) => asset))]);
			const added: Lot[] = [];
			for (const lot of lots) {
				const {id} = await session.db
					.insertInto('lot')
					.values(rowOf(lot, assets.get(lot.asset)!))
					.returning('id')
					.executeTakeFirstOrThrow();
				added.push({...lot, id});
			}

			return added;
		});
	}

	async change(lot: Lot): Promise<void> {
		checkLot(lot);
		await this.#connections.write(async session => {
			const assets = await assetRows(session, [lot.asset]);
			const {numUpdatedRows} = await session.db
				.updateTable('lot')
				.set(rowOf(lot, assets.get(lot.asset)!))
				.where('id', '=', lot.id)
				.executeTakeFirst();
			if (numUpdatedRows === 0n) throw unknownLot(lot.id);
		});
	}

	async remove(id: number): Promise<void> {
		await this.#connections.write(async ({db}) => {
			const {numDeletedRows} = await db.deleteFrom('lot').where('id', '=', id).executeTakeFirst();
			if (numDeletedRows === 0n) throw unknownLot(id);
		});
	}
}

const rowOf = ({amount, cost, currency, at, note}: NewLot, asset: number) => ({
	asset_id: asset,
	amount,
	cost,
	currency,
	at,
	note,
});
