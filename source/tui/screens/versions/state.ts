/** What the versions screen remembers between frames, and the named ways it changes. */

import type {DeskNews} from '#desk/desk.js';
import type {VersionDetail, VersionsView} from '#desk/views/versions.js';
import type {Fault} from '#domain/fault.js';
import type {SnapshotRecord} from '#domain/snapshot/manifest.js';
import type {Motion} from '../../components/motions.js';
import type {Edition} from '../../components/reading.js';
import {startOfList, type ListState} from '../../state/list.js';
import type {SharedState} from '../../state/view-state.js';

/** What may be under way; one at a time. */
export type Work = 'create' | 'verify' | 'compare' | 'restore' | 'prune' | 'compact';

type Trouble = Pick<Fault, 'code' | 'message' | 'hint'>;

/** What the desk is asked for: the versions, and everything about the one under the cursor. */
export type Answers = {readonly list: VersionsView; readonly detail: VersionDetail};
export type AnswerId = keyof Answers;

export type VersionsState = {
	/** The desk all this is about; another one starts afresh. */
	readonly opening: SharedState['opening'];
	/** Counts up when news make the list old. */
	readonly revision: number;
	/** What the desk answered last; a missing one was never answered. */
	readonly answers: Readonly<Partial<Answers>>;
	/** Which edition of each answer (or failure) is there. */
	readonly read: Readonly<Partial<Record<AnswerId, Edition>>>;
	/** Why a reading failed; those that did not are missing. */
	readonly troubles: Readonly<Partial<Record<AnswerId, Trouble>>>;
	readonly list: ListState;
	/** Id of the version to compare with. */
	readonly marked: string | null;
	readonly work: Work | null;
};

type Answered = {
	readonly [Id in AnswerId]: {
		readonly type: 'answered';
		readonly id: Id;
		readonly answer: Answers[Id];
		readonly edition: Edition;
	};
}[AnswerId];

export type VersionsAction =
	/** Another desk may have opened. */
	| {readonly type: 'opened'}
	/** The screen is looked at again; others make versions, too, and send no news. */
	| {readonly type: 'shown'}
	| Answered
	| {readonly type: 'failed'; readonly id: AnswerId; readonly trouble: Trouble; readonly edition: Edition}
	| {readonly type: 'moved'; readonly motion: Motion; readonly visible: number}
	| {readonly type: 'marked'; readonly marked: string | null}
	| {readonly type: 'work'; readonly work: Work | null};

export const createState = (): VersionsState => ({
	opening: null,
	revision: 0,
	answers: {},
	read: {},
	troubles: {},
	list: startOfList,
	marked: null,
	work: null,
});

/** The versions known so far, newest first. */
export const recordsOf = ({answers}: Pick<VersionsState, 'answers'>): readonly SnapshotRecord[] =>
	answers.list?.records ?? [];

/** The version under the cursor. */
export function chosenOf(state: Pick<VersionsState, 'answers' | 'list'>): SnapshotRecord | null {
	const records = recordsOf(state);
	return records[Math.min(state.list.cursor, records.length - 1)] ?? null;
}

/** What is known of the version under the cursor; null while it is not. */
export function detailOf(state: Pick<VersionsState, 'answers' | 'list'>): VersionDetail | null {
	const {detail} = state.answers;
	return detail && detail.record.id === chosenOf(state)?.id ? detail : null;
}

/** Forgets everything that another desk told. */
const ofDesk = (state: VersionsState, {opening}: SharedState): VersionsState =>
	state.opening === opening ? state : {...createState(), opening, revision: state.revision + 1};

/** The cursor stays on its version, or at the newest one. */
function withList(state: VersionsState, list: VersionsView): VersionsState {
	const id = chosenOf(state)?.id;
	const at = list.records.findIndex(record => record.id === id);
	const cursor = state.list.cursor === 0 ? 0 : Math.max(0, at);
	const isMarkedThere = list.records.some(record => record.id === state.marked);
	return {
		...state,
		answers: {...state.answers, list},
		list: {...state.list, cursor},
		marked: isMarkedThere ? state.marked : null,
	};
}

/** The only way the state changes on purpose of the user or of an answer. */
export function reduceState(
	before: VersionsState,
	action: VersionsAction,
	shared: SharedState,
): VersionsState {
	const state = ofDesk(before, shared);
	switch (action.type) {
		case 'opened':
			return state;
		case 'shown':
			return {...state, revision: state.revision + 1};
		case 'answered': {
			const {[action.id]: _, ...troubles} = state.troubles;
			const next = {...state, troubles, read: {...state.read, [action.id]: action.edition}};
			return action.id === 'list'
				? withList(next, action.answer)
				: {...next, answers: {...next.answers, detail: action.answer}};
		}

		case 'failed':
			return {
				...state,
				read: {...state.read, [action.id]: action.edition},
				troubles: {...state.troubles, [action.id]: action.trouble},
			};
		case 'moved': {
			const list = action.motion(state.list, recordsOf(state).length, action.visible);
			return list === state.list ? state : {...state, list};
		}

		case 'marked':
			return {...state, marked: action.marked};
		case 'work':
			return {...state, work: action.work};
	}
}

/** Folds news of the desk, whether or not the screen is shown. */
export function foldNews(before: VersionsState, news: DeskNews, shared: SharedState): VersionsState {
	const state = ofDesk(before, shared);
	return news.type === 'versions-stored' ? {...state, revision: state.revision + 1} : state;
}
