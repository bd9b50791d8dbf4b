/** Binance: candles page by page, the list of pairs, and the 24 h tickers that prove a pair is alive. */

import {klinesShape, parseKlines, readErrorBody} from '#contracts/binance.js';
import {exchangeInfoShape, parseExchangeInfo, parseTickers, tickersShape} from '#contracts/binance-market.js';
import type {Candles} from '#domain/candles.js';
import {within} from '#domain/grid.js';
import type {Interval} from '#domain/interval.js';
import type {Pair, Ticker} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import type {SourceReport} from '#domain/run.js';
import type {Answer, CandleSource, Provenance} from '#ports/market-data.js';
import {createHttpClient, type HttpWorld} from '../http/client.js';
import type {VendorVerdict} from '../http/verdict.js';
import {answerOf, keepRows, type ProviderSettings} from './answer.js';

export type Binance = CandleSource & {stats(): SourceReport};

const source = 'binance';
const minute = 60_000;
const pageSize = 1000;

/** Every page costs the same, whatever its size. */
const candlesWeight = 2;

/** Live tickers end within 10 minutes of each other. */
const liveWithin = 15 * minute;

/** Longer lists make long URLs; all tickers at once cost the same weight. */
const longestList = 500;

const vendorVerdict: VendorVerdict = (_status, error) =>
	error?.code === -1121
		? {code: 'not-found', hint: 'Binance has no such pair (any more); try another source with --source.'}
		: null;

/** Reads a page of `/klines`; candles that open outside of `range` are left out. */
export function readBinanceCandles(
	json: unknown,
	provenance: Provenance,
	interval: Interval,
	range: Range | null,
): Answer<Candles> {
	const answer = answerOf(parseKlines(json, {now: provenance.serverNow, interval}), provenance, klinesShape);
	if (range === null) return answer;
	return {...answer, rows: within(answer.rows, range)};
}

/**
 * Reads `/ticker/24hr` and leaves out dead pairs: those without a trade, and those whose window ended more than 15
 * minutes before the newest one of the answer (or clearly before the server's clock, where all of it is dead).
 */
function readBinanceTickers(json: unknown, provenance: Provenance): Answer<readonly Ticker[]> {
	const {serverNow} = provenance;
	const answer = answerOf(parseTickers(json, {now: serverNow}), provenance, tickersShape);
	const newest = answer.rows.reduce((latest, {closeAt}) => Math.max(latest, closeAt), serverNow - liveWithin);
	return keepRows(
		answer,
		({trades, lastPrice, closeAt}) => trades > 0 && lastPrice > 0 && newest - closeAt <= liveWithin,
	);
}

function readPairs(json: unknown, provenance: Provenance): Answer<readonly Pair[]> {
	const parsed = parseExchangeInfo(json);
	return answerOf({...parsed, rows: parsed.rows.pairs}, provenance, exchangeInfoShape);
}

/** Request weight of one call for so many tickers; 0 stands for all of them. */
const tickersWeight = (count: number): number => (count === 0 || count > 100 ? 80 : count > 20 ? 40 : 2);

/** A client of Binance for one run; it needs no key. Throws `invalid-config` for a base URL that cannot be used. */
export function createBinance({baseUrl, allowance}: ProviderSettings, world: HttpWorld): Binance {
	const http = createHttpClient({
		...world,
		source,
		baseUrl: baseUrl ?? 'https://data-api.binance.vision/api/v3',
		baseUrlKey: 'CRYPTO_TUI_BINANCE_URL',
		headers: {},
		allowance,
		readErrorBody,
		vendorVerdict,
	});

	return {
		source,
		pageSize,
		candlesWeight,
		async candles(pair, interval, range, signal) {
			const {json, provenance} = await http.getJson(
				{
					endpoint: '/klines',
					path: '/klines',
					// Both ends are compared with the opening time and belong to the answer.
					query: {
						symbol: pair,
						interval,
						startTime: range.from,
						endTime: range.to - 1,
						limit: pageSize,
					},
					weight: candlesWeight,
					question: {kind: 'candles', pair, interval, from: range.from, to: range.to},
					revalidate: false,
				},
				signal,
			);
			return readBinanceCandles(json, provenance, interval, range);
		},
		async pairs(signal) {
			const {json, provenance} = await http.getJson(
				{
					endpoint: '/exchangeInfo',
					path: '/exchangeInfo',
					query: {showPermissionSets: false},
					weight: 20,
					question: {kind: 'pairs'},
					ttlMs: 6 * 60 * minute,
				},
				signal,
			);
			return readPairs(json, provenance);
		},
		/** No names means all pairs. */
		async tickers(pairs, signal) {
			const asked = pairs.length <= longestList ? pairs : [];
			const {json, provenance} = await http.getJson(
				{
					endpoint: '/ticker/24hr',
					path: '/ticker/24hr',
					query: {symbols: asked.length === 0 ? undefined : JSON.stringify(asked), type: 'MINI'},
					weight: tickersWeight(asked.length),
					question: {kind: 'tickers', pairs: asked},
					revalidate: false,
				},
				signal,
			);
			const answer = readBinanceTickers(json, provenance);
			if (pairs.length === 0) return answer;
			const wanted = new Set(pairs);
			return keepRows(answer, ({symbol}) => wanted.has(symbol));
		},
		stats: () => http.stats(),
	};
}
