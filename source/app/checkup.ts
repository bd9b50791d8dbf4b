/** Looks at the machine around the program: disk, log, sources, clock. Opens no store and changes nothing. */

import {join} from 'node:path';
import {allowancesOf, type Config} from '#contracts/config.js';
import {failed, passed, type Check} from '#domain/doctor/check.js';
import {judgeClock} from '#domain/doctor/judge.js';
import {sourceNames, type SourceName} from '#domain/market.js';
import type {Storage} from '#ports/storage.js';
import type {Clock} from '#ports/world.js';
import {checkDisk, checkLog} from '../adapters/checks/folders.js';
import {probe, type ProbedSource} from '../adapters/checks/probe.js';
import {logFileName} from '../adapters/event-log.js';
import {createAgent} from '../adapters/http/agent.js';

export type CheckupOptions = {
	readonly config: Config;
	/** The simulated market lives inside the program: no source is asked. */
	readonly simulated: boolean;
	readonly clock: Pick<Clock, 'now' | 'monotonic'>;
	/** Sources that are not asked: those of {@link blockedSources}. */
	readonly blocked: ReadonlySet<SourceName>;
	readonly signal: AbortSignal | undefined;
};

/** No check takes longer, ms. */
const longestProbe = 5000;

const oldestNode = 20;

/** Sources that want no request now, as the store knows it. */
export async function blockedSources({
	config,
	storage,
	clock,
}: {
	readonly config: Config;
	readonly storage: Pick<Storage, 'budgets'>;
	readonly clock: Pick<Clock, 'now'>;
}): Promise<ReadonlySet<SourceName>> {
	const now = clock.now();
	const allowances = allowancesOf(config);
	const states = await Promise.all(
		sourceNames.map(source => storage.budgets.state(source, allowances[source], now)),
	);
	return new Set(states.filter(({blockedUntil}) => (blockedUntil ?? 0) > now).map(({source}) => source));
}

export async function checkMachine(options: CheckupOptions): Promise<readonly Check[]> {
	const {dataDir} = options.config;
	const [disk, log, sources] = await Promise.all([
		checkDisk(dataDir),
		checkLog(join(dataDir, 'logs'), logFileName),
		options.simulated ? simulatedSources : checkSources(options),
	]);
	return [checkNode(process.versions.node), disk, log, ...sources];
}

function checkNode(version: string): Check {
	return Number.parseInt(version, 10) < oldestNode
		? failed('node', `Node.js ${version} is too old.`, `Install Node.js ${oldestNode} or newer.`)
		: passed('node', `Node.js ${version}.`);
}

const simulatedSources: readonly Check[] = [
	passed('sources', 'The simulated market is part of the program; no source was asked.'),
];

async function checkSources({config, clock, blocked, signal}: CheckupOptions): Promise<readonly Check[]> {
	const agent = createAgent({connectTimeoutMs: Math.min(longestProbe, config['http.timeoutSeconds'] * 1000)});
	const patienceMs = Math.min(longestProbe, config['http.timeoutSeconds'] * 1000);
	try {
		const probes = await Promise.all(
			probedSources(config)
				.filter(({source}) => !blocked.has(source))
				.map(source => probe(source, {agent, clock, patienceMs, signal})),
		);
		const time = judgeClock(probes.flatMap(({reading}) => (reading === null ? [] : [reading])));
		return [
			...probes.map(({check}) => check),
			...(config['coincap.key'] === null
				? [passed('source.coincap', 'coincap is left out: it answers only with a key (COINCAP_API_KEY).')]
				: []),
			...(time === null ? [] : [time]),
		];
	} finally {
		await agent.close();
	}
}

function probedSources(config: Config): readonly ProbedSource[] {
	const {'coingecko.key': coingecko, 'coincap.key': coincap} = config;
	const header = config['coingecko.plan'] === 'pro' ? 'x-cg-pro-api-key' : 'x-cg-demo-api-key';
	return [
		{
			source: 'coingecko',
			baseUrl: config['coingecko.url'],
			baseUrlKey: 'CRYPTO_TUI_COINGECKO_URL',
			key: coingecko === null ? null : {header, value: coingecko},
		},
		{source: 'binance', baseUrl: config['binance.url'], baseUrlKey: 'CRYPTO_TUI_BINANCE_URL', key: null},
		...(coincap === null
			? []
			: [
					{
						source: 'coincap' as const,
						baseUrl: config['coincap.url'],
						baseUrlKey: 'CRYPTO_TUI_COINCAP_URL',
						key: {header: 'authorization', value: `Bearer ${coincap}`},
					},
				]),
	];
}
