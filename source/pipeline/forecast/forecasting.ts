/** What the shells may ask about forecasts, and how it is put together. */

import {Fault, toFault} from '#domain/fault.js';
import {forecastIntervals, type ForecastInterval, type ModelKind} from '#domain/forecast/model.js';
import type {Asset, AssetId} from '#domain/market.js';
import type {SavedModel} from '#ports/forecasts.js';
import type {AssetChoice} from '../commands.js';
import {resolveNames} from '../resolve-assets.js';
import {currentRecord, type ModelLine} from './current-model.js';
import {predict, type Prediction} from './predict.js';
import {retrain} from './retrain.js';
import {settleForecasts} from './settle.js';
import {historyCommand, trainModels, type TrainOrder, type TrainProgress, type TrainResult} from './train.js';
import type {ForecastWorld} from './world.js';

type TrainOptions = {
	/** Without it, every asset that has candles of an interval asked for. */
	readonly choice?: AssetChoice;
	readonly intervals: readonly ForecastInterval[];
	readonly kind: ModelKind;
	readonly seed: number;
	/** Configurations of a random search; 0 takes the standard parameters. */
	readonly search: number;
	/** Trained before all others: the asset on the screen. */
	readonly first?: AssetId;
};

type PredictOptions = {
	/** Without it, every series that has a current model. */
	readonly names?: readonly string[];
	readonly intervals?: readonly ForecastInterval[];
	/** Without it, every kind that has a current model. */
	readonly kind?: ModelKind;
};

type Predicted = {readonly made: readonly Prediction[]; readonly faults: readonly Fault[]};

/** Forecasts as the shells see them. */
export interface Forecasting {
	/**
	 * @throws Fault `no-assets`, `unknown-asset` when nothing can be trained at all; what fails for one series is in its
	 * result.
	 */
	train(
		options: TrainOptions,
		onProgress: (progress: TrainProgress) => void,
		signal?: AbortSignal,
	): Promise<readonly TrainResult[]>;
	/**
	 * Settles what is due, then forecasts and stores; one series that fails does not stop the others.
	 * @throws Fault `unknown-asset`, or `no-assets` where no candle at all is stored, of assets that were named.
	 */
	predict(options: PredictOptions): Promise<Predicted>;
	/**
	 * The model in use of a line, null without one.
	 * @throws Fault `model-unusable` for one that `predict` would refuse because of its record.
	 */
	current(line: ModelLine): Promise<SavedModel | null>;
	/** Trains again what is due: hourly models daily, daily models weekly. */
	retrainDue(signal?: AbortSignal): Promise<readonly TrainResult[]>;
}

const noCandles = (asset: AssetId): Fault =>
	new Fault('no-assets', 'No candles are stored yet, so there is nothing to train on or to forecast.', {
		hint: `Fetch history first: ${historyCommand(asset, '1h')}.`,
	});

const unknownAsset = (name: string, id: AssetId): Fault =>
	new Fault('unknown-asset', `No stored asset is called "${name}".`, {
		hint: `Use a CoinGecko id such as "bitcoin", and fetch its candles first: ${historyCommand(id, '1h')}.`,
	});

/** The assets of these names. One that was never in a snapshot is known by its candles. */
async function namedAssets({storage}: ForecastWorld, names: readonly string[]): Promise<readonly AssetId[]> {
	const {assets, unknown} = await resolveNames(storage.assets, names);
	const ids = new Set(assets.map(({id}) => id));
	if (unknown.length === 0) return [...ids];
	const stored = new Set((await storage.candles.list()).map(({asset}) => asset));
	for (const name of unknown) {
		const id = name.toLowerCase();
		if (!stored.has(id)) throw stored.size === 0 ? noCandles(id) : unknownAsset(name, id);
		ids.add(id);
	}

	return [...ids];
}

/** Unranked assets come last. */
const byRank = (a: Asset | undefined, b: Asset | undefined): number =>
	(a?.rank ?? Infinity) - (b?.rank ?? Infinity) || 0;

/** The assets of a choice that have candles, the largest first; all of them, when nothing was chosen. */
async function assetsToTrain(
	world: ForecastWorld,
	choice: AssetChoice | undefined,
	intervals: readonly ForecastInterval[],
): Promise<readonly AssetId[]> {
	if (choice?.by === 'names') return namedAssets(world, choice.names);
	const {candles, assets} = world.storage;
	const series = (await Promise.all(intervals.map(interval => candles.list({interval})))).flat();
	const known = new Map((await assets.list()).map(asset => [asset.id, asset]));
	const all = [...new Set(series.map(({asset}) => asset))].toSorted((a, b) =>
		byRank(known.get(a), known.get(b)),
	);
	return choice?.by === 'top' ? all.slice(0, choice.count) : all;
}

/** The lines a question means: those that have a model, and those named although they have none, to say what is missing. */
async function linesOf(
	world: ForecastWorld,
	{names, intervals, kind}: PredictOptions,
): Promise<readonly ModelLine[]> {
	const {models} = world.storage;
	const filter = {current: true, ...(kind ? {kind} : {})};
	// Those with a broken record are asked too: the answer names them.
	const current = (await models.list(filter))
		.map(({meta}): ModelLine => meta)
		.concat(await models.broken(filter));
	const wanted = intervals ? current.filter(({interval}) => intervals.includes(interval)) : current;
	if (!names) return wanted;
	return (await namedAssets(world, names)).flatMap(asset => {
		const trained = wanted.filter(line => line.asset === asset);
		const asked = intervals ?? (trained.length > 0 ? [] : forecastIntervals.slice(0, 1));
		const missing = asked.filter(interval => !trained.some(line => line.interval === interval));
		return trained.concat(missing.map(interval => ({asset, interval, kind: kind ?? 'standard'})));
	});
}

/** Puts the use cases behind one door. */
export function createForecasting(world: ForecastWorld): Forecasting {
	return {
		async train({choice, intervals, kind, seed, search, first}, onProgress, signal) {
			const assets = await assetsToTrain(world, choice, intervals);
			if (assets.length === 0) throw noCandles('bitcoin');
			const orders = assets.flatMap((asset, place) =>
				intervals.map((interval): TrainOrder => {
					const priority = asset === first ? -1 : place;
					return {asset, interval, kind, seed, search, scale: null, priority};
				}),
			);
			return trainModels(world, orders, onProgress, signal);
		},
		async predict(options) {
			await settleForecasts(world);
			const made: Prediction[] = [];
			const faults: Fault[] = [];
			const lines = await linesOf(world, options);
			if (lines.length === 0 && (await world.storage.candles.list()).length === 0) {
				faults.push(noCandles('bitcoin'));
			}

			for (const line of lines) {
				try {
					made.push(await predict(world, line));
				} catch (error) {
					faults.push(toFault(error).forAsset(line.asset));
				}
			}

			return {made, faults};
		},
		current: line => currentRecord(world, line),
		retrainDue: signal => retrain(world, signal),
	};
}
