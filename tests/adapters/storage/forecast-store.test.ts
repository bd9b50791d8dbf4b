import {join} from 'node:path';
import Database from 'better-sqlite3';
import {describe, expect, onTestFinished, test} from 'vitest';
import {stepOf} from '#domain/interval.js';
import type {NewForecast} from '#ports/forecasts.js';
import {openSqlite, temporaryFolder} from './temporary-storage.js';

const hour = stepOf['1h'];
const target = Date.UTC(2026, 5, 15, 11);

const forecast = (more: Partial<NewForecast> = {}): NewForecast => ({
	asset: 'bitcoin',
	interval: '1h',
	model: 'abcdef012345',
	kind: 'standard',
	madeAt: target + 90_000,
	for: target,
	lastTs: target - hour,
	lastClose: 61_240,
	predicted: 61_250.5,
	interval50: [61_100, 61_400],
	interval80: [60_950, 61_530],
	interval95: null,
	data: 'f'.repeat(64),
	...more,
});

describe('the ledger', () => {
	test('gives a forecast back as it was stored, open', async () => {
		const {
			storage: {forecasts},
		} = await openSqlite();
		expect(await forecasts.add([forecast()])).toBe(1);
		const [stored] = await forecasts.list();
		expect(stored).toEqual({...forecast(), id: stored!.id, state: 'open', outcome: null, settledAt: null});
	});

	test('keeps the first of two forecasts of one model for one candle', async () => {
		const {
			storage: {forecasts},
			another,
		} = await openSqlite();
		await forecasts.add([forecast()]);
		const second = await another();
		expect(await second.forecasts.add([forecast({predicted: 1, madeAt: target + 99_000})])).toBe(0);
		expect((await forecasts.list()).map(({predicted}) => predicted)).toEqual([61_250.5]);
		const others = [
			forecast({model: '000000000000'}),
			forecast({kind: 'linear'}),
			forecast({for: target + hour}),
			forecast({asset: 'ethereum'}),
			forecast({interval: '1d'}),
		];
		expect(await forecasts.add(others)).toBe(5);
	});

	test('refuses a forecast whose candle the stored ones have passed, with what to do', async () => {
		const folder = temporaryFolder();
		const {
			storage: {forecasts},
		} = await openSqlite(folder);
		await forecasts.add([forecast()]);
		const db = new Database(join(folder, 'crypto-tui.db'));
		onTestFinished(() => void db.close());
		db.exec(
			`insert into series (asset_id, source, quote, interval, origin, last_ts) values (1, 'binance', 'USDT', '1h', 'exchange', ${target + 2 * hour})`,
		);
		await expect(forecasts.add([forecast({for: target + hour})])).rejects.toMatchObject({
			code: 'candles-stale',
			message: expect.stringContaining('2026-06-15T12:00:00.000Z is over already') as string,
		});
		expect(await forecasts.list()).toHaveLength(1);
	});

	test('attaches an outcome once; what never came is missed', async () => {
		const {
			storage: {forecasts},
		} = await openSqlite();
		await forecasts.add([forecast(), forecast({for: target + hour})]);
		const [first, second] = await forecasts.list();
		const at = target + 3 * hour;
		await forecasts.settle([
			{id: first!.id, outcome: 61_300, at},
			{id: second!.id, outcome: null, at},
		]);
		await forecasts.settle([{id: first!.id, outcome: 1, at: at + 1}]);
		expect(await forecasts.list()).toMatchObject([
			{state: 'settled', outcome: 61_300, settledAt: at},
			{state: 'missed', outcome: null, settledAt: at},
		]);
		expect(await forecasts.list({state: 'open'})).toEqual([]);
	});

	test('filters by every part of a forecast, and gives the newest in order of time', async () => {
		const {
			storage: {forecasts},
		} = await openSqlite();
		const hours = [3, 0, 2, 1].map(n => forecast({for: target + n * hour, lastTs: target + (n - 1) * hour}));
		await forecasts.add([...hours, forecast({asset: 'ethereum', kind: 'linear', interval: '1d'})]);
		const times = async (...filter: Parameters<typeof forecasts.list>): Promise<readonly number[]> =>
			(await forecasts.list(...filter)).map(row => (row.for - target) / hour);
		expect(await times({asset: 'bitcoin'})).toEqual([0, 1, 2, 3]);
		expect(await times({asset: 'bitcoin'}, 2)).toEqual([2, 3]);
		expect(await times({asset: 'bitcoin', from: target + hour, to: target + 3 * hour})).toEqual([1, 2]);
		expect(await times({kind: 'linear'})).toEqual([0]);
		expect(await times({interval: '1d'})).toEqual([0]);
		expect(await times({model: 'another'})).toEqual([]);
	});
});

describe('the database itself refuses', () => {
	const columns =
		'asset_id, interval, model, kind, made_at, target, last_ts, last_close, predicted, data, state, outcome, settled_at';

	/** A copy of a forecast for another candle with an infinite price. */
	const infinite = (column: string): string => {
		const known = `asset_id, interval, model, kind, made_at + ${hour}, target + ${9 * hour}, last_ts, data`;
		const prices = ['last_close', 'predicted', 'low_80', 'high_95'];
		const values = prices.map(name => (name === column ? '9e999' : name === 'high_95' ? 'null' : name));
		return `insert into forecast (asset_id, interval, model, kind, made_at, target, last_ts, data, ${prices.join(', ')})
			select ${known}, ${values.join(', ')} from forecast`;
	};

	async function opened() {
		const folder = temporaryFolder();
		const {
			storage: {forecasts},
		} = await openSqlite(folder);
		await forecasts.add([forecast(), forecast({for: target + hour})]);
		const [open, settled] = await forecasts.list();
		await forecasts.settle([{id: settled!.id, outcome: 61_000, at: target + 5 * hour}]);
		const db = new Database(join(folder, 'crypto-tui.db'));
		onTestFinished(() => void db.close());
		const rows = (): unknown => db.prepare('select * from forecast order by id').all();
		return {db, open: open!.id, settled: settled!.id, rows};
	}

	test.each([
		['id', 999],
		['asset_id', 2],
		['interval', "'1d'"],
		['model', "'another'"],
		['kind', "'linear'"],
		['made_at', target - 1],
		['target', target + 9 * hour],
		['last_ts', 0],
		['last_close', 1],
		['predicted', 1],
		['low_50', 1],
		['high_50', 'NULL'],
		['low_80', 1],
		['high_80', 1],
		['low_95', 1],
		['high_95', 1],
		['data', "'another'"],
	])('any other %s, even together with an outcome', async (column, value) => {
		const {db, open, settled, rows} = await opened();
		db.prepare("insert into asset (coin) values ('another')").run();
		const before = rows();
		const outcome = `state = 'settled', outcome = 5, settled_at = ${target + 4 * hour}`;
		for (const change of [`${column} = ${value}`, `${column} = ${value}, ${outcome}`]) {
			expect(() => db.exec(`update forecast set ${change} where id = ${open}`)).toThrow(
				'only ever gets its outcome',
			);
			expect(() => db.exec(`update forecast set ${change} where id = ${settled}`)).toThrow(
				'only ever gets its outcome',
			);
			expect(() => db.exec(`update or replace forecast set ${change} where id = ${open}`)).toThrow(
				'only ever gets its outcome',
			);
		}

		expect(rows()).toEqual(before);
	});

	test.each([
		['a second outcome', 'outcome = 1', 'settled'],
		['taking an outcome back', "state = 'open', outcome = null, settled_at = null", 'settled'],
		['making a miss of an outcome', "state = 'missed', outcome = null", 'settled'],
		['an outcome without a state', 'outcome = 1', 'open'],
		['a state without an outcome', `state = 'settled', settled_at = ${target + 4 * hour}`, 'open'],
		['a miss with an outcome', `state = 'missed', outcome = 1, settled_at = ${target + 4 * hour}`, 'open'],
		['an outcome without a time', "state = 'settled', outcome = 1", 'open'],
		[
			'an outcome before the candle is over',
			`state = 'settled', outcome = 1, settled_at = ${target + hour - 1}`,
			'open',
		],
		['a state there is not', `state = 'guessed', outcome = 1, settled_at = ${target + 4 * hour}`, 'open'],
	] as const)('%s', async (_, change, which) => {
		const {db, rows, ...ids} = await opened();
		const before = rows();
		expect(() => db.exec(`update forecast set ${change} where id = ${ids[which]}`)).toThrow(/forecast/);
		expect(rows()).toEqual(before);
	});

	const endless = ['9e999', '-9e999'].map(
		value =>
			[
				'outcome',
				`update forecast set state = 'settled', outcome = ${value}, settled_at = ${target + 4 * hour}`,
			] as const,
	);
	const infinitePrices = ['last_close', 'predicted', 'low_80', 'high_95'].map(
		column => ['prices', infinite(column)] as const,
	);
	test.each([...endless, ...infinitePrices])('numbers without an end: %s', async (what, change) => {
		const {db, rows} = await opened();
		const before = rows();
		expect(() => db.exec(`${change} where id = 1`)).toThrow(`finite ${what}`);
		expect(rows()).toEqual(before);
	});

	const late = (madeAt: number, aim: number): string =>
		`insert into forecast (${columns}) values (1, '1h', 'late', 'linear', ${madeAt}, ${aim}, ${aim - hour}, 1, 1, '', 'open', null, null)`;

	test('a forecast of a candle that the stored ones have passed, whenever it says it was made', async () => {
		const {db, rows} = await opened();
		const before = rows();
		db.exec(
			`insert into series (asset_id, source, quote, interval, origin, last_ts) values (1, 'binance', 'USDT', '1h', 'exchange', ${target})`,
		);
		expect(() => db.exec(late(target - hour, target - hour))).toThrow('before its candle is over');
		expect(rows()).toEqual(before);
		db.exec(late(target, target));
		expect(rows()).toHaveLength(3);
	});

	test('to delete', async () => {
		const {db, rows} = await opened();
		const before = rows();
		expect(() => db.exec('delete from forecast')).toThrow('never deleted');
		expect(rows()).toEqual(before);
	});

	test('to replace, by number and by content', async () => {
		const {db, open, rows} = await opened();
		const before = rows();
		const copy = `select asset_id, interval, model, kind, made_at, target, last_ts, last_close, 1, data, 'open', null, null from forecast where id = ${open}`;
		db.exec(`insert or replace into forecast (${columns}) ${copy}`);
		db.exec(`insert or replace into forecast (id, ${columns}) select ${open}, q.* from (${copy}) q`);
		db.exec(`insert into forecast (${columns}) ${copy} on conflict do update set predicted = 1`);
		expect(rows()).toEqual(before);
	});

	test.each([
		['with its outcome', `${target}, ${target}, 'settled', 1, ${target + 2 * hour}`],
		['when its candle is over', `${target + hour}, ${target}, 'open', null, null`],
		['of a candle it has seen', `${target}, ${target - hour}, 'open', null, null`],
	])('a forecast that comes %s', async (_, values) => {
		const {db, rows} = await opened();
		const before = rows();
		const [madeAt, aim, ...rest] = values.split(', ');
		expect(() =>
			db.exec(
				`insert into forecast (${columns}) values (1, '1h', 'late', 'linear', ${madeAt}, ${aim}, ${target - hour}, 1, 1, '', ${rest.join(', ')})`,
			),
		).toThrow(/outcome|CHECK/);
		expect(rows()).toEqual(before);
	});
});
