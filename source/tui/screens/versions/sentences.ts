/** Versions in sentences: what one holds, what a check or a comparison found, and the screen for screen readers. */

import type {VersionDetail} from '#desk/views/versions.js';
import type {SeriesFacts, SnapshotRecord} from '#domain/snapshot/manifest.js';
import {cleanText} from '#domain/text.js';
import type {CompactPlan} from '#pipeline/compact.js';
import type {Comparison, Pruned, Verified} from '#ports/vault.js';
import {toldFault} from '../../i18n/faults.js';
import type {Context} from '../../screen.js';
import {chosenOf, detailOf, recordsOf, type VersionsState} from './state.js';
import {words} from './words.js';

type Telling = Pick<Context, 'format' | 'language'>;

/** More rows than these are counted. */
const mostShown = 300;
/** In a window that asks something. */
const mostAsked = 8;

/** The first rows, and how many there are beyond. */
function cut(rows: readonly string[], most: number, {format, language}: Telling): readonly string[] {
	const rest = rows.length - most;
	return rest > 0 ? [...rows.slice(0, most), words[language].rest(format.count(rest))] : rows;
}

const nameOf = ({
	asset,
	source,
	interval,
	origin,
}: Pick<SeriesFacts, 'asset' | 'source' | 'interval' | 'origin'>): string =>
	cleanText(`${asset} ${source} ${interval}${origin === 'exchange' ? '' : ` (${origin})`}`);

/** When a version was made, as a person says it. */
export const momentOf = ({createdAt}: SnapshotRecord, {format}: Pick<Telling, 'format'>): string =>
	format.dateTime(Date.parse(createdAt));

/** Everything that is known of a version, with so many gaps of each series; without `detail` only what the list says. */
export function detailLines(
	record: SnapshotRecord,
	detail: VersionDetail | null,
	telling: Telling,
	mostGaps = 0,
): readonly string[] {
	const {format, language} = telling;
	const say = words[language];
	const {kind, message, parent, program, simulated, output, added} = record;
	const head = [
		...(simulated ? [say.simulated] : []),
		`${say.titles.made}: ${momentOf(record, telling)}, ${say.kindLines[kind]}`,
		...(message === '' ? [] : [`${say.titles.message}: ${cleanText(message)}`]),
		`${say.titles.size}: ${format.bytes(output.size)}${
			output.files === undefined ? '' : ` ${say.files(format.count(output.files))}`
		}, ${say.added(format.bytes(added))}${parent === null ? '' : ` ${say.since(parent)}`}`,
	];
	if (detail === null) return [...head, say.loading];
	const {manifest, pointer} = detail;
	const rangeOf = (from: string, to: string): string =>
		`${format.dateTime(Date.parse(from))} - ${format.dateTime(Date.parse(to))}`;
	const series = manifest.series.flatMap(facts => {
		const {rows, from, to, gaps} = facts;
		const holes = gaps.length === 0 ? '' : `, ${say.gaps(gaps.length, format.count(gaps.length))}`;
		return [
			`  ${nameOf(facts)}: ${say.candles(rows, format.count(rows))}, ${rangeOf(from, to)}${holes}`,
			...gaps.slice(0, mostGaps).map(gap => `    ${say.gap} ${rangeOf(...gap)}`),
		];
	});
	const tables = Object.entries(manifest.rows)
		.filter(([, rows]) => rows > 0)
		.map(([table, rows]) => `${table} ${format.count(rows)}`);
	return [
		...head,
		say.madeBy(program, manifest.schema),
		`DVC: ${pointer}`,
		`${say.titles.rows}: ${tables.join(', ')}`,
		say.series(format.count(manifest.series.length)),
		...cut(series, mostShown, telling),
	];
}

/** What is broken. */
export const damageLines = ({damages}: Verified, telling: Telling): readonly string[] => {
	const say = words[telling.language];
	return [
		...cut(
			damages.map(
				({snapshot, part, problem, object}) => `${snapshot}: ${part} ${say.problems[problem]}: ${object}`,
			),
			mostShown,
			telling,
		),
		'',
		say.damagedHint,
	];
};

/** What became of the rows. */
export function comparisonLines(
	{before, after, differences}: Comparison,
	telling: Telling,
): readonly string[] {
	const {format, language} = telling;
	const say = words[language];
	const head = say.compared(before, after);
	if (differences.length === 0) return [head, say.same];
	const rows = differences.map(
		({table, series, added, changed, removed}) =>
			`${series ? nameOf(series) : table}: ${say.changes(
				format.count(added),
				format.count(changed),
				format.count(removed),
			)}`,
	);
	return [head, ...cut(rows, mostShown, telling)];
}

/** What would go. */
export const pruneLines = ({snapshots, bytes}: Pruned, telling: Telling): readonly string[] => [
	...cut(snapshots, mostAsked, telling),
	words[telling.language].frees(telling.format.bytes(bytes)),
];

/** What would be freed. */
export const compactLines = ({items, bytes}: CompactPlan, {format, language}: Telling): readonly string[] => [
	...items
		.filter(item => item.bytes > 0)
		.map(item =>
			words[language].parts[item.what](item.count, format.count(item.count), format.bytes(item.bytes)),
		),
	words[language].frees(format.bytes(bytes)),
];

/** What is under way or went wrong, or how many versions lie where. */
export function statusOf({answers, troubles, work}: VersionsState, {format, language}: Telling): string {
	const say = words[language];
	const trouble = troubles.list ?? troubles.detail;
	if (work !== null) return say.working[work];
	if (trouble) {
		const {text, hint} = toldFault(trouble, language);
		return `${text} ${hint}`;
	}

	const {list} = answers;
	return list ? say.place(list.records.length, format.count(list.records.length), list.remote) : say.loading;
}

/** The screen as plain sentences. */
export function linesOf(state: VersionsState, context: Context): readonly string[] {
	const say = words[context.language];
	const chosen = chosenOf(state);
	const records = recordsOf(state);
	const {format} = context;
	return [
		statusOf(state, context),
		...(state.answers.list && records.length === 0 ? [say.none] : []),
		...records.map(
			record =>
				`${record === chosen ? say.chosen : ''}${record.id}: ${momentOf(record, context)}, ${
					say.kinds[record.kind]
				}, ${say.titles.rows} ${format.count(record.rows)}, ${format.bytes(record.output.size)}${
					record.id === state.marked ? `, ${say.marked}` : ''
				}`,
		),
		...(chosen ? ['', chosen.id, ...detailLines(chosen, detailOf(state), context)] : []),
	];
}
