/** Finds the missing candles of a stored series without holding all of its candles. */

import {gaps, indexAt} from '#domain/grid.js';
import {floorTo, stepOf} from '#domain/interval.js';
import {candleFlag} from '#domain/market.js';
import type {Range} from '#domain/range.js';
import {keyOf, spanOf} from '#domain/series.js';
import type {SeriesSummary, Storage} from '#ports/storage.js';

/** A stretch without candles. */
export type Hole = Range & {
	/** Whether the exchange closed the candle before early: it knew that a silence follows. */
	readonly afterCut: boolean;
};

/**
 * The holes of a series between the first and the last moment that it has, or that was ever asked for (`asked`);
 * ascending. What is merely newer than both is not missing yet.
 */
export async function holesOf(
	{candles: store}: Pick<Storage, 'candles'>,
	base: SeriesSummary,
	asked: readonly Range[],
	now: number,
): Promise<readonly Hole[]> {
	const {interval} = base;
	const span = spanOf(base);
	const from = floorTo(interval, Math.min(span.from, asked[0]?.from ?? span.from));
	const to = floorTo(interval, Math.min(now, Math.max(span.to, asked.at(-1)?.to ?? span.to)));
	const holes: Hole[] = [];
	let due = from;
	let wasCut = false;
	const isWhole = base.gaps === 0;
	// A series without holes inside can only have them at its ends.
	const inside = isWhole ? {from: base.to, to: base.to + 1} : {from, to};
	if (isWhole && from < span.from) holes.push({from, to: span.from, afterCut: false});
	if (isWhole) due = base.to;
	for await (const page of store.stream(keyOf(base), inside)) {
		const end = floorTo(interval, page.ts[page.length - 1]!) + stepOf[interval];
		const isCut = (index: number): boolean => (page.flags[index]! & candleFlag.cut) !== 0;
		for (const gap of gaps(page, interval, {from: due, to: end})) {
			const before = indexAt(page, gap.from) - 1;
			holes.push({...gap, afterCut: before < 0 ? wasCut : isCut(before)});
		}

		due = end;
		wasCut = isCut(page.length - 1);
	}

	if (due < to) holes.push({from: due, to, afterCut: wasCut});
	return holes;
}
