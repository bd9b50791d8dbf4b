/** What a desk refuses: to write where it only reads, and to open its store anew while something long works on it. */

import {Fault} from '#domain/fault.js';

export type Refusals = {
	/** Throws the fault `usage` where nothing may be written. */
	readonly refuseReading: () => void;
	/** Throws the fault `busy` while a job or a training runs: it would have to wait for itself. */
	readonly refuseBusy: (consequence: string) => void;
};

type Parts = {
	readonly readOnly: boolean;
	/** A version of the data is shown. */
	readonly isVersion: boolean;
	readonly jobs: {busyWith(): string | null};
	readonly trainings: {busy(): boolean};
};

export const createRefusals = ({readOnly, isVersion, jobs, trainings}: Parts): Refusals => ({
	refuseReading() {
		if (!readOnly) return;
		throw isVersion
			? new Fault('usage', 'This is a version of the data: it can only be looked at.', {
					hint: 'Open the screen without --as-of to change something.',
				})
			: new Fault('usage', 'The desk was opened for reading only.', {
					hint: 'Open the screen with "crypto-tui" to change something.',
				});
	},
	refuseBusy(consequence) {
		const work = jobs.busyWith() ?? (trainings.busy() ? 'training' : null);
		if (work === null) return;
		throw new Fault('busy', `A ${work} is under way, so ${consequence}.`, {
			hint: `Wait until the ${work} is over, or cancel it, then try again.`,
		});
	},
});
