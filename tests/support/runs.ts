/** Runs, sources, jobs and log lines with everything filled in, for tests of screens. */

import type {Job, LogLine, PipelineView, SourceState} from '#desk/views/pipeline.js';
import type {RunReport} from '#domain/run.js';
import type {StoredRun} from '#ports/storage.js';
import {noon} from './fake-desk.js';

const minute = 60_000;

/** A cycle that went well: it took 3.2 seconds and ended two minutes before noon. */
export function runReport(changes: Partial<RunReport> = {}): RunReport {
	return {
		run: '20261121-115757-4f2a9c',
		kind: 'collect',
		status: 'done',
		simulated: false,
		startedAt: new Date(noon - 2 * minute - 3200).toISOString(),
		finishedAt: new Date(noon - 2 * minute).toISOString(),
		sources: [
			{source: 'coingecko', state: 'ok', requests: 3, retries: 0, rateLimited: 0, bytes: 412_000},
			{source: 'binance', state: 'ok', requests: 9, retries: 1, rateLimited: 0, bytes: 81_000},
			{source: 'coincap', state: 'unused', requests: 0, retries: 0, rateLimited: 0, bytes: 0},
		],
		rows: {
			extracted: 400,
			accepted: 394,
			incomplete: 4,
			violating: 2,
			inserted: 12,
			updated: 250,
			unchanged: 132,
		},
		stages: [
			{stage: 'extract', ms: 1200, rows: 400},
			{stage: 'validate', ms: 14, rows: 394},
			{stage: 'transform', ms: 3, rows: 394},
			{stage: 'load', ms: 41, rows: 262},
		],
		faults: [],
		drift: [],
		...changes,
	};
}

/** A run as it is stored; its report says the same. */
export function storedRun(report: RunReport = runReport(), changes: Partial<StoredRun> = {}): StoredRun {
	return {
		run: report.run,
		kind: report.kind,
		startedAt: Date.parse(report.startedAt),
		finishedAt: Date.parse(report.finishedAt),
		status: report.status,
		pid: 4711,
		report,
		...changes,
	};
}

/** A cycle that lost one source, an hour before noon. */
export const failedRun = (): StoredRun =>
	storedRun(
		runReport({
			run: '20261121-110000-aaaaaa',
			status: 'partial',
			startedAt: new Date(noon - 60 * minute).toISOString(),
			finishedAt: new Date(noon - 60 * minute + 12_000).toISOString(),
			faults: [
				{
					code: 'unreachable',
					source: 'binance',
					asset: null,
					message: 'api.binance.com did not answer.',
					hint: 'Check the network and the base URL of this source.',
				},
			],
			drift: [
				{
					source: 'coingecko',
					endpoint: 'markets',
					field: 'roi.times',
					change: 'retyped',
					before: ['number'],
					now: ['string'],
				},
			],
		}),
	);

/** A source that answers, with 12 of 30 requests of the minute used. */
export function sourceState(changes: Partial<SourceState> & Pick<SourceState, 'source'>): SourceState {
	return {
		budget: {
			source: changes.source,
			usedThisMinute: 12,
			perMinute: 30,
			usedThisMonth: 1234,
			perMonth: 10_000,
			blockedUntil: null,
		},
		last: {state: 'ok', requests: 3, at: noon - 2 * minute},
		missing: null,
		...changes,
	};
}

/** A backfill of one year of the top 50, half done after a minute. */
export function job(changes: Partial<Job> = {}): Job {
	return {
		id: 1,
		request: {work: 'backfill', choice: {by: 'top', count: 50}, interval: '1h', days: 365},
		state: 'running',
		plan: {
			cost: [{source: 'binance', requests: 450, credits: null, weight: 900, ms: 120_000}],
			requests: 450,
			candles: 438_000,
			ms: 120_000,
			refused: [],
		},
		doneRequests: 225,
		requests: 450,
		candles: 219_000,
		startedAt: noon - minute,
		finishedAt: null,
		etaMs: 60_000,
		asset: 'solana',
		report: null,
		holes: null,
		fault: null,
		...changes,
	};
}

/** Two sources in health, one without its key; two runs; a backfill under way and one in line. */
export const pipelineView = (changes: Partial<PipelineView> = {}): PipelineView => ({
	sources: [
		sourceState({source: 'coingecko'}),
		sourceState({
			source: 'binance',
			budget: {
				source: 'binance',
				usedThisMinute: 5900,
				perMinute: 6000,
				usedThisMonth: 40_000,
				perMonth: null,
				blockedUntil: null,
			},
		}),
		sourceState({source: 'coincap', last: null, missing: 'coincap.key'}),
	],
	runs: [storedRun(), failedRun()],
	jobs: [
		job(),
		job({
			id: 2,
			request: {
				work: 'backfill',
				choice: {by: 'names', names: ['bitcoin', 'ethereum']},
				interval: '1d',
				days: 30,
			},
			state: 'queued',
			plan: null,
			doneRequests: 0,
			requests: 0,
			candles: 0,
			startedAt: null,
			etaMs: null,
			asset: null,
		}),
	],
	...changes,
});

/** A line of the log, `seconds` before noon. */
export const logLine = (message: string, seconds = 0, changes: Partial<LogLine> = {}): LogLine => ({
	at: noon - seconds * 1000,
	level: 'info',
	module: 'coingecko',
	message,
	run: '20261121-115757-4f2a9c',
	...changes,
});
