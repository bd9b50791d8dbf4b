/** The doctor behind the desk: what is wrong, where candles are missing, and what healing takes. */

import {judgeSettings} from '#domain/doctor/judge.js';
import type {Check} from '#domain/doctor/check.js';
import {Fault} from '#domain/fault.js';
import type {Examination, ExamineOptions, HealingPlan} from '#pipeline/commands.js';
import type {App} from '#app.js';
import type {FoundSettings} from '#adapters/settings.js';
import type {HealRequest} from './views/pipeline.js';

/** All series, the store, and the settings as they are now. */
export async function examineAll({pipeline}: App, find: () => FoundSettings): Promise<Examination> {
	const {checks, ...found} = await pipeline.examine({});
	return {...found, checks: [...checks, checkSettings(find)]};
}

function checkSettings(find: () => FoundSettings): Check {
	try {
		const found = find();
		found.config();
		return judgeSettings(found);
	} catch (error) {
		if (error instanceof Fault && error.code === 'invalid-config') return judgeSettings(error);
		throw error;
	}
}

/** What is around the program. Asks every source one question that costs nothing. */
export async function checkMachineOf(app: App, signal: AbortSignal): Promise<readonly Check[]> {
	const {blockedSources, checkMachine} = await import('#app/checkup.js');
	const {config, simulated, clock} = app;
	return checkMachine({config, simulated, clock, blocked: await blockedSources(app), signal});
}

/** What the pipeline is told of a request. */
export const examineOptions = ({assets}: HealRequest): ExamineOptions => (assets === null ? {} : {assets});

/** What healing would take. */
export const planHealing = async ({pipeline}: App, request: HealRequest): Promise<HealingPlan> =>
	pipeline.planHealing(examineOptions(request));
