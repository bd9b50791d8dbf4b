/** The exchange's Binance face: spot market data as `/api/v3` gives it. */

import {decimal, Refusal, wholeNumber, type Answer, type Question} from './answer.js';
import type {Bar} from './bars.js';
import {createDigits, type Digits} from './digits.js';
import {genesis, type Instrument, type Market} from './market.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** Opening times of one interval, in order. */
export type Grid = {
	readonly floor: (ts: number) => number;
	readonly next: (open: number) => number;
};

const steps = (length: number, origin = 0): Grid => ({
	floor: ts => Math.floor((ts - origin) / length) * length + origin,
	next: open => open + length,
});

const months: Grid = {
	floor: ts => Date.UTC(new Date(ts).getUTCFullYear(), new Date(ts).getUTCMonth(), 1),
	next: open => Date.UTC(new Date(open).getUTCFullYear(), new Date(open).getUTCMonth() + 1, 1),
};

/** Every interval name. Weeks start on Monday; `3d` is counted from the day the pair was listed. */
export const grids: Readonly<Record<string, (pair: Instrument) => Grid>> = {
	'1s': () => steps(second),
	'1m': () => steps(minute),
	'3m': () => steps(3 * minute),
	'5m': () => steps(5 * minute),
	'15m': () => steps(15 * minute),
	'30m': () => steps(30 * minute),
	'1h': () => steps(hour),
	'2h': () => steps(2 * hour),
	'4h': () => steps(4 * hour),
	'6h': () => steps(6 * hour),
	'8h': () => steps(8 * hour),
	'12h': () => steps(12 * hour),
	'1d': () => steps(day),
	'3d': pair => steps(3 * day, Math.floor(pair.listedAt / day) * day),
	'1w': () => steps(7 * day, genesis),
	'1M': () => months,
};

const bad = (code: number, msg: string): Refusal => new Refusal(400, {code, msg});
const pageLimit = 1000;

/** Weights as documented; asked before the answer is made, so that a refused request can be counted. */
export function binanceWeight({path, query}: Question): number {
	const listed = query.has('symbols') ? (query.get('symbols') ?? '').split(',').length : undefined;
	switch (path) {
		case '/exchangeInfo':
			return 20;
		case '/klines':
		case '/avgPrice':
			return 2;
		case '/ticker/24hr':
			if (query.has('symbol')) return 2;
			return listed === undefined || listed > 100 ? 80 : listed > 20 ? 40 : 2;
		case '/ticker/price':
			return query.has('symbol') ? 2 : 4;
		default:
			return 1;
	}
}

/** The Binance endpoints over a market. `limit` is the request weight per minute that `exchangeInfo` tells. */
export function createBinanceWire(market: Market, limit: number): (question: Question) => Answer {
	const pages = createPageCache(48 * 1024 * 1024);
	const digits = createDigits();
	const exchangeSymbols = [...market.symbols.values()].map(pair => ({
		pair,
		information: JSON.stringify(symbolInformation(pair)),
	}));
	let tickers: {readonly now: number; readonly rows: Map<string, Record<string, unknown>>} | undefined;

	return question => {
		const {path, query, now} = question;
		switch (path) {
			case '/ping':
				allow(query, []);
				return answer('{}');
			case '/time':
				allow(query, []);
				return answer(`{"serverTime":${now}}`);
			case '/exchangeInfo':
				return exchangeInfo(question);
			case '/klines':
				return klines(question);
			case '/ticker/24hr':
				return ticker(question);
			case '/ticker/price':
				return prices(question);
			case '/avgPrice':
				return averagePrice(question);
			default:
				throw new Refusal(404, {code: -1000, msg: 'Path not found.'});
		}
	};

	function pairOf(symbol: string): Instrument {
		const pair = market.symbols.get(symbol);
		if (pair === undefined) throw bad(-1121, 'Invalid symbol.');
		return pair;
	}

	/** The pairs named by `symbol` or `symbols`, or all of them. */
	function asked(
		query: URLSearchParams,
		now: number,
	): {readonly pairs: Instrument[]; readonly single: boolean} {
		if (query.has('symbol') && query.has('symbols'))
			throw bad(-1128, 'Combination of optional parameters invalid.');
		if (query.has('symbol')) return {pairs: [pairOf(sent(query, 'symbol'))], single: true};
		const status = query.get('symbolStatus');
		if (status !== null && !['TRADING', 'HALT', 'BREAK'].includes(status))
			throw bad(-1122, 'Invalid symbolStatus.');
		let pairs = [...market.symbols.values()];
		if (query.has('symbols')) {
			const names = listOf(sent(query, 'symbols'));
			if (new Set(names).size < names.length)
				throw bad(-1151, 'Symbol is present multiple times in the list.');
			pairs = names.map(pairOf);
		}

		if (status !== null) pairs = pairs.filter(pair => statusOf(pair, now) === status);
		return {pairs: pairs.filter(({listedAt}) => listedAt < now), single: false};
	}

	function exchangeInfo({query, now}: Question): Answer {
		allow(query, ['symbol', 'symbols', 'permissions', 'showPermissionSets', 'symbolStatus']);
		const wanted = new Set(asked(query, now).pairs);
		const bare = query.get('showPermissionSets') === 'false';
		const rows = exchangeSymbols
			.filter(({pair}) => wanted.has(pair))
			.map(({pair, information}) => {
				const head = `{"symbol":${JSON.stringify(pair.symbol)},"status":"${statusOf(pair, now)}",`;
				const row = head + information.slice(1);
				return bare ? row.replace('"permissionSets":[["SPOT"]]', '"permissionSets":[]') : row;
			});
		const rateLimits = [
			{
				rateLimitType: 'REQUEST_WEIGHT',
				interval: 'MINUTE',
				intervalNum: 1,
				limit: Math.min(limit, 1_000_000_000),
			},
			{rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100},
			{rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000},
			{rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 300_000},
		];
		return answer(
			`{"timezone":"UTC","serverTime":${now},"rateLimits":${JSON.stringify(rateLimits)},"exchangeFilters":[],"symbols":[${rows.join(',')}]}`,
		);
	}

	function klines({query, now}: Question): Answer {
		allow(query, ['symbol', 'interval', 'startTime', 'endTime', 'timeZone', 'limit']);
		const symbol = sent(query, 'symbol');
		const interval = sent(query, 'interval');
		const start = time(query, 'startTime');
		const end = time(query, 'endTime');
		const limit = Math.min(pageLimit, time(query, 'limit') ?? 500);
		if (limit < 1) throw bad(-1130, "Data sent for parameter 'limit' is not valid.");
		const pair = pairOf(symbol);
		const grid = Object.hasOwn(grids, interval) ? grids[interval]!(pair) : undefined;
		if (grid === undefined) throw bad(-1120, 'Invalid interval.');

		const name = `${symbol} ${interval} ${start} ${end} ${limit}`;
		const known = pages.get(name, now);
		if (known !== undefined) return answer(known);
		const until = Math.min(wholeSecond(now), pair.delistedAt);
		const opens = openingTimes(pair, grid, {start, end, limit, until});
		digits.text('[');
		for (const [i, open] of opens.entries()) {
			const close = grid.next(open);
			const bar = market.barOver(pair, open, Math.min(close, until))!;
			if (i > 0) digits.text(',');
			writeKline(digits, pair, bar, open, closeTime(pair, close, until));
		}

		digits.text(']');
		const body = digits.take();
		// Only a page that no later request can see differently: bounded on both sides, or full from its start.
		const last = opens.at(-1);
		const closed = last !== undefined && grid.next(last) <= now;
		if (closed && start !== undefined && (opens.length === limit || (end !== undefined && end < now)))
			pages.set(name, body, grid.next(last));
		return answer(body);
	}

	function ticker({query, now}: Question): Answer {
		allow(query, ['symbol', 'symbols', 'type', 'symbolStatus']);
		const type = query.get('type') ?? 'FULL';
		if (type !== 'FULL' && type !== 'MINI') throw bad(-1130, "Data sent for parameter 'type' is not valid.");
		const {pairs, single} = asked(query, now);
		const moment = wholeSecond(now);
		if (tickers?.now !== moment) tickers = {now: moment, rows: new Map()};
		const rows = pairs.map(pair => {
			let row = tickers!.rows.get(pair.symbol);
			if (row === undefined) {
				row = tickerRow(market, pair, moment);
				tickers!.rows.set(pair.symbol, row);
			}

			return type === 'FULL' ? row : Object.fromEntries(miniFields.map(field => [field, row[field]]));
		});
		return answer(JSON.stringify(single ? rows[0] : rows));
	}

	function prices({query, now}: Question): Answer {
		allow(query, ['symbol', 'symbols', 'symbolStatus']);
		const {pairs, single} = asked(query, now);
		const rows = pairs.map(pair => ({symbol: pair.symbol, price: lastPrice(pair, now)}));
		return answer(JSON.stringify(single ? rows[0] : rows));
	}

	function averagePrice({query, now}: Question): Answer {
		allow(query, ['symbol']);
		const pair = pairOf(sent(query, 'symbol'));
		return answer(JSON.stringify({mins: 5, price: lastPrice(pair, now), closeTime: lastTrade(pair, now)}));
	}

	function lastPrice(pair: Instrument, now: number): string {
		const end = lastTrade(pair, now) + 1;
		const bar = market.barOver(pair, end - 1000, end);
		return decimal(bar?.close ?? 0, pair.tickDecimals);
	}
}

const headers = {'content-type': 'application/json;charset=utf-8'};
const answer = (body: string): Answer => ({status: 200, headers, body});
const wholeSecond = (ts: number): number => Math.floor(ts / second) * second;
const statusOf = (pair: Instrument, now: number): string => (pair.delistedAt <= now ? 'BREAK' : 'TRADING');

/** A mandatory parameter. */
function sent(query: URLSearchParams, name: string): string {
	const value = query.get(name);
	if (value === null)
		throw bad(-1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
	if (value === '') throw bad(-1105, `Parameter '${name}' was empty.`);
	return value;
}

function time(query: URLSearchParams, name: string): number | undefined {
	const value = wholeNumber(query, name);
	if (Number.isNaN(value))
		throw bad(-1100, `Illegal characters found in parameter '${name}'; legal range is '^[0-9]{1,20}$'.`);
	return value;
}

function listOf(text: string): string[] {
	try {
		const names: unknown = JSON.parse(text);
		if (Array.isArray(names) && names.length > 0 && names.every(name => typeof name === 'string'))
			return names;
	} catch {
		// Told below, like every other wrong list.
	}

	throw bad(
		-1100,
		"Illegal characters found in parameter 'symbols'; legal range is '^\\[(\"[^\"]+\",?)+\\]$'.",
	);
}

/** Unknown and repeated parameters are errors here. */
function allow(query: URLSearchParams, names: readonly string[]): void {
	const keys = [...query.keys()];
	const read = keys.filter((key, i) => names.includes(key) && keys.indexOf(key) === i).length;
	if (keys.some((key, i) => keys.indexOf(key) !== i))
		throw bad(-1101, 'Too many parameters sent for this endpoint.');
	if (read < keys.length)
		throw bad(
			-1104,
			`Not all sent parameters were read; read '${read}' parameter(s) but was sent '${keys.length}'.`,
		);
}

/** Whether anything was traded in `[open, close)`, and the end of the silence otherwise. */
function silentUntil(pair: Instrument, open: number, close: number): number | null {
	for (const {from, to} of pair.silences) if (from <= open && close <= to) return to;
	return null;
}

/** The opening times of a page. Both bounds are inclusive and compare with the opening time. */
function openingTimes(
	pair: Instrument,
	grid: Grid,
	{
		start,
		end,
		limit,
		until,
	}: {start: number | undefined; end: number | undefined; limit: number; until: number},
): number[] {
	const first = grid.floor(pair.listedAt);
	const opens: number[] = [];
	const last = end === undefined ? until - 1 : Math.min(end, until - 1);
	if (start !== undefined) {
		let open = grid.floor(Math.max(start, first));
		if (open < start) open = grid.next(open);
		while (open <= last && opens.length < limit) {
			const silent = silentUntil(pair, open, grid.next(open));
			if (silent === null) {
				opens.push(open);
				open = grid.next(open);
			} else {
				// A candle that contains the end of a silence exists; one wholly inside does not.
				open = Math.max(grid.next(open), grid.floor(Math.min(silent, until)));
			}
		}

		return opens;
	}

	let open = grid.floor(last);
	while (open >= first && opens.length < limit) {
		if (silentUntil(pair, open, grid.next(open)) === null) opens.push(open);
		open = grid.floor(open - 1);
	}

	return opens.toReversed();
}

/** When a candle closed: early when a silence cut it short, otherwise one millisecond before the next. */
function closeTime(pair: Instrument, close: number, until: number): number {
	for (const {from, to} of pair.silences) {
		if (from < close && close <= to && from <= until) return from - 1;
	}

	return close - 1;
}

/** Takers buy a fixed share of what a pair trades. */
const takerShare = (pair: Instrument): number => 0.47 + 0.06 * ((pair.key % 17) / 16);

function writeKline(page: Digits, pair: Instrument, bar: Bar, open: number, closeAt: number): void {
	const {tickDecimals: ticks, lotDecimals: lots, quoteDecimals: quotes} = pair;
	const taker = takerShare(pair);
	page.text('[');
	page.whole(open);
	page.text(',"');
	page.decimal(bar.open, ticks);
	page.text('","');
	page.decimal(bar.high, ticks);
	page.text('","');
	page.decimal(bar.low, ticks);
	page.text('","');
	page.decimal(bar.close, ticks);
	page.text('","');
	page.decimal(bar.volume, lots);
	page.text('",');
	page.whole(closeAt);
	page.text(',"');
	page.decimal(bar.quote, quotes);
	page.text('",');
	page.whole(bar.trades);
	page.text(',"');
	page.decimal(Math.floor(bar.volume * taker), lots);
	page.text('","');
	page.decimal(Math.floor(bar.quote * taker), quotes);
	page.text('","0"]');
}

/** The instant of the last trade: within the last seconds for a live pair, the end of trading for a dead one. */
function lastTrade(pair: Instrument, now: number): number {
	const silence = pair.silences.find(({from, to}) => from <= now && now < to);
	return Math.min(wholeSecond(now), silence === undefined ? Infinity : silence.from) - 1;
}

const miniFields = [
	'symbol',
	'openPrice',
	'highPrice',
	'lowPrice',
	'lastPrice',
	'volume',
	'quoteVolume',
	'openTime',
	'closeTime',
	'firstId',
	'lastId',
	'count',
] as const;

/** A dead pair keeps the figures of its last day for this long, and shows zeros after. */
const frozenFor = 400 * day;

function tickerRow(market: Market, pair: Instrument, now: number): Record<string, unknown> {
	const closeAt = lastTrade(pair, now);
	const gone = now - closeAt > frozenFor;
	const from = Math.max(pair.listedAt, wholeSecond(closeAt + 1 - day));
	const bar = gone ? null : market.barOver(pair, from, closeAt + 1);
	const {open, high, low, close, volume, quote, trades} = bar ?? {
		open: 0,
		high: 0,
		low: 0,
		close: 0,
		volume: 0,
		quote: 0,
		trades: 0,
	};
	const price = (ticks: number): string => decimal(ticks, pair.tickDecimals);
	const alive = pair.delistedAt > now;
	const amount = volume / 10 ** pair.lotDecimals;
	const firstId = 10_000_000 + pair.key * 1000;
	return {
		symbol: pair.symbol,
		priceChange: price(close - open),
		priceChangePercent: open === 0 ? '0.000' : ((close / open - 1) * 100).toFixed(3),
		weightedAvgPrice: volume === 0 ? '0.00000000' : (quote / 10 ** pair.quoteDecimals / amount).toFixed(8),
		prevClosePrice: price(open),
		lastPrice: price(close),
		lastQty: decimal(trades === 0 ? 0 : Math.ceil(volume / trades), pair.lotDecimals),
		bidPrice: price(alive ? Math.max(1, close - 1) : 0),
		bidQty: decimal(alive ? Math.ceil(volume / 5000) : 0, pair.lotDecimals),
		askPrice: price(alive ? close + 1 : 0),
		askQty: decimal(alive ? Math.ceil(volume / 4000) : 0, pair.lotDecimals),
		openPrice: price(open),
		highPrice: price(high),
		lowPrice: price(low),
		volume: decimal(volume, pair.lotDecimals),
		quoteVolume: decimal(quote, pair.quoteDecimals),
		openTime: closeAt - day,
		closeTime: closeAt,
		firstId: trades === 0 ? -1 : firstId,
		lastId: trades === 0 ? -1 : firstId + trades - 1,
		count: trades,
	};
}

/** Everything of a symbol but its name and status, which come first. */
function symbolInformation(pair: Instrument) {
	const tick = decimal(1, pair.tickDecimals);
	const lot = decimal(1, pair.lotDecimals);
	return {
		baseAsset: pair.baseAsset,
		baseAssetPrecision: 8,
		quoteAsset: pair.quoteAsset,
		quotePrecision: 8,
		quoteAssetPrecision: 8,
		baseCommissionPrecision: 8,
		quoteCommissionPrecision: 8,
		orderTypes: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT', 'TAKE_PROFIT_LIMIT'],
		icebergAllowed: true,
		ocoAllowed: true,
		otoAllowed: true,
		opoAllowed: true,
		quoteOrderQtyMarketAllowed: true,
		allowTrailingStop: true,
		cancelReplaceAllowed: true,
		amendAllowed: true,
		pegInstructionsAllowed: true,
		isSpotTradingAllowed: true,
		isMarginTradingAllowed: pair.key % 3 === 0,
		filters: [
			{filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '10000000.00000000', tickSize: tick},
			{filterType: 'LOT_SIZE', minQty: lot, maxQty: '900000000.00000000', stepSize: lot},
			{filterType: 'ICEBERG_PARTS', limit: 100},
			{
				filterType: 'NOTIONAL',
				minNotional: '5.00000000',
				applyMinToMarket: true,
				maxNotional: '9000000.00000000',
				applyMaxToMarket: false,
				avgPriceMins: 5,
			},
		],
		permissions: [],
		permissionSets: [['SPOT']],
		defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
		allowedSelfTradePreventionModes: ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
	};
}

/** Bodies by name with the instant from which they are true; at most `capacity` characters, the oldest go first. */
function createPageCache(capacity: number) {
	const kept = new Map<string, {readonly body: string; readonly since: number}>();
	let size = 0;
	return {
		get(name: string, now: number): string | undefined {
			const page = kept.get(name);
			return page !== undefined && page.since <= now ? page.body : undefined;
		},
		set(name: string, body: string, since: number): void {
			size += body.length - (kept.get(name)?.body.length ?? 0);
			kept.set(name, {body, since});
			for (const [oldest, page] of kept) {
				if (size <= capacity) break;
				kept.delete(oldest);
				size -= page.body.length;
			}
		},
	};
}
