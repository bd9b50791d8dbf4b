/** The exchanges that trade the asset, as a table. */

import type {AssetId, Market} from '#domain/market.js';
import type {Grid} from '../../cells/grid.js';
import {layoutTable, drawTable, tableRows, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import type {Format} from '../../i18n/format.js';
import type {Look} from '../../theme/look.js';
import type {SharedState} from '../../state/view-state.js';
import type {Failure, TechnicalState, Venues} from './state.js';
import type {Words} from './words.js';

export type VenueRow = Market & {readonly seenAt: number; readonly name: string};

/** Markets by their volume, the largest first, with the names of their exchanges. */
export function venueRows({markets, exchanges}: Venues): readonly VenueRow[] {
	const names = new Map(exchanges.map(({id, name}) => [id, name]));
	return markets
		.map(market => ({...market, name: names.get(market.exchange) ?? market.exchange}))
		.toSorted((a, b) => (b.volumeUsd24h ?? -1) - (a.volumeUsd24h ?? -1));
}

/** The exchanges of this desk and asset; null while they are not read. */
export function venuesOf(
	{venues, opening}: TechnicalState,
	shared: Pick<SharedState, 'opening' | 'selected'>,
): Venues | null {
	return opening === shared.opening && venues !== null && venues.asset === shared.selected
		? venues.answer
		: null;
}

/** Rows of markets in a panel of this height, below heading and titles. */
export const venueWindow = (height: number): number => Math.max(1, tableRows(height - 1));

export type VenuesDrawing = {
	readonly asset: AssetId;
	readonly symbol: string;
	readonly venues: Venues | null;
	readonly failure: Failure | null;
	readonly top: number;
	readonly now: number;
	readonly look: Look;
	readonly format: Format;
	readonly words: Words;
};

/** Draws heading and table, or why there is none. */
export function drawVenues(grid: Grid, drawing: VenuesDrawing): void {
	const {symbol, venues, failure, top, look, words} = drawing;
	const rows = venues === null ? [] : venueRows(venues);
	const detail = rows.length === 0 ? '' : String(rows.length);
	drawHeading(grid, words.venues.title(symbol), detail, false, look);
	if (rows.length === 0) {
		const lines = failure
			? [failure.text, failure.hint ?? '']
			: venues === null
				? [words.venues.loading]
				: words.venues.empty;
		for (const [i, line] of lines.entries()) {
			grid.text(1, 2 + i, line, look.theme.paint(failure ? 'bad' : 'muted'));
		}

		return;
	}

	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	drawTable(grid, rect, {
		layout: layoutTable(venueColumns(drawing), grid.width),
		rows,
		list: {cursor: top, top: Math.max(0, Math.min(top, rows.length - venueWindow(grid.height)))},
		look,
		cursorHidden: true,
	});
}

function venueColumns({format, words, now}: VenuesDrawing): readonly TableColumn<VenueRow>[] {
	const titles = words.venues;
	return [
		{id: 'exchange', title: titles.exchange, width: 12, most: 20, cell: row => row.name},
		{
			id: 'pair',
			title: titles.pair,
			width: 9,
			most: 12,
			cell: row => `${row.baseSymbol}/${row.quoteSymbol}`,
		},
		{
			id: 'price',
			title: titles.price,
			width: 13,
			most: 16,
			align: 'right',
			cell: row => format.money(row.price),
		},
		{
			id: 'volume',
			title: titles.volume,
			width: 11,
			align: 'right',
			priority: 1,
			cell: row => format.moneyShort(row.volumeUsd24h),
		},
		{
			id: 'share',
			title: titles.share,
			width: 6,
			align: 'right',
			priority: 3,
			cell: row => format.share(row.volumePercent === null ? null : row.volumePercent / 100),
		},
		{
			id: 'age',
			title: titles.age,
			width: 5,
			align: 'right',
			priority: 2,
			cell: row => format.age(now - (row.updatedAt ?? row.seenAt)),
		},
	];
}
