/** Numbers, sizes, times and durations as people read them. */

const locale = 'en-GB';
/** Columns of the narrowest terminal that pages are made for. */
const screenWidth = 80;

export type Format = {
	/** A moment (ms UTC or ISO) in the user's time zone, with the zone. */
	readonly date: (moment: number | string) => string;
	/** The same without seconds and zone, for narrow columns. */
	readonly shortDate: (moment: number) => string;
	readonly count: (value: number) => string;
	readonly bytes: (value: number) => string;
	/** A length of time in ms. */
	readonly duration: (ms: number) => string;
};

function duration(ms: number): string {
	if (ms < 1000) return `${Math.round(ms)} ms`;
	if (ms < 60_000) return `${(ms / 1000).toFixed(1)} s`;
	const minutes = Math.round(ms / 60_000);
	if (minutes < 60) return `${minutes} min`;
	const hours = Math.floor(minutes / 60);
	if (hours < 48) return `${hours} h ${minutes % 60} min`;
	return `${Math.floor(hours / 24)} days ${hours % 24} h`;
}

function bytes(value: number): string {
	const units = ['B', 'kB', 'MB', 'GB', 'TB'];
	let size = value;
	let unit = 0;
	while (size >= 1000 && unit < units.length - 1) {
		size /= 1000;
		unit++;
	}

	return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** Formats for a time zone: `system` or an IANA name. */
export function createFormat(timeZone: string): Format {
	const zone = timeZone === 'system' ? {} : {timeZone};
	let full: Intl.DateTimeFormat | undefined;
	let short: Intl.DateTimeFormat | undefined;
	let whole: Intl.NumberFormat | undefined;
	const day = {year: 'numeric', month: 'short', day: '2-digit', hour: '2-digit', minute: '2-digit'} as const;
	return {
		date(moment) {
			full ??= new Intl.DateTimeFormat(locale, {...day, ...zone, second: '2-digit', timeZoneName: 'short'});
			return full.format(new Date(moment));
		},
		shortDate(moment) {
			short ??= new Intl.DateTimeFormat(locale, {...day, ...zone});
			return short.format(moment);
		},
		count(value) {
			whole ??= new Intl.NumberFormat(locale, {maximumFractionDigits: 1});
			return whole.format(value);
		},
		bytes,
		duration,
	};
}

/** The word for a number of things. */
export const plural = (count: number, one: string, many = `${one}s`): string => (count === 1 ? one : many);

/** Breaks text at spaces so that lines fit 80 columns; continuation lines begin with `indent` spaces. */
export function wrap(text: string, first: number, indent: number): string {
	const lines: string[] = [];
	let line = '';
	for (const word of text.split(' ')) {
		const room = screenWidth - (lines.length === 0 ? first : indent);
		if (line !== '' && line.length + 1 + word.length > room) {
			lines.push(line);
			line = word;
		} else {
			line = line === '' ? word : `${line} ${word}`;
		}
	}

	return [...lines, line].join(`\n${' '.repeat(indent)}`);
}

/** At most `width` characters, the last one an ellipsis where something is missing. */
export const cut = (text: string, width: number): string =>
	text.length <= width ? text : `${text.slice(0, width - 1)}…`;

/** Rows as aligned columns, two spaces apart; numbers of `right` are aligned to the right. */
export function alignColumns(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
	const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]!.length)));
	return rows
		.map(row =>
			row
				.map((cell, column) =>
					right.includes(column) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
				)
				.join('  ')
				.trimEnd(),
		)
		.map(line => `  ${line}\n`)
		.join('');
}
