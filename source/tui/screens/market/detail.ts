/** The side panel: everything known about the selected asset, and where its price is from. */

import {sparkline} from '../../charts/sparkline.js';
import {drawGauge} from '../../components/gauge.js';
import type {Grid} from '../../cells/grid.js';
import {widthOf} from '../../cells/cell-text.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import {changeText, directionOf, marketColumns} from './columns.js';
import {isStale, type MarketEntry} from './entries.js';
import {words} from './words.js';

type DetailData = {
	readonly entry: MarketEntry;
	/** Pair of the live price, e.g. `BTCUSDT`; null when there is none. */
	readonly pair: string | null;
	/** Among the rows of the table. */
	readonly isShown: boolean;
	readonly now: number;
};

/** Writes lines from the top; what does not fit is left out. */
type Pen = {
	readonly left: () => number;
	readonly skip: () => void;
	readonly line: (text: string, role: Role) => void;
	/** A label and its value at the right. */
	readonly pair: (label: string, value: string, role?: Role) => void;
	/** Room for a drawing of its own. */
	readonly row: (draw: (y: number) => void) => void;
};

function createPen(grid: Grid, {theme}: Context['look']): Pen {
	let y = 0;
	return {
		left: () => grid.height - y,
		skip: () => void y++,
		line: (text, role) => void grid.text(0, y++, text, theme.paint(role)),
		pair(label, value, role = 'text') {
			const width = Math.min(widthOf(value), grid.width);
			grid.text(0, y, label, theme.paint('muted'), grid.width - width - 1);
			grid.text(grid.width - width, y, value, theme.paint(role), width);
			y++;
		},
		row: draw => draw(y++),
	};
}

/** `live · Binance BTCUSDT · 2s ago`. */
export function priceOrigin(
	{entry, pair, now}: Pick<DetailData, 'entry' | 'pair' | 'now'>,
	{look, format, language}: Pick<Context, 'look' | 'format' | 'language'>,
): string {
	const {detail} = words[language];
	const source = sourceLabel(entry.source);
	return [
		entry.live ? detail.live : detail.snapshot,
		entry.live && pair !== null ? `${source} ${pair}` : source,
		detail.age(format.age(now - entry.at)),
		...(isStale(entry, now) ? [detail.stale] : []),
	].join(` ${look.glyphs.dot} `);
}

/** Low and high of the last 24 hours with the price between them. */
function drawRange(grid: Grid, y: number, {quote, price}: MarketEntry, {look, format}: Context): void {
	if (quote.low24h === null || quote.high24h === null) return;
	const low = format.price(quote.low24h);
	const high = format.price(quote.high24h);
	const x = widthOf(low) + 1;
	const width = grid.width - x - widthOf(high) - 1;
	const {theme, glyphs} = look;
	grid.text(0, y, low, theme.paint('down'), grid.width);
	grid.text(grid.width - widthOf(high), y, high, theme.paint('up'));
	if (width < 3) return;
	grid.text(x, y, glyphs.horizontal.repeat(width), theme.paint('border'), width);
	const span = quote.high24h - quote.low24h;
	const share = span > 0 ? Math.max(0, Math.min(1, (price - quote.low24h) / span)) : 0.5;
	grid.text(x + Math.round(share * (width - 1)), y, glyphs.bullet, theme.paint('accent'), 1);
}

/** Draws the panel over the whole grid. */
export function drawDetail(grid: Grid, data: DetailData, context: Context): void {
	const {look, format, language} = context;
	const {glyphs, theme} = look;
	const {entry, isShown, now} = data;
	const {quote} = entry;
	const {columns, detail} = words[language];
	const pen = createPen(grid, look);
	const change = (value: number | null): string => changeText(value, format, glyphs);
	const stale = isStale(entry, now);

	const rank = quote.rank === null ? '' : `#${quote.rank}`;
	const heading = `${entry.favourite ? `${glyphs.star} ` : ''}${rank}`;
	pen.row(y => {
		const width = widthOf(heading);
		grid.text(0, y, `${quote.symbol} ${quote.name}`, theme.paint('title'), grid.width - width - 1);
		grid.text(grid.width - width, y, heading, theme.paint('key'), width);
	});
	pen.pair(
		format.money(entry.price),
		`${change(entry.change24h)} ${columns.change24h.short}`,
		directionOf(entry.change24h),
	);
	pen.line(priceOrigin(data, context), stale ? 'stale' : entry.live ? 'good' : 'muted');
	if (entry.live) {
		const age = detail.age(format.age(now - quote.updatedAt));
		pen.line(`${detail.snapshot} ${format.money(quote.price)} ${glyphs.dot} ${age}`, 'muted');
	}

	if (!isShown) pen.line(detail.notShown, 'warning');
	pen.skip();
	for (const [id, value] of [
		['change1h', quote.changePercent1h],
		['change24h', entry.change24h],
		['change7d', quote.changePercent7d],
		['change30d', quote.changePercent30d],
		['change1y', quote.changePercent1y],
	] as const) {
		pen.pair(columns[id].long, change(value), directionOf(value));
	}

	pen.skip();
	pen.line(detail.range, 'muted');
	if (quote.low24h === null || quote.high24h === null) pen.line(format.none, 'text');
	else pen.row(y => drawRange(grid, y, entry, context));
	pen.skip();
	pen.pair(detail.ath, format.money(quote.ath));
	pen.pair(`  ${format.date(quote.athAt)}`, format.percent(entry.athDistance, 1));
	pen.pair(detail.atl, format.money(quote.atl));
	pen.skip();
	pen.pair(detail.cap, format.moneyShort(quote.marketCap));
	pen.pair(detail.diluted, format.moneyShort(quote.fullyDilutedValuation));
	pen.pair(detail.volume, format.moneyShort(quote.volume24h));
	const limit = quote.maxSupply ?? quote.totalSupply;
	pen.pair(
		detail.supply,
		limit === null
			? `${format.short(quote.circulatingSupply)} (${detail.unlimited})`
			: `${format.short(quote.circulatingSupply)} ${detail.most(format.short(limit))}`,
	);
	const share =
		quote.circulatingSupply !== null && limit !== null && limit > 0 ? quote.circulatingSupply / limit : null;
	if (share !== null) {
		pen.row(y => {
			const text = format.share(share);
			const width = grid.width - widthOf(text) - 1;
			drawGauge(grid, 0, y, width, share, {look, role: 'accent'});
			grid.text(width + 1, y, text, theme.paint('text'));
		});
	}

	drawWeek(grid, pen, entry, context);
}

/** The week gets what is left, one to eight rows. */
function drawWeek(grid: Grid, pen: Pen, entry: MarketEntry, {look, language}: Context): void {
	const {detail} = words[language];
	pen.skip();
	if (pen.left() < 2) return;
	if (entry.sparkline === null) {
		pen.line(detail.noWeek, 'muted');
		return;
	}

	pen.line(detail.week, 'muted');
	const height = Math.min(8, pen.left());
	const style = look.theme.paint(marketColumns.sparkline.role(entry, 0));
	const {prices} = entry.sparkline;
	pen.row(y => sparkline(grid, {x: 0, y, width: grid.width, height}, prices, style, look.glyphs));
}
