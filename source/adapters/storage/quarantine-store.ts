/** Rows that a contract set aside: each once per rule, counted when it comes again. */

import type {AssetId, SourceName} from '#domain/market.js';
import type {Rejection} from '#domain/quality.js';
import type {RunId} from '#domain/run.js';
import type {Provenance} from '#ports/market-data.js';
import type {QuarantineRow, QuarantineStore} from '#ports/storage.js';
import {among} from './asset-store.js';
import type {Connections} from './connections.js';
import type {Schema} from './schema.js';

export class SqliteQuarantineStore implements QuarantineStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async add({
		run,
		contract,
		asset,
		provenance: {source, endpoint, payload, fetchedAt},
		question,
		rejections,
	}: {
		readonly run: RunId;
		readonly contract: string;
		readonly asset: AssetId | null;
		readonly provenance: Provenance;
		readonly question: Readonly<Record<string, unknown>>;
		readonly rejections: readonly Rejection[];
	}): Promise<void> {
		if (rejections.length === 0) return;
		await this.#connections.write(async ({db}) => {
			for (const {kind, rule, field, key, sample, raw} of rejections) {
				// The newest sighting is the one worth looking at; a retried row that comes again is held again.
				const seen = {
					sample,
					raw,
					contract,
					run,
					payload,
					question: JSON.stringify(question),
					last_seen_at: fetchedAt,
				};
				await db
					.insertInto('quarantine')
					.values({
						source,
						endpoint,
						asset: asset ?? '',
						kind,
						rule,
						field,
						key,
						...seen,
						first_seen_at: fetchedAt,
						times_seen: 1,
						state: 'held',
					})
					.onConflict(conflict =>
						conflict
							.columns(['source', 'endpoint', 'asset', 'kind', 'rule', 'field', 'key'])
							.doUpdateSet(eb => ({
								...seen,
								state: 'held' as const,
								times_seen: eb('quarantine.times_seen', '+', eb.lit(1)),
							})),
					)
					.execute();
			}
		});
	}

	async list(
		filter: {source?: SourceName; kind?: Rejection['kind']; state?: QuarantineRow['state']} = {},
		limit?: number,
	): Promise<QuarantineRow[]> {
		return this.#connections.read(async ({db}) => {
			let query = db.selectFrom('quarantine').selectAll().orderBy('last_seen_at', 'desc').orderBy('id');
			if (filter.source !== undefined) query = query.where('source', '=', filter.source);
			if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
			if (filter.state !== undefined) query = query.where('state', '=', filter.state);
			if (limit !== undefined) query = query.limit(limit);
			return (await query.execute()).map(quarantineRow);
		});
	}

	async find(id: number): Promise<QuarantineRow | null> {
		return this.#connections.read(async ({db}) => {
			const row = await db.selectFrom('quarantine').selectAll().where('id', '=', id).executeTakeFirst();
			return row ? quarantineRow(row) : null;
		});
	}

	async count(): Promise<{violation: number; incomplete: number}> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('quarantine')
				.select(({fn}) => ['kind', fn.countAll<number>().as('count')])
				.where('state', '=', 'held')
				.groupBy('kind')
				.execute();
			const of = (kind: Rejection['kind']): number => rows.find(row => row.kind === kind)?.count ?? 0;
			return {violation: of('violation'), incomplete: of('incomplete')};
		});
	}

	async markRetried(ids: readonly number[]): Promise<void> {
		if (ids.length === 0) return;
		await this.#connections.write(async ({db}) => {
			await db.updateTable('quarantine').set({state: 'retried'}).where('id', 'in', among(ids)).execute();
		});
	}
}

function quarantineRow(row: Omit<Schema['quarantine'], 'id'> & {readonly id: number}): QuarantineRow {
	return {
		id: row.id,
		source: row.source,
		endpoint: row.endpoint,
		asset: row.asset === '' ? null : row.asset,
		kind: row.kind,
		rule: row.rule,
		field: row.field,
		key: row.key,
		sample: row.sample,
		raw: row.raw,
		contract: row.contract,
		run: row.run,
		payload: row.payload,
		question: JSON.parse(row.question) as Record<string, unknown>,
		firstSeenAt: row.first_seen_at,
		lastSeenAt: row.last_seen_at,
		timesSeen: row.times_seen,
		state: row.state,
	};
}
