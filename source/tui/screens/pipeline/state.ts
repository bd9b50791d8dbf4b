/** What the pipeline screen remembers between frames, and the named ways it changes. */

import type {DeskNews} from '#desk/desk.js';
import type {LogLine, PipelineView} from '#desk/views/pipeline.js';
import type {PipelineEvent} from '#domain/event.js';
import {eventLevels, type EventLevel} from '#domain/event-line.js';
import type {Edition} from '../../components/reading.js';
import type {Motion} from '../../components/motions.js';
import {startOfList, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';
import {foldEvent, type Flow} from './flow.js';
import {
	emptyTail,
	moveTail,
	togglePause,
	withAnswer,
	withFilter,
	withLine,
	type LogTail,
} from './log-tail.js';

/** In the order of their titles. */
export const sectionIds = ['flow', 'sources', 'jobs', 'runs', 'log'] as const;
export type SectionId = (typeof sectionIds)[number];

/** Sections with a cursor of their own. */
export type ListId = 'sources' | 'jobs' | 'runs';

export type PipelineState = {
	/** The desk all this is about; another one starts afresh. */
	readonly opening: SharedState['opening'];
	readonly section: SectionId;
	/** Null until the desk answered once. */
	readonly view: PipelineView | null;
	/** Why the last reading failed, in words; null when it did not. */
	readonly trouble: string | null;
	/** Counts up when news make `view` old. */
	readonly revision: number;
	readonly viewRead: Edition | null;
	/** The run under way, or the last one that news told of. */
	readonly live: Flow | null;
	readonly lists: Readonly<Record<ListId, ListState>>;
	readonly log: LogTail;
	readonly logRead: Edition | null;
};

export type PipelineAction =
	/** Another desk may have opened. */
	| {readonly type: 'opened'}
	| {readonly type: 'section'; readonly section: SectionId}
	| {readonly type: 'view-read'; readonly view: PipelineView; readonly edition: Edition}
	| {readonly type: 'view-failed'; readonly trouble: string; readonly edition: Edition}
	| {readonly type: 'log-read'; readonly lines: readonly LogLine[]; readonly edition: Edition}
	| {readonly type: 'log-failed'; readonly edition: Edition}
	| {
			readonly type: 'list-moved';
			readonly list: ListId;
			readonly motion: Motion;
			readonly count: number;
			readonly visible: number;
	  }
	| {readonly type: 'log-moved'; readonly motion: Motion; readonly visible: number}
	| {readonly type: 'log-level'; readonly level: EventLevel}
	| {readonly type: 'log-search'; readonly search: string}
	| {readonly type: 'log-typing'; readonly typing: boolean}
	| {readonly type: 'log-pause'};

/** What outlives the program, as it was written by whatever version. */
type Remembered = Partial<Record<'section' | 'level', unknown>>;

/** The first state; `remembered` is of unknown shape. */
export function createState(remembered: unknown): PipelineState {
	const {section, level}: Remembered =
		typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		opening: null,
		section: sectionIds.find(id => id === section) ?? 'flow',
		view: null,
		trouble: null,
		revision: 0,
		viewRead: null,
		live: null,
		lists: {sources: startOfList, jobs: startOfList, runs: startOfList},
		log: {...emptyTail, level: eventLevels.find(known => known === level) ?? emptyTail.level},
		logRead: null,
	};
}

/** What the screen wants back at the next start. */
export const rememberState = ({section, log}: PipelineState): Remembered => ({section, level: log.level});

/** Forgets everything that another desk told. */
function ofDesk(state: PipelineState, {opening}: SharedState): PipelineState {
	if (state.opening === opening) return state;
	return {...createState(rememberState(state)), opening, revision: state.revision + 1};
}

/** The only way the state changes on purpose of the user or of an answer. */
export function reduceState(
	before: PipelineState,
	action: PipelineAction,
	shared: SharedState,
): PipelineState {
	const state = ofDesk(before, shared);
	switch (action.type) {
		case 'opened':
			return state;
		case 'section':
			return state.section === action.section ? state : {...state, section: action.section};
		case 'view-read':
			return {...state, view: action.view, viewRead: action.edition, trouble: null};
		case 'view-failed':
			return {...state, viewRead: action.edition, trouble: action.trouble};
		case 'log-read':
			return {...state, log: withAnswer(state.log, action.lines), logRead: action.edition};
		case 'log-failed':
			return {...state, logRead: action.edition};
		case 'list-moved': {
			const list = action.motion(state.lists[action.list], action.count, action.visible);
			return list === state.lists[action.list]
				? state
				: {...state, lists: {...state.lists, [action.list]: list}};
		}

		case 'log-moved':
			return {...state, log: moveTail(state.log, action.motion, action.visible)};
		case 'log-level':
			return {...state, log: withFilter(state.log, {level: action.level})};
		case 'log-search':
			return {...state, log: withFilter(state.log, {search: action.search})};
		case 'log-typing':
			return {...state, log: {...state.log, typing: action.typing}};
		case 'log-pause':
			return {...state, log: togglePause(state.log)};
	}
}

const agingEvents: ReadonlySet<PipelineEvent['type']> = new Set([
	'run-started',
	'run-finished',
	'request',
	'fault',
]);

/** Whether news change what `desk.pipeline()` answers: runs, budgets and the queue. */
function agesView(news: DeskNews): boolean {
	if (news.type === 'event') return agingEvents.has(news.event.type);
	if (news.type === 'job') return news.job.state !== 'running';
	return news.type === 'loop' || news.type === 'market-stored' || news.type === 'candles-stored';
}

/** Folds news of the desk, whether or not the screen is shown. */
export function foldNews(before: PipelineState, news: DeskNews, shared: SharedState): PipelineState {
	const state = ofDesk(before, shared);
	const aged = agesView(news) ? {...state, revision: state.revision + 1} : state;
	if (news.type === 'event') {
		const live = foldEvent(aged.live, news.event, news.at, shared.loop.run);
		return live === aged.live ? aged : {...aged, live};
	}

	if (news.type === 'log') {
		const log = withLine(aged.log, news.line);
		return log === aged.log ? aged : {...aged, log};
	}

	return aged;
}
