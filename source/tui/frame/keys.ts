/** Keys: how they are written, and how presses become counts, sequences, screens and commands. */

import type {ScreenId} from '../state/view-state.js';

const names =
	'up|down|left|right|pageup|pagedown|home|end|enter|escape|space|tab|backspace|delete|insert|f[1-9]|f1[0-2]';
const oneKey = new RegExp(`^(?:ctrl\\+)?(?:alt\\+)?(?:shift\\+)?(?:${names}|[^\\s\\p{C}])$`, 'u');

/** The presses of `g g` or `ctrl+p`, or null for what is not written like a key. */
export function sequenceOf(text: string): readonly string[] | null {
	const presses = text.split(' ').filter(Boolean);
	return presses.length > 0 && presses.every(press => oneKey.test(press)) ? presses : null;
}

/** A command that answers to a sequence of presses. */
export type Binding = {readonly sequence: readonly string[]; readonly id: string; readonly motion: boolean};

/** What was pressed and has not become anything yet. */
export type Presses = {
	readonly sequence: readonly string[];
	readonly digits: string;
	/** When the last digit came. */
	readonly at: number;
	/** The screen before the first digit, when digits have switched the screen. */
	readonly from: ScreenId | null;
};

export const noPresses: Presses = {sequence: [], digits: '', at: 0, from: null};

export type Surrounding = {
	/** Milliseconds that only grow. */
	readonly at: number;
	readonly screen: ScreenId;
	/** The screen a digit switches to, or null. */
	readonly screenOf: (digit: string) => ScreenId | null;
	/** All bindings that work on a screen; where several fit, the first is asked first. */
	readonly bindingsOf: (screen: ScreenId) => readonly Binding[];
};

export type Reading =
	/** `ids` in the order of asking; `back` is the screen to return to before, when digits turn out to be a count. */
	| {
			readonly type: 'run';
			readonly ids: readonly string[];
			readonly count: number;
			readonly back: ScreenId | null;
	  }
	| {readonly type: 'screen'; readonly screen: ScreenId}
	| {readonly type: 'wait'}
	| {readonly type: 'nothing'};

/** A step this soon after a digit makes the digit a count, even when it switched the screen. */
const countMs = 400;
/** Nobody counts further. */
const mostDigits = 5;

const begins = (sequence: readonly string[], presses: readonly string[]): boolean =>
	presses.length <= sequence.length && presses.every((press, i) => sequence[i] === press);

/** Bindings that a row of presses reaches in full, and whether some are half way. */
function lookUp(
	bindings: readonly Binding[],
	presses: readonly string[],
): {readonly ids: readonly string[]; readonly more: boolean} {
	const reached = bindings.filter(({sequence}) => begins(sequence, presses));
	const ids = reached.filter(({sequence}) => sequence.length === presses.length).map(({id}) => id);
	return {ids: [...new Set(ids)], more: reached.length > 0};
}

/** Steps of one letter, as `j`: what people count. Other motions mean the screen that the number has just opened. */
const isStep = ({motion, sequence}: Binding): boolean =>
	motion && sequence.length === 1 && /^\p{Ll}$/u.test(sequence[0]!);

function readDigit(
	presses: Presses,
	digit: string,
	{at, screen, screenOf}: Surrounding,
): {readonly presses: Presses; readonly reading: Reading} {
	const goesOn = presses.digits !== '' && (presses.from === null || at - presses.at <= countMs);
	const before = goesOn ? presses : noPresses;
	const digits = (before.digits + digit).slice(-mostDigits);
	const target = goesOn && before.from === null ? null : screenOf(digit);
	if (target === null) {
		return {presses: {...before, sequence: [], digits, at}, reading: {type: 'wait'}};
	}

	return {
		presses: {sequence: [], digits, at, from: before.from ?? screen},
		reading: {type: 'screen', screen: target},
	};
}

/** What one press means after those before it. */
export function readKey(
	presses: Presses,
	key: string,
	surrounding: Surrounding,
): {readonly presses: Presses; readonly reading: Reading} {
	if (presses.sequence.length === 0 && /^\d$/.test(key)) return readDigit(presses, key, surrounding);
	const {at, screen, bindingsOf} = surrounding;
	const {digits, from} = presses;
	const sequence = [...presses.sequence, key];
	const isCount = digits !== '' && (from === null || at - presses.at <= countMs);
	if (isCount) {
		const counted =
			from === null ? bindingsOf(screen).filter(({motion}) => motion) : bindingsOf(from).filter(isStep);
		const {ids, more} = lookUp(counted, sequence);
		if (ids.length > 0) {
			const back = from !== null && from !== screen ? from : null;
			return {
				presses: noPresses,
				reading: {type: 'run', ids, count: Math.max(1, Number(digits)), back},
			};
		}

		if (more) return {presses: {...presses, sequence, at}, reading: {type: 'wait'}};
	}

	const {ids, more} = lookUp(bindingsOf(screen), sequence);
	if (ids.length > 0) {
		return {presses: noPresses, reading: {type: 'run', ids, count: 1, back: null}};
	}

	if (more) return {presses: {...noPresses, sequence}, reading: {type: 'wait'}};
	// The beginning of a sequence that does not go on is forgotten; this press may mean something of its own.
	return sequence.length > 1
		? readKey(noPresses, key, surrounding)
		: {presses: noPresses, reading: {type: 'nothing'}};
}

/** What is half typed, for the footer. Digits that switched the screen are no secret count. */
export const pendingText = ({digits, from, sequence}: Presses): string =>
	[...(from === null && digits !== '' ? [digits] : []), ...sequence].join(' ');
