/** The model registry: records in the database, numbers in files under the hash of their content. */

import {createHash, randomBytes} from 'node:crypto';
import {mkdir, open, readFile, rename, rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {sql} from 'kysely';
import type {ConformalState} from '#domain/forecast/conformal.js';
import type {ForecastInterval, ModelKind, ModelMeta} from '#domain/forecast/model.js';
import {Fault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import type {
	BrokenModel,
	ListedModel,
	ModelFilter,
	ModelRegistry,
	SavedModel,
	StoredExperiment,
	StoredSearch,
} from '#ports/forecasts.js';
import {assetRows} from './asset-store.js';
import type {Connections, Session} from './connections.js';
import {codeOf, withStorageFaults} from './errors.js';
import {blobOfFloats, floatsOfBlob} from './float-blob.js';
import {brokenOf, listed, metaOf, modelColumns, type ModelRow} from './model-record.js';

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The record that is there, with its date; a record that says something else of the same id was damaged. */
const genuineMeta = sql<string>`CASE
	WHEN json_remove(model.meta, '$.createdAt', '$.parent', '$.program')
		= json_remove(excluded.meta, '$.createdAt', '$.parent', '$.program')
	THEN model.meta ELSE excluded.meta END`;

const unusable = (
	{id, asset, interval}: Pick<ModelMeta, 'id' | 'asset'> & {readonly interval: string},
	why: string,
	cause?: unknown,
): Fault => new Fault('model-unusable', `Model ${id} of ${asset} (${interval}) ${why}.`, {asset, cause});

const unreadable = (row: Parameters<typeof unusable>[0]): Fault =>
	unusable(row, 'has a record that cannot be read');

export class FileModelRegistry implements ModelRegistry {
	readonly #connections: Connections;
	readonly #folder: string;

	constructor(connections: Connections, folder: string) {
		this.#connections = connections;
		this.#folder = folder;
	}

	async save(
		{meta, bytes, conformal, through}: SavedModel,
		promote: boolean,
	): Promise<{readonly known: boolean}> {
		// The file first: a record without its numbers would be a lie, numbers without a record are only litter.
		await this.#writeFile(this.#pathOf(meta), bytes);
		return this.#connections.write(async session => {
			const {db} = session;
			const asset = (await assetRows(session, [meta.asset])).get(meta.asset)!;
			const place = {asset_id: asset, interval: meta.interval, kind: meta.kind};
			await db
				.insertInto('model')
				.values({
					...place,
					id: meta.id,
					created_at: meta.createdAt,
					meta: JSON.stringify(meta),
					bytes: bytes.length,
					current: 0,
				})
				.onConflict(conflict => conflict.column('id').doUpdateSet({bytes: bytes.length, meta: genuineMeta}))
				.execute();
			const state = await db
				.selectFrom('model_state')
				.select('model_id')
				.where('model_id', '=', meta.id)
				.executeTakeFirst();
			const known = state !== undefined;
			if (!known) await saveState(session, meta.id, conformal, through);
			if (promote) {
				await db
					.updateTable('model')
					.set({current: 0})
					.where('asset_id', '=', asset)
					.where('interval', '=', meta.interval)
					.where('kind', '=', meta.kind)
					.execute();
				await db.updateTable('model').set({current: 1}).where('id', '=', meta.id).execute();
			}

			return {known};
		});
	}

	async current(asset: AssetId, interval: ForecastInterval, kind: ModelKind): Promise<SavedModel | null> {
		const found = await this.#connections.read(async ({db}) =>
			db
				.selectFrom('model')
				.innerJoin('asset', 'asset.id', 'model.asset_id')
				.innerJoin('model_state', 'model_state.model_id', 'model.id')
				.select([...modelColumns, 'through', 'alphas', 'scores', 'held'])
				.where('asset.coin', '=', asset)
				.where('model.interval', '=', interval)
				.where('kind', '=', kind)
				.where('current', '=', 1)
				.executeTakeFirst(),
		);
		if (!found) return null;
		const meta = metaOf(found);
		if (!meta) throw unreadable(found);
		const bytes = await this.#readFile(meta);
		const held = JSON.parse(found.held) as number[][];
		return {
			meta,
			bytes,
			through: found.through,
			conformal: {
				scores: floatsOfBlob(found.scores),
				alphas: JSON.parse(found.alphas) as number[],
				held: held.map(hits => Uint8Array.from(hits)),
			},
		};
	}

	async find(prefix: string): Promise<readonly ListedModel[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('model')
				.innerJoin('asset', 'asset.id', 'model.asset_id')
				.select(modelColumns)
				.where('model.id', '>=', prefix)
				.where('model.id', '<', `${prefix}~`)
				.orderBy('model.id')
				.limit(2)
				.execute();
			return rows.map(row => {
				const model = listed(row);
				if (!model) throw unreadable(row);
				return model;
			});
		});
	}

	async saveConformal(id: string, state: ConformalState, through: number): Promise<void> {
		await this.#connections.write(session => saveState(session, id, state, through));
	}

	async list(filter: ModelFilter = {}, newest?: number): Promise<readonly ListedModel[]> {
		const models: ListedModel[] = [];
		for (const row of await this.#rows(filter)) {
			if (models.length === newest) break;
			const model = listed(row);
			if (model) models.push(model);
		}

		return models;
	}

	async broken(filter: ModelFilter = {}): Promise<readonly BrokenModel[]> {
		return (await this.#rows(filter)).filter(row => metaOf(row) === null).map(brokenOf);
	}

	async prune(keep: number): Promise<readonly string[]> {
		// The records first: a file that stays behind after a crash is only litter.
		const gone = await this.#connections.write(async ({db}) => {
			const ranked = db
				.selectFrom('model')
				.select([
					'id',
					'current',
					sql<number>`row_number() over (partition by asset_id, interval, kind order by created_at desc, id)`.as(
						'place',
					),
				])
				.where('bytes', 'is not', null);
			const rows = await db
				.selectFrom('model')
				.innerJoin('asset', 'asset.id', 'model.asset_id')
				.select(modelColumns)
				.where(
					'model.id',
					'in',
					db.selectFrom(ranked.as('ranked')).select('id').where('place', '>', keep).where('current', '=', 0),
				)
				.execute();
			const ids = rows.map(({id}) => id);
			await db.updateTable('model').set({bytes: null}).where('id', 'in', ids).execute();
			return rows;
		});
		for (const row of gone) {
			const meta = metaOf(row);
			// Where the numbers of a broken record lie is unknown: they are only litter.
			if (meta) {
				await withStorageFaults(() => rm(dirname(this.#pathOf(meta)), {recursive: true, force: true}));
			}
		}

		return gone.map(({id}) => id);
	}

	async saveExperiments({
		model,
		asset,
		interval,
		at,
		seed,
		experiments,
		chosen,
		untouched,
	}: StoredSearch): Promise<void> {
		await this.#connections.write(async session => {
			const id = (await assetRows(session, [asset])).get(asset)!;
			for (const experiment of experiments) {
				await session.db
					.insertInto('experiment')
					.values({
						asset_id: id,
						model,
						interval,
						at,
						seed,
						params: JSON.stringify(experiment.params),
						folds: JSON.stringify(experiment.folds),
						mean: experiment.mean,
						error: experiment.error,
						untouched: experiment === chosen ? untouched : null,
					})
					.onConflict(conflict => conflict.columns(['model', 'params']).doNothing())
					.execute();
			}
		});
	}

	async experiments(model: string): Promise<readonly StoredExperiment[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('experiment')
				.select(['params', 'folds', 'mean', 'error', 'untouched'])
				.where('model', '=', model)
				.orderBy('id')
				.execute();
			return rows.map(({params, folds, mean, error, untouched}) => ({
				params: JSON.parse(params) as StoredExperiment['params'],
				folds: JSON.parse(folds) as number[],
				mean,
				error,
				untouched,
			}));
		});
	}

	/** Newest first. */
	async #rows({asset, interval, kind, current}: ModelFilter): Promise<readonly ModelRow[]> {
		return this.#connections.read(async ({db}) => {
			let query = db
				.selectFrom('model')
				.innerJoin('asset', 'asset.id', 'model.asset_id')
				.select(modelColumns)
				.orderBy('created_at', 'desc')
				.orderBy('model.id');
			if (asset !== undefined) query = query.where('asset.coin', '=', asset);
			if (interval !== undefined) query = query.where('model.interval', '=', interval);
			if (kind !== undefined) query = query.where('kind', '=', kind);
			if (current !== undefined) query = query.where('current', '=', current ? 1 : 0);
			return query.execute();
		});
	}

	#pathOf({data, asset, interval, id}: ModelMeta): string {
		return join(this.#folder, data.source, encodeURIComponent(asset), interval, id, 'model.bin');
	}

	async #writeFile(path: string, bytes: Uint8Array): Promise<void> {
		await withStorageFaults(async () => {
			await mkdir(dirname(path), {recursive: true});
			const partial = join(dirname(path), `.${randomBytes(6).toString('hex')}.tmp`);
			try {
				const file = await open(partial, 'wx');
				try {
					await file.writeFile(bytes);
					await file.sync();
				} finally {
					await file.close();
				}

				await rename(partial, path);
			} catch (error) {
				await rm(partial, {force: true});
				throw error;
			}
		});
	}

	async #readFile(meta: ModelMeta): Promise<Uint8Array> {
		let bytes: Uint8Array;
		try {
			bytes = await readFile(this.#pathOf(meta));
		} catch (error) {
			throw unusable(meta, codeOf(error) === 'ENOENT' ? 'has lost its file' : 'cannot be read', error);
		}

		if (hashOf(bytes) !== meta.modelSha256) throw unusable(meta, 'does not match its hash');
		return bytes;
	}
}

/** Where the intervals stand; never moved back in time. */
async function saveState(
	{db}: Session,
	id: string,
	{scores, alphas, held}: ConformalState,
	through: number,
): Promise<void> {
	const row = {
		through,
		alphas: JSON.stringify(alphas),
		scores: blobOfFloats(scores),
		held: JSON.stringify(held.map(hits => [...hits])),
	};
	await db
		.insertInto('model_state')
		.values({model_id: id, ...row})
		.onConflict(conflict =>
			conflict.column('model_id').doUpdateSet(row).where('model_state.through', '<', through),
		)
		.execute();
}
