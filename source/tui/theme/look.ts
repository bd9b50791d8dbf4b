/** Everything about appearance that drawing needs, in one value that changes only with the settings. */

import type {Glyphs} from './glyphs.js';
import type {Theme} from './theme.js';

export type Look = {
	readonly theme: Theme;
	readonly glyphs: Glyphs;
	/** No flashes, no spinners. */
	readonly reducedMotion: boolean;
};
