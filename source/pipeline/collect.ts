/** One cycle: the market snapshot, the newest candles of the watched assets, venues where they can be had. */

import {createLimiter, settleAll} from '#domain/concurrency.js';
import {Fault, throwIfFatal} from '#domain/fault.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {MarketRow} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {RunReport} from '#domain/run.js';
import type {SnapshotRequest} from '#ports/market-data.js';
import {askByName, bringToHand} from './assets-at-hand.js';
import {requireSource, routeCandles} from './candle-routes.js';
import type {Route} from './candle-routes.js';
import type {AssetChoice, CollectOptions} from './commands.js';
import {fetchMissing} from './fetch-series.js';
import {waitForLock} from './lock.js';
import {beginRun} from './recorder.js';
import type {Recorder} from './recorder.js';
import {choiceInWords, chooseAssets} from './resolve-assets.js';
import {takeSnapshot} from './snapshot.js';
import {collectVenues} from './venues.js';
import type {Sources, World} from './world.js';

/** The interval every cycle keeps up to date; days are rolled up from it. */
const interval = '1h';
const lockName = 'collect';
const lockPatienceMs = 30_000;

/** Requests in flight at once, per source. */
const concurrency = 8;

/** Runs one cycle and returns its report. Expected failures are in the report; it throws only when the store itself fails to open a run. */
export async function collect(
	world: World,
	options: CollectOptions,
	signal?: AbortSignal,
): Promise<RunReport> {
	const recorder = await beginRun(world, 'collect', describe(options));
	const sources = world.connect(recorder.run);
	try {
		await waitForLock(world, recorder.run, lockName, lockPatienceMs, signal);
		try {
			await cycle(world, sources, recorder, options, signal);
		} finally {
			await world.storage.runs.unlock(lockName, recorder.run);
		}
	} catch (error) {
		recorder.fault(error);
	}

	const report = await recorder.finish(sources.report());
	await world.afterRun(report, signal);
	return report;
}

async function cycle(
	world: World,
	sources: Sources,
	recorder: Recorder,
	options: CollectOptions,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (options.source !== undefined) requireSource(world, sources, options.source);
	const choice = options.choice ?? watched(world);
	const {serverOffset} = await snapshotStep(world, sources, recorder, options, choice, signal);
	const assets = await chooseAssets(world.storage.assets, choice, recorder);
	if (assets.length === 0 && recorder.faults.length === 0) {
		recorder.fault(new Fault('no-assets', 'No asset is known yet, so no candles were asked for.'));
	}

	const {routes, refused} = await routeCandles(world, sources, recorder, {
		assets,
		interval,
		only: options.source,
		policy: options.onInvalid,
		signal,
	});
	for (const fault of refused) recorder.fault(fault);
	await candleStep(world, recorder, routes, options, serverOffset, signal);
	await collectVenues(world, sources, recorder, assets, options, signal);
	await pruneArchive(world, recorder.startedAt);
}

/** Old payloads go with the first cycle of a day. */
async function pruneArchive({storage, settings}: World, now: number): Promise<void> {
	const [, previous] = await storage.runs.list(2);
	if (previous && floorTo('1d', previous.startedAt) === floorTo('1d', now)) return;
	await storage.archive.prune(now - settings.rawKeepMs);
}

/** The watchlist of the settings, or the head of the ranking. */
function watched({settings}: World): AssetChoice {
	return settings.watchlist.length > 0
		? {by: 'names', names: settings.watchlist}
		: {by: 'top', count: settings.watchTop};
}

async function snapshotStep(
	world: World,
	sources: Sources,
	recorder: Recorder,
	{source, onInvalid}: CollectOptions,
	choice: AssetChoice,
	signal: AbortSignal | undefined,
): Promise<{readonly serverOffset: number}> {
	// A source that gives no snapshots was asked for alone: then one is only taken to know the assets and their prices.
	if (source !== undefined && !sources.snapshots.some(candidate => candidate.source === source)) {
		await bringToHand({world, sources, recorder, choice, policy: onInvalid, signal});
		return {serverOffset: 0};
	}

	const top = Math.max(world.settings.snapshotTop, choice.by === 'top' ? choice.count : 0);
	const more = async (rows: readonly MarketRow[]): Promise<readonly SnapshotRequest[]> =>
		choice.by === 'names' ? askByName(world, choice.names, rows) : [];
	try {
		return await takeSnapshot(world, sources, recorder, {
			parts: [{top}],
			more,
			policy: onInvalid,
			only: source,
			signal,
		});
	} catch (error) {
		throwIfFatal(recorder.fault(error));
		return {serverOffset: 0};
	}
}

async function candleStep(
	world: World,
	recorder: Recorder,
	routes: readonly Route[],
	{onInvalid}: CollectOptions,
	serverOffset: number,
	signal: AbortSignal | undefined,
): Promise<void> {
	const limiter = createLimiter(concurrency);
	const now = world.clock.now() + serverOffset;
	await settleAll(
		routes.map(async route => {
			try {
				const missing = await newRange(world, route, now);
				if (!missing) return;
				const task = {world, recorder, policy: onInvalid, inFlight: limiter, signal, onChunk: () => {}};
				await fetchMissing(route, [missing], task);
				recorder.satisfied();
			} catch (error) {
				throwIfFatal(recorder.fault(error, {source: route.series.source, asset: route.asset.id}));
			}
		}),
	);
}

/**
 * What a cycle asks of one series: from the newest closed candle on, the open candle included where the source has real
 * candles. A new series starts with one page of history, since it costs the same request. Null when nothing can be new.
 */
async function newRange(world: World, {series, via}: Route, now: number): Promise<Range | null> {
	const step = stepOf[series.interval];
	const open = floorTo(series.interval, now);
	const newest = await world.storage.candles.newestClosed(series);
	if (via.kind === 'candles') {
		return {
			from: newest === null ? open + step - via.source.pageSize * step : newest + step,
			to: open + step,
		};
	}

	if (newest !== null && newest + step >= open) return null;
	const [window] = via.source
		.priceWindows(series.interval, {from: open - 24 * step, to: open}, now)
		.slice(-1);
	if (!window) return null;
	return {
		from: Math.max(newest === null ? window.from : newest + step, via.source.historyLimit(now) ?? 0),
		to: open,
	};
}

const describe = ({choice, source, onInvalid}: CollectOptions): readonly string[] => [
	...(choice === undefined ? [] : [`assets=${choiceInWords(choice)}`]),
	...(source === undefined ? [] : [`source=${source}`]),
	`on-invalid=${onInvalid}`,
];
