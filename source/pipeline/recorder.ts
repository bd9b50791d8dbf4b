/** Keeps the books of one run: counts, stages, faults, drift; turns them into the run report. */

import {Fault, toFault} from '#domain/fault.js';
import type {AssetId, SourceName} from '#domain/market.js';
import type {DriftNotice} from '#domain/quality.js';
import {noRows, stageNames} from '#domain/run.js';
import type {
	FaultReport,
	RowCounts,
	RunId,
	RunKind,
	RunReport,
	RunStatus,
	SourceReport,
	StageName,
} from '#domain/run.js';
import {toIso, toStamp} from '#domain/time.js';
import type {Written} from '#ports/storage.js';
import type {World} from './world.js';

export type Recorder = {
	readonly run: RunId;
	readonly kind: RunKind;
	readonly startedAt: number;
	readonly rows: RowCounts;
	/** Adds to the counts of the run. */
	count(rows: Partial<RowCounts>): void;
	/** Counts what a write changed. */
	wrote(written: Written): void;
	/** A part of what was asked for is there, whether or not a row had to move: the run has not come to nothing. */
	satisfied(): void;
	/** Times one stage; the rows are those the result stands for. */
	time<T>(
		stage: StageName,
		place: {source: SourceName; asset: AssetId | null},
		work: () => Promise<T>,
		rows: (result: T) => number,
	): Promise<T>;
	/** Notes a fault and tells it; the same fault of the same source and asset once. */
	fault(error: unknown, place?: {source?: SourceName | undefined; asset?: AssetId | undefined}): Fault;
	drift(notices: readonly DriftNotice[]): void;
	notice(
		level: 'info' | 'warn',
		code: string,
		message: string,
		place?: {source?: SourceName; asset?: AssetId},
	): void;
	readonly faults: readonly Fault[];
	/** Stores and tells the end of the run. */
	finish(sources: readonly SourceReport[]): Promise<RunReport>;
};

/** `20261121-020313-4f2a9c`: sortable by start, unlike any other run. */
function newRunId(now: number, random: () => number): RunId {
	const tail = Math.floor(random() * 0x1_00_00_00)
		.toString(16)
		.padStart(6, '0');
	return `${toStamp(now)}-${tail}`;
}

/** Begins a run: stores it (unless it is only a plan) and tells it. */
export async function beginRun(
	world: World,
	kind: RunKind,
	args: readonly string[],
	{stored = true} = {},
): Promise<Recorder> {
	const startedAt = world.clock.now();
	const run = newRunId(startedAt, () => world.random.next());
	if (stored) await world.storage.runs.start({run, kind, startedAt, args, ...world.process});
	world.events.emit({type: 'run-started', run, kind, simulated: world.simulated});

	const rows = noRows();
	const stages = new Map<StageName, {ms: number; rows: number}>(
		stageNames.map(stage => [stage, {ms: 0, rows: 0}]),
	);
	const faults: Fault[] = [];
	const drifts: DriftNotice[] = [];
	const told = new Set<string>();
	let parts = 0;

	const statusOf = (): RunStatus => {
		if (faults.some(({code}) => code === 'contract-violated')) return 'blocked';
		if (faults.length === 0) return 'done';
		return parts === 0 ? 'failed' : 'partial';
	};

	return {
		run,
		kind,
		startedAt,
		rows,
		faults,
		count(more) {
			for (const [name, value] of Object.entries(more)) rows[name as keyof RowCounts] += value;
		},
		wrote({inserted, updated, unchanged}) {
			rows.inserted += inserted;
			rows.updated += updated;
			rows.unchanged += unchanged;
		},
		satisfied() {
			parts++;
		},
		async time(stage, {source, asset}, work, rowsOf) {
			const start = world.clock.monotonic();
			const result = await work();
			const ms = world.clock.monotonic() - start;
			const count = rowsOf(result);
			const sum = stages.get(stage)!;
			sum.ms += ms;
			sum.rows += count;
			world.events.emit({type: 'stage', stage, source, asset, ms, rows: count});
			return result;
		},
		fault(error, place = {}) {
			const known = toFault(error);
			const fault = new Fault(known.code, known.message, {
				source: known.source ?? (known.code === 'interrupted' ? undefined : place.source),
				asset: known.asset ?? (known.code === 'interrupted' ? undefined : place.asset),
				status: known.status,
				retryAt: known.retryAt,
				hint: known.hint,
				cause: known.cause,
			});
			// One interruption strikes every series at work; it is told once.
			const key =
				fault.code === 'interrupted'
					? fault.code
					: `${fault.code} ${fault.source} ${fault.asset} ${fault.message}`;
			if (!told.has(key)) {
				told.add(key);
				faults.push(fault);
				world.events.emit({type: 'fault', fault: faultReport(fault)});
			}

			return fault;
		},
		drift(notices) {
			for (const notice of notices) {
				drifts.push(notice);
				world.events.emit({type: 'drift', notice});
			}
		},
		notice(level, code, message, {source, asset} = {}) {
			world.events.emit({type: 'notice', level, code, message, source: source ?? null, asset: asset ?? null});
		},
		async finish(sources) {
			const report: RunReport = {
				run,
				kind,
				status: statusOf(),
				simulated: world.simulated,
				startedAt: toIso(startedAt),
				finishedAt: toIso(world.clock.now()),
				sources,
				rows: {...rows},
				stages: [...stages].map(([stage, sum]) => ({
					stage,
					ms: Math.round(sum.ms * 1000) / 1000,
					rows: sum.rows,
				})),
				faults: faults.map(faultReport),
				drift: drifts,
			};
			if (stored) await world.storage.runs.finish(report);
			world.events.emit({type: 'run-finished', report});
			return report;
		},
	};
}

/** A fault as plain data. */
export function faultReport(fault: Fault): FaultReport {
	return {
		code: fault.code,
		source: fault.source ?? null,
		asset: fault.asset ?? null,
		message: fault.message,
		hint: fault.hint,
	};
}
