/** A run for people: its mark, its length, and its whole report as lines of a window. */

import {qualityOf} from '#domain/quality.js';
import type {FaultReport, RunReport} from '#domain/run.js';
import {cleanText} from '#domain/text.js';
import type {StoredRun} from '#ports/storage.js';
import type {Context} from '../screen.js';
import {toldFault} from '../i18n/faults.js';
import type {Format} from '../i18n/format.js';
import type {Language} from '../i18n/language.js';
import type {Glyphs} from '../theme/glyphs.js';
import type {Role} from '../theme/roles.js';
import {runWords} from './run-words.js';

/** How a run stands, by colour and by glyph. */
export function runMark(
	status: StoredRun['status'],
	glyphs: Glyphs,
): {readonly glyph: string; readonly role: Role} {
	switch (status) {
		case 'done':
			return {glyph: glyphs.check, role: 'good'};
		case 'partial':
			return {glyph: '!', role: 'warning'};
		case 'blocked':
		case 'failed':
			return {glyph: glyphs.fail, role: 'bad'};
		case 'running':
			return {glyph: glyphs.pointer, role: 'info'};
		case 'lost':
			return {glyph: '?', role: 'warning'};
	}
}

/** A run that may be known only by its report. */
export type KnownRun = Omit<StoredRun, 'pid'> & {readonly pid: number | null};

/** A run that ended, by its report. */
export const runOf = (report: RunReport): KnownRun => ({
	run: report.run,
	kind: report.kind,
	status: report.status,
	startedAt: Date.parse(report.startedAt),
	finishedAt: Date.parse(report.finishedAt),
	pid: null,
	report,
});

/** How long a run took (or takes, at `now`), ms; null where its end is unknown. */
export function lengthOf({startedAt, finishedAt, status}: KnownRun, now: number): number | null {
	if (finishedAt !== null) return finishedAt - startedAt;
	return status === 'running' ? Math.max(0, now - startedAt) : null;
}

/** Where a fault struck and what it says, in one line. */
export function faultText(fault: FaultReport, language: Language): string {
	const where = [fault.source, fault.asset].filter(Boolean).join(' ');
	const {text} = toldFault({...fault, source: null}, language);
	return cleanText(where === '' ? text : `${where}: ${text}`, 400);
}

/** Completeness, reject rate and freshness of the newest run that ended, as one line; empty before it. */
export function qualityLine(
	runs: readonly KnownRun[],
	{shared, format, language}: Pick<Context, 'shared' | 'format' | 'language'>,
): string {
	const last = runs.find(({report}) => report !== null);
	if (!last?.report) return '';
	const words = runWords[language];
	const {completeness, rejectRate, ageMs} = qualityOf(last.report.rows, last.finishedAt, shared.now);
	return [
		`${words.completeness} ${format.share(completeness)}`,
		`${words.rejectRate} ${format.share(rejectRate, 2)}`,
		`${words.freshness} ${ageMs === null ? format.none : words.ago(format.age(ageMs))}`,
	].join('  ');
}

function sourceLines({sources}: RunReport, language: Language, format: Format): readonly string[] {
	const words = runWords[language];
	return sources.map(({source, state, requests, retries, rateLimited, bytes}) =>
		state === 'unused'
			? `  ${source}: ${words.unused}`
			: `  ${source}: ${state}; ${words.sourceLine(
					format.count(requests),
					format.count(retries),
					format.count(rateLimited),
					format.bytes(bytes),
				)}`,
	);
}

/** Everything that is known about a run. */
export function runLines(
	stored: KnownRun,
	context: Pick<Context, 'format' | 'language' | 'shared'>,
): readonly string[] {
	const {run, kind, status, startedAt, pid, report} = stored;
	const {format, language, shared} = context;
	const words = runWords[language];
	const head = [
		`${words.run}: ${run}${pid === null ? '' : ` (pid ${pid})`}`,
		`${words.kind}: ${words.kinds[kind]}`,
		`${words.status}: ${words.states[status]}`,
		`${words.started}: ${format.dateTime(startedAt)}`,
		`${words.took}: ${format.duration(lengthOf(stored, shared.now))}`,
	];
	if (report === null) {
		return [...head, '', status === 'running' ? words.noReport : words.noReportLost];
	}

	const counts = Object.entries(report.rows) as [keyof RunReport['rows'], number][];
	return [
		...(report.simulated ? [words.simulated, ''] : []),
		...head,
		qualityLine([stored], context),
		'',
		words.sources,
		...sourceLines(report, language, format),
		'',
		words.rows,
		`  ${counts.map(([name, count]) => `${format.count(count)} ${words.rowCounts[name]}`).join(', ')}`,
		...report.stages.map(
			({stage, ms, rows}) =>
				`  ${words.stages[stage]}: ${words.rowsIn(format.count(rows), format.duration(ms))}`,
		),
		'',
		`${words.faults}${report.faults.length === 0 ? `: ${words.noFaults}` : ''}`,
		...report.faults.flatMap(fault => [
			`  [${fault.code}] ${faultText(fault, language)}`,
			// The exact words exist in English only.
			...(language === 'en' ? [] : [`    ${cleanText(fault.message, 400)}`]),
			`    ${words.nextStep}: ${cleanText(toldFault(fault, language).hint, 400)}`,
		]),
		'',
		`${words.drift}${report.drift.length === 0 ? `: ${words.noDrift}` : ''}`,
		...report.drift.map(
			({source, endpoint, field, change, before, now}) =>
				`  ${source} ${endpoint}: ${cleanText(field)}: ${words.changes[change]}${typeChange(before, now)}`,
		),
	];
}

const types = (names: readonly string[]): string => (names.length === 0 ? '-' : names.join('|'));

/** ` (number > string)`, where types are known. */
export function typeChange(before: readonly string[], now: readonly string[]): string {
	if (before.length === 0 && now.length === 0) return '';
	return ` (${cleanText(`${types(before)} > ${types(now)}`)})`;
}
