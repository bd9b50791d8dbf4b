/** Functions that remember their last answer, so that what did not change keeps its identity. */

/** Computes again only when an argument has another identity than in the last call. */
export function lastKept<Args extends readonly unknown[], Result>(
	compute: (...args: Args) => Result,
): (...args: Args) => Result {
	let kept: {readonly args: Args; readonly result: Result} | null = null;
	return (...args) => {
		if (kept === null || args.some((arg, i) => !Object.is(arg, kept!.args[i]))) {
			kept = {args, result: compute(...args)};
		}

		return kept.result;
	};
}
