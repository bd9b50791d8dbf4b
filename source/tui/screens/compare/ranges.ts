/** The time a comparison covers. */

/** From the shortest to everything. */
export const rangeIds = ['1D', '1W', '1M', '3M', '6M', '1Y', 'All'] as const;
export type RangeId = (typeof rangeIds)[number];

const day = 86_400_000;

/** Length of each range in ms; null is everything stored. */
export const lengthOf: Readonly<Record<RangeId, number | null>> = {
	'1D': day,
	'1W': 7 * day,
	'1M': 30 * day,
	'3M': 91 * day,
	'6M': 182 * day,
	'1Y': 365 * day,
	All: null,
};

/** Whether a remembered value is still a range. */
export const isRange = (value: unknown): value is RangeId => (rangeIds as readonly unknown[]).includes(value);

/** The range `by` places after this one; the ends stay. */
export const rangeAfter = (id: RangeId, by: number): RangeId =>
	rangeIds[Math.max(0, Math.min(rangeIds.length - 1, rangeIds.indexOf(id) + by))]!;
