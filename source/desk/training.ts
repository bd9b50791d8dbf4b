/** Trainings asked for from the screen: side by side, the asset on the screen first, told as they go. */

import {availableParallelism} from 'node:os';
import {setTimeout as sleep} from 'node:timers/promises';
import type {App} from '#app.js';
import {createLimiter} from '#domain/concurrency.js';
import {Fault, toFault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import type {TrainResult} from '#pipeline/forecast/train.js';
import {faultReport} from '#pipeline/recorder.js';
import type {DeskNews} from './desk.js';
import type {Training, TrainingRequest, TrainingResult} from './views/forecast.js';
import type {Borrow} from './held-app.js';

/** Progress is told this often at most, ms. */
const progressMs = 100;
/** The seed of the command line, so that both train the same model. */
const seed = 1;

export type Trainings = {
	busy(): boolean;
	/** Fault `no-assets` when there is nothing to train. */
	add(request: TrainingRequest): Promise<Training>;
	/** Fault `usage` for a training that is over, or never was. */
	cancel(id: number): Promise<void>;
	/** Cancels everything and waits for it to end. */
	stop(): Promise<void>;
};

export type TrainingsParts = {readonly borrow: Borrow; readonly tell: (news: DeskNews) => void};

type Running = {
	training: Training;
	readonly control: AbortController;
	telling: boolean;
	ended: Promise<void>;
};

/** The assets of a request, the one on the screen first. */
async function assetsOf(
	{storage}: App,
	{assets, interval, first}: TrainingRequest,
): Promise<readonly AssetId[]> {
	const wanted = assets === 'all' ? (await storage.candles.list({interval})).map(({asset}) => asset) : assets;
	const all = [...new Set(wanted)];
	if (all.length === 0) {
		throw new Fault('no-assets', `No ${interval} candles are stored yet, so nothing can be trained.`, {
			hint: 'Fetch history first: b on any screen.',
		});
	}

	return first !== null && all.includes(first) ? [first, ...all.filter(asset => asset !== first)] : all;
}

const plain = (result: TrainResult): TrainingResult => {
	const {asset} = result;
	if (result.outcome === 'refused') return {asset, fault: faultReport(result.fault)};
	const {meta, promoted, known} = result;
	const {model, intervals} = meta.evaluation;
	const held80 = intervals.find(({level}) => level === 0.8)?.coverage ?? null;
	return {asset, model: meta.id, promoted, known, score: model, held80};
};

/** Trains one series and, where the model is used, forecasts with it at once. */
async function trainOne(
	app: App,
	{interval, kind, search, first}: TrainingRequest,
	asset: AssetId,
	onProgress: (step: NonNullable<Training['progress']>) => void,
	signal: AbortSignal,
): Promise<TrainingResult> {
	try {
		const [result] = await app.forecasting.train(
			{
				choice: {by: 'names', names: [asset]},
				intervals: [interval],
				kind,
				seed,
				search,
				...(first === null ? {} : {first}),
			},
			({step, done, of}) => onProgress({asset, step, done, of}),
			signal,
		);
		if (result!.outcome === 'trained' && result!.promoted) {
			await app.forecasting.predict({names: [asset], intervals: [interval], kind});
		}

		return plain(result!);
	} catch (error) {
		return {asset, fault: faultReport(toFault(error).forAsset(asset))};
	}
}

function endOf({results}: Training, signal: AbortSignal): Training['state'] {
	if (signal.aborted) return 'cancelled';
	const refused = results.filter(result => 'fault' in result).length;
	return refused === 0 ? 'done' : refused < results.length ? 'partial' : 'failed';
}

export function createTrainings({borrow, tell}: TrainingsParts): Trainings {
	const running = new Map<number, Running>();
	let lastId = 0;

	const tellNow = (one: Running, changes: Partial<Training>): void => {
		one.training = {...one.training, ...changes};
		tell({type: 'training', training: one.training});
	};
	/** Tells the newest progress a little later, together with what comes until then. */
	const tellSoon = async (one: Running, progress: Training['progress']): Promise<void> => {
		one.training = {...one.training, progress};
		if (one.telling) return;
		one.telling = true;
		await sleep(progressMs, undefined, {ref: false});
		one.telling = false;
		if (running.has(one.training.id)) tell({type: 'training', training: one.training});
	};

	const run = async (one: Running, assets: readonly AssetId[]): Promise<void> => {
		const {request, id} = one.training;
		const {signal} = one.control;
		// The pool has its own queue; this bounds how many series wait there with their candles.
		const limited = createLimiter(availableParallelism());
		const perform = async (app: App, asset: AssetId): Promise<void> => {
			if (signal.aborted) return;
			const onProgress = (progress: Training['progress']): void => void tellSoon(one, progress);
			const result = await trainOne(app, request, asset, onProgress, signal);
			if ('fault' in result && result.fault.code === 'interrupted') return;
			tellNow(one, {results: [...one.training.results, result]});
			if ('model' in result) tell({type: 'forecasts-stored'});
		};
		await borrow(async app => {
			await Promise.all(assets.map(async asset => limited(async () => perform(app, asset))));
			running.delete(id);
			const finishedAt = app.clock.now();
			tellNow(one, {state: endOf(one.training, signal), finishedAt, progress: null});
		});
	};

	const cancel = ({control}: Running): void =>
		control.abort(new Fault('interrupted', 'The training was cancelled.'));

	return {
		busy: () => running.size > 0,
		async add(request) {
			const {assets, startedAt} = await borrow(async app => ({
				assets: await assetsOf(app, request),
				startedAt: app.clock.now(),
			}));
			const training: Training = {
				id: ++lastId,
				request,
				state: 'running',
				series: assets.length,
				results: [],
				progress: null,
				startedAt,
				finishedAt: null,
			};
			const one: Running = {
				training,
				control: new AbortController(),
				telling: false,
				ended: Promise.resolve(),
			};
			running.set(training.id, one);
			tell({type: 'training', training});
			// Fails only where the desk was closed in between: then nobody waits for it.
			one.ended = run(one, assets).catch(() => void running.delete(training.id));
			return training;
		},
		async cancel(id) {
			const one = running.get(id);
			if (one) return cancel(one);
			const never = id > lastId || id < 1;
			throw new Fault('usage', never ? `There is no training ${id}.` : `Training ${id} is over already.`, {
				hint: 'Only a training that runs can be cancelled.',
			});
		},
		async stop() {
			const all = [...running.values()];
			for (const one of all) cancel(one);
			await Promise.allSettled(all.map(({ended}) => ended));
		},
	};
}
