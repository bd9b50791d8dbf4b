/** Files that the screen writes: tables as CSV with a manifest beside them, and text such as screenshots. */

import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, readFile, writeFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {exportToFile} from '#adapters/exporters/export-table.js';
import {pagesOf, type Column} from '#adapters/exporters/table.js';
import type {App} from '#app.js';
import {Fault} from '#domain/fault.js';
import {toIso, toStamp} from '#domain/time.js';
import type {Sheet} from './desk.js';

const folderName = 'exports';
const longestName = 80;

/** A name that is a file name everywhere: letters, digits, dots, dashes; never hidden, never empty. */
function safeName(name: string): string {
	const plain = name
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[^\w.-]+/g, '-')
		.replaceAll(/\.{2,}/g, '.')
		.replaceAll(/^[.-]+|[.-]+$/g, '')
		.slice(0, longestName);
	return plain === '' ? 'export' : plain;
}

/** `name.csv`, or `name-2.csv` when that is taken. */
function freePath(folder: string, stem: string, tail: string): string {
	for (let number = 1; ; number++) {
		const path = join(folder, `${stem}${number === 1 ? '' : `-${number}`}${tail}`);
		if (!existsSync(path)) return path;
	}
}

async function guarded<Result>(folder: string, action: () => Promise<Result>): Promise<Result> {
	try {
		return await action();
	} catch (error) {
		const known = error instanceof Fault ? error : null;
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		const full = known?.code === 'storage-full' || code === 'ENOSPC';
		throw new Fault(
			full ? 'storage-full' : 'storage-unavailable',
			known?.message ?? `${folder} cannot be written (${code}).`,
			{
				cause: error,
				hint: full
					? 'Free some disk space, then export again.'
					: `Check that ${folder} can be written, then export again.`,
			},
		);
	}
}

/** Writes a sheet as `<data folder>/exports/<name>-<stamp>.csv` with a manifest `.json` beside it; returns the path. */
export async function saveSheet(app: App, sheet: Sheet, version: string): Promise<string> {
	const folder = join(app.config.dataDir, folderName);
	return guarded(folder, async () => {
		await mkdir(folder, {recursive: true});
		const now = app.clock.now();
		const path = freePath(folder, `${safeName(sheet.name)}-${toStamp(now)}`, '.csv');
		const columns = columnsOf(sheet);
		const pages = pagesOf(columns.length, [sheet.rows], row =>
			row.map((cell, index) => (cell !== null && columns[index]?.type === 'text' ? String(cell) : cell)),
		);
		await exportToFile({name: sheet.name, columns, pages}, path, {format: 'csv', time: 'iso'});
		const {latestAt} = await app.storage.quotes.stats();
		const manifest = {
			name: sheet.name,
			file: basename(path),
			source: app.simulated ? 'SIMULATED market' : await sourcesOf(app),
			asOf: latestAt === null ? null : toIso(latestAt),
			writtenAt: toIso(now),
			timeZone: 'UTC',
			columns: columns.map(({name, type}) => ({name, type})),
			rows: sheet.rows.length,
			sha256: createHash('sha256')
				.update(await readFile(path))
				.digest('hex'),
			version,
		};
		await writeFile(path.replace(/\.csv$/, '.json'), `${JSON.stringify(manifest, null, '\t')}\n`);
		return path;
	});
}

/** A column is of numbers when all its known cells are. */
const columnsOf = ({columns, rows}: Sheet): readonly Column[] =>
	columns.map((name, index) => ({
		name,
		type: rows.every(row => typeof row[index] !== 'string') ? 'number' : 'text',
		optional: true,
	}));

/** The sources of everything that is stored. */
async function sourcesOf({storage}: App): Promise<readonly string[]> {
	const [quotes, series] = await Promise.all([storage.quotes.latest(), storage.candles.list()]);
	return [...new Set([...quotes, ...series].map(({source}) => source))].toSorted();
}

/** Writes a text file into the exports of the data folder; returns the path. An older file of that name stays. */
export async function saveText({config}: App, name: string, text: string): Promise<string> {
	const folder = join(config.dataDir, folderName);
	return guarded(folder, async () => {
		await mkdir(folder, {recursive: true});
		const [, stem = '', tail = ''] = /^(.*?)(\.\w{1,8})?$/.exec(safeName(name)) ?? [];
		const path = freePath(folder, stem === '' ? 'export' : stem, tail);
		await writeFile(path, text, {flag: 'wx'});
		return path;
	});
}
