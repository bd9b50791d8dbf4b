import {describe, expect, test} from 'vitest';
import {sliceCandles} from '#domain/candles.js';
import {decodeModel, encodeModel} from '#domain/forecast/artefact.js';
import type {ModelMeta} from '#domain/forecast/model.js';
import {materialOf} from '#domain/forecast/rows.js';
import {scoreboardOf} from '#domain/forecast/scoreboard.js';
import {forecastRow} from '#domain/forecast/trained.js';
import {featuresOf, idOf} from '#pipeline/forecast/current-model.js';
import {createForecasting} from '#pipeline/forecast/forecasting.js';
import type {SavedModel} from '#ports/forecasts.js';
import {openSqlite} from '../../adapters/storage/temporary-storage.js';
import {forecastPlace, quickly, unheard, type ForecastPlace} from '../../support/forecast-place.js';
import {savedModel, sha256} from '../../support/trained-model.js';

const hour = 3_600_000;
const linear = {kind: 'linear'} as const;

async function trained(options: Parameters<typeof forecastPlace>[0] = {}): Promise<ForecastPlace> {
	const place = await forecastPlace(options);
	await place.forecasting.train(quickly, unheard);
	return place;
}

describe('a forecast', () => {
	test('is of the candle after the newest closed one, and stored before that one is over', async () => {
		const {forecasting, world, newest, clock, candles} = await trained();
		const {made, faults} = await forecasting.predict(linear);
		expect(faults).toEqual([]);
		const [{forecast, isNew}] = made as [(typeof made)[0]];
		expect(isNew).toBe(true);
		expect(forecast).toMatchObject({
			asset: 'bitcoin',
			interval: '1h',
			kind: 'linear',
			for: newest() + hour,
			lastTs: newest(),
			lastClose: candles.close[819],
			predicted: candles.close[819],
			madeAt: clock.now(),
		});
		expect(forecast.madeAt).toBeLessThan(forecast.for + hour);
		const {interval50, interval80, interval95, lastClose} = forecast;
		const ends = [interval95![0], interval80![0], interval50![0], lastClose].concat(
			interval50![1],
			interval80![1],
			interval95![1],
		);
		expect(ends).toEqual(ends.toSorted((a, b) => a - b));
		expect(await world.storage.forecasts.list()).toMatchObject([{...forecast, state: 'open'}]);
	});

	test('made again says the same, and is one row', async () => {
		const {forecasting, world, clock} = await trained();
		const [first] = (await forecasting.predict(linear)).made;
		await clock.advance(60_000);
		const [second] = (await forecasting.predict(linear)).made;
		expect(second!.isNew).toBe(false);
		expect(second!.forecast).toMatchObject(first!.forecast);
		expect(await world.storage.forecasts.list()).toHaveLength(1);
	});

	test('is the same whether features are computed from the last thousand candles or from all', async () => {
		const {forecasting, world, candles} = await trained({length: 1500});
		const [made] = (await forecasting.predict(linear)).made;
		const current = await world.storage.models.current('bitcoin', '1h', 'linear');
		const whole = materialOf(sliceCandles(candles, 0, 1500), '1h');
		const {scale} = forecastRow(decodeModel(current!.bytes), whole, 1499);
		expect(made!.expectedRange).toBeCloseTo(scale, 12);
	});

	test('is never made from a candle that is still open', async () => {
		const {forecasting, clock, newest} = await trained();
		await clock.advance(30 * 60_000);
		const [made] = (await forecasting.predict(linear)).made;
		expect(made!.forecast.lastTs).toBe(newest());
	});

	test('is never made when its candle is over: then newer candles are asked for', async () => {
		const {forecasting, clock, world} = await trained();
		await clock.advance(hour);
		const {made, faults} = await forecasting.predict(linear);
		expect(made).toEqual([]);
		expect(faults).toMatchObject([
			{
				code: 'candles-stale',
				asset: 'bitcoin',
				hint: 'Fetch the newest candles first: "crypto-tui --headless --assets bitcoin".',
			},
		]);
		expect(await world.storage.forecasts.list()).toEqual([]);
	});
});

describe('without a model', () => {
	test('a series with candles is told how to train', async () => {
		const {forecasting} = await forecastPlace();
		const {made, faults} = await forecasting.predict({names: ['bitcoin'], kind: 'standard'});
		expect(made).toEqual([]);
		expect(faults).toMatchObject([
			{
				code: 'model-missing',
				message: 'There is no standard model of bitcoin for 1h candles.',
				hint: 'Train it first: "crypto-tui train --asset bitcoin --interval 1h".',
			},
		]);
	});

	test('a series that is still collecting says how far it is, and how to fetch its history', async () => {
		const {forecasting} = await forecastPlace({length: 400});
		const {faults} = await forecasting.predict({names: ['bitcoin'], intervals: ['1h'], kind: 'linear'});
		expect(faults[0]).toMatchObject({
			code: 'model-missing',
			hint: 'Fetch its history first: "crypto-tui --headless --historical --assets bitcoin --interval 1h --days 120"; then train it: "crypto-tui train --asset bitcoin --interval 1h --model linear".',
		});
		expect(faults[0]!.message).toContain('339 of 500 rows to train on, 0 of 200 to judge by');
	});

	test('hours that are made of prices alone are never forecast, and no history is asked for in vain', async () => {
		const {forecasting} = await forecastPlace({origin: 'prices'});
		const hint = 'Forecast its days instead: "crypto-tui train --asset bitcoin --interval 1d".';
		const {faults} = await forecasting.predict({names: ['bitcoin'], intervals: ['1h'], kind: 'linear'});
		expect(faults[0]).toMatchObject({code: 'too-few-candles', hint});
		expect(faults[0]!.message).toContain('made of prices alone');
		const [result] = await forecasting.train(quickly, unheard);
		expect(result).toMatchObject({outcome: 'refused', fault: {code: 'too-few-candles', hint}});
	});

	test('an interval without any candle says so', async () => {
		const {forecasting} = await forecastPlace({interval: '1d'});
		const {faults} = await forecasting.predict({names: ['bitcoin'], intervals: ['1h']});
		expect(faults[0]!.message).toContain('No 1h candles of bitcoin are stored');
	});

	test('an asset nobody knows is refused', async () => {
		const {forecasting} = await forecastPlace();
		await expect(forecasting.predict({names: ['nocoin']})).rejects.toMatchObject({
			code: 'unknown-asset',
			hint: expect.stringContaining('--assets nocoin') as string,
		});
	});

	test('and without any candle the history comes first', async () => {
		const {storage} = await openSqlite();
		const {world} = await forecastPlace();
		const {made, faults} = await createForecasting({...world, storage}).predict({});
		expect(made).toEqual([]);
		expect(faults).toMatchObject([{code: 'no-assets'}]);
		expect(faults[0]!.hint).toContain('"crypto-tui --headless --historical --assets');
	});

	test('nothing is forecast when nothing was asked for by name', async () => {
		const {forecasting} = await forecastPlace();
		expect(await forecasting.predict({})).toEqual({made: [], faults: []});
	});
});

/** The same bytes with the format version of another time. */
const otherFormat = (bytes: Uint8Array): Uint8Array => bytes.map((byte, i) => (i === 4 ? 9 : byte));

const sameBytes = (bytes: Uint8Array): Uint8Array => bytes;

describe('a model that this version cannot use', () => {
	const features = featuresOf({sha256}, {kind: 'linear', interval: '1h'});
	test.each<[string, Partial<ModelMeta>, typeof otherFormat]>([
		['whose features have another version', {features: [{...features[0]!, set: 'range@0'}]}, sameBytes],
		['whose features give other numbers', {features: [{...features[0]!, hash: '0'.repeat(16)}]}, sameBytes],
		['of another format', {features}, otherFormat],
		['with a record of another format', {features, schema: 2 as 1}, sameBytes],
		['whose bytes are not those of its record', {features, modelSha256: 'f'.repeat(64)}, sameBytes],
	])('%s is refused by name, and replaced by training again', async (_, changes, change) => {
		const {forecasting, world} = await forecastPlace();
		const model = savedModel(changes);
		const bytes = change(model.bytes);
		const {evaluation} = model.meta;
		// However good it was.
		const best = {...evaluation, model: {...evaluation.model, skill: 0.9, dieboldMariano: -50}};
		const content = {...model.meta, modelSha256: sha256(bytes), seed: 9, evaluation: best, ...changes};
		const meta = {...content, id: idOf({sha256}, content)};
		await world.storage.models.save({...model, bytes, meta}, true);
		const {made, faults} = await forecasting.predict(linear);
		expect(made).toEqual([]);
		expect(faults[0]).toMatchObject({code: 'model-unusable', asset: 'bitcoin'});
		expect(faults[0]!.message).toContain(meta.id);
		expect(faults[0]!.hint).toContain(
			'Train it again: "crypto-tui train --asset bitcoin --interval 1h --model linear"',
		);
		const [result] = await forecasting.train(quickly, unheard);
		expect(result).toMatchObject({outcome: 'trained', promoted: true});
		expect((await forecasting.predict(linear)).made).toHaveLength(1);
	});

	test('whose record was changed is refused, and training on the same candles brings the true one back', async () => {
		const {forecasting, world} = await forecastPlace();
		const [result] = await forecasting.train(quickly, unheard);
		if (result?.outcome !== 'trained') throw new Error('It was refused.');
		const {models} = world.storage;
		const saved = (await models.current('bitcoin', '1h', 'linear'))!;
		const flattered = {...saved.meta.evaluation, model: {...saved.meta.evaluation.model, skill: 0.9}};
		await models.save({...saved, meta: {...saved.meta, evaluation: flattered}}, true);
		const {made, faults} = await forecasting.predict(linear);
		expect(made).toEqual([]);
		expect(faults[0]).toMatchObject({code: 'model-unusable', asset: 'bitcoin'});
		expect(faults[0]!.message).toContain('does not match its id');
		await forecasting.train(quickly, unheard);
		expect((await forecasting.predict(linear)).made[0]!.meta).toEqual(result.meta);
	});

	test('a centre that did not prove itself is not in the file', async () => {
		const {forecasting, world} = await forecastPlace({phi: 0});
		const [result] = await forecasting.train({...quickly, kind: 'standard'}, unheard);
		const {bytes, meta} = (await world.storage.models.current('bitcoin', '1h', 'standard'))!;
		expect(result).toMatchObject({outcome: 'trained', meta: {id: meta.id}});
		const model = decodeModel(bytes);
		expect(model.centre !== null).toBe(meta.evaluation.proven.centre);
		expect(model.scale.forest !== null).toBe(meta.evaluation.proven.scaleForest);
		expect(Buffer.compare(encodeModel(model), bytes)).toBe(0);
	});
});

describe('outcomes', () => {
	test('are attached when the candle has closed, and make the record', async () => {
		const {forecasting, world, grow, candles, clock} = await trained();
		for (let i = 0; i < 6; i++) {
			await forecasting.predict(linear);
			await grow(1);
		}

		await forecasting.predict(linear);
		const ledger = await world.storage.forecasts.list();
		expect(ledger.map(({state}) => state)).toEqual([...Array<string>(6).fill('settled'), 'open']);
		expect(ledger.slice(0, 6).map(({outcome}) => outcome)).toEqual(
			Array.from(candles.close.subarray(820, 826)),
		);
		expect(ledger[5]!.settledAt).toBe(clock.now());
		const settled = ledger.flatMap(({outcome, ...row}) => (outcome === null ? [] : [{...row, outcome}]));
		const {score, held80} = scoreboardOf(settled);
		expect(score!.n).toBe(6);
		expect(score!.skill, 'the centre of this kind is the last price').toBe(0);
		expect(held80.n).toBe(6);
	});

	test('of a candle the exchange never had are missed', async () => {
		const {forecasting, world, grow} = await trained();
		await forecasting.predict(linear);
		await grow(3, {without: [0]});
		await forecasting.predict(linear);
		expect((await world.storage.forecasts.list()).map(({state, outcome}) => [state, outcome])).toEqual([
			['missed', null],
			['open', null],
		]);
	});

	test('of a candle that was never asked for stay open until it comes', async () => {
		const {forecasting, world, grow, candles} = await trained();
		await forecasting.predict(linear);
		await grow(3, {without: [0], answered: false});
		await forecasting.predict(linear);
		expect((await world.storage.forecasts.list())[0]!.state).toBe('open');
		const ts = candles.ts[820]!;
		const [series] = await world.storage.candles.list({interval: '1h'});
		await world.storage.candles.restore(series!, sliceCandles(candles, 820, 821));
		await forecasting.predict(linear);
		expect((await world.storage.forecasts.list())[0]).toMatchObject({
			for: ts,
			state: 'settled',
			outcome: candles.close[820],
		});
	});
});

const stateOf = async ({world}: ForecastPlace): Promise<SavedModel> =>
	(await world.storage.models.current('bitcoin', '1h', 'linear'))!;

describe('the intervals', () => {
	test('learn from every closed candle without training, whenever they are asked', async () => {
		const [often, once] = [await trained(), await trained()];
		for (let i = 0; i < 25; i++) {
			await often.grow(1);
			await often.forecasting.predict(linear);
		}

		await once.grow(25);
		const [made] = (await once.forecasting.predict(linear)).made;
		const [a, b] = [await stateOf(often), await stateOf(once)];
		expect(a.through).toBe(often.newest());
		expect(b.through).toBe(a.through);
		expect(b.conformal.alphas).toEqual(a.conformal.alphas);
		expect(b.conformal.held).toEqual(a.conformal.held);
		for (const [i, score] of a.conformal.scores.entries())
			expect(b.conformal.scores[i]).toBeCloseTo(score, 9);
		expect(made!.forecast).toMatchObject({for: once.newest() + hour});
		expect(await once.world.storage.models.list()).toHaveLength(1);
	});

	test('skip a hole: what follows it is no outcome of what came before', async () => {
		const place = await trained();
		const before = await stateOf(place);
		await place.grow(4, {without: [1]});
		await place.forecasting.predict(linear);
		const after = await stateOf(place);
		expect(after.conformal.held[1]!.length - before.conformal.held[1]!.length).toBe(2);
	});
});

describe('days', () => {
	test('that are over are asked of the exchange, because hours may leave a day open', async () => {
		const {forecasting, clock} = await forecastPlace({interval: '1d'});
		await forecasting.train({...quickly, intervals: ['1d']}, unheard);
		await clock.advance(48 * hour);
		const {made, faults} = await forecasting.predict(linear);
		expect(made).toEqual([]);
		expect(faults).toMatchObject([
			{
				code: 'candles-stale',
				hint: 'Fetch the newest candles first: "crypto-tui --headless --historical --assets bitcoin --interval 1d --days 4".',
			},
		]);
	});

	test('of the exchange go on with days made of hours', async () => {
		const exchange = await forecastPlace({interval: '1d', length: 800});
		const daily = {...quickly, intervals: ['1d']} as const;
		await exchange.forecasting.train(daily, unheard);
		await exchange.grow(0);
		// From here on only hours are fetched, so that only the rolled-up series grows.
		const rolled = await forecastPlace({interval: '1d', length: 805, origin: 'rollup', beside: exchange});
		await exchange.clock.advance(5 * 24 * hour);
		const [made] = (await exchange.forecasting.predict(linear)).made;
		expect(made!.forecast).toMatchObject({lastTs: rolled.newest(), lastClose: rolled.candles.close[804]});
		const current = await exchange.world.storage.models.current('bitcoin', '1d', 'linear');
		expect(current!.through).toBe(rolled.newest());
	});
});
