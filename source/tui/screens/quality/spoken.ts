/** The quality screen without cells: as sentences, as a sheet, and the value under the cursor. */

import type {Sheet} from '#desk/desk.js';
import {cleanText} from '#domain/text.js';
import {lengthOf, qualityLine, typeChange} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import {completenessOf} from './coverage.js';
import {gapText} from './details.js';
import {jsonLines} from './json-lines.js';
import {chosenOf, contentsOf, gapsOf} from './places.js';
import {troubleOf, type QualityState} from './state.js';
import {words} from './words.js';

/** The quality of the last run that ended, and how many rows are held. */
export function summaryOf(
	{answers}: Pick<QualityState, 'answers'>,
	context: Pick<Context, 'shared' | 'format' | 'language'>,
): string {
	const say = words[context.language];
	if (answers.runs === undefined) return '';
	const held = answers.quarantine?.filter(({state}) => state === 'held').length ?? 0;
	const last = qualityLine(answers.runs, context);
	return [
		last === '' ? say.noRunYet : last,
		...(held === 0 ? [] : [say.held(held, context.format.count(held))]),
	].join('  ');
}

const linesSpoken = 50;

/** The active section as sentences. */
export function linesOf(state: QualityState, context: Context): readonly string[] {
	const say = words[context.language];
	const trouble = troubleOf(state);
	return [
		...(trouble === null ? [] : [say.unreadable(trouble)]),
		summaryOf(state, context),
		'',
		`${say.sections[state.section]}:`,
		...sectionLines(state, context),
	];
}

function sectionLines(state: QualityState, context: Context): readonly string[] {
	const {format, language, shared} = context;
	const say = words[language];
	const contents = contentsOf(state);
	if (state.answers[state.section] === undefined) return [say.loading];
	switch (state.section) {
		case 'coverage': {
			const {coverage: rows} = contents;
			if (rows.length === 0) {
				return [state.interval === null ? say.coverage.none : say.coverage.noneOf(state.interval)];
			}

			const chosen = chosenOf(state, contents);
			const row = chosen?.of === 'coverage' ? chosen.row : null;
			const gaps = gapsOf(state, row);
			return [
				...rows
					.slice(0, linesSpoken)
					.map(
						row =>
							`${cleanText(row.symbol)} ${row.interval} ${sourceLabel(row.source)}: ${format.share(completenessOf(row))}, ${say.coverage.titles.missing} ${format.count(row.gaps)}`,
					),
				'',
				say.gaps.title(row === null ? '' : `${cleanText(row.symbol)} ${row.interval}`),
				...(gaps === undefined
					? [say.loading]
					: gaps.length === 0
						? [say.gaps.none]
						: gaps.slice(0, linesSpoken).map(gap => gapText(gap, context))),
			];
		}

		case 'quarantine': {
			const {quarantine: rows} = contents;
			if (rows.length === 0) return [say.quarantine.none];
			return rows
				.slice(0, linesSpoken)
				.map(
					({state, rule, field, source, asset, key, timesSeen}) =>
						`${say.quarantine.states[state]}: ${cleanText(rule)}, ${cleanText(field)}, ${source}, ${cleanText(asset ?? key)}, ${say.quarantine.titles.times} ${format.count(timesSeen)}`,
				);
		}

		case 'drift': {
			const {drift: rows} = contents;
			if (rows.length === 0) return [say.drift.none];
			return rows
				.slice(0, linesSpoken)
				.map(
					({source, endpoint, field, change, before, now, seenAt}) =>
						`${format.dateTime(seenAt)} ${source} ${cleanText(endpoint)}: ${cleanText(field)}, ${runWords[language].changes[change]}${typeChange(before, now)}`,
				);
		}

		case 'runs': {
			const {runs: rows} = contents;
			const {kinds, states, noRuns, faultCount} = runWords[language];
			if (rows.length === 0) return [noRuns];
			return rows.slice(0, linesSpoken).map(run => {
				const faults = run.report?.faults.length ?? 0;
				return [
					format.dateTime(run.startedAt),
					kinds[run.kind],
					states[run.status],
					format.duration(lengthOf(run, shared.now)),
					faultCount(faults, format.count(faults)),
				].join(', ');
			});
		}
	}
}

const iso = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** The rows of the active section. Columns are in English: files outlive languages. */
export function sheetOf(state: QualityState): Sheet | null {
	const contents = contentsOf(state);
	switch (state.section) {
		case 'coverage':
			return sheet(
				'coverage',
				['source', 'asset', 'symbol', 'quote', 'interval', 'from', 'to', 'stored', 'expected', 'missing'],
				contents.coverage.map(({source, asset, symbol, quote, interval, from, to, count, expected, gaps}) => [
					source,
					asset,
					cleanText(symbol),
					quote,
					interval,
					iso(from),
					iso(to),
					count,
					expected,
					gaps,
				]),
			);
		case 'quarantine':
			return sheet(
				'quarantine',
				[
					'id',
					'state',
					'kind',
					'rule',
					'field',
					'source',
					'endpoint',
					'asset',
					'times_seen',
					'first_seen',
					'last_seen',
					'sample',
					'run',
				],
				contents.quarantine.map(row => [
					row.id,
					row.state,
					row.kind,
					cleanText(row.rule),
					cleanText(row.field),
					row.source,
					cleanText(row.endpoint),
					row.asset,
					row.timesSeen,
					iso(row.firstSeenAt),
					iso(row.lastSeenAt),
					cleanText(row.sample),
					row.run,
				]),
			);
		case 'drift':
			return sheet(
				'drift',
				['seen_at', 'source', 'endpoint', 'field', 'change', 'before', 'now', 'run'],
				contents.drift.map(({seenAt, source, endpoint, field, change, before, now, run}) => [
					iso(seenAt),
					source,
					cleanText(endpoint),
					cleanText(field),
					change,
					cleanText(before.join('|')),
					cleanText(now.join('|')),
					run,
				]),
			);
		case 'runs':
			return sheet(
				'runs',
				[
					'run',
					'kind',
					'status',
					'started_at',
					'finished_at',
					'read',
					'incomplete',
					'violating',
					'inserted',
					'faults',
				],
				contents.runs.map(({run, kind, status, startedAt, finishedAt, report}) => [
					run,
					kind,
					status,
					iso(startedAt),
					iso(finishedAt),
					report?.rows.extracted ?? null,
					report?.rows.incomplete ?? null,
					report?.rows.violating ?? null,
					report?.rows.inserted ?? null,
					report?.faults.length ?? null,
				]),
			);
	}
}

const sheet = (name: string, columns: Sheet['columns'], rows: Sheet['rows']): Sheet | null =>
	rows.length === 0 ? null : {name, columns, rows};

/** The value under the cursor, for the clipboard; of a row in quarantine, its JSON. */
export function copiedOf(state: QualityState, {format}: Context): string | null {
	const what = chosenOf(state, contentsOf(state));
	switch (what?.of) {
		case undefined:
			return null;
		case 'coverage':
			return `${what.row.asset} ${what.row.interval} ${what.row.source} ${format.share(completenessOf(what.row))}`;
		case 'quarantine':
			return jsonLines(what.row.raw).join('\n');
		case 'drift':
			return `${what.row.source} ${cleanText(what.row.endpoint)} ${cleanText(what.row.field)}`;
		case 'runs':
			return what.row.run;
	}
}
