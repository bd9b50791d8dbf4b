import {describe, expect, test} from 'vitest';
import {createCoincap, type Coincap, type CoincapSettings} from '#adapters/providers/coincap.js';
import {
	describePriceSource,
	describeSnapshotSource,
	describeVenueSource,
} from '../../support/market-data-suite.js';
import {describeRecordings, recordingText} from '../../support/recordings.js';
import {collect, faultOf, serve, unlimited, type Fixture, type Reply} from './world.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 0, 15, 12, 0, 30);
const midnight = Date.UTC(2026, 0, 15);

const open = ({url, world}: Fixture, changes: Partial<CoincapSettings> = {}): Coincap =>
	createCoincap({baseUrl: url, key: 'k3y-coincap', allowance: unlimited, ...changes}, world);

const asset = (id: string, rank: number): Record<string, unknown> => ({
	id,
	rank: String(rank),
	symbol: id.slice(0, 3).toUpperCase(),
	name: id,
	supply: '1000.0',
	maxSupply: null,
	marketCapUsd: '1000000.0',
	volumeUsd24Hr: '5000.0',
	priceUsd: '69704.779999999998835847',
	changePercent24Hr: '-1.5',
	vwap24Hr: null,
	explorer: null,
	tokens: {},
});
const assets = ['bitcoin', 'ethereum', 'tether', 'xrp', 'polygon', 'solana'].map((id, i) => asset(id, i + 1));

const market = (exchangeId: string): Record<string, unknown> => ({
	exchangeId,
	baseId: 'xrp',
	quoteId: 'tether',
	baseSymbol: 'XRP',
	quoteSymbol: 'USDT',
	volumeUsd24Hr: '100.0',
	priceUsd: '2.0',
	volumePercent: '3.5',
});

function speak({pathname, searchParams}: URL): Reply {
	const limit = Number(searchParams.get('limit') ?? 100);
	const offset = Number(searchParams.get('offset') ?? 0);
	const page = (rows: readonly unknown[]): Reply => ({
		body: {timestamp: now, data: rows.slice(offset, offset + limit)},
	});
	if (pathname.endsWith('/history')) {
		const steps: Record<string, number> = {m5: 5 * minute, h1: hour, h2: 2 * hour};
		const step = steps[searchParams.get('interval')!]!;
		const rows = [];
		for (
			let time = Number(searchParams.get('start'));
			time <= Number(searchParams.get('end'));
			time += step
		) {
			rows.push({priceUsd: '1.5', time, date: new Date(time).toISOString(), circulatingSupply: '5.0'});
		}

		return {body: {data: rows, timestamp: now}};
	}

	if (pathname.endsWith('/markets')) return page(['one', 'two', 'three', 'four'].map(market));
	if (pathname.endsWith('/exchanges')) {
		return page([
			{
				exchangeId: 'one',
				name: 'One',
				rank: '1',
				percentTotalVolume: '50.0',
				volumeUsd: '1.0',
				tradingPairs: '3',
				socket: true,
				exchangeUrl: 'https://one.example',
				updated: now,
			},
		]);
	}

	if (pathname.endsWith('/rates')) {
		return page([{id: 'euro', symbol: 'EUR', currencySymbol: '€', type: 'fiat', rateUsd: '1.1'}]);
	}

	const ids = searchParams.get('ids')?.split(',');
	return page(ids ? assets.filter(({id}) => ids.includes(String(id))) : assets);
}

const setup = async () => {
	const fixture = await serve(now, speak);
	return {source: open(fixture), requests: () => fixture.server.seen.length};
};

describeSnapshotSource('CoinCap', setup, {top: 5, known: ['bitcoin', 'ripple'], unknown: 'cardano'});
describePriceSource('CoinCap', setup, {
	asset: 'bitcoin',
	interval: '4h',
	range: {from: midnight - 70 * day, to: midnight},
	now,
});
describeVenueSource('CoinCap', setup, {asset: 'ripple'});

describe('names', () => {
	test('are slugs on the wire and CoinGecko ids here', async () => {
		const fixture = await serve(now, speak);
		const [answer] = await collect(open(fixture).snapshot({assets: ['ripple', 'matic-network', 'pepe']}));
		expect(fixture.server.seen[0]?.url).toBe('/api/v3/assets?ids=xrp,polygon&limit=2');
		expect(answer?.rows.map(({asset}) => asset.id)).toEqual(['ripple', 'matic-network']);
		expect(answer?.missing).toEqual(['pepe']);
	});

	test('that are not known end before a request', async () => {
		const fixture = await serve(now, speak);
		const fault = await faultOf(open(fixture).prices('pepe', '1h', {from: midnight - day, to: midnight}));
		expect(fault).toMatchObject({code: 'not-found', asset: 'pepe', source: 'coincap'});
		expect(fixture.server.seen).toEqual([]);
	});
});

describe('the key', () => {
	test('goes into the header and not into the URL', async () => {
		const fixture = await serve(now, speak);
		await open(fixture).rates();
		expect(fixture.server.seen[0]?.headers.authorization).toBe('Bearer k3y-coincap');
		expect(fixture.server.seen[0]?.url).toBe('/api/v3/rates');
	});

	test('is missed before a request', async () => {
		const fixture = await serve(now, speak);
		const source = open(fixture, {key: null});
		const range = {from: midnight - day, to: midnight};
		const calls = [
			source.rates(),
			source.exchanges(),
			source.prices('bitcoin', '1h', range),
			collect(source.snapshot({top: 1})),
			collect(source.markets('bitcoin', 1)),
		];
		const faults = await Promise.all(calls.map(faultOf));
		expect(faults.map(({code}) => code)).toEqual(Array(5).fill('key-missing'));
		expect(fixture.server.seen).toEqual([]);
	});
});

test('a call costs one credit and one for every 2,500 bytes begun', async () => {
	const rows = Array.from({length: 100}, (_, i) => asset(`coin-${i}`, i + 1));
	const body = JSON.stringify({data: rows, timestamp: now});
	const fixture = await serve(now, () => ({body}));
	await collect(open(fixture).snapshot({top: 100}));
	expect(fixture.world.budgets.spent('coincap')).toBe(1 + Math.ceil(body.length / 2500));
});

describe('prices', () => {
	test('of days come from finer instants, never from daily averages', async () => {
		const fixture = await serve(now, speak);
		const source = open(fixture);
		const range = {from: midnight - 365 * day, to: midnight};
		expect(source.priceWindows('1d', range, now)).toHaveLength(6);
		await source.prices('bitcoin', '1d', {from: midnight - 2 * day, to: midnight});
		expect(fixture.server.seen[0]?.url).toBe(
			`/api/v3/assets/bitcoin/history?interval=h2&start=${midnight - 2 * day}&end=${midnight - 1}`,
		);
	});

	test('can be asked for in shorter windows', async () => {
		const fixture = await serve(now, speak);
		const source = open(fixture, {spans: {h1: 10 * day}});
		expect(source.priceWindows('1h', {from: midnight - 30 * day, to: midnight}, now)).toHaveLength(3);
	});
});

describeRecordings('recorded CoinCap answers', () => {
	test('the notice of the retired version is a fault although it comes with HTTP 200', async () => {
		const body = recordingText('coincap/errors/200_v2_deprecated_notice.json');
		const fixture = await serve(now, () => ({body}));
		const fault = await faultOf(collect(open(fixture).snapshot({top: 1})));
		expect(fault.code).toBe('not-found');
		expect(fault.message).toContain('deprecating');
		expect(fault.hint).toContain('https://rest.coincap.io/v3');
		expect(fixture.world.archive.recorded).toEqual([]);
	});

	test('an unknown asset is not found', async () => {
		const body = recordingText('coincap/errors/v2_asset_not_found.json');
		const fixture = await serve(now, () => ({status: 404, body}));
		const fault = await faultOf(open(fixture).prices('bitcoin', '1h', {from: midnight - day, to: midnight}));
		expect(fault.code).toBe('not-found');
		expect(fault.message).toContain('asdf not found');
	});
});
