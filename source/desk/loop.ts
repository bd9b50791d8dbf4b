/**
 * Cycle after cycle while the screen is open: when due, when asked for, not while paused, and never beside another
 * process that collects on the same store; then the loop waits for it and shows it.
 */

import {Fault, toFault} from '#domain/fault.js';
import type {PipelineEvent} from '#domain/event.js';
import type {FaultReport, RunReport} from '#domain/run.js';
import {faultReport} from '#pipeline/recorder.js';
import type {App} from '#app.js';
import type {LockHolder} from '#ports/storage.js';
import type {DeskNews} from './desk.js';
import type {LoopState} from './views/pipeline.js';
import type {Borrow} from './held-app.js';

/** How often another collector is looked after, ms: it may die without a word. */
const watchMs = 2000;

/** A cycle that came to nothing is tried again this soon, seconds, when the budgets allow it. */
const retrySeconds = 60;

export type Loop = {
	state(): LoopState;
	start(): void;
	/** Interrupts the running cycle and waits for its end; `start` goes on. */
	stop(): Promise<void>;
	/** Asks for a cycle now, or as soon as the loop starts. Fault `busy` while another process collects. */
	refresh(): Promise<void>;
	/** The running cycle ends first. */
	pause(): Promise<void>;
	resume(): Promise<void>;
	/** Takes what the pipeline tells: the run of the cycle. */
	hear(event: PipelineEvent): void;
	/** Somebody else stored something: perhaps it is collecting. */
	look(): void;
};

export type LoopParts = {readonly borrow: Borrow; readonly tell: (news: DeskNews) => void};

const off: LoopState = {state: 'off', run: null, nextAt: null, holder: null, last: null};

export function createLoop({borrow, tell}: LoopParts): Loop {
	let state = off;
	let paused = false;
	let asked = false;
	/** When the next cycle may begin, ms UTC. */
	let dueAt = Number.NEGATIVE_INFINITY;
	/** When our last cycle ended: newer snapshots are of others. */
	let endedAt = Number.NEGATIVE_INFINITY;
	let stopping: AbortController | null = null;
	let waking = new AbortController();
	let ended: Promise<void> = Promise.resolve();

	const show = (changes: Partial<LoopState>): void => {
		const next = {...state, ...changes};
		if (sameState(state, next)) return;
		state = next;
		tell({type: 'loop', loop: state});
	};
	const wake = (): void => {
		waking.abort();
		waking = new AbortController();
	};

	/** Sleeps until `ms` are over, somebody wakes the loop, or it is stopped. */
	const rest = async (ms: number, signal: AbortSignal): Promise<void> => {
		const either = AbortSignal.any([signal, waking.signal]);
		const {clock} = await borrow(app => app);
		await clock.sleep(ms, either).catch(() => {});
	};

	const cycle = async (app: App, signal: AbortSignal): Promise<void> => {
		const {clock, config, pipeline} = app;
		asked = false;
		const startedAt = clock.now();
		show({state: 'running', nextAt: null, holder: null});
		let report: RunReport | null = null;
		let fault: FaultReport | null = null;
		try {
			report = await pipeline.collect({rates: true, onInvalid: config.onInvalid}, signal);
		} catch (error) {
			fault = faultReport(toFault(error));
			tell({type: 'event', at: clock.now(), event: {type: 'fault', fault}});
		}

		const wish = config['watch.seconds'];
		const seconds = report && report.status !== 'failed' ? wish : Math.min(wish, retrySeconds);
		dueAt = startedAt + (report ? await pipeline.pauseAfter(report, seconds) : seconds * 1000);
		endedAt = clock.now();
		show({run: null, last: report ?? state.last, fault: fault?.code === 'interrupted' ? null : fault});
	};

	/** One look at the world: what to do, or how long to wait for it, ms. */
	const turn = async (app: App, signal: AbortSignal): Promise<number> => {
		const {storage, clock, config} = app;
		const other = await otherCollector(app);
		if (other) {
			const {pid, host, since, run} = other;
			show({state: 'elsewhere', run, nextAt: null, holder: {pid, host, since}});
			return watchMs;
		}

		if (!asked) {
			const {latestAt} = await storage.quotes.stats();
			// What is fresh already, thanks to somebody else, need not be asked for again; nothing is fresher than now.
			if (latestAt !== null && latestAt > endedAt && latestAt <= clock.now())
				dueAt = Math.max(dueAt, latestAt + config['watch.seconds'] * 1000);
			if (paused) {
				show({state: 'paused', run: null, nextAt: null, holder: null});
				return Number.MAX_SAFE_INTEGER;
			}

			const left = dueAt - clock.now();
			if (left > 0) {
				show({state: 'waiting', run: null, nextAt: dueAt, holder: null});
				return left;
			}
		}

		await cycle(app, signal);
		return 0;
	};

	/** The store would not even be asked: told, and tried again later. */
	const fail = (error: unknown): number => {
		const at = Date.now();
		tell({type: 'event', at, event: {type: 'fault', fault: faultReport(toFault(error))}});
		show({state: 'waiting', run: null, nextAt: at + watchMs * 5});
		return watchMs * 5;
	};

	const run = async (signal: AbortSignal): Promise<void> => {
		while (!signal.aborted) {
			// Whoever wakes the loop during the look must not be missed.
			const woken = waking.signal;
			const wait = await borrow(app => turn(app, signal)).catch(fail);
			if (wait > 0 && !woken.aborted) await rest(wait, signal);
		}
	};

	return {
		state: () => state,
		start() {
			const control = new AbortController();
			stopping = control;
			// Perhaps another store, or other sources: what was planned for the last ones is void.
			dueAt = Number.NEGATIVE_INFINITY;
			endedAt = Number.NEGATIVE_INFINITY;
			ended = run(control.signal);
		},
		async stop() {
			stopping?.abort(new Fault('interrupted', 'The desk closed before the cycle was over.'));
			await ended;
			stopping = null;
		},
		async refresh() {
			if (state.state === 'elsewhere' && state.holder) {
				const {pid, host} = state.holder;
				throw new Fault('busy', `Process ${pid} on ${host} is collecting right now.`, {
					hint: 'What it stores shows here by itself.',
				});
			}

			if (state.state === 'running') return;
			asked = true;
			wake();
		},
		async pause() {
			paused = true;
			wake();
		},
		async resume() {
			paused = false;
			wake();
		},
		hear(event) {
			if (event.type === 'run-started' && event.kind === 'collect') show({run: event.run});
		},
		look: wake,
	};
}

/** Who collects on this store, unless it is this process. */
async function otherCollector({storage, clock}: App): Promise<LockHolder | null> {
	const holder = await storage.runs.holder('collect', clock.now());
	return holder && holder.pid !== process.pid ? holder : null;
}

const sameState = (a: LoopState, b: LoopState): boolean =>
	a.state === b.state &&
	a.run === b.run &&
	a.nextAt === b.nextAt &&
	a.last === b.last &&
	a.fault === b.fault &&
	a.holder?.pid === b.holder?.pid &&
	a.holder?.since === b.holder?.since;
