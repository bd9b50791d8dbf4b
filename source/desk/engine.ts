/** What runs behind a desk: one app by the settings of now and what works beside it, opened, renewed and closed. */

import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {findSettings, type FoundSettings} from '#adapters/settings.js';
import {openApp, type App} from '#app.js';
import {vaultPlace} from '#app/vault-place.js';
import type {PipelineEvent} from '#domain/event.js';
import {Fault} from '#domain/fault.js';
import type {Restored} from '#ports/vault.js';
import {createAlertNews} from './alerts.js';
import type {DeskNews, DeskOpening} from './desk.js';
import {createEventNews} from './event-news.js';
import {createHeldApp, type Borrow} from './held-app.js';
import {createJobs, type Jobs} from './jobs.js';
import {createLive, type Live} from './live.js';
import {createLoop, type Loop} from './loop.js';
import {emptyMarket, readMarket, readPairs} from './market-read.js';
import {createNewsDesk, type NewsDesk} from './news.js';
import {createOwnWork} from './own-work.js';
import type {DeskOptions} from './place.js';
import {createRefusals, type Refusals} from './refusals.js';
import {changeSetting, entriesOf, isOfScreen} from './setting-entries.js';
import {createTrainings, type Trainings} from './training.js';
import {createVersions, type Versions} from './versions.js';

export type Engine = {
	readonly borrow: Borrow;
	readonly news: NewsDesk;
	readonly loop: Loop;
	readonly live: Live;
	readonly jobs: Jobs;
	readonly trainings: Trainings;
	readonly versions: Versions;
	readonly refuseReading: Refusals['refuseReading'];
	/** Opens the app unless it is open; what works by itself begins a moment later. */
	readonly open: () => Promise<DeskOpening>;
	/** Checks and writes one setting; what depends on it is opened anew. Fault `busy` while work runs. */
	readonly setSetting: (key: string, text: string | null) => Promise<void>;
	/** Puts a version in place of the database. Fault `busy` while work runs. */
	readonly restoreVersion: (id: string) => Promise<Restored>;
	readonly tellWatchlists: () => Promise<void>;
	/** Aborted when the app is about to be renewed or closed. */
	readonly signal: () => AbortSignal;
	/** Ends all work, waits for it, and closes the app. */
	readonly close: () => Promise<void>;
};

/** What works by itself loads the network: it leaves the processors to the first frame for this long, ms. */
const firstFrameMs = 60;

/** Nothing is read or opened before `open`. */
export function createEngine(options: DeskOptions): Engine {
	const {version, demo, asOf = null, clock, trainer} = options;
	const readOnly = options.readOnly || asOf !== null;
	/** Aborted for good: what waits for its time to begin then does not begin any more. */
	const closing = new AbortController();
	/** Settings change and versions are restored one after the other. */
	let lastRenewal: Promise<unknown> = Promise.resolve();

	const news = createNewsDesk();
	const {tell} = news;
	const held = createHeldApp(() =>
		closing.signal.aborted
			? new Fault('interrupted', 'The desk is closed.')
			: new Fault('no-assets', 'There is no database in this data folder yet.', {
					hint: 'Open the screen with "crypto-tui", or run "crypto-tui --headless" first.',
				}),
	);
	const {borrow} = held;
	const jobs = createJobs({borrow, tell});
	const trainings = createTrainings({borrow, tell});
	const {refuseReading, refuseBusy} = createRefusals({
		readOnly,
		isVersion: asOf !== null,
		jobs,
		trainings,
	});
	const loop = createLoop({borrow, tell});
	const live = createLive(tell);
	const alerts = createAlertNews(borrow, tell);
	const versions = createVersions({
		borrow,
		tell,
		place: () => vaultPlace(configOf(findSettings(options)), demo),
		demo,
		refuseReading,
	});
	const work = createOwnWork({
		borrow,
		loop,
		live,
		alerts,
		versions,
		onOthers() {
			tellAllStored();
			void tellWatchlists().catch(() => {});
		},
	});

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
			onLogLost: message => tell(logLost(message)),
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

	const beginWork = (app: App): void => {
		if (!closing.signal.aborted) work.start(app);
	};

	/** Begins when the first frame is drawn, with the app there is then: a changed setting may have replaced it. */
	const beginWorkSoon = async (): Promise<void> => {
		await sleep(firstFrameMs, undefined, {signal: closing.signal});
		await borrow(beginWork);
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
		await work.stop();
		try {
			await held.replace(how, fallback);
		} finally {
			await borrow(beginWork);
		}
	};

	const setSetting = async (key: string, text: string | null): Promise<void> => {
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

	const restoreVersion = async (id: string): Promise<Restored> => {
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

	/** Runs what renews the app when the renewal before it is over. */
	const inTurn = async <Result>(renewal: () => Promise<Result>): Promise<Result> => {
		const renewing = lastRenewal.then(renewal);
		lastRenewal = renewing.catch(() => {});
		return renewing;
	};

	return {
		borrow,
		news,
		loop,
		live,
		jobs,
		trainings,
		versions,
		refuseReading,
		tellWatchlists,
		signal: work.signal,
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
			// Rejects where the desk is closed before that, and nothing is to begin.
			if (!readOnly) void beginWorkSoon().catch(() => {});
			return answer;
		},
		setSetting: async (key, text) => inTurn(async () => setSetting(key, text)),
		restoreVersion: async id => inTurn(async () => restoreVersion(id)),
		async close() {
			closing.abort();
			versions.stop();
			await Promise.all([jobs.stop(), trainings.stop(), work.stop()]);
			await held.close();
		},
	};
}

const logLost = (message: string): DeskNews => {
	const lost = {level: 'warn', code: 'log-lost', message, source: null, asset: null} as const;
	return {type: 'event', at: Date.now(), event: {type: 'notice', ...lost}};
};
