import {once} from 'node:events';
import {
	existsSync,
	lstatSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {Writable} from 'node:stream';
import fc from 'fast-check';
import {parquetMetadata, parquetReadObjects} from 'hyparquet';
import {afterEach, beforeEach, describe, expect, test} from 'vitest';
import {csvField} from '#adapters/exporters/csv.js';
import {
	exportToFile,
	exportToStream,
	type ExportFormat,
	type ExportOptions,
} from '#adapters/exporters/export-table.js';
import {pageOf, type Cell, type Column, type Page, type Table} from '#adapters/exporters/table.js';

let root: string;
let file: string;
beforeEach(() => {
	root = mkdtempSync(join(tmpdir(), 'exporters-'));
	file = join(root, 'out.data');
});
afterEach(() => rmSync(root, {recursive: true, force: true}));

const columns: readonly Column[] = [
	{name: 'ts', type: 'time'},
	{name: 'price', type: 'number'},
	{name: 'volume', type: 'number', optional: true},
	{name: 'rank', type: 'integer', optional: true},
	{name: 'name', type: 'text', optional: true},
	{name: 'real', type: 'boolean', optional: true},
];
const rows: readonly (readonly Cell[])[] = [
	[0, 0.1, Number.NaN, 1, 'Bitcoin', true],
	[1_700_000_000_000, 1e-9, 5e21, null, 'a "b", c\nd', false],
	[1_700_000_000_001, 0.1 + 0.2, null, 3, null, null],
];
const tableOf = (pages: readonly Page[], shape = columns): Table => ({
	name: 'things',
	columns: shape,
	pages: (async function* () {
		for (const page of pages) yield page;
	})(),
});
const table = (): Table => tableOf([pageOf(6, rows.slice(0, 2)), pageOf(6, []), pageOf(6, rows.slice(2))]);
const text = async (options: ExportOptions, from = table()): Promise<string> => {
	await exportToFile(from, file, options);
	return readFileSync(file, 'utf8');
};

describe('CSV', () => {
	test('quotes text where it must, and leaves unknown values empty', async () => {
		expect(await text({format: 'csv', time: 'ms'})).toBe(
			[
				'ts,price,volume,rank,name,real',
				'0,0.1,,1,Bitcoin,true',
				'1700000000000,1e-9,5e+21,,"a ""b"", c\nd",false',
				'1700000000001,0.30000000000000004,,3,,',
				'',
			].join('\n'),
		);
	});

	test('writes times as ISO when asked', async () => {
		expect((await text({format: 'csv', time: 'iso'})).split('\n')[1]).toMatch(
			/^1970-01-01T00:00:00\.000Z,0\.1,/,
		);
	});

	test.each(['=1+1', '+1', '-1', '@x', ' x', 'x ', ''])('quotes %j and changes nothing of it', value => {
		expect(csvField(value)).toBe(`"${value}"`);
	});
});

describe('JSON', () => {
	test('is one document with null for unknown', async () => {
		expect(JSON.parse(await text({format: 'json', time: 'iso'}))).toEqual([
			{ts: '1970-01-01T00:00:00.000Z', price: 0.1, volume: null, rank: 1, name: 'Bitcoin', real: true},
			{
				ts: '2023-11-14T22:13:20.000Z',
				price: 1e-9,
				volume: 5e21,
				rank: null,
				name: 'a "b", c\nd',
				real: false,
			},
			{
				ts: '2023-11-14T22:13:20.001Z',
				price: 0.1 + 0.2,
				volume: null,
				rank: 3,
				name: null,
				real: null,
			},
		]);
	});

	test('of no rows is an empty array', async () => {
		expect(JSON.parse(await text({format: 'json', time: 'ms'}, tableOf([])))).toEqual([]);
	});

	test('NDJSON is one document a line', async () => {
		const lines = (await text({format: 'ndjson', time: 'ms'})).trimEnd().split('\n');
		expect(lines.map(line => (JSON.parse(line) as {ts: number}).ts)).toEqual([
			0, 1_700_000_000_000, 1_700_000_000_001,
		]);
	});
});

const read = async (): Promise<Record<string, unknown>[]> => {
	const bytes = readFileSync(file);
	return parquetReadObjects({
		file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
	});
};

describe('Parquet', () => {
	test('gives the same values back, nulls included', async () => {
		await exportToFile(table(), file, {format: 'parquet', time: 'ms'});
		expect(await read()).toEqual([
			{ts: 0n, price: 0.1, volume: null, rank: 1n, name: 'Bitcoin', real: true},
			{ts: 1_700_000_000_000n, price: 1e-9, volume: 5e21, rank: null, name: 'a "b", c\nd', real: false},
			{ts: 1_700_000_000_001n, price: 0.1 + 0.2, volume: null, rank: 3n, name: null, real: null},
		]);
	});

	test('times are timestamps with iso', async () => {
		await exportToFile(table(), file, {format: 'parquet', time: 'iso'});
		expect((await read())[1]?.['ts']).toEqual(new Date(1_700_000_000_000));
	});

	test('has row groups of 100,000, doubles split by byte, times as deltas', async () => {
		const length = 10_000;
		const pages = Array.from({length: 25}, (_, page) => ({
			length,
			columns: [
				Float64Array.from({length}, (_, i) => (page * length + i) * 3_600_000),
				Float64Array.from({length}, (_, i) => 100 + Math.sin(page * length + i)),
			],
		}));
		await exportToFile(tableOf(pages, columns.slice(0, 2)), file, {format: 'parquet', time: 'ms'});
		const bytes = readFileSync(file);
		const {row_groups: groups} = parquetMetadata(
			bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength),
		);
		expect(groups.map(({num_rows}) => Number(num_rows))).toEqual([100_000, 100_000, 50_000]);
		expect(groups[0]?.columns.map(({meta_data}) => meta_data?.encodings)).toEqual([
			['DELTA_BINARY_PACKED'],
			['BYTE_STREAM_SPLIT'],
		]);
		const all = await read();
		expect(all).toHaveLength(250_000);
		expect(all[249_999]).toEqual({ts: BigInt(249_999 * 3_600_000), price: 100 + Math.sin(249_999)});
	});

	test('of no rows is still a Parquet file', async () => {
		await exportToFile(tableOf([]), file, {format: 'parquet', time: 'ms'});
		expect(await read()).toEqual([]);
	});
});

test.each(['csv', 'json', 'ndjson'] as const)('every double survives %s exactly', async format => {
	const shape: readonly Column[] = [{name: 'x', type: 'number'}];
	await fc.assert(
		fc.asyncProperty(
			fc.array(fc.double({noNaN: true, noDefaultInfinity: true}), {minLength: 1}),
			async values => {
				const numbers = values.map(value => (Object.is(value, -0) ? 0 : value));
				const page = pageOf(
					1,
					numbers.map(value => [value]),
				);
				const written = await text({format, time: 'ms'}, tableOf([page], shape));
				const back =
					format === 'csv'
						? written.trimEnd().split('\n').slice(1).map(Number)
						: format === 'json'
							? (JSON.parse(written) as {x: number}[]).map(({x}) => x)
							: written
									.trimEnd()
									.split('\n')
									.map(line => (JSON.parse(line) as {x: number}).x);
				expect(back).toEqual(numbers);
			},
		),
		{numRuns: 50},
	);
});

const broken = (): Table => ({
	...table(),
	pages: (async function* () {
		yield pageOf(6, rows);
		throw new Error('the database went away');
	})(),
});

describe('a file is whole or absent', () => {
	const formats: readonly ExportFormat[] = ['csv', 'json', 'ndjson', 'parquet'];

	test.each(formats)('%s leaves nothing behind when the rows break off', async format => {
		await expect(exportToFile(broken(), file, {format, time: 'ms'})).rejects.toThrow('went away');
		expect(readdirSync(root)).toEqual([]);
	});

	test('what was there before stays when the export fails or is interrupted', async () => {
		writeFileSync(file, 'before');
		await expect(exportToFile(broken(), file, {format: 'csv', time: 'ms'})).rejects.toThrow('went away');
		await expect(
			exportToFile(table(), file, {format: 'csv', time: 'ms'}, AbortSignal.abort(new Error('stop'))),
		).rejects.toThrow('stop');
		expect(readdirSync(root)).toEqual(['out.data']);
		expect(readFileSync(file, 'utf8')).toBe('before');
	});

	test('it is not there before it is complete', async () => {
		const seen: boolean[] = [];
		const slow: Table = {
			...table(),
			pages: (async function* () {
				yield pageOf(6, rows);
				seen.push(existsSync(file));
			})(),
		};
		await exportToFile(slow, file, {format: 'csv', time: 'ms'});
		expect(seen).toEqual([false]);
		expect(existsSync(file)).toBe(true);
	});

	test('a link is followed, not replaced', async () => {
		const real = join(root, 'real.csv');
		writeFileSync(real, 'before');
		symlinkSync(real, file);
		await exportToFile(table(), file, {format: 'csv', time: 'ms'});
		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(readFileSync(real, 'utf8')).toMatch(/^ts,price/);
	});

	test('a link to a file that does not exist yet makes that file', async () => {
		symlinkSync('later.csv', file);
		await exportToFile(table(), file, {format: 'csv', time: 'ms'});
		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(readFileSync(join(root, 'later.csv'), 'utf8')).toMatch(/^ts,price/);
	});

	test('a private file stays private', async () => {
		writeFileSync(file, 'before', {mode: 0o600});
		await exportToFile(table(), file, {format: 'csv', time: 'ms'});
		expect(lstatSync(file).mode & 0o777).toBe(0o600);
	});

	test('a device is written directly', async () => {
		await exportToFile(table(), '/dev/null', {format: 'csv', time: 'ms'});
		expect(lstatSync('/dev/null').isCharacterDevice()).toBe(true);
	});

	test('a folder, and a folder that does not exist, are told by name', async () => {
		await expect(exportToFile(table(), root, {format: 'csv', time: 'ms'})).rejects.toMatchObject({
			code: 'usage',
		});
		await expect(
			exportToFile(table(), join(root, 'no', 'out.csv'), {format: 'csv', time: 'ms'}),
		).rejects.toMatchObject({code: 'storage-unavailable'});
	});

	test('a full disk is a full disk', async () => {
		await expect(exportToFile(table(), '/dev/full', {format: 'csv', time: 'ms'})).rejects.toMatchObject({
			code: 'storage-full',
		});
	});
});

describe('a stream', () => {
	test('that is slow holds the rows back', async () => {
		let pulled = 0;
		let released: (() => void) | undefined;
		const slow = new Writable({
			highWaterMark: 1,
			write(_chunk, _encoding, done) {
				released = done;
			},
		});
		const many: Table = {
			...table(),
			pages: (async function* () {
				for (; pulled < 50; pulled++) yield pageOf(6, rows);
			})(),
		};
		const stop = new AbortController();
		const exporting = exportToStream(many, slow, {format: 'csv', time: 'ms'}, stop.signal);
		for (let i = 0; i < 3; i++) {
			await new Promise(resolve => setTimeout(resolve, 5));
			released?.();
		}

		expect(pulled).toBeLessThan(5);
		stop.abort(new Error('enough'));
		await expect(exporting).rejects.toThrow(/aborted|enough/);
	});

	test('that breaks ends the export with its error', async () => {
		const closed = new Writable({
			write(_chunk, _encoding, done) {
				done(new Error('EPIPE'));
			},
			highWaterMark: 1,
		});
		const error = once(closed, 'error');
		await expect(exportToStream(table(), closed, {format: 'csv', time: 'ms'})).rejects.toThrow('EPIPE');
		await expect(error).resolves.toHaveLength(1);
	});
});
