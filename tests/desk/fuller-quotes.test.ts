import {describe, expect, test} from 'vitest';
import {readMarket} from '#desk/market-read.js';
import {readOrigin} from '#desk/origin.js';
import {day, hour, openDesk, type Desk} from '../support/desk.js';

const top1 = {choice: {by: 'top', count: 1}, onInvalid: 'block'} as const;

/** CoinGecko answered once; `later` CoinCap stands in, because CoinGecko has been asked too often. */
async function afterLimit(later: number): Promise<Desk> {
	const desk = await openDesk({coincap: true, settings: {'snapshot.top': '100'}});
	await desk.app.pipeline.collect(top1);
	desk.exchange.setFaults([{kind: 'rate-limited', path: '^/coins/markets', retryAfter: 60}]);
	await desk.clock.advance(later);
	await desk.app.pipeline.collect(top1);
	return desk;
}

describe('the market after a source has stood in for another', () => {
	test('keeps what only the better source told, as long as it lasts', async () => {
		const {app} = await afterLimit(5 * 60_000);
		const [before] = await app.storage.quotes.latest({assets: ['bitcoin'], source: 'coingecko'});
		const {rows, sparklines} = await readMarket(app);
		const bitcoin = rows.find(({asset}) => asset === 'bitcoin')!;
		expect(bitcoin.source).toBe('coincap');
		for (const field of ['changePercent7d', 'high24h', 'ath', 'totalSupply', 'rank'] as const)
			expect(bitcoin[field], field).toBe(before![field]);
		expect(bitcoin.athChangePercent).toBeCloseTo((bitcoin.price / before!.ath! - 1) * 100, 9);
		expect(sparklines.map(({asset}) => asset)).toContain('bitcoin');
	});

	test('lets go of each value when it is too old for what it tells', async () => {
		const {app} = await afterLimit(3 * hour);
		const {rows} = await readMarket(app);
		const bitcoin = rows.find(({asset}) => asset === 'bitcoin')!;
		expect(bitcoin).toMatchObject({source: 'coincap', changePercent1h: null, high24h: null});
		expect(bitcoin.changePercent7d).not.toBeNull();
		expect(bitcoin.ath).not.toBeNull();
	});

	test('takes nothing from another day', async () => {
		const {app} = await afterLimit(day + hour);
		const bitcoin = (await readMarket(app)).rows.find(({asset}) => asset === 'bitcoin')!;
		expect(bitcoin).toMatchObject({
			source: 'coincap',
			ath: null,
			athChangePercent: null,
			changePercent7d: null,
		});
		expect(await readOrigin(app, {of: 'quote', asset: 'bitcoin'})).not.toHaveProperty('filled');
	});

	test.each([5 * 60_000, 2 * day])('gives no rank twice %i ms later, and lists by rank', async later => {
		const {app} = await afterLimit(later);
		const {rows} = await readMarket(app);
		const ranks = rows.flatMap(({rank}) => (rank === null ? [] : [rank]));
		expect(ranks.length).toBeGreaterThan(50);
		expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
		expect(rows).toHaveLength(100);
	});

	test('says in the origin which values are older, and from where', async () => {
		const {app} = await afterLimit(5 * 60_000);
		const origin = await readOrigin(app, {of: 'quote', asset: 'bitcoin'});
		const [before] = await app.storage.quotes.latest({assets: ['bitcoin'], source: 'coingecko'});
		expect(origin).toMatchObject({
			source: 'coincap',
			filled: {source: 'coingecko', updatedAt: before!.updatedAt},
		});
		expect(origin!.filled!.fields).toEqual(expect.arrayContaining(['rank', 'changePercent7d', 'ath']));
		expect(origin!.filled!.fields).not.toContain('changePercent24h');
	});
});
