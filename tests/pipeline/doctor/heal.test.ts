import {hostname} from 'node:os';
import {describe, expect, test} from 'vitest';
import type {App} from '#app.js';
import type {Range} from '#domain/range.js';
import {exitCodeOf} from '#domain/run.js';
import {day, deskNow, hour, hourly, openDesk, rowsOf, stored, type Desk} from '../../support/desk.js';

/** The hour so many days ago. */
const ago = (days: number): number => Math.floor((deskNow - days * day) / hour) * hour;
const between = (from: number, to: number): Range => ({from: ago(from), to: ago(to)});

const heal = {onInvalid: 'block'} as const;

async function fetchParts(app: App, names: readonly string[], ...parts: readonly Range[]): Promise<void> {
	for (const range of parts) {
		await app.pipeline.backfill({interval: '1h', choice: {by: 'names', names}, range, onInvalid: 'block'});
	}
}

/** The holes of the hours, which days made of them would repeat. */
const hoursOf = async (app: App) =>
	(await app.pipeline.examine({})).gaps.filter(({interval}) => interval === '1h');

/** A desk with hours of these assets, and nothing asked so far. */
async function deskWith(names: readonly string[], ...parts: readonly Range[]): Promise<Desk> {
	const desk = await openDesk({settings: {'snapshot.top': '300'}});
	await fetchParts(desk.app, names, ...parts);
	desk.exchange.clearRequests();
	return desk;
}

describe('healing', () => {
	test('takes one request for all holes that fit into a page', async () => {
		const desk = await deskWith(['bitcoin'], between(60, 50), between(45, 40), between(39, 30));
		const {app, asked} = desk;
		const {plan} = await app.pipeline.examine({});
		expect(plan).toMatchObject({requests: 1, candles: 6 * 24});
		const {report, attempts} = await app.pipeline.heal(heal);
		expect(report).toMatchObject({kind: 'backfill', status: 'done', rows: {inserted: 6 * 24}});
		expect(attempts.map(({outcome, candles}) => [outcome, candles])).toEqual([
			['healed', 5 * 24],
			['healed', 24],
		]);
		expect(
			desk.exchange.requests.map(({path}) => path),
			'nothing but candles',
		).toEqual(['/klines']);
		expect(asked('/klines')).toHaveLength(1);
		expect(await hoursOf(app)).toEqual([]);
	});

	test('brings exactly what one backfill without holes would have brought', async () => {
		const {app} = await deskWith(['bitcoin'], between(60, 50), between(45, 40), between(39, 30));
		await app.pipeline.heal(heal);
		const whole = await deskWith(['bitcoin'], between(60, 30));
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(
			rowsOf(await stored(whole.app, hourly('bitcoin'))),
		);
		const days = {...hourly('bitcoin'), interval: '1d', origin: 'rollup'} as const;
		expect(rowsOf(await stored(app, days))).toEqual(rowsOf(await stored(whole.app, days)));
	});

	test('pays for a long hole by the page', async () => {
		const {app, asked} = await deskWith(['bitcoin'], between(200, 190), between(60, 50));
		const pages = Math.ceil((130 * 24) / 1000);
		expect((await app.pipeline.examine({})).plan.requests).toBe(pages);
		await app.pipeline.heal(heal);
		expect(asked('/klines')).toHaveLength(pages);
	});

	test('never invents a candle: what the exchange was silent about stays a hole, is proven, and not asked for again', async () => {
		const maintenance = Date.UTC(2026, 2, 24, 13);
		const {app, asked} = await deskWith(
			['bitcoin'],
			{from: maintenance - 2 * day, to: maintenance},
			{from: maintenance + 3 * hour, to: maintenance + 2 * day},
		);
		expect(await hoursOf(app)).toMatchObject([{cause: 'our-outage', candles: 3, obstacle: null}]);
		const before = rowsOf(await stored(app, hourly('bitcoin')));
		const first = await app.pipeline.heal(heal);
		expect(asked('/klines'), 'the candle after the hole proves it in the same answer').toHaveLength(1);
		expect(first.attempts).toMatchObject([{outcome: 'silent', candles: 0}]);
		expect(rowsOf(await stored(app, hourly('bitcoin')))).toEqual(before);

		const [gap] = await hoursOf(app);
		expect(gap).toMatchObject({cause: 'maintenance', obstacle: 'settled', candles: 3});
		expect(gap?.proof?.run).toBe(first.report?.run);
		expect(await app.storage.archive.read(gap!.proof!.payload)).not.toBeNull();
		expect(gap?.attempts).toMatchObject([{outcome: 'silent', run: first.report?.run}]);
		expect(await app.pipeline.heal(heal), 'no run is begun').toMatchObject({report: null, attempts: []});
		expect(asked('/klines')).toHaveLength(1);
	});

	test('a lasting refusal is kept, believed for 30 days, and then asked for again', async () => {
		const desk = await deskWith(['ethereum'], between(60, 50), between(45, 40));
		const {app, exchange, asked, clock} = desk;
		exchange.setFaults([{kind: 'not-found', path: '^/klines'}]);
		const refused = await app.pipeline.heal(heal);
		expect(exitCodeOf(refused.report!)).toBe(69);
		expect(refused.attempts).toMatchObject([{outcome: 'not-found', candles: 0, payload: null}]);
		const [gap] = await hoursOf(app);
		expect(gap).toMatchObject({
			cause: 'refused',
			obstacle: 'held',
			heldUntil: refused.attempts[0]!.at + 30 * day,
		});
		expect((await app.pipeline.examine({})).plan).toMatchObject({gaps: 0, requests: 0});

		exchange.setFaults([]);
		exchange.clearRequests();
		await clock.advance(29 * day);
		expect((await app.pipeline.heal(heal)).report).toBeNull();
		expect(exchange.requests).toEqual([]);
		await clock.advance(2 * day);
		expect(await hoursOf(app)).toMatchObject([{cause: 'refused', obstacle: null}]);
		const healed = await app.pipeline.heal(heal);
		expect(healed.attempts).toMatchObject([{outcome: 'healed', candles: 5 * 24}]);
		expect(asked('/klines')).toHaveLength(1);
	});

	test('a refusal of one part holds back that part alone', async () => {
		const {app, exchange} = await deskWith(
			['bitcoin'],
			between(200, 190),
			between(188, 120),
			between(118, 110),
		);
		const [old] = await hoursOf(app);
		exchange.setFaults([{kind: 'high-below-low', path: `^/klines.*startTime=${old!.from}&`}]);
		const {attempts} = await app.pipeline.heal(heal);
		expect(attempts.map(({outcome}) => outcome)).toEqual(['contract-violated', 'healed']);
		expect(await hoursOf(app)).toMatchObject([{from: old!.from, obstacle: 'held'}]);
	});

	test('a trouble that may pass holds nothing back', async () => {
		const {app, exchange} = await deskWith(['bitcoin'], between(60, 50), between(45, 40));
		exchange.setFaults([{kind: 'server-error', path: '^/klines'}]);
		const {attempts} = await app.pipeline.heal(heal);
		expect(attempts).toMatchObject([{outcome: 'server-error', until: null}]);
		expect(await hoursOf(app)).toMatchObject([{cause: 'refused', obstacle: null}]);
		exchange.setFaults([]);
		expect((await app.pipeline.heal(heal)).attempts).toMatchObject([{outcome: 'healed'}]);
	});

	test('keeps to the chosen assets', async () => {
		const {app} = await deskWith(['bitcoin', 'ethereum'], between(60, 50), between(45, 40));
		await app.pipeline.heal({...heal, assets: ['bitcoin']});
		expect((await hoursOf(app)).map(({asset}) => asset)).toEqual(['ethereum']);
	});

	test('an interruption is no attempt', async () => {
		const {app} = await deskWith(['bitcoin'], between(60, 50), between(45, 40));
		const {report, attempts} = await app.pipeline.heal(heal, AbortSignal.abort());
		expect(exitCodeOf(report!)).toBe(130);
		expect(attempts).toEqual([]);
		expect(await hoursOf(app)).toMatchObject([{obstacle: null, attempts: []}]);
	});

	test('two programs at once fetch every hole once', async () => {
		const desk = await openDesk({standing: true});
		await fetchParts(desk.app, ['bitcoin'], between(60, 50), between(45, 40));
		const other = await desk.another();
		desk.exchange.clearRequests();
		const both = await Promise.all([desk.app.pipeline.heal(heal), other.pipeline.heal(heal)]);
		for (const {report} of both) expect(['done', undefined]).toContain(report?.status);
		expect(desk.asked('/klines')).toHaveLength(1);
		expect(await hoursOf(desk.app)).toEqual([]);
		expect(await desk.app.storage.gaps.attempts(), 'only one of them has done it').toHaveLength(1);
	});

	test('writes down the end of a run whose process is gone', async () => {
		const {app} = await deskWith(['bitcoin'], between(45, 40));
		const place = {pid: 2 ** 22 + 1, host: hostname()};
		await app.storage.runs.start({run: 'gone', kind: 'collect', startedAt: deskNow, args: [], ...place});
		expect((await app.pipeline.examine({})).checks).toContainEqual(
			expect.objectContaining({id: 'runs', state: 'warn', message: expect.stringContaining('gone')}),
		);
		expect((await app.pipeline.heal(heal)).closedRuns).toEqual(['gone']);
		expect(await app.storage.runs.find('gone')).toMatchObject({
			status: 'failed',
			report: {faults: [{code: 'interrupted'}]},
		});
	});
});

describe('the cause of a hole', () => {
	test('is our outage when nothing ran then, and not when a cycle did', async () => {
		const {app} = await deskWith(['bitcoin'], between(60, 50), between(48, 40), between(38, 30));
		await app.storage.runs.start({
			run: 'then',
			kind: 'collect',
			startedAt: ago(39),
			args: [],
			pid: process.pid,
			host: 'elsewhere',
		});
		expect((await hoursOf(app)).map(({cause}) => cause)).toEqual(['our-outage', 'not-fetched']);
	});

	test('before a listing is that the coin was not there yet', async () => {
		const {app} = await deskWith(['northwind'], between(365, 1));
		const [gap] = await hoursOf(app);
		expect(gap).toMatchObject({cause: 'before-listing', from: ago(365), obstacle: 'settled'});
		expect(gap?.proof).not.toBeNull();
	});

	test('beyond the history of a plan is the limit, and nothing is asked for', async () => {
		const desk = await openDesk();
		const {app, clock, exchange} = desk;
		for (const range of [between(360, 355), between(350, 340)]) {
			await app.pipeline.backfill({
				...heal,
				source: 'coingecko',
				interval: '1h',
				choice: {by: 'names', names: ['bitcoin']},
				range,
			});
		}

		expect((await app.pipeline.examine({})).plan.requests).toBe(1);
		await clock.advance(60 * day);
		const {gaps, plan} = await app.pipeline.examine({});
		expect(gaps).toMatchObject([{source: 'coingecko', cause: 'plan-limit', obstacle: 'plan-limit'}]);
		expect(plan).toMatchObject({gaps: 0, requests: 0});
		exchange.clearRequests();
		expect((await app.pipeline.heal(heal)).report).toBeNull();
		expect(exchange.requests).toEqual([]);
	});

	test('prices are healed from the source they came from', async () => {
		const desk = await openDesk();
		const {app, exchange} = desk;
		for (const range of [between(60, 50), between(45, 40)]) {
			await app.pipeline.backfill({
				...heal,
				source: 'coingecko',
				interval: '1h',
				choice: {by: 'names', names: ['bitcoin']},
				range,
			});
		}

		exchange.clearRequests();
		const {attempts} = await app.pipeline.heal(heal);
		expect(attempts).toMatchObject([{source: 'coingecko', outcome: 'healed', candles: 5 * 24}]);
		expect(exchange.requests.map(({source}) => source)).toEqual(['coingecko']);
	});
});

test('looking sends no request', async () => {
	const {app, exchange} = await deskWith(['bitcoin', 'ethereum'], between(60, 50), between(45, 40));
	await app.pipeline.examine({});
	expect(exchange.requests).toEqual([]);
});
