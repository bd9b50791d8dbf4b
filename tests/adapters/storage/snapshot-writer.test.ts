import {join} from 'node:path';
import Sqlite from 'better-sqlite3';
import {expect, test} from 'vitest';
import {filledTables} from '#adapters/storage/snapshot-writer.js';
import {openSqlite, temporaryFolder} from './temporary-storage.js';

/** What no version of the data holds: it stays as it is when one is brought back. */
const leftAlone = [
	'alert',
	'alert_rule',
	'asset',
	'budget',
	'budget_month',
	'budget_slot',
	'delivery',
	'experiment',
	'field_shape',
	'gap_attempt',
	'model',
	'model_state',
	'raw_request',
	'response_cache',
	'run_lock',
	'series',
	'spark',
];

test('every table is either part of a version or left alone on purpose', async () => {
	const folder = temporaryFolder();
	await openSqlite(folder);
	const db = new Sqlite(join(folder, 'crypto-tui.db'), {readonly: true});
	const tables = db
		.prepare(`select name from sqlite_schema where type = 'table' and name not like 'sqlite_%' order by name`)
		.pluck()
		.all();
	db.close();
	expect(tables).toEqual([...filledTables, ...leftAlone].toSorted());
});
