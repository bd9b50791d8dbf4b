/** Several candles as one, where even the coarsest ones outnumber the columns of the chart. */

import type {ChartAnswer} from '#desk/views/chart.js';
import {allocateCandles} from '#domain/candles.js';
import {slotOf, type Slots} from '../../charts/slots.js';

/** The answer with one candle per slot; indicators have the value of the last candle in it. */
export function grouped(answer: ChartAnswer, slots: Slots): ChartAnswer {
	if (slots.candles === 1) return answer;
	const {candles: all} = answer;
	const starts: number[] = [];
	for (let i = 0; i < all.length; i++) {
		if (i === 0 || slotOf(slots, all.ts[i]!) !== slotOf(slots, all.ts[i - 1]!)) starts.push(i);
	}

	const candles = allocateCandles(starts.length);
	const lastOf = (group: number): number => (starts[group + 1] ?? all.length) - 1;
	for (const [group, first] of starts.entries()) {
		const last = lastOf(group);
		candles.ts[group] = slotOf(slots, all.ts[first]!);
		candles.open[group] = all.open[first]!;
		candles.close[group] = all.close[last]!;
		candles.flags[group] = all.flags[last]!;
		let [high, low, volume] = [-Infinity, Infinity, 0];
		for (let i = first; i <= last; i++) {
			high = Math.max(high, all.high[i]!);
			low = Math.min(low, all.low[i]!);
			volume += all.volume[i]!;
		}

		candles.high[group] = high;
		candles.low[group] = low;
		candles.volume[group] = volume;
	}

	return {
		...answer,
		candles,
		indicators: answer.indicators.map(({id, lines}) => ({
			id,
			lines: lines.map(line => Float64Array.from(starts, (_, group) => line[lastOf(group)] ?? Number.NaN)),
		})),
	};
}
