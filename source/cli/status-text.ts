/** The status document, and its text for people: at most 80 columns wide. */

import type {Interval} from '#domain/interval.js';
import type {AssetId, SourceName} from '#domain/market.js';
import type {RunId, RunKind} from '#domain/run.js';
import {alignColumns, cut, plural, wrap, type Format} from './format.js';
import {budgetParts, simulatedNotice} from './words.js';

/** What `status --json` prints. Times are ISO 8601 UTC. `database` is null while there is none. */
export type Status = {
	readonly dataDir: string;
	readonly simulated: boolean;
	readonly database: {
		readonly engine: string;
		readonly version: number;
		readonly location: string;
		readonly sizeBytes: number;
		readonly integrity: string;
	} | null;
	readonly assets: number;
	readonly quotes: {readonly count: number; readonly latestAt: string | null};
	readonly candles: readonly {
		readonly source: SourceName;
		readonly asset: AssetId;
		readonly quote: string;
		readonly interval: Interval;
		readonly derived: boolean;
		readonly from: string;
		readonly to: string;
		readonly count: number;
		readonly gaps: number;
	}[];
	readonly runs: readonly {
		readonly run: RunId;
		readonly kind: RunKind;
		readonly status: string;
		readonly startedAt: string;
		readonly finishedAt: string | null;
		readonly inserted: number | null;
		readonly faults: number | null;
	}[];
	readonly quarantine: {readonly violation: number; readonly incomplete: number};
	readonly budgets: readonly {
		readonly source: SourceName;
		readonly usedThisMinute: number;
		readonly perMinute: number | null;
		readonly usedThisMonth: number;
		readonly perMonth: number | null;
		readonly blockedUntil: string | null;
	}[];
	/** When the next cycle is due, by the interval of the settings. */
	readonly nextDue: string | null;
};

const seriesShown = 20;

const day = (iso: string): string => iso.slice(0, 10);

function candleLines({candles}: Status, format: Format): string {
	if (candles.length === 0) return 'Candles      none\n';
	const total = candles.reduce((sum, {count}) => sum + count, 0);
	const rows = candles
		.slice(0, seriesShown)
		.map(({asset, source, interval, derived, from, to, count, gaps}) => [
			cut(asset, 20),
			`${source}${derived ? '*' : ''}`,
			interval,
			day(from),
			day(to),
			format.count(count),
			String(gaps),
		]);
	const marked = candles.slice(0, seriesShown).some(({derived}) => derived);
	const rest = candles.length - seriesShown;
	return [
		`Candles      ${format.count(total)} in ${format.count(candles.length)} series\n`,
		alignColumns([['asset', 'source', 'int.', 'from', 'to', 'count', 'gaps'], ...rows], [5, 6]),
		marked ? '  * not from an exchange: made from prices, or from finer candles\n' : '',
		rest > 0 ? `  and ${format.count(rest)} more series (status --json lists all)\n` : '',
	].join('');
}

function runLines({runs}: Status, format: Format): string {
	if (runs.length === 0) return 'Runs         none\n';
	const rows = runs.map(({startedAt, kind, status, inserted, faults}) => [
		format.shortDate(Date.parse(startedAt)),
		kind,
		status,
		inserted === null ? '' : `${format.count(inserted)} new`,
		faults ? `${faults} ${plural(faults, 'fault')}` : '',
	]);
	return `Last runs\n${alignColumns(rows, [3])}`;
}

function budgetLines({budgets}: Status, format: Format): string {
	if (budgets.length === 0) return '';
	const lines = budgets.map(({blockedUntil, ...budget}) => {
		const blocked = blockedUntil === null ? [] : [`blocked until ${format.date(blockedUntil)}`];
		const parts = [...budgetParts({...budget, blockedUntil: null}, format), ...blocked];
		return `  ${wrap(parts.join(', '), 2, 4)}\n`;
	});
	return `Budgets\n${lines.join('')}`;
}

/** The status for people. */
export function statusText(status: Status, format: Format): string {
	const {dataDir, simulated, database, assets, quotes, quarantine, nextDue} = status;
	const notice = simulated ? simulatedNotice : '';
	if (database === null) {
		return `${notice}Data folder  ${dataDir}\nNo database yet; run "crypto-tui --headless${simulated ? ' --demo' : ''}" to begin.\n`;
	}

	const latest = quotes.latestAt === null ? '' : `, newest ${format.date(quotes.latestAt)}`;
	return [
		notice,
		`Data folder  ${dataDir}\n`,
		`Database     ${database.engine}, schema ${database.version}, ${format.bytes(database.sizeBytes)}, integrity ${database.integrity}\n`,
		`Assets       ${format.count(assets)}\n`,
		`Quotes       ${format.count(quotes.count)}${latest}\n`,
		candleLines(status, format),
		`Quarantine   ${format.count(quarantine.violation)} violating, ${format.count(quarantine.incomplete)} incomplete\n`,
		nextDue === null ? '' : `Next due     ${format.date(nextDue)}\n`,
		budgetLines(status, format),
		runLines(status, format),
	].join('');
}
