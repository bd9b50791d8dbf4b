/** What a person sees while models are trained: one redrawn line on a terminal, a line per step elsewhere. */

import type {TrainProgress} from '#pipeline/forecast/train.js';
import {bar, clock, createStatusLine, fit} from './status-line.js';
import type {Surroundings} from './surroundings.js';

export interface TrainingView {
	listen(progress: TrainProgress): void;
	/** Removes the line. May be called more than once. */
	stop(): void;
}

const doing: Readonly<Record<TrainProgress['step'], string>> = {
	search: 'searching',
	evaluate: 'walking forward',
	train: 'training',
};

/** How much of a series each step is, roughly, in the order they come. */
const shares = {search: 0.5, evaluate: 0.95, train: 0.05} as const satisfies Record<
	TrainProgress['step'],
	number
>;

/** How far one series is, from 0 to 1. A search makes it jump back once: it is known only when it comes. */
function shareOf({step, done, of}: TrainProgress): number {
	const part = of === 0 ? 1 : done / of;
	return step === 'train' ? 1 - shares.train * (1 - part) : shares[step] * part;
}

function lineText(seen: ReadonlyMap<string, TrainProgress>, elapsedMs: number, room: number): string {
	const latest = [...seen.values()].at(-1);
	if (!latest) return '';
	const {asset, interval, step, done, of, finished, series} = latest;
	const under = [...seen.values()].reduce((sum, progress) => sum + shareOf(progress), 0);
	const share = Math.min(1, Math.max(finished, under) / series);
	return fit(
		[
			{text: `${bar(share, 10)} ${Math.floor(share * 100)}%`, rank: 0},
			{text: series > 1 ? `${finished}/${series} series` : '', rank: 2},
			{text: `${asset} ${interval}: ${doing[step]} ${done}/${of}`, rank: 1},
			{text: clock(elapsedMs), rank: 3},
		],
		room,
	);
}

/** Listens for one training. Nothing is drawn before the first step. */
export function createTrainingView(surroundings: Surroundings, quiet: boolean): TrainingView {
	const {err, now} = surroundings;
	const seen = new Map<string, TrainProgress>();
	const keep = (progress: TrainProgress): TrainProgress | undefined => {
		const key = `${progress.asset} ${progress.interval}`;
		const before = seen.get(key);
		// Last in the map is what was heard of last.
		seen.delete(key);
		seen.set(key, progress);
		return before;
	};
	if (quiet || !err.isTTY) {
		return {
			listen(progress) {
				const before = keep(progress);
				if (quiet || before?.step === progress.step) return;
				const {asset, interval, step, finished, series} = progress;
				err.write(`${asset} ${interval}: ${doing[step]} (${finished} of ${series} series done)\n`);
			},
			stop() {},
		};
	}

	const startedAt = now();
	const line = createStatusLine(surroundings, room => lineText(seen, now() - startedAt, room));
	return {
		listen(progress) {
			keep(progress);
			line.start();
		},
		stop: () => line.stop(),
	};
}
