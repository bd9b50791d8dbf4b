/** What the commands that run the pipeline share: app, progress, the report, and one JSON document even on failure. */

import type {App} from '#app.js';
import {toFault, type Fault} from '#domain/fault.js';
import type {RunKind, RunReport} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import {createProgress} from './progress.js';
import {allowanceOf, settingOf, type PlaceValues, type Setting} from './session.js';
import {put, type Surroundings} from './surroundings.js';
import type * as words from './words.js';

type PipelineValues = PlaceValues & {readonly json: boolean; readonly quiet: boolean};

type Words = typeof words;

export type Workshop = Setting & {
	readonly app: App;
	/** Prints a result: one line of JSON with `--json`, else its text. The progress line makes room first. */
	readonly print: (document: unknown, text: (words: Words) => string) => Promise<void>;
	/** Prints the report of a run. */
	readonly report: (report: RunReport) => Promise<void>;
};

/** The document of `--json` for a run that ended before it could write a report. `run` is null: nothing was begun. */
function failedDocument(
	kind: RunKind,
	simulated: boolean,
	startedAt: number,
	now: number,
	fault: Fault,
): unknown {
	return {
		run: null,
		kind,
		status: 'failed',
		simulated,
		startedAt: toIso(startedAt),
		finishedAt: toIso(now),
		sources: [],
		rows: {extracted: 0, accepted: 0, incomplete: 0, violating: 0, inserted: 0, updated: 0, unchanged: 0},
		stages: [],
		faults: [
			{
				code: fault.code,
				source: fault.source ?? null,
				asset: fault.asset ?? null,
				message: fault.message,
				hint: fault.hint,
			},
		],
		drift: [],
	};
}

/** Opens the app for `work`, shows its progress, and closes everything in order. */
export async function withPipeline(
	kind: RunKind,
	values: PipelineValues,
	surroundings: Surroundings,
	work: (workshop: Workshop) => Promise<number>,
): Promise<number> {
	const {out, err, now, signal} = surroundings;
	const startedAt = now();
	let printed = false;
	try {
		const setting = settingOf(values, surroundings);
		const {format} = setting;
		const app = await surroundings.openApp({
			config: setting.config,
			demo: values.demo ?? false,
			mode: 'headless',
			onLogLost: message => void err.write(`crypto-tui: ${message}\n`),
		});
		const progress = createProgress(surroundings, {
			quiet: values.quiet,
			format,
			budget: async source => {
				const {budgetParts} = await import('./words.js');
				return budgetParts(await app.storage.budgets.state(source, allowanceOf(app, source), now()), format);
			},
		});
		const unsubscribe = app.events.subscribe(event => progress.listen(event));
		try {
			const print: Workshop['print'] = async (document, text) => {
				progress.stop();
				printed = true;
				await put(out, values.json ? `${JSON.stringify(document)}\n` : text(await import('./words.js')));
			};
			return await work({
				...setting,
				app,
				print,
				report: report => print(report, ({reportText}) => reportText(report, format)),
			});
		} finally {
			unsubscribe();
			progress.stop();
			await app.close();
		}
	} catch (error) {
		const fault = toFault(error);
		if (values.json && !printed && fault.code !== 'usage' && !signal.aborted) {
			await put(
				out,
				`${JSON.stringify(failedDocument(kind, values.demo ?? false, startedAt, now(), fault))}\n`,
			);
		}

		throw error;
	}
}
