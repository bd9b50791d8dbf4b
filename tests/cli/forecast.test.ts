import {existsSync, readdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {parquetMetadata} from 'hyparquet';
import {afterEach, describe, expect, test, vi} from 'vitest';
import {candleAt} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {featureMatrix} from '#domain/forecast/features.js';
import {wilson} from '#domain/forecast/metrics.js';
import type {Candle} from '#domain/market.js';
import type {Forecasting} from '#pipeline/forecast/forecasting.js';
import type {Prediction} from '#pipeline/forecast/predict.js';
import type {TrainProgress, TrainResult} from '#pipeline/forecast/train.js';
import type {ListedModel, StoredForecast} from '#ports/forecasts.js';
import {walkOf} from '../domain/forecast/series.js';
import {savedModel} from '../support/trained-model.js';
import {now, setStage, type Stage, type StageOptions} from './stage.js';

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
const target = now - 30 * 60_000;
const {meta} = savedModel({kind: 'standard', asset: 'bitcoin'});
const assets = [
	{id: 'bitcoin', symbol: 'BTC', name: 'Bitcoin', rank: 1},
	{id: 'ethereum', symbol: 'ETH', name: 'Ethereum', rank: 2},
];

const stored = (more: Partial<StoredForecast> = {}): StoredForecast => ({
	id: 1,
	asset: 'bitcoin',
	interval: '1h',
	model: 'aaaaaaaaaaaa',
	kind: 'standard',
	madeAt: now,
	for: target,
	lastTs: target - hour,
	lastClose: 61_240,
	predicted: 61_250,
	interval50: [61_100, 61_400],
	interval80: [60_950, 61_530],
	interval95: null,
	data: 'f'.repeat(64),
	state: 'open',
	outcome: null,
	settledAt: null,
	...more,
});

const predictionOf = (more: Partial<Prediction> = {}): Prediction => ({
	forecast: stored(),
	isNew: true,
	meta,
	skill: 0.0003,
	beatsNaive: false,
	usesCentre: true,
	held80: wilson(398, 500),
	expectedRange: 0.009,
	typicalRange: 0.006,
	...more,
});

const trained = (more: Partial<Extract<TrainResult, {outcome: 'trained'}>> = {}): TrainResult => ({
	asset: 'bitcoin',
	interval: '1h',
	outcome: 'trained',
	meta,
	promoted: true,
	known: false,
	...more,
});

const refused = (code: 'too-few-candles' | 'interrupted' | 'training-failed'): TrainResult => ({
	asset: 'bitcoin',
	interval: '1d',
	outcome: 'refused',
	fault: new Fault(code, 'It was not possible.', {hint: 'Run "crypto-tui --headless --historical" first.'}),
});

const training = (results: readonly TrainResult[], steps: readonly Partial<TrainProgress>[] = []) =>
	vi.fn<Forecasting['train']>(async (_options, onProgress) => {
		for (const step of steps) {
			onProgress({
				asset: 'bitcoin',
				interval: '1h',
				step: 'evaluate',
				done: 1,
				of: 4,
				finished: 0,
				series: 2,
				...step,
			});
		}

		return results;
	});

describe('train', () => {
	test('asks for what was typed', async () => {
		const train = training([trained()]);
		const stage = stageOf({forecasting: {train}});
		await stage.run('train', '--asset', 'btc,eth', '--interval', '1h', '--seed', '7', '--search', '3');
		await stage.run('train', '--top', '5', '--model', 'seed-price');
		await stage.run('train');
		expect(train.mock.calls.map(([options]) => options)).toEqual([
			{choice: {by: 'names', names: ['btc', 'eth']}, intervals: ['1h'], kind: 'standard', seed: 7, search: 3},
			{choice: {by: 'top', count: 5}, intervals: ['1h', '1d'], kind: 'seed-price', seed: 1, search: 0},
			{intervals: ['1h', '1d'], kind: 'standard', seed: 1, search: 0},
		]);
	});

	test('says what became of every series, and what was left out', async () => {
		const worse = {...meta.evaluation.model, skill: -0.002, dieboldMariano: 3};
		const evaluation = {...meta.evaluation, model: worse, proven: {centre: false, scaleForest: true}};
		const stage = stageOf({
			forecasting: {train: training([trained({meta: {...meta, evaluation}}), trained({known: true})])},
		});
		expect(await stage.run('train')).toBe(0);
		const out = stage.out();
		expect(out).toContain('bitcoin 1h: model aaaaaaaaaaaa (standard), now in use');
		expect(out).toContain('skill -0.200 % against the last price (significantly worse, at 5 %)');
		expect(out).toContain('left out the centre (skill -0.200 %): the last price stands in');
		expect(out).toContain('known already');
	});

	test('prints one JSON document with verdicts and faults', async () => {
		const stage = stageOf({forecasting: {train: training([trained(), refused('training-failed')])}});
		expect(await stage.run('train', '--json')).toBe(75);
		const [good, bad] = JSON.parse(stage.out()) as readonly unknown[];
		expect(good).toMatchObject({asset: 'bitcoin', outcome: 'trained', model: 'aaaaaaaaaaaa', promoted: true});
		expect(bad).toEqual({
			asset: 'bitcoin',
			interval: '1d',
			outcome: 'refused',
			fault: {
				code: 'training-failed',
				message: 'It was not possible.',
				hint: 'Run "crypto-tui --headless --historical" first.',
			},
		});
	});

	test.each([
		['nothing trained', ['train'], [refused('too-few-candles')], 69],
		['an interval nobody asked for', ['train'], [trained(), refused('too-few-candles')], 0],
		[
			'an interval that was asked for',
			['train', '--interval', '1d'],
			[trained(), refused('too-few-candles')],
			75,
		],
		['a crash', ['train'], [trained(), refused('training-failed')], 75],
		['cancelled', ['train'], [trained(), refused('interrupted')], 130],
	] as const)('ends after %s with its own exit code', async (_, argv, results, code) => {
		const stage = stageOf({forecasting: {train: training(results)}});
		expect(await stage.run(...argv)).toBe(code);
	});

	test('tells a cancelled training in one line', async () => {
		const cancelled = [trained(), refused('interrupted'), refused('interrupted')];
		const stage = stageOf({forecasting: {train: training(cancelled)}});
		await stage.run('train');
		expect(stage.out()).toMatch(/now in use[^]*Cancelled: 2 of 3 series\.\n$/);
	});

	test('writes a line per step where nobody watches, and none with --quiet', async () => {
		const steps = [{done: 1}, {done: 2}, {step: 'train', done: 1, of: 1}] as const;
		const stage = stageOf({forecasting: {train: training([trained()], steps)}});
		await stage.run('train');
		expect(stage.err()).toBe(
			'bitcoin 1h: walking forward (0 of 2 series done)\nbitcoin 1h: training (0 of 2 series done)\n',
		);
		await stage.run('train', '--quiet');
		expect(stage.err()).toBe('');
	});

	test('redraws one line on a terminal, and gives the terminal back', async () => {
		let seen = '';
		const stage = stageOf({
			terminal: true,
			forecasting: {
				async train(_options, onProgress) {
					onProgress({
						asset: 'bitcoin',
						interval: '1h',
						step: 'evaluate',
						done: 2,
						of: 4,
						finished: 1,
						series: 2,
					});
					await vi.waitFor(() => {
						seen += stage.err();
						expect(seen).toContain('bitcoin 1h: walking forward 2/4');
					});
					return [trained()];
				},
			},
		});
		expect(await stage.run('train')).toBe(0);
		expect(seen).toContain('[#####-----] 50%  1/2 series  bitcoin 1h: walking forward 2/4  00:00');
		expect(stage.err()).toBe('\r\u001B[2K\u001B[?25h');
	});

	test('refuses choices that exclude each other, and a search of what has nothing to choose', async () => {
		const stage = stageOf({forecasting: {train: training([])}});
		expect(await stage.run('train', '--asset', 'btc', '--all')).toBe(2);
		expect(stage.err()).toContain('exclude each other');
		expect(await stage.run('train', '--model', 'linear', '--search', '4')).toBe(2);
		expect(stage.err()).toContain('linear has none');
	});

	test('says with --demo what to run with --demo', async () => {
		const stage = stageOf({forecasting: {train: training([refused('too-few-candles')])}});
		expect(await stage.run('train', '--demo')).toBe(69);
		expect(stage.out()).toBe(
			'SIMULATED market: no figure below is real.\n' +
				'  bitcoin 1d: It was not possible.\n      Run "crypto-tui --headless --historical --demo" first.\n',
		);
		expect(stage.opened[0]).toMatchObject({demo: true});
	});
});

const predicting = (made: readonly Prediction[], faults: readonly Fault[] = []): Partial<Forecasting> => ({
	predict: async () => ({made, faults}),
});

describe('predict', () => {
	test('prints the band first, and how good it is', async () => {
		const stage = stageOf({forecasting: predicting([predictionOf()])});
		expect(await stage.run('predict')).toBe(0);
		const [first, ...rest] = stage.out().split('\n');
		expect(first).toBe(
			'bitcoin, next hour (candle of 21 Nov 2026, 02:00:00 UTC): 80 %: 60950.00 .. 61530.00',
		);
		expect(rest.join('\n')).toContain('last close 61240.00, centre 61250.00 (+0.016 %), not proven better');
		expect(rest.join('\n')).toContain('80 % band held 79.6 % [75.8 %, 82.9 %], n = 500');
	});

	test('says that there is no edge where the centre is the last price', async () => {
		const flat = predictionOf({forecast: stored({predicted: 61_240}), usesCentre: false});
		const stage = stageOf({forecasting: predicting([flat])});
		await stage.run('predict');
		expect(stage.out()).toContain('last close 61240.00, no edge over the last price\n');
	});

	test('says of the old formulation what it is, beside its true score', async () => {
		const score = {...meta.evaluation.model, skill: -7.6, dieboldMariano: 2.9};
		const old = {...meta, kind: 'seed-price', evaluation: {...meta.evaluation, model: score}} as const;
		const stage = stageOf({forecasting: predicting([predictionOf({meta: old})])});
		await stage.run('predict', '--model', 'seed-price');
		const out = stage.out();
		expect(out).toContain('centre 61250.00 (+0.016 %), worse than the last price\n');
		expect(out).toContain(
			'skill -760.000 % against the last price (significantly worse, at 5 %), model aaaaaaaaaaaa (seed-price, the old formulation, kept for comparison)\n',
		);
	});

	test('--json is exactly the document that was promised', async () => {
		const stage = stageOf({forecasting: predicting([predictionOf()])});
		await stage.run('predict', '--json');
		const out = stage.out();
		expect(JSON.parse(out)).toEqual([
			{
				asset: 'bitcoin',
				interval: '1h',
				lastClose: 61_240,
				predicted: 61_250,
				delta: 10,
				deltaPercent: (61_250 / 61_240 - 1) * 100,
				interval50: [61_100, 61_400],
				interval80: [60_950, 61_530],
				interval95: null,
				model: 'aaaaaaaaaaaa',
				madeAt: '2026-11-21T02:30:00.000Z',
				for: '2026-11-21T02:00:00.000Z',
				skill: 0.0003,
				beatsNaive: false,
				coverage80: {held: 0.796, n: 500},
				kind: 'standard',
				expectedRange: 0.009,
				typicalRange: 0.006,
			},
		]);
		expect(Object.keys((JSON.parse(out) as readonly object[])[0]!).slice(0, 15)).toEqual(
			'asset interval lastClose predicted delta deltaPercent interval50 interval80 interval95 model madeAt for skill beatsNaive coverage80'.split(
				' ',
			),
		);
	});

	test('without any model ends with 69, says what to run, and invents no number', async () => {
		const stage = stageOf({forecasting: predicting([])});
		expect(await stage.run('predict')).toBe(69);
		expect(stage.err()).toBe(
			'crypto-tui: There is no standard model to forecast with.\n  Train one first: "crypto-tui train".\n',
		);
		expect(stage.out()).toBe('');
		expect(await stage.run('predict', '--model', 'linear')).toBe(69);
		expect(stage.err()).toContain('Train one first: "crypto-tui train --model linear".');
		expect(await stage.run('predict', '--json', '--demo')).toBe(69);
		expect(stage.out()).toBe('[]\n');
		expect(stage.err()).toContain('"crypto-tui train --demo"');
	});

	test('tells what could not be forecast beside what could', async () => {
		const fault = new Fault('candles-stale', 'Too late.', {asset: 'ethereum'});
		const stage = stageOf({forecasting: predicting([predictionOf()], [fault])});
		expect(await stage.run('predict')).toBe(75);
		expect(stage.err()).toBe(
			'crypto-tui: Too late.\n  Fetch the newest candles first with "crypto-tui --headless".\n',
		);
	});
});

const listed = (more: Partial<ListedModel> = {}): ListedModel => ({
	meta,
	current: true,
	bytes: 370_000,
	...more,
});

describe('models', () => {
	const held = {assets, models: [listed(), listed({meta: {...meta, id: 'aabbbbbbbbbb'}, current: false})]};

	test('list names a model whose record cannot be read, with what to do, after the others', async () => {
		const broken = {id: 'badbadbadbad', asset: 'bitcoin', interval: '1h', kind: 'standard'} as const;
		const stage = stageOf({held: {...held, brokenModels: [{...broken, current: true}]}});
		expect(await stage.run('models', 'list')).toBe(0);
		expect(stage.out()).toContain('aabbbbbbbbbb');
		expect(stage.err()).toBe(
			'crypto-tui: The record of model badbadbadbad (bitcoin, 1h, standard) cannot be read.\n' +
				'  It is in use. Train it again: "crypto-tui train --asset bitcoin --interval 1h".\n',
		);
		const alone = stageOf({held: {assets, brokenModels: [{...broken, current: false}]}});
		expect(await alone.run('models', 'list')).toBe(0);
		expect(alone.out()).toBe('');
		expect(alone.err()).toContain('no forecast needs it');
	});

	test('are listed with skill and coverage', async () => {
		const stage = stageOf({held});
		expect(await stage.run('models', 'list', '--asset', 'btc')).toBe(0);
		expect(stage.out()).toMatch(/aaaaaaaaaaaa +bitcoin +1h +standard .* in use/);
		expect(await stage.run('models', 'list', '--asset', 'eth', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toEqual([]);
	});

	test('none says what to run', async () => {
		const stage = stageOf({database: false});
		expect(await stage.run('models', 'list')).toBe(0);
		expect(stage.out()).toBe('No model was trained yet. Run "crypto-tui train".\n');
		expect(await stage.run('models', 'show', 'ab')).toBe(69);
		expect(stage.err()).toContain('"crypto-tui train"');
		const empty = stageOf({held: {assets}});
		expect(await empty.run('models', 'show', 'ab')).toBe(69);
		expect(empty.err()).toContain('"crypto-tui train"');
		expect(await empty.run('models', 'show', 'ab', '--demo')).toBe(69);
		expect(empty.err()).toContain('"crypto-tui train --demo"');
		expect(existsSync(stage.dataDir), 'looking creates nothing').toBe(false);
	});

	test('one is shown by the beginning of its id', async () => {
		const stage = stageOf({held});
		expect(await stage.run('models', 'show', 'aaa')).toBe(0);
		expect(stage.out()).toContain('# Model aaaaaaaaaaaa: bitcoin, next hour');
		expect(await stage.run('models', 'show', 'aaa', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toMatchObject({id: 'aaaaaaaaaaaa', current: true});
		expect(await stage.run('models', 'show', 'aa')).toBe(2);
		expect(stage.err()).toContain('Several ids begin with aa.');
		expect(await stage.run('models', 'show', 'zz')).toBe(69);
		expect(await stage.run('models', 'show')).toBe(2);
	});

	test('the card names data, features, scores, intervals and limits, and goes whole into a file', async () => {
		const stage = stageOf({held});
		expect(await stage.run('models', 'card', 'aaa', '--out', 'card.md')).toBe(0);
		const card = readFileSync(join(stage.root, 'card.md'), 'utf8');
		for (const heading of ['Use', 'Data', 'Features', 'Parameters', 'Evaluation', 'Limits']) {
			expect(card).toContain(`## ${heading}\n`);
		}

		expect(card).toContain('| persistence |');
		expect(card).toContain(meta.modelSha256);
		expect(readdirSync(stage.root).filter(name => name.startsWith('card'))).toEqual(['card.md']);
		expect(await stage.run('models', 'card', 'aaa', '--out', 'no/such/folder/card.md')).toBe(73);
	});

	test('of a searched model its card lists what was tried, and which was chosen', async () => {
		const params = {minLeaf: 20, maxFeatures: 0.5, maxDepth: 6, extra: false};
		const tried = {params, folds: [0.4, 0.5, 0.6], mean: 0.5, error: 0.06, untouched: null};
		const experiments = {
			aaaaaaaaaaaa: [tried, {...tried, params: {...params, minLeaf: 40}, untouched: 0.52}],
		};
		const stage = stageOf({held: {...held, experiments}});
		await stage.run('models', 'show', 'aaa');
		const card = stage.out();
		expect(card).toContain('## Search\n\nParameters of the scale forest, 2 tried.');
		expect(card).toContain('| 20 | 0.50 | 6 | no | 0.400 / 0.500 / 0.600 | 0.500 ± 0.060 |  |\n');
		expect(card).toContain(
			'| 40 | 0.50 | 6 | no | 0.400 / 0.500 / 0.600 | 0.500 ± 0.060 | chosen: 0.520 |\n',
		);
		await stage.run('models', 'show', 'aaa', '--json');
		expect(JSON.parse(stage.out())).toMatchObject({experiments: experiments.aaaaaaaaaaaa});
		await stage.run('models', 'show', 'aab');
		expect(stage.out()).not.toContain('## Search');
	});

	test('the card says what the centre is, by kind', async () => {
		const old = listed({meta: {...meta, id: 'cccccccccccc', kind: 'seed-price'}});
		const stage = stageOf({held: {assets, models: [listed(), old]}});
		await stage.run('models', 'card', 'aaa');
		expect(stage.out()).not.toContain('old formulation');
		await stage.run('models', 'card', 'ccc');
		const card = stage.out();
		expect(card).toContain('The centre is the old formulation, a forest on price levels');
		expect(card).not.toContain('unless it was better');
	});

	test('are pruned with what was typed', async () => {
		const stage = stageOf({held});
		expect(await stage.run('models', 'prune', '--keep', '1', '--json')).toBe(0);
		expect(JSON.parse(stage.out())).toEqual({pruned: ['aabbbbbbbbbb']});
		expect(await stage.run('models', 'prune')).toBe(0);
		expect(stage.out()).toBe('Nothing to prune.\n');
		expect(await stage.run('models', 'list', '--keep', '1')).toBe(2);
	});
});

describe('forecasts', () => {
	const settled = {state: 'settled', outcome: 61_600, settledAt: now} as const;
	const forecasts = [
		stored({...settled, for: target - 2 * hour, outcome: 61_300}),
		stored({...settled, for: target - hour}),
		stored({state: 'missed', settledAt: now, for: target - 3 * hour}),
		stored(),
		stored({asset: 'ethereum', interval: '1d', predicted: 61_240, interval80: null}),
	];
	const held = {assets, forecasts, models: [listed()]};

	test('are a table for people, with the record of every series below it', async () => {
		const stage = stageOf({held});
		expect(await stage.run('forecasts')).toBe(0);
		const out = stage.out();
		expect(out).toMatch(/61250\.00 +60950\.00 \.\. 61530\.00 +61300\.00 +held/);
		expect(out).toMatch(/61600\.00 +missed the band/);
		expect(out).toMatch(/ missed\n/);
		expect(out).toContain('bitcoin 1h standard (1 model): 2 outcomes, RMSE');
		expect(out).toContain('80 % band held 50.0 % [9.5 %, 90.5 %], n = 2');
		expect(out).toContain('ethereum 1d standard (1 model): no outcome yet');
	});

	test('as CSV have every column, ISO times, and nothing where nothing is known', async () => {
		const stage = stageOf({held});
		expect(await stage.run('forecasts', '--asset', 'btc', '--format', 'csv')).toBe(0);
		const [header, first, , missed] = stage.out().split('\n');
		expect(header).toBe(
			'asset,interval,model,kind,madeAt,for,lastClose,predicted,low50,high50,inside50,low80,high80,inside80,low95,high95,inside95,state,outcome,error,settledAt,data',
		);
		expect(first).toBe(
			`bitcoin,1h,aaaaaaaaaaaa,standard,2026-11-21T02:30:00.000Z,2026-11-21T00:00:00.000Z,61240,61250,61100,61400,true,60950,61530,true,,,,settled,61300,-50,2026-11-21T02:30:00.000Z,${'f'.repeat(64)}`,
		);
		expect(missed).toContain(',,missed,,,2026-11-21T02:30:00.000Z,');
	});

	test('as JSON have null where nothing is known, and obey the range', async () => {
		const stage = stageOf({held});
		expect(await stage.run('forecasts', '--from', '2026-11-21T02:00', '--json')).toBe(0);
		const rows = JSON.parse(stage.out()) as readonly Record<string, unknown>[];
		expect(rows).toHaveLength(2);
		expect(rows[0]).toMatchObject({state: 'open', outcome: null, error: null, inside80: null, low80: 60_950});
	});

	test('whose outcome is due say how to get it', async () => {
		const stage = stageOf({held: {...held, forecasts: [stored({for: target - 5 * hour})]}});
		await stage.run('forecasts', '--demo');
		expect(stage.err()).toBe(
			'1 outcome can be known by now: run "crypto-tui --headless --demo" to fetch the candles.\n',
		);
	});

	test.each([
		['no database', {database: false}, 'Train a model first: "crypto-tui train"'],
		['no model', {held: {assets}}, 'Train a model first: "crypto-tui train"'],
		['no forecast', {held: {assets, models: [listed()]}}, 'Make one first: "crypto-tui predict"'],
	])('with %s end with 69 and say what to run', async (_, options, hint) => {
		const stage = stageOf(options);
		expect(await stage.run('forecasts', '--format', 'csv')).toBe(69);
		expect(stage.err()).toContain(hint);
		expect(stage.out()).toBe('');
	});

	test('name what narrowed them down to nothing', async () => {
		const stage = stageOf({held});
		expect(await stage.run('forecasts', '--asset', 'eth', '--interval', '1h')).toBe(69);
		expect(stage.err()).toContain('Ask again without --asset, --interval.');
		expect(await stage.run('forecasts', '--asset', 'nocoin')).toBe(2);
		expect(await stage.run('forecasts', '--from', '2026-02-01', '--to', '2026-01-01')).toBe(2);
		expect(await stage.run('forecasts', '--json', '--format', 'csv')).toBe(2);
	});
});

describe('features export', () => {
	const candles = walkOf(120, 0.2, 5);
	const rows = Array.from({length: candles.length}, (_, i): Candle => candleAt(candles, i)!);
	const key = {
		source: 'binance',
		asset: 'bitcoin',
		quote: 'USDT',
		interval: '1h',
		origin: 'exchange',
	} as const;
	const held = {assets, series: [{key, candles: rows}]};
	const command = ['features', 'export', '--asset', 'btc'] as const;

	test('writes what training reads, under the opening time of each candle', async () => {
		const stage = stageOf({held});
		expect(await stage.run(...command)).toBe(0);
		const [header, ...lines] = stage.out().trimEnd().split('\n');
		const {names, columns} = featureMatrix(['returns'], candles, '1h');
		expect(header).toBe(['ts', ...names].join(','));
		expect(lines).toHaveLength(60);
		expect(lines[0]!.split(',').map(Number)).toEqual([candles.ts[60], ...columns.map(column => column[60])]);
		expect(stage.err()).toMatch(/^Features returns@1 of bitcoin 1h, hash [0-9a-f]{16}\.\n$/);
	});

	test('names the set in every JSON row, and in the metadata of Parquet', async () => {
		const stage = stageOf({held});
		await stage.run(...command, '--set', 'range', '--format', 'ndjson');
		const first = JSON.parse(stage.out().split('\n')[0]!) as Record<string, unknown>;
		expect(first).toMatchObject({ts: candles.ts[60], set: 'range@1'});
		expect(await stage.run(...command, '--set', 'range', '--out', 'range.parquet')).toBe(0);
		expect(stage.err()).toContain('Wrote 60 rows');
		const file = readFileSync(join(stage.root, 'range.parquet'));
		const {num_rows, key_value_metadata} = parquetMetadata(
			file.buffer.slice(file.byteOffset, file.byteOffset + file.length),
		);
		expect(num_rows).toBe(60n);
		expect(key_value_metadata).toEqual([
			{key: 'set', value: 'range@1'},
			{key: 'hash', value: first['hash']},
		]);
	});

	test('without candles ends with 69 and says what to fetch', async () => {
		for (const options of [{database: false}, {held: {assets}}]) {
			const stage = stageOf(options);
			expect(await stage.run('features', 'export', '--asset', 'bitcoin', '--demo')).toBe(69);
			expect(stage.err()).toContain(
				'"crypto-tui --headless --historical --assets bitcoin --interval 1h --days 120 --demo"',
			);
		}

		const stage = stageOf({held});
		expect(await stage.run(...command, '--interval', '1d')).toBe(69);
		expect(stage.err()).toContain('No 1d candles of bitcoin');
	});

	test('needs exactly one asset, and a file for Parquet', async () => {
		const stage = stageOf({held});
		expect(await stage.run('features', 'export')).toBe(2);
		expect(await stage.run('features', 'export', '--asset', 'btc,eth')).toBe(2);
		expect(await stage.run(...command, '--format', 'parquet')).toBe(2);
	});
});
