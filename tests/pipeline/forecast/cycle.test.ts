/** The whole program against the simulated exchange: forecasts follow the cycles. */

import {readdirSync, rmSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, test} from 'vitest';
import {quickly, unheard} from '../../support/forecast-place.js';
import {day, deskNow, hour, hourly, openDesk, stored, type Desk} from '../../support/desk.js';

const cycle = {choice: {by: 'names', names: ['bitcoin']}, onInvalid: 'block'} as const;

const notices = ({events}: Desk): readonly string[] =>
	events.flatMap(event => (event.type === 'notice' && event.code === 'forecast' ? [event.message] : []));

/** A desk with a page of candles and a model of the next hour. */
async function deskWithModel(settings: NonNullable<Parameters<typeof openDesk>[0]>['settings'] = {}) {
	const desk = await openDesk({settings});
	await desk.app.pipeline.collect(cycle);
	const [result] = await desk.app.forecasting.train(quickly, unheard);
	expect(result).toMatchObject({outcome: 'trained', promoted: true});
	return desk;
}

/** How many models there are when a day has passed, with this setting. */
async function modelsAfterADay(retrain: string): Promise<number> {
	const desk = await deskWithModel({'forecast.retrain': retrain});
	await desk.clock.advance(day);
	await desk.app.pipeline.collect(cycle);
	await desk.app.pipeline.collect(cycle);
	return (await desk.app.storage.models.list()).length;
}

describe('after a cycle', () => {
	test('the next candle of every model is forecast, and the last forecast has its outcome', async () => {
		const desk = await deskWithModel();
		const {app, clock} = desk;
		await app.pipeline.collect(cycle);
		const thisHour = Math.floor(deskNow / hour) * hour;
		expect(await app.storage.forecasts.list()).toMatchObject([
			{asset: 'bitcoin', for: thisHour, lastTs: thisHour - hour, state: 'open'},
		]);
		expect(notices(desk)).toEqual(['Forecast the next candle of 1 series.']);

		await app.pipeline.collect(cycle);
		expect(await app.storage.forecasts.list(), 'the same hour, the same forecast').toHaveLength(1);
		expect(notices(desk)).toHaveLength(1);

		await clock.advance(hour);
		await app.pipeline.collect(cycle);
		const candles = await stored(app, hourly('bitcoin'));
		const close = candles.close[candles.ts.indexOf(thisHour)];
		expect(await app.storage.forecasts.list()).toMatchObject([
			{for: thisHour, state: 'settled', outcome: close},
			{for: thisHour + hour, lastClose: close, state: 'open'},
		]);
	});

	test('models that are due are trained again, unless the setting says no', async () => {
		expect(await modelsAfterADay('on')).toBe(2);
		expect(await modelsAfterADay('off')).toBe(1);
	});

	test('nothing happens where nothing was ever trained', async () => {
		const desk = await openDesk();
		await desk.app.pipeline.collect(cycle);
		expect(notices(desk)).toEqual([]);
		expect(await desk.app.storage.forecasts.list()).toEqual([]);
	});

	test('a model that cannot be used is told, and the cycle is done all the same', async () => {
		const desk = await deskWithModel();
		const models = join(desk.folder, 'models', 'binance', 'bitcoin', '1h');
		expect(readdirSync(models)).toHaveLength(1);
		rmSync(models, {recursive: true});
		const report = await desk.app.pipeline.collect(cycle);
		expect(report.status).toBe('done');
		expect(desk.events).toContainEqual(
			expect.objectContaining({type: 'notice', level: 'warn', code: 'model-unusable', asset: 'bitcoin'}),
		);
	});

	test('an interrupted cycle forecasts nothing more', async () => {
		const {app} = await deskWithModel();
		await app.pipeline.collect(cycle, AbortSignal.abort());
		expect(await app.storage.forecasts.list()).toEqual([]);
	});
});
