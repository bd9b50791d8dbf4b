/** The one state of the screen and its one way of changing; listeners are told at most thirty times a second, or at once after a key. */

import type {DeskNews} from '#desk/desk.js';
import type {Screen} from '../screen.js';
import {createFrameState, type FrameState} from './frame-state.js';
import {reduceShared, type ScreenId, type SharedAction, type SharedState} from './view-state.js';

export type RootState = {
	readonly shared: SharedState;
	readonly screens: Readonly<Record<ScreenId, unknown>>;
	readonly frame: FrameState;
};

export type Store = {
	readonly get: () => RootState;
	change(action: SharedAction): void;
	dispatch(screen: ScreenId, action: unknown): void;
	frame(change: (frame: FrameState) => FrameState): void;
	/** Begins one screen anew. */
	restart(screen: ScreenId): void;
	/** Begins every screen anew with what it remembered, except for what changed in it since `before`. */
	recall(remembered: Readonly<Record<string, unknown>>, before: RootState['screens']): void;
	/** Folds news into the shared state and into every screen. A screen that throws keeps its state. */
	hear(news: readonly DeskNews[], at: number): void;
	/** What `work` changes is told to listeners before this returns. */
	urgently(work: () => void): void;
	readonly subscribe: (listener: () => void) => () => void;
};

export type StoreOptions = {
	readonly screens: readonly Screen[];
	readonly shared: SharedState;
	readonly remembered: Readonly<Record<string, unknown>>;
	/** Calls `work` after `ms`. */
	readonly later: (work: () => void, ms: number) => void;
	/** Milliseconds that only grow. */
	readonly monotonic: () => number;
	readonly chosen?: Readonly<Record<string, string>>;
	/** Told what a screen threw while it folded news. */
	readonly onBroken?: (screen: ScreenId, error: unknown) => void;
};

const frameMs = 1000 / 30;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
	typeof value === 'object' && value !== null;

/** A state with those of its parts replaced that differ between two others. */
function withChanges(state: unknown, before: unknown, after: unknown): unknown {
	if (before === after || !isRecord(state) || !isRecord(before) || !isRecord(after)) return state;
	const changed = Object.entries(after).filter(([key, value]) => value !== before[key]);
	return {...state, ...Object.fromEntries(changed)};
}

export function createStore({
	screens,
	shared,
	remembered,
	later,
	monotonic,
	chosen,
	onBroken,
}: StoreOptions): Store {
	const byId = new Map(screens.map(screen => [screen.id, screen]));
	let state: RootState = {
		shared,
		screens: Object.fromEntries(
			screens.map(({id, create}) => [id, create(remembered[id])]),
		) as RootState['screens'],
		frame: createFrameState(chosen),
	};
	const listeners = new Set<() => void>();
	let waiting = false;
	let toldAt = -Infinity;
	let urgent = false;
	let untold = false;

	const tell = (): void => {
		if (!untold) return;
		untold = false;
		toldAt = monotonic();
		for (const listener of listeners) listener();
	};
	const settle = (next: RootState): void => {
		if (next === state) return;
		state = next;
		untold = true;
		if (urgent || waiting) return;
		const rest = frameMs - (monotonic() - toldAt);
		if (rest <= 0) {
			tell();
			return;
		}

		waiting = true;
		later(() => {
			waiting = false;
			tell();
		}, rest);
	};
	const withScreen = (root: RootState, id: ScreenId, next: unknown): RootState =>
		root.screens[id] === next ? root : {...root, screens: {...root.screens, [id]: next}};
	const withShared = (root: RootState, next: SharedState): RootState =>
		root.shared === next ? root : {...root, shared: next};

	return {
		get: () => state,
		change(action) {
			settle(withShared(state, reduceShared(state.shared, action)));
		},
		dispatch(id, action) {
			const screen = byId.get(id);
			if (screen) settle(withScreen(state, id, screen.reduce(state.screens[id], action, state.shared)));
		},
		frame(change) {
			const frame = change(state.frame);
			if (frame !== state.frame) settle({...state, frame});
		},
		restart(id) {
			const screen = byId.get(id);
			if (screen) settle(withScreen(state, id, screen.create(undefined)));
		},
		recall(memory, before) {
			settle(
				screens.reduce(
					(root, {id, create}) =>
						withScreen(root, id, withChanges(create(memory[id]), before[id], root.screens[id])),
					state,
				),
			);
		},
		hear(news, at) {
			let next = withShared(state, reduceShared(state.shared, {type: 'news', news, at}));
			const failures: (readonly [ScreenId, unknown])[] = [];
			for (const {id, news: fold} of screens) {
				if (!fold) continue;
				try {
					const folded = news.reduce((slice, one) => fold(slice, one, next.shared), next.screens[id]);
					next = withScreen(next, id, folded);
				} catch (error) {
					failures.push([id, error]);
				}
			}

			settle(next);
			for (const [id, error] of failures) onBroken?.(id, error);
		},
		urgently(work) {
			const outer = urgent;
			urgent = true;
			try {
				work();
			} finally {
				urgent = outer;
				if (!urgent) tell();
			}
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
	};
}
