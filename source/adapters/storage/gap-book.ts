/** Attempts to heal holes, and what the stored runs say about a time. */

import type {GapAttempt, GapOutcome} from '#domain/doctor/gap.js';
import type {SeriesKey} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {RunReport} from '#domain/run.js';
import type {GapBook, RecordedFault} from '#ports/gap-book.js';
import type {Connections, Session} from './connections.js';

export class SqliteGapBook implements GapBook {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async attempts(): Promise<GapAttempt[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('gap_attempt')
				.innerJoin('series', 'series.id', 'gap_attempt.series_id')
				.innerJoin('asset', 'asset.id', 'series.asset_id')
				.select([
					'series.source',
					'asset.coin as asset',
					'series.quote',
					'series.interval',
					'series.origin',
					'gap_attempt.from_ts as from',
					'gap_attempt.to_ts as to',
					'gap_attempt.at',
					'gap_attempt.run',
					'gap_attempt.outcome',
					'gap_attempt.candles',
					'gap_attempt.message',
					'gap_attempt.payload',
					'gap_attempt.until',
				])
				.orderBy('gap_attempt.at', 'desc')
				.orderBy('gap_attempt.id', 'desc')
				.execute();
			return rows.map(row => Object.assign(row, {outcome: row.outcome as GapOutcome}));
		});
	}

	async add(attempts: readonly GapAttempt[]): Promise<void> {
		await this.#connections.write(async ({db}) => {
			for (const {from, to, at, run, outcome, candles, message, payload, until, ...series} of attempts) {
				const rest = {at, run, outcome, candles, message, payload, until};
				await db
					.insertInto('gap_attempt')
					.values({series_id: await idOf(db, series), from_ts: from, to_ts: to, ...rest})
					.execute();
			}
		});
	}

	async ranIn({from, to}: Range): Promise<boolean> {
		return this.#connections.read(async ({db}) => {
			const row = await db
				.selectFrom('run')
				.select('run')
				.where('started_at', '>=', from)
				.where('started_at', '<', to)
				.where('kind', '=', 'collect')
				.limit(1)
				.executeTakeFirst();
			return row !== undefined;
		});
	}

	async faults(runs: number): Promise<RecordedFault[]> {
		return this.#connections.read(async ({db}) => {
			const rows = await db
				.selectFrom('run')
				.select(['run', 'kind', 'started_at', 'report'])
				.where('status', 'in', ['partial', 'failed', 'blocked'])
				.where('report', 'is not', null)
				.$narrowType<{report: string}>()
				.orderBy('started_at', 'desc')
				.limit(runs)
				.execute();
			return rows.flatMap(({run, kind, started_at: startedAt, report}) =>
				(JSON.parse(report) as RunReport).faults.flatMap(({code, message, source, asset}) =>
					source === null ? [] : [{code, message, source, asset, run, kind, startedAt}],
				),
			);
		});
	}
}

async function idOf(db: Session['db'], {source, asset, quote, interval, origin}: SeriesKey): Promise<number> {
	const {id} = await db
		.selectFrom('series')
		.innerJoin('asset', 'asset.id', 'series.asset_id')
		.select('series.id')
		.where('asset.coin', '=', asset)
		.where('series.source', '=', source)
		.where('series.quote', '=', quote)
		.where('series.interval', '=', interval)
		.where('series.origin', '=', origin)
		.executeTakeFirstOrThrow();
	return id;
}
