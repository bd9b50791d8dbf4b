/** Repeatable chance: numbers that depend on nothing but a few integers, so that any of them can be drawn alone. */

/** A 32-bit hash of four integers; close inputs give unrelated outputs. */
export function hash(a: number, b: number, c = 0, d = 0): number {
	let h = Math.imul((a | 0) ^ 0x9e3779b9, 0x85ebca6b);
	h = Math.imul(h ^ (h >>> 15) ^ (b | 0), 0xc2b2ae35);
	h = Math.imul(h ^ (h >>> 13) ^ (c | 0), 0x27d4eb2f);
	h = Math.imul(h ^ (h >>> 16) ^ (d | 0), 0x165667b1);
	h = Math.imul(h ^ (h >>> 15), 0x85ebca6b);
	return (h ^ (h >>> 13)) >>> 0;
}

/** The hash as a share of one, `[0, 1)`. */
export const hashShare = (a: number, b: number, c = 0, d = 0): number => hash(a, b, c, d) / 0x1_0000_0000;

const levels = 8192;

// Student's t with four degrees of freedom has a closed quantile function, and tails about as fat as those of
// crypto returns. Scaled to unit variance over the table.
const shocks = new Float64Array(levels);
let squares = 0;
for (let i = 0; i < levels; i++) {
	const p = (i + 0.5) / levels;
	const root = Math.sqrt(4 * p * (1 - p));
	const size = 2 * Math.sqrt(Math.max(0, Math.cos(Math.acos(Math.min(1, root)) / 3) / root - 1));
	shocks[i] = p < 0.5 ? -size : size;
	squares += size * size;
}

for (let i = 0; i < levels; i++) shocks[i] = shocks[i]! / Math.sqrt(squares / levels);

/** A small stream of chance. Two dice of the same seed roll the same. */
export class Dice {
	private state: number;

	constructor(seed: number) {
		this.state = seed | 0;
	}

	/** Uniform in `[0, 1)`. */
	share(): number {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
	}

	/** Mean 0, variance 1, fat tails (at most about 9). */
	shock(): number {
		return shocks[(this.share() * levels) | 0]!;
	}
}
