/** Every recorded answer of the real providers, read by its contract. */

import {readdirSync} from 'node:fs';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {exchangeInfoShape, parseExchangeInfo, parseTickers} from '#contracts/binance-market.js';
import {parseStreamFrame} from '#contracts/binance-stream.js';
import {parseKlines, readErrorBody as readBinanceError} from '#contracts/binance.js';
import * as coincap from '#contracts/coincap.js';
import * as coingecko from '#contracts/coingecko.js';
import {driftOf} from '#contracts/contract.js';
import {candleAt} from '#domain/candles.js';
import {candleFlag, type Candle, type MarketRow, type Quote, type Ticker} from '#domain/market.js';
import type {Parsed} from '#domain/quality.js';
import {describeRecordings, recording, recordingsFolder, recordingText} from '../support/recordings.js';
import {
	at,
	candleCases,
	errorCases,
	infoCases,
	january2024,
	rowCases,
	streamCases,
	toAsset,
} from './recorded-answers.js';

const htmlPage = 'binance/errors/403_cloudfront_waf.html';
const headersOnly = /\/response_headers_/;

const allCases = [rowCases, candleCases, infoCases, streamCases, errorCases].flatMap(cases =>
	cases.map(({file}) => file),
);

function filesUnder(folder: string): string[] {
	return readdirSync(join(recordingsFolder, folder), {withFileTypes: true}).flatMap(entry =>
		entry.isDirectory() ? filesUnder(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
	);
}

const rowsOf = (file: string, read: (payload: unknown) => Parsed<readonly unknown[]>): readonly unknown[] =>
	read(recording(file)).rows;

const numbersOf = (candle: Candle | undefined) =>
	candle && [candle.ts, candle.open, candle.high, candle.low, candle.close, candle.volume];

const quoteOf = (rows: readonly MarketRow[], id: string): Quote =>
	rows.find(({asset}) => asset.id === id)!.quote;

describeRecordings('contracts on the recorded answers', () => {
	test('every recorded file is read by a contract', () => {
		const files = ['coingecko', 'binance', 'coincap']
			.flatMap(filesUnder)
			.filter(file => !headersOnly.test(file));
		expect([...allCases, htmlPage].toSorted()).toEqual(files.toSorted());
	});

	test.each(rowCases)('$file holds $rows acceptable rows', ({file, read, rows, first, last}) => {
		const parsed = read(recording(file));
		expect(parsed.rejections).toEqual([]);
		expect(parsed).toMatchObject({extracted: rows, duplicates: 0});
		expect(parsed.rows).toHaveLength(rows);
		const ends = [parsed.rows[0], parsed.rows.at(-1)];
		if (first !== undefined) expect(ends).toMatchObject([first, last ?? first]);
	});

	test.each(candleCases)(
		'$file holds $rows candles, $open of them open and $cut cut short',
		({file, read, rows, open, cut, first, last}) => {
			const parsed = read(recording(file));
			expect(parsed.rejections).toEqual([]);
			expect(parsed).toMatchObject({extracted: rows, duplicates: 0, rows: {length: rows}});
			const count = (flag: number) => parsed.rows.flags.filter(flags => (flags & flag) !== 0).length;
			expect({open: count(candleFlag.open), cut: count(candleFlag.cut)}).toEqual({open, cut});
			expect(numbersOf(candleAt(parsed.rows, 0))).toEqual([at(first[0]), ...first.slice(1)]);
			expect(numbersOf(candleAt(parsed.rows, rows - 1))).toEqual([at(last[0]), ...last.slice(1)]);
		},
	);

	test.each([...rowCases, ...candleCases])('$file has drifted in nothing', ({file, read, shape}) => {
		expect(driftOf('coingecko', file, shape, read(recording(file)).shape)).toEqual([]);
	});

	test.each(infoCases)('$file lists $pairs pairs, $trading of them trading', expected => {
		const parsed = parseExchangeInfo(recording(expected.file));
		expect(parsed.rejections).toEqual([]);
		const {pairs, rateLimits, serverTime} = parsed.rows;
		expect(pairs).toHaveLength(expected.pairs);
		expect(pairs[0]).toEqual({symbol: 'ETHBTC', base: 'ETH', quote: 'BTC', trading: true});
		expect(pairs.filter(({trading}) => trading)).toHaveLength(expected.trading);
		expect(rateLimits[0]).toEqual({type: 'REQUEST_WEIGHT', windowMs: 60_000, limit: expected.weight});
		expect(serverTime).toBe(expected.serverTime);
		expect(driftOf('binance', '/exchangeInfo', exchangeInfoShape, parsed.shape)).toEqual([]);
	});

	test.each(streamCases)('$file holds nothing but frames that are known', ({file, now, frames, final}) => {
		const seen = recordingText(file)
			.trim()
			.split('\n')
			.map(line => parseStreamFrame(JSON.parse(line), {now: at(now)}));
		const counts: Record<string, number> = {};
		for (const {type} of seen) counts[type] = (counts[type] ?? 0) + 1;
		expect(counts).toEqual(frames);
		expect(seen.filter(frame => frame.type === 'candle' && frame.final)).toHaveLength(final);
	});

	test.each(errorCases)('$file says what went wrong', ({file, read, code, says}) => {
		expect(read(recording(file))).toEqual({code, message: expect.stringContaining(says) as string});
	});

	test('no answer with data is taken for an error', () => {
		const readers = {
			coingecko: coingecko.readErrorBody,
			binance: readBinanceError,
			coincap: coincap.readErrorBody,
		};
		const mistaken = [...rowCases, ...candleCases, ...infoCases].filter(({file}) => {
			const [provider] = file.split('/') as [keyof typeof readers];
			return readers[provider](recording(file)) !== null;
		});
		expect(mistaken).toEqual([]);
	});

	test('the page of a firewall is one violation to every contract', () => {
		const html = recordingText(htmlPage);
		for (const read of [...rowCases, ...candleCases].map(one => one.read)) {
			const parsed = read(html);
			expect(parsed.rows).toHaveLength(0);
			expect(parsed.rejections).toMatchObject([{kind: 'violation', rule: 'wrong-type', field: '$'}]);
		}

		expect(parseExchangeInfo(html).rejections).toMatchObject([{rule: 'wrong-type', field: '$'}]);
		for (const read of [coingecko.readErrorBody, readBinanceError, coincap.readErrorBody]) {
			expect(read(html)).toBeNull();
		}
	});

	test('the notice of the retired CoinCap version is no asset', () => {
		const notice = recording('coincap/errors/200_v2_deprecated_notice.json');
		const parsed = coincap.parseAssets(notice, {now: at('2025-05-01'), toAsset});
		expect(parsed.rows).toEqual([]);
		expect(parsed.rejections).toMatchObject([{kind: 'violation', rule: 'wrong-type', field: '$'}]);
	});

	test('every number of a recorded kline reaches its column unchanged', () => {
		for (const {file, read} of candleCases.filter(({file}) => file.startsWith('binance/'))) {
			const raw = recording(file) as (readonly (string | number)[])[];
			const {ts, open, high, low, close, volume} = read(raw).rows;
			const columns = raw.map((_, i) => [ts[i], open[i], high[i], low[i], close[i], volume[i]]);
			expect(columns).toEqual(raw.map(row => row.slice(0, 6).map(Number)));
		}
	});

	test('a candle before a gap is always cut short, however long the gap', () => {
		let gaps = 0;
		for (const {file, read} of candleCases.filter(({file}) => file.includes('_3d_'))) {
			const {length, ts, flags} = read(recording(file)).rows;
			for (let i = 1; i < length; i++) {
				if (ts[i]! <= ts[i - 1]! + 3 * 86_400_000) continue;
				gaps++;
				expect(flags[i - 1]).toBe(candleFlag.cut);
			}
		}

		expect(gaps).toBe(7);
	});

	test('a candle is open in one recording and closed, with other numbers, in the next', () => {
		const [before, after] = ['2025-06-14T16:01', '2025-06-15T09:01'].map(now => {
			const file = `binance/klines_BTCUSDT_1d_120_recorded_${now.replace(':', '')}Z.json`;
			const candles = parseKlines(recording(file), {now: at(`${now}:00Z`), interval: '1d'}).rows;
			return candleAt(candles, candles.ts.indexOf(at('2025-06-14')));
		});
		expect(before).toMatchObject({close: 104_823.52, flags: candleFlag.open});
		expect(after).toMatchObject({close: 105_414.64, flags: 0});
	});

	test('what looks impossible in a snapshot and is real is accepted', () => {
		const old = rowsOf(rowCases[1]!.file, rowCases[1]!.read) as readonly MarketRow[];
		const recent = rowsOf(rowCases[0]!.file, rowCases[0]!.read) as readonly MarketRow[];
		expect(quoteOf(old, 'bone-shibaswap').atl).toBe(0);
		expect(quoteOf(old, 'baby-doge-coin').price).toBe(9.740_18e-10);
		expect(quoteOf(old, 'safemoon')).toMatchObject({
			circulatingSupply: null,
			marketCap: expect.any(Number) as number,
		});
		expect(quoteOf(old, 'compound-usdt')).toMatchObject({high24h: null, low24h: null, change24h: null});
		expect(quoteOf(old, 'compound-usdt').updatedAt).toBeLessThan(at('2023-01-05'));
		const outside = recent.filter(({quote}) => quote.price > quote.high24h! || quote.price < quote.low24h!);
		expect(outside).toHaveLength(14);
		expect(recent.filter(({quote}) => quote.volume24h === 0)).toHaveLength(3);
		expect(recent.filter(({asset}) => asset.symbol === 'WETH')).toHaveLength(5);
	});

	test('dead pairs have no price in the tickers, and frozen ones keep theirs', () => {
		const tickers = rowsOf('binance/ticker_24hr_all_2024-01-05.json', payload =>
			parseTickers(payload, {now: at(january2024)}),
		) as readonly Ticker[];
		expect(tickers.filter(({lastPrice}) => Number.isNaN(lastPrice))).toHaveLength(1235);
		const newest = Math.max(...tickers.map(({closeAt}) => closeAt));
		const frozen = tickers.filter(
			({lastPrice, closeAt}) => !Number.isNaN(lastPrice) && closeAt < newest - 10 * 60_000,
		);
		expect(frozen).toHaveLength(46);
		expect(frozen.find(({symbol}) => symbol === 'BUSDUSDT')?.trades).toBe(35_781);
	});

	test('the two days CoinCap lost are absent from its daily history', () => {
		const days = new Set(
			coincap
				.parseHistory(recording('coincap/history_bitcoin_d1_v2_2023-01-19.json'), {now: at('2023-01-20')})
				.rows.map(({ts}) => ts),
		);
		const missing = [];
		for (let day = at('2022-01-20'); day <= at('2023-01-18'); day += 86_400_000) {
			if (!days.has(day)) missing.push(new Date(day).toISOString().slice(0, 10));
		}

		expect(missing).toEqual(['2022-07-05', '2023-01-01']);
	});
});
