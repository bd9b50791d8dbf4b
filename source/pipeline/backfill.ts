/** History on demand: plan what is missing, price it, fetch it in the fewest requests, chunk by chunk. */

import {createLimiter, settleAll} from '#domain/concurrency.js';
import type {Limiter} from '#domain/concurrency.js';
import {Fault, throwIfFatal} from '#domain/fault.js';
import {ceilTo, floorTo, stepOf} from '#domain/interval.js';
import type {Interval} from '#domain/interval.js';
import type {Asset, SourceName} from '#domain/market.js';
import {subtract} from '#domain/range.js';
import type {Range} from '#domain/range.js';
import type {RunReport} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import {assetsAtHand} from './assets-at-hand.js';
import {requireSource, routeCandles} from './candle-routes.js';
import type {Route} from './candle-routes.js';
import type {BackfillOptions, BackfillPlan, PlannedCost, PlannedSeries} from './commands.js';
import {fetchMissing, requestsFor} from './fetch-series.js';
import {tryLock} from './lock.js';
import {beginRun} from './recorder.js';
import type {Recorder} from './recorder.js';
import {choiceInWords} from './resolve-assets.js';
import type {Sources, World} from './world.js';

/** Series worked on at once, and requests in flight at once per source. */
const concurrency = 8;
const lockPollMs = 500;

/** History cut off by a plan is worth a fault only beyond the margin that the limit itself keeps. */
const limitMarginMs = 2 * 24 * 60 * 60 * 1000;

type Work = {
	readonly route: Route;
	readonly missing: readonly Range[];
	readonly requests: number;
	readonly candles: number;
};

/** Says what a backfill would fetch and what it would cost. Sends only what is needed to know the assets and their pairs. */
export async function planBackfill(
	world: World,
	options: BackfillOptions,
	signal?: AbortSignal,
): Promise<BackfillPlan> {
	const recorder = await beginRun(world, 'backfill', [], {stored: false});
	const sources = world.connect(recorder.run);
	try {
		const {works, refused} = await prepare(world, sources, recorder, options, signal);
		return describePlan(world, options, works, refused);
	} catch (error) {
		throw recorder.fault(error);
	} finally {
		await recorder.finish(sources.report());
	}
}

/** Runs a backfill and returns its report. An asset that fails is named there and does not stop the others. */
export async function backfill(
	world: World,
	options: BackfillOptions,
	signal?: AbortSignal,
): Promise<RunReport> {
	const recorder = await beginRun(world, 'backfill', argsOf(options));
	const sources = world.connect(recorder.run);
	try {
		const {works, refused} = await prepare(world, sources, recorder, options, signal);
		for (const fault of refused) recorder.fault(fault);
		const plan = describePlan(world, options, works, refused);
		world.events.emit({
			type: 'backfill-planned',
			assets: works.length,
			requests: plan.requests,
			candles: plan.candles,
			etaMs: plan.ms,
		});
		await work(world, recorder, options, works, plan.requests, signal);
	} catch (error) {
		recorder.fault(error);
	}

	return recorder.finish(sources.report());
}

/** The part of time that is asked for, on the grid and closed. */
function wantedRange({interval, range, limit}: BackfillOptions, now: number): Range {
	const to = Math.min(ceilTo(interval, range.to), floorTo(interval, now));
	const from = ceilTo(interval, range.from);
	return {from: limit === undefined ? from : Math.max(from, to - limit * stepOf[interval]), to};
}

async function prepare(
	world: World,
	sources: Sources,
	recorder: Recorder,
	options: BackfillOptions,
	signal: AbortSignal | undefined,
): Promise<{readonly works: readonly Work[]; readonly refused: readonly Fault[]}> {
	const {choice, interval, source, onInvalid} = options;
	if (source !== undefined) requireSource(world, sources, source);
	const assets = await assetsAtHand({world, sources, recorder, choice, policy: onInvalid, signal});
	const {routes, refused} = await routeCandles(world, sources, recorder, {
		assets,
		interval,
		only: source,
		policy: onInvalid,
		signal,
	});
	const works: Work[] = [];
	for (const route of routes) {
		const {range, fault} = reachable(route, wantedRange(options, world.clock.now()), world.clock.now());
		if (fault) recorder.fault(fault);
		works.push(await workFor(world, route, range));
	}

	return {works, refused};
}

/** Cuts a range to what the source serves; a real loss is a fault. */
function reachable(
	{via, asset, series}: Route,
	range: Range,
	now: number,
): {range: Range; fault: Fault | null} {
	if (via.kind === 'candles' || range.from >= range.to) return {range, fault: null};
	const {source, interval} = series;
	const [first] = via.source.priceWindows(interval, range, now);
	const from = Math.min(range.to, Math.max(range.from, first?.from ?? range.to));
	if (from - range.from <= limitMarginMs) return {range: {from, to: range.to}, fault: null};
	const limit = via.source.historyLimit(now);
	const ofPlan = limit !== null && from <= ceilTo(interval, limit);
	const fault = new Fault(
		'plan-limit',
		`${source} serves ${interval} candles of ${asset.id} only from ${toIso(from)} on.`,
		{
			source,
			asset: asset.id,
			...(!ofPlan && {
				hint: 'Prices this close together are kept for a short time; ask for a longer --interval.',
			}),
		},
	);
	return {range: {from, to: range.to}, fault};
}

async function workFor(world: World, route: Route, range: Range): Promise<Work> {
	const missing =
		range.from < range.to ? subtract(range, await world.storage.candles.answered(route.series)) : [];
	const step = stepOf[route.series.interval];
	return {
		route,
		missing,
		requests: requestsFor(route, missing, world.clock.now()),
		candles: missing.reduce((sum, {from, to}) => sum + Math.round((to - from) / step), 0),
	};
}

function describePlan(
	world: World,
	{interval, range}: BackfillOptions,
	works: readonly Work[],
	refused: readonly Fault[],
): BackfillPlan {
	const series = works.map(({route, missing, requests, candles}): PlannedSeries => ({
		asset: route.asset.id,
		symbol: route.asset.symbol,
		source: route.series.source,
		externalId: route.externalId,
		missing,
		candles,
		requests,
		reason: route.reason,
	}));
	const cost = costOf(world, works);
	return {
		interval,
		range,
		series,
		cost,
		requests: series.reduce((sum, {requests}) => sum + requests, 0),
		candles: series.reduce((sum, {candles}) => sum + candles, 0),
		ms: Math.max(0, ...cost.map(({ms}) => ms)),
		refused: refused.map(({asset, code, message, hint}) => ({asset: asset ?? '', code, message, hint})),
	};
}

/** Requests, weight, credits and time at the allowed rate, per source. */
function costOf({settings}: World, works: readonly Work[]): readonly PlannedCost[] {
	const bySource = new Map<SourceName, {requests: number; weight: number | null}>();
	for (const {route, requests} of works) {
		const sum = bySource.get(route.series.source) ?? {requests: 0, weight: null};
		sum.requests += requests;
		if (route.via.kind === 'candles')
			sum.weight = (sum.weight ?? 0) + requests * route.via.source.candlesWeight;
		bySource.set(route.series.source, sum);
	}

	return [...bySource].map(([source, {requests, weight}]) => {
		const perMinute = settings.perMinute[source] ?? Number.POSITIVE_INFINITY;
		const counted = Number.isFinite(settings.monthlyCredits[source] ?? Number.POSITIVE_INFINITY);
		return {
			source,
			requests,
			credits: counted ? requests : null,
			weight,
			ms: Math.ceil(((weight ?? requests) / perMinute) * 60_000),
		};
	});
}

async function work(
	world: World,
	recorder: Recorder,
	options: BackfillOptions,
	works: readonly Work[],
	requests: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const series = createLimiter(concurrency);
	const inFlight = new Map<SourceName, Limiter>();
	const start = world.clock.monotonic();
	let done = 0;
	let total = requests;
	let candles = 0;
	const perform = async ({route}: Work): Promise<void> => {
		const {source} = route.series;
		const limiter = inFlight.get(source) ?? createLimiter(concurrency);
		inFlight.set(source, limiter);
		const name = lockName(route.series.asset, route.series.interval);
		try {
			// Planned again under the lock: somebody else may have fetched a part in the meantime.
			const {range} = reachable(route, wantedRange(options, world.clock.now()), world.clock.now());
			const fresh = await workFor(world, route, range);
			let left = fresh.requests;
			const onChunk = (count: number): void => {
				// An answer can turn out to cover more or less than planned; the bar never runs over.
				left = Math.max(0, left - 1);
				done++;
				candles += count;
				total = Math.max(total, done);
				const elapsedMs = world.clock.monotonic() - start;
				world.events.emit({
					type: 'backfill-progress',
					asset: route.asset.id,
					doneRequests: done,
					requests: total,
					candles,
					elapsedMs,
					etaMs: Math.round((elapsedMs / done) * (total - done)),
				});
				// Renewed at every chunk, so that only a dead holder ever loses its lock.
				renewals.push(tryLock(world, recorder.run, name));
			};
			const renewals: Promise<unknown>[] = [];
			const task = {world, recorder, policy: options.onInvalid, inFlight: limiter, signal, onChunk};
			await fetchMissing(route, fresh.missing, task);
			await Promise.all(renewals);
			total -= left;
			recorder.satisfied();
		} catch (error) {
			throwIfFatal(recorder.fault(error, {source, asset: route.asset.id}));
		} finally {
			await world.storage.runs.unlock(name, recorder.run);
		}
	};

	let queue = works;
	while (queue.length > 0) {
		const held: Work[] = [];
		let progress = false;
		await settleAll(
			queue.map(item =>
				series(async () => {
					if (signal?.aborted === true) throw new Fault('interrupted', 'The backfill was interrupted.');
					if (
						(await tryLock(
							world,
							recorder.run,
							lockName(item.route.series.asset, item.route.series.interval),
						)) === null
					) {
						await perform(item);
						progress = true;
					} else {
						held.push(item);
					}
				}),
			),
		);
		queue = held;
		// What another process is fetching right now is waited for: it will be there, or it will be ours.
		if (queue.length > 0 && !progress) await world.clock.sleep(lockPollMs, signal);
	}
}

const lockName = (asset: Asset['id'], interval: Interval): string => `backfill ${asset} ${interval}`;

const argsOf = ({choice, interval, range, source}: BackfillOptions): readonly string[] => [
	`assets=${choiceInWords(choice)}`,
	`interval=${interval}`,
	`from=${toIso(range.from)}`,
	`to=${toIso(range.to)}`,
	...(source === undefined ? [] : [`source=${source}`]),
];
