/** "While you were away": what happened since the last visit. */

import type {AwayView} from '#desk/views/market.js';
import type {Context} from '../../screen.js';
import type {ReaderLine} from '../overlays/reader.js';
import {dialogWords} from './words.js';

/** Shorter absences need no summary, ms. */
export const awayMs = 60 * 60 * 1000;

/** A summary as lines of a window; empty when nothing happened that is worth a window. */
export function awayLines(view: AwayView, {shared, format, language}: Context): readonly ReaderLine[] {
	const words = dialogWords[language].away;
	if (view.runs === 0 && view.movers.length === 0) return [];
	return [
		{
			text: words.since(format.dateTime(view.since), format.age(shared.now - view.since)),
			role: 'muted',
		},
		{text: words.runs(view.runs, view.failedRuns), role: view.failedRuns > 0 ? 'warning' : 'text'},
		...(view.quarantined > 0 ? [{text: words.quarantined(view.quarantined), role: 'warning'} as const] : []),
		...(view.drift > 0 ? [{text: words.drift(view.drift), role: 'warning'} as const] : []),
		...(view.movers.length > 0 ? [{text: ''}, {text: words.movers, role: 'title'} as const] : []),
		...view.movers.map(({symbol, before, after, changePercent}): ReaderLine => ({
			keys: symbol,
			text: `${format.percent(changePercent)}  ${format.money(before)} > ${format.money(after)}`,
			role: changePercent > 0 ? 'up' : changePercent < 0 ? 'down' : 'flat',
		})),
	];
}
