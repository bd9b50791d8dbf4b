/** Where the parts of the quality screen stand, for drawing and for the mouse. */

import type {Rect, Size} from '../../cells/grid.js';
import type {ListId, SectionId} from './state.js';

type QualityLayout = {
	readonly sections: Rect;
	/** The summary of the last run; null where there is no room. */
	readonly summary: Rect | null;
	readonly main: Rect;
	/** Gaps of the series under the cursor; only of the coverage, where there is room. */
	readonly gaps: Rect | null;
};

const tallEnoughForSummary = 10;
const tallEnoughForGaps = 16;

/** Titles, summary, the active section; below the heat map the gaps. */
export function layoutQuality({width, height}: Size, section: SectionId): QualityLayout {
	const row = (y: number, rows: number): Rect => ({x: 0, y, width, height: Math.max(0, rows)});
	const top = height >= tallEnoughForSummary ? 2 : 1;
	const body = height - top;
	const gaps =
		section === 'coverage' && height >= tallEnoughForGaps
			? Math.min(12, Math.max(5, Math.floor(body * 0.35)))
			: 0;
	return {
		sections: row(0, Math.min(1, height)),
		summary: top === 2 ? row(1, 1) : null,
		main: row(top, body - gaps),
		gaps: gaps === 0 ? null : row(top + body - gaps, gaps),
	};
}

const contains = (rect: Rect | null, x: number, y: number): boolean =>
	rect !== null && x >= rect.x && y >= rect.y && x < rect.x + rect.width && y < rect.y + rect.height;

/** The list under a place of the view, or null. */
export function listAt({main, gaps}: QualityLayout, section: SectionId, x: number, y: number): ListId | null {
	if (contains(gaps, x, y)) return 'gaps';
	return contains(main, x, y) ? section : null;
}
