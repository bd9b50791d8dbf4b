/** What the chart asks the desk: exactly the visible time, at as many candles as there are columns. */

import type {ChartQuestion} from '#desk/views/chart.js';
import type {AssetId} from '#domain/market.js';
import type {Edition} from '../../components/reading.js';
import {askedSlots, chartOf} from './scene.js';
import type {TechnicalState} from './state.js';
import {indicatorOf, type Study} from './studies.js';
import type {TimeWindow} from './time-window.js';
import type {SharedState} from '../../state/view-state.js';

export type Asked = {readonly question: ChartQuestion; readonly edition: Edition};

const hour = 3_600_000;

const shownIndicators = (studies: readonly Study[]): ChartQuestion['indicators'] =>
	studies.flatMap(study => {
		const indicator = study.shown ? indicatorOf(study) : undefined;
		return indicator ? [{id: indicator.id, settings: study.settings}] : [];
	});

/**
 * The question for a chart of `columns` columns. Its words change with what is asked for, its revision when the same
 * question has another answer: candles were stored, or the clock entered the next candle.
 */
export function questionOf(
	state: TechnicalState,
	shared: Pick<SharedState, 'candlesRevision' | 'now' | 'opening' | 'selected'>,
	asset: AssetId,
	columns: number,
): Asked {
	const {window, interval, studies} = state;
	const stored = chartOf(state, shared)?.stored ?? null;
	// Everything, at the best that fits: only the desk knows how much that is.
	const everything = window.span === 'all' && interval === 'auto';
	const held = {...state, window: heldWindow(state)};
	const {slots} = askedSlots(held, {asset, stored, now: shared.now, columns});
	// No more candles than there are slots: finer ones would not stand evenly in the columns.
	const bars = everything ? columns : Math.ceil((slots.to - slots.from) / slots.step);
	const asked = {asset, bars, interval, indicators: shownIndicators(studies)};
	const place = everything ? 'all' : window.end === null ? slots.to - slots.from : [slots.from, slots.to];
	const clock = everything ? Math.floor(shared.now / hour) : slots.to / 60_000;
	return {
		question: {...asked, ...(everything ? {from: null, to: null} : {from: slots.from, to: slots.to})},
		edition: {
			question: JSON.stringify([asset, interval, columns, asked.indicators, place]),
			revision: shared.candlesRevision * 1e6 + clock + state.liveRevision,
		},
	};
}

/** While the mouse drags, the window moves in quarters: a question for each column would be many. */
function heldWindow({window, drag}: TechnicalState): TimeWindow {
	if (drag === null || window.end === null || window.span === 'all') return window;
	const quarter = window.span / 4;
	return {...window, end: Math.ceil(window.end / quarter) * quarter};
}
