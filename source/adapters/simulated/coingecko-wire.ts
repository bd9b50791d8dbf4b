/** The exchange's CoinGecko face: market pages, charts and lists as `/api/v3` gives them. */

import {json, Refusal, type Answer, type Question} from './answer.js';
import {dollarsPer, fiats, quoteCoins, venues} from './currencies.js';
import {hashShare} from './dice.js';
import {genesis, type Market} from './market.js';
import type {Standing} from './snapshot.js';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** What a caller may see: `pro` has its own root, key header and history. */
export type CoinGeckoPlan = {
	readonly kind: 'public' | 'demo' | 'pro';
	/** The only key accepted; undefined accepts any key and none. */
	readonly key: string | undefined;
};

/** Days of history on the free plans. */
const freeHistory = 365;
/** A finished UTC day shows up this long after midnight. */
const dayDelay = 35 * minute;

/** The CoinGecko endpoints over a market. */
export function createCoinGeckoWire(
	market: Market,
	snapshot: (now: number) => readonly Standing[],
	plan: CoinGeckoPlan,
): (question: Question) => Answer {
	return question => {
		checkKey(plan, question);
		const {path, query} = question;
		const [, first, second, third, fourth] = path.split('/');
		switch (path) {
			case '/ping':
				return json({gecko_says: '(V3) To the Moon!'});
			case '/key':
				return key(question);
			case '/coins/list':
				return list(query);
			case '/coins/markets':
				return markets(question);
			case '/simple/price':
				return simplePrice(question);
			case '/simple/supported_vs_currencies':
				return json([...quoteCoins, ...fiats].map(({code}) => code));
			case '/search':
				return search(question);
			case '/exchanges':
				return exchanges(question);
		}

		if (first === 'coins' && second !== undefined && third === 'market_chart') {
			if (fourth === undefined) return chart(question, second);
			if (fourth === 'range') return chartRange(question, second);
		}

		if (first === 'coins' && second !== undefined && third === 'ohlc' && fourth === undefined)
			return ohlc(question, second);
		throw new Refusal(404, {error: 'Incorrect path. Please check https://www.coingecko.com/api/'});
	};

	function key({now}: Question): Answer {
		if (plan.kind !== 'pro') throw keyRefusal(now, 10005, 'This request is limited to PRO API subscribers.');
		return json({
			plan: 'Analyst',
			rate_limit_request_per_minute: 500,
			monthly_call_credit: 500_000,
			current_total_monthly_calls: 1200,
			current_remaining_monthly_calls: 498_800,
			api_key_rate_limit_request_per_minute: 500,
			api_key_monthly_call_credit: 500_000,
			api_key_current_total_monthly_calls: 1200,
		});
	}

	function list(query: URLSearchParams): Answer {
		const platforms = query.get('include_platform') === 'true';
		// Every coin of the catalogue still counts as active.
		const rows = query.get('status') === 'inactive' ? [] : market.assets;
		return json(
			rows
				.map(({id, symbol, name}) => (platforms ? {id, symbol, name, platforms: {}} : {id, symbol, name}))
				.toSorted((a, b) => (a.id < b.id ? -1 : 1)),
		);
	}

	function markets({query, now}: Question): Answer {
		const {code, rate} = currency(query, now);
		const perPage = Math.min(250, positive(query, 'per_page', 100));
		const page = positive(query, 'page', 1);
		const precision = precisionOf(query);
		const windows = (query.get('price_change_percentage') ?? '').split(',').filter(Boolean);
		const filter = ['ids', 'names', 'symbols'].find(name => query.has(name));
		let rows = [...snapshot(now)];
		if (query.has('category')) rows = [];
		if (filter !== undefined) {
			const wanted = new Set(query.get(filter)!.split(','));
			const field = ({asset}: Standing): string =>
				filter === 'ids' ? asset.id : filter === 'names' ? asset.name : asset.symbol;
			rows = rows.filter(row => wanted.has(field(row)));
		}

		const order = query.get('order') ?? 'market_cap_desc';
		const sorting = orders[order];
		if (sorting !== undefined) rows.sort(sorting);
		return json(
			rows
				.slice((page - 1) * perPage, page * perPage)
				.map(row =>
					marketRow(row, now, {code, rate, precision, windows, sparkline: query.get('sparkline') === 'true'}),
				),
		);
	}

	type RowShape = {
		readonly code: string;
		readonly rate: number;
		readonly precision: number | 'full' | null;
		readonly windows: readonly string[];
		readonly sparkline: boolean;
	};

	function marketRow(
		{asset, place, rank, price, cap, volume, updatedAt}: Standing,
		now: number,
		shape: RowShape,
	) {
		const {rate, precision, windows} = shape;
		const moment = Math.floor(now / minute) * minute;
		const supply = market.supply(asset);
		const known = price !== null && asset.quirk !== 'stale';
		const before = known ? market.dollarsAt(place, now - day, true) : Number.NaN;
		const range = known ? market.dollarRange(place, moment - day, moment) : null;
		const records = price === null ? null : market.dollarRecords(place, now);
		const high = records === null || price === null ? null : Math.max(records.high, price, range?.high ?? 0);
		const low =
			records === null || price === null ? null : Math.min(records.low, price, range?.low ?? Infinity);
		const inCurrency = (dollars: number | null): number | null =>
			dollars === null ? null : rounded(dollars / rate, precision);
		const whole = (dollars: number): number => Math.round(dollars / rate);
		const change = known && price !== null ? price - before : null;
		const percent = change === null ? null : fixed((change / before) * 100, 5);
		return {
			id: asset.id,
			symbol: asset.symbol,
			name: asset.name,
			image: `https://images.simulated.invalid/coins/${place + 1}/large/${encodeURIComponent(asset.id)}.png`,
			current_price: inCurrency(price),
			market_cap: whole(cap),
			market_cap_rank: rank,
			fully_diluted_valuation:
				price === null || supply === 0 ? null : whole(price * Math.max(supply, asset.maxSupply ?? supply)),
			total_volume: price === null ? null : whole(volume),
			high_24h: inCurrency(range?.high ?? null),
			low_24h: inCurrency(range?.low ?? null),
			price_change_24h: change === null ? null : significant(change / rate, 12),
			price_change_percentage_24h: percent,
			market_cap_change_24h: change === null ? null : fixed((change * supply) / rate, 0),
			market_cap_change_percentage_24h: percent,
			circulating_supply: supply,
			total_supply: supply === 0 ? null : supply,
			max_supply: asset.maxSupply === undefined ? null : Math.max(asset.maxSupply, supply),
			ath: inCurrency(high),
			ath_change_percentage: high === null || price === null ? null : fixed((price / high - 1) * 100, 5),
			ath_date: records === null ? null : iso(Math.min(records.highAt, updatedAt)),
			atl: inCurrency(low),
			atl_change_percentage: low === null || price === null ? null : fixed((price / low - 1) * 100, 5),
			atl_date: records === null ? null : iso(Math.min(records.lowAt, updatedAt)),
			roi: place % 11 === 5 ? {times: 2.3, currency: 'usd', percentage: 230} : null,
			last_updated: iso(updatedAt),
			...(shape.sparkline ? {sparkline_in_7d: {price: sparkline(place, now, price, rate)}} : {}),
			...Object.fromEntries(
				windows
					.filter(window => Object.hasOwn(windowDays, window))
					.map(window => [
						`price_change_percentage_${window}_in_currency`,
						known ? percentSince(place, now, price, windowDays[window]! * day) : null,
					]),
			),
		};
	}

	function percentSince(place: number, now: number, price: number, span: number): number | null {
		if (now - span < genesis) return null;
		const before = market.dollarsAt(place, now - span, true);
		return significant((price / before - 1) * 100, 14);
	}

	/** 168 hourly prices, oldest first; empty for a coin without a price. */
	function sparkline(place: number, now: number, price: number | null, rate: number): number[] {
		if (price === null) return [];
		const last = Math.floor(now / hour) * hour;
		return Array.from({length: 168}, (_, i) => market.dollarsAt(place, last - (167 - i) * hour, true) / rate);
	}

	function simplePrice({query, now}: Question): Answer {
		const filter = ['ids', 'names', 'symbols'].find(name => query.has(name));
		if (!query.has('vs_currencies')) throw new Refusal(422, {error: 'Missing parameter vs_currencies'});
		if (filter === undefined) throw new Refusal(422, {error: 'Missing parameter ids'});
		const codes = query.get('vs_currencies')!.split(',');
		const wanted = new Set(query.get(filter)!.split(','));
		const precision = precisionOf(query);
		const on = (name: string): boolean => query.get(name) === 'true';
		const entries = snapshot(now)
			.filter(({asset}) =>
				wanted.has(filter === 'ids' ? asset.id : filter === 'names' ? asset.name : asset.symbol),
			)
			.map(({asset, place, price, cap, volume, updatedAt}) => {
				const fields: Record<string, number | null> = {};
				for (const code of codes) {
					const rate = dollarsPer(market, code, now);
					if (rate === undefined) continue;
					fields[code] = price === null ? null : rounded(price / rate, precision);
					if (on('include_market_cap')) fields[`${code}_market_cap`] = cap / rate;
					if (on('include_24hr_vol')) fields[`${code}_24h_vol`] = volume / rate;
					if (on('include_24hr_change'))
						fields[`${code}_24h_change`] = price === null ? null : percentSince(place, now, price, day);
				}

				if (on('include_last_updated_at')) fields['last_updated_at'] = Math.floor(updatedAt / 1000);
				return [asset.id, fields] as const;
			});
		return json(Object.fromEntries(entries));
	}

	function search({query, now}: Question): Answer {
		const text = (query.get('query') ?? '').toLowerCase();
		const coins = snapshot(now)
			.filter(
				({asset}) => asset.symbol.toLowerCase().includes(text) || asset.name.toLowerCase().includes(text),
			)
			.slice(0, 25)
			.map(({asset: {id, name, symbol}, rank}) => ({
				id,
				name,
				api_symbol: id,
				symbol: symbol.toUpperCase(),
				market_cap_rank: rank,
				thumb: `https://images.simulated.invalid/thumb/${encodeURIComponent(id)}.png`,
				large: `https://images.simulated.invalid/large/${encodeURIComponent(id)}.png`,
			}));
		return json({coins, exchanges: [], icos: [], categories: [], nfts: []});
	}

	function exchanges({query, now}: Question): Answer {
		const perPage = Math.min(250, positive(query, 'per_page', 100));
		const page = positive(query, 'page', 1);
		const total = snapshot(now).reduce((sum, {volume}) => sum + volume, 0);
		const bitcoin = dollarsPer(market, 'btc', now) ?? 1;
		const rows = venues.map((venue, i) => ({
			id: venue.id,
			name: venue.name,
			year_established: i % 9 === 4 ? null : venue.year,
			country: venue.country,
			description: i % 8 === 6 ? null : '',
			url: `https://${venue.id}.invalid/`,
			image: `https://images.simulated.invalid/venues/${venue.id}.png`,
			has_trading_incentive: i % 10 === 9 ? null : false,
			trust_score: Math.max(1, 10 - Math.floor(i / 3)),
			trust_score_rank: i + 1,
			trade_volume_24h_btc: (total * venue.share) / bitcoin,
		}));
		const last = Math.ceil(rows.length / perPage);
		const link = (target: number, rel: string): string =>
			`</api/v3/exchanges?page=${target}&per_page=${perPage}>; rel="${rel}"`;
		return json(rows.slice((page - 1) * perPage, page * perPage), {
			total: String(rows.length),
			'per-page': String(perPage),
			...(page < last ? {link: `${link(last, 'last')}, ${link(page + 1, 'next')}`} : {}),
		});
	}

	function chart({query, now}: Question, id: string): Answer {
		const place = placeOf(id);
		const {rate} = currency(query, now);
		const text = query.get('days');
		if (text === null) throw new Refusal(422, {error: 'Missing parameter days'});
		const days = text === 'max' ? Infinity : Number(text);
		if (!(days > 0)) throw new Refusal(400, {error: 'Invalid days parameter'});
		const interval = query.get('interval');
		if (interval !== null && interval !== 'daily' && interval !== 'hourly')
			throw new Refusal(400, {error: 'Invalid interval'});
		if (plan.kind !== 'pro' && days > freeHistory) throw rangeRefusal(now);
		const from = Math.max(genesis, now - days * day);
		const step =
			interval === 'daily'
				? day
				: interval === 'hourly'
					? hour
					: days <= 1
						? 5 * minute
						: days <= 90
							? hour
							: day;
		return json(
			points(place, {from, to: now, now, step, rate, precision: precisionOf(query), endsNow: true}),
		);
	}

	function chartRange({query, now}: Question, id: string): Answer {
		const place = placeOf(id);
		const {rate} = currency(query, now);
		const from = instant(query, 'from');
		const to = instant(query, 'to');
		if (plan.kind !== 'pro' && from < now - freeHistory * day) throw rangeRefusal(now);
		const span = to - from;
		const endsNow = to >= now - minute;
		const step = span > 90 * day ? day : span > day || !endsNow ? hour : 5 * minute;
		const range = {from: Math.max(from, genesis), to: Math.min(to, now), now, step, rate};
		return json(points(place, {...range, precision: precisionOf(query), endsNow: to >= now}));
	}

	type Points = {
		readonly from: number;
		readonly to: number;
		readonly now: number;
		readonly step: number;
		readonly rate: number;
		readonly precision: number | 'full' | null;
		/** The last element is the present instant. */
		readonly endsNow: boolean;
	};

	/** Stamped prices, caps and rolling volumes. A dead coin has none. */
	function points(place: number, {from, to, now, step, rate, precision, endsNow}: Points) {
		const asset = market.assets[place]!;
		const prices: [number, number][] = [];
		const caps: [number, number][] = [];
		const volumes: [number, number][] = [];
		const add = (ts: number, coarse: boolean): void => {
			const dollars = market.dollarsAt(place, ts, coarse);
			prices.push([ts, precision === null ? dollars / rate : rounded(dollars / rate, precision)]);
			caps.push([ts, (dollars * market.supply(asset)) / rate]);
			volumes.push([ts, market.dollarVolume(place, ts) / rate]);
		};

		if (asset.quirk !== 'dead') {
			for (let bucket = Math.ceil(from / step) * step; bucket <= to; bucket += step) {
				if (step === day) {
					if (bucket + dayDelay <= now) add(bucket, true);
					continue;
				}

				// Fine stamps drift, differently on each call, and now and then a step is missing.
				const chance = hashShare(market.seed, place, bucket / minute, Math.floor(now / minute));
				const ts = bucket + Math.floor((step === hour ? 3 * minute : 100 * second) * chance);
				if (ts <= to && chance < (step === hour ? 0.9995 : 0.994)) add(ts, step === hour);
			}

			if (endsNow) {
				// Some charts end with a stamp cut to the second, earlier than the one before it.
				if (place % 4 === 1 && step < day) add(now, false);
				add(Math.floor(now / second) * second, false);
			}
		}

		return {prices, market_caps: caps, total_volumes: volumes};
	}

	function ohlc({query, now}: Question, id: string): Answer {
		if (!query.has('vs_currency') || !query.has('days'))
			throw new Refusal(500, {status: 500, error: 'Internal Server Error'});
		const place = placeOf(id);
		const {rate} = currency(query, now);
		const text = query.get('days')!;
		const most = plan.kind === 'pro' && text === 'max';
		const days = most ? (now - genesis) / day - 1 : Number(text);
		if (!most && ![1, 7, 14, 30, 90, 180, 365].includes(days))
			throw new Refusal(400, {error: 'Invalid days parameter'});
		const step = days <= 2 ? 30 * minute : days <= 30 ? 4 * hour : 4 * day;
		const last = Math.floor(now / step) * step;
		const rows: number[][] = [];
		const candles = market.assets[place]!.quirk === 'dead' ? 0 : Math.ceil((days * day) / step);
		const precision = precisionOf(query);
		for (let i = candles - 1; i >= 0; i--) {
			const open = last - i * step;
			const end = Math.min(open + step, Math.floor(now / minute) * minute);
			if (end <= open || open < genesis) continue;
			const prices = [market.dollarsAt(place, open), market.dollarsAt(place, end)];
			const {high, low} = market.dollarRange(place, open, end);
			rows.push([
				open + step,
				...[prices[0]!, Math.max(high, ...prices), Math.min(low, ...prices), prices[1]!].map(price =>
					rounded(price / rate, precision),
				),
			]);
		}

		return json(rows);
	}

	function placeOf(id: string): number {
		const place = market.places.get(decodeURIComponent(id));
		if (place === undefined) throw new Refusal(404, {error: 'coin not found'});
		return place;
	}

	function currency(query: URLSearchParams, now: number): {readonly code: string; readonly rate: number} {
		const code = query.get('vs_currency');
		if (code === null) throw new Refusal(422, {error: 'Missing parameter vs_currency'});
		const rate = dollarsPer(market, code, now);
		if (rate === undefined) throw new Refusal(400, {error: 'invalid vs_currency'});
		return {code, rate};
	}
}

const windowDays: Readonly<Record<string, number>> = {
	'1h': 1 / 24,
	'24h': 1,
	'7d': 7,
	'14d': 14,
	'30d': 30,
	'200d': 200,
	'1y': 365,
};

const orders: Readonly<Record<string, (a: Standing, b: Standing) => number>> = {
	market_cap_desc: (a, b) => b.cap - a.cap,
	market_cap_asc: (a, b) => a.cap - b.cap,
	volume_desc: (a, b) => b.volume - a.volume,
	volume_asc: (a, b) => a.volume - b.volume,
	id_asc: (a, b) => (a.asset.id < b.asset.id ? -1 : 1),
	id_desc: (a, b) => (a.asset.id > b.asset.id ? -1 : 1),
};

const iso = (ts: number): string => new Date(ts).toISOString();
const fixed = (value: number, decimals: number): number => Number(value.toFixed(decimals));
const significant = (value: number, digits: number): number => Number(value.toPrecision(digits));

/** A price as the service rounds it: by size unless a precision is asked for. */
function rounded(price: number, precision: number | 'full' | null): number {
	if (precision === 'full') return price;
	if (precision !== null) return fixed(price, precision);
	if (price >= 10_000) return Math.round(price);
	if (price >= 1) return fixed(price, price >= 1000 ? 2 : 3);
	return significant(price, 6);
}

function precisionOf(query: URLSearchParams): number | 'full' | null {
	const text = query.get('precision');
	if (text === null || text === 'full') return text;
	const digits = Number(text);
	if (!Number.isInteger(digits) || digits < 0 || digits > 18)
		throw new Refusal(400, {error: 'Invalid precision'});
	return digits;
}

function positive(query: URLSearchParams, name: string, otherwise: number): number {
	const text = query.get(name);
	if (text === null) return otherwise;
	const value = Number(text);
	if (!Number.isInteger(value) || value < 1) throw new Refusal(400, {error: `Invalid ${name}`});
	return value;
}

/** Seconds since the epoch, or an ISO date or date-time; as ms. */
function instant(query: URLSearchParams, name: string): number {
	const text = query.get(name);
	if (text === null) throw new Refusal(422, {error: `Missing parameter ${name}`});
	const value = /^\d+(\.\d+)?$/.test(text)
		? Number(text) * 1000
		: Date.parse(text.length > 10 ? `${text}Z` : text);
	if (Number.isNaN(value)) throw new Refusal(400, {error: `Invalid ${name}`});
	return value;
}

const stamp = (now: number): string => new Date(now).toISOString().replace('Z', '+00:00');

const keyRefusal = (now: number, code: number, message: string): Refusal =>
	new Refusal(401, {status: {timestamp: stamp(now), error_code: code, error_message: message}});

const rangeRefusal = (now: number): Refusal =>
	new Refusal(401, {
		error: {
			status: {
				timestamp: stamp(now),
				error_code: 10012,
				error_message:
					'Your request exceeds the allowed time range. Public API users are limited to querying historical data within the past 365 days.',
			},
		},
	});

/** Wrong key, wrong kind of key, or none where one is needed. */
function checkKey(plan: CoinGeckoPlan, {headers, query, now}: Question): void {
	const demo = headers['x-cg-demo-api-key'] ?? query.get('x_cg_demo_api_key') ?? undefined;
	const pro = headers['x-cg-pro-api-key'] ?? query.get('x_cg_pro_api_key') ?? undefined;
	if (plan.kind === 'pro') {
		if (pro === undefined && demo !== undefined)
			throw keyRefusal(now, 10011, 'If you are using Demo API key, please change your root URL.');
		if (pro === undefined) throw keyRefusal(now, 10002, 'API Key Missing.');
	} else if (pro !== undefined) {
		throw keyRefusal(now, 10010, 'If you are using Pro API key, please change your root URL.');
	}

	const given = plan.kind === 'pro' ? pro : demo;
	if (plan.key !== undefined && given !== plan.key)
		throw keyRefusal(now, 10002, given === undefined ? 'API Key Missing.' : 'Invalid API key.');
}
