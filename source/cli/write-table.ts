/** Writing a table where the user wants it: into a file that is whole or absent, or to standard output. */

import {extname, resolve} from 'node:path';
import {
	exportFormats,
	exportToFile,
	exportToStream,
	type ExportFormat,
} from '#adapters/exporters/export-table.js';
import type {Page, Table, TimeFormat} from '#adapters/exporters/table.js';
import type {Fault} from '#domain/fault.js';
import {plural} from './format.js';
import type {Setting} from './session.js';
import type {Surroundings} from './surroundings.js';

/** Where and how, as the options say it. */
type Target = {readonly format: ExportFormat | undefined; readonly out: string | undefined};

const isStandardOutput = (out: string | undefined): out is '-' | undefined =>
	out === undefined || out === '-';

/** The format named, else that of the file's ending, else CSV. Throws `misuse` for what no stream can carry. */
export function formatOf({format, out}: Target, misuse: (message: string) => Fault): ExportFormat {
	const ending = out === undefined ? '' : extname(out).toLowerCase();
	const meant = Object.entries(exportFormats).find(([, endings]) =>
		(endings as readonly string[]).includes(ending),
	);
	const chosen = format ?? (meant?.[0] as ExportFormat | undefined) ?? 'csv';
	if (chosen === 'parquet' && isStandardOutput(out)) {
		throw misuse('Parquet cannot be written to standard output; name a file with --out.');
	}

	return chosen;
}

/** A table that counts its rows as they are read. */
export type CountedTable = {readonly table: Table; readonly rows: () => number};

/** The same table, counted, or null when it has no row: an export without data is told, not written. */
export async function peek(table: Table): Promise<CountedTable | null> {
	const pages = table.pages[Symbol.asyncIterator]();
	const first = await pages.next();
	if (first.done) return null;
	let rows = 0;
	async function* counted(): AsyncGenerator<Page> {
		try {
			for (let next = first; !next.done; next = await pages.next()) {
				rows += next.value.length;
				yield next.value;
			}
		} finally {
			await pages.return?.();
		}
	}

	return {table: {...table, pages: counted()}, rows: () => rows};
}

/** Writes the table, and tells what became of a file. */
export async function writeTable(
	{table, rows}: CountedTable,
	{
		format,
		time,
		out: file,
	}: {readonly format: ExportFormat; readonly time: TimeFormat; readonly out: string | undefined},
	{format: words}: Setting,
	{out, err, folder, signal}: Surroundings,
): Promise<void> {
	const options = {format, time};
	if (isStandardOutput(file)) {
		await exportToStream(table, out, options, signal);
		return;
	}

	const path = resolve(folder, file);
	const bytes = await exportToFile(table, path, options, signal);
	err.write(`Wrote ${words.count(rows())} ${plural(rows(), 'row')} to ${path} (${words.bytes(bytes)}).\n`);
}
