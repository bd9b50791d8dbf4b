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
import {collectingOptions, historyOptions, screenOptionNames, type runOptions} from '../options.js';
import {chosenSettings} from '../screen-options.js';
import {settingOf, versionAsOf} from '../session.js';
import type {Surroundings} from '../surroundings.js';
import {withPipeline, type Workshop} from '../workshop.js';

type RunValues = Values<typeof runOptions>;

const dayMs = 24 * 60 * 60 * 1000;

/** Whether an option was given. */
const isGiven =
	(values: RunValues) =>
	(name: keyof RunValues): boolean =>
		values[name] !== undefined && values[name] !== false;

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui --help" for what is possible.'});

/** Options that contradict each other, or do nothing together. */
function checkTogether(values: RunValues): void {
	const strayLook = screenOptionNames.find(isGiven(values));
	if (strayLook) throw misuse(`--${strayLook} belongs to the screen, which --headless leaves out.`);

	const choices = (['assets', 'top', 'all'] as const).filter(name => values[name]);
	if (choices.length > 1) {
		throw misuse(`${choices.map(name => `--${name}`).join(' and ')} exclude each other.`);
	}

	if (!values.historical) {
		const stray = historyOptions.find(isGiven(values));
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
	surroundings: Surroundings,
): Promise<number> {
	const {signal, err} = surroundings;
	const seconds = typeof values.watch === 'number' ? values.watch : config['watch.seconds'];
	const [{versionRhythm}, {keptText}] = await Promise.all([
		import('#app/version-rhythm.js'),
		import('../snapshot-words.js'),
	]);
	const versions = versionRhythm({
		app,
		message: 'made by --watch',
		tell: kept => void err.write(keptText(kept)),
		signal,
	});
	let last: RunReport | undefined;
	let printing = Promise.resolve();
	await app.pipeline.watch(
		collectOptions(values, config),
		seconds,
		cycle => {
			last = cycle;
			printing = printing.then(() => report(cycle));
			versions.check();
		},
		signal,
	);
	await printing;
	await versions.end();
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

/** Options that the screen would ignore. */
function checkForScreen(values: RunValues): void {
	const stray = collectingOptions.find(isGiven(values));
	if (stray) throw misuse(`--${stray} needs --headless.`);
	const unused = (['size', 'out'] as const).find(isGiven(values));
	if (unused && values.screenshot === undefined) throw misuse(`--${unused} needs --screenshot.`);
}

/** Without a person at a terminal there is nothing to show and nobody to type. */
function checkTerminal({out, environment}: Surroundings): void {
	const isTyped = process.stdin.isTTY;
	if (environment['TERM'] !== 'dumb' && out.isTTY && isTyped) return;
	const why =
		environment['TERM'] === 'dumb'
			? 'TERM is "dumb"'
			: `standard ${out.isTTY ? 'input' : 'output'} is not one`;
	throw new Fault('usage', `The screen needs a terminal, and ${why}.`, {
		hint: 'Add --headless to collect without it, for example "crypto-tui --headless"; "crypto-tui --screenshot market --out market.svg" writes a picture.',
	});
}

/** The interactive screen, or a picture of it. */
async function show(values: RunValues, surroundings: Surroundings): Promise<number> {
	checkForScreen(values);
	if (values.screenshot === undefined) checkTerminal(surroundings);
	const asOf =
		values['as-of'] === undefined
			? null
			: await versionAsOf(settingOf(values, surroundings), values, surroundings);
	const place = {demo: values.demo, dataDir: values['data-dir'], asOf, chosen: chosenSettings(values)};
	if (values.screenshot !== undefined) {
		const {takeScreenshot} = await import('../screenshot.js');
		const {screenshot: screen, size = '120x40', out} = values;
		return takeScreenshot({...place, screen, size, out}, surroundings);
	}

	const {openScreen} = await import('../interactive.js');
	return openScreen({...place, ...(values.screen && {screen: values.screen})});
}

/** Opens the screen, or collects or backfills; resolves to the exit code of the report. */
export async function run({values}: Typed<typeof runOptions>, surroundings: Surroundings): Promise<number> {
	if (!values.headless) return show(values, surroundings);
	checkTogether(values);
	const {now, signal} = surroundings;
	if (values.historical) rangeOf(values, now());
	return withPipeline(values.historical ? 'backfill' : 'collect', values, surroundings, async workshop => {
		const {app, config, report} = workshop;
		if (values.watch !== undefined) return watch(workshop, values, surroundings);
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
