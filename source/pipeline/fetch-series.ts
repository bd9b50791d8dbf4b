/** Brings the missing parts of one series into the store, chunk by chunk, each chunk one request and one transaction. */

import {noCandles} from '#domain/candles.js';
import type {Candles} from '#domain/candles.js';
import {settleAll} from '#domain/concurrency.js';
import type {Limiter} from '#domain/concurrency.js';
import {Fault} from '#domain/fault.js';
import {within} from '#domain/grid.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {InvalidPolicy} from '#domain/quality.js';
import {split} from '#domain/range.js';
import type {Range} from '#domain/range.js';
import {ohlcFromPrices} from '#domain/resample.js';
import {toIso} from '#domain/time.js';
import type {Answer, CandleSource, PriceSource, Provenance} from '#ports/market-data.js';
import {admit} from './admit.js';
import type {Route} from './candle-routes.js';
import {boundaryOf} from './price-boundary.js';
import type {Recorder} from './recorder.js';
import type {World} from './world.js';

export type FetchTask = {
	readonly world: World;
	readonly recorder: Recorder;
	readonly policy: InvalidPolicy;
	/** Requests of this source in flight at once. */
	readonly inFlight: Limiter;
	readonly signal: AbortSignal | undefined;
	/** Told after each stored chunk. */
	readonly onChunk: (candles: number) => void;
	/** Told of each part that failed, and why; the first failure is also thrown. */
	readonly onFailed?: ((part: Range, error: unknown) => void) | undefined;
};

/** Requests that `missing` takes, as planned before it is known where the history of the asset begins. */
export function requestsFor(route: Route, missing: readonly Range[], now: number): number {
	return missing.reduce((sum, range) => sum + windowsOf(route, range, now).length, 0);
}

/** The windows that cover a range, one request each. */
export function windowsOf({series, via}: Route, range: Range, now: number): readonly Range[] {
	return via.kind === 'candles'
		? split(range, via.source.pageSize * stepOf[series.interval])
		: via.source.priceWindows(series.interval, range, now);
}

/**
 * Fetches and stores everything in `missing`. Stored chunks stay stored when a later one fails.
 * @throws Fault of the first chunk that failed, after all of them have settled.
 */
export async function fetchMissing(route: Route, missing: readonly Range[], task: FetchTask): Promise<void> {
	const {via} = route;
	const telling = async (range: Range, work: () => Promise<void>): Promise<void> => {
		try {
			await work();
		} catch (error) {
			task.onFailed?.(range, error);
			throw error;
		}
	};
	if (via.kind === 'candles') {
		await settleAll(missing.map(range => telling(range, () => fetchCandles(route, via.source, range, task))));
		return;
	}

	const windows = missing.flatMap(range => windowsOf(route, range, task.world.clock.now()));
	const silent: Silence[] = [];
	await settleAll(
		windows.map(window =>
			telling(window, () => task.inFlight(() => fetchPrices(route, via.source, window, silent, task))),
		),
	);
	await settleAll(silent.map(silence => telling(silence.window, () => settleSilence(route, silence, task))));
}

/**
 * Exchange candles of one range. The first answer also tells where the history begins (the exchange gives the oldest
 * candles from the start of the question), so that no request is spent on the time before a listing; from there on
 * the pages are independent and travel side by side.
 */
async function fetchCandles(
	route: Route,
	source: CandleSource,
	range: Range,
	task: FetchTask,
): Promise<void> {
	const pageMs = source.pageSize * stepOf[route.series.interval];
	let from = range.from;
	while (from < range.to) {
		const start = from;
		const question = {from: start, to: range.to};
		const page = await task.inFlight(() =>
			fetchPage(route, source, question, task, candles => reach(candles, start, range, pageMs, source)),
		);
		from = page.answeredTo;
		if (page.full) break;
	}

	const rest = split({from, to: range.to}, pageMs);
	await settleAll(
		rest.map(window => task.inFlight(() => fetchPage(route, source, window, task, () => window.to))),
	);
}

/** Up to where an answer to "the oldest from `start`" speaks. Short pages are not trusted to be the end by themselves. */
function reach(candles: Candles, start: number, range: Range, pageMs: number, source: CandleSource): number {
	if (candles.length === 0) return range.to;
	const afterLast = candles.ts[candles.length - 1]! + pageMs / source.pageSize;
	if (candles.length >= source.pageSize) return Math.min(range.to, afterLast);
	return Math.min(range.to, Math.max(afterLast, start + pageMs));
}

async function fetchPage(
	route: Route,
	source: CandleSource,
	question: Range,
	task: FetchTask,
	answeredTo: (candles: Candles) => number,
): Promise<{answeredTo: number; full: boolean}> {
	const first = await askCandles(route, source, question, task);
	const answer = first.rows.length > 0 ? first : await askBeyond(route, source, question, first, task);
	const candles = within(answer.rows, question);
	const to = answeredTo(candles);
	await store(route, candles, {from: question.from, to}, answer, task);
	return {answeredTo: to, full: candles.length >= source.pageSize};
}

async function askCandles(
	route: Route,
	source: CandleSource,
	question: Range,
	task: FetchTask,
): Promise<Answer<Candles>> {
	const {asset, externalId} = route;
	const {interval} = route.series;
	const answer = await task.recorder.time(
		'extract',
		{source: source.source, asset: asset.id},
		() => source.candles(externalId, interval, question, task.signal),
		({extracted}) => extracted,
	);
	const asked = {kind: 'candles', asset: asset.id, pair: externalId, interval};
	await check(route, answer, task, asked);
	return {...answer, rows: within(answer.rows, question)};
}

/**
 * Silence is believed before the first candle that is known (a listing), and where the next candle proves a hole; an
 * answer without rows is never taken for the end of a history.
 * @throws Fault `empty` for silence that nothing explains.
 */
async function askBeyond(
	route: Route,
	source: CandleSource,
	question: Range,
	silence: Answer<Candles>,
	task: FetchTask,
): Promise<Answer<Candles>> {
	const closedTo = floorTo(route.series.interval, silence.provenance.serverNow);
	if (question.from >= closedTo) return silence;
	const begins = await firstCandle(route, task.world);
	if (begins !== null && begins >= question.to) return silence;
	if (begins !== null && question.to < closedTo) {
		const beyond = await askCandles(route, source, {from: question.from, to: closedTo}, task);
		if (beyond.rows.length > 0) return beyond;
	}

	throw emptyFault(route, question);
}

/** Opening time of the oldest stored candle, or null. */
async function firstCandle({series}: Route, {storage}: World): Promise<number | null> {
	const {asset, interval, source} = series;
	const stored = await storage.candles.list({asset, interval, source});
	return stored.find(({origin, quote}) => origin === series.origin && quote === series.quote)?.from ?? null;
}

function emptyFault({series, asset}: Route, {from, to}: Range): Fault {
	return new Fault(
		'empty',
		`${series.source} sent no ${series.interval} candles of ${asset.id} between ${toIso(from)} and ${toIso(to)}.`,
		{source: series.source, asset: asset.id},
	);
}

/** A window that was answered without a price. */
type Silence = {readonly window: Range; readonly answer: Answer<unknown>};

/**
 * Settles a silent window that lies before the first known candle; a longer one after it is not believed, and a short
 * one may still be filled.
 * @throws Fault `empty` for silence that nothing explains.
 */
async function settleSilence(route: Route, {window, answer}: Silence, task: FetchTask): Promise<void> {
	const begins = await firstCandle(route, task.world);
	const explained = begins !== null && (begins >= window.to || window.to - window.from <= stepOf['1d']);
	if (!explained) throw emptyFault(route, window);
	const settled = answeredBy(noCandles, window, answer.provenance.serverNow, stepOf[route.series.interval]);
	await store(route, noCandles, settled, answer, task);
}

async function fetchPrices(
	route: Route,
	source: PriceSource,
	window: Range,
	silent: Silence[],
	task: FetchTask,
): Promise<void> {
	const {series, asset} = route;
	const place = {source: source.source, asset: asset.id};
	const {recorder} = task;
	const answer = await recorder.time(
		'extract',
		place,
		() => source.prices(asset.id, series.interval, window, task.signal),
		({extracted}) => extracted,
	);
	await check(route, answer, task, {kind: 'prices', asset: asset.id, interval: series.interval});
	const candles = await recorder.time(
		'transform',
		place,
		async () =>
			within(
				ohlcFromPrices(answer.rows, {
					interval: series.interval,
					now: answer.provenance.serverNow,
					boundary: boundaryOf(series.source, series.interval),
				}),
				window,
			),
		({length}) => length,
	);
	if (candles.length === 0) {
		silent.push({window, answer});
		return;
	}

	await store(
		route,
		candles,
		answeredBy(candles, window, answer.provenance.serverNow, stepOf[series.interval]),
		answer,
		task,
	);
}

/**
 * Up to where single prices speak. The newest ones are published late (up to half a day), so that near the present an
 * answer settles no more than it shows; a window long past is settled whole, holes included.
 */
function answeredBy(candles: Candles, window: Range, now: number, step: number): Range {
	if (window.to <= now - stepOf['1d']) return window;
	const shown = candles.length === 0 ? window.from : candles.ts[candles.length - 1]! + step;
	return {from: window.from, to: Math.min(window.to, shown)};
}

async function check(
	route: Route,
	answer: Answer<unknown>,
	task: FetchTask,
	question: Record<string, unknown>,
): Promise<void> {
	const {world, recorder, policy} = task;
	const asset = route.asset.id;
	await recorder.time(
		'validate',
		{source: answer.provenance.source, asset},
		() => admit(answer, {world, recorder, policy, asset, question}),
		() => answer.extracted,
	);
}

async function store(
	route: Route,
	candles: Candles,
	answered: Range,
	{contract, provenance}: {contract: string; provenance: Provenance},
	{world, recorder, onChunk}: FetchTask,
): Promise<void> {
	const {series, asset} = route;
	// Only closed time is settled for good; the open candle will be asked for again.
	const closedTo = floorTo(series.interval, provenance.serverNow);
	const settled = {from: answered.from, to: Math.max(answered.from, Math.min(answered.to, closedTo))};
	const written = await recorder.time(
		'load',
		{source: provenance.source, asset: asset.id},
		() =>
			world.storage.candles.saveBatch({
				run: recorder.run,
				series,
				answered: settled,
				candles,
				provenance,
				contract,
			}),
		() => candles.length,
	);
	recorder.wrote(written);
	if (candles.length > 0) recorder.satisfied();
	world.events.emit({
		type: 'loaded',
		source: provenance.source,
		asset: asset.id,
		interval: series.interval,
		rows: {extracted: candles.length, accepted: candles.length, incomplete: 0, violating: 0, ...written},
	});
	onChunk(candles.length);
}
