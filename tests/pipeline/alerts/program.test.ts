import {rmSync, writeFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {describe, expect, onTestFinished, test} from 'vitest';
import {openApp} from '#app.js';
import {candleObservations, evaluate, standingAt} from '#domain/alerts/evaluate.js';
import {readRule} from '#domain/alerts/rule-text.js';
import {stepOf} from '#domain/interval.js';
import {rehearse, watchRules} from '#pipeline/alerts/watch-rules.js';
import type {AlertRule} from '#ports/alerts.js';
import {day, deskNow, hour, openDesk, type Desk} from '../../support/desk.js';
import {partsOf, startMailServer} from '../../support/mail-server.js';
import {savedModel} from '../../support/trained-model.js';
import {openWebhook} from '../../support/web-hook.js';

const once = {once: false, coolDownMs: 0, hysteresisPercent: 0};
const collect = {choice: {by: 'names', names: ['bitcoin']}, onInvalid: 'block'} as const;

async function addRule({app}: Desk, text: string, createdAt = deskNow): Promise<AlertRule> {
	return app.storage.alerts.addRule({...readRule(text), repetition: once, createdAt});
}

const logged = ({events}: Desk): readonly string[] =>
	events.flatMap(event => (event.type === 'notice' && event.level === 'error' ? [event.message] : []));

describe('a cycle', () => {
	test('sends a rule that fires by mail, once, with the report unchanged', async () => {
		const server = await startMailServer();
		const desk = await openDesk({
			settings: {
				'smtp.url': `smtp://127.0.0.1:${server.port}`,
				'email.to': 'me@example.org',
				language: 'pt-BR',
			},
		});
		await addRule(desk, 'bitcoin > 1');
		const report = await desk.app.pipeline.collect(collect);
		expect(report).toMatchObject({status: 'done', faults: []});
		expect(server.mails).toHaveLength(1);
		expect(partsOf(server.mails[0]!).text).toContain('Sua regra "price > 1" disparou para Bitcoin (BTC)');
		await desk.app.pipeline.collect(collect);
		expect(server.mails).toHaveLength(1);
		expect((await desk.app.storage.alerts.history(10))[0]).toMatchObject({
			kind: 'price',
			asset: 'bitcoin',
			deliveries: [{channel: 'mail', state: 'sent', attempts: 1}],
		});
	});

	test('posts a rule that fires to the webhook of the settings, once', async () => {
		const {url, posts} = await openWebhook(204);
		const desk = await openDesk({settings: {'alerts.webhookUrl': url}});
		await addRule(desk, 'bitcoin > 1');
		for (let i = 0; i < 2; i++) await desk.app.pipeline.collect(collect);
		expect(posts.map(({body}) => JSON.parse(body) as unknown)).toMatchObject([
			{content: expect.stringContaining('Bitcoin (BTC): price > 1') as string, alert: {kind: 'price'}},
		]);
		expect((await desk.app.storage.alerts.history(1))[0]!.deliveries).toMatchObject([
			{channel: 'webhook', state: 'sent'},
		]);
	});

	test('that a contract blocks is an alert with what broke it', async () => {
		const {url, posts} = await openWebhook(204);
		const retyped = {kind: 'retyped-field', field: 'current_price', source: 'coingecko'} as const;
		const desk = await openDesk({
			settings: {'alerts.webhookUrl': url},
			exchange: {faults: [{...retyped, path: '/coins/markets'}]},
		});
		expect(await desk.app.pipeline.collect(collect)).toMatchObject({status: 'blocked'});
		expect(await desk.app.storage.alerts.history(10)).toMatchObject([
			{
				kind: 'contract-blocked',
				facts: {fault: 'contract-violated', message: expect.stringContaining('current_price') as string},
			},
		]);
		expect(posts).toHaveLength(1);
		expect(posts[0]!.body).toContain('A data contract blocked');
	});

	test('tells of models whose intervals miss their target, once an hour at most', async () => {
		const desk = await openDesk();
		const model = savedModel();
		// The 80 % interval held in 50 of 100 cases, the others as they should.
		const half = Uint8Array.from({length: 200}, (_, i) => i % 2);
		const held = model.conformal.held.map((list, i) => (i === 1 ? half : list));
		await desk.app.storage.models.save({...model, conformal: {...model.conformal, held}}, true);
		for (let i = 0; i < 2; i++) await desk.app.pipeline.collect(collect);
		const broken = (await desk.app.storage.alerts.history(10)).filter(({kind}) => kind === 'coverage-broken');
		expect(broken).toMatchObject([{count: 1, facts: {series: 'bitcoin 1h 50.0 % (n=200)'}}]);
	});

	test('of a simulated market stores its alerts and sends them to nobody', async () => {
		const server = await startMailServer();
		const {app: real} = await openDesk({
			settings: {'smtp.url': `smtp://127.0.0.1:${server.port}`, 'email.to': 'me@example.org'},
		});
		const app = await openApp({config: real.config, demo: true, mode: 'headless'});
		onTestFinished(() => app.close());
		await app.storage.alerts.addRule({...readRule('bitcoin > 1'), repetition: once, createdAt: deskNow});
		await app.pipeline.collect(collect);
		expect(await app.storage.alerts.history(10)).toMatchObject([{kind: 'price', deliveries: []}]);
		expect(server.mails).toEqual([]);
	});

	test('tries a failed send again with growing pauses, tells the log, and stays what it is', async () => {
		const desk = await openDesk({
			settings: {'smtp.url': 'smtp://me:hunter22@127.0.0.1:1', 'email.to': 'me@example.org'},
		});
		await addRule(desk, 'bitcoin > 1');
		expect(await desk.app.pipeline.collect(collect)).toMatchObject({status: 'done', faults: []});
		const [first] = await desk.app.storage.alerts.history(1);
		expect(first!.deliveries).toMatchObject([{state: 'waiting', attempts: 1}]);
		expect(first!.deliveries[0]!.nextAt).toBeGreaterThan(desk.clock.now());
		expect(logged(desk)).toEqual([expect.stringContaining('not sent by mail: 127.0.0.1:1')]);

		await desk.clock.advance(hour);
		await desk.app.pipeline.collect(collect);
		expect((await desk.app.storage.alerts.history(1))[0]!.deliveries).toMatchObject([{attempts: 2}]);
		expect(JSON.stringify([desk.events, await desk.app.storage.alerts.history(10)])).not.toContain(
			'hunter22',
		);
	});

	test('that collects nothing is an alert, and so is a source that stays down', async () => {
		const desk = await openDesk({exchange: {faults: [{kind: 'server-error'}]}});
		for (let i = 0; i < 4; i++) {
			await desk.app.pipeline.collect(collect);
			await desk.clock.advance(hour);
		}

		const kinds = (await desk.app.storage.alerts.history(10)).map(({kind, facts, count}) => [
			kind,
			facts['source'] ?? null,
			count,
		]);
		expect(kinds).toContainEqual(['nothing-collected', null, 4]);
		expect(kinds.filter(([kind, source]) => kind === 'source-down' && source === 'coingecko')).toHaveLength(
			1,
		);
	});

	test('of two processes at once fires a rule once', async () => {
		const desk = await openDesk({standing: true});
		const other = await desk.another();
		await addRule(desk, 'bitcoin > 1');
		await Promise.all([desk.app, other].map(async app => app.pipeline.collect(collect)));
		const prices = (await desk.app.storage.alerts.history(10)).filter(({kind}) => kind === 'price');
		expect(prices).toMatchObject([{count: 1}]);
	});
});

test('a backfill that ends is an alert', async () => {
	const desk = await openDesk();
	const range = {from: deskNow - day, to: deskNow};
	await desk.app.pipeline.backfill({choice: collect.choice, interval: '1h', range, onInvalid: 'block'});
	expect((await desk.app.storage.alerts.history(1))[0]).toMatchObject({kind: 'backfill-finished'});
});

test('a nearly full disk is told once a day, with a count', async () => {
	const desk = await openDesk({settings: {'alerts.diskFreeMb': '1000000000'}});
	await desk.app.pipeline.collect(collect);
	await desk.clock.advance(hour);
	await desk.app.pipeline.collect(collect);
	const disk = (await desk.app.storage.alerts.history(10)).filter(({kind}) => kind === 'disk-nearly-full');
	expect(disk).toMatchObject([{count: 2}]);
});

test('a budget that is nearly spent is told once a month', async () => {
	const desk = await openDesk({coincap: true, settings: {'coincap.monthlyCredits': '100'}});
	await desk.app.storage.budgets.charge('coincap', 95, deskNow);
	await desk.app.pipeline.collect(collect);
	await desk.app.pipeline.collect(collect);
	const told = (await desk.app.storage.alerts.history(10)).filter(({kind}) => kind === 'budget-nearly-spent');
	expect(told).toMatchObject([{count: 1, facts: {source: 'coincap', limit: 100}}]);
});

test('a damaged database is mailed although it can keep nothing, and not with every start', async () => {
	const server = await startMailServer();
	const desk = await openDesk({
		settings: {'smtp.url': `smtp://127.0.0.1:${server.port}`, 'email.to': 'me@example.org'},
	});
	const {config} = desk.app;
	await desk.app.close();
	const file = join(config.dataDir, 'crypto-tui.db');
	for (const tail of ['-wal', '-shm']) rmSync(file + tail, {force: true});
	writeFileSync(file, readFileSync(file).fill(0xff, 100, 4096));
	for (let i = 0; i < 2; i++) {
		await expect(openApp({config, mode: 'headless'})).rejects.toMatchObject({code: 'storage-damaged'});
	}

	expect(server.mails).toHaveLength(1);
	expect(partsOf(server.mails[0]!).head).toContain('Subject: crypto-tui: The database is damaged');
});

const fail = (_: AlertRule, error: unknown): never => {
	throw error;
};
/** From so many days ago to so many. */
const ago = (from: number, to: number) => ({from: deskNow - from * day, to: deskNow - to * day});

describe('a rule about candles', () => {
	test.each(['crosses sma(5)', 'crosses below ema(10)', 'rsi(5) < 45', 'volume > 1.1x average(5)'])(
		'%s fires through the store exactly where the whole history says',
		async text => {
			const desk = await openDesk();
			const {storage, pipeline} = desk.app;
			const since = deskNow - 10 * day;
			const rule = await addRule(desk, `bitcoin ${text}`, since);
			for (const part of [ago(20, 9), ago(9, 4), ago(4, 0)]) {
				await pipeline.backfill({choice: collect.choice, interval: '1h', range: part, onInvalid: 'block'});
				await watchRules(storage, [], fail);
			}

			const [series] = await storage.candles.list({asset: 'bitcoin', interval: '1h'});
			const candles = await storage.candles.read(series!, {from: 0, to: deskNow});
			const condition = readRule(`bitcoin ${text}`).condition as Parameters<typeof candleObservations>[0];
			const seen = candleObservations(condition, candles, stepOf['1h']);
			const whole = evaluate(standingAt(since, condition, seen, once), condition, seen, once).firings;
			expect(whole.length).toBeGreaterThan(2);
			const fired = (await storage.alerts.history(1000)).filter(({rule: id}) => id === rule.id);
			expect(fired.map(({at}) => at).toReversed()).toEqual(whole.map(({at}) => at));
			const rehearsal = await rehearse(storage, rule, deskNow, 10 * day);
			expect(rehearsal.firings.map(({at}) => at)).toEqual(whole.map(({at}) => at));
		},
	);
});

test('a price rule is rehearsed on the closes of candles where no quote was captured', async () => {
	const desk = await openDesk();
	const range = {from: deskNow - 10 * day, to: deskNow};
	await desk.app.pipeline.backfill({choice: collect.choice, interval: '1h', range, onInvalid: 'block'});
	const rule = {asset: 'bitcoin', repetition: once};
	const on = async (text: string) =>
		rehearse(desk.app.storage, {...rule, condition: readRule(`bitcoin ${text}`).condition}, deskNow, 5 * day);
	expect((await on('> 1')).firings).toHaveLength(1);
	expect((await on('> 1')).observations).toBeGreaterThanOrEqual(5 * 24 - 1);
	expect((await on('change1h > 0')).firings.length).toBeGreaterThan(10);
	expect((await on('marketcap > 1')).observations).toBeLessThanOrEqual(1);
});
