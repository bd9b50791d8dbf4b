/** Alerts: rules, where each stands, what fired, and what is still to be sent. */

import type {AlertState, Firing, Repetition} from '#domain/alerts/evaluate.js';
import {untouched} from '#domain/alerts/evaluate.js';
import type {Condition} from '#domain/alerts/rule.js';
import type {Alert, AlertRule, AlertStore, Delivery, NewAlert, NewAlertRule} from '#ports/alerts.js';
import {assetRows} from './asset-store.js';
import type {Connections, Session} from './connections.js';

type AlertRow = {
	readonly id: number;
	readonly rule_id: number | null;
	readonly kind: string;
	readonly asset: string | null;
	readonly at: number;
	readonly facts: string;
	readonly count: number;
};

const alertOf = ({id, rule_id, kind, asset, at, facts, count}: AlertRow): Alert => ({
	id,
	rule: rule_id,
	kind: kind as Alert['kind'],
	asset,
	at,
	facts: JSON.parse(facts) as Alert['facts'],
	count,
});

const columns = [
	'alert.id',
	'alert.rule_id',
	'alert.kind',
	'asset.coin as asset',
	'alert.at',
	'alert.facts',
	'alert.count',
] as const;

export class SqliteAlertStore implements AlertStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async rules(): Promise<AlertRule[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('alert_rule')
				.innerJoin('asset', 'asset.id', 'alert_rule.asset_id')
				.select(['alert_rule.id', 'asset.coin as asset', 'condition', 'repetition', 'created_at'])
				.where('removed', '=', 0)
				.orderBy('alert_rule.id')
				.execute();
			return rows.map(row => ({
				id: row.id,
				asset: row.asset,
				condition: JSON.parse(row.condition) as Condition,
				repetition: JSON.parse(row.repetition) as Repetition,
				createdAt: row.created_at,
			}));
		});
	}

	async addRule(rule: NewAlertRule): Promise<AlertRule> {
		return this.#connections.write(async session => {
			const asset = (await assetRows(session, [rule.asset])).get(rule.asset)!;
			const {id} = await session.db
				.insertInto('alert_rule')
				.values({
					asset_id: asset,
					condition: JSON.stringify(rule.condition),
					repetition: JSON.stringify(rule.repetition),
					created_at: rule.createdAt,
					removed: 0,
					...rowOfState(untouched),
				})
				.returning('id')
				.executeTakeFirstOrThrow();
			return {...rule, id};
		});
	}

	async removeRule(id: number): Promise<boolean> {
		return this.#connections.write(async ({db}) => {
			const {numUpdatedRows} = await db
				.updateTable('alert_rule')
				.set({removed: 1})
				.where('id', '=', id)
				.where('removed', '=', 0)
				.executeTakeFirst();
			return numUpdatedRows > 0n;
		});
	}

	async state(rule: number): Promise<AlertState> {
		return this.#connections.read(async ({db}) => {
			const row = await db
				.selectFrom('alert_rule')
				.select(['armed', 'through', 'side', 'last_told_at', 'done'])
				.where('id', '=', rule)
				.executeTakeFirstOrThrow();
			return {
				armed: row.armed === 1,
				through: row.through,
				side: row.side as AlertState['side'],
				lastToldAt: row.last_told_at,
				done: row.done === 1,
			};
		});
	}

	async advance(
		rule: number,
		from: AlertState,
		to: AlertState,
		firings: readonly (Firing & {readonly alert: NewAlert})[],
		channels: readonly string[],
	): Promise<boolean> {
		return this.#connections.write(async session => {
			const {numUpdatedRows} = await session.db
				.updateTable('alert_rule')
				.set(rowOfState(to))
				.where('id', '=', rule)
				.where('removed', '=', 0)
				.where('through', '=', from.through)
				.executeTakeFirst();
			if (numUpdatedRows === 0n) return false;
			for (const {alert, folded} of firings) {
				if (folded) await countOnLast(session, rule);
				else await insert(session, alert, channels);
			}

			return true;
		});
	}

	async add(alert: NewAlert, coolDownMs: number, channels: readonly string[]): Promise<Alert | null> {
		return this.#connections.write(async session => {
			const {db} = session;
			const known = await db.selectFrom('alert').select('id').where('key', '=', alert.key).executeTakeFirst();
			if (known) return null;
			const source = typeof alert.facts['source'] === 'string' ? alert.facts['source'] : null;
			const last = await db
				.selectFrom('alert')
				.select('id')
				.where('kind', '=', alert.kind)
				.where('source', 'is', source)
				.where('at', '>', alert.at - coolDownMs)
				.orderBy('at', 'desc')
				.limit(1)
				.executeTakeFirst();
			if (last) {
				await db
					.updateTable('alert')
					.set(({eb}) => ({count: eb('count', '+', 1)}))
					.where('id', '=', last.id)
					.execute();
				return null;
			}

			return insert(session, alert, channels);
		});
	}

	async history(limit: number): Promise<(Alert & {readonly deliveries: readonly Delivery[]})[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('alert')
				.leftJoin('asset', 'asset.id', 'alert.asset_id')
				.select(columns)
				.orderBy('alert.id', 'desc')
				.limit(limit)
				.execute();
			if (rows.length === 0) return [];
			const deliveries = await db
				.selectFrom('delivery')
				.selectAll()
				.where(
					'alert_id',
					'in',
					rows.map(({id}) => id),
				)
				.orderBy('channel')
				.execute();
			return rows.map(row =>
				Object.assign(alertOf(row), {
					deliveries: deliveries
						.filter(({alert_id}) => alert_id === row.id)
						.map(({channel, state, attempts, next_at, error}) => ({
							alert: row.id,
							channel,
							state: state as Delivery['state'],
							attempts,
							nextAt: next_at,
							error,
						})),
				}),
			);
		});
	}

	async takeDue(
		now: number,
		leaseMs: number,
		most: number,
	): Promise<(Alert & {readonly channel: string; readonly attempts: number})[]> {
		return this.#connections.write(async ({db}) => {
			const due = await db
				.selectFrom('delivery')
				.innerJoin('alert', 'alert.id', 'delivery.alert_id')
				.leftJoin('asset', 'asset.id', 'alert.asset_id')
				.select([...columns, 'delivery.channel', 'delivery.attempts'])
				.where('delivery.state', '=', 'waiting')
				.where('delivery.next_at', '<=', now)
				.orderBy('delivery.next_at')
				.orderBy('alert.id')
				.limit(most)
				.execute();
			for (const {id, channel} of due) {
				await db
					.updateTable('delivery')
					.set({next_at: now + leaseMs})
					.where('alert_id', '=', id)
					.where('channel', '=', channel)
					.execute();
			}

			return due.map(row => Object.assign(alertOf(row), {channel: row.channel, attempts: row.attempts}));
		});
	}

	async delivered(alert: number, channel: string): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.updateTable('delivery')
				.set(({eb}) => ({state: 'sent', attempts: eb('attempts', '+', 1), next_at: null, error: null}))
				.where('alert_id', '=', alert)
				.where('channel', '=', channel)
				.execute();
		});
	}

	async failed(alert: number, channel: string, error: string, nextAt: number | null): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.updateTable('delivery')
				.set(({eb}) => ({
					state: nextAt === null ? 'failed' : 'waiting',
					attempts: eb('attempts', '+', 1),
					next_at: nextAt,
					error,
				}))
				.where('alert_id', '=', alert)
				.where('channel', '=', channel)
				.execute();
		});
	}
}

const rowOfState = ({armed, through, side, lastToldAt, done}: AlertState) => ({
	armed: armed ? 1 : 0,
	through,
	side,
	last_told_at: lastToldAt,
	done: done ? 1 : 0,
});

/** Stores an alert and queues it for every channel; null when its event is there already. */
async function insert(session: Session, alert: NewAlert, channels: readonly string[]): Promise<Alert | null> {
	const {db} = session;
	const asset = alert.asset === null ? null : (await assetRows(session, [alert.asset])).get(alert.asset)!;
	const source = alert.facts['source'];
	const stored = await db
		.insertInto('alert')
		.values({
			key: alert.key,
			rule_id: alert.rule,
			kind: alert.kind,
			asset_id: asset,
			source: typeof source === 'string' ? source : null,
			at: alert.at,
			facts: JSON.stringify(alert.facts),
			count: 1,
		})
		.onConflict(conflict => conflict.column('key').doNothing())
		.returning('id')
		.executeTakeFirst();
	if (!stored) return null;
	for (const channel of channels) {
		await db
			.insertInto('delivery')
			.values({alert_id: stored.id, channel, state: 'waiting', attempts: 0, next_at: alert.at, error: null})
			.execute();
	}

	const {key: _, ...told} = alert;
	return {...told, id: stored.id, count: 1};
}

async function countOnLast({db}: Session, rule: number): Promise<void> {
	const last = await db
		.selectFrom('alert')
		.select('id')
		.where('rule_id', '=', rule)
		.orderBy('at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!last) return;
	await db
		.updateTable('alert')
		.set(({eb}) => ({count: eb('count', '+', 1)}))
		.where('id', '=', last.id)
		.execute();
}
