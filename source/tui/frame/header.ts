/** The first row: tabs, badges, and the selected asset with its price. */

import {widthOf} from '../cells/cell-text.js';
import type {Grid} from '../cells/grid.js';
import type {Context, Screen} from '../screen.js';
import {dayChange} from '../state/day-change.js';
import {priceOf, screenIds, type ScreenId} from '../state/view-state.js';
import type {Role, Surface} from '../theme/roles.js';
import {isOffline, staleAge} from './freshness.js';
import {frameWords} from './words.js';

type HeaderTab = {
	readonly screen: ScreenId;
	readonly number: string;
	/** Shortened to what fits; empty leaves the number alone. */
	readonly title: string;
	readonly x: number;
	readonly width: number;
};

type Badge = {
	readonly text: string;
	/** Where there is little room. */
	readonly short?: string;
	readonly role: Role;
	readonly surface: Surface;
};

/** The number key of a screen. */
export const numberOf = (screen: ScreenId): string => String(screenIds.indexOf(screen) + 1);

/** Titles get shorter step by step, the active one last: how many characters of each title, and of the active one. */
const titleLengths = [
	[Infinity, Infinity],
	[4, Infinity],
	[3, Infinity],
	[3, 4],
	[0, Infinity],
] as const;
const numbersOnly = [0, 0] as const;
const ownRoom = 3;

function tabsWith(
	screens: readonly Screen[],
	{shared, language}: Context,
	[longest, longestActive]: readonly [number, number],
): readonly HeaderTab[] {
	let x = 0;
	return screens.map(({id, title}) => {
		const whole = title[language];
		const isActive = id === shared.screen;
		const shown = Array.from(whole)
			.slice(0, isActive ? longestActive : longest)
			.join('');
		const width = ownRoom + (shown === '' ? 0 : widthOf(shown) + 1);
		const tab = {screen: id, number: numberOf(id), title: shown, x, width};
		x += width;
		return tab;
	});
}

const endOf = (tabs: readonly HeaderTab[]): number => {
	const last = tabs.at(-1);
	return last ? last.x + last.width : 0;
};

function readOnlyBadges({
	shared: {opening},
	format,
	language,
}: Pick<Context, 'shared' | 'format' | 'language'>): readonly Badge[] {
	if (!opening?.asOf && !opening?.readOnly) return [];
	const {badges} = frameWords[language];
	const look = {role: 'warning', surface: 'bar'} as const;
	if (!opening.asOf) return [{text: badges.readOnly, ...look}];
	const {createdAt} = opening.asOf;
	return [
		{text: badges.asOf(format.dateTime(createdAt)), short: badges.readOnlyOf(format.day(createdAt)), ...look},
	];
}

function badgesOf({shared, format, language}: Context): readonly Badge[] {
	const {badges} = frameWords[language];
	const stale = staleAge(shared);
	return [
		...(shared.opening?.simulated
			? [{text: badges.simulated, role: 'strong', surface: 'badge'} as const]
			: []),
		...(isOffline(shared) ? [{text: badges.offline, role: 'bad', surface: 'bar'} as const] : []),
		...(stale === null
			? []
			: [{text: badges.stale(format.age(stale)), role: 'stale', surface: 'bar'} as const]),
		...readOnlyBadges({shared, format, language}),
	];
}

const badgesWidth = (badges: readonly Badge[]): number =>
	badges.reduce((sum, {text}) => sum + widthOf(text) + 3, 0);

/** The selected asset, its price and its change over a day, as texts with roles. */
function assetParts({
	shared,
	format,
	look,
}: Context): readonly {readonly text: string; readonly role: Role}[] {
	const quote = shared.selected === null ? undefined : shared.market.byId.get(shared.selected);
	if (!quote) return [];
	const price = priceOf(shared, quote.asset)?.price ?? null;
	const change = dayChange(shared, quote.asset);
	const {up, down, flat} = look.glyphs;
	const [glyph, role]: readonly [string, Role] =
		change === null ? ['', 'muted'] : change > 0 ? [up, 'up'] : change < 0 ? [down, 'down'] : [flat, 'flat'];
	return [
		{text: quote.symbol, role: 'strong'},
		{text: format.money(price), role: 'text'},
		{text: `${glyph}${format.percent(change)}`, role},
	];
}

/** All that the row says beside the tabs: when none of it changes, nothing has to be drawn. */
export const headerTexts = (context: Context): readonly string[] =>
	[...badgesOf(context), ...assetParts(context)].flatMap(({text, role}) => [text, role]);

type HeaderLayout = {
	readonly tabs: readonly HeaderTab[];
	readonly badges: readonly Badge[];
	/** Where the badges begin. */
	readonly badgesAt: number;
	readonly asset: readonly {readonly text: string; readonly role: Role; readonly x: number}[];
};

const textsWidth = (parts: readonly {readonly text: string}[]): number =>
	parts.reduce((sum, {text}) => sum + widthOf(text) + 1, 0);

/** Places everything in `width` columns: badges always, then the asset with its price, then whole titles, then its change. */
function headerLayout(screens: readonly Screen[], width: number, context: Context): HeaderLayout {
	const whole = badgesOf(context);
	const short = whole.map(badge => ({...badge, text: badge.short ?? badge.text}));
	const optionOf = (badges: readonly Badge[], lengths: readonly [number, number]) => {
		const tabs = tabsWith(screens, context, lengths);
		return {tabs, badges, room: width - endOf(tabs) - badgesWidth(badges)};
	};
	const options = [
		...[whole, short].flatMap(badges => titleLengths.map(lengths => optionOf(badges, lengths))),
		optionOf(short, numbersOnly),
	];
	const parts = assetParts(context);
	const priced = parts.slice(0, 2);
	const [wholeTitles, shortTitles] = options;
	const {tabs, badges, room} =
		[wholeTitles!, shortTitles!].find(option => option.room >= textsWidth(priced)) ??
		options.find(option => option.room >= 0) ??
		options.at(-1)!;
	const shown = [parts, priced].find(some => some.length > 0 && room >= textsWidth(some)) ?? [];
	let x = width - textsWidth(shown);
	const asset = shown.map(({text, role}) => {
		const placed = {text, role, x};
		x += widthOf(text) + 1;
		return placed;
	});
	const assetAt = asset[0]?.x ?? width;
	return {tabs, badges, badgesAt: Math.max(endOf(tabs), assetAt - badgesWidth(badges)), asset};
}

/** Draws the row. */
export function drawHeader(grid: Grid, screens: readonly Screen[], context: Context): void {
	const {theme, glyphs} = context.look;
	const {tabs, badges, badgesAt, asset} = headerLayout(screens, grid.width, context);
	grid.fill({x: 0, y: 0, width: grid.width, height: 1}, theme.paint('text', 'bar'));
	for (const {screen, number, title, x, width} of tabs) {
		const isActive = screen === context.shared.screen;
		const surface = isActive ? 'selected' : 'bar';
		grid.fill({x, y: 0, width, height: 1}, theme.paint('text', surface));
		// The mark tells the active tab where colours do not.
		if (isActive) grid.text(x, 0, glyphs.pointer, theme.paint('accent', surface), 1);
		grid.text(x + 1, 0, number, theme.paint('key', surface), 1);
		if (title !== '') {
			grid.text(x + 3, 0, title, theme.paint(isActive ? 'strong' : 'text', surface), width - 3);
		}
	}

	let x = badgesAt;
	for (const {text, role, surface} of badges) {
		x += 1 + grid.text(x, 0, ` ${text} `, theme.paint(role, surface));
	}

	for (const part of asset) grid.text(part.x, 0, part.text, theme.paint(part.role, 'bar'));
}

/** What a press in column `x` of the header means. */
export function headerTarget(
	screens: readonly Screen[],
	width: number,
	x: number,
	context: Context,
): {readonly type: 'screen'; readonly screen: ScreenId} | {readonly type: 'asset'} | null {
	const {tabs, asset} = headerLayout(screens, width, context);
	const tab = tabs.find(tab => x >= tab.x && x < tab.x + tab.width);
	if (tab) return {type: 'screen', screen: tab.screen};
	return asset[0] && x >= asset[0].x ? {type: 'asset'} : null;
}

/** The header as a sentence. */
export function headerLine(screens: readonly Screen[], context: Context): string {
	const active = screens.find(({id}) => id === context.shared.screen);
	return [
		active?.title[context.language] ?? '',
		...badgesOf(context).map(({text}) => text),
		assetParts(context)
			.map(({text}) => text)
			.join(' '),
	]
		.filter(Boolean)
		.join(', ');
}
