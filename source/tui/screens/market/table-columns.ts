/** The market's columns as the table draws them, with cell texts that are made once per asset and value. */

import type {AssetId} from '#domain/market.js';
import {sparkline} from '../../charts/sparkline.js';
import type {RichCell, TableCell, TableColumn} from '../../components/table.js';
import type {Context} from '../../screen.js';
import type {Format} from '../../i18n/format.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Role, Surface} from '../../theme/roles.js';
import {marketColumns, type ColumnId} from './columns.js';
import type {MarketEntry} from './entries.js';
import type {Match} from './search.js';
import {words} from './words.js';

/** Gives the text of a cell. */
type CellTexts = (entry: MarketEntry, id: ColumnId, now: number) => string;

/** Remembers texts for as long as their entry lives; texts that follow the clock are made each time. */
export function createCellTexts(format: Format, glyphs: Glyphs): CellTexts {
	const made = new WeakMap<MarketEntry, Map<ColumnId, string>>();
	return (entry, id, now) => {
		const {text, timed} = marketColumns[id];
		if (timed) return text(entry, format, glyphs, now);
		let texts = made.get(entry);
		if (!texts) made.set(entry, (texts = new Map()));
		let known = texts.get(id);
		if (known === undefined) texts.set(id, (known = text(entry, format, glyphs, now)));
		return known;
	};
}

/** One row of the table. Keeps its identity as long as it looks the same, but for the clock. */
export type MarketRow = {
	readonly entry: MarketEntry;
	/** The price just changed. */
	readonly flash: Surface | null;
};

const rowsMade = new WeakMap<MarketEntry, Map<Surface | null, MarketRow>>();

/** The row of an asset, lit or not. */
export function rowOf(entry: MarketEntry, flash: Surface | null): MarketRow {
	let rows = rowsMade.get(entry);
	if (!rows) rowsMade.set(entry, (rows = new Map()));
	let row = rows.get(flash);
	if (!row) rows.set(flash, (row = {entry, flash}));
	return row;
}

export type CellData = {
	readonly texts: CellTexts;
	readonly now: number;
	/** Where the search matched. */
	readonly matches: ReadonlyMap<AssetId, Match> | null;
};

type CellContext = Pick<Context, 'look' | 'language' | 'format'>;

/** Names of the columns as headers; money says its currency. */
function headerOf(id: ColumnId, {language, format}: Pick<CellContext, 'language' | 'format'>): string {
	const {short} = words[language].columns[id];
	return id === 'price' ? `${short} ${format.currency.code}` : short;
}

/** One column of one row, about to be drawn. */
type Drawn = MarketRow & {readonly text: string; readonly role: Role};

/** Columns that show more than a text in a role. */
const richCells: Readonly<
	Partial<Record<ColumnId, (drawn: Drawn, data: CellData, look: Context['look']) => RichCell>>
> = {
	symbol: ({entry, text, role}, {matches}) => ({
		text,
		role,
		marks: matches?.get(entry.quote.asset)?.symbol ?? [],
	}),
	name({entry, text, role}, {matches}) {
		const marks = matches?.get(entry.quote.asset)?.name ?? [];
		const {rank} = entry.quote;
		return entry.twin && rank !== null ? {text, role, marks, tail: ` #${rank}`} : {text, role, marks};
	},
	price: ({flash, text, role}) => (flash === null ? {text, role} : {text, role, surface: flash}),
	sparkline({entry: {sparkline: line}, text, role}, _, {theme, glyphs}) {
		if (line === null) return {text, role: 'faint'};
		return {
			text,
			draw: (grid, rect, surface) => sparkline(grid, rect, line.prices, theme.paint(role, surface), glyphs),
		};
	},
};

function cellOf(id: ColumnId, row: MarketRow, data: CellData, {look}: CellContext): TableCell {
	const {entry} = row;
	const role = marketColumns[id].role(entry, data.now);
	const text = data.texts(entry, id, data.now);
	return richCells[id]?.({...row, text, role}, data, look) ?? {text, role};
}

/** The chosen columns, ready to lay out and draw. Without `data` they only have their size, for the mouse. */
export const tableColumns = (
	ids: readonly ColumnId[],
	context: CellContext,
	data: CellData | null,
): readonly TableColumn<MarketRow>[] =>
	ids.map(id => {
		const {width, most, align, priority, pinned} = marketColumns[id];
		return {
			id,
			title: headerOf(id, context),
			width,
			...(most === undefined ? {} : {most}),
			align,
			priority,
			pinned: pinned ?? false,
			cell: row => (data === null ? '' : cellOf(id, row, data, context)),
		};
	});
