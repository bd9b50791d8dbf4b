/** What lies over the screens: a stack of windows, each with its own state and its own way with keys. */

import type {Grid, Size} from '../cells/grid.js';
import type {Context, ViewMouse} from '../screen.js';

/** What a window may do when a key or the mouse reaches it. */
export type OverlayHandle<State> = {
	readonly state: () => State;
	readonly set: (state: State) => void;
	readonly context: () => Context;
	/** Size of the inside of the window, as it is drawn now. */
	readonly size: () => Size;
	readonly close: () => void;
	readonly copy: (text: string) => void;
};

/** One kind of window. `size` and `draw` mean the inside: the frame draws the border, the title and the foot. */
export type OverlayKind<State = unknown> = {
	/** The size it would like. */
	readonly size: (state: State, context: Context) => Size;
	readonly title: (state: State, context: Context) => string;
	/** What its keys do, for the lower border. */
	readonly foot: (state: State, context: Context) => string;
	readonly draw: (grid: Grid, state: State, context: Context) => void;
	/** The same as plain sentences, for screen readers. */
	readonly lines: (state: State, context: Context) => readonly string[];
	readonly key: (key: string, handle: OverlayHandle<State>) => void;
	readonly paste?: (text: string, handle: OverlayHandle<State>) => void;
	/** Cells from the upper left corner of the inside. */
	readonly mouse?: (event: ViewMouse, handle: OverlayHandle<State>) => void;
	/** Told once, whatever took the window away. */
	readonly closed?: (state: State) => void;
};

/** A window that is open. */
export type Overlay = {readonly id: number; readonly kind: OverlayKind; readonly state: unknown};
