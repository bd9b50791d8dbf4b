import Database from 'better-sqlite3';
import {beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import type {App} from '#app.js';
import {startForecaster} from '#app/forecaster.js';
import type {DeskNews} from '#desk/desk.js';
import {forecastNow, readForecast} from '#desk/forecast-read.js';
import type {Training, TrainingRequest} from '#desk/views/forecast.js';
import {readOrigin} from '#desk/origin.js';
import {createTrainings, type Trainings} from '#desk/training.js';
import {sliceCandles} from '#domain/candles.js';
import {Fault} from '#domain/fault.js';
import {buildModel} from '#domain/forecast/build-model.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {SeriesKey} from '#domain/market.js';
import type {Trainer, TrainingJob} from '#ports/forecasts.js';
import {walkOf} from '../domain/forecast/series.js';
import {exchangeSeries, quietApp, quietNow} from '../support/quiet-app.js';

const hour = stepOf['1h'];
const thisHour = floorTo('1h', quietNow);
const bitcoin = {asset: 'bitcoin', interval: '1h'} as const;

/** Trains in this thread, once the test lets it. */
function heldTrainer(): Trainer & {
	/** Jobs in the order in which they came. */
	readonly asked: readonly TrainingJob[];
	release(): void;
} {
	const asked: TrainingJob[] = [];
	const gate = new AbortController();
	const released = new Promise<void>(resolve => {
		gate.signal.addEventListener('abort', () => resolve());
	});
	return {
		threads: 1,
		asked,
		release: () => gate.abort(),
		async train(job, onProgress, signal) {
			asked.push(job);
			onProgress({step: 'evaluate', done: 1, of: 4});
			const cancelled = new Promise<never>((_, reject) => {
				signal?.addEventListener('abort', () => reject(new Fault('interrupted', 'Cancelled.')));
			});
			await Promise.race([released, cancelled]);
			return buildModel(job.candles, job.interval, job);
		},
		async close() {},
	};
}

/** Hours of a random walk that end with the last closed one. */
async function fillHours(
	{storage}: App,
	asset: string,
	count: number,
	origin: SeriesKey['origin'] = 'exchange',
): Promise<void> {
	const candles = walkOf(count, 0, 7);
	const shift = thisHour - hour - candles.ts[count - 1]!;
	await storage.candles.saveBatch({
		run: 'run-1',
		series: {...exchangeSeries(asset), origin},
		answered: {from: candles.ts[0]! + shift, to: thisHour},
		candles: {...sliceCandles(candles, 0), ts: candles.ts.map(ts => ts + shift)},
		provenance: {
			source: 'binance',
			endpoint: '/klines',
			path: `/api/v3/klines?asset=${asset}`,
			fetchedAt: quietNow,
			serverNow: quietNow,
			payload: 'a'.repeat(64),
			fresh: true,
		},
		contract: 'binance.klines@1',
	});
}

describe('forecasts at the desk', () => {
	let app: App;
	let trainer: ReturnType<typeof heldTrainer>;
	let trainings: Trainings;
	let news: DeskNews[];
	beforeEach(async () => {
		const quiet = await quietApp();
		trainer = heldTrainer();
		const forecaster = startForecaster({storage: quiet.storage, clock: quiet.clock, trainer});
		onTestFinished(() => forecaster.close());
		app = {...quiet, forecasting: forecaster.forecasting};
		news = [];
		trainings = createTrainings({borrow: async work => work(app), tell: one => void news.push(one)});
	});
	const begin = async (request: Partial<TrainingRequest> = {}): Promise<Training> =>
		trainings.add({
			assets: ['bitcoin'],
			interval: '1h',
			kind: 'linear',
			search: 0,
			first: null,
			...request,
		});
	const told = (): readonly Training[] =>
		news.flatMap(one => (one.type === 'training' ? [one.training] : []));
	const ended = async (): Promise<Training> =>
		vi.waitFor(
			() => {
				const last = told().at(-1);
				if (last === undefined || last.state === 'running') throw new Error('It still runs.');
				return last;
			},
			{timeout: 15_000},
		);

	test('without candles nothing is forecast, and the answer says how far it is', async () => {
		expect(await readForecast(app, bitcoin)).toMatchObject({
			now: null,
			kind: 'standard',
			fault: {code: 'too-few-candles', asset: 'bitcoin'},
			collecting: {usable: 0, needed: 700, ofPrices: false},
			history: [],
			models: [],
		});
	});

	test('hours that are made of prices alone are not waited for', async () => {
		await fillHours(app, 'bitcoin', 1000, 'prices');
		const {fault, collecting} = await readForecast(app, bitcoin);
		expect(collecting).toMatchObject({ofPrices: true});
		expect(fault?.code).toBe('too-few-candles');
		expect(fault?.hint).toContain('"crypto-tui train --asset bitcoin --interval 1d"');
	});

	test('with enough candles it is a model that is missing', async () => {
		await fillHours(app, 'bitcoin', 1000);
		const {fault, collecting, candles} = await readForecast(app, bitcoin);
		expect(fault).toMatchObject({code: 'model-missing'});
		expect(fault?.hint).toContain('m on the forecast screen');
		expect(collecting!.usable).toBeGreaterThan(700);
		expect(candles.ts[candles.length - 1]).toBe(thisHour - hour);
	});

	test('a training ends with a model in use, its worth, and a forecast of the open candle', async () => {
		await fillHours(app, 'bitcoin', 1000);
		expect(await begin()).toMatchObject({state: 'running', series: 1, results: []});
		trainer.release();
		const {state, results} = await ended();
		expect({state, results}).toMatchObject({
			state: 'done',
			results: [{asset: 'bitcoin', promoted: true, known: false, held80: {n: expect.any(Number) as number}}],
		});
		expect(news.map(({type}) => type)).toContain('forecasts-stored');
		const view = await readForecast(app, bitcoin);
		expect(view).toMatchObject({kind: 'linear', fault: null, collecting: null, quote: 'USDT'});
		expect(view.now?.forecast).toMatchObject({for: thisHour, state: 'open', lastTs: thisHour - hour});
		expect(view.models.map(({current}) => current)).toEqual([true]);
	});

	test('a model whose record was changed shows no forecast, and how to train it again', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await begin();
		trainer.release();
		await ended();
		for (const record of [`json_set(meta, '$.evaluation.model.skill', 0.9)`, `'null'`]) {
			const db = new Database((await app.storage.info()).location);
			db.exec(`update model set meta = ${record}`);
			db.close();
			expect(await readForecast(app, bitcoin)).toMatchObject({
				kind: 'linear',
				now: null,
				fault: {
					code: 'model-unusable',
					hint: expect.stringContaining(
						'crypto-tui train --asset bitcoin --interval 1h --model linear',
					) as string,
				},
			});
			await expect(forecastNow(app, bitcoin)).rejects.toMatchObject({code: 'model-unusable'});
		}
	});

	test('the origin of a forecast is the candle of the last close it saw', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await begin();
		trainer.release();
		await ended();
		const {now} = await readForecast(app, bitcoin);
		expect(await readOrigin(app, {of: 'forecast', forecast: now!.forecast})).toMatchObject({
			source: 'binance',
			run: 'run-1',
			contract: 'binance.klines@1',
			fetchedAt: quietNow,
		});
		const forecast = {...now!.forecast, asset: 'ethereum'};
		expect(await readOrigin(app, {of: 'forecast', forecast})).toBeNull();
	});

	test('the expected range is the one the model told when it forecast', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await begin();
		trainer.release();
		await ended();
		const {made} = await app.forecasting.predict({names: ['bitcoin'], intervals: ['1h'], kind: 'linear'});
		const {now} = await forecastNow(app, bitcoin);
		expect(now?.expectedRange).toBeCloseTo(made[0]!.expectedRange, 12);
		expect(now?.typicalRange).toBeCloseTo(made[0]!.typicalRange, 12);
		expect(now?.held80).toEqual(made[0]!.held80);
	});

	test('the asset on the screen is trained before the others', async () => {
		for (const asset of ['bitcoin', 'ethereum', 'solana']) await fillHours(app, asset, 1000);
		const {series} = await begin({assets: 'all', first: 'solana'});
		expect(series).toBe(3);
		trainer.release();
		expect(await ended()).toMatchObject({state: 'done'});
		expect(trainer.asked[0]).toMatchObject({asset: 'solana', priority: -1});
		expect(trainer.asked.map(({asset}) => asset).toSorted()).toEqual(['bitcoin', 'ethereum', 'solana']);
	});

	test('a series that cannot be trained is told and does not stop the others', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await fillHours(app, 'ethereum', 100);
		await begin({assets: ['bitcoin', 'ethereum']});
		trainer.release();
		const {state, results} = await ended();
		expect(state).toBe('partial');
		expect(results).toContainEqual({
			asset: 'ethereum',
			fault: expect.objectContaining({code: 'too-few-candles'}) as unknown,
		});
	});

	test('progress is told while it runs, and a cancelled training says so', async () => {
		await fillHours(app, 'bitcoin', 1000);
		const {id} = await begin();
		await vi.waitFor(() =>
			expect(told().at(-1)?.progress).toEqual({asset: 'bitcoin', step: 'evaluate', done: 1, of: 4}),
		);
		expect(trainings.busy()).toBe(true);
		await trainings.cancel(id);
		expect(await ended()).toMatchObject({state: 'cancelled', results: [], progress: null});
		expect(trainings.busy()).toBe(false);
		await expect(trainings.cancel(id)).rejects.toMatchObject({code: 'usage'});
	});

	test('stopping ends every training', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await begin();
		await begin();
		await trainings.stop();
		expect(told().filter(({state}) => state === 'cancelled')).toHaveLength(2);
	});

	test('a forecast without a model is refused with what to do', async () => {
		await fillHours(app, 'bitcoin', 1000);
		await expect(forecastNow(app, bitcoin)).rejects.toMatchObject({code: 'model-missing'});
	});

	test('without any candles there is nothing to train', async () => {
		await expect(begin({assets: 'all'})).rejects.toMatchObject({code: 'no-assets'});
	});
});
