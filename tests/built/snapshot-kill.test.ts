/**
 * Making, bringing back and pruning versions, and freeing room, killed (SIGKILL) at random instants: the database opens
 * and holds what it held before or after, every version that is listed is whole, nothing is lost, and the same command
 * run again ends well and leaves nothing behind. `CRYPTO_TUI_KILLS` sets how often they are killed, all together.
 */

import {execFile, spawn} from 'node:child_process';
import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {cpSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import Database from 'better-sqlite3';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
/** Kills of each of the five commands. */
const kills = Math.ceil(Number(process.env['CRYPTO_TUI_KILLS'] ?? 50) / 5);
const day = 86_400_000;

let root: string;
/** A data folder that every attempt begins with a copy of. */
let pristine: string;
/** Versions in it: two of data, then one of the database. */
let versions: readonly string[];
/** What the database held at the first version, and holds now. */
let earlier: string;
let present: string;
/** How long it takes to start the program, ms. */
let start: number;

const environment = (): Record<string, string> => ({
	PATH: process.env['PATH'] ?? '',
	HOME: root,
	TZ: 'UTC',
	CRYPTO_TUI_RETENTION_QUOTES_HOURLY_AFTER_DAYS: '1',
	CRYPTO_TUI_RAW_KEEP_DAYS: '0',
	CRYPTO_TUI_SNAPSHOT_KEEP: '1',
});

const command = (folder: string, argv: readonly string[]): string[] => [
	bin,
	...argv,
	'--demo',
	'--data-dir',
	folder,
];

async function run(folder: string, ...argv: string[]): Promise<string> {
	const {stdout} = await promisify(execFile)(process.execPath, command(folder, argv), {
		cwd: root,
		env: environment(),
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}

/** Runs a command and kills it after `ms`; whether it was still running. */
async function kill(folder: string, argv: readonly string[], ms: number): Promise<boolean> {
	const child = spawn(process.execPath, command(folder, argv), {
		cwd: root,
		env: environment(),
		stdio: 'ignore',
	});
	const exit = once(child, 'exit') as Promise<[number | null]>;
	await Promise.race([exit, sleep(ms)]);
	child.kill('SIGKILL');
	const [code] = await exit;
	return code === null;
}

const database = (folder: string): string => join(folder, 'demo', 'crypto-tui.db');

function ask<T>(file: string, work: (db: Database.Database) => T): T {
	const db = new Database(file);
	try {
		return work(db);
	} finally {
		db.close();
	}
}

/** A print of what a database holds of candles, lots and the newest quote of every hour. Fails on a damaged one. */
const contentOf = (file: string): string =>
	ask(file, db => {
		if (db.pragma('integrity_check', {simple: true}) !== 'ok') throw new Error(`${file} is damaged`);
		const hash = createHash('sha256');
		const queries = [
			`SELECT a.coin, s.source, s.interval, c.* FROM candle c JOIN series s ON s.id = c.series_id
				JOIN asset a ON a.id = s.asset_id WHERE c.flags & 1 = 0 ORDER BY a.coin, s.source, s.interval, c.ts`,
			`SELECT a.coin, l.amount, l.note FROM lot l JOIN asset a ON a.id = l.asset_id ORDER BY l.id`,
			`SELECT a.coin, c.source, c.captured_at / 3600000 AS hour, max(c.captured_at), q.price FROM quote q
				JOIN cycle c ON c.id = q.cycle_id JOIN asset a ON a.id = q.asset_id GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`,
		];
		for (const query of queries) {
			for (const {series_id: _, ...row} of db.prepare(query).all() as Record<string, unknown>[]) {
				hash.update(JSON.stringify(row));
			}
		}

		return hash.digest('hex');
	});

type Verified = {
	readonly snapshots: readonly string[];
	readonly objects: number;
	readonly damages: readonly unknown[];
};

/** Every version is whole. Returns their ids. */
async function verified(folder: string): Promise<Verified> {
	const found = JSON.parse(await run(folder, 'snapshot', 'verify', '--json')) as Verified;
	expect(found.damages).toEqual([]);
	return found;
}

/** After a command that came to its end there is nothing but versions and their objects. */
function expectTidy(folder: string, {objects}: Verified): void {
	const remote = join(folder, 'demo', 'snapshots');
	const files = readdirSync(join(remote, 'files'), {recursive: true, encoding: 'utf8'}).filter(name =>
		statSync(join(remote, 'files', name)).isFile(),
	);
	expect(files).toHaveLength(objects);
	const strays = readdirSync(join(remote, 'versions')).filter(name => !/\.(json|dvc)$/.test(name));
	expect(strays).toEqual([]);
	expect(readdirSync(join(folder, 'demo')).filter(name => name.startsWith('.'))).toEqual([]);
}

beforeAll(async () => {
	root = mkdtempSync(join(tmpdir(), 'snapshot-kill-'));
	pristine = join(root, 'pristine');
	await run(pristine, '--headless', '--quiet');
	ask(database(pristine), db => {
		db.exec(
			`INSERT INTO lot (asset_id, amount, currency, note) SELECT id, '1.5', 'USD', 'mine' FROM asset LIMIT 3`,
		);
	});
	await run(pristine, 'snapshot', 'create');
	earlier = contentOf(database(pristine));
	ask(database(pristine), db => {
		const now = Date.now();
		const cycle = db.prepare(
			`INSERT INTO cycle (source, captured_at, run, contract, expected, stored, unchanged, origin)
			VALUES ('coingecko', ?, 'run', 'contract', 20, 20, x'', '[]')`,
		);
		const quote = db.prepare(
			`INSERT INTO quote (cycle_id, asset_id, price, updated_at) SELECT ?, id, ?, ? FROM asset LIMIT 20`,
		);
		db.transaction(() => {
			db.exec('UPDATE candle SET volume = volume + 1');
			for (let n = 0; n < 2000; n++) {
				const at = now - 30 * day + n * 600_000;
				quote.run(cycle.run(at).lastInsertRowid, n + 1, at);
			}
		})();
	});
	await run(pristine, 'snapshot', 'create');
	await run(pristine, 'snapshot', 'create', '--kind', 'database');
	present = contentOf(database(pristine));
	versions = (await verified(pristine)).snapshots;
	const began = performance.now();
	await run(pristine, 'snapshot', 'list');
	start = performance.now() - began;
});
afterAll(() => rmSync(root, {recursive: true, force: true}));

/** Kills a command `kills` times, each on a fresh copy, and looks at what is left, before and after running it again. */
async function strike(
	argv: () => readonly string[],
	left: (folder: string) => Promise<void>,
	ended: (folder: string) => Promise<void>,
): Promise<void> {
	const undisturbed = join(root, 'undisturbed');
	cpSync(pristine, undisturbed, {recursive: true});
	const began = performance.now();
	await run(undisturbed, ...argv());
	const duration = performance.now() - began;
	await ended(undisturbed);
	rmSync(undisturbed, {recursive: true});

	let struck = 0;
	for (let n = 0; n < kills; n++) {
		const folder = join(root, 'struck');
		cpSync(pristine, folder, {recursive: true});
		const ms = start * 0.5 + Math.random() * Math.max(50, duration - start * 0.5);
		if (await kill(folder, argv(), ms)) struck++;
		try {
			await left(folder);
			await run(folder, ...argv());
			await ended(folder);
		} catch (error) {
			throw new Error(`killed after ${Math.round(ms)} of ${Math.round(duration)} ms`, {cause: error});
		}

		rmSync(folder, {recursive: true});
	}

	expect(struck, 'kills that struck a running command').toBeGreaterThan(kills / 2);
}

describe(`killed at ${kills} random instants each`, {timeout: 900_000}, () => {
	test('create loses no version and leaves nothing behind', async () => {
		let fresh = '';
		await strike(
			() => ['snapshot', 'create'],
			async folder => {
				ask(database(folder), db => db.exec('UPDATE candle SET volume = volume + 1'));
				fresh = contentOf(database(folder));
				expect((await verified(folder)).snapshots).toEqual(expect.arrayContaining([...versions]));
			},
			async folder => {
				const found = await verified(folder);
				expect(found.snapshots.length).toBeGreaterThan(versions.length);
				expectTidy(folder, found);
				if (fresh !== '') expect(contentOf(database(folder))).toBe(fresh);
			},
		);
	});

	test.each([
		['data', 0],
		['database', 2],
	] as const)(
		'restore of %s leaves the old database or the version, and loses neither',
		async (_, version) => {
			const wanted = version === 0 ? () => earlier : () => present;
			await strike(
				() => ['snapshot', 'restore', versions[version]!],
				async folder => {
					const content = contentOf(database(folder));
					expect([present, wanted()]).toContain(content);
					const hidden = readdirSync(join(folder, 'demo')).filter(name => name.startsWith('.set-aside'));
					const backups = join(folder, 'demo', 'backups');
					const aside = [
						...hidden.map(name => join(folder, 'demo', name)),
						...(existsSync(backups) ? readdirSync(backups).map(name => join(backups, name)) : []),
					];
					expect([content, ...aside.map(contentOf)]).toContain(present);
					await verified(folder);
				},
				async folder => {
					expect(contentOf(database(folder))).toBe(wanted());
					expectTidy(folder, await verified(folder));
					const backups = join(folder, 'demo', 'backups');
					expect(readdirSync(backups).map(name => contentOf(join(backups, name)))).toContain(present);
				},
			);
		},
	);

	test('prune keeps what it should keep whole', async () => {
		await strike(
			() => ['snapshot', 'prune', '--keep', '1'],
			async folder => {
				const {snapshots} = await verified(folder);
				expect(snapshots).toEqual(expect.arrayContaining(versions.slice(1)));
				expect(contentOf(database(folder))).toBe(present);
			},
			async folder => {
				const found = await verified(folder);
				expect(found.snapshots).toEqual(versions.slice(1));
				expectTidy(folder, found);
			},
		);
	});

	test('compact keeps the newest quote of every hour, and everything else', async () => {
		await strike(
			() => ['compact', '--yes'],
			async folder => {
				expect(contentOf(database(folder))).toBe(present);
				await verified(folder);
			},
			async folder => {
				expect(contentOf(database(folder))).toBe(present);
				const quotes = ask(database(folder), db => db.prepare('SELECT count(*) FROM quote').pluck().get());
				expect(quotes).toBeLessThan(10_000);
				expect((await verified(folder)).snapshots).toEqual(versions.slice(1));
			},
		);
	});
});
