/** The extract-validate-load of one market snapshot: all pages as one batch, from the first source that can. */

import {clockFix, clockSkew} from '#domain/clock-skew.js';
import {Fault, throwIfFatal, toFault} from '#domain/fault.js';
import type {Asset, MarketRow, SourceName} from '#domain/market.js';
import type {InvalidPolicy} from '#domain/quality.js';
import type {Answer, SnapshotRequest, SnapshotSource} from '#ports/market-data.js';
import {admit} from './admit.js';
import {snapshotBatch} from './archived-loads.js';
import type {Recorder} from './recorder.js';
import type {Sources, World} from './world.js';

export type SnapshotTask = {
	/** Asked page by page, each part on its own request; e.g. the top 250 and two assets beyond. */
	readonly parts: readonly SnapshotRequest[];
	/** Adds parts that depend on the rows seen so far, e.g. the names not among them. */
	readonly more?: (rows: readonly MarketRow[]) => Promise<readonly SnapshotRequest[]>;
	readonly policy: InvalidPolicy;
	readonly only: SourceName | undefined;
	readonly signal: AbortSignal | undefined;
};

/** Ages on the screen are off by as much, ms; answers from a cache of the source are older by less. */
const noticeableSkew = 2 * 60_000;

export type SnapshotResult = {readonly assets: readonly Asset[]; readonly serverOffset: number};

/**
 * Takes and stores a snapshot. A source that fails as a whole hands over to the next one; a contract violation does not.
 * @throws Fault of the preferred source when none could serve.
 */
export async function takeSnapshot(
	world: World,
	sources: Sources,
	recorder: Recorder,
	task: SnapshotTask,
): Promise<SnapshotResult> {
	const candidates = sources.snapshots.filter(({source}) => task.only === undefined || source === task.only);
	let first: Fault | undefined;
	for (const candidate of candidates) {
		try {
			return await takeFrom(candidate, world, recorder, task);
		} catch (error) {
			const fault = recorder.fault(error, {source: candidate.source});
			first ??= fault;
			throwIfFatal(fault);
			if (fault.code === 'contract-violated') throw fault;
		}
	}

	throw first ?? new Fault('key-missing', 'No source of market snapshots is available.', {source: task.only});
}

async function takeFrom(
	source: SnapshotSource,
	world: World,
	recorder: Recorder,
	task: SnapshotTask,
): Promise<SnapshotResult> {
	const answers: Answer<readonly MarketRow[]>[] = [];
	const ask = async (part: SnapshotRequest): Promise<void> => {
		const pages = source.snapshot(part, task.signal)[Symbol.asyncIterator]();
		for (;;) {
			const page = await recorder.time(
				'extract',
				{source: source.source, asset: null},
				() => pages.next(),
				({done, value}) => (done === true ? 0 : value.extracted),
			);
			if (page.done === true) return;
			const answer = page.value;
			await recorder.time(
				'validate',
				{source: source.source, asset: null},
				() =>
					admit(answer, {world, recorder, policy: task.policy, asset: null, question: {kind: 'snapshot'}}),
				() => answer.extracted,
			);
			answers.push(answer);
		}
	};

	const askAll = async (parts: readonly SnapshotRequest[]): Promise<void> => {
		for (const part of parts) {
			try {
				await ask(part);
			} catch (error) {
				// Pages that came are worth keeping when a later one does not; a broken contract blocks them all.
				const fault = toFault(error);
				if (answers.length === 0 || fault.code === 'contract-violated') throw fault;
				throwIfFatal(fault);
				recorder.fault(fault, {source: source.source});
				return;
			}
		}
	};

	await askAll(task.parts);
	const seen = answers.flatMap(answer => answer.rows);
	await askAll((await task.more?.(seen)) ?? []);

	const [head] = answers;
	// Names that mean nothing to a source are no failure of it: whoever asked for them will miss them.
	const onlyNames = task.parts.every(part => 'assets' in part);
	if (head && onlyNames && answers.every(({extracted}) => extracted === 0)) {
		return {assets: [], serverOffset: offsetOf(head)};
	}

	const {run} = recorder;
	const capturedAt = head?.provenance.fetchedAt ?? world.clock.now();
	const batch = snapshotBatch({kind: 'snapshot', run, source: source.source, capturedAt, answers});
	if (!head || batch.rows.length === 0) {
		throw new Fault('empty', `${source.source} sent a market snapshot without a single usable row.`, {
			source: source.source,
		});
	}

	const offset = offsetOf(head);
	if (Math.abs(offset) > noticeableSkew) {
		recorder.notice('warn', 'clock-off', `${clockSkew(source.source, offset)} ${clockFix}`, {
			source: source.source,
		});
	}

	const written = await recorder.time(
		'load',
		{source: source.source, asset: null},
		() => world.storage.quotes.saveSnapshot(batch),
		() => batch.rows.length,
	);
	recorder.wrote(written);
	// For a backfill the snapshot is only the way to know the assets.
	if (recorder.kind === 'collect') recorder.satisfied();
	world.events.emit({
		type: 'loaded',
		source: source.source,
		asset: null,
		interval: null,
		rows: {
			extracted: batch.rows.length,
			accepted: batch.rows.length,
			incomplete: 0,
			violating: 0,
			...written,
		},
	});
	return {assets: batch.rows.map(({asset}) => asset), serverOffset: offset};
}

/** How far the clock of the source is ahead of ours, ms. */
const offsetOf = ({provenance}: Answer<unknown>): number => provenance.serverNow - provenance.fetchedAt;
