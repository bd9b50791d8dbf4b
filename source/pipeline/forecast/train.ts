/** Training as a use case: candles from the store, a verdict, and a new current model only where it is not worse. */

import type {Candles} from '#domain/candles.js';
import {createLimiter, settleAll} from '#domain/concurrency.js';
import {Fault, toFault} from '#domain/fault.js';
import {leastRows, usableCount, type BuiltModel} from '#domain/forecast/build-model.js';
import type {ForecastInterval, ModelMeta} from '#domain/forecast/model.js';
import {takesOver} from '#domain/forecast/promotion.js';
import type {ScaleChoice} from '#domain/forecast/trained.js';
import {leastScored, leastTraining} from '#domain/forecast/walk-forward.js';
import {gaps} from '#domain/grid.js';
import {stepOf} from '#domain/interval.js';
import type {AssetId, SeriesKey} from '#domain/market.js';
import {toIso} from '#domain/time.js';
import type {TrainingStep} from '#ports/forecasts.js';
import {currentModel, featuresOf, idOf, type ModelContent, type ModelLine} from './current-model.js';
import {closedCandles, dataHash, isMadeOfPrices, marketOf, type Market} from './series.js';
import type {ForecastWorld} from './world.js';

/** One model to train. */
export type TrainOrder = ModelLine & {
	readonly seed: number;
	/** Configurations of a random search to begin with; 0 for none. */
	readonly search: number;
	/** Parameters of the scale forest without a search; null takes the standard ones. */
	readonly scale: ScaleChoice | null;
	/** Orders with a lower number go first. */
	readonly priority: number;
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

/** A step of one series, and how many of all series are over. */
export type TrainProgress = TrainingStep & {
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly finished: number;
	readonly series: number;
};

/** Models of one line whose files stay, besides the current one. */
export const keptModels = 5;

/** Days of history that are enough to train on, with some to spare. */
const enoughDays = {'1h': 120, '1d': 1000} as const satisfies Record<ForecastInterval, number>;

/** How to fetch the candles of a series, as typed: enough to train on, or as many days as are told. */
export const historyCommand = (
	asset: AssetId,
	interval: ForecastInterval,
	days: number = enoughDays[interval],
): string => `"crypto-tui --headless --historical --assets ${asset} --interval ${interval} --days ${days}"`;

/** How far a series is from its first model: `312 of 500 rows to train on, 0 of 200 to judge by`. */
const collected = (usable: number): string =>
	`${Math.min(usable, leastTraining)} of ${leastTraining} rows to train on, ` +
	`${Math.max(0, usable - leastTraining)} of ${leastScored} to judge by`;

/** The fault of a series with fewer usable rows than a model needs. */
export function stillCollecting(
	{asset, interval}: Pick<ModelLine, 'asset' | 'interval'>,
	market: Market,
	usable: number,
): Fault {
	const what =
		market.length === 0
			? `No ${interval} candles of ${asset} are stored that could be forecast`
			: `${asset} is still collecting ${interval} candles: ${collected(usable)}`;
	return new Fault('too-few-candles', `${what}.`, {
		asset,
		hint: `Fetch its history first: ${historyCommand(asset, interval)}.`,
	});
}

/** The fault of hours that are made of prices alone: no history would help. */
export const hoursOfPrices = (asset: AssetId): Fault =>
	new Fault(
		'too-few-candles',
		`The hours of ${asset} are made of prices alone: they have no range, and cannot be forecast.`,
		{asset, hint: `Forecast its days instead: "crypto-tui train --asset ${asset} --interval 1d".`},
	);

/** The fault of a series with fewer usable rows than a model needs, and whether more history would help. */
export async function tooFewCandles(
	world: Pick<ForecastWorld, 'storage'>,
	{asset, interval}: Pick<ModelLine, 'asset' | 'interval'>,
	market: Market,
	usable: number,
): Promise<Fault> {
	return (await isMadeOfPrices(world, asset, interval))
		? hoursOfPrices(asset)
		: stillCollecting({asset, interval}, market, usable);
}

function metaOf(
	world: ForecastWorld,
	order: TrainOrder,
	{source, quote}: SeriesKey,
	candles: Candles,
	built: BuiltModel,
	parent: string | null,
): ModelMeta {
	const {asset, interval, kind, seed} = order;
	const content: ModelContent = {
		schema: 1,
		kind,
		asset,
		interval,
		seed,
		data: {
			source,
			quote,
			from: candles.ts[0]!,
			to: candles.ts[candles.length - 1]! + stepOf[interval],
			rows: built.rows,
			gaps: gaps(candles, interval).length,
			sha256: dataHash(world, candles),
		},
		features: featuresOf(world, order),
		params: built.params,
		evaluation: built.evaluation,
		modelSha256: world.sha256(built.bytes),
	};
	return {
		...content,
		id: idOf(world, content),
		createdAt: toIso(world.clock.now()),
		parent,
		program: world.version,
	};
}

/** The record of the model in use; null without one that could be used: whatever comes is better. */
async function holderOf(world: ForecastWorld, line: ModelLine): Promise<ModelMeta | null> {
	try {
		return (await currentModel(world, line))?.saved.meta ?? null;
	} catch (error) {
		if (error instanceof Fault && error.code === 'model-unusable') return null;
		throw error;
	}
}

async function trainOne(
	world: ForecastWorld,
	order: TrainOrder,
	onStep: (step: TrainingStep) => void,
	signal: AbortSignal | undefined,
): Promise<TrainResult> {
	signal?.throwIfAborted();
	const {asset, interval, seed} = order;
	const market = await marketOf(world, asset, interval);
	const candles = await closedCandles(world, market, interval);
	const usable = usableCount(candles, interval);
	const [series] = market;
	if (!series || usable < leastRows) throw await tooFewCandles(world, order, market, usable);

	const built = await world.trainer.train({...order, candles}, onStep, signal);
	const {models} = world.storage;
	const holder = await holderOf(world, order);
	const meta = metaOf(world, order, series, candles, built, holder?.id ?? null);
	const promoted = holder === null || takesOver(meta, holder);
	const through = candles.ts[candles.length - 1]!;
	const {known} = await models.save(
		{meta, bytes: built.bytes, conformal: built.conformal, through},
		promoted,
	);
	if (built.search) {
		await models.saveExperiments({
			model: meta.id,
			asset,
			interval,
			at: world.clock.now(),
			seed,
			...built.search,
		});
	}

	return {asset, interval, outcome: 'trained', meta, promoted, known};
}

/**
 * Trains every order and keeps the newest models of each line. A series that cannot be trained is told with its fault
 * and does not stop the others; cancelling ends all of them and keeps what is done. Results come in the order asked.
 */
export async function trainModels(
	world: ForecastWorld,
	orders: readonly TrainOrder[],
	onProgress: (progress: TrainProgress) => void,
	signal?: AbortSignal,
): Promise<readonly TrainResult[]> {
	const results = new Map<TrainOrder, TrainResult>();
	// Candles are read as threads come free; the one more is at hand when a thread does.
	const limiter = createLimiter(world.trainer.threads + 1);
	await settleAll(
		orders
			.toSorted((a, b) => a.priority - b.priority)
			.map(async order =>
				limiter(async () => {
					const {asset, interval} = order;
					const onStep = (step: TrainingStep): void =>
						onProgress({...step, asset, interval, finished: results.size, series: orders.length});
					try {
						results.set(order, await trainOne(world, order, onStep, signal));
					} catch (error) {
						results.set(order, {asset, interval, outcome: 'refused', fault: toFault(error).forAsset(asset)});
					}
				}),
			),
	);
	await world.storage.models.prune(keptModels);
	return orders.map(order => results.get(order)!);
}
