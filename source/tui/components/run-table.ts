/** Runs as a table: when, what, how it ended, how long it took and what came of it. */

import type {StoredRun} from '#ports/storage.js';
import type {Context} from '../screen.js';
import {lengthOf, runMark} from './run-report.js';
import {runWords} from './run-words.js';
import type {TableColumn} from './table.js';

/** The columns; `now` (ms UTC) is for runs that have not ended. */
export function runColumns(
	{look: {glyphs}, format, language}: Pick<Context, 'look' | 'format' | 'language'>,
	now: number,
): readonly TableColumn<StoredRun>[] {
	const {titles, kinds, states} = runWords[language];
	return [
		{
			id: 'status',
			title: titles.status,
			width: 11,
			most: 14,
			cell({status}) {
				const {glyph, role} = runMark(status, glyphs);
				return {text: `${glyph} ${states[status]}`, role};
			},
		},
		{id: 'kind', title: titles.kind, width: 9, most: 14, priority: 2, cell: ({kind}) => kinds[kind]},
		{
			id: 'started',
			title: titles.started,
			width: 12,
			most: 18,
			priority: 1,
			cell: ({startedAt}) => `${format.day(startedAt)} ${format.clock(startedAt)}`,
		},
		{
			id: 'took',
			title: titles.took,
			width: 8,
			most: 12,
			align: 'right',
			priority: 4,
			cell(run) {
				const length = lengthOf(run, now);
				return {text: format.duration(length), shorter: format.age(length), role: 'muted'};
			},
		},
		{
			id: 'rows',
			title: titles.rows,
			width: 7,
			most: 12,
			align: 'right',
			priority: 5,
			cell: ({report}) => format.count(report?.rows.inserted ?? null),
		},
		{
			id: 'faults',
			title: titles.faults,
			width: 6,
			align: 'right',
			priority: 3,
			cell({report}) {
				const count = report?.faults.length ?? null;
				return {text: format.count(count), role: count === null || count === 0 ? 'muted' : 'warning'};
			},
		},
	];
}
