/** The part of the program that reaches the network: sources, agent, simulated exchange. Loaded when it is first needed. */

import {hostname} from 'node:os';
import {allowancesOf, type Config} from '#contracts/config.js';
import type {RunId, RunReport} from '#domain/run.js';
import {snapshotOrder} from '#domain/source-policy.js';
import type {Pipeline} from '#pipeline/commands.js';
import {createPipeline} from '#pipeline/pipeline.js';
import type {Sources, World} from '#pipeline/world.js';
import type {LiveSource} from '#ports/live-data.js';
import type {Storage} from '#ports/storage.js';
import type {Clock, EventSink} from '#ports/world.js';
import {createAgent} from '../adapters/http/agent.js';
import type {HttpWorld} from '../adapters/http/client.js';
import {isAlive} from '../adapters/process-alive.js';
import {readArchived} from '../adapters/providers/archive-reader.js';
import {createBinance} from '../adapters/providers/binance.js';
import {createBinanceStream} from '../adapters/providers/binance-stream.js';
import {createCoincap} from '../adapters/providers/coincap.js';
import {createCoingecko} from '../adapters/providers/coingecko.js';
import {systemRandom} from '../adapters/system-clock.js';

/** What an engine needs. With `simulated` it starts the exchange of the simulated market and asks only that one. */
export type EngineParts = {
	readonly config: Config;
	readonly storage: Storage;
	readonly clock: Clock;
	readonly events: EventSink;
	readonly simulated: boolean;
	/** What follows a finished cycle or backfill, before its report is given back. */
	readonly afterRun: (report: RunReport, signal?: AbortSignal) => Promise<void>;
};

export type Engine = {
	readonly pipeline: Pipeline;
	/** A stream of live prices, not started yet; whoever opens it closes it. */
	openLive(): LiveSource;
	/** Ends the connections and the simulated exchange. */
	close(): Promise<void>;
};

const dayMs = 24 * 60 * 60 * 1000;
const demoSeed = 20_170_817;

export async function startEngine(parts: EngineParts): Promise<Engine> {
	const exchange = parts.simulated ? await openExchange(parts.clock) : null;
	const config = exchange ? {...parts.config, ...exchange.settings} : parts.config;
	const agent = createAgent();
	return {
		pipeline: createPipeline(createWorld({...parts, config, agent})),
		openLive: () =>
			createBinanceStream({url: config['binance.streamUrl']}, {clock: parts.clock, random: systemRandom}),
		async close() {
			await agent.close();
			await exchange?.close();
		},
	};
}

type WorldParts = EngineParts & {readonly agent: ReturnType<typeof createAgent>};

function createWorld({config, storage, agent, clock, events, simulated, afterRun}: WorldParts): World {
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
		afterRun,
		settings: {
			snapshotTop: config['snapshot.top'],
			watchlist: config.watchlist,
			watchTop: config['watch.top'],
			currencies: [config['ui.currency']],
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
		rates: [coingecko],
		report: () => [coingecko, binance, ...keyed].map(source => source.stats()),
	};
}

/** The simulated exchange and the settings that point every source at it. */
async function openExchange(
	clock: Clock,
): Promise<{readonly settings: Partial<Config>; close(): Promise<void>}> {
	const {startExchange} = await import('../adapters/simulated/exchange.js');
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
			'binance.streamUrl': exchange.urls.binanceStream,
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
