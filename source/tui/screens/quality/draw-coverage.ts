/** The heat map of stored candles: one row per series, time from left to right, and the gaps of one series below. */

import type {CoverageRow, CoverageView, SeriesGap} from '#desk/views/quality.js';
import type {Interval} from '#domain/interval.js';
import {cleanText} from '#domain/text.js';
import type {Grid, Rect} from '../../cells/grid.js';
import {drawTable, layoutTable, tableRows, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {Context} from '../../screen.js';
import type {ListState} from '../../state/list.js';
import type {Glyphs} from '../../theme/glyphs.js';
import type {Surface} from '../../theme/roles.js';
import {columnsOf, completenessOf, levelOf, missingOf, roleOf, type HeatLevel} from './coverage.js';
import {nextOf} from './gaps.js';
import {words} from './words.js';

/** What drawing needs besides data. */
export type Drawing = Pick<Context, 'look' | 'format' | 'language'>;

type CoverageDrawing = {
	/** Undefined while nothing was read. */
	readonly view: CoverageView | undefined;
	readonly rows: readonly CoverageRow[];
	readonly interval: Interval | null;
	readonly worstFirst: boolean;
	readonly list: ListState;
};

/** A shade that differs for every level without colour; nothing stored differs from nothing expected. */
function shadeOf(level: HeatLevel, glyphs: Glyphs): string {
	if (level === 0) return glyphs.hole;
	// A full block would fuse with the row above.
	return level === 4 && !glyphs.ascii ? glyphs.levels.at(-2)! : glyphs.shades[level]!;
}

/** Over most of a year, days without their year would read backwards. */
const longRange = 300 * 86_400_000;

/** First and last day. */
function rangeText({from, to}: CoverageView['range'], {format, look}: Drawing): string {
	const day = to - from > longRange ? format.date : format.day;
	return `${day(from)} ${look.glyphs.horizontal} ${day(to)}`;
}

function drawHeat(grid: Grid, rect: Rect, {buckets}: CoverageRow, surface: Surface, {look}: Drawing): void {
	for (const [i, share] of columnsOf(buckets, rect.width).entries()) {
		const level = levelOf(share);
		if (level === null) continue;
		grid.text(rect.x + i, rect.y, shadeOf(level, look.glyphs), look.theme.paint(roleOf(level), surface), 1);
	}
}

function coverageColumns(
	range: CoverageView['range'] | null,
	drawing: Drawing,
): readonly TableColumn<CoverageRow>[] {
	const {format, language} = drawing;
	const {titles} = words[language].coverage;
	const span = range === null ? '' : rangeText(range, drawing);
	return [
		{
			id: 'asset',
			title: titles.asset,
			width: 6,
			most: 10,
			cell: ({symbol}) => ({text: cleanText(symbol, 40), role: 'strong'}),
		},
		{id: 'interval', title: titles.interval, width: 4, cell: ({interval}) => interval},
		{
			id: 'source',
			title: titles.source,
			width: 9,
			most: 17,
			priority: 2,
			cell: ({source, origin}) => ({
				text: sourceLabel(source),
				role: 'muted',
				tail: origin === 'rollup' ? ` ${words[language].coverage.rollup}` : '',
			}),
		},
		{
			id: 'heat',
			title: span,
			width: 12,
			most: 1000,
			cell: row => ({text: '', draw: (grid, rect, surface) => drawHeat(grid, rect, row, surface, drawing)}),
		},
		{
			id: 'stored',
			title: titles.stored,
			width: 7,
			align: 'right',
			cell(row) {
				const share = completenessOf(row);
				// Rounding must not make the last gap disappear.
				const shown = share !== null && share < 1 ? Math.min(share, 0.999) : share;
				const level = share === null ? null : levelOf(share);
				return {text: format.share(shown), role: level === null ? 'muted' : roleOf(level)};
			},
		},
		{
			id: 'missing',
			title: titles.missing,
			width: 7,
			align: 'right',
			priority: 1,
			cell(row) {
				const missing = missingOf(row);
				return {text: format.count(missing), role: missing === 0 ? 'muted' : 'text'};
			},
		},
	];
}

/** How many stretches of time the heat map shows in a view of this width: what to ask the desk for. */
export const bucketsIn = (width: number, drawing: Drawing): number =>
	Math.max(
		1,
		layoutTable(coverageColumns(null, drawing), width).placed.find(({column}) => column.id === 'heat')
			?.width ?? 1,
	);

/** The table below the heading, and the legend where there is room. */
function placeTable({width, height}: Pick<Rect, 'width' | 'height'>): Rect {
	return {x: 0, y: 1, width, height: Math.max(0, height - (height >= 7 ? 2 : 1))};
}

/** Series that fit. */
export const visibleSeries = (main: Rect): number => Math.max(1, tableRows(placeTable(main).height));

function drawLegend(grid: Grid, y: number, {look, language}: Drawing): void {
	let x = 1;
	for (const [i, label] of words[language].coverage.legend.entries()) {
		const level = i as HeatLevel;
		const shade = shadeOf(level, look.glyphs);
		grid.text(x, y, shade, look.theme.paint(roleOf(level)), 1);
		x += 2 + grid.text(x + 2, y, label, look.theme.paint('faint'), grid.width - x - 2) + 2;
		if (x >= grid.width) return;
	}
}

/** Draws the heat map. */
export function drawCoverage(grid: Grid, data: CoverageDrawing, drawing: Drawing): void {
	const {view, rows, interval, worstFirst, list} = data;
	const {look, language, format} = drawing;
	const say = words[language];
	const detail = [
		interval ?? say.coverage.allIntervals,
		...(worstFirst ? [say.coverage.worstFirst] : []),
		...(rows.length === 0 ? [] : [say.coverage.series(rows.length, format.count(rows.length))]),
	].join(', ');
	drawHeading(grid, say.sections.coverage, detail, true, look);
	if (view === undefined || rows.length === 0) {
		const empty = interval === null ? say.coverage.none : say.coverage.noneOf(interval);
		const text = view === undefined ? say.loading : empty;
		grid.text(1, 1, text, look.theme.paint('muted'), grid.width - 2);
		return;
	}

	const place = placeTable(grid);
	const layout = layoutTable(coverageColumns(view.range, drawing), grid.width);
	drawTable(grid, place, {layout, rows, list, look});
	if (place.height < grid.height - 1) drawLegend(grid, grid.height - 1, drawing);
}

type GapsDrawing = {
	/** The series under the cursor; null when there is none. */
	readonly row: CoverageRow | null;
	/** Undefined while nothing was read. */
	readonly gaps: readonly SeriesGap[] | undefined;
	readonly list: ListState;
};

function gapColumns(drawing: Drawing): readonly TableColumn<SeriesGap>[] {
	const {format, language} = drawing;
	const say = words[language].gaps;
	return [
		{id: 'from', title: say.titles.from, width: 18, most: 20, cell: ({from}) => format.dateTime(from)},
		{
			id: 'to',
			title: say.titles.to,
			width: 18,
			most: 20,
			priority: 1,
			cell: ({to}) => format.dateTime(to),
		},
		{
			id: 'candles',
			title: say.titles.candles,
			width: 7,
			align: 'right',
			cell: ({candles}) => format.count(candles),
		},
		{
			id: 'cause',
			title: say.titles.cause,
			width: 40,
			most: 200,
			cell: gap => ({
				text: `${say.causes[gap.cause].why};`,
				role: gap.cause === 'not-fetched' ? 'warning' : 'text',
				tail: ` ${nextOf(gap, drawing)}`,
			}),
		},
	];
}

/** Draws the gaps of one series. */
export function drawGaps(grid: Grid, {row, gaps, list}: GapsDrawing, drawing: Drawing): void {
	const {look, language, format} = drawing;
	const say = words[language].gaps;
	const series =
		row === null ? '' : `${cleanText(row.symbol, 40)} ${row.interval} ${sourceLabel(row.source)}`;
	const missing = gaps?.reduce((sum, {candles}) => sum + candles, 0) ?? 0;
	const counted =
		gaps === undefined || gaps.length === 0
			? []
			: [say.count(gaps.length, format.count(gaps.length), say.candles(missing, format.count(missing)))];
	drawHeading(grid, say.heading, [series, ...counted].filter(Boolean).join(', '), false, look);
	if (row === null) return;
	if (gaps === undefined || gaps.length === 0) {
		const text = gaps === undefined ? words[language].loading : say.none;
		grid.text(1, 1, text, look.theme.paint(gaps === undefined ? 'muted' : 'good'), grid.width - 2);
		return;
	}

	const layout = layoutTable(gapColumns(drawing), grid.width);
	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	drawTable(grid, rect, {layout, rows: gaps, list, look, cursorHidden: true});
}
