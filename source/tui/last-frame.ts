/** The last frame of a session as the launcher shows it at the next start: dimmed, with a word that it is old. */

import {Grid} from './cells/grid.js';
import {styleId, styleOf, type ColourDepth} from './cells/style.js';
import type {Language} from './i18n/language.js';
import {frameDiff} from './paint/frame-diff.js';

const notes: Readonly<Record<Language, (clock: string) => string>> = {
	en: clock => ` as of ${clock}, opening… `,
	'pt-BR': clock => ` de ${clock}, abrindo… `,
};

export type LastFrameOptions = {
	readonly depth: ColourDepth;
	/** Windows consoles scroll when the last cell is written. */
	readonly sparesCorner: boolean;
	readonly language: Language;
	/** When it was on the screen, in words. */
	readonly clock: string;
	readonly ascii: boolean;
};

/** The file's text: the size in the first line, then what to write on an empty screen. */
export function lastFrameText(
	frame: Grid,
	{depth, sparesCorner, language, clock, ascii}: LastFrameOptions,
): string {
	const {width, height} = frame;
	const old = new Grid(width, height);
	old.blit(frame, 0, 0);
	old.restyle({x: 0, y: 0, width, height}, id => styleId({...styleOf(id), dim: true}));
	const note = notes[language](clock);
	const shown = ascii ? note.replace('…', '...') : note;
	old.text(Math.max(0, width - shown.length), Math.max(0, height - 2), shown, styleId({inverse: true}));
	return `${width}x${height}\n${frameDiff(old, null, {depth, sparesCorner})}`;
}
