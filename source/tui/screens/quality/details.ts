/** What the windows of the quality screen say about a series, a row in quarantine, a changed payload or a run. */

import type {CoverageRow, SeriesGap} from '#desk/desk.js';
import {cleanText} from '#domain/text.js';
import type {QuarantineRow} from '#ports/storage.js';
import {runLines, typeChange} from '../../components/run-report.js';
import {runWords} from '../../components/run-words.js';
import type {Context} from '../../screen.js';
import {completenessOf} from './coverage.js';
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
	}
}

/** A gap in one sentence: when, how much, why, and what to do. */
export function gapText(
	{from, to, candles, cause}: SeriesGap,
	{format, language}: Pick<Context, 'format' | 'language'>,
): string {
	const say = words[language].gaps;
	const {why, next} = say.causes[cause];
	const counted = say.candles(candles, format.count(candles));
	return `${format.dateTime(from)} - ${format.dateTime(to)}: ${counted}, ${why}; ${next}`;
}

function seriesWindow(row: CoverageRow, gaps: readonly SeriesGap[] | undefined, context: Context): Window {
	const {format, language} = context;
	const say = words[language];
	const rest = (gaps?.length ?? 0) - mostGaps;
	return {
		title: say.gaps.title(`${cleanText(row.symbol, 40)} ${row.interval}`),
		lines: [
			`${row.source}, ${row.asset}/${row.quote}, ${row.interval}: ${format.share(completenessOf(row))}`,
			say.coverage.candles(format.count(row.count), format.count(row.expected)),
			say.coverage.span(format.dateTime(row.from), format.dateTime(row.to)),
			say.coverage.revisions(format.count(row.revisions)),
			'',
			...(gaps === undefined
				? [say.loading]
				: gaps.length === 0
					? [say.gaps.none]
					: gaps.slice(0, mostGaps).map(gap => gapText(gap, context))),
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
			say.from(row.source, cleanText(row.endpoint)),
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
			`${source}, ${cleanText(endpoint)}: ${cleanText(field)}`,
			`${runWords[language].changes[change]}${typeChange(before, now)}`,
			say.meaning[change],
			'',
			say.seen(format.dateTime(seenAt), run),
		],
	};
}
