/** Times as text. `Date` serves here as calendar arithmetic on a given instant; nothing in the domain reads a clock. */

/* oxlint-disable no-restricted-globals */

/** ISO 8601 in UTC with milliseconds, e.g. `2026-11-21T02:03:13.000Z`. */
export function toIso(ts: number): string {
	return new Date(ts).toISOString();
}

/** The moment of an ISO 8601 text, ms UTC. */
export function fromIso(text: string): number {
	return Date.parse(text);
}

/** Compact UTC stamp for names, e.g. `20261121-020313`. */
export function toStamp(ts: number): string {
	return toIso(ts).slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-');
}

/** As {@link toIso}; what is not known stays null. */
export const toIsoOrNull = (ts: number | null): string | null => (ts === null ? null : toIso(ts));

/** A length of time without parts that are zero: `90m`, `1h`, `7d`; whole minutes. */
export function lengthText(ms: number): string {
	const units = [
		['d', 86_400_000],
		['h', 3_600_000],
		['m', 60_000],
	] as const;
	const [unit, size] = units.find(([, length]) => ms >= length && ms % length === 0) ?? ['m', 60_000];
	return `${ms / size}${unit}`;
}

/** First instant of the next UTC month: when monthly credits start anew. */
export function nextMonth(ts: number): number {
	const date = new Date(ts);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** First instant of the UTC month that contains `ts`. */
export function thisMonth(ts: number): number {
	const date = new Date(ts);
	return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}
