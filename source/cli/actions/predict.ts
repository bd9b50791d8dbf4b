/** `crypto-tui predict`: the next candle of every series with a model, stored before it happens. */

import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {Prediction} from '#pipeline/forecast/predict.js';
import {placed, withPlacedFaults} from '../demo-hints.js';
import {faultText} from '../failure.js';
import type {predictOptions} from '../forecast-options.js';
import {predictionText} from '../forecast-words.js';
import type {Typed} from '../option.js';
import {change} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

/** A forecast as JSON. `held` is the share of the last `n` candles whose close lay inside the 80 % interval. */
function documentOf({
	forecast,
	meta,
	skill,
	beatsNaive,
	held80,
	expectedRange,
	typicalRange,
}: Prediction): unknown {
	const {lastClose, predicted} = forecast;
	return {
		asset: forecast.asset,
		interval: forecast.interval,
		lastClose,
		predicted,
		delta: predicted - lastClose,
		deltaPercent: (predicted / lastClose - 1) * 100,
		interval50: forecast.interval50,
		interval80: forecast.interval80,
		interval95: forecast.interval95,
		model: meta.id,
		madeAt: toIso(forecast.madeAt),
		for: toIso(forecast.for),
		skill,
		beatsNaive,
		coverage80: {held: held80.n === 0 ? null : held80.value, n: held80.n},
		kind: meta.kind,
		expectedRange,
		typicalRange,
	};
}

/** Forecasts and resolves to the exit code: 69 when nothing could be forecast, 75 when something could not. */
export async function run(
	{values}: Typed<typeof predictOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const {asset, interval, model, demo} = values;
	const {made, faults, format} = await withPlacedFaults(demo, () =>
		change(values, surroundings, async ({app, format}) => ({
			...(await app.forecasting.predict({
				...(asset ? {names: asset} : {}),
				...(interval ? {intervals: [interval]} : {}),
				kind: model,
			})),
			format,
		})),
	);
	const told =
		made.length === 0 && faults.length === 0
			? [
					new Fault('model-missing', `There is no ${model} model to forecast with.`, {
						hint: `Train one first: "crypto-tui train${model === 'standard' ? '' : ` --model ${model}`}".`,
					}),
				]
			: faults;
	for (const fault of told) surroundings.err.write(faultText(placed(fault, demo)));
	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify(made.map(documentOf))}\n`
			: (demo && made.length > 0 ? simulatedNotice : '') +
					made.map(prediction => predictionText(prediction, format)).join('\n'),
	);
	if (made.length === 0) return exitCode.nothing;
	return told.length > 0 ? exitCode.partial : exitCode.done;
}
