/** What the launcher (`bin/crypto-tui.js`) did before it loaded the screen, and how the screen takes over from it. */

import type {Worker} from 'node:worker_threads';

export type Launch = {
	/** The alternate screen is on and shows the frame of the last session. */
	readonly shown: boolean;
	/** Where the last frame of this session goes; null where nothing can be kept. */
	readonly frameFile: string | null;
	/** The thread of the desk, which loads already; null where there is none yet. */
	readonly desk: Worker | null;
	/** From here on the session gives the terminal back, not the launcher. */
	readonly takeOver: () => void;
};

/** A start without launcher. */
export const noLaunch: Launch = {shown: false, frameFile: null, desk: null, takeOver() {}};
