import {describe, expect, test} from 'vitest';
import type {App} from '#app.js';
import {readChart} from '#desk/chart.js';
import {compareAssets} from '#desk/compare.js';
import {readCoverage, readGaps} from '#desk/coverage.js';
import type {ChartQuestion} from '#desk/views/chart.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {SeriesKey} from '#domain/market.js';
import {closeAt, exchangeSeries, fill, quietApp, quietNow} from '../support/quiet-app.js';

const hour = stepOf['1h'];
const day = stepOf['1d'];
const openHour = floorTo('1h', quietNow);
const end = openHour + hour;
const today = floorTo('1d', quietNow);

const ask = async (app: App, changes: Partial<ChartQuestion> = {}) =>
	readChart(app, {
		asset: 'bitcoin',
		from: null,
		to: null,
		bars: 100,
		interval: 'auto',
		indicators: [],
		...changes,
	});
const coingecko = (asset: string): SeriesKey => ({
	source: 'coingecko',
	asset,
	quote: 'USD',
	interval: '1d',
	origin: 'prices',
});

describe('the series behind a chart', () => {
	test('the interval is the finest one of which the range fits', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 300 * day, to: end});
		const intervals: string[] = [];
		for (const days of [2, 10, 40, 300]) {
			intervals.push((await ask(app, {from: end - days * day, to: end})).interval);
		}

		expect(intervals).toEqual(['1h', '4h', '12h', '1w']);
	});

	test('days come from the stored days; four hours are made of hours and say so', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 30 * day, to: end});
		expect(await ask(app, {interval: '1d'})).toMatchObject({
			series: {interval: '1d', origin: 'rollup'},
			resampledFrom: null,
		});
		const answer = await ask(app, {interval: '4h', from: today - day, to: today});
		expect(answer).toMatchObject({series: {interval: '1h', origin: 'exchange'}, resampledFrom: '1h'});
		expect([...answer.candles.ts]).toEqual(Array.from({length: 6}, (_, i) => today - day + i * 4 * hour));
		expect(answer.candles.close[0]).toBe(closeAt('1h', today - day + 3 * hour));
	});

	test('a fine series that covers only a corner of the range is left alone', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 30 * day, to: end});
		await fill(app, exchangeSeries('bitcoin', '1m'), {from: openHour - 2 * hour, to: openHour});
		const answer = await ask(app, {from: today - 10 * day, to: end, bars: 20_000});
		expect(answer.interval).toBe('1h');
		expect(answer.intervals).toContain('1m');
		expect((await ask(app, {from: openHour - hour, to: openHour})).interval).toBe('1m');
	});

	test('prices of two sources are not mixed: the exchange comes first, the other only where it has nothing', async () => {
		const app = await quietApp();
		await fill(app, coingecko('bitcoin'), {from: today - 900 * day, to: today});
		await fill(app, exchangeSeries('bitcoin'), {from: today - 100 * day, to: end});
		expect((await ask(app)).series?.source).toBe('binance');
		const old = await ask(app, {from: today - 800 * day, to: today - 500 * day, bars: 400});
		expect(old).toMatchObject({series: {source: 'coingecko', quote: 'USD'}, interval: '1d'});
		expect(old.candles.length).toBe(300);
	});

	test('an interval that cannot be had gives the next coarser one', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 3 * day, to: end});
		expect((await ask(app, {interval: '1m'})).interval).toBe('1h');
	});

	test('the open candle is the last one', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 3 * day, to: end});
		const {candles} = await ask(app);
		expect([candles.ts.at(-1), candles.flags.at(-1)]).toEqual([openHour, 1]);
	});
});

describe('indicators', () => {
	test('visible lines begin with a value when earlier candles are stored', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 30 * day, to: end});
		const {candles, indicators} = await ask(app, {
			from: today,
			to: end,
			indicators: [{id: 'sma', settings: {period: 3}}],
		});
		const [line] = indicators[0]!.lines;
		expect(line).toHaveLength(candles.length);
		const closes = [-2, -1, 0].map(i => closeAt('1h', today + i * hour));
		expect(line![0]).toBeCloseTo(closes.reduce((sum, close) => sum + close, 0) / 3, 9);
	});

	test('an average does not change when the view moves', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 60 * day, to: end});
		const at = async (from: number) => {
			const {candles, indicators} = await ask(app, {
				from,
				to: end,
				interval: '1h',
				indicators: [{id: 'ema', settings: {period: 20}}],
			});
			return indicators[0]!.lines[0]![candles.ts.indexOf(today)]!;
		};
		const [near, far] = [await at(today), await at(today - 10 * day)];
		expect(Math.abs(near - far) / far).toBeLessThan(1e-6);
	});

	test('a parameter out of bounds is refused with what to do', async () => {
		const app = await quietApp();
		await expect(ask(app, {indicators: [{id: 'sma', settings: {period: 0}}]})).rejects.toMatchObject({
			code: 'usage',
			message: expect.stringContaining('sma period') as string,
		});
	});
});

describe('gaps', () => {
	test('a hole nobody asked about was not fetched; an answered one had no trades; before the first candle is no listing', async () => {
		const app = await quietApp();
		const series = exchangeSeries('bitcoin');
		const begin = today - 10 * day;
		await fill(
			app,
			series,
			{from: begin, to: begin + 2 * day},
			{
				holes: [{from: begin + day, to: begin + day + 3 * hour}],
				answered: {from: begin - 5 * day, to: begin + 2 * day},
			},
		);
		await fill(app, series, {from: begin + 3 * day, to: end});
		const expected = [
			{from: begin - 5 * day, to: begin, cause: 'before-listing', candles: 120},
			{from: begin + day, to: begin + day + 3 * hour, cause: 'no-trades', candles: 3},
			{from: begin + 2 * day, to: begin + 3 * day, cause: 'not-fetched', candles: 24},
		];
		expect(await readGaps(app, series)).toEqual(expected);
		const chart = await ask(app, {from: begin - 5 * day, to: end, interval: '1h'});
		expect(chart.gaps).toEqual(expected);
	});

	test('a silence of every pair at once is an outage; with a single voice it is not', async () => {
		const app = await quietApp();
		const hole = {from: today - day, to: today - day + 2 * hour};
		for (const asset of ['bitcoin', 'ethereum', 'solana']) {
			await fill(app, exchangeSeries(asset), {from: today - 5 * day, to: end}, {holes: [hole]});
		}

		expect(await readGaps(app, exchangeSeries('bitcoin'))).toEqual([
			{...hole, cause: 'maintenance', candles: 2},
		]);
		await fill(app, exchangeSeries('cardano'), {from: today - 5 * day, to: end});
		expect(await readGaps(app, exchangeSeries('bitcoin'))).toEqual([
			{...hole, cause: 'no-trades', candles: 2},
		]);
	});

	test('two pairs are too few to call a silence an outage', async () => {
		const app = await quietApp();
		const hole = {from: today - day, to: today - day + 2 * hour};
		for (const asset of ['bitcoin', 'ethereum']) {
			await fill(app, exchangeSeries(asset), {from: today - 5 * day, to: end}, {holes: [hole]});
		}

		expect(await readGaps(app, exchangeSeries('bitcoin'))).toMatchObject([{cause: 'no-trades'}]);
	});

	test('what came since the last candle was not fetched yet', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 5 * day, to: today});
		expect(await readGaps(app, exchangeSeries('bitcoin'))).toEqual([
			{from: today, to: openHour, cause: 'not-fetched', candles: 12},
		]);
	});

	test('candles are never made up for a hole', async () => {
		const app = await quietApp();
		const hole = {from: today - day, to: today - day + 2 * hour};
		await fill(app, exchangeSeries('bitcoin'), {from: today - 2 * day, to: today}, {holes: [hole]});
		const {candles} = await ask(app, {interval: '1h', from: today - day, to: today});
		expect(candles.ts[0]).toBe(hole.to);
		expect(candles.length).toBe(22);
	});
});

describe('coverage', () => {
	test('each bucket has the share of its expected candles, unknown before the first', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('ethereum'), {from: today - 4 * day, to: today});
		await fill(
			app,
			exchangeSeries('bitcoin'),
			{from: today - 2 * day, to: today},
			{
				holes: [{from: today - day, to: today - day / 2}],
			},
		);
		const {rows, range} = await readCoverage(app, {interval: '1h', buckets: 4});
		expect(range).toEqual({from: today - 4 * day, to: quietNow});
		const [bitcoin, ethereum] = rows;
		expect(bitcoin).toMatchObject({asset: 'bitcoin', count: 36, gaps: 12, expected: 60});
		expect(bitcoin!.buckets[0]).toBeNaN();
		expect(bitcoin!.buckets[2]).toBeLessThan(0.7);
		expect([...ethereum!.buckets].slice(0, 3)).toEqual([1, 1, 1]);
		expect(ethereum!.buckets[3]).toBeLessThan(1);
	});

	test('a bucket inside one stored candle is covered, whether or not the series has holes', async () => {
		const app = await quietApp();
		const days = {from: today - 4 * day, to: today};
		await fill(app, coingecko('ethereum'), days);
		await fill(app, coingecko('bitcoin'), days, {holes: [{from: today - 2 * day, to: today - day}]});
		const {rows} = await readCoverage(app, {interval: '1d', buckets: 40});
		const [bitcoin, ethereum] = rows.map(({buckets}) => Array.from(buckets));
		const due = ethereum!.filter(share => !Number.isNaN(share));
		expect(due.length).toBeGreaterThan(30);
		expect(new Set(due)).toEqual(new Set([1]));
		expect(new Set(bitcoin!.slice(0, 15))).toEqual(new Set([1]));
		expect(bitcoin).toContain(0);
		expect(bitcoin!.findLastIndex(share => share === 1)).toBeGreaterThan(bitcoin!.indexOf(0));
	});
});

describe('comparison', () => {
	test('closes stand where their candles end; a coarser series leaves holes between them', async () => {
		const app = await quietApp();
		await fill(app, exchangeSeries('bitcoin'), {from: today - 3 * day, to: today});
		await fill(app, coingecko('ethereum'), {from: today - 3 * day, to: today});
		const {ts, series, interval} = await compareAssets(app, {
			assets: ['bitcoin', 'ethereum'],
			from: today - 2 * day,
			to: today,
			points: 48,
		});
		expect(interval).toBe('1h');
		const [bitcoin, ethereum] = series;
		expect([...bitcoin!.close]).toEqual([...ts].map(at => closeAt('1h', at)));
		const known = [...ethereum!.close].flatMap((close, i) => (Number.isNaN(close) ? [] : [[ts[i], close]]));
		expect(known).toEqual([
			[today - day - hour, closeAt('1d', today - 2 * day)],
			[today - hour, closeAt('1d', today - day)],
		]);
	});
});
