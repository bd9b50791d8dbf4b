/** What the forecast screen shows at one moment, for drawing, keys and sentences alike. */

import type {ForecastView, Training} from '#desk/views/forecast.js';
import type {Size} from '../../cells/grid.js';
import {tableRows} from '../../components/table.js';
import {toldFault} from '../../i18n/faults.js';
import type {Context} from '../../screen.js';
import type {SharedState} from '../../state/view-state.js';
import {symbolOf} from '../../state/named-assets.js';
import {factsOf, type Fact} from './facts.js';
import {layoutOf, type Layout} from './layout.js';
import {problemOf, viewOf, type ForecastState} from './state.js';
import {words as allWords} from './words.js';

/** The training that began last among those that run; null when none does. */
export const runningTraining = ({trainings}: Pick<SharedState, 'trainings'>): Training | null =>
	trainings.findLast(({state}) => state === 'running') ?? null;

/** The facts of the screen; none while there is no model. */
export function shownFacts(
	view: ForecastView | null,
	{format, language, look}: Omit<Context, 'shared'>,
): readonly Fact[] {
	return view === null ? [] : factsOf(view, {words: allWords[language], format, glyphs: look.glyphs});
}

/** The rectangles of the screen as it is now. */
export function layoutFor(state: ForecastState, context: Context, size: Size): Layout {
	const facts = shownFacts(viewOf(state, context.shared), context).length;
	return layoutOf(size, state.section, {facts, training: runningTraining(context.shared) !== null});
}

/** Rows of the table in sight. */
export const visibleRows = ({table}: Layout): number => Math.max(1, tableRows(table?.height ?? 0));

/** Why there is no forecast, or no newer one, and what to press; empty when all is well. */
export function noticeOf(state: ForecastState, {shared, format, language}: Context): readonly string[] {
	const words = allWords[language];
	const {opening, selected} = shared;
	if (opening === null) return [words.opening];
	if (selected === null) return words.nothingStored;
	const view = viewOf(state, shared);
	const problem = problemOf(state, shared);
	if (problem !== null) return [words.failed(problem)];
	if (view === null) return [words.reading];
	if (view.now !== null) return [];
	const {collecting, fault} = view;
	if (collecting === null) {
		if (fault === null) return [words.notAsked];
		return [words.unusable(toldFault(fault, language).text)];
	}

	const [usable, needed] = [format.count(collecting.usable), format.count(collecting.needed)];
	const symbol = symbolOf(shared, selected);
	const interval = words.intervals[view.interval];
	if (collecting.usable >= collecting.needed) return words.noModel(symbol, interval, usable);
	return collecting.ofPrices ? words.ofPrices(symbol) : words.tooFew(symbol, interval, usable, needed);
}
