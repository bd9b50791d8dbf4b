/** The composition root: the only place that knows both adapters and pipeline. What reaches the network waits in engine.ts. */

import {join} from 'node:path';
import {secretsOf} from '#contracts/config.js';
import type {Config} from '#contracts/config.js';
import type {PipelineEvent} from '#domain/event.js';
import {createBus} from '#pipeline/bus.js';
import type {Pipeline} from '#pipeline/commands.js';
import type {Forecasting} from '#pipeline/forecast/forecasting.js';
import type {LiveSource} from '#ports/live-data.js';
import type {Storage} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {createEventLog} from './adapters/event-log.js';
import {openStorage} from './adapters/storage/open.js';
import {systemClock} from './adapters/system-clock.js';
import type {Engine} from './app/engine.js';
import type {Forecaster} from './app/forecaster.js';

/** What a shell holds. */
export type App = {
	readonly config: Config;
	readonly storage: Storage;
	readonly pipeline: Pipeline;
	readonly forecasting: Forecasting;
	readonly clock: Clock;
	readonly events: {subscribe(listener: (event: PipelineEvent) => void): () => void};
	/** True when the data comes from the simulated market. */
	readonly simulated: boolean;
	/** A stream of live prices, not started yet; whoever opens it closes it before the app. */
	openLive(): Promise<LiveSource>;
	/** Ends everything in order; never throws. */
	close(): Promise<void>;
};

export type AppOptions = {
	readonly config: Config;
	/** Runs against the simulated market on a loopback port; the caller chose a data folder of its own for it. */
	readonly demo?: boolean;
	readonly readOnly?: boolean;
	/** `headless` may wait for a locked database; `look` only reads. */
	readonly mode: 'headless' | 'look';
	/** Told once when the log cannot be written. */
	readonly onLogLost?: (message: string) => void;
	/** The machine's clock unless said otherwise. */
	readonly clock?: Clock;
};

/** Opens the store, connects the parts and hands out the app. Throws Faults of the storage and of the configuration. */
export async function openApp(options: AppOptions): Promise<App> {
	const {config, demo = false, readOnly = false, mode, clock = systemClock} = options;
	const storage = await openStorage({
		dataDir: config.dataDir,
		busyTimeoutMs: mode === 'headless' ? 5000 : 1000,
		clock,
		readOnly,
	});
	const bus = createBus();
	const log = readOnly
		? null
		: createEventLog({
				folder: join(config.dataDir, 'logs'),
				level: config['log.level'],
				secrets: secretsOf(config),
				onLost: options.onLogLost ?? (() => {}),
			});
	if (log) bus.subscribe(event => log.listen(event));

	let forecaster: Promise<Forecaster> | undefined;
	const forecasts = async (): Promise<Forecasting> => {
		forecaster ??= import('./app/forecaster.js').then(({startForecaster}) =>
			startForecaster({storage, clock}),
		);
		return (await forecaster).forecasting;
	};

	let started: Promise<Engine> | undefined;
	const engine = async (): Promise<Engine> => {
		// Undici and the sources take longer to load than the store takes to open.
		started ??= import('./app/engine.js').then(({startEngine}) =>
			startEngine({
				config,
				storage,
				clock,
				events: bus,
				simulated: demo,
				afterCycle: signal => followUp(storage, bus, config['forecast.retrain'] === 'on', forecasts, signal),
			}),
		);
		return started;
	};

	return {
		config,
		storage,
		pipeline: createLazyPipeline(async () => (await engine()).pipeline),
		forecasting: createLazyForecasting(forecasts),
		clock,
		events: bus,
		simulated: demo,
		openLive: async () => (await engine()).openLive(),
		async close() {
			const running = await started?.catch(() => undefined);
			await running?.close();
			await (await forecaster?.catch(() => undefined))?.close();
			await storage.close();
			await log?.close();
		},
	};
}

/** A pipeline that comes into being with its first command. */
const createLazyPipeline = (pipeline: () => Promise<Pipeline>): Pipeline => ({
	collect: async (options, signal) => (await pipeline()).collect(options, signal),
	watch: async (options, seconds, onReport, signal) =>
		(await pipeline()).watch(options, seconds, onReport, signal),
	pauseAfter: async (report, seconds) => (await pipeline()).pauseAfter(report, seconds),
	plan: async (options, signal) => (await pipeline()).plan(options, signal),
	backfill: async (options, signal) => (await pipeline()).backfill(options, signal),
	replay: async (options, signal) => (await pipeline()).replay(options, signal),
	retryQuarantine: async ids => (await pipeline()).retryQuarantine(ids),
});

/** Forecasting that comes into being with its first use. */
const createLazyForecasting = (forecasts: () => Promise<Forecasting>): Forecasting => ({
	train: async (options, onProgress, signal) => (await forecasts()).train(options, onProgress, signal),
	predict: async options => (await forecasts()).predict(options),
	predictAll: async () => (await forecasts()).predictAll(),
	retrainDue: async signal => (await forecasts()).retrainDue(signal),
});

/** New candles let old forecasts be settled and new ones be made, and may call for another training. */
async function followUp(
	{models}: Storage,
	events: EventSink,
	retrain: boolean,
	forecasts: () => Promise<Forecasting>,
	signal: AbortSignal | undefined,
): Promise<void> {
	if (!(await models.list()).some(({current}) => current)) return;
	const forecasting = await forecasts();
	const notice = (message: string): void =>
		events.emit({type: 'notice', level: 'info', code: 'forecast', message, source: null, asset: null});
	if (retrain) {
		const trained = await forecasting.retrainDue(signal);
		if (trained.length > 0) notice(`Trained ${trained.length} models again.`);
	}

	const {made, faults} = await forecasting.predictAll();
	notice(`Made ${made.length} forecasts.`);
	for (const {code, message, asset} of faults) {
		events.emit({type: 'notice', level: 'warn', code, message, source: null, asset: asset ?? null});
	}
}
