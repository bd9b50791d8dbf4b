/** The desk over the program itself: one app, opened, shared by all calls, and closed; what works beside it; its news. */

import {join, resolve} from 'node:path';
import {findSettings, type FoundSettings} from '#adapters/settings.js';
import {openApp, type App} from '#app.js';
import {Fault} from '#domain/fault.js';
import type {PipelineEvent} from '#domain/event.js';
import type {Clock} from '#ports/world.js';
import {createAlertNews, readAlerts} from './alerts.js';
import {readAway} from './away.js';
import {readChart} from './chart.js';
import {compareAssets} from './compare.js';
import {readCoverage, readGaps} from './coverage.js';
import type {Desk, DeskOpening} from './desk.js';
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
import {changeSetting, entriesOf, isOfScreen} from './setting-entries.js';
import {createTrainings} from './training.js';

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
	readonly environment: Readonly<Record<string, string | undefined>>;
	readonly folder: string;
	readonly home: string;
	readonly platform: NodeJS.Platform;
};

export type DeskOptions = DeskPlace & {
	/** The machine's clock unless said otherwise. */
	readonly clock?: Clock;
};

/** A desk in this thread. Nothing is read or opened before `open`. */
export function createDesk(options: DeskOptions): Desk {
	const {version, demo, readOnly, folder, home, clock} = options;
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
	/** Settings change one after the other. */
	let lastChange: Promise<unknown> = Promise.resolve();

	const configOf = (found: FoundSettings): App['config'] => {
		const config = found.config();
		return demo ? {...config, dataDir: join(config.dataDir, 'demo')} : config;
	};

	const openWith = async (config: App['config']): Promise<App> => {
		const app = await openApp({
			config,
			demo,
			readOnly,
			mode: readOnly ? 'look' : 'headless',
			...(clock && {clock}),
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

	/** Begins what works by itself while the desk is open. */
	const startWork = (app: App): void => {
		if (readOnly || isClosed || isWorking) return;
		isWorking = true;
		closing = new AbortController();
		loop.start();
		void live.start(app);
		alerts.start();
		others = watchOthers(
			borrow,
			() => {
				loop.look();
				alerts.look();
				marketChanged();
				tell({type: 'candles-stored', assets: null});
				tell({type: 'forecasts-stored'});
			},
			closing.signal,
		);
	};

	const stopWork = async (): Promise<void> => {
		closing.abort();
		isWorking = false;
		await Promise.all([loop.stop(), live.stop(), others]);
	};

	const refuseReading = (): void => {
		if (!readOnly) return;
		throw new Fault('usage', 'The desk was opened for reading only.', {
			hint: 'Open the screen with "crypto-tui" to change something.',
		});
	};

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
			settings: entriesOf(found),
			loop: loop.state(),
			stream: live.state(),
			memory,
			market,
			watchlists,
		};
	};

	const change = async (key: string, text: string | null): Promise<void> => {
		refuseReading();
		if (!isOfScreen(key) && jobs.busy()) {
			throw new Fault('busy', `A backfill is under way, so ${key} cannot change now.`, {
				hint: 'Wait until the backfill is over, or cancel it, then change the setting again.',
			});
		}

		if (!isOfScreen(key) && trainings.busy()) {
			throw new Fault('busy', `A training is under way, so ${key} cannot change now.`, {
				hint: 'Wait until the training is over, or cancel it, then change the setting again.',
			});
		}

		const before = configOf(findSettings(options));
		const changed = await changeSetting(options, key, text);
		const config = configOf(changed.found);
		if (!isOfScreen(key)) {
			await stopWork();
			try {
				await held.replace(
					async () => openWith(config),
					async () => openWith(before),
				);
			} catch (error) {
				await changed.undo();
				throw error;
			} finally {
				await borrow(startWork);
			}

			marketChanged();
			tell({type: 'candles-stored', assets: null});
		}

		tell({type: 'settings', settings: entriesOf(changed.found)});
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
			// After the answer: what follows loads the network.
			if (app) setImmediate(() => startWork(app));
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
		refresh: async () => loop.refresh(),
		pause: async () => loop.pause(),
		resume: async () => loop.resume(),
		async plan(request) {
			refuseReading();
			return jobs.plan(request);
		},
		async backfill(request) {
			refuseReading();
			return jobs.add(request);
		},
		cancel: async id => jobs.cancel(id),

		coverage: async filter => borrow(app => readCoverage(app, filter)),
		gaps: async series => borrow(app => readGaps(app, series)),
		quarantine: async limit => borrow(({storage}) => storage.quarantine.list({}, limit)),
		retryQuarantine: async ids => borrow(({pipeline}) => pipeline.retryQuarantine(ids)),
		drift: async limit => borrow(({storage}) => storage.drift.list(limit)),
		runs: async limit => borrow(({storage}) => storage.runs.list(limit)),

		lots: async () => borrow(({storage}) => storage.lots.list()),
		addLots: async lots => borrow(({storage}) => storage.lots.add(lots)),
		changeLot: async lot => borrow(({storage}) => storage.lots.change(lot)),
		removeLot: async id => borrow(({storage}) => storage.lots.remove(id)),
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
			await borrow(({storage}) => storage.watchlists.save(list));
			tell({type: 'watchlists', watchlists: await borrow(({storage}) => storage.watchlists.list())});
		},
		async removeWatchlist(name) {
			await borrow(({storage}) => storage.watchlists.remove(name));
			tell({type: 'watchlists', watchlists: await borrow(({storage}) => storage.watchlists.list())});
		},
		remember: async (key, value) => borrow(({storage}) => storage.memory.put(key, value)),
		async setSetting(key, text) {
			const changing = lastChange.then(async () => change(key, text));
			lastChange = changing.catch(() => {});
			await changing;
		},

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

		async close() {
			isClosed = true;
			await Promise.all([jobs.stop(), trainings.stop(), stopWork()]);
			await held.close();
		},
	};
}
