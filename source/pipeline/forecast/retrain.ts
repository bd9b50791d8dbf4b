/** Training again: models grow old, their recipes do not. */

import type {ForecastInterval, ModelMeta} from '#domain/forecast/model.js';
import {stepOf} from '#domain/interval.js';
import type {ModelLine} from './current-model.js';
import {marketOf} from './series.js';
import {trainModels, type TrainOrder, type TrainResult} from './train.js';
import type {ForecastWorld} from './world.js';

const dayMs = stepOf['1d'];
/** How much a series grows before it is trained again. */
const dueAfter = {'1h': dayMs, '1d': 7 * dayMs} as const satisfies Record<ForecastInterval, number>;

/** No further training begins after so long: what is left is still due after the next cycle. */
const patienceMs = 60_000;

/** The recipe of a model as an order. */
const orderOf = ({asset, interval, kind, seed, params}: ModelMeta, priority: number): TrainOrder => ({
	asset,
	interval,
	kind,
	seed,
	search: 0,
	scale: params && {
		minLeaf: params.scale.minLeaf,
		maxFeatures: params.scale.maxFeatures,
		maxDepth: params.scale.maxDepth,
		extra: params.scale.extra,
	},
	priority,
});

/** The end of the newest closed candle of a line; 0 without one. */
async function endOf(world: Pick<ForecastWorld, 'storage'>, {asset, interval}: ModelLine): Promise<number> {
	const market = await marketOf(world, asset, interval);
	const newest = await Promise.all(market.map(series => world.storage.candles.newestClosed(series)));
	return Math.max(0, ...newest.map(ts => (ts === null ? 0 : ts + stepOf[interval])));
}

/** A model in use whose candles have grown by its time, and by how much more, ms. */
export type DueModel = {readonly meta: ModelMeta; readonly overdue: number};

/**
 * What is due, the longest overdue first: every line with a current model whose candles have grown by its time since the
 * last training, whether or not that led to the current model. Candles that stand still are never due.
 */
export async function dueModels(world: Pick<ForecastWorld, 'storage'>): Promise<readonly DueModel[]> {
	const {models} = world.storage;
	const due: DueModel[] = [];
	for (const {meta} of await models.list({current: true})) {
		const {asset, interval, kind} = meta;
		const [latest] = await models.list({asset, interval, kind}, 1);
		const seen = Math.max(meta.data.to, latest?.meta.data.to ?? 0);
		const overdue = (await endOf(world, meta)) - seen - dueAfter[interval];
		if (overdue >= 0) due.push({meta, overdue});
	}

	return due.toSorted((a, b) => b.overdue - a.overdue);
}

/** Trains what is due by its own recipe, as much as fits between two cycles. */
export async function retrain(world: ForecastWorld, signal?: AbortSignal): Promise<readonly TrainResult[]> {
	const begin = world.clock.monotonic();
	const due = (await dueModels(world)).map(({meta}, place) => orderOf(meta, place));
	const results: TrainResult[] = [];
	const {threads} = world.trainer;
	for (let at = 0; at < due.length; at += threads) {
		if (signal?.aborted || world.clock.monotonic() - begin > patienceMs) break;
		results.push(...(await trainModels(world, due.slice(at, at + threads), () => {}, signal)));
	}

	return results;
}
