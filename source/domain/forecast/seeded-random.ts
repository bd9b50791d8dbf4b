/** Reproducible chance: the same seed and stream give the same numbers on every machine. */

/** Uniform numbers from a 128-bit state. */
export interface SeededRandom {
	/** A number in [0, 1) with 32 bits. */
	next(): number;
	/** A whole number from 0 to `limit` - 1. */
	below(limit: number): number;
}

/** One step of splitmix32: spreads near seeds far apart. */
function scramble(value: number): number {
	let mixed = (value + 0x9e3779b9) | 0;
	mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
	mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
	return (mixed ^ (mixed >>> 15)) >>> 0;
}

/** Generator sfc32 (Doty-Humphrey, PractRand); `stream` gives independent sequences of one seed. */
export function createSeededRandom(seed: number, stream = 0): SeededRandom {
	let a = scramble(seed);
	let b = scramble(a ^ stream);
	let c = scramble(b ^ Math.floor(seed / 2 ** 32));
	let counter = 1;
	const step = (): number => {
		const sum = (((a + b) | 0) + counter) | 0;
		counter = (counter + 1) | 0;
		a = b ^ (b >>> 9);
		b = (c + (c << 3)) | 0;
		c = (c << 21) | (c >>> 11);
		c = (c + sum) | 0;
		return sum >>> 0;
	};

	for (let i = 0; i < 15; i++) step();
	return {
		next: () => step() / 2 ** 32,
		// The bias of the multiplication is below limit / 2^32: nothing for row and feature numbers.
		below: limit => Math.floor((step() / 2 ** 32) * limit),
	};
}
