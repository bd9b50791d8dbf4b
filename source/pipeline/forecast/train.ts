/** Training as a use case: candles from the store, a verdict, and a new current model only where it is not worse. */

import {noCandles, type Candles} from '#domain/candles.js';
import {settleAll} from '#domain/concurrency.js';
import {Fault, toFault} from '#domain/fault.js';
import {leastRows, usableCount, type BuiltModel} from '#domain/forecast/build-model.js';
import {featureSets} from '#domain/forecast/features.js';
import type {Evaluation, ForecastInterval, ModelKind, ModelMeta} from '#domain/forecast/model.js';
import {setsOfKind} from '#domain/forecast/trained.js';
import {gaps} from '#domain/grid.js';
import {stepOf} from '#domain/interval.js';
import type {Asset, AssetId, SeriesKey} from '#domain/market.js';
import {toIso} from '#domain/time.js';
import type {TrainingStep} from '#ports/forecasts.js';
import type {ForecastWorld} from './world.js';
import {closedCandles, dataHash, featureHash, forecastSeries} from './series.js';

export type TrainRequest = {
	readonly assets: readonly Asset[];
	readonly intervals: readonly ForecastInterval[];
	readonly kind: ModelKind;
	readonly seed: number;
	readonly search: number;
	/** Trained before all others: the asset on the screen. */
	readonly first?: AssetId;
};

/** One series and what came of it. `known`: the same model was there already. */
export type TrainResult =
	| {
			readonly asset: AssetId;
			readonly interval: ForecastInterval;
			readonly outcome: 'trained';
			readonly meta: ModelMeta;
			readonly promoted: boolean;
			readonly known: boolean;
	  }
	| {
			readonly asset: AssetId;
			readonly interval: ForecastInterval;
			readonly outcome: 'refused';
			readonly fault: Fault;
	  };

export type TrainProgress = TrainingStep & {readonly asset: AssetId; readonly interval: ForecastInterval};

/** What the model reads, by set, with the hash that a change of definition would change. */
export function featuresOf(
	world: ForecastWorld,
	kind: ModelKind,
	interval: ForecastInterval,
): ModelMeta['features'] {
	return setsOfKind[kind].map(set => ({
		set: `${set}@${featureSets[set].version}`,
		hash: featureHash(world, set, interval),
		names: featureSets[set].compute(noCandles, interval).map(({name}) => name),
	}));
}

/** Standard error of the skill, from the test statistic that compares it with zero. */
const errorOfSkill = ({model: {skill, dieboldMariano}}: Evaluation): number =>
	Number.isFinite(dieboldMariano) && dieboldMariano !== 0 ? Math.abs(skill / dieboldMariano) : 0;

/** A challenger takes over unless its skill is below the holder's by more than a standard error. */
export const isNotWorse = (challenger: Evaluation, holder: Evaluation): boolean =>
	challenger.model.skill >= holder.model.skill - errorOfSkill(holder);

function metaOf(
	world: ForecastWorld,
	series: SeriesKey,
	candles: Candles,
	built: BuiltModel,
	{kind, seed}: TrainRequest,
	parent: string | null,
): ModelMeta {
	const interval = series.interval as ForecastInterval;
	const content = {
		schema: 1 as const,
		kind,
		asset: series.asset,
		interval,
		seed,
		data: {
			source: series.source,
			quote: series.quote,
			from: candles.ts[0]!,
			to: candles.ts[candles.length - 1]! + stepOf[interval],
			rows: built.rows,
			gaps: gaps(candles, interval).length,
			sha256: dataHash(world, candles),
		},
		features: featuresOf(world, kind, interval),
		params: built.params,
		evaluation: built.evaluation,
		modelSha256: world.sha256(built.bytes),
	};
	const text = new TextEncoder().encode(JSON.stringify(content));
	return {
		...content,
		id: world.sha256(text).slice(0, 12),
		createdAt: toIso(world.clock.now()),
		parent,
		program: world.version,
	};
}

async function trainOne(
	world: ForecastWorld,
	series: SeriesKey,
	request: TrainRequest,
	onProgress: (progress: TrainProgress) => void,
	signal: AbortSignal | undefined,
): Promise<TrainResult> {
	const {asset} = series;
	const interval = series.interval as ForecastInterval;
	const {kind, seed, search, first} = request;
	const candles = await closedCandles(world, series, interval);
	const usable = usableCount(candles, interval);
	if (usable < leastRows) {
		throw new Fault(
			'too-few-candles',
			`${asset} has ${usable} usable ${interval} candles, ${leastRows} are needed.`,
			{asset},
		);
	}

	const {models} = world.storage;
	const place = request.assets.findIndex(({id}) => id === asset);
	const built = await world.trainer.train(
		{asset, interval, kind, seed, search, candles, priority: asset === first ? -1 : place},
		step => onProgress({...step, asset, interval}),
		signal,
	);
	const holder = await models.current(asset, interval, kind).catch(() => null);
	const meta = metaOf(world, series, candles, built, request, holder?.meta.id ?? null);
	const promoted = holder === null || isNotWorse(meta.evaluation, holder.meta.evaluation);
	const through = candles.ts[candles.length - 1]!;
	const {known} = await models.save(
		{meta, bytes: built.bytes, conformal: built.conformal, through},
		promoted,
	);
	if (built.search) {
		await models.saveExperiments({asset, interval, at: world.clock.now(), seed, ...built.search});
	}

	return {asset, interval, outcome: 'trained', meta, promoted, known};
}

/**
 * Trains every asset at every interval. A series that cannot be trained is told with its fault and does not stop the
 * others; cancelling ends all of them and keeps what is done.
 */
export async function trainModels(
	world: ForecastWorld,
	request: TrainRequest,
	onProgress: (progress: TrainProgress) => void,
	signal?: AbortSignal,
): Promise<readonly TrainResult[]> {
	const pairs = request.assets.flatMap(({id}) => request.intervals.map(interval => ({asset: id, interval})));
	const results: TrainResult[] = [];
	await settleAll(
		pairs.map(async ({asset, interval}) => {
			try {
				const series = await forecastSeries(world, asset, interval);
				if (!series) {
					throw new Fault('too-few-candles', `${asset} has no ${interval} candles of an exchange.`, {
						asset,
					});
				}

				results.push(await trainOne(world, series, request, onProgress, signal));
			} catch (error) {
				results.push({asset, interval, outcome: 'refused', fault: toFault(error).forAsset(asset)});
			}
		}),
	);
	return pairs.flatMap(({asset, interval}) =>
		results.filter(result => result.asset === asset && result.interval === interval),
	);
}
