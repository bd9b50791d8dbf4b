/** The desk over the program itself: one app, opened, shared by all calls, and closed; what works beside it; its news. */

import {join, resolve} from 'node:path';
import {findSettings, type FoundSettings} from '#adapters/settings.js';
import {openApp, type App} from '#app.js';
import {vaultPlace} from '#app/vault-place.js';
import {Fault} from '#domain/fault.js';
import {removeRule} from '#pipeline/alerts/rules.js';
import type {PipelineEvent} from '#domain/event.js';
import type {Trainer} from '#ports/forecasts.js';
import type {Clock} from '#ports/world.js';
import type {Restored} from '#ports/vault.js';
import {keepRule, readRules, rehearseRule, testAlertChannels} from './alert-rules.js';
import {createAlertNews, readAlerts} from './alerts.js';
import {readAway} from './away.js';
import {readChart} from './chart.js';
import {compareAssets} from './compare.js';
import {readCoverage, readGaps} from './coverage.js';
import type {AsOf, Desk, DeskOpening} from './desk.js';
import {checkMachineOf, examineAll, planHealing} from './doctor.js';
import {createEventNews} from './event-news.js';
import {forecastNow, readForecast} from './forecast-read.js';
import {createHeldApp} from './held-app.js';
import {createJobs} from './jobs.js';
import {createLive} from './live.js';
import {readLog} from './log-tail.js';
import {createLoop} from './loop.js';
import {emptyMarket, readMarket, readPairs} from './market-read.js';
import {createNewsDesk} from './news.js';
import {readOrigin} from './origin.js';
import {watchOthers} from './others.js';
import {readPipeline} from './pipeline-read.js';
import {createRefusals} from './refusals.js';
import {changeSetting, entriesOf, isOfScreen} from './setting-entries.js';
import {createTrainings} from './training.js';
import {createVersions} from './versions.js';

/** A version of the data, made readable: a data folder of its own. */
export type ReadableVersion = AsOf & {readonly folder: string};

/** Where a desk stands, as plain data: what a worker is started with. */
export type DeskPlace = {
	/** Of the program. */
	readonly version: string;
	/** The value of `--data-dir`. */
	readonly dataDir?: string | undefined;
	/** The simulated market, in the folder `demo` inside the data folder. */
	readonly demo: boolean;
	/** Creates and changes nothing, collects nothing, connects nowhere: for one picture of what is stored. */
	readonly readOnly: boolean;
	/** The version to show in place of what is stored now; such a desk only reads. */
	readonly asOf?: ReadableVersion | null;
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly folder: string;
	readonly home: string;
	readonly platform: NodeJS.Platform;
};

export type DeskOptions = DeskPlace & {
	/** The machine's clock unless said otherwise. */
	readonly clock?: Clock;
	/** Models are trained in threads unless said otherwise. */
	readonly trainer?: Trainer;
};

/** What works by itself loads the network, and leaves the processors to the first frame for so long. */
const firstFrameMs = 60;

/** A desk in this thread. Nothing is read or opened before `open`. */
export function createDesk(options: DeskOptions): Desk {
	const {version, demo, asOf = null, folder, home, clock, trainer} = options;
	const readOnly = options.readOnly || asOf !== null;
	const news = createNewsDesk();
	const {tell} = news;
	const held = createHeldApp(() =>
		isClosed
			? new Fault('interrupted', 'The desk is closed.')
			: new Fault('no-assets', 'There is no database in this data folder yet.', {
					hint: 'Open the screen with "crypto-tui", or run "crypto-tui --headless" first.',
				}),
	);
	let isClosed = false;
	let isWorking = false;
	const {borrow} = held;
	const jobs = createJobs({borrow, tell});
	const trainings = createTrainings({borrow, tell});
	const loop = createLoop({borrow, tell});
	const live = createLive(tell);
	const alerts = createAlertNews(borrow, tell);
	let closing = new AbortController();
	let others: Promise<void> = Promise.resolve();
	/** Settings change and versions are restored one after the other. */
	let lastChange: Promise<unknown> = Promise.resolve();

	const configOf = (found: FoundSettings): App['config'] => {
		const config = found.config();
		return demo ? {...config, dataDir: join(config.dataDir, 'demo')} : config;
	};

	const openWith = async (config: App['config']): Promise<App> => {
		const app = await openApp({
			config: asOf ? {...config, dataDir: asOf.folder} : config,
			demo,
			readOnly,
			mode: readOnly ? 'look' : 'headless',
			...(clock && {clock}),
			...(trainer && {trainer}),
			onLogLost: message => {
				const lost = {level: 'warn', code: 'log-lost', message, source: null, asset: null} as const;
				tell({type: 'event', at: Date.now(), event: {type: 'notice', ...lost}});
			},
		});
		const tellEvent = createEventNews({
			tell,
			now: () => app.clock.now(),
			level: config['log.level'],
			onMarket: marketChanged,
		});
		app.events.subscribe((event: PipelineEvent) => {
			jobs.hear(event);
			loop.hear(event);
			tellEvent(event);
			if (event.type === 'run-finished') versions.look();
			if (event.type === 'notice' && event.code === 'forecast') tell({type: 'forecasts-stored'});
			if (event.type === 'notice' && event.code === 'alert') alerts.look();
		});
		return app;
	};

	const marketChanged = (): void => {
		tell({type: 'market-stored'});
		void borrow(readPairs).then(
			pairs => live.follow(pairs),
			() => {},
		);
	};

	const tellWatchlists = async (): Promise<void> =>
		tell({type: 'watchlists', watchlists: await borrow(({storage}) => storage.watchlists.list())});

	/** Anything may be different now. */
	const tellAllStored = (): void => {
		marketChanged();
		tell({type: 'candles-stored', assets: null});
		tell({type: 'forecasts-stored'});
		tell({type: 'lots-stored'});
	};

	/** Begins what works by itself while the desk is open. */
	const startWork = (app: App): void => {
		if (readOnly || isClosed || isWorking) return;
		isWorking = true;
		closing = new AbortController();
		loop.start();
		void live.start(app);
		alerts.start();
		versions.start(app, closing.signal);
		others = watchOthers(
			borrow,
			() => {
				loop.look();
				alerts.look();
				tellAllStored();
				void tellWatchlists().catch(() => {});
			},
			closing.signal,
		);
	};

	const stopWork = async (): Promise<void> => {
		closing.abort();
		isWorking = false;
		await Promise.all([loop.stop(), live.stop(), versions.rest(), others]);
	};

	const {refuseReading, refuseBusy} = createRefusals({
		readOnly,
		isVersion: asOf !== null,
		jobs,
		trainings,
	});
	const versions = createVersions({
		borrow,
		tell,
		place: () => vaultPlace(configOf(findSettings(options)), demo),
		demo,
		refuseReading,
	});

	const opening = async (app: App | null, found: FoundSettings): Promise<DeskOpening> => {
		const [market, watchlists, memory] = app
			? await Promise.all([readMarket(app), app.storage.watchlists.list(), app.storage.memory.all()])
			: [emptyMarket(Date.now()), [], {}];
		live.follow(market.pairs);
		return {
			version,
			dataDir: configOf(found).dataDir,
			simulated: demo,
			readOnly,
			asOf: asOf && {id: asOf.id, createdAt: asOf.createdAt},
			settings: entriesOf(found),
			loop: loop.state(),
			stream: live.state(),
			memory,
			market,
			watchlists,
		};
	};

	/** Stops everything, replaces the app, and goes on; with the app of `fallback` where that fails. */
	const renew = async (how: () => Promise<App>, fallback: () => Promise<App>): Promise<void> => {
		await stopWork();
		try {
			await held.replace(how, fallback);
		} finally {
			await borrow(startWork);
		}
	};

	const change = async (key: string, text: string | null): Promise<void> => {
		refuseReading();
		if (!isOfScreen(key)) refuseBusy(`${key} cannot change now`);

		const before = configOf(findSettings(options));
		const changed = await changeSetting(options, key, text);
		const config = configOf(changed.found);
		if (!isOfScreen(key)) {
			try {
				await renew(
					async () => openWith(config),
					async () => openWith(before),
				);
			} catch (error) {
				await changed.undo();
				throw error;
			}

			marketChanged();
			tell({type: 'candles-stored', assets: null});
		}

		tell({type: 'settings', settings: entriesOf(changed.found)});
	};

	const restore = async (id: string): Promise<Restored> => {
		refuseReading();
		refuseBusy('no version can be restored now');
		const found = findSettings(options);
		const config = configOf(found);
		let restored: Restored | undefined;
		await renew(
			async () => {
				restored = await versions.restore(id);
				return openWith(config);
			},
			async () => openWith(config),
		);
		tell({type: 'reopened', opening: await borrow(async app => opening(app, found))});
		tellAllStored();
		return restored!;
	};

	/** Runs what opens the store anew when the one before it is over. */
	const inTurn = async <Result>(work: () => Promise<Result>): Promise<Result> => {
		const working = lastChange.then(work);
		lastChange = working.catch(() => {});
		return working;
	};

	return {
		async open() {
			const found = findSettings(options);
			const config = configOf(found);
			const app = await held
				.open(async () => openWith(config))
				.catch((error: unknown) => {
					// One picture of an empty desk is a picture, too.
					if (readOnly && error instanceof Fault && error.code === 'no-assets') return null;
					throw error;
				});
			const answer = await opening(app, found);
			if (app) setTimeout(() => startWork(app), firstFrameMs);
			return answer;
		},
		listen: news.listen,

		market: async () => borrow(readMarket),
		chart: async question => borrow(app => readChart(app, question)),
		compare: async question => borrow(app => compareAssets(app, question)),
		async watchCandle(series) {
			live.watch(series);
		},
		venues: async asset =>
			borrow(async ({storage}) => {
				const markets = await storage.venues.markets({asset});
				const named = new Set(markets.map(({exchange}) => exchange));
				const exchanges = (await storage.venues.exchanges()).filter(({id}) => named.has(id));
				return {markets, exchanges};
			}),
		origin: async question => borrow(app => readOrigin(app, question)),
		away: async since => borrow(app => readAway(app, since)),

		pipeline: async () => borrow(app => readPipeline(app, jobs.list())),
		log: async filter => borrow(({config}) => readLog(join(config.dataDir, 'logs'), filter)),
		async refresh() {
			refuseReading();
			await loop.refresh();
		},
		pause: async () => loop.pause(),
		resume: async () => loop.resume(),
		async plan(request) {
			refuseReading();
			return jobs.plan(request);
		},
		async backfill(request) {
			refuseReading();
			return jobs.add({work: 'backfill', ...request});
		},
		cancel: async id => jobs.cancel(id),

		coverage: async filter => borrow(app => readCoverage(app, filter)),
		gaps: async series => borrow(app => readGaps(app, series)),
		quarantine: async limit => borrow(({storage}) => storage.quarantine.list({}, limit)),
		async retryQuarantine(ids) {
			refuseReading();
			return borrow(({pipeline}) => pipeline.retryQuarantine(ids));
		},
		drift: async limit => borrow(({storage}) => storage.drift.list(limit)),
		runs: async limit => borrow(({storage}) => storage.runs.list(limit)),

		examine: async () => borrow(app => examineAll(app, () => findSettings(options))),
		async checkMachine() {
			refuseReading();
			return borrow(app => checkMachineOf(app, closing.signal));
		},
		planHealing: async request => borrow(app => planHealing(app, request)),
		async heal(request) {
			refuseReading();
			return jobs.add({work: 'heal', ...request});
		},

		lots: async () => borrow(({storage}) => storage.lots.list()),
		async addLots(lots) {
			refuseReading();
			return borrow(({storage}) => storage.lots.add(lots));
		},
		async changeLot(lot) {
			refuseReading();
			await borrow(({storage}) => storage.lots.change(lot));
		},
		async removeLot(id) {
			refuseReading();
			await borrow(({storage}) => storage.lots.remove(id));
		},
		async readLots(path) {
			const {readLotsFile} = await import('./lots-csv.js');
			return borrow(({storage, config}) =>
				readLotsFile(resolve(folder, path.startsWith('~/') ? join(home, path.slice(2)) : path), {
					assets: storage.assets,
					currency: config['ui.currency'],
				}),
			);
		},

		async saveWatchlist(list) {
			refuseReading();
			await borrow(({storage}) => storage.watchlists.save(list));
			await tellWatchlists();
		},
		async removeWatchlist(name) {
			refuseReading();
			await borrow(({storage}) => storage.watchlists.remove(name));
			await tellWatchlists();
		},
		remember: async (key, value) => borrow(({storage}) => storage.memory.put(key, value)),
		setSetting: async (key, text) => inTurn(async () => change(key, text)),

		async saveSheet(sheet) {
			refuseReading();
			const {saveSheet} = await import('./sheets.js');
			return borrow(app => saveSheet(app, sheet, version));
		},
		async saveText(name, text) {
			refuseReading();
			const {saveText} = await import('./sheets.js');
			return borrow(app => saveText(app, name, text));
		},

		forecast: async series => borrow(app => readForecast(app, series)),
		async predict(series) {
			refuseReading();
			const view = await borrow(app => forecastNow(app, series));
			tell({type: 'forecasts-stored'});
			return view;
		},
		async train(request) {
			refuseReading();
			return trainings.add(request);
		},
		cancelTraining: async id => trainings.cancel(id),

		alerts: async limit => borrow(app => readAlerts(app, limit)),
		alertRules: async () => borrow(readRules),
		async addAlertRule(rule) {
			refuseReading();
			const id = await borrow(app => keepRule(app, rule));
			tell({type: 'alert-rules-stored'});
			return id;
		},
		async removeAlertRule(id) {
			refuseReading();
			await borrow(({storage}) => removeRule(storage, id));
			tell({type: 'alert-rules-stored'});
		},
		rehearseAlertRule: async (rule, days) => borrow(app => rehearseRule(app, rule, days)),
		async testAlertChannels() {
			refuseReading();
			return borrow(testAlertChannels);
		},

		...versions.offers,
		restoreVersion: async id => inTurn(async () => restore(id)),

		async close() {
			isClosed = true;
			versions.stop();
			await Promise.all([jobs.stop(), trainings.stop(), stopWork()]);
			await held.close();
		},
	};
}
