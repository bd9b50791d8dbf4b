/** What the alerts screen remembers between frames, and the named ways it changes. */

import type {DeskNews} from '#desk/desk.js';
import type {RuleView, ToldAlert} from '#desk/views/alerts.js';
import type {Motion} from '../../components/motions.js';
import type {Edition} from '../../components/reading.js';
import {startOfList, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';

/** In the order of their titles. */
export const sectionIds = ['rules', 'history'] as const;
export type SectionId = (typeof sectionIds)[number];

/** What the desk is asked for; a rule that fired and its alert belong together. */
type AlertsAnswer = {
	readonly rules: readonly RuleView[];
	/** Newest first. */
	readonly history: readonly ToldAlert[];
};

export type AlertsState = {
	/** The desk all this is about; another one starts afresh. */
	readonly opening: SharedState['opening'];
	readonly section: SectionId;
	/** Counts up when news make the answer old. */
	readonly revision: number;
	/** Null while nothing was read. */
	readonly answer: AlertsAnswer | null;
	/** Which edition of the answer (or failure) is there. */
	readonly read: Edition | null;
	/** Why the last reading failed, in words. */
	readonly trouble: string | null;
	readonly lists: Readonly<Record<SectionId, ListState>>;
};

export type AlertsAction =
	/** Another desk may have opened. */
	| {readonly type: 'opened'}
	| {readonly type: 'section'; readonly section: SectionId}
	| {readonly type: 'answered'; readonly answer: AlertsAnswer; readonly edition: Edition}
	| {readonly type: 'failed'; readonly trouble: string; readonly edition: Edition}
	| {
			readonly type: 'moved';
			readonly section: SectionId;
			readonly motion: Motion;
			readonly count: number;
			readonly visible: number;
	  };

type Remembered = {readonly section?: unknown};

/** The first state; `remembered` is of unknown shape. */
export function createState(remembered: unknown): AlertsState {
	const {section}: Remembered = typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		opening: null,
		section: sectionIds.find(id => id === section) ?? 'rules',
		revision: 0,
		answer: null,
		read: null,
		trouble: null,
		lists: {rules: startOfList, history: startOfList},
	};
}

/** What the screen wants back at the next start. */
export const rememberState = ({section}: AlertsState): Remembered => ({section});

/** Forgets everything that another desk told. */
function ofDesk(state: AlertsState, {opening}: SharedState): AlertsState {
	if (state.opening === opening) return state;
	return {...createState(rememberState(state)), opening, revision: state.revision + 1};
}

/** The only way the state changes on purpose of the user or of an answer. */
export function reduceState(before: AlertsState, action: AlertsAction, shared: SharedState): AlertsState {
	const state = ofDesk(before, shared);
	switch (action.type) {
		case 'opened':
			return state;
		case 'section':
			return state.section === action.section ? state : {...state, section: action.section};
		case 'answered':
			return {...state, answer: action.answer, read: action.edition, trouble: null};
		case 'failed':
			return {...state, read: action.edition, trouble: action.trouble};
		case 'moved': {
			const list = action.motion(state.lists[action.section], action.count, action.visible);
			return list === state.lists[action.section]
				? state
				: {...state, lists: {...state.lists, [action.section]: list}};
		}
	}
}

/** After these, rules may stand elsewhere, and messages may have gone out. */
const aging: ReadonlySet<DeskNews['type']> = new Set([
	'alert-rules-stored',
	'market-stored',
	'candles-stored',
	'alert',
	'loop',
]);

/** Folds news of the desk, whether or not the screen is shown. */
export function foldNews(before: AlertsState, news: DeskNews, shared: SharedState): AlertsState {
	const state = ofDesk(before, shared);
	return aging.has(news.type) ? {...state, revision: state.revision + 1} : state;
}
