/** A command as the frame dispatches, lists and explains it, whether it belongs to a screen or to the frame. */

import type {Grid} from '../cells/grid.js';
import type {Bilingual} from '../i18n/language.js';
import type {Command, Screen, Tools} from '../screen.js';
import type {ScreenId} from '../state/view-state.js';
import type {OverlayStack} from './overlay-stack.js';

/** One row of the table, bound to what it works on. */
export type CommandRow = {
	readonly id: string;
	readonly scope: 'global' | ScreenId;
	/** As the user's settings have them. */
	readonly keys: readonly string[];
	readonly label: Bilingual<string>;
	readonly footer: Bilingual<string> | null;
	readonly motion: boolean;
	/** Why it is off right now, or null. */
	readonly off: () => Bilingual<string> | null;
	readonly run: (count: number) => void;
};

/** What commands of the frame may do beyond what a screen may. */
export type FrameTools = Tools & {
	/** The screen that is shown. */
	readonly screen: () => Screen;
	/** Those with a tab, in order. */
	readonly screens: readonly Screen[];
	readonly stack: OverlayStack;
	readonly rows: () => readonly CommandRow[];
	/** Ends the program; the exit code is 0. */
	readonly quit: () => void;
	readonly suspend: () => void;
	/** Paints every cell again. */
	readonly redraw: () => void;
	/** Closes the desk and opens one on the real or on the simulated market. */
	readonly reopen: (demo: boolean) => Promise<void>;
	/** Starts a broken screen or a lost desk again. */
	readonly restart: () => void;
	/** Changes a setting of the screen at once, and stores it where it can be stored. */
	readonly setUi: (key: string, value: string) => void;
	readonly openSettings: () => void;
	/** The frame on the terminal without windows over it; null where nothing is known of it. */
	readonly picture: () => Promise<Grid | null>;
	readonly dismiss: () => void;
	readonly scrollLinear: (by: number) => void;
};

/** A command of the frame. */
export type FrameCommand = Omit<Command, 'off' | 'run'> & {
	readonly off?: (frame: FrameTools) => Bilingual<string> | null;
	readonly run: (frame: FrameTools, count: number) => void | Promise<void>;
};
