/** What only the frame knows: windows over the screen, keys half typed, screens that broke, and choices of this session. */

import type {Overlay} from './overlay.js';
import type {ScreenId} from './view-state.js';

export type FrameState = {
	/** The last one is on top and gets the keys. */
	readonly overlays: readonly Overlay[];
	/** A count or the beginning of a key sequence, as typed. */
	readonly pending: string;
	/** What went wrong in screens that cannot be drawn any more. */
	readonly broken: Readonly<Partial<Record<ScreenId, string>>>;
	/** Settings of the screen (`ui.theme`) given as options or chosen by key: they hold until the program ends. */
	readonly chosen: Readonly<Record<string, string>>;
	/** The first line shown of a screen in linear mode. */
	readonly linearTop: number;
};

export const createFrameState = (chosen: Readonly<Record<string, string>> = {}): FrameState => ({
	overlays: [],
	pending: '',
	broken: {},
	chosen,
	linearTop: 0,
});
