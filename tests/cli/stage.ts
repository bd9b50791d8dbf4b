/** A stage for commands: streams that remember, an environment of its own, and an app made of fakes. */

import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Writable} from 'node:stream';
import type {App, AppOptions} from '#app.js';
import {main} from '#cli/main.js';
import type {Surroundings} from '#cli/surroundings.js';
import {candlesFrom, sliceCandles} from '#domain/candles.js';
import type {PipelineEvent} from '#domain/event.js';
import type {Asset, Candle, SeriesKey} from '#domain/market.js';
import {noRows, type RunReport} from '#domain/run.js';
import {systemClock} from '#adapters/system-clock.js';
import type {Pipeline} from '#pipeline/commands.js';
import type {Forecasting} from '#pipeline/forecast/forecasting.js';
import type {
	BrokenModel,
	ForecastFilter,
	ListedModel,
	ModelFilter,
	StoredExperiment,
	StoredForecast,
} from '#ports/forecasts.js';
import type {QuarantineRow, SeriesSummary, Storage, StoredQuote, StoredRun} from '#ports/storage.js';

/** 2026-11-21T02:30:00Z: half an hour into an hourly candle. */
export const now = Date.UTC(2026, 10, 21, 2, 30);

export const reportOf = (changes: Partial<RunReport> = {}): RunReport => ({
	run: '20261121-023000-abcdef',
	kind: 'collect',
	status: 'done',
	simulated: false,
	startedAt: '2026-11-21T02:30:00.000Z',
	finishedAt: '2026-11-21T02:30:01.500Z',
	sources: [{source: 'coingecko', state: 'ok', requests: 2, retries: 1, rateLimited: 0, bytes: 123_456}],
	rows: {...noRows(), extracted: 250, accepted: 250, inserted: 240, updated: 10},
	stages: [],
	faults: [],
	drift: [],
	...changes,
});

export const candle = (ts: number, more: Partial<Candle> = {}): Candle => ({
	ts,
	open: 1,
	high: 3,
	low: 0.5,
	close: 2,
	volume: 10,
	flags: 0,
	...more,
});

type StoredSeries = {readonly key: SeriesKey; readonly candles: readonly Candle[]};

/** What the fake store holds. */
type Held = {
	readonly assets?: readonly Asset[];
	readonly series?: readonly StoredSeries[];
	readonly quotes?: readonly StoredQuote[];
	readonly runs?: readonly StoredRun[];
	readonly quarantine?: readonly QuarantineRow[];
	readonly models?: readonly ListedModel[];
	readonly brokenModels?: readonly BrokenModel[];
	/** By model. */
	readonly experiments?: Readonly<Record<string, readonly StoredExperiment[]>>;
	readonly forecasts?: readonly StoredForecast[];
};

const sameKey = (a: SeriesKey, b: SeriesKey): boolean =>
	a.source === b.source && a.asset === b.asset && a.interval === b.interval && a.origin === b.origin;

function fakeStorage({
	assets = [],
	series = [],
	quotes = [],
	runs = [],
	quarantine = [],
	models = [],
	brokenModels = [],
	experiments = {},
	forecasts = [],
}: Held): Storage {
	const summaries = series.map(({key, candles}): SeriesSummary => ({
		...key,
		from: candles[0]?.ts ?? 0,
		to: candles.at(-1)?.ts ?? 0,
		count: candles.length,
		gaps: 0,
		revisions: 0,
	}));
	const fake = {
		info: async () => ({
			engine: 'SQLite 3.50',
			location: '/data/market.db',
			schemaVersion: 1,
			sizeBytes: 1_234_567,
			integrity: 'ok',
		}),
		assets: {
			list: async () => [...assets],
			find: async (ids: readonly string[]) => assets.filter(({id}) => ids.includes(id)),
			bySymbol: async (symbol: string) => assets.filter(row => row.symbol === symbol.toUpperCase()),
		},
		quotes: {
			stats: async () => ({count: quotes.length, latestAt: quotes.at(-1)?.capturedAt ?? null}),
			stream: async function* () {
				if (quotes.length > 0) yield quotes;
			},
		},
		candles: {
			list: async (filter: {source?: string; asset?: string; interval?: string} = {}) =>
				summaries.filter(
					({source, asset, interval}) =>
						(filter.source ?? source) === source &&
						(filter.asset ?? asset) === asset &&
						(filter.interval ?? interval) === interval,
				),
			newest: async (key: SeriesKey, count: number) =>
				candlesFrom((series.find(row => sameKey(row.key, key))?.candles ?? []).slice(-count)),
			stream: async function* (key: SeriesKey, range: {from: number; to: number}) {
				const all = candlesFrom(
					(series.find(row => sameKey(row.key, key))?.candles ?? []).filter(
						({ts}) => ts >= range.from && ts < range.to,
					),
				);
				for (let at = 0; at < all.length; at += 2) yield sliceCandles(all, at, Math.min(at + 2, all.length));
			},
		},
		models: {
			list: async ({interval, current}: ModelFilter = {}) =>
				models.filter(
					row =>
						(interval ?? row.meta.interval) === row.meta.interval && (current ?? row.current) === row.current,
				),
			broken: async () => brokenModels,
			experiments: async (id: string) => experiments[id] ?? [],
			find: async (prefix: string) => models.filter(({meta}) => meta.id.startsWith(prefix)).slice(0, 2),
			prune: async (keep: number) => models.slice(keep).map(({meta}) => meta.id),
		},
		forecasts: {
			list: async ({asset, interval, from = 0, to = Infinity}: ForecastFilter = {}) =>
				forecasts.filter(
					row =>
						(asset ?? row.asset) === row.asset &&
						(interval ?? row.interval) === row.interval &&
						row.for >= from &&
						row.for < to,
				),
		},
		venues: {markets: async () => []},
		runs: {list: async (limit: number) => runs.slice(0, limit)},
		quarantine: {
			list: async (filter: {state?: string; source?: string} = {}) =>
				quarantine.filter(
					({state, source}) => (filter.state ?? state) === state && (filter.source ?? source) === source,
				),
			find: async (id: number) => quarantine.find(row => row.id === id) ?? null,
			count: async () => ({violation: quarantine.length, incomplete: 0}),
		},
		budgets: {
			state: async (source: string, allowance: {perMinute: number; perMonth: number}) => ({
				source,
				usedThisMinute: 3,
				perMinute: allowance.perMinute,
				usedThisMonth: 12,
				perMonth: Number.isFinite(allowance.perMonth) ? allowance.perMonth : null,
				blockedUntil: null,
			}),
		},
	};
	return fake as unknown as Storage;
}

class Memory extends Writable {
	text = '';
	readonly isTTY: boolean;
	readonly columns: number;

	constructor(isTTY: boolean, columns: number) {
		super();
		this.isTTY = isTTY;
		this.columns = columns;
	}

	override _write(chunk: Buffer | string, _encoding: string, done: () => void): void {
		this.text += chunk.toString();
		done();
	}
}

export type Stage = {
	readonly root: string;
	readonly dataDir: string;
	/** Runs a command line to its exit code. */
	run(...argv: string[]): Promise<number>;
	/** What was printed since the last call. */
	out(): string;
	err(): string;
	readonly opened: AppOptions[];
	closed(): number;
	emit(event: PipelineEvent): void;
	readonly stop: AbortController;
	/** What ran at the end of the process would run now. */
	exit(): void;
	/** Something is thrown where nobody waits for it; the code the process would end with. */
	stray(error: unknown): Promise<number | undefined>;
	/** Ctrl-Z, and `fg`. */
	pause(): void;
	resume(): void;
	dispose(): void;
};

export type StageOptions = {
	readonly pipeline?: Partial<Pipeline>;
	readonly forecasting?: Partial<Forecasting>;
	readonly held?: Held;
	/** Thrown by `openApp`. */
	readonly refuses?: Error;
	readonly environment?: Record<string, string>;
	readonly terminal?: boolean;
	readonly columns?: number;
	/** False: the data folder does not exist yet. */
	readonly database?: boolean;
};

/** Builds a stage; `dispose` removes its folder. */
export function setStage(options: StageOptions = {}): Stage {
	const {pipeline = {}, forecasting = {}, held = {}, refuses, environment = {}, database = true} = options;
	const {terminal = false, columns = 80} = options;
	const root = mkdtempSync(join(tmpdir(), 'cli-'));
	const dataDir = join(root, 'data');
	if (database) {
		for (const folder of [dataDir, join(dataDir, 'demo')]) {
			mkdirSync(folder);
			writeFileSync(join(folder, 'database'), '');
		}
	}

	const out = new Memory(terminal, columns);
	const err = new Memory(terminal, columns);
	const listeners = new Set<(event: PipelineEvent) => void>();
	const lasts = new Set<() => void>();
	let tellStray: Parameters<Surroundings['onStray']>[0] | undefined;
	const pauses = new Set<{before(): void; after(): void}>();
	const opened: AppOptions[] = [];
	const stop = new AbortController();
	let closed = 0;
	const surroundings: Surroundings = {
		out,
		err,
		environment: {CRYPTO_TUI_DATA_DIR: dataDir, CRYPTO_TUI_TIME_ZONE: 'UTC', ...environment},
		folder: root,
		home: root,
		platform: 'linux',
		now: () => now,
		signal: stop.signal,
		onExit(last) {
			lasts.add(last);
			return () => lasts.delete(last);
		},
		onPause(before, after) {
			const entry = {before, after};
			pauses.add(entry);
			return () => pauses.delete(entry);
		},
		onStray(tell) {
			tellStray = tell;
		},
		async openApp(appOptions) {
			opened.push(appOptions);
			if (refuses) throw refuses;
			const app: App = {
				config: appOptions.config,
				storage: fakeStorage(held),
				pipeline: pipeline as Pipeline,
				forecasting: forecasting as Forecasting,
				clock: {...systemClock, now: () => now},
				describeAlert: () => {
					throw new Error('No alert is stored here.');
				},
				openLive: async () => {
					throw new Error('No command listens to the live stream.');
				},
				events: {
					subscribe(listener) {
						listeners.add(listener);
						return () => listeners.delete(listener);
					},
				},
				simulated: appOptions.demo ?? false,
				async close() {
					closed++;
				},
			};
			return app;
		},
	};
	const take = (memory: Memory): string => {
		const {text} = memory;
		memory.text = '';
		return text;
	};
	return {
		root,
		dataDir,
		run: (...argv) => main(argv, surroundings),
		out: () => take(out),
		err: () => take(err),
		opened,
		closed: () => closed,
		emit(event) {
			for (const listener of listeners) listener(event);
		},
		stop,
		exit() {
			for (const last of lasts) last();
		},
		stray: async error => tellStray?.(error),
		pause() {
			for (const pause of pauses) pause.before();
		},
		resume() {
			for (const pause of pauses) pause.after();
		},
		dispose: () => rmSync(root, {recursive: true, force: true}),
	};
}
