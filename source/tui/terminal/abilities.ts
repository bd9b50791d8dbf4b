/** What the terminal can show, from what the environment and the terminal itself say. */

import type {ColourDepth} from '../cells/style.js';
import type {InputEvent} from './input.js';

export type Variables = Readonly<Record<string, string | undefined>>;
export type Background = 'dark' | 'light';

/** The operating system: `process.platform` and `os.release()`. */
export type System = {readonly platform: NodeJS.Platform; readonly release: string};

const forced: Readonly<Record<string, ColourDepth>> = {
	0: 'mono',
	false: 'mono',
	1: '16',
	true: '16',
	2: '256',
	3: 'truecolor',
};

/** Windows consoles know 24-bit colours from this build on. */
const truecolourBuild = 14_931;

function isNewWindows({platform, release}: System): boolean {
	if (platform !== 'win32') return false;
	const [major = 0, , build = 0] = release.split('.').map(Number);
	return major >= 10 && build >= truecolourBuild;
}

/** How many colours there are. `NO_COLOR` and `FORCE_COLOR` decide before anything is guessed. */
export function colourDepthOf(variables: Variables, system: System): ColourDepth {
	if (variables['NO_COLOR']) return 'mono';
	const force = variables['FORCE_COLOR'];
	if (force !== undefined && force !== '') return forced[force] ?? '16';
	const term = variables['TERM'] ?? '';
	if (/^(truecolor|24bit)$/i.test(variables['COLORTERM'] ?? '')) return 'truecolor';
	// Inside tmux and screen nothing else tells what the outer terminal can do.
	const isNested = variables['TMUX'] !== undefined || /^(tmux|screen)/.test(term);
	if (!isNested && /-direct$|kitty|ghostty|wezterm|alacritty/.test(term)) return 'truecolor';
	if (isNewWindows(system)) return 'truecolor';
	if (term.includes('256')) return '256';
	return term === 'dumb' || /^vt\d/.test(term) ? 'mono' : '16';
}

/** Whether box drawing and other characters beyond ASCII can be shown. */
export function hasUnicode(variables: Variables, {platform}: System): boolean {
	if (variables['TERM'] === 'linux') return false;
	if (platform === 'win32') return true;
	// The first one that is set decides, as in POSIX.
	const locale = variables['LC_ALL'] || variables['LC_CTYPE'] || variables['LANG'];
	if (!locale) return platform === 'darwin';
	return /utf-?8/i.test(locale);
}

/** A terminal that only prints line after line. */
export const isDumb = (variables: Variables): boolean => variables['TERM'] === 'dumb';

/** Whether dark text is read better on this colour. Weighted as the eye does. */
function backgroundOf(rgb: number): Background {
	const light = 0.299 * ((rgb >> 16) & 255) + 0.587 * ((rgb >> 8) & 255) + 0.114 * (rgb & 255);
	return light > 127 ? 'light' : 'dark';
}

/** What to assume when the terminal does not answer: `COLORFGBG` names its two colours as `15;0`. */
export function likelyBackground(variables: Variables): Background {
	const last = variables['COLORFGBG']?.split(';').at(-1);
	return last === '7' || last === '15' ? 'light' : 'dark';
}

/** Every terminal answers the second question, so silence to the first one ends early. */
const question = '\u001B]11;?\u0007\u001B[c';
const answerMs = 100;

export type BackgroundQuestion = {
	/** Give it every event until `answer` is there. */
	hear(event: InputEvent): void;
	/** Null when the terminal does not tell. */
	readonly answer: Promise<Background | null>;
};

/** Asks the terminal for its background. `later` calls `work` after `ms` and returns the withdrawal. */
export function askBackground(
	write: (text: string) => void,
	later: (work: () => void, ms: number) => () => void,
): BackgroundQuestion {
	let settle: ((background: Background | null) => void) | null = null;
	const answer = new Promise<Background | null>(resolve => {
		const withdraw = later(() => resolve(null), answerMs);
		settle = background => {
			withdraw();
			resolve(background);
		};
	});
	write(question);
	return {
		answer,
		hear(event) {
			if (event.type === 'background') settle?.(backgroundOf(event.rgb));
			else if (event.type === 'device') settle?.(null);
		},
	};
}
