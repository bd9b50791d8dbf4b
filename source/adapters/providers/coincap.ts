/** CoinCap v3: a second opinion on prices, and the venues. Every call needs a key and costs credits by the byte. */

import {
	assetsShape,
	historyShape,
	parseAssets,
	parseHistory,
	readErrorBody,
	type HistoryInterval,
} from '#contracts/coincap.js';
import {
	exchangesShape,
	marketsShape,
	parseExchanges,
	parseMarkets,
	parseRates,
	ratesShape,
} from '#contracts/coincap-venues.js';
import {assetOfCoincapSlug, coincapSlugOf} from '#domain/asset-aliases.js';
import {Fault} from '#domain/fault.js';
import type {Interval} from '#domain/interval.js';
import type {AssetId, Market, MarketRow, PricePoint} from '#domain/market.js';
import {split, type Range} from '#domain/range.js';
import type {SourceReport} from '#domain/run.js';
import type {Answer, PriceSource, Provenance, SnapshotSource, VenueSource} from '#ports/market-data.js';
import {createHttpClient, type HttpAnswer, type HttpQuestion, type HttpWorld} from '../http/client.js';
import type {VendorVerdict} from '../http/verdict.js';
import {answerOf, keepRows, type ProviderSettings} from './answer.js';

export type CoincapSettings = ProviderSettings & {
	/** Without one every call ends in `key-missing`. */
	readonly key: string | null;
	/** Longest span of one history request, ms; the provider's own limits are not documented. */
	readonly spans?: Partial<Record<HistoryInterval, number>>;
};

export type Coincap = SnapshotSource & PriceSource & VenueSource & {stats(): SourceReport};

const source = 'coincap';
const day = 24 * 3_600_000;

/** The provider takes up to 2,000 rows a page; shorter pages waste less when one fails. */
const pageRows = 500;

/** Names of one list, so that the URL stays short. */
const listNames = 100;

/** One credit for the call and one for every 2,500 bytes begun. */
const credits = (bytes: number): number => 1 + Math.ceil(bytes / 2500);

/**
 * The history step that serves candles of an interval. `d1` is missing on purpose: its values are averages of the
 * day. Days and weeks are made of coarser steps than hours, because every byte costs.
 */
const steps: Readonly<Record<Interval, HistoryInterval>> = {
	'1m': 'm1',
	'5m': 'm5',
	'15m': 'm5',
	'30m': 'm15',
	'1h': 'h1',
	'4h': 'h1',
	'12h': 'h2',
	'1d': 'h2',
	'1w': 'h12',
};

const defaultSpans: Readonly<Record<HistoryInterval, number>> = {
	m1: day,
	m5: 5 * day,
	m15: 7 * day,
	m30: 14 * day,
	h1: 30 * day,
	h2: 61 * day,
	h6: 183 * day,
	h12: 365 * day,
	d1: 20 * 365 * day,
};

const vendorVerdict: VendorVerdict = (status, error) => {
	if (error && /deprecat/i.test(error.message)) {
		return {
			code: 'not-found',
			hint: 'This version of CoinCap is switched off: set CRYPTO_TUI_COINCAP_URL to https://rest.coincap.io/v3.',
		};
	}

	return status === 401 || status === 403
		? {hint: 'Check COINCAP_API_KEY and the credits left at https://pro.coincap.io/dashboard.'}
		: null;
};

/** Slugs to ids for one question: what was asked for by id keeps that id, everything else goes by the table. */
const slugsOf = (assets: readonly AssetId[]): ((slug: string) => AssetId | null) => {
	const asked = new Map(assets.map(asset => [coincapSlugOf(asset), asset]));
	return slug => asked.get(slug) ?? assetOfCoincapSlug(slug);
};

/** Reads `/assets`; `asked` are the assets of the question, if it named any. */
export const readCoincapSnapshot = (
	json: unknown,
	provenance: Provenance,
	asked: readonly AssetId[],
): Answer<readonly MarketRow[]> =>
	answerOf(parseAssets(json, {now: provenance.serverNow, toAsset: slugsOf(asked)}), provenance, assetsShape);

/** Reads a history; prices outside of `range` are left out. */
export function readCoincapPrices(
	json: unknown,
	provenance: Provenance,
	range: Range | null,
): Answer<readonly PricePoint[]> {
	const answer = answerOf(parseHistory(json, {now: provenance.serverNow}), provenance, historyShape);
	return range === null ? answer : keepRows(answer, ({ts}) => ts >= range.from && ts < range.to);
}

function slugFor(asset: AssetId): string {
	const slug = coincapSlugOf(asset);
	if (slug !== null) return slug;
	throw new Fault('not-found', `No CoinCap name is known for ${asset}.`, {
		source,
		asset,
		hint: 'Names differ between sources and are never guessed; take this asset from another source.',
	});
}

/** A client of CoinCap for one run. Throws `invalid-config` for a base URL that cannot be used. */
export function createCoincap(settings: CoincapSettings, world: HttpWorld): Coincap {
	const {key, allowance} = settings;
	const spans = {...defaultSpans, ...settings.spans};
	const http = createHttpClient({
		...world,
		source,
		baseUrl: settings.baseUrl ?? 'https://rest.coincap.io/v3',
		baseUrlKey: 'CRYPTO_TUI_COINCAP_URL',
		headers: key === null ? {} : {authorization: `Bearer ${key}`},
		allowance,
		readErrorBody,
		vendorVerdict,
	});

	const get = async (question: HttpQuestion, signal: AbortSignal | undefined): Promise<HttpAnswer> => {
		if (key === null) throw new Fault('key-missing', 'CoinCap answers only with a key.', {source});
		return http.getJson({credits, ...question}, signal);
	};

	const assets = async (
		query: Readonly<Record<string, string | number>>,
		asked: readonly AssetId[],
		signal: AbortSignal | undefined,
	): Promise<Answer<readonly MarketRow[]>> => {
		const {json, provenance} = await get(
			{endpoint: '/assets', path: '/assets', query, question: {kind: 'snapshot', assets: asked}},
			signal,
		);
		return readCoincapSnapshot(json, provenance, asked);
	};

	async function* byRank(top: number, signal?: AbortSignal): AsyncGenerator<Answer<readonly MarketRow[]>> {
		for (let offset = 0; offset < top; offset += pageRows) {
			const limit = Math.min(pageRows, top - offset);
			const answer = await assets({limit, offset}, [], signal);
			yield answer;
			if (answer.extracted < limit) return;
		}
	}

	async function* byName(
		names: readonly AssetId[],
		signal?: AbortSignal,
	): AsyncGenerator<Answer<readonly MarketRow[]>> {
		for (let first = 0; first < names.length; first += listNames) {
			const asked = names.slice(first, first + listNames);
			const slugs = asked.map(coincapSlugOf).filter(slug => slug !== null);
			if (slugs.length === 0) continue;
			const answer = await assets({ids: slugs.join(','), limit: slugs.length}, asked, signal);
			const got = new Set(answer.rows.map(({asset}) => asset.id));
			const rejected = new Set(answer.rejections.map(({key: slug}) => slug));
			const missing = asked.filter(id => !got.has(id) && !rejected.has(coincapSlugOf(id) ?? ''));
			yield missing.length === 0 ? answer : {...answer, missing};
		}
	}

	async function* marketsOf(
		asset: AssetId,
		limit: number,
		signal?: AbortSignal,
	): AsyncGenerator<Answer<readonly Market[]>> {
		const slug = slugFor(asset);
		for (let offset = 0; offset < limit; offset += pageRows) {
			const rows = Math.min(pageRows, limit - offset);
			const {json, provenance} = await get(
				{
					endpoint: '/assets/{slug}/markets',
					path: `/assets/${encodeURIComponent(slug)}/markets`,
					query: {limit: rows, offset},
					question: {kind: 'markets', asset, offset},
				},
				signal,
			);
			const answer = answerOf(
				parseMarkets(json, {now: provenance.serverNow, toAsset: slugsOf([asset])}),
				provenance,
				marketsShape,
			);
			yield answer;
			if (answer.extracted < rows) return;
		}
	}

	return {
		source,
		snapshot: (request, signal) =>
			'top' in request ? byRank(request.top, signal) : byName([...new Set(request.assets)], signal),
		snapshotRequests: request =>
			'top' in request
				? Math.ceil(request.top / pageRows)
				: Math.ceil(new Set(request.assets).size / listNames),
		async prices(asset, interval, range, signal) {
			const slug = slugFor(asset);
			const {json, provenance} = await get(
				{
					endpoint: '/assets/{slug}/history',
					path: `/assets/${encodeURIComponent(slug)}/history`,
					query: {interval: steps[interval], start: range.from, end: range.to - 1},
					question: {kind: 'prices', asset, interval, from: range.from, to: range.to},
					revalidate: false,
				},
				signal,
			);
			return readCoincapPrices(json, provenance, range);
		},
		priceWindows: (interval, range) => split(range, spans[steps[interval]]),
		historyLimit: () => null,
		async exchanges(signal) {
			const {json, provenance} = await get(
				{
					endpoint: '/exchanges',
					path: '/exchanges',
					query: {limit: pageRows},
					question: {kind: 'exchanges'},
				},
				signal,
			);
			return answerOf(parseExchanges(json, {now: provenance.serverNow}), provenance, exchangesShape);
		},
		lists: asset => coincapSlugOf(asset) !== null,
		markets: marketsOf,
		async rates(signal) {
			const {json, provenance} = await get(
				{endpoint: '/rates', path: '/rates', question: {kind: 'rates'}},
				signal,
			);
			return answerOf(parseRates(json, {now: provenance.serverNow}), provenance, ratesShape);
		},
		stats: () => http.stats(),
	};
}
