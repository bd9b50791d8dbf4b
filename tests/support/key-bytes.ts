/** What a terminal sends for a key or for the mouse, by the names the program uses for keys. */

const escape = '\u001B';

const named: Readonly<Record<string, string>> = {
	enter: '\r',
	escape,
	tab: '\t',
	'shift+tab': `${escape}[Z`,
	space: ' ',
	backspace: '\u007F',
	delete: `${escape}[3~`,
	insert: `${escape}[2~`,
	pageup: `${escape}[5~`,
	pagedown: `${escape}[6~`,
	f1: `${escape}OP`,
	f2: `${escape}OQ`,
	f3: `${escape}OR`,
	f4: `${escape}OS`,
	f5: `${escape}[15~`,
	f6: `${escape}[17~`,
	f7: `${escape}[18~`,
	f8: `${escape}[19~`,
	f9: `${escape}[20~`,
	f10: `${escape}[21~`,
	f11: `${escape}[23~`,
	f12: `${escape}[24~`,
};

/** Keys that take modifiers: `CSI A`, or `CSI 1 ; n A` with them. */
const cursorKeys: Readonly<Record<string, string>> = {
	up: 'A',
	down: 'B',
	right: 'C',
	left: 'D',
	home: 'H',
	end: 'F',
};

/** Shift, alt and ctrl as terminals count them in `CSI 1 ; n A`. */
const modifiers = {shift: 1, alt: 2, ctrl: 4} as const;

function cursorKey(key: string): string | null {
	const names = key.split('+');
	const letter = cursorKeys[names.pop()!];
	if (letter === undefined) return null;
	const sum = names.reduce((total, name) => total + (modifiers[name as keyof typeof modifiers] ?? 0), 0);
	return sum === 0 ? `${escape}[${letter}` : `${escape}[1;${sum + 1}${letter}`;
}

/** The bytes of one key, e.g. `j`, `ctrl+p`, `shift+tab`, `alt+x`, `pagedown`. */
function bytesOfOne(key: string): string {
	const known = named[key] ?? cursorKey(key);
	if (known !== null) return known;
	if (key.startsWith('alt+')) return escape + bytesOfOne(key.slice(4));
	const control = /^ctrl\+([a-z@[\\\]^_])$/.exec(key)?.[1];
	if (control !== undefined) return String.fromCharCode(control.toUpperCase().charCodeAt(0) - 64);
	if (Array.from(key).length === 1) return key;
	throw new Error(`No terminal has a key "${key}".`);
}

/** The bytes of a key or of a sequence of keys such as `g g`. */
export const bytesOf = (keys: string): string =>
	keys === ' ' ? ' ' : keys.split(' ').map(bytesOfOne).join('');

export type MouseAct = {
	readonly kind: 'press' | 'release' | 'drag' | 'wheel';
	/** Cells from the upper left corner of the screen, from 0. */
	readonly x: number;
	readonly y: number;
	readonly button?: 'left' | 'middle' | 'right';
	/** Only for the wheel: down is positive, up negative; as many reports as steps. */
	readonly wheel?: number;
	readonly shift?: boolean;
	readonly ctrl?: boolean;
};

const buttons = {left: 0, middle: 1, right: 2} as const;

/** An act of the mouse in the SGR form (mode 1006). */
export function bytesOfMouse({kind, x, y, button = 'left', wheel = 1, shift, ctrl}: MouseAct): string {
	const extra = (shift ? 4 : 0) + (ctrl ? 16 : 0);
	const place = `${x + 1};${y + 1}`;
	switch (kind) {
		case 'press':
			return `${escape}[<${buttons[button] + extra};${place}M`;
		case 'release':
			return `${escape}[<${buttons[button] + extra};${place}m`;
		case 'drag':
			return `${escape}[<${buttons[button] + 32 + extra};${place}M`;
		case 'wheel':
			return `${escape}[<${(wheel < 0 ? 64 : 65) + extra};${place}M`.repeat(Math.abs(wheel));
	}
}

/** Text as a terminal pastes it (mode 2004). */
export const bytesOfPaste = (text: string): string => `${escape}[200~${text}${escape}[201~`;
