/** The lists of the quality screen: rows in quarantine, changes of payloads, and runs. */

import {cleanText} from '#domain/text.js';
import type {QuarantineRow, StoredRun} from '#ports/storage.js';
import type {Grid} from '../../cells/grid.js';
import {typeChange} from '../../components/run-report.js';
import {runColumns} from '../../components/run-table.js';
import {runWords} from '../../components/run-words.js';
import {drawTable, layoutTable, tableRows, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import {sourceLabel} from '../../i18n/sources.js';
import type {ListState} from '../../state/list.js';
import type {Drawing} from './draw-coverage.js';
import type {StoredDrift} from './state.js';
import {words} from './words.js';

/** Rows that fit below heading and header. */
export const visibleRows = (height: number): number => Math.max(1, tableRows(height - 1));

function quarantineColumns({look, format, language}: Drawing): readonly TableColumn<QuarantineRow>[] {
	const {titles, states, kinds} = words[language].quarantine;
	const {glyphs} = look;
	return [
		{
			id: 'state',
			title: titles.state,
			width: 10,
			cell: ({state}) =>
				state === 'held'
					? {text: `! ${states.held}`, role: 'warning'}
					: {text: `${glyphs.check} ${states.retried}`, role: 'good'},
		},
		{
			id: 'rule',
			title: titles.rule,
			width: 16,
			most: 30,
			cell: ({rule}) => ({text: cleanText(rule, 60), role: 'strong'}),
		},
		{id: 'field', title: titles.field, width: 12, most: 30, cell: ({field}) => cleanText(field, 60)},
		{id: 'source', title: titles.source, width: 9, priority: 1, cell: ({source}) => sourceLabel(source)},
		{
			id: 'asset',
			title: titles.asset,
			width: 10,
			most: 24,
			priority: 2,
			cell: ({asset, key}) => cleanText(asset ?? key, 60),
		},
		{
			id: 'kind',
			title: titles.kind,
			width: 10,
			priority: 4,
			cell: ({kind}) => ({text: kinds[kind], role: kind === 'violation' ? 'bad' : 'muted'}),
		},
		{
			id: 'times',
			title: titles.times,
			width: 5,
			align: 'right',
			priority: 3,
			cell: ({timesSeen}) => format.count(timesSeen),
		},
		{
			id: 'seen',
			title: titles.seen,
			width: 12,
			most: 18,
			align: 'right',
			priority: 5,
			cell: ({lastSeenAt}) => ({
				text: `${format.day(lastSeenAt)} ${format.clock(lastSeenAt)}`,
				role: 'muted',
			}),
		},
	];
}

function driftColumns({format, language}: Drawing): readonly TableColumn<StoredDrift>[] {
	const {titles} = words[language].drift;
	const {changes} = runWords[language];
	return [
		{
			id: 'change',
			title: titles.change,
			width: 34,
			most: 60,
			cell: ({change, before, now}) => ({
				text: changes[change],
				role: change === 'added' ? 'info' : 'warning',
				tail: typeChange(before, now),
			}),
		},
		{
			id: 'field',
			title: titles.field,
			width: 14,
			most: 40,
			cell: ({field}) => ({text: cleanText(field, 80), role: 'strong'}),
		},
		{id: 'source', title: titles.source, width: 9, priority: 1, cell: ({source}) => sourceLabel(source)},
		{
			id: 'endpoint',
			title: titles.endpoint,
			width: 12,
			most: 30,
			priority: 2,
			cell: ({endpoint}) => cleanText(endpoint, 60),
		},
		{
			id: 'seen',
			title: titles.seen,
			width: 12,
			most: 18,
			align: 'right',
			priority: 3,
			cell: ({seenAt}) => ({text: `${format.day(seenAt)} ${format.clock(seenAt)}`, role: 'muted'}),
		},
	];
}

type ListDrawing<Row> = {
	/** Undefined while nothing was read. */
	readonly rows: readonly Row[] | undefined;
	readonly list: ListState;
};

type ListLook<Row> = {
	readonly title: string;
	readonly detail: string;
	readonly empty: string;
	readonly columns: readonly TableColumn<Row>[];
};

/** Draws a list under its heading, or why it is empty. */
export function drawList<Row>(
	grid: Grid,
	{rows, list}: ListDrawing<Row>,
	{title, detail, empty, columns}: ListLook<Row>,
	{look, language}: Drawing,
): void {
	drawHeading(grid, title, detail, true, look);
	if (rows === undefined || rows.length === 0) {
		const text = rows === undefined ? words[language].loading : empty;
		grid.text(1, 1, text, look.theme.paint('muted'), grid.width - 2);
		return;
	}

	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	drawTable(grid, rect, {layout: layoutTable(columns, grid.width), rows, list, look});
}

/** Draws the rows in quarantine. */
export function drawQuarantine(grid: Grid, data: ListDrawing<QuarantineRow>, drawing: Drawing): void {
	const {sections, quarantine, held} = words[drawing.language];
	const count = data.rows?.filter(({state}) => state === 'held').length ?? 0;
	const look = {
		title: sections.quarantine,
		detail: count === 0 ? '' : held(count, drawing.format.count(count)),
		empty: quarantine.none,
		columns: quarantineColumns(drawing),
	};
	drawList(grid, data, look, drawing);
}

/** Draws the changes of payloads. */
export function drawDrift(grid: Grid, data: ListDrawing<StoredDrift>, drawing: Drawing): void {
	const {sections, drift} = words[drawing.language];
	const columns = driftColumns(drawing);
	drawList(grid, data, {title: sections.drift, detail: '', empty: drift.none, columns}, drawing);
}

/** Draws the history of runs; `now` (ms UTC) is for those under way. */
export function drawRuns(grid: Grid, data: ListDrawing<StoredRun>, now: number, drawing: Drawing): void {
	const {sections} = words[drawing.language];
	const columns = runColumns(drawing, now);
	const {noRuns} = runWords[drawing.language];
	drawList(grid, data, {title: sections.runs, detail: '', empty: noRuns, columns}, drawing);
}
