/** What follows the cursor waits while the cursor runs: a slow line carries the cursor first. */

import {useEffect, useReducer, useState} from 'react';

/** A key held down repeats sooner; a person who presses one after the other hardly does. */
const restMs = 120;

/** Timers may fire a millisecond early. */
const slackMs = 2;

type Watched<Value> = {
	readonly shown: Value;
	/** When the newest value has rested long enough to be shown, on a clock that only grows; null when it is shown. */
	readonly restsAt: number | null;
};

/** Remembers from one drawing to the next what was followed, and since when. */
function createWatch<Value>(): (value: Value) => Watched<Value> {
	let seen: Value | undefined;
	let shown: Value;
	let restsAt = Number.NEGATIVE_INFINITY;
	let waits = false;
	return value => {
		const now = performance.now();
		const isResting = now >= restsAt;
		if (value !== seen) {
			waits = !isResting;
			seen = value;
			restsAt = now + restMs;
		} else if (isResting) waits = false;
		if (!waits) shown = value;
		return {shown, restsAt: waits ? restsAt : null};
	};
}

/** The value at once when it changes now and then; while it changes quickly, the one before, until it rests. */
export function useRested<Value>(value: Value): Value {
	const [watch] = useState(createWatch<Value>);
	const [, drawAgain] = useReducer((count: number) => count + 1, 0);
	const {shown, restsAt} = watch(value);
	useEffect(() => {
		if (restsAt === null) return;
		const timer = setTimeout(drawAgain, Math.max(0, restsAt - performance.now()) + slackMs);
		return () => clearTimeout(timer);
	}, [restsAt]);
	return shown;
}
