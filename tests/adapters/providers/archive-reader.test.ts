import {describe, expect, test} from 'vitest';
import {readArchived} from '#adapters/providers/archive-reader.js';
import {createBinance} from '#adapters/providers/binance.js';
import {createCoincap} from '#adapters/providers/coincap.js';
import {createCoingecko} from '#adapters/providers/coingecko.js';
import {Fault} from '#domain/fault.js';
import type {ArchivedAnswer} from '#ports/market-data.js';
import type {ArchivedRequest} from '#ports/storage.js';
import {collect, serve, unlimited, type Fixture} from './world.js';

const hour = 3_600_000;
const day = 24 * hour;
const now = Date.UTC(2026, 0, 15, 12, 0, 30);
const midnight = Date.UTC(2026, 0, 15);

/** Everything in the archive, read again. */
const replay = ({world: {archive}}: Fixture): (ArchivedAnswer | null)[] =>
	archive.recorded.map(request => readArchived(request, archive.bodies.get(request.payload)!));

describe('an archived answer, read again, equals the first reading', () => {
	test('for snapshots by rank and by name', async () => {
		const row = {
			id: 'bitcoin',
			symbol: 'btc',
			name: 'Bitcoin',
			current_price: 5,
			last_updated: new Date(now).toISOString(),
		};
		const fixture = await serve(now, () => ({body: [row]}));
		const source = createCoingecko(
			{baseUrl: fixture.url, key: null, plan: 'demo', allowance: unlimited},
			fixture.world,
		);
		const [byRank] = await collect(source.snapshot({top: 1}));
		const [byName] = await collect(source.snapshot({assets: ['bitcoin']}));
		expect(replay(fixture)).toEqual([
			{kind: 'snapshot', answer: byRank},
			{kind: 'snapshot', answer: byName},
		]);
		expect(byRank?.rows).toHaveLength(1);
	});

	test('for snapshots whose slugs stand for more than one asset', async () => {
		const row = {id: 'polygon', rank: '1', symbol: 'POL', name: 'Polygon', priceUsd: '0.5'};
		const fixture = await serve(now, () => ({body: {data: [row], timestamp: now}}));
		const source = createCoincap({baseUrl: fixture.url, key: 'k3y', allowance: unlimited}, fixture.world);
		const [answer] = await collect(source.snapshot({assets: ['matic-network']}));
		expect(answer?.rows[0]?.asset.id).toBe('matic-network');
		expect(replay(fixture)).toEqual([{kind: 'snapshot', answer}]);
	});

	test('for candles, the open one still open', async () => {
		const rows = [12, 11, 10].map(back => {
			const ts = midnight + (12 - (back - 10)) * hour;
			return [ts, '1.0', '2.0', '0.5', '1.5', '3.0', ts + hour - 1, '4.0', 5, '1.0', '1.0', '0'];
		});
		const fixture = await serve(now, () => ({body: rows}));
		const source = createBinance({baseUrl: fixture.url, allowance: unlimited}, fixture.world);
		const answer = await source.candles('BTCUSDT', '1h', {
			from: midnight + 11 * hour,
			to: midnight + 13 * hour,
		});
		expect([...answer.rows.flags]).toEqual([0, 1]);
		await fixture.world.clock.advance(10 * day);
		expect(replay(fixture)).toEqual([{kind: 'candles', pair: 'BTCUSDT', interval: '1h', answer}]);
	});

	test('for prices, cut to the window that was asked for', async () => {
		const prices = Array.from({length: 30}, (_, i) => [midnight - day + i * hour, 100 + i]);
		const gecko = await serve(now, () => ({body: {prices, market_caps: [], total_volumes: []}}));
		const range = {from: midnight - day, to: midnight};
		const answer = await createCoingecko(
			{baseUrl: gecko.url, key: null, plan: 'demo', allowance: unlimited},
			gecko.world,
		).prices('bitcoin', '1h', range);
		expect(answer.rows).toHaveLength(24);
		expect(replay(gecko)).toEqual([{kind: 'prices', asset: 'bitcoin', answer}]);

		const data = prices.map(([time, price]) => ({priceUsd: String(price), time, date: ''}));
		const cap = await serve(now, () => ({body: {data, timestamp: now}}));
		const second = await createCoincap(
			{baseUrl: cap.url, key: 'k3y', allowance: unlimited},
			cap.world,
		).prices('bitcoin', '1h', range);
		expect(second.rows).toHaveLength(24);
		expect(replay(cap)).toEqual([{kind: 'prices', asset: 'bitcoin', answer: second}]);
	});
});

const request: ArchivedRequest = {
	source: 'binance',
	endpoint: '/klines',
	path: '/klines',
	fetchedAt: now,
	serverNow: now,
	payload: 'ab',
	fresh: true,
	run: 'run-1',
	status: 200,
	bytes: 2,
	question: {},
};
const body = (text: string): Uint8Array => new TextEncoder().encode(text);

test.each([
	[{kind: 'pairs'}],
	[{kind: 'tickers', pairs: []}],
	[{kind: 'candles', pair: 'BTCUSDT', interval: '7h'}],
	[{kind: 'prices', asset: 'bitcoin', interval: '1h'}],
	[{kind: 'snapshot'}],
	[{}],
])('a question that is not replayed gives nothing: %j', question => {
	expect(readArchived({...request, question}, body('[]'))).toBeNull();
});

test('a question without a range keeps every row', () => {
	const question = {kind: 'prices', asset: 'bitcoin', interval: '1h'};
	const read = readArchived(
		{...request, source: 'coingecko', question},
		body(`{"prices":[[${midnight},1]]}`),
	);
	expect(read?.kind).toBe('prices');
	expect(read?.answer.rows).toEqual([{ts: midnight, price: 1}]);
});

test('a damaged body is a fault that names it', () => {
	const question = {kind: 'candles', pair: 'BTCUSDT', interval: '1h'};
	expect(() => readArchived({...request, question}, body('[[1'))).toThrow(Fault);
	expect(() => readArchived({...request, question}, body('[[1'))).toThrow('ab of binance /klines is damaged');
});
