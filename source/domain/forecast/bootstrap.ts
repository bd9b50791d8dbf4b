/** Which rows a tree sees. It depends on the seed and the number of the tree alone, so that it can be told afterwards. */

import {createSeededRandom, type SeededRandom} from './seeded-random.js';

/** How often each row is drawn for a tree: once each for extra-trees, with replacement otherwise. */
export function drawRows(random: SeededRandom, rows: number, extra: boolean): Uint16Array<ArrayBuffer> {
	const drawn = new Uint16Array(rows);
	if (extra) return drawn.fill(1);
	for (let i = 0; i < rows; i++) drawn[random.below(rows)]!++;
	return drawn;
}

/** The random numbers of one tree; the drawing of rows comes first. */
export const randomOf = (seed: number, tree: number): SeededRandom => createSeededRandom(seed, tree + 1);
