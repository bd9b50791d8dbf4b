/** Heals what can be healed: asks for the holes in the fewest requests, and writes down what was answered. */

import {heldUntil, overlaps, type Gap, type GapAttempt, type GapOutcome} from '#domain/doctor/gap.js';
import {toFault, type Fault} from '#domain/fault.js';
import {stepOf} from '#domain/interval.js';
import {subtract} from '#domain/range.js';
import {noRows, type RunId} from '#domain/run.js';
import {keyOf, nameOf} from '#domain/series.js';
import {toIso} from '#domain/time.js';
import type {Healing, HealOptions} from '../commands.js';
import {fetchWorks} from '../fetch-works.js';
import {beginRun, type Recorder} from '../recorder.js';
import type {World} from '../world.js';
import {diagnose, isHealable, workFor, type Diagnosis} from './examine.js';
import type {Refusal} from './refusals.js';

/** Runs looked at for a process that has died. */
const runsLookedAt = 1000;

/** Heals the holes of the chosen assets as one run, like a backfill. A hole that nobody can heal is not asked for. */
export async function heal(world: World, options: HealOptions, signal?: AbortSignal): Promise<Healing> {
	const closedRuns = await closeLostRuns(world);
	// A run is begun only when there is something to ask for.
	const first = await diagnose(world, world.connect('doctor'), options);
	if (first.works.length === 0) return {report: null, attempts: [], closedRuns};
	const names = [...new Set(first.works.map(({route}) => route.asset.id))];
	const recorder = await beginRun(world, 'backfill', ['heal', `assets=${names.join(',')}`]);
	const sources = world.connect(recorder.run);
	const attempts: GapAttempt[] = [];
	const failures: Refusal[] = [];
	try {
		const diagnosis = await diagnose(world, sources, options);
		try {
			await work(world, recorder, diagnosis, options, failures, signal);
		} finally {
			attempts.push(...(await attemptsOf(world, recorder.run, diagnosis, failures)));
			await world.storage.gaps.add(attempts);
		}
	} catch (error) {
		recorder.fault(error);
	}

	const report = await recorder.finish(sources.report());
	await world.afterRun(report, signal);
	return {report, attempts, closedRuns};
}

async function work(
	world: World,
	recorder: Recorder,
	{works, plan, gaps}: Diagnosis,
	{onInvalid}: HealOptions,
	failures: Refusal[],
	signal: AbortSignal | undefined,
): Promise<void> {
	const {requests, candles, ms} = plan;
	world.events.emit({
		type: 'backfill-planned',
		assets: works.length,
		requests,
		candles,
		etaMs: ms,
	});
	await fetchWorks(world, recorder, works, {
		policy: onInvalid,
		signal,
		planned: requests,
		// What somebody else has fetched in the meantime is a hole no more.
		plan: async ({route}) => {
			const answered = await world.storage.candles.answered(route.series);
			const left = gaps
				.filter(gap => isHealable(gap) && nameOf(gap) === nameOf(route.series))
				.flatMap(gap => subtract(gap, answered));
			return workFor(world, route, left);
		},
		onFailed: ({series}, {from, to}, error) => failures.push({...series, from, to, fault: toFault(error)}),
	});
}

/** What came of every hole that was asked for. */
async function attemptsOf(
	world: World,
	run: RunId,
	{works, gaps}: Diagnosis,
	failures: readonly Refusal[],
): Promise<readonly GapAttempt[]> {
	const asked = new Set(works.map(({route}) => nameOf(route.series)));
	const attempts: GapAttempt[] = [];
	for (const gap of gaps) {
		if (!isHealable(gap) || !asked.has(nameOf(gap))) continue;
		const failure = failures.find(part => nameOf(part) === nameOf(gap) && overlaps(part, gap));
		const attempt = await attemptOf(world, run, gap, failure?.fault);
		if (attempt) attempts.push(attempt);
	}

	return attempts;
}

/** Null where nothing was asked, or where somebody else was faster. */
async function attemptOf(
	{storage, clock}: World,
	run: RunId,
	gap: Gap,
	fault: Fault | undefined,
): Promise<GapAttempt | null> {
	const series = keyOf(gap);
	const {from, to} = gap;
	const left = subtract({from, to}, await storage.candles.answered(series));
	if (left.length > 0 && (!fault || fault.code === 'interrupted')) return null;
	const origin = await storage.candles.origin(series, from);
	if (origin !== null && origin.run !== run) return null;
	const [candles = 0] = await storage.candles.counts(series, {from, to}, 1);
	const expected = (to - from) / stepOf[gap.interval];
	const answer: GapOutcome = candles === expected ? 'healed' : 'silent';
	const outcome = left.length > 0 && fault ? fault.code : answer;
	const said = `${gap.source} sent ${candles} of ${expected} candles.`;
	const at = clock.now();
	return {
		...series,
		from,
		to,
		at,
		run,
		outcome,
		candles,
		message: left.length > 0 && fault ? fault.message : said,
		payload: origin?.payload ?? null,
		until: heldUntil(outcome, at),
	};
}

/** Writes the end of runs whose process is gone, so that nobody waits for them. */
async function closeLostRuns({storage, clock, simulated}: World): Promise<readonly RunId[]> {
	const lost = (await storage.runs.list(runsLookedAt)).filter(({status}) => status === 'lost');
	for (const {run, kind, startedAt} of lost) {
		await storage.runs.finish({
			run,
			kind,
			status: 'failed',
			simulated,
			startedAt: toIso(startedAt),
			finishedAt: toIso(clock.now()),
			sources: [],
			rows: noRows(),
			stages: [],
			faults: [
				{
					code: 'interrupted',
					source: null,
					asset: null,
					message: 'Its process ended without a word; what it had stored is there.',
					hint: 'Run the same command again to go on.',
				},
			],
			drift: [],
		});
	}

	return lost.map(({run}) => run);
}
