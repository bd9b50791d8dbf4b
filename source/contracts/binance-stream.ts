/** Binance stream frames: candles, short tickers, control answers, and everything that is passed over. */

import * as z from 'zod';
import {isInterval, stepOf, type Interval} from '#domain/interval.js';
import {candleFlag, type Candle} from '#domain/market.js';
import type {Rejection} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {Finding, reject, type ContractContext} from './contract.js';
import {firstFinding} from './rows.js';
import {badAmount, badCandle, badId, badPrice, badTime, decimal} from './wire.js';

/** Rolling 24 h statistics of a pair as the stream sends them, without the number of trades. Times are ms UTC. */
type StreamTicker = {
	readonly symbol: string;
	readonly lastPrice: number;
	readonly volume: number;
	readonly quoteVolume: number;
	readonly sentAt: number;
};

/** Identifies the request a control answer belongs to. */
type RequestId = string | number | null;

/** Everything a frame can mean. `final` candles are closed for good; `shutdown` comes 10 minutes before the end. */
export type StreamFrame =
	| {
			readonly type: 'candle';
			readonly symbol: string;
			readonly interval: Interval;
			readonly candle: Candle;
			readonly final: boolean;
			readonly sentAt: number;
	  }
	/** Rows of a list that break a rule are set aside; the others stand. */
	| {
			readonly type: 'tickers';
			readonly tickers: readonly StreamTicker[];
			readonly rejections: readonly Rejection[];
	  }
	| {readonly type: 'shutdown'; readonly sentAt: number}
	| {readonly type: 'answer'; readonly id: RequestId}
	| {readonly type: 'refused'; readonly id: RequestId; readonly code: number; readonly message: string}
	| {readonly type: 'passed-over'; readonly event: string}
	| {readonly type: 'invalid'; readonly rejection: Rejection};

const klineEvent = z.compile(
	z.object({
		E: z.number(),
		s: z.string(),
		k: z.object({
			t: z.number(),
			T: z.number(),
			i: z.string(),
			o: decimal,
			c: decimal,
			h: decimal,
			l: decimal,
			v: decimal,
			x: z.boolean(),
		}),
	}),
);
const tickerEvent = z.object({
	E: z.number(),
	s: z.string(),
	c: decimal,
	o: decimal,
	h: decimal,
	l: decimal,
	v: decimal,
	q: decimal,
});
const shutdownEvent = z.object({E: z.number()});
const requestId = z.nullish(z.union([z.string(), z.number()]));
const refusal = z.union([
	z.object({code: z.number(), msg: z.string(), id: requestId}),
	z
		.object({error: z.object({code: z.number(), msg: z.string()}), id: requestId})
		.transform(({error, id}) => ({...error, id})),
]);
const answer = z.object({result: z.unknown(), id: z.union([z.string(), z.number(), z.null()])});

type FrameContext = ContractContext & {
	/** Which pairs of a list are of interest; all of them when left out. */
	readonly wants?: (symbol: string) => boolean;
};

const fields = {open: 'k.o', high: 'k.h', low: 'k.l', close: 'k.c'} as const;

function readCandle(event: unknown, now: number): StreamFrame | Finding {
	const parsed = z.safeParse(klineEvent, event);
	if (!parsed.success) return firstFinding(parsed.error, event);
	const {E: sentAt, s: symbol, k} = parsed.data;
	if (!isInterval(k.i)) return {type: 'passed-over', event: 'kline'};
	const prices = {open: Number(k.o), high: Number(k.h), low: Number(k.l), close: Number(k.c)};
	const volume = Number(k.v);
	const broken =
		badId('s', symbol) ??
		badTime('E', sentAt, now) ??
		badTime('k.t', k.t, now) ??
		badCandle(prices, fields) ??
		badAmount('k.v', volume, k.v);
	if (broken) return broken;
	const closed = k.T < k.t + stepOf[k.i] - 1 ? candleFlag.cut : 0;
	return {
		type: 'candle',
		symbol,
		interval: k.i,
		candle: {ts: k.t, ...prices, volume, flags: k.x ? closed : candleFlag.open},
		final: k.x,
		sentAt,
	};
}

const isObject = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null && !Array.isArray(value);

function readTicker(event: unknown, now: number): StreamTicker | Finding {
	const parsed = z.safeParse(tickerEvent, event);
	if (!parsed.success) return firstFinding(parsed.error, event);
	const {E: sentAt, s: symbol, c, h, l, v, q} = parsed.data;
	const lastPrice = Number(c);
	const volume = Number(v);
	const quoteVolume = Number(q);
	return (
		badId('s', symbol) ??
		badPrice('c', lastPrice, c) ??
		(Number(h) < Number(l) ? new Finding('high-below-low', 'h', {h, l}) : null) ??
		badAmount('v', volume, v) ??
		badAmount('q', quoteVolume, q) ??
		badTime('E', sentAt, now) ?? {symbol, lastPrice, volume, quoteVolume, sentAt}
	);
}

/** Pairs that nobody wants are not looked at: the list of all pairs is long, and comes every second. */
function readTickers(events: readonly unknown[], {now, wants}: FrameContext): StreamFrame {
	const tickers: StreamTicker[] = [];
	const rejections: Rejection[] = [];
	for (const event of events) {
		const symbol = isObject(event) ? event['s'] : undefined;
		if (wants && typeof symbol === 'string' && !wants(symbol)) continue;
		const ticker = readTicker(event, now);
		if (ticker instanceof Finding) rejections.push(reject(ticker, symbol ?? '$', event));
		else tickers.push(ticker);
	}

	return {type: 'tickers', tickers, rejections};
}

function readEvent(event: unknown, stream: string, context: FrameContext): StreamFrame | Finding {
	if (Array.isArray(event)) {
		const isTickers = event.some(one => isObject(one) && one['e'] === '24hrMiniTicker');
		return isTickers ? readTickers(event, context) : {type: 'passed-over', event: cleanText(stream)};
	}

	if (!isObject(event)) return new Finding('wrong-type', '$', event);
	switch (event['e']) {
		case 'kline':
			return readCandle(event, context.now);
		case '24hrMiniTicker': {
			const ticker = readTicker(event, context.now);
			return ticker instanceof Finding ? ticker : {type: 'tickers', tickers: [ticker], rejections: []};
		}

		case 'serverShutdown': {
			const parsed = z.safeParse(shutdownEvent, event);
			if (!parsed.success) return firstFinding(parsed.error, event);
			return {type: 'shutdown', sentAt: parsed.data.E};
		}

		default:
			return {
				type: 'passed-over',
				event: cleanText(typeof event['e'] === 'string' ? event['e'] : stream),
			};
	}
}

/**
 * What one message of a stream means, bare or wrapped as `{stream, data}`. A message that breaks a rule is `invalid`
 * as a whole, but for lists of tickers; kinds of events nobody asked for, and candles of other intervals, are passed over. Never throws.
 */
export function parseStreamFrame(payload: unknown, context: FrameContext): StreamFrame {
	const refused = z.safeParse(refusal, payload);
	if (refused.success) {
		const {code, msg, id = null} = refused.data;
		return {type: 'refused', id, code, message: cleanText(msg, 500)};
	}

	const wrapped = isObject(payload) && typeof payload['stream'] === 'string' && 'data' in payload;
	if (!wrapped && isObject(payload) && 'result' in payload) {
		const answered = z.safeParse(answer, payload);
		if (answered.success) return {type: 'answer', id: answered.data.id};
	}

	const stream = wrapped ? (payload['stream'] as string) : '';
	const frame = readEvent(wrapped ? payload['data'] : payload, stream, context);
	if (!(frame instanceof Finding)) return frame;
	return {type: 'invalid', rejection: reject(frame, stream || '$', payload)};
}
