/** What the forecast screen remembers between frames, and the named ways it changes. */

import type {DeskNews} from '#desk/desk.js';
import type {ForecastSeries, ForecastView} from '#desk/views/forecast.js';
import {forecastIntervals, type ForecastInterval} from '#domain/forecast/model.js';
import type {Motion} from '../../components/motions.js';
import type {Edition} from '../../components/reading.js';
import {startOfList, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';

/** In the order of their titles. */
export const sectionIds = ['chart', 'rivals', 'versions', 'record'] as const;
export type SectionId = (typeof sectionIds)[number];
/** Sections that are tables. */
export type TableId = Exclude<SectionId, 'chart'>;

/** Candles that the chart may show. */
export const spans = [24, 48, 96, 168, 336, 500] as const;
const firstSpan = 48;

/** A series that could not be read, and why, in words. */
type Problem = ForecastSeries & {readonly text: string};

export type ForecastState = {
	/** The desk of the answer; that of another one is not shown. */
	readonly opening: SharedState['opening'];
	readonly interval: ForecastInterval;
	readonly section: SectionId;
	/** Candles in the chart. */
	readonly span: number;
	readonly lists: Readonly<Record<TableId, ListState>>;
	readonly view: ForecastView | null;
	readonly read: Edition | null;
	/** Why the last reading failed; null when it did not. */
	readonly problem: Problem | null;
	/** Counts up when news make the answer old. */
	readonly revision: number;
};

export type ForecastAction =
	| {readonly type: 'interval'; readonly interval: ForecastInterval}
	| {readonly type: 'section'; readonly section: SectionId}
	| {readonly type: 'span'; readonly span: number}
	| {
			readonly type: 'moved';
			readonly table: TableId;
			readonly motion: Motion;
			readonly count: number;
			readonly visible: number;
	  }
	| {readonly type: 'read'; readonly view: ForecastView; readonly edition: Edition}
	| {readonly type: 'failed'; readonly problem: Problem; readonly edition: Edition};

type Remembered = Partial<Record<'interval' | 'section' | 'span', unknown>>;

const startOfLists = {rivals: startOfList, versions: startOfList, record: startOfList};

/** The first state, with what an earlier session remembered as far as it is understood. */
export function createForecastState(remembered: unknown): ForecastState {
	const {interval, section, span}: Remembered =
		typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		opening: null,
		interval: forecastIntervals.find(known => known === interval) ?? '1h',
		section: sectionIds.find(known => known === section) ?? 'chart',
		span: spans.find(known => known === span) ?? firstSpan,
		lists: startOfLists,
		view: null,
		read: null,
		problem: null,
		revision: 0,
	};
}

/** What the next start should know. */
export const rememberForecast = ({interval, section, span}: ForecastState): Remembered => ({
	interval,
	section,
	span,
});

/** The only way the state changes by hand. */
export function reduceForecast(
	state: ForecastState,
	action: ForecastAction,
	{opening}: Pick<SharedState, 'opening'>,
): ForecastState {
	switch (action.type) {
		case 'interval':
			return {...state, interval: action.interval};
		case 'section':
			return state.section === action.section ? state : {...state, section: action.section};
		case 'span':
			return state.span === action.span ? state : {...state, span: action.span};
		case 'moved': {
			const {table, motion, count, visible} = action;
			const list = motion(state.lists[table], count, visible);
			return list === state.lists[table] ? state : {...state, lists: {...state.lists, [table]: list}};
		}

		case 'read': {
			const {view, edition} = action;
			const isSame = state.read?.question === edition.question;
			const lists = isSame ? state.lists : startOfLists;
			return {...state, opening, view, read: edition, problem: null, lists};
		}

		case 'failed':
			return {...state, opening, read: action.edition, problem: action.problem};
	}
}

/** Forecasts that were made make the answer old, whether the screen is shown or not. */
export const hearForecast = (state: ForecastState, news: DeskNews): ForecastState =>
	news.type === 'forecasts-stored' ? {...state, revision: state.revision + 1} : state;

type Asked = Pick<ForecastState, 'opening' | 'interval'>;
type Selection = Pick<SharedState, 'opening' | 'selected'>;

const isShown = (series: ForecastSeries, {opening, interval}: Asked, shared: Selection): boolean =>
	opening === shared.opening && series.asset === shared.selected && series.interval === interval;

/** The answer about the selected asset at the chosen interval; null while there is none. */
export const viewOf = (
	state: Pick<ForecastState, 'view' | keyof Asked>,
	shared: Selection,
): ForecastView | null => (state.view !== null && isShown(state.view, state, shared) ? state.view : null);

/** Why that answer could not be read, or is an old one; null when nothing went wrong. */
export const problemOf = (
	state: Pick<ForecastState, 'problem' | keyof Asked>,
	shared: Selection,
): string | null =>
	state.problem !== null && isShown(state.problem, state, shared) ? state.problem.text : null;
