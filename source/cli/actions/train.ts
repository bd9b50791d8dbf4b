/** `crypto-tui train`: models of the stored candles. */

import {Fault} from '#domain/fault.js';
import {forecastIntervals} from '#domain/forecast/model.js';
import {exitCode} from '#domain/run.js';
import type {AssetChoice} from '#pipeline/commands.js';
import type {TrainResult} from '#pipeline/forecast/train.js';
import type {trainOptions} from '../forecast-options.js';
import {trainText} from '../forecast-words.js';
import type {Typed, Values} from '../option.js';
import {change} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type TrainValues = Values<typeof trainOptions>;

function choiceOf({asset, top, all}: TrainValues): AssetChoice | undefined {
	if ([asset !== undefined, top !== undefined, all].filter(Boolean).length > 1) {
		throw new Fault('usage', '--asset, --top and --all exclude each other.', {
			hint: 'Run "crypto-tui train --help" for what is possible.',
		});
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

/** 0 when every series was trained, 75 when some were, 69 when none was, 130 when cancelled. */
function exitOf(results: readonly TrainResult[]): number {
	const refused = results.filter(({outcome}) => outcome === 'refused');
	if (results.some(result => result.outcome === 'refused' && result.fault.code === 'interrupted')) {
		return exitCode.interrupted;
	}

	if (refused.length === 0) return exitCode.done;
	return refused.length < results.length ? exitCode.partial : exitCode.nothing;
}

/** Trains, tells how each series went, and resolves to the exit code. */
export async function run({values}: Typed<typeof trainOptions>, surroundings: Surroundings): Promise<number> {
	const choice = choiceOf(values);
	const {out, err, signal} = surroundings;
	const results = await change(values, surroundings, ({app}) =>
		app.forecasting.train(
			{
				...(choice ? {choice} : {}),
				intervals: values.interval ? [values.interval] : forecastIntervals,
				kind: values.model,
				seed: values.seed ?? 1,
				search: values.search ?? 0,
			},
			({asset, interval, step, done, of}) => {
				if (!values.quiet) err.write(`${asset} ${interval}: ${step} ${done}/${of}\n`);
			},
			signal,
		),
	);
	await put(
		out,
		values.json
			? `${JSON.stringify(results.map(documentOf))}\n`
			: (values.demo ? simulatedNotice : '') + trainText(results),
	);
	return exitOf(results);
}
