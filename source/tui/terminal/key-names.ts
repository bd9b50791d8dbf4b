/** Names of keys, from the sequences of terminals: xterm, VT, Linux console, rxvt and the kitty protocol. */

type Modifiers = {readonly ctrl: boolean; readonly alt: boolean; readonly shift: boolean};

const none: Modifiers = {ctrl: false, alt: false, shift: false};

/** As sequences carry them: 1 and a bit each for Shift, Alt, Ctrl. Other bits (Super, locks) change nothing. */
function modifiersOf(parameter: number): Modifiers {
	const bits = Math.max(0, parameter - 1);
	return {shift: (bits & 1) !== 0, alt: (bits & 2) !== 0, ctrl: (bits & 4) !== 0};
}

const named = (name: string, {ctrl, alt, shift}: Modifiers): string =>
	`${ctrl ? 'ctrl+' : ''}${alt ? 'alt+' : ''}${shift ? 'shift+' : ''}${name}`;

/** Last letter of `CSI A`, `CSI 1;5A`, `SS3 A`. */
const byLetter: Readonly<Record<string, string>> = {
	A: 'up',
	B: 'down',
	C: 'right',
	D: 'left',
	F: 'end',
	H: 'home',
	P: 'f1',
	Q: 'f2',
	R: 'f3',
	S: 'f4',
};

/** Number of `CSI 5~`, `CSI 5;5~`. */
const byNumber: Readonly<Record<number, string>> = {
	1: 'home',
	2: 'insert',
	3: 'delete',
	4: 'end',
	5: 'pageup',
	6: 'pagedown',
	7: 'home',
	8: 'end',
	11: 'f1',
	12: 'f2',
	13: 'f3',
	14: 'f4',
	15: 'f5',
	17: 'f6',
	18: 'f7',
	19: 'f8',
	20: 'f9',
	21: 'f10',
	23: 'f11',
	24: 'f12',
};

const controls: Readonly<Record<number, string>> = {
	0: 'space',
	8: 'backspace',
	9: 'tab',
	10: 'enter',
	13: 'enter',
	27: 'escape',
	28: '\\',
	29: ']',
	30: '^',
	31: '_',
	127: 'backspace',
};
/** Controls that are keys of their own, not letters held with Ctrl. */
const ownControls = new Set([8, 9, 10, 13, 27, 127]);

/** The key of one character as it comes outside of sequences, or null for one that no key sends. */
export function keyOfCharacter(character: string, alt: boolean): string | null {
	const code = character.codePointAt(0)!;
	if (code < 32 || code === 127) {
		const name = controls[code] ?? String.fromCodePoint(code + 96);
		return named(name, {ctrl: !ownControls.has(code), alt, shift: false});
	}

	// C1 controls: nothing on a keyboard sends them.
	if (code < 160 && code > 127) return null;
	return named(character === ' ' ? 'space' : character, {...none, alt});
}

/** The key of a code point with modifiers, as the kitty protocol and modifyOtherKeys report it. */
function keyOfCode(code: number, modifiers: Modifiers): string | null {
	if (ownControls.has(code)) return named(controls[code]!, modifiers);
	// Kitty puts keys without a character into the private use area.
	if (code < 32 || (code > 127 && code < 160) || (code >= 0xd800 && code < 0xf900) || code > 0x10ffff)
		return null;
	const character = String.fromCodePoint(code);
	if (character === ' ') return named('space', modifiers);
	const {ctrl, alt, shift} = modifiers;
	return named(shift && !ctrl ? character.toUpperCase() : character, {ctrl, alt, shift: shift && ctrl});
}

/** The key of `SS3 letter`. */
export const keyOfLetter = (letter: string): string | null =>
	letter === 'M' ? 'enter' : (byLetter[letter] ?? null);

/** The key of the Linux console's `CSI [ letter`: F1 to F5. */
export function keyOfConsole(letter: string): string | null {
	const at = 'ABCDE'.indexOf(letter);
	return at === -1 ? null : `f${at + 1}`;
}

const numberOf = (text: string | undefined): number => Number.parseInt(text ?? '', 10) || 0;

/** The key of `CSI parameters final`, or null for a sequence that is none. */
export function keyOfSequence(parameters: string, final: string): string | null {
	if (!/^[\d;:]*$/.test(parameters)) return null;
	const [first, second, third] = parameters.split(';');
	const modifiers = modifiersOf(numberOf(second));
	const isRelease = second?.split(':')[1] === '3';
	if (isRelease) return null;
	switch (final) {
		case 'Z':
			return named('tab', {...modifiers, shift: true});
		case 'u':
			return keyOfCode(numberOf(first), modifiers);
		case '~': {
			const number = numberOf(first);
			if (number === 27) return keyOfCode(numberOf(third), modifiers);
			const name = byNumber[number];
			return name === undefined ? null : named(name, modifiers);
		}

		default: {
			const name = first === '' || first === '1' ? byLetter[final] : undefined;
			return name === undefined ? null : named(name, modifiers);
		}
	}
}
