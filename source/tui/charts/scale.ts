/** How values become heights in a chart: linear or logarithmic, with ticks at round numbers. */

export type ScaleKind = 'linear' | 'log';

export type ValueScale = {
	readonly kind: ScaleKind;
	readonly low: number;
	readonly high: number;
	/** Height in cells. */
	readonly rows: number;
	/** Distance from the top in cells, 0 for `high` to `rows` for `low`; beyond for values outside, NaN for NaN. */
	readonly y: (value: number) => number;
	/** The value at a distance from the top. */
	readonly value: (y: number) => number;
};

/** The extent of all finite values; null when there are none. */
export function extentOf(
	...series: readonly ArrayLike<number>[]
): {readonly low: number; readonly high: number} | null {
	let low = Infinity;
	let high = -Infinity;
	for (const values of series) {
		for (let i = 0; i < values.length; i++) {
			const value = values[i]!;
			if (!Number.isFinite(value)) continue;
			if (value < low) low = value;
			if (value > high) high = value;
		}
	}

	return low <= high ? {low, high} : null;
}

/** A scale from `low` at the bottom to `high` at the top. Logarithms need positive values: otherwise it is linear. */
export function createScale(kind: ScaleKind, low: number, high: number, rows: number): ValueScale {
	// A flat series lies in the middle.
	const isFlat = high - low <= Math.abs(high) * 1e-12;
	const room = isFlat ? Math.max(Math.abs(low) * 0.01, Number.MIN_VALUE * 2 ** 20) : 0;
	const logarithmic = kind === 'log' && low > 0;
	const bottom = logarithmic ? low / (1 + room / low) : low - room;
	const top = high + room;
	const inner = logarithmic ? Math.log : (value: number): number => value;
	const outer = logarithmic ? Math.exp : (value: number): number => value;
	const from = inner(bottom);
	const span = inner(top) - from;
	return {
		kind: logarithmic ? 'log' : 'linear',
		low: bottom,
		high: top,
		rows,
		y: value => (1 - (inner(value) - from) / span) * rows,
		value: y => outer(from + (1 - y / rows) * span),
	};
}

/** Round values (1, 2, 2.5 or 5 times a power of ten) inside the scale, ascending, at least `gap` rows apart. */
export function ticksOf(scale: ValueScale, gap = 3): readonly number[] {
	const ticks: number[] = [];
	let previous = Infinity;
	for (const value of scale.kind === 'log' ? logTicks(scale, gap) : linearTicks(scale, gap)) {
		const y = scale.y(value);
		if (previous - y < gap - 1e-6) continue;
		ticks.push(value);
		previous = y;
	}

	return ticks;
}

function linearTicks({low, high, rows}: ValueScale, gap: number): readonly number[] {
	const rough = (high - low) / Math.max(1, Math.floor(rows / gap));
	if (!(rough > 0) || !Number.isFinite(rough)) return [];
	const power = 10 ** Math.floor(Math.log10(rough));
	const step = [1, 2, 2.5, 5, 10].map(times => times * power).find(one => one >= rough * (1 - 1e-9));
	if (step === undefined || !(step > 0)) return [];
	const ticks: number[] = [];
	const last = Math.floor(high / step + 1e-9);
	for (let i = Math.ceil(low / step - 1e-9); i <= last; i++) ticks.push(i === 0 ? 0 : i * step);
	return ticks;
}

/** Over less than a factor of three, logarithmic ticks are linear ones; over more, leading digits that leave room. */
function logTicks(scale: ValueScale, gap: number): readonly number[] {
	const decades = Math.log10(scale.high / scale.low);
	if (decades < 0.5) return linearTicks(scale, gap);
	const rowsOf = (ratio: number): number => (scale.rows * Math.log10(ratio)) / decades;
	const digits = rowsOf(2) >= gap ? [1, 2, 5] : rowsOf(3) >= gap ? [1, 3] : [1];
	const numbers: number[] = [];
	const last = Math.ceil(Math.log10(scale.high));
	for (let power = Math.floor(Math.log10(scale.low)); power <= last; power++) {
		for (const digit of digits) {
			const value = digit * 10 ** power;
			if (value >= scale.low && value <= scale.high) numbers.push(value);
		}
	}

	return numbers;
}
