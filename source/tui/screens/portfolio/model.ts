/** Everything the portfolio screen shows at one moment: the valuation, its rows, and where they are. */

import type {AssetId} from '#domain/market.js';
import {tableRows} from '../../components/table.js';
import type {Rect, Size} from '../../cells/grid.js';
import type {Format} from '../../i18n/format.js';
import {moveTo, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';
import {currenciesOf, type Currencies, type KnownCurrency} from './currencies.js';
import type {PortfolioState} from './state.js';
import {valuationOf, type Position, type Valuation, type ValuedLot} from './valuation.js';

/** A line of the table: a position, or below an expanded one each of its lots. */
export type Row =
	| {readonly kind: 'position'; readonly position: Position; readonly expanded: boolean}
	| {readonly kind: 'lot'; readonly position: Position; readonly lot: ValuedLot};

/** The currency shown: the one chosen here, else that of the settings, else the dollar. */
export function shownCurrency(
	{currency}: Pick<PortfolioState, 'currency'>,
	known: Currencies,
	{format}: {readonly format: Pick<Format, 'currency'>},
): KnownCurrency {
	return (
		(currency === null ? undefined : known.get(currency)) ??
		known.get(format.currency.code) ??
		known.get('USD')!
	);
}

/** Null until the lots were read. */
export function valuationNow(
	state: Pick<PortfolioState, 'lots' | 'currency'>,
	{
		shared,
		format,
	}: {readonly shared: Pick<SharedState, 'market' | 'live'>; readonly format: Pick<Format, 'currency'>},
): Valuation | null {
	if (state.lots === null) return null;
	const known = currenciesOf(shared, format.currency);
	return valuationOf(state.lots, shownCurrency(state, known, {format}), known, shared);
}

/** The lines of the table in order. */
export const rowsOf = (positions: readonly Position[], expanded: ReadonlySet<AssetId>): readonly Row[] =>
	positions.flatMap((position): readonly Row[] => [
		{kind: 'position', position, expanded: expanded.has(position.asset)},
		...(expanded.has(position.asset)
			? position.lots.map(lot => ({kind: 'lot' as const, position, lot}))
			: []),
	]);

/** The row under the cursor: the last one when there are fewer than there were. */
export const rowUnder = (rows: readonly Row[], {cursor}: ListState): Row | null =>
	rows[Math.min(cursor, rows.length - 1)] ?? null;

/** Rectangles of the view, from the top down. */
export type Layout = {readonly totals: Rect; readonly table: Rect; readonly notes: Rect};

/** Notes leave first, then all lines of totals but one; the table stays. */
export function layoutOf({width, height}: Size, totalLines: number, noteLines: number): Layout {
	const totals = Math.min(totalLines, height >= 8 ? 3 : 1, Math.max(0, height - 2));
	const notes = Math.max(0, Math.min(noteLines, 4, height - totals - 6));
	return {
		totals: {x: 0, y: 0, width, height: totals},
		table: {x: 0, y: totals, width, height: Math.max(0, height - totals - notes)},
		notes: {x: 0, y: height - notes, width, height: notes},
	};
}

/** The list with its cursor inside the rows there are. */
export const listIn = (list: ListState, count: number, {height}: Rect): ListState =>
	moveTo(list, list.cursor, count, tableRows(height));
