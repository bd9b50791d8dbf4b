/** `crypto-tui quarantine`: rows that were set aside. */

import {Fault} from '#domain/fault.js';
import {exitCode} from '#domain/run.js';
import {toIso} from '#domain/time.js';
import type {QuarantineRow} from '#ports/storage.js';
import {alignColumns, cut, plural, type Format} from '../format.js';
import type {Typed, Values} from '../option.js';
import type {quarantineOptions} from '../options.js';
import {change, look} from '../session.js';
import {put, type Surroundings} from '../surroundings.js';
import {simulatedNotice} from '../words.js';

type QuarantineValues = Values<typeof quarantineOptions>;

/** Rows printed by `list` for people; `--json` prints all. */
const rowsShown = 100;
const everyRow = 1_000_000;

function idOf(text: string): number {
	const id = Number(text);
	if (/^\d+$/.test(text) && Number.isSafeInteger(id) && id > 0) return id;
	throw new Fault('usage', `"${text}" is not the number of a row.`, {
		hint: 'Run "crypto-tui quarantine list" for the numbers.',
	});
}

const misuse = (message: string): Fault =>
	new Fault('usage', message, {hint: 'Run "crypto-tui quarantine --help" for what is possible.'});

const notHeld = (id: number): Fault =>
	new Fault('usage', `There is no row ${id} in quarantine.`, {
		hint: 'Run "crypto-tui quarantine list" for the numbers.',
	});

/** A row as JSON: times are ISO 8601, the raw row is a value where it can be read. */
function documentOf({firstSeenAt, lastSeenAt, ...row}: QuarantineRow): unknown {
	return {...row, firstSeenAt: toIso(firstSeenAt), lastSeenAt: toIso(lastSeenAt)};
}

function listText(rows: readonly QuarantineRow[], format: Format): string {
	if (rows.length === 0) return 'Nothing is in quarantine.\n';
	const lines = rows
		.slice(0, rowsShown)
		.map(({id, kind, source, key, rule, field, timesSeen, state}) => [
			String(id),
			kind,
			source,
			cut(key, 20),
			cut(`${rule} in ${field}`, 28),
			`${timesSeen}x${state === 'retried' ? ' retried' : ''}`,
		]);
	const rest = rows.length - rowsShown;
	const head = ['id', 'kind', 'source', 'row', 'reason', 'seen'];
	return (
		alignColumns([head, ...lines], [0]) +
		(rest > 0 ? `  and ${format.count(rest)} more (--json lists all)\n` : '')
	);
}

function prettyRaw(raw: string): string {
	try {
		return JSON.stringify(JSON.parse(raw), null, 2);
	} catch {
		return raw;
	}
}

function seenText({timesSeen, firstSeenAt, lastSeenAt}: QuarantineRow, format: Format): string {
	return timesSeen === 1
		? `once, ${format.date(firstSeenAt)}`
		: `${timesSeen} times, ${format.date(firstSeenAt)} to ${format.date(lastSeenAt)}`;
}

function rowText(row: QuarantineRow, format: Format): string {
	const facts = [
		['row', String(row.id)],
		['kind', row.kind],
		['rule', row.rule],
		['field', row.field],
		['sample', row.sample],
		['source', `${row.source} ${row.endpoint}`],
		['asset', row.asset ?? 'none'],
		['key', row.key],
		['contract', row.contract],
		['run', row.run],
		['payload', row.payload],
		['seen', seenText(row, format)],
		['state', row.state],
	];
	return `${alignColumns(facts)}\n${prettyRaw(row.raw)}\n`;
}

async function list(values: QuarantineValues, surroundings: Surroundings): Promise<number> {
	const {rows, format} = await look<{rows: readonly QuarantineRow[]; format: Format}>(
		values,
		surroundings,
		async ({app, format}) => ({
			rows: await app.storage.quarantine.list(values.source ? {source: values.source} : {}, everyRow),
			format,
		}),
		({format}) => ({rows: [], format}),
	);
	const text = values.json
		? `${JSON.stringify(rows.map(documentOf))}\n`
		: (values.demo ? simulatedNotice : '') + listText(rows, format);
	await put(surroundings.out, text);
	return exitCode.done;
}

async function show(
	values: QuarantineValues,
	words: readonly string[],
	surroundings: Surroundings,
): Promise<number> {
	const [word] = words;
	if (word === undefined || words.length > 1) throw misuse('"quarantine show" needs one <id>.');
	const id = idOf(word);
	const {row, format} = await look<{row: QuarantineRow | null; format: Format}>(
		values,
		surroundings,
		async ({app, format}) => ({row: await app.storage.quarantine.find(id), format}),
		({format}) => ({row: null, format}),
	);
	if (!row) throw notHeld(id);
	const text = values.json
		? `${JSON.stringify(documentOf(row))}\n`
		: (values.demo ? simulatedNotice : '') + rowText(row, format);
	await put(surroundings.out, text);
	return exitCode.done;
}

function retryText(passed: number, failed: readonly number[]): string {
	const all = passed + failed.length;
	if (all === 0) return 'Nothing is in quarantine.\n';
	const stored =
		passed === 0
			? 'No row passed'
			: `${passed} of ${all} ${plural(all, 'row')} passed and ${plural(passed, 'is', 'are')} stored`;
	return `${stored}${failed.length > 0 ? `; still refused: ${failed.join(', ')}` : ''}.\n`;
}

async function retry(
	values: QuarantineValues,
	words: readonly string[],
	surroundings: Surroundings,
): Promise<number> {
	if (words.length > 0 === values.all) {
		throw misuse('"quarantine retry" needs the numbers of rows, or --all.');
	}

	const named = words.map(idOf);
	const ids = await look<readonly number[]>(
		values,
		surroundings,
		async ({app}) => {
			const filter = {state: 'held' as const, ...(values.source ? {source: values.source} : {})};
			const held = (await app.storage.quarantine.list(filter, everyRow)).map(({id}) => id);
			if (values.all) return held;
			for (const id of named) if (!(await app.storage.quarantine.find(id))) throw notHeld(id);
			return named;
		},
		() => {
			if (named[0] !== undefined) throw notHeld(named[0]);
			return [];
		},
	);
	const {passed, failed} =
		ids.length === 0
			? {passed: [], failed: []}
			: await change(values, surroundings, ({app}) => app.pipeline.retryQuarantine(ids));
	await put(
		surroundings.out,
		values.json
			? `${JSON.stringify({simulated: values.demo, passed, failed})}\n`
			: (values.demo ? simulatedNotice : '') + retryText(passed.length, failed),
	);
	return failed.length === 0 ? exitCode.done : exitCode.blocked;
}

/** Lists, shows or retries. `retry` ends with 65 when a row is still refused. */
export async function run(
	{values, words}: Typed<typeof quarantineOptions>,
	surroundings: Surroundings,
): Promise<number> {
	const [action, ...ids] = words;
	if (action !== 'retry' && values.all) throw misuse('--all belongs to "quarantine retry".');
	if (action === 'retry' && values['as-of'] !== undefined) {
		throw misuse('"quarantine retry" changes what is stored; --as-of only looks.');
	}

	if (action === 'show') return show(values, ids, surroundings);
	if (action === 'retry') return retry(values, ids, surroundings);
	if (ids.length > 0) throw misuse('"quarantine list" takes no <id>.');
	return list(values, surroundings);
}
