/** `crypto-tui status`: what is stored, how fresh it is, what is left of the budgets. */

import {sourceNames} from '#domain/market.js';
import {exitCode} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {Typed} from '../option.js';
import type {statusOptions} from '../options.js';
import {allowanceOf, look, type Session} from '../session.js';
import {statusText, type Status} from '../status-text.js';
import {put, type Surroundings} from '../surroundings.js';

const runsShown = 10;

async function statusOf({app, config}: Session, now: number): Promise<Status> {
	const {storage} = app;
	const [info, assets, quotes, series, runs, quarantine, budgets] = await Promise.all([
		storage.info(),
		storage.assets.list(),
		storage.quotes.stats(),
		storage.candles.list(),
		storage.runs.list(runsShown),
		storage.quarantine.count(),
		Promise.all(sourceNames.map(source => storage.budgets.state(source, allowanceOf(app, source), now))),
	]);
	const lastCollect = runs.find(({kind, finishedAt}) => kind === 'collect' && finishedAt !== null);
	return {
		dataDir: config.dataDir,
		simulated: app.simulated,
		database: {
			engine: info.engine,
			version: info.schemaVersion,
			location: info.location,
			sizeBytes: info.sizeBytes,
			integrity: info.integrity,
		},
		assets: assets.length,
		quotes: {count: quotes.count, latestAt: quotes.latestAt === null ? null : toIso(quotes.latestAt)},
		candles: series.map(({source, asset, quote, interval, origin, from, to, count, gaps}) => ({
			source,
			asset,
			quote,
			interval,
			derived: origin !== 'exchange',
			from: toIso(from),
			to: toIso(to),
			count,
			gaps,
		})),
		runs: runs.map(({run, kind, status, startedAt, finishedAt, report}) => ({
			run,
			kind,
			status,
			startedAt: toIso(startedAt),
			finishedAt: finishedAt === null ? null : toIso(finishedAt),
			inserted: report?.rows.inserted ?? null,
			faults: report?.faults.length ?? null,
		})),
		quarantine,
		budgets: budgets.map(({source, usedThisMinute, perMinute, usedThisMonth, perMonth, blockedUntil}) => ({
			source,
			usedThisMinute,
			perMinute,
			usedThisMonth,
			perMonth,
			blockedUntil: blockedUntil === null ? null : toIso(blockedUntil),
		})),
		nextDue:
			lastCollect?.finishedAt == null ? null : toIso(lastCollect.startedAt + config['watch.seconds'] * 1000),
	};
}

/** Prints the status; without a database it says so, and creates nothing. */
export async function run(
	{values}: Typed<typeof statusOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const {out, now} = surroundings;
	const [status, format] = await look(
		values,
		surroundings,
		async session => [await statusOf(session, now()), session.format] as const,
		({config, format}) => [emptyStatus(config.dataDir, values.demo), format] as const,
	);
	await put(out, values.json ? `${JSON.stringify(status)}\n` : statusText(status, format));
	return exitCode.done;
}

const emptyStatus = (dataDir: string, simulated: boolean): Status => ({
	dataDir,
	simulated,
	database: null,
	assets: 0,
	quotes: {count: 0, latestAt: null},
	candles: [],
	runs: [],
	quarantine: {violation: 0, incomplete: 0},
	budgets: [],
	nextDue: null,
});
