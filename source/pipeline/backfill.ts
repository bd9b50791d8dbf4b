/** History on demand: plan what is missing, price it, fetch it in the fewest requests, chunk by chunk. */

import {Fault, toFault} from '#domain/fault.js';
import {ceilTo, floorTo, stepOf} from '#domain/interval.js';
import {subtract} from '#domain/range.js';
import type {Range} from '#domain/range.js';
import type {RunReport} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import {assetsAtHand} from './assets-at-hand.js';
import {requireSource, routeCandles} from './candle-routes.js';
import type {Route} from './candle-routes.js';
import type {BackfillOptions, BackfillPlan, PlannedSeries} from './commands.js';
import {noteRefusals, type Refusal} from './doctor/refusals.js';
import {requestsFor} from './fetch-series.js';
import {costOf, fetchWorks} from './fetch-works.js';
import type {Work} from './fetch-works.js';
import {beginRun} from './recorder.js';
import type {Recorder} from './recorder.js';
import {choiceInWords} from './resolve-assets.js';
import type {Sources, World} from './world.js';

/** History cut off by a plan is worth a fault only beyond the margin that the limit itself keeps. */
const limitMarginMs = 2 * 24 * 60 * 60 * 1000;

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
	const refusals: Refusal[] = [];
	try {
		const {works, refused, cut} = await prepare(world, sources, recorder, options, signal);
		refusals.push(...cut);
		for (const fault of refused) recorder.fault(fault);
		const plan = describePlan(world, options, works, refused);
		world.events.emit({
			type: 'backfill-planned',
			assets: works.length,
			requests: plan.requests,
			candles: plan.candles,
			etaMs: plan.ms,
		});
		await fetchWorks(world, recorder, works, {
			policy: options.onInvalid,
			signal,
			planned: plan.requests,
			// Somebody else may have fetched a part in the meantime.
			plan: async ({route}) => {
				const {range} = reachable(route, wantedRange(options, world.clock.now()), world.clock.now());
				return workFor(world, route, range);
			},
			onFailed: ({series}, {from, to}, error) => refusals.push({...series, from, to, fault: toFault(error)}),
		});
	} catch (error) {
		recorder.fault(error);
	}

	await noteRefusals(world, recorder.run, refusals).catch((error: unknown) => recorder.fault(error));

	const report = await recorder.finish(sources.report());
	await world.afterRun(report, signal);
	return report;
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
): Promise<{
	readonly works: readonly Work[];
	/** Why assets have no route. */
	readonly refused: readonly Fault[];
	/** Parts that no source serves. */
	readonly cut: readonly Refusal[];
}> {
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
	const cut: Refusal[] = [];
	for (const route of routes) {
		const wanted = wantedRange(options, world.clock.now());
		const {range, fault} = reachable(route, wanted, world.clock.now());
		if (fault) {
			recorder.fault(fault);
			cut.push({...route.series, from: wanted.from, to: range.from, fault});
		}

		works.push(await workFor(world, route, range));
	}

	return {works, refused, cut};
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

const argsOf = ({choice, interval, range, source}: BackfillOptions): readonly string[] => [
	`assets=${choiceInWords(choice)}`,
	`interval=${interval}`,
	`from=${toIso(range.from)}`,
	`to=${toIso(range.to)}`,
	...(source === undefined ? [] : [`source=${source}`]),
];
