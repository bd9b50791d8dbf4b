/** Runs as values, and the locks that runs take. */

import {hostname} from 'node:os';
import type {RunId, RunKind, RunReport} from '#domain/run.js';
import type {LockHolder, RunStore, StoredRun} from '#ports/storage.js';
import type {ProcessIdentity} from '#ports/world.js';
import {isAlive as isProcessAlive} from '../process-alive.js';
import type {Connections} from './connections.js';
import type {Schema} from './schema.js';

export class SqliteRunStore implements RunStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async start(
		run: {
			readonly run: RunId;
			readonly kind: RunKind;
			readonly startedAt: number;
			readonly args: readonly string[];
		} & ProcessIdentity,
	): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.insertInto('run')
				.values({
					run: run.run,
					kind: run.kind,
					started_at: run.startedAt,
					finished_at: null,
					status: 'running',
					pid: run.pid,
					host: run.host,
					args: JSON.stringify(run.args),
					report: null,
				})
				.execute();
		});
	}

	async finish(report: RunReport): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db
				.updateTable('run')
				.set({
					finished_at: Date.parse(report.finishedAt),
					status: report.status,
					report: JSON.stringify(report),
				})
				.where('run', '=', report.run)
				.execute();
		});
	}

	async list(limit: number): Promise<StoredRun[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('run')
				.selectAll()
				.orderBy('started_at', 'desc')
				.orderBy('run', 'desc')
				.limit(limit)
				.execute();
			return rows.map(storedRun);
		});
	}

	async find(run: RunId): Promise<StoredRun | null> {
		return this.#connections.read(async ({db}) => {
			const row = await db.selectFrom('run').selectAll().where('run', '=', run).executeTakeFirst();
			return row ? storedRun(row) : null;
		});
	}

	async lock(
		name: string,
		holder: LockHolder,
		ttlMs: number,
		now: number,
		isAlive: (pid: number) => boolean,
	): Promise<LockHolder | null> {
		return this.#connections.write(async ({db}) => {
			const held = await db.selectFrom('run_lock').selectAll().where('name', '=', name).executeTakeFirst();
			const isOurs = held?.run === holder.run;
			if (held && !isOurs && held.expires_at > now && (held.host !== holder.host || isAlive(held.pid))) {
				return {run: held.run, pid: held.pid, host: held.host, since: held.since};
			}

			const {run, pid, host} = holder;
			const since = held && isOurs ? held.since : holder.since;
			const row = {name, run, pid, host, since, expires_at: now + ttlMs};
			await db
				.insertInto('run_lock')
				.values(row)
				.onConflict(conflict => conflict.column('name').doUpdateSet(row))
				.execute();
			return null;
		});
	}

	async holder(name: string, now: number): Promise<LockHolder | null> {
		return this.#connections.read(async ({db}) => {
			const held = await db.selectFrom('run_lock').selectAll().where('name', '=', name).executeTakeFirst();
			if (!held || held.expires_at <= now) return null;
			if (held.host === hostname() && !isProcessAlive(held.pid)) return null;
			return {run: held.run, pid: held.pid, host: held.host, since: held.since};
		});
	}

	async unlock(name: string, run: RunId): Promise<void> {
		await this.#connections.write(async ({db}) => {
			await db.deleteFrom('run_lock').where('name', '=', name).where('run', '=', run).execute();
		});
	}
}

function storedRun(row: Schema['run']): StoredRun {
	return {
		run: row.run,
		kind: row.kind,
		startedAt: row.started_at,
		finishedAt: row.finished_at,
		status:
			row.status === 'running' && row.host === hostname() && !isProcessAlive(row.pid) ? 'lost' : row.status,
		pid: row.pid,
		report: row.report === null ? null : (JSON.parse(row.report) as RunReport),
	};
}
