import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {lostOutput, readerGone} from '#cli/surroundings.js';
import {Fault} from '#domain/fault.js';
import type {FaultReport, RunReport} from '#domain/run.js';
import type {BackfillOptions, BackfillPlan, CollectOptions} from '#pipeline/commands.js';
import {now, reportOf, setStage, type Stage, type StageOptions} from './stage.js';

const stages: Stage[] = [];
const stageOf = (options: StageOptions = {}): Stage => {
	const stage = setStage(options);
	stages.push(stage);
	return stage;
};
afterEach(() => {
	for (const stage of stages.splice(0)) stage.dispose();
});

/** A pipeline that remembers what it was asked for. */
function asked(report: RunReport = reportOf()) {
	const collects: CollectOptions[] = [];
	const backfills: BackfillOptions[] = [];
	return {
		collects,
		backfills,
		pipeline: {
			collect: async (options: CollectOptions) => {
				collects.push(options);
				return report;
			},
			backfill: async (options: BackfillOptions) => {
				backfills.push(options);
				return {...report, kind: 'backfill' as const};
			},
		},
	};
}

const hour = 3_600_000;
const lastClosed = Date.UTC(2026, 10, 21, 2);

describe('collecting', () => {
	test('prints the report for people on standard output, and closes the app', async () => {
		const {pipeline, collects} = asked();
		const stage = stageOf({pipeline});
		expect(await stage.run('--headless')).toBe(0);
		expect(stage.out()).toMatchInlineSnapshot(`
			"Collected in 1.5 s: 240 new, 10 updated, 0 unchanged rows.
			  coingecko  ok  2 requests  1 retry  0 rate-limited  123 kB
			Run 20261121-023000-abcdef, finished 21 Nov 2026, 02:30:01 UTC
			"
		`);
		expect(stage.err()).toBe('');
		expect(collects).toEqual([{onInvalid: 'block'}]);
		expect(stage.opened[0]).toMatchObject({mode: 'headless', demo: false, config: {dataDir: stage.dataDir}});
		expect(stage.closed()).toBe(1);
	});

	test('with --json prints exactly the report as one line', async () => {
		const stage = stageOf(asked());
		await stage.run('--headless', '--json');
		const text = stage.out();
		expect(text.indexOf('\n')).toBe(text.length - 1);
		expect(JSON.parse(text)).toEqual(reportOf());
	});

	test.each([
		[['--assets', 'btc,ethereum'], {choice: {by: 'names', names: ['btc', 'ethereum']}}],
		[['--top', '5'], {choice: {by: 'top', count: 5}}],
		[['--all'], {choice: {by: 'all'}}],
		[['--source', 'binance'], {source: 'binance'}],
		[['--on-invalid', 'quarantine'], {onInvalid: 'quarantine'}],
	])('%j reaches the pipeline', async (flags, options) => {
		const {pipeline, collects} = asked();
		await stageOf({pipeline}).run('--headless', ...flags);
		expect(collects).toEqual([{onInvalid: 'block', ...options}]);
	});

	test('--demo keeps its data apart and says SIMULATED', async () => {
		const stage = stageOf(asked(reportOf({simulated: true})));
		await stage.run('--headless', '--demo');
		expect(stage.opened[0]).toMatchObject({demo: true, config: {dataDir: join(stage.dataDir, 'demo')}});
		expect(stage.out()).toMatch(/^SIMULATED/);
	});

	test('tells faults with the next step, at most ten of them', async () => {
		const faults = Array.from({length: 12}, (_, i) => ({
			code: 'timeout' as const,
			source: 'binance' as const,
			asset: `coin-${i}`,
			message: 'No answer in 10 s from a host with a name that is longer than most.',
			hint: `Try later. ${'Then later. '.repeat(8)}`.trim(),
		}));
		const stage = stageOf(asked(reportOf({status: 'partial', faults})));
		expect(await stage.run('--headless')).toBe(75);
		const text = stage.out();
		expect(text.match(/\[timeout\]/g)).toHaveLength(10);
		expect(text.match(/Try later/g)).toHaveLength(1);
		expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
		expect(text).toContain('and 2 more');
	});
});

describe('exit codes', () => {
	test.each([
		['done', 0],
		['partial', 75],
		['blocked', 65],
		['failed', 69],
	] as const)('a report that is %s ends with %i', async (status, code) => {
		const fault = {code: 'unreachable' as const, source: null, asset: null, message: 'No.', hint: 'Wait.'};
		const report = reportOf({status, faults: status === 'done' ? [] : [fault]});
		expect(await stageOf(asked(report)).run('--headless')).toBe(code);
	});

	test.each([
		['storage-unavailable', 73],
		['storage-full', 73],
		['storage-busy', 73],
		['storage-newer', 73],
		['busy', 75],
		['contract-violated', 65],
		['unknown-asset', 2],
		['unreachable', 69],
	] as const)('the fault %s ends with %i, and is told with its hint', async (code, exit) => {
		const stage = stageOf({refuses: new Fault(code, 'It happened.', {hint: 'Do this.'})});
		expect(await stage.run('--headless')).toBe(exit);
		expect(stage.err()).toBe('crypto-tui: It happened.\n  Do this.\n');
		expect(stage.out()).toBe('');
	});

	test('with --json a run that could not begin is still one document', async () => {
		const stage = stageOf({refuses: new Fault('storage-unavailable', 'No.')});
		expect(await stage.run('--headless', '--json')).toBe(73);
		expect(JSON.parse(stage.out())).toMatchObject({
			run: null,
			kind: 'collect',
			status: 'failed',
			simulated: false,
			faults: [{code: 'storage-unavailable', message: 'No.'}],
		});
	});

	test('bad configuration ends with 78 before anything is opened', async () => {
		const stage = stageOf({environment: {COINGECKO_PLAN: 'gold'}});
		expect(await stage.run('--headless')).toBe(78);
		expect(stage.err()).toContain('demo, pro');
		expect(stage.opened).toEqual([]);
	});

	test('our own mistake ends with 70, a short message, and its stack in the log', async () => {
		const stage = stageOf({refuses: new TypeError('x is not a function')});
		expect(await stage.run('--headless')).toBe(70);
		const told = stage.err();
		expect(told).toContain('x is not a function');
		expect(told).toContain(join(stage.dataDir, 'logs', 'pipeline.log'));
		expect(told).not.toContain('at ');
		await stage.run('logs', '--json');
		expect(JSON.parse(stage.out())).toMatchObject({event: 'bug', level: 'error', module: 'cli'});
	});

	test('a mistake that nobody waited for ends with 70 and the same words', async () => {
		const codes: (number | undefined)[] = [];
		const stage: Stage = stageOf({
			pipeline: {
				async collect() {
					codes.push(await stage.stray(new TypeError('x is not a function')));
					codes.push(await stage.stray(new Fault('interrupted', 'Interrupted.')));
					return reportOf();
				},
			},
		});
		await stage.run('--headless');
		expect(codes).toEqual([70, 130]);
		expect(stage.err()).toContain(
			'crypto-tui: Unexpected error: x is not a function\n  This is a bug of crypto-tui',
		);
	});
});

describe('what does not fit together ends with 2', () => {
	test.each([
		[[], 'The screen needs a terminal'],
		[['--demo'], '--headless'],
		[['--headless', '--all', '--top', '3'], 'exclude each other'],
		[['--headless', '--days', '3'], 'needs --historical'],
		[['--headless', '--dry-run'], 'needs --historical'],
		[['--headless', '--historical', '--watch'], 'exclude each other'],
		[['--headless', '--historical', '--days', '3', '--from', '2026-01-01'], 'exclude each other'],
		[['--headless', '--historical', '--from', '2027-01-01'], 'still to come'],
		[['--headless', '--historical', '--from', '2026-11-21T02:10'], 'No 1h candle is finished'],
		[['--headless', '--historical', '--from', '2026-02-01', '--to', '2026-01-01'], 'No 1h candle'],
	])('%j', async (argv, words) => {
		const stage = stageOf();
		expect(await stage.run(...argv)).toBe(2);
		expect(stage.err()).toContain(words);
		expect(stage.opened).toEqual([]);
	});
});

describe('history', () => {
	test.each([
		[[], {interval: '1h', range: {from: lastClosed - 365 * 24 * hour, to: lastClosed}}],
		[['--days', '1'], {range: {from: lastClosed - 24 * hour, to: lastClosed}}],
		[
			['--interval', '1d', '--days', '2'],
			{interval: '1d', range: {from: Date.UTC(2026, 10, 19), to: Date.UTC(2026, 10, 21)}},
		],
		[
			['--from', '2026-11-20T00:10Z', '--to', '2026-11-20T03:10Z'],
			{range: {from: Date.UTC(2026, 10, 20, 1), to: Date.UTC(2026, 10, 20, 4)}},
		],
		[['--from', '2h', '--to', '2030-01-01'], {range: {from: Date.UTC(2026, 10, 21, 1), to: lastClosed}}],
		[['--limit', '9'], {limit: 9}],
		[['--assets', 'btc'], {choice: {by: 'names', names: ['btc']}}],
	])('%j is asked for with finished candles only', async (flags, options) => {
		const {pipeline, backfills} = asked();
		expect(await stageOf({pipeline}).run('--headless', '--historical', ...flags)).toBe(0);
		expect(backfills).toEqual([
			expect.objectContaining({choice: {by: 'top', count: 50}, onInvalid: 'block', ...options}),
		]);
	});

	const plan: BackfillPlan = {
		interval: '1h',
		range: {from: now - 2 * hour, to: now},
		series: [
			{
				asset: 'bitcoin',
				symbol: 'BTC',
				source: 'binance',
				externalId: 'BTCUSDT',
				missing: [{from: now - hour, to: now}],
				candles: 1,
				requests: 1,
				reason: 'trading pair, whose reason is a long sentence',
			},
		],
		cost: [{source: 'binance', requests: 1, credits: null, weight: 2, ms: 20}],
		requests: 1,
		candles: 1,
		ms: 20,
		refused: [{asset: 'ghost', code: 'no-candle-source', message: 'No source.', hint: 'Leave it.'}],
	};

	test('--dry-run prints the plan and its cost, and fetches nothing', async () => {
		const {pipeline, backfills} = asked();
		const stage = stageOf({pipeline: {...pipeline, plan: async () => plan}});
		expect(await stage.run('--headless', '--historical', '--dry-run')).toBe(0);
		const text = stage.out();
		for (const words of [
			'BTCUSDT',
			'weight 2',
			'1 request,',
			'trading pair',
			'ghost: No source.',
			'Leave it.',
		]) {
			expect(text).toContain(words);
		}

		expect(Math.max(...text.split('\n').map(line => line.length))).toBeLessThanOrEqual(80);
		expect(backfills).toEqual([]);
		await stage.run('--headless', '--historical', '--dry-run', '--json');
		expect(JSON.parse(stage.out())).toMatchObject({
			kind: 'plan',
			simulated: false,
			requests: 1,
			range: {to: '2026-11-21T02:30:00.000Z'},
			series: [{missing: [{from: '2026-11-21T01:30:00.000Z'}]}],
		});
	});
});

const watching = (stop: () => void, seen: number[]) => ({
	watch: async (
		_options: CollectOptions,
		seconds: number,
		onReport: (report: RunReport) => void,
		signal: AbortSignal,
	) => {
		seen.push(seconds);
		for (let cycle = 1; !signal.aborted; cycle++) {
			onReport(reportOf({run: `run-${cycle}`}));
			await new Promise(resolve => setImmediate(resolve));
			if (cycle === 3) stop();
		}
	},
});

describe('watching', () => {
	test.each([
		[['--watch'], 300],
		[['--watch', '60'], 60],
	])('%j prints one line of JSON per cycle and ends with 130 when interrupted', async (flags, seconds) => {
		const seen: number[] = [];
		let stage: Stage | undefined;
		const pipeline = watching(() => stage?.stop.abort(new Fault('interrupted', 'Interrupted.')), seen);
		stage = stageOf({pipeline});
		expect(await stage.run('--headless', ...flags, '--json')).toBe(130);
		const lines = stage.out().trimEnd().split('\n');
		expect(lines.map(line => (JSON.parse(line) as RunReport).run)).toEqual(['run-1', 'run-2', 'run-3']);
		expect(seen).toEqual([seconds]);
		expect(stage.closed()).toBe(1);
	});

	test('ends quietly when nobody reads any more', async () => {
		let stage: Stage | undefined;
		stage = stageOf({pipeline: watching(() => stage?.stop.abort(readerGone), [])});
		expect(await stage.run('--headless', '--watch')).toBe(0);
		expect(stage.err()).toBe('');
	});
});

describe('interruption', () => {
	test('ends with 130 whether the run reports it or throws', async () => {
		const reporting = stageOf({
			pipeline: {
				collect: async () => {
					reporting.stop.abort(new Fault('interrupted', 'Interrupted.'));
					return reportOf({status: 'partial'});
				},
			},
		});
		expect(await reporting.run('--headless')).toBe(130);
		const told = stageOf(asked(reportOf({status: 'failed', faults: [interruption, interruption]})));
		expect(await told.run('--headless')).toBe(130);
		const text = told.out();
		expect(text).toMatch(/^Interrupted after 1\.5 s: /);
		expect(text.match(/\[interrupted\]/g)).toHaveLength(1);
		const throwing = stageOf({
			pipeline: {
				collect: async () => {
					throwing.stop.abort(new Fault('interrupted', 'Interrupted.'));
					throw throwing.stop.signal.reason;
				},
			},
		});
		expect(await throwing.run('--headless')).toBe(130);
		expect(throwing.err()).toContain('run the same command again');
		expect(throwing.closed()).toBe(1);
	});
});

const interruption: FaultReport = {
	code: 'interrupted',
	source: null,
	asset: null,
	message: 'Interrupted.',
	hint: 'Run it again.',
};

test('results that do not fit on the disk end with 73, whatever the run thought', async () => {
	const stage: Stage = stageOf({
		pipeline: {
			collect: async () => {
				stage.stop.abort(lostOutput(Object.assign(new Error('write'), {code: 'ENOSPC'})));
				return reportOf();
			},
		},
	});
	expect(await stage.run('--headless')).toBe(73);
	expect(stage.err()).toContain('Standard output cannot be written: the disk is full.');
});

const events = (stage: () => Stage) => ({
	collect: async () => {
		stage().emit({type: 'run-started', run: 'r', kind: 'collect', simulated: false});
		stage().emit({type: 'request-waiting', source: 'binance', waitMs: 3000, reason: 'rate'});
		stage().emit({
			type: 'fault',
			fault: {code: 'timeout', source: 'binance', asset: null, message: 'Slow.', hint: 'Wait.'},
		});
		await new Promise(resolve => setTimeout(resolve, 250));
		return reportOf();
	},
});

describe('progress', () => {
	test('without a terminal is one line per event, faults with their hint', async () => {
		const stage: Stage = stageOf({pipeline: events(() => stage)});
		await stage.run('--headless', '--json');
		expect(stage.err()).toBe(
			[
				'[2026-11-21T02:30:00.000Z] [pipeline] [INFO] collect started',
				'[2026-11-21T02:30:00.000Z] [binance] [WARN] waiting 3.0 s to stay within the allowed rate',
				'[2026-11-21T02:30:00.000Z] [binance] [ERROR] timeout: Slow.',
				'  Wait.',
				'',
			].join('\n'),
		);
		expect(JSON.parse(stage.out())).toEqual(reportOf());
	});

	test('--quiet leaves the faults', async () => {
		const stage: Stage = stageOf({pipeline: events(() => stage)});
		await stage.run('--headless', '--quiet');
		expect(stage.err()).toMatch(/^\[[^\]]+\] \[binance\] \[ERROR\] timeout: Slow\.\n {2}Wait\.\n$/);
	});

	test('on a terminal is one line with rate, time left and budget; the cursor comes back', async () => {
		const stage: Stage = stageOf({
			terminal: true,
			pipeline: {
				backfill: async () => {
					stage.emit({type: 'request-waiting', source: 'binance', waitMs: 0, reason: 'rate'});
					stage.emit({
						type: 'backfill-progress',
						asset: 'bitcoin',
						doneRequests: 5,
						requests: 10,
						candles: 5000,
						elapsedMs: 2000,
						etaMs: 65_000,
					});
					await new Promise(resolve => setTimeout(resolve, 350));
					return reportOf();
				},
			},
		});
		await stage.run('--headless', '--historical');
		const text = stage.err();
		expect(text.startsWith('\u001B[?25l')).toBe(true);
		expect(text.endsWith('\u001B[?25h')).toBe(true);
		expect(text).not.toContain('\n');
		const frames = text.split('\u001B[2K');
		expect(frames.length).toBeLessThan(8);
		const last = frames.at(-2) ?? '';
		expect(last).toContain('[#####-----] 50%  5/10  2,500 candles/s  ETA 01:05  binance 3/6,000 weight/min');
		expect(last.length).toBeLessThanOrEqual(80);
	});

	test.each([
		[
			110,
			/^\[#{5}-{5}\] 50%  5\/10  2,500 candles\/s  ETA 00:30  waiting 00:30  binance 3\/6,000 weight\/min$/,
		],
		[80, /^\[#{5}-{5}\] 50%  5\/10  2,500 candles\/s  ETA 00:30  binance 3\/6,000 weight\/min$/],
		[60, /^\[#{5}-{5}\] 50%  2,500 candles\/s  ETA 00:30$/],
		[40, /^\[#{5}-{5}\] 50%  ETA 00:30$/],
	])('at %i columns the line loses whole parts, the least important first', async (columns, line) => {
		const stage: Stage = stageOf({
			terminal: true,
			columns,
			pipeline: {
				backfill: async () => {
					stage.emit({type: 'request-waiting', source: 'binance', waitMs: 30_000, reason: 'rate'});
					stage.emit({
						type: 'backfill-progress',
						asset: 'bitcoin',
						doneRequests: 5,
						requests: 10,
						candles: 5000,
						elapsedMs: 2000,
						etaMs: 1000,
					});
					await new Promise(resolve => setTimeout(resolve, 350));
					return reportOf();
				},
			},
		});
		await stage.run('--headless', '--historical');
		expect(stage.err().split('\u001B[2K').at(-2)?.replaceAll('\r', '')).toMatch(line);
	});

	test('Ctrl-Z gives the cursor back until the work goes on', async () => {
		const stage: Stage = stageOf({
			terminal: true,
			pipeline: {
				collect: async () => {
					stage.emit({type: 'run-started', run: 'r', kind: 'collect', simulated: false});
					stage.err();
					stage.pause();
					expect(stage.err()).toContain('\u001B[?25h');
					stage.resume();
					expect(stage.err()).toContain('\u001B[?25l');
					return reportOf();
				},
			},
		});
		expect(await stage.run('--headless')).toBe(0);
		stage.pause();
		expect(stage.err().endsWith('\u001B[?25h')).toBe(true);
	});

	test('a second Ctrl-C in the middle still gives the cursor back', async () => {
		const stage: Stage = stageOf({
			terminal: true,
			pipeline: {
				collect: async () => {
					stage.emit({type: 'run-started', run: 'r', kind: 'collect', simulated: false});
					stage.err();
					stage.exit();
					expect(stage.err()).toContain('\u001B[?25h');
					return reportOf();
				},
			},
		});
		expect(await stage.run('--headless')).toBe(0);
	});
});

describe('replay', () => {
	test('prints what differed', async () => {
		const stage = stageOf({
			pipeline: {
				replay: async options => {
					expect(options).toEqual({since: now - 24 * hour, onInvalid: 'block'});
					return {
						report: reportOf({kind: 'replay'}),
						differences: 2,
						sample: [{table: 'candle', key: 'bitcoin 1h', field: 'close', stored: 1, replayed: 2.5}],
					};
				},
			},
		});
		expect(await stage.run('replay', '--since', '24h')).toBe(0);
		expect(stage.out()).toMatch(/2 differences[\s\S]*bitcoin 1h +close +1 +2\.5[\s\S]*and 1 more/);
		await stage.run('replay', '--since', '24h', '--json');
		expect(JSON.parse(stage.out())).toMatchObject({kind: 'replay', status: 'done', differences: 2});
	});

	test('of nothing does not say that the tables agree', async () => {
		const report = reportOf({kind: 'replay', status: 'failed'});
		const stage = stageOf({pipeline: {replay: async () => ({report, differences: 0, sample: []})}});
		await stage.run('replay');
		expect(stage.out()).not.toContain('agree');
	});
});

test('the log that is lost is told on standard error', async () => {
	const stage = stageOf(asked());
	await stage.run('--headless');
	stage.opened[0]?.onLogLost?.('The log is gone.');
	expect(stage.err()).toBe('crypto-tui: The log is gone.\n');
});

test('a .env in the current folder counts', async () => {
	const {pipeline, collects} = asked();
	const stage = stageOf({pipeline});
	writeFileSync(join(stage.root, '.env'), 'CRYPTO_TUI_ON_INVALID=quarantine\n');
	await stage.run('--headless');
	expect(collects).toEqual([{onInvalid: 'quarantine'}]);
});
