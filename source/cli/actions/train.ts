/** `crypto-tui train`: models of the stored candles. */

import {Fault} from '#domain/fault.js';
import {forecastIntervals} from '#domain/forecast/model.js';
import {exitCode} from '#domain/run.js';
import type {AssetChoice} from '#pipeline/commands.js';
import type {TrainResult} from '#pipeline/forecast/train.js';
import {placed, withPlacedFaults} from '../demo-hints.js';
import type {trainOptions} from '../forecast-options.js';
import {trainText} from '../forecast-words.js';
import type {Typed, Values} from '../option.js';
import {change} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {createTrainingView} from '../training-progress.js';
import {simulatedNotice} from '../words.js';

type TrainValues = Values<typeof trainOptions>;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui train --help" for what is possible.'});

function choiceOf({asset, top, all}: TrainValues): AssetChoice | undefined {
	if ([asset !== undefined, top !== undefined, all].filter(Boolean).length > 1) {
		throw misuse('--asset, --top and --all exclude each other.');
	}

	if (asset) return {by: 'names', names: asset};
	return top === undefined ? undefined : {by: 'top', count: top};
}

/** One series as JSON. */
function documentOf(result: TrainResult): unknown {
	const {asset, interval, outcome} = result;
	if (result.outcome === 'refused') {
		const {code, message, hint} = result.fault;
		return {asset, interval, outcome, fault: {code, message, hint}};
	}

	const {meta, promoted, known} = result;
	const {id, kind, seed, data, evaluation} = meta;
	return {asset, interval, outcome, model: id, kind, seed, promoted, known, data, evaluation};
}

const codeOf = (result: TrainResult): string | null =>
	result.outcome === 'refused' ? result.fault.code : null;

/**
 * 0 when every series was trained, 75 when some were, 69 when none was, 130 when cancelled. An interval that nobody
 * asked for and that is still collecting candles is no failure, as long as anything was trained.
 */
function exitOf(results: readonly TrainResult[], anyInterval: boolean): number {
	const codes = results.map(codeOf);
	if (codes.includes('interrupted')) return exitCode.interrupted;
	if (!codes.includes(null)) return exitCode.nothing;
	const failed = codes.filter(code => code !== null && !(anyInterval && code === 'too-few-candles'));
	return failed.length === 0 ? exitCode.done : exitCode.partial;
}

/** Trains, tells how each series went, and resolves to the exit code. */
export async function run({values}: Typed<typeof trainOptions>, surroundings: Surroundings): Promise<number> {
	const choice = choiceOf(values);
	const {search, interval, demo} = values;
	if (search !== undefined && values.model !== 'standard') {
		throw misuse(`--search looks for parameters of the standard model; ${values.model} has none.`);
	}

	const view = createTrainingView(surroundings, values.quiet);
	const train = (): Promise<readonly TrainResult[]> =>
		change(values, surroundings, ({app}) =>
			app.forecasting.train(
				{
					...(choice ? {choice} : {}),
					intervals: interval ? [interval] : forecastIntervals,
					kind: values.model,
					seed: values.seed ?? 1,
					search: search ?? 0,
				},
				progress => view.listen(progress),
				surroundings.signal,
			),
		);
	const results = await withPlacedFaults(demo, train).finally(() => view.stop());
	const told = results.map(result =>
		result.outcome === 'refused' ? {...result, fault: placed(result.fault, demo)} : result,
	);
	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify(told.map(documentOf))}\n`
			: (demo ? simulatedNotice : '') + trainText(told),
	);
	return exitOf(results, interval === undefined);
}
