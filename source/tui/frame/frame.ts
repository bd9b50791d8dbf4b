/** The frame as a machine: keys, mouse and news go in, the store changes. It draws nothing. */

import type {Desk} from '#desk/desk.js';
import type {Grid, Size} from '../cells/grid.js';
import type {Context, Screen, Tools, ViewMouse} from '../screen.js';
import {createStore, type Store} from '../state/store.js';
import {createSharedState, type ScreenId} from '../state/view-state.js';
import {startAgeClock} from './age-clock.js';
import {createAppearance} from './appearance.js';
import {dropSettledChoices} from './choices.js';
import {createCommandRows, type CommandRows} from './command-rows.js';
import type {CommandRow} from './command-table.js';
import {createDeskSession, type DeskSession} from './desk-session.js';
import {awayLines, awayMs} from './dialogs/away.js';
import {dialogWords} from './dialogs/words.js';
import {placeRows, type PlacedKey} from './footer.js';
import {createFrameTools} from './frame-tools.js';
import {createKeyDispatch} from './key-dispatch.js';
import {keyProblemText} from './key-problems.js';
import {frameLayout} from './layout.js';
import {createMouseDispatch} from './mouse-dispatch.js';
import {createNewsListener} from './news.js';
import {createOverlayStack} from './overlay-stack.js';
import {openReader} from './overlays/reader.js';
import type {Preferences, TerminalTraits} from './preferences.js';
import {createToaster} from './toaster.js';
import {createTools, type Bench} from './tools.js';
import {frameWords} from './words.js';

/** What the frame needs from the terminal and the machine. */
type Surroundings = {
	readonly connect: (demo: boolean) => Promise<Desk>;
	/** Calls `work` after `ms`; returns the withdrawal. */
	readonly later: (work: () => void, ms: number) => () => void;
	/** Milliseconds that only grow. */
	readonly monotonic: () => number;
	/** Ms UTC. */
	readonly now: () => number;
	/** Puts text on the clipboard; false where terminals would refuse it. */
	readonly copy: (text: string) => boolean;
	/** Makes the terminal ask for attention. */
	readonly bell: () => void;
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
	/** Code of the currency that is asked for and has no rate; null when all is well. */
	readonly missingRate: () => string | null;
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
/** More of them at once nobody reads. */
const mostRemarks = 3;

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
		onBroken: (_, error) => toaster.fail(error),
	});
	const appearance = createAppearance(store, traits);
	const {context} = appearance;
	const toaster = createToaster({store, context, now, later});
	const {toast, guard} = toaster;
	const words = () => frameWords[context().language];
	const copy = (text: string): void => {
		if (surroundings.copy(text)) toast('good', words().copied(text.split('\n', 1)[0]!));
		else toast('warning', words().tooLong);
	};
	const stack = createOverlayStack({store, context, copy});

	let loading = 0;
	const bench: Bench = {
		...toaster,
		store,
		stack,
		context,
		desk: () => session.desk(),
		bodySize: () => frameLayout(store.get().shared.size)?.bodySize ?? nothing,
		copy,
		later,
		onLoad: change => {
			loading += change;
		},
	};
	const toolsById = new Map(screens.map(({id}) => [id, createTools(id, bench)]));
	const anyTools = toolsById.get(screens[0]!.id)!;
	const toolsOf = (id: ScreenId): Tools => toolsById.get(id) ?? anyTools;
	const activeScreen = (): Screen => screens.find(({id}) => id === store.get().shared.screen) ?? screens[0]!;

	const keyRemarks = (): readonly string[] =>
		rows.problems().map(problem => keyProblemText(problem, context().language));
	let remarkedKeys = '';
	/** Says what in the user's keys cannot be followed, once per text. */
	const remarkKeys = (): void => {
		const {keys} = appearance.preferences();
		if (remarkedKeys === keys) return;
		remarkedKeys = keys;
		for (const remark of keyRemarks().slice(0, mostRemarks)) toast('warning', remark, words().keys.stay);
	};
	let remarkedCurrency: string | null = null;
	/** Says that the chosen currency has no rate, once per currency. */
	const remarkRate = (): void => {
		const missing = appearance.missingRate();
		if (missing === remarkedCurrency) return;
		remarkedCurrency = missing;
		if (missing !== null) toast('warning', words().noRate(missing));
	};
	const tellAbsence = async (since: number): Promise<void> => {
		if (now() - since <= awayMs) return;
		const desk = session.desk();
		const lines = awayLines(await desk.away(since), context());
		if (lines.length === 0 || session.desk() !== desk || stack.top()) return;
		openReader(stack, {title: dialogWords[context().language].away.title, lines});
	};
	const session: DeskSession = createDeskSession({
		store,
		screens,
		connect: surroundings.connect,
		now,
		onNews: createNewsListener({
			store,
			desk: () => session.desk(),
			tools: anyTools,
			onSettings() {
				remarkKeys();
				remarkRate();
			},
			bell: surroundings.bell,
		}),
		onOpened({screen, selected, lastSeen}) {
			dropSettledChoices(store);
			const shown = store.get().shared.screenChosen ? null : (options.screen ?? screen);
			if (shown && toolsById.has(shown)) store.change({type: 'screen', screen: shown});
			if (selected !== null && store.get().shared.market.byId.has(selected)) {
				store.change({type: 'select', asset: selected});
			}

			remarkKeys();
			remarkedCurrency = null;
			remarkRate();
			// A version knows nothing of what happened since it was made.
			const isNow = !store.get().shared.opening?.asOf;
			if (lastSeen !== null && isNow) guard(() => tellAbsence(lastSeen));
		},
	});

	const frameTools = createFrameTools({
		tools: anyTools,
		store,
		stack,
		toaster,
		session,
		screens,
		screen: activeScreen,
		rows: () => rows.all(),
		keyRemarks,
		terminal: surroundings,
	});
	const rows: CommandRows = createCommandRows({
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
	const footerKeys = (width: number): readonly PlacedKey[] =>
		placeRows(rows.all(), store.get().shared.screen, width, context().language);
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
		run: id => rows.find(id, store.get().shared.screen)?.run(1),
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
		missingRate: appearance.missingRate,
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
