/** Lists every hole of every series with its cause, and what healing the holes would cost. Sends nothing. */

import {gapCauses, overlaps, type Gap, type GapAttempt, type GapCause} from '#domain/doctor/gap.js';
import {fewestWindows} from '#domain/doctor/fewest-windows.js';
import {ceilTo, floorTo, stepOf} from '#domain/interval.js';
import type {SeriesKey} from '#domain/market.js';
import {subtract, union, type Range} from '#domain/range.js';
import {keyOf, ledgerOf, nameOf} from '#domain/series.js';
import type {RecordedFault} from '#ports/gap-book.js';
import type {SeriesSummary} from '#ports/storage.js';
import type {Examination, ExamineOptions, HealingPlan} from '../commands.js';
import {costOf, type Work} from '../fetch-works.js';
import type {Route} from '../candle-routes.js';
import type {Sources, World} from '../world.js';
import {createAccess, isRoute, longestWindow, servedOf, type Access} from './access.js';
import {checkStore} from './check-store.js';
import {explainMissing, type MissingCandles, type MissingCause} from './gap-causes.js';
import {holesOf, type Hole} from './holes.js';

/** Runs whose faults are read: enough for weeks, and bounded. */
const faultyRuns = 500;

/** A cycle asks for what is new: its faults say nothing of holes that are older than this. */
const cycleReachMs = 24 * 60 * 60 * 1000;

/** Holes with what is needed to heal them. */
export type Diagnosis = Omit<Examination, 'checks'> & {readonly works: readonly Work[]};

/** Looks at the store and its series. */
export async function examine(world: World, options: ExamineOptions): Promise<Examination> {
	const {works: _, ...found} = await diagnose(world, world.connect('doctor'), options);
	return {...found, checks: await checkStore(world)};
}

/** What it takes to heal the chosen series. */
export async function planHealing(world: World, options: ExamineOptions): Promise<HealingPlan> {
	return (await diagnose(world, world.connect('doctor'), options)).plan;
}

/** Finds and explains the holes of the chosen series, and plans the fewest requests that heal them. */
export async function diagnose(world: World, sources: Sources, {assets}: ExamineOptions): Promise<Diagnosis> {
	const chosen = assets && new Set(assets);
	const all = await world.storage.candles.list();
	const examined = all.filter(({asset}) => chosen === undefined || chosen.has(asset));
	const accessTo = createAccess(world, sources);
	const [attempts, faults] = await Promise.all([
		world.storage.gaps.attempts(),
		world.storage.gaps.faults(faultyRuns),
	]);
	const gaps: Gap[] = [];
	const works: Work[] = [];
	for (const base of examined) {
		const record = {
			attempts: attempts.filter(attempt => nameOf(attempt) === nameOf(ledgerOf(base))),
			faults: faults.filter(
				({source, asset}) => source === base.source && (asset ?? base.asset) === base.asset,
			),
		};
		const found = await gapsOf(world, base, record, accessTo);
		gaps.push(...found.gaps);
		// Days made of hours are healed with their hours.
		if (found.route && base.origin !== 'rollup')
			works.push(workFor(world, found.route, found.gaps.filter(isHealable)));
	}

	const needed = works.filter(({requests}) => requests > 0);
	const healable = gaps.filter(isHealable);
	const cost = costOf(world, needed);
	return {
		gaps,
		series: examined.length,
		works: needed,
		plan: {
			gaps: healable.length,
			candles: needed.reduce((sum, {candles}) => sum + candles, 0),
			requests: needed.reduce((sum, {requests}) => sum + requests, 0),
			cost,
			ms: Math.max(0, ...cost.map(({ms}) => ms)),
		},
	};
}

/** Whether asking could bring candles. */
export const isHealable = ({obstacle}: Gap): boolean => obstacle === null;

/** The fewest requests that ask for these holes of one series. */
export function workFor(world: World, route: Route, holes: readonly Range[]): Work {
	const now = world.clock.now();
	const step = stepOf[route.series.interval];
	const windows = fewestWindows(holes, range => longestWindow(route, range, now));
	return {
		route,
		missing: union(windows.map(window => withWitness(route, window, now))),
		requests: windows.length,
		candles: holes.reduce((sum, {from, to}) => sum + (to - from) / step, 0),
	};
}

/**
 * One candle more where a page has room: an exchange that answers with the candle after a hole has proven the hole in the
 * same answer.
 */
function withWitness(route: Route, window: Range, now: number): Range {
	if (route.via.kind === 'prices') return window;
	const wider = {from: window.from, to: window.to + stepOf[route.series.interval]};
	return wider.to <= now && longestWindow(route, wider, now)?.to === wider.to ? wider : window;
}

/** What is on record of one series. */
type OnRecord = {readonly attempts: readonly GapAttempt[]; readonly faults: readonly RecordedFault[]};

async function gapsOf(
	world: World,
	base: SeriesSummary,
	record: OnRecord,
	accessTo: (series: SeriesKey) => Promise<Access>,
): Promise<{readonly gaps: readonly Gap[]; readonly route: Route | null}> {
	const {storage, clock} = world;
	const ledger = ledgerOf(base);
	// What a source refused was wanted, too, however far it lies from the candles that are there.
	const asked = union([...(await storage.candles.answered(ledger)), ...record.attempts]);
	const holes = await holesOf(storage, base, asked, clock.now());
	if (holes.length === 0) return {gaps: [], route: null};
	const parts = await explainMissing({storage, base, interval: base.interval, missing: holes});
	const access = await accessTo(ledger);
	const gaps: Gap[] = [];
	for (const {cause, ...part} of parts) {
		gaps.push(
			...(cause === 'not-fetched'
				? await unaskedGaps(world, base, part, record, access)
				: [await settledGap(world, base, {...part, cause}, record, holes)]),
		);
	}

	return {gaps, route: isRoute(access) ? access : null};
}

/** Missing candles that the source has answered for. */
type Settled = MissingCandles & {readonly cause: Exclude<MissingCause, 'not-fetched'>};

/** A hole that the source has answered for. */
async function settledGap(
	{storage}: World,
	base: SeriesSummary,
	{from, to, candles, cause}: Settled,
	{attempts}: OnRecord,
	holes: readonly Hole[],
): Promise<Gap> {
	const isCut = holes.some(hole => hole.afterCut && hole.from === from);
	const origin = await storage.candles.origin(ledgerOf(base), from);
	return {
		...keyOf(base),
		from,
		to,
		candles,
		cause: cause === 'no-trades' && isCut ? 'maintenance' : cause,
		obstacle: 'settled',
		heldUntil: null,
		proof: origin && {run: origin.run, payload: origin.payload, answeredAt: origin.answeredAt},
		attempts: attempts.filter(attempt => overlaps(attempt, {from, to})),
	};
}

/** A hole that nobody has answered for, cut where its parts differ: out of reach, held back, free to be healed. */
async function unaskedGaps(
	{storage, clock}: World,
	base: SeriesSummary,
	part: Range,
	{attempts, faults}: OnRecord,
	access: Access,
): Promise<readonly Gap[]> {
	const now = clock.now();
	const step = stepOf[base.interval];
	const gapOf = async (
		{from, to}: Range,
		cause: GapCause,
		more: Pick<Gap, 'obstacle' | 'heldUntil'>,
	): Promise<Gap> => ({
		...keyOf(base),
		from,
		to,
		candles: (to - from) / step,
		cause,
		...more,
		proof: null,
		attempts: attempts.filter(attempt => overlaps(attempt, {from, to})),
	});
	const causeOf = async (range: Range): Promise<GapCause> => {
		if (faults.some(fault => speaksOf(fault, range, step))) return 'refused';
		return (await storage.gaps.ranIn(range)) ? 'not-fetched' : 'our-outage';
	};

	const served = isRoute(access) ? servedOf(access, part, now) : [part];
	// A day is held back with any of its hours.
	const holds = attempts
		.filter(({until}) => until !== null && until > now)
		.map(({from, to, until}) => ({
			from: floorTo(base.interval, from),
			to: ceilTo(base.interval, to),
			until,
		}));
	const gaps: Gap[] = [];
	for (const beyond of subtract(part, served)) {
		gaps.push(await gapOf(beyond, 'plan-limit', {obstacle: 'plan-limit', heldUntil: null}));
	}

	for (const within of union(served)) {
		const free = subtract(within, holds);
		for (const held of subtract(within, free)) {
			const until = Math.max(...holds.filter(hold => overlaps(hold, held)).map(hold => hold.until ?? 0));
			gaps.push(await gapOf(held, 'refused', {obstacle: 'held', heldUntil: until}));
		}

		for (const range of free) {
			const obstacle = isRoute(access) ? null : access;
			gaps.push(await gapOf(range, await causeOf(range), {obstacle, heldUntil: null}));
		}
	}

	return gaps.toSorted((a, b) => a.from - b.from);
}

/** Whether a recorded fault may be why a hole is there: that of the asset, or of its source while the hole came about. */
function speaksOf({asset, kind, startedAt}: RecordedFault, {from, to}: Range, step: number): boolean {
	if (startedAt < from) return false;
	if (asset === null) return startedAt < to + step;
	return kind === 'backfill' || startedAt < to + cycleReachMs;
}

/** How many candles are missing for each cause, in the order of the causes; causes without holes are left out. */
export function candlesByCause(
	gaps: readonly Gap[],
): readonly {readonly cause: GapCause; readonly gaps: number; readonly candles: number}[] {
	return gapCauses.flatMap(cause => {
		const theirs = gaps.filter(gap => gap.cause === cause);
		const candles = theirs.reduce((sum, gap) => sum + gap.candles, 0);
		return theirs.length === 0 ? [] : [{cause, gaps: theirs.length, candles}];
	});
}
