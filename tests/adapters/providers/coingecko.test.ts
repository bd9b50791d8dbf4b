import {describe, expect, test} from 'vitest';
import {
	coingeckoWindows,
	createCoingecko,
	type Coingecko,
	type CoingeckoSettings,
} from '#adapters/providers/coingecko.js';
import {describePriceSource, describeSnapshotSource} from '../../support/market-data-suite.js';
import {describeRecordings, recording, recordingText} from '../../support/recordings.js';
import {collect, faultOf, serve, unlimited, type Fixture, type Reply} from './world.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const now = Date.UTC(2026, 0, 15, 12, 0, 30);
const midnight = Date.UTC(2026, 0, 15);

const open = ({url, world}: Fixture, changes: Partial<CoingeckoSettings> = {}): Coingecko =>
	createCoingecko({baseUrl: url, key: null, plan: 'demo', allowance: unlimited, ...changes}, world);

const coin = (id: string, rank: number): Record<string, unknown> => ({
	id,
	symbol: id.slice(0, 4),
	name: id.toUpperCase(),
	image: '',
	current_price: 1000 / rank,
	market_cap: 1e9 / rank,
	market_cap_rank: rank,
	total_volume: 1e6,
	last_updated: new Date(now - minute).toISOString(),
	sparkline_in_7d: {price: [1, 2, 3]},
});
const coins = Array.from({length: 700}, (_, i) => coin(`coin-${i + 1}`, i + 1));

/** `/coins/markets` over 700 coins, and hourly or daily charts, as the real one does it. */
function speak(url: URL): Reply {
	const {pathname, searchParams} = url;
	if (pathname.endsWith('/coins/markets')) {
		const perPage = Number(searchParams.get('per_page') ?? 100);
		const page = Number(searchParams.get('page') ?? 1);
		const ids = searchParams.get('ids')?.split(',');
		const found = ids ? coins.filter(({id}) => ids.includes(String(id))) : coins;
		return {body: found.slice((page - 1) * perPage, page * perPage)};
	}

	const isRange = pathname.endsWith('/range');
	const to = isRange ? Number(searchParams.get('to')) * 1000 : now;
	const from = isRange
		? Number(searchParams.get('from')) * 1000
		: now - Number(searchParams.get('days')) * day;
	const step = to - from > 90 * day ? day : to - from <= day && to >= now ? 5 * minute : hour;
	const prices: [number, number][] = [];
	for (let ts = Math.ceil(from / step) * step; ts <= Math.min(to, now); ts += step)
		prices.push([ts, 100 + prices.length]);
	if (to >= now) prices.push([now, 99]);
	return {body: {prices, market_caps: prices, total_volumes: prices}};
}

const setup = async () => {
	const fixture = await serve(now, speak);
	return {source: open(fixture), requests: () => fixture.server.seen.length};
};

describeSnapshotSource('CoinGecko', setup, {
	top: 300,
	known: ['coin-7', 'coin-650'],
	unknown: 'no-such-coin',
});
describePriceSource('CoinGecko', setup, {
	asset: 'bitcoin',
	interval: '1h',
	range: {from: midnight - 200 * day, to: midnight},
	now,
});

describe('the snapshot', () => {
	test('asks for everything a row can hold, in pages of one size', async () => {
		const fixture = await serve(now, speak);
		const answers = await collect(open(fixture).snapshot({top: 300}));
		expect(fixture.server.seen.map(({url}) => url)).toEqual(
			[1, 2].map(
				page =>
					`/api/v3/coins/markets?vs_currency=usd&per_page=150&page=${page}&order=market_cap_desc&sparkline=true` +
					'&price_change_percentage=1h,24h,7d,30d,1y&precision=full',
			),
		);
		expect(answers.flatMap(({rows}) => rows.map(({asset}) => asset.rank))).toEqual(
			Array.from({length: 300}, (_, i) => i + 1),
		);
	});

	test('ends early when the source has no more rows', async () => {
		const fixture = await serve(now, speak);
		const answers = await collect(open(fixture).snapshot({top: 5000}));
		expect(answers.reduce((sum, {rows}) => sum + rows.length, 0)).toBe(700);
		expect(fixture.server.seen).toHaveLength(3);
	});

	test('asks for names in lists of at most 250, each once, without spaces', async () => {
		const fixture = await serve(now, speak);
		const source = open(fixture);
		const assets = [...coins.slice(0, 300).map(({id}) => String(id)), 'coin-1', 'gone'];
		const answers = await collect(source.snapshot({assets}));
		const lists = fixture.server.seen.map(({url}) => /ids=([^&]*)/.exec(url)![1]!.split(','));
		expect(lists.map(list => list.length)).toEqual([250, 51]);
		expect(lists.flat().every(id => !id.includes(' ') && !id.includes('%'))).toBe(true);
		expect(answers.map(({missing}) => missing)).toEqual([undefined, ['gone']]);
		expect(source.snapshotRequests({assets})).toBe(2);
	});

	test('costs one credit a page', async () => {
		const fixture = await serve(now, speak);
		await collect(open(fixture).snapshot({top: 500}));
		expect(fixture.world.budgets.spent('coingecko')).toBe(2);
	});
});

describe('the key', () => {
	test.each([
		[null, 'demo', undefined, undefined],
		['k3y-demo', 'demo', 'k3y-demo', undefined],
		['k3y-paid', 'pro', undefined, 'k3y-paid'],
	] as const)('%s of plan %s goes into its header', async (key, plan, demo, pro) => {
		const fixture = await serve(now, speak);
		await collect(open(fixture, {key, plan}).snapshot({top: 1}));
		const {headers, url} = fixture.server.seen[0]!;
		expect(headers['x-cg-demo-api-key']).toBe(demo);
		expect(headers['x-cg-pro-api-key']).toBe(pro);
		expect(url).not.toContain('k3y');
	});

	test('of a paid plan has no limit of history, and any other reaches back a year', async () => {
		const fixture = await serve(now, speak);
		expect(open(fixture).historyLimit(now)).toBe(now - 364 * day);
		expect(open(fixture, {key: 'k3y', plan: 'demo'}).historyLimit(now)).toBe(now - 364 * day);
		expect(open(fixture, {key: 'k3y', plan: 'pro'}).historyLimit(now)).toBeNull();
	});

	test.each([
		['https://api.coingecko.com', null, 'pro'],
		['https://api.coingecko.com', 'k3y', 'demo'],
		['https://pro-api.coingecko.com', 'k3y', 'pro'],
	] as const)('decides the root: %s for %s %s', async (origin, key, plan) => {
		const fixture = await serve(now, speak);
		const asked: string[] = [];
		const agent = {
			...fixture.world.agent,
			async get(request: {readonly origin: string; readonly path: string}) {
				asked.push(request.origin + request.path);
				throw Object.assign(new Error('no network in tests'), {code: 'ENOTFOUND'});
			},
		};
		const source = createCoingecko({key, plan, allowance: unlimited}, {...fixture.world, agent});
		expect((await faultOf(collect(source.snapshot({top: 1})))).code).toBe('unreachable');
		expect(asked[0]).toContain(`${origin}/api/v3/coins/markets?`);
	});
});

describe('price windows', () => {
	const year = {from: midnight - 365 * day, to: midnight};
	const limit = now - 364 * day;

	test('are 90 days long for hours: a year takes five requests', () => {
		const windows = coingeckoWindows('1h', year, now, limit);
		expect(windows).toHaveLength(5);
		expect(windows[0]!.from, 'the first whole hour the plan serves').toBe(Math.ceil(limit / hour) * hour);
		expect(windows.every(({from, to}) => to - from <= 90 * day)).toBe(true);
		expect(windows.at(-1)!.to).toBe(midnight);
	});

	test('are a year long for days, and begin with a whole day', () => {
		expect(coingeckoWindows('1d', year, now, limit)).toEqual([{from: midnight - 363 * day, to: midnight}]);
		expect(coingeckoWindows('1d', {from: midnight - 800 * day, to: midnight}, now, null)).toHaveLength(3);
	});

	test('leave out the day that ended a moment ago, because it is not published yet', () => {
		const early = midnight + 20 * minute;
		expect(coingeckoWindows('1d', year, early, limit).at(-1)!.to).toBe(midnight - day);
		expect(coingeckoWindows('1d', year, midnight + 45 * minute, limit).at(-1)!.to).toBe(midnight);
		const weeks = {from: Date.UTC(2025, 11, 1), to: Date.UTC(2026, 0, 19)};
		expect(coingeckoWindows('1w', weeks, early, null).at(-1)!.to).toBe(Date.UTC(2026, 0, 12));
	});

	test('exist for minutes only in the last day, and never for single minutes', () => {
		expect(coingeckoWindows('5m', {from: midnight - 9 * day, to: midnight - day}, now, limit)).toEqual([]);
		expect(coingeckoWindows('15m', {from: midnight - 5 * day, to: now}, now, limit)).toEqual([
			{from: midnight - day + 12 * hour + 15 * minute, to: now},
		]);
		expect(coingeckoWindows('1m', {from: now - hour, to: now}, now, limit)).toEqual([]);
	});

	test('are none where the plan does not reach', () => {
		const old = {from: midnight - 900 * day, to: midnight - 400 * day};
		expect(coingeckoWindows('1h', old, now, limit)).toEqual([]);
		expect(coingeckoWindows('1d', old, now, limit)).toEqual([]);
	});
});

describe('prices', () => {
	test('of 90 days come as hours and only those of the window are kept', async () => {
		const fixture = await serve(now, speak);
		const range = {from: midnight - 90 * day, to: midnight};
		const {rows} = await open(fixture).prices('bitcoin', '1h', range);
		expect(fixture.server.seen[0]?.url).toBe(
			`/api/v3/coins/bitcoin/market_chart/range?vs_currency=usd&from=${range.from / 1000}&to=${range.to / 1000 - 1}&precision=full`,
		);
		expect(rows).toHaveLength(90 * 24);
		expect(rows.at(-1)?.ts).toBe(midnight - hour);
		expect(fixture.world.cache.entries.size, 'such a window is asked for once').toBe(0);
	});

	test('of days keep the midnight that ends the last day, and not the one that ends the day before', async () => {
		const fixture = await serve(now, speak);
		const range = {from: midnight - 100 * day, to: midnight};
		const {rows} = await open(fixture).prices('bitcoin', '1d', range);
		expect(rows).toHaveLength(100);
		expect(rows[0]?.ts).toBe(range.from + day);
		expect(rows.at(-1)?.ts).toBe(midnight);
	});

	test('of minutes come from the chart of the last day', async () => {
		const fixture = await serve(now, speak);
		const range = {from: now - 2 * hour, to: now - hour};
		const {rows} = await open(fixture).prices('bitcoin', '5m', range);
		expect(fixture.server.seen[0]?.url).toBe(
			'/api/v3/coins/bitcoin/market_chart?vs_currency=usd&days=1&precision=full',
		);
		expect(rows).toHaveLength(12);
		expect(rows.every(({ts}) => ts >= range.from && ts < range.to)).toBe(true);
	});

	test('of a window that ends now are asked for by days, unless that would make the step coarser', async () => {
		const fixture = await serve(now, speak);
		const source = open(fixture);
		const noon = midnight + 12 * hour;
		const recent = {from: noon - 10 * day, to: noon + hour};
		const {rows} = await source.prices('bitcoin', '1h', recent);
		expect(rows.every(({ts}) => ts >= recent.from && ts < recent.to)).toBe(true);
		expect(rows[0]?.ts).toBe(recent.from);
		const full = await source.prices('bitcoin', '1h', {from: noon - 90 * day, to: noon});
		expect(full.rows).toHaveLength(90 * 24);
		expect(fixture.server.seen.map(({url}) => url.replace(/.*bitcoin/, '').replace(/&.*/, ''))).toEqual([
			'/market_chart?vs_currency=usd',
			'/market_chart/range?vs_currency=usd',
		]);
		expect(fixture.server.seen[0]?.url).toContain('&days=11&');
	});

	test('of an id with odd characters are asked for safely', async () => {
		const fixture = await serve(now, speak);
		await open(fixture).prices('a/../b c', '1h', {from: midnight - day, to: midnight});
		expect(fixture.server.seen[0]?.url).toContain('/coins/a%2F..%2Fb%20c/market_chart/range?');
	});
});

describeRecordings('recorded CoinGecko answers', () => {
	test.each([
		['429_rate_limit.json', 429, 'rate-limited', 'exceeded the Rate Limit'],
		['401_10012_range_too_old.json', 401, 'plan-limit', 'allowed time range'],
		['401_10012_range_too_old.json', 200, 'plan-limit', 'allowed time range'],
		['404_coin_not_found.json', 404, 'not-found', 'coin not found'],
		['422_missing_ids.json', 422, 'bad-request', 'Missing parameter ids'],
		['422_missing_vs_currency.json', 422, 'bad-request', 'Missing parameter vs_currency'],
		['500_ohlc_missing_params.json', 500, 'server-error', 'Internal Server Error'],
	])('%s with HTTP %i is %s', async (file, status, code, text) => {
		const fixture = await serve(now, () => ({status, body: recordingText(`coingecko/errors/${file}`)}));
		const range = {from: midnight - day, to: midnight};
		const fault = await faultOf(open(fixture).prices('bitcoin', '1h', range));
		expect(fault.code).toBe(code);
		expect(fault.message).toContain(text);
		expect(fault.source).toBe('coingecko');
	});

	test('a page of 250 becomes 250 rows', async () => {
		const page = recording('coingecko/coins_markets_usd_250_2025-05-09.json');
		const fixture = await serve(Date.UTC(2025, 4, 9, 6, 5), () => ({body: page}));
		const [answer] = await collect(open(fixture).snapshot({top: 250}));
		expect(answer?.rows).toHaveLength(250);
		expect(answer?.rows[0]?.asset.id).toBe('bitcoin');
	});
});

test.each([
	[10002, 'COINGECKO_API_KEY'],
	[10005, 'higher CoinGecko plan'],
	[10010, 'COINGECKO_PLAN=pro'],
	[10011, 'COINGECKO_PLAN=demo'],
])('error code %i is unauthorized and says what to do', async (code, hint) => {
	const fixture = await serve(now, () => ({
		status: 401,
		body: {status: {error_code: code, error_message: 'API Key Missing.'}},
	}));
	const fault = await faultOf(collect(open(fixture).snapshot({top: 1})));
	expect(fault.code).toBe('unauthorized');
	expect(fault.hint).toContain(hint);
});
