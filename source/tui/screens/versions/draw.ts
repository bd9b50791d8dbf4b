/** The versions as a table, and what is known of one of them below it. */

import type {SnapshotRecord} from '#domain/snapshot/manifest.js';
import {cleanText} from '#domain/text.js';
import type {Grid, Rect, Size} from '../../cells/grid.js';
import {noteLines} from '../../components/messages.js';
import {drawTable, layoutTable, type TableColumn} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import type {Context} from '../../screen.js';
import {moveTo, type ListState} from '../../state/list.js';
import {detailLines, statusOf} from './sentences.js';
import {chosenOf, detailOf, recordsOf, type VersionsState} from './state.js';
import {words} from './words.js';

export type Drawing = Pick<Context, 'look' | 'format' | 'language'>;

type VersionsLayout = {
	readonly list: Rect;
	/** What is known of the version under the cursor; null where there is no room. */
	readonly detail: Rect | null;
};

const tallEnough = 14;
const leastList = 6;
/** Heading and header of the list. */
const above = 2;

/** The list above, of `count` versions; the one under the cursor below, with all the room that is left. */
export function layoutVersions({width, height}: Size, count: number): VersionsLayout {
	const most = height - Math.floor(height * 0.45);
	const listHeight = height < tallEnough ? height : Math.min(most, Math.max(leastList, count + above));
	const list = {x: 0, y: 0, width, height: listHeight};
	const below = height - listHeight;
	return {list, detail: below === 0 ? null : {x: 0, y: listHeight, width, height: below}};
}

/** Rows of the list in sight. */
export const visibleIn = (size: Size, count: number): number =>
	Math.max(1, layoutVersions(size, count).list.height - above);

/** Cursor and window as shown now: versions may have gone, or the terminal may have changed, since it moved last. */
export function listIn(state: VersionsState, size: Size): ListState {
	const count = recordsOf(state).length;
	return moveTo(state.list, state.list.cursor, count, visibleIn(size, count));
}

/** Columns of the list; `marked` is the version to compare with. */
function columnsOf(
	marked: string | null,
	{look, format, language}: Drawing,
): readonly TableColumn<SnapshotRecord>[] {
	const {titles, kinds, simulated} = words[language];
	return [
		{
			id: 'made',
			title: titles.made,
			width: language === 'en' ? 21 : 19,
			cell: ({id, createdAt}) => ({
				text: `${id === marked ? look.glyphs.bullet : ' '} ${format.dateTime(Date.parse(createdAt))}`,
				role: id === marked ? 'accent' : 'strong',
			}),
		},
		{id: 'id', title: titles.id, width: 22, priority: 3, cell: ({id}) => ({text: id, role: 'muted'})},
		{id: 'kind', title: titles.kind, width: 9, priority: 1, cell: ({kind}) => kinds[kind]},
		{
			id: 'rows',
			title: titles.rows,
			width: 9,
			most: 12,
			align: 'right',
			priority: 2,
			cell: ({rows}) => format.count(rows),
		},
		{
			id: 'size',
			title: titles.size,
			width: 8,
			most: 10,
			align: 'right',
			cell: ({output}) => format.bytes(output.size),
		},
		{
			id: 'added',
			title: titles.added,
			width: 8,
			most: 10,
			align: 'right',
			priority: 4,
			cell: ({added}) => ({text: format.bytes(added), role: 'muted'}),
		},
		{
			id: 'message',
			title: titles.message,
			width: 12,
			most: 80,
			cell: record => ({
				text: record.simulated ? `${simulated} ` : '',
				role: 'warning',
				tail: cleanText(record.message, 80),
			}),
		},
	];
}

/** Draws heading and list. */
export function drawList(grid: Grid, state: VersionsState, list: ListState, drawing: Drawing): void {
	const {look, language} = drawing;
	const say = words[language];
	const records = recordsOf(state);
	drawHeading(grid, say.title, statusOf(state, drawing), true, look);
	if (records.length === 0) {
		const text = state.answers.list ? say.none : '';
		return void grid.text(1, 1, text, look.theme.paint('muted'), grid.width - 2);
	}

	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	const layout = layoutTable(columnsOf(state.marked, drawing), grid.width);
	drawTable(grid, rect, {layout, rows: records, list, look});
}

/** Draws what is known of the version under the cursor, as far as there is room. */
export function drawDetail(grid: Grid, state: VersionsState, drawing: Drawing): void {
	const chosen = chosenOf(state);
	if (chosen === null) return;
	const {theme} = drawing.look;
	drawHeading(grid, chosen.id, '', false, drawing.look);
	const lines = noteLines(detailLines(chosen, detailOf(state), drawing), grid.width);
	for (const [i, line] of lines.entries()) grid.text(1, i + 1, line, theme.paint('text'));
}
