/** What the commands of the frame may do, put together. */

import type {Grid} from '../cells/grid.js';
import type {Screen, Tools} from '../screen.js';
import type {Store} from '../state/store.js';
import {choose, dropSettledChoices} from './choices.js';
import type {CommandRow, FrameTools} from './command-table.js';
import type {DeskSession} from './desk-session.js';
import type {OverlayStack} from './overlay-stack.js';
import {openSettings} from './overlays/settings.js';
import type {Toaster} from './toaster.js';

type Options = {
	/** Those of any screen: what depends on the screen is asked for anew each time. */
	readonly tools: Tools;
	readonly store: Store;
	readonly stack: OverlayStack;
	readonly toaster: Toaster;
	readonly session: DeskSession;
	readonly screens: readonly Screen[];
	readonly screen: () => Screen;
	readonly rows: () => readonly CommandRow[];
	/** What is wrong with the stored keys. */
	readonly keyRemarks: () => readonly string[];
	readonly terminal: {
		readonly suspend: () => void;
		readonly redraw: () => void;
		readonly picture: () => Promise<Grid | null>;
		readonly quit: () => void;
	};
};

export function createFrameTools(options: Options): FrameTools {
	const {tools, store, stack, toaster, session, screens, screen, rows, keyRemarks, terminal} = options;
	const {fail, guard, explain, dismiss} = toaster;
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

	return {
		...tools,
		state: () => store.get().screens[screen().id],
		dispatch: action => store.dispatch(screen().id, action),
		screen,
		screens,
		stack,
		rows,
		quit: terminal.quit,
		suspend: terminal.suspend,
		redraw: terminal.redraw,
		reopen,
		restart() {
			const {shared, frame} = store.get();
			if (shared.lost || !shared.opening) return guard(() => reopen(session.isDemo()));
			const {[shared.screen]: _, ...broken} = frame.broken;
			store.restart(shared.screen);
			store.frame(current => ({...current, broken}));
		},
		setUi(key, value) {
			choose(store, key, value);
			// Where it cannot be stored, it holds until the end.
			session
				.desk()
				.setSetting(key, value)
				.then(
					() => dropSettledChoices(store),
					() => {},
				);
		},
		openSettings() {
			openSettings(stack, {
				async save(key, text) {
					await session.desk().setSetting(key, text);
					choose(store, key, null);
				},
				explain,
				chosen: key => store.get().frame.chosen[key],
				remarks: key => (key === 'ui.keys' ? keyRemarks() : []),
			});
		},
		async picture() {
			dismiss();
			return terminal.picture();
		},
		dismiss,
		scrollLinear: by => store.frame(frame => ({...frame, linearTop: Math.max(0, frame.linearTop + by)})),
	};
}
