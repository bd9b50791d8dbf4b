/** `crypto-tui predict`: the next candle of every series with a model, stored before it happens. */

import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {Prediction} from '#pipeline/forecast/predict.js';
import {faultText} from '../failure.js';
import type {predictOptions} from '../forecast-options.js';
import {predictionText} from '../forecast-words.js';
import type {Typed} from '../option.js';
import {change} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

/** A forecast as JSON. */
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
		kind: meta.kind,
		madeAt: toIso(forecast.madeAt),
		for: toIso(forecast.for),
		skill,
		beatsNaive,
		coverage80: {held: held80.n === 0 ? null : held80.value, n: held80.n},
		expectedRange,
		typicalRange,
	};
}

/** Forecasts and resolves to the exit code: 69 when nothing could be forecast, 75 when something could not. */
export async function run(
	{values}: Typed<typeof predictOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const {made, faults, format} = await change(values, surroundings, async ({app, format}) => ({
		...(await app.forecasting.predict({
			...(values.asset ? {names: values.asset} : {}),
			...(values.interval ? {intervals: [values.interval]} : {}),
			kind: values.model,
		})),
		format,
	}));
	for (const fault of faults) surroundings.err.write(faultText(fault));
	if (made.length === 0 && faults.length === 0) {
		throw new Fault('model-missing', 'There is no model to forecast with.', {
			hint: 'Train one first: "crypto-tui train".',
		});
	}

	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify(made.map(documentOf))}\n`
			: (values.demo && made.length > 0 ? simulatedNotice : '') +
					made.map(prediction => predictionText(prediction, format)).join('\n'),
	);
	if (made.length === 0) return exitCode.nothing;
	return faults.length > 0 ? exitCode.partial : exitCode.done;
}
