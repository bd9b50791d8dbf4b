/** What is in each list of the alerts screen right now, and which part of it is in sight. */

import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import type {Size} from '../../cells/grid.js';
import {moveTo, type ListState} from '../../state/list.js';
import {layoutAlerts, visibleRows, type AlertsLayout} from './layout.js';
import type {AlertsState, SectionId} from './state.js';

/** The layout for what is there now. */
export const layoutOf = ({section, answer}: AlertsState, size: Size): AlertsLayout =>
	layoutAlerts(size, section, answer?.rules.length ?? 0);

/** Rows of a list. */
export const countOf = ({answer}: AlertsState, section: SectionId): number => answer?.[section].length ?? 0;

/** Rows of a list in sight. */
export const visibleOf = (state: AlertsState, section: SectionId, size: Size): number =>
	visibleRows(layoutOf(state, size).lists[section]);

/** Cursor and window of a list as shown now: rows may have gone, or the terminal may have changed, since it moved last. */
export function shownList(state: AlertsState, section: SectionId, size: Size): ListState {
	const list = state.lists[section];
	return moveTo(list, list.cursor, countOf(state, section), visibleOf(state, section, size));
}

/** What the cursor of the active list is on; null where there is nothing. */
export type Chosen =
	| {readonly of: 'rule'; readonly rule: RuleView}
	| {readonly of: 'alert'; readonly alert: ToldAlert};

const at = <Row>(rows: readonly Row[], {cursor}: ListState): Row | undefined =>
	rows[Math.min(cursor, rows.length - 1)];

/** The row under the cursor. */
export function chosenOf({section, answer, lists}: AlertsState): Chosen | null {
	if (answer === null) return null;
	if (section === 'rules') {
		const rule = at(answer.rules, lists.rules);
		return rule ? {of: 'rule', rule} : null;
	}

	const alert = at(answer.history, lists.history);
	return alert ? {of: 'alert', alert} : null;
}
