import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {byTable, diffRows, differingPartitions, noChanges, sum} from '#domain/snapshot/diff.js';
import type {Manifest, Partition} from '#domain/snapshot/manifest.js';
import type {Row} from '#domain/snapshot/tables.js';

const cell = fc.oneof(fc.integer(), fc.double(), fc.string(), fc.constant(null));

/** Rows with two key cells and two more, no key twice. */
const rows = fc
	.uniqueArray(fc.tuple(fc.integer({min: 0, max: 9}), fc.constantFrom('a', 'b', 'c'), cell, cell), {
		selector: ([a, b]) => `${a} ${b}`,
		maxLength: 20,
	})
	.map((list): readonly Row[] => list);

describe('the difference of two lists of rows', () => {
	test('from a list to itself is none, in whatever order', () => {
		fc.assert(
			fc.property(rows, list => {
				expect(diffRows(list, list.toReversed(), 2)).toEqual(noChanges);
			}),
		);
	});

	test('turns round with its sides', () => {
		fc.assert(
			fc.property(rows, rows, (a, b) => {
				const {added, changed, removed} = diffRows(a, b, 2);
				expect(diffRows(b, a, 2)).toEqual({added: removed, changed, removed: added});
			}),
		);
	});

	test('accounts for every row', () => {
		fc.assert(
			fc.property(rows, rows, (a, b) => {
				const {added, changed, removed} = diffRows(a, b, 2);
				expect(a.length - removed).toBe(b.length - added);
				expect(changed).toBeLessThanOrEqual(a.length - removed);
			}),
		);
	});

	test('counts exactly the rows that were touched', () => {
		fc.assert(
			fc.property(rows, fc.array(fc.nat()), fc.array(fc.nat()), (list, dropped, touched) => {
				const gone = new Set(dropped.map(n => n % Math.max(1, list.length)));
				const other = new Set(touched.map(n => n % Math.max(1, list.length)));
				const after = list.flatMap((row, i): Row[] =>
					gone.has(i) ? [] : other.has(i) ? [[row[0]!, row[1]!, 'touched', row[3]!, 1]] : [row],
				);
				const changed = [...other].filter(i => i < list.length && !gone.has(i)).length;
				const removed = [...gone].filter(i => i < list.length).length;
				expect(diffRows(list, after, 2)).toEqual({added: 0, changed, removed});
			}),
		);
	});

	test('tells an unknown value from zero', () => {
		expect(diffRows([[1, null]], [[1, 0]], 1)).toMatchObject({changed: 1});
	});
});

const partition = (path: string, md5: string): Partition => ({
	path,
	table: 'quotes',
	series: null,
	rows: 1,
	size: 1,
	md5,
});
const manifest = (partitions: readonly Partition[]): Manifest => ({
	format: 1,
	schema: 1,
	rows: {},
	series: [],
	partitions,
});

test('only files with other bytes are looked into', () => {
	const [same, old, young] = [partition('a', '1'), partition('b', '2'), partition('b', '3')];
	const gone = partition('c', '4');
	expect(differingPartitions(manifest([same, old, gone]), manifest([same, young]))).toEqual([
		{before: old, after: young},
		{before: gone, after: null},
	]);
});

test('the months of a series are one line, and what did not change is none', () => {
	const series = {
		source: 'binance',
		asset: 'bitcoin',
		quote: 'USDT',
		interval: '1h',
		origin: 'exchange',
	} as const;
	const one = {added: 1, changed: 2, removed: 3};
	expect(
		byTable([
			{table: 'candles', series, changes: one},
			{table: 'candles', series: {...series}, changes: one},
			{table: 'quotes', series: null, changes: noChanges},
		]),
	).toEqual([{table: 'candles', series, ...sum(one, one)}]);
});
