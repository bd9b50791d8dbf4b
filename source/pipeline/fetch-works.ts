/** Fetches planned parts of many series side by side: locks, progress, limits per source, and what it all costs. */

import {createLimiter, settleAll} from '#domain/concurrency.js';
import type {Limiter} from '#domain/concurrency.js';
import {Fault, throwIfFatal} from '#domain/fault.js';
import type {Interval} from '#domain/interval.js';
import type {Asset, SourceName} from '#domain/market.js';
import type {InvalidPolicy} from '#domain/quality.js';
import type {Range} from '#domain/range.js';
import type {Route} from './candle-routes.js';
import type {PlannedCost} from './commands.js';
import {fetchMissing, type FetchTask} from './fetch-series.js';
import {heldBy, tryLock} from './lock.js';
import type {Recorder} from './recorder.js';
import type {World} from './world.js';

/** Series worked on at once, and requests in flight at once per source. */
const concurrency = 8;
const lockPollMs = 500;

/** What is to be fetched of one series. */
export type Work = {
	readonly route: Route;
	readonly missing: readonly Range[];
	readonly requests: number;
	/** Candles expected in `missing`. */
	readonly candles: number;
};

/** Requests, weight, credits and time at the allowed rate, per source. */
export function costOf({settings}: World, works: readonly Work[]): readonly PlannedCost[] {
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

export type WorkOptions = {
	readonly policy: InvalidPolicy;
	readonly signal: AbortSignal | undefined;
	/** Requests of all works, as told at the beginning. */
	readonly planned: number;
	/** Plans a work anew, under its lock. */
	readonly plan: (work: Work) => Promise<Work>;
	/** Told of each part that failed, and why. */
	readonly onFailed?: (route: Route, part: Range, error: unknown) => void;
};

/** Does every work, each under the lock of its series; one that fails is told to the recorder and does not stop the others. */
export async function fetchWorks(
	world: World,
	recorder: Recorder,
	works: readonly Work[],
	{policy, signal, planned, plan, onFailed}: WorkOptions,
): Promise<void> {
	const series = createLimiter(concurrency);
	const inFlight = new Map<SourceName, Limiter>();
	const start = world.clock.monotonic();
	let done = 0;
	let total = planned;
	let candles = 0;
	const perform = async (work: Work): Promise<void> => {
		const {route} = work;
		const {source} = route.series;
		const limiter = inFlight.get(source) ?? createLimiter(concurrency);
		inFlight.set(source, limiter);
		const name = lockName(route.series.asset, route.series.interval);
		try {
			const fresh = await plan(work);
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
			const task: FetchTask = {
				world,
				recorder,
				policy,
				inFlight: limiter,
				signal,
				onChunk,
				onFailed: (part, error) => onFailed?.(route, part, error),
			};
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

	const waiting = new Set<Work>();
	let queue = works;
	while (queue.length > 0) {
		const held: Work[] = [];
		let progress = false;
		await settleAll(
			queue.map(item =>
				series(async () => {
					if (signal?.aborted === true) throw new Fault('interrupted', 'The backfill was interrupted.');
					const name = lockName(item.route.series.asset, item.route.series.interval);
					const holder = await tryLock(world, recorder.run, name);
					if (holder === null) {
						await perform(item);
						progress = true;
					} else {
						if (!waiting.has(item)) tellWaiting(world, item, heldBy(world, name, holder));
						waiting.add(item);
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

function tellWaiting({events}: World, {route}: Work, why: string): void {
	const {source, asset} = route.series;
	const message = `${why}; it is waited for.`;
	events.emit({type: 'notice', level: 'info', code: 'waiting', message, source, asset});
}

const lockName = (asset: Asset['id'], interval: Interval): string => `backfill ${asset} ${interval}`;
