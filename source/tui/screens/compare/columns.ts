/** The columns of the table below the chart. */

import {stepOf} from '#domain/interval.js';
import {widthOf} from '../../cells/cell-text.js';
import type {TableCell, TableColumn} from '../../components/table.js';
import type {Context} from '../../screen.js';
import type {Role} from '../../theme/roles.js';
import type {Row, Scene} from './scene.js';
import type {StudiedAsset} from './study.js';
import type {Words} from './words.js';

const isEmpty = ({studied}: Row): boolean => studied !== null && studied.measures.points === 0;

const roleOf = (change: number): Role => (change > 0 ? 'up' : change < 0 ? 'down' : 'flat');

/** A day, with its time where the grid is finer than days. */
export const whenText = (
	at: number | null,
	{interval}: Pick<StudiedAsset, 'interval'>,
	{format}: Pick<Context, 'format'>,
): string =>
	stepOf[interval] >= stepOf['1d'] || at === null ? format.date(at) : `${format.day(at)} ${format.clock(at)}`;

/** What the table writes for a correlation. */
export const correlationText = (value: number | undefined, {format}: Pick<Context, 'format'>): string =>
	format.fixed(value ?? null, 2);

/** The star refers to the note below the table. */
const marked = (text: string, isShort: boolean): TableCell => ({
	text: `${text}${isShort ? '*' : ' '}`,
	role: isShort ? 'warning' : 'muted',
});

/** The columns for one scene: the benchmark is named in its title, dates are as wide as its grid needs. */
export function columnsOf(
	{benchmark, benchmarkSymbol, study}: Pick<Scene, 'benchmark' | 'benchmarkSymbol' | 'study'>,
	{format, look}: Pick<Context, 'format' | 'look'>,
	words: Words,
): readonly TableColumn<Row>[] {
	const {columns} = words;
	const {glyphs, theme} = look;
	const right = {align: 'right'} as const;
	const dates = study === null ? 0 : widthOf(whenText(study.ts[0] ?? 0, study, {format})) + 1;
	/** Nothing for an asset without candles: the words in their place need the room. */
	const measured =
		(cell: (studied: StudiedAsset, row: Row) => TableCell) =>
		(row: Row): TableCell =>
			isEmpty(row) ? '' : row.studied === null ? {text: format.none, role: 'faint'} : cell(row.studied, row);
	return [
		{
			id: 'mark',
			title: '',
			width: 1,
			pinned: true,
			cell: ({colour, mark}) => ({
				text: colour === null ? '' : glyphs.ascii ? mark : glyphs.bullet,
				role: colour ?? 'faint',
			}),
		},
		{
			id: 'asset',
			title: columns.asset,
			width: 9,
			most: 24,
			pinned: true,
			cell: ({symbol, name}) => ({text: symbol, role: 'strong', tail: ` ${name}`}),
		},
		{
			...right,
			id: 'change',
			title: columns.change,
			width: 10,
			cell(row) {
				if (!isEmpty(row)) {
					const change = row.studied?.measures.change ?? Number.NaN;
					return {text: format.change(change), role: roleOf(change)};
				}

				return {
					text: '',
					draw: (grid, {x, y}, surface) => {
						grid.text(x + 2, y, words.noCandles, theme.paint('warning', surface));
					},
				};
			},
		},
		{
			...right,
			id: 'volatility',
			title: columns.volatility,
			width: 10,
			priority: 2,
			cell: measured(({measures}) => format.share(measures.volatility / 100)),
		},
		{
			...right,
			id: 'drawdown',
			title: columns.drawdown,
			width: 10,
			priority: 1,
			cell: measured(({measures}) => format.percent(-measures.drawdown)),
		},
		{
			...right,
			id: 'correlation',
			title: columns.correlation(benchmarkSymbol),
			width: 10,
			priority: 3,
			cell: measured((_, {asset, correlation}) => ({
				text: correlationText(correlation?.value, {format}),
				role: asset === benchmark ? 'muted' : 'text',
			})),
		},
		{
			...right,
			id: 'from',
			title: `${columns.from} `,
			width: dates,
			priority: 4,
			cell: measured(studied => marked(whenText(studied.from, studied, {format}), studied.startsLate)),
		},
		{
			...right,
			id: 'to',
			title: `${columns.to} `,
			width: dates,
			priority: 6,
			cell: measured(studied => marked(whenText(studied.to, studied, {format}), studied.endsEarly)),
		},
		{
			...right,
			id: 'points',
			title: columns.points,
			width: 7,
			priority: 5,
			cell: measured(({measures}) => ({text: format.count(measures.points), role: 'muted'})),
		},
	];
}
