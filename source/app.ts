/** The composition root: the only place that knows both adapters and pipeline. What reaches the network waits in engine.ts. */

import {join} from 'node:path';
import {secretsOf} from '#contracts/config.js';
import type {Config} from '#contracts/config.js';
import type {PipelineEvent} from '#domain/event.js';
import {toFault, type Fault} from '#domain/fault.js';
import type {AssetId} from '#domain/market.js';
import type {RunReport} from '#domain/run.js';
import {describeAlert, messageStyle} from '#pipeline/alerts/message.js';
import {createBus} from '#pipeline/bus.js';
import type {Pipeline} from '#pipeline/commands.js';
import type {Forecasting} from '#pipeline/forecast/forecasting.js';
import type {Alert, AlertMessage} from '#ports/alerts.js';
import type {Trainer} from '#ports/forecasts.js';
import type {LiveSource} from '#ports/live-data.js';
import type {Storage} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {createEventLog} from './adapters/event-log.js';
import {openStorage} from './adapters/storage/open.js';
import {systemClock} from './adapters/system-clock.js';
import type {Alerting} from './app/alerting.js';
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
	/** An alert in the user's language. */
	describeAlert(alert: Alert): AlertMessage;
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
	/** A pool of threads unless said otherwise. */
	readonly trainer?: Trainer;
};

/** Opens the store, connects the parts and hands out the app. Throws Faults of the storage and of the configuration. */
export async function openApp(options: AppOptions): Promise<App> {
	const {config, demo = false, readOnly = false, mode, clock = systemClock} = options;
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
	const unstored = {config, clock, events: bus, simulated: demo};
	/** Tells, as well as it can be, that the store is damaged; passes every error on. */
	const lose = async (error: unknown): Promise<never> => {
		const {code, message} = toFault(error);
		if (code === 'storage-damaged' && !readOnly) {
			const {tellDamagedStore} = await import('./app/alerting.js');
			await tellDamagedStore(unstored, message);
		}

		throw error;
	};
	const storage = await openStorage({
		dataDir: config.dataDir,
		busyTimeoutMs: mode === 'headless' ? 5000 : 1000,
		clock,
		readOnly,
	})
		.catch(lose)
		.catch(async (error: unknown) => {
			await log?.close();
			throw error;
		});

	let alerts: Promise<Alerting> | undefined;
	const alerting = async (): Promise<Alerting> => {
		alerts ??= import('./app/alerting.js').then(({createAlerting}) => createAlerting({...unstored, storage}));
		return alerts;
	};
	const afterRun = async (report: RunReport, signal?: AbortSignal): Promise<void> => {
		if (signal?.aborted) return;
		await (await alerting()).afterRun(report, signal);
		if (report.kind !== 'collect' || report.status === 'failed' || signal?.aborted) return;
		await followUp(storage, bus, config['forecast.retrain'] === 'on', forecasts, signal);
	};

	let forecaster: Promise<Forecaster> | undefined;
	const forecasts = async (): Promise<Forecasting> => {
		forecaster ??= import('./app/forecaster.js').then(({startForecaster}) =>
			startForecaster({storage, clock, ...(options.trainer ? {trainer: options.trainer} : {})}),
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
				afterRun,
			}),
		);
		return started;
	};

	return {
		config,
		storage,
		pipeline: createLazyPipeline(async () => (await engine()).pipeline, lose),
		forecasting: createLazyForecasting(forecasts),
		clock,
		events: bus,
		simulated: demo,
		describeAlert: alert => describeAlert(alert, messageStyle(config, demo)),
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

/** A pipeline that comes into being with its first command. What a run throws goes through `lose`. */
const createLazyPipeline = (
	pipeline: () => Promise<Pipeline>,
	lose: (error: unknown) => Promise<never>,
): Pipeline => ({
	collect: async (options, signal) => (await pipeline()).collect(options, signal).catch(lose),
	watch: async (options, seconds, onReport, signal) =>
		(await pipeline()).watch(options, seconds, onReport, signal).catch(lose),
	pauseAfter: async (report, seconds) => (await pipeline()).pauseAfter(report, seconds),
	plan: async (options, signal) => (await pipeline()).plan(options, signal),
	backfill: async (options, signal) => (await pipeline()).backfill(options, signal).catch(lose),
	replay: async (options, signal) => (await pipeline()).replay(options, signal),
	examine: async options => (await pipeline()).examine(options),
	planHealing: async options => (await pipeline()).planHealing(options),
	heal: async (options, signal) => (await pipeline()).heal(options, signal).catch(lose),
	retryQuarantine: async ids => (await pipeline()).retryQuarantine(ids),
});

/** Forecasting that comes into being with its first use. */
const createLazyForecasting = (forecasts: () => Promise<Forecasting>): Forecasting => ({
	train: async (options, onProgress, signal) => (await forecasts()).train(options, onProgress, signal),
	predict: async options => (await forecasts()).predict(options),
	current: async line => (await forecasts()).current(line),
	retrainDue: async signal => (await forecasts()).retrainDue(signal),
});

/** New candles let old forecasts be settled and new ones be made, and may call for another training. Never throws. */
async function followUp(
	{models}: Storage,
	events: EventSink,
	retrain: boolean,
	forecasts: () => Promise<Forecasting>,
	signal: AbortSignal | undefined,
): Promise<void> {
	const tell = (level: 'info' | 'warn', code: string, message: string, asset: AssetId | null = null): void =>
		events.emit({type: 'notice', level, code, message, source: null, asset});
	const warn = ({code, message, asset}: Fault): void => tell('warn', code, message, asset ?? null);
	try {
		if ((await models.list({current: true}, 1)).length === 0) return;
		const forecasting = await forecasts();
		const {made, faults} = await forecasting.predict({});
		const fresh = made.filter(({isNew}) => isNew);
		if (fresh.length > 0) tell('info', 'forecast', `Forecast the next candle of ${fresh.length} series.`);
		// A series that is not collected any more is no news.
		for (const fault of faults) if (fault.code !== 'candles-stale') warn(fault);
		if (!retrain || signal?.aborted) return;

		const results = await forecasting.retrainDue(signal);
		const trained = results.filter(({outcome}) => outcome === 'trained');
		if (trained.length > 0) tell('info', 'forecast', `Trained ${trained.length} models again.`);
		for (const result of results) {
			if (result.outcome === 'refused' && result.fault.code !== 'interrupted') warn(result.fault);
		}
	} catch (error) {
		warn(toFault(error));
	}
}
