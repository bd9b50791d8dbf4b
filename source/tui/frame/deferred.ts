/** A promise that is settled from outside; only the first answer counts. */

export type Deferred<Value> = {readonly promise: Promise<Value>; readonly resolve: (value: Value) => void};

/** A promise together with its answer. */
export function deferred<Value>(): Deferred<Value> {
	let resolve: (value: Value) => void = () => {};
	const promise = new Promise<Value>(settle => {
		resolve = settle;
	});
	return {promise, resolve};
}
