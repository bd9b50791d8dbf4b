import {expect, test} from 'vitest';
import type {App} from '#app.js';
import {exitCodeOf} from '#domain/run.js';
import {day, deskNow, hour, openDesk} from '../../support/desk.js';

const ago = (days: number): number => Math.floor((deskNow - days * day) / hour) * hour;

const backfill = (app: App, from: number, to: number, source?: 'coingecko', signal?: AbortSignal) =>
	app.pipeline.backfill(
		{
			interval: source ? '1d' : '1h',
			choice: {by: 'names', names: ['bitcoin']},
			range: {from: ago(from), to: ago(to)},
			onInvalid: 'block',
			...(source && {source}),
		},
		signal,
	);

const holesOf = async (app: App) =>
	(await app.pipeline.examine({})).gaps.filter(({origin}) => origin !== 'rollup');

test('history that a backfill was refused is a hole, also where no candle lies before it', async () => {
	const {app, exchange, asked} = await openDesk();
	await backfill(app, 20, 10);
	exchange.setFaults([{kind: 'restricted', path: '^/klines'}]);
	const report = await backfill(app, 60, 10);
	expect(exitCodeOf(report)).toBe(69);
	expect(await holesOf(app)).toMatchObject([
		{
			from: ago(60),
			to: ago(20),
			cause: 'refused',
			obstacle: 'held',
			attempts: [{run: report.run, outcome: 'restricted', candles: 0}],
		},
	]);

	exchange.setFaults([]);
	exchange.clearRequests();
	expect((await app.pipeline.heal({onInvalid: 'block'})).report, 'not asked for again').toBeNull();
	await backfill(app, 60, 10);
	expect(asked('/klines'), 'a user who asks is not held back').toHaveLength(1);
	expect(await holesOf(app)).toEqual([]);
});

test('days are held back with their hours, and counted whole', async () => {
	const {app, exchange} = await openDesk();
	await backfill(app, 20, 10);
	exchange.setFaults([{kind: 'restricted', path: '^/klines'}]);
	await backfill(app, 60.3, 10);
	const {gaps, plan} = await app.pipeline.examine({});
	expect(gaps.map(({interval, candles, obstacle}) => [interval, candles, obstacle])).toEqual([
		['1d', 40, 'held'],
		['1h', expect.toSatisfy(Number.isInteger), 'held'],
	]);
	expect(plan.gaps, 'nothing is left that healing cannot do').toBe(0);
});

test('a refusal that may pass is a hole that can be healed', async () => {
	const {app, exchange} = await openDesk();
	await backfill(app, 20, 10);
	exchange.setFaults([{kind: 'server-error', path: '^/klines'}]);
	await backfill(app, 60, 10);
	exchange.setFaults([]);
	expect(await holesOf(app)).toMatchObject([{cause: 'refused', obstacle: null}]);
	expect((await app.pipeline.heal({onInvalid: 'block'})).attempts).toMatchObject([
		{outcome: 'healed', candles: 40 * 24},
	]);
});

test('history that was asked for beyond the plan is a hole by its limit', async () => {
	const {app} = await openDesk();
	await backfill(app, 800, 1, 'coingecko');
	expect(await holesOf(app)).toMatchObject([
		{from: ago(800) + (day - (ago(800) % day)), cause: 'plan-limit', obstacle: 'plan-limit'},
	]);
});

test('an interrupted backfill was refused nothing', async () => {
	const {app} = await openDesk();
	await backfill(app, 20, 10);
	const abort = new AbortController();
	const unsubscribe = app.events.subscribe(({type}) => {
		if (type === 'backfill-progress') abort.abort();
	});
	expect(exitCodeOf(await backfill(app, 120, 10, undefined, abort.signal))).toBe(130);
	unsubscribe();
	const left = (await holesOf(app)).find(({to}) => to === ago(20));
	expect(left, 'what came before the interruption stays').toMatchObject({
		from: expect.toSatisfy((from: number) => from > ago(120)),
		cause: 'our-outage',
		obstacle: null,
		attempts: [],
	});
});
