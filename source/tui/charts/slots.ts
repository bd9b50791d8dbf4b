/** Time as columns: one slot per candle, the newest at the right edge. */

import {floorTo, stepOf, type Interval} from '#domain/interval.js';

export type Slots = {
	/** Candles of a slot; more than one only where even the coarsest candles outnumber the columns. */
	readonly candles: number;
	/** Length of a slot, ms. */
	readonly step: number;
	/** The times of the left and right edge, ms UTC; the right one ends a slot. */
	readonly from: number;
	readonly to: number;
	/** Columns of the chart, and of each slot: at least one, and not always a whole number. */
	readonly width: number;
	readonly spacing: number;
	/** Slots begin at multiples of `step` from here. */
	readonly origin: number;
};

export type SlotsOptions = {
	readonly interval: Interval;
	/** The newest time to be seen; its slot is the last one. */
	readonly end: number;
	/** How much time was asked for, ms. */
	readonly span: number;
	readonly width: number;
	/** Nothing is known of older time: rather than many empty columns, slots take fractions of columns. */
	readonly exact?: boolean;
};

/**
 * Slots of whole columns, all alike, that show at least the asked time; what is left over is filled with older time.
 * With `exact`, where that would leave a third of the columns empty, slots take a fraction of a column more. Never less
 * than a column per slot.
 */
export function createSlots({interval, end, span, width, exact = false}: SlotsOptions): Slots {
	const columns = Math.max(1, width);
	const wanted = Math.max(1, Math.round(span / stepOf[interval]));
	const candles = Math.ceil(wanted / columns);
	const step = candles * stepOf[interval];
	const asked = Math.ceil(wanted / candles);
	const whole = Math.max(1, Math.floor(columns / asked));
	const least = columns / asked;
	const spacing = exact && whole * asked * 1.5 < columns ? least : whole;
	const origin = floorTo(interval, 0);
	const to = slotOf({step, origin}, end - 1) + step;
	return {candles, step, from: to - (columns / spacing) * step, to, width: columns, spacing, origin};
}

/** Beginning of the slot that contains a moment. */
export const slotOf = ({step, origin}: Pick<Slots, 'step' | 'origin'>, at: number): number =>
	Math.floor((at - origin) / step) * step + origin;

/** Columns from the left edge, fractions included, of a moment. */
export const xOf = ({to, step, spacing, width}: Slots, at: number): number =>
	width - ((to - at) / step) * spacing;

/** The column in which the candle that opens at `ts` stands; outside `[0, width)` when it is not visible. */
export const columnOf = (slots: Slots, ts: number): number => Math.floor(xOf(slots, ts + slots.step / 2));

/** Opening time of the slot at a column. */
export function slotAt({to, step, spacing, width}: Slots, column: number): number {
	return to - Math.ceil((width - column - 0.5) / spacing) * step;
}

/** Whether slots lie between two candles. */
export const isApart = ({step}: Slots, before: number, after: number): boolean => after - before > step * 1.5;

/** Indices `[first, end)` of ascending opening times that are visible. */
export function visible(slots: Slots, ts: ArrayLike<number>): {readonly first: number; readonly end: number} {
	const firstWhere = (holds: (ts: number) => boolean): number => {
		let low = 0;
		let high = ts.length;
		while (low < high) {
			const middle = (low + high) >> 1;
			if (holds(ts[middle]!)) high = middle;
			else low = middle + 1;
		}

		return low;
	};
	const first = firstWhere(at => columnOf(slots, at) >= 0);
	return {
		first,
		end: Math.max(
			first,
			firstWhere(at => columnOf(slots, at) >= slots.width),
		),
	};
}
