/** What the user does, from the bytes a terminal sends. */

import {keyOfCharacter, keyOfConsole, keyOfLetter, keyOfSequence} from './key-names.js';
import {createMouseReader, type MouseInput} from './mouse.js';

export type InputEvent =
	/** `j`, `G`, `ctrl+p`, `shift+tab`, `alt+x`, `up`, `f1`, `space`: printable characters are keys themselves. */
	| {readonly type: 'key'; readonly key: string}
	| MouseInput
	| {readonly type: 'paste'; readonly text: string}
	| {readonly type: 'focus'; readonly focused: boolean}
	/** Answer to the question for the background colour. */
	| {readonly type: 'background'; readonly rgb: number}
	/** Answer to the question for the kind of terminal: every terminal answers, in order of asking. */
	| {readonly type: 'device'};

export type InputOptions = {
	readonly emit: (event: InputEvent) => void;
	/** Calls `work` after `ms`; returns the withdrawal. */
	readonly later: (work: () => void, ms: number) => () => void;
	/** Milliseconds that only grow. */
	readonly monotonic: () => number;
};

export type Input = {
	/** Takes bytes as they come: cut anywhere, or many keys at once. */
	feed(bytes: Uint8Array): void;
};

/** A lone escape is the key when nothing follows; over a slow line the rest of a sequence may come this late. */
const escapeMs = 25;
/** Nobody types the beginning of a sequence; what does not go on after this was cut off for good. */
const sequenceMs = 500;
const longestSequence = 256;
const longestPaste = 1 << 20;

const escape = '\u001B';
const bell = '\u0007';
const endOfPaste = '\u001B[201~';
const replacement = '\uFFFD';

/** Where in a sequence the last character was. */
type State =
	| 'ground'
	| 'escape'
	| 'csi'
	/** After `ESC O`. */
	| 'ss3'
	/** After `CSI [`, from the Linux console. */
	| 'console'
	/** Within OSC, DCS, SOS, PM or APC: text until BEL or `ESC \`. */
	| 'string'
	| 'string-escape'
	/** The three bytes after `CSI M`, the old mouse report. */
	| 'old-mouse'
	| 'paste';

const strings = new Set([']', 'P', 'X', '^', '_']);

/** `rgb:ffff/8080/0000`, one to four digits each, as 0xrrggbb. */
function rgbOf(text: string): number | null {
	const parts = /^rgba?:([\da-f]{1,4})\/([\da-f]{1,4})\/([\da-f]{1,4})/i.exec(text);
	if (!parts) return null;
	const [red, green, blue] = parts
		.slice(1, 4)
		.map(digits => Math.round((Number.parseInt(digits, 16) / (16 ** digits.length - 1)) * 255));
	return (red! << 16) | (green! << 8) | blue!;
}

/** Reads bytes into events. Sequences it does not know are dropped whole. */
export function createInput({emit, later, monotonic}: InputOptions): Input {
	const decoder = new TextDecoder('utf-8');
	const readMouse = createMouseReader(monotonic);
	let state: State = 'ground';
	/** What came since the sequence, string or paste began, without its introducer. */
	let held = '';
	let withdraw: (() => void) | null = null;

	const enter = (next: State): void => {
		state = next;
		held = '';
	};
	const key = (name: string | null): void => {
		if (name !== null) emit({type: 'key', key: name});
	};

	/** `CSI held`, ended by `final`. */
	const sequence = (final: string): void => {
		const parameters = held;
		enter('ground');
		if (final === '~' && parameters === '200') {
			enter('paste');
		} else if (final === 'M' && parameters === '') {
			enter('old-mouse');
		} else if ((final === 'M' || final === 'm') && parameters.startsWith('<')) {
			const event = readMouse(parameters.slice(1), final === 'm');
			if (event) emit(event);
		} else if ((final === 'I' || final === 'O') && parameters === '') {
			emit({type: 'focus', focused: final === 'I'});
		} else if (final === 'c' && parameters.startsWith('?')) {
			emit({type: 'device'});
		} else {
			key(keyOfSequence(parameters, final));
		}
	};
	const string = (): void => {
		const rgb = held.startsWith(']11;') ? rgbOf(held.slice(4)) : null;
		enter('ground');
		if (rgb !== null) emit({type: 'background', rgb});
	};
	const paste = (): void => {
		const text = held.replaceAll(/\r\n?/g, '\n');
		enter('ground');
		if (text !== '') emit({type: 'paste', text});
	};

	const take = (character: string): void => {
		switch (state) {
			case 'ground':
				if (character === escape) enter('escape');
				else if (character !== replacement) key(keyOfCharacter(character, false));
				return;
			case 'escape':
				if (character === '[') {
					enter('csi');
				} else if (character === 'O') {
					enter('ss3');
				} else if (strings.has(character)) {
					enter('string');
					held = character;
				} else if (character === escape) {
					key('escape');
				} else {
					enter('ground');
					if (character !== replacement) key(keyOfCharacter(character, true));
				}

				return;
			case 'csi':
				if (character === escape) enter('escape');
				else if (character === '[' && held === '') enter('console');
				else if (character >= '@' && character <= '~') sequence(character);
				else if (character >= ' ' && character < '@') held += character;
				else enter('ground');
				if (held.length > longestSequence) enter('ground');
				return;
			case 'ss3':
				// Some terminals put the modifiers before the letter: `SS3 5 P`.
				if (character >= '0' && character <= '9') {
					held += character;
					if (held.length > longestSequence) enter('ground');
				} else if (character === escape) {
					enter('escape');
				} else {
					const modifiers = held;
					enter('ground');
					key(modifiers === '' ? keyOfLetter(character) : keyOfSequence(`1;${modifiers}`, character));
				}

				return;
			case 'console':
				enter(character === escape ? 'escape' : 'ground');
				key(keyOfConsole(character));
				return;
			case 'string':
				if (character === bell) string();
				else if (character === escape) state = 'string-escape';
				else if (held.length < longestSequence) held += character;
				return;
			case 'string-escape':
				if (character === '\\') {
					string();
				} else {
					enter('escape');
					take(character);
				}

				return;
			case 'old-mouse':
				held += character;
				if (held.length === 3) enter('ground');
				return;
			case 'paste':
				held += character;
				if (character === '~' && held.endsWith(endOfPaste)) {
					held = held.slice(0, -endOfPaste.length);
					paste();
				} else if (held.length > longestPaste) {
					paste();
				}
		}
	};

	/** Nothing followed in time: what was typed by hand is keys, anything else is gone. */
	const settle = (): void => {
		const typed =
			state === 'escape'
				? 'escape'
				: state === 'csi' && held === ''
					? 'alt+['
					: state === 'ss3' && held === ''
						? 'alt+O'
						: state === 'string' && held.length === 1
							? `alt+${held}`
							: null;
		enter('ground');
		key(typed);
	};

	return {
		feed(bytes) {
			withdraw?.();
			for (const character of decoder.decode(bytes, {stream: true})) take(character);
			withdraw =
				state === 'ground' || state === 'paste'
					? null
					: later(settle, state === 'escape' ? escapeMs : sequenceMs);
		},
	};
}
