/** Everything the commands say to people about runs, plans and stored data. One place, so that it can be translated. */

import type {FaultReport, RunReport} from '#domain/run.js';
import type {BackfillPlan, ReplayResult} from '#pipeline/commands.js';
import type {BudgetState} from '#ports/storage.js';
import {alignColumns, cut, plural, wrap, type Format} from './format.js';

/** Said first wherever figures of the simulated market follow. */
export const simulatedNotice = 'SIMULATED market: no figure below is real.\n';

const endings = {
	collect: {
		done: 'Collected',
		partial: 'Collected in part',
		blocked: 'Blocked by a contract',
		failed: 'Nothing collected',
	},
	backfill: {
		done: 'History complete',
		partial: 'History fetched in part',
		blocked: 'Blocked by a contract',
		failed: 'No history fetched',
	},
	replay: {
		done: 'Replayed',
		partial: 'Replayed in part',
		blocked: 'Blocked by a contract',
		failed: 'Nothing replayed',
	},
} as const satisfies Record<RunReport['kind'], Record<RunReport['status'], string>>;

/** Faults told in full; the rest is counted. */
const faultsShown = 10;

function faultLines(faults: readonly FaultReport[]): string {
	if (faults.length === 0) return '';
	let lastHint = '';
	const lines = faults.slice(0, faultsShown).map(({code, source, asset, message, hint}) => {
		const where = [source, asset].filter(Boolean).join(' ');
		const next = hint === lastHint ? '' : `      ${wrap(hint, 6, 6)}\n`;
		lastHint = hint;
		return `  ${wrap(`[${code}]${where === '' ? '' : ` ${where}:`} ${message}`, 2, 4)}\n${next}`;
	});
	const rest = faults.length - faultsShown;
	return `${plural(faults.length, 'Fault')}:\n${lines.join('')}${rest > 0 ? `  and ${rest} more (--json lists all)\n` : ''}`;
}

/** Every series that was under way reports the same interruption; people need to read it once. */
const toldOnce = (faults: readonly FaultReport[]): readonly FaultReport[] => {
	const first = faults.findIndex(({code}) => code === 'interrupted');
	return faults.filter(({code}, i) => code !== 'interrupted' || i === first);
};

/** The end of a run. */
export function reportText(report: RunReport, format: Format): string {
	const {kind, status, rows, sources, drift, faults} = report;
	const took = format.duration(Date.parse(report.finishedAt) - Date.parse(report.startedAt));
	const n = format.count;
	const ending = faults.some(({code}) => code === 'interrupted')
		? `Interrupted after ${took}`
		: `${endings[kind][status]} in ${took}`;
	const used = sources.filter(({state}) => state !== 'unused');
	const sourceRows = used.map(({source, state, requests, retries, rateLimited, bytes}) => [
		source,
		state,
		`${n(requests)} ${plural(requests, 'request')}`,
		`${n(retries)} ${plural(retries, 'retry', 'retries')}`,
		`${n(rateLimited)} rate-limited`,
		format.bytes(bytes),
	]);
	const setAside =
		rows.incomplete + rows.violating === 0
			? ''
			: `Set aside: ${n(rows.incomplete)} incomplete, ${n(rows.violating)} violating (crypto-tui quarantine list)\n`;
	const drifts = drift.map(
		({source, endpoint, field, change}) =>
			`  ${wrap(`${source} ${endpoint}: field ${field} is ${change}`, 2, 4)}\n`,
	);
	return [
		report.simulated ? simulatedNotice : '',
		`${ending}: ${n(rows.inserted)} new, ${n(rows.updated)} updated, ${n(rows.unchanged)} unchanged ${plural(rows.unchanged, 'row')}.\n`,
		sourceRows.length === 0 ? '' : alignColumns(sourceRows),
		setAside,
		drifts.length === 0 ? '' : `Changes in the answers of the sources:\n${drifts.join('')}`,
		faultLines(toldOnce(faults)),
		`Run ${report.run}, finished ${format.date(report.finishedAt)}\n`,
	].join('');
}

/** What a replay found. */
export function replayText({report, sample, differences}: ReplayResult, format: Format): string {
	const rows = sample.map(({table, key, field, stored, replayed}) => [
		table,
		key,
		field,
		stored === null ? 'nothing' : String(stored),
		replayed === null ? 'nothing' : String(replayed),
	]);
	// A replay that read nothing found nothing out.
	const compared = report.status !== 'failed' || differences > 0;
	const found = !compared
		? ''
		: differences === 0
			? 'The tables agree with the archive.\n'
			: `${format.count(differences)} ${plural(differences, 'difference')} between the tables and the archive:\n` +
				alignColumns([['table', 'key', 'field', 'stored', 'archive'], ...rows], [3, 4]) +
				(differences > sample.length ? `  and ${format.count(differences - sample.length)} more\n` : '');
	return reportText(report, format) + found;
}

/** The price of a backfill before it starts. */
export function planText(plan: BackfillPlan, simulated: boolean, format: Format): string {
	const n = format.count;
	const cost = plan.cost.flatMap(({source, requests, credits, weight, ms}) =>
		requests === 0
			? []
			: [
					[
						source,
						`${n(requests)} ${plural(requests, 'request')}`,
						credits === null ? '' : `${n(credits)} ${plural(credits, 'credit')}`,
						weight === null ? '' : `weight ${n(weight)}`,
						`at least ${format.duration(ms)}`,
					],
				],
	);
	const shown = plan.series.slice(0, 60);
	// Sentences in a column would not fit 80 columns; there are few different ones.
	const reasons = [...new Set(shown.map(({reason}) => reason))];
	const series = shown.map(({asset, source, externalId, candles, requests, reason}) => [
		cut(asset, 24),
		cut(`${source} ${externalId}`, 24),
		n(candles),
		n(requests),
		`(${reasons.indexOf(reason) + 1})`,
	]);
	const refused = plan.refused.map(
		({asset, message, hint}) => `  ${wrap(`${asset}: ${message}`, 2, 4)}\n      ${wrap(hint, 6, 6)}\n`,
	);
	return [
		simulated ? simulatedNotice : '',
		`Plan: ${plan.interval} candles from ${format.date(plan.range.from)} to ${format.date(plan.range.to)}\n`,
		plan.requests === 0
			? 'Nothing is missing; no request would be sent.\n'
			: `${n(plan.candles)} ${plural(plan.candles, 'candle')} of ${n(plan.series.length)} ${plural(plan.series.length, 'asset')} in ${n(plan.requests)} ${plural(plan.requests, 'request')}, about ${format.duration(plan.ms)}\n`,
		alignColumns(cost, [1, 2, 3]),
		series.length === 0
			? ''
			: alignColumns([['asset', 'from', 'candles', 'requests', 'why'], ...series], [2, 3]) +
				reasons.map((reason, i) => `  (${i + 1}) ${reason}\n`).join(''),
		plan.series.length > shown.length ? `  and ${n(plan.series.length - shown.length)} more\n` : '',
		refused.length === 0 ? '' : `Left out:\n${refused.join('')}`,
	].join('');
}

/** What is used of a budget, in words: `coingecko 12/30 requests/min` and, with a monthly limit, `9,988 credits left`. */
export function budgetParts(state: BudgetState, format: Format): readonly string[] {
	const {source, usedThisMinute, perMinute, usedThisMonth, perMonth} = state;
	const minute = perMinute === null ? n0(usedThisMinute) : `${n0(usedThisMinute)}/${format.count(perMinute)}`;
	const unit = source === 'binance' ? 'weight' : 'requests';
	const left =
		perMonth === null ? [] : [`${format.count(Math.max(0, perMonth - usedThisMonth))} credits left`];
	return [`${source} ${minute} ${unit}/min`, ...left];
}

const n0 = (value: number): string => String(Math.round(value));
