/** Where the parts of the alerts screen stand, for drawing and for the mouse. */

import type {Rect, Size} from '../../cells/grid.js';
import {tableRows} from '../../components/table.js';
import type {SectionId} from './state.js';

export type AlertsLayout = {
	readonly titles: Rect;
	/** Null where there is only room for the other one. */
	readonly lists: Readonly<Record<SectionId, Rect | null>>;
};

const tallEnoughForBoth = 18;
/** Heading, header and the least rows of a list. */
const leastList = 6;

/** Titles, then both lists, or the active one alone where they would be too short; rules take what they need. */
export function layoutAlerts({width, height}: Size, section: SectionId, rules: number): AlertsLayout {
	const row = (y: number, rows: number): Rect => ({x: 0, y, width, height: Math.max(0, rows)});
	const body = height - 1;
	const titles = row(0, Math.min(1, height));
	if (height < tallEnoughForBoth) {
		const whole = row(1, body);
		return {titles, lists: {rules: null, history: null, [section]: whole}};
	}

	const upper = Math.max(leastList, Math.min(rules + 3, body >> 1));
	return {titles, lists: {rules: row(1, upper), history: row(1 + upper, body - upper)}};
}

/** Rows of a list in sight, below its heading and header. */
export const visibleRows = (rect: Rect | null): number => Math.max(1, tableRows((rect?.height ?? 0) - 1));
