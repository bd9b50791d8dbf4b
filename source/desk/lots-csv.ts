/** Lots out of a CSV file as people keep them: English or Portuguese headers, points or commas, ISO or day-first dates. */

import {readFile, stat} from 'node:fs/promises';
import {Big} from 'big.js';
import {parse} from 'csv-parse/sync';
import {Fault, toFault} from '#domain/fault.js';
import {checkLot} from '#domain/lot.js';
import {cleanText} from '#domain/text.js';
import {resolveNames} from '#pipeline/resolve-assets.js';
import type {AssetStore, NewLot} from '#ports/storage.js';

const maxBytes = 10 * 1024 * 1024;

const headers = {
	asset: ['asset', 'coin', 'symbol', 'id', 'token', 'ativo', 'cripto', 'criptomoeda', 'simbolo'],
	amount: ['amount', 'quantity', 'qty', 'units', 'quantidade', 'qtd', 'qtde'],
	cost: ['cost', 'total cost', 'cost basis', 'total', 'custo', 'custo total', 'valor', 'valor pago'],
	currency: ['currency', 'fiat', 'moeda'],
	date: ['date', 'bought', 'time', 'data', 'data da compra', 'compra'],
	note: ['note', 'notes', 'comment', 'nota', 'notas', 'obs', 'observacao', 'comentario'],
} as const;
type Field = keyof typeof headers;

/** What a file of lots holds; nothing is stored yet. */
export type ReadLots = {
	readonly lots: readonly NewLot[];
	readonly problems: readonly {readonly line: number; readonly message: string}[];
};

export type LotsParts = {
	readonly assets: AssetStore;
	/** Taken where a row names no currency. */
	readonly currency: string;
};

/** Reads a file of lots; a row that cannot be read is a problem with its line. Fault `usage` for a file that is none. */
export async function readLotsFile(path: string, parts: LotsParts): Promise<ReadLots> {
	return parseLots(await readText(path), path, parts);
}

async function readText(path: string): Promise<string> {
	const hint = 'Give the path of a CSV file with the columns asset, amount, cost, currency, date and note.';
	try {
		const {size} = await stat(path);
		if (size > maxBytes) throw new Fault('usage', `${path} is too large to be a list of lots.`, {hint});
		const bytes = await readFile(path);
		try {
			return new TextDecoder('utf-8', {fatal: true}).decode(bytes);
		} catch {
			// Spreadsheets in Brazil still save in the code page of Windows.
			return new TextDecoder('windows-1252').decode(bytes);
		}
	} catch (error) {
		if (error instanceof Fault) throw error;
		const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		const why = {ENOENT: 'there is no such file', EISDIR: 'it is a folder'}[code] ?? code;
		throw new Fault('usage', `${path} cannot be read: ${why}.`, {cause: error, hint});
	}
}

type Row = {readonly line: number; readonly cells: readonly string[]};

function rowsOf(text: string, path: string): readonly Row[] {
	try {
		const records = parse(text, {
			bom: true,
			delimiter: delimiterOf(text),
			info: true,
			relax_column_count: true,
			relax_quotes: true,
			skip_empty_lines: true,
			trim: true,
		}) as unknown as readonly {readonly record: readonly string[]; readonly info: {readonly lines: number}}[];
		return records.map(({record, info}) => ({line: info.lines, cells: record}));
	} catch (error) {
		throw new Fault('usage', `${path} is no CSV file: ${cleanText(String(error))}.`, {
			cause: error,
			hint: 'Save the table as CSV and try again.',
		});
	}
}

/** The separator that the header uses most. */
function delimiterOf(text: string): string {
	const [header = ''] = text.trimStart().split(/\r?\n/, 1);
	const count = (delimiter: string): number => header.split(delimiter).length;
	return [',', ';', '\t'].toSorted((a, b) => count(b) - count(a))[0]!;
}

const plain = (name: string): string =>
	name
		.normalize('NFKD')
		.replaceAll(/\p{M}/gu, '')
		.replaceAll(/[\s_]+/g, ' ')
		.trim()
		.toLowerCase();

/** The place of each field in a row; -1 where the file has none. */
function placesOf(cells: readonly string[]): Readonly<Record<Field, number>> {
	const names = cells.map(plain);
	const place = (field: Field): number =>
		names.findIndex(name => (headers[field] as readonly string[]).includes(name));
	return {
		asset: place('asset'),
		amount: place('amount'),
		cost: place('cost'),
		currency: place('currency'),
		date: place('date'),
		note: place('note'),
	};
}

/** Reads the text of a file of lots. */
async function parseLots(text: string, path: string, {assets, currency}: LotsParts): Promise<ReadLots> {
	const [header, ...rows] = rowsOf(text, path);
	const places = placesOf(header?.cells ?? []);
	if (places.asset === -1 || places.amount === -1) {
		throw new Fault('usage', `${path} has no column "${places.asset === -1 ? 'asset' : 'amount'}".`, {
			hint: 'The first line names the columns: asset, amount, cost, currency, date, note.',
		});
	}

	const cell = ({cells}: Row, field: Field): string => cells[places[field]]?.trim() ?? '';
	const decimal = decimalMark(rows.flatMap(row => [cell(row, 'amount'), cell(row, 'cost')]));
	const lots: NewLot[] = [];
	const problems: {line: number; message: string}[] = [];
	for (const row of rows) {
		try {
			const cost = cell(row, 'cost');
			const lot: NewLot = {
				asset: await assetOf(assets, cell(row, 'asset')),
				amount: numberOf(cell(row, 'amount'), 'amount', decimal),
				cost: cost === '' ? null : numberOf(cost, 'cost', decimal),
				currency: (cell(row, 'currency') || currency).toUpperCase(),
				at: dateOf(cell(row, 'date')),
				note: cleanText(cell(row, 'note'), 500),
			};
			checkLot(lot);
			lots.push(lot);
		} catch (error) {
			const {message} = toFault(error);
			problems.push({line: row.line, message});
		}
	}

	return {lots, problems};
}

const bad = (message: string): Fault => new Fault('usage', message);
const quoted = (text: string): string => JSON.stringify(cleanText(text, 60));

async function assetOf(store: AssetStore, name: string): Promise<string> {
	if (name === '') throw bad('The asset is missing.');
	const [asset] = (await resolveNames(store, [name])).assets;
	if (!asset) throw bad(`No stored asset is called ${quoted(name)}.`);
	return asset.id;
}

type Mark = '.' | ',' | null;

/** Without currency signs and spaces: `R$ 1.234,56` is `1.234,56`. */
const bare = (text: string): string => text.replaceAll(/R\$|US\$|[$€£₿\s\u00A0\u202F']/g, '');

/** What the mark of one number must be; null when it could be either. */
function markIn(text: string): Mark {
	const number = bare(text);
	const [points, commas] = [number.split('.').length - 1, number.split(',').length - 1];
	if (points > 0 && commas > 0) return number.lastIndexOf('.') > number.lastIndexOf(',') ? '.' : ',';
	if (points > 1) return ',';
	if (commas > 1) return '.';
	if (points + commas === 0) return null;
	const mark = points > 0 ? '.' : ',';
	// One mark before exactly three digits may part thousands; not so behind a zero.
	return /^[+-]?[1-9]\d{0,2}[.,]\d{3}$/.test(number) ? null : mark;
}

/** The decimal mark of a file: what its numbers agree on, else unknown. */
function decimalMark(numbers: readonly string[]): Mark {
	const marks = new Set(numbers.map(markIn).filter(mark => mark !== null));
	return marks.size === 1 ? [...marks][0]! : null;
}

/** A number as exact decimal text. */
function numberOf(text: string, what: string, ofFile: Mark): string {
	if (text === '') throw bad(`The ${what} is missing.`);
	const number = bare(text);
	// A lone point is how computers write decimals; a lone comma before three digits could mean anything.
	const mark = markIn(text) ?? ofFile ?? (number.includes(',') ? null : '.');
	if (mark === null) {
		throw bad(`The ${what} ${quoted(text)} could be thousands or decimals; write it with a decimal point.`);
	}

	const grouped =
		mark === '.'
			? /^[+-]?(\d+|\d{1,3}(,\d{3})+)?(\.\d*)?(e[+-]?\d{1,3})?$/i
			: /^[+-]?(\d+|\d{1,3}(\.\d{3})+)?(,\d*)?(e[+-]?\d{1,3})?$/i;
	if (!grouped.test(number) || !/\d/.test(number)) throw bad(`The ${what} ${quoted(text)} is not a number.`);
	const point = number
		.replaceAll(mark === '.' ? ',' : '.', '')
		.replace(',', '.')
		.replace(/^\+/, '');
	return new Big(point.replace(/^(-?)\./, '$10.').replace(/\.(?=e|$)/i, '')).toFixed();
}

/** Midnight, or the time given, UTC; null when empty. */
function dateOf(text: string): number | null {
	if (text === '') return null;
	const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(text);
	const dayFirst = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: .*)?$/.exec(text);
	const [year, month, day] = iso
		? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
		: [Number(dayFirst?.[3]), Number(dayFirst?.[2]), Number(dayFirst?.[1])];
	const midnight = Date.UTC(year, month - 1, day);
	const date = new Date(midnight);
	const isReal =
		date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
	if (!isReal) {
		throw bad(`The date ${quoted(text)} cannot be read; write 2024-03-31 or, day first, 31/03/2024.`);
	}

	return midnight + timeOf(text);
}

/** The time of day behind a date, ms; an offset from UTC counts. */
function timeOf(text: string): number {
	const found = /[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(?:Z|UTC|([+-])(\d{2}):?(\d{2}))?$/i.exec(
		text,
	);
	if (!found) {
		if (/[T ]/.test(text)) throw bad(`The time in ${quoted(text)} cannot be read; write 2024-03-31 15:30.`);
		return 0;
	}

	const [, hours, minutes, seconds = '0', sign, aheadHours = '0', aheadMinutes = '0'] = found;
	const ahead = (sign === '-' ? -1 : 1) * (Number(aheadHours) * 60 + Number(aheadMinutes));
	return (
		((Number(hours) * 60 + Number(minutes) - (sign === undefined ? 0 : ahead)) * 60 + Number(seconds)) * 1000
	);
}
