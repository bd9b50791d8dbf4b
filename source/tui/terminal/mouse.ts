/** Mouse reports in the SGR form (mode 1006), as events. */

export type MouseInput = {
	readonly type: 'mouse';
	readonly kind: 'press' | 'release' | 'drag' | 'wheel';
	readonly button: 'left' | 'middle' | 'right' | 'none';
	/** Cells from the upper left corner of the terminal. */
	readonly x: number;
	readonly y: number;
	/** Steps, down is positive; 0 unless `kind` is wheel. */
	readonly wheel: number;
	readonly ctrl: boolean;
	readonly shift: boolean;
	/** Second press at the same place within half a second. */
	readonly double: boolean;
};

const doubleMs = 500;
const buttons = ['left', 'middle', 'right', 'none'] as const;
/** Bits of the first number of a report, beside the button in the lowest two. */
const bit = {shift: 4, ctrl: 16, motion: 32, wheel: 64, extra: 128} as const;

/** Reads `button;column;row`; null for what is no event of ours. Remembers the last press, to know a double one. */
export function createMouseReader(
	monotonic: () => number,
): (parameters: string, released: boolean) => MouseInput | null {
	let last: {readonly place: string; readonly at: number} | null = null;

	const isDouble = (place: string): boolean => {
		const at = monotonic();
		const double = last !== null && last.place === place && at - last.at <= doubleMs;
		// A third press begins again.
		last = double ? null : {place, at};
		return double;
	};

	return (parameters, released) => {
		if (!/^\d+;\d+;\d+$/.test(parameters)) return null;
		const [flags, column, row] = parameters.split(';').map(Number) as [number, number, number];
		const button = buttons[flags & 3]!;
		const event = {
			type: 'mouse',
			button,
			x: Math.max(0, column - 1),
			y: Math.max(0, row - 1),
			wheel: 0,
			ctrl: (flags & bit.ctrl) !== 0,
			shift: (flags & bit.shift) !== 0,
			double: false,
		} as const;
		if ((flags & bit.extra) !== 0) return null;
		if ((flags & bit.wheel) !== 0) {
			if (button !== 'left' && button !== 'middle') return null;
			return {...event, kind: 'wheel', button: 'none', wheel: button === 'left' ? -1 : 1};
		}

		if (released) return {...event, kind: 'release'};
		if (button === 'none') return null;
		if ((flags & bit.motion) !== 0) return {...event, kind: 'drag'};
		return {...event, kind: 'press', double: isDouble(`${button} ${event.x} ${event.y}`)};
	};
}
