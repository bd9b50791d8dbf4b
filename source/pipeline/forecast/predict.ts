/** Forecasts of the next candle, written to the ledger before the candle is over. */

import {sliceCandles, type Candles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {leastRows, usableCount} from '#domain/forecast/build-model.js';
import {
	calibrationSize,
	createConformal,
	intervalOf,
	levelIndex,
	type Conformal,
} from '#domain/forecast/conformal.js';
import {warmUpRows} from '#domain/forecast/features.js';
import {wilson} from '#domain/forecast/metrics.js';
import type {CoverageLevel, ForecastInterval, ModelMeta, Share} from '#domain/forecast/model.js';
import {materialOf, usableRows, type Material} from '#domain/forecast/rows.js';
import {forecastRow, type Trained} from '#domain/forecast/trained.js';
import {stepOf} from '#domain/interval.js';
import {toIso} from '#domain/time.js';
import type {NewForecast} from '#ports/forecasts.js';
import {currentModel, trainCommand, type ModelLine} from './current-model.js';
import {closedCandles, dataHash, isMadeOfPrices, marketOf} from './series.js';
import {historyCommand, hoursOfPrices, stillCollecting, tooFewCandles} from './train.js';
import type {ForecastWorld} from './world.js';

/** A forecast with what is known of the model's worth. */
export type Prediction = {
	readonly forecast: NewForecast;
	/** False when this candle was forecast before: then it is the forecast of the ledger. */
	readonly isNew: boolean;
	readonly meta: ModelMeta;
	/** 1 - MSE / MSE(last price) of the model's centre, out of sample; also where the centre was left out for it. */
	readonly skill: number;
	/** Better than the last price at the 5 % level. */
	readonly beatsNaive: boolean;
	/** False when the centre is the last price. */
	readonly usesCentre: boolean;
	/** How often the 80 % interval held lately. */
	readonly held80: Share;
	/** Expected size of the next candle, high over low, as a log range. */
	readonly expectedRange: number;
	/** Mean of that size over the last month of the series. */
	readonly typicalRange: number;
};

const typicalRows = {'1h': 720, '1d': 30} as const satisfies Record<ForecastInterval, number>;

/** After so many rows no feature shows where the series was cut, not in its first nine digits. */
const lookBack = 1000;

/** Better than the last price at the 5 % level (Diebold-Mariano). */
const isBetter = ({skill, dieboldMariano}: ModelMeta['evaluation']['model']): boolean =>
	skill > 0 && dieboldMariano < -1.959963984540054;

/** Teaches the intervals every outcome since they last learned; returns the opening time of the last one. */
function learnOutcomes(model: Trained, material: Material, conformal: Conformal, through: number): number {
	const {candles} = material;
	let last = through;
	for (const row of usableRows(material)) {
		const target = candles.ts[row + 1]!;
		if (target <= through) continue;
		const {centre, scale} = forecastRow(model, material, row);
		const move = Math.log(candles.close[row + 1]! / candles.close[row]!);
		conformal.learn(Math.abs(move - centre) / scale);
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

/** The fault of a line without a model; says all that has to be run, in order. */
async function noModel(world: ForecastWorld, line: ModelLine): Promise<Fault> {
	const {asset, interval, kind} = line;
	const market = await marketOf(world, asset, interval);
	const usable = usableCount(await closedCandles(world, market, interval), interval);
	const missing = new Fault(
		'model-missing',
		`There is no ${kind} model of ${asset} for ${interval} candles.`,
		{
			asset,
			hint: `Train it first: ${trainCommand(line)}.`,
		},
	);
	if (usable >= leastRows) return missing;
	if (await isMadeOfPrices(world, asset, interval)) return hoursOfPrices(asset);
	const collecting = stillCollecting(line, market, usable);
	return new Fault('model-missing', `${missing.message} ${collecting.message}`, {
		asset,
		hint: `Fetch its history first: ${historyCommand(asset, interval)}; then train it: ${trainCommand(line)}.`,
	});
}

/**
 * How to fetch what has closed within `elapsed` ms, as typed. A cycle fetches hours; days are asked of the exchange,
 * because a day made of hours never closes where an hour is missing.
 */
const newestCommand = ({asset, interval}: ModelLine, elapsed: number): string =>
	interval === '1h'
		? `"crypto-tui --headless --assets ${asset}"`
		: historyCommand(asset, interval, Math.ceil(elapsed / stepOf[interval]));

/** The newest closed candles, as many as the intervals still have to learn from and the features look back on. */
async function candlesSince(world: ForecastWorld, line: ModelLine, through: number): Promise<Candles> {
	const {asset, interval} = line;
	const market = await marketOf(world, asset, interval);
	const step = stepOf[interval];
	const now = world.clock.now();
	const count = lookBack + Math.max(0, Math.ceil((now - through) / step));
	const candles = await closedCandles(world, market, interval, count);
	if (candles.length <= warmUpRows) {
		throw await tooFewCandles(world, line, market, candles.length);
	}

	const last = candles.ts[candles.length - 1]!;
	if (last + 2 * step <= now) {
		throw new Fault(
			'candles-stale',
			`The newest closed ${interval} candle of ${asset} is that of ${toIso(last)}; the one after it is over already, so it is too late to forecast it.`,
			{asset, hint: `Fetch the newest candles first: ${newestCommand(line, now - last)}.`},
		);
	}

	return candles;
}

/** Stores a forecast and gives what the ledger holds: the same, or the one that was made of this candle before. */
async function recorded(
	{storage}: ForecastWorld,
	forecast: NewForecast,
): Promise<Pick<Prediction, 'forecast' | 'isNew'>> {
	if ((await storage.forecasts.add([forecast])) > 0) return {forecast, isNew: true};
	const {asset, interval, model, kind, for: target} = forecast;
	const [earlier] = await storage.forecasts.list({
		asset,
		interval,
		model,
		kind,
		from: target,
		to: target + 1,
	});
	return {forecast: earlier ?? forecast, isNew: false};
}

/**
 * Forecasts the next candle of one series and stores the forecast; one that is stored already stays as it is.
 * @throws Fault `model-missing`, `model-unusable`, `too-few-candles`, `candles-stale`.
 */
export async function predict(world: ForecastWorld, line: ModelLine): Promise<Prediction> {
	const {asset, interval, kind} = line;
	const current = await currentModel(world, line);
	if (!current) throw await noModel(world, line);
	const {model, saved} = current;
	const {meta} = saved;
	const candles = await candlesSince(world, line, saved.through);
	const material = materialOf(candles, interval);
	const conformal = createConformal(saved.conformal, calibrationSize[interval]);
	const through = learnOutcomes(model, material, conformal, saved.through);
	if (through > saved.through) await world.storage.models.saveConformal(meta.id, conformal.state(), through);

	const last = candles.length - 1;
	const lastClose = candles.close[last]!;
	const {centre, scale} = forecastRow(model, material, last);
	const reach = conformal.reach();
	const bounds = (level: CoverageLevel): readonly [number, number] | null => {
		const width = reach[levelIndex(level)]!;
		return Number.isFinite(width) ? intervalOf(lastClose, centre, scale, width) : null;
	};
	const told = await recorded(world, {
		asset,
		interval,
		model: meta.id,
		kind,
		madeAt: world.clock.now(),
		for: candles.ts[last]! + stepOf[interval],
		lastTs: candles.ts[last]!,
		lastClose,
		predicted: lastClose * Math.exp(centre),
		interval50: bounds(0.5),
		interval80: bounds(0.8),
		interval95: bounds(0.95),
		data: dataHash(world, sliceCandles(candles, Math.max(0, candles.length - lookBack))),
	});
	const held = conformal.state().held[levelIndex(0.8)]!;
	const {model: worth} = meta.evaluation;
	return {
		...told,
		meta,
		skill: worth.skill,
		beatsNaive: isBetter(worth),
		usesCentre: told.forecast.predicted !== told.forecast.lastClose,
		held80: wilson(
			held.reduce((sum, hit) => sum + hit, 0),
			held.length,
		),
		expectedRange: scale,
		typicalRange: typicalRange(candles, typicalRows[interval]),
	};
}
