/** `crypto-tui --headless`: one cycle, a loop of cycles, or a backfill. */

import type {App} from '#app.js';
import type {Config} from '#contracts/config.js';
import {Fault} from '#domain/fault.js';
import {ceilTo, floorTo} from '#domain/interval.js';
import type {Range} from '#domain/range.js';
import {exitCode, exitCodeOf, type RunReport} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {AssetChoice, BackfillOptions, BackfillPlan, CollectOptions} from '#pipeline/commands.js';
import type {Typed, Values} from '../option.js';
import {historyOptions, type runOptions} from '../options.js';
import type {Surroundings} from '../surroundings.js';
import {withPipeline, type Workshop} from '../workshop.js';

type RunValues = Values<typeof runOptions>;

const dayMs = 24 * 60 * 60 * 1000;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui --help" for what is possible.'});

/** Options that contradict each other, or do nothing together. */
function checkTogether(values: RunValues): void {
	if (!values.headless) {
		throw new Fault('usage', 'This version has no interactive screen yet.', {
			hint: 'Add --headless to collect without it, for example "crypto-tui --headless"; see "crypto-tui --help".',
		});
	}

	const choices = (['assets', 'top', 'all'] as const).filter(name => values[name]);
	if (choices.length > 1) {
		throw misuse(`${choices.map(name => `--${name}`).join(' and ')} exclude each other.`);
	}

	if (!values.historical) {
		const stray = historyOptions.find(name => values[name] !== undefined && values[name] !== false);
		if (stray) throw misuse(`--${stray} needs --historical.`);
		return;
	}

	if (values.watch !== undefined) throw misuse('--watch and --historical exclude each other.');
	if (values.days !== undefined && values.from !== undefined) {
		throw misuse('--days and --from exclude each other; --from with --to, or --days.');
	}
}

function choiceOf({assets, top, all}: RunValues): AssetChoice | undefined {
	if (assets) return {by: 'names', names: assets};
	if (top !== undefined) return {by: 'top', count: top};
	return all ? {by: 'all'} : undefined;
}

function rangeOf({from, to, days, interval = '1h'}: RunValues, now: number): Range {
	// The candle that contains this moment is not finished.
	const closed = floorTo(interval, now);
	const end = to === undefined ? closed : Math.min(ceilTo(interval, to), closed);
	const start = from === undefined ? floorTo(interval, end - (days ?? 365) * dayMs) : ceilTo(interval, from);
	if (start >= end) {
		throw misuse(
			from !== undefined && from >= now
				? `--from is ${toIso(from)}, which is still to come.`
				: `No ${interval} candle is finished between ${toIso(from ?? start)} and ${toIso(to ?? now)}.`,
		);
	}

	return {from: start, to: end};
}

function collectOptions(values: RunValues, config: Config): CollectOptions {
	const choice = choiceOf(values);
	return {
		...(choice ? {choice} : {}),
		...(values.source ? {source: values.source} : {}),
		onInvalid: values['on-invalid'] ?? config.onInvalid,
	};
}

function backfillOptions(values: RunValues, config: Config, now: number): BackfillOptions {
	return {
		choice: choiceOf(values) ?? {by: 'top', count: 50},
		...(values.source ? {source: values.source} : {}),
		interval: values.interval ?? '1h',
		range: rangeOf(values, now),
		...(values.limit === undefined ? {} : {limit: values.limit}),
		onInvalid: values['on-invalid'] ?? config.onInvalid,
	};
}

const iso = ({from, to}: Range) => ({from: toIso(from), to: toIso(to)});

/** A plan as the JSON document of `--dry-run --json`; times are ISO 8601. */
function planDocument(plan: BackfillPlan, app: App): unknown {
	return {
		kind: 'plan',
		simulated: app.simulated,
		...plan,
		range: iso(plan.range),
		series: plan.series.map(row => ({...row, missing: row.missing.map(iso)})),
	};
}

async function watch(
	{app, config, report}: Workshop,
	values: RunValues,
	signal: AbortSignal,
): Promise<number> {
	const seconds = typeof values.watch === 'number' ? values.watch : config['watch.seconds'];
	let last: RunReport | undefined;
	let printing = Promise.resolve();
	await app.pipeline.watch(
		collectOptions(values, config),
		seconds,
		cycle => {
			last = cycle;
			printing = printing.then(() => report(cycle));
		},
		signal,
	);
	await printing;
	return last ? exitCodeOf(last) : exitCode.done;
}

async function dryRun(
	{app, format, print}: Workshop,
	options: BackfillOptions,
	signal: AbortSignal,
): Promise<number> {
	const plan = await app.pipeline.plan(options, signal);
	await print(planDocument(plan, app), ({planText}) => planText(plan, app.simulated, format));
	return plan.series.length === 0 && plan.refused.length > 0 ? exitCode.nothing : exitCode.done;
}

/** Collects or backfills, and resolves to the exit code of the report. */
export async function run({values}: Typed<typeof runOptions>, surroundings: Surroundings): Promise<number> {
	checkTogether(values);
	const {now, signal} = surroundings;
	if (values.historical) rangeOf(values, now());
	return withPipeline(values.historical ? 'backfill' : 'collect', values, surroundings, async workshop => {
		const {app, config, report} = workshop;
		if (values.watch !== undefined) return watch(workshop, values, signal);
		if (!values.historical) {
			const done = await app.pipeline.collect(collectOptions(values, config), signal);
			await report(done);
			return exitCodeOf(done);
		}

		const options = backfillOptions(values, config, now());
		if (values['dry-run']) return dryRun(workshop, options, signal);
		const done = await app.pipeline.backfill(options, signal);
		await report(done);
		return exitCodeOf(done);
	});
}
