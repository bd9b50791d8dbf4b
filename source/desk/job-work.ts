/** What jobs do, each planned before it is done: a backfill of the last days, or the healing of holes. */

import type {GapAttempt} from '#domain/doctor/gap.js';
import {Fault} from '#domain/fault.js';
import {floorTo, stepOf} from '#domain/interval.js';
import type {RunReport} from '#domain/run.js';
import type {App} from '#app.js';
import type {BackfillOptions} from '#pipeline/commands.js';
import type {BackfillRequest, HealedHoles, HealRequest, Job, JobRequest} from './views/pipeline.js';
import {examineOptions, planHealing} from './doctor.js';

/** What a job does. */
type Work = {
	plan(signal: AbortSignal): Promise<NonNullable<Job['plan']>>;
	/** The report is null where there was nothing to do. */
	perform(signal: AbortSignal): Promise<{
		readonly report: RunReport | null;
		readonly holes: Job['holes'];
	}>;
};

/** Fault `usage` for a request that makes no sense. */
export const workOf = (request: JobRequest, app: App): Work =>
	request.work === 'heal' ? healingOf(request, app) : backfillOf(request, app);

function backfillOf(request: BackfillRequest, app: App): Work {
	const options = backfillOptions(request, app);
	const {pipeline} = app;
	return {
		plan: async signal => pipeline.plan(options, signal),
		perform: async signal => ({report: await pipeline.backfill(options, signal), holes: null}),
	};
}

const dayMs = stepOf['1d'];

/** The last days until now. Fault `usage` for a number of days that is none. */
export function backfillOptions(
	{choice, interval, days}: BackfillRequest,
	{clock, config}: App,
): BackfillOptions {
	if (!(days > 0 && days <= 36_500)) {
		throw new Fault('usage', `${days} is not a number of days.`, {
			hint: 'Type a number of days from 1 to 36500.',
		});
	}

	// The candle that contains this moment is not finished.
	const to = floorTo(interval, clock.now());
	const from = floorTo(interval, to - days * dayMs);
	return {choice, interval, range: {from, to}, onInvalid: config.onInvalid};
}

function healingOf(request: HealRequest, app: App): Work {
	const {pipeline, config} = app;
	return {
		plan: async () => ({...(await planHealing(app, request)), refused: []}),
		async perform(signal) {
			const options = {...examineOptions(request), onInvalid: config.onInvalid};
			const {report, attempts} = await pipeline.heal(options, signal);
			return {report, holes: holesOf(attempts)};
		},
	};
}

function holesOf(attempts: readonly GapAttempt[]): HealedHoles {
	const healed = attempts.filter(({outcome}) => outcome === 'healed').length;
	const silent = attempts.filter(({outcome}) => outcome === 'silent').length;
	return {healed, silent, failed: attempts.length - healed - silent};
}
