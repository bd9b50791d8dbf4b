/** Where header, screen and footer are, from the size of the terminal alone. */

import type {Rect, Size} from '../cells/grid.js';

/** Smaller terminals only say so. */
export const leastSize: Size = {width: 60, height: 15};

const headerRows = 1;
/** What is known of freshness, and the keys. */
const footerRows = 2;

export type FrameLayout = {readonly header: Rect; readonly body: Rect; readonly footer: Rect};

/** Parts from top to bottom; null where the terminal is too small. */
export function frameLayout({width, height}: Size): FrameLayout | null {
	if (width < leastSize.width || height < leastSize.height) return null;
	const bodyRows = height - headerRows - footerRows;
	return {
		header: {x: 0, y: 0, width, height: headerRows},
		body: {x: 0, y: headerRows, width, height: bodyRows},
		footer: {x: 0, y: headerRows + bodyRows, width, height: footerRows},
	};
}

/** Whether a cell is in a rectangle. */
export const holds = (rect: Rect, x: number, y: number): boolean =>
	x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
