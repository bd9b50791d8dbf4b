/** The sections of one screen: a row of titles to switch between them, and the heading above each. */

import type {Grid} from '../cells/grid.js';
import {widthOf} from '../cells/cell-text.js';
import type {Look} from '../theme/look.js';
import type {Role} from '../theme/roles.js';

export type Section<Id extends string> = {readonly id: Id; readonly title: string};

/** The sections of `ids` with their titles, in this order. */
export const titledSections = <Id extends string>(
	ids: readonly Id[],
	titles: Readonly<Record<Id, string>>,
): readonly Section<Id>[] => ids.map(id => ({id, title: titles[id]}));

/** Where each title stands in its row: from `x`, `width` columns with its margins. */
function placeSections<Id extends string>(
	sections: readonly Section<Id>[],
): readonly {readonly id: Id; readonly title: string; readonly x: number; readonly width: number}[] {
	let x = 0;
	return sections.map(({id, title}) => {
		const width = widthOf(title) + 2;
		const placed = {id, title, x, width};
		x += width;
		return placed;
	});
}

/** The section whose title is in column `x`, or null. */
export function sectionAt<Id extends string>(sections: readonly Section<Id>[], x: number): Id | null {
	return placeSections(sections).find(placed => x >= placed.x && x < placed.x + placed.width)?.id ?? null;
}

/** Draws the titles into row 0, and `status` at its right end as far as there is room. */
export function drawSections<Id extends string>(
	grid: Grid,
	sections: readonly Section<Id>[],
	active: Id,
	status: {readonly text: string; readonly role: Role},
	{theme, glyphs}: Look,
): void {
	const placed = placeSections(sections);
	for (const {id, title, x, width} of placed) {
		const surface = id === active ? 'selected' : 'base';
		const place = {x, y: 0, width, height: 1};
		grid.fill(place, theme.paint('text', surface));
		grid.text(x + 1, 0, title, theme.paint(id === active ? 'strong' : 'muted', surface), width - 1);
		// The mark tells the active section where colours do not.
		if (id === active) grid.text(x, 0, glyphs.pointer, theme.paint('accent', surface), 1);
	}

	const last = placed.at(-1);
	const left = (last ? last.x + last.width : 0) + 2;
	if (grid.width - left >= 12) {
		grid.text(left, 0, status.text, theme.paint(status.role), grid.width - left, 'right');
	}
}

/** Draws `── Title · detail ─────` into row 0. */
export function drawHeading(
	grid: Grid,
	title: string,
	detail: string,
	active: boolean,
	{theme, glyphs}: Look,
): void {
	const line = theme.paint(active ? 'borderFocus' : 'border');
	grid.text(0, 0, glyphs.horizontal.repeat(grid.width), line);
	const end = 3 + grid.text(3, 0, title, theme.paint(active ? 'accent' : 'title'), grid.width - 4);
	grid.text(2, 0, ' ', line, 1);
	const after =
		detail === ''
			? end
			: end + grid.text(end, 0, ` ${glyphs.dot} ${detail}`, theme.paint('muted'), grid.width - end - 1);
	grid.text(after, 0, ' ', line, 1);
}

/** The neighbour of a section, going round. */
export function neighbourOf<Id extends string>(ids: readonly Id[], id: Id, by: number): Id {
	return ids[(((ids.indexOf(id) + by) % ids.length) + ids.length) % ids.length]!;
}
