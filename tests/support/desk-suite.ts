/** The promises of `desk/desk.ts` as laws: a desk in the same thread and a desk in a worker keep all of them. */

import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {beforeEach, describe, expect, onTestFinished, test, vi} from 'vitest';
import {startExchange, type Exchange} from '#adapters/simulated/exchange.js';
import {openVault} from '#app/vault.js';
import type {Desk} from '#desk/desk.js';
import type {Job} from '#desk/views/pipeline.js';
import type {DeskPlace} from '#desk/place.js';
import {readRule} from '#domain/alerts/rule-text.js';
import {Fault} from '#domain/fault.js';
import {stepOf} from '#domain/interval.js';
import {emptyFolder, newsOf, placeAt} from './desk-place.js';
import {openWebhook} from './web-hook.js';

const patience = {timeout: 15_000, interval: 20};
const day = stepOf['1d'];

/** What a promise rejects with. */
async function faultOf(promise: Promise<unknown>): Promise<Fault> {
	const error = await promise.then(
		() => null,
		(reason: unknown) => reason,
	);
	if (error instanceof Fault) return error;
	throw new Error(`no fault was thrown, but ${String(error)}`);
}

const isOver = ({state}: Job): boolean => state !== 'queued' && state !== 'running';

/** `start` makes a desk at a place; the suite closes it. */
export function deskSuite(name: string, start: (place: DeskPlace) => Desk): void {
	describe(`${name} as a desk`, () => {
		let exchange: Exchange;
		let folder: string;
		beforeEach(async () => {
			exchange = await startExchange({seed: 7, clock: () => Date.now()});
			onTestFinished(async () => exchange.close());
			folder = emptyFolder();
		});
		const begin = (place: DeskPlace = placeAt(folder, exchange)): Desk => {
			const desk = start(place);
			onTestFinished(async () => desk.close());
			return desk;
		};
		/** A desk that has finished its first cycle. */
		const collected = async (place?: DeskPlace): Promise<Desk> => {
			const desk = begin(place);
			const news = newsOf(desk);
			await desk.open();
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('done'), patience);
			return desk;
		};

		test('an empty place opens with an empty market, and fills by itself', async () => {
			const desk = begin();
			const news = newsOf(desk);
			const opening = await desk.open();
			expect(opening.market.rows).toEqual([]);
			expect(opening).toMatchObject({version: '0.0.0-test', simulated: false, readOnly: false});
			expect(opening.watchlists.map(({name}) => name)).toContain('favourites');
			await vi.waitFor(() => expect(news.of('market-stored')).not.toEqual([]), patience);
			const market = await desk.market();
			expect(market.rows).toHaveLength(30);
			expect(market.rows[0]).toMatchObject({asset: 'bitcoin', rank: 1, source: 'coingecko'});
			expect(market.sparklines.find(({asset}) => asset === 'bitcoin')?.prices.length).toBeGreaterThan(100);
		});

		test('after a cycle the loop waits for the next one, and pairs are known', async () => {
			const desk = await collected();
			const {loop} = await desk.open();
			expect(loop.state).toBe('waiting');
			expect(loop.nextAt).toBeGreaterThan(Date.now());
			expect((await desk.market()).pairs).toMatchObject({bitcoin: 'BTCUSDT'});
		});

		test('a pause holds the loop until it is resumed; a refresh still collects', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			await desk.pause();
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('paused'), patience);
			await desk.refresh();
			await vi.waitFor(
				() => expect(news.of('event').map(({event}) => event.type)).toContain('run-finished'),
				patience,
			);
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('paused'), patience);
			await desk.resume();
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('waiting'), patience);
			expect(await desk.runs(10)).toHaveLength(2);
		});

		test('what is asked for before the loop began is collected when it begins', async () => {
			const place = placeAt(folder, exchange);
			await (await collected(place)).close();
			const desk = begin(place);
			await desk.open();
			await desk.refresh();
			await vi.waitFor(async () => expect(await desk.runs(10)).toHaveLength(2), patience);
		});

		test('a desk that is closed before the loop began begins nothing', async () => {
			const desk = begin();
			const news = newsOf(desk);
			await desk.open();
			await desk.close();
			const elsewhere = await startExchange({seed: 7, clock: () => Date.now()});
			onTestFinished(async () => elsewhere.close());
			// Another desk has its whole first cycle in the meantime.
			await collected(placeAt(emptyFolder(), elsewhere));
			expect(news.all).toEqual([]);
			expect(exchange.requests).toEqual([]);
		});

		test('a setting that changes before the loop began counts for all that works by itself', async () => {
			// A message that is long on its way keeps the store until after the time when work begins.
			const {url} = await openWebhook(204, 200);
			const place = placeAt(folder, exchange, {'alerts.webhookUrl': url});
			const {CRYPTO_TUI_SNAPSHOT_EVERY_DAYS: _, ...environment} = place.environment;
			mkdirSync(join(folder, 'config'));
			writeFileSync(join(folder, 'config', 'config.json'), '{"snapshot.everyDays": 0}');
			const desk = begin({...place, environment});
			await desk.open();
			await Promise.all([desk.testAlertChannels(), desk.setSetting('snapshot.everyDays', '7')]);
			await vi.waitFor(async () => expect((await desk.versions()).records).toHaveLength(1), patience);
		});

		test('live prices come with their asset', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			await vi.waitFor(() => {
				const price = news
					.of('prices')
					.flatMap(({prices}) => prices)
					.find(({asset}) => asset === 'bitcoin');
				expect(price).toMatchObject({source: 'binance', quote: 'USDT'});
			}, patience);
		});

		test('a chart shows what is stored, at an interval that fits, with indicators as long as the candles', async () => {
			const desk = await collected();
			const answer = await desk.chart({
				asset: 'bitcoin',
				from: null,
				to: null,
				bars: 60,
				interval: 'auto',
				indicators: [
					{id: 'sma', settings: {period: 5}},
					{id: 'macd', settings: {}},
				],
			});
			expect(answer).toMatchObject({
				series: {source: 'binance', asset: 'bitcoin', quote: 'USDT'},
				interval: '1d',
				resampledFrom: null,
			});
			expect(answer.candles.length).toBeGreaterThan(30);
			expect(answer.indicators.map(({id, lines}) => [id, lines.map(({length}) => length)])).toEqual([
				['sma', [answer.candles.length]],
				['macd', Array.from({length: 3}, () => answer.candles.length)],
			]);
			expect(answer.intervals).toEqual(['1h', '4h', '12h', '1d', '1w']);
			expect(answer.candles.ts).toBeInstanceOf(Float64Array);
		});

		test('an asset that has no candles has an empty chart', async () => {
			const desk = await collected();
			const answer = await desk.chart({
				asset: 'no-such-coin',
				from: null,
				to: null,
				bars: 60,
				interval: 'auto',
				indicators: [],
			});
			expect(answer).toMatchObject({series: null, stored: null, intervals: [], gaps: []});
			expect(answer.candles.length).toBe(0);
		});

		test('a comparison has one grid, and holes where nothing is stored', async () => {
			const desk = await collected();
			const to = Date.now();
			const {ts, series, interval} = await desk.compare({
				assets: ['bitcoin', 'ethereum', 'no-such-coin'],
				from: to - 10 * day,
				to,
				points: 60,
			});
			expect(interval).toBe('4h');
			expect(series.map(({asset, close}) => [asset, close.length])).toEqual([
				['bitcoin', ts.length],
				['ethereum', ts.length],
				['no-such-coin', ts.length],
			]);
			expect([...series[0]!.close].every(Number.isFinite)).toBe(true);
			expect([...series[2]!.close].every(Number.isNaN)).toBe(true);
		});

		test('a backfill is planned, told while it runs, and done', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			const request = {choice: {by: 'names', names: ['btc']}, interval: '1d', days: 20} as const;
			expect(await desk.plan(request)).toMatchObject({interval: '1d', candles: 20});
			const job = await desk.backfill(request);
			expect(job).toMatchObject({state: 'queued', plan: null});
			await vi.waitFor(() => expect(news.of('job').at(-1)?.job.state).toBe('done'), patience);
			expect(news.of('job').at(-1)?.job).toMatchObject({id: job.id, plan: {candles: 20}, fault: null});
			expect((await desk.pipeline()).jobs).toMatchObject([{id: job.id, state: 'done'}]);
			expect((await faultOf(desk.cancel(job.id))).message).toContain('over already');
		});

		test('of two backfills one waits for the other, and can be cancelled', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			const first = await desk.backfill({
				choice: {by: 'names', names: ['btc', 'eth']},
				interval: '1h',
				days: 400,
			});
			const second = await desk.backfill({
				choice: {by: 'names', names: ['btc']},
				interval: '1m',
				days: 300,
			});
			expect(second.state).toBe('queued');
			await desk.cancel(second.id);
			await vi.waitFor(() => {
				const last = new Map(news.of('job').map(({job}) => [job.id, job]));
				expect([first.id, second.id].map(id => last.get(id)?.state)).toEqual(['done', 'cancelled']);
			}, patience);
		});

		test('a running backfill that is cancelled says so', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			const job = await desk.backfill({
				choice: {by: 'names', names: ['btc', 'eth']},
				interval: '1m',
				days: 300,
			});
			await vi.waitFor(
				() => expect(news.of('job').some(({job}) => job.doneRequests > 0)).toBe(true),
				patience,
			);
			await desk.cancel(job.id);
			await vi.waitFor(() => expect(news.of('job').some(({job}) => isOver(job))).toBe(true), patience);
			expect(news.of('job').at(-1)?.job).toMatchObject({state: 'cancelled', fault: null});
		});

		test('the origin of a quote names the answer it was in', async () => {
			const desk = await collected();
			const origin = await desk.origin({of: 'quote', asset: 'bitcoin'});
			expect(origin).toMatchObject({
				source: 'coingecko',
				endpoint: '/coins/markets',
				contract: expect.stringContaining('coingecko') as string,
				payload: expect.stringMatching(/^[\da-f]{64}$/) as string,
				derived: null,
			});
			expect(origin?.url).toContain(`${exchange.urls.coingecko}/coins/markets?`);
			expect(await desk.origin({of: 'quote', asset: 'no-such-coin'})).toBeNull();
		});

		test('the origin of a day made of hours is the answer with the hours', async () => {
			const desk = await collected();
			const {series, candles} = await desk.chart({
				asset: 'bitcoin',
				from: null,
				to: null,
				bars: 60,
				interval: '1d',
				indicators: [],
			});
			const origin = await desk.origin({of: 'candle', series: series!, ts: candles.ts[5]!});
			expect(origin).toMatchObject({source: 'binance', endpoint: '/klines', derived: 'rolled up from 1h'});
			expect(origin?.payload).toMatch(/^[\da-f]{64}$/);
		});

		test('the origin of a candle made of several says so', async () => {
			const desk = await collected();
			const question = {asset: 'bitcoin', from: null, to: null, bars: 60, indicators: []} as const;
			const {series, candles} = await desk.chart({...question, interval: '4h'});
			const origin = await desk.origin({
				of: 'candle',
				series: series!,
				ts: candles.ts[5]!,
				shownAs: '4h',
			});
			expect(origin?.derived).toMatch(/^resampled from 1h/);
		});

		test('coverage has every stored series with its share over time', async () => {
			const desk = await collected();
			const {rows, range} = await desk.coverage({interval: '1h', buckets: 10});
			expect(rows.map(({asset, interval}) => [asset, interval])).toContainEqual(['bitcoin', '1h']);
			for (const {buckets, from} of rows.filter(({gaps}) => gaps === 0)) {
				expect(buckets).toHaveLength(10);
				expect([...buckets].filter(share => !Number.isNaN(share)).every(share => share > 0.98)).toBe(true);
				expect(from).toBeGreaterThanOrEqual(range.from);
			}
		});

		/** A desk with hours of Bitcoin, one page of which was refused. */
		const holed = async (): Promise<Desk> => {
			const desk = await collected();
			const news = newsOf(desk);
			exchange.setFaults([{kind: 'page', path: '^/klines.*interval=1h', nth: 2}]);
			await desk.backfill({choice: {by: 'names', names: ['btc']}, interval: '1h', days: 200});
			await vi.waitFor(() => expect(news.of('job').at(-1)?.job.finishedAt).not.toBeNull(), patience);
			exchange.setFaults([]);
			return desk;
		};

		test('an examination finds a hole with its cause, and what healing it takes', async () => {
			const desk = await holed();
			const {gaps, plan, checks} = await desk.examine();
			expect(gaps.filter(({interval}) => interval === '1h')).toMatchObject([
				{asset: 'bitcoin', cause: 'refused', obstacle: null},
			]);
			expect(plan).toMatchObject({requests: 1, cost: [{source: 'binance', requests: 1}]});
			expect(await desk.planHealing({assets: ['bitcoin']})).toEqual(plan);
			expect(await desk.planHealing({assets: ['ethereum']})).toMatchObject({gaps: 0, requests: 0});
			expect(checks).toContainEqual(expect.objectContaining({id: 'database', state: 'ok'}));
			expect(checks).toContainEqual(expect.objectContaining({id: 'config', state: 'ok'}));
		});

		test('a healing is planned, told while it runs, and leaves no hole', async () => {
			const desk = await holed();
			const news = newsOf(desk);
			const job = await desk.heal({assets: null});
			expect(job).toMatchObject({request: {work: 'heal', assets: null}, state: 'queued', plan: null});
			await vi.waitFor(() => expect(news.of('job').at(-1)?.job.state).toBe('done'), patience);
			expect(news.of('job').at(-1)?.job).toMatchObject({
				id: job.id,
				plan: {requests: 1},
				doneRequests: 1,
				holes: {healed: 1, silent: 0, failed: 0},
				fault: null,
			});
			expect((await desk.examine()).gaps).toEqual([]);
		});

		test('the machine is looked at, and every source asked', async () => {
			const desk = await collected();
			const checks = await desk.checkMachine();
			expect(Object.fromEntries(checks.map(({id, state}) => [id, state]))).toMatchObject({
				disk: 'ok',
				log: 'ok',
				'source.coingecko': 'ok',
				'source.binance': 'ok',
				clock: 'ok',
			});
		});

		test('the log has the lines of the run, the oldest first, and can be searched', async () => {
			const desk = await collected();
			await vi.waitFor(async () => {
				const lines = await desk.log({level: 'info', search: 'collect', limit: 100});
				expect(lines.map(({message}) => message)).toEqual([
					'collect started',
					expect.stringMatching(/^collect done: /) as string,
				]);
			}, patience);
			expect(await desk.log({level: 'info', search: '', limit: 1})).toHaveLength(1);
			expect(await desk.log({level: 'error', search: '', limit: 10})).toEqual([]);
		});

		test('the log is told as it is written', async () => {
			const desk = begin();
			const news = newsOf(desk);
			await desk.open();
			await vi.waitFor(
				() => expect(news.of('log').map(({line}) => line.message)).toContain('collect started'),
				patience,
			);
		});

		test('a dead source is told as the fault of the cycle, and the next try is due within a minute', async () => {
			exchange.setFaults([{kind: 'not-found'}]);
			const desk = begin();
			const news = newsOf(desk);
			await desk.open();
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.last?.status).toBe('failed'), patience);
			await vi.waitFor(() => expect(news.of('loop').at(-1)?.loop.state).toBe('waiting'), patience);
			const {loop} = news.of('loop').at(-1)!;
			expect(loop.last?.faults[0]?.hint).not.toBe('');
			expect(loop.nextAt! - Date.now()).toBeLessThanOrEqual(60_000);
		});

		test('a setting of the screen is written, checked and told; nothing is opened anew', async () => {
			const desk = begin();
			const news = newsOf(desk);
			await desk.open();
			await desk.setSetting('ui.theme', 'light');
			const entry = news
				.of('settings')
				.at(-1)
				?.settings.find(({key}) => key === 'ui.theme');
			expect(entry).toMatchObject({value: 'light', origin: 'file', given: true});
			expect(entry?.choices).toContain('contrast');
			expect(JSON.parse(readFileSync(join(folder, 'config', 'config.json'), 'utf8'))).toMatchObject({
				'ui.theme': 'light',
			});
			await desk.setSetting('ui.theme', null);
			expect(
				news
					.of('settings')
					.at(-1)
					?.settings.find(({key}) => key === 'ui.theme'),
			).toMatchObject({
				value: 'auto',
				origin: 'default',
			});
			expect((await faultOf(desk.setSetting('ui.theme', 'pink'))).code).toBe('invalid-config');
		});

		test('a setting of the pipeline is at work at once', async () => {
			const desk = await collected(placeAt(folder, exchange));
			await desk.setSetting('log.level', 'error');
			const {settings, market} = await desk.open();
			expect(settings.find(({key}) => key === 'log.level')).toMatchObject({value: 'error', origin: 'file'});
			expect(market.rows).toHaveLength(30);
			expect(await desk.runs(1)).toHaveLength(1);
		});

		test('a setting that the environment decides cannot be changed in the file', async () => {
			const desk = begin();
			await desk.open();
			const fault = await faultOf(desk.setSetting('watch.top', '5'));
			expect(fault.message).toContain('CRYPTO_TUI_WATCH_TOP');
			expect(fault.hint).not.toBe('');
		});

		test('secrets never come', async () => {
			const desk = begin(placeAt(folder, exchange, {'coingecko.key': 'CG-very-secret'}));
			const opening = await desk.open();
			expect(JSON.stringify(opening)).not.toContain('CG-very-secret');
			expect(opening.settings.find(({key}) => key === 'coingecko.key')).toMatchObject({
				value: null,
				text: '',
				given: true,
				secret: true,
			});
		});

		test('watchlists, lots and memory stay for the next start', async () => {
			const place = placeAt(folder, exchange);
			const desk = await collected(place);
			const news = newsOf(desk);
			await desk.saveWatchlist({name: 'mine', assets: ['ethereum', 'bitcoin']});
			expect(news.of('watchlists').at(-1)?.watchlists).toContainEqual({
				name: 'mine',
				assets: ['ethereum', 'bitcoin'],
			});
			const [lot] = await desk.addLots([
				{asset: 'bitcoin', amount: '0.5', cost: '100', currency: 'USD', at: null, note: ''},
			]);
			await desk.remember('screen', {columns: ['price']});
			await desk.close();

			const later = begin(place);
			const opening = await later.open();
			expect(opening.watchlists).toContainEqual({name: 'mine', assets: ['ethereum', 'bitcoin']});
			expect(opening.memory).toEqual({screen: {columns: ['price']}});
			expect(await later.lots()).toEqual([lot]);
		});

		test('lots are read from a file, and what cannot be read is told with its line', async () => {
			const desk = await collected();
			const path = join(folder, 'lots.csv');
			writeFileSync(
				path,
				'\uFEFFAtivo;Quantidade;Custo;Moeda;Data;Observação\nBTC;0,5;R$ 1.234,56;brl;31/03/2024;primeira\nnada;1;;;;\n',
			);
			expect(await desk.readLots(path)).toEqual({
				lots: [
					{
						asset: 'bitcoin',
						amount: '0.5',
						cost: '1234.56',
						currency: 'BRL',
						at: Date.UTC(2024, 2, 31),
						note: 'primeira',
					},
				],
				problems: [{line: 3, message: expect.stringContaining('nada') as string}],
			});
			expect((await faultOf(desk.readLots(join(folder, 'none.csv')))).message).toContain('no such file');
		});

		test('a sheet becomes a CSV file with a manifest that tells what it is', async () => {
			const desk = await collected();
			const path = await desk.saveSheet({
				name: 'Market: Ação/..',
				columns: ['symbol', 'price', 'note'],
				rows: [
					['BTC', 1.5, '=1+1'],
					['ETH', null, null],
				],
			});
			expect(path).toContain(join(folder, 'data', 'exports', 'Market-Acao-'));
			expect(readFileSync(path, 'utf8')).toBe('symbol,price,note\nBTC,1.5,"=1+1"\nETH,,\n');
			expect(JSON.parse(readFileSync(path.replace('.csv', '.json'), 'utf8'))).toMatchObject({
				rows: 2,
				timeZone: 'UTC',
				version: '0.0.0-test',
				source: expect.arrayContaining(['coingecko', 'binance']) as string[],
				sha256: expect.stringMatching(/^[\da-f]{64}$/) as string,
				columns: [
					{name: 'symbol', type: 'text'},
					{name: 'price', type: 'number'},
					{name: 'note', type: 'text'},
				],
			});
		});

		test('a text file stays inside the exports, and none is overwritten', async () => {
			const desk = begin();
			await desk.open();
			const first = await desk.saveText('../../market.svg', 'one');
			const second = await desk.saveText('../../market.svg', 'two');
			expect(first).toBe(join(folder, 'data', 'exports', 'market.svg'));
			expect([first, second].map(path => readFileSync(path, 'utf8'))).toEqual(['one', 'two']);
		});

		test('a price rule is rehearsed, kept, fires in the next cycle, is told with its deliveries, and removed', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			const {condition} = readRule('bitcoin change24h > -100');
			const repetition = {once: true, coolDownMs: 0, hysteresisPercent: 0};
			const rule = {asset: 'bitcoin', condition, repetition};
			const {firings, observations, from} = await desk.rehearseAlertRule(rule, 7);
			expect({fired: firings.length, observations, from}).toMatchObject({fired: 1});
			expect(observations).toBeGreaterThan(100);
			const id = await desk.addAlertRule(rule);
			expect(await desk.alertRules()).toMatchObject([
				{id, ...rule, standing: 'waiting', lastToldAt: null, seen: {level: -100}},
			]);
			await desk.refresh();
			const fired = async () => (await desk.alertRules())[0];
			await vi.waitFor(async () => expect(await fired()).toMatchObject({standing: 'done'}), patience);
			expect((await fired())!.lastToldAt).toBe((await fired())!.seen!.at);
			const [alert] = await desk.alerts(1);
			expect(alert).toMatchObject({kind: 'price', asset: 'bitcoin', count: 1, deliveries: []});
			expect(alert!.told.en.lines.join(' ')).toContain('Your rule "change24h > -100" fired');
			expect(alert!.told['pt-BR'].lines.join(' ')).toContain('Sua regra "change24h > -100" disparou');
			await desk.removeAlertRule(id);
			expect(await desk.alertRules()).toEqual([]);
			expect(news.of('alert-rules-stored'), 'added and removed').toHaveLength(2);
			expect((await faultOf(desk.removeAlertRule(id))).message).toBe(`There is no rule ${id}.`);
			expect((await faultOf(desk.addAlertRule({...rule, asset: 'nocoin'}))).code).toBe('unknown-asset');
		});

		test('a test message is sent through what is set up, and every channel tells how it went', async () => {
			const {url, posts} = await openWebhook(204);
			const mail = {'smtp.url': 'smtp://127.0.0.1:1', 'email.to': 'me@example.org'};
			const desk = begin(placeAt(folder, exchange, {...mail, 'alerts.webhookUrl': url}));
			await desk.open();
			expect(await desk.testAlertChannels()).toMatchObject({
				results: [
					{channel: 'mail', fault: {code: 'not-sent'}},
					{channel: 'webhook', fault: null},
				],
				problems: [],
			});
			expect(posts).toHaveLength(1);
		});

		test('what happened while away is told', async () => {
			const desk = await collected();
			expect(await desk.away(Date.now() - day)).toMatchObject({runs: 1, failedRuns: 0, drift: 0});
			expect(await desk.away(Date.now() + day)).toMatchObject({runs: 0, movers: []});
		});

		test('a desk for reading creates nothing, not even a folder', async () => {
			const desk = begin(placeAt(folder, exchange, {}, {readOnly: true}));
			const {market, loop, readOnly} = await desk.open();
			expect({rows: market.rows, loop: loop.state, readOnly}).toEqual({
				rows: [],
				loop: 'off',
				readOnly: true,
			});
			expect((await faultOf(desk.market())).code).toBe('no-assets');
			expect(existsSync(join(folder, 'data'))).toBe(false);
		});

		test('a desk for reading shows what is stored and refuses to change it', async () => {
			const place = placeAt(folder, exchange);
			await (await collected(place)).close();
			const asked = exchange.requests.length;
			const desk = begin({...place, readOnly: true});
			expect((await desk.open()).market.rows).toHaveLength(30);
			expect((await faultOf(desk.saveText('a.txt', ''))).hint).not.toBe('');
			expect((await faultOf(desk.refresh())).hint).not.toBe('');
			expect((await desk.examine()).series).toBeGreaterThan(0);
			expect((await faultOf(desk.heal({assets: null}))).hint).not.toBe('');
			expect((await faultOf(desk.checkMachine())).hint).not.toBe('');
			expect(exchange.requests).toHaveLength(asked);
		});

		test('a version is made, listed, shown, verified and compared', async () => {
			const desk = await collected();
			await desk.pause();
			const news = newsOf(desk);
			const made = await desk.createVersion({kind: 'data', message: 'mine'});
			expect(news.of('versions-stored')).toHaveLength(1);
			const {remote, records} = await desk.versions();
			expect(remote).toBe(join(folder, 'data', 'snapshots'));
			expect(records).toEqual([made]);
			const {manifest, pointer} = await desk.version(made.id);
			expect(manifest.rows).toMatchObject({quotes: 30});
			expect(existsSync(pointer)).toBe(true);
			expect(await desk.verifyVersions(made.id)).toMatchObject({snapshots: [made.id], damages: []});

			await desk.saveWatchlist({name: 'later', assets: ['bitcoin']});
			const second = await desk.createVersion({kind: 'database', message: ''});
			const {differences} = await desk.compareVersions(made.id, second.id);
			expect(differences).toEqual([{table: 'watchlists', series: null, added: 1, changed: 0, removed: 0}]);
			expect((await faultOf(desk.version('nonsense'))).code).toBe('usage');
		});

		test('a version is restored in place of the database, which is set aside, and all is told anew', async () => {
			const desk = await collected();
			await desk.pause();
			const {id} = await desk.createVersion({kind: 'data', message: ''});
			await desk.saveWatchlist({name: 'later', assets: ['bitcoin']});
			const news = newsOf(desk);
			const {setAside} = await desk.restoreVersion(id);
			expect(existsSync(setAside!)).toBe(true);
			const [told] = news.of('reopened');
			expect(told?.opening.watchlists.map(({name}) => name)).not.toContain('later');
			expect(told?.opening.market.rows).toHaveLength(30);
			expect(news.all.map(({type}) => type)).toEqual(
				expect.arrayContaining(['market-stored', 'candles-stored', 'forecasts-stored', 'lots-stored']),
			);
			await desk.saveWatchlist({name: 'again', assets: []});
		});

		test('nothing is restored while a backfill runs, nor to a version that is none', async () => {
			const desk = await collected();
			await desk.pause();
			const fault = await faultOf(desk.restoreVersion('nonsense'));
			expect(fault.code).toBe('usage');
			expect((await desk.market()).rows).toHaveLength(30);
			const request = {choice: {by: 'names', names: ['btc', 'eth']}, interval: '1m', days: 300} as const;
			const {id} = await desk.backfill(request);
			expect(await faultOf(desk.restoreVersion('latest'))).toMatchObject({
				code: 'busy',
				message: expect.stringContaining('A backfill is under way') as string,
			});
			await desk.cancel(id);
		});

		test('old versions and what the rules free are first said, then gone', async () => {
			const desk = await collected();
			await desk.pause();
			const {id} = await desk.createVersion({kind: 'data', message: ''});
			await desk.createVersion({kind: 'data', message: ''});
			const keep = {data: 1, database: 0};
			expect((await desk.pruneVersions(keep, true)).snapshots).toEqual([id]);
			expect((await desk.versions()).records).toHaveLength(2);
			expect((await desk.pruneVersions(keep, false)).snapshots).toEqual([id]);
			expect((await desk.versions()).records).toHaveLength(1);
			expect((await desk.planCompact()).items.map(({what}) => what)).toContain('quotes');
			expect((await desk.compact()).after).toBeGreaterThan(0);
		});

		test('after a cycle the versions that are due are made, and say by whom', async () => {
			const desk = await collected(placeAt(folder, exchange, {'snapshot.everyDays': '7'}));
			await vi.waitFor(async () => {
				expect((await desk.versions()).records).toMatchObject([
					{kind: 'data', message: 'made by the screen', simulated: false},
				]);
			}, patience);
		});

		test('a desk on a version shows it, collects nothing and refuses to change it', async () => {
			const desk = await collected();
			await desk.pause();
			const made = await desk.createVersion({kind: 'data', message: ''});
			await desk.saveWatchlist({name: 'later', assets: ['bitcoin']});
			await desk.close();
			const data = join(folder, 'data');
			const vault = openVault({dataDir: data, remote: join(data, 'snapshots'), patienceMs: 0});
			const asOf = {
				id: made.id,
				createdAt: Date.parse(made.createdAt),
				folder: await vault.materialise(made.id),
			};
			const asked = exchange.requests.length;
			const old = begin(placeAt(folder, exchange, {}, {asOf}));
			const opening = await old.open();
			expect(opening).toMatchObject({
				readOnly: true,
				asOf: {id: made.id, createdAt: asOf.createdAt},
				loop: {state: 'off'},
			});
			expect(opening.market.rows).toHaveLength(30);
			expect(opening.watchlists.map(({name}) => name)).not.toContain('later');
			expect((await old.versions()).records).toEqual([made]);
			const repetition = {once: true, coolDownMs: 0, hysteresisPercent: 0};
			const refused = [
				old.saveWatchlist({name: 'new', assets: []}),
				old.addLots([]),
				old.retryQuarantine([]),
				old.setSetting('ui.theme', 'light'),
				old.refresh(),
				old.createVersion({kind: 'data', message: ''}),
				old.verifyVersions(null),
				old.restoreVersion(made.id),
				old.pruneVersions({data: 1, database: 1}, false),
				old.compact(),
				old.addAlertRule({...readRule('bitcoin > 1'), repetition}),
				old.removeAlertRule(1),
				old.testAlertChannels(),
			];
			for (const work of refused) expect((await faultOf(work)).code).toBe('usage');
			expect(exchange.requests).toHaveLength(asked);
		});

		test('trains a model on what is stored, and forecasts with it', async () => {
			const desk = await collected();
			const news = newsOf(desk);
			const series = {asset: 'bitcoin', interval: '1h'} as const;
			expect((await desk.forecast(series)).fault?.code).toBe('model-missing');
			expect((await faultOf(desk.predict(series))).code).toBe('model-missing');
			const {id} = await desk.train({
				assets: ['bitcoin'],
				interval: '1h',
				kind: 'linear',
				search: 0,
				first: null,
			});
			await vi.waitFor(
				() => expect(news.of('training').at(-1)?.training).toMatchObject({id, state: 'done'}),
				patience,
			);
			expect(news.of('training').at(-1)!.training.results).toMatchObject([
				{asset: 'bitcoin', promoted: true},
			]);
			expect(news.of('forecasts-stored')).not.toEqual([]);
			const {models, now, fault} = await desk.predict(series);
			expect(fault).toBeNull();
			expect(models.map(({current}) => current)).toEqual([true]);
			expect(now!.forecast.model).toBe(models[0]!.meta.id);
			const [low, high] = now!.forecast.interval80!;
			expect(low).toBeLessThan(now!.forecast.predicted);
			expect(high).toBeGreaterThan(now!.forecast.predicted);
			expect((await desk.forecast(series)).now).toEqual(now);
			expect(await desk.origin({of: 'forecast', forecast: now!.forecast})).toMatchObject({
				source: 'binance',
				endpoint: '/klines',
			});
		});

		test('a place that cannot be used is told with what to do', async () => {
			writeFileSync(join(folder, 'data'), 'a file');
			const fault = await faultOf(begin().open());
			expect(fault.code).toBe('storage-unavailable');
			expect(fault.hint).toContain('--data-dir');
		});

		test('the simulated market needs no network and says that it is simulated', async () => {
			const desk = await collected(placeAt(folder, exchange, {}, {demo: true}));
			const {simulated, dataDir, market} = await desk.open();
			expect({simulated, dataDir}).toEqual({simulated: true, dataDir: join(folder, 'data', 'demo')});
			expect(market.rows).toHaveLength(30);
			expect(exchange.requests).toEqual([]);
		});

		test('a closed desk answers no more, and may be closed twice', async () => {
			const desk = begin();
			await desk.open();
			await desk.close();
			await desk.close();
			expect((await faultOf(desk.market())).code).toBe('interrupted');
		});
	});
}
