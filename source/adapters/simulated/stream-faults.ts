/** Faults of the streams as data: what can be made to go wrong with a connection. */

/** How many connections are struck at most; all of them when left out. */
type Strikes = {readonly count?: number};

export type StreamFault = Strikes &
	(
		| /** The handshake is answered with a status. `retryAfter` in seconds. */
		  {readonly kind: 'refuse'; readonly status: number; readonly retryAfter?: number}
		/** The handshake is never answered. */
		| {readonly kind: 'hang'}
		/** Cut off after so many messages, without a word. */
		| {readonly kind: 'drop'; readonly afterMessages: number}
		/** Nothing more after so many messages, not even a ping; the connection stays. */
		| {readonly kind: 'silent'; readonly afterMessages: number}
		/** Every so many messages one that nobody can read. */
		| {readonly kind: 'garbage'; readonly everyMessages: number}
		/** The notice of an end in 10 minutes, after so many messages. */
		| {readonly kind: 'shutdown'; readonly afterMessages: number}
		/** Every request is answered with an error. */
		| {readonly kind: 'refuse-requests'}
	);

/** Faults in force. */
type StreamFaultPlan = {
	/** The faults that strike the next connection; counts them. */
	strike(): readonly StreamFault[];
};

export function createStreamFaultPlan(faults: readonly StreamFault[]): StreamFaultPlan {
	const armed = faults.map(fault => ({fault, left: fault.count ?? Infinity}));
	return {
		strike: () =>
			armed
				.filter(state => state.left > 0)
				.map(state => {
					state.left--;
					return state.fault;
				}),
	};
}

/** The fault of a kind among those that struck a connection. */
export const faultOf = <Kind extends StreamFault['kind']>(
	faults: readonly StreamFault[],
	kind: Kind,
): Extract<StreamFault, {readonly kind: Kind}> | undefined =>
	faults.find((fault): fault is Extract<StreamFault, {readonly kind: Kind}> => fault.kind === kind);

/** Messages nobody can read: broken JSON, another kind of thing, impossible values. */
export const garbage = [
	'{"stream":"!miniTicker@arr","data":[{',
	'<html>Sign in to the network</html>',
	'null',
	'{"stream":"x@kline_1m","data":{"e":"kline","E":1,"s":"X","k":{}}}',
	'\u0000\u001B[2J',
] as const;
