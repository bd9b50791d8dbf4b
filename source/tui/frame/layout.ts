/** Where header, screen and footer are, from the size of the terminal alone. */

import type {Rect, Size} from '../cells/grid.js';

/** Smaller terminals only say so. */
export const leastSize: Size = {width: 60, height: 15};

const headerRows = 1;
/** What is known of freshness, and the keys. */
const footerRows = 2;

export type FrameLayout = {
	readonly header: Rect;
	readonly body: Rect;
	/** Size of the body, as views get it. */
	readonly bodySize: Size;
	readonly footer: Rect;
};

function layOut({width, height}: Size): FrameLayout | null {
	if (width < leastSize.width || height < leastSize.height) return null;
	const bodySize = {width, height: height - headerRows - footerRows};
	return {
		header: {x: 0, y: 0, width, height: headerRows},
		body: {x: 0, y: headerRows, ...bodySize},
		bodySize,
		footer: {x: 0, y: headerRows + bodySize.height, width, height: footerRows},
	};
}

const known = new WeakMap<Size, FrameLayout | null>();

/** Parts from top to bottom, the same ones for the same size; null where the terminal is too small. */
export function frameLayout(size: Size): FrameLayout | null {
	let layout = known.get(size);
	if (layout === undefined) known.set(size, (layout = layOut(size)));
	return layout;
}

/** Whether a cell is in a rectangle. */
export const holds = (rect: Rect, x: number, y: number): boolean =>
	x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;
