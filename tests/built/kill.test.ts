/**
 * A backfill that is killed (SIGKILL) at random instants and then run to its end gives what an undisturbed one gives,
 * byte for byte, and never asks again for what it had stored. `CRYPTO_TUI_KILLS` sets how often it is killed.
 */

import {execFile, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {setTimeout as sleep} from 'node:timers/promises';
import {promisify} from 'node:util';
import Database from 'better-sqlite3';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {spawnExchange} from '../support/exchange.js';

const bin = new URL('../../bin/crypto-tui.js', import.meta.url).pathname;
const kills = Number(process.env['CRYPTO_TUI_KILLS'] ?? 50);

/** Kills of one data folder before its backfill may end: later ones strike a backfill that goes on. */
const killsPerFolder = 8;

/** Requests of one source that can be on their way, or answered and not stored yet, when the process dies. */
const inFlight = 8;

/** The present of the exchange stands still, so that the same question has the same answer in every run. */
const now = Date.now();
const day = 86_400_000;
const to = Math.floor(now / day) * day - 3 * day;
const days = 200;
const from = to - days * day;

/** The pair or id under which the exchange is asked for each asset; the last one has prices only. */
const names: Readonly<Record<string, string>> = {
	BTCUSDT: 'bitcoin',
	ETHUSDT: 'ethereum',
	SOLUSDT: 'solana',
	tether: 'tether',
};
const assets = Object.values(names);
const backfill = [
	'--headless',
	'--historical',
	'--json',
	'--interval=1h',
	`--assets=${assets.join(',')}`,
	`--from=${new Date(from).toISOString()}`,
	`--to=${new Date(to).toISOString()}`,
];

type Span = {readonly asset: string; readonly from: number; readonly to: number};

let exchange: Awaited<ReturnType<typeof spawnExchange>>;
let root: string;
beforeAll(async () => {
	exchange = await spawnExchange(['--freeze', '--now', new Date(now).toISOString()]);
	root = mkdtempSync(join(tmpdir(), 'kill-'));
});
afterAll(async () => {
	await exchange.close();
	rmSync(root, {recursive: true, force: true});
});

const environment = (): Record<string, string> => ({
	PATH: process.env['PATH'] ?? '',
	HOME: root,
	TZ: 'UTC',
	CRYPTO_TUI_COINGECKO_URL: exchange.urls.coingecko,
	CRYPTO_TUI_COINGECKO_RPM: '1e9',
	CRYPTO_TUI_BINANCE_URL: exchange.urls.binance,
	CRYPTO_TUI_BINANCE_WEIGHT: '1e9',
});

/** Runs a command to its end and gives its standard output. */
async function run(folder: string, argv: readonly string[]): Promise<string> {
	const {stdout} = await promisify(execFile)(process.execPath, [bin, ...argv, '--data-dir', folder], {
		cwd: root,
		env: environment(),
		maxBuffer: 64 * 1024 * 1024,
	});
	return stdout;
}

/** Runs the backfill and kills it after `ms`; gives its exit code when it came to its end, else null. */
async function attempt(folder: string, ms: number | null): Promise<number | null> {
	const child = spawn(process.execPath, [bin, ...backfill, '--data-dir', folder], {
		cwd: root,
		env: environment(),
		stdio: 'ignore',
	});
	const exit = once(child, 'exit') as Promise<[number | null]>;
	if (ms !== null) {
		await Promise.race([exit, sleep(ms)]);
		child.kill('SIGKILL');
	}

	const [code] = await exit;
	return code;
}

/** Every candle of every asset: hours as fetched, and the days made of them. */
async function exports(folder: string): Promise<string> {
	const common = ['export', 'candles', '--with-source', '--format=csv', `--asset=${assets.join(',')}`];
	return (
		(await run(folder, [...common, '--interval=1h'])) + (await run(folder, [...common, '--interval=1d']))
	);
}

/** The time that each request for history since the last call asked about. */
async function asked(): Promise<readonly Span[]> {
	const control = `${exchange.origin}/__control/requests`;
	const {requests} = (await (await fetch(control)).json()) as {
		requests: readonly {readonly path: string; readonly query: string}[];
	};
	await fetch(control, {method: 'DELETE'});
	return requests.flatMap(({path, query}) => {
		const values = new URLSearchParams(query);
		const chart = /^\/coins\/(\w+)\/market_chart\/range$/.exec(path)?.[1];
		if (chart !== undefined) {
			return [
				{asset: chart, from: Number(values.get('from')) * 1000, to: Number(values.get('to')) * 1000 + 1000},
			];
		}

		if (path !== '/klines') return [];
		const asset = names[values.get('symbol')!]!;
		return [{asset, from: Number(values.get('startTime')), to: Number(values.get('endTime')) + 1}];
	});
}

/** What the ledger of a folder says has been answered for good. */
function answered(folder: string): readonly Span[] {
	const file = join(folder, 'crypto-tui.db');
	if (!existsSync(file)) return [];
	const db = new Database(file, {readonly: true});
	try {
		const made = db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'answered'`).pluck().get();
		if (made === 0) return [];
		return db
			.prepare(
				`SELECT asset.coin AS asset, answered.from_ts AS "from", answered.to_ts AS "to" FROM answered
				JOIN series ON series.id = answered.series_id JOIN asset ON asset.id = series.asset_id`,
			)
			.all() as Span[];
	} finally {
		db.close();
	}
}

/** The first lines that differ: the whole difference of two long texts would take minutes to print. */
function firstDifference(text: string, wanted: string): string | null {
	if (text === wanted) return null;
	const [lines, others] = [text.split('\n'), wanted.split('\n')];
	const at = lines.findIndex((line, i) => line !== others[i]);
	return `line ${at}: "${lines[at]}" instead of "${others[at]}", ${lines.length} lines instead of ${others.length}`;
}

const list = (instants: readonly number[]): string => instants.map(ms => `${Math.round(ms)} ms`).join(', ');

const overlaps = (a: Span, b: Span): boolean => a.asset === b.asset && a.from < b.to && b.from < a.to;

test(
	`a backfill killed at ${kills} random instants ends as an undisturbed one`,
	{timeout: 900_000},
	async () => {
		const undisturbed = join(root, 'undisturbed');
		const started = performance.now();
		expect(JSON.parse(await run(undisturbed, backfill))).toMatchObject({status: 'done', faults: []});
		const duration = performance.now() - started;
		const wanted = await exports(undisturbed);
		expect(wanted.split('\n').length).toBeGreaterThan(assets.length * (days - 5) * 24);
		const fewest = (await asked()).length;
		expect(fewest).toBeGreaterThan(15);

		let struck = 0;
		let interrupted = 0;
		for (let n = 0; struck < kills; n++) {
			const folder = join(root, `killed-${n}`);
			const instants: number[] = [];
			let requests = 0;
			let before = answered(folder);
			const book = async (): Promise<void> => {
				const spans = await asked();
				requests += spans.length;
				const again = spans.filter(span => before.some(stored => overlaps(span, stored)));
				expect(again, `asked again although stored; killed after ${list(instants)}`).toEqual([]);
				before = answered(folder);
			};

			for (let ended = false; !ended;) {
				const mayKill = struck < kills && instants.length < killsPerFolder;
				const ms = mayKill ? Math.random() * duration : null;
				const code = await attempt(folder, ms);
				await book();
				if (code === null) {
					struck++;
					instants.push(ms!);
					if (before.length > 0) interrupted++;
				} else {
					expect(code, `killed after ${list(instants)}`).toBe(0);
					ended = true;
				}
			}

			expect(requests, `killed after ${list(instants)}`).toBeLessThanOrEqual(
				fewest + 2 * inFlight * instants.length,
			);
			expect(firstDifference(await exports(folder), wanted), `killed after ${list(instants)}`).toBeNull();
			rmSync(folder, {recursive: true});
		}

		expect(interrupted, 'some backfills were killed in the middle').toBeGreaterThan(0);
	},
);
