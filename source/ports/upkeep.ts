/** Room on the disk: what could be freed, and freeing it. */

import type {Thinning} from '#domain/retention.js';

export interface Upkeep {
	/** Bodies of the archive that nobody needs and that are older than `before`, and their bytes on the disk. */
	oldPayloads(before: number): Promise<{readonly files: number; readonly bytes: number}>;
	/** Quotes that a thinning would remove. */
	spareQuotes(thinning: Thinning): Promise<number>;
	/** Removes them, a day per transaction; `onDay` runs before each. Returns how many went. */
	thinQuotes(thinning: Thinning, onDay: () => Promise<void>): Promise<number>;
	/** Bytes of the database file, and those of them that are empty. */
	space(): Promise<{readonly bytes: number; readonly free: number}>;
	/** Gives the empty space back to the disk. */
	vacuum(): Promise<void>;
}

/** Files of a folder that can go once they are old enough. */
export interface OldFiles {
	/** Files last changed before that moment. */
	find(before: number): Promise<{readonly files: number; readonly bytes: number}>;
	/** Removes them; returns how many. */
	remove(before: number): Promise<number>;
}
