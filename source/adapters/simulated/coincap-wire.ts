/** The exchange's CoinCap face: assets, history and venues as v3 gives them, every number a string. */

import {json, Refusal, wholeNumber, type Answer, type Question} from './answer.js';
import type {CatalogueAsset} from './catalogue.js';
import {dollarsPer, fiats, quoteCoins, venues} from './currencies.js';
import {genesis, type Market} from './market.js';
import type {Standing} from './snapshot.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Steps of `history`, with the longest span one call may ask for. */
const historySteps: Readonly<Record<string, {readonly step: number; readonly span: number}>> = {
	m1: {step: minute, span: day},
	m5: {step: 5 * minute, span: 5 * day},
	m15: {step: 15 * minute, span: 7 * day},
	m30: {step: 30 * minute, span: 14 * day},
	h1: {step: hour, span: 30 * day},
	h2: {step: 2 * hour, span: 61 * day},
	h6: {step: 6 * hour, span: 183 * day},
	h12: {step: 12 * hour, span: 365 * day},
	d1: {step: day, span: 20 * 365 * day},
};

/** The CoinCap endpoints over a market. `key` undefined accepts any key; none is refused in any case. */
export function createCoinCapWire(
	market: Market,
	snapshot: (now: number) => readonly Standing[],
	key: string | undefined,
): (question: Question) => Answer {
	const bySlug = new Map(market.assets.map((asset, place) => [slugOf(asset), place]));
	bySlug.delete(null);

	return question => {
		checkKey(question);
		const {path, now} = question;
		const [, first, second, third] = path.split('/');
		const enveloped = (data: unknown): Answer => json({timestamp: now, data});
		if (first === 'assets' && second === undefined) return enveloped(assets(question));
		if (first === 'assets' && second !== undefined) {
			const place = bySlug.get(decodeURIComponent(second));
			if (place === undefined) throw new Refusal(404, {error: `${second} not found`, timestamp: now});
			if (third === undefined)
				return enveloped(
					asset(
						ranked(now).find(row => row.place === place)!,
						now,
					),
				);
			if (third === 'history') return enveloped(history(question, place));
			if (third === 'markets') return enveloped(assetMarkets(question, place));
		}

		if (path === '/markets') return enveloped(markets(question));
		if (path === '/exchanges') return enveloped(exchanges(question));
		if (path === '/rates') return enveloped(rates(now));
		throw new Refusal(404, {error: 'Not Found', timestamp: now});
	};

	function checkKey({headers, query, now}: Question): void {
		const header = headers['authorization'];
		const given = typeof header === 'string' ? /^Bearer (\S+)$/.exec(header)?.[1] : query.get('apiKey');
		if (given === undefined || given === null || given === '')
			throw new Refusal(401, {error: 'API key required', timestamp: now});
		if (key !== undefined && given !== key)
			throw new Refusal(401, {error: 'Invalid API key', timestamp: now});
	}

	/** Coins that CoinCap lists, with its own ranks. */
	function ranked(now: number): Standing[] {
		return snapshot(now)
			.filter(row => slugOf(row.asset) !== null && row.price !== null && row.cap > 0)
			.map((row, i) => Object.assign({}, row, {rank: i + 1}));
	}

	function assets({query, now}: Question): unknown[] {
		let rows = ranked(now);
		const ids = query.get('ids');
		const text = query.get('search')?.toLowerCase();
		if (ids !== null) {
			const wanted = new Set(ids.split(','));
			rows = rows.filter(row => wanted.has(slugOf(row.asset)!));
		} else if (text !== undefined) {
			rows = rows.filter(row => row.asset.symbol.includes(text) || slugOf(row.asset)!.includes(text));
		}

		return paged(query, rows).map(row => asset(row, now));
	}

	function asset({asset, place, rank, price, cap, volume}: Standing, now: number) {
		const before = market.dollarsAt(place, now - day, true);
		const moment = Math.floor(now / minute) * minute;
		const {high, low} = market.dollarRange(place, moment - day, moment);
		return {
			id: slugOf(asset),
			rank: String(rank),
			symbol: asset.symbol.toUpperCase(),
			name: asset.name,
			supply: text(market.supply(asset)),
			maxSupply: asset.maxSupply === undefined ? null : text(Math.max(asset.maxSupply, market.supply(asset))),
			marketCapUsd: text(cap),
			volumeUsd24Hr: text(volume),
			priceUsd: text(price!),
			changePercent24Hr: place % 60 === 59 ? null : String((price! / before - 1) * 100),
			vwap24Hr: place % 60 === 59 ? null : String((high + low + price!) / 3),
			explorer: place % 5 === 4 ? null : `https://explorer.simulated.invalid/${slugOf(asset)}`,
			tokens: {},
		};
	}

	function history({query, now}: Question, place: number): unknown[] {
		const name = query.get('interval');
		if (name === null) throw new Refusal(400, {error: 'missing interval', timestamp: now});
		const known = Object.hasOwn(historySteps, name) ? historySteps[name]! : undefined;
		if (known === undefined) throw new Refusal(400, {error: 'invalid interval', timestamp: now});
		const {step, span} = known;
		const start = wholeNumber(query, 'start');
		const end = wholeNumber(query, 'end');
		if ((start === undefined) !== (end === undefined) || Number.isNaN(start) || Number.isNaN(end))
			throw new Refusal(400, {error: 'start and end are needed together', timestamp: now});
		const from = start ?? now - (name === 'd1' ? 365 * day : Math.min(span, step * 288));
		const to = Math.min(end ?? now, now);
		if ((end ?? now) - from > span) throw new Refusal(400, {error: 'query span too long', timestamp: now});
		const supply = text(market.supply(market.assets[place]!));
		const rows: unknown[] = [];
		for (let ts = Math.ceil(Math.max(from, genesis) / step) * step; ts < to; ts += step) {
			const date = new Date(ts).toISOString();
			if (step === day) {
				// The current day is not there yet, and New Year's Day never is.
				if (ts + day > now || date.slice(5, 10) === '01-01') continue;
				let sum = 0;
				for (let h = 1; h <= 24; h++) sum += market.dollarsAt(place, ts + h * hour);
				rows.push({priceUsd: text(sum / 24), time: ts, date});
			} else if (ts + 6 * minute <= now) {
				rows.push({priceUsd: text(market.dollarsAt(place, ts)), time: ts, circulatingSupply: supply, date});
			}
		}

		return rows;
	}

	/** Every market of the venues: each lists the largest coins against USDT. */
	function listings(now: number) {
		const rows = ranked(now);
		return venues.flatMap(venue =>
			rows
				.filter(({rank, asset}) => rank! <= venue.listed && asset.id !== 'tether')
				.map((row, i) => ({venue, row, rank: i + 1, volume: row.volume * venue.share})),
		);
	}

	function assetMarkets({query, now}: Question, place: number): unknown[] {
		const rows = listings(now).filter(({row}) => row.place === place);
		return paged(query, rows).map(({venue, row, volume}, i) => ({
			exchangeId: venue.name,
			baseId: slugOf(row.asset),
			quoteId: 'tether',
			baseSymbol: row.asset.symbol.toUpperCase(),
			quoteSymbol: 'USDT',
			volumeUsd24Hr: i % 9 === 8 ? null : text(volume),
			priceUsd: text(row.price!),
			volumePercent: i % 9 === 8 ? null : text(venue.share * 100),
		}));
	}

	function markets({query, now}: Question): unknown[] {
		const wants = (name: string, value: string): boolean => (query.get(name) ?? value) === value;
		const dollar = market.dollarsPerTether(now);
		const rows = listings(now).filter(({venue, row: {asset}}) => {
			const symbol = asset.symbol.toUpperCase();
			const slug = slugOf(asset)!;
			return (
				wants('exchangeId', venue.id) &&
				wants('baseSymbol', symbol) &&
				wants('baseId', slug) &&
				wants('quoteSymbol', 'USDT') &&
				wants('quoteId', 'tether') &&
				wants('assetSymbol', symbol) &&
				wants('assetId', slug)
			);
		});
		return paged(query, rows).map(({venue, row, rank, volume}) => ({
			exchangeId: venue.id,
			rank: String(rank),
			baseSymbol: row.asset.symbol.toUpperCase(),
			baseId: slugOf(row.asset),
			quoteSymbol: 'USDT',
			quoteId: 'tether',
			priceQuote: text(row.price! / dollar),
			priceUsd: text(row.price!),
			volumeUsd24Hr: text(volume),
			percentExchangeVolume: text((100 * row.volume) / totalVolume(now)),
			tradesCount24Hr: rank % 4 === 0 ? null : String(Math.ceil(volume / 600)),
			updated: row.updatedAt,
		}));
	}

	function totalVolume(now: number): number {
		return snapshot(now).reduce((sum, {volume}) => sum + volume, 0);
	}

	function exchanges({query, now}: Question): unknown[] {
		const total = totalVolume(now);
		return paged(query, venues).map((venue, i) => ({
			exchangeId: venue.id,
			name: venue.name,
			rank: String(venues.indexOf(venue) + 1),
			percentTotalVolume: i % 11 === 10 ? null : text(venue.share * 100),
			volumeUsd: i % 11 === 10 ? null : text(total * venue.share),
			tradingPairs: String(venue.listed),
			socket: venue.socket,
			exchangeUrl: `https://${venue.id}.invalid/`,
			updated: now - 1000 * (i + 1),
		}));
	}

	function rates(now: number): unknown[] {
		return [
			...fiats.map(({id, code, sign, rate}) => ({
				id,
				symbol: code.toUpperCase(),
				currencySymbol: sign,
				type: 'fiat',
				rateUsd: text(rate),
			})),
			...quoteCoins.flatMap(({id, code}) => {
				const rate = dollarsPer(market, code, now);
				if (rate === undefined) return [];
				const place = market.places.get(id)!;
				return [
					{
						id: slugOf(market.assets[place]!),
						symbol: code.toUpperCase(),
						currencySymbol: code === 'btc' ? '₿' : null,
						type: 'crypto',
						rateUsd: text(rate),
					},
				];
			}),
		];
	}
}

/** CoinCap's own name of a coin; null when it does not list it. */
const slugOf = ({id, coincap}: CatalogueAsset): string | null => (coincap === undefined ? id : coincap);

/** 18 decimals printed from a binary float, noise included. */
const text = (value: number): string => value.toFixed(18);

function paged<Row>(query: URLSearchParams, rows: readonly Row[]): Row[] {
	const limit = wholeNumber(query, 'limit') ?? 100;
	const offset = wholeNumber(query, 'offset') ?? 0;
	if (limit > 2000) throw new Refusal(400, {error: 'limit exceeds 2000'});
	if (!(limit >= 1 && offset >= 0)) throw new Refusal(400, {error: 'invalid limit or offset'});
	return rows.slice(offset, offset + limit);
}
