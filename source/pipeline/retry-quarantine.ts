/** Reads quarantined answers again: what passes today's contracts is stored, the rest stays where it is. */

import {Fault} from '#domain/fault.js';
import type {ArchivedRequest, QuarantineRow} from '#ports/storage.js';
import {archivedLoads, snapshotBatch} from './archived-loads.js';
import type {ArchivedLoad} from './archived-loads.js';
import type {World} from './world.js';

export type RetryResult = {readonly passed: readonly number[]; readonly failed: readonly number[]};

/**
 * Retries rows by the answer they came in, since a blocked answer was not stored at all. A row passes when its answer
 * still exists and the same row no longer breaks a rule; the answer is stored once none of its rows is a violation.
 * @throws Fault `usage` for an id that is not in quarantine.
 */
export async function retryQuarantine(world: World, ids: readonly number[]): Promise<RetryResult> {
	const rows: QuarantineRow[] = [];
	for (const id of ids) {
		const row = await world.storage.quarantine.find(id);
		if (!row)
			throw new Fault('usage', `There is no quarantined row ${id}.`, {
				hint: 'Run "crypto-tui quarantine list" for the ids.',
			});
		rows.push(row);
	}

	const passed: number[] = [];
	for (const run of new Set(rows.map(row => row.run))) {
		const payloads = new Set(rows.filter(row => row.run === run).map(({payload}) => payload));
		for await (const load of loadsOf(world, run, payloads)) {
			const answers = load.kind === 'snapshot' ? load.answers : [load.answer];
			const rejections = answers.flatMap(answer => answer.rejections);
			if (rejections.some(({kind}) => kind === 'violation')) continue;
			await save(world, load);
			const still = new Set(rejections.map(({key}) => key));
			const contained = new Set(answers.map(({provenance}) => provenance.payload));
			passed.push(...rows.filter(row => contained.has(row.payload) && !still.has(row.key)).map(({id}) => id));
		}
	}

	await world.storage.quarantine.markRetried(passed);
	return {passed, failed: ids.filter(id => !passed.includes(id))};
}

/** The loads that contain one of the payloads; a snapshot comes with all its pages. */
async function* loadsOf(
	world: World,
	run: string,
	payloads: ReadonlySet<string>,
): AsyncIterable<ArchivedLoad> {
	const requests: ArchivedRequest[] = [];
	for await (const request of world.storage.archive.requests({run})) requests.push(request);
	for await (const load of archivedLoads(world, requests, () => {})) {
		const answers = load.kind === 'snapshot' ? load.answers : [load.answer];
		if (answers.some(({provenance}) => payloads.has(provenance.payload))) yield load;
	}
}

async function save(world: World, load: ArchivedLoad): Promise<void> {
	if (load.kind === 'snapshot') {
		await world.storage.quotes.saveSnapshot(snapshotBatch(load));
		return;
	}

	const {run, series, answered, candles, answer} = load;
	await world.storage.candles.saveBatch({
		run,
		series,
		answered,
		candles,
		provenance: answer.provenance,
		contract: answer.contract,
	});
}
