import {describe, expect, test} from 'vitest';
import {candleFlag} from '#domain/market.js';
import {exitCodeOf} from '#domain/run.js';
import {day, deskNow, hour, hourly, openDesk, rowsOf, stored} from '../support/desk.js';

const top3 = {choice: {by: 'top', count: 3}, onInvalid: 'block'} as const;

describe('a cycle', () => {
	test('stores the snapshot with its sparklines and the newest candles of the watched assets', async () => {
		const {app, asked} = await openDesk();
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('done');
		expect(report.faults).toEqual([]);
		expect(exitCodeOf(report)).toBe(0);
		expect(asked('/coins/markets')).toHaveLength(1);
		const quotes = await app.storage.quotes.latest();
		expect(quotes.length).toBeGreaterThanOrEqual(248);
		expect(quotes[0]).toMatchObject({asset: 'bitcoin', symbol: 'BTC', source: 'coingecko', rank: 1});
		const [spark] = await app.storage.quotes.sparklines(['bitcoin']);
		expect(spark!.prices.length).toBeGreaterThan(160);

		const bitcoin = await stored(app, hourly('bitcoin'));
		expect(bitcoin.length).toBe(1000);
		expect(bitcoin.ts.at(-1), 'the unfinished hour is there').toBe(Math.floor(deskNow / hour) * hour);
		expect(bitcoin.flags.at(-1)).toBe(candleFlag.open);
		expect(bitcoin.flags.at(-2)).toBe(0);
	});

	test('rolls hours up into days as it stores them', async () => {
		const {app} = await openDesk();
		await app.pipeline.collect(top3);
		const hours = await stored(app, hourly('bitcoin'));
		const days = await stored(app, {...hourly('bitcoin'), interval: '1d', origin: 'rollup'});
		const midnight = Math.floor(deskNow / day) * day - day;
		const at = days.ts.indexOf(midnight);
		const inDay = rowsOf(hours).filter(([ts]) => ts! >= midnight && ts! < midnight + day);
		expect(inDay).toHaveLength(24);
		expect(days.open[at]).toBe(inDay[0]![1]);
		expect(days.high[at]).toBe(Math.max(...inDay.map(row => row[2]!)));
		expect(days.low[at]).toBe(Math.min(...inDay.map(row => row[3]!)));
		expect(days.close[at]).toBe(inDay[23]![4]);
		expect(days.flags[at]).toBe(0);
		expect(days.flags.at(-1)! & candleFlag.open, 'today is not over').toBe(candleFlag.open);
	});

	test('changes nothing when nothing changed', async () => {
		const {app} = await openDesk();
		await app.pipeline.collect(top3);
		const before = await app.storage.quotes.stats();
		const again = await app.pipeline.collect(top3);
		expect(again.status).toBe('done');
		expect(again.rows).toMatchObject({inserted: 0, updated: 0});
		expect(again.rows.unchanged).toBeGreaterThan(240);
		expect((await app.storage.quotes.stats()).count).toBe(before.count);
	});

	test('asks one hour later only for what is new, and closes the candle that was open', async () => {
		const {app, clock, exchange, asked} = await openDesk();
		await app.pipeline.collect(top3);
		exchange.clearRequests();
		await clock.advance(hour);
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('done');
		const bitcoin = await stored(app, hourly('bitcoin'));
		expect(bitcoin.length).toBe(1001);
		expect(
			rowsOf(bitcoin)
				.slice(-2)
				.map(row => row[6]),
		).toEqual([0, candleFlag.open]);
		const klines = asked('/klines').find(({query}) => query.includes('BTCUSDT'));
		expect(new URLSearchParams(klines!.query).get('startTime')).toBe(
			String(Math.floor(deskNow / hour) * hour),
		);
		const revisions = await app.storage.candles.revisions(hourly('bitcoin'));
		expect(revisions, 'an open candle that closes is no revision').toEqual([]);
	});

	test('derives candles from prices where no pair can be trusted, and marks them', async () => {
		const {app, asked} = await openDesk();
		const report = await app.pipeline.collect({choice: {by: 'names', names: ['tether']}, onInvalid: 'block'});
		expect(report.status).toBe('done');
		expect(asked('/klines')).toHaveLength(0);
		const [series] = await app.storage.candles.list({asset: 'tether', interval: '1h'});
		expect(series).toMatchObject({source: 'coingecko', origin: 'prices', quote: 'USD'});
		const candles = await stored(app, hourly('tether', 'coingecko'));
		expect(candles.length).toBeGreaterThan(20);
		expect(Number.isNaN(candles.volume[0]!), 'a rolling 24 h volume is no volume of the hour').toBe(true);
	});

	test('does not believe a pair that carries the symbol of another coin', async () => {
		const {app, events} = await openDesk();
		await app.pipeline.collect({choice: {by: 'top', count: 200}, onInvalid: 'block'});
		const links = await app.storage.assets.links('binance');
		const impostors = links.filter(({verdict}) => verdict === 'disagrees');
		expect(impostors.length).toBeGreaterThan(0);
		for (const {asset, ourPrice, theirPrice} of impostors) {
			expect(Math.abs(ourPrice! / theirPrice! - 1)).toBeGreaterThan(0.05);
			const sources = (await app.storage.candles.list({asset})).map(({source}) => source);
			expect(sources).not.toContain('binance');
		}

		expect(events.filter(event => event.type === 'notice').map(({code}) => code)).toContain(
			'price-disagrees',
		);
	});

	test('takes the best ranked of several assets with one symbol, and says so', async () => {
		const {app, events} = await openDesk({settings: {'snapshot.top': '400'}});
		const report = await app.pipeline.collect({choice: {by: 'names', names: ['MRD']}, onInvalid: 'block'});
		expect(report.status).toBe('done');
		const notice = events.find(event => event.type === 'notice' && event.code === 'ambiguous-asset');
		expect(notice).toMatchObject({message: expect.stringContaining('"MRD" means meridian (#')});
		expect(notice).toMatchObject({message: expect.stringContaining('marauder-dog')});
	});

	test('names an unknown asset and goes on with the others', async () => {
		const {app} = await openDesk();
		const report = await app.pipeline.collect({
			choice: {by: 'names', names: ['bitcoin', 'no-such-coin']},
			onInvalid: 'block',
		});
		expect(report.status).toBe('partial');
		expect(report.faults).toMatchObject([
			{code: 'unknown-asset', message: expect.stringContaining('no-such-coin')},
		]);
		expect(exitCodeOf(report)).toBe(75);
		expect((await stored(app, hourly('bitcoin'))).length).toBe(1000);
	});

	test('finds an asset beyond the snapshot by its id', async () => {
		const {app} = await openDesk({settings: {'snapshot.top': '5'}});
		const report = await app.pipeline.collect({
			choice: {by: 'names', names: ['litecoin']},
			onInvalid: 'block',
		});
		expect(report.status).toBe('done');
		expect((await app.storage.assets.list()).map(({id}) => id)).toContain('litecoin');
		expect((await stored(app, hourly('litecoin'))).length).toBe(1000);
	});

	test('asks for the market first when only the exchange is wanted and no asset is known yet', async () => {
		const {app, exchange, asked} = await openDesk();
		const only = {choice: {by: 'names', names: ['bitcoin']}, source: 'binance', onInvalid: 'block'} as const;
		const report = await app.pipeline.collect(only);
		expect(report).toMatchObject({status: 'done', faults: []});
		expect((await stored(app, hourly('bitcoin'))).length).toBe(1000);
		exchange.clearRequests();
		await app.pipeline.collect(only);
		expect(asked('/coins/markets'), 'a fresh price is not asked for again').toHaveLength(0);
	});

	test('takes a snapshot of several pages as one batch', async () => {
		const {app, asked} = await openDesk({settings: {'snapshot.top': '300'}});
		const report = await app.pipeline.collect({...top3, choice: {by: 'top', count: 1}});
		expect(report.status).toBe('done');
		expect(asked('/coins/markets')).toHaveLength(2);
		const stamps = new Set((await app.storage.quotes.latest()).map(({capturedAt}) => capturedAt));
		expect(stamps.size).toBe(1);
	});

	test('keeps venues and rates when CoinCap has a key, once a day', async () => {
		const {app, exchange, asked} = await openDesk({coincap: true});
		await app.pipeline.collect(top3);
		expect((await app.storage.venues.exchanges()).length).toBeGreaterThan(0);
		expect((await app.storage.venues.rates()).length).toBeGreaterThan(0);
		expect((await app.storage.venues.markets({asset: 'bitcoin'})).length).toBeGreaterThan(0);
		exchange.clearRequests();
		await app.pipeline.collect(top3);
		expect(asked('/exchanges')).toHaveLength(0);
	});
});

describe('a cycle when things go wrong', () => {
	test('a contract violation blocks the whole snapshot, names rule, field and sample, and keeps the payload', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'negative-price', path: '^/coins/markets'}]);
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('blocked');
		expect(exitCodeOf(report)).toBe(65);
		expect(await app.storage.quotes.latest()).toEqual([]);
		expect(report.faults[0]).toMatchObject({code: 'contract-violated', source: 'coingecko'});
		expect(report.faults[0]!.message).toMatch(/current_price" = -\d/);
		const [row] = await app.storage.quarantine.list();
		expect(row).toMatchObject({kind: 'violation', field: 'current_price', run: report.run});
		expect(await app.storage.archive.read(row!.payload)).not.toBeNull();
	});

	test('with the quarantine policy one bad row is set aside and the rest loads', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'negative-price', path: '^/coins/markets', row: 40}]);
		const report = await app.pipeline.collect({...top3, onInvalid: 'quarantine'});
		expect(report.rows.violating).toBe(1);
		expect(report.status).toBe('done');
		expect((await app.storage.quotes.latest()).length).toBeGreaterThan(240);
		expect(await app.storage.quarantine.count()).toMatchObject({violation: 1});
	});

	test('a dead coin without a price is incomplete, counted, and no violation', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'null-price', path: '^/coins/markets', row: 10}]);
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('done');
		expect(report.rows.incomplete).toBeGreaterThanOrEqual(1);
		expect(report.rows.violating).toBe(0);
		expect((await app.storage.quarantine.count()).incomplete).toBe(report.rows.incomplete);
	});

	test('the same bad row seen twice is counted, not repeated', async () => {
		const {app, exchange, clock} = await openDesk();
		exchange.setFaults([{kind: 'null-price', path: '^/coins/markets', row: 10}]);
		await app.pipeline.collect(top3);
		const first = await app.storage.quarantine.list();
		await clock.advance(60_000);
		await app.pipeline.collect(top3);
		const again = await app.storage.quarantine.list();
		expect(again.length).toBeGreaterThanOrEqual(first.length);
		expect(new Set(again.map(({key, rule}) => `${key} ${rule}`)).size).toBe(again.length);
	});

	test('a renamed field is a violation with a drift notice; an added one only a notice, told once', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'added-field', field: 'brand_new', path: '^/coins/markets'}]);
		const added = await app.pipeline.collect(top3);
		expect(added.status).toBe('done');
		expect(added.drift).toMatchObject([{endpoint: '/coins/markets', field: 'brand_new', change: 'added'}]);
		expect((await app.pipeline.collect(top3)).drift).toEqual([]);
		exchange.setFaults([
			{kind: 'renamed-field', field: 'current_price', to: 'price', path: '^/coins/markets'},
		]);
		const renamed = await app.pipeline.collect(top3);
		expect(renamed.status).toBe('blocked');
		expect(renamed.drift.map(({field, change}) => `${field} ${change}`)).toEqual(
			expect.arrayContaining(['current_price gone', 'price added']),
		);
	});

	test('all sources down is "nothing collected", with each of them named', async () => {
		const {app, exchange} = await openDesk();
		await exchange.close();
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('failed');
		expect(exitCodeOf(report)).toBe(69);
		expect(report.faults[0]).toMatchObject({code: 'unreachable', source: 'coingecko'});
		expect(report.sources.find(({source}) => source === 'coingecko')!.state).not.toBe('ok');
	});

	test('all sources down is "nothing collected" where nothing more was wanted of a series, too', async () => {
		const {app, exchange} = await openDesk();
		const priced = {choice: {by: 'names', names: ['tether']}, onInvalid: 'block'} as const;
		await app.pipeline.collect(priced);
		await exchange.close();
		const report = await app.pipeline.collect(priced);
		expect(report.rows).toMatchObject({extracted: 0, inserted: 0});
		expect(report.status).toBe('failed');
		expect(exitCodeOf(report)).toBe(69);
	});

	test.each([
		['negative-price', 'contract-violated', 65],
		['server-error', 'server-error', 69],
	] as const)('after %s the names nobody could look up are not called unknown', async (kind, code, exit) => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind, path: '^/coins/markets'}]);
		const choice = {by: 'names', names: ['bitcoin', 'ethereum']} as const;
		const report = await app.pipeline.collect({...top3, choice});
		expect(report.faults.map(fault => fault.code)).toEqual([code, 'no-assets']);
		expect(report.faults[1]!.message).toContain('bitcoin, ethereum');
		expect(exitCodeOf(report)).toBe(exit);
	});

	test('an empty market is a fault and not a success', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'empty', path: '^/coins/markets'}]);
		const report = await app.pipeline.collect(top3);
		expect(exitCodeOf(report)).toBe(69);
		expect(report.faults[0]).toMatchObject({code: 'empty', source: 'coingecko'});
	});

	test('one source down leaves the other at work', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'server-error', source: 'binance'}]);
		const report = await app.pipeline.collect(top3);
		expect(exitCodeOf(report)).toBe(75);
		expect((await app.storage.quotes.latest()).length).toBeGreaterThan(240);
		expect(report.faults.every(({source}) => source === 'binance')).toBe(true);
	});

	test('a country that Binance does not serve gets its candles from CoinGecko', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'restricted', source: 'binance'}]);
		const report = await app.pipeline.collect({...top3, choice: {by: 'top', count: 1}});
		expect(report.faults).toMatchObject([{code: 'restricted', source: 'binance'}]);
		expect((await stored(app, hourly('bitcoin', 'coingecko'))).length).toBeGreaterThan(20);
	});

	test('CoinCap takes over the snapshot when CoinGecko is down and a key is set', async () => {
		const {app, exchange} = await openDesk({coincap: true});
		exchange.setFaults([{kind: 'server-error', source: 'coingecko'}]);
		const report = await app.pipeline.collect({...top3, choice: {by: 'names', names: ['bitcoin']}});
		expect(report.faults).toMatchObject([{code: 'server-error'}]);
		expect(exitCodeOf(report)).toBe(75);
		const [bitcoin] = await app.storage.quotes.latest({assets: ['bitcoin']});
		expect(bitcoin).toMatchObject({source: 'coincap'});
	});

	test('text of a provider cannot carry escapes, and quotes in it are only text', async () => {
		const {app, exchange} = await openDesk();
		exchange.setFaults([{kind: 'hostile-name', path: '^/coins/markets', row: 0}]);
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('done');
		const [bitcoin] = await app.storage.quotes.latest({assets: ['bitcoin']});
		expect(bitcoin!.name).toContain('DROP TABLE');
		// oxlint-disable-next-line no-control-regex
		expect(bitcoin!.name).not.toMatch(/[\u0000-\u001F\u007F-\u009F]/);
	});

	test.each([-10, 10])(
		'a server clock %i minutes off neither blocks nor closes candles too early',
		async minutes => {
			const {app, exchange} = await openDesk();
			exchange.setFaults([{kind: 'clock-skew', ms: minutes * 60_000}]);
			const report = await app.pipeline.collect(top3);
			expect(report.faults).toEqual([]);
			const bitcoin = await stored(app, hourly('bitcoin'));
			const serverHour = Math.floor((deskNow + minutes * 60_000) / hour) * hour;
			expect(bitcoin.ts.at(-1)).toBe(serverHour);
			expect(bitcoin.flags.at(-1)).toBe(candleFlag.open);
		},
	);

	test('429 with Retry-After is waited for and does not fail the cycle', async () => {
		const {app, exchange, clock} = await openDesk();
		exchange.setFaults([{kind: 'rate-limited', retryAfter: 7, count: 1, path: '^/coins/markets'}]);
		const report = await app.pipeline.collect(top3);
		expect(report.status).toBe('done');
		expect(report.sources.find(({source}) => source === 'coingecko')).toMatchObject({
			rateLimited: 1,
			retries: 1,
		});
		expect(
			clock.slept.some(ms => ms >= 6_900 && ms < 9_000),
			`slept ${clock.slept.join(', ')}`,
		).toBe(true);
	});

	test('an interruption ends the cycle with what was stored, and says so', async () => {
		const {app} = await openDesk();
		const controller = new AbortController();
		app.events.subscribe(event => {
			if (event.type === 'loaded' && event.asset === null) controller.abort();
		});
		const report = await app.pipeline.collect(top3, controller.signal);
		expect(exitCodeOf(report)).toBe(130);
		expect((await app.storage.quotes.latest()).length).toBeGreaterThan(240);
	});

	test('two cycles at once take turns', async () => {
		const {app, another} = await openDesk({standing: true});
		const other = await another();
		const reports = await Promise.all([app.pipeline.collect(top3), other.pipeline.collect(top3)]);
		expect(reports.map(({status}) => status)).toEqual(['done', 'done']);
		expect(reports[0].rows.inserted + reports[1].rows.inserted).toBeGreaterThan(2200);
		expect(
			Math.min(reports[0].rows.inserted, reports[1].rows.inserted),
			'the second finds all of it there',
		).toBe(0);
	});
});
