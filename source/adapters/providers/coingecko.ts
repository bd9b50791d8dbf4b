/** CoinGecko: the market snapshot by rank or by name, the price charts that candles are derived from, currency rates. */

import {
	marketChartShape,
	marketsShape,
	parseMarketChart,
	parseMarkets,
	readErrorBody,
} from '#contracts/coingecko.js';
import {fiatCodes, parseRates, ratesShape} from '#contracts/coingecko-rates.js';
import type {FaultCode} from '#domain/fault.js';
import {ceilTo, floorTo, type Interval} from '#domain/interval.js';
import type {AssetId, MarketRow, PricePoint} from '#domain/market.js';
import {split, type Range} from '#domain/range.js';
import type {SourceReport} from '#domain/run.js';
import type {
	Answer,
	PriceSource,
	Provenance,
	RateSource,
	SnapshotRequest,
	SnapshotSource,
} from '#ports/market-data.js';
import {createHttpClient, type HttpWorld} from '../http/client.js';
import type {VendorVerdict} from '../http/verdict.js';
import {answerOf, keepRows, type ProviderSettings} from './answer.js';

type CoingeckoPlan = 'demo' | 'pro';

export type CoingeckoSettings = ProviderSettings & {
	/** Null works as well, more slowly. */
	readonly key: string | null;
	/** The plan the key belongs to; without a key it means nothing. */
	readonly plan: CoingeckoPlan;
};

export type Coingecko = SnapshotSource & PriceSource & RateSource & {stats(): SourceReport};

const source = 'coingecko';
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Most rows of one page, and most ids of one list. */
const pageRows = 250;

/** Longer windows are answered with daily points. */
const longestHourly = 90 * day;

/** One request gives a year of daily points. */
const longestDaily = 365 * day;

/** A free plan reaches back 365 days; one of them is left as a margin. */
const freeHistory = 364 * day;

/** A finished day is published up to 35 minutes after midnight. */
const settling = 45 * minute;

/** Every answered call costs one credit. */
const credits = (): number => 1;

/** What the points of an interval's chart are: 5 minutes (the last day only), hours, or days. */
const resolutions: Readonly<Record<Interval, 'none' | 'recent' | 'hourly' | 'daily'>> = {
	'1m': 'none',
	'5m': 'recent',
	'15m': 'recent',
	'30m': 'recent',
	'1h': 'hourly',
	'4h': 'hourly',
	'12h': 'hourly',
	'1d': 'daily',
	'1w': 'daily',
};

const vendorFaults: Readonly<Record<string, {readonly code: FaultCode; readonly hint?: string}>> = {
	10002: {
		code: 'unauthorized',
		hint: 'CoinGecko wants a key here: set COINGECKO_API_KEY (and COINGECKO_PLAN).',
	},
	10005: {
		code: 'unauthorized',
		hint: 'This question needs a higher CoinGecko plan; ask for less, or use another source.',
	},
	10010: {code: 'unauthorized', hint: 'This is a key of a paid plan: set COINGECKO_PLAN=pro.'},
	10011: {code: 'unauthorized', hint: 'This is a demo key: set COINGECKO_PLAN=demo.'},
	10012: {code: 'plan-limit'},
};

const vendorVerdict: VendorVerdict = (_status, error) =>
	error?.code === null || error?.code === undefined ? null : (vendorFaults[String(error.code)] ?? null);

/** Reads a page of `/coins/markets`. */
export const readCoingeckoSnapshot = (json: unknown, provenance: Provenance): Answer<readonly MarketRow[]> =>
	answerOf(parseMarkets(json, {now: provenance.serverNow}), provenance, marketsShape);

/**
 * Reads a chart. Only the prices of `range` stay; for candles of a day and more that is `(from, to]`, because a
 * daily point is stamped with the midnight that ends its day.
 */
export function readCoingeckoPrices(
	json: unknown,
	provenance: Provenance,
	interval: Interval,
	range: Range | null,
): Answer<readonly PricePoint[]> {
	const answer = answerOf(parseMarketChart(json, {now: provenance.serverNow}), provenance, marketChartShape);
	if (range === null) return answer;
	const shift = resolutions[interval] === 'daily' ? 1 : 0;
	return keepRows(answer, ({ts}) => ts - shift >= range.from && ts - shift < range.to);
}

/**
 * Cuts `range` into windows that one request each serves, oldest first, starting where the plan begins (`limit`).
 *
 * - 1m: nothing fits.
 * - 5m, 15m, 30m: points of 5 minutes exist only for the last day, so at most one window.
 * - 1h, 4h, 12h: hourly points, windows of at most 90 days.
 * - 1d, 1w: daily points where the window is longer than 90 days (hourly ones else), windows of at most 365 days.
 *   Right after midnight the day just ended is left out: it is not published yet.
 */
export function coingeckoWindows(
	interval: Interval,
	range: Range,
	now: number,
	limit: number | null,
): readonly Range[] {
	const from = limit === null ? range.from : Math.max(range.from, ceilTo(interval, limit));
	switch (resolutions[interval]) {
		case 'none':
			return [];
		case 'recent':
			return split({from: Math.max(from, ceilTo(interval, now - day)), to: range.to}, Infinity);
		case 'hourly':
			return split({from, to: range.to}, longestHourly);
		case 'daily': {
			const midnight = floorTo('1d', now);
			const published = now - midnight < settling ? floorTo(interval, midnight - day) : Infinity;
			return split({from, to: Math.min(range.to, published)}, longestDaily);
		}
	}
}

/**
 * How many days back from now a window reaches, or null where that question would not serve it: it ends long before
 * now, or the automatic step would be too coarse. Counted from now, one day comes in points of 5 minutes.
 */
function daysBack(interval: Interval, {from, to}: Range, now: number): number | null {
	if (resolutions[interval] === 'recent') return 1;
	if (to < floorTo(interval, now)) return null;
	const days = Math.ceil((now - from) / day);
	// A window after now: our clock is behind.
	if (days < 1) return null;
	const isHourly = resolutions[interval] === 'hourly';
	return days > (isHourly ? longestHourly : longestDaily) / day ? null : days;
}

/** A client of CoinGecko for one run. Throws `invalid-config` for a base URL that cannot be used. */
export function createCoingecko(settings: CoingeckoSettings, world: HttpWorld): Coingecko {
	const {key, plan, allowance} = settings;
	const isPaid = key !== null && plan === 'pro';
	const http = createHttpClient({
		...world,
		source,
		baseUrl: settings.baseUrl ?? `https://${isPaid ? 'pro-api' : 'api'}.coingecko.com/api/v3`,
		baseUrlKey: 'CRYPTO_TUI_COINGECKO_URL',
		headers: key === null ? {} : {[isPaid ? 'x-cg-pro-api-key' : 'x-cg-demo-api-key']: key},
		allowance,
		readErrorBody,
		vendorVerdict,
	});
	const historyLimit = (now: number): number | null => (isPaid ? null : now - freeHistory);

	const page = async (
		query: Readonly<Record<string, string | number>>,
		question: Readonly<Record<string, unknown>>,
		signal: AbortSignal | undefined,
	): Promise<Answer<readonly MarketRow[]>> => {
		const {json, provenance} = await http.getJson(
			{
				endpoint: '/coins/markets',
				path: '/coins/markets',
				query: {
					vs_currency: 'usd',
					...query,
					order: 'market_cap_desc',
					sparkline: true,
					price_change_percentage: '1h,24h,7d,30d,1y',
					precision: 'full',
				},
				credits,
				question: {kind: 'snapshot', ...question},
			},
			signal,
		);
		return readCoingeckoSnapshot(json, provenance);
	};

	async function* byRank(top: number, signal?: AbortSignal): AsyncGenerator<Answer<readonly MarketRow[]>> {
		const pages = Math.ceil(top / pageRows);
		// Pages of one size, so that 300 are two pages of 150 and not 500 rows.
		const rows = Math.ceil(top / pages);
		for (let number = 1; number <= pages; number++) {
			const answer = await page({per_page: rows, page: number}, {top, page: number}, signal);
			yield answer;
			if (answer.extracted < rows) return;
		}
	}

	async function* byName(
		assets: readonly AssetId[],
		signal?: AbortSignal,
	): AsyncGenerator<Answer<readonly MarketRow[]>> {
		for (let first = 0; first < assets.length; first += pageRows) {
			const asked = assets.slice(first, first + pageRows);
			const answer = await page({ids: asked.join(','), per_page: pageRows, page: 1}, {assets: asked}, signal);
			const got = new Set([
				...answer.rows.map(({asset}) => asset.id),
				...answer.rejections.map(({key: id}) => id),
			]);
			const missing = asked.filter(id => !got.has(id));
			yield missing.length === 0 ? answer : {...answer, missing};
		}
	}

	return {
		source,
		snapshot: (request: SnapshotRequest, signal) =>
			'top' in request ? byRank(request.top, signal) : byName([...new Set(request.assets)], signal),
		snapshotRequests: request =>
			Math.ceil(('top' in request ? request.top : new Set(request.assets).size) / pageRows),
		async prices(asset, interval, range, signal) {
			const days = daysBack(interval, range, world.clock.now());
			const chart = days === null ? '/market_chart/range' : '/market_chart';
			// A window of exactly 90 days must not become longer, or it would be answered with days.
			const end = Math.ceil(range.to / 1000) + (resolutions[interval] === 'daily' ? 60 : -1);
			const {json, provenance} = await http.getJson(
				{
					endpoint: `/coins/{id}${chart}`,
					path: `/coins/${encodeURIComponent(asset)}${chart}`,
					query: {
						vs_currency: 'usd',
						...(days === null ? {from: Math.floor(range.from / 1000), to: end} : {days}),
						precision: 'full',
					},
					credits,
					question: {kind: 'prices', asset, interval, from: range.from, to: range.to},
					revalidate: days !== null,
				},
				signal,
			);
			return readCoingeckoPrices(json, provenance, interval, range);
		},
		priceWindows: (interval, range, now) => coingeckoWindows(interval, range, now, historyLimit(now)),
		historyLimit,
		async currencyRates(also, signal) {
			const codes = [...new Set([...fiatCodes, ...also.map(code => code.toLowerCase())])];
			const {json, provenance} = await http.getJson(
				{
					endpoint: '/simple/price',
					path: '/simple/price',
					query: {ids: 'bitcoin', vs_currencies: codes.join(','), precision: 'full'},
					credits,
					question: {kind: 'rates'},
				},
				signal,
			);
			return answerOf(parseRates(json, {now: provenance.serverNow}), provenance, ratesShape);
		},
		stats: () => http.stats(),
	};
}
