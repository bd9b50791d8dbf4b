/** Where everything of the technical screen stands, for drawing and for the mouse. */

import type {Rect, Size} from '../../cells/grid.js';
import type {Study} from './studies.js';

export type Layout = {
	readonly header: Rect;
	/** Prices, panes and axes: one panel. The other rectangles of the chart count from its corner. */
	readonly chart: Rect;
	readonly price: Rect;
	readonly panes: readonly {readonly study: Study; readonly rect: Rect}[];
	/** Panes for which there is no room. */
	readonly hidden: readonly Study[];
	/** All columns of candles, from the top of the prices to the end of the last pane. */
	readonly plot: Rect;
	/** The labels of values start here, and have this many columns. */
	readonly axis: {readonly x: number; readonly width: number};
	/** Row of the labels of time; null when there is no room. */
	readonly timeRow: number | null;
	readonly venues: Rect | null;
};

const axisWidth = 11;
/** Columns that prices need before the axis gets any. */
const narrowest = 12;
/** A row for the name and two of drawing. */
const lowestPane = 3;
const highestPane = 9;
const lowestPrice = 5;
/** Rows in which candles can be read: panes leave before prices get fewer, but for the first. */
const readablePrice = 10;
const venuesWidth = 61;
/** Columns and rows of a chart worth looking at beside the exchanges. */
const leastBeside = {width: 58, height: 12};

/** Rows above the chart: the taller the terminal, the more is said. */
function headerHeight({height}: Size, hasOverlays: boolean): number {
	if (height >= 20) return hasOverlays ? 4 : 3;
	if (height >= 10) return 2;
	return height >= 5 ? 1 : 0;
}

/** Exchanges stand beside the chart, below it, or in its place: as the room allows. */
function splitVenues(area: Rect): {readonly chart: Rect; readonly venues: Rect} {
	if (area.width - venuesWidth - 1 >= leastBeside.width) {
		const width = area.width - venuesWidth - 1;
		return {chart: {...area, width}, venues: {...area, x: area.x + width + 1, width: venuesWidth}};
	}

	const below = Math.min(14, Math.floor(area.height * 0.45));
	if (area.height - below >= leastBeside.height) {
		const height = area.height - below;
		return {chart: {...area, height}, venues: {...area, y: area.y + height, height: below}};
	}

	return {chart: {...area, width: 0, height: 0}, venues: area};
}

/** The rectangles for a size of the view, the shown studies and whether exchanges are open. */
export function layoutOf(
	size: Size,
	{overlays, panes, venuesOpen}: {overlays: readonly Study[]; panes: readonly Study[]; venuesOpen: boolean},
): Layout {
	const top = headerHeight(size, overlays.length > 0);
	const header = {x: 0, y: 0, width: size.width, height: top};
	const area = {x: 0, y: top, width: size.width, height: Math.max(0, size.height - top)};
	const {chart, venues} = venuesOpen ? splitVenues(area) : {chart: area, venues: null};
	const labels = chart.width - axisWidth >= narrowest ? axisWidth : 0;
	const timeRow = chart.height >= 4 ? chart.height - 1 : null;
	const plot = {
		x: 0,
		y: 0,
		width: chart.width - labels,
		height: Math.max(0, timeRow === null ? chart.height : timeRow),
	};
	const paneHeight = Math.max(lowestPane, Math.min(highestPane, Math.round(plot.height * 0.18)));
	const forPrices = Math.max(
		lowestPrice,
		Math.min(readablePrice, plot.height - paneHeight),
		Math.ceil(plot.height * 0.4),
	);
	const count = Math.max(0, Math.min(panes.length, Math.floor((plot.height - forPrices) / paneHeight)));
	const price = {...plot, height: plot.height - count * paneHeight};
	return {
		header,
		chart,
		price,
		plot,
		panes: panes.slice(0, count).map((study, i) => ({
			study,
			rect: {...plot, y: price.height + i * paneHeight, height: paneHeight},
		})),
		hidden: panes.slice(count),
		axis: {x: plot.width + 1, width: Math.max(0, labels - 1)},
		timeRow,
		venues,
	};
}
