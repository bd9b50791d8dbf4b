/** Points in time as people type them. */

const units = {m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000} as const;

const age = /^(\d{1,6})([mhdw])$/;
const iso =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** A length of time such as `90m`, `24h`, `7d` or `4w`, ms; null when it is none. */
export function parseAge(text: string): number | null {
	const found = age.exec(text);
	return found ? Number(found[1]) * units[found[2] as keyof typeof units] : null;
}

/**
 * ms UTC of an ISO 8601 time or an age before `now`; null when it is neither. Without a zone it is UTC. Dates that do
 * not exist (2026-02-30) are refused, where `Date` would quietly take another day.
 */
export function parseMoment(text: string, now: number): number | null {
	const old = parseAge(text);
	if (old !== null) return now - old;
	const parts = iso.exec(text);
	if (!parts) return null;
	const [, year, month, day, hour, , , zone] = parts;
	const daysInMonth = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
	if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > daysInMonth) return null;
	const zoned = hour === undefined || zone !== undefined ? text : `${text}Z`;
	const ts = Date.parse(zoned.replace(' ', 'T').toUpperCase());
	return Number.isNaN(ts) ? null : ts;
}
