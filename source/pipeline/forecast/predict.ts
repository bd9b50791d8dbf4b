/** Forecasts of the next candle, written to the ledger before the candle exists; and outcomes, once it is closed. */

import {Fault, toFault} from '#domain/fault.js';
import {decodeModel, UnreadableModel} from '#domain/forecast/artefact.js';
import type {Candles} from '#domain/candles.js';
import {
	calibrationSize,
	createConformal,
	intervalOf,
	levelIndex,
	type Conformal,
} from '#domain/forecast/conformal.js';
import {wilson} from '#domain/forecast/metrics.js';
import type {ForecastInterval, ModelKind, ModelMeta, Share} from '#domain/forecast/model.js';
import {materialOf, usableRows} from '#domain/forecast/rows.js';
import {forecastRow, type Trained} from '#domain/forecast/trained.js';
import {stepOf} from '#domain/interval.js';
import type {AssetId} from '#domain/market.js';
import type {NewForecast, SavedModel, StoredForecast} from '#ports/forecasts.js';
import type {ForecastWorld} from './world.js';
import {closedCandles, dataHash, forecastSeries} from './series.js';
import {featuresOf} from './train.js';

/** A forecast with what is known of the model's worth. */
export type Prediction = {
	readonly forecast: NewForecast;
	readonly meta: ModelMeta;
	/** 1 - MSE / MSE(last price), out of sample. */
	readonly skill: number;
	/** Better than the last price at the 5 % level. */
	readonly beatsNaive: boolean;
	/** False when the skill is not positive: then the centre is the last price. */
	readonly usesCentre: boolean;
	/** How often the 80 % interval held lately. */
	readonly held80: Share;
	/** Expected size of the next candle, high over low, as a log range. */
	readonly expectedRange: number;
	/** Mean of that size over the last month of the series. */
	readonly typicalRange: number;
};

export type PredictRequest = {
	readonly asset: AssetId;
	readonly interval: ForecastInterval;
	readonly kind: ModelKind;
};

const typicalRows = {'1h': 720, '1d': 30} as const satisfies Record<ForecastInterval, number>;

/** Better than the last price at the 5 % level (Diebold-Mariano). */
const isBetter = ({skill, dieboldMariano}: ModelMeta['evaluation']['model']): boolean =>
	skill > 0 && dieboldMariano < -1.959963984540054;

/** Refuses a model whose features this version computes otherwise: it would read numbers that mean something else. */
function checked(world: ForecastWorld, {meta, bytes}: SavedModel): Trained {
	const today = featuresOf(world, meta.kind, meta.interval);
	const differs = meta.features.find(({set, hash}, i) => today[i]?.set !== set || today[i]?.hash !== hash);
	if (differs) {
		throw new Fault(
			'model-unusable',
			`Model ${meta.id} was trained on features ${differs.set}, which this version computes otherwise.`,
			{asset: meta.asset},
		);
	}

	try {
		return decodeModel(bytes);
	} catch (error) {
		if (!(error instanceof UnreadableModel)) throw error;
		throw new Fault('model-unusable', `Model ${meta.id} cannot be read: ${error.message}.`, {
			asset: meta.asset,
			cause: error,
		});
	}
}

type Learning = {
	readonly candles: Candles;
	readonly interval: ForecastInterval;
	readonly conformal: Conformal;
	/** Opening time of the last candle that was learned. */
	readonly through: number;
	/** 1 takes the centre of the model, 0 the last price. */
	readonly belief: 0 | 1;
};

/** Teaches the intervals every outcome since they last learned; returns the opening time of the last one. */
function learnOutcomes(model: Trained, {candles, interval, conformal, through, belief}: Learning): number {
	const material = materialOf(candles, interval);
	let last = through;
	for (const row of usableRows(material)) {
		const target = candles.ts[row + 1]!;
		if (target <= through) continue;
		const {centre, scale} = forecastRow(model, material, row);
		const move = Math.log(candles.close[row + 1]! / candles.close[row]!);
		conformal.learn(Math.abs(move - centre * belief) / scale);
		last = target;
	}

	return last;
}

function typicalRange({length, high, low}: Candles, rows: number): number {
	let sum = 0;
	const from = Math.max(0, length - rows);
	for (let i = from; i < length; i++) sum += Math.log(high[i]! / low[i]!);
	return sum / (length - from);
}

/**
 * Forecasts the next candle of one series and stores the forecast.
 * @throws Fault `model-missing`, `model-unusable`, `too-few-candles`.
 */
export async function predict(
	world: ForecastWorld,
	{asset, interval, kind}: PredictRequest,
): Promise<Prediction> {
	const saved = await world.storage.models.current(asset, interval, kind);
	if (!saved) {
		throw new Fault('model-missing', `There is no ${kind} model of ${asset} for ${interval} candles.`, {
			asset,
			hint: `Train it first: "crypto-tui train --asset ${asset} --interval ${interval}".`,
		});
	}

	const model = checked(world, saved);
	const series = await forecastSeries(world, asset, interval);
	const candles = series ? await closedCandles(world, series, interval) : null;
	if (!candles || candles.length <= 60) {
		throw new Fault('too-few-candles', `${asset} has too few ${interval} candles to forecast from.`, {asset});
	}

	const {meta} = saved;
	const conformal = createConformal(saved.conformal, calibrationSize[interval]);
	const {skill} = meta.evaluation.model;
	const usesCentre = skill > 0 || kind.startsWith('seed');
	const belief = usesCentre ? 1 : 0;
	const through = learnOutcomes(model, {candles, interval, conformal, through: saved.through, belief});
	if (through > saved.through) await world.storage.models.saveConformal(meta.id, conformal.state(), through);

	const last = candles.length - 1;
	const lastClose = candles.close[last]!;
	const {centre, scale} = forecastRow(model, materialOf(candles, interval), last);
	const move = centre * belief;
	const reach = conformal.reach();
	const bounds = (level: 0.5 | 0.8 | 0.95): readonly [number, number] | null => {
		const width = reach[levelIndex(level)]!;
		return Number.isFinite(width) ? intervalOf(lastClose, move, scale, width) : null;
	};
	const forecast: NewForecast = {
		asset,
		interval,
		model: meta.id,
		kind,
		madeAt: world.clock.now(),
		for: candles.ts[last]! + stepOf[interval],
		lastTs: candles.ts[last]!,
		lastClose,
		predicted: lastClose * Math.exp(move),
		interval50: bounds(0.5),
		interval80: bounds(0.8),
		interval95: bounds(0.95),
		data: dataHash(world, candles),
	};
	await world.storage.forecasts.add([forecast]);
	const held = conformal.state().held[levelIndex(0.8)]!;
	return {
		forecast,
		meta,
		skill,
		beatsNaive: isBetter(meta.evaluation.model),
		usesCentre,
		held80: wilson(
			held.reduce((sum, hit) => sum + hit, 0),
			held.length,
		),
		expectedRange: scale,
		typicalRange: typicalRange(candles, typicalRows[interval]),
	};
}

/**
 * Attaches outcomes to open forecasts whose candle is closed and stored; one that never came, although later ones did,
 * is missed. Returns how many got an outcome.
 */
export async function settleForecasts(world: ForecastWorld): Promise<number> {
	const {forecasts, candles} = world.storage;
	const now = world.clock.now();
	const open = (await forecasts.list({state: 'open'})).filter(
		forecast => forecast.for + stepOf[forecast.interval] <= now,
	);
	const outcomes: {id: number; outcome: number | null; at: number}[] = [];
	const bySeries = new Map<string, StoredForecast[]>();
	for (const forecast of open) {
		const key = `${forecast.asset} ${forecast.interval}`;
		bySeries.set(key, [...(bySeries.get(key) ?? []), forecast]);
	}

	for (const group of bySeries.values()) {
		const {asset, interval} = group[0]!;
		const series = await forecastSeries(world, asset, interval);
		if (!series) continue;
		const from = Math.min(...group.map(forecast => forecast.for));
		const stored = await candles.read(series, {from, to: now});
		const newest = await candles.newestClosed(series);
		const closes = new Map(Array.from(stored.ts, (ts, i) => [ts, stored.close[i]!]));
		for (const {id, for: target} of group) {
			if (newest === null || target > newest) continue;
			outcomes.push({id, outcome: closes.get(target) ?? null, at: now});
		}
	}

	await forecasts.settle(outcomes);
	return outcomes.length;
}

/** Settles what is due and forecasts every series that has a current model; one that fails does not stop the others. */
export async function forecastAll(
	world: ForecastWorld,
	kind?: ModelKind,
): Promise<{
	readonly settled: number;
	readonly made: readonly Prediction[];
	readonly faults: readonly Fault[];
}> {
	const settled = await settleForecasts(world);
	const made: Prediction[] = [];
	const faults: Fault[] = [];
	for (const {meta, current} of await world.storage.models.list(kind === undefined ? {} : {kind})) {
		if (!current) continue;
		try {
			made.push(await predict(world, meta));
		} catch (error) {
			faults.push(toFault(error).forAsset(meta.asset));
		}
	}

	return {settled, made, faults};
}
