/** Binance candles: the pages of `/klines` turned into columns, and what Binance's errors look like. */

import * as z from 'zod';
import {allocateCandles, candlesFrom, type Candles} from '#domain/candles.js';
import {floorTo, intervals, stepOf, type Interval} from '#domain/interval.js';
import {candleFlag, type Candle} from '#domain/market.js';
import type {ExpectedShape, Parsed} from '#domain/quality.js';
import {cleanText} from '#domain/text.js';
import {
	always,
	Finding,
	futureTolerance,
	oldestTime,
	shapeOf,
	type ContractContext,
	type ErrorBody,
} from './contract.js';
import {parseRows, rowContract} from './rows.js';
import {badAmount, badCandle, badCount, badTime, decimal} from './wire.js';

/** The candle lengths that can be read. `3d` occurs in old recordings only; it is never asked for. */
export type KlineInterval = Interval | '3d';

/** Length of a candle (ms) and where its grid starts; null when every pair has a grid of its own. */
type Grid = {readonly step: number; readonly origin: number | null};

const grids: Readonly<Record<string, Grid>> = {
	...Object.fromEntries(
		intervals.map(interval => [interval, {step: stepOf[interval], origin: floorTo(interval, 0)}]),
	),
	'3d': {step: 3 * stepOf['1d'], origin: null},
};

/** Which candles are read. `now` is the server's clock: it decides which candle is still open. */
export type KlineContext = ContractContext & {readonly interval: KlineInterval};

/** Places of a row of `/klines`; the last one is unused by the provider. */
export const klinesShape: ExpectedShape = {
	'[0]': always('number'),
	'[1]': always('string'),
	'[2]': always('string'),
	'[3]': always('string'),
	'[4]': always('string'),
	'[5]': always('string'),
	'[6]': always('number'),
	'[7]': always('string'),
	'[8]': always('number'),
	'[9]': always('string'),
	'[10]': always('string'),
	'[11]': always('string'),
};

const text = z.string();
const wireKline = z.tuple(
	[z.number(), text, text, text, text, text, z.number(), text, z.number(), text, text],
	z.unknown(),
);
type WireKline = z.infer<typeof wireKline>;

const name = 'binance.klines@1';
const kline = rowContract(name, 0, wireKline);
const strictKline = rowContract(
	name,
	0,
	z.tuple(
		[z.number(), decimal, decimal, decimal, decimal, decimal, z.number(), text, z.number(), text, text],
		z.unknown(),
	),
);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;

/** Whether a text that `Number` can read is a plain decimal number: no `0x1`, no sign, nothing around it. */
function isPlain(text: string): boolean {
	const {length} = text;
	if (!isDigit(text.charCodeAt(0))) return false;
	return length === 1 || (text.charCodeAt(1) <= 57 && isDigit(text.charCodeAt(length - 1)));
}

const isNegative = (text: string): boolean => text.startsWith('-');

/** What the closing time tells of a candle: still open, cut short by a suspension, or neither. */
function flagsOf(ts: number, closeTime: number, step: number, now: number): number {
	if (closeTime >= now) return candleFlag.open;
	return closeTime < ts + step - 1 ? candleFlag.cut : 0;
}

/** The columns of a page without a single fault, or null when there is anything to say about it. */
function readFaultless(rows: readonly WireKline[], {step, origin}: Grid, now: number): Candles | null {
	const candles = allocateCandles(rows.length);
	const {ts: times, open: opens, high: highs, low: lows, close: closes, volume: volumes, flags} = candles;
	const latest = now + futureTolerance;
	let previous = oldestTime - 1;
	for (let i = 0; i < rows.length; i++) {
		const row = rows[i]!;
		const ts = row[0];
		if (!(ts > previous && ts <= latest)) return null;
		if (origin === null ? !Number.isInteger(ts) : (ts - origin) % step !== 0) return null;
		previous = ts;
		if (!(isPlain(row[1]) && isPlain(row[2]) && isPlain(row[3]) && isPlain(row[4]) && isPlain(row[5]))) {
			return null;
		}

		if (isNegative(row[7]) || row[8] < 0 || !Number.isSafeInteger(row[8])) return null;
		const open = Number(row[1]);
		const high = Number(row[2]);
		const low = Number(row[3]);
		const close = Number(row[4]);
		const volume = Number(row[5]);
		if (!(low > 0 && open >= low && close >= low && high >= open && high >= close)) return null;
		if (!(high < Infinity && volume < Infinity)) return null;
		times[i] = ts;
		opens[i] = open;
		highs[i] = high;
		lows[i] = low;
		closes[i] = close;
		volumes[i] = volume;
		flags[i] = flagsOf(ts, row[6], step, now);
	}

	return candles;
}

const fields = {open: '[1]', high: '[2]', low: '[3]', close: '[4]'} as const;

// After the outages of that winter some candles open at the minute trading resumed.
const shiftedFrom = Date.UTC(2017, 11, 1);
const shiftedTo = Date.UTC(2018, 2, 1);

/** A candle with its closing time; `ts` is as sent, maybe off the grid. */
type SentCandle = Candle & {readonly closeTime: number};

function readKline(row: WireKline, {step, origin}: Grid, now: number): SentCandle | Finding {
	const [ts, , , , , , closeTime] = row;
	const wrongTime = badTime('[0]', ts, now);
	if (wrongTime) return wrongTime;
	const shifted = origin !== null && (ts - origin) % step !== 0;
	if (shifted && (ts < shiftedFrom || ts >= shiftedTo)) return new Finding('off-grid', '[0]', ts);
	const [open, high, low, close, volume] = row.slice(1, 6).map(Number) as [
		number,
		number,
		number,
		number,
		number,
	];
	return (
		badCandle({open, high, low, close}, fields) ??
		badAmount('[5]', volume, row[5]) ??
		(isNegative(row[7]) ? new Finding('negative-amount', '[7]', row[7]) : null) ??
		badCount('[8]', row[8]) ?? {ts, open, high, low, close, volume, flags: 0, closeTime}
	);
}

/** Puts candles on the grid; what an outage cut into several pieces of one interval becomes one candle again. */
function onGrid(sent: readonly SentCandle[], {step, origin}: Grid, now: number): Candles {
	const whole: {-readonly [Key in keyof SentCandle]: SentCandle[Key]}[] = [];
	for (const candle of sent) {
		const ts = origin === null ? candle.ts : Math.floor((candle.ts - origin) / step) * step + origin;
		const piece = whole.at(-1);
		if (piece?.ts === ts) {
			piece.high = Math.max(piece.high, candle.high);
			piece.low = Math.min(piece.low, candle.low);
			piece.close = candle.close;
			piece.volume = piece.volume! + candle.volume!;
			piece.closeTime = candle.closeTime;
		} else {
			whole.push({...candle, ts});
		}
	}

	for (const candle of whole) candle.flags = flagsOf(candle.ts, candle.closeTime, step, now);
	return candlesFrom(whole);
}

/**
 * One page of `/klines`, ascending, volume in the base asset. The candle that closes at or after `now` is flagged open,
 * one that closed before its time is flagged cut. A faultless page takes one compiled schema and one loop; anything
 * else is read again row by row, so that each fault is named.
 */
export function parseKlines(payload: unknown, {now, interval}: KlineContext): Parsed<Candles> {
	const grid = grids[interval]!;
	if (Array.isArray(payload)) {
		const page = z.safeParse(kline.page(), payload);
		const rows = page.success ? readFaultless(page.data, grid, now) : null;
		if (rows) {
			return {
				contract: name,
				extracted: rows.length,
				duplicates: 0,
				rows,
				rejections: [],
				shape: klineShapeOf(payload),
			};
		}
	}

	const parsed = parseRows(strictKline, payload, {
		read: row => readKline(row, grid, now),
		identity: ({ts}) => ts,
		order: (a, b) => a.ts - b.ts,
	});
	return {
		...parsed,
		rows: onGrid(parsed.rows, grid, now),
		shape: Array.isArray(payload) ? klineShapeOf(payload) : {},
	};
}

/** The first and the last row stand for all: a page is written by one program. */
const klineShapeOf = (rows: readonly unknown[]): Parsed<unknown>['shape'] =>
	shapeOf(rows.length === 0 ? [] : [rows[0], rows.at(-1)]);

const errorBody = z.object({code: z.number(), msg: z.string()});

/** What Binance says went wrong, or null when the payload is no error. Code 0 with HTTP 451 means the country. */
export function readErrorBody(payload: unknown): ErrorBody | null {
	const body = z.safeParse(errorBody, payload);
	return body.success ? {code: body.data.code, message: cleanText(body.data.msg, 500)} : null;
}
