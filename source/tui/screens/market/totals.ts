/** Sums over the assets shown; what is unknown is counted, not guessed. */

import type {Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import type {MarketEntry} from './entries.js';
import {words} from './words.js';

/** A sum in US dollars of the known values (null when none is known), and how many were not. */
type Sum = {readonly usd: number | null; readonly unknown: number};

export type Totals = {
	readonly cap: Sum;
	readonly volume: Sum;
	/** Shares of `cap`, 0 to 1; null where the asset is not shown or its market cap unknown. */
	readonly bitcoin: number | null;
	readonly ether: number | null;
	readonly gainers: number;
	readonly losers: number;
	/** Without a known change in 24 hours. */
	readonly unknownChange: number;
};

function sumOf(values: readonly (number | null)[]): Sum {
	const known = values.filter(value => value !== null);
	return {
		usd: known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0),
		unknown: values.length - known.length,
	};
}

/** Totals of the assets shown. */
export function totalsOf(entries: readonly MarketEntry[]): Totals {
	const cap = sumOf(entries.map(({quote}) => quote.marketCap));
	const shareOf = (asset: string): number | null => {
		const own = entries.find(({quote}) => quote.asset === asset)?.quote.marketCap ?? null;
		return own === null || cap.usd === null || cap.usd <= 0 ? null : own / cap.usd;
	};
	return {
		cap,
		volume: sumOf(entries.map(({quote}) => quote.volume24h)),
		bitcoin: shareOf('bitcoin'),
		ether: shareOf('ethereum'),
		gainers: entries.filter(({change24h}) => change24h !== null && change24h > 0).length,
		losers: entries.filter(({change24h}) => change24h !== null && change24h < 0).length,
		unknownChange: entries.filter(({change24h}) => change24h === null).length,
	};
}

type Part = {readonly text: string; readonly role: Role};

const labelled = (label: string, text: string): readonly Part[] => [
	{text: label, role: 'muted'},
	{text, role: 'text'},
];

/** The totals as they are shown: groups of parts, the most important group first. */
export function totalsParts(
	totals: Totals,
	{format, look, language}: Pick<Context, 'format' | 'look' | 'language'>,
): readonly (readonly Part[])[] {
	const texts = words[language].totals;
	const {up, down} = look.glyphs;
	const unknown = (count: number): readonly Part[] =>
		count === 0 ? [] : [{text: `(${texts.unknown(format.count(count))})`, role: 'muted'}];
	return [
		[...labelled(texts.cap, format.moneyShort(totals.cap.usd)), ...unknown(totals.cap.unknown)],
		[...labelled(texts.volume, format.moneyShort(totals.volume.usd)), ...unknown(totals.volume.unknown)],
		labelled('BTC', format.share(totals.bitcoin)),
		labelled('ETH', format.share(totals.ether)),
		[
			{text: `${up}${format.count(totals.gainers)}`, role: 'up'},
			{text: `${down}${format.count(totals.losers)}`, role: 'down'},
			...unknown(totals.unknownChange),
		],
	];
}

/** Draws as many groups as fit whole. */
export function drawTotals(grid: Grid, groups: readonly (readonly Part[])[], {theme}: Context['look']): void {
	let x = 0;
	for (const group of groups) {
		const width = group.reduce((sum, {text}) => sum + widthOf(text) + 1, -1);
		if (x + width > grid.width) return;
		for (const {text, role} of group) x += grid.text(x, 0, text, theme.paint(role)) + 1;
		x += 2;
	}
}
