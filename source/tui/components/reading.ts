/** Reading the desk again when news say that an answer is old: one question at a time, with rests in between. */

import {useEffect, useRef} from 'react';
import type {Desk} from '#desk/desk.js';
import type {SharedState} from '../state/view-state.js';
import type {Tools} from '../screen.js';

/** Which answer is wanted or there: another question is asked at once, a newer revision of the same one after a rest. */
export type Edition = {readonly question: string; readonly revision: number};

const sameEdition = (a: Edition | null, b: Edition | null): boolean =>
	a === b || (a !== null && b !== null && a.question === b.question && a.revision === b.revision);

export type Reading<Answer> = {
	/** One name per place that reads. */
	readonly key: string;
	/** Null reads nothing. */
	readonly wanted: Edition | null;
	/** The edition of the answer (or failure) that is there. */
	readonly read: Edition | null;
	readonly ask: (desk: Desk) => Promise<Answer>;
	/** Must make `read` the edition given. */
	readonly use: (answer: Answer, edition: Edition) => void;
	/** Must make `read` the edition given. */
	readonly failed: (error: unknown, edition: Edition) => void;
};

/** News come in storms while a backfill runs; answers need not. */
const leastRestMs = 500;
/** Rest for each millisecond that the answer took: what is hard to answer is asked seldom. */
const restPerMs = 4;

/** Asks whenever `wanted` is not what was read. Nothing is asked before the desk opened. */
export function useReading<State, Action, Answer>(
	tools: Tools<State, Action>,
	opening: SharedState['opening'],
	{key, wanted, read, ask, use, failed}: Reading<Answer>,
): void {
	const asked = useRef<{readonly opening: SharedState['opening']; readonly edition: Edition} | null>(null);
	const restedAt = useRef(0);
	// After every frame: whether it is time to ask is a few comparisons, and a rest ends when it ends.
	useEffect(() => {
		if (opening === null || wanted === null) return;
		const out = asked.current;
		if (out !== null && out.opening === opening && out.edition.question === wanted.question) return;
		if (sameEdition(wanted, read)) return;
		const go = (): void => {
			const mine = {opening, edition: wanted};
			asked.current = mine;
			const askedAt = performance.now();
			const settle = (): void => {
				if (asked.current === mine) asked.current = null;
				const now = performance.now();
				restedAt.current = now + Math.max(leastRestMs, (now - askedAt) * restPerMs);
			};
			tools.load(
				key,
				ask,
				answer => {
					settle();
					use(answer, wanted);
				},
				error => {
					settle();
					failed(error, wanted);
				},
			);
		};
		const rest = read?.question === wanted.question ? restedAt.current - performance.now() : 0;
		if (rest <= 0) {
			go();
			return;
		}

		const timer = setTimeout(go, rest);
		return () => clearTimeout(timer);
	});
}
