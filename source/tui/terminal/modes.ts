/** The terminal modes the screen needs: what switches them on, and what switches every one of them off again. */

const on = (...modes: readonly number[]): string => modes.map(mode => `\u001B[?${mode}h`).join('');
const off = (...modes: readonly number[]): string => modes.map(mode => `\u001B[?${mode}l`).join('');

const alternateScreen = 1049;
const autowrap = 7;
const cursor = 25;
const bracketedPaste = 2004;
const focusReports = 1004;
const synchronized = 2026;
/** Presses, drags, and both as decimal numbers. */
const mouse = [1000, 1002, 1006] as const;

const plainStyle = '\u001B[m';
const popKittyKeys = '\u001B[<u';

/** Takes the terminal. */
export const enterSequence = `${on(alternateScreen)}${off(autowrap, cursor)}${on(bracketedPaste, focusReports)}`;

/** Mouse reports. While they are on, the terminal selects text only with Shift held. */
export const mouseSequence = {on: on(...mouse), off: off(...mouse.toReversed())} as const;

/** Gives the terminal back, whatever was on. Begins with an escape, so that it also ends a sequence cut in half. */
export const leaveSequence = [
	off(synchronized),
	mouseSequence.off,
	off(focusReports, bracketedPaste),
	popKittyKeys,
	plainStyle,
	on(autowrap, cursor),
	off(alternateScreen),
].join('');
