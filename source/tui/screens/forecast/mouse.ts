/** The mouse on the forecast screen. */

import type {Rect} from '../../cells/grid.js';
import {sectionAt, titledSections} from '../../components/tabs-in-view.js';
import type {ViewMouse} from '../../screen.js';
import {moveTo, scrollBy} from '../../state/list.js';
import {changeSpan, move, showCard, type ForecastTools} from './commands.js';
import {sectionsIn} from './layout.js';
import {layoutFor} from './shown.js';
import {viewOf} from './state.js';
import {words} from './words.js';

const rowsPerWheelStep = 3;

const isIn = ({x, y, width, height}: Rect, event: ViewMouse): boolean =>
	event.x >= x && event.x < x + width && event.y >= y && event.y < y + height;

/** The wheel scrolls the table and changes the time of the chart; a click goes to a section or a row, two open its model. */
export function onMouse(event: ViewMouse, tools: ForecastTools): void {
	const state = tools.state();
	if (viewOf(state, tools.shared()) === null) return;
	const layout = layoutFor(state, tools.context(), tools.size());
	const {chart, table, sections} = layout;
	if (event.kind === 'wheel') {
		if (chart !== null && isIn(chart, event)) changeSpan(tools, Math.sign(event.wheel));
		else move(tools, (list, ...rows) => scrollBy(list, event.wheel * rowsPerWheelStep, ...rows));
		return;
	}

	if (event.kind !== 'press' || event.button !== 'left') return;
	if (isIn(sections, event)) {
		const section = sectionAt(
			titledSections(sectionsIn(layout), tools.words(words).sections),
			event.x - sections.x,
		);
		if (section !== null) tools.dispatch({type: 'section', section});
		return;
	}

	if (table === null || !isIn(table, event)) return;
	// The first row has the titles of the columns.
	const row = event.y - table.y - 1;
	if (row < 0) return;
	move(tools, (list, count, visible) =>
		list.top + row < count ? moveTo(list, list.top + row, count, visible) : list,
	);
	if (event.double && table.id === 'versions') showCard(tools);
}
