/** Rebuilds the tables from the raw archive without a request, and says what differs. */

import {noCandles, pickCandles} from '#domain/candles.js';
import type {Candles} from '#domain/candles.js';
import {merge} from '#domain/clean.js';
import {Fault} from '#domain/fault.js';
import {indexAt, within} from '#domain/grid.js';
import {candleFlag} from '#domain/market.js';
import type {AssetId, Quote, SeriesKey, SourceName} from '#domain/market.js';
import {mayLoad} from '#domain/quality.js';
import {subtract} from '#domain/range.js';
import {toIso} from '#domain/time.js';
import type {ArchivedRequest, StoredQuote} from '#ports/storage.js';
import {archivedLoads, snapshotBatch} from './archived-loads.js';
import type {CandleLoad, SnapshotLoad} from './archived-loads.js';
import type {ReplayDifference, ReplayOptions, ReplayResult} from './commands.js';
import {beginRun} from './recorder.js';
import type {Recorder} from './recorder.js';
import type {World} from './world.js';

/** Differences shown; all of them are counted. */
const sampleSize = 20;

type Differences = {count: number; readonly sample: ReplayDifference[]};

/**
 * Replays everything fetched since an instant or since the start of a run; with neither, the whole archive. What later
 * answers said about the same candle wins, as it did the first time.
 */
export async function replay(
	world: World,
	options: ReplayOptions,
	signal?: AbortSignal,
): Promise<ReplayResult> {
	const recorder = await beginRun(world, 'replay', [
		...(options.run === undefined ? [] : [`run=${options.run}`]),
		...(options.since === undefined ? [] : [`since=${toIso(options.since)}`]),
	]);
	const differences: Differences = {count: 0, sample: []};
	try {
		await rebuild(world, recorder, options, differences, signal);
	} catch (error) {
		recorder.fault(error);
	}

	const report = await recorder.finish([]);
	return {report, sample: differences.sample, differences: differences.count};
}

async function rebuild(
	world: World,
	recorder: Recorder,
	{run, since, onInvalid}: ReplayOptions,
	differences: Differences,
	signal: AbortSignal | undefined,
): Promise<void> {
	const series = new Map<string, {key: SeriesKey; loads: CandleLoad[]; chosen: boolean}>();
	const snapshots: SnapshotLoad[] = [];
	const requests = await requestsOf(world, run, since);
	for await (const load of archivedLoads(world, requests, fault => recorder.fault(fault))) {
		if (signal?.aborted === true) throw new Fault('interrupted', 'The replay was interrupted.');
		const chosen = run === undefined || load.run === run;
		const answers = load.kind === 'snapshot' ? load.answers : [load.answer];
		for (const answer of chosen ? answers : []) {
			const violating = answer.rejections.filter(({kind}) => kind === 'violation').length;
			recorder.count({
				extracted: answer.extracted,
				violating,
				incomplete: answer.rejections.length - violating,
				accepted: mayLoad(onInvalid, answer) ? answer.extracted - answer.rejections.length : 0,
			});
		}

		// An answer that its contract blocks was not loaded then and is not loaded now.
		if (!answers.every(answer => mayLoad(onInvalid, answer))) continue;
		if (load.kind === 'snapshot') {
			if (chosen) snapshots.push(load);
			continue;
		}

		const name = Object.values(load.series).join(' ');
		const entry = series.get(name) ?? {key: load.series, loads: [], chosen: false};
		entry.loads.push(load);
		entry.chosen ||= chosen;
		series.set(name, entry);
	}

	if (run !== undefined && recorder.rows.extracted === 0) {
		throw new Fault('payload-missing', `The archive holds nothing of run "${run}".`, {
			hint: 'Run "crypto-tui status" for the last runs; payloads are kept for the days set by raw.keepDays.',
		});
	}

	for (const {key, loads, chosen} of series.values()) {
		if (chosen) await rebuildSeries(world, recorder, key, loads, differences);
	}

	await rebuildQuotes(world, recorder, snapshots, differences);
	recorder.satisfied();
}

/** The requests to replay: from the start of the run on, since later answers may have corrected it. */
async function requestsOf(
	world: World,
	run: string | undefined,
	since: number | undefined,
): Promise<AsyncIterable<ArchivedRequest>> {
	if (run === undefined) return world.storage.archive.requests(since === undefined ? {} : {since});
	const stored = await world.storage.runs.find(run);
	if (!stored) {
		throw new Fault('payload-missing', `There is no run "${run}".`, {
			hint: 'Run "crypto-tui status" for the last runs.',
		});
	}

	return world.storage.archive.requests({since: stored.startedAt});
}

function note(differences: Differences, difference: ReplayDifference): void {
	differences.count++;
	if (differences.sample.length < sampleSize) differences.sample.push(difference);
}

async function rebuildSeries(
	world: World,
	recorder: Recorder,
	key: SeriesKey,
	loads: readonly CandleLoad[],
	differences: Differences,
): Promise<void> {
	const {candles: store} = world.storage;
	const replayed = loads.reduce<Candles>((all, {candles}) => merge(all, candles), noCandles);
	if (replayed.length === 0) return;
	const span = {from: replayed.ts[0]!, to: replayed.ts[replayed.length - 1]! + 1};
	const stored = await store.read(key, span);
	const name = `${key.source} ${key.asset} ${key.interval}`;
	const differing: number[] = [];
	for (let i = 0; i < replayed.length; i++) {
		const at = indexAt(stored, replayed.ts[i]!);
		// A candle that was open when it was archived has been replaced since; the archive knows no better.
		if (at >= 0 && at < stored.length && stored.ts[at] === replayed.ts[i]) {
			if ((replayed.flags[i]! & candleFlag.open) !== 0 && (stored.flags[at]! & candleFlag.open) === 0)
				continue;
			if (compareCandle(name, stored, at, replayed, i, differences)) differing.push(i);
		} else {
			note(differences, {
				table: 'candle',
				key: `${name} ${toIso(replayed.ts[i]!)}`,
				field: 'close',
				stored: null,
				replayed: replayed.close[i]!,
			});
			differing.push(i);
		}
	}

	const answered = await store.answered(key);
	for (const load of loads) {
		if (subtract(load.answered, answered).length === 0) continue;
		// The ledger is rebuilt chunk by chunk, with the final values, so that no revision is invented.
		const {provenance, contract} = load.answer;
		recorder.wrote(
			await store.saveBatch({
				run: load.run,
				series: key,
				answered: load.answered,
				candles: within(replayed, load.answered),
				provenance,
				contract,
			}),
		);
	}

	recorder.wrote(await store.restore(key, pickCandles(replayed, differing)));
	recorder.count({unchanged: replayed.length - differing.length});
}

function compareCandle(
	name: string,
	stored: Candles,
	at: number,
	replayed: Candles,
	i: number,
	differences: Differences,
): boolean {
	let differs = false;
	for (const field of ['open', 'high', 'low', 'close', 'volume', 'flags'] as const) {
		const [before, after] = [stored[field][at]!, replayed[field][i]!];
		if (Object.is(before, after)) continue;
		differs = true;
		note(differences, {
			table: 'candle',
			key: `${name} ${toIso(replayed.ts[i]!)}`,
			field,
			stored: Number.isNaN(before) ? null : before,
			replayed: Number.isNaN(after) ? null : after,
		});
	}

	return differs;
}

/**
 * Compares what every snapshot says with what the store said as of its moment, in one pass over the stored quotes, then
 * saves the snapshots that differ.
 */
async function rebuildQuotes(
	world: World,
	recorder: Recorder,
	snapshots: readonly SnapshotLoad[],
	differences: Differences,
): Promise<void> {
	for (const source of new Set(snapshots.map(load => load.source))) {
		const loads = snapshots
			.filter(load => load.source === source)
			.toSorted((a, b) => a.capturedAt - b.capturedAt);
		const asOf = new Map<AssetId, StoredQuote>();
		const stored = storedQuotes(world, source);
		let next = await stored.next();
		const differing: SnapshotLoad[] = [];
		for (const load of loads) {
			while (next.done !== true && next.value.capturedAt <= load.capturedAt) {
				asOf.set(next.value.asset, next.value);
				next = await stored.next();
			}

			const before = differences.count;
			const rows = load.answers.flatMap(answer => answer.rows);
			for (const {quote} of rows) compareQuote(source, asOf.get(quote.asset), quote, differences);
			if (differences.count > before) differing.push(load);
			else recorder.count({unchanged: rows.length});
		}

		for (const load of differing)
			recorder.wrote(await world.storage.quotes.saveSnapshot(snapshotBatch(load)));
	}
}

async function* storedQuotes(world: World, source: SourceName): AsyncGenerator<StoredQuote, undefined> {
	for await (const page of world.storage.quotes.stream({source})) yield* page;
	return undefined;
}

function compareQuote(
	source: SourceName,
	stored: StoredQuote | undefined,
	replayed: Quote,
	differences: Differences,
): void {
	const {asset, ...fields} = replayed;
	const key = `${source} ${asset} ${toIso(replayed.updatedAt)}`;
	if (!stored) {
		note(differences, {table: 'quote', key, field: 'price', stored: null, replayed: replayed.price});
		return;
	}

	for (const [field, value] of Object.entries(fields)) {
		const before = stored[field as keyof typeof fields];
		if (before !== value) note(differences, {table: 'quote', key, field, stored: before, replayed: value});
	}
}
