/** The forecast ledger. What may change in it is said by the triggers of the schema, not here. */

import type {Updateable} from 'kysely';
import {Fault} from '#domain/fault.js';
import type {ForecastInterval, ModelKind} from '#domain/forecast/model.js';
import type {
	ForecastFilter,
	ForecastState,
	ForecastStore,
	NewForecast,
	StoredForecast,
} from '#ports/forecasts.js';
import {toIso} from '#domain/time.js';
import {assetRows} from './asset-store.js';
import type {Connections} from './connections.js';
import {codeOf} from './errors.js';
import type {Schema} from './schema.js';

const columns = [
	'forecast.id',
	'asset.coin as asset',
	'forecast.interval',
	'model',
	'kind',
	'made_at',
	'target',
	'last_ts',
	'last_close',
	'predicted',
	'low_50',
	'high_50',
	'low_80',
	'high_80',
	'low_95',
	'high_95',
	'data',
	'state',
	'outcome',
	'settled_at',
] as const;

type Row = {
	readonly id: number;
	readonly asset: string;
	readonly interval: string;
	readonly model: string;
	readonly kind: string;
	readonly made_at: number;
	readonly target: number;
	readonly last_ts: number;
	readonly last_close: number;
	readonly predicted: number;
	readonly low_50: number | null;
	readonly high_50: number | null;
	readonly low_80: number | null;
	readonly high_80: number | null;
	readonly low_95: number | null;
	readonly high_95: number | null;
	readonly data: string;
	readonly state: string;
	readonly outcome: number | null;
	readonly settled_at: number | null;
};

const band = (low: number | null, high: number | null): readonly [number, number] | null =>
	low === null || high === null ? null : [low, high];

const forecastOf = (row: Row): StoredForecast => ({
	id: row.id,
	asset: row.asset,
	interval: row.interval as ForecastInterval,
	model: row.model,
	kind: row.kind as ModelKind,
	madeAt: row.made_at,
	for: row.target,
	lastTs: row.last_ts,
	lastClose: row.last_close,
	predicted: row.predicted,
	interval50: band(row.low_50, row.high_50),
	interval80: band(row.low_80, row.high_80),
	interval95: band(row.low_95, row.high_95),
	data: row.data,
	state: row.state as ForecastState,
	outcome: row.outcome,
	settledAt: row.settled_at,
});

const rowOf = (forecast: NewForecast, asset: number) => ({
	asset_id: asset,
	interval: forecast.interval,
	model: forecast.model,
	kind: forecast.kind,
	made_at: forecast.madeAt,
	target: forecast.for,
	last_ts: forecast.lastTs,
	last_close: forecast.lastClose,
	predicted: forecast.predicted,
	low_50: forecast.interval50?.[0] ?? null,
	high_50: forecast.interval50?.[1] ?? null,
	low_80: forecast.interval80?.[0] ?? null,
	high_80: forecast.interval80?.[1] ?? null,
	low_95: forecast.interval95?.[0] ?? null,
	high_95: forecast.interval95?.[1] ?? null,
	data: forecast.data,
	state: 'open',
	outcome: null,
	settled_at: null,
});

/** Whether the trigger `forecast_is_made_in_time` refused. */
const isTooLate = (error: unknown): boolean =>
	codeOf(error) === 'SQLITE_CONSTRAINT_TRIGGER' &&
	(error as Error).message.includes('before its candle is over');

/** A clock that is a little slow asks for a candle that the stored ones have passed already. */
const tooLate = ({asset, interval, for: target}: NewForecast, cause: unknown): Fault =>
	new Fault(
		'candles-stale',
		`The ${interval} candle of ${asset} from ${toIso(target)} is over already, so it is too late to forecast it.`,
		{asset, cause, hint: 'Forecast again in a moment; if it stays so, the clock of this machine is slow.'},
	);

export class SqliteForecastStore implements ForecastStore {
	readonly #connections: Connections;

	constructor(connections: Connections) {
		this.#connections = connections;
	}

	async add(forecasts: readonly NewForecast[]): Promise<number> {
		if (forecasts.length === 0) return 0;
		return this.#connections.write(async session => {
			const assets = await assetRows(session, [...new Set(forecasts.map(({asset}) => asset))]);
			let added = 0;
			for (const forecast of forecasts) {
				const {numInsertedOrUpdatedRows = 0n} = await session.db
					.insertInto('forecast')
					.values(rowOf(forecast, assets.get(forecast.asset)!))
					.onConflict(conflict => conflict.doNothing())
					.executeTakeFirst()
					.catch((error: unknown) => {
						throw isTooLate(error) ? tooLate(forecast, error) : error;
					});
				added += Number(numInsertedOrUpdatedRows);
			}

			return added;
		});
	}

	async settle(
		outcomes: readonly {readonly id: number; readonly outcome: number | null; readonly at: number}[],
	): Promise<void> {
		if (outcomes.length === 0) return;
		await this.#connections.write(async ({db}) => {
			for (const {id, outcome, at} of outcomes) {
				const change: Updateable<Schema['forecast']> = {
					state: outcome === null ? 'missed' : 'settled',
					outcome,
					settled_at: at,
				};
				await db
					.updateTable('forecast')
					.set(change)
					.where('id', '=', id)
					.where('state', '=', 'open')
					.execute();
			}
		});
	}

	async list(filter: ForecastFilter = {}, newest?: number): Promise<StoredForecast[]> {
		return this.#connections.read(async ({db}) => {
			let query = db
				.selectFrom('forecast')
				.innerJoin('asset', 'asset.id', 'forecast.asset_id')
				.select(columns)
				.orderBy('target', newest === undefined ? 'asc' : 'desc')
				.orderBy('forecast.id', newest === undefined ? 'asc' : 'desc');
			if (filter.asset !== undefined) query = query.where('asset.coin', '=', filter.asset);
			if (filter.interval !== undefined) query = query.where('forecast.interval', '=', filter.interval);
			if (filter.model !== undefined) query = query.where('model', '=', filter.model);
			if (filter.kind !== undefined) query = query.where('kind', '=', filter.kind);
			if (filter.state !== undefined) query = query.where('state', '=', filter.state);
			if (filter.from !== undefined) query = query.where('target', '>=', filter.from);
			if (filter.to !== undefined) query = query.where('target', '<', filter.to);
			if (newest !== undefined) query = query.limit(newest);
			const forecasts = (await query.execute()).map(forecastOf);
			return newest === undefined ? forecasts : forecasts.toReversed();
		});
	}
}
