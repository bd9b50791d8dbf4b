/** Versions of the data for tests of screens. */

import type {VersionDetail, VersionsView} from '#desk/views/versions.js';
import type {SnapshotRecord} from '#domain/snapshot/manifest.js';

/** A version with everything known; `changes` says otherwise. */
export const version = (changes: Partial<SnapshotRecord> = {}): SnapshotRecord => ({
	format: 1,
	id: '20261121-080000-aaaaaa',
	kind: 'data',
	createdAt: '2026-11-21T08:00:00.000Z',
	message: 'before the update',
	parent: null,
	program: '1.2.3',
	simulated: false,
	output: {md5: `${'a'.repeat(32)}.dir`, size: 1_500_000, files: 12},
	manifest: 'b'.repeat(32),
	rows: 12_345,
	added: 300_000,
	...changes,
});

/** The newest first, as the desk tells them. */
export const versionRecords: readonly SnapshotRecord[] = [
	version({
		id: '20261121-100000-bbbbbb',
		createdAt: '2026-11-21T10:00:00.000Z',
		kind: 'database',
		message: 'made by the screen',
		parent: '20261121-080000-aaaaaa',
		output: {md5: 'c'.repeat(32), size: 9_000_000},
	}),
	version(),
];

export const versionsView = (records: readonly SnapshotRecord[] = []): VersionsView => ({
	remote: '/data/snapshots',
	backups: '/data/backups',
	records,
});

/** What a version holds: one series with a gap. */
export const versionDetail = (record: SnapshotRecord): VersionDetail => ({
	record,
	pointer: `/data/snapshots/versions/${record.id}.dvc`,
	manifest: {
		format: 1,
		schema: 9,
		rows: {candles: 12_000, quotes: 345},
		series: [
			{
				source: 'binance',
				asset: 'bitcoin',
				quote: 'USDT',
				interval: '1h',
				origin: 'exchange',
				rows: 12_000,
				from: '2025-07-01T00:00:00.000Z',
				to: '2026-11-21T07:00:00.000Z',
				md5: 'd'.repeat(32),
				gaps: [['2026-01-01T00:00:00.000Z', '2026-01-01T05:00:00.000Z']],
			},
		],
		partitions: [],
	},
});
