/** What `snapshot` and `compact` say to people. */

import type {Manifest, SnapshotRecord} from '#domain/snapshot/manifest.js';
import {tableNames} from '#domain/snapshot/tables.js';
import {cleanText} from '#domain/text.js';
import type {CompactPlan, Compacted} from '#pipeline/compact.js';
import type {VersionsKept} from '#pipeline/keep-versions.js';
import type {Comparison, Pruned, Restored, Verified} from '#ports/vault.js';
import {alignColumns, cut, plural, type Format} from './format.js';

const seriesShown = 40;
const damagesShown = 40;

/** A version that was just made. */
export const createdText = (
	{id, kind, rows, output, added, parent}: SnapshotRecord,
	remote: string,
	format: Format,
): string =>
	`Snapshot ${id}: ${format.count(rows)} ${plural(rows, 'row')}, ${format.bytes(output.size)}${
		kind === 'database' ? ' as one database' : ` in ${format.count(output.files ?? 0)} files`
	}; ${added === 0 ? 'nothing is new' : `${format.bytes(added)} are new`}${parent === null ? '' : ` since ${parent}`}.\n  in ${remote}\n`;

/** Every version, newest last, then those whose record cannot be read. */
export function listText(
	records: readonly SnapshotRecord[],
	broken: readonly string[],
	remote: string,
	format: Format,
): string {
	if (records.length + broken.length === 0) {
		return `There is no snapshot in ${remote} yet; "crypto-tui snapshot create" makes one.\n`;
	}

	const lines = records.map(({id, kind, createdAt, rows, output, added, message}) => [
		id,
		kind,
		format.shortDate(Date.parse(createdAt)),
		format.count(rows),
		format.bytes(output.size),
		format.bytes(added),
		cut(cleanText(message), 40),
	]);
	const damaged = broken.map(id => [id, 'damaged', '', '', '', '', 'its record cannot be read']);
	const table = alignColumns(
		[['id', 'kind', 'made', 'rows', 'size', 'new', 'message'], ...lines, ...damaged],
		[3, 4, 5],
	);
	return broken.length === 0 ? table : `${table}"crypto-tui snapshot verify" names the damaged files.\n`;
}

/** One version with what it holds, and how a team with DVC gets it. */
export function versionText(
	record: SnapshotRecord,
	manifest: Manifest,
	pointer: string,
	format: Format,
): string {
	const {id, kind, createdAt, message, parent, program, simulated, output} = record;
	const facts = [
		['snapshot', id],
		['kind', kind],
		['made', format.date(createdAt)],
		...(message === '' ? [] : [['message', cleanText(message)]]),
		['parent', parent ?? 'none'],
		['program', `crypto-tui ${program}, schema ${manifest.schema}`],
		['market', simulated ? 'SIMULATED' : 'real'],
		[
			'size',
			`${format.bytes(output.size)}${output.files === undefined ? '' : ` in ${format.count(output.files)} files`}`,
		],
		['dvc', pointer],
	];
	const tables = tableNames
		.filter(table => (manifest.rows[table] ?? 0) > 0)
		.map(table => [table, format.count(manifest.rows[table]!)]);
	const series = manifest.series
		.slice(0, seriesShown)
		.map(({asset, source, interval, origin, rows, from, to, gaps}) => [
			cut(asset, 24),
			`${source} ${interval}${origin === 'exchange' ? '' : ` (${origin})`}`,
			format.count(rows),
			from.slice(0, 16),
			to.slice(0, 16),
			gaps.length === 0 ? '' : `${gaps.length} ${plural(gaps.length, 'hole')}`,
		]);
	const rest = manifest.series.length - seriesShown;
	return [
		`${alignColumns(facts)}\n`,
		alignColumns([['table', 'rows'], ...tables], [1]),
		series.length === 0
			? ''
			: `\n${alignColumns([['series', '', 'candles', 'from', 'to (UTC)', ''], ...series], [2])}`,
		rest > 0 ? `  and ${format.count(rest)} more (--json lists all)\n` : '',
		'\nA team with DVC 3 copies that .dvc file into its repository, adds the folder of the snapshots as a remote\n("dvc remote add -d crypto <folder>"), and runs "dvc pull".\n',
	].join('');
}

/** What a verification found. */
export function verifiedText({snapshots, objects, damages}: Verified, format: Format): string {
	if (snapshots.length === 0) return 'There is no snapshot to verify.\n';
	const read = `${format.count(objects)} ${plural(objects, 'object')} of ${format.count(snapshots.length)} ${plural(snapshots.length, 'snapshot')}`;
	if (damages.length === 0) return `Verified ${read}: every hash is right.\n`;
	const lines = damages
		.slice(0, damagesShown)
		.map(({snapshot, object, part, problem}) => `  ${snapshot}: ${part} is ${problem}\n      ${object}\n`);
	const rest = damages.length - damagesShown;
	return [
		`Verified ${read}: ${format.count(damages.length)} ${plural(damages.length, 'is', 'are')} broken.\n`,
		...lines,
		rest > 0 ? `  and ${format.count(rest)} more (--json lists all)\n` : '',
		'Copy the objects back from another place that has them, or prune the snapshots that need them; the others are whole.\n',
	].join('');
}

/** What became of the rows. */
export function comparisonText({before, after, differences}: Comparison, format: Format): string {
	if (differences.length === 0) return `${before} and ${after} hold the same data.\n`;
	const lines = differences.map(({table, series, added, changed, removed}) => [
		series
			? `${series.asset} ${series.source} ${series.interval}${series.origin === 'exchange' ? '' : ` (${series.origin})`}`
			: table,
		`+${format.count(added)}`,
		`~${format.count(changed)}`,
		`-${format.count(removed)}`,
	]);
	return `From ${before} to ${after}:\n${alignColumns([['rows of', 'added', 'changed', 'removed'], ...lines], [1, 2, 3])}`;
}

/** Where everything is after a restore. */
export const restoredText = ({snapshot, database, setAside}: Restored): string =>
	`Restored ${snapshot} to ${database}\n${
		setAside === null ? '' : `The database that was there before is ${setAside}\n`
	}`;

/** What was made and pruned by the way; empty when nothing was. */
export const keptText = ({made, pruned, fault}: VersionsKept): string =>
	[
		made.length > 0 ? `Made snapshot ${made.join(', ')}.\n` : '',
		pruned.length > 0 ? `Pruned snapshot ${pruned.join(', ')}.\n` : '',
		fault ? `crypto-tui: no snapshot was made: ${fault.message}\n` : '',
	].join('');

/** What went, or would go. */
export function prunedText({snapshots, objects, bytes}: Pruned, dryRun: boolean, format: Format): string {
	if (snapshots.length === 0 && objects === 0) return 'Nothing to prune.\n';
	const what = `${format.count(snapshots.length)} ${plural(snapshots.length, 'snapshot')}, ${format.count(objects)} ${plural(objects, 'object')}, ${format.bytes(bytes)}`;
	return `${dryRun ? 'Would prune' : 'Pruned'} ${what}.\n${snapshots.map(id => `  ${id}\n`).join('')}`;
}

/** What could be freed, line by line. */
export function planText(plan: CompactPlan, format: Format): string {
	const lines = plan.items.map(({what, count, unit, bytes, rule}) => [
		what,
		count === 0 ? 'nothing' : `${format.count(count)} ${plural(count, unit)}`,
		bytes === 0 ? '' : `about ${format.bytes(bytes)}`,
		rule,
	]);
	return `${alignColumns(lines)}${plan.bytes === 0 ? 'Nothing to free.\n' : `Together about ${format.bytes(plan.bytes)}.\n`}`;
}

/** What was freed. */
export const compactedText = ({items, before, after}: Compacted, format: Format): string =>
	`${alignColumns(items.map(({what, count, unit}) => [what, `${format.count(count)} ${plural(count, unit)}`]))}Database: ${format.bytes(before)} before, ${format.bytes(after)} now.\n`;
