/** Everything the commands say to people about runs, plans and stored data. One place, so that it can be translated. */

import type {FaultReport, RunReport} from '#domain/run.js';
import type {BackfillPlan, ReplayResult} from '#pipeline/commands.js';
import type {BudgetState} from '#ports/storage.js';
import {alignColumns, type Format} from './format.js';

/** Said first wherever figures of the simulated market follow. */
export const simulatedNotice = 'SIMULATED market: no figure below is real.\n';

const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

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
		const next = hint === lastHint ? '' : `      ${hint}\n`;
		lastHint = hint;
		return `  [${code}]${where === '' ? '' : ` ${where}:`} ${message}\n${next}`;
	});
	const rest = faults.length - faultsShown;
	return `${plural(faults.length, 'Fault')}:\n${lines.join('')}${rest > 0 ? `  and ${rest} more (--json lists all)\n` : ''}`;
}

/** The end of a run. */
export function reportText(report: RunReport, format: Format): string {
	const {kind, status, rows, sources, drift, faults} = report;
	const took = format.duration(Date.parse(report.finishedAt) - Date.parse(report.startedAt));
	const n = format.count;
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
		({source, endpoint, field, change}) => `  ${source} ${endpoint}: field ${field} is ${change}\n`,
	);
	return [
		report.simulated ? simulatedNotice : '',
		`${endings[kind][status]} in ${took}: ${n(rows.inserted)} new, ${n(rows.updated)} updated, ${n(rows.unchanged)} unchanged ${plural(rows.unchanged, 'row')}.\n`,
		sourceRows.length === 0 ? '' : alignColumns(sourceRows),
		setAside,
		drifts.length === 0 ? '' : `Changes in the answers of the sources:\n${drifts.join('')}`,
		faultLines(faults),
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
	const found =
		differences === 0
			? 'The tables agree with the archive.\n'
			: `${format.count(differences)} ${plural(differences, 'difference')} between the tables and the archive:\n` +
				alignColumns([['table', 'key', 'field', 'stored', 'archive'], ...rows], [3, 4]) +
				(differences > sample.length ? `  and ${format.count(differences - sample.length)} more\n` : '');
	return reportText(report, format) + found;
}

/** The price of a backfill before it starts. */
export function planText(plan: BackfillPlan, simulated: boolean, format: Format): string {
	const n = format.count;
	const cost = plan.cost.map(({source, requests, credits, weight, ms}) => [
		source,
		`${n(requests)} ${plural(requests, 'request')}`,
		credits === null ? '' : `${n(credits)} ${plural(credits, 'credit')}`,
		weight === null ? '' : `weight ${n(weight)}`,
		`at least ${format.duration(ms)}`,
	]);
	const shown = plan.series.slice(0, 60);
	const series = shown.map(({asset, source, externalId, candles, requests, reason}) => [
		asset,
		`${source} ${externalId}`,
		n(candles),
		n(requests),
		reason,
	]);
	const refused = plan.refused.map(({asset, message, hint}) => `  ${asset}: ${message}\n      ${hint}\n`);
	return [
		simulated ? simulatedNotice : '',
		`Plan: ${plan.interval} candles from ${format.date(plan.range.from)} to ${format.date(plan.range.to)}\n`,
		plan.requests === 0
			? 'Nothing is missing; no request would be sent.\n'
			: `${n(plan.candles)} candles of ${n(plan.series.length)} assets in ${n(plan.requests)} ${plural(plan.requests, 'request')}, about ${format.duration(plan.ms)}\n`,
		alignColumns(cost, [1, 2, 3]),
		series.length === 0
			? ''
			: alignColumns([['asset', 'from', 'candles', 'requests', 'because'], ...series], [2, 3]),
		plan.series.length > shown.length ? `  and ${n(plan.series.length - shown.length)} more\n` : '',
		refused.length === 0 ? '' : `Left out:\n${refused.join('')}`,
	].join('');
}

/** What is left of a budget, short: `coingecko 12/30 per min, 9,988 credits left`. */
export function budgetText(state: BudgetState, format: Format): string {
	const {source, usedThisMinute, perMinute, usedThisMonth, perMonth} = state;
	const minute = perMinute === null ? n0(usedThisMinute) : `${n0(usedThisMinute)}/${format.count(perMinute)}`;
	const month =
		perMonth === null ? '' : `, ${format.count(Math.max(0, perMonth - usedThisMonth))} credits left`;
	return `${source} ${minute} per min${month}`;
}

const n0 = (value: number): string => String(Math.round(value));
