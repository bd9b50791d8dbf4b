/** Where the parts of the market screen lie: what does not fit leaves, the table last. */

import type {Rect, Size} from '../../cells/grid.js';

export type MarketLayout = {
	/** What is shown, or the line being typed. */
	readonly status: Rect;
	/** Help for the line being typed. */
	readonly hints: Rect;
	readonly table: Rect;
	readonly totals: Rect;
	/** The line between table and detail. */
	readonly border: Rect;
	/** The selected asset. */
	readonly detail: Rect;
};

const widthWithDetail = 120;
/** Rows the table keeps before the parts around it get any: header and two assets. */
const leastTable = 3;

/** Lays out a view; parts that left have no size. `hints` is how many rows of help are wanted. */
export function layoutMarket({width, height}: Size, hints: number): MarketLayout {
	const detailWidth =
		width >= widthWithDetail && height >= 8 ? Math.max(38, Math.min(46, Math.floor(width * 0.27))) : 0;
	const left = detailWidth > 0 ? width - detailWidth - 2 : width;
	const status = height > leastTable ? 1 : 0;
	const hinted = Math.max(0, Math.min(hints, height - status - leastTable));
	const totals = height - status - hinted >= leastTable + 2 ? 1 : 0;
	const table = Math.max(0, height - status - hinted - totals);
	return {
		status: {x: 0, y: 0, width: left, height: status},
		hints: {x: 0, y: status, width: left, height: hinted},
		table: {x: 0, y: status + hinted, width: left, height: table},
		totals: {x: 0, y: status + hinted + table, width: left, height: totals},
		border: {x: left, y: 0, width: detailWidth > 0 ? 1 : 0, height},
		detail: {x: left + 2, y: 0, width: detailWidth, height},
	};
}
