/** The composition root: the only file that knows both adapters and pipeline. */

import {hostname} from 'node:os';
import {join} from 'node:path';
import {allowancesOf, secretsOf} from '#contracts/config.js';
import type {Config} from '#contracts/config.js';
import type {PipelineEvent} from '#domain/event.js';
import type {RunId} from '#domain/run.js';
import {snapshotOrder} from '#domain/source-policy.js';
import {createBus} from '#pipeline/bus.js';
import type {Pipeline} from '#pipeline/commands.js';
import {createPipeline} from '#pipeline/pipeline.js';
import type {Sources, World} from '#pipeline/world.js';
import type {Storage} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {createEventLog} from './adapters/event-log.js';
import {createAgent} from './adapters/http/agent.js';
import type {HttpWorld} from './adapters/http/client.js';
import {readArchived} from './adapters/providers/archive-reader.js';
import {isAlive} from './adapters/process-alive.js';
import {createBinance} from './adapters/providers/binance.js';
import {createCoincap} from './adapters/providers/coincap.js';
import {createCoingecko} from './adapters/providers/coingecko.js';
import {openStorage} from './adapters/storage/open.js';
import {systemClock, systemRandom} from './adapters/system-clock.js';

/** What a shell holds. */
export type App = {
	readonly config: Config;
	readonly storage: Storage;
	readonly pipeline: Pipeline;
	readonly events: {subscribe(listener: (event: PipelineEvent) => void): () => void};
	/** True when the data comes from the simulated market. */
	readonly simulated: boolean;
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

const dayMs = 24 * 60 * 60 * 1000;
const demoSeed = 20_170_817;

/** Opens the store, connects the parts and hands out the app. Throws Faults of the storage and of the configuration. */
export async function openApp(options: AppOptions): Promise<App> {
	const {demo = false, readOnly = false, mode, clock = systemClock} = options;
	const exchange = demo && mode === 'headless' ? await openExchange(clock) : null;
	const config = exchange ? {...options.config, ...exchange.settings} : options.config;
	const bus = createBus();
	const log = readOnly
		? null
		: createEventLog({
				folder: join(config.dataDir, 'logs'),
				level: config['log.level'],
				secrets: secretsOf(options.config),
				onLost: options.onLogLost ?? (() => {}),
			});
	if (log) bus.subscribe(event => log.listen(event));
	const agent = createAgent();
	let opened: Storage | null = null;
	const close = async (): Promise<void> => {
		await agent.close();
		await opened?.close();
		await log?.close();
		await exchange?.close();
	};

	try {
		const storage = await openStorage({
			dataDir: config.dataDir,
			busyTimeoutMs: mode === 'headless' ? 5000 : 1000,
			clock,
			readOnly,
		});
		opened = storage;
		const world = createWorld({config, storage, agent, clock, events: bus, simulated: demo});
		return {config, storage, pipeline: createPipeline(world), events: bus, simulated: demo, close};
	} catch (error) {
		await close();
		throw error;
	}
}

type WorldParts = {
	readonly config: Config;
	readonly storage: Storage;
	readonly agent: ReturnType<typeof createAgent>;
	readonly clock: Clock;
	readonly events: EventSink;
	readonly simulated: boolean;
};

function createWorld({config, storage, agent, clock, events, simulated}: WorldParts): World {
	const allowances = allowancesOf(config);
	const shared = (run: RunId): HttpWorld => {
		const idle = config['http.timeoutSeconds'] * 1000;
		return {
			run,
			agent,
			budgets: storage.budgets,
			archive: storage.archive,
			cache: storage.cache,
			clock,
			random: systemRandom,
			events,
			timeouts: {headersMs: idle, idleMs: idle, totalMs: idle * 3},
		};
	};

	return {
		storage,
		clock,
		random: systemRandom,
		events,
		process: {pid: process.pid, host: hostname()},
		isAlive,
		simulated,
		settings: {
			snapshotTop: config['snapshot.top'],
			watchlist: config.watchlist,
			watchTop: config['watch.top'],
			perMinute: mapValues(allowances, ({perMinute}) => perMinute),
			monthlyCredits: mapValues(allowances, ({perMonth}) => perMonth),
			rawKeepMs: config['raw.keepDays'] * dayMs,
		},
		connect: run => connect(config, allowances, shared(run)),
		readArchived,
		keyless: config['coincap.key'] === null ? {coincap: 'COINCAP_API_KEY'} : {},
	};
}

function connect(config: Config, allowances: ReturnType<typeof allowancesOf>, world: HttpWorld): Sources {
	const coingecko = createCoingecko(
		{
			baseUrl: config['coingecko.url'],
			key: config['coingecko.key'],
			plan: config['coingecko.plan'],
			allowance: allowances.coingecko,
		},
		world,
	);
	const binance = createBinance({baseUrl: config['binance.url'], allowance: allowances.binance}, world);
	const coincap =
		config['coincap.key'] === null
			? null
			: createCoincap(
					{baseUrl: config['coincap.url'], key: config['coincap.key'], allowance: allowances.coincap},
					world,
				);
	const keyed = coincap === null ? [] : [coincap];
	const snapshots = [coingecko, ...keyed];
	return {
		snapshots: snapshots.toSorted(
			(a, b) => snapshotOrder.indexOf(a.source) - snapshotOrder.indexOf(b.source),
		),
		candles: [binance],
		prices: [coingecko, ...keyed],
		venues: keyed,
		report: () => [coingecko, binance, ...keyed].map(source => source.stats()),
	};
}

/** The simulated exchange and the settings that point every source at it. */
async function openExchange(
	clock: Clock,
): Promise<{readonly settings: Partial<Config>; close(): Promise<void>}> {
	const {startExchange} = await import('./adapters/simulated/exchange.js');
	const exchange = await startExchange({seed: demoSeed, clock: () => clock.now()});
	return {
		settings: {
			'coingecko.url': exchange.urls.coingecko,
			'coingecko.key': null,
			'coingecko.rpm': 1e9,
			'coingecko.monthlyCredits': null,
			'coincap.url': exchange.urls.coincap,
			'coincap.key': 'key-of-the-simulated-market',
			'coincap.rpm': 1e9,
			'coincap.monthlyCredits': null,
			'binance.url': exchange.urls.binance,
			'binance.weight': 1e9,
		},
		close: () => exchange.close(),
	};
}

function mapValues<Key extends string, From, To>(
	record: Readonly<Record<Key, From>>,
	read: (value: From) => To,
): Readonly<Record<Key, To>> {
	return Object.fromEntries(Object.entries<From>(record).map(([key, value]) => [key, read(value)])) as Record<
		Key,
		To
	>;
}
