/** The quality screen without cells: as sentences, and the value under the cursor. */

import {cleanText} from '#domain/text.js';
import {lengthOf, qualityLine, typeChange} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import {completenessOf, missingOf} from './coverage.js';
import {checkName, toldCheck} from './checks-told.js';
import {adviceOf, stateOf, totalsText, type DoctorRow} from './doctor.js';
import {words as doctorWords} from './doctor-words.js';
import {seriesOf} from './draw-doctor.js';
import {gapText, nextOf} from './gaps.js';
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

const isRead = ({section, answers}: QualityState): boolean =>
	(section === 'doctor' ? answers.examination : answers[section]) !== undefined;

function sectionLines(state: QualityState, context: Context): readonly string[] {
	const {format, language, shared} = context;
	const say = words[language];
	const contents = contentsOf(state);
	if (!isRead(state)) return [say.loading];
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
							`${cleanText(row.symbol)} ${row.interval} ${sourceLabel(row.source)}: ${format.share(completenessOf(row))}, ${say.coverage.titles.missing} ${format.count(missingOf(row))}`,
					),
				'',
				say.gaps.title(row === null ? '' : `${cleanText(row.symbol)} ${row.interval}`),
				...(gaps === undefined
					? [say.loading]
					: gaps.length === 0
						? [say.gaps.none]
						: gaps.slice(0, linesSpoken).map(gap => gapText(gap, nextOf(gap, context), context))),
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

		case 'doctor':
			return [
				totalsText(state, context),
				...contents.doctor.slice(0, linesSpoken).map(row => findingText(row, context)),
			];
	}
}

/** A finding in one sentence. */
function findingText(row: DoctorRow, context: Context): string {
	const {language, shared} = context;
	const state = doctorWords[language].states[stateOf(row)];
	if (row.of === 'hole') {
		const {gap} = row;
		const sentence = gapText(gap, adviceOf(gap, context), context);
		return `${state}: ${seriesOf(gap, shared.market)} ${sourceLabel(gap.source)}, ${sentence}`;
	}

	const {text, fix} = toldCheck(row.check, language);
	return `${state}: ${checkName(row.check, language)}: ${text}${fix === null ? '' : ` ${fix}`}`;
}

/** The value under the cursor, for the clipboard; of a row in quarantine, its JSON. */
export function copiedOf(state: QualityState, context: Context): string | null {
	const {format} = context;
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
		case 'doctor':
			return findingText(what.row, context);
	}
}
