import {describe, expect, test} from 'vitest';
import {
	isDue,
	matching,
	outlived,
	partitionPath,
	type SnapshotKind,
	type SnapshotRecord,
} from '#domain/snapshot/manifest.js';
import type {SeriesKey} from '#domain/market.js';

const record = (id: string, kind: SnapshotKind, createdAt: string): SnapshotRecord => ({
	format: 1,
	id,
	kind,
	createdAt,
	message: '',
	parent: null,
	program: '1.0.0',
	simulated: false,
	output: {md5: 'a', size: 1},
	manifest: 'b',
	rows: 1,
	added: 1,
});

const records = [
	record('20261101-000000-aaaaaa', 'data', '2026-11-01T00:00:00.000Z'),
	record('20261102-000000-bbbbbb', 'database', '2026-11-02T00:00:00.000Z'),
	record('20261108-000000-cccccc', 'data', '2026-11-08T00:00:00.000Z'),
];

const names = (found: readonly SnapshotRecord[]): string[] => found.map(({id}) => id.slice(-6));

describe('the name of a version', () => {
	test.each([
		['latest', ['cccccc']],
		['20261102', ['bbbbbb']],
		['2026110', ['aaaaaa', 'bbbbbb', 'cccccc']],
		['20261101-000000-aaaaaa', ['aaaaaa']],
		['2025', []],
		['', []],
	])('%s', (name, found) => {
		expect(names(matching(records, name))).toEqual(found);
	});
});

test('the newest of each kind stay, and 0 keeps all', () => {
	expect(names(outlived(records, {data: 1, database: 1}))).toEqual(['aaaaaa']);
	expect(names(outlived(records, {data: 0, database: 0}))).toEqual([]);
});

test('a version is due when the last of its kind is old enough', () => {
	const now = Date.UTC(2026, 10, 15);
	expect(isDue(records, 'data', 7, now)).toBe(true);
	expect(isDue(records, 'data', 7, now - 1)).toBe(false);
	expect(isDue(records, 'database', 30, now)).toBe(false);
	expect(isDue([], 'database', 30, now)).toBe(true);
	expect(isDue([], 'data', 0, now)).toBe(false);
});

const series = (asset: string): SeriesKey => ({
	source: 'binance',
	asset,
	quote: 'USDT',
	interval: '1h',
	origin: 'exchange',
});

test('no asset leads out of the folder of a version', () => {
	expect(partitionPath('candles', series('bitcoin'), '2026-11')).toBe(
		'candles/binance/bitcoin/USDT-1h-exchange/2026-11.parquet',
	);
	expect(partitionPath('candles', series('../..'), '2026-11')).toBe(
		'candles/binance/%2E%2E%2F%2E%2E/USDT-1h-exchange/2026-11.parquet',
	);
	expect(partitionPath('assets', null, null)).toBe('assets.parquet');
});
