/** The frame as a machine: keys, mouse and news go in, the store changes. It draws nothing. */

import type {Desk, DeskNews, Job} from '#desk/desk.js';
import type {Grid, Size} from '../cells/grid.js';
import {toldError} from '../i18n/faults.js';
import type {Context, Screen, Tools, ViewMouse} from '../screen.js';
import {createStore, type Store} from '../state/store.js';
import {createSharedState, type ScreenId, type Toast} from '../state/view-state.js';
import {startAgeClock} from './age-clock.js';
import {createAppearance} from './appearance.js';
import {createCommandRows} from './command-rows.js';
import type {CommandRow, FrameTools} from './command-table.js';
import {alwaysInFooter} from './commands.js';
import {createDeskSession, type FrameMemory} from './desk-session.js';
import {awayLines, awayMs} from './dialogs/away.js';
import {tellJobEnd} from './dialogs/backfill.js';
import {dialogWords} from './dialogs/words.js';
import {placeKeys, type FooterKey, type PlacedKey} from './footer.js';
import {createKeyDispatch} from './key-dispatch.js';
import type {KeyProblem} from './key-settings.js';
import {frameLayout} from './layout.js';
import {createMouseDispatch} from './mouse-dispatch.js';
import {createOverlayStack} from './overlay-stack.js';
import {openReader} from './overlays/reader.js';
import {openSettings} from './overlays/settings.js';
import type {Preferences, TerminalTraits} from './preferences.js';
import {stayMs} from './toasts.js';
import {createTools} from './tools.js';
import {frameWords} from './words.js';

/** What the frame needs from the terminal and the machine. */
export type Surroundings = {
	readonly connect: (demo: boolean) => Promise<Desk>;
	/** Calls `work` after `ms`; returns the withdrawal. */
	readonly later: (work: () => void, ms: number) => () => void;
	/** Milliseconds that only grow. */
	readonly monotonic: () => number;
	/** Ms UTC. */
	readonly now: () => number;
	/** Puts text on the clipboard; false where terminals would refuse it. */
	readonly copy: (text: string) => boolean;
	readonly suspend: () => void;
	readonly redraw: () => void;
	readonly setMouse: (on: boolean) => void;
	/** What the terminal shows. */
	readonly picture: () => Promise<Grid | null>;
	readonly quit: () => void;
};

export type FrameOptions = {
	/** Hidden ones included. */
	readonly screens: readonly Screen[];
	readonly size: Size;
	readonly traits: TerminalTraits;
	/** Settings of the screen that options of this start decide. */
	readonly chosen: Readonly<Record<string, string>>;
	/** The screen to begin with, whatever was shown last. */
	readonly screen?: ScreenId;
	readonly surroundings: Surroundings;
};

export type Frame = {
	readonly store: Store;
	/** Those with a tab. */
	readonly screens: readonly Screen[];
	readonly context: () => Context;
	readonly preferences: () => Preferences;
	readonly toolsOf: (screen: ScreenId) => Tools;
	readonly footerKeys: (width: number) => readonly PlacedKey[];
	/** Opens the desk and begins to live. Rejects with why the desk cannot be opened. */
	open(demo: boolean): Promise<void>;
	key(key: string): void;
	mouse(event: ViewMouse): void;
	paste(text: string): void;
	resize(size: Size): void;
	focus(focused: boolean): void;
	setTraits(traits: TerminalTraits): void;
	/** A view threw while it was drawn. */
	broke(screen: ScreenId, error: unknown): void;
	/** Whether every question to the desk is answered. */
	isSettled(): boolean;
	/** Remembers what is to be found again, and closes the desk. */
	end(): Promise<void>;
};

const nothing: Size = {width: 0, height: 0};

function problemText(problem: KeyProblem, {language}: Context): string {
	const words = frameWords[language].keys;
	switch (problem.kind) {
		case 'unreadable':
			return words.unreadable;
		case 'unknown':
			return words.unknown(problem.id, problem.near);
		case 'no-list':
			return words.noList(problem.id);
		case 'no-key':
			return words.noKey(problem.id, problem.key);
		case 'taken':
			return words.taken(problem.id, problem.key, problem.by);
	}
}

export function createFrame(options: FrameOptions): Frame {
	const {size, surroundings, traits, chosen} = options;
	const {later, monotonic, now} = surroundings;
	const screens = options.screens.filter(({hidden}) => !hidden);
	const store = createStore({
		screens,
		shared: createSharedState(size, now()),
		remembered: {},
		later: (work, ms) => void later(work, ms),
		monotonic,
		chosen,
		onBroken: (_, error) => fail(error),
	});
	const appearance = createAppearance(store, traits);
	const {context} = appearance;
	const words = () => frameWords[context().language];

	let toasts = 0;
	const toast = (kind: Toast['kind'], text: string, hint?: string): void => {
		const id = ++toasts;
		const shown = {id, kind, text, hint: hint ?? null, at: now()};
		store.change({type: 'toast', toast: shown});
		later(() => store.change({type: 'toast-gone', id}), stayMs(shown));
	};
	const fail = (error: unknown): void => {
		const told = toldError(error, context().language);
		if (told) toast('bad', told.text, told.hint);
	};
	const guard = (work: () => void | Promise<void>): void => {
		try {
			work()?.catch(fail);
		} catch (error) {
			fail(error);
		}
	};
	const copy = (text: string): void => {
		if (surroundings.copy(text)) toast('good', words().copied(text.split('\n', 1)[0]!));
		else toast('warning', words().tooLong);
	};
	const stack = createOverlayStack({store, context, copy});

	let loading = 0;
	const bodySize = (): Size => frameLayout(store.get().shared.size)?.body ?? nothing;
	const toolsById = new Map(
		screens.map(({id}) => [
			id,
			createTools(id, {
				store,
				stack,
				context,
				desk: () => session.desk(),
				bodySize,
				toast,
				copy,
				later,
				onLoad: change => {
					loading += change;
				},
			}),
		]),
	);
	const toolsOf = (id: ScreenId): Tools => toolsById.get(id) ?? toolsById.get(screens[0]!.id)!;
	const activeScreen = (): Screen =>
		screens.find(({id}) => id === store.get().shared.screen) ?? screens[0]!;

	const choose = (key: string, value: string | null): void =>
		store.frame(frame => {
			const {[key]: _, ...others} = frame.chosen;
			return {...frame, chosen: value === null ? others : {...others, [key]: value}};
		});
	/** Choices that the settings have caught up with need no precedence any more. */
	const dropSettledChoices = (): void => {
		const {shared, frame} = store.get();
		for (const [key, value] of Object.entries(frame.chosen)) {
			if (shared.settings.some(entry => entry.key === key && entry.text === value)) choose(key, null);
		}
	};

	let reading = false;
	let readAgain = false;
	/** Reads the market once more; while an answer is awaited, many wishes are one. */
	const rereadMarket = (): void => {
		if (reading) {
			readAgain = true;
			return;
		}

		reading = true;
		const desk = session.desk();
		desk
			.market()
			.then(
				market => session.desk() === desk && store.change({type: 'market-read', market}),
				(error: unknown) => session.desk() === desk && fail(error),
			)
			.finally(() => {
				reading = false;
				if (!readAgain) return;
				readAgain = false;
				rereadMarket();
			});
	};
	const ended = new Map<number, Job['state']>();
	const hear = (news: DeskNews): void => {
		switch (news.type) {
			case 'market-stored':
				return rereadMarket();
			case 'job': {
				const {id, state} = news.job;
				const isNew = ended.get(id) !== state;
				ended.set(id, state);
				return isNew ? tellJobEnd(toolsOf(activeScreen().id), news.job) : undefined;
			}

			case 'settings':
				dropSettledChoices();
				return tellKeyProblems();
			case 'lost':
				return toast('bad', words().lost);
			case 'event':
			case 'candles-stored':
			case 'prices':
			case 'candle':
			case 'stream':
			case 'loop':
			case 'log':
			case 'watchlists':
		}
	};

	let told = '';
	/** Says what in the user's keys cannot be followed, once per text. */
	const tellKeyProblems = (): void => {
		const {keys} = appearance.preferences();
		if (told === keys) return;
		told = keys;
		for (const problem of rows.problems().slice(0, 3)) {
			toast('warning', problemText(problem, context()), words().keys.stay);
		}
	};
	const tellAbsence = async (since: number): Promise<void> => {
		if (now() - since <= awayMs) return;
		const desk = session.desk();
		const view = await desk.away(since);
		const lines = awayLines(view, context());
		if (lines.length === 0 || session.desk() !== desk || stack.top()) return;
		openReader(stack, {title: dialogWords[context().language].away.title, lines});
	};
	const session = createDeskSession({
		store,
		screens,
		connect: surroundings.connect,
		now,
		onNews: hear,
		onOpened({screen, selected, lastSeen}: FrameMemory) {
			ended.clear();
			dropSettledChoices();
			const shown = options.screen ?? screen;
			if (shown && screens.some(({id}) => id === shown)) store.change({type: 'screen', screen: shown});
			if (selected !== null && store.get().shared.market.byId.has(selected)) {
				store.change({type: 'select', asset: selected});
			}

			tellKeyProblems();
			const missing = appearance.missingRate();
			if (missing !== null) toast('warning', words().noRate(missing));
			if (lastSeen !== null) guard(() => tellAbsence(lastSeen));
		},
	});

	const reopen = async (demo: boolean): Promise<void> => {
		const before = session.isDemo();
		stack.closeAll();
		try {
			await session.open(demo);
		} catch (error) {
			fail(error);
			if (demo !== before) await session.open(before).catch(fail);
		}
	};
	const frameTools: FrameTools = {
		...toolsOf(screens[0]!.id),
		state: () => store.get().screens[activeScreen().id],
		dispatch: action => store.dispatch(activeScreen().id, action),
		screen: activeScreen,
		screens,
		stack,
		rows: () => rows.all(),
		quit: surroundings.quit,
		suspend: surroundings.suspend,
		redraw: surroundings.redraw,
		reopen,
		restart() {
			const {shared, frame} = store.get();
			if (shared.lost || !shared.opening) return guard(() => reopen(session.isDemo()));
			const {[shared.screen]: _, ...broken} = frame.broken;
			store.restart({}, shared.screen);
			store.frame(current => ({...current, broken}));
		},
		setUi(key, value) {
			choose(key, value);
			// Where it cannot be stored, it holds until the end.
			session.desk().setSetting(key, value).then(dropSettledChoices, () => {});
		},
		openSettings() {
			openSettings(stack, {
				save: async (key, text) => {
					await session.desk().setSetting(key, text);
					choose(key, null);
				},
				explain(error) {
					const why = toldError(error, context().language);
					return why ? [why.text, why.hint] : [];
				},
				chosen: key => store.get().frame.chosen[key],
				remarks: key =>
					key === 'ui.keys' ? rows.problems().map(problem => problemText(problem, context())) : [],
			});
		},
		async picture() {
			frameTools.dismiss();
			return surroundings.picture();
		},
		dismiss() {
			for (const {id} of store.get().shared.toasts) store.change({type: 'toast-gone', id});
		},
		scrollLinear: by =>
			store.frame(frame => ({...frame, linearTop: Math.max(0, frame.linearTop + by)})),
	};
	const rows = createCommandRows({
		screens,
		toolsOf,
		frame: frameTools,
		keysText: () => appearance.preferences().keys,
		guard,
	});
	const refuse = ({label, off}: CommandRow): void => {
		const {language} = context();
		const reason = off();
		if (reason) toast('info', `${label[language]}: ${reason[language]}.`);
	};
	const run = (id: string): void => {
		const row = rows.find(id, store.get().shared.screen);
		if (!row) return;
		if (row.off() === null) row.run(1);
		else refuse(row);
	};
	const footerKeys = (width: number): readonly PlacedKey[] => {
		const {screen} = store.get().shared;
		const {language} = context();
		const shown = rows
			.all()
			.filter(
				({scope, footer, keys, off}) =>
					(scope === 'global' || scope === screen) && footer !== null && keys.length > 0 && off() === null,
			);
		const keyOf = ({id, keys, footer}: CommandRow): FooterKey => ({
			id,
			key: keys[0]!,
			word: footer![language],
		});
		return placeKeys(
			shown.filter(({id}) => !alwaysInFooter.has(id)).map(keyOf),
			shown.filter(({id}) => alwaysInFooter.has(id)).map(keyOf),
			width,
		);
	};
	const dispatchKey = createKeyDispatch({
		store,
		stack,
		rows,
		screens,
		toolsOf,
		monotonic,
		guard,
		refuse,
	});
	const dispatchMouse = createMouseDispatch({
		store,
		stack,
		screens,
		toolsOf,
		frame: frameTools,
		footerKeys,
		run,
		isLinear: () => appearance.preferences().linear,
		guard,
	});

	let hasMouse: boolean | null = null;
	const unsubscribe = store.subscribe(() => {
		const {mouse} = appearance.preferences();
		if (mouse === hasMouse) return;
		hasMouse = mouse;
		surroundings.setMouse(mouse);
	});
	const stopClock = startAgeClock({store, now, later});

	return {
		store,
		screens,
		context,
		preferences: appearance.preferences,
		toolsOf,
		footerKeys,
		open: demo => session.open(demo),
		key: key => store.urgently(() => dispatchKey(key)),
		mouse: event => store.urgently(() => dispatchMouse(event)),
		paste(text) {
			store.urgently(() => {
				if (stack.top()) return guard(() => stack.paste(text));
				const screen = activeScreen();
				if (screen.paste) guard(() => screen.paste!(text, toolsOf(screen.id)));
			});
		},
		resize: next => store.urgently(() => store.change({type: 'resized', size: next})),
		focus: focused => store.change({type: 'focused', focused}),
		setTraits(next) {
			appearance.setTraits(next);
			// Everything that is drawn reads the look anew.
			store.frame(frame => ({...frame}));
		},
		broke(screen, error) {
			const message = error instanceof Error ? error.message : String(error);
			store.frame(frame => ({...frame, broken: {...frame.broken, [screen]: message}}));
		},
		isSettled: () => loading === 0,
		async end() {
			unsubscribe();
			stopClock();
			await session.end();
		},
	};
}
