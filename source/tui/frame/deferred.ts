/** A promise that is settled from outside; only the first answer counts. */

export type Deferred<Value> = {readonly promise: Promise<Value>; readonly resolve: (value: Value) => void};

/** A promise together with its answer. */
export function deferred<Value>(): Deferred<Value> {
	let settle: ((value: Value) => void) | undefined;
	const promise = new Promise<Value>(resolve => {
		settle = resolve;
	});
	return {promise, resolve: value => settle?.(value)};
}
