import {existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {Fault} from '#domain/fault.js';
import type {Asset, Candle, SeriesKey} from '#domain/market.js';
import {candleFlag} from '#domain/market.js';
import type {QuarantineRow, StoredQuote, StoredRun} from '#ports/storage.js';
import {candle, now, reportOf, setStage, type Stage, type StageOptions} from './stage.js';

const stages: Stage[] = [];
const stageOf = (options: StageOptions = {}): Stage => {
	const stage = setStage(options);
	stages.push(stage);
	return stage;
};
afterEach(() => {
	for (const stage of stages.splice(0)) stage.dispose();
});

const hour = 3_600_000;
const asset = (id: string, symbol: string, rank: number): Asset => ({id, symbol, name: id, rank});
const assets = [asset('bitcoin', 'BTC', 1), asset('ethereum', 'ETH', 2), asset('batcat', 'BTC', 900)];
const series = (key: Partial<SeriesKey>, ...candles: Candle[]) => ({
	key: {
		source: 'binance' as const,
		asset: 'bitcoin',
		quote: 'USDT',
		interval: '1h' as const,
		origin: 'exchange' as const,
		...key,
	},
	candles,
});
const bitcoin = series(
	{},
	candle(0),
	candle(hour, {open: 0.1 + 0.2, volume: null}),
	candle(2 * hour, {close: 1e-9, flags: candleFlag.cut | candleFlag.partial}),
	candle(3 * hour, {flags: candleFlag.open}),
);
const held = {assets, series: [bitcoin]};

describe('export candles', () => {
	test('has exactly the header of candles, closed ones only, unknown volume empty', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--asset', 'bitcoin')).toBe(0);
		expect(stage.out()).toBe(
			[
				'ts,open,high,low,close,volume',
				'0,1,3,0.5,2,10',
				'3600000,0.30000000000000004,3,0.5,2,',
				'7200000,1,3,0.5,1e-9,10',
				'',
			].join('\n'),
		);
		expect(stage.opened[0]).toMatchObject({readOnly: true, mode: 'look'});
		expect(stage.closed()).toBe(1);
	});

	test('--with-source and --with-open add what they say', async () => {
		const stage = stageOf({held});
		await stage.run(
			'export',
			'candles',
			'--with-source',
			'--with-open',
			'--time',
			'iso',
			'--from',
			'1970-01-01T02:00',
		);
		expect(stage.out()).toBe(
			[
				'ts,open,high,low,close,volume,source,asset,quote,interval,origin,flags',
				'1970-01-01T02:00:00.000Z,1,3,0.5,1e-9,10,binance,bitcoin,USDT,1h,exchange,cut+partial',
				'1970-01-01T03:00:00.000Z,1,3,0.5,2,10,binance,bitcoin,USDT,1h,exchange,open',
				'',
			].join('\n'),
		);
	});

	test('a symbol means the largest asset, and the others are named', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--asset', 'btc')).toBe(0);
		expect(stage.err()).toBe('"btc" means bitcoin; the others are named by their id: batcat.\n');
	});

	test('the exchange comes before prices, prices before roll-ups, unless a source is named', async () => {
		const all = [
			series({source: 'coingecko', origin: 'prices', quote: 'USD'}, candle(0, {close: 2.1})),
			series({origin: 'rollup'}, candle(0, {close: 2.2})),
			series({}, candle(0, {close: 2.3})),
		];
		const closes = async (flags: string[], stored = all): Promise<string | undefined> => {
			const stage = stageOf({held: {assets, series: stored}});
			await stage.run('export', 'candles', ...flags);
			return stage.out().split('\n')[1]?.split(',')[4];
		};
		expect(await closes([])).toBe('2.3');
		expect(await closes(['--source', 'coingecko'])).toBe('2.1');
		expect(await closes([], all.slice(0, 2))).toBe('2.1');
	});

	test('several assets need --with-source or a choice', async () => {
		const two = {assets, series: [bitcoin, series({asset: 'ethereum'}, candle(0))]};
		const stage = stageOf({held: two});
		expect(await stage.run('export', 'candles')).toBe(2);
		expect(stage.err()).toContain('bitcoin, ethereum');
		expect(await stage.run('export', 'candles', '--with-source')).toBe(0);
		expect(stage.out().trimEnd().split('\n')).toHaveLength(5);
	});

	test('an unknown asset is answered with near ones', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--asset', 'bitcoim')).toBe(2);
		expect(stage.err()).toContain('Did you mean bitcoin');
	});

	test('an asset that was never in a snapshot is found by its candles', async () => {
		const stage = stageOf({held: {series: [bitcoin]}});
		expect(await stage.run('export', 'candles', '--asset', 'bitcoin')).toBe(0);
	});

	test('no data ends with 69 and says what to run', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--asset', 'bitcoin', '--interval', '1d')).toBe(69);
		expect(stage.err()).toContain('--headless --historical --interval 1d --assets bitcoin');
		expect(await stage.run('export', 'candles', '--from', '2026-01-01')).toBe(69);
		expect(stage.err()).toContain(
			'No candles are stored in this range.\n  Ask again without --from and --to.',
		);
		expect(await stage.run('export', 'runs')).toBe(69);
		expect(stage.err()).toContain('No runs are stored.\n  Run "crypto-tui --headless" first.');
		expect(await stage.run('export', 'markets', '--source', 'binance', '--demo')).toBe(69);
		expect(stage.err()).toContain(
			'No markets from binance are stored.\n  Ask again without --source. Markets',
		);
		expect(stage.out()).toBe('');
	});

	test.each([
		[['quotes', '--interval', '1h'], '--interval belongs'],
		[['runs', '--asset', 'btc'], 'no asset'],
		[['candles', '--format', 'parquet'], '--out'],
		[['candles', '--from', '2026-01-02', '--to', '2026-01-01'], 'before'],
	])('%j does not fit together', async (argv, words) => {
		const stage = stageOf({held});
		expect(await stage.run('export', ...argv)).toBe(2);
		expect(stage.err()).toContain(words);
	});
});

describe('export to a file', () => {
	test.each([
		['a.csv', /^ts,open/],
		['a.json', /^\[\n\{"ts":0,/],
		['a.jsonl', /^\{"ts":0,.*\n\{/],
		['a.parquet', /^PAR1/],
		['a.txt', /^ts,open/],
	])('%s takes its format from its ending', async (name, begins) => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--out', name)).toBe(0);
		expect(readFileSync(join(stage.root, name), 'latin1')).toMatch(begins);
		expect(stage.out()).toBe('');
		expect(stage.err()).toContain('Wrote 3 rows');
		expect(readdirSync(stage.root).filter(file => file.startsWith('a.'))).toEqual([name]);
	});

	test('no data leaves no file', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'quotes', '--out', 'q.csv')).toBe(69);
		expect(existsSync(join(stage.root, 'q.csv'))).toBe(false);
	});

	test('a place that cannot be written ends with 73', async () => {
		const stage = stageOf({held});
		expect(await stage.run('export', 'candles', '--out', 'no/such/folder/a.csv')).toBe(73);
		expect(stage.err()).toContain('--out');
	});
});

const run: StoredRun = {
	run: 'run-1',
	kind: 'collect',
	startedAt: now - 60_000,
	finishedAt: now - 58_000,
	status: 'done',
	pid: 1,
	report: reportOf(),
};
const row: QuarantineRow = {
	id: 7,
	kind: 'violation',
	rule: 'price-positive',
	field: 'current_price',
	sample: '-1',
	key: 'evil, "coin"',
	raw: '{"id":"evil","current_price":-1}',
	source: 'coingecko',
	endpoint: '/coins/markets',
	asset: null,
	contract: 'coingecko.markets@1',
	run: 'run-1',
	payload: 'abc',
	firstSeenAt: now,
	lastSeenAt: now,
	timesSeen: 3,
	state: 'held',
	question: {},
};

describe('export of other things', () => {
	test('runs and quarantine are flat tables', async () => {
		const stage = stageOf({held: {runs: [run], quarantine: [row]}});
		await stage.run('export', 'runs', '--format', 'ndjson');
		expect(JSON.parse(stage.out())).toMatchObject({
			run: 'run-1',
			inserted: 240,
			requests: 2,
			simulated: false,
		});
		await stage.run('export', 'quarantine');
		expect(stage.out()).toContain('"evil, ""coin""",coingecko.markets@1');
	});

	test('quotes keep every column of the snapshot', async () => {
		const quote = {
			capturedAt: now,
			asset: 'bitcoin',
			symbol: 'BTC',
			name: '=cmd()',
			source: 'coingecko',
			price: 84_000.5,
			rank: 1,
			marketCap: null,
			updatedAt: now,
			run: 'run-1',
		} as unknown as StoredQuote;
		const stage = stageOf({held: {quotes: [quote]}});
		expect(await stage.run('export', 'quotes')).toBe(0);
		const [header, line] = stage.out().split('\n');
		expect(header).toMatch(/^capturedAt,asset,symbol,name,source,price,rank,marketCap,/);
		expect(line).toMatch(/^1795228200000,bitcoin,BTC,"=cmd\(\)",coingecko,84000\.5,1,,/);
	});
});

describe('status', () => {
	test('as JSON tells everything, times in ISO', async () => {
		const stage = stageOf({held: {...held, runs: [run], quarantine: [row]}});
		expect(await stage.run('status', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toMatchObject({
			dataDir: stage.dataDir,
			simulated: false,
			database: {engine: 'SQLite 3.50', version: 1, sizeBytes: 1_234_567, integrity: 'ok'},
			assets: 3,
			quotes: {count: 0, latestAt: null},
			candles: [
				{
					source: 'binance',
					asset: 'bitcoin',
					quote: 'USDT',
					interval: '1h',
					derived: false,
					from: '1970-01-01T00:00:00.000Z',
					to: '1970-01-01T03:00:00.000Z',
					count: 4,
					gaps: 0,
				},
			],
			runs: [{run: 'run-1', status: 'done', inserted: 240}],
			quarantine: {violation: 1, incomplete: 0},
			budgets: [{source: 'coingecko', usedThisMinute: 3}, {source: 'binance'}, {source: 'coincap'}],
			nextDue: '2026-11-21T02:34:00.000Z',
		});
	});

	test('as text fits 80 columns', async () => {
		const long = series(
			{source: 'coingecko', asset: 'a-very-long-asset-id-indeed', origin: 'prices'},
			candle(0),
		);
		const many = Array.from({length: 30}, () => long);
		const stage = stageOf({
			held: {assets, series: [bitcoin, ...many], runs: [run, {...run, status: 'lost'}]},
		});
		expect(await stage.run('status')).toBe(0);
		const text = stage.out();
		expect(text).toContain('and 11 more series');
		expect(text).toContain('coingecko 3/5 requests/min');
		const wide = text.split('\n').filter(line => line.length > 80 && !line.includes(stage.dataDir));
		expect(wide).toEqual([]);
	});

	test('without a database says so, and creates nothing', async () => {
		const stage = stageOf({database: false});
		expect(await stage.run('status')).toBe(0);
		expect(stage.out()).toContain('No database yet');
		expect(await stage.run('status', '--json', '--demo')).toBe(0);
		expect(JSON.parse(stage.out())).toMatchObject({database: null, simulated: true, candles: []});
		expect(stage.opened).toEqual([]);
		expect(existsSync(stage.dataDir)).toBe(false);
	});

	test('a data folder that is a file, or lies in one, ends with 73', async () => {
		const stage = stageOf({database: false});
		writeFileSync(join(stage.root, 'file'), '');
		for (const place of ['file', 'file/deeper']) {
			expect(await stage.run('status', '--data-dir', place)).toBe(73);
			expect(stage.err()).toContain('cannot be used as data folder');
		}
	});

	test('of the simulated market knows no limits', async () => {
		const stage = stageOf();
		await stage.run('status', '--demo');
		expect(stage.out()).not.toMatch(/\/5 requests|credits left/);
	});

	test('a folder without a database is the same', async () => {
		const stage = stageOf({refuses: new Fault('no-assets', 'There is no database yet.')});
		expect(await stage.run('status')).toBe(0);
		expect(stage.out()).toContain('No database yet');
	});

	test('of the simulated market says SIMULATED', async () => {
		const stage = stageOf({held});
		await stage.run('status', '--demo');
		expect(stage.out()).toMatch(/^SIMULATED/);
		expect(stage.opened[0]).toMatchObject({config: {dataDir: join(stage.dataDir, 'demo')}});
	});
});

describe('quarantine', () => {
	test('lists and shows rows', async () => {
		const stage = stageOf({held: {quarantine: [row]}});
		expect(await stage.run('quarantine', 'list')).toBe(0);
		expect(stage.out()).toBe(
			[
				'  id  kind       source     row           reason                        seen',
				'   7  violation  coingecko  evil, "coin"  price-positive in current_p…  3x',
				'',
			].join('\n'),
		);
		expect(await stage.run('quarantine', 'show', '7')).toBe(0);
		expect(stage.out()).toMatch(/seen +3 times, [^]*"current_price": -1/);
		expect(await stage.run('quarantine', 'list', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toMatchObject([{id: 7, lastSeenAt: '2026-11-21T02:30:00.000Z'}]);
	});

	test('retries the rows named, or all held ones', async () => {
		const asked: (readonly number[])[] = [];
		const stage = stageOf({
			held: {quarantine: [row, {...row, id: 8, state: 'retried'}, {...row, id: 9}]},
			pipeline: {
				retryQuarantine: async ids => {
					asked.push(ids);
					return {passed: ids.filter(id => id !== 9), failed: ids.filter(id => id === 9)};
				},
			},
		});
		expect(await stage.run('quarantine', 'retry', '7')).toBe(0);
		expect(stage.out()).toBe('1 of 1 row passed and is stored.\n');
		await stage.run('quarantine', 'retry', '7', '9');
		expect(stage.out()).toBe('1 of 2 rows passed and is stored; still refused: 9.\n');
		await stage.run('quarantine', 'retry', '9');
		expect(stage.out()).toBe('No row passed; still refused: 9.\n');
		expect(await stage.run('quarantine', 'retry', '--all', '--json')).toBe(65);
		expect(JSON.parse(stage.out())).toEqual({simulated: false, passed: [7], failed: [9]});
		expect(asked).toEqual([[7], [7, 9], [9], [7, 9]]);
	});

	test.each([
		[['show'], 'needs one <id>'],
		[['show', 'x'], 'not the number'],
		[['show', '99'], 'no row 99'],
		[['retry'], 'or --all'],
		[['retry', '99'], 'no row 99'],
		[['list', '7'], 'takes no <id>'],
		[['list', '--all'], 'belongs to'],
	])('%j ends with 2', async (argv, words) => {
		const stage = stageOf({held: {quarantine: [row]}});
		expect(await stage.run('quarantine', ...argv)).toBe(2);
		const text = stage.err();
		expect(text).toContain(words);
		expect(text).toContain('Run "crypto-tui quarantine');
	});

	test('without a database is empty, and a retry creates none', async () => {
		const stage = stageOf({database: false});
		expect(await stage.run('quarantine', 'list')).toBe(0);
		expect(stage.out()).toContain('Nothing is in quarantine');
		expect(await stage.run('quarantine', 'retry', '--all')).toBe(0);
		expect(stage.opened).toEqual([]);
	});
});

describe('config', () => {
	test('lists values with origin and allowed values, secrets masked', async () => {
		const stage = stageOf({
			environment: {COINGECKO_API_KEY: 'CG-top-secret'},
		});
		expect(await stage.run('config', 'list')).toBe(0);
		const text = stage.out();
		expect(text).toContain('coingecko.key = ********  (environment: COINGECKO_API_KEY)');
		expect(text).toContain('log.level = info  (default)');
		expect(text).toContain('Allowed: debug, info, warn, error.');
		expect(await stage.run('config', 'list', '--json')).toBe(0);
		const json = stage.out();
		expect(JSON.parse(json)).toContainEqual(
			expect.objectContaining({key: 'coingecko.rpm', value: 30, origin: 'default'}),
		);
		await stage.run('config', 'get', 'coingecko.key');
		expect(text + json + stage.out()).not.toContain('top-secret');
		expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
	});

	test('shows everything even when a value is bad, and ends with 78', async () => {
		const stage = stageOf({environment: {COINGECKO_PLAN: 'gold'}});
		expect(await stage.run('config', 'list')).toBe(78);
		expect(stage.out()).toContain('log.level = info');
		expect(stage.err()).toContain('coingecko.plan (from COINGECKO_PLAN) is "gold"; allowed: demo, pro.');
	});

	test('sets, gets, unsets and finds the file', async () => {
		const stage = stageOf();
		expect(await stage.run('config', 'set', 'watch.top', '25')).toBe(0);
		expect(await stage.run('config', 'get', 'watch.top')).toBe(0);
		expect(stage.out()).toBe('25\n');
		await stage.run('config', 'path');
		expect(JSON.parse(readFileSync(stage.out().trim(), 'utf8'))).toEqual({'watch.top': 25});
		expect(await stage.run('config', 'unset', 'watch.top')).toBe(0);
		await stage.run('config', 'get', 'watch.top');
		expect(stage.out()).toBe('10\n');
	});

	test('says when something stronger hides what was set', async () => {
		const stage = stageOf({environment: {CRYPTO_TUI_WATCH_TOP: '3'}});
		await stage.run('config', 'set', 'watch.top', '25');
		expect(stage.err()).toContain('CRYPTO_TUI_WATCH_TOP is set too, and wins');
	});

	test('a folder is remembered as an absolute path', async () => {
		const stage = stageOf();
		await stage.run('config', 'set', 'dataDir', 'elsewhere');
		await stage.run('config', 'path');
		expect(JSON.parse(readFileSync(stage.out().trim(), 'utf8'))).toEqual({
			dataDir: join(stage.root, 'elsewhere'),
		});
	});

	test.each([
		[['set', 'watch.top', 'many'], 78, 'a whole number from 0 to 1000'],
		[['set', 'watch.tops', '3'], 78, 'Did you mean watch.top'],
		[['get', 'nonsense'], 78, 'no setting'],
		[['set', 'watch.top'], 2, 'config set <key> <value>'],
		[['get'], 2, 'config get <key>'],
		[['list', 'watch.top'], 2, 'config list'],
	])('%j ends with %i', async (argv, code, words) => {
		const stage = stageOf();
		expect(await stage.run('config', ...argv)).toBe(code);
		expect(stage.err()).toContain(words);
	});
});

const line = (minute: number, level: string, msg: string): string =>
	JSON.stringify({level, time: new Date(now - minute * 60_000).toISOString(), module: 'binance', msg});

const withLog = (options: StageOptions = {}): Stage => {
	const stage = stageOf(options);
	const folder = join(stage.dataDir, 'logs');
	mkdirSync(folder);
	writeFileSync(join(folder, 'pipeline.log.1'), `${line(120, 'info', 'old')}\n{"broken\n`);
	writeFileSync(
		join(folder, 'pipeline.log'),
		`${line(3, 'info', 'calm')}\n${line(2, 'warn', 'evil \u001B[2J name')}\nnull\n${line(1, 'error', 'last')}\n`,
	);
	return stage;
};

describe('logs', () => {
	test('are pretty, oldest first; broken lines are left out and counted', async () => {
		const stage = withLog();
		expect(await stage.run('logs')).toBe(0);
		expect(stage.out()).toBe(
			[
				'[21 Nov 2026, 00:30:00 UTC] [binance] [INFO] old',
				'[21 Nov 2026, 02:27:00 UTC] [binance] [INFO] calm',
				'[21 Nov 2026, 02:28:00 UTC] [binance] [WARN] evil name',
				'[21 Nov 2026, 02:29:00 UTC] [binance] [ERROR] last',
				'',
			].join('\n'),
		);
		expect(stage.err()).toContain('2 unreadable lines');
	});

	test('are filtered by level and time, and raw with --json', async () => {
		const stage = withLog();
		await stage.run('logs', '--level', 'warn', '--since', '2m', '--json');
		expect(stage.out()).toBe(`${line(2, 'warn', 'evil \u001B[2J name')}\n${line(1, 'error', 'last')}\n`);
	});

	test('are coloured on a terminal only, and not with NO_COLOR', async () => {
		const plain = withLog({terminal: true, environment: {NO_COLOR: '1'}});
		await plain.run('logs', '--level', 'error');
		expect(plain.out()).not.toContain('\u001B');
	});

	test('follow until interrupted', async () => {
		const stage = withLog();
		const following = stage.run('logs', '--follow', '--level', 'error');
		await expect.poll(() => stage.out()).toContain('last');
		writeFileSync(join(stage.dataDir, 'logs', 'pipeline.log'), `${line(0, 'error', 'newest')}\n`, {
			flag: 'a',
		});
		await expect.poll(() => stage.out()).toContain('newest');
		stage.stop.abort(new Fault('interrupted', 'Interrupted.'));
		expect(await following).toBe(130);
	});

	test('that do not exist are told, and nothing is created', async () => {
		const stage = stageOf({database: false});
		expect(await stage.run('logs')).toBe(0);
		expect(stage.err()).toContain('no log yet');
		expect(existsSync(stage.dataDir)).toBe(false);
	});
});

test('completion prints the script', async () => {
	const stage = stageOf();
	expect(await stage.run('completion', 'fish')).toBe(0);
	expect(stage.out()).toContain('complete -c crypto-tui');
});
