/** The desk over the program itself: what the screen asks, handed to whoever knows it. */

import {join, resolve} from 'node:path';
import {findSettings} from '#adapters/settings.js';
import {removeRule} from '#pipeline/alerts/rules.js';
import {keepRule, readRules, rehearseRule, testAlertChannels} from './alert-rules.js';
import {readAlerts} from './alerts.js';
import {readAway} from './away.js';
import {readChart} from './chart.js';
import {compareAssets} from './compare.js';
import {readCoverage, readGaps} from './coverage.js';
import type {Desk} from './desk.js';
import {checkMachineOf, examineAll, planHealing} from './doctor.js';
import {createEngine} from './engine.js';
import {forecastNow, readForecast} from './forecast-read.js';
import {readLog} from './log-tail.js';
import {readMarket} from './market-read.js';
import {readOrigin} from './origin.js';
import {readPipeline} from './pipeline-read.js';
import type {DeskOptions} from './place.js';

/** A desk in this thread. Nothing is read or opened before `open`. */
export function createDesk(options: DeskOptions): Desk {
	const {version, folder, home} = options;
	const engine = createEngine(options);
	const {open, close, setSetting, restoreVersion, tellWatchlists, signal} = engine;
	const {borrow, news, loop, live, jobs, trainings, versions, refuseReading} = engine;
	const {tell} = news;

	return {
		open,
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
			return borrow(app => checkMachineOf(app, signal()));
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
		setSetting,

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
		restoreVersion,

		close,
	};
}
