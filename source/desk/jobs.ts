/** Backfills and healings asked for from the screen: planned, run one at a time, told as they go. */

import {setTimeout as sleep} from 'node:timers/promises';
import {Fault, toFault} from '#domain/fault.js';
import type {PipelineEvent} from '#domain/event.js';
import type {App} from '#app.js';
import type {BackfillPlan} from '#pipeline/commands.js';
import {faultReport} from '#pipeline/recorder.js';
import type {DeskNews} from './desk.js';
import type {BackfillRequest, Job, JobRequest} from './views/pipeline.js';
import type {Borrow} from './held-app.js';
import {backfillOptions, workOf} from './job-work.js';

/** Progress is told this often at most, ms. */
const progressMs = 100;

/** Finished jobs that stay in the list. */
const remembered = 50;

export type Jobs = {
	list(): readonly Job[];
	/** What is running or waiting, in a word; null when nothing is. */
	busyWith(): 'backfill' | 'healing' | null;
	plan(request: BackfillRequest): Promise<BackfillPlan>;
	add(request: JobRequest): Promise<Job>;
	/** Fault `usage` for a job that is over, or never was. */
	cancel(id: number): Promise<void>;
	/** Takes what the pipeline tells: progress belongs to the running job. */
	hear(event: PipelineEvent): void;
	/** Cancels everything and waits for it to end. */
	stop(): Promise<void>;
};

export type JobsParts = {readonly borrow: Borrow; readonly tell: (news: DeskNews) => void};

const isOver = ({state}: Job): boolean => state !== 'queued' && state !== 'running';

export function createJobs({borrow, tell}: JobsParts): Jobs {
	const jobs = new Map<number, Job>();
	let lastId = 0;
	let running: {readonly id: number; readonly control: AbortController} | null = null;
	let worker: Promise<void> | undefined;
	let telling: Promise<void> | undefined;

	const change = (id: number, changes: Partial<Job>): Job => {
		const job = {...jobs.get(id)!, ...changes};
		jobs.set(id, job);
		return job;
	};
	const tellNow = (id: number, changes: Partial<Job>): void => tell({type: 'job', job: change(id, changes)});

	/** Tells the newest progress of a job a little later, together with what comes until then. */
	const tellSoon = (id: number): void => {
		telling ??= tellLater(id);
	};
	const tellLater = async (id: number): Promise<void> => {
		await sleep(progressMs, undefined, {ref: false});
		telling = undefined;
		const job = jobs.get(id);
		if (job && !isOver(job)) tell({type: 'job', job});
	};

	const perform = async (id: number, app: App, signal: AbortSignal): Promise<void> => {
		const work = workOf(jobs.get(id)!.request, app);
		tellNow(id, {state: 'running', startedAt: app.clock.now()});
		const plan = await work.plan(signal);
		signal.throwIfAborted();
		tellNow(id, {plan, requests: plan.requests, etaMs: plan.ms});
		const {report, holes} = await work.perform(signal);
		const finishedAt = app.clock.now();
		const fault = signal.aborted ? null : (report?.faults[0] ?? null);
		const status = report?.status ?? 'done';
		const state = signal.aborted ? 'cancelled' : status === 'blocked' ? 'failed' : status;
		tellNow(id, {state, report, holes, fault, finishedAt, etaMs: null});
	};

	const work = async (): Promise<void> => {
		for (;;) {
			const next = [...jobs.values()].find(({state}) => state === 'queued');
			if (!next) return;
			const control = new AbortController();
			running = {id: next.id, control};
			try {
				await borrow(app => perform(next.id, app, control.signal));
			} catch (error) {
				const fault = control.signal.aborted ? null : faultReport(toFault(error));
				tellNow(next.id, {state: fault ? 'failed' : 'cancelled', fault, finishedAt: Date.now(), etaMs: null});
			} finally {
				running = null;
			}
		}
	};

	const cancel = (job: Job): void => {
		if (running?.id === job.id) running.control.abort(new Fault('interrupted', 'The job was cancelled.'));
		else tellNow(job.id, {state: 'cancelled'});
	};

	return {
		list: () => [...jobs.values()].toReversed(),
		busyWith() {
			const job = [...jobs.values()].find(job => !isOver(job));
			if (!job) return null;
			return job.request.work === 'heal' ? 'healing' : 'backfill';
		},
		plan: async request => borrow(app => app.pipeline.plan(backfillOptions(request, app))),
		async add(request) {
			await borrow(app => workOf(request, app));
			const id = ++lastId;
			const job: Job = {
				id,
				request,
				state: 'queued',
				plan: null,
				doneRequests: 0,
				requests: 0,
				candles: 0,
				startedAt: null,
				finishedAt: null,
				etaMs: null,
				asset: null,
				report: null,
				holes: null,
				fault: null,
			};
			jobs.set(id, job);
			for (const old of [...jobs.values()].filter(isOver).slice(0, -remembered)) jobs.delete(old.id);
			tell({type: 'job', job});
			worker ??= work().finally(() => {
				worker = undefined;
			});
			return job;
		},
		async cancel(id) {
			const job = jobs.get(id);
			if (!job || isOver(job)) {
				throw new Fault('usage', job ? `Job ${id} is over already.` : `There is no job ${id}.`, {
					hint: 'Only a job that waits or runs can be cancelled.',
				});
			}

			cancel(job);
		},
		hear(event) {
			if (event.type !== 'backfill-progress' || !running) return;
			const {doneRequests, requests, candles, etaMs, asset} = event;
			change(running.id, {doneRequests, requests, candles, etaMs, asset});
			tellSoon(running.id);
		},
		async stop() {
			for (const job of jobs.values()) if (!isOver(job)) cancel(job);
			await worker;
		},
	};
}
