/** Why a filter expression cannot be read, and where. Shells put it into words. */

/**
 * What was expected at the place: a `value` (name or number), a `comparison` sign, a `joint` (and, or, the end), a
 * `number`, a `text` to compare with, a `closing` parenthesis or `quote`, a known `name`, a sensible `character`, a
 * comparison for texts (`text-order`), something `shorter`.
 */
export type FilterReason =
	| 'value'
	| 'comparison'
	| 'joint'
	| 'number'
	| 'text'
	| 'text-order'
	| 'closing'
	| 'quote'
	| 'name'
	| 'character'
	| 'shorter';

export type FilterProblem = {
	readonly reason: FilterReason;
	/** Offset in the text. */
	readonly at: number;
	readonly length: number;
	/** What stands there; empty at the end. */
	readonly found: string;
	/** Known names that may have been meant. */
	readonly near: readonly string[];
};

/** Carries a problem out of the reader. */
export class UnreadableFilter extends Error {
	readonly problem: FilterProblem;

	constructor(problem: FilterProblem) {
		super(`${problem.reason} expected at ${problem.at}`);
		this.name = 'UnreadableFilter';
		this.problem = problem;
	}
}

/** The error to throw at a place of the text. */
export const unreadable = (
	reason: FilterReason,
	{at, length, text}: {readonly at: number; readonly length: number; readonly text: string},
	near: readonly string[] = [],
): UnreadableFilter => new UnreadableFilter({reason, at, length, found: text, near});
