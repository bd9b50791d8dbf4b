/** What the exchange's streams say of a pair at a moment: between the whole seconds of the market, prices glide. */

import {decimal} from './answer.js';
import {extendPrice, type Bar} from './bars.js';
import type {Grid} from './binance-wire.js';
import type {Instrument, Market} from './market.js';

const second = 1000;
const minute = 60 * second;
const day = 24 * 60 * minute;

const floor = (ts: number, step: number): number => Math.floor(ts / step) * step;

/** Prices and stream rows over a market. Times are ms UTC. */
export type LivePrices = {
	/** Pairs that trade at a moment. */
	trading(now: number): readonly Instrument[];
	/** The price in ticks. */
	ticks(pair: Instrument, now: number): number;
	/** Rolling 24 h figures as `24hrMiniTicker` has them; null for a pair that has not traded. */
	miniTicker(pair: Instrument, now: number): Record<string, unknown> | null;
	/** The candle that opened at `open`, as it stands at `now` or, when that is later, as it closed. */
	kline(
		pair: Instrument,
		interval: string,
		grid: Grid,
		open: number,
		now: number,
	): Record<string, unknown> | null;
};

export function createLivePrices(market: Market): LivePrices {
	/** The 24 hours before the present minute, by pair: they change little within one. */
	const days = new Map<Instrument, {readonly minute: number; readonly bar: Bar | null}>();

	const dayOf = (pair: Instrument, now: number): Bar | null => {
		const present = floor(now, minute);
		const known = days.get(pair);
		if (known?.minute === present) return known.bar;
		const bar = market.barOver(pair, present - day, present);
		days.set(pair, {minute: present, bar});
		return bar;
	};

	const ticks = (pair: Instrument, now: number): number => {
		const from = floor(now, second);
		const before = market.ticksAt(pair, from);
		const after = market.ticksAt(pair, from + second);
		return Math.max(1, Math.round(before + ((after - before) * (now - from)) / second));
	};

	return {
		trading: now =>
			[...market.symbols.values()].filter(
				({silences}) => !silences.some(({from, to}) => from <= now && now < to),
			),
		ticks,
		miniTicker(pair, now) {
			const last = dayOf(pair, now);
			if (last === null) return null;
			const bar = extendPrice(last, ticks(pair, now));
			const price = (value: number): string => decimal(value, pair.tickDecimals);
			return {
				e: '24hrMiniTicker',
				E: now,
				s: pair.symbol,
				c: price(bar.close),
				o: price(bar.open),
				h: price(bar.high),
				l: price(bar.low),
				v: decimal(bar.volume, pair.lotDecimals),
				q: decimal(bar.quote, pair.quoteDecimals),
			};
		},
		kline(pair, interval, grid, open, now) {
			const end = grid.next(open);
			const closed = end <= now;
			const traded = market.barOver(pair, open, closed ? end : floor(now, second));
			const bar = closed ? traded : extendPrice(traded ?? startOf(market, pair, open), ticks(pair, now));
			if (bar === null) return null;
			const price = (value: number): string => decimal(value, pair.tickDecimals);
			const firstId = bar.trades === 0 ? -1 : pair.key * 1_000_000;
			return {
				e: 'kline',
				E: now,
				s: pair.symbol,
				k: {
					t: open,
					T: end - 1,
					s: pair.symbol,
					i: interval,
					f: firstId,
					L: bar.trades === 0 ? -1 : firstId + bar.trades - 1,
					o: price(bar.open),
					c: price(bar.close),
					h: price(bar.high),
					l: price(bar.low),
					v: decimal(bar.volume, pair.lotDecimals),
					n: bar.trades,
					x: closed,
					q: decimal(bar.quote, pair.quoteDecimals),
					V: decimal(Math.floor(bar.volume / 2), pair.lotDecimals),
					Q: decimal(Math.floor(bar.quote / 2), pair.quoteDecimals),
					B: '0',
				},
			};
		},
	};
}

/** A candle in which nothing was traded yet. */
function startOf(market: Market, pair: Instrument, open: number): Bar {
	const ticks = market.ticksAt(pair, open);
	return {open: ticks, high: ticks, low: ticks, close: ticks, volume: 0, quote: 0, trades: 0};
}
