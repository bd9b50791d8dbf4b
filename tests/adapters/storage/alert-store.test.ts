import {describe, expect, test} from 'vitest';
import {untouched, type Firing} from '#domain/alerts/evaluate.js';
import {readRule} from '#domain/alerts/rule-text.js';
import type {AlertStore, NewAlert} from '#ports/alerts.js';
import {openSqlite} from './temporary-storage.js';

const hour = 3_600_000;
const start = Date.UTC(2026, 0, 15, 12);
const repetition = {once: false, coolDownMs: hour, hysteresisPercent: 0};
const newRule = (text = 'bitcoin > 100') => ({
	...readRule(text),
	repetition,
	createdAt: start,
});
const raised = (changes: Partial<NewAlert> = {}): NewAlert => ({
	key: 'one',
	rule: null,
	kind: 'source-down',
	asset: null,
	at: start,
	facts: {source: 'binance'},
	...changes,
});
const firing = (rule: number, at: number, folded = false): Firing & {readonly alert: NewAlert} => ({
	at,
	value: 101,
	level: 100,
	beyond: 1,
	folded,
	alert: raised({
		key: `rule ${rule} at ${at}`,
		rule,
		kind: 'price',
		asset: 'bitcoin',
		at,
		facts: {value: 101},
	}),
});
const counts = async (alerts: AlertStore) =>
	(await alerts.history(10)).map(({kind, at, count}) => [kind, at - start, count]);

describe('rules', () => {
	test('come back as they were added, until removed; numbers are not given again', async () => {
		const {alerts} = (await openSqlite()).storage;
		const one = await alerts.addRule(newRule());
		const two = await alerts.addRule(newRule('ethereum rsi(14) < 30 on 1d'));
		expect(await alerts.rules()).toEqual([one, two]);
		expect(await alerts.state(one.id)).toEqual(untouched);
		expect(await alerts.removeRule(two.id)).toBe(true);
		expect(await alerts.removeRule(two.id)).toBe(false);
		expect(await alerts.rules()).toEqual([one]);
		expect((await alerts.addRule(newRule())).id).toBeGreaterThan(two.id);
	});

	test('move on with what fired, all or nothing, for one process only', async () => {
		const {storage, another} = await openSqlite();
		const other = (await another()).alerts;
		const {alerts} = storage;
		const {id} = await alerts.addRule(newRule());
		const to = {...untouched, armed: false, through: start + 1, lastToldAt: start + 1};
		const results = await Promise.all(
			[alerts, other].map(store => store.advance(id, untouched, to, [firing(id, start + 1)], ['mail'])),
		);
		expect(results.filter(Boolean)).toHaveLength(1);
		expect(await other.state(id)).toEqual(to);
		expect(await counts(alerts)).toEqual([['price', 1, 1]]);
	});

	test('that are removed meanwhile store nothing', async () => {
		const {alerts} = (await openSqlite()).storage;
		const {id} = await alerts.addRule(newRule());
		await alerts.removeRule(id);
		const to = {...untouched, through: start + 1};
		expect(await alerts.advance(id, untouched, to, [firing(id, start + 1)], [])).toBe(false);
		expect(await alerts.history(10)).toEqual([]);
	});

	test('count what fires within the cool-down on the alert before', async () => {
		const {alerts} = (await openSqlite()).storage;
		const {id} = await alerts.addRule(newRule());
		const fired = [firing(id, start + 1), firing(id, start + 2, true), firing(id, start + 3, true)];
		await alerts.advance(id, untouched, {...untouched, through: start + 3}, fired, ['mail']);
		expect(await counts(alerts)).toEqual([['price', 1, 3]]);
	});
});

describe('alerts of the program', () => {
	test('are stored once per event, whoever tells it', async () => {
		const {storage, another} = await openSqlite();
		const stores = [storage.alerts, (await another()).alerts];
		const stored = await Promise.all(stores.map(alerts => alerts.add(raised(), 0, ['mail'])));
		expect(stored.filter(Boolean)).toHaveLength(1);
		expect(await counts(storage.alerts)).toEqual([['source-down', 0, 1]]);
	});

	test('of one kind and source are counted within the cool-down, and told again after it', async () => {
		const {alerts} = (await openSqlite()).storage;
		const add = async (key: string, at: number, source = 'binance') =>
			(await alerts.add(raised({key, at, facts: {source}}), hour, [])) !== null;
		expect(await add('a', start)).toBe(true);
		expect(await add('b', start + 1)).toBe(false);
		expect(await add('c', start + 2, 'coincap')).toBe(true);
		expect(await add('d', start + hour)).toBe(true);
		expect(await counts(alerts)).toEqual([
			['source-down', hour, 1],
			['source-down', 2, 1],
			['source-down', 0, 2],
		]);
	});
});

describe('deliveries', () => {
	test('are taken by one process, and due again when its lease is over', async () => {
		const {storage, another} = await openSqlite();
		const stores = [storage.alerts, (await another()).alerts];
		await storage.alerts.add(raised(), 0, ['mail', 'webhook']);
		const taken = await Promise.all(stores.map(alerts => alerts.takeDue(start, hour, 10)));
		expect(taken.flat().map(({channel}) => channel)).toEqual(['mail', 'webhook']);
		expect(await storage.alerts.takeDue(start + hour - 1, hour, 10)).toEqual([]);
		expect(await storage.alerts.takeDue(start + hour, hour, 1)).toHaveLength(1);
	});

	test('end when sent, wait when failed, and end when given up', async () => {
		const {alerts} = (await openSqlite()).storage;
		const {id} = (await alerts.add(raised(), 0, ['a', 'b', 'c']))!;
		await alerts.takeDue(start, hour, 10);
		await alerts.delivered(id, 'a');
		await alerts.failed(id, 'b', 'no answer', start + 5);
		await alerts.failed(id, 'c', 'gone', null);
		expect(
			(await alerts.takeDue(start + 5, hour, 10)).map(({channel, attempts}) => [channel, attempts]),
		).toEqual([['b', 1]]);
		const [alert] = await alerts.history(1);
		expect(alert!.deliveries.map(({channel, state, error}) => [channel, state, error])).toEqual([
			['a', 'sent', null],
			['b', 'waiting', 'no answer'],
			['c', 'failed', 'gone'],
		]);
	});
});
