/** What the windows of the quality screen say: about a series, a row in quarantine, a changed payload, a run, a finding. */

import type {CoverageRow, SeriesGap} from '#desk/views/quality.js';
import type {Check} from '#domain/doctor/check.js';
import type {Gap, GapAttempt} from '#domain/doctor/gap.js';
import {cleanText} from '#domain/text.js';
import type {QuarantineRow} from '#ports/storage.js';
import {runLines, typeChange} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import {toldFault} from '../../i18n/faults.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import {checkName, toldCheck} from './checks-told.js';
import {completenessOf} from './coverage.js';
import {adviceOf, type DoctorRow} from './doctor.js';
import {words as doctorWords} from './doctor-words.js';
import {seriesOf} from './draw-doctor.js';
import {countText, gapText, nextOf, spanText} from './gaps.js';
import {jsonLines} from './json-lines.js';
import type {Chosen} from './places.js';
import type {StoredDrift} from './state.js';
import {words} from './words.js';

export type Window = {readonly title: string; readonly lines: readonly string[]};

/** More gaps than this are counted. */
const mostGaps = 300;

/** The window about what is under the cursor; `gaps` are those of the series, if they are known. */
export function windowOf(chosen: Chosen, gaps: readonly SeriesGap[] | undefined, context: Context): Window {
	switch (chosen.of) {
		case 'coverage':
			return seriesWindow(chosen.row, gaps, context);
		case 'quarantine':
			return quarantineWindow(chosen.row, context);
		case 'drift':
			return driftWindow(chosen.row, context);
		case 'runs':
			return {
				title: `${runWords[context.language].run} ${chosen.row.run}`,
				lines: runLines(chosen.row, context),
			};
		case 'doctor':
			return findingWindow(chosen.row, context);
	}
}

function seriesWindow(row: CoverageRow, gaps: readonly SeriesGap[] | undefined, context: Context): Window {
	const {format, language} = context;
	const say = words[language];
	const rest = (gaps?.length ?? 0) - mostGaps;
	return {
		title: say.gaps.title(`${cleanText(row.symbol, 40)} ${row.interval}`),
		lines: [
			`${sourceLabel(row.source)}, ${row.asset}/${row.quote}, ${row.interval}: ${format.share(completenessOf(row))}`,
			say.coverage.candles(format.count(row.count), format.count(row.expected)),
			say.coverage.span(format.dateTime(row.from), format.dateTime(row.to)),
			say.coverage.revisions(format.count(row.revisions)),
			'',
			...(gaps === undefined
				? [say.loading]
				: gaps.length === 0
					? [say.gaps.none]
					: gaps.slice(0, mostGaps).map(gap => gapText(gap, nextOf(gap, context), context))),
			...(rest > 0 ? [say.gaps.rest(format.count(rest))] : []),
		],
	};
}

function quarantineWindow(row: QuarantineRow, {format, language}: Context): Window {
	const say = words[language].quarantine;
	return {
		title: say.title(row.id),
		lines: [
			say.broken(cleanText(row.rule), cleanText(row.field)),
			say.kindLines[row.kind],
			...(row.state === 'held' ? [say.retryHint] : [words[language].off.alreadyRetried]),
			'',
			say.value(jsonLines(row.sample).join(' ')),
			say.row(cleanText(row.key)),
			say.seen(
				format.count(row.timesSeen),
				format.dateTime(row.firstSeenAt),
				format.dateTime(row.lastSeenAt),
			),
			say.from(sourceLabel(row.source), cleanText(row.endpoint)),
			say.contract(cleanText(row.contract)),
			say.run(row.run),
			say.payload(row.payload),
			'',
			say.question,
			...jsonLines(JSON.stringify(row.question)).map(line => `  ${line}`),
			'',
			say.raw,
			...jsonLines(row.raw).map(line => `  ${line}`),
		],
	};
}

function driftWindow(
	{source, endpoint, field, change, before, now, seenAt, run}: StoredDrift,
	{format, language}: Context,
): Window {
	const say = words[language].drift;
	return {
		title: say.title,
		lines: [
			`${sourceLabel(source)}, ${cleanText(endpoint)}: ${cleanText(field)}`,
			`${runWords[language].changes[change]}${typeChange(before, now)}`,
			say.meaning[change],
			'',
			say.seen(format.dateTime(seenAt), run),
		],
	};
}

function findingWindow(row: DoctorRow, context: Context): Window {
	return row.of === 'check' ? checkWindow(row.check, context) : holeWindow(row.gap, context);
}

function checkWindow(check: Check, {language}: Context): Window {
	const {check: say, states} = doctorWords[language];
	const {text, fix} = toldCheck(check, language);
	const exact = cleanText(check.message, 1000);
	return {
		title: checkName(check, language),
		lines: [
			`${states[check.state]}: ${text}`,
			fix === null ? say.nothing : `${say.next}: ${fix}`,
			...(exact === text ? [] : ['', `${say.exactly}: ${exact}`]),
		],
	};
}

function holeWindow(gap: Gap, context: Context): Window {
	const {format, language, shared} = context;
	const {hole: say} = doctorWords[language];
	const {source, asset, quote, interval, origin, cause, proof, attempts} = gap;
	return {
		title: say.title(`${seriesOf(gap, shared.market)} ${sourceLabel(source)}`),
		lines: [
			`${source}, ${cleanText(asset)}/${quote}, ${interval}, ${origin}`,
			`${spanText(gap, context)}: ${countText(gap, context)}`,
			`${say.cause}: ${words[language].gaps.causes[cause].why}`,
			`${say.next}: ${adviceOf(gap, context)}`,
			'',
			...(proof === null
				? [say.noProof]
				: [say.proof(format.dateTime(proof.answeredAt), proof.run), say.payload(proof.payload)]),
			'',
			...(attempts.length === 0 ? [say.noAttempts] : [`${say.attempts}:`]),
			...attempts.flatMap(attempt => attemptLines(attempt, context)),
		],
	};
}

function attemptLines(
	{at, outcome, message, candles, run, payload, source, until}: GapAttempt,
	{format, language}: Context,
): readonly string[] {
	const {hole: say} = doctorWords[language];
	const answer =
		outcome === 'healed' || outcome === 'silent'
			? say.outcomes[outcome]
			: toldFault({code: outcome, message: cleanText(message, 400), hint: '', source}, language).text;
	const came = say.came(words[language].gaps.candles(candles, format.count(candles)));
	return [
		`  ${format.dateTime(at)}: ${answer} (${came})`,
		`    ${say.run(run)}`,
		...(payload === null ? [] : [`    ${say.payload(payload)}`]),
		...(until === null ? [] : [`    ${say.until(format.dateTime(until))}`]),
	];
}
