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
