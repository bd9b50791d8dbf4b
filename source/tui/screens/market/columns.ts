/** The columns of the market table: their width, order of leaving, value for sorting and text. */

import type {Align} from '../../cells/grid.js';
import type {Format} from '../../i18n/format.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role} from '../../theme/roles.js';
import {isStale, type MarketEntry} from './entries.js';

/** In the order a new user sees them. */
export const columnIds = [
	'star',
	'rank',
	'symbol',
	'name',
	'price',
	'change1h',
	'change24h',
	'change7d',
	'sparkline',
	'marketCap',
	'volume',
	'change30d',
	'change1y',
	'athDistance',
	'supply',
	'source',
	'age',
] as const;
export type ColumnId = (typeof columnIds)[number];

type MarketColumn = {
	readonly width: number;
	readonly most?: number;
	readonly align: Align;
	/** The highest leaves a narrow screen first. */
	readonly priority: number;
	readonly pinned?: true;
	/** Sorting begins with the largest. */
	readonly descending: boolean;
	/** Name in CSV files, with its unit; null keeps it out of them. */
	readonly heading: string | null;
	/** Raw value, for sorting and CSV; null is unknown. */
	readonly value: (entry: MarketEntry, now: number) => number | string | null;
	readonly text: (entry: MarketEntry, format: Format, glyphs: Glyphs, now: number) => string;
	readonly role: (entry: MarketEntry, now: number) => Role;
	/** The text follows the clock. */
	readonly timed?: true;
};

/** Which way something went: colours and arrows. */
export const directionOf = (change: number | null): Extract<Role, 'up' | 'down' | 'flat'> =>
	change === null || Number.isNaN(change) || change === 0 ? 'flat' : change > 0 ? 'up' : 'down';

/** The largest change that is told exactly; `>99,999%` says all there is to say about a larger one. */
const mostChange = 99_999;

/** A change in percent with its arrow, so that colour is not needed; long ones lose decimals. */
export function changeText(change: number | null, format: Format, glyphs: Glyphs): string {
	if (change === null || Number.isNaN(change)) return format.none;
	const text = change > mostChange ? `>${format.count(mostChange)}%` : format.change(change);
	return `${glyphs[directionOf(change)]}${text}`;
}

const change = (
	priority: number,
	heading: string,
	of: (entry: MarketEntry) => number | null,
): MarketColumn => ({
	width: 9,
	align: 'right',
	priority,
	descending: true,
	heading,
	value: of,
	text: (entry, format, glyphs) => changeText(of(entry), format, glyphs),
	role: entry => directionOf(of(entry)),
});

const priceWidth = 12;

/** A price as it fits into its column: a number that is cut off would be another number. */
function priceText(usd: number, format: Format): string {
	const text = format.price(usd);
	return text.length <= priceWidth ? text : format.short(usd * format.currency.perUsd);
}

const moneyWidth = 12;

/** A large amount as it fits into its column; where the symbol of the currency is too long, without it. */
function largeText(usd: number | null, format: Format): string {
	const text = format.moneyShort(usd);
	return text.length <= moneyWidth || usd === null ? text : format.short(usd * format.currency.perUsd);
}

const plainRole = (): Role => 'text';
const quietRole = (): Role => 'muted';

/** First price known in the sparkline against the last. */
function weekDirection({sparkline}: MarketEntry): Role {
	const first = sparkline?.prices.find(Number.isFinite) ?? 0;
	const last = sparkline?.prices.findLast(Number.isFinite) ?? 0;
	return directionOf(last - first);
}

export const marketColumns: Readonly<Record<ColumnId, MarketColumn>> = {
	star: {
		width: 1,
		align: 'left',
		priority: 5,
		pinned: true,
		descending: true,
		heading: 'favourite',
		value: ({favourite}) => (favourite ? 1 : 0),
		text: ({favourite}, _, {star}) => (favourite ? star : ''),
		role: () => 'key',
	},
	rank: {
		width: 4,
		align: 'right',
		priority: 4,
		pinned: true,
		descending: false,
		heading: 'rank',
		value: ({quote}) => quote.rank,
		text: ({quote}, {none}) => (quote.rank === null ? none : String(quote.rank)),
		role: quietRole,
	},
	symbol: {
		width: 8,
		align: 'left',
		priority: 0,
		pinned: true,
		descending: false,
		heading: 'symbol',
		value: ({quote}) => quote.symbol,
		text: ({quote}) => quote.symbol,
		role: () => 'strong',
	},
	name: {
		width: 14,
		most: 30,
		align: 'left',
		priority: 3,
		descending: false,
		heading: 'name',
		value: ({quote}) => quote.name,
		text: ({quote}) => quote.name,
		role: plainRole,
	},
	price: {
		width: priceWidth,
		align: 'right',
		priority: 1,
		descending: true,
		heading: 'price_usd',
		value: ({price}) => price,
		text: ({price}, format) => priceText(price, format),
		role: (entry, now) => (isStale(entry, now) ? 'stale' : entry.live ? 'strong' : 'text'),
	},
	change1h: change(10, 'change_1h_percent', ({quote}) => quote.changePercent1h),
	change24h: change(2, 'change_24h_percent', entry => entry.change24h),
	change7d: change(9, 'change_7d_percent', ({quote}) => quote.changePercent7d),
	change30d: change(11, 'change_30d_percent', ({quote}) => quote.changePercent30d),
	change1y: change(12, 'change_1y_percent', ({quote}) => quote.changePercent1y),
	volume: {
		width: moneyWidth,
		align: 'right',
		priority: 8,
		descending: true,
		heading: 'volume_24h_usd',
		value: ({quote}) => quote.volume24h,
		text: ({quote}, format) => largeText(quote.volume24h, format),
		role: plainRole,
	},
	marketCap: {
		width: moneyWidth,
		align: 'right',
		priority: 7,
		descending: true,
		heading: 'market_cap_usd',
		value: ({quote}) => quote.marketCap,
		text: ({quote}, format) => largeText(quote.marketCap, format),
		role: plainRole,
	},
	supply: {
		width: 11,
		align: 'right',
		priority: 14,
		descending: true,
		heading: 'circulating_supply',
		value: ({quote}) => quote.circulatingSupply,
		text: ({quote}, format) => format.short(quote.circulatingSupply),
		role: plainRole,
	},
	athDistance: {
		width: 8,
		align: 'right',
		priority: 13,
		descending: true,
		heading: 'ath_distance_percent',
		value: ({athDistance}) => athDistance,
		text: ({athDistance}, format) => format.percent(athDistance, 1),
		role: plainRole,
	},
	sparkline: {
		width: 12,
		most: 20,
		align: 'left',
		priority: 6,
		descending: true,
		heading: null,
		value: ({quote}) => quote.changePercent7d,
		text: ({sparkline}, {none}) => (sparkline === null ? none : ''),
		role: weekDirection,
	},
	source: {
		width: 9,
		align: 'left',
		priority: 16,
		descending: false,
		heading: 'source',
		value: ({source}) => source,
		text: ({source}) => sourceLabel(source),
		role: ({live}) => (live ? 'good' : 'muted'),
	},
	age: {
		width: 4,
		align: 'right',
		priority: 15,
		descending: false,
		heading: 'age_seconds',
		value: ({at}, now) => Math.round((now - at) / 1000),
		text: ({at}, format, _, now) => format.age(now - at),
		role: (entry, now) => (isStale(entry, now) ? 'stale' : entry.live ? 'good' : 'muted'),
		timed: true,
	},
};
