import {describe, expect, onTestFinished, test} from 'vitest';
import type {ModelMeta} from '#domain/forecast/model.js';
import type {MarketRow} from '#domain/market.js';
import {idOf} from '#pipeline/forecast/current-model.js';
import {createForecasting} from '#pipeline/forecast/forecasting.js';
import type {TrainProgress, TrainResult} from '#pipeline/forecast/train.js';
import type {Trainer, TrainingJob} from '#ports/forecasts.js';
import {forecastPlace, quickly, unheard, type ForecastPlace} from '../../support/forecast-place.js';
import {createInlineTrainer} from '../../support/inline-trainer.js';

const linear = {kind: 'linear'} as const;

const metaOf = (result: TrainResult | undefined): ModelMeta => {
	if (result?.outcome !== 'trained') throw new Error('It was refused.');
	return result.meta;
};

const inUse = async ({world}: ForecastPlace): Promise<ModelMeta> =>
	(await world.storage.models.list({current: true}))[0]!.meta;

/** Makes the model in use look as if it had been measured otherwise; gives the id it then has. */
async function pretend(
	{world}: ForecastPlace,
	change: (meta: ModelMeta) => Partial<ModelMeta>,
): Promise<string> {
	const {models} = world.storage;
	const saved = (await models.current('bitcoin', '1h', 'linear'))!;
	const content = {...saved.meta, ...change(saved.meta)};
	const meta = {...content, id: idOf(world, content)};
	await models.save({...saved, meta}, true);
	return meta.id;
}

const lucky = ({evaluation}: ModelMeta): Pick<ModelMeta, 'evaluation'> => ({
	evaluation: {...evaluation, model: {...evaluation.model, skill: 0.05, dieboldMariano: -3}},
});

describe('training', () => {
	test('records what it was made of', async () => {
		const place = await forecastPlace();
		const meta = metaOf((await place.forecasting.train(quickly, unheard))[0]);
		expect(meta).toMatchObject({
			schema: 1,
			kind: 'linear',
			asset: 'bitcoin',
			interval: '1h',
			seed: 1,
			data: {
				source: 'binance',
				quote: 'USDT',
				from: place.candles.ts[0],
				to: place.newest() + 3_600_000,
				rows: 759,
				gaps: 0,
			},
			features: [{set: 'range@1'}],
			parent: null,
			program: '1.2.3',
		});
		expect(meta.id).toMatch(/^[0-9a-f]{12}$/);
		expect(meta.evaluation.model.n).toBeGreaterThanOrEqual(200);
		expect(await inUse(place)).toEqual(meta);
	});

	test('of the same candles gives the same model, whenever it is done', async () => {
		const place = await forecastPlace();
		const [first] = await place.forecasting.train(quickly, unheard);
		await place.clock.advance(60_000);
		const [second] = await place.forecasting.train(quickly, unheard);
		expect(metaOf(second).id).toBe(metaOf(first).id);
		expect(second).toMatchObject({known: true});
		expect(await place.world.storage.models.list()).toHaveLength(1);
	});

	test('of other candles or with another seed gives another one', async () => {
		const place = await forecastPlace();
		const ids = new Set<string>();
		for (const seed of [1, 2]) {
			ids.add(metaOf((await place.forecasting.train({...quickly, seed}, unheard))[0]).id);
		}

		await place.grow(1);
		const [third] = await place.forecasting.train(quickly, unheard);
		ids.add(metaOf(third).id);
		expect(ids.size).toBe(3);
		expect(metaOf(third).parent).not.toBeNull();
	});

	test('of too few candles is refused with how far the series is, and the others go on', async () => {
		const place = await forecastPlace();
		await forecastPlace({asset: 'ethereum', length: 500, beside: place});
		const results = await place.forecasting.train(
			{intervals: ['1h'], kind: 'linear', seed: 1, search: 0},
			unheard,
		);
		expect(Object.fromEntries(results.map(({asset, outcome}) => [asset, outcome]))).toEqual({
			bitcoin: 'trained',
			ethereum: 'refused',
		});
		const refused = results.find(({outcome}) => outcome === 'refused');
		expect(refused).toMatchObject({
			fault: {
				code: 'too-few-candles',
				message:
					'ethereum is still collecting 1h candles: 439 of 500 rows to train on, 0 of 200 to judge by.',
				hint: 'Fetch its history first: "crypto-tui --headless --historical --assets ethereum --interval 1h --days 120".',
			},
		});
	});

	test('of nothing says what to fetch', async () => {
		const place = await forecastPlace({length: 1, interval: '1d'});
		await expect(
			place.forecasting.train({intervals: ['1h'], kind: 'linear', seed: 1, search: 0}, unheard),
		).rejects.toMatchObject({code: 'no-assets'});
	});

	test('that is cancelled keeps what is done, and writes nothing half', async () => {
		const first = await forecastPlace();
		const place = await forecastPlace({asset: 'ethereum', beside: first});
		const control = new AbortController();
		const begun = new Set<string>();
		const results = await place.forecasting.train(
			{...quickly, choice: {by: 'names', names: ['bitcoin', 'ethereum']}},
			({asset}) => {
				if (begun.add(asset).size === 2) control.abort();
			},
			control.signal,
		);
		const trained = results.filter(({outcome}) => outcome === 'trained').map(({asset}) => asset);
		expect(trained).toHaveLength(1);
		expect(results.find(({outcome}) => outcome === 'refused')).toMatchObject({fault: {code: 'interrupted'}});
		expect((await place.world.storage.models.list()).map(({meta}) => meta.asset)).toEqual(trained);
	});

	test('tells how many series are over', async () => {
		const first = await forecastPlace();
		const place = await forecastPlace({asset: 'ethereum', beside: first});
		const heard: TrainProgress[] = [];
		await place.forecasting.train(
			{...quickly, choice: {by: 'names', names: ['bitcoin', 'ethereum']}},
			progress => heard.push(progress),
		);
		expect(heard[0]).toMatchObject({finished: 0, series: 2});
		expect(heard.at(-1)).toMatchObject({step: 'train', done: 1, of: 1, series: 2});
		const finished = heard.map(progress => progress.finished);
		expect(finished).toEqual(finished.toSorted((a, b) => a - b));
	});

	test('keeps the files of the newest five models', async () => {
		const place = await forecastPlace();
		for (let i = 0; i < 8; i++) {
			await place.forecasting.train(quickly, unheard);
			await place.grow(1);
		}

		const models = await place.world.storage.models.list();
		expect(models).toHaveLength(8);
		expect(models.map(({bytes}) => bytes !== null)).toEqual([
			...Array<boolean>(5).fill(true),
			...Array<boolean>(3).fill(false),
		]);
	});
});

describe('the model in use', () => {
	test('is replaced by the same recipe on newer candles, whatever it measures: it is the newer measurement', async () => {
		const place = await forecastPlace();
		await place.forecasting.train(quickly, unheard);
		const parent = await pretend(place, lucky);
		await place.grow(1);
		const [result] = await place.forecasting.train(quickly, unheard);
		expect(result).toMatchObject({promoted: true, meta: {parent}});
		expect((await inUse(place)).id).toBe(metaOf(result).id);
	});

	test('stays when another recipe is worse', async () => {
		const place = await forecastPlace();
		await place.forecasting.train(quickly, unheard);
		const id = await pretend(place, meta => ({...lucky(meta), seed: 2}));
		const [result] = await place.forecasting.train({...quickly, seed: 3}, unheard);
		expect(result).toMatchObject({promoted: false, known: false});
		expect((await inUse(place)).id).toBe(id);
		expect((await place.forecasting.predict(linear)).made[0]!.forecast.model).toBe(id);
	});

	test('is replaced by another recipe that is not worse', async () => {
		const place = await forecastPlace();
		await place.forecasting.train(quickly, unheard);
		const [result] = await place.forecasting.train({...quickly, seed: 2}, unheard);
		expect(result).toMatchObject({promoted: true});
		expect((await inUse(place)).seed).toBe(2);
	});
});

describe('training again', () => {
	test('is due when the candles have grown by a day, and not before, and not twice', async () => {
		const place = await forecastPlace();
		const {forecasting, grow} = place;
		await forecasting.train(quickly, unheard);
		expect(await forecasting.retrainDue()).toEqual([]);
		await grow(23);
		expect(await forecasting.retrainDue()).toEqual([]);
		await grow(1);
		expect(await forecasting.retrainDue()).toMatchObject([{outcome: 'trained', promoted: true}]);
		expect(await forecasting.retrainDue()).toEqual([]);
		expect((await inUse(place)).data.to).toBe(place.newest() + 3_600_000);
	});

	test('of days is due after a week', async () => {
		const {forecasting, grow} = await forecastPlace({interval: '1d', length: 820});
		await forecasting.train({...quickly, intervals: ['1d']}, unheard);
		await grow(6);
		expect(await forecasting.retrainDue()).toEqual([]);
		await grow(1);
		expect(await forecasting.retrainDue()).toHaveLength(1);
	});

	test('is not due for candles that stand still, however much time passes', async () => {
		const {forecasting, clock} = await forecastPlace();
		await forecasting.train(quickly, unheard);
		await clock.advance(30 * 86_400_000);
		expect(await forecasting.retrainDue()).toEqual([]);
	});

	test('is not due again at once when the last training did not lead to the model in use', async () => {
		const place = await forecastPlace();
		await place.forecasting.train(quickly, unheard);
		await pretend(place, meta => ({...lucky(meta), seed: 2, createdAt: '2020-01-01T00:00:00.000Z'}));
		await place.grow(24);
		const [worse] = await place.forecasting.train({...quickly, seed: 3}, unheard);
		expect(worse).toMatchObject({promoted: false});
		expect(await place.forecasting.retrainDue()).toEqual([]);
	});

	test('follows the recipe of the model in use: its seed, and what its search has found', async () => {
		const place = await forecastPlace();
		const jobs: TrainingJob[] = [];
		const inner = createInlineTrainer();
		onTestFinished(async () => inner.close());
		const trainer: Trainer = {
			...inner,
			train: async (job, ...rest) => {
				jobs.push(job);
				return inner.train(job, ...rest);
			},
		};
		const forecasting = createForecasting({...place.world, trainer});
		const [found] = await forecasting.train({...quickly, kind: 'standard', seed: 7, search: 2}, unheard);
		await place.grow(24);
		const [again] = await forecasting.retrainDue();
		const {minLeaf, maxFeatures, maxDepth, extra} = metaOf(found).params!.scale;
		expect(jobs[1]).toMatchObject({seed: 7, search: 0, scale: {minLeaf, maxFeatures, maxDepth, extra}});
		expect(metaOf(again).params!.scale).toEqual(metaOf(found).params!.scale);
		expect(again).toMatchObject({promoted: true});
	});

	test('begins no further series when it was interrupted', async () => {
		const {forecasting, grow, world} = await forecastPlace();
		await forecasting.train(quickly, unheard);
		await grow(24);
		expect(await forecasting.retrainDue(AbortSignal.abort())).toEqual([]);
		expect(await world.storage.models.list()).toHaveLength(1);
	});
});

const ranked = (id: string, rank: number, updatedAt: number): MarketRow => ({
	asset: {id, symbol: id.toUpperCase(), name: id, rank},
	quote: {
		asset: id,
		price: 100,
		rank,
		marketCap: null,
		fullyDilutedValuation: null,
		volume24h: null,
		high24h: null,
		low24h: null,
		change24h: null,
		changePercent1h: null,
		changePercent24h: null,
		changePercent7d: null,
		changePercent30d: null,
		changePercent1y: null,
		marketCapChangePercent24h: null,
		circulatingSupply: null,
		totalSupply: null,
		maxSupply: null,
		ath: null,
		athChangePercent: null,
		athAt: null,
		atl: null,
		updatedAt,
	},
	sparkline: null,
});

/** Three assets with candles; two of them are ranked. */
async function three(): Promise<ForecastPlace> {
	const first = await forecastPlace({asset: 'small'});
	await forecastPlace({asset: 'large', beside: first});
	const place = await forecastPlace({asset: 'unranked', beside: first});
	const {storage, clock} = place.world;
	await storage.quotes.saveSnapshot({
		run: 'run-1',
		source: 'coingecko',
		capturedAt: clock.now(),
		expected: 2,
		rows: [ranked('large', 1, clock.now()), ranked('small', 5, clock.now())],
		provenance: [],
		contract: 'test@1',
	});
	return place;
}

describe('the assets that are trained', () => {
	test('are the largest that have candles, ranked first', async () => {
		const {forecasting} = await three();
		const trained = async (count: number): Promise<readonly string[]> =>
			(
				await forecasting.train(
					{choice: {by: 'top', count}, intervals: ['1h'], kind: 'linear', seed: 1, search: 0},
					unheard,
				)
			).map(({asset}) => asset);
		expect(await trained(1)).toEqual(['large']);
		expect(await trained(2)).toEqual(['large', 'small']);
		expect(await trained(9)).toEqual(['large', 'small', 'unranked']);
	});

	test('begin with the one on the screen', async () => {
		const {forecasting} = await three();
		const heard: string[] = [];
		await forecasting.train(
			{intervals: ['1h'], kind: 'linear', seed: 1, search: 0, first: 'unranked'},
			({asset}) => heard.push(asset),
		);
		expect([...new Set(heard)]).toEqual(['unranked', 'large', 'small']);
	});
});
