/** What the quality screen remembers between frames, and the named ways it changes. */

import type {DeskNews} from '#desk/desk.js';
import type {CoverageView, SeriesGap} from '#desk/views/quality.js';
import {intervals, type Interval} from '#domain/interval.js';
import type {Check} from '#domain/doctor/check.js';
import type {DriftNotice} from '#domain/quality.js';
import type {RunId} from '#domain/run.js';
import type {Examination} from '#pipeline/commands.js';
import type {QuarantineRow, StoredRun} from '#ports/storage.js';
import type {Motion} from '../../components/motions.js';
import type {Edition} from '../../components/reading.js';
import {isOpen} from '../../state/jobs.js';
import {startOfList, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';

/** In the order of their titles. */
export const sectionIds = ['coverage', 'quarantine', 'drift', 'runs', 'doctor'] as const;
export type SectionId = (typeof sectionIds)[number];

/** Everything with a window of its own: the sections, and the gaps below the heat map. */
export type ListId = SectionId | 'gaps';

export type StoredDrift = DriftNotice & {readonly seenAt: number; readonly run: RunId};

/** What the desk is asked for, each with its own answer. */
export type Answers = {
	readonly coverage: CoverageView;
	/** Of the series under the cursor. */
	readonly gaps: readonly SeriesGap[];
	readonly quarantine: readonly QuarantineRow[];
	readonly drift: readonly StoredDrift[];
	readonly runs: readonly StoredRun[];
	/** Of the store; `at` is when it was looked at, ms UTC. */
	readonly examination: Examination & {readonly at: number};
	readonly machine: readonly Check[];
};
export type AnswerId = keyof Answers;

export type QualityState = {
	/** The desk all this is about; another one starts afresh. */
	readonly opening: SharedState['opening'];
	readonly section: SectionId;
	/** Null shows all intervals. */
	readonly interval: Interval | null;
	/** Intervals seen in an answer about all of them. */
	readonly known: readonly Interval[];
	readonly worstFirst: boolean;
	/** Counts up when news make the answers old. */
	readonly revision: number;
	/** Counts up when another examination by the doctor is due: it is too dear to follow all news. */
	readonly examined: number;
	/** What the desk answered last; a missing one was never answered. */
	readonly answers: Readonly<Partial<Answers>>;
	/** Which edition of each answer (or failure) is there. */
	readonly read: Readonly<Partial<Record<AnswerId, Edition>>>;
	/** Why a reading failed, in words; those that did not are missing. */
	readonly troubles: Readonly<Partial<Record<AnswerId, string>>>;
	readonly lists: Readonly<Record<ListId, ListState>>;
};

type Answered = {
	readonly [Id in AnswerId]: {
		readonly type: 'answered';
		readonly id: Id;
		readonly answer: Answers[Id];
		readonly edition: Edition;
	};
}[AnswerId];

export type QualityAction =
	/** Another desk may have opened. */
	| {readonly type: 'opened'}
	| {readonly type: 'section'; readonly section: SectionId}
	| {readonly type: 'interval'; readonly interval: Interval | null}
	| {readonly type: 'worst-first'; readonly worstFirst: boolean}
	| Answered
	| {readonly type: 'failed'; readonly id: AnswerId; readonly trouble: string; readonly edition: Edition}
	| {readonly type: 'examine'}
	/** Something was changed from here: read again. */
	| {readonly type: 'aged'}
	| {
			readonly type: 'moved';
			readonly list: ListId;
			readonly motion: Motion;
			readonly count: number;
			readonly visible: number;
	  };

type Remembered = Partial<Record<'section' | 'interval' | 'worstFirst', unknown>>;

/** The first state; `remembered` is of unknown shape. */
export function createState(remembered: unknown): QualityState {
	const {section, interval, worstFirst}: Remembered =
		typeof remembered === 'object' && remembered !== null ? remembered : {};
	return {
		opening: null,
		section: sectionIds.find(id => id === section) ?? 'coverage',
		interval: intervals.find(known => known === interval) ?? null,
		known: [],
		worstFirst: worstFirst === true,
		revision: 0,
		examined: 0,
		answers: {},
		read: {},
		troubles: {},
		lists: {
			coverage: startOfList,
			gaps: startOfList,
			quarantine: startOfList,
			drift: startOfList,
			runs: startOfList,
			doctor: startOfList,
		},
	};
}

/** The first failure that still stands, in words; null when all is well. */
export const troubleOf = ({troubles}: Pick<QualityState, 'troubles'>): string | null =>
	Object.values(troubles)[0] ?? null;

/** What the screen wants back at the next start. */
export const rememberState = ({section, interval, worstFirst}: QualityState): Remembered => ({
	section,
	interval,
	worstFirst,
});

/** Forgets everything that another desk told. */
function ofDesk(state: QualityState, {opening}: SharedState): QualityState {
	if (state.opening === opening) return state;
	return {...createState(rememberState(state)), opening, revision: state.revision + 1};
}

const toTop = (state: QualityState, list: ListId): QualityState => ({
	...state,
	lists: {...state.lists, [list]: startOfList},
});

/** The only way the state changes on purpose of the user or of an answer. */
export function reduceState(before: QualityState, action: QualityAction, shared: SharedState): QualityState {
	const state = ofDesk(before, shared);
	switch (action.type) {
		case 'opened':
			return state;
		case 'section':
			return state.section === action.section ? state : {...state, section: action.section};
		case 'interval':
			return toTop(toTop(withInterval(state, action.interval), 'coverage'), 'gaps');
		case 'worst-first':
			return toTop(toTop({...state, worstFirst: action.worstFirst}, 'coverage'), 'gaps');
		case 'answered': {
			const {[action.id]: _, ...troubles} = state.troubles;
			return {
				...state,
				answers: {...state.answers, [action.id]: action.answer},
				read: {...state.read, [action.id]: action.edition},
				known: action.id === 'coverage' ? knownAfter(state, action.answer) : state.known,
				troubles,
			};
		}

		case 'failed':
			return {
				...state,
				read: {...state.read, [action.id]: action.edition},
				troubles: {...state.troubles, [action.id]: action.trouble},
			};
		case 'examine':
			return {...state, examined: state.examined + 1};
		case 'aged':
			return {...state, revision: state.revision + 1};
		case 'moved': {
			const list = action.motion(state.lists[action.list], action.count, action.visible);
			if (list === state.lists[action.list]) return state;
			const next = {...state, lists: {...state.lists, [action.list]: list}};
			const isOther = action.list === 'coverage' && list.cursor !== state.lists.coverage.cursor;
			return isOther ? toTop(next, 'gaps') : next;
		}
	}
}

/** Rows of other intervals go at once; what the answer at hand does not hold is read first. */
function withInterval(state: QualityState, interval: Interval | null): QualityState {
	const {coverage, ...others} = state.answers;
	if (coverage === undefined || state.interval !== null || interval === null) {
		return {...state, interval, answers: others};
	}

	const rows = coverage.rows.filter(row => row.interval === interval);
	return {...state, interval, answers: {...others, coverage: {...coverage, rows}}};
}

/** A filtered answer tells nothing about the other intervals. */
function knownAfter(state: QualityState, {rows}: CoverageView): readonly Interval[] {
	if (state.interval !== null) return state.known;
	const seen = new Set(rows.map(({interval}) => interval));
	return intervals.filter(interval => seen.has(interval));
}

/** Folds news of the desk, whether or not the screen is shown. */
export function foldNews(before: QualityState, news: DeskNews, shared: SharedState): QualityState {
	const state = ofDesk(before, shared);
	// What a job brought, or was refused, is what the doctor would find now.
	if (news.type === 'job') return isOpen(news.job) ? state : {...state, examined: state.examined + 1};
	const ages =
		news.type === 'candles-stored' ||
		news.type === 'market-stored' ||
		(news.type === 'event' && news.event.type === 'run-finished');
	return ages ? {...state, revision: state.revision + 1} : state;
}

/** The filter after this one: all, then each interval there is, going round. */
export function nextInterval({interval, known}: Pick<QualityState, 'interval' | 'known'>): Interval | null {
	const choices = [null, ...(known.length === 0 ? intervals : known)];
	return choices[(choices.indexOf(interval) + 1) % choices.length]!;
}
