import {readdirSync} from 'node:fs';
import {describe, expect, test} from 'vitest';
import {pickCandles, type Candles} from '#domain/candles.js';
import {buildModel} from '#domain/forecast/build-model.js';
import {calibrated, createConformal} from '#domain/forecast/conformal.js';
import {decodeModel, encodeModel, UnreadableModel} from '#domain/forecast/artefact.js';
import {modelKinds} from '#domain/forecast/model.js';
import {materialOf, usableRows} from '#domain/forecast/rows.js';
import {search} from '#domain/forecast/search.js';
import {createSeededRandom} from '#domain/forecast/seeded-random.js';
import {forecastRow, provenPart, Stopped, train} from '#domain/forecast/trained.js';
import {judge, scheduleFor} from '#domain/forecast/walk-forward.js';
import {candleFlag} from '#domain/market.js';
import {recordedSeries} from '../recorded-series.js';
import {describeRecordings} from '../../support/recordings.js';
import {normal, walkOf} from './series.js';

const standard = {kind: 'standard', seed: 1} as const;
const quick = {window: 1200, refitEvery: 600};

const material = materialOf(walkOf(1500, 0.3, 31), '1h');

describe('an evaluation can say no and yes', () => {
	test('a random walk has no skill, and its intervals hold', () => {
		const {evaluation} = judge(materialOf(walkOf(3000, 0, 21), '1h'), standard, quick);
		expect(Math.abs(evaluation.model.skill)).toBeLessThan(0.01);
		expect(evaluation.intervals[1]!.coverage.value).toBeGreaterThan(0.78);
		expect(evaluation.intervals[1]!.coverage.value).toBeLessThan(0.82);
	});

	test('a planted signal is found: an AR(1) of 0.5 is forecast within a point of what can be known', () => {
		const planted = materialOf(walkOf(6000, 0.5, 23), '1h');
		const window = 4000;
		const {evaluation} = judge(planted, standard, {window, refitEvery: 2000});
		// Half of the last return comes again: nothing more can be known.
		const {close} = planted.candles;
		let errors = 0;
		let moves = 0;
		for (const row of usableRows(planted).slice(window)) {
			const best = close[row]! * Math.sqrt(close[row]! / close[row - 1]!);
			errors += (close[row + 1]! - best) ** 2;
			moves += (close[row + 1]! - close[row]!) ** 2;
		}

		const {skill, dieboldMariano} = evaluation.model;
		expect(Math.abs(skill - (1 - errors / moves))).toBeLessThan(0.01);
		expect(dieboldMariano).toBeLessThan(-1.96);
		expect(evaluation.lambda).toBeGreaterThan(0.8);
	});

	test('with moves in random order there is nothing to learn', () => {
		const real = walkOf(3000, 0.5, 23);
		const random = createSeededRandom(5);
		const order = Array.from({length: real.length - 1}, (_, i) => i + 1);
		for (let i = order.length - 1; i > 0; i--) {
			const other = random.below(i + 1);
			[order[i], order[other]] = [order[other]!, order[i]!];
		}

		const shuffled = pickCandles(real, [0, ...order]);
		shuffled.ts.set(real.ts);
		for (let i = 1; i < real.length; i++) {
			const source = order[i - 1]!;
			const scale = shuffled.close[i - 1]! / real.close[source - 1]!;
			for (const name of ['open', 'high', 'low', 'close'] as const) {
				shuffled[name][i] = real[name][source]! * scale;
			}
		}

		const {evaluation} = judge(materialOf(shuffled, '1h'), standard, quick);
		expect(evaluation.model.skill).toBeLessThan(0.01);
	});
});

describe('what ships is what was proven', () => {
	test('a centre that erred more than the last price is left out, and the intervals are those without it', () => {
		const {evaluation, conformal} = judge(materialOf(walkOf(2400, 0, 248), '1h'), standard, quick);
		expect(evaluation.model.skill).toBeLessThan(0);
		expect(evaluation.proven.centre).toBe(false);
		const without = judge(materialOf(walkOf(2400, 0, 248), '1h'), {kind: 'linear', seed: 1}, quick);
		expect(evaluation.proven.scaleForest).toBe(false);
		expect(evaluation.intervals).toEqual(without.evaluation.intervals);
		expect(conformal).toEqual(without.conformal);
		const model = train(materialOf(walkOf(2400, 0, 248), '1h'), usableRows(material), standard);
		const shipped = provenPart(model, evaluation.proven);
		expect(shipped.centre).toBeNull();
		expect(forecastRow(shipped, material, 1400).centre).toBe(0);
	});

	test('a forest takes part in the range where the window is long enough, and only then', () => {
		const long = judge(materialOf(walkOf(2400, 0, 25), '1h'), standard, {window: 1000, refitEvery: 700});
		expect(long.evaluation.scale.r2).not.toBe(long.evaluation.scale.linearR2);
		const short = judge(materialOf(walkOf(1400, 0, 25), '1h'), standard, {window: 900, refitEvery: 500});
		expect(short.evaluation.scale.r2).toBeCloseTo(short.evaluation.scale.linearR2, 9);
		expect(short.evaluation.proven.scaleForest).toBe(false);
	});

	test('the old formulation keeps its centre: it is shown as what it is', () => {
		const {evaluation} = judge(
			materialOf(walkOf(1400, 0, 26), '1h'),
			{kind: 'seed-price-short', seed: 1},
			{
				window: 700,
				refitEvery: 640,
			},
		);
		expect(evaluation.model.skill).toBeLessThan(0);
		expect(evaluation.proven.centre).toBe(true);
	});
});

test('a history shorter than a full window is split seven to three, but never under 500 rows to train on', () => {
	expect(scheduleFor('1h', 700)).toEqual({window: 500, refitEvery: 720});
	expect(scheduleFor('1h', 2000)).toEqual({window: 1400, refitEvery: 720});
	expect(scheduleFor('1h', 34_287)).toEqual({window: 8760, refitEvery: 720});
	expect(scheduleFor('1d', 3061)).toEqual({window: 1000, refitEvery: 30});
});

test('nothing is built from fewer rows than a verdict needs', () => {
	const how = {kind: 'linear', seed: 1, search: 0, scale: null} as const;
	expect(() => buildModel(walkOf(760, 0, 27), '1h', how)).toThrow('699 usable rows, 700 are needed');
	expect(buildModel(walkOf(761, 0, 27), '1h', how).evaluation.model.n).toBe(200);
});

describe('a model', () => {
	const {candles} = material;
	const rows = usableRows(material);

	test.each(modelKinds)('of kind %s survives being written and read', kind => {
		const model = train(material, rows, {kind, seed: 4});
		const bytes = encodeModel(model);
		const read = decodeModel(bytes);
		expect(Buffer.compare(encodeModel(read), bytes), 'the same bytes again').toBe(0);
		expect(forecastRow(read, material, 1400)).toEqual(forecastRow(model, material, 1400));
		expect(bytes.length % 8).toBe(0);
	});

	test('trained twice gives the same bytes', () => {
		const once = encodeModel(train(material, rows, standard));
		expect(Buffer.compare(encodeModel(train(material, rows, standard)), once)).toBe(0);
	});

	test('says the same whatever comes after the row', () => {
		const model = train(material, rows.slice(0, 1000), standard);
		const row = 1200;
		const later = pickCandles(
			candles,
			Array.from({length: candles.length}, (_, i) => i),
		);
		for (let i = row + 1; i < later.length; i++) later.close[i] = 1e9;
		expect(forecastRow(model, materialOf(later, '1h'), row)).toEqual(forecastRow(model, material, row));
	});

	test('of few rows takes the linear scale alone', () => {
		expect(train(material, rows.slice(0, 600), standard).scale.forest).toBeNull();
	});

	test('stops when asked to', () => {
		expect(() => train(material, rows, {...standard, shouldStop: () => true})).toThrow(Stopped);
	});

	test.each([
		['another file', () => new TextEncoder().encode('not a model at all')],
		['a file of another format', (bytes: Uint8Array) => Uint8Array.from(bytes, (b, i) => (i === 4 ? 9 : b))],
		['a file cut short', (bytes: Uint8Array) => bytes.slice(0, -8)],
		['a damaged header', (bytes: Uint8Array) => Uint8Array.from(bytes, (b, i) => (i === 13 ? 0 : b))],
	])('is not read from %s', (_, damage) => {
		const bytes = encodeModel(train(material, rows, {kind: 'linear', seed: 1}));
		expect(() => decodeModel(damage(bytes))).toThrow(UnreadableModel);
	});
});

describe('rows to learn from', () => {
	test('end before a hole, before a cut candle and before the open candle', () => {
		const candles = walkOf(200, 0, 41);
		candles.flags[199] = candleFlag.open;
		candles.flags[150] = candleFlag.cut;
		const holed = pickCandles(
			candles,
			Array.from({length: 200}, (_, i) => i).filter(i => i !== 120),
		);
		const times = [...usableRows(materialOf(holed, '1h'))].map(row => holed.ts[row]);
		const at = (index: number): number => candles.ts[index]!;
		expect(times).not.toContain(at(119));
		expect(times).not.toContain(at(150));
		expect(times).not.toContain(at(198));
		expect(times).not.toContain(at(199));
		expect(times).toContain(at(121));
		expect(times.at(-1)).toBe(at(197));
	});
});

describe('conformal intervals', () => {
	test('cover what they promise on steady noise', () => {
		const noise = normal(51);
		const scores = Float64Array.from({length: 5000}, () => Math.abs(noise()));
		const conformal = createConformal(calibrated(scores.slice(0, 1000), 1000), 1000);
		const hits = [0, 0, 0];
		for (const score of scores.slice(1000)) {
			const reach = conformal.reach();
			for (const i of hits.keys()) if (score <= reach[i]!) hits[i]!++;
			conformal.learn(score);
		}

		for (const [i, level] of [0.5, 0.8, 0.95].entries()) {
			expect(Math.abs(hits[i]! / 4000 - level)).toBeLessThan(0.02);
		}
	});

	test('go on from a stored state as if they had never stopped', () => {
		const noise = normal(52);
		const scores = Float64Array.from({length: 700}, () => Math.abs(noise()));
		const straight = createConformal(calibrated(scores.slice(0, 50), 250), 250);
		let resumed = createConformal(calibrated(scores.slice(0, 50), 250), 250);
		for (const score of scores.slice(50)) {
			straight.learn(score);
			resumed.learn(score);
			resumed = createConformal(resumed.state(), 250);
		}

		expect(resumed.state()).toEqual(straight.state());
		expect(resumed.reach()).toEqual(straight.reach());
		expect(straight.state().scores).toEqual(scores.slice(-250));
	});

	test('have no width before the first score', () => {
		expect(createConformal(calibrated(new Float64Array(0), 10), 10).reach()).toEqual([NaN, NaN, NaN]);
	});

	test('widen after misses', () => {
		const conformal = createConformal(
			calibrated(
				Float64Array.from({length: 100}, (_, i) => i),
				100,
			),
			100,
		);
		const before = conformal.reach()[1]!;
		for (let i = 0; i < 20; i++) conformal.learn(1000);
		expect(conformal.reach()[1]!).toBeGreaterThan(before);
	});
});

test('a search tries what its seed says and scores its choice on rows no fold has seen', () => {
	const material = materialOf(walkOf(900, 0.2, 61), '1h');
	const rows = usableRows(material);
	const result = search(material, rows, 4, 3);
	expect(result.experiments).toHaveLength(4);
	expect(result.experiments).toContain(result.chosen);
	expect(search(material, rows, 4, 3)).toEqual(result);
	expect(Number.isFinite(result.untouched)).toBe(true);
});

describe('nothing that is judged was known before', () => {
	const candles = walkOf(1500, 0.4, 62);
	const material = materialOf(candles, '1h');
	const rows = usableRows(material);
	/** The same candles with other prices from the one that opens at `ts` on. */
	const otherwise = (ts: number): Candles => {
		const other = pickCandles(candles, [...candles.ts.keys()]);
		for (let i = candles.ts.indexOf(ts); i < other.length; i++) {
			for (const name of ['open', 'high', 'low', 'close'] as const) other[name][i]! *= i % 2 === 0 ? 10 : 0.1;
		}

		return other;
	};

	test('a model is the same whatever comes after the candle that its last row leads to', () => {
		const known = rows.slice(0, 1000);
		const poisoned = materialOf(otherwise(candles.ts[known.at(-1)! + 2]!), '1h');
		const bytes = encodeModel(train(material, known, standard));
		expect(Buffer.compare(encodeModel(train(poisoned, known, standard)), bytes)).toBe(0);
	});

	test('no fold learns from the first candle it is asked about, or from a later one', () => {
		const schedule = {window: 600, refitEvery: 300};
		const lastFold = 600 + 300 * Math.floor((rows.length - 601) / 300);
		const lambdaOf = (of: Candles): number | null =>
			judge(materialOf(of, '1h'), standard, schedule).evaluation.lambda;
		const lambda = lambdaOf(candles);
		expect(lambda).toBeGreaterThan(0);
		const asked = candles.ts[rows[lastFold]! + 1]!;
		expect(lambdaOf(otherwise(asked))).toBe(lambda);
		expect(lambdaOf(otherwise(candles.ts[rows[lastFold]! - 20]!))).not.toBe(lambda);
	});

	test('a search sees the first training window alone', () => {
		const how = {kind: 'standard', seed: 1, search: 3, scale: null} as const;
		const {window} = scheduleFor('1h', rows.length);
		const result = buildModel(candles, '1h', how).search;
		expect(buildModel(otherwise(candles.ts[rows[window]! + 1]!), '1h', how).search).toEqual(result);
		expect(buildModel(otherwise(candles.ts[rows[window]! - 20]!), '1h', how).search).not.toEqual(result);
	});

	test('no function shuffles or splits rows', async () => {
		const folder = new URL('../../../source/domain/forecast/', import.meta.url);
		const names: string[] = [];
		for (const file of readdirSync(folder)) {
			names.push(...Object.keys((await import(new URL(file, folder).href)) as object));
		}

		expect(names).toContain('judge');
		expect(names.filter(name => /shuffle|split|permute|crossValid/iu.test(name))).toEqual([]);
	});
});

describeRecordings('on real hours of Bitcoin', () => {
	test('persistence has the errors that were measured before, and the linear range holds its bands', () => {
		const hours = materialOf(recordedSeries('BTCUSDT_1h_binance_2022-01_2025.csv'), '1h');
		const schedule = scheduleFor('1h', usableRows(hours).length);
		const {evaluation} = judge(hours, {kind: 'linear', seed: 1}, schedule);
		const {persistence} = evaluation.baselines;
		expect(persistence.n).toBe(25_527);
		expect(persistence.rmse).toBeCloseTo(352.586, 3);
		expect(persistence.mae).toBeCloseTo(208.399, 3);
		for (const {level, coverage} of evaluation.intervals) {
			expect(Math.abs(coverage.value - level)).toBeLessThan(0.01);
		}

		expect(evaluation.scale.linearR2).toBeGreaterThan(0.52);
	});
});

describeRecordings('on real daily candles of Bitcoin', () => {
	test('the old formulation is far worse than the last price', () => {
		const whole = recordedSeries('BTCUSDT_1d_binance_2022-01_2025.csv');
		// The last candle was recorded before it closed.
		const closed = pickCandles(
			whole,
			Array.from({length: whole.length - 1}, (_, i) => i),
		);
		const material = materialOf(closed, '1d');
		const schedule = scheduleFor('1d', usableRows(material).length);
		const {evaluation} = judge(material, {kind: 'seed-price', seed: 1}, {...schedule, refitEvery: 120});
		expect(evaluation.model.skill).toBeLessThan(-1);
		expect(evaluation.baselines.persistence.skill).toBe(0);
		expect(evaluation.scale.linearR2).toBeGreaterThan(0.3);
	});
});
