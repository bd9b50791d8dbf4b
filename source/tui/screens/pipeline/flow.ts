/** One run as it flows through the stages: built live from news while it runs, or from its report afterwards. */

import type {PipelineEvent} from '#domain/event.js';
import type {SourceName} from '#domain/market.js';
import type {FaultReport, RunId, RunKind, StageName} from '#domain/run.js';
import type {StoredRun} from '#ports/storage.js';
import {runOf, type KnownRun} from '../../components/run-report.js';

type StageFlow = {readonly rows: number; readonly ms: number};

export type Flow = {
	/** Empty when the run began before anybody listened and nobody knows its name. */
	readonly run: RunId;
	/** Null as long as it is not known. */
	readonly kind: RunKind | null;
	readonly status: StoredRun['status'];
	readonly simulated: boolean;
	readonly startedAt: number;
	readonly finishedAt: number | null;
	/** Null where nothing is known, as of a run in another process. */
	readonly stages: Readonly<Record<StageName, StageFlow>> | null;
	/** The stage that spoke last. */
	readonly active: StageName | null;
	readonly requests: number;
	readonly retries: number;
	readonly rejected: number;
	readonly inserted: number;
	readonly updated: number;
	/** Newest last. */
	readonly faults: readonly FaultReport[];
	/** A source that is being waited for, until when (ms UTC). */
	readonly waiting: {
		readonly source: SourceName;
		readonly until: number;
		readonly reason: 'rate' | 'retry-after' | 'retry';
	} | null;
};

/** More are in the run's report. */
const mostFaults = 20;

const noStages = (): Record<StageName, StageFlow> => ({
	extract: {rows: 0, ms: 0},
	validate: {rows: 0, ms: 0},
	transform: {rows: 0, ms: 0},
	load: {rows: 0, ms: 0},
});

const startedFlow = (run: RunId, kind: RunKind | null, simulated: boolean, startedAt: number): Flow => ({
	run,
	kind,
	status: 'running',
	simulated,
	startedAt,
	finishedAt: null,
	stages: noStages(),
	active: null,
	requests: 0,
	retries: 0,
	rejected: 0,
	inserted: 0,
	updated: 0,
	faults: [],
	waiting: null,
});

const isUnfinished = (flow: Flow | null): boolean => flow?.finishedAt === null;

/** A stored run as a flow. */
export function flowOf({run, kind, status, startedAt, finishedAt, report}: KnownRun): Flow {
	const begun = startedFlow(run, kind, report?.simulated ?? false, startedAt);
	if (report === null) return {...begun, status, finishedAt, stages: null};
	const stages = noStages();
	for (const {stage, ms, rows} of report.stages) stages[stage] = {ms, rows};
	return {
		...begun,
		status,
		finishedAt,
		stages,
		requests: report.sources.reduce((sum, {requests}) => sum + requests, 0),
		retries: report.sources.reduce((sum, {retries}) => sum + retries, 0),
		rejected: report.rows.violating + report.rows.incomplete,
		inserted: report.rows.inserted,
		updated: report.rows.updated,
		faults: report.faults,
	};
}

/**
 * The running run after an event that came at `at`. Where the screen opened in the middle of a run, the run is taken to
 * have begun then; `loopRun` is its name, if the loop told it.
 */
export function foldEvent(
	flow: Flow | null,
	event: PipelineEvent,
	at: number,
	loopRun: RunId | null,
): Flow | null {
	switch (event.type) {
		case 'run-started':
			return startedFlow(event.run, event.kind, event.simulated, at);
		case 'run-finished': {
			const {report} = event;
			// Two runs may overlap, a cycle and a backfill: the end of the other one does not end this one.
			const isOther = flow !== null && flow.run !== report.run && flow.run !== '';
			if (isOther && isUnfinished(flow)) return flow;
			return flowOf(runOf(report));
		}

		case 'notice':
		case 'drift':
		case 'backfill-planned':
		case 'backfill-progress':
			return flow;
		case 'stage':
		case 'request':
		case 'request-retried':
		case 'request-waiting':
		case 'loaded':
		case 'rejected':
		case 'fault': {
			const running = flow?.finishedAt === null ? flow : startedFlow(loopRun ?? '', null, false, at);
			return withEvent(running, event, at);
		}
	}
}

type WorkEvent = Extract<
	PipelineEvent,
	{
		readonly type:
			| 'stage'
			| 'request'
			| 'request-retried'
			| 'request-waiting'
			| 'loaded'
			| 'rejected'
			| 'fault';
	}
>;

function withEvent(flow: Flow, event: WorkEvent, at: number): Flow {
	switch (event.type) {
		case 'stage': {
			const stages = flow.stages ?? noStages();
			const before = stages[event.stage];
			return {
				...flow,
				active: event.stage,
				stages: {...stages, [event.stage]: {rows: before.rows + event.rows, ms: before.ms + event.ms}},
			};
		}

		case 'request':
			return {
				...flow,
				active: 'extract',
				requests: flow.requests + 1,
				waiting: flow.waiting?.source === event.source ? null : flow.waiting,
			};
		case 'request-retried':
			return {
				...flow,
				retries: flow.retries + 1,
				waiting: {
					source: event.source,
					until: at + event.waitMs,
					reason: event.reason === 'rate-limited' ? 'retry-after' : 'retry',
				},
			};
		case 'request-waiting':
			return {...flow, waiting: {source: event.source, until: at + event.waitMs, reason: event.reason}};
		case 'loaded':
			return {
				...flow,
				inserted: flow.inserted + event.rows.inserted,
				updated: flow.updated + event.rows.updated,
			};
		case 'rejected':
			return {...flow, rejected: flow.rejected + event.count};
		case 'fault':
			return {...flow, faults: [...flow.faults, event.fault].slice(-mostFaults)};
	}
}

/** What the diagram shows: the run under way, else the newest one known; null before the first. */
export function shownFlow(live: Flow | null, runs: readonly StoredRun[]): Flow | null {
	const newest = runs[0];
	if (newest === undefined || isUnfinished(live)) return live;
	return live !== null && live.startedAt >= newest.startedAt ? live : flowOf(newest);
}
