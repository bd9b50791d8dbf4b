/** The newest runs, one line each. */

import type {StoredRun} from '#ports/storage.js';
import type {Grid} from '../../cells/grid.js';
import {runColumns} from '../../components/run-table.js';
import {runWords} from '../../components/run-words.js';
import {drawTable, layoutTable, tableRows} from '../../components/table.js';
import {drawHeading} from '../../components/tabs-in-view.js';
import type {ListState} from '../../state/list.js';
import type {Drawing} from './draw-flow.js';
import {words} from './words.js';

type RunsDrawing = {
	/** Newest first; null while nothing was read. */
	readonly runs: readonly StoredRun[] | null;
	readonly list: ListState;
	readonly active: boolean;
	readonly now: number;
};

/** Runs that fit below heading and header. */
export const visibleRuns = (height: number): number => Math.max(1, tableRows(height - 1));

/** Draws the list of runs. */
export function drawRuns(grid: Grid, {runs, list, active, now}: RunsDrawing, drawing: Drawing): void {
	const {look, language, format} = drawing;
	const say = words[language];
	const detail = runs === null || runs.length === 0 ? '' : say.runs.heading(format.count(runs.length));
	drawHeading(grid, say.sections.runs, detail, active, look);
	if (runs === null || runs.length === 0) {
		const text = runs === null ? say.loading : runWords[language].noRuns;
		grid.text(1, 1, text, look.theme.paint('muted'), grid.width - 2);
		return;
	}

	const layout = layoutTable(runColumns(drawing, now), grid.width);
	const rect = {x: 0, y: 1, width: grid.width, height: grid.height - 1};
	drawTable(grid, rect, {layout, rows: runs, list, look, cursorHidden: !active});
}
