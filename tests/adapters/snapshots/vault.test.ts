import {spawnSync} from 'node:child_process';
import {
	chmodSync,
	existsSync,
	linkSync,
	mkdirSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import {createHash} from 'node:crypto';
import {hostname} from 'node:os';
import {dirname, join} from 'node:path';
import Sqlite from 'better-sqlite3';
import {describe, expect, test} from 'vitest';
import {vaultHere} from '#app/vault-here.js';
import {stepOf} from '#domain/interval.js';
import {
	firstCandle,
	hourly,
	saveHours,
	saveQuotes,
	vaultSetup,
	type VaultSetup,
} from '../../support/vault-place.js';

const hour = stepOf['1h'];
const options = {kind: 'data', message: '', simulated: false} as const;

/** Every file below a folder by its path there. */
function filesIn(folder: string): Map<string, Buffer> {
	const names = readdirSync(folder, {recursive: true, encoding: 'utf8'});
	return new Map(
		names
			.filter(name => statSync(join(folder, name)).isFile())
			.toSorted()
			.map(name => [name, readFileSync(join(folder, name))]),
	);
}

const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex');
const objectsIn = (remote: string) => filesIn(join(remote, 'files', 'md5'));
const objectPath = (remote: string, id: string): string =>
	join(remote, 'files', 'md5', id.slice(0, 2), id.slice(2));

const changed = async ({within}: VaultSetup): Promise<void> =>
	within(async storage => {
		await saveHours(storage, 'ethereum', {from: firstCandle + 40 * hour, to: firstCandle + 45 * hour});
		await saveHours(
			storage,
			'ethereum',
			{from: firstCandle + 5 * hour, to: firstCandle + 6 * hour},
			() => 999,
		);
		await saveHours(storage, 'solana', {from: firstCandle, to: firstCandle + 2 * hour});
		await storage.watchlists.remove('majors');
	});

describe('a version of the data', () => {
	test('lies in the layout of DVC 3, every object under its md5 and read-only', async () => {
		const {vault, remote} = await vaultSetup();
		const record = await vault.create(options);
		const objects = objectsIn(remote);
		for (const [path, bytes] of objects) {
			expect(path.replace('/', '').replace(/\.dir$/, '')).toBe(md5(bytes));
			expect(statSync(join(remote, 'files', 'md5', path)).mode & 0o777).toBe(0o444);
		}

		const directory = readFileSync(objectPath(remote, record.output.md5), 'utf8');
		const listed = JSON.parse(directory) as {md5: string; relpath: string}[];
		expect(listed.map(({relpath}) => relpath)).toEqual(listed.map(({relpath}) => relpath).toSorted());
		expect(directory).toBe(
			`[${listed.map(entry => `{"md5": "${entry.md5}", "relpath": "${entry.relpath}"}`).join(', ')}]`,
		);
		const size = listed.reduce((sum, entry) => sum + statSync(objectPath(remote, entry.md5)).size, 0);
		expect(readFileSync(join(remote, 'versions', `${record.id}.dvc`), 'utf8')).toBe(
			`outs:\n- md5: ${record.output.md5}\n  size: ${size}\n  nfiles: ${listed.length}\n  hash: md5\n  path: crypto-tui-data\n`,
		);
		expect(listed.map(({relpath}) => relpath)).toContain(
			'candles/binance/bitcoin/USDT-1h-exchange/2026-10.parquet',
		);
	});

	test('knows its rows, series, ranges and holes', async () => {
		const {vault} = await vaultSetup();
		await vault.create({...options, message: 'first'});
		const {record, manifest} = await vault.show('latest');
		expect(record).toMatchObject({kind: 'data', message: 'first', parent: null, simulated: false});
		expect(manifest.rows).toMatchObject({
			candles: 37 + 40 + 2 + 2,
			quotes: 4,
			lots: 1,
			revisions: 1,
			cycles: 2,
		});
		expect(
			manifest.series.find(series => series.asset === 'bitcoin' && series.interval === '1h'),
		).toMatchObject({
			rows: 37,
			from: '2026-10-31T23:00:00.000Z',
			to: '2026-11-02T13:00:00.000Z',
			gaps: [['2026-11-01T09:00:00.000Z', '2026-11-01T11:00:00.000Z']],
		});
	});

	test('is the same bytes again while the data is the same', async () => {
		const {vault} = await vaultSetup();
		const first = await vault.create(options);
		const second = await vault.create(options);
		expect(second.output).toEqual(first.output);
		expect(second).toMatchObject({added: 0, parent: first.id});
		expect(second.id > first.id).toBe(true);
	});

	test('is the same bytes in another database with the same data, whatever its row ids', async () => {
		const {vault, dataDir, remote, clock} = await vaultSetup();
		const first = await vault.create(options);
		const copy = join(dataDir, 'copy');
		await vault.restore(first.id, copy);
		const again = await vaultHere({dataDir: copy, remote, patienceMs: 0}, clock).create(options);
		expect(again.output).toEqual(first.output);
	});

	test('adds only the months that changed', async () => {
		const {vault, remote, within} = await vaultSetup();
		await vault.create(options);
		const before = objectsIn(remote);
		await within(storage =>
			saveHours(storage, 'ethereum', {from: firstCandle + 40 * hour, to: firstCandle + 60 * hour}),
		);
		await vault.create(options);
		const fresh = [...objectsIn(remote).keys()].filter(path => !before.has(path));
		// Hours, days, ledger, manifest, directory.
		expect(fresh).toHaveLength(5);
	});
});

describe('verify', () => {
	test('finds nothing wrong with what is whole', async () => {
		const {vault} = await vaultSetup();
		await vault.create(options);
		await vault.create({...options, kind: 'database'});
		const {damages, snapshots, objects} = await vault.verify(null);
		expect(damages).toEqual([]);
		expect(snapshots).toHaveLength(2);
		expect(objects).toBeGreaterThan(10);
	});

	test('names the object that is damaged, missing, and what it is', async () => {
		const {vault, remote} = await vaultSetup();
		const {id} = await vault.create(options);
		const {manifest} = await vault.show(id);
		const [one, other] = [manifest.partitions[0]!, manifest.partitions.at(-1)!];
		const spoilt = objectPath(remote, one.md5);
		chmodSync(spoilt, 0o644);
		writeFileSync(spoilt, Buffer.alloc(one.size));
		rmSync(objectPath(remote, other.md5));
		expect((await vault.verify(id)).damages).toEqual([
			{snapshot: id, object: spoilt, part: one.path, problem: 'damaged'},
			{snapshot: id, object: objectPath(remote, other.md5), part: other.path, problem: 'missing'},
		]);
	});

	test.each([
		'null',
		'{}',
		'[]',
		'{"id": "20261101-000000-aaaaaa"}',
		'{"format": 1, "kind": "data", "createdAt": "2026-11-01T00:00:00Z", "output": {"md5": "../../../etc/passwd"}}',
	])('takes %s for no record', async text => {
		const {vault, remote} = await vaultSetup();
		const {id} = await vault.create(options);
		const record = join(remote, 'versions', `${id}.json`);
		writeFileSync(record, text);
		expect((await vault.verify(null)).damages).toEqual([
			{snapshot: id, object: record, part: 'record', problem: 'damaged'},
		]);
	});

	test('names a record and a pointer that are broken; the other versions stay in reach', async () => {
		const {vault, remote} = await vaultSetup();
		const {id: broken} = await vault.create(options);
		const {id: whole} = await vault.create(options);
		const record = join(remote, 'versions', `${broken}.json`);
		const pointer = join(remote, 'versions', `${whole}.dvc`);
		writeFileSync(record, '{"format": 1, "id"');
		rmSync(pointer);
		expect((await vault.verify(null)).damages).toEqual([
			{snapshot: broken, object: record, part: 'record', problem: 'damaged'},
			{snapshot: whole, object: pointer, part: 'pointer', problem: 'missing'},
		]);
		await expect(vault.show(broken)).rejects.toMatchObject({code: 'storage-damaged'});
		expect((await vault.show('latest')).record.id).toBe(whole);
		const {id: next} = await vault.create(options);
		expect((await vault.list()).map(({id}) => id)).toEqual([whole, next]);
		await expect(vault.prune({data: 1, database: 1}), 'nothing goes that it may need').rejects.toMatchObject({
			code: 'storage-damaged',
		});
	});
});

describe('diff', () => {
	test.each(['data', 'database'] as const)('says what became of the rows of each series, %s', async kind => {
		const setup = await vaultSetup();
		const before = await setup.vault.create(options);
		await changed(setup);
		const after = await setup.vault.create({...options, kind});
		const {differences} = await setup.vault.diff(before.id, after.id);
		const of = (asset: string) =>
			differences.find(({series}) => series?.asset === asset && series.interval === '1h');
		expect(of('ethereum')).toEqual({
			table: 'candles',
			series: hourly('ethereum'),
			added: 5,
			changed: 1,
			removed: 0,
		});
		expect(of('solana')).toMatchObject({added: 2, changed: 0, removed: 0});
		expect(of('bitcoin')).toBeUndefined();
		expect(differences.find(({table}) => table === 'watchlists')).toMatchObject({added: 0, removed: 2});
		expect(differences.some(({table}) => table === 'quotes')).toBe(false);
	});

	test('is the other way round from the other side, and nothing from a version to itself', async () => {
		const setup = await vaultSetup();
		const before = await setup.vault.create(options);
		await changed(setup);
		const after = await setup.vault.create(options);
		const there = (await setup.vault.diff(before.id, after.id)).differences;
		const back = (await setup.vault.diff(after.id, before.id)).differences;
		expect(back).toEqual(there.map(row => Object.assign({}, row, {added: row.removed, removed: row.added})));
		expect((await setup.vault.diff(after.id, after.id)).differences).toEqual([]);
	});
});

describe('restore', () => {
	test.each(['data', 'database'] as const)(
		'brings a version back and sets the current database aside, %s',
		async kind => {
			const {vault, dataDir, within} = await vaultSetup();
			const first = await vault.create({...options, kind});
			const asData = await vault.create(options);
			await within(async storage => {
				await saveHours(storage, 'solana', {from: firstCandle, to: firstCandle + 9 * hour});
				await saveQuotes(storage, firstCandle + 3 * hour, 1);
				await storage.lots.remove(1);
				await storage.budgets.charge('coingecko', 7, firstCandle);
			});
			const {setAside, database} = await vault.restore(first.id, null);
			expect(database).toBe(join(dataDir, 'crypto-tui.db'));
			expect(new Sqlite(setAside!, {readonly: true}).prepare('select count(*) from lot').pluck().get()).toBe(
				0,
			);
			expect((await vault.create(options)).output).toEqual(asData.output);
			await within(async storage => {
				expect((await storage.info()).integrity).toBe('ok');
				expect((await storage.quotes.latest({assets: ['bitcoin']}))[0]).toMatchObject({price: 60_500});
				expect(await storage.lots.list()).toMatchObject([{amount: '0.123456789012345678', note: 'ação'}]);
				expect(await storage.candles.answered(hourly('ethereum'))).toEqual([
					{from: firstCandle, to: firstCandle + 40 * hour},
				]);
				const spent = await storage.budgets.state('coingecko', {perMinute: 5, perMonth: 100}, firstCandle);
				expect(spent.usedThisMonth).toBe(7);
			});
			expect(readdirSync(dataDir).filter(name => name.startsWith('.'))).toEqual([]);
		},
	);

	test('of data leaves what no version holds as it is, and the series it speaks of', async () => {
		const {vault, dataDir, within} = await vaultSetup();
		const first = await vault.create(options);
		await within(storage => saveHours(storage, 'zcash', {from: firstCandle, to: firstCandle + hour}));
		const file = join(dataDir, 'crypto-tui.db');
		const db = new Sqlite(file);
		db.exec(`INSERT INTO gap_attempt (series_id, from_ts, to_ts, at, run, outcome, candles, message)
			SELECT series.id, 1, 2, 3, 'run', 'empty', 0, '' FROM series JOIN asset ON asset.id = asset_id WHERE coin = 'zcash'`);
		const spoken = `SELECT coin FROM gap_attempt JOIN series ON series.id = series_id JOIN asset ON asset.id = asset_id`;
		const before = db.prepare(spoken).pluck().all();
		db.close();
		await vault.restore(first.id, null);
		const after = new Sqlite(file, {readonly: true});
		expect(after.prepare(spoken).pluck().all()).toEqual(before);
		expect(after.pragma('foreign_key_check')).toEqual([]);
		after.close();
		expect(await within(storage => storage.candles.list({asset: 'zcash'}))).toEqual([]);
	});

	test('of data brings back forecasts of candles that are long over, with their outcomes', async () => {
		const {vault, within} = await vaultSetup();
		const target = firstCandle + 40 * hour;
		await within(async ({forecasts}) => {
			const forecast = {
				asset: 'bitcoin',
				interval: '1h',
				model: 'abcdef012345',
				kind: 'linear',
				madeAt: target,
				lastTs: target - hour,
				lastClose: 10,
				predicted: 11,
				interval50: null,
				interval80: [9, 12],
				interval95: null,
				data: 'f'.repeat(64),
			} as const;
			await forecasts.add([
				{...forecast, for: target},
				{...forecast, for: target + hour},
			]);
			const [first] = await forecasts.list();
			await forecasts.settle([{id: first!.id, outcome: 11.5, at: target + hour}]);
		});
		const before = await within(({forecasts}) => forecasts.list());
		await within(storage => saveHours(storage, 'bitcoin', {from: target, to: target + 9 * hour}));
		const {id} = await vault.create(options);
		await vault.restore(id, null);
		expect(await within(({forecasts}) => forecasts.list())).toEqual(before);
		const [bitcoin] = await within(storage => storage.candles.list({asset: 'bitcoin', interval: '1h'}));
		expect(bitcoin).toMatchObject({to: target + 8 * hour});
	});

	test('gives a database that a killed restore had set aside its place among the backups', async () => {
		const {vault, dataDir} = await vaultSetup();
		const file = join(dataDir, 'crypto-tui.db');
		writeFileSync(join(dataDir, '.set-aside-20261101-000000-999999998.db'), 'the old one');
		linkSync(file, join(dataDir, '.set-aside-20261101-000000-999999999.db'));
		await vault.create(options);
		expect(readdirSync(dataDir).filter(name => name.startsWith('.'))).toEqual([]);
		const [kept, ...others] = readdirSync(join(dataDir, 'backups'));
		expect(others).toEqual([]);
		expect(readFileSync(join(dataDir, 'backups', kept!), 'utf8')).toBe('the old one');
		expect(existsSync(file)).toBe(true);
	});

	test('takes the place of a damaged database, which is kept', async () => {
		const {vault, dataDir, within} = await vaultSetup();
		const {id} = await vault.create(options);
		writeFileSync(join(dataDir, 'crypto-tui.db'), 'no database at all');
		const {setAside} = await vault.restore(id, null);
		expect(readFileSync(setAside!, 'utf8')).toBe('no database at all');
		expect(await within(storage => storage.candles.list())).toHaveLength(4);
	});

	test('leaves a database alone that another process has open', async () => {
		const {vault, within} = await vaultSetup();
		const {id} = await vault.create(options);
		await within(async storage => {
			await storage.lots.remove(1);
			await expect(vault.restore(id, null)).rejects.toMatchObject({code: 'busy'});
			expect(await storage.lots.list()).toEqual([]);
		});
	});

	test('refuses the database of a newer program by the name of its version', async () => {
		const {vault, remote} = await vaultSetup();
		const record = await vault.create({...options, kind: 'database'});
		const newer = join(remote, 'newer.db');
		writeFileSync(newer, readFileSync(objectPath(remote, record.output.md5)));
		const db = new Sqlite(newer);
		db.pragma('user_version = 99');
		db.close();
		const bytes = readFileSync(newer);
		const target = objectPath(remote, md5(bytes));
		mkdirSync(dirname(target), {recursive: true});
		writeFileSync(target, bytes);
		const output = {md5: md5(bytes), size: bytes.length};
		writeFileSync(join(remote, 'versions', `${record.id}.json`), JSON.stringify({...record, output}));
		const refusal = {
			code: 'storage-newer',
			message: `The snapshot ${record.id} holds a database of a newer crypto-tui.`,
		};
		await expect(vault.restore(record.id, null)).rejects.toMatchObject(refusal);
		await expect(vault.materialise(record.id)).rejects.toMatchObject(refusal);
	});

	test('refuses a file in the place of a folder', async () => {
		const {vault, remote} = await vaultSetup();
		const {id} = await vault.create(options);
		const file = join(remote, 'versions', `${id}.dvc`);
		await expect(vault.restore(id, file)).rejects.toMatchObject({
			code: 'usage',
			message: `${file} is a file.`,
		});
	});

	test('refuses a folder that has a database, and a version with a broken object', async () => {
		const {vault, dataDir, remote, within} = await vaultSetup();
		const {id} = await vault.create(options);
		await expect(vault.restore(id, dataDir)).rejects.toMatchObject({code: 'usage'});
		const {manifest} = await vault.show(id);
		const path = objectPath(remote, manifest.partitions[0]!.md5);
		rmSync(path);
		await expect(vault.restore(id, null)).rejects.toMatchObject({
			code: 'storage-damaged',
			message: expect.stringContaining(path),
		});
		expect(await within(storage => storage.lots.list())).toHaveLength(1);
	});
});

describe('materialise', () => {
	test('makes the database of a version again where an older program had made it', async () => {
		const {vault, within} = await vaultSetup();
		const {id} = await vault.create(options);
		const file = join(await vault.materialise(id), 'crypto-tui.db');
		const db = new Sqlite(file);
		const newest = db.pragma('user_version', {simple: true});
		db.exec('PRAGMA user_version = 1; DROP TABLE lot');
		db.close();
		const folder = await vault.materialise(id);
		const again = new Sqlite(file, {readonly: true});
		expect(again.pragma('user_version', {simple: true})).toBe(newest);
		again.close();
		expect(await within(storage => storage.lots.list(), folder)).toHaveLength(1);
	});

	test('gives a database to be read as of a version, made once', async () => {
		const {vault, within} = await vaultSetup();
		const {id} = await vault.create(options);
		await within(storage => storage.lots.remove(1));
		const folder = await vault.materialise('latest');
		expect(folder.endsWith(id)).toBe(true);
		expect(await within(storage => storage.lots.list(), folder)).toHaveLength(1);
		const made = statSync(join(folder, 'crypto-tui.db')).ino;
		await vault.materialise(id);
		expect(statSync(join(folder, 'crypto-tui.db')).ino).toBe(made);
	});
});

describe('prune', () => {
	test('removes what only the old versions needed, and nothing that others put there', async () => {
		const {vault, remote, within} = await vaultSetup();
		await vault.create(options);
		await within(storage =>
			saveHours(storage, 'ethereum', {from: firstCandle + 40 * hour, to: firstCandle + 45 * hour}),
		);
		const kept = await vault.create(options);
		writeFileSync(objectPath(remote, kept.output.md5).replace(/[^/]+$/, 'foreign'), 'of another project');
		const planned = await vault.prune({data: 1, database: 0}, true);
		const pruned = await vault.prune({data: 1, database: 0});
		expect(pruned).toEqual(planned);
		// Hours, ledger, manifest, directory.
		expect(pruned.objects).toBe(4);
		expect((await vault.list()).map(({id}) => id)).toEqual([kept.id]);
		expect((await vault.verify(null)).damages).toEqual([]);
		expect([...objectsIn(remote).keys()].some(path => path.endsWith('foreign'))).toBe(true);
	});

	test('ends what a killed prune and a killed create began', async () => {
		const {vault, remote} = await vaultSetup();
		const {id} = await vault.create(options);
		const whole = objectsIn(remote).size;
		const orphan = objectPath(remote, 'cd'.repeat(16));
		mkdirSync(dirname(orphan), {recursive: true});
		writeFileSync(orphan, 'of a version that never came to be');
		writeFileSync(join(remote, 'versions', 'dead.pending'), `${'cd'.repeat(16)}\n`);
		await vault.create(options);
		expect(existsSync(join(remote, 'versions', 'dead.pending'))).toBe(false);
		expect(objectsIn(remote).size).toBe(whole);
		expect((await vault.verify(id)).damages).toEqual([]);
	});

	test('takes over from a process that died', async () => {
		const {vault, remote} = await vaultSetup();
		await vault.create(options);
		const {pid} = spawnSync(process.execPath, ['--version']);
		// It held the lock, and another one of its kind was killed while it asked for it.
		for (const name of ['.lock', '.lock-y'])
			writeFileSync(join(remote, 'versions', name), JSON.stringify({pid, host: hostname(), token: 'x'}));
		await vault.create(options);
		expect(await vault.list()).toHaveLength(2);
		expect(readdirSync(join(remote, 'versions')).filter(name => name.startsWith('.'))).toEqual([]);
	});

	test('keeps two processes apart', async () => {
		const {vault, remote} = await vaultSetup();
		await vault.create(options);
		writeFileSync(
			join(remote, 'versions', '.lock'),
			JSON.stringify({pid: process.pid, host: 'elsewhere', token: 'x'}),
		);
		await expect(vault.create(options)).rejects.toMatchObject({code: 'busy'});
	});
});

test('names that mean no version, or several, are refused with a next step', async () => {
	const {vault} = await vaultSetup();
	await expect(vault.show('latest')).rejects.toMatchObject({
		code: 'usage',
		hint: expect.stringContaining('create'),
	});
	await vault.create(options);
	await vault.create(options);
	await expect(vault.show('20')).rejects.toMatchObject({
		code: 'usage',
		message: expect.stringContaining('Several'),
	});
	await expect(vault.verify('nothing')).rejects.toMatchObject({code: 'usage'});
});
