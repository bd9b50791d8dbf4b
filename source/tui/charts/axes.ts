/** Axes: round values at the right, times in the user's zone below. */

import {widthOf} from '../cells/cell-text.js';
import {blank, type Grid, type Rect} from '../cells/grid.js';
import type {StyleId} from '../cells/style.js';
import type {Format} from '../i18n/format.js';
import type {Glyphs} from '../theme/glyphs.js';
import {ticksOf, type ValueScale} from './scale.js';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const week = 7 * day;
/** Monday 1970-01-05: weeks are counted from it. */
const firstMonday = 4 * day;
/** Columns between two labels. */
const labelGap = 3;

/** Rows from the top of the chart at which a value lies, inside it; the lowest value is in the last row. */
export const rowOf = (scale: ValueScale, value: number): number =>
	Math.max(0, Math.min(scale.rows - 1, Math.floor(scale.y(value))));

/**
 * How the values of an axis read: all with the decimals that their distance needs, large ones shortened when `compact`.
 * `ticks` are the values of the axis.
 */
export function axisLabel(
	ticks: readonly number[],
	format: Format,
	compact = false,
): (value: number) => string {
	if (compact) return value => (value === 0 ? '0' : format.compact(value));
	const distance = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 0;
	if (distance === 0) return value => (value === 0 ? '0' : format.number(value));
	const decimals = Math.max(0, Math.ceil(-Math.log10(distance) - 1e-9));
	// 2.5 needs a decimal more than 2.
	const fine = Math.abs(distance * 10 ** decimals - Math.round(distance * 10 ** decimals)) > 1e-6;
	return decimals > 7 ? format.number : value => format.fixed(value, decimals + (fine ? 1 : 0));
}

/**
 * Writes the labels of round values into `rect`, which stands beside the chart of `scale` and is as high. Round values
 * are `gap` rows apart at least.
 */
export function drawValueAxis(
	grid: Grid,
	rect: Rect,
	scale: ValueScale,
	{label, style, gap = 3}: {label: (value: number) => string; style: StyleId; gap?: number},
): void {
	for (const value of ticksOf(scale, gap)) {
		grid.text(rect.x, rect.y + rowOf(scale, value), label(value), style, rect.width);
	}
}

/** Dots across `rect` at the round values of its scale, behind everything that is drawn already. */
export function drawGridLines(
	grid: Grid,
	rect: Rect,
	scale: ValueScale,
	{glyphs, style, gap = 3}: {glyphs: Pick<Glyphs, 'dot'>; style: StyleId; gap?: number},
): void {
	for (const value of ticksOf(scale, gap)) drawGuide(grid, rect, rowOf(scale, value), {glyphs, style});
}

/** Dots across one row of `rect`, counted from its top, behind everything that is drawn already. */
export function drawGuide(
	grid: Grid,
	rect: Rect,
	row: number,
	{glyphs, style}: {glyphs: Pick<Glyphs, 'dot'>; style: StyleId},
): void {
	const dot = glyphs.dot.codePointAt(0)!;
	for (let x = rect.x; x < rect.x + rect.width; x += 2) {
		if (grid.code(x, rect.y + row) === blank) grid.set(x, rect.y + row, dot, style);
	}
}

export type TimeTick = {
	/** Ms UTC. */
	readonly at: number;
	readonly label: string;
	/** Begins a day among hours, a month among days, a year among months. */
	readonly strong: boolean;
};

type Calendar = {
	/** Time between two ticks, about. */
	readonly every: number;
	/** First tick at or after a wall-clock time, and the one after a tick: both in wall-clock ms. */
	readonly first: (local: number) => number;
	readonly next: (local: number) => number;
	readonly unit: 'time' | 'day' | 'month';
};

const steps = (every: number, unit: Calendar['unit'], origin = 0): Calendar => ({
	every,
	unit,
	first: local => Math.ceil((local - origin) / every) * every + origin,
	next: local => local + every,
});

/** Months since 1970 began, and when one begins. */
const monthIndex = (local: number): number => {
	const date = new Date(local);
	return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
};
const monthStart = (index: number): number => Date.UTC(1970, index, 1);

const months = (count: number): Calendar => ({
	every: count * 30.44 * day,
	unit: 'month',
	first(local) {
		const index = Math.floor(monthIndex(local) / count) * count;
		return monthStart(index) >= local ? monthStart(index) : monthStart(index + count);
	},
	next: local => monthStart(monthIndex(local) + count),
});

/** From the finest on. */
const calendars: readonly Calendar[] = [
	...[1, 2, 5, 10, 15, 30].map(count => steps(count * minute, 'time')),
	...[1, 2, 3, 6, 12].map(count => steps(count * hour, 'time')),
	...[1, 2].map(count => steps(count * day, 'day')),
	...[1, 2].map(count => steps(count * week, 'day', firstMonday)),
	...[1, 2, 3, 6, 12, 24, 60, 120].map(count => months(count)),
];

/** Round times of `[from, to)` in the user's zone, so many that their labels fit into `width` columns. */
export function timeTicks(from: number, to: number, width: number, format: Format): readonly TimeTick[] {
	if (!(to > from) || width <= 0) return [];
	const sample = Math.max(from, 0);
	const room: Readonly<Record<Calendar['unit'], number>> = {
		time: Math.max(widthOf(format.clock(sample)), widthOf(format.day(sample))),
		day: widthOf(format.day(sample)),
		month: widthOf(format.month(sample)),
	};
	const columns = width / (to - from);
	const calendar =
		calendars.find(({every, unit}) => every * columns >= room[unit] + labelGap) ?? calendars.at(-1)!;
	const atWall = (local: number): number => {
		const guess = local - format.zoneOffset(from);
		return local - format.zoneOffset(local - format.zoneOffset(guess));
	};

	const ticks: TimeTick[] = [];
	const last = to + format.zoneOffset(to);
	let local = calendar.first(from + format.zoneOffset(from));
	for (; local < last; local = calendar.next(local)) {
		const at = atWall(local);
		if (at < from || at >= to) continue;
		ticks.push({at, ...named(calendar.unit, at, local, format)});
	}

	return ticks;
}

/** `local` is the wall-clock time of the tick at `at`. */
function named(unit: Calendar['unit'], at: number, local: number, format: Format): Omit<TimeTick, 'at'> {
	const date = new Date(local);
	switch (unit) {
		case 'time': {
			const midnight = local % day === 0;
			return {label: midnight ? format.day(at) : format.clock(at), strong: midnight};
		}

		case 'day':
			return {label: format.day(at), strong: date.getUTCDate() === 1};
		case 'month':
			return {label: format.month(at), strong: date.getUTCMonth() === 0};
	}
}

/** Writes the labels of times into the first row of `rect`; `from` is its left edge, `to` its right one. */
export function drawTimeAxis(
	grid: Grid,
	rect: Rect,
	{from, to}: {readonly from: number; readonly to: number},
	{
		format,
		styles,
		columnAt = at => Math.floor(((at - from) / (to - from)) * rect.width),
	}: {
		format: Format;
		styles: {readonly label: StyleId; readonly strong: StyleId};
		/** The column of a time; by default they are evenly spread. */
		columnAt?: (at: number) => number;
	},
): void {
	let free = 0;
	for (const {at, label, strong} of timeTicks(from, to, rect.width, format)) {
		const width = widthOf(label);
		const column = columnAt(at);
		const left = Math.min(rect.width - width, Math.max(free, column - Math.floor(width / 2)));
		// A label pushed far from its time would lie.
		if (left < free || Math.abs(left + Math.floor(width / 2) - column) > width) continue;
		grid.text(rect.x + left, rect.y, label, strong ? styles.strong : styles.label, width);
		free = left + width + 1;
	}
}
