/** What the shells may ask about forecasts, and how it is put together. */

import {Fault, toFault} from '#domain/fault.js';
import {forecastIntervals, type ForecastInterval, type ModelKind} from '#domain/forecast/model.js';
import type {Asset, AssetId} from '#domain/market.js';
import type {AssetChoice} from '../commands.js';
import {resolveNames} from '../resolve-assets.js';
import type {ForecastWorld} from './world.js';
import {forecastAll, predict, settleForecasts, type Prediction} from './predict.js';
import {trainModels, type TrainProgress, type TrainResult} from './train.js';

export type TrainOptions = {
	/** Without it, every asset that has candles of an interval asked for. */
	readonly choice?: AssetChoice;
	readonly intervals: readonly ForecastInterval[];
	readonly kind: ModelKind;
	readonly seed: number;
	/** Configurations of a random search; 0 takes the standard parameters. */
	readonly search: number;
	readonly first?: AssetId;
};

export type PredictOptions = {
	/** Without it, every series that has a current model. */
	readonly names?: readonly string[];
	readonly intervals?: readonly ForecastInterval[];
	readonly kind: ModelKind;
};

export type Predicted = {readonly made: readonly Prediction[]; readonly faults: readonly Fault[]};

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
	/** Settles what is due, then forecasts and stores. */
	predict(options: PredictOptions): Promise<Predicted>;
	/** The same for every series that has a current model. */
	predictAll(): Promise<Predicted>;
	/** Trains again what is older than its time: hourly models daily, daily models weekly. */
	retrainDue(signal?: AbortSignal): Promise<readonly TrainResult[]>;
}

const dayMs = 24 * 60 * 60 * 1000;
const staleAfter = {'1h': dayMs, '1d': 7 * dayMs} as const satisfies Record<ForecastInterval, number>;

async function namedAssets({storage}: ForecastWorld, names: readonly string[]): Promise<readonly Asset[]> {
	const {assets, unknown} = await resolveNames(storage.assets, names);
	const [first] = unknown;
	if (first !== undefined) {
		throw new Fault('unknown-asset', `No asset called "${first}" is stored.`, {
			hint: 'Use a CoinGecko id such as "bitcoin"; "crypto-tui --headless --historical --assets <id>" fetches its candles.',
		});
	}

	return assets;
}

/** The assets of a choice that have candles; of all, when nothing was chosen. */
async function assetsToTrain(
	world: ForecastWorld,
	choice: AssetChoice | undefined,
	intervals: readonly ForecastInterval[],
): Promise<readonly Asset[]> {
	if (choice?.by === 'names') return namedAssets(world, choice.names);
	const {candles, assets} = world.storage;
	const series = (await Promise.all(intervals.map(interval => candles.list({interval})))).flat();
	const stored = new Set(series.map(({asset}) => asset));
	const all = (await assets.list()).filter(({id}) => stored.has(id));
	return choice?.by === 'top' ? all.filter(({rank}) => rank !== null && rank <= choice.count) : all;
}

/** Puts the use cases behind one door. */
export function createForecasting(world: ForecastWorld): Forecasting {
	const {storage, clock} = world;
	return {
		async train({choice, intervals, kind, seed, search, first}, onProgress, signal) {
			const assets = await assetsToTrain(world, choice, intervals);
			if (assets.length === 0) {
				throw new Fault('no-assets', 'No candles are stored yet, so nothing can be trained.', {
					hint: 'Fetch history first: "crypto-tui --headless --historical --top 10".',
				});
			}

			const request = {assets, intervals, kind, seed, search, ...(first === undefined ? {} : {first})};
			return trainModels(world, request, onProgress, signal);
		},
		async predict({names, intervals, kind}) {
			if (!names && !intervals) {
				const {made, faults} = await forecastAll(world, kind);
				return {made, faults};
			}

			await settleForecasts(world);
			const current = (await storage.models.list({kind})).filter(model => model.current);
			const wanted = names
				? (await namedAssets(world, names)).map(({id}) => id)
				: [...new Set(current.map(({meta}) => meta.asset))];
			const made: Prediction[] = [];
			const faults: Fault[] = [];
			for (const asset of wanted) {
				const trained = current.filter(({meta}) => meta.asset === asset).map(({meta}) => meta.interval);
				// Asked for by name without an interval: what was trained, or the hour, to say what is missing.
				const asked = intervals ?? (trained.length > 0 ? trained : forecastIntervals.slice(0, 1));
				for (const interval of asked) {
					try {
						made.push(await predict(world, {asset, interval, kind}));
					} catch (error) {
						faults.push(toFault(error).forAsset(asset));
					}
				}
			}

			return {made, faults};
		},
		async predictAll() {
			const {made, faults} = await forecastAll(world);
			return {made, faults};
		},
		async retrainDue(signal) {
			const now = clock.now();
			const due = (await storage.models.list()).filter(
				({meta, current}) => current && now - meta.data.to >= staleAfter[meta.interval],
			);
			const known = new Map((await storage.assets.list()).map(asset => [asset.id, asset]));
			const results: TrainResult[] = [];
			for (const {meta} of due) {
				const asset = known.get(meta.asset);
				if (!asset || signal?.aborted) continue;
				const {interval, kind, seed} = meta;
				results.push(
					...(await trainModels(
						world,
						{assets: [asset], intervals: [interval], kind, seed, search: 0},
						() => {},
						signal,
					)),
				);
			}

			return results;
		},
	};
}
