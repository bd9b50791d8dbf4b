/** A desk of plain values for tests of screens: answers what it was given, remembers what it was asked, tells news when told to. */

import type {Desk, DeskNews, DeskOpening} from '#desk/desk.js';
import type {ChannelTestView, RuleView, ToldAlert} from '#desk/views/alerts.js';
import type {ChartAnswer, ChartQuestion, CompareAnswer} from '#desk/views/chart.js';
import type {AwayView, MarketView} from '#desk/views/market.js';
import type {Origin} from '#desk/views/origin.js';
import type {Job, JobRequest, LogLine, PipelineView} from '#desk/views/pipeline.js';
import type {CoverageView, SeriesGap} from '#desk/views/quality.js';
import type {VersionsView} from '#desk/views/versions.js';
import type {ForecastView} from '#desk/views/forecast.js';
import type {Rehearsal} from '#pipeline/alerts/watch-rules.js';
import type {Check} from '#domain/doctor/check.js';
import {candlesFrom, noCandles} from '#domain/candles.js';
import {floorTo, stepOf, type Interval} from '#domain/interval.js';
import type {Candle, Exchange, Market, Sparkline} from '#domain/market.js';
import {findIndicator} from '#domain/indicators/catalog.js';
import {within} from '#domain/grid.js';
import type {Examination} from '#pipeline/commands.js';
import type {Lot, NewLot, QuarantineRow, StoredQuote, StoredRun, Watchlist} from '#ports/storage.js';
import {emptyForecast, training} from './forecast-view.js';
import {version, versionDetail, versionsView} from './versions-view.js';

/** The clock of these tests: Saturday, 21 November 2026, 12:00 UTC. */
export const noon = Date.UTC(2026, 10, 21, 12);

const names: readonly (readonly [id: string, symbol: string, name: string, price: number])[] = [
	['bitcoin', 'BTC', 'Bitcoin', 61_240.12],
	['ethereum', 'ETH', 'Ethereum', 2987.4],
	['tether', 'USDT', 'Tether', 1.0001],
	['ripple', 'XRP', 'XRP', 0.5123],
	['solana', 'SOL', 'Solana', 152.33],
	['dogecoin', 'DOGE', 'Dogecoin', 0.0812],
	['shiba-inu', 'SHIB', 'Shiba Inu', 0.00000812],
	['cardano', 'ADA', 'Cardano', 0.3456],
];

/** A quote with everything known; `changes` says otherwise. */
export function quote(changes: Partial<StoredQuote> & Pick<StoredQuote, 'asset'>): StoredQuote {
	const price = changes.price ?? 100;
	const rank = changes.rank === undefined ? 1 : changes.rank;
	const supply = 1e6 * (rank ?? 1000);
	return {
		symbol: changes.asset.slice(0, 4).toUpperCase(),
		name: changes.asset,
		source: 'coingecko',
		capturedAt: noon - 60_000,
		run: '20261121-115900-abc123',
		price,
		rank,
		marketCap: price * supply,
		fullyDilutedValuation: price * supply * 1.1,
		volume24h: price * supply * 0.05,
		high24h: price * 1.02,
		low24h: price * 0.97,
		change24h: price * 0.01,
		changePercent1h: 0.12,
		changePercent24h: 1.01,
		changePercent7d: -3.4,
		changePercent30d: 12.5,
		changePercent1y: 87.1,
		marketCapChangePercent24h: 0.9,
		circulatingSupply: supply,
		totalSupply: supply * 1.1,
		maxSupply: null,
		ath: price * 1.5,
		athChangePercent: -33.3,
		athAt: noon - 200 * 86_400_000,
		atl: price * 0.01,
		updatedAt: noon - 90_000,
		...changes,
	};
}

/** Eight well-known assets. */
export const quotes: readonly StoredQuote[] = names.map(([asset, symbol, name, price], i) =>
	quote({asset, symbol, name, price, rank: i + 1, changePercent24h: i % 2 === 0 ? 1.5 + i : -2.5 - i}),
);

/** A week of hourly prices that end at the quote. */
const sparkline = ({asset, price, updatedAt}: StoredQuote): Sparkline => ({
	asset,
	endAt: updatedAt,
	stepMs: 3_600_000,
	prices: Float64Array.from({length: 168}, (_, i) => price * (1 + 0.03 * Math.sin(i / 9) * (1 - i / 167))),
});

export const marketView = (rows: readonly StoredQuote[] = quotes): MarketView => ({
	rows,
	sparklines: rows.map(sparkline),
	pairs: Object.fromEntries(rows.map(({asset, symbol}) => [asset, `${symbol}USDT`])),
	rates: [
		{
			id: 'brazilian-real',
			symbol: 'BRL',
			currencySymbol: 'R$',
			type: 'fiat',
			rateUsd: 0.2,
			source: 'coincap',
			seenAt: noon - 3_600_000,
		},
	],
	readAt: noon,
});

/** Candles on the grid before {@link noon}, a slow wave with known numbers; the last one is open. */
export function waveOf(interval: Interval, count: number, base = 100): Candle[] {
	const step = stepOf[interval];
	const last = floorTo(interval, noon);
	return Array.from({length: count}, (_, i) => {
		const phase = (i - count) / 7;
		const open = base * (1 + 0.05 * Math.sin(phase));
		const close = base * (1 + 0.05 * Math.sin(phase + 1 / 7));
		return {
			ts: last - (count - 1 - i) * step,
			open,
			high: Math.max(open, close) * 1.01,
			low: Math.min(open, close) * 0.99,
			close,
			volume: 10 + (i % 5),
			flags: i === count - 1 ? 1 : 0,
		};
	});
}

/** What the fake desk answers; change it in a test and tell news. */
export type FakeWorld = {
	opening: Partial<DeskOpening>;
	market: MarketView;
	candles: Partial<Record<string, Partial<Record<Interval, readonly Candle[]>>>>;
	gaps: readonly SeriesGap[];
	venues: {markets: readonly (Market & {readonly seenAt: number})[]; exchanges: readonly Exchange[]};
	origin: Origin | null;
	away: AwayView;
	pipeline: PipelineView;
	log: readonly LogLine[];
	coverage: CoverageView;
	quarantine: readonly QuarantineRow[];
	examination: Examination;
	machine: readonly Check[];
	runs: readonly StoredRun[];
	lots: readonly Lot[];
	watchlists: readonly Watchlist[];
	/** By asset and interval: `bitcoin 1h`; others have nothing. */
	forecasts: Readonly<Record<string, ForecastView>>;
	alerts: readonly ToldAlert[];
	versions: VersionsView;
	rules: readonly RuleView[];
	rehearsal: Rehearsal;
	channelTest: ChannelTestView;
	/** Rejects every call of a method with this error. */
	failing: Partial<Record<keyof Desk, Error>>;
};

export type FakeDesk = Desk & {
	readonly world: FakeWorld;
	/** Every call so far: method and arguments. */
	readonly calls: readonly (readonly [method: string, ...args: readonly unknown[]])[];
	tell(...news: readonly DeskNews[]): void;
};

const spanMs: readonly Interval[] = ['1m', '5m', '15m', '30m', '1h', '4h', '12h', '1d', '1w'];

function chartFrom({candles, gaps}: FakeWorld, question: ChartQuestion): ChartAnswer {
	const known = candles[question.asset] ?? {};
	const intervals = spanMs.filter(interval => known[interval] !== undefined);
	const fits = (interval: Interval): boolean => {
		const rows = known[interval]!;
		const from = question.from ?? rows[0]?.ts ?? 0;
		const to = question.to ?? (rows.at(-1)?.ts ?? 0) + stepOf[interval];
		return (to - from) / stepOf[interval] <= question.bars;
	};
	const interval =
		question.interval === 'auto' ? (intervals.find(fits) ?? intervals.at(-1) ?? '1h') : question.interval;
	const all = candlesFrom(known[interval] ?? []);
	if (all.length === 0) {
		return {
			series: null,
			interval,
			resampledFrom: null,
			candles: noCandles,
			indicators: [],
			gaps: [],
			stored: null,
			intervals,
		};
	}

	const stored = {from: all.ts[0]!, to: all.ts[all.length - 1]! + stepOf[interval]};
	const range = {from: question.from ?? stored.from, to: question.to ?? stored.to};
	const shown = within(all, range);
	return {
		series: {source: 'binance', asset: question.asset, quote: 'USDT', interval, origin: 'exchange'},
		interval,
		resampledFrom: null,
		candles: shown,
		indicators: question.indicators.map(({id, settings}) => ({
			id,
			lines: findIndicator(id)!
				.compute(all, settings)
				.map(line =>
					line.subarray(all.ts.indexOf(shown.ts[0] ?? 0), all.ts.indexOf(shown.ts[0] ?? 0) + shown.length),
				),
		})),
		gaps: gaps.filter(({from, to}) => from < range.to && to > range.from),
		stored,
		intervals,
	};
}

/** A desk over {@link FakeWorld}. */
export function createFakeDesk(changes: Partial<FakeWorld> = {}): FakeDesk {
	const world: FakeWorld = {
		opening: {},
		market: marketView(),
		candles: {
			bitcoin: {'1h': waveOf('1h', 500, 61_000), '1d': waveOf('1d', 400, 61_000)},
			ethereum: {'1h': waveOf('1h', 300, 3000), '1d': waveOf('1d', 200, 3000)},
		},
		gaps: [],
		venues: {markets: [], exchanges: []},
		origin: null,
		away: {since: noon - 7_200_000, runs: 0, failedRuns: 0, movers: [], quarantined: 0, drift: 0},
		pipeline: {sources: [], runs: [], jobs: []},
		log: [],
		coverage: {range: {from: noon - 30 * 86_400_000, to: noon}, rows: []},
		quarantine: [],
		examination: {
			checks: [],
			gaps: [],
			series: 0,
			plan: {gaps: 0, candles: 0, requests: 0, cost: [], ms: 0},
		},
		machine: [],
		runs: [],
		lots: [],
		watchlists: [{name: 'favourites', assets: []}],
		forecasts: {},
		alerts: [],
		versions: versionsView(),
		rules: [],
		rehearsal: {firings: [], observations: 0, from: null, to: null},
		channelTest: {results: [], problems: []},
		failing: {},
		...changes,
	};
	const calls: (readonly [string, ...(readonly unknown[])])[] = [];
	const listeners = new Set<(news: DeskNews) => void>();
	const tell = (...news: readonly DeskNews[]): void => {
		for (const one of news) for (const listener of listeners) listener(one);
	};
	let jobs = 0;
	let trainings = 0;
	const queue = (request: JobRequest): Job => {
		const job: Job = {
			id: ++jobs,
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
		tell({type: 'job', job});
		return job;
	};
	const openings = (): DeskOpening => ({
		version: '0.0.0',
		dataDir: '/data',
		simulated: false,
		readOnly: false,
		asOf: null,
		settings: [],
		loop: {state: 'waiting', run: null, nextAt: noon + 240_000, holder: null, last: null},
		stream: {state: 'off', since: noon, nextAt: null, fault: null},
		memory: {},
		market: world.market,
		watchlists: world.watchlists,
		...world.opening,
	});
	const answers: Omit<Desk, 'listen' | 'close'> = {
		open: async () => openings(),
		market: async () => world.market,
		chart: async question => chartFrom(world, question),
		async compare({assets, from, to}): Promise<CompareAnswer> {
			const interval: Interval = to - from <= 14 * 86_400_000 ? '1h' : '1d';
			const ts: number[] = [];
			for (let at = floorTo(interval, from); at < to; at += stepOf[interval]) ts.push(at);
			return {
				interval,
				ts: Float64Array.from(ts),
				series: assets.map(asset => {
					const rows = new Map((world.candles[asset]?.[interval] ?? []).map(({ts, close}) => [ts, close]));
					return {
						asset,
						series:
							rows.size === 0
								? null
								: {source: 'binance', asset, quote: 'USDT', interval, origin: 'exchange'},
						close: Float64Array.from(ts, at => rows.get(at) ?? Number.NaN),
					};
				}),
			};
		},
		watchCandle: async () => {},
		venues: async () => world.venues,
		origin: async () => world.origin,
		away: async () => world.away,
		pipeline: async () => world.pipeline,
		log: async () => world.log,
		refresh: async () => {},
		pause: async () => {},
		resume: async () => {},
		plan: async ({interval, days}) => ({
			interval,
			range: {from: noon - days * 86_400_000, to: noon},
			series: [],
			cost: [{source: 'binance', requests: 9, credits: null, weight: 18, ms: 60_000}],
			requests: 9,
			candles: 8760,
			ms: 60_000,
			refused: [],
		}),
		backfill: async request => queue({work: 'backfill', ...request}),
		cancel: async () => {},
		coverage: async () => world.coverage,
		gaps: async () => world.gaps,
		quarantine: async limit => world.quarantine.slice(0, limit),
		retryQuarantine: async ids => ({passed: ids, failed: []}),
		drift: async () => [],
		runs: async limit => world.runs.slice(0, limit),
		examine: async () => world.examination,
		checkMachine: async () => world.machine,
		planHealing: async () => world.examination.plan,
		heal: async request => queue({work: 'heal', ...request}),
		lots: async () => world.lots,
		async addLots(lots: readonly NewLot[]) {
			const first = Math.max(0, ...world.lots.map(({id}) => id)) + 1;
			const added = lots.map((lot, i) => ({...lot, id: first + i}));
			world.lots = [...world.lots, ...added];
			return added;
		},
		async changeLot(lot) {
			world.lots = world.lots.map(known => (known.id === lot.id ? lot : known));
		},
		async removeLot(id) {
			world.lots = world.lots.filter(lot => lot.id !== id);
		},
		readLots: async () => ({lots: [], problems: []}),
		async saveWatchlist(list) {
			world.watchlists = world.watchlists.some(({name}) => name === list.name)
				? world.watchlists.map(known => (known.name === list.name ? list : known))
				: [...world.watchlists, list];
			tell({type: 'watchlists', watchlists: world.watchlists});
		},
		async removeWatchlist(name) {
			world.watchlists = world.watchlists.filter(list => list.name !== name);
			tell({type: 'watchlists', watchlists: world.watchlists});
		},
		remember: async () => {},
		setSetting: async () => {},
		saveSheet: async ({name}) => `/data/exports/${name}.csv`,
		saveText: async name => `/data/exports/${name}`,
		forecast: async series =>
			world.forecasts[`${series.asset} ${series.interval}`] ?? emptyForecast(series, 0),
		predict: async series =>
			world.forecasts[`${series.asset} ${series.interval}`] ?? emptyForecast(series, 0),
		async train(request) {
			const begun = training(request, {id: ++trainings});
			tell({type: 'training', training: begun});
			return begun;
		},
		cancelTraining: async () => {},
		alerts: async () => world.alerts,
		versions: async () => world.versions,
		version: async id => versionDetail(world.versions.records.find(record => record.id === id)!),
		async createVersion(options) {
			const made = version({
				...options,
				id: '20261121-120000-cccccc',
				createdAt: new Date(noon).toISOString(),
			});
			world.versions = {...world.versions, records: [made, ...world.versions.records]};
			tell({type: 'versions-stored'});
			return made;
		},
		verifyVersions: async id => ({
			snapshots: id === null ? world.versions.records.map(record => record.id) : [id],
			objects: 14,
			damages: [],
		}),
		compareVersions: async (before, after) => ({
			before,
			after,
			differences: [{table: 'quotes', series: null, added: 1500, changed: 2, removed: 0}],
		}),
		async restoreVersion(id) {
			tell({type: 'reopened', opening: openings()});
			return {snapshot: id, database: '/data/crypto-tui.db', setAside: '/data/backups/old.db'};
		},
		pruneVersions: async keep => {
			const records = world.versions.records.slice(keep.data);
			return {snapshots: records.map(({id}) => id), objects: 5, bytes: 2_000_000};
		},
		planCompact: async () => ({
			items: [{what: 'logs', count: 3, unit: 'file', bytes: 40_000, rule: 'older than 30 days'}],
			bytes: 40_000,
		}),
		compact: async () => ({items: [], before: 9_000_000, after: 8_000_000, vacuumed: true}),
		alertRules: async () => world.rules,
		async addAlertRule(rule) {
			const id = Math.max(0, ...world.rules.map(known => known.id)) + 1;
			const standing = {standing: 'waiting', lastToldAt: null, seen: null} as const;
			world.rules = [...world.rules, {...rule, id, createdAt: noon, ...standing}];
			tell({type: 'alert-rules-stored'});
			return id;
		},
		async removeAlertRule(id) {
			world.rules = world.rules.filter(rule => rule.id !== id);
			tell({type: 'alert-rules-stored'});
		},
		rehearseAlertRule: async () => world.rehearsal,
		testAlertChannels: async () => world.channelTest,
	};
	const recorded = Object.fromEntries(
		Object.entries(answers).map(([method, answer]) => [
			method,
			async (...args: unknown[]) => {
				calls.push([method, ...args]);
				const failure = world.failing[method as keyof Desk];
				if (failure) throw failure;
				return (answer as (...args: unknown[]) => unknown)(...args);
			},
		]),
	) as unknown as Omit<Desk, 'listen' | 'close'>;
	return {
		...recorded,
		listen(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		close: async () => listeners.clear(),
		world,
		calls,
		tell,
	};
}
