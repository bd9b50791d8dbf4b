/** Where the parts of the comparison are. */

import type {Rect, Size} from '../../cells/grid.js';

/** Rectangles of the view, from the top down. */
export type Layout = {
	readonly header: Rect;
	/** The chart with its axes and labels; empty when there is no room. */
	readonly chart: Rect;
	/** Table or matrix. */
	readonly table: Rect;
	/** The matrix beside the table, where the view is so wide; empty elsewhere. */
	readonly matrix: Rect;
	readonly notes: Rect;
};

/** All columns of the table, and a matrix of some assets. */
const wide = {table: 116, matrix: 58};
const gap = 3;

/** Below this many rows a chart says nothing. */
const leastChart = 5;
const leastTable = 4;

/** Notes leave first, then the chart; the table stays. */
export function layoutOf(
	{width, height}: Size,
	view: 'lines' | 'matrix',
	{assets, notes}: {readonly assets: number; readonly notes: number},
): Layout {
	const header = Math.min(1, height);
	const noteRows = Math.max(0, Math.min(notes, 3, height - header - leastTable - leastChart));
	const body = height - header - noteRows;
	const isWide = view === 'lines' && width >= wide.table + gap + wide.matrix;
	// A header, and beside it a sentence below the matrix.
	const wanted = Math.min(assets + (isWide ? 2 : 1), Math.max(leastTable, Math.floor(body * 0.45)));
	const chart = view === 'lines' && body - wanted >= leastChart ? body - wanted : 0;
	const tableWidth = isWide ? wide.table : width;
	const below = {y: header + chart, height: Math.max(0, body - chart)};
	return {
		header: {x: 0, y: 0, width, height: header},
		chart: {x: 0, y: header, width, height: chart},
		table: {x: 0, width: tableWidth, ...below},
		matrix: {x: tableWidth + gap, width: Math.max(0, width - tableWidth - gap), ...below},
		notes: {x: 0, y: height - noteRows, width, height: noteRows},
	};
}
